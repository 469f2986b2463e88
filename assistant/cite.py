"""Numbered quotes; each passes one check, and one that fails does not leave the house."""

import html
import re
from collections.abc import Mapping, Sequence

from assistant.answers import Citation
from corpus.records import MeasureRow, Passage, Place, PlaceKey, Reading, Segment
from corpus.thai import normalise, squeeze

# A cell longer than this is quoted piece by piece, the pieces that speak of the topic first.
CELL_BUDGET = 700
MOST_PIECES = 4
_OPENS = re.compile(r"\s*(?:[-–—•*·]|[0-9๐-๙]{1,2}\s?[.)])")


def is_verbatim(quote: str, words: str, place: Place, source: str) -> bool:
    """Whether a quote is exactly what its source holds at the place, and ``words``, as they are read, are its own.

    Of words that a person corrected, what was written is the source. Reading joins line wraps and repairs glyphs, so
    words and quote are compared without white space.
    """
    if not quote.strip() or place.words_in(source) != quote:
        return False
    return place.corrected is not None or squeeze(normalise(html.unescape(quote))) == squeeze(words)


def mark_of(cited: str) -> str:
    """The mark at the end of what ``Citer.cite`` gave; "" of nothing."""
    return cited.rsplit(" ", 1)[-1]


class Citer:
    """Gives out marks from 1 on; the same place gets the same mark again."""

    def __init__(self, reports: Mapping[str, Reading]) -> None:
        self._reports = reports
        self._given: dict[tuple[PlaceKey, str | None], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Everything cited so far, in order of marks."""
        return tuple(self._given.values())

    def cite(self, segment: Segment, row: MeasureRow | None, cell: str | None, passage: Passage | None = None) -> str:
        """The quote with its mark, ready for the text ("“…” [3]"); empty where the quote fails the check."""
        place = segment.place
        reading = self._reports.get(place.report)
        if reading is None:
            return ""
        quote = place.words_in(reading.report.text)
        if not is_verbatim(quote, segment.text, place, reading.report.text):
            return ""
        key = (place.key, row.row_id if row else None)
        if key not in self._given:
            told = row or passage
            self._given[key] = Citation(
                mark=len(self._given) + 1,
                report=place.report,
                row_id=row.row_id if row else None,
                cell=cell,
                place=place,
                quote=quote,
                district=told.district if told else reading.district,
                fiscal_year=told.fiscal_year if told else reading.fiscal_year,
                label=row.label if row else "",
            )
        return f"“{normalise(segment.text)}” [{self._given[key].mark}]"

    def cell(self, row: MeasureRow, name: str, prefer: Sequence[str] = ()) -> str:
        """The quotes of one cell within the budget, pieces that hold a preferred (squeezed) wording first, in order."""
        cell = row.cell(name)
        if cell is None:
            return ""
        chosen = choose_pieces(cell.segments, prefer)
        quotes = [self.cite(segment, row, name) for segment in chosen]
        more = " …" if len(chosen) < len(cell.segments) else ""
        return " ".join(quote for quote in quotes if quote) + more


def choose_pieces(segments: Sequence[Segment], prefer: Sequence[str]) -> list[Segment]:
    """The segments to quote: all of a short cell; of a long one those that fit the budget, preferred ones first."""

    def rank(segment: Segment) -> int:
        text = squeeze(segment.text)
        return -sum(wording in text for wording in prefer)

    kept: list[Segment] = []
    size = 0
    ranked = sorted(segments, key=rank)
    choosy = rank(ranked[0]) != rank(ranked[-1])
    for segment in ranked:
        if kept and (size + len(segment.text) > CELL_BUDGET or len(kept) == MOST_PIECES):
            if choosy:
                continue
            break  # nothing to prefer: the beginning of the cell, never its tail without its head
        kept.append(segment)
        size += len(segment.text)
    return [segment for segment in segments if segment in _with_heads(segments, kept)]


def _with_heads(segments: Sequence[Segment], kept: Sequence[Segment]) -> list[Segment]:
    """What is kept, and in a list, before a piece that a page break tore off, the piece that it goes on from."""
    if not _OPENS.match(segments[0].text):
        return list(kept)
    out = list(kept)
    for at in range(len(segments) - 1, 0, -1):
        if segments[at] in out and not _OPENS.match(segments[at].text) and segments[at - 1] not in out:
            out.append(segments[at - 1])
    return out
