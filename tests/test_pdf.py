"""PDF reports: text in order, offsets, labels, locked, damaged and empty files. Every PDF is made here."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PageObject, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import DictionaryObject, NameObject
from typed_pdf import font, stream

from corpus.errors import UnreadableReport
from corpus.readers import pdf, read_report, scan
from corpus.readers.pdf import read_pdf

THAI = "สำนักงานเขตดุสิต ปี ๒๕๖๖"


def _write(writer: PdfWriter, page: PageObject, text: str) -> None:
    """Puts the lines of a text on a page, each letter one glyph."""
    letters = "".join(dict.fromkeys(text.replace("\n", "")))
    shows = ["<" + "".join(f"{letters.index(letter) + 1:04X}" for letter in line) + "> Tj" for line in text.split("\n")]
    content = "BT /F1 12 Tf 20 180 Td " + " 0 -20 Td ".join(shows) + " ET"
    page[NameObject("/Contents")] = writer._add_object(stream(content))
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font(writer, letters))})}
    )


def _writer(*texts: str) -> PdfWriter:
    writer = PdfWriter()
    for text in texts:
        page = writer.add_blank_page(width=600, height=200)
        if text:
            _write(writer, page, text)
    return writer


@pytest.fixture
def save(tmp_path: Path) -> Callable[[PdfWriter], Path]:
    def to_file(writer: PdfWriter) -> Path:
        path = tmp_path / "report.pdf"
        buffer = io.BytesIO()
        writer.write(buffer)
        path.write_bytes(buffer.getvalue())
        return path

    return to_file


Save = Callable[[PdfWriter], Path]


def test_the_pages_are_joined_and_each_range_cuts_its_page(save: Save) -> None:
    report = read_pdf(save(_writer(THAI, "first line\nsecond line")))
    assert report.text == THAI + "\ffirst line second line"
    assert [(p.number, p.char_start, p.char_end) for p in report.pages] == [(1, 0, 24), (2, 25, 47)]
    assert report.text[25:47] == "first line second line"
    assert report.encoding == "pdf"


def test_the_report_knows_its_file(save: Save) -> None:
    path = save(_writer("a"))
    report = read_pdf(path)
    assert report.name == "report.pdf"
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_page_without_text_is_kept_and_needs_ocr(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_ready", lambda: False)
    report = read_pdf(save(_writer("one", "", "three")))
    assert [(p.number, p.needs_ocr) for p in report.pages] == [(1, False), (2, True), (3, False)]
    assert report.text == "one\f\fthree"
    assert (report.pages[1].char_start, report.pages[1].char_end) == (4, 4)
    assert report.text[report.pages[2].char_start : report.pages[2].char_end] == "three"


def test_a_file_of_pictures_only_wants_tesseract(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_ready", lambda: False)
    with pytest.raises(
        UnreadableReport, match=r"report\.pdf is a scan \(pages: 2\) and Tesseract, .*; install the Debian"
    ):
        read_pdf(save(_writer("", "")))


@pytest.mark.skipif(not scan.is_ready(), reason="the system package tesseract-ocr-tha is not installed")
def test_a_blank_page_is_blank_and_a_blank_file_is_refused(save: Save) -> None:
    assert [p.needs_ocr for p in read_pdf(save(_writer("one", ""))).pages] == [False, False]
    with pytest.raises(UnreadableReport, match=r"report\.pdf holds no text that can be read \(pages: 2\); check"):
        read_pdf(save(_writer("", "")))


def test_thai_and_roman_labels_lose_no_page(save: Save) -> None:
    writer = _writer("a", "b", "c", "d", "e")
    writer.set_page_label(0, 0, prefix="ก")
    writer.set_page_label(1, 2, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(3, 4, style=PageLabelStyle.DECIMAL)
    report = read_pdf(save(writer))
    assert [p.label for p in report.pages] == ["ก", "i", "ii", "1", "2"]
    assert [p.number for p in report.pages] == [1, 2, 3, 4, 5]


def test_pages_without_labels_have_their_numbers(save: Save) -> None:
    assert [p.label for p in read_pdf(save(_writer("a", "b"))).pages] == ["1", "2"]


def test_glyph_slips_of_thai_fonts_are_repaired(save: Save) -> None:
    # Decomposed sara am, a shifted mai ek of the private use area, and columns of blanks that stay.
    report = read_pdf(save(_writer("ส\u0e4d\u0e32นัก  ที\uf70a")))
    assert report.text.split() == ["สำนัก", "ที่"]


def test_a_password_is_asked_for_in_one_sentence(save: Save) -> None:
    writer = _writer("secret")
    writer.encrypt("open sesame", algorithm="RC4-128")
    with pytest.raises(UnreadableReport, match=r"^report\.pdf is locked with a password; [^.]*\.$"):
        read_pdf(save(writer))


def test_an_empty_user_password_is_opened(save: Save) -> None:
    writer = _writer("open to all", "two")
    writer.set_page_label(0, 1, style=PageLabelStyle.UPPERCASE_LETTER)
    writer.encrypt("", owner_password="owner", algorithm="RC4-128")
    report = read_pdf(save(writer))
    assert report.text == "open to all\ftwo"
    assert [p.label for p in report.pages] == ["A", "B"]


def test_no_pages(save: Save) -> None:
    with pytest.raises(UnreadableReport, match="holds no pages"):
        read_pdf(save(PdfWriter()))


@pytest.mark.parametrize("keep", [20, 200])
def test_a_cut_off_file_is_damaged(save: Save, keep: int) -> None:
    path = save(_writer("text"))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(UnreadableReport, match=r"report\.pdf (is damaged|holds no pages)"):
        read_pdf(path)


def test_a_broken_cross_reference_table_is_repaired(save: Save) -> None:
    path = save(_writer("still here", ""))
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n")
    report = read_pdf(path)
    assert report.text.strip() == "still here"
    assert len(report.pages) == 2


def test_another_file_is_no_pdf(tmp_path: Path) -> None:
    path = tmp_path / "photo.pdf"
    path.write_bytes(b"\x89PNG\r\n" + bytes(3000) + b"%PDF-1.7")
    with pytest.raises(UnreadableReport, match=r"photo\.pdf is not a PDF file"):
        read_pdf(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=r"Cannot open gone\.pdf"):
        read_pdf(tmp_path / "gone.pdf")


def test_too_large_and_too_many_pages(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(_writer("a", "b", "c"))
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    with pytest.raises(UnreadableReport, match="has 3 pages, 2 are the most"):
        read_pdf(path)
    monkeypatch.setattr(pdf, "LARGEST", 100)
    with pytest.raises(UnreadableReport, match="is larger than"):
        read_pdf(path)


def test_the_reader_is_chosen_by_what_the_file_is(save: Save) -> None:
    path = save(_writer("by content"))
    renamed = path.rename(path.with_suffix(".txt"))
    assert read_report(renamed).encoding == "pdf"
