"""Thai digits in pictures: Tesseract's Thai knows five of the ten (๐ ๑ ๒ ๓ ๕) and reads the others as one of these.

A small network reads each digit anew; tests/learn_digits.py makes its weights from the Thai fonts of Debian.
"""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from corpus.readers.ink import Gray, ink_of

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
# The pixels on each side of the square that a digit is brought to.
SIDE = 20
# A digit is taken for another than Tesseract read only if the network is this sure.
SURE = 0.6

_Weights = tuple[npt.NDArray[np.float32], ...]


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    with np.load(BytesIO(files("corpus.readers").joinpath("digits.npz").read_bytes()), allow_pickle=False) as held:
        return tuple(held[name].astype(np.float32) for name in ("w1", "b1", "w2", "b2"))


def read_digit(gray: Gray) -> tuple[str, float]:
    """The Thai digit that an image of one shows, and how sure that is, in [0, 1]; ("", 0.0) where it shows nothing."""
    made = square(gray)
    if made is None:
        return "", 0.0
    w1, b1, w2, b2 = _weights()
    hidden = np.maximum(made.ravel() @ w1 + b1, 0.0)
    raised = np.exp((scores := hidden @ w2 + b2) - scores.max())
    best = int(np.argmax(raised))
    return THAI_DIGITS[best], float(raised[best] / raised.sum())


def square(gray: Gray) -> npt.NDArray[np.float32] | None:
    """The ink of an image in the middle of a square (SIDE, SIDE), 1 where it is black; None where there is none."""
    from PIL import Image

    if gray.size == 0:
        return None
    ink = ink_of(gray)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if len(rows) < 4 or len(columns) < 2:
        return None
    cut = gray[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    most = max(cut.shape)
    paper = np.full((most, most), 255, dtype=np.uint8)
    y, x = (most - cut.shape[0]) // 2, (most - cut.shape[1]) // 2
    paper[y : y + cut.shape[0], x : x + cut.shape[1]] = cut
    small = Image.fromarray(paper).resize((SIDE, SIDE), Image.Resampling.BOX)
    dark = 255.0 - np.asarray(small, dtype=np.float32)
    return dark / max(float(dark.max()), 1.0)


def digits_of(gray: Gray, count: int) -> list[tuple[str, float]]:
    """The digits of an image that shows ``count`` of them side by side; [] where it does not fall into so many."""
    columns = ink_of(gray).any(axis=0)
    edges = np.diff(columns.astype(np.int8), prepend=0, append=0)
    runs = list(zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True))
    runs = [run for run in runs if run[1] - run[0] > 1]
    if count == 1 and runs:
        runs = [(runs[0][0], runs[-1][1])]
    if len(runs) != count:
        return []
    return [read_digit(gray[:, start:end]) for start, end in runs]
