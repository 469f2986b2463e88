"""Pictures of pages become glyphs with places and confidence; turned and askew pages; no Tesseract."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.errors import UnreadableReport
from corpus.readers import read_report, scan
from corpus.readers.ink import Gray, Picture
from corpus.readers.layout import Laid, lay_out
from corpus.reading import read
from corpus.records import Place
from tests.conftest import need
from tests.made_pages import image_pdf

FONT = Path("/usr/share/fonts/truetype/tlwg/Laksaman.ttf")
HEADS = ("ตัวชี้วัด", "จุดอ่อน", "มาตรการ", "ผลการดำเนินการ", "ผู้รับผิดชอบ")
ROWS = (
    ("I20 การยืมทรัพย์สิน", "เจ้าหน้าที่ไม่ทราบขั้นตอน", "จัดทำคู่มือการยืม", "เผยแพร่คู่มือแล้ว", "ฝ่ายปกครอง"),
    ("I21 ผู้บริหารเขต", "ยังไม่เป็นตัวอย่างที่ดี", "จัดประชุมชี้แจง", "ประชุมแล้ว ๒ ครั้ง", "ทุกฝ่าย"),
)
TITLE = "สำนักงานเขตดุสิต ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
SCALE = 300 / 72
XS, YS = (40, 190, 340, 480, 620, 760), (90, 130, 180, 230)


@pytest.fixture(scope="module", autouse=True)
def _tesseract() -> None:
    need(shutil.which("tesseract"), "tesseract-ocr")
    if not scan.is_ready():
        need(None, "tesseract-ocr-tha")
    if not FONT.exists():
        need(None, "fonts-thai-tlwg")


@pytest.fixture(scope="module")
def page() -> Gray:
    """A page of 800 by 300 points at 300 dpi: a title and a ruled table of two rows."""
    image = Image.new("L", (round(800 * SCALE), round(300 * SCALE)), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), round(14 * SCALE))
    draw.text((40 * SCALE, 40 * SCALE), TITLE, font=font, fill=0)
    for y, row in zip(YS, (HEADS, *ROWS), strict=False):
        for x, words in zip(XS, row, strict=False):
            draw.text(((x + 5) * SCALE, (y + 6) * SCALE), words, font=font, fill=0)
    for y in YS:
        draw.line([(XS[0] * SCALE, y * SCALE), (XS[-1] * SCALE, y * SCALE)], fill=0, width=3)
    for x in XS:
        draw.line([(x * SCALE, YS[0] * SCALE), (x * SCALE, YS[-1] * SCALE)], fill=0, width=3)
    return np.asarray(image, dtype=np.uint8)


def laid(gray: Gray) -> Laid:
    return lay_out([scan.sheet_of_picture(Picture(gray, 300.0))], [], [False])


def squeezed(text: str) -> str:
    return text.replace(" ", "")


EXPECTED = "\n".join([TITLE, "", *("\t".join(row) for row in (HEADS, *ROWS))])


def same_letters(text: str) -> float:
    """The share of the expected text that was read, letter by letter, the letter I aside, which may come out as 1."""
    from rapidfuzz import fuzz

    return fuzz.ratio(squeezed(text).replace("I2", "12"), squeezed(EXPECTED).replace("I2", "12")) / 100


def test_a_table_is_read_cell_by_cell(page: Gray) -> None:
    made = laid(page)
    assert same_letters(made.text) >= 0.97
    lines = made.text.split("\n")
    assert [line.count("\t") for line in lines[-3:]] == [4, 4, 4]
    assert "๒๕๖๗" in lines[0]
    assert lines[-1].split("\t")[4] == "ทุกฝ่าย"


def test_every_line_has_its_place_and_its_confidence(page: Gray) -> None:
    made = laid(page)
    assert all(box.confidence is not None and 0.5 <= box.confidence <= 1 for box in made.boxes)
    last = made.boxes[-1]
    assert made.text[last.char_start : last.char_end] == "ทุกฝ่าย"
    assert (last.x0, last.top) == (pytest.approx(625, abs=4), pytest.approx(188, abs=8))


@pytest.mark.parametrize("degrees", [-1.3, 0.8])
def test_a_page_that_lies_askew_is_straightened(page: Gray, degrees: float) -> None:
    turned = Image.fromarray(page).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    assert same_letters(laid(np.asarray(turned)).text) >= 0.95


def test_how_a_page_was_turned_to_be_read_is_kept(page: Gray) -> None:
    askew = Image.fromarray(page).rotate(-1.3, Image.Resampling.BICUBIC, fillcolor=255)
    (kept,) = laid(np.asarray(askew)).pages
    assert (kept.turned, kept.askew) == (0, pytest.approx(1.3, abs=0.13))
    sheet = scan.sheet_of_picture(Picture(np.ascontiguousarray(np.rot90(page)), 300.0))
    assert (sheet.turned, sheet.askew, sheet.width > sheet.height) == (90, 0.0, True)


def test_a_dash_alone_on_its_line_is_read(page: Gray) -> None:
    image = Image.fromarray(page)
    draw = ImageDraw.Draw(image)
    x, y = 345 * SCALE, 182 * SCALE
    draw.rectangle([x, y - 2 * SCALE, x + 128 * SCALE, y + 44 * SCALE], fill=255)
    font = ImageFont.truetype(str(FONT), round(14 * SCALE))
    draw.text((x, y), "-", font=font, fill=0)
    draw.text((x, y + 20 * SCALE), "ประชาสัมพันธ์ระเบียบ", font=font, fill=0)
    cell = laid(np.asarray(image)).text.split("\n")[-1].split("\t")[2]
    assert cell == "- ประชาสัมพันธ์ระเบียบ"


def test_a_blank_page_and_one_of_specks_hold_nothing() -> None:
    specks = np.full((800, 800), 255, dtype=np.uint8)
    specks[::97, ::89] = 0
    for gray in (np.full((800, 800), 255, dtype=np.uint8), specks):
        assert scan.sheet_of_picture(Picture(gray, 300.0)).glyphs == ()


def test_a_scanned_report_becomes_rows_with_a_word_of_caution(page: Gray, tmp_path: Path) -> None:
    reading = read(image_pdf([page], tmp_path / "scan.pdf"))
    assert [row.label for row in reading.rows] == ["I20", "I21"]
    assert (reading.district, reading.fiscal_year) == ("ดุสิต", 2567)
    assert reading.ledger.notes[0] == "อ่านจากภาพด้วย OCR 1 หน้า: 1"
    place = reading.rows[0].place
    assert place.confidence is not None
    assert "ความมั่นใจต่ำ" not in place.label
    assert "ความมั่นใจต่ำ" in Place("a", 1, 1, 0, 1, 0.4).label
    assert not reading.report.pages[0].needs_ocr


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpg"])
def test_image_files_are_reports_too(page: Gray, tmp_path: Path, name: str) -> None:
    image = Image.fromarray(page)
    if name == "a.tif":
        image.save(tmp_path / name, save_all=True, append_images=[image], dpi=(300, 300))
    else:
        image.save(tmp_path / name, dpi=(300, 300))
    report = read_report(tmp_path / name)
    assert len(report.pages) == (2 if name == "a.tif" else 1)
    assert "ผู้บริหารเขต" in report.text
    assert report.encoding == "image"


def test_without_tesseract_one_sentence_says_what_to_install(
    page: Gray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "is_ready", lambda: False)
    with pytest.raises(UnreadableReport, match=r"^scan\.pdf is a scan \(pages: 1\) and Tesseract, .*tesseract-ocr-tha"):
        read_report(image_pdf([page], tmp_path / "scan.pdf"))
    Image.fromarray(page).save(tmp_path / "a.png")
    with pytest.raises(UnreadableReport, match=r"^a\.png is an image and Tesseract, .* is not there; install"):
        read_report(tmp_path / "a.png")


def test_an_image_that_is_none_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nrubbish")
    with pytest.raises(UnreadableReport, match=r"a\.png is damaged"):
        read_report(tmp_path / "a.png")
    monkeypatch.setattr("corpus.readers.image.MOST_PIXELS", 100)
    Image.new("L", (50, 50)).save(tmp_path / "b.png")
    with pytest.raises(UnreadableReport, match=r"b\.png is an image of too many pixels"):
        read_report(tmp_path / "b.png")


def test_a_page_on_its_side_is_turned(page: Gray) -> None:
    assert same_letters(laid(np.ascontiguousarray(np.rot90(page))).text) >= 0.9
