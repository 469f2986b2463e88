"""Score sheets as files, made by the tests: workbooks, comma tables in several encodings, damage."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.scorefile import read_scores, table_scores
from corpus.errors import UnknownValue, UnreadableReport, UnsupportedFormat

ROWS = [
    ["ผลการประเมิน ITA ปีงบประมาณ 2567", None, None, None, None],
    ["ที่", "ข้อ", "ข้อความ", "คะแนน 2566", "คะแนน 2567"],
    [1, "I1", "ข้อความหนึ่ง", 80.1, 84.33],
    [2, "I๒", "ข้อความสอง", 70, "๘๐.๑๑"],
    [3, "I3", "ข้อความสาม", 70, None],
    [None, "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่", None, 70, 82],
    [None, "คะแนนรวม", None, 71, 83.2],
]


def workbook(folder: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    path = folder / "scores.xlsx"
    book.save(path)
    return path


def test_a_workbook_with_two_years(tmp_path: Path) -> None:
    path = workbook(tmp_path, ROWS)
    now = read_scores(path, 2567)
    assert (now.items, now.groups) == ({"I1": 84.33, "I2": 80.11}, {1: 82.0})
    assert now.total is not None
    assert now.total.score == 83.2
    assert [(line.number, line.code) for line in now.problems] == [(5, "I3")]
    before = read_scores(path, 2566)
    assert before.items == {"I1": 80.1, "I2": 70.0, "I3": 70.0}


def test_a_workbook_of_other_years_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownValue, match="scores of 2566, 2567 and none of 2565"):
        read_scores(workbook(tmp_path, ROWS), 2565)


def test_shares_in_percent_and_several_sheets(tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["I1", 0.8433])
    first["B1"].number_format = "0.00%"
    book.create_sheet("EIT").append(["E1", 77])
    book.save(tmp_path / "a.xlsx")
    assert read_scores(tmp_path / "a.xlsx", 2567).items == {"I1": 84.33, "E1": 77.0}


def test_a_group_column_beside_the_code_takes_no_score() -> None:
    sheet = table_scores([["ตัวชี้วัด", "ข้อ", "คะแนน"], ["ตัวชี้วัดที่ 4", "I20", "84.33"]], 2567)
    assert (sheet.items, sheet.groups) == ({"I20": 84.33}, {})


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("ข้อ,คะแนน\nI1,84.33\nI2,90\n", "utf-8-sig"),
        ("ข้อ;คะแนน\nI1;84,33\nI2;90\n", "cp874"),
        ("ข้อ\tคะแนนเต็ม\tคะแนนที่ได้\nI1\t100\t84.33\nI2\t100\t๙๐\n", "utf-16"),
        ("I1,84.33\n\nI2,90\n", "utf-8"),
    ],
)
def test_comma_tables(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_bytes(text.encode(encoding))
    sheet = read_scores(path, 2567)
    assert (sheet.items, sheet.problems) == ({"I1": 84.33, "I2": 90.0}, ())


def test_lines_in_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "scores.txt"
    path.write_text("I20 84.33\nE12 (๘๑.๘๗ คะแนน)\n", encoding="utf-8")
    assert read_scores(path, 2567).items == {"I20": 84.33, "E12": 81.87}


def test_files_that_are_no_score_sheets(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat, match=r"save it as \.xlsx or \.csv"):
        read_scores(tmp_path / "scores.pdf", 2567)
    with pytest.raises(UnreadableReport, match="There is no file"):
        read_scores(tmp_path / "nothing.csv", 2567)
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(UnreadableReport, match="damaged, encrypted or no Excel workbook"):
        read_scores(tmp_path / "damaged.xlsx", 2567)
    (tmp_path / "empty.csv").write_text("\n", encoding="utf-8")
    with pytest.raises(UnreadableReport, match="empty"):
        read_scores(tmp_path / "empty.csv", 2567)
