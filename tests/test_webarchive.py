"""Pages saved whole in one file: the page is read as if it were alone, what was saved with it is counted."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from corpus.errors import UnreadableReport
from corpus.readers import read_report
from corpus.readers.webarchive import is_web_archive
from corpus.reading import read
from tests.made_renderings import as_html

SAMPLE = Path(__file__).parent.parent / "corpus" / "reports" / "sample_2566_nongbaepfuek.txt"


def saved(path: Path, page: str, charset: str = "utf-8", transfer: str = "quoted-printable", more: str = "") -> Path:
    """A page saved with a picture, as browsers do; ``more`` is another page in the same file."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://www.example.go.th/ita"
    message["Subject"] = "รายงาน"
    message.set_content(page, subtype="html", charset=charset, cte=transfer)
    message.add_related(b"\x89PNG", "image", "png", cid="<a@b>")
    if more:
        message.add_related(more, subtype="html", charset="utf-8")
    path.write_bytes(message.as_bytes())
    return path


def test_a_report_saved_by_a_browser_has_the_rows_of_its_page(tmp_path: Path) -> None:
    page = as_html(read_report(SAMPLE).text, tmp_path / "a.html")
    made = read(saved(tmp_path / "a.mht", page.read_text(encoding="utf-8"), transfer="base64"))
    wanted = read(page)
    assert (made.report.name, made.report.encoding) == ("a.mht", "mht")
    assert made.report.text == wanted.report.text
    assert [row.code for row in made.rows] == [row.code for row in wanted.rows] != []


@pytest.mark.parametrize(
    ("charset", "transfer"), [("utf-8", "quoted-printable"), ("tis-620", "8bit"), ("cp874", "base64")]
)
def test_whatever_it_is_written_in(charset: str, transfer: str, tmp_path: Path) -> None:
    made = saved(
        tmp_path / "page", "<html><body><p>ตัวชี้วัด = ร้อยละ ๙๐</p><img src='cid:a@b'></body></html>", charset, transfer
    )
    report = read_report(made)  # told by its content alone
    assert report.text.strip() == "ตัวชี้วัด = ร้อยละ ๙๐"
    assert report.notes == ("รูปภาพหรือสื่อ 1 ชิ้น ไม่ได้อ่าน",)


def test_other_pages_in_the_file_are_noted(tmp_path: Path) -> None:
    made = saved(tmp_path / "a.mhtml", "<html><p>หน้าแรก</p>", more="<html><p>กรอบ</p>")
    assert read_report(made).text.strip() == "หน้าแรก"
    assert read_report(made).notes == ("หน้าอื่นที่บันทึกไว้ในไฟล์ 1 หน้า ไม่ได้อ่าน",)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n\nno page\n--x--"],
)
def test_a_file_without_a_page_is_refused_in_a_sentence(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.mht").write_bytes(data)
    with pytest.raises(UnreadableReport, match=r"^a\.mht holds no page that can be read; save it again"):
        read_report(tmp_path / "a.mht")


def test_a_letter_or_a_text_is_no_page() -> None:
    assert not is_web_archive("เรื่อง: รายงาน\nสำนักงานเขต: ดุสิต\n\nข้อความ".encode())
    assert not is_web_archive(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nhello")
    assert is_web_archive(b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n")
