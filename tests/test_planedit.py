"""A kept row worked on: clauses put in, exchanged, taken out, one's own words, and what is checked after it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from assistant.answers import DraftCell
from assistant.checks import Check, Checker
from assistant.export import export_kept
from assistant.formsheet import OWN_WORDS, Digits
from assistant.keptplan import KeptPlan, KeptRow, from_json, kept_plan, to_json
from assistant.plan import WEAKNESS_OF_OTHERS, PlanRequest, plan
from assistant.planedit import (
    Candidate,
    added,
    as_drafted,
    candidates,
    dropped,
    findings,
    gone_over,
    own_of_before,
    swapped,
    worked_elsewhere,
)
from assistant.scores import pasted_scores
from corpus.errors import UnknownValue
from corpus.records import Form
from tests.made_index import sample_index


@cache
def kept() -> KeptPlan:
    sheet = pasted_scores("I20 71.5\nE3 64.2", 2567)
    return kept_plan(plan(PlanRequest("บางเขน", 2568, Form.F2566, sheet), sample_index()))


def row(label: str = "I20") -> KeptRow:
    return next(one for one in kept().rows if one.draft.code == label)


def free(cell: str) -> Candidate:
    return next(one for one in candidates(row(), cell, sample_index()) if not one.chosen)


def lines(one: KeptRow, cell: str) -> list[str]:
    return [text.removeprefix("- ") for text, _ in one.cell(cell).clauses]


def test_what_a_plan_keeps() -> None:
    assert (kept().score_year, kept().below, kept().scores) == (2567, 85.0, {"I20": 71.5, "E3": 64.2})
    assert [one.weak[0].score for one in kept().rows] == [71.5, 64.2]
    assert from_json(to_json(kept())) == kept()


def test_what_could_stand_there_is_verbatim_and_says_what_stands_there() -> None:
    index = sample_index()
    offered = candidates(row(), "measure", index)
    assert {one.text for one in offered if one.chosen} >= set(lines(row(), "measure"))
    assert any(not one.chosen for one in offered)
    for one in offered:
        assert one.bases
        assert one.districts
        assert "บางเขน" not in one.districts
        for basis in one.bases:
            source = index.reports[basis.report].report.text
            assert source[basis.place.char_start : basis.place.char_end] == basis.quote
    in_2567 = replace(row(), draft=replace(row().draft, form=Form.F2567))
    assert candidates(in_2567, "result", index) == ()
    with pytest.raises(UnknownValue, match="no cell 'nonsense'"):
        candidates(row(), "nonsense", index)


def test_swap_add_drop() -> None:
    other, before = free("measure"), lines(row(), "measure")
    more = added(row(), "measure", other.clause)
    assert lines(more, "measure") == [*before, other.text]
    assert more.cell("measure").clauses[-1][1] == other.bases
    assert added(more, "measure", other.clause) == more
    exchanged = swapped(row(), "measure", 0, other.clause)
    assert lines(exchanged, "measure") == [other.text, *before[1:]]
    less = dropped(more, "measure", len(before))
    assert less == row()
    assert less.edits == ()
    for at in (-1, len(before)):
        with pytest.raises(UnknownValue, match=f"it has {len(before)}"):
            dropped(row(), "measure", at)
        with pytest.raises(UnknownValue, match=f"it has {len(before)}"):
            swapped(row(), "measure", at, other.clause)
    assert as_drafted(exchanged, "measure") == row()
    assert {one.text for one in candidates(exchanged, "measure", sample_index()) if one.chosen} >= {other.text}


def test_a_cell_emptied_is_left_to_fill() -> None:
    emptied = row()
    for _ in lines(row(), "responsible"):
        emptied = dropped(emptied, "responsible", 0)
    assert emptied.cell("responsible") == DraftCell("", ())
    assert "responsible" in emptied.row.to_confirm
    assert "responsible" not in row().row.to_confirm


def test_one_s_own_words_rest_on_nothing_and_the_others_on_what_they_did() -> None:
    first, *rest = row().cell("measure").clauses
    text = "\n".join(["ตั้งเวรตรวจทุกเช้า", first[0], *(words for words, _ in rest)])
    mine = row().with_text("measure", text)
    assert mine.cell("measure").clauses[0] == ("ตั้งเวรตรวจทุกเช้า", ())
    assert mine.cell("measure").clauses[1] == first
    assert not mine.cell("measure").own
    assert mine.row.cells != row().row.cells
    alone = row().with_text("output", "ป้าย 5 จุด\n\n")
    assert alone.cell("output") == DraftCell("ป้าย 5 จุด", (), (("ป้าย 5 จุด", ()),), own=True)
    assert alone.with_text("output", row().text("output")) == row()
    # a clause out of the offer, pasted in, keeps what it rests on
    other = free("publicity")
    assert row().with_text("publicity", other.text, [other.clause]).cell("publicity").basis == other.bases


def test_a_cell_looked_at_is_no_longer_to_be_confirmed() -> None:
    assert "weakness" in row().row.to_confirm
    assert "weakness" not in row().with_seen("weakness").row.to_confirm
    # ... and what was said of it is settled
    assert WEAKNESS_OF_OTHERS in row().row.warnings
    assert WEAKNESS_OF_OTHERS not in row().with_seen("weakness").row.warnings
    settled = set(row().row.warnings) - set(row().with_text("timeframe", "มี.ค. 68").row.warnings)
    assert [one for one in settled if one.startswith("วันแล้วเสร็จย้าย")]
    assert "weakness" not in row().with_text("weakness", "ยืมของไม่ลงทะเบียน").row.to_confirm


def test_the_checks_run_on_the_row_as_it_stands() -> None:
    checker = Checker(sample_index())
    told = {finding.check for finding in findings(row(), checker)}
    assert Check.NO_UNIT not in told
    without = row().with_text("responsible", "เดี๋ยวแจ้ง")
    assert Check.NO_UNIT in {finding.check for finding in findings(without, checker)}


def test_beside_the_row() -> None:
    worked = worked_elsewhere(kept(), row("E3"), sample_index())
    assert worked
    assert all(one.district != "บางเขน" for one in worked)
    assert own_of_before(kept(), row("E3"), sample_index()) == ()
    sheet = pasted_scores("E3 64.2", 2567)
    own = kept_plan(plan(PlanRequest("ท่าสาธิต", 2568, Form.F2566, sheet), sample_index()))
    assert {basis.district for basis in own_of_before(own, own.rows[0], sample_index())} == {"ท่าสาธิต"}


def test_rows_put_in_and_taken_out() -> None:
    less = kept().without_row(0)
    assert [one.draft.code for one in less.rows] == ["E3"]
    assert less.with_rows(kept().rows) == kept()
    with pytest.raises(UnknownValue, match="no row 3; it has 2"):
        kept().without_row(2)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_the_form_holds_one_s_own_words_and_says_so(tmp_path: Path, suffix: str) -> None:
    mine = kept().with_text(0, "measure", "ตั้งเวรตรวจทุกเช้า 2 คน")
    path = tmp_path / f"แผน{suffix}"
    export_kept(mine, path, digits=Digits.ARABIC)
    told = _words(path)
    assert "ตั้งเวรตรวจทุกเช้า 2 คน" in told
    assert OWN_WORDS in told
    assert "(71.50 คะแนน)" in told


def test_a_model_s_words_are_an_edit_and_what_was_to_confirm_stays_so() -> None:
    row, left = kept().rows[0], "output"
    row = replace(
        row,
        draft=replace(row.draft, cells=tuple((n, DraftCell("", ()) if n == left else c) for n, c in row.draft.cells)),
    )
    now = row.row
    assert left in now.to_confirm
    words = DraftCell("ถ้อยคำใหม่", row.cell("measure").basis)
    filled = DraftCell("ป้าย 1 ป้าย", row.cell("measure").basis)
    cells = tuple((name, {"measure": words, left: filled}.get(name, cell)) for name, cell in now.cells)
    gone, told = gone_over(row, replace(now, cells=cells, warnings=(*now.warnings, "ใหม่")))
    assert told == ("ใหม่",)
    assert gone.edits == (("measure", words),)
    assert (gone.text(left), left in gone.row.to_confirm) == ("ป้าย 1 ป้าย", True)
    assert as_drafted(gone, "measure").text("measure") == row.text("measure")
    # An empty cell that the user wants empty stays so.
    emptied = row.with_cell(left, DraftCell("", (), own=True))
    assert gone_over(emptied, replace(emptied.row, cells=cells))[0].text(left) == ""


def _words(path: Path) -> str:
    if path.suffix == ".docx":
        from docx import Document

        tables = Document(str(path)).tables
        return "\n".join(cell.text for table in tables for line in table.rows for cell in line.cells)
    from openpyxl import load_workbook

    sheets = load_workbook(path).worksheets
    return "\n".join(str(value) for sheet in sheets for line in sheet.values for value in line if value is not None)


def test_what_the_version_before_kept_can_still_be_opened() -> None:
    import json

    now = json.loads(to_json(kept()))
    old = {name: now[name] for name in ("district", "fiscal_year", "form")}
    old["rows"] = [{"draft": one["draft"], "edits": [["output", "ป้าย 5 จุด"]]} for one in now["rows"]]
    # places had no confidence and no spot then
    for place in _places(old["rows"]):
        del place["confidence"], place["spot"]
    read = from_json(json.dumps(old))
    assert read.rows[0].cell("output").own
    assert read.rows[0].draft == kept().rows[0].draft
    assert (read.score_year, read.scores) == (None, {})


def _places(held: object) -> Iterator[dict[str, object]]:
    """Every place in some JSON."""
    if isinstance(held, dict):
        if "char_start" in held:
            yield held
        held = list(held.values())
    for one in held if isinstance(held, list) else ():
        yield from _places(one)
