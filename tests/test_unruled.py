"""Tables without rules, or with some only, are read as ruled ones; prose, lists and tables of contents are not."""

from collections.abc import Sequence

import pytest

from corpus.readers.layout import lay_out
from corpus.readers.sheet import Glyph, Rule, Sheet
from corpus.readers.unruled import opens_row
from corpus.tables import GOES_ON

XS = (40.0, 170.0, 300.0, 450.0, 600.0)
HEADS = ("ตัวชี้วัด", "จุดอ่อน", "มาตรการ", "ผลการดำเนินการ", "ผู้รับผิดชอบ")
STEP = 16.0


def typed(x: float, base: float, text: str) -> list[Glyph]:
    """A line of words, each a glyph of six points a letter, four points apart."""
    out = []
    for word in text.split(" "):
        out.append(Glyph(word, x, base - 10, x + 6 * len(word), base + 2, base))
        x += 6 * len(word) + 4
    return out


def rows(top: float, *held: Sequence[Sequence[str]], xs: Sequence[float] = XS) -> tuple[list[Glyph], list[float]]:
    """Rows one under another without a gap, each cell a list of lines; the glyphs, and where each row begins."""
    glyphs, tops = [], []
    for row in held:
        tops.append(top)
        for x, lines in zip(xs, row, strict=True):
            for number, line in enumerate(lines):
                if line:
                    glyphs += typed(x, top + 12 + STEP * number, line)
        top += STEP * max(map(len, row))
    return glyphs, [*tops, top]


def cells(*words: str) -> list[list[str]]:
    """A row of cells; "/" ends a line."""
    return [word.split("/") for word in words]


HEADING = cells(*HEADS)
I20 = cells(
    "I20 การยืมทรัพย์สิน/ของราชการ", "ไม่ทราบขั้นตอนยืม", "- ทำคู่มือการยืมทรัพย์/สินของราชการ", "- ทำแล้วและเผยแพร่", "ฝ่ายปกครอง"
)
I21 = cells("I21 ผู้บริหาร", "ผู้บริหารไม่เข้มงวด", "- ประชุมทุกเดือน", "- ประชุมแล้ว", "ทุกฝ่าย")
LINES = [
    "\t".join(HEADS),
    "I20 การยืมทรัพย์สินของราชการ\tไม่ทราบขั้นตอนยืม\t- ทำคู่มือการยืมทรัพย์สินของราชการ\t- ทำแล้วและเผยแพร่\tฝ่ายปกครอง",
    "I21 ผู้บริหาร\tผู้บริหารไม่เข้มงวด\t- ประชุมทุกเดือน\t- ประชุมแล้ว\tทุกฝ่าย",
]


def laid(*pages: tuple[list[Glyph], list[Rule]]) -> str:
    sheets = [Sheet(800, 600, tuple(glyphs), tuple(rules)) for glyphs, rules in pages]
    return lay_out(sheets, [], [False] * len(sheets)).text


def test_a_table_without_any_rule() -> None:
    glyphs, _ = rows(100, HEADING, I20, I21)
    text = laid((typed(40, 60, "สำนักงานเขตดุสิต") + glyphs + typed(420, 260, "ลงชื่อ ผู้อำนวยการเขต"), []))
    assert text.split("\n") == ["สำนักงานเขตดุสิต", "", *LINES, "", "ลงชื่อ ผู้อำนวยการเขต"]


def test_every_cell_has_its_place_on_the_page() -> None:
    glyphs, _ = rows(100, HEADING, I20, I21)
    made = lay_out([Sheet(800, 600, tuple(glyphs))], [], [False])
    at = made.text.index("- ประชุมทุกเดือน")
    box = next(box for box in made.boxes if box.char_start == at)
    assert (box.page, box.x0, box.top, box.bottom) == (1, 300, 150, 162)


