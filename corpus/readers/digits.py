"""Thai digits in pictures: Tesseract's Thai knows five of the ten (๐ ๑ ๒ ๓ ๕) and reads the others as one of these.

A small network reads each digit anew, and tells what is none; tests/learn_digits.py makes its weights from the Thai
fonts of Debian.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import numpy.typing as npt

from corpus.readers.ink import Gray, Ink, ink_of

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
# What the network answers where it sees no digit.
NONE = len(THAI_DIGITS)
# The pixels on each side of the square that a digit is brought to.
SIDE = 20
# A digit is taken for another than Tesseract read only if the network is this sure.
SURE = 0.6
# Digits that Tesseract passed over are put in only if each of the number is read so surely.
SURE_OF_ALL = 0.8

_Weights = tuple[npt.NDArray[np.float32], ...]


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    with np.load(BytesIO(files("corpus.readers").joinpath("digits.npz").read_bytes()), allow_pickle=False) as held:
        return tuple(held[name].astype(np.float32) for name in ("w1", "b1", "w2", "b2"))


def read_digit(gray: Gray) -> tuple[str, float]:
    """The Thai digit that an image shows, and how sure that is, in [0, 1]; ("", 0.0) where it shows none."""
    made = square(gray)
    if made is None:
        return "", 0.0
    w1, b1, w2, b2 = _weights()
    hidden = np.maximum(made.ravel() @ w1 + b1, 0.0)
    raised = np.exp((scores := hidden @ w2 + b2) - scores.max())
    best = int(np.argmax(raised))
    return (THAI_DIGITS[best], float(raised[best] / raised.sum())) if best != NONE else ("", 0.0)


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


def digits_at(
    gray: Gray, places: list[tuple[int, int]], others: Sequence[tuple[int, int]] = ()
) -> list[tuple[str, float]]:
    """The digits of a line's image at these places (left, right), which Tesseract tells but roughly.

    ``others`` are the places of the line's other letters. Each digit is read from the ink that stands apart around the
    middle of its place; ("", 0.0) where two share the same ink. Where more digits stand there than places, because one
    was passed over, the first place gets all of them.
    """
    ink = ink_of(gray)
    edges = np.diff(ink.any(axis=0).astype(np.int8), prepend=0, append=0)
    runs = [(int(a), int(b)) for a, b in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)]
    if not runs or not places:
        return [("", 0.0)] * len(places)
    left, right = places[0][0], places[-1][1]
    within = [n for n, run in enumerate(runs) if left - 2 <= (run[0] + run[1]) / 2 <= right + 2]
    usual = max(sorted(end - start for start, end in places)[len(places) // 2], gray.shape[0] // 3)
    within = _tall(ink, runs, _stretched(runs, within, others, usual // 2))
    if len(places) > 1 and len(within) > len(places):
        told = [read_digit(gray[:, start:end]) for start, end in (runs[n] for n in within)]
        if min(certain for _, certain in told) >= SURE_OF_ALL:
            rest = [("", 1.0)] * (len(places) - 1)
            return [("".join(digit for digit, _ in told), min(certain for _, certain in told)), *rest]
    middles = [(start + end) / 2 for start, end in runs]
    nearest = [min(range(len(runs)), key=lambda n: abs(middles[n] - (a + b) / 2)) for a, b in places]
    chosen = within if len(within) == len(places) else nearest
    out = []
    for number in chosen:
        start, end = runs[number]
        alone = chosen.count(number) == 1 and end - start <= 1.8 * usual
        out.append(read_digit(gray[:, start:end]) if alone else ("", 0.0))
    return out


def _stretched(
    runs: list[tuple[int, int]], within: list[int], others: Sequence[tuple[int, int]], near: int
) -> list[int]:
    """With the ink right beside at both ends that belongs to no other letter."""

    def is_free(n: int) -> bool:
        middle = (runs[n][0] + runs[n][1]) / 2
        return not any(left - 1 <= middle <= right + 1 for left, right in others)

    out = list(within)
    while out and out[0] > 0 and runs[out[0]][0] - runs[out[0] - 1][1] <= near and is_free(out[0] - 1):
        out.insert(0, out[0] - 1)
    while out and out[-1] + 1 < len(runs) and runs[out[-1] + 1][0] - runs[out[-1]][1] <= near and is_free(out[-1] + 1):
        out.append(out[-1] + 1)
    return out


def _tall(ink: Ink, runs: list[tuple[int, int]], numbers: list[int]) -> list[int]:
    """Those runs of columns whose ink is about as tall as the tallest: dots and specks are not."""
    heights = {}
    for n in numbers:
        rows = np.flatnonzero(ink[:, runs[n][0] : runs[n][1]].any(axis=1))
        heights[n] = int(rows[-1] - rows[0] + 1)
    return [n for n in numbers if heights[n] >= 0.55 * max(heights.values(), default=0)]
