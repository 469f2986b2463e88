"""The pages of the window without a browser: nothing of a report becomes HTML, and marks lead to their places."""

import pytest
from window_desk import NASTY, READINGS, FakeAssistant, Seen, citation

from assistant.answers import Basis, DraftCell, DraftRow, ReadAs
from assistant.wants import Want
from assistant.window import labels, proofs
from assistant.window.drafts import draft
from assistant.window.markup import Html, el, escape, join
from assistant.window.proofs import linked, proofs_of, proofs_of_drafts
from assistant.window.reports import report_card, report_table
from assistant.window.source import excerpt, readable, row_at
from assistant.window.talk import Examples, Turn, chips, talk
from corpus.records import Form, Place

A, B, NASTY_READING = READINGS
ROWS = {row.row_id: row for reading in READINGS for row in reading.rows}
# The tags of the window's own pages; whatever else turns up came out of a report.
OWN_TAGS = {
    *("article", "section", "div", "h2", "h3", "h4", "p", "pre", "span", "b", "blockquote", "mark", "button"),
    *(
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "label",
        "input",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ),
}


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
    assert [b["data-mark"] for b in seen.buttons if b["data-act"] == "cite"] == ["1", "2"]
    assert seen.words.count("ตามหนังสือ [1]") == 4  # once more in what is copied


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
    page = asked("ร่างมาตรการ I20 ให้เขตบางเขน")
    seen = Seen(page)
    assert "ร่างสำหรับเขตบางเขน" in seen.words
    assert "ร่างแถวให้แล้ว" not in page.split('<div class="below">')[0]  # the heading of the table says so
    assert "ร่างตามแบบเดิม" in seen.words
    assert "เว้นไว้ให้เติม" in seen.words
    assert [b["data-mark"] for b in seen.buttons if b["data-act"] == "cite"] == ["1", "2", "3", "4"]


def test_an_empty_talk_offers_examples_and_an_empty_store_says_so() -> None:
    seen = Seen(talk((), Examples(("ถามหนึ่ง",), ("ร่างหนึ่ง",)), ROWS))
    assert [b["data-text"] for b in seen.buttons] == ["ถามหนึ่ง", "ร่างหนึ่ง"]
    assert "ยังไม่มีรายงานในคลัง" in Seen(talk((), Examples(), {}, empty_store=True)).words
