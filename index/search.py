"""The one façade over what was read: filters first, then two rankings, fused; knows nothing of prompts or screens.

The text of a question comes here without its codes, districts and years: those are filters, and the caller decides.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UnknownValue
from corpus.records import MeasureRow, Passage, Reading
from corpus.thai import search_words
from index.encoder import Encoder
from index.hits import Filters, Hit, Kind
from index.vectors import Matrix, Numbers, VectorIndex
from index.words import WordIndex

Record = MeasureRow | Passage

# Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): 60 is theirs, and few lists of ours are so long
# that another constant could be told from it.
RANK_CONSTANT = 60
# How far down each list is read: below that, a rank adds less than the difference between two places at the top.
DEPTH = 200
# An item range in one row ("O1-O22") is at most as long as an instrument; a longer one is a reading error.
LONGEST_RANGE = 60

_RANGE = re.compile(r"([IEO])(\d{1,3})\s*[-–]\s*\1?(\d{1,3})")


def records_of(reading: Reading) -> tuple[Record, ...]:
    """The records of one report in the order of its vectors and words: rows, then passages."""
    return (*reading.rows, *reading.passages)


def words_of(record: Record) -> list[str]:
    """What the word index holds of a record: who, when and which item in front, then all that it says."""
    if isinstance(record, Passage):
        return search_words(f"เขต{record.district} {record.fiscal_year} {record.text}")
    header = f"เขต{record.district} {record.fiscal_year} {record.part} {record.code or ''} {record.item}"
    return search_words("\n".join([header, *(cell.text for cell in record.cells)]))


def vector_text(record: Record) -> str:
    """What the encoder reads of a record: all that it says, without the district and year that every row repeats."""
    if isinstance(record, Passage):
        return record.text
    return "\n".join([record.item, *(cell.text for cell in record.cells)])


def codes_held(code: str | None) -> tuple[str, ...]:
    """The single codes that a row's code stands for: "I20" → I20; "O1-O22" → O1 to O22; None → ()."""
    if code is None:
        return ()
    match = _RANGE.fullmatch(code)
    if not match:
        return (code,)
    first, last = int(match[2]), int(match[3])
    if not first <= last < first + LONGEST_RANGE:
        return (f"{match[1]}{first}", f"{match[1]}{last}")
    return tuple(f"{match[1]}{number}" for number in range(first, last + 1))


