"""The cells of a page one under another on a ribbon of paper: text recognition reads each by itself, in one go.

Read as a whole, the lines of neighbouring cells run into one another; read cell by cell, a page would take minutes.
"""

from dataclasses import dataclass

import numpy as np

from corpus.readers.grid import Grid
from corpus.readers.ink import Gray, Ink

# Inches: what is cut off a cell beside its rules, and the white between two pieces and around them.
INSET, WHITE = 0.025, 0.13
# Pixels: a ribbon is no longer than this (Tesseract takes 32,767), a piece no smaller.
LONGEST = 20_000
LEAST = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the page on a ribbon: where its top left corner is on the ribbon and on the page, and its size."""

    x: int
    y: int
    page_x: int
    page_y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A ribbon and what lies on it, from top to bottom."""

    gray: Gray
    pieces: tuple[Piece, ...]

    def at(self, y: float) -> Piece:
        """The piece at a height of the ribbon, or the nearest."""
        return min(self.pieces, key=lambda piece: max(piece.y - y, y - piece.y - piece.height, 0.0))


def ribbons(gray: Gray, ink: Ink, grids: list[Grid], dpi: float) -> list[Ribbon]:
    """The cells of the tables, and what stands between the tables, from top to bottom; blank ones are left out."""
    boxes = [_trimmed(ink, box) for box in _boxes(gray.shape, grids, dpi)]
    held = [box for box in boxes if box is not None]
    out: list[Ribbon] = []
    lot: list[tuple[int, int, int, int]] = []
    white = int(WHITE * dpi)
    for box in held:
        if lot and sum(b[3] - b[1] + white for b in [*lot, box]) > LONGEST:
            out.append(ribbon_of(gray, lot, white))
            lot = []
        lot.append(box)
    return [*out, ribbon_of(gray, lot, white)] if lot else out


def _boxes(shape: tuple[int, ...], grids: list[Grid], dpi: float) -> list[tuple[int, int, int, int]]:
    """The cells and the bands between tables, in pixels (left, top, right, bottom)."""
    scale, inset = dpi / 72.0, int(INSET * dpi)
    out: list[tuple[int, int, int, int]] = []
    top = 0
    for grid in grids:
        start, end = int(grid.ys[0] * scale), int(grid.ys[-1] * scale)
        if start - inset > top:
            out.append((0, top, shape[1], start - inset))
        for cell in grid.cells:
            left, upper = int(cell.x0 * scale) + inset, int(cell.top * scale) + inset
            out.append((left, upper, int(cell.x1 * scale) - inset, int(cell.bottom * scale) - inset))
        top = max(top, end + inset)
    out.append((0, top, shape[1], shape[0]))
    return out


def _trimmed(ink: Ink, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The box around the ink within a box; specks do not count."""
    left, top, right, bottom = box
    part = ink[max(top, 0) : bottom, max(left, 0) : right]
    if part.size == 0:
        return None
    rows, columns = np.flatnonzero(part.sum(axis=1) > 1), np.flatnonzero(part.sum(axis=0) > 1)
    if len(rows) < LEAST or len(columns) < LEAST:
        return None
    x, y = max(left, 0), max(top, 0)
    return x + int(columns[0]), y + int(rows[0]), x + int(columns[-1]) + 1, y + int(rows[-1]) + 1


def ribbon_of(gray: Gray, boxes: list[tuple[int, int, int, int]], white: int) -> Ribbon:
    """These boxes (left, top, right, bottom) of an image, so much white between them."""
    width = max(right - left for left, _, right, _ in boxes) + 2 * white
    height = sum(bottom - top + white for _, top, _, bottom in boxes) + white
    paper = np.full((height, width), 255, dtype=np.uint8)
    pieces = []
    y = white
    for left, top, right, bottom in boxes:
        paper[y : y + bottom - top, white : white + right - left] = gray[top:bottom, left:right]
        pieces.append(Piece(white, y, left, top, right - left, bottom - top))
        y += bottom - top + white
    return Ribbon(paper, tuple(pieces))
