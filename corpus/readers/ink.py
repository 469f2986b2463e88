"""What can be told of a page's image before it is read: what is ink, how askew it lies, which lines are ruled.

Images are (height, width) uint8, 0 black; ink is (height, width) bool. Knows nothing of text.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.readers.sheet import Rule

Gray = npt.NDArray[np.uint8]
Ink = npt.NDArray[np.bool_]

# Inches: no letter has a stroke as long as this, and a ruled line is at least so long.
RULED = 0.33
# So much of a ruled line is dark; scans leave holes.
DARK = 0.94
# Degrees: pages lie askew by no more; less than the least is not worth turning a page for.
MOST_ASKEW, LEAST_ASKEW, STEP = 3.0, 0.12, 0.06
# So many dark points tell how a page lies.
POINTS = 20_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as an image with its dots per inch."""

    gray: Gray
    dpi: float

    @property
    def points(self) -> float:
        """Points per pixel."""
        return 72.0 / self.dpi


def ink_of(gray: Gray) -> Ink:
    """Which pixels are ink: those on the dark side of Otsu's threshold (IEEE Trans. SMC 9, 1979)."""
    counts = np.bincount(gray.ravel(), minlength=256).astype(np.float64)
    levels = np.arange(256)
    below, total = np.cumsum(counts), counts.sum()
    mass = np.cumsum(counts * levels)
    above = total - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    threshold = int(np.nanargmax(apart)) if np.isfinite(apart).any() else 0
    # Paper without ink has no dark side; what is nearly white is never ink.
    return gray <= min(threshold, 200)


def askew(ink: Ink) -> float:
    """By how many degrees the lines of a page fall to the right; 0 where that is next to nothing."""
    ys, xs = np.nonzero(ink)
    if len(ys) < 200:
        return 0.0
    some = slice(None, None, max(1, len(ys) // POINTS))
    ys, xs = ys[some].astype(np.float64), xs[some].astype(np.float64)
    best, most = 0.0, -1.0
    for degrees in np.arange(-MOST_ASKEW, MOST_ASKEW + STEP / 2, STEP):
        rows = (ys - xs * np.tan(np.radians(degrees))) / 3.0
        counts = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
        sharp = float((counts**2).sum())
        if sharp > most * 1.002:
            best, most = float(degrees), sharp
    return best if abs(best) >= LEAST_ASKEW else 0.0


def rules_of(ink: Ink, dpi: float) -> tuple[list[Rule], Ink]:
    """The ruled lines in points, and the pixels that they are made of."""
    size = max(8, int(dpi * RULED))
    ruled = np.zeros_like(ink)
    rules: list[Rule] = []
    scale = 72.0 / dpi
    for level in (True, False):
        mask = ink if level else ink.T
        held = ruled if level else ruled.T
        for at, start, end in _runs(mask, size):
            held[max(0, at - 1) : at + 2, start:end] = True
            along, across = (start * scale, end * scale), (at + 0.5) * scale
            rules.append(
                Rule(along[0], across, along[1], across) if level else Rule(across, along[0], across, along[1])
            )
    return rules, ruled


def _runs(mask: Ink, size: int) -> list[tuple[int, int, int]]:
    """Row, start and end of every run of ink at least ``size`` long, small holes allowed."""
    if mask.shape[1] <= size:
        return []
    sums = np.zeros((mask.shape[0], mask.shape[1] + 1), dtype=np.int32)
    np.cumsum(mask, axis=1, dtype=np.int32, out=sums[:, 1:])
    full = (sums[:, size:] - sums[:, :-size]) >= DARK * size
    edges = np.diff(full.astype(np.int8), axis=1, prepend=0, append=0)
    starts, ends = np.argwhere(edges == 1), np.argwhere(edges == -1)
    return [(int(row), int(a), int(b) + size - 1) for (row, a), (_, b) in zip(starts, ends, strict=True)]
