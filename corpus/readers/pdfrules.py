"""What is drawn on a page of a PDF: ruled lines and pictures; a door to pypdfium2."""

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from corpus.readers.sheet import Rule

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# A page of a report has some hundred lines; one with more objects than this is a drawing, or made to keep the reader
# busy. What lies beyond is not looked at.
MOST_OBJECTS = 40_000
DEEPEST = 6
# A filled rectangle thinner than this, in points, is a rule; a thicker one is a ground of some colour.
THIN = 3.2
# A rule is at least this long.
SHORTEST = 3.0
# White as good as paper: nothing is seen of such a rule.
PAPER = 250

Point = tuple[float, float]
Turn = Callable[[float, float], Point]


def box_of(a: Point, b: Point) -> tuple[float, float, float, float]:
    """The box around two corners."""
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def drawn(page: "PdfPage", turn: Turn) -> tuple[list[Rule], float]:
    """The level and upright lines that are drawn, and the area that images cover."""
    from pypdfium2 import raw

    rules: list[Rule] = []
    area = 0.0
    for thing, place in _objects(page):
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            rules.extend(_rules(thing, lambda px, py, place=place: turn(*place(px, py))))  # type: ignore[misc]
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            spread = _affine(thing, place)
            box = box_of(turn(*spread(0.0, 0.0)), turn(*spread(1.0, 1.0)))
            area += (box[2] - box[0]) * (box[3] - box[1])
    return rules, area


def _objects(page: "PdfPage") -> Iterator[tuple[Any, Turn]]:
    """Every object of a page, those inside forms too, with what places its container on the page."""
    from pypdfium2 import raw

    left = MOST_OBJECTS
    waiting: list[tuple[Any, Turn, int]] = []
    for n in range(raw.FPDFPage_CountObjects(page)):
        if not left:
            return
        left -= 1
        thing = raw.FPDFPage_GetObject(page, n)
        waiting.append((thing, lambda x, y: (x, y), 0))
        while waiting:
            thing, place, depth = waiting.pop()
            if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_FORM:
                yield thing, place
                continue
            if depth >= DEEPEST:
                continue
            inner = _affine(thing, place)
            count = min(raw.FPDFFormObj_CountObjects(thing), left)
            left -= max(count, 0)
            for m in range(count):
                waiting.append((raw.FPDFFormObj_GetObject(thing, m), inner, depth + 1))


def _affine(thing: Any, place: Turn) -> Turn:
    from pypdfium2 import raw

    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, m):
        return place
    a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
    return lambda x, y: place(a * x + c * y + e, b * x + d * y + f)


def _rules(path: Any, place: Turn) -> Iterator[Rule]:
    """The rules that a path draws: its straight lines where it is stroked, itself where it is a thin filled box."""
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroke) or not (fill.value or stroke.value):
        return
    if _is_paper(path, bool(stroke.value)):
        return
    spread = _affine(path, place)
    for line in _outlines(path, spread):
        xs, ys = [x for x, _ in line], [y for _, y in line]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if x1 - x0 <= THIN or y1 - y0 <= THIN:
            if max(x1 - x0, y1 - y0) >= SHORTEST:
                x, y = (x0 + x1) / 2, (y0 + y1) / 2
                yield Rule(x0, y, x1, y) if x1 - x0 >= y1 - y0 else Rule(x, y0, x, y1)
        elif stroke.value:
            for (ax, ay), (bx, by) in pairwise(line):
                if abs(ax - bx) <= 1.0 and abs(ay - by) >= SHORTEST:
                    yield Rule((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by))
                elif abs(ay - by) <= 1.0 and abs(ax - bx) >= SHORTEST:
                    yield Rule(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2)


def _is_paper(path: Any, stroked: bool) -> bool:
    """Whether a path has the colour of paper, or none."""
    from pypdfium2 import raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = (raw.FPDFPageObj_GetStrokeColor if stroked else raw.FPDFPageObj_GetFillColor)(path, red, green, blue, alpha)
    return bool(told) and (alpha.value == 0 or min(red.value, green.value, blue.value) >= PAPER)


def _outlines(path: Any, spread: Turn) -> Iterator[list[Point]]:
    """The corners of each outline of a path; curves count as the line between their ends."""
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    line: list[Point] = []
    for n in range(min(raw.FPDFPath_CountSegments(path), 2000)):
        piece = raw.FPDFPath_GetPathSegment(path, n)
        raw.FPDFPathSegment_GetPoint(piece, x, y)
        if raw.FPDFPathSegment_GetType(piece) == raw.FPDF_SEGMENT_MOVETO:
            if len(line) > 1:
                yield line
            line = []
        line.append(spread(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(piece) and len(line) > 1:
            line.append(line[0])
    if len(line) > 1:
        yield line