def test_a_heading_of_several_lines_and_one_over_all_columns() -> None:
    heads = cells("ตัวชี้วัด", "จุดอ่อน", "มาตรการ/กิจกรรมใน|การพัฒนาปรับปรุง", "การกำกับติดตาม", "ผู้รับผิดชอบ")
    heads[2] = ["มาตรการ/กิจกรรมใน", "การพัฒนาปรับปรุง"]
    head, tops = rows(100, heads)
    across = typed(40, tops[-1] + 12, "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ คะแนนเฉลี่ย 80.00 คะแนน")
    body, _ = rows(tops[-1] + STEP, I20, I21)
    assert laid((head + across + body, [])).split("\n") == [
        "ตัวชี้วัด\tจุดอ่อน\tมาตรการ/กิจกรรมในการพัฒนาปรับปรุง\tการกำกับติดตาม\tผู้รับผิดชอบ",
        "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ คะแนนเฉลี่ย 80.00 คะแนน\t\t\t\t",
        *LINES[1:],
    ]


def test_a_row_goes_on_over_the_page_without_a_heading() -> None:
    first, _ = rows(500, HEADING, I21, [["I20 การยืม"], ["ไม่ทราบว่าต้อง"], ["- ทำคู่มือการ"], ["- แล้ว"], ["ทุกฝ่าย"]])
    second, _ = rows(
        50, [[""], ["ขออนุญาต"], ["ยืมทรัพย์สิน"], [""], [""]], cells("I22 ของกลาง", "ไม่มี", "- นับ", "- นับ", "ทุกฝ่าย")
    )
    pages = laid((first, []), (second + typed(390, 580, "- 2 -"), [])).split("\f")
    assert pages[0].split("\n")[-1] == "I20 การยืม\tไม่ทราบว่าต้อง\t- ทำคู่มือการ\t- แล้ว\tทุกฝ่าย"
    assert pages[1].split("\n") == [
        GOES_ON,
        "\tขออนุญาต\tยืมทรัพย์สิน\t\t",
        "I22 ของกลาง\tไม่มี\t- นับ\t- นับ\tทุกฝ่าย",
        "",
        "- 2 -",
    ]


def test_a_page_on_which_only_one_cell_goes_on_is_table_still() -> None:
    first, _ = rows(500, HEADING, I21, cells("I20 การยืม", "ไม่ทราบว่าต้อง", "- ทำคู่มือการ", "- แล้ว", "ทุกฝ่าย"))
    second = [glyph for n in range(3) for glyph in typed(300, 62 + STEP * n, "ยืมทรัพย์สินของราชการ")]
    third, _ = rows(50, cells("I22 ของกลาง", "ไม่มี", "- นับ", "- นับ", "ทุกฝ่าย"))
    pages = laid((first, []), (second, []), (third, [])).split("\f")
    assert pages[1].split("\n")[-1].count("\t") == 4
    assert pages[1].split("\n")[-1].strip().startswith("ยืมทรัพย์สินของราชการ")
    assert pages[2].split("\n")[-1] == "I22 ของกลาง\tไม่มี\t- นับ\t- นับ\tทุกฝ่าย"


def test_a_row_that_names_no_item_begins_where_most_columns_do() -> None:
    other = cells("", "ไม่มีช่องทางแจ้ง", "- เปิดช่องทาง", "- เปิดแล้ว", "ฝ่ายทะเบียน")
    glyphs, _ = rows(100, HEADING, I20, other)
    assert laid((glyphs, [])).split("\n") == [*LINES[:2], "\tไม่มีช่องทางแจ้ง\t- เปิดช่องทาง\t- เปิดแล้ว\tฝ่ายทะเบียน"]


def test_prose_after_a_page_of_table_is_prose() -> None:
    first, _ = rows(500, HEADING, I20, I21)
    lines = ["ข้อความธรรมดาที่ยาวไปจนสุดขอบกระดาษและไม่มีช่องว่างใดให้เห็นเป็นแถวตั้งได้เลยสักแห่งเดียวในหน้านี้" for _ in range(4)]
    prose = [glyph for n, line in enumerate(lines) for glyph in typed(40, 60 + STEP * n, line)]
    assert "\t" not in laid((first, []), (prose, [])).split("\f")[1]


