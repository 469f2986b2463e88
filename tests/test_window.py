"""The window without a browser: what is escaped, what marks lead to, what staff are told when something goes wrong."""

import json
import os
import socket
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT
from window_desk import NASTY, READINGS, FakeAssistant, citation

from assistant.answers import Basis, DraftCell, DraftRequest, DraftRow, ReadAs
from assistant.wants import Want
from assistant.window import labels, proofs
from assistant.window.choices import district_choices, form_choices, item_choices, year_choices
from assistant.window.desk import NOT_THERE, Desk, Pressed, pressed
from assistant.window.drafts import draft, plain_text
from assistant.window.markup import Html, el, escape, join
from assistant.window.proofs import linked, proofs_of, proofs_of_drafts
from assistant.window.reports import report_card, report_table
from assistant.window.source import excerpt, readable, row_at
from assistant.window.talk import Examples, Turn, chips, talk
from corpus import errors
from corpus.records import CELLS, Form, LedgerEntry, Place

A, B, NASTY_READING = READINGS
ROWS = {row.row_id: row for reading in READINGS for row in reading.rows}
# The tags of the window's own pages; whatever else turns up came out of a report.
OWN_TAGS = {
    *("article", "section", "div", "h2", "h3", "h4", "p", "pre", "span", "b", "blockquote", "mark", "button"),
    *("ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "table", "thead", "tbody", "tr", "th", "td"),
}


class Seen(HTMLParser):
    """Collects tags, attributes and text as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.buttons: list[dict[str, str | None]] = []
        self.marked = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._open.append(tag)
        if tag == "button":
            self.buttons.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if "mark" in self._open:
            self.marked += data


def asked(question: str) -> Html:
    assistant = FakeAssistant()
    return talk((Turn(1, question, answer=assistant.ask(question)),), Examples(), ROWS)


# --- nothing of a report becomes HTML -------------------------------------------------------------------------------


def test_escape_takes_every_letter_that_html_reads() -> None:
    assert escape("<b a=\"1\" c='2'>&</b>") == "&lt;b a=&quot;1&quot; c=&#x27;2&#x27;&gt;&amp;&lt;/b&gt;"


def test_direction_marks_and_control_characters_are_dropped() -> None:
    assert escape("ก\u202eข\u2066ค\u200f\x00\x1bง\tจ\nฉ") == "กขคง\tจ\nฉ"


def test_elements_escape_text_and_attributes_but_not_html() -> None:
    made = el("p", "a<b", Html("<br>"), None, class_='x"y', data_act="go", hidden=True, title=None, id=False)
    assert made == '<p class="x&quot;y" data-act="go" hidden>a&lt;b<br></p>'
    assert join(["<", Html("<i>")], " & ") == "&lt; &amp; <i>"
    assert el("br") == "<br>"


NASTY_TALK = asked("O3 ทำอะไร")
NASTY_CITED = citation(1, NASTY_READING.rows[0], "measure")


def nasty_pages() -> list[Html]:
    row = NASTY_READING.rows[0]
    place = NASTY_CITED.place
    basis = Basis(row.row_id, row.report, place, NASTY, NASTY, 2565)
    drafted = DraftRow(
        NASTY, 2568, Form.F2566, NASTY, 9, NASTY, NASTY, (("measure", DraftCell(NASTY, (basis,))),), (NASTY,), (NASTY,)
    )
    nasty_proofs = proofs_of_drafts((drafted,), ROWS)
    return [
        NASTY_TALK,
        talk((Turn(1, NASTY, trouble=NASTY),), Examples(), ROWS),
        talk((), Examples((NASTY,), (NASTY,)), ROWS),
        draft(drafted, nasty_proofs, "draft"),
        proofs.cards(nasty_proofs, "draft"),
        excerpt(NASTY_READING, place.char_start, place.char_end, 1),
        report_table({NASTY_READING.report.name: NASTY_READING}),
        report_card(NASTY_READING),
        chips(ReadAs((NASTY,), districts=(NASTY,), unknown_districts=(NASTY,))) or Html(""),
    ]


@pytest.mark.parametrize("number", range(9))
def test_a_page_of_a_hostile_report_holds_only_the_window_s_own_tags(number: int) -> None:
    seen = Seen(nasty_pages()[number])
    assert set(seen.tags) <= OWN_TAGS
    names = {name for name, _ in seen.attributes}
    assert not {name for name in names if name.startswith("on") or name in ("href", "src", "style", "srcdoc")}
    assert "\u202e" not in seen.words


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 8])
def test_the_hostile_words_are_shown_as_they_stand(number: int) -> None:
    words = Seen(nasty_pages()[number]).words
    assert "<script>alert(1)</script>" in words
    assert '<img src=x onerror="alert(2)">' in words
    assert "[ลิงก์](http://example.com/x)" in words
    assert "${alert(3)} {{value}} @children" in words


# --- marks and proofs -----------------------------------------------------------------------------------------------


def test_each_mark_of_an_answer_opens_the_place_of_its_quote() -> None:
    buttons = [b for b in Seen(asked("I20")).buttons if b["data-act"] == "cite"]
    row = A.rows[0]
    measure = row.cell("measure")
    assert measure is not None
    place = measure.segments[0].place
    assert [b["data-mark"] for b in buttons] == ["1", "2", "3", "4"]
    assert (buttons[1]["data-report"], buttons[1]["data-start"], buttons[1]["data-end"]) == (
        "sample-a.txt",
        str(place.char_start),
        str(place.char_end),
    )
    assert buttons[1]["data-key"] == "t1:2"


def test_a_number_in_brackets_inside_a_quote_is_no_mark() -> None:
    answer = FakeAssistant().ask("O3")
    assert answer.text.count("[1]") == 3  # once in each of the two quotes, once as the mark of the first
    seen = Seen(NASTY_TALK)
    assert [b["data-mark"] for b in seen.buttons] == ["1", "2"]
    assert seen.words.count("ตามหนังสือ [1]") == 2


def test_a_number_that_is_no_citation_stays_text() -> None:
    one = proofs_of(FakeAssistant().ask("E2"), ROWS)[:1]
    seen = Seen(linked("ดู [1] และ [7] และ [x]", one, "t4"))
    assert (seen.words, len(seen.buttons)) == ("ดู 1 และ [7] และ [x]", 1)


def test_cards_follow_the_citations_and_one_is_pressed() -> None:
    answer = FakeAssistant().ask("I20")
    seen = Seen(proofs.cards(proofs_of(answer, ROWS), "t1", active=3))
    assert [b["aria-pressed"] for b in seen.buttons] == ["false", "false", "true", "false"]
    assert "เขตตัวอย่างใต้ปีงบประมาณ 2567I20จุดอ่อน/ประเด็นที่ต้องปรับปรุงไม่มีทะเบียนคุมการยืม" in seen.words


def test_bases_of_a_draft_are_numbered_once_and_after_the_citations() -> None:
    place = [Place("r.txt", 1, 1, at, at + 5) for at in (0, 10, 20)]
    basis = [Basis("r#1", "r.txt", p, "quote", "ตัวอย่าง", 2566) for p in place]
    cells = (("weakness", DraftCell("ก", (basis[0], basis[1]))), ("measure", DraftCell("ข", (basis[1], basis[2]))))
    row = DraftRow("บางเขน", 2568, Form.F2567, "I20", 4, "", "", cells, (), ())
    assert [(p.mark, p.place.char_start) for p in proofs_of_drafts((row,), {})] == [(1, 0), (2, 10), (3, 20)]
    cited = proofs.Proof(7, "r.txt", place[1], "quote", "ตัวอย่าง", 2566, "I20", "measure")
    assert [(p.mark, p.place.char_start) for p in proofs_of_drafts((row,), {}, (cited,))] == [(7, 10), (8, 0), (9, 20)]


def test_a_basis_is_called_by_the_row_that_it_stands_in_not_by_the_drafted_one() -> None:
    row = A.rows[1]
    measure = row.cell("measure")
    assert measure is not None
    basis = Basis(row.row_id, row.report, measure.segments[0].place, "q", row.district, row.fiscal_year)
    drafted = DraftRow("บางเขน", 2568, Form.F2567, "I20", 4, "", "", (("guideline", DraftCell("ก", (basis,))),), (), ())
    (proof,) = proofs_of_drafts((drafted,), ROWS)
    assert (proof.label, proof.cell) == ("E2", "measure")


def test_long_quotes_are_cut_with_an_ellipsis() -> None:
    assert proofs.shorten("ก ข\n ค", 5) == "ก ข ค"
    assert proofs.shorten("กขคงจฉ", 5) == "กขคง…"


# --- the source -----------------------------------------------------------------------------------------------------


def test_the_quoted_words_are_highlighted_and_nothing_else() -> None:
    place = citation(1, A.rows[0], "measure").place
    seen = Seen(excerpt(A, place.char_start, place.char_end, 2))
    assert seen.marked == "จัดทำคู่มือการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง"
    assert "เขตตัวอย่างเหนือ" in seen.words
    assert "sample-a.txt · หน้า 1 · บรรทัด 13" in seen.words
    assert "บุคลากรบางส่วนไม่ทราบขั้นตอนการยืม" in seen.words
    assert "<p>" not in seen.words


@pytest.mark.parametrize(("start", "end"), [(-50, -10), (0, 10**9), (10**9, 10**9), (30, 5)])
def test_offsets_outside_the_report_do_no_harm(start: int, end: int) -> None:
    seen = Seen(excerpt(A, start, end))
    assert seen.tags.count("mark") == 1


def test_stray_tags_become_breaks_and_unknown_ones_stay() -> None:
    text = '<p>ก</p> <ul style="x"><li>ข</li></ul>\t\tค <u>ง</u> <script>x</script> a<b 5'
    seen = Seen(readable(text))
    assert seen.words == "\nก\nข" + "ค ง <script>x</script> a<b 5"
    assert [a for a in seen.attributes if a == ("class", "cell-border")] == [("class", "cell-border")]


def test_the_row_at_a_place_is_the_one_whose_words_stand_there() -> None:
    place = citation(1, A.rows[1], "responsible").place
    found = row_at(A, place.char_start)
    assert found is not None
    assert found.label == "E2"
    assert row_at(A, 0) is None


def test_neighbours_of_the_cited_row_are_told_from_it() -> None:
    place = citation(1, A.rows[0], "weakness").place
    page = excerpt(A, place.char_start, place.char_end)
    inside, outside = page.index("การขออนุญาตยืม"), page.index("ให้บริการอย่างเท่าเทียม")
    assert page.rfind('class="outside"', 0, outside) > inside


# --- the talk -------------------------------------------------------------------------------------------------------


def test_a_refusal_looks_different_and_says_what_there_is() -> None:
    page = asked("เรื่องอื่น")
    assert "is-not-found" in page
    assert "ไม่พบในรายงาน" in Seen(page).words
    assert "ไม่มีรายงานของเขตบางเขน" in Seen(page).words


def test_what_the_question_was_read_as_is_shown() -> None:
    read_as = ReadAs(("I20",), (4,), (2566,), ("ดุสิต",), ("responsible",), (), "draft")
    assert Seen(chips(read_as) or "").words == "อ่านคำถามว่าI20ตัวชี้วัดที่ 4ปี 2566เขตดุสิตผู้รับผิดชอบขอให้ร่าง"
    assert chips(ReadAs()) is None
    assert set(labels.WANTS_LABELS) == set(Want) - {Want.MEASURES, Want.CELLS}


def test_an_answer_s_lines_are_laid_out_by_what_they_are() -> None:
    page = asked("I20")
    assert '<p class="line">พบ 2 แถว</p>' in page
    assert '<p class="line is-caution">รหัสเดียวกันอาจถามคนละเรื่องในแต่ละปี</p>' in page
    assert '<p class="line is-title">เขตตัวอย่างเหนือ ปี 2566 · I20</p>' in page
    assert '<p class="line is-inset"><b>จุดอ่อน:</b> “บุคลากรบางส่วนไม่ทราบขั้นตอนการยืม” <button' in page


def test_a_request_to_draft_shows_the_row_in_the_talk() -> None:
    seen = Seen(asked("ร่างมาตรการ I20 ให้เขตบางเขน"))
    assert "ร่างสำหรับเขตบางเขน" in seen.words
    assert "ร่างแถวให้แล้ว" not in seen.words  # the heading of the table says so
    assert "ร่างตามแบบเดิม" in seen.words
    assert "เว้นไว้ให้เติม" in seen.words
    assert [b["data-mark"] for b in seen.buttons if b["data-act"] == "cite"] == ["1", "2", "3", "4"]


def test_an_empty_talk_offers_examples_and_an_empty_store_says_so() -> None:
    seen = Seen(talk((), Examples(("ถามหนึ่ง",), ("ร่างหนึ่ง",)), ROWS))
    assert [b["data-text"] for b in seen.buttons] == ["ถามหนึ่ง", "ร่างหนึ่ง"]
    assert "ยังไม่มีรายงานในคลัง" in Seen(talk((), Examples(), {}, empty_store=True)).words


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
    words = Seen(talk((Turn(1, "ก" * 5000, trouble="ยาวไป"),), Examples(), ROWS)).words
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
        "การวิเคราะห์: จุดอ่อน: บุคลากรบางส่วนไม่ทราบขั้นตอนการยืม และไม่มีทะเบียนคุมการยืม",
        "มาตรการเพื่อขับเคลื่อนคุณธรรมและความโปร่งใส: จัดทำคู่มือการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง"
        " และจัดทำทะเบียนคุมการยืมและตรวจสอบทุกเดือน",
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
    seen = Seen(desk().reports("sample-a.txt"))
    assert [b["data-report"] for b in seen.buttons] == ["sample-a.txt", "sample-b.txt", "nasty <b>.txt"]
    assert "sample-a.txtเขตตัวอย่างเหนือ256625632110.9%" in seen.words  # 2 rows, 1 passage, 1 doubtful code


def test_a_report_s_card_says_what_was_left_out_and_why() -> None:
    words = Seen(desk().report("sample-a.txt")).words
    assert "ลายมือชื่อ" in words
    assert "ลงชื่อ ผู้รายงาน" in words
    assert "ข้อความที่ไม่ได้นำมาใช้ 1 แห่ง" in words
    assert "รหัสที่อ่านแล้วยังไม่แน่ใจ: E2" in words
    assert "71.25" in words


def test_a_long_ledger_is_cut_and_the_rest_counted() -> None:
    from dataclasses import replace

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
window = build_window(FakeAssistant())
print(json.dumps({
    "visibility": [one["api_visibility"] for one in window.config["dependencies"]],
    "places": [[fn.concurrency_limit, fn.concurrency_id] for fn in window.fns.values() if fn.fn],
    "analytics": window.analytics_enabled,
}))
"""


def beside(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: gradio leaves an event loop open, and warnings are errors in this one."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return subprocess.run(
        [sys.executable, *arguments], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )


def test_no_event_is_an_api_and_all_share_eight_places() -> None:
    told = json.loads(beside("-c", DESCRIBE).stdout)
    assert told["visibility"] == ["private"] * 14  # eleven events, and three tabs that say which one is open
    assert told["places"] == [[8, "search"]] * 11
    assert told["analytics"] is False


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = beside(
            "-c",
            "from window_desk import FakeAssistant\n"
            "from assistant.settings import Settings\n"
            "from assistant.window import build_window, launch\n"
            "from corpus.errors import SettingsError\n"
            "try:\n"
            f"    launch(build_window(FakeAssistant()), Settings(port={port}))\n"
            "except SettingsError as error:\n"
            "    print(error)\n",
        )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == (
        f"The window cannot be served on 127.0.0.1, port {port}; another program may hold the port, "
        "so choose another with ASSISTANT_PORT.\n"
    )


def test_without_a_store_the_start_door_says_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import app

    monkeypatch.setenv("ASSISTANT_STORE", str(tmp_path / "none"))
    assert app.main() == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "build" in told.err
