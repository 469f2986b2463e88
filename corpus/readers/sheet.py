"""What is printed on one page, whatever it came from: glyphs, rules, and the words of a line or a cell made of them.

Points from the top left corner of the page as it is looked at. Knows nothing of PDF, images or measures.
"""

import itertools
import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from corpus.thai import cut, dictionary, normalise

# Shares of the height of a line: glyphs nearer than this stand on one line, and overprinted ones (bold by double
# printing) stand on each other; a gap is a space from here on, or, where spaces are printed too, only from there on.
SAME_LINE = 0.4
OVERPRINTED = 0.12
GAP, WIDE_GAP = 0.13, 0.9
# The boxes that text recognition gives are those of the ink, with more room between them.
INK_GAP = 0.32
# A mark belongs to the letter that ends this near before it, in line heights.
NEAR = 0.8
# A line that ends so much earlier than it must ends its paragraph, in line heights.
EARLY = 0.4
# The words of the next line that would have had to fit: programs do not agree on where a Thai word ends.
FIRST_WORDS = 2
# Paragraphs are set apart by this many times the usual distance of lines.
APART = 1.4
# Lines so many heights apart are of two paragraphs, whatever is usual.
FAR = 2.2

_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\uf701-\uf70e\uf710-\uf71a\uf884-\uf899\uf89b-\uf89d]")
_THAI = re.compile("[\u0e01-\u0e4e\uf700-\uf71a\uf884-\uf89e]")
# Runs of letters; Latin with accents is what Thai of an old encoding looks like.
_LETTERS = re.compile("[\u0e01-\u0e4e]+|[A-Za-z]+")
# What opens a paragraph: a bullet, a number or letter of a list, a code, a heading of an indicator.
_OPENS = re.compile(
    r"\s*(?:[-–—•·▪●○◦➢✓✔*]\s?(?=\S)|\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)](?!\d)|[ก-ฮ][.)]\s|[IEO][0-9๐-๙]{1,2}\s|[0-9๐-๙]{2,3}\s[ก-ฮเ-ไ]"
    r"|ตัวชี้วัดที่|คะแนนเฉลี่ย|(?:จุดอ่อน|ข้อบกพร่อง|แนวทาง(?:การ)?ปฏิบัติ)\s*$)"
)
# A bullet of a symbol font, as it comes out of a PDF; what is printed is a dot, a tick or a box.
_SYMBOL = str.maketrans(dict.fromkeys((61623, 61607, 61656, 61692, 61558, 61608, 9642, 9679, 61548), "•"))


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter with its marks, or a word: where it stands, the line that it stands on, how surely it was read."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    confidence: float | None = None

    @property
    def height(self) -> float:
        """The height of its box."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, from (x0, y0) to (x1, y1), either level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def is_level(self) -> bool:
        """Whether it goes from left to right."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size, its glyphs in the order of the source, its rules, the share of it that images cover.

    An image was turned by ``turned`` degrees clockwise, a multiple of 90, then by ``askew`` the other way, to be read.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Rule, ...] = ()
    pictured: float = 0.0
    turned: int = 0
    askew: float = 0.0


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line of a cell or of the page: its words and the box around them."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    confidence: float | None = None


def is_mark(letter: str) -> bool:
    """Whether a letter stands over or under the one before it."""
    return bool(_MARK.match(letter))


def height_of(glyphs: tuple[Glyph, ...] | list[Glyph]) -> float:
    """The usual height of a line, in points."""
    heights = [glyph.height for glyph in glyphs if glyph.text.strip() and glyph.height > 1]
    return median(heights) if heights else 12.0


def printed_lines(glyphs: list[Glyph], height: float) -> list[Printed]:
    """The printed lines of some glyphs, top to bottom, with the spaces between their words."""
    ordered = [_in_order(row, height) for _, row in rows_of(glyphs, height)]
    spaces, gaps = sum(glyph.text == " " for glyph in glyphs), sum(_gaps(line, height) for line in ordered)
    made = [_printed(line, height, spaces > gaps) for line in ordered]
    return [line for line in made if line.text.strip()]


def rows_of(glyphs: Iterable[Glyph], height: float) -> list[tuple[float, list[Glyph]]]:
    """Glyphs put together by the lines that they stand on, top to bottom, each with the height of its base."""
    rows: list[list[Glyph]] = []
    bases: list[tuple[float, int]] = []
    for glyph in glyphs:
        at = bisect(bases, (glyph.base, -1))
        near = min(bases[max(at - 1, 0) : at + 1], key=lambda one: abs(one[0] - glyph.base), default=None)
        if near is not None and abs(near[0] - glyph.base) <= SAME_LINE * height:
            rows[near[1]].append(glyph)
        else:
            bases.insert(at, (glyph.base, len(rows)))
            rows.append([glyph])
    return [(base, rows[number]) for base, number in bases]


