"""What lies on the reader's desk while a report is read: the table it is in, the row it is at, what it found so far."""

from dataclasses import dataclass, field

from corpus import codes
from corpus.cells import Placer, Span, flat, trim
from corpus.forms import Heading
from corpus.ledger import LEFT_OUT, ROW, Account
from corpus.outline import Outline
from corpus.records import Segment
from corpus.rowdraft import RowDraft


@dataclass(slots=True)
class Found:
    """What the reader found: row drafts in order, table passages as spans, group scores, tables counted.

    ``merges_shown`` says that the source itself shows which cells beside the items are merged.
    """

    drafts: list[RowDraft] = field(default_factory=list)
    tables: list[list[Span]] = field(default_factory=list)
    group_scores: dict[int, tuple[float, Segment]] = field(default_factory=dict)
    table_count: int = 0
    merges_shown: bool = False


@dataclass(slots=True)
class Desk:
    """``coded`` says whether this report prints item codes; ``current`` is the row that a continuation goes on with.

    ``owners`` are the rows that brought the cells of the line before, by column number.
    """

    placer: Placer
    account: Account
    outline: Outline
    fiscal_year: int
    found: Found = field(default_factory=Found)
    heading: Heading | None = None
    current: RowDraft | None = None
    coded: bool = False
    owners: dict[int, RowDraft] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The source."""
        return self.placer.text

    def leave_out(self, span: Span, reason: str) -> None:
        """Takes a span that belongs to no record."""
        self.account.take(span.start, span.end, LEFT_OUT, reason)

    def keep_group_score(self, group: int, value: float, span: Span) -> None:
        """The score of a group, where it is printed; the first one counts."""
        segments = self.placer.segments(span)
        if segments:
            self.found.group_scores.setdefault(group, (value, segments[0]))
            self.account.take(span.start, span.end, ROW)

    def note_group_score(self, group: int, where: Span) -> bool:
        """Takes the score of a group that stands in a span, if one does."""
        match = codes.SCORE.search(flat(self.text[where.start : where.end]))
        value = codes.score_of(match) if match is not None else None
        if match is None or value is None:
            return False
        span = trim(self.text, Span(where.start + match.start(), where.start + match.end()))
        self.keep_group_score(group, value, span)
        return True

    def open(self, first: Span, code: str | None = None, doubtful: str | None = None) -> RowDraft:
        """A new row, which begins at ``first``; it is the current one from now on."""
        assert self.heading is not None
        group = self.outline.group or (self.current.group if self.current else 1)
        form = self.heading.form.value
        draft = RowDraft(first.start, first.end, group, code, doubtful, self.heading.cells, form, self.fiscal_year)
        self.current = draft
        self.found.drafts.append(draft)
        return draft

    def add_item(self, span: Span) -> None:
        """Words of the current row's item."""
        assert self.current is not None
        self.current.item.extend(self.placer.segments(span))
        self.current.end = max(self.current.end, span.end)
