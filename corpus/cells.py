"""A piece of the source becomes runs without markup, each with its exact offsets."""

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from corpus.ledger import LineFinder
from corpus.records import Place, Report, Segment
from corpus.thai import clean, fold_digits

# In an image (see ``image``) this stands where a paragraph, list item or line of markup begins or ends.
BORDER = "\x1f"

# Marks that readers of documents with real tables write: a cell merged with the one above, a line of another table.
ABOVE, OTHER = "<above/>", "<other/>"

# A comment holds no other, so that one which never ends is looked for up to the next only.
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,400}>|<!--(?:(?!<!--).)*?-->")
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|li|ul|ol|t[dhr]|table|tbody|thead|caption|h[1-6])\b", re.I)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,6});")
# Lao look-alikes fold one to one, so that "คະແນນ" is found as คะแนน at the same offsets.
_LAO = str.maketrans("ກຂຄງຈຊຍດຕຖທນບປຜຝພຟມຢຣລວສຫອະາິີຶືຸູເແໂໃໄ່້ັ", "กขคงจซยดตถทนบปผฝพฟมยรลวสหอะาิีึืุูเแโใไ่้ั")
_BLANK_LIKE = re.compile("[\t\r\n\f\u00a0\u200b\ufeff]")
_NO_LINE = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of source characters."""

    start: int
    end: int


def flat(text: str) -> str:
    """The text with markup blanked, digits folded and Lao look-alikes as Thai, character for character."""
    return _even(_TAG.sub(lambda match: " " * len(match[0]), text))


def image(text: str) -> str:
    """As ``flat``, but a tag that parts paragraphs or lines leaves a BORDER; for patterns it is white space too."""
    return _even(_TAG.sub(_bordered, text))


def _bordered(match: re.Match[str]) -> str:
    return (BORDER if _BLOCK_TAG.match(match[0]) else " ") + " " * (len(match[0]) - 1)


def _even(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(_in_place, text)
    return _BLANK_LIKE.sub(" ", fold_digits(text).translate(_LAO))


def _in_place(match: re.Match[str]) -> str:
    """An entity as the one character that it means, filled up with blanks to its own length."""
    meant = html.unescape(match[0])
    return meant.ljust(len(match[0])) if len(meant) == 1 else match[0]


def escaped(words: str) -> str:
    """Words as they stand in a line of a source: no line ends or tabs, and what only looks like markup is none."""
    words = _NO_LINE.sub(" ", words)
    words = _ENTITY.sub(lambda match: "&amp;" + match[0][1:], words)
    return _TAG.sub(lambda match: "&lt;" + match[0][1:], words)


def runs(text: str, span: Span) -> list[Span]:
    """The runs of a span between its tags, white space at the edges cut off, empty ones left out."""
    out = []
    at = span.start
    for match in _TAG.finditer(text, span.start, span.end):
        out.append(trim(text, Span(at, match.start())))
        at = match.end()
    out.append(trim(text, Span(at, span.end)))
    return [run for run in out if run.start < run.end]


def tags(text: str) -> list[Span]:
    """Every tag of the source."""
    return [Span(match.start(), match.end()) for match in _TAG.finditer(text)]


def trim(text: str, span: Span) -> Span:
    """The span without white space at its edges."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return Span(start, end)


def plain(text: str, span: Span) -> str:
    """The span for reading: tags out, regular Thai."""
    return _readable(text[span.start : span.end])


@lru_cache(maxsize=8192)
def _readable(source: str) -> str:
    """Cached: the same cell is looked at several times on its way, and the headings of a table on every page."""
    return clean(html.unescape(_TAG.sub(" ", source)))


class Placer:
    """Turns spans of one report's source into places and segments."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.text = report.text
        self.line_of = LineFinder(report.text)
        self._page_starts = [page.char_start for page in report.pages]
        self._spot_starts = [spot.char_start for spot in report.spots]

    def place(self, span: Span) -> Place:
        """The place of a span; page and line are those of its first character."""
        at = bisect_right(self._page_starts, span.start) - 1
        page = self.report.pages[at].number if at >= 0 else 1
        named = bisect_right(self._spot_starts, span.start) - 1
        spot = self.report.spots[named].name if named >= 0 else ""
        line = self.line_of(span.start)
        return Place(self.report.name, page, line, span.start, span.end, self._confidence(span), spot)

    def _confidence(self, span: Span) -> float | None:
        """The mean confidence of the characters of a span that were read off an image, None where none were."""
        total = weight = 0.0
        for box in self.report.boxes_of(span.start, span.end):
            if box.confidence is not None:
                size = min(span.end, box.char_end) - max(span.start, box.char_start)
                total, weight = total + size * box.confidence, weight + size
        return round(total / weight, 2) if weight else None

    def segments(self, span: Span) -> tuple[Segment, ...]:
        """One segment for each run of the span that holds something to read."""
        out = []
        for run in runs(self.text, span):
            reading = plain(self.text, run)
            if reading:
                out.append(Segment(self.place(run), reading))
        return tuple(out)
