"""What people put in place of what was read: kept by the report's sha256, never in the report itself.

A word on a row is found again by where the row begins, so it outlives every reading of the same file.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from corpus.catalogue import group_of
from corpus.desk import Found
from corpus.errors import UnknownValue
from corpus.records import CELLS, PART_OF_GROUP, PART_OF_LETTER, Corrected, Period, ReportKind
from corpus.rowdraft import RowDraft
from corpus.thai import clean

FIRST_YEAR, LAST_YEAR = 2550, 2650
LONGEST_CELL = 20_000


@dataclass(frozen=True, slots=True)
class ReportWord:
    """What a person said of a whole report; None leaves what was read."""

    sha256: str
    who: str
    when: str
    district: str | None = None
    fiscal_year: int | None = None
    kind: ReportKind | None = None
    period: Period | None = None

    def __post_init__(self) -> None:
        if self.fiscal_year is not None and not FIRST_YEAR <= self.fiscal_year <= LAST_YEAR:
            raise UnknownValue(f"{self.fiscal_year} is no fiscal year of the Buddhist Era, such as 2567.")
        if self.district is not None and not self.district.strip():
            raise UnknownValue("The district has no name.")


@dataclass(frozen=True, slots=True)
class RowWord:
    """What a person said of one row, which begins at ``char_start`` and was read as ``read``; None leaves a value.

    ``no_row`` means that it is none; ``no_score`` that it has no score. ``cells`` are names of cells with the text that
    belongs into them, "" where they are empty.
    """

    sha256: str
    char_start: int
    read: str
    who: str
    when: str
    code: str | None = None
    group: int | None = None
    score: float | None = None
    no_score: bool = False
    no_row: bool = False
    cells: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for name, text in self.cells:
            if name not in CELLS:
                raise UnknownValue(f"{name[:40]!r} is no cell; there are {', '.join(CELLS)}.")
            if len(text) > LONGEST_CELL:
                raise UnknownValue(f"The text of {name} has {len(text):,} characters; {LONGEST_CELL:,} is the most.")
        if self.group is not None and self.group not in PART_OF_GROUP:
            raise UnknownValue(f"{self.group} is no group of items; there are 1 to 10.")
        if self.score is not None and not 0 <= self.score <= 100:
            raise UnknownValue(f"{self.score:g} is no score from 0 to 100.")
        if self.code is not None and (self.code[:1] not in PART_OF_LETTER or not self.code[1:2].isdecimal()):
            raise UnknownValue(f"{self.code[:40]!r} is no item code such as I20.")

    def after(self, before: "RowWord | None") -> "RowWord":
        """This word and what was said before on the values that it leaves open."""
        if before is None or self.no_row:
            return self
        scored = self.score is not None or self.no_score
        return replace(
            self,
            code=self.code or before.code,
            # Another code brings its own group; the same one, said again, leaves what was said of it.
            group=self.group or (before.group if self.code in (None, before.code) else None),
            score=self.score if scored else before.score,
            no_score=self.no_score if scored else before.no_score,
            cells=tuple((dict(before.cells) | dict(self.cells)).items()),
        )

    def without_cells(self, names: Collection[str]) -> "RowWord | None":
        """This word less those cells; None where it says nothing more."""
        left = replace(self, cells=tuple(one for one in self.cells if one[0] not in names))
        says = left.cells or left.code or left.group or left.score is not None or left.no_score or left.no_row
        return left if says else None


def tidy(text: str) -> str:
    """The text of a cell as it is kept: regular Thai, lines as they were typed, none of them empty."""
    return "\n".join(line for one in text.splitlines() if (line := clean(one)))


@dataclass(frozen=True, slots=True)
class Told:
    """All that was said of one report."""

    report: ReportWord | None = None
    rows: tuple[RowWord, ...] = ()

    @property
    def district(self) -> str | None:
        """The district that a person named."""
        return self.report.district if self.report else None

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year (B.E.) that a person named."""
        return self.report.fiscal_year if self.report else None

    @property
    def kind(self) -> ReportKind | None:
        """The kind of report that a person named."""
        return self.report.kind if self.report else None

    @property
    def period(self) -> Period | None:
        """The period that a person named."""
        return self.report.period if self.report else None

    @property
    def key(self) -> str:
        """A short sha256 over what was said, "" where nothing was: with another key the report is made again."""
        if self.report is None and not self.rows:
            return ""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def marks(
        self, district: str | None, fiscal_year: int | None, kind: ReportKind, period: Period
    ) -> tuple[Corrected, ...]:
        """What the person changed of the report, beside what was read."""
        word = self.report
        if word is None:
            return ()
        values = (
            ("district", district, word.district),
            ("fiscal_year", fiscal_year, word.fiscal_year),
            ("kind", kind, word.kind),
            ("period", period, word.period),
        )
        return tuple(
            Corrected(what, "" if read is None else str(read), str(now), word.who, word.when)
            for what, read, now in values
            if now is not None and now != read
        )


NOTHING_SAID = Told()


