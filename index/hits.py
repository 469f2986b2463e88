"""What a search returns: a row or a passage, its fused score, and what each list knew of it."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.records import MeasureRow, Passage, Place


class Kind(StrEnum):
    """The two kinds of records that can be found."""

    ROW = "row"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be; None leaves that side open, an empty set lets nothing through."""

    districts: frozenset[str] | None = None
    years: frozenset[int] | None = None
    parts: frozenset[str] | None = None
    groups: frozenset[int] | None = None
    codes: frozenset[str] | None = None
    kinds: frozenset[Kind] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found.

    ``score`` is the fused rank score (comparable within one search only); ``cosine`` in [-1, 1] and ``coverage``
    in [0, 1] (idf-weighted share of the question's words that the record holds) mean the same in every search.
    ``mass`` is the idf weight, in nats, of what the record holds of the question: unlike a share it grows with how much
    was asked. ``word_rank`` and ``vector_rank`` are 1-based, None where that list did not hold the record.
    """

    record: MeasureRow | Passage
    score: float
    cosine: float
    coverage: float
    bm25: float
    word_rank: int | None = None
    vector_rank: int | None = None
    mass: float = 0.0

    @property
    def kind(self) -> Kind:
        """Whether the record is a row or a passage."""
        return Kind.ROW if isinstance(self.record, MeasureRow) else Kind.PASSAGE

    @property
    def place(self) -> Place:
        """Where the record stands in its report."""
        return self.record.place

    @property
    def row(self) -> MeasureRow | None:
        """The row, or None for a passage."""
        return self.record if isinstance(self.record, MeasureRow) else None