class Sides:
    """Which record numbers stand under each district, year, part, group, code and kind."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._size = len(records)
        found: dict[str, dict[Hashable, list[int]]] = {
            side: {} for side in ("districts", "years", "parts", "groups", "codes", "kinds")
        }

        def note(side: str, value: Hashable, number: int) -> None:
            found[side].setdefault(value, []).append(number)

        for number, record in enumerate(records):
            note("districts", record.district, number)
            note("years", record.fiscal_year, number)
            if isinstance(record, Passage):
                note("kinds", Kind.PASSAGE, number)
                continue
            note("kinds", Kind.ROW, number)
            note("parts", record.part, number)
            note("groups", record.group, number)
            for code in codes_held(record.code):
                note("codes", code, number)
        self._numbers = {
            side: {value: np.array(numbers, dtype=np.int64) for value, numbers in values.items()}
            for side, values in found.items()
        }

    def values(self, side: str) -> Iterable[Hashable]:
        """The values that stand on one side, in no order."""
        return self._numbers[side].keys()

    def mask(self, filters: Filters) -> NDArray[np.bool_]:
        """Which records (n,) pass every side of the filters; a passage has no part, group or code to pass with."""
        passed = np.ones(self._size, dtype=np.bool_)
        for side, numbers in self._numbers.items():
            wanted: frozenset[Hashable] | None = getattr(filters, side)
            if wanted is None:
                continue
            one = np.zeros(self._size, dtype=np.bool_)
            for value in wanted:
                one[numbers.get(value, np.zeros(0, dtype=np.int64))] = True
            passed &= one
        return passed


class ReportIndex:
    """Everything that was read, findable; records are numbered report by report, rows before passages."""

    def __init__(
        self,
        readings: Sequence[Reading],
        vectors: VectorIndex,
        words: WordIndex,
        encoder: Encoder,
        seals: Mapping[str, str] | None = None,
    ) -> None:
        """``seals`` tell by report name the sha256 of what was stored of it, where it comes out of a store.

        ``numbers`` are those of each report's records.
        """
        self._records: tuple[Record, ...] = tuple(record for reading in readings for record in records_of(reading))
        if not len(self._records) == len(vectors) == len(words):
            raise ValueError(
                f"{len(self._records)} records, {len(vectors)} vectors and word lists of {len(words)} do not match"
            )
        self.reports = {reading.report.name: reading for reading in readings}
        ends = [0, *accumulate(len(reading.rows) + len(reading.passages) for reading in readings)]
        self.numbers = {name: range(*ends[at : at + 2]) for at, name in enumerate(self.reports)}
        self.seals = dict(seals or {})
        self.rows = tuple(record for record in self._records if isinstance(record, MeasureRow))
        self.passages = tuple(record for record in self._records if isinstance(record, Passage))
        self.vectors, self.words, self.encoder = vectors, words, encoder
        self._sides = Sides(self._records)
        self.districts = tuple(sorted(str(name) for name in self._sides.values("districts")))
        self.years = tuple(sorted({record.fiscal_year for record in self._records}))
        self._number = {record.row_id: at for at, record in enumerate(self._records) if isinstance(record, MeasureRow)}

    @classmethod
    def of(cls, readings: Sequence[Reading], encoder: Encoder) -> "ReportIndex":
        """An index made in memory; each record is encoded now."""
        records = [record for reading in readings for record in records_of(reading)]
        texts = [vector_text(record) for record in records]
        matrix = encoder.encode_passages(texts) if texts else np.zeros((0, encoder.dim), dtype=np.float32)
        return cls(readings, VectorIndex.build(matrix), WordIndex.build([words_of(one) for one in records]), encoder)

    def __len__(self) -> int:
        return len(self._records)

    def row(self, row_id: str) -> MeasureRow:
        """The row of that id; raises UnknownValue."""
        record = self._records[self._number_of(row_id)]
        assert isinstance(record, MeasureRow)
        return record

    def row_vector(self, row_id: str) -> Matrix:
        """The unit vector (dim,) float32 of that row; raises UnknownValue."""
        return self.vectors.row(self._number_of(row_id))

    def select(self, filters: Filters) -> tuple[Record, ...]:
        """Every record that passes the filters, in record order."""
        return tuple(self._records[number] for number in np.flatnonzero(self._sides.mask(filters)))

    def search(
        self, text: str, k: int = 10, filters: Filters | None = None, words: bool = True, vectors: bool = True
    ) -> list[Hit]:
        """The k records that words and vectors together put first, among those that pass the filters, best first.

        ``words`` or ``vectors`` False leaves that list out of the ranking.

        Each list gives a record weight / (60 + rank). The vectors weigh 1; the words weigh the share of the question
        that any record knows, so that a question in another language is not ranked by its one loan-word.
        Equals share a rank, and stand in record order.
        """
        mask = self._sides.mask(filters or Filters())
        if k < 1 or not mask.any():
            return []
        asked = search_words(text)
        bm25 = self.words.scores(asked)
        query = self._query(text)
        depth = max(DEPTH, k)
        by_words = _best(bm25, mask & (bm25 > 0), depth) if words else {}
        by_vectors = self._by_cosine(query, mask, depth) if vectors else {}
        weights = (self.words.known_share(asked), 1.0)
        fused: dict[int, float] = {}
        for weight, ranks in zip(weights, (by_words, by_vectors), strict=True):
            for number, rank in ranks.items():
                fused[number] = fused.get(number, 0.0) + weight / (RANK_CONSTANT + rank)
        numbers = sorted(fused, key=lambda number: (-fused[number], number))[:k]
        return self._hits(numbers, asked, query, bm25, fused, by_words, by_vectors)

    def nearest_rows(self, text: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The k rows nearest to the text by cosine alone, the filters applied first; ``score`` is the cosine."""
        mask = self._sides.mask(replace(filters or Filters(), kinds=frozenset({Kind.ROW})))
        query = self._query(text)
        if k < 1 or not mask.any() or not query.any():
            return []
        numbers, cosines = self.vectors.search(query, k, np.flatnonzero(mask))
        score = dict(zip(numbers.tolist(), cosines.tolist(), strict=True))
        asked = search_words(text)
        ranks = _shared_ranks(numbers, cosines)
        return self._hits(list(score), asked, query, self.words.scores(asked), score, {}, ranks)

    def _number_of(self, row_id: str) -> int:
        if row_id not in self._number:
            raise UnknownValue(f"There is no row {row_id!r}; list the rows with `python -m assistant rows`.")
        return self._number[row_id]

    def _query(self, text: str) -> Matrix:
        """The question's vector (dim,); all zeros where there is nothing to ask."""
        if not text.strip():
            return np.zeros(self.encoder.dim, dtype=np.float32)
        query: Matrix = self.encoder.encode_questions([text])[0]
        return query

    def _by_cosine(self, query: Matrix, mask: NDArray[np.bool_], depth: int) -> dict[int, int]:
        """Ranks by cosine; a cosine of zero or less is no likeness and gets no rank."""
        numbers, cosines = self.vectors.search(query, depth, np.flatnonzero(mask))
        alike = cosines > 0
        return _shared_ranks(numbers[alike], cosines[alike])

    def _hits(
        self,
        numbers: Sequence[int],
        words: Sequence[str],
        query: Matrix,
        bm25: Matrix,
        score: dict[int, float],
        by_words: dict[int, int],
        by_vectors: dict[int, int],
    ) -> list[Hit]:
        cosines = self.vectors.cosines(query, np.array(numbers, dtype=np.int64))
        coverage = self.words.coverage(words)
        return [
            Hit(
                record=self._records[number],
                score=score[number],
                cosine=float(cosine),
                coverage=float(coverage[number]),
                bm25=float(bm25[number]),
                word_rank=by_words.get(number),
                vector_rank=by_vectors.get(number),
            )
            for number, cosine in zip(numbers, cosines, strict=True)
        ]


def _best(scores: Matrix, mask: NDArray[np.bool_], depth: int) -> dict[int, int]:
    """The ranks of the ``depth`` best-scored records among the masked, equals sharing a rank."""
    numbers: Numbers = np.flatnonzero(mask)
    order = np.lexsort((numbers, -scores[numbers]))[:depth]
    return _shared_ranks(numbers[order], scores[numbers[order]])


def _shared_ranks(numbers: Numbers, scores: Matrix) -> dict[int, int]:
    """Record number → 1-based rank, best first; equal scores share the better rank (1, 2, 2, 4)."""
    ranks: dict[int, int] = {}
    rank, before = 0, None
    for at, (number, score) in enumerate(zip(numbers.tolist(), scores.tolist(), strict=True), start=1):
        if score != before:
            rank, before = at, score
        ranks[number] = rank
    return ranks
