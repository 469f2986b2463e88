"""One page of a PDF as a sheet: glyphs, rules, how much of it is pictures, as PDFium tells them; a door to pypdfium2.

Nothing of a PDF is run: no scripts, no actions, no annotations. Turned pages and turned text are set upright.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.readers.pdfrules import Point, Turn, box_of, drawn
from corpus.readers.sheet import Glyph, Sheet, is_mark

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# A page of a report has some thousand letters; what lies beyond this many is not looked at.
MOST_LETTERS = 60_000
# So many letters tell how the text of a page is turned.
SAMPLED = 200


def sheet_of(page: "PdfPage") -> Sheet:
    """The sheet of an open page; raises PdfiumError where the page is damaged."""
    set_upright(page)
    width, height = page.get_size()
    turn = _turn(page, width, height)
    letters = _letters(page, turn)
    rules, pictured = drawn(page, turn)
    return Sheet(
        width, height, tuple(_glyphs(_once(letters))), tuple(rules), min(pictured / max(width * height, 1.0), 1.0)
    )


def set_upright(page: "PdfPage") -> None:
    """Turns an open page so that most of its text stands upright."""
    quarters = _quarters(page, _turn(page, *page.get_size()))
    if quarters:
        page.set_rotation((page.get_rotation() - 90 * quarters) % 360)


def _turn(page: "PdfPage", width: float, height: float) -> Turn:
    """From the space of the page to points from the top left corner, turned as the page is."""
    from pypdfium2 import raw

    fine = 64.0
    x, y = ctypes.c_int(), ctypes.c_int()

    def at(px: float, py: float) -> Point:
        raw.FPDF_PageToDevice(page, 0, 0, round(width * fine), round(height * fine), 0, px, py, x, y)
        return x.value / fine, y.value / fine

    far = 1000.0
    origin, along, up = at(0, 0), at(far, 0), at(0, far)
    a, b = (along[0] - origin[0]) / far, (along[1] - origin[1]) / far
    c, d = (up[0] - origin[0]) / far, (up[1] - origin[1]) / far
    return lambda px, py: (origin[0] + a * px + c * py, origin[1] + b * px + d * py)


# --- letters -------------------------------------------------------------------------------------------------------


class _Letter:
    """One letter as PDFium tells it: ``origin`` on the base line, and whether its box is a share of a cluster's ink."""

    __slots__ = ("box", "origin", "shared", "text")

    def __init__(self, text: str, origin: Point, box: tuple[float, float, float, float], shared: bool) -> None:
        self.text, self.origin, self.box, self.shared = text, origin, box, shared


def _letters(page: "PdfPage", turn: Turn) -> list[_Letter]:
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
        out.append(_Letter(chr(code), turn(x.value, y.value), box_of(*corners), shared))
    layer.close()
    return out


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
            group.append(letter)
            continue
        if group:
            yield group
        group = [letter]
    if group:
        yield group


def _again(group: list[_Letter], before: list[list[_Letter]]) -> bool:
    """Whether a group says what one just before it said, at the same place."""
    words = "".join(letter.text for letter in group)
    middle = (min(one.box[0] for one in group) + max(one.box[2] for one in group)) / 2
    for other in before:
        tail = other[-len(group) :]
        if not tail[0].shared or "".join(letter.text for letter in tail) != words:
            continue
        left, right = min(one.box[0] for one in tail), max(one.box[2] for one in tail)
        near = abs(group[0].origin[1] - tail[0].origin[1]) < 1.0
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
            if _stands_over(letter, before, height) or (letter.shared and letter.origin == held[-1][-1].origin):
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
        left = min(letter.box[0] for letter in group) if first.shared else box[0]
        right = max(letter.box[2] for letter in group)
        yield Glyph("".join(letter.text for letter in group), left, top, right, max(low, top), first.origin[1])


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


def _quarters(page: "PdfPage", turn: Turn) -> int:
    """By how many quarter turns, clockwise, most of the text is turned from the upright."""
    from pypdfium2 import raw

    layer = page.get_textpage()
    ways: Counter[int] = Counter()
    count = min(raw.FPDFText_CountChars(layer), MOST_LETTERS)
    for n in range(0, count, max(1, count // SAMPLED)):
        angle = raw.FPDFText_GetCharAngle(layer, n)
        if angle < 0 or raw.FPDFText_IsGenerated(layer, n) == 1 or raw.FPDFText_GetUnicode(layer, n) <= 0x20:
            continue
        start, end = turn(0.0, 0.0), turn(100 * math.cos(angle), -100 * math.sin(angle))
        ways[round(math.atan2(end[1] - start[1], end[0] - start[0]) / (math.pi / 2)) % 4] += 1
    layer.close()
    return ways.most_common(1)[0][0] if ways else 0
