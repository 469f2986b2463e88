"""Pages that are pictures: turned upright, straightened, and read cell by cell; a door to Pillow.

Tesseract reads the lines, ``doubt`` has it look at some once more, ``numerals`` reads the Thai digits anew.
"""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from statistics import median

import numpy as np

from corpus import pulse
from corpus.readers.doubt import read_lines
from corpus.readers.grid import grids
from corpus.readers.ink import Gray, Picture, askew, ink_of, rules_of
from corpus.readers.numerals import with_digits
from corpus.readers.ribbon import Ribbon, ribbons
from corpus.readers.sheet import Glyph, Sheet, is_mark
from corpus.readers.tesseract import MISSING, Line, Word, is_ready, orientation

__all__ = ["MISSING", "confidence", "is_ready", "read_pictures", "sheet_of_picture"]

# Dots per inch that images are brought to: small letters can be told apart, and rules from strokes.
DPI = 300
# The most pixels of a page that are looked at; a larger page is made smaller.
MOST_PIXELS = 30_000_000
# Lines below this confidence are no words but stains, stamps and photographs.
STAIN = 0.3
# A page below this confidence may stand on its side or on its head.
TURNED = 0.75
# The share of the height of a line at which its letters stand.
BASE = 0.78
# Ink so near a line, in heights of a line, is a mark of it. The confidence of a dash that was told by its shape.
BESIDE, DASHED = 0.15, 0.9


def read_pictures(pictures: Iterable[Picture]) -> Iterator[Sheet]:
    """Each picture as a sheet, in order; as many at a time as there are cores, and no more of them in memory."""
    workers = len(os.sched_getaffinity(0))
    waiting: deque[Future[Sheet]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for picture in pictures:
            waiting.append(pool.submit(sheet_of_picture, picture))
            if len(waiting) > workers:
                yield _done(waiting.popleft())
        while waiting:
            yield _done(waiting.popleft())


def _done(page: Future[Sheet]) -> Sheet:
    """The page when it is done, which is told to whoever watches the clock."""
    sheet = page.result()
    pulse.beat()
    return sheet


def sheet_of_picture(picture: Picture) -> Sheet:
    """A picture of a page as a sheet; turned upright where it stands on its side or head, and straightened."""
    sheet = _read(picture)
    if confidence(sheet) < TURNED and (degrees := _orientation(picture.gray)):
        turned = _read(Picture(np.ascontiguousarray(np.rot90(picture.gray, -degrees // 90)), picture.dpi))
        if confidence(turned) > confidence(sheet):
            return replace(turned, turned=degrees)
    return sheet


def _read(picture: Picture) -> Sheet:
    degrees, dpi = askew(ink_of(picture.gray)), picture.dpi
    gray = _straight(picture.gray, degrees)
    ink = ink_of(gray)
    rules, ruled = rules_of(ink, dpi)
    gray = np.where(ruled, np.uint8(255), gray)
    ink &= ~ruled
    glyphs = [
        glyph
        for ribbon in ribbons(gray, ink, grids(rules), dpi)
        for line in _with_dashes(ribbon, [line for line in read_lines(ribbon.gray, dpi) if line.mean >= STAIN])
        for glyph in _glyphs(ribbon, line, picture.points)
    ]
    height, width = gray.shape
    return Sheet(width * picture.points, height * picture.points, tuple(glyphs), tuple(rules), 1.0, 0, degrees)


def _straight(gray: Gray, degrees: float) -> Gray:
    from PIL import Image

    if not degrees:
        return gray
    turned = Image.fromarray(gray).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(turned, dtype=np.uint8)


def confidence(sheet: Sheet) -> float:
    """The mean confidence of the letters of a sheet, 0 where it has next to none."""
    told = [(glyph.confidence or 0.0, len(glyph.text)) for glyph in sheet.glyphs]
    size = sum(n for _, n in told)
    return sum(c * n for c, n in told) / size if size >= 20 else 0.0


def _with_dashes(ribbon: Ribbon, lines: list[Line]) -> list[Line]:
    """The lines and the dashes that stand alone on theirs, which Tesseract passes over: a wrapped list begins so."""
    if not lines:
        return lines
    height = median(line.bottom - line.top for line in lines)
    told = np.zeros(ribbon.gray.shape[0], dtype=bool)
    for line in lines:
        told[max(0, line.top - round(BESIDE * height)) : line.bottom + round(BESIDE * height)] = True
    ink = ink_of(ribbon.gray)
    rows = ink.any(axis=1)
    edges = np.diff(rows.astype(np.int8), prepend=0, append=0)
    out = list(lines)
    for top, bottom in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        is_whole = len(columns) == right - left
        if is_whole and not told[top:bottom].any() and _is_dash(right - left, int(bottom - top), height):
            middle = (int(top) + int(bottom)) / 2
            above, below = round(middle - height / 2), round(middle + height / 2)
            out.append(Line(left, above, right, below, (Word("-", left, right, DASHED),)))
    return out


def _is_dash(width: int, height: int, line: float) -> bool:
    """Whether ink of this size is a dash, beside the height of a line with its marks."""
    return 0.1 * line <= width <= 0.6 * line and width >= 1.8 * height and height <= 0.15 * line


def _orientation(gray: Gray) -> int:
    return orientation(gray) if ink_of(gray).any() else 0


def _glyphs(ribbon: Ribbon, line: Line, scale: float) -> list[Glyph]:
    """The words of a line, where they stand on the page; a mark that was told by itself joins the letter before it."""
    piece = ribbon.at(line.middle)
    down, across = piece.page_y - piece.y, piece.page_x - piece.x
    top, bottom = (line.top + down) * scale, (line.bottom + down) * scale
    base = (line.top + BASE * (line.bottom - line.top) + down) * scale
    out: list[Glyph] = []
    for word in with_digits(ribbon.gray, line):
        left, right = (word.left + across) * scale, (word.right + across) * scale
        if out and is_mark(word.text[0]):
            last = out[-1]
            both = min(word.confidence, last.confidence or 0.0) if len(word.text) > 1 else last.confidence
            out[-1] = Glyph(last.text + word.text, last.x0, last.top, max(last.x1, right), last.bottom, base, both)
        else:
            out.append(Glyph(word.text, left, top, right, bottom, base, word.confidence))
    return out
