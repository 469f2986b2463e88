"""What a terminal shows: widths of Thai text, tables, and nothing that steers the terminal."""

import pytest

from assistant.answers import Answer, Basis, Citation, DraftCell, DraftRow, ReadAs, Status
from assistant.printout import answer_sheet, draft_sheet, hits_list, one_line, plain, table, width
from corpus.records import Form, Passage, Place
from index.hits import Hit

PLACE = Place("a.txt", page=2, line=14, char_start=30, char_end=40)


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("ที่นี่", 2), ("ทำ", 2), ("น้ำ", 2), ("漢字", 4), ("", 0), ("ก\u200bข", 2)]
)
def test_marks_above_and_below_the_line_take_no_column(text: str, columns: int) -> None:
    assert width(text) == columns


def test_columns_of_a_table_line_up() -> None:
    text = table(("เขต", "n"), [("ที่หนึ่ง", "5"), ("กข", "12")], frozenset({1}))
    # ที่หนึ่ง takes four columns (ท ห น ง), เขต three, กข two.
    assert text == "เขต    n\n----  --\nที่หนึ่ง   5\nกข    12"


def test_a_line_is_cut_with_an_ellipsis_at_its_columns() -> None:
    assert one_line("ที่นี่\nดีมาก", 4) == "ที่นี่ …"
    assert one_line("ที่นี่", 2) == "ที่นี่"
    assert one_line("abcdef", 3) == "ab…"


def test_what_would_steer_the_terminal_is_left_out() -> None:
    assert plain("ก\x1b[31mข\x07\u202eค\x9b2J\ud800\n\tง") == "ก[31mขค2J\n\tง"


def test_an_answer_is_followed_by_its_sources() -> None:
    citation = Citation(1, "a.txt", "a#1", "responsible", PLACE, "ฝ่ายปกครอง", "ทดสอบ", 2567, "I20")
    prose = Citation(2, "a.txt", None, None, PLACE, "คำนำ", "ทดสอบ", 2567, "ข้อความ")
    answer = Answer("ใคร", Status.ANSWERED, "ฝ่าย\x1bปกครอง [1]", (citation, prose), (), ReadAs())
    assert answer_sheet(answer) == (
        "ฝ่ายปกครอง [1]\n\nแหล่งที่มา\n"
        "[1] เขตทดสอบ ปี 2567 I20 ผู้รับผิดชอบ — a.txt หน้า 2 บรรทัด 14\n"
        "[2] เขตทดสอบ ปี 2567 ข้อความ — a.txt หน้า 2 บรรทัด 14"
    )


def test_a_refusal_has_no_list_of_sources() -> None:
    assert answer_sheet(Answer("ใคร", Status.NOT_FOUND, "ไม่พบ", (), (), ReadAs())) == "ไม่พบ"


def test_a_draft_shows_what_each_cell_rests_on_and_what_is_left() -> None:
    row = DraftRow(
        district="ตัวอย่าง",
        fiscal_year=2568,
        form=Form.F2567,
        code="I20",
        group=4,
        item="ขออนุญาตยืม",
        weakness="ไม่มีคู่มือ",
        cells=(
            ("measure", DraftCell("- จัดทำคู่มือ\n- อบรม", (Basis("a#1", "a.txt", PLACE, "จัดทำ\nคู่มือ", "ทดสอบ", 2567),))),
            ("timeframe", DraftCell("", ())),
        ),
        to_confirm=("timeframe",),
        warnings=("ยังไม่มีกำหนดเวลา",),
    )
    assert draft_sheet((row,)) == (
        "เขตตัวอย่าง ปีงบประมาณ 2568 แบบฟอร์ม 2567\n"
        "I20 (ตัวชี้วัดที่ 4) ขออนุญาตยืม\n"
        "จุดอ่อนที่แจ้ง: ไม่มีคู่มือ\n"
        "\nมาตรการ/กิจกรรม\n  - จัดทำคู่มือ\n  - อบรม\n"
        "    อิง: “จัดทำ คู่มือ” — เขตทดสอบ ปี 2567, a.txt หน้า 2 บรรทัด 14\n"
        "\nระยะเวลาแล้วเสร็จ\n  (เว้นไว้ให้กรอก)\n"
        "\nต้องกรอกหรือยืนยัน: ระยะเวลาแล้วเสร็จ\n"
        "ข้อควรระวัง: ยังไม่มีกำหนดเวลา"
    )


def test_hits_are_numbered_with_place_and_first_words() -> None:
    passage = Passage("p", "a.txt", PLACE, "ทดสอบ", 2567, "คำนำ\nของรายงาน")
    assert hits_list([Hit(passage, score=0.03125, cosine=0, coverage=0, bm25=0)]) == (
        "  1. เขตทดสอบ ปี 2567 ข้อความ  (0.0312)\n     คำนำ ของรายงาน\n     a.txt หน้า 2 บรรทัด 14"
    )


def test_no_hits_is_said() -> None:
    assert hits_list([]) == "ไม่พบข้อความที่ตรงกับคำค้น"
