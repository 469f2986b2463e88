"""Sheets become text: tables with tabs, merged cells, running heads, rows over page breaks, boxes for every line."""

from collections.abc import Sequence

from corpus.readers.layout import Laid, lay_out
from corpus.readers.sheet import Glyph, Rule, Sheet
from corpus.tables import GOES_ON

XS = (40.0, 150.0, 300.0, 450.0, 600.0, 760.0)
HEADS = ("ตัวชี้วัด", "จุดอ่อน", "มาตรการ", "ผลการดำเนินการ", "ผู้รับผิดชอบ")
ROW = ("I20 การยืม", "ไม่ทราบ", "- ทำคู่มือ", "- ทำแล้ว", "ฝ่ายปกครอง")


def words(x: float, base: float, text: str, confidence: float | None = None) -> list[Glyph]:
    """A line of words, each a glyph of six points a letter, with gaps between them."""
    out = []
    for word in text.split(" "):
        out.append(Glyph(word, x, base - 10, x + 6 * len(word), base + 2, base, confidence))
        x += 6 * len(word) + 4
    return out


def table(
    ys: Sequence[float], rows: Sequence[Sequence[str]], xs: Sequence[float] = XS
) -> tuple[list[Glyph], list[Rule]]:
    """A ruled table; each cell's words stand on one line at its top."""
    rules = [Rule(xs[0], y, xs[-1], y) for y in ys] + [Rule(x, ys[0], x, ys[-1]) for x in xs]
    glyphs = [
        glyph
        for y, row in zip(ys, rows, strict=False)
        for x, cell in zip(xs, row, strict=False)
        if cell
        for glyph in words(x + 4, y + 14, cell)
    ]
    return glyphs, rules


def sheet(*parts: tuple[list[Glyph], list[Rule]]) -> Sheet:
    return Sheet(800, 600, tuple(g for p in parts for g in p[0]), tuple(r for p in parts for r in p[1]))


def laid(*sheets: Sheet) -> Laid:
    return lay_out(sheets, [], [False] * len(sheets))


TABLE = table((100, 120, 140), (HEADS, ROW))


def test_prose_then_a_table_then_prose() -> None:
    made = laid(sheet((words(40, 60, "สำนักงานเขตดุสิต"), []), TABLE, (words(40, 200, "ลงชื่อ"), [])))
    assert made.text == "\n".join(["สำนักงานเขตดุสิต", "", "\t".join(HEADS), "\t".join(ROW), "", "ลงชื่อ"])


def test_every_line_has_its_box() -> None:
    made = laid(sheet((words(40, 60, "สำนักงานเขต ดุสิต", 0.5), []), TABLE), sheet((words(40, 60, "จบ"), [])))
    first, *_, last = made.boxes
    assert made.text[first.char_start : first.char_end] == "สำนักงานเขต ดุสิต"
    assert (first.page, first.x0, first.top, first.x1, first.bottom, first.confidence) == (1, 40, 50, 140, 62, 0.5)
    assert (made.text[last.char_start : last.char_end], last.page) == ("จบ", 2)
    assert [made.text[b.char_start : b.char_end] for b in made.boxes[1:-1]] == [*HEADS, *ROW]
    assert [(page.width, page.height) for page in made.pages] == [(800, 600), (800, 600)]


def test_paragraphs_of_a_cell_are_marked() -> None:
    glyphs, rules = table((100, 120, 180), (HEADS, ROW))
    glyphs += words(304, 150, "- เผยแพร่")
    assert "\t<p>- ทำคู่มือ</p> <p>- เผยแพร่</p>\t" in laid(sheet((glyphs, rules))).text


def test_what_looks_like_a_tag_is_told_from_one() -> None:
    assert laid(sheet((words(40, 60, "ก <b> ข"), []))).text == "ก &lt;b> ข"


def test_a_merged_cell_stands_in_every_row_but_an_item_only_once() -> None:
    glyphs, rules = table((100, 120, 140, 160), (HEADS, ROW, ("", "", "- อบรม", "- อบรมแล้ว", "")))
    whole = Rule(40, 140, 760, 140)
    rules = [rule for rule in rules if rule != whole]
    rules.append(Rule(300, 140, 600, 140))
    lines = laid(sheet((glyphs, rules))).text.split("\n")
    assert lines[1:] == ["\t".join(ROW), "\tไม่ทราบ\t- อบรม\t- อบรมแล้ว\tฝ่ายปกครอง"]


def test_a_later_table_is_dealt_to_the_columns_of_the_heading() -> None:
    odd = (40.0, 150.0, 220.0, 300.0, 450.0, 600.0, 760.0)
    second = table((100, 120, 140), (("I21 ผู้บริหาร", "ยัง", "ไม่มี", "- ประชุม", "- แล้ว", "ทุกฝ่าย"),), odd)
    made = laid(sheet(TABLE), sheet(second))
    assert made.text.split("\f")[1].split("\n")[0] == "I21 ผู้บริหาร\t<p>ยัง</p> <p>ไม่มี</p>\t- ประชุม\t- แล้ว\tทุกฝ่าย"


def test_running_heads_are_read_once_and_page_numbers_stay() -> None:
    pages = [
        sheet((words(300, 20, f"เอกสารแนบ หน้า {n}"), []), (words(40, 200, text), []), (words(400, 590, str(n)), []))
        for n, text in enumerate(("กกก", "ขขข", "คคค"), 1)
    ]
    made = laid(*pages)
    assert [page.split() for page in made.text.split("\f")] == [
        ["เอกสารแนบ", "หน้า", "1", "กกก", "1"],
        ["ขขข", "2"],
        ["คคค", "3"],
    ]
    assert made.notes == ("“เอกสารแนบ หน้า 1” พิมพ์ซ้ำที่ขอบกระดาษ 3 หน้า อ่านครั้งเดียว",)


def test_a_row_that_goes_on_over_the_page_is_marked_after_the_repeated_heading() -> None:
    narrow = (40.0, 160.0, 260.0, 350.0, 450.0, 490.0)
    broken = table((500, 520, 540), (HEADS, ("I20 กรณีที่มีการขอ", "ไม่ทราบ", "- ทำคู่มือการ", "- ทำคู่มือการ", "ฝ่าย")), narrow)
    rest = table((50, 70, 90), (HEADS, ("ยืมทรัพย์สิน", "", "ยืม", "แล้ว", "ปกครอง")), narrow)
    second = laid(sheet(broken), sheet((words(390, 20, "- 2 -"), []), rest)).text.split("\f")[1]
    assert second.split("\n")[2:] == ["\t".join(HEADS), GOES_ON, "ยืมทรัพย์สิน\t\tยืม\tแล้ว\tปกครอง"]


def test_lost_rings_are_put_back_where_the_whole_page_lost_them() -> None:
    text = "สานักงานเขตดาเนินการตามมาตรการ " * 12
    made = laid(sheet((words(40, 60, text.strip()), [])))
    assert made.text == text.strip().replace("สานัก", "สำนัก").replace("ดาเนิน", "ดำเนิน")
    assert made.notes == ("เติมสระ ำ ที่แบบอักษรในไฟล์ทำหาย 24 คำ",)


def test_repaired_glyphs_are_counted() -> None:
    made = laid(sheet((words(40, 60, "ที\uf70a"), []), (words(40, 90, "นี่"), []), (words(40, 120, "ท\uf70aี", 0.9), [])))
    assert made.text.split() == ["ที่", "นี่", "ที่"]
    assert made.notes == ("ซ่อมตัวอักษรไทยที่แบบอักษรในไฟล์เก็บผิดที่ 1 บรรทัด",)
