"""The text of an answer laid out: figures as a table with every mark, overviews, questions back, drafted clauses."""

import pytest
from window_desk import READINGS, FakeAssistant, Seen, citation

from assistant.answers import Answer, Basis, DraftCell, DraftRequest, DraftRow, Mode, ReadAs, Status
from assistant.window.drafts import OWN, draft
from assistant.window.lines import FigureLine, answer_text, figure_line
from assistant.window.markup import Html
from assistant.window.proofs import proofs_of, proofs_of_drafts
from assistant.window.talk import TO_COMPLETE, Examples, Turn, asks_back, talk
from corpus.records import Form

A, B, _ = READINGS
ROWS = {row.row_id: row for reading in READINGS for row in reading.rows}
CITED = tuple(citation(mark, row, "measure") for mark, row in enumerate((*A.rows, *B.rows), 1))


def shown(text: str, wants: str = "score", mode: Mode = Mode.FIGURES) -> Html:
    answer = Answer("ถาม", Status.ANSWERED, text, CITED, (), ReadAs(wants=wants), mode)
    return answer_text(text, answer, proofs_of(answer, ROWS), "t1")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "เขตดุสิต ปี 2563 · I12 เปิดโอกาสให้ตรวจสอบ: สอบถาม; ทักท้วง: 67.50 คะแนน “คะแนน ๖๗.๕๐” [12]",
            ("", "เขตดุสิต ปี 2563", "I12", "เปิดโอกาสให้ตรวจสอบ: สอบถาม; ทักท้วง", "67.50 คะแนน “คะแนน ๖๗.๕๐” [12]"),
        ),
        (
            "ต่ำสุด: เขตดุสิต ปี 2563 · ตัวชี้วัดที่ 4 ทรัพย์สิน: “ฝ่าย: คลัง” [1]",
            ("ต่ำสุด", "เขตดุสิต ปี 2563", "ตัวชี้วัดที่ 4", "ทรัพย์สิน", "“ฝ่าย: คลัง” [1]"),
        ),
        (
            "Sathon (เขตสาทร) FY 2567 · E12 พร้อม: 80 points “๘๐” [1]",
            ("", "Sathon (เขตสาทร) FY 2567", "E12", "พร้อม", "80 points “๘๐” [1]"),
        ),
        (
            "เขตดุสิต ตัวชี้วัดที่ 4 การใช้ทรัพย์สิน ผลปี 2564 ได้คะแนน: 69.13 “๖๙.๑๓” [2]",
            ("", "เขตดุสิต ผลปี 2564", "ตัวชี้วัดที่ 4", "การใช้ทรัพย์สิน", "69.13 “๖๙.๑๓” [2]"),
        ),
        (
            "เขตดุสิต I20 → I21 การยืม: ปี 2563 66.84 “ก” [1] → ปี 2567 94.33 “ข” [2]",
            ("", "เขตดุสิต", "I20 → I21", "การยืม", "ปี 2563 66.84 “ก” [1] → ปี 2567 94.33 “ข” [2]"),
        ),
    ],
)
def test_a_line_of_figures_is_read_in_its_parts(line: str, parts: tuple[str, ...]) -> None:
    assert figure_line(line) == FigureLine(*parts)


@pytest.mark.parametrize("line", ["พบ 2 แถว", "⚠ เป็นคะแนนคนละปี (2563, 2564)", "เขตดุสิต ปี 2566 70 แถว", ""])
def test_other_lines_are_none(line: str) -> None:
    assert figure_line(line) is None