def _in_order(glyphs: list[Glyph], height: float) -> list[Glyph]:
    """From left to right, if the source has them otherwise; what is printed twice over once."""
    back = any(b.x0 < a.x0 - 0.3 * height for a, b in itertools.pairwise(glyphs))
    ordered = sorted(glyphs, key=lambda glyph: glyph.x0) if back else glyphs
    out: list[Glyph] = []
    for glyph in ordered:
        slack = OVERPRINTED * height
        if any(glyph.text == other.text and abs(glyph.x0 - other.x0) <= slack for other in out[-3:]):
            continue
        out.append(glyph)
    return out


def _gaps(glyphs: list[Glyph], height: float) -> int:
    """How many gaps as wide as a space stand in a line without one."""
    pairs = itertools.pairwise(glyphs)
    held = [b.x0 - a.x1 for a, b in pairs if " " not in (a.text, b.text) and not a.text.endswith("ำ")]
    return sum(gap > GAP * height for gap in held)


def _printed(glyphs: list[Glyph], height: float, spaced: bool) -> Printed:
    text = ""
    right = glyphs[0].x0
    for glyph in glyphs:
        gap = glyph.x0 - right
        # A vowel that is drawn apart from its letter leaves a hole that is none: ำ lends its width to no box.
        share = INK_GAP if glyph.confidence is not None else WIDE_GAP if spaced or text.endswith("ำ") else GAP
        wide = share * height
        if text and not text.endswith(" ") and glyph.text[0] != " " and gap > wide and not is_mark(glyph.text[0]):
            text += " "
        text += glyph.text
        right = max(right, glyph.x1)
    inked = [glyph for glyph in glyphs if glyph.text.strip()] or glyphs
    sure = [(g.confidence, len(g.text)) for g in inked if g.confidence is not None]
    return Printed(
        text.translate(_SYMBOL),
        min(glyph.x0 for glyph in inked),
        min(glyph.top for glyph in inked),
        max(glyph.x1 for glyph in inked),
        max(glyph.bottom for glyph in inked),
        glyphs[0].base,
        sum(c * n for c, n in sure) / sum(n for _, n in sure) if sure else None,
    )


def paragraphs(lines: list[Printed], left: float, right: float) -> list[list[Printed]]:
    """Printed lines put together to paragraphs; ``left`` and ``right`` are the edges of the cell or the page."""
    out: list[list[Printed]] = []
    if not lines:
        return out
    steps = [b.base - a.base for a, b in itertools.pairwise(lines)]
    step = median(steps) if steps else 0.0
    limit = _limit(lines, left, right)
    for before, line in zip([None, *lines], lines, strict=False):
        apart = before is not None and line.base - before.base > min(APART * step, FAR * (line.bottom - line.top)) > 0
        if before is None or apart or opens(line.text) or _is_early(before, line, limit):
            out.append([line])
        else:
            out[-1].append(line)
    return out


def opens(text: str) -> bool:
    """Whether words open a paragraph of their own: a list entry, a code, a heading."""
    return bool(_OPENS.match(text))


def ends_early(lines: list[Printed], after: Printed, left: float, right: float) -> bool:
    """Whether the last of some lines leaves room for the first word of ``after``, so that a paragraph ends with it."""
    return _is_early(lines[-1], after, _limit(lines, left, right))


def _limit(lines: list[Printed], left: float, right: float) -> float:
    """How far lines may reach: as far from the right edge as they begin from the left one."""
    inset = max(min(line.x0 for line in lines) - left, 0.0)
    return max(max(line.x1 for line in lines), right - inset)


def _is_early(before: Printed, line: Printed, limit: float) -> bool:
    held = line.text.strip()
    first = "".join(cut(held[:60])[:FIRST_WORDS])
    width = (line.x1 - line.x0) * len(first) / max(len(held), 1)
    height = before.bottom - before.top
    return before.x1 + width + EARLY * height < limit - 0.25 * height


def joint(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: nothing inside a run of Thai, else a space."""
    if not before or not after or before.endswith(" ") or after.startswith(" "):
        return " " if before.endswith(" ") or after.startswith(" ") else ""
    if _THAI.match(before[-1]) and _THAI.match(after[0]):
        return ""
    return "" if before[-1] in "/-_(." and after[0].isascii() and after[0].isalnum() else " "


def regular(text: str) -> str:
    """Regular Thai, blanks at the edges kept: they say whether a word ends there."""
    made = normalise(text)
    return (" " if text[:1].isspace() else "") + made + (" " if text[-1:].isspace() and made else "")


def fluency(sheet: Sheet) -> float:
    """The share of the letters of a sheet that belong to words, 0 where it has none; other scripts count as words."""
    text = normalise("".join(glyph.text for glyph in sheet.glyphs))
    letters = [letter for letter in text if letter.isalpha() or is_mark(letter) or not letter.isprintable()]
    if not letters:
        return 1.0 if text.strip() else 0.0
    known = dictionary()
    held = sum(
        len(word) for run in _LETTERS.findall(text) for word in cut(run) if word in known or not _THAI.match(word)
    )
    return held / len(letters)