def test_level_rules_part_rows_that_name_no_item() -> None:
    held = [
        HEADING,
        cells("การยืม/ของราชการ", "ไม่ทราบ", "- ทำคู่มือ", "- แล้ว", "ฝ่ายปกครอง"),
        cells("ผู้บริหาร", "-", "- ประชุม", "- แล้ว", "ทุกฝ่าย"),
    ]
    glyphs, tops = rows(100, *held)
    rules = [Rule(36, y, 760, y) for y in tops]
    assert laid((glyphs, rules)).split("\n")[1:] == [
        "<p>การยืม</p> <p>ของราชการ</p>\tไม่ทราบ\t- ทำคู่มือ\t- แล้ว\tฝ่ายปกครอง",
        "ผู้บริหาร\t-\t- ประชุม\t- แล้ว\tทุกฝ่าย",
    ]


@pytest.mark.parametrize("framed", [False, True])
def test_upright_rules_alone_with_a_frame_or_without(framed: bool) -> None:
    more = [cells(f"I{n} ข้อที่ถาม", "ไม่ทราบ", "- ทำคู่มือ", "- แล้ว", "ทุกฝ่าย") for n in (22, 23, 24)]
    glyphs, tops = rows(100, HEADING, I20, I21, *more)
    edges = (36.0, 166.0, 296.0, 446.0, 596.0, 760.0)
    rules = [Rule(x, tops[0], x, tops[-1]) for x in edges]
    rules += [Rule(36, y, 760, y) for y in (tops[0], tops[-1])] if framed else []
    lines = laid((glyphs, rules)).split("\n")
    assert [line.split("\t")[0][:3] for line in lines[1:]] == ["I20", "I21", "I22", "I23", "I24"]
    assert [line.split("\t")[-1] for line in lines] == ["ผู้รับผิดชอบ", "ฝ่ายปกครอง", *["ทุกฝ่าย"] * 4]


CONTENTS = [
    f"{name} {'.' * 30} {page}"
    for page, name in enumerate(("ตัวชี้วัด", "จุดอ่อน", "มาตรการ", "ผลการดำเนินการ", "ผู้รับผิดชอบ"), 1)
]
LIST = [f"{n}. {name}" for n, name in enumerate((*HEADS, "I20 การยืมทรัพย์สิน", "I21 ผู้บริหาร"), 1)]
PROSE = [
    "ตัวชี้วัด จุดอ่อน มาตรการ ผลการดำเนินการ ผู้รับผิดชอบ ของแต่ละข้อ",
    "อธิบายไว้ในตารางข้างท้ายนี้แล้ว I20 และ I21 ต้องแก้ไขก่อนข้ออื่น ทุกฝ่าย",
    "ต้องส่งรายงานภายในเดือนมีนาคม มาตรการใดทำไม่ได้ให้บอกเหตุผลไว้ด้วยเสมอ",
]
# Two columns of print, as in a leaflet, and columns under headings that are no measures.
SCORES = [
    ("ตัวชี้วัด", "คะแนน", "ระดับ", "ปีก่อน", "ผลต่าง"),
    ("I20 การยืม", "80.00", "B", "78.00", "2.00"),
    ("I21 ผู้บริหาร", "81.00", "B", "79.00", "2.00"),
]


@pytest.mark.parametrize("lines", [CONTENTS, LIST, PROSE, HEADS], ids=["contents", "list", "prose", "words"])
def test_what_is_no_table_is_none(lines: Sequence[str]) -> None:
    glyphs = [glyph for n, line in enumerate(lines) for glyph in typed(40, 100 + STEP * n, line)]
    assert "\t" not in laid((glyphs, []))


def test_columns_under_other_headings_are_no_measures() -> None:
    glyphs, _ = rows(100, *(cells(*line) for line in SCORES))
    assert "\t" not in laid((glyphs, []))


def test_what_opens_a_row() -> None:
    opened = (
        "I20 การยืม",
        "- O3 อำนาจหน้าที่",
        "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สิน",
        "7) ประสิทธิภาพการสื่อสาร",
        "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)",
    )
    assert [words for words in opened if not opens_row(words)] == []
    assert not any(map(opens_row, ("ของราชการ", "20 คน", "1. จัดทำคู่มือ", "", "(87.93 คะแนน)")))
