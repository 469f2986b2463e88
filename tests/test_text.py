"""Plain text files: every encoding that offices use, pages, and files that are no text."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableReport, UnsupportedFormat
from corpus.readers import read_report
from corpus.readers.text import LARGEST, decode, pages_of, read_text

THAI = "สำนักงานเขตบางตัวอย่าง ปีงบประมาณ พ.ศ. ๒๕๖๖\r\nตัวชี้วัด\tมาตรการ\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (THAI.encode("utf-8"), "utf-8-sig"),
        (THAI.encode("utf-8-sig"), "utf-8-sig"),
        (THAI.encode("cp874"), "cp874"),
        (THAI.encode("utf-16"), "utf-16"),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes, encoding: str) -> None:
    assert decode(data, "x.txt") == (THAI, encoding)


def test_utf8_cut_off_in_mid_character_is_not_taken_for_cp874() -> None:
    text, encoding = decode((THAI * 3).encode("utf-8") + "ก".encode()[:2], "x.txt")
    assert (text, encoding) == (THAI * 3 + "\ufffd", "utf-8 (damaged)")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(range(256)) * 8, b"caf\xe9 \xfc\xdf"])
def test_what_is_no_text_is_refused_with_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableReport, match=r"^x\.txt is not a text file; save it as UTF-8"):
        decode(data, "x.txt")


def test_pages_are_parted_by_form_feeds() -> None:
    pages = pages_of("one\ftwo\f")
    assert [(p.number, p.label, p.char_start, p.char_end) for p in pages] == [
        (1, "1", 0, 3),
        (2, "2", 4, 7),
        (3, "3", 8, 8),
    ]


def test_the_report_keeps_name_text_and_the_file_s_own_hash(tmp_path: Path) -> None:
    path = tmp_path / "รายงาน.txt"
    path.write_bytes(b"abc")
    read = read_text(path)
    assert (read.name, read.text, read.encoding) == ("รายงาน.txt", "abc", "utf-8-sig")
    assert read.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("content", ["", " \n\t\r\n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableReport, match=r"^x\.txt is empty; put a report in its place\.$"):
        read_report(path)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UnreadableReport, match="larger than 20 MB"):
        read_report(path)


def test_other_types_and_lost_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.pages").write_bytes(b"PK\x03\x04")
    with pytest.raises(UnsupportedFormat, match=r"^x\.pages is of a type that cannot be read"):
        read_report(tmp_path / "x.pages")
    with pytest.raises(UnreadableReport, match=r"^Cannot open gone\.txt"):
        read_report(tmp_path / "gone.txt")
