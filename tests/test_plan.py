"""From scores to a plan: what is weak, each row, bad input, and the command line."""

import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.duedate import names_due_date, outside
from assistant.formsheet import Digits, LineKind, form_sheet
from assistant.plan import (
    PASS_MARK,
    WEAKNESS_OF_OTHERS,
    WEAKNESS_OF_OWN,
    Plan,
    PlanRequest,
    code_in_form,
    plan,
    weak_items,
)
from assistant.planprint import plan_sheet
from assistant.planwire import plan_object
from assistant.scores import ScoreSheet, pasted_scores, stored_scores
from corpus import catalogue
from corpus.errors import RequestError, UnknownValue
from corpus.records import Form
from tests.made_commands import Capture, objects, printed, refused
from tests.made_index import SAMPLES, Made, made_index, sample_index

PLAN = ("--district", "บางเขน", "--year", "2568", "--form")
SHEET = "I16 84.66\nI17 87\nI20 70\nE12 60.5\nตัวชี้วัดที่ 10 31.25"


def sheet(text: str = SHEET, year: int = 2567) -> ScoreSheet:
    return pasted_scores(text, year)


def made(text: str = SHEET, form: Form = Form.F2566, **other: object) -> Plan:
    return plan(PlanRequest("บางเขน", 2568, form, sheet(text), **other), sample_index())  # type: ignore[arg-type]


def weak(text: str = SHEET, **other: object) -> list[tuple[str, float | None]]:
    request = PlanRequest("บางเขน", 2568, Form.F2567, sheet(text), **other)  # type: ignore[arg-type]
    return [(one.label, one.score) for one in weak_items(request, sample_index(), "บางเขน")]


def test_weak_is_what_is_below_in_the_order_of_the_form() -> None:
    assert PASS_MARK == 85
    assert weak() == [("I16", 84.66), ("I20", 70.0), ("E12", 60.5), ("ตัวชี้วัดที่ 10", 31.25)]
    assert weak(below=70) == [("E12", 60.5), ("ตัวชี้วัดที่ 10", 31.25)]
    assert weak(lowest=2) == [("E12", 60.5), ("ตัวชี้วัดที่ 10", 31.25)]
    assert weak(lowest=9) == [("I16", 84.66), ("I17", 87.0), ("I20", 70.0), ("E12", 60.5), ("ตัวชี้วัดที่ 10", 31.25)]
    assert weak(chosen=("e 12", "I๑๗", "I1", "10")) == [
        ("I1", None), ("I17", 87.0), ("E12", 60.5), ("ตัวชี้วัดที่ 10", 31.25),
    ]  # fmt: skip


def test_a_group_counts_only_without_its_items() -> None:
    assert weak("I20 70\nตัวชี้วัดที่ 4 60") == [("I20", 70.0)]


def test_every_row_is_drafted_and_checked() -> None:
    found = made()
    assert [row.weak.label for row in found.rows] == ["I16", "I20", "E12", "ตัวชี้วัดที่ 10"]
    for row in found.rows:
        assert (row.draft.district, row.draft.fiscal_year, row.draft.form) == ("บางเขน", 2568, Form.F2566)
        due = dict(row.draft.cells)["timeframe"].text
        assert not outside(due, 2568)
        assert "weakness" in row.draft.to_confirm
        # what no precedent of that year had is left to fill, and said
        asked = any("ต.ค. 2567 ถึง ก.ย. 2568" in finding.sentence for finding in row.findings)
        assert asked is not names_due_date(due)
        for _, cell in row.draft.cells:
            for basis in cell.basis:
                source = sample_index().reports[basis.report].report.text
                assert source[basis.place.char_start : basis.place.char_end] == basis.quote
    assert found.rows[0].draft.warnings[0] == WEAKNESS_OF_OTHERS
    assert [one.rise for one in found.rows[0].worked] == [4.82]
    assert found.warnings[-1].startswith("คะแนนที่สูงหรือเพิ่มขึ้นเกิดคู่กับ")


def test_the_staff_s_own_words_come_first() -> None:
    words = "คนยืมกล้องไม่เขียนใบยืม"
    (row,) = made("I20 70", weaknesses=(("i20", words),)).rows
    assert (row.draft.weakness, dict(row.draft.cells)["weakness"].text) == (words, words)
    assert "weakness" not in row.draft.to_confirm


