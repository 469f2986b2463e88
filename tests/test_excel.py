"""Workbooks: what Excel shows in each cell, sheet by sheet, merged cells by their area."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest

from corpus.errors import UnreadableReport
from corpus.readers import read_report
from corpus.reading import read
from tests.made_office import book, repacked
from tests.made_tables import HEAD_2566, I13, I16, I20, TITLE_2566, cells, codes, false_places, unaccounted

TITLES = [[line] for line in TITLE_2566.strip().split("\n")]
HEAD = HEAD_2566.strip().split("\t")
REST = ["คู่มือ 1 ฉบับ", "เว็บไซต์", "มี.ค. 66", "ฝ่ายปกครอง", "ทุกเดือน"]


def test_titles_headings_and_rows_of_a_sheet(tmp_path: Path) -> None:
    rows = [
        *TITLES, [], HEAD, ["3) การใช้อำนาจ (90.10 คะแนน)"],
        [f"I13 {I13}", "ขาดคู่มือ", "- ทำคู่มือ\n- อบรม", *REST], [],
        [f"I16 {I16}", "ขาดแผน", "ทำแผน", *REST],
    ]  # fmt: skip
    reading = read(book(tmp_path, {"มาตรการ": rows}, ["A1:H1", "A2:H2", "A3:H3", "A6:H6"]))
    assert codes(reading) == ["I13", "I16"]
    assert cells(reading.rows[0])["measure"] == "- ทำคู่มือ\n- อบรม"
    assert [row.group_score for row in reading.rows] == [90.1, 90.1]
    assert (reading.district, reading.fiscal_year) == ("บางเขน", 2566)
    assert [page.label for page in reading.report.pages] == ["มาตรการ"]
    assert unaccounted(reading) == 0
    assert false_places(reading) == []


def test_several_sheets_are_pages_and_a_sheet_without_headings_is_no_measures_table(tmp_path: Path) -> None:
    second = [HEAD, [f"I16 {I16}", "ขาดแผน", "ทำแผน", *REST], [f"I20 {I20}", "ขาดผู้ดูแล", "ตั้งผู้ดูแล", *REST]]
    other = [["ข้อ", "ช่อง", "ข้อความ", "เขต", "ปี", "รายงาน", "ตำแหน่ง", "เดิม"], ["I21", "ก", "ข", "ค", "ง", "จ", "ฉ", "ช"]]
    first = [*TITLES, HEAD, [f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", *REST]]
    reading = read(book(tmp_path, {"แผ่น 1": first, "แผ่น 2": second, "ที่มา": other}))
    assert codes(reading) == ["I13", "I16", "I20"]
    assert [row.place.page for row in reading.rows] == [1, 2, 2]
    assert [row.place.label for row in reading.rows] == ["แผ่น แผ่น 1 แถว 5", "แผ่น แผ่น 2 แถว 2", "แผ่น แผ่น 2 แถว 3"]


def test_cells_merged_downwards_are_those_of_every_row_and_equal_neighbours_are_no_merge(tmp_path: Path) -> None:
    rows = [
        *TITLES, HEAD,
        [f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", *REST], [None, "ขาดแผน", "ทำแผน", *REST],
        [f"I16 {I16}", "ขาดแผน", "ทำแผน", *REST],
    ]  # fmt: skip
    made = read(book(tmp_path, {"ก": rows}, ["A5:A6", "G5:G6"])).rows
    assert [row.code for row in made] == ["I13", "I13", "I16"]
    assert [cells(row)["weakness"] for row in made] == ["ขาดคู่มือ", "ขาดแผน", "ขาดแผน"]
    assert [len(row.merged_with) for row in made] == [1, 1, 0]


def test_formulas_show_their_stored_result_and_never_their_code(tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    made = openpyxl.Workbook()
    made.active.append(["คะแนน", "=1+1", "=ไม่ใช่สูตร"])
    made.active["C1"].data_type = "s"
    made.save(path)
    report = read_report(path)
    assert "1+1" not in report.text
    assert "=ไม่ใช่สูตร" in report.text
    assert report.notes == ("สูตรที่ไฟล์ไม่ได้เก็บผลลัพธ์ไว้ 1 ช่อง ไม่มีข้อความให้อ่าน โปรดเปิดและบันทึกใน Excel ก่อน",)
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    sheet += '<c r="A1"><f>40+2.5</f><v>42.5</v></c><c r="B1" t="str"><f>"ก"</f><v>คะแนน</v></c>'.encode()
    stored = repacked(path, {"xl/worksheets/sheet1.xml": sheet + b"</row></sheetData></worksheet>"}, "stored.xlsx")
    assert read_report(stored).text.split() == ["42.5", "คะแนน"]


def test_hidden_rows_and_sheets_are_read_and_noted(tmp_path: Path) -> None:
    path = book(tmp_path, {"ก": [["เห็น"], ["ซ่อนแถว"]], "ข": [["ซ่อนแผ่น"]]})
    made = openpyxl.load_workbook(path)
    made["ก"].row_dimensions[2].hidden = True
    made["ข"].sheet_state = "hidden"
    made.save(path)
    report = read_report(path)
    assert report.text.split() == ["เห็น", "ซ่อนแถว", "ซ่อนแผ่น"]
    assert report.notes == ("แผ่นงานที่ซ่อนไว้ อ่านแล้ว: ข", "แถวที่ซ่อนไว้ 1 แถว อ่านแล้ว")


def test_dates_and_figures_are_read_as_shown(tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    made = openpyxl.Workbook()
    for value, pattern in ((datetime.date(2023, 3, 30), "[$-107041E]d mmm yyyy;@"), (79.4, "0.00"), (20, '"I"0')):
        made.active.append([value])
        made.active.cell(made.active.max_row, 1).number_format = pattern
    made.save(path)
    assert read_report(path).text.split("\n\n")[:3] == ["30 มี.ค. 2566", "79.40", "I20"]


def test_a_workbook_with_macros_is_read_and_no_macro_looked_at(tmp_path: Path) -> None:
    good = book(tmp_path, {"ก": [["คำ"]]})
    with zipfile.ZipFile(good) as package:
        types = package.read("[Content_Types].xml").decode()
    plain, kind = "openxmlformats-officedocument.spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main"
    parts = {"[Content_Types].xml": types.replace(plain, kind).encode(), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    report = read_report(repacked(good, parts, "made.xlsm"))
    assert (report.text.strip(), report.notes) == ("คำ", ("ไฟล์มีมาโคร ไม่ได้เปิดหรือเรียกใช้",))


def test_what_is_no_workbook_is_refused_in_a_sentence(tmp_path: Path) -> None:
    good = book(tmp_path, {"ก": [["คำ"]]})
    with pytest.raises(UnreadableReport, match="is damaged"):
        read_report(repacked(good, {"xl/workbook.xml": b"<workbook"}, "bad.xlsx"))
    with pytest.raises(UnreadableReport, match="declares XML entities"):
        read_report(repacked(good, {"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "bad.xlsx"))
    with pytest.raises(UnreadableReport, match="holds no text"):
        read_report(book(tmp_path, {"ก": [[]]}))
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>'
    sheet += b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    with pytest.raises(UnreadableReport, match="merges far more cells"):
        read_report(repacked(good, {"xl/worksheets/sheet1.xml": sheet}, "wide.xlsx"))
