"""Drafted rows in formal words, and empty cells filled from the row's own measures: by a model, and checked."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answers import DraftCell, DraftRow
from assistant.carryover import names_other, their_own
from assistant.cautions import caution
from assistant.checking import OVERLAP, Clause, Evidence, facts, overlap, wrong
from assistant.errand import Errands, listed, quoted, sentence, why_not
from assistant.wording import cell_label
from corpus.errors import ModelError, ModelNonsense, ModelSlow
from corpus.records import CELL_LABELS

# What checkers miss first where no precedent has it, and what measures often say by the way.
FILLED, MOST_FILLED = ("output", "publicity"), 3
# What is weak is said by the staff, or quoted from a report for them to confirm: no words are put into their mouths.
# Due dates are worked out.
KEPT = ("weakness", "timeframe")
# After so many rows in succession of which nothing could be used, the others are spared the wait.
GIVE_UP = 3


class Redraft:
    """Goes over drafted rows with a model; ``held`` are the districts of the store."""

    def __init__(self, errands: Errands, held: Sequence[str]) -> None:
        self._errands, self._held = errands, tuple(held)

    def over(
        self, rows: Sequence[DraftRow], until: float
    ) -> tuple[tuple[DraftRow, ...], tuple[int, ModelError] | None]:
        """The rows in formal words, their bases as they were; and where the model was given up, from which row on.

        It is given up at the first failure of the endpoint, at the moment ``until`` (time.monotonic), and where rows in
        succession have failed the checks; such a row says so itself.
        """
        out: list[DraftRow] = []
        spoilt = 0
        for at, row in enumerate(rows):
            if time.monotonic() >= until:
                late = ModelSlow("The language model took longer than all rows together may take.")
                return (*out, *rows[at:]), (at, late)
            done, error = self._row(row, min(until, self._errands.deadline()))
            if error is not None and not isinstance(error, ModelNonsense):
                return (*out, done, *rows[at + 1 :]), (at, error)
            out.append(done)
            spoilt = spoilt + 1 if error else 0
            if error and spoilt == GIVE_UP and at + 1 < len(rows):
                return (*out, *rows[at + 1 :]), (at + 1, error)
        return tuple(out), None

    def _row(self, row: DraftRow, until: float) -> tuple[DraftRow, ModelError | None]:
        """One row as far as the model was of help, and the error that ended it."""
        try:
            row = self._reworded(row, until)
            for name in FILLED:
                row = self._filled(row, name, until)
        except ModelNonsense as error:
            note = caution("old words", why=why_not(error), english=sentence(error))
            return replace(row, warnings=(*row.warnings, note)), error
        except ModelError as error:
            return row, error
        return row, None

    def _reworded(self, row: DraftRow, until: float) -> DraftRow:
        """Each clause keeps what it rests on, and its old words where the new ones fail; raises ModelError."""
        numbered = [
            (name, at)
            for name, cell in row.cells
            if name not in KEPT and _is_composed(cell)
            for at in range(len(cell.clauses))
        ]
        cells = dict(row.cells)
        old = {mark: cells[name].clauses[at][0] for mark, (name, at) in enumerate(numbered, 1)}
        shown = {mark: Evidence(mark, text.removeprefix("- "), "") for mark, text in old.items()}
        if not shown:
            return row
        values = {"weakness": quoted(row.weakness), "evidence": listed(shown)}
        written = self._errands.written(
            "rewrite_formally", values, lambda clause: self._lossy(clause, shown, row.district), until
        )
        new = {one.marks[0]: one.text for one in reversed(written) if one.text != shown[one.marks[0]].text}
        if not new:
            return row
        for mark, text in new.items():
            name, at = numbered[mark - 1]
            clauses = list(cells[name].clauses)
            bullet = "- " if old[mark].startswith("- ") else ""
            clauses[at] = (bullet + text, clauses[at][1])
            joined = "\n".join(words for words, _ in clauses)
            cells[name] = replace(cells[name], text=joined, clauses=tuple(clauses))
        note = caution("put formally", count=len(new))
        return replace(row, cells=tuple(cells.items()), warnings=(*row.warnings, note))

    def _filled(self, row: DraftRow, name: str, until: float) -> DraftRow:
        """An empty cell from what the row's measures say, resting on what they rest on; it stays one to confirm."""
        cells = dict(row.cells)
        measure = cells.get("measure")
        if name not in cells or cells[name].text or measure is None or not _is_composed(measure):
            return row
        shown = {at: Evidence(at, text.removeprefix("- "), "") for at, (text, _) in enumerate(measure.clauses, 1)}
        label = CELL_LABELS[name]
        values = {"cell": label, "weakness": quoted(row.weakness), "evidence": listed(shown)}
        try:
            written = self._errands.written(
                "draft_cell", values, lambda clause: self._unfit(clause, shown, row.district), until
            )
        except ModelNonsense:
            return row  # the measures say nothing of it, so it is left to fill
        if not written:
            return row
        bullet = "- " if len(written[:MOST_FILLED]) > 1 else ""
        clauses = []
        for clause in written[:MOST_FILLED]:
            bases = [basis for mark in clause.marks for basis in measure.clauses[mark - 1][1]]
            clauses.append((bullet + clause.text, tuple(dict.fromkeys(bases))))
        basis = tuple(dict.fromkeys(one for _, bases in clauses for one in bases))
        cells[name] = DraftCell("\n".join(text for text, _ in clauses), basis, tuple(clauses))
        note = caution("filled", cell=label, english=cell_label(name, True))
        return replace(row, cells=tuple(cells.items()), warnings=(*row.warnings, note))

    def _unfit(self, clause: Clause, shown: Mapping[int, Evidence], own: str) -> str | None:
        """Why words cannot stand in a plan: not borne out, or another's own affair."""
        if reason := wrong(clause, shown, self._held):
            return reason
        cited = " ".join(shown[mark].text for mark in clause.marks)
        if (their_own(clause.text) and not their_own(cited)) or names_other(clause.text, own, self._held):
            return "ห้ามใส่วันที่ คะแนน ชื่อบุคคล เลขที่หนังสือ ช่องทางติดต่อ หรือชื่อเขตอื่น"
        return None

    def _lossy(self, clause: Clause, shown: Mapping[int, Evidence], own: str) -> str | None:
        """Why new words cannot stand for old ones: unfit, or something lost."""
        if reason := self._unfit(clause, shown, own):
            return reason
        if len(clause.marks) > 1:
            return "อ้างได้ข้อละหนึ่งหมายเลข"
        old = shown[clause.marks[0]].text
        if lost := facts(old) - facts(clause.text):
            return f"ขาด {sorted(lost)[0]} ที่มีในข้อความเดิม"
        if overlap(old, [clause.text]) < OVERLAP:
            return "ขาดถ้อยคำสำคัญของข้อความเดิม"
        return None


def _is_composed(cell: DraftCell) -> bool:
    """Whether a cell is made of clauses of precedents, and of nothing else."""
    return bool(cell.clauses) and not cell.own and cell.text == "\n".join(text for text, _ in cell.clauses)
