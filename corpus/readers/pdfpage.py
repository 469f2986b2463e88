"""One page of a PDF as a sheet: glyphs, rules and how much of it is pictures, as PDFium tells them; a door to pypdfium2.

Nothing of a PDF is run: no scripts, no actions, no annotations. Turned pages and turned text are set upright.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from corpus.readers.sheet import Glyph, Rule, Sheet, is_mark

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# A page of a report has some thousand letters and some hundred lines; one with more than this is a drawing, or made
# to keep the reader busy. What lies beyond is not looked at.
MOST_LETTERS = 60_000
MOST_OBJECTS = 40_000
DEEPEST = 6
# A filled rectangle thinner than this, in points, is a rule; a thicker one is a ground of some colour.
THIN = 3.2
# A rule is at least this long.
SHORTEST = 3.0
# White as good as paper: nothing is seen of such a rule.
PAPER = 250

_Point = tuple[float, float]
_Turn = Callable[[float, float], _Point]


def sheet_of(page: "PdfPage") -> Sheet:
    """The sheet of an open page; raises PdfiumError where the page is damaged."""
    width, height = page.get_size()
    turn = _turn(page, width, height)
    letters = _letters(page, turn)
    rules, pictured = _drawn(page, turn)
    quarter = _quarters(letters)
    if quarter:
        width, height, letters, rules = _turned(width, height, letters, rules, quarter)
    return Sheet(width, height, tuple(_glyphs(letters)), tuple(rules), min(pictured / max(width * height, 1.0), 1.0))


def _turn(page: "PdfPage", width: float, height: float) -> _Turn:
    """From the space of the page to points from the top left corner, turned as the page is."""
    from pypdfium2 import raw

    fine = 64.0
    x, y = ctypes.c_int(), ctypes.c_int()

    def at(px: float, py: float) -> _Point:
        raw.FPDF_PageToDevice(page, 0, 0, round(width * fine), round(height * fine), 0, px, py, x, y)
        return x.value / fine, y.value / fine

    far = 1000.0
    origin, along, up = at(0, 0), at(far, 0), at(0, far)
    a, b = (along[0] - origin[0]) / far, (along[1] - origin[1]) / far
    c, d = (up[0] - origin[0]) / far, (up[1] - origin[1]) / far
    return lambda px, py: (origin[0] + a * px + c * py, origin[1] + b * px + d * py)


# --- letters -------------------------------------------------------------------------------------------------------


class _Letter:
    """One letter as PDFium tells it: ``origin`` on the base line, a box, and whether the box is that of the ink alone."""

    __slots__ = ("box", "origin", "shared", "text")

    def __init__(self, text: str, origin: _Point, box: tuple[float, float, float, float], shared: bool) -> None:
        self.text, self.origin, self.box, self.shared = text, origin, box, shared


def _letters(page: "PdfPage", turn: _Turn) -> list[_Letter]:
    from pypdfium2 import raw

    layer = page.get_textpage()
    out: list[_Letter] = []
    rect = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    high = 0
    for n in range(min(raw.FPDFText_CountChars(layer), MOST_LETTERS)):
        code = raw.FPDFText_GetUnicode(layer, n)
        if raw.FPDFText_IsGenerated(layer, n) == 1:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if code == 0x02 and raw.FPDFText_IsHyphen(layer, n) == 1:
            code = 0x2D
        if code in (0x09, 0xA0, 0x0A, 0x0D):
            code = 0x20
        if code < 0x20 or code == 0x7F or code in (0xFFFE, 0xFFFF) or not raw.FPDFText_GetLooseCharBox(layer, n, rect):
            continue
        raw.FPDFText_GetCharOrigin(layer, n, x, y)
        raw.FPDFText_GetCharBox(layer, n, left, right, bottom, top)
        # A text that stands in place of glyphs (ActualText) has no box but that of their ink, cut into equal parts.
        shared = abs(rect.left - left.value) + abs(rect.right - right.value) + abs(rect.top - top.value) < 1e-3
        corners = turn(rect.left, rect.bottom), turn(rect.right, rect.top)
        out.append(_Letter(chr(code), turn(x.value, y.value), _box(*corners), shared))
    layer.close()
    return _once(out)


def _box(a: _Point, b: _Point) -> tuple[float, float, float, float]:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def _once(letters: list[_Letter]) -> list[_Letter]:
    """Without what stands in place of glyphs twice: a printer that breaks a cluster in two repeats its whole text."""
    out: list[_Letter] = []
    groups = list(_groups(letters))
    for number, group in enumerate(groups):
        if group[0].shared and _again(group, groups[max(0, number - 5) : number]):
            continue
        out.extend(group)
    return out


def _groups(letters: list[_Letter]) -> Iterator[list[_Letter]]:
    """Letters that share one place, as ActualText does; all others alone."""
    group: list[_Letter] = []
    for letter in letters:
        if group and letter.shared and group[0].shared and letter.origin == group[0].origin:
            if letter.box[0] >= group[-1].box[0] - 0.01:
                group.append(letter)
                continue
        if group:
            yield group
        group = [letter]
    if group:
        yield group


def _again(group: list[_Letter], before: list[list[_Letter]]) -> bool:
    words = "".join(letter.text for letter in group)
    for other in before:
        if not other[0].shared or "".join(letter.text for letter in other) != words:
            continue
        left, right = other[0].box[0], other[-1].box[2]
        near = abs(group[0].origin[1] - other[0].origin[1]) < 1.0
        middle = (group[0].box[0] + group[-1].box[2]) / 2
        if near and left - 1.0 <= middle <= right + 0.3 * (right - left) + 0.5:
            return True
    return False


def _glyphs(letters: list[_Letter]) -> Iterator[Glyph]:
    """Letters with their marks: a mark is drawn right after its letter, or by itself somewhere over it."""
    heights = sorted(letter.box[3] - letter.box[1] for letter in letters if not letter.shared and letter.text.strip())
    height = heights[len(heights) // 2] if heights else 12.0
    held: list[list[_Letter]] = []
    for letter in letters:
        if is_mark(letter.text) and held:
            before = held[-1][0]
            if _stands_over(letter, before, height) or letter.shared and letter.origin == held[-1][-1].origin:
                held[-1].append(letter)
                continue
            home = next((other for other in reversed(held[-400:]) if _over(letter, other[0], height)), None)
            if home is not None:
                home.append(letter)
                continue
        held.append([letter])
    for group in held:
        first = group[0]
        box = first.box
        low, top = box[3], min(box[1], first.origin[1] - 0.5 * height)
        right = max(letter.box[2] for letter in group) if first.shared else box[2]
        yield Glyph("".join(letter.text for letter in group), box[0], top, right, max(low, top), first.origin[1])


def _stands_over(mark: _Letter, letter: _Letter, height: float) -> bool:
    """Whether a mark drawn next belongs to that letter: on its line, at its end."""
    return (
        abs(mark.origin[1] - letter.origin[1]) < 0.5 * height
        and letter.box[0] - 0.3 * height <= mark.origin[0] <= letter.box[2] + 0.5 * height
        and letter.text != " "
    )


def _over(mark: _Letter, letter: _Letter, height: float) -> bool:
    middle = (mark.box[0] + mark.box[2]) / 2
    return (
        abs(mark.origin[1] - letter.origin[1]) < 0.5 * height
        and letter.box[0] - 0.5 <= middle <= letter.box[2] + 0.5
        and letter.text != " "
    )


# --- turned text ---------------------------------------------------------------------------------------------------


def _quarters(letters: list[_Letter]) -> int:
    """By how many quarter turns, clockwise, most of the text is turned from the upright."""
    ways: Counter[int] = Counter()
    for one, other in zip(letters, letters[1:], strict=False):
        across, down = other.origin[0] - one.origin[0], other.origin[1] - one.origin[1]
        if not 0.5 < math.hypot(across, down) < 30:
            continue
        ways[(0 if across > 0 else 2) if abs(across) >= abs(down) else (1 if down > 0 else 3)] += 1
    return ways.most_common(1)[0][0] if ways else 0


def _turned(
    width: float, height: float, letters: list[_Letter], rules: list[Rule], quarter: int
) -> tuple[float, float, list[_Letter], list[Rule]]:
    def back(x: float, y: float) -> _Point:
        if quarter == 1:
            return y, width - x
        if quarter == 2:
            return width - x, height - y
        return height - y, x

    def boxed(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        return _box(back(x0, y0), back(x1, y1))

    upright = [_Letter(one.text, back(*one.origin), boxed(*one.box), one.shared) for one in letters]
    ruled = [Rule(*boxed(rule.x0, rule.y0, rule.x1, rule.y1)) for rule in rules]
    return (width, height, upright, ruled) if quarter == 2 else (height, width, upright, ruled)


# --- rules and pictures --------------------------------------------------------------------------------------------


def _drawn(page: "PdfPage", turn: _Turn) -> tuple[list[Rule], float]:
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
            box = _box(turn(*spread(0.0, 0.0)), turn(*spread(1.0, 1.0)))
            area += (box[2] - box[0]) * (box[3] - box[1])
    return rules, area


def _objects(page: "PdfPage") -> Iterator[tuple[Any, _Turn]]:
    """Every object of a page, those inside forms too, with what places its container on the page."""
    from pypdfium2 import raw

    left = MOST_OBJECTS
    waiting: list[tuple[Any, _Turn, int]] = []
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


def _affine(thing: Any, place: _Turn) -> _Turn:
    from pypdfium2 import raw

    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, m):
        return place
    a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
    return lambda x, y: place(a * x + c * y + e, b * x + d * y + f)


def _rules(path: Any, place: _Turn) -> Iterator[Rule]:
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
            for (ax, ay), (bx, by) in zip(line, line[1:], strict=False):
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


def _outlines(path: Any, spread: _Turn) -> Iterator[list[_Point]]:
    """The corners of each outline of a path; curves count as the line between their ends."""
    from pypdfium2 import raw

    x, y = ctypes.c_float(), ctypes.c_float()
    line: list[_Point] = []
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
