"""The clerk behind the window: troubles in Thai, drafts, reports, choices; and no event is an open door."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from window_desk import READINGS, FakeAssistant, Seen

from assistant.answers import DraftRequest
from assistant.window import labels
from assistant.window.choices import district_choices, form_choices, item_choices, year_choices
from assistant.window.desk import NOT_THERE, Desk, Pressed, pressed
from assistant.window.drafts import plain_text
from assistant.window.reports import report_card
from assistant.window.talk import Examples, Turn, talk
from corpus import errors
from corpus.records import CELLS, Form, LedgerEntry, Masked, MaskKind

A = READINGS[0]


# --- the desk -------------------------------------------------------------------------------------------------------


def desk() -> Desk:
    return Desk(FakeAssistant(), Examples())  # type: ignore[arg-type]


def test_a_question_first_waits_and_then_has_its_answer() -> None:
    at = desk()
    waiting, done = at.ask("  I20  ", "ดุสิต", ())
    assert (waiting[0].answer, waiting[0].question) == (None, "I20")
    assert "กำลังค้นรายงาน" in at.talk(waiting)
    assert done[0].answer is not None
    assert at.assistant.asked == [("I20", "ดุสิต")]  # type: ignore[attr-defined]
    assert "4 รายการ" in Seen(at.evidence(done)).words


def test_a_talk_keeps_its_latest_thirty_turns_and_their_numbers() -> None:
    at = desk()
    turns: tuple[Turn, ...] = ()
    for number in range(35):
        *_, turns = at.ask(f"I20 {number}", None, turns)
    assert [turns[0].number, turns[-1].number, len(turns)] == [6, 35, 30]


def test_the_cards_are_those_of_the_turn_that_was_pressed() -> None:
    at = desk()
    *_, turns = at.ask("I20", None, ())
    *_, turns = at.ask("E2", None, turns)
    assert "2 รายการ" in Seen(at.evidence(turns)).words
    assert "4 รายการ" in Seen(at.evidence(turns, "t1", 2)).words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "ยังไม่มีคำถาม"),
        ("ก" * 2001, "2,000 ตัวอักษร"),
        ("พัง", "ทำรายการนี้ไม่สำเร็จ"),
    ],
)
def test_trouble_is_one_thai_sentence_in_the_talk(
    question: str, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    *_, turns = desk().ask(question, None, ())
    assert turns[0].answer is None
    assert sentence in (turns[0].trouble or "")
    assert ("RuntimeError: unforeseen" in caplog.text) is (question == "พัง")


def test_of_a_question_pasted_by_mistake_only_the_beginning_is_shown() -> None:
    words = Seen(talk((Turn(1, "ก" * 5000, trouble="ยาวไป"),), Examples(), {})).words
    assert words == "ก" * 600 + "…" + "ยาวไป"


def test_every_error_of_the_tree_has_a_thai_sentence() -> None:
    tree = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.AssistantError)]
    assert len(tree) > 10
    for kind in tree:
        sentence = labels.trouble(kind("an English sentence"))
        assert "English" not in sentence
        assert any("\u0e01" <= letter <= "\u0e2e" for letter in sentence)
    assert labels.trouble(errors.DamagedStore("x")) == labels.trouble(errors.NoStore("x"))
    assert labels.trouble(errors.EmptyQuestion("x")) != labels.trouble(errors.RequestError("x"))


def test_a_draft_names_what_is_missing() -> None:
    rows, sentence = desk().draft(None, 2568, None, "2567", " ")
    assert (rows, sentence) == ((), "กรุณาระบุ เขต, ข้อ, จุดอ่อน")


@pytest.mark.parametrize(("item", "code", "group"), [("I20", "I20", 4), ("6", "I20", 6)])
def test_a_draft_is_asked_for_by_code_or_by_group(item: str, code: str, group: int) -> None:
    rows, sentence = desk().draft("บางเขน", 2568, item, "2567", "ไม่ทราบขั้นตอน")
    assert sentence is None
    assert (rows[0].code, rows[0].group, rows[0].form) == (code, group, Form.F2567)


def test_a_refused_draft_is_a_sentence() -> None:
    at = desk()
    rows, sentence = at.draft("บางเขน", 2500, "I20", "2567", "ไม่ทราบ")
    assert rows == ()
    assert "กรุณาเลือกเขต" in Seen(at.drafted(rows, sentence)).words


def test_a_drafted_row_can_be_copied_as_text() -> None:
    (row,) = FakeAssistant().draft(DraftRequest("บางเขน", 2568, "ไม่ทราบขั้นตอน", Form.F2563, "I20"))
    assert plain_text(row).splitlines() == [
        "เขตบางเขน ปีงบประมาณ 2568 I20 การขออนุญาตยืมทรัพย์สิน",
        "การวิเคราะห์: จุดอ่อน: ไม่ทราบขั้นตอน",
        "มาตรการเพื่อขับเคลื่อนคุณธรรมและความโปร่งใส: - จัดทำคู่มือการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง",
        "- จัดทำทะเบียนคุมการยืมและตรวจสอบทุกเดือน",
        "ผู้รับผิดชอบ: -",
    ]


@pytest.mark.parametrize(
    "data",
    [{}, {"report": "a", "start": "x", "end": "2"}, {"report": "a", "start": None, "end": "2"}, {"start": "1"}],
)
def test_a_press_that_the_window_did_not_write_is_ignored(data: dict[str, str]) -> None:
    assert pressed(data) is None
    assert "is-empty" in desk().source(pressed(data))


def test_a_press_names_a_run_of_a_report() -> None:
    assert pressed({"report": "a", "start": "1", "end": "4", "scope": "t2", "mark": "3"}) == Pressed("a", 1, 4, "t2", 3)
    assert NOT_THERE in desk().source(Pressed("gone.txt", 1, 4, "t2", 3))


# --- reports --------------------------------------------------------------------------------------------------------


def test_the_table_lists_every_report_with_its_figures() -> None:
    seen = Seen(desk().reports())
    assert [b["data-report"] for b in seen.buttons] == ["sample-a.txt", "sample-b.txt", "nasty <b>.txt"]
    assert "sample-a.txtแผนมาตรการเขตตัวอย่างเหนือ2566แผนมาตรการ21" in seen.words  # 2 rows, 1 of them to check


def test_a_report_s_card_says_what_was_left_out_and_why() -> None:
    words = Seen(desk().report("sample-a.txt")).words
    assert "ลายมือชื่อ" in words
    assert "ลงชื่อ ผู้รายงาน" in words
    assert "ข้อความที่ไม่ได้นำมาใช้ 1 แห่ง" in words
    assert "รหัสที่อ่านแล้วยังไม่แน่ใจ: E2" in words
    assert "71.25" in words


def test_a_report_s_card_says_what_was_masked_by_kind() -> None:
    hidden = (Masked(MaskKind.PHONE, 0, 2), Masked(MaskKind.PASSWORD, 3, 5), Masked(MaskKind.PHONE, 6, 8))
    assert "ปกปิด: รหัสผ่าน 1, โทรศัพท์ 2" in Seen(report_card(replace(A, report=replace(A.report, masked=hidden)))).words
    assert "ปกปิด" not in Seen(report_card(A)).words


def test_a_long_ledger_is_cut_and_the_rest_counted() -> None:
    entries = tuple(LedgerEntry(0, 1, n, "หัวกระดาษ") for n in range(1, 251))
    words = Seen(report_card(replace(A, ledger=replace(A.ledger, entries=entries)))).words
    assert "หัวกระดาษ 250" in words
    assert "และอีก 50 แห่ง" in words


# --- labels and choices ---------------------------------------------------------------------------------------------


def test_every_form_and_cell_has_a_thai_name() -> None:
    for form in Form:
        assert form in labels.FORM_NAMES
        assert form in labels.FORM_LABELS
        for cell in CELLS:
            assert any("\u0e01" <= letter <= "\u0e2e" for letter in labels.cell_label(cell, form))
    assert labels.cell_label("weakness", Form.F2566) == "ประเด็นที่ต้องเตรียมความพร้อม/ยกระดับ"
    assert labels.cell_label(None) == "ข้อความในรายงาน"
    assert labels.district_label("เขตดุสิต") == labels.district_label("ดุสิต") == "เขตดุสิต"


def test_items_of_a_year_stand_under_their_groups() -> None:
    found = item_choices(2567)
    values = [value for _, value in found]
    assert values[:3] == ["1", "I1", "I2"]
    assert values[values.index("4") + 1] == "I18"
    assert values[-1] == "O30"
    assert len(values) == 10 + 25 + 15 + 30
    assert {value: label for label, value in found}["4"].startswith("ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ")


def test_districts_with_reports_come_first() -> None:
    assert district_choices(["สาทร", "ดุสิต"], ["ดุสิต", "บางเขน"]) == [
        ("เขตดุสิต · มีรายงาน", "ดุสิต"),
        ("เขตสาทร · มีรายงาน", "สาทร"),
        ("เขตบางเขน", "บางเขน"),
    ]


def test_the_year_after_the_last_report_can_be_drafted_for() -> None:
    assert year_choices([2569])[:2] == [2570, 2569]
    assert [value for _, value in form_choices()] == ["2567", "2566", "2565", "2563"]


# --- the gradio side, not opened in a browser -----------------------------------------------------------------------


DESCRIBE = """
import json
from window_desk import FakeAssistant
from assistant.window import build_window
from assistant.planbook import PlanBook
window = build_window(FakeAssistant(), lambda: PlanBook("sqlite://"))["th"]
FakeAssistant.has_model = True
with_model = build_window(FakeAssistant(), lambda: PlanBook("sqlite://"))["th"]
print(json.dumps({
    "visibility": [one["api_visibility"] for one in window.config["dependencies"]],
    "places": [[fn.queue, fn.concurrency_limit if fn.queue else None] for fn in window.fns.values() if fn.fn],
    "with_model": [fn.concurrency_limit for fn in with_model.fns.values() if fn.queue and fn.concurrency_id == "model"],
    "analytics": window.analytics_enabled,
}))
"""


def beside(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: gradio leaves an event loop open, and warnings are errors in this one."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return subprocess.run(
        [sys.executable, *arguments], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )


def test_no_event_is_an_api_and_only_the_nudge_stands_in_the_queue_where_there_is_no_model() -> None:
    told = json.loads(beside("-c", DESCRIBE).stdout)
    # The plan's four among them: none may be left out of what is looked at.
    assert len(told["places"]) >= 18
    assert set(told["visibility"]) == {"private"}
    assert [limit for queued, limit in told["places"] if queued] == [None]
    # One for each way to ask, one for a draft, one for a row of a plan.
    assert told["with_model"] == [4] * 5
    assert told["analytics"] is False


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = beside(
            "-c",
            "from window_desk import FakeAssistant\n"
            "from assistant.server import serve\n"
            "from assistant.settings import Settings\n"
            "from assistant.window import build_window\n"
            "from corpus.errors import SettingsError\n"
            "try:\n"
            "    assistant = FakeAssistant()\n"
            f"    serve(assistant, build_window(assistant), Settings(port={port}))\n"
            "except SettingsError as error:\n"
            "    print(error)\n",
        )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == (
        f"The window cannot be served on 127.0.0.1, port {port}; another program may hold the port, "
        "so choose another with ASSISTANT_PORT.\n"
    )


def test_a_draft_has_its_files_and_old_ones_go(monkeypatch: pytest.MonkeyPatch) -> None:
    at = desk()
    monkeypatch.setattr("assistant.window.desk.MOST_FILES", 2)
    assert set(at.files_of(()).values()) == {None}
    rows, _ = at.draft("บางเขน", 2568, "I20", "2566", "ไม่ทราบขั้นตอน")
    first = [Path(path or "") for path in at.files_of(rows).values()]
    assert [path.name for path in first] == ["ITA-2568-I20.docx", "ITA-2568-I20.xlsx"]
    assert all(path.read_bytes().startswith(b"PK") for path in first)
    again = [Path(path or "") for path in at.files_of(rows).values()]
    at.files_of(rows)
    assert not any(path.exists() for path in first)
    assert all(path.exists() for path in again)


def test_a_file_that_cannot_be_made_is_left_out_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    at = desk()
    rows, _ = at.draft("บางเขน", 2568, "I20", "2566", "ไม่ทราบขั้นตอน")
    monkeypatch.setattr("assistant.export.export_plan", full)
    assert at.files_of(rows) == {".docx": None, ".xlsx": None}
    assert "no .docx file of a draft" in caplog.text


def test_without_a_store_the_start_door_says_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import app

    monkeypatch.setenv("ASSISTANT_STORE", str(tmp_path / "none"))
    assert app.main([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "build" in told.err


def test_what_the_talk_drafted_can_be_changed_there() -> None:
    from assistant.assembly import Assistant
    from assistant.window.desk import drafted_in
    from tests.made_index import sample_index

    desk = Desk(Assistant(sample_index()), Examples())
    *_, first = desk.ask("ร่าง I20 ให้เขตบางเขน ปี 2568 แบบ 2566 จุดอ่อนคือ ไม่ทราบขั้นตอน", None, ())
    *_, asked = desk.ask("เขตอื่นแก้ข้อ E3 อย่างไร", None, first)
    assert asked[-1].answer is not None
    assert not asked[-1].answer.drafts
    *_, changed = desk.ask("เปลี่ยนผู้รับผิดชอบเป็นฝ่ายทะเบียน", None, asked)
    (row,) = drafted_in(changed)
    assert dict(row.cells)["responsible"].text == "ฝ่ายทะเบียน"
    assert "ถ้อยคำของคุณ" in desk.talk(changed)