def test_scores_become_a_table_and_each_number_keeps_its_mark() -> None:
    page = shown(
        "เขตดุสิต ปี 2563 · E12 ปรับปรุง: 54.06 คะแนน “๕๔.๐๖” [1]\n"
        "เขตดุสิต ปี 2563 · I7 แผน: 58.53 คะแนน “๕๘.๕๓” [2]\n⚠ เป็นคะแนนคนละปี"
    )
    seen = Seen(page)
    assert seen.words == "เขตดุสิต ปี 2563E12ปรับปรุง54.06 1I7แผน58.53 2เป็นคะแนนคนละปี"
    assert [b["data-mark"] for b in seen.buttons] == ["1", "2"]
    assert seen.tags.count("table") == 1
    assert '<td class="figure"><b>54.06</b> <button' in page


def test_a_ranking_over_districts_names_the_district_in_each_line() -> None:
    lines = [f"เขต{name} ปี 2563 · I{n} ก: {n}.50 คะแนน “ก” [{n}]" for n, name in ((1, "ดุสิต"), (2, "สาทร"), (3, "ดุสิต"))]
    seen = Seen(shown("\n".join(lines)))
    assert seen.words == "I1เขตดุสิต ปี 2563ก1.50 1I2เขตสาทร ปี 2563ก2.50 2I3เขตดุสิต ปี 2563ก3.50 3"


def test_a_change_shows_both_years_and_both_marks() -> None:
    seen = Seen(shown("เขตดุสิต I20 → I21 การยืม: ปี 2563 66.84 “ก” [1] → ปี 2567 94.33 “ข” [2]", "change"))
    assert seen.words == "เขตดุสิตI20 → I21การยืมปี 256366.841↓ปี 256794.332"
    assert [b["data-mark"] for b in seen.buttons] == ["1", "2"]


def test_what_is_said_of_a_score_is_kept() -> None:
    seen = Seen(shown("เขตดุสิต ปี 2563 · I1-I3 ก: 80 คะแนน “ก” [1] (เป็นคะแนนของทั้งช่วง I1-I3)"))
    assert seen.words == "เขตดุสิต ปี 2563I1-I3ก(เป็นคะแนนของทั้งช่วง I1-I3)80 1"


def test_rows_of_a_unit_show_the_quote_and_counted_rows_their_items() -> None:
    line = "เขตดุสิต ปี 2566 · O29 ทรัพย์สิน: “ฝ่ายเทศกิจ” [1]"
    assert Seen(shown(line, "unit")).words == "เขตดุสิต ปี 2566O29ทรัพย์สิน“ฝ่ายเทศกิจ” 1"
    assert Seen(shown(line, "count")).words == "เขตดุสิต ปี 2566O29ทรัพย์สิน1"


def test_one_fact_of_a_row_stands_under_its_title() -> None:
    page = shown("เขตดุสิต ปี 2566 · I20 การยืม: ผู้รับผิดชอบ “ฝ่ายปกครอง” [1]", "cells", Mode.QUOTE)
    assert '<p class="line is-title"><b>เขตดุสิต ปี 2566 · I20</b><span class="item"> การยืม</span></p>' in page
    assert '<p class="line is-inset">ผู้รับผิดชอบ “ฝ่ายปกครอง” <button' in page


def test_a_mark_that_a_report_wrote_is_none_in_a_table_either() -> None:
    one = citation(1, READINGS[2].rows[0], "measure")
    text = f"เขตดุสิต ปี 2566 · O3 ก: “{one.quote}” [1]"
    answer = Answer("ถาม", Status.ANSWERED, text, (one,), (), ReadAs(wants="unit"), Mode.FIGURES)
    seen = Seen(answer_text(text, answer, proofs_of(answer, ROWS), "t1"))
    assert len(seen.buttons) == 1
    assert "ตามหนังสือ [1]" in seen.words
    assert "script" not in seen.tags


# --- overviews and questions back -----------------------------------------------------------------------------------


def page_of(text: str, wants: str, mode: Mode) -> Html:
    answer = Answer("ดุสิต", Status.AMBIGUOUS, text, (), (), ReadAs(districts=("ดุสิต",), wants=wants), mode)
    return talk((Turn(1, "ดุสิต", answer=answer),), Examples(), ROWS)


