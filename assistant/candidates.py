"""What can stand in a cell of a drafted row: the clauses of precedents, near-duplicates merged, the best first."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.clauses import Clause, clauses_of, due_dates_of
from assistant.precedents import Precedent, precedents
from corpus.records import MeasureRow
from corpus.thai import squeeze
from index.search import ReportIndex

# Two clauses this much alike (percent) are one, with both as its basis; short ones must be equal.
SAME, LONG_ENOUGH = 82.0, 12
# With fewer measures than this from rows of the same item, rows of near items help out.
HELP_BELOW = 2
# What an entry gains that goes with a chosen measure, or stands in such a row; what each further district adds.
GOES_WITH, SAME_ROW, SEVERAL = 0.5, 0.2, 0.05
# What a district's score of the item adds, from 0 points to 100; a district without one counts like the middle of them.
SCORED, MIDDLE = 0.15, 75.0
# So many rows are looked through for other clauses to choose from, less alike ones too: a person chooses.
MOST_ROWS, FAR = 16, 0.15
_DIGITS = re.compile(r"\d+")

Line = tuple[str, tuple[Clause, ...]]
# Where a clause stood in its cell (row, number, count of clauses), and which line of the measures it is now.
Lead = Mapping[tuple[str, int, int], int]


class Candidates:
    """What can stand in the cells of one row of district ``own`` for ``fiscal_year`` (B.E.).

    ``of`` names the one district whose words are wanted, where not those of all.
    """

    def __init__(
        self, weakness: str, code: str | None, group: int, item_year: int, fiscal_year: int, own: str,
        index: ReportIndex, of: str | None = None,
    ) -> None:  # fmt: skip
        self._index, self._own, self._fiscal_year = index, own, fiscal_year
        self._query = index.encoder.encode_questions([weakness])[0]
        self.found: tuple[Precedent, ...] = precedents(weakness, code, group, item_year, index, own, of=of)
        self._asked, self._of = (weakness, code, group, item_year, index, own), of
        self._scores = _latest_scores(one.row for one in self.found if one.same_item)

    def lines(self, name: str, lead: Lead) -> list[Line]:
        """The lines of one cell, best first: like the weakness, of a fitting row, of a district that scores high,
        said by several districts.

        ``lead`` are the clauses chosen as measures: an entry that stands in its own cell where such a clause stands in
        its cell goes with it. Rows of other items only help out where the item's own say next to nothing.
        """
        lines = self._ranked(name, [p for p in self.found if p.same_item], lead)
        if len(lines) < (HELP_BELOW if name == "measure" else 1):
            lines += self._near(name, lead)
            lines = merged([clause for _, said in lines for clause in said], {})
        return lines

    def further(self, name: str, lead: Lead) -> list[Line]:
        """The lines of one cell, then those of further and of near rows that are not among them: all to choose from."""
        lines = self.lines(name, lead)
        texts = [text for text, _ in lines]
        wide = precedents(*self._asked, most=MOST_ROWS, enough=MOST_ROWS, near_from=FAR, of=self._of)
        for same in (True, False):
            for line in self._ranked(name, [one for one in wide if one.same_item is same], lead):
                if not any(is_same(line[0], one) for one in texts):
                    texts.append(line[0])
                    lines.append(line)
        return lines

    def likeness(self, texts: Sequence[str]) -> list[float]:
        """The cosine in [-1, 1] of each text with the weakness."""
        if not texts:
            return []
        return [float(value) for value in self._index.encoder.encode_passages(list(texts)) @ self._query]

    def _near(self, name: str, lead: Lead) -> list[Line]:
        return self._ranked(name, [p for p in self.found if not p.same_item], lead)

    def _ranked(self, name: str, found: Sequence[Precedent], lead: Lead) -> list[Line]:
        clauses: list[Clause] = []
        fits: list[float] = []
        for precedent in found:
            for clause in self._clauses(name, precedent):
                clauses.append(clause)
                fits.append(precedent.fit)
        near = self.likeness([clause.text for clause in clauses])
        rows = {row_id for row_id, _, _ in lead}
        worth = {}
        for clause, fit, alike in zip(clauses, fits, near, strict=True):
            score = 0.5 * alike + 0.5 * fit + SCORED * self._scores.get(clause.row.district, MIDDLE) / 100
            if led(clause, lead, -1) >= 0:
                score += GOES_WITH
            elif clause.row.row_id in rows:
                score += SAME_ROW
            worth[id(clause)] = score
        clauses.sort(key=lambda clause: -worth[id(clause)])
        return merged(clauses, worth)

    def _clauses(self, name: str, precedent: Precedent) -> list[Clause]:
        reading = self._index.reports[precedent.row.report]
        clauses = clauses_of(precedent.row, name, reading, self._own, self._index.districts)
        if name == "timeframe":
            clauses += due_dates_of(precedent.row, reading, self._own, self._index.districts, self._fiscal_year)
        return clauses


def _latest_scores(rows: Iterable[MeasureRow]) -> dict[str, float]:
    """Each district's latest score of the item, where a report prints one: what came of what it did before."""
    latest: dict[str, tuple[int, float]] = {}
    for row in rows:
        if row.score is not None:
            latest[row.district] = max(
                latest.get(row.district, (0, 0.0)), (row.score_year or row.fiscal_year, row.score)
            )
    return {district: score for district, (_, score) in latest.items()}


def place_of(clause: Clause) -> tuple[str, int, int]:
    """Where a clause stood, as ``Lead`` has it."""
    return clause.row.row_id, clause.number, clause.count


def led(clause: Clause, lead: Lead, otherwise: int) -> int:
    """The line of the measures that a clause goes with."""
    return lead.get(place_of(clause), otherwise)


def merged(clauses: Iterable[Clause], worth: Mapping[int, float]) -> list[Line]:
    """Near-duplicates as one line with all their clauses; what more districts say moves up."""
    groups: list[list[Clause]] = []
    for clause in clauses:
        held = next((group for group in groups if any(is_same(clause.text, one.text) for one in group)), None)
        if held is None:
            groups.append([clause])
        else:
            held.append(clause)
    if worth:
        groups.sort(key=lambda group: -worth[id(group[0])] - SEVERAL * (len({c.row.district for c in group}) - 1))
    return [(group[0].text, tuple(group)) for group in groups]


def is_same(a: str, b: str) -> bool:
    """Whether two clauses say the same: nearly the same letters, and the very same numbers."""
    from rapidfuzz import fuzz

    one, other = squeeze(a), squeeze(b)
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    return one == other or (min(len(one), len(other)) >= LONG_ENOUGH and fuzz.ratio(one, other) >= SAME)
