"""A piece of the source becomes runs without markup, each with its exact offsets."""

import html
import re
from dataclasses import dataclass

from corpus.ledger import LineFinder
from corpus.records import Page, Place, Segment
from corpus.thai import clean, fold_digits

_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,400}>|<!--.*?-->")
# Lao look-alikes fold one to one, so that "คະແນນ" is found as คะแนน at the same offsets.
_LAO = str.maketrans("ກຂຄງຈຊຍດຕຖທນບປຜຝພຟມຢຣລວສຫອະາິີຶືຸູເແໂໃໄ່້ັ", "กขคงจซยดตถทนบปผฝพฟมยรลวสหอะาิีึืุูเแโใไ่้ั")
_BLANK_ENDS = re.compile(r"^\s+|\s+$")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of source characters."""

    start: int
    end: int


def flat(text: str) -> str:
    """The text with markup blanked, digits folded and Lao look-alikes as Thai, character for character."""
    blanked = _TAG.sub(lambda match: " " * len(match[0]), text)
    return re.sub(r"[\t\r\n\f\u00a0]", " ", fold_digits(blanked).translate(_LAO))


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
    while start < end and (text[start].isspace() or text[start] == "\u200b"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "\u200b"):
        end -= 1
    return Span(start, end)


def plain(text: str, span: Span) -> str:
    """The span for reading: tags out, regular Thai."""
    return clean(html.unescape(_TAG.sub(" ", text[span.start : span.end])))


class Placer:
    """Turns spans of one report's source into places and segments."""

    def __init__(self, report: str, text: str, pages: tuple[Page, ...]) -> None:
        self.report = report
        self.text = text
        self.line_of = LineFinder(text)
        self._pages = pages

    def place(self, span: Span) -> Place:
        """The place of a span; page and line are those of its first character."""
        page = next((p.number for p in self._pages if p.char_start <= span.start <= p.char_end), 1)
        return Place(self.report, page, self.line_of(span.start), span.start, span.end)

    def segments(self, span: Span) -> tuple[Segment, ...]:
        """One segment for each run of the span that holds something to read."""
        out = []
        for run in runs(self.text, span):
            reading = plain(self.text, run)
            if reading:
                out.append(Segment(self.place(run), reading))
        return tuple(out)
