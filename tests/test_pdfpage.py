"""Pages of a PDF as sheets: Thai as printers leave it, turned pages, tables however they are drawn."""

from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from corpus.readers import pdfpage, read_report
from tests.typed_pdf import Typed, save_typed

XS, YS = [40.0, 150.0, 300.0, 450.0, 600.0, 760.0], [60.0, 100.0, 160.0, 220.0]
LINES = [
    ["ตัวชี้วัด", "จุดอ่อน", "มาตรการ", "ผลการดำเนินการ", "ผู้รับผิดชอบ"],
    ["I20 การยืม", "ไม่ทราบขั้นตอน", "- ทำคู่มือ", "- ทำแล้ว", "ฝ่ายปกครอง"],
    ["I21 ผู้บริหาร", "ไม่มี", "- ประชุม", "- ประชุมแล้ว", "ทุกฝ่าย"],
]
TITLE = "สำนักงานเขตดุสิต ปีงบประมาณ พ.ศ. 2566"
TEXT = "\n".join([TITLE, "", *("\t".join(line) for line in LINES)])


def typed(how: str = "lines") -> Typed:
    """A title and a small table whose rules are drawn in that way."""
    page = Typed()
    page.grid(XS, YS, how)
    page.type(40, 40, TITLE)
    for y, line in zip(YS, LINES, strict=False):
        for x, words in zip(XS, line, strict=False):
            page.type(x + 4, y + 15, words)
    return page


@pytest.mark.parametrize("how", ["lines", "thin", "boxes"])
def test_a_table_is_read_however_its_rules_are_drawn(how: str, tmp_path: Path) -> None:
    assert read_report(save_typed(tmp_path / "a.pdf", [typed(how)])).text == TEXT


def test_white_rules_are_none(tmp_path: Path) -> None:
    page = typed("none of these")
    page.strokes = ["1 1 1 RG", *typed().strokes]
    with pypdfium2.PdfDocument(save_typed(tmp_path / "a.pdf", [page])) as document:
        assert pdfpage.sheet_of(document[0]).rules == ()


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("ท\uf70aี่นี\uf70a", "ที่นี่"),  # a tone of the private use area, twice and before its vowel
        ("ร้ ูจัก", "รู้จัก"),  # a space between a letter and its marks, and the marks out of order
        ("ส\u0e4d\u0e32นัก", "สำนัก"),
        ("สํ านัก", "สำนัก"),
        ("น\u0e4d\u0e49\u0e32ดื่ม", "น้ำดื่ม"),
        ("ก\uf88bา", "ก่า"),  # the same of the Macintosh
        ("เเก้ไข", "แก้ไข"),
    ],
)
def test_thai_as_printers_leave_it_is_repaired(printed: str, meant: str, tmp_path: Path) -> None:
    page = Typed()
    page.type(40, 40, printed)
    assert read_report(save_typed(tmp_path / "a.pdf", [page])).text == meant


def test_bold_by_double_printing_is_read_once(tmp_path: Path) -> None:
    page = Typed()
    page.type(40, 40, "กกขข")
    page.type(40.5, 40, "กกขข")
    assert read_report(save_typed(tmp_path / "a.pdf", [page])).text == "กกขข"


def test_letters_drawn_from_right_to_left_are_put_in_order(tmp_path: Path) -> None:
    page = Typed()
    page.type(76, 40, "สุจริต")
    page.type(40, 40, "ทำงาน")
    assert read_report(save_typed(tmp_path / "a.pdf", [page])).text == "ทำงาน สุจริต"


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_like_an_upright_one(degrees: int, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_page(PdfReader(save_typed(tmp_path / "a.pdf", [typed()])).pages[0].rotate(degrees))
    writer.write(tmp_path / "b.pdf")
    report = read_report(tmp_path / "b.pdf")
    assert report.text == TEXT
    assert (report.pages[0].width, report.pages[0].height) == (800, 500)


def test_boxes_lie_on_their_words(tmp_path: Path) -> None:
    report = read_report(save_typed(tmp_path / "a.pdf", [typed()]))
    at = report.text.index("- ทำคู่มือ")
    (box,) = report.boxes_of(at, at + 10)
    assert report.text[box.char_start : box.char_end] == "- ทำคู่มือ"
    assert box.x0 == pytest.approx(304, abs=1)  # typed at 300 + 4, on a base line of 100 + 15
    assert box.x1 == pytest.approx(304 + 7 * 6, abs=1)  # seven letters and spaces of six points, marks have none
    assert box.top < 115 <= box.bottom + 1


def test_no_more_letters_than_a_page_can_hold_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfpage, "MOST_LETTERS", 4)
    page = Typed()
    page.type(40, 40, "abcdefgh")
    assert read_report(save_typed(tmp_path / "a.pdf", [page])).text == "abcd"