def test_a_weakness_out_of_a_report_is_shown_as_such_wherever_the_plan_is_shown() -> None:
    found = made("I20 70")
    (row,) = found.rows
    cell = dict(row.draft.cells)["weakness"]
    assert not cell.own
    told = plan_object(found)["rows"][0]["draft"]
    assert "weakness" in told["to_confirm"]
    assert WEAKNESS_OF_OTHERS in told["warnings"]
    assert [one["quote"] for one in told["cells"]["weakness"]["basis"]] == [basis.quote for basis in cell.basis]
    printed_plan = plan_sheet(found)
    assert f"จุดอ่อนที่ยกมาจากรายงาน รอการยืนยัน: {row.draft.weakness}" in printed_plan
    assert "จุดอ่อนที่แจ้ง" not in printed_plan
    assert f"ข้อควรระวัง: {WEAKNESS_OF_OTHERS}" in printed_plan
    form = form_sheet([row.draft], Digits.ARABIC, True)
    (line,) = [one for one in form.lines if one.kind is LineKind.ROW]
    assert line.cells[1].text.startswith(cell.text)
    assert line.cells[1].to_check
    assert any(WEAKNESS_OF_OTHERS in note for note in form.notes)
    given = plan_sheet(made("I20 70", weaknesses=(("I20", "ไม่เขียนใบยืม"),)))
    assert "จุดอ่อนที่แจ้ง: ไม่เขียนใบยืม" in given
    assert "รอการยืนยัน" not in given


def test_the_own_report_gives_the_weakness_the_change_and_what_was_done() -> None:
    own = stored_scores(sample_index(), "ท่าสาธิต", 2568)
    assert own is not None
    found = plan(PlanRequest("ท่าสาธิต", 2568, Form.F2566, own, lowest=1), sample_index())
    (row,) = found.rows
    assert (row.weak.label, row.weak.score, row.weak.change) == ("E12", 80.95, -1.52)
    assert row.draft.warnings[0] == WEAKNESS_OF_OWN
    assert "พักเที่ยง" in row.draft.weakness
    assert {basis.district for basis in row.own} == {"ท่าสาธิต"}
    assert {basis.fiscal_year for basis in row.own} == {2567}
    drafted = [basis for name, cell in row.draft.cells if name != "weakness" for basis in cell.basis]
    assert "ท่าสาธิต" not in {basis.district for basis in drafted}


def test_an_item_that_no_district_has_handled_is_left_to_fill_and_says_so() -> None:
    index = made_index(Made("อื่น.txt", "บางสมมุติ", 2566).row("E1", 6, measure="ยิ้มแย้ม"))
    (row,) = plan(PlanRequest("บางเขน", 2568, Form.F2566, sheet("I20 70")), index).rows
    assert all(not cell.text for _, cell in row.draft.cells)
    assert "ไม่มีเขตใดในคลังทำข้อนี้ไว้ ทุกช่องต้องเขียนเอง" in row.draft.warnings
    assert row.draft.weakness == ""


def test_codes_of_another_year_go_into_the_row_that_asks_the_same() -> None:
    assert code_in_form(2563, "I21", 2566)[0] == "I20"
    assert code_in_form(2567, "I20", 2566) == ("I20", "")
    code, why = code_in_form(2563, "I22", 2566)
    assert code is None
    assert "จึงร่างทั้งตัวชี้วัด" in why
    # E11 and E12 of 2563 are both E11 of 2566: one row, led by the lower score
    request = PlanRequest("บางเขน", 2568, Form.F2566, sheet("E11 60\nE12 50", 2563))
    (row,) = plan(request, sample_index()).rows
    assert (row.draft.code, row.weak.label, [one.label for one in row.also]) == ("E11", "E12", ["E11"])
    assert row.draft.warnings[0].startswith("ข้อ E12 ปี 2563 ถามเหมือนข้อ E11 ในแบบฟอร์มปี 2566")
    assert row.draft.warnings[1].startswith("ข้อ E11 ปี 2563 อยู่ในแถวนี้ด้วย")


def test_nothing_weak_is_said() -> None:
    found = made("I20 99")
    assert found.rows == ()
    assert found.warnings == ("ไม่มีข้อใดได้คะแนนต่ำกว่า 85 จึงไม่มีแถวที่ต้องร่าง",)


def test_lines_not_understood_are_counted_and_the_rest_is_planned() -> None:
    found = made("I20 70\nI20 71\nE12 101\nE13 60")
    assert [row.weak.label for row in found.rows] == ["E13"]
    assert found.warnings[0] == "มี 3 บรรทัดของแผ่นคะแนนที่ยังไม่นับ โปรดดูเหตุผลในแต่ละบรรทัด"


def test_scores_of_the_plan_s_own_year_are_told() -> None:
    found = plan(PlanRequest("บางเขน", 2567, Form.F2567, sheet("I20 70")), sample_index())
    assert found.warnings[0].startswith("คะแนนเป็นของปี 2567 แต่แผนปี 2567")


def test_what_cannot_be_planned() -> None:
    with pytest.raises(RequestError, match="No score was found in the sheet"):
        made("สวัสดี")
    with pytest.raises(RequestError, match="the first line not understood is line 2: 'I1 -'"):
        made("ปี 2567\nI1 -")
    with pytest.raises(UnknownValue, match="no item or group 'I28' in the set of 2567"):
        made(chosen=("I28",))
    with pytest.raises(UnknownValue, match="no score to be below of"):
        made(below=0)
    with pytest.raises(UnknownValue, match="There is no district"):
        plan(PlanRequest("ที่ไม่มี", 2568, Form.F2567, sheet()), sample_index())


