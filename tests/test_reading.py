"""One report, whole: what is promised of every reading, whatever was done to the source."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from made_tables import (
    HEAD_2566,
    I20,
    TITLE_2566,
    cells,
    codes,
    false_places,
    from_bytes,
    held_twice,
    line,
    read,
    squeeze,
    unaccounted,
)

from corpus.errors import NoReports, UnreadableReport
from corpus.readers import read_report
from corpus.reading import read as read_file
from corpus.reading import report_files
from corpus.records import Form, Reading

SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "reports").glob("*.txt"))
REST = ("- อบรม", "- จัดอบรม", "- ๑ ครั้ง", "- เว็บไซต์", "ธ.ค. ๖๕", "ฝ่ายปกครอง", "๑ ครั้ง/ เดือน")


def same_lines(text: str) -> str:
    return text


def bold_and_breaks(text: str) -> str:
    return re.sub(r"\t(?=- )", "\t<b>+</b><br/>", text)


def page_numbers(text: str) -> str:
    return re.sub(r"\n\n", "\n\nหน้า ๑๒\n\n", text)


def rules(text: str) -> str:
    return text.replace("\n\n", "\n-----\t-----\t-----\n\n")


def halves(text: str) -> str:
    return text[: len(text) // 2]


def shuffled(text: str) -> str:
    lines = text.split("\n")
    random.Random(7).shuffle(lines)
    return "\n".join(lines)


CHANGES: list[Callable[[str], str]] = [same_lines, bold_and_breaks, page_numbers, rules, halves, shuffled]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_character_once_and_every_quote_at_its_place(path: Path, change: Callable[[str], str]) -> None:
    source = change(read_report(path).text)
    if change is shuffled:
        source = TITLE_2566 + source
    reading = read(source)
    assert unaccounted(reading) == 0
    assert false_places(reading) == []
    assert held_twice(reading) == []


def facts(reading: Reading) -> list[tuple[object, ...]]:
    return [(r.code, r.group, r.score, r.group_score, squeeze(r.item), squeeze(str(cells(r)))) for r in reading.rows]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_how_the_file_was_saved_changes_no_row(path: Path) -> None:
    source = read_report(path).text.replace("\r\n", "\n")
    wanted = facts(read(source))
    assert wanted
    assert facts(from_bytes(source.replace("\n", "\r\n").encode("utf-8-sig"))) == wanted
    assert facts(from_bytes(source.encode("utf-16"))) == wanted
    lao_free = "".join(chr(ord(c) - 0x80) if 0xE81 <= ord(c) <= 0xEDF else c for c in source)
    assert facts(from_bytes(lao_free.encode("cp874", errors="replace"))) == wanted


def test_pages_by_form_feeds_and_lines_with_crlf() -> None:
    text = (
        TITLE_2566 + HEAD_2566 + line(f"120 {I20}", *REST) + "\f" + HEAD_2566 + line("", "ต่อ", "ต่อ", "", "", "", "", "")
    )
    row = read(text.replace("\n", "\r\n")).rows[0]
    weakness = row.cell("weakness")
    assert weakness is not None
    assert [(s.text, s.place.page, s.place.line) for s in weakness.segments] == [("- อบรม", 1, 6), ("ต่อ", 2, 9)]


def test_a_report_without_a_measures_table_is_all_prose() -> None:
    text = TITLE_2566 + "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ได้ค่าคะแนน ๘๗.๙๓ คะแนน\n\nสำนักงานเขตได้ประชุมแล้ว\n"
    reading = read(text)
    assert (reading.rows, reading.form) == ((), Form.UNKNOWN)
    assert any("๘๗.๙๓" in passage.text for passage in reading.passages)
    assert unaccounted(reading) == 0


def test_scores_listed_before_the_table_count_for_its_groups() -> None:
    text = (
        TITLE_2566 + "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ ได้ค่าคะแนน ๖๙.๑๓ คะแนน\n\n" + HEAD_2566 + line(f"120 {I20}", *REST)
    )
    assert read(text).rows[0].group_score == 69.13


def test_the_ledger_counts() -> None:
    ledger = read(TITLE_2566 + HEAD_2566 + line(f"120 {I20}", *REST) + "\n๑๒\n").ledger
    assert (ledger.pages, ledger.tables, ledger.rows, ledger.cells) == (1, 1, 1, 7)
    assert [entry.reason for entry in ledger.entries] == ["หัวตาราง", "เลขหน้า"]
    assert [entry.line for entry in ledger.entries] == [5, 8]


def test_reports_that_name_no_district_or_year_are_refused() -> None:
    with pytest.raises(UnreadableReport, match=r"^made\.txt names no district office"):
        read("มาตรการ ปีงบประมาณ พ.ศ. 2566\n")
    with pytest.raises(UnreadableReport, match=r"^made\.txt names no fiscal year"):
        read("มาตรการของสำนักงานเขตบางเขน\n")


def test_the_files_of_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NoReports, match="There is no folder"):
        report_files(tmp_path / "none")
    with pytest.raises(NoReports, match="holds no reports"):
        report_files(tmp_path)
    (tmp_path / "ใน").mkdir()
    for name in ("b.txt", ".hidden.txt", "c.pages", "ใน/a.TXT"):
        (tmp_path / name).write_text(TITLE_2566, encoding="utf-8")
    assert [path.name for path in report_files(tmp_path)] == ["b.txt", "a.TXT"]
    assert codes(read_file(tmp_path / "b.txt")) == []