def test_an_overview_offers_each_item_as_a_question() -> None:
    seen = Seen(page_of("ถามเรื่องใดได้บ้าง\nเขตดุสิต ปี 2566: 70 แถว (I1, E15)\nลองถาม", "overview", Mode.QUOTE))
    assert [(b["data-act"], b["data-text"]) for b in seen.buttons if b["data-act"] != "copy"] == [
        ("example", "I1 เขตดุสิต ปี 2566"),
        ("example", "E15 เขตดุสิต ปี 2566"),
    ]
    assert "ภาพรวมของรายงาน" in seen.words
    assert 'role="alert"' not in page_of("ถามเรื่องใดได้บ้าง", "overview", Mode.QUOTE)


def test_an_overview_of_indicators_offers_no_codes() -> None:
    seen = Seen(page_of("เขตดุสิต ปี 2565: 15 แถว (ตัวชี้วัดที่ 1–10)", "overview", Mode.QUOTE))
    assert [b["data-act"] for b in seen.buttons] == ["copy"]
    assert "15 แถวตัวชี้วัดที่ 1–10" in seen.words


def test_a_request_that_lacks_something_is_asked_back() -> None:
    page = page_of("ร่างข้อใด", "draft", Mode.DRAFT)
    assert TO_COMPLETE in page
    assert "ขอข้อมูลเพิ่ม" in page
    assert 'role="alert"' not in page
    assert not asks_back(FakeAssistant().ask("I20"))


# --- drafted rows ---------------------------------------------------------------------------------------------------


def test_each_clause_of_a_draft_has_its_own_marks() -> None:
    (row,) = FakeAssistant().draft(DraftRequest("บางเขน", 2568, "ไม่ทราบขั้นตอน", Form.F2563, "I20"))
    page = draft(row, proofs_of_drafts((row,), ROWS), "draft")
    words = Seen(page).words
    assert "จัดทำคู่มือการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง 3จัดทำทะเบียนคุมการยืมและตรวจสอบทุกเดือน 4" in words
    assert page.count('<p class="clause is-item">') == 2


def test_own_words_are_called_so() -> None:
    (row,) = FakeAssistant().draft(DraftRequest("บางเขน", 2568, "ไม่ทราบขั้นตอน", Form.F2563, "I20"))
    words = Seen(draft(row, proofs_of_drafts((row,), ROWS), "draft")).words
    assert f"ไม่ทราบขั้นตอน 12{OWN}" in words
    assert words.count(OWN) == 1


def test_a_cell_without_clauses_is_one_clause() -> None:
    row = A.rows[0]
    cited = citation(1, row, "measure")
    basis = Basis(row.row_id, row.report, cited.place, cited.quote, row.district, row.fiscal_year)
    made = DraftRow(
        "บางเขน", 2568, Form.F2567, "I20", 4, "", "", (("measure", DraftCell("ทำ", (basis, basis))),), (), ()
    )
    page = draft(made, proofs_of_drafts((made,), ROWS), "draft")
    assert page.count("clause") == 1
    assert [b["data-mark"] for b in Seen(page).buttons if b["data-act"] == "cite"] == ["1"]


def test_scores_that_are_compared_have_bars_one_alone_has_none() -> None:
    lines = ["เขตดุสิต ปี 2563 · E12 ก: 54.06 คะแนน “๕๔.๐๖” [1]", "เขตสาทร ปี 2567 · E12 ก: 81.87 คะแนน “๘๑.๘๗” [2]"]
    page = shown("\n".join(lines))
    assert page.count('class="bar"') == 2
    assert '<span class="bar" aria-hidden="true" style="--of: 54.06">' in page
    assert 'class="bar"' not in shown(lines[0])
    change = "เขตดุสิต I20 → I21 การยืม: ปี 2563 66.84 “ก” [1] → ปี 2567 94.33 “ข” [2]"
    assert shown(change, "change").count('class="bar"') == 2