class Words:
    """Every correction by the sha256 of its report; the last word on a thing counts."""

    def __init__(self, reports: Iterable[ReportWord] = (), rows: Iterable[RowWord] = ()) -> None:
        self._reports = {word.sha256: word for word in reports}
        self._rows = {(word.sha256, word.char_start, word.read): word for word in rows}

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._reports or any(one == sha256 for one, *_ in self._rows)

    def of(self, sha256: str) -> Told:
        """What was said of the report with that sha256."""
        rows = sorted((w for (one, *_), w in self._rows.items() if one == sha256), key=lambda word: word.char_start)
        return Told(self._reports.get(sha256), tuple(rows))

    def with_report(self, word: ReportWord) -> "Words":
        """These words and one more on a report; what it leaves open stays as it was said before."""
        before = self._reports.get(word.sha256)
        if before is not None:
            given = {one.name: getattr(word, one.name) for one in fields(word)}
            word = replace(before, **{name: value for name, value in given.items() if value is not None})
        return Words([*self._reports.values(), word], self._rows.values())

    def with_row(self, word: RowWord) -> "Words":
        """These words and one more on a row, in place of what was said of that row before."""
        return Words(self._reports.values(), [*self._rows.values(), word])

    def without_row(self, sha256: str, char_start: int, read: str) -> "Words":
        """These words less the one on that row."""
        left = [word for at, word in self._rows.items() if at != (sha256, char_start, read)]
        return Words(self._reports.values(), left)

    def without(self, sha256: str) -> "Words":
        """These words less all on that report."""
        return Words(
            [word for one, word in self._reports.items() if one != sha256],
            [word for (one, *_), word in self._rows.items() if one != sha256],
        )

    def to_json(self) -> bytes:
        """The words as JSON that a person can read."""
        held = {
            "reports": [_plain(word) for word in self._reports.values()],
            "rows": [_plain(word) for word in self._rows.values()],
        }
        return json.dumps(held, ensure_ascii=False, indent=1).encode("utf-8")

    @classmethod
    def of_json(cls, data: bytes) -> "Words":
        """The words that ``to_json`` wrote; raises ValueError where the bytes hold anything else."""
        try:
            held = json.loads(data)
            return cls([_report_word(one) for one in held["reports"]], [_row_word(one) for one in held["rows"]])
        except (TypeError, KeyError, AttributeError, UnknownValue) as error:
            raise ValueError(f"these are no corrections: {error}") from None


def _plain(word: ReportWord | RowWord) -> dict[str, Any]:
    """The fields that say something."""
    return {
        name: value for name, value in asdict(word).items() if value is not None and value is not False and value != ()
    }


def _report_word(held: dict[str, Any]) -> ReportWord:
    kind, period = held.get("kind"), held.get("period")
    typed = {"kind": kind and ReportKind(kind), "period": period and Period(period)}
    return ReportWord(**{**held, **typed})


def _row_word(held: dict[str, Any]) -> RowWord:
    return RowWord(**{**held, "cells": tuple((str(name), str(text)) for name, text in held.get("cells", ()))})


def corrected_drafts(found: Found, told: Told) -> dict[int, tuple[Corrected, ...]]:
    """Puts the words on rows into the drafts, takes out those that are no rows; what was changed, by the draft's id().

    A word whose row is not found any more changes nothing: ``without_a_row`` names it. Cells are marked here and
    changed by ``corpus.byhand``, when merged ones are spread.
    """
    marks: dict[int, tuple[Corrected, ...]] = {}
    for word, draft in [(word, draft_of(found.drafts, word)) for word in told.rows]:
        if draft is None:
            continue
        if word.no_row:
            _take_out(found, draft)
        else:
            cells = tuple(Corrected(name, "", text, word.who, word.when) for name, text in word.cells)
            marks[id(draft)] = (*_change(draft, word), *cells)
    return marks


def without_a_row(drafts: Iterable[RowDraft], told: Told) -> tuple[RowWord, ...]:
    """The words whose row does not begin where it did; asked before the words are put in."""
    held = list(drafts)
    return tuple(word for word in told.rows if draft_of(held, word) is None)


def draft_of(drafts: Iterable[RowDraft], word: RowWord) -> RowDraft | None:
    """The row that begins there; of several, the one that was read alike."""
    here = [draft for draft in drafts if draft.line_start == word.char_start]
    return next((draft for draft in here if _label(draft) == word.read), here[0] if len(here) == 1 else None)


def _label(draft: RowDraft) -> str:
    return draft.code or f"G{draft.group}"


def _take_out(found: Found, draft: RowDraft) -> None:
    """The draft is no row: its words are free again and become prose; cells that it shared go to the next row."""
    found.drafts[:] = [one for one in found.drafts if one is not draft]
    heirs: dict[str, RowDraft] = {}
    for other in found.drafts:
        other.merged = [one for one in other.merged if one is not draft]
        for name in [name for name, owner in other.shares.items() if owner is draft]:
            if name in heirs:
                other.shares[name] = heirs[name]
            else:
                heirs[name] = other
                del other.shares[name]
                other.cells[name] = draft.cells.get(name, [])


def _change(draft: RowDraft, word: RowWord) -> tuple[Corrected, ...]:
    """Puts the word into the draft; what was changed or, where the code was doubtful, confirmed."""
    code = draft.code if word.code is None else word.code
    group = draft.group if word.group is None else word.group
    if word.code is not None and word.group is None:
        group = group_of(draft.fiscal_year, word.code) or draft.group
    if code is not None and PART_OF_LETTER[code[0]] != PART_OF_GROUP[group]:
        code = None
    score = None if word.no_score else draft.score if word.score is None else word.score
    values = (("code", draft.code, code), ("group", draft.group, group), ("score", draft.score, score))
    confirmed = draft.doubtful is not None and word.code is not None
    marks = tuple(
        Corrected(what, "" if read is None else f"{read}", "" if now is None else f"{now}", word.who, word.when)
        for what, read, now in values
        if read != now or (what == "code" and confirmed)
    )
    draft.code, draft.group, draft.score = code, group, score
    if word.no_score:
        draft.score_segment = None
    if word.code is not None or word.group is not None:
        draft.doubtful = None
    return marks