def test_thirty_rows_of_each_form() -> None:
    scores = "\n".join(f"{one.code} {40 + number}" for number, one in enumerate(catalogue.items(2567)[:30]))
    for form in (Form.F2563, Form.F2565, Form.F2566, Form.F2567):
        found = made(scores, form)
        assert sum(1 + len(row.also) for row in found.rows) == 30


# --- the command line ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("plan") / "store"
    assert main(["build", "--reports", str(SAMPLES), "--store", str(folder)]) == 0
    return str(folder)


@pytest.fixture
def scores(tmp_path: Path) -> str:
    path = tmp_path / "scores.txt"
    path.write_text(SHEET, encoding="utf-8")
    return str(path)


def test_a_plan_as_json(store: str, scores: str, capsys: Capture) -> None:
    (found,) = objects(
        capsys, "plan", "--scores", scores, "--district", "เขตบางเขน", "--year", "๒๕๖๘", "--form", "2567", "--json",
        "--store", store,
    )  # fmt: skip
    assert list(found) == [
        "district", "fiscal_year", "form", "score_year", "lines", "standing", "rows", "warnings",
    ]  # fmt: skip
    assert [found[name] for name in ("district", "fiscal_year", "form", "score_year")] == ["บางเขน", 2568, "2567", 2567]
    assert [(row["code"], row["group"], row["score"]) for row in found["rows"]] == [
        ("I16", 3, 84.66), ("I20", 4, 70.0), ("E12", 8, 60.5), (None, 10, 31.25),
    ]  # fmt: skip
    assert list(found["rows"][0]) == [
        "code", "group", "item", "score", "before", "change", "also", "draft", "own", "worked", "findings",
    ]  # fmt: skip
    assert found["rows"][0]["worked"][0]["after"]["score"] == 84.66
    assert found["rows"][0]["draft"]["district"] == "บางเขน"
    assert [line["counts"] for line in found["lines"]] == [True] * 5


def test_a_plan_for_people(store: str, scores: str, capsys: Capture) -> None:
    text = printed(
        capsys, "plan", "--scores", scores, "--district", "บางเขน", "--year", "2568", "--form", "2566", "--lowest", "1",
        "--store", store,
    )  # fmt: skip
    assert text.startswith("แผนของเขตบางเขน ปีงบประมาณ 2568 แบบฟอร์ม 2566 จากคะแนนปี 2567\n")
    assert "== 1. ตัวชี้วัดที่ 10 คะแนน 31.25" in text
    assert "ต้องกรอกหรือยืนยัน: จุดอ่อน/ประเด็นที่ต้องปรับปรุง, ระยะเวลาแล้วเสร็จ" in text


def test_the_store_s_own_scores(store: str, capsys: Capture) -> None:
    (found,) = objects(
        capsys, "plan", "--district", "ท่าสาธิต", "--year", "2568", "--form", "2567", "--item", "E12", "--json",
        "--store", store,
    )  # fmt: skip
    assert [(row["code"], row["score"], row["change"]) for row in found["rows"]] == [("E12", 80.95, -1.52)]
    assert found["rows"][0]["before"]["fiscal_year"] == 2566


def test_pasted_lines_from_stdin(store: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("I20 84.33\n"))
    (found,) = objects(capsys, "plan", "--scores", "-", *PLAN, "2567", "--json", "--store", store)
    assert [row["code"] for row in found["rows"]] == ["I20"]


def test_the_official_form_is_written(store: str, scores: str, tmp_path: Path, capsys: Capture) -> None:
    for name in ("plan.docx", "plan.xlsx"):
        out = tmp_path / name
        printed(
            capsys, "plan", "--scores", scores, *PLAN, "2566", "--out", str(out),
            "--store", store,
        )  # fmt: skip
        assert out.stat().st_size > 3_000


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--scores", "nothing.csv"), "There is no file nothing.csv"),
        ((), "The store holds no scores of บางเขน of 2567 or before"),
        (("--scores", "SCORES", "--item", "I28"), "There is no item or group 'I28'"),
        (("--scores", "SCORES", "--below", "0"), "'0' is not a score from 1 to 100"),
        (("--scores", "SCORES", "--out", "plan.pdf"), "neither a .docx nor a .xlsx"),
        (("--scores", "SCORES", "--below", "10", "--out", "plan.docx"), "No item is weak, so no form was written"),
    ],
)
def test_what_the_command_refuses(
    options: tuple[str, ...], sentence: str, store: str, scores: str, capsys: Capture
) -> None:
    given = [scores if one == "SCORES" else one for one in options]
    told = refused(capsys, "plan", *given, *PLAN, "2567", "--store", store)
    assert sentence in told


def test_json_holds_no_line_end(store: str, scores: str, capsys: Capture) -> None:
    text = printed(capsys, "plan", "--scores", scores, *PLAN, "2567", "--json", "--store", store)
    assert json.loads(text)["district"] == "บางเขน"
    assert text.count("\n") == 1
