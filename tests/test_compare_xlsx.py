"""The workbook of a comparison opened again: numbers, marks, rows; nothing in it can be taken for a formula."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant.compare import Choice, compare
from assistant.compare_xlsx import LEGEND_SHEET, MAP_SHEET, ROWS_SHEET, SHADES, workbook_bytes, write_workbook
from corpus.errors import RequestError
from corpus.records import Cell, Segment
from tests.made_commands import Capture, make_store, objects, printed, refused, write_reports
from tests.made_compared import N20, ROWS

LATEST = compare(ROWS, Choice())


def opened() -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(LATEST)))


def line_of(page: Any, first: str) -> list[Any]:
    return next([cell.value for cell in line] for line in page.iter_rows() if line[0].value == first)


def test_the_map_has_a_column_a_district_and_scores_as_numbers() -> None:
    page = opened()[MAP_SHEET]
    assert [cell.value for cell in page[1]][4:] == [
        "เขตตัวอย่างกลาง\n2565", "เขตตัวอย่างออก\n2566", "เขตตัวอย่างเหนือ\n2567", "เขตตัวอย่างใต้\n2563",
    ]  # fmt: skip
    assert line_of(page, "I20")[2:] == ["ปี 2563 รหัส I21", 3, "ทั้งตัวชี้วัด", "มีมาตรการ", 94.0, 79.0]
    assert line_of(page, "ตัวชี้วัดที่ 4")[3:] == [2, "69.13 (2564)", "ไม่มีข้อมูล", "ไม่มีข้อมูล", 75.0]
    assert line_of(page, "E9")[4:] == ["ไม่มีข้อมูล", "ไม่มีข้อมูล", 83.5, "58.00≈"]
    assert page.freeze_panes == "C2"


def test_every_row_behind_the_map_is_there_with_its_place() -> None:
    page = opened()[ROWS_SHEET]
    heads = [cell.value for cell in page[1]]
    assert heads[8:] == ["มาตรการ/กิจกรรม", "ผลการดำเนินการ", "ผู้รับผิดชอบ", "รายงาน", "ที่"]
    lines = [[cell.value for cell in line] for line in page.iter_rows(min_row=2)]
    assert len(lines) == sum(len(entry.rows) for line in LATEST.lines for entry in line.entries if entry.is_own) == 11
    north = next(line for line in lines if line[1] == "เขตตัวอย่างเหนือ" and line[3] == "I20")
    assert north[5:] == [94.0, 2567, None, "จัดทำคู่มือ", "แจกแล้ว", "(แบบฟอร์มไม่มีช่องนี้)", "n67.txt", "หน้า 1 บรรทัด 1"]
    assert opened().sheetnames == [MAP_SHEET, ROWS_SHEET, LEGEND_SHEET]


POISON = (
    '=HYPERLINK("http://example.org","กด")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "#N/A",
    "=cmd|' /C calc'!A0\x07",
    "\t=1+1",
    "\n-1",
)


@pytest.mark.parametrize("poison", POISON)
def test_what_a_report_says_is_never_a_formula(poison: str) -> None:
    cells = (Cell("measure", (Segment(N20.place, poison),)),)
    row = replace(N20, district=poison, item=poison, report=poison, cells=cells, columns=("measure",), code="I99")
    data = workbook_bytes(compare((row,), Choice()))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        inside = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name)
    assert not re.search(r"<f\b", inside)
    assert not re.search(r't="e"', inside)
    book = openpyxl.load_workbook(io.BytesIO(data))
    held = [cell for page in book for line in page.iter_rows() for cell in line if cell.value == poison.rstrip("\x07")]
    assert len(held) >= 4
    assert {cell.data_type for cell in held} == {"s"}
    assert {bool(cell.quotePrefix) for cell in held} == {poison.strip()[0] in "=+-@"}


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2: (L1 + 0.05) / (L2 + 0.05) of the relative luminances."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("step", range(5))
def test_figures_are_read_on_every_shade(step: int) -> None:
    assert contrast("000000", "FFFFFF") == 21
    assert contrast(*SHADES[step]) >= 4.5


def test_a_text_that_no_cell_holds_is_cut_and_says_so() -> None:
    cells = (Cell("measure", (Segment(N20.place, "ก" * 40_000),)),)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(compare((replace(N20, cells=cells),), Choice()))))
    text = next(cell.value for cell in book[ROWS_SHEET][2] if cell.value and str(cell.value).startswith("กกก"))
    assert len(text) == 32_767
    assert text.endswith("อ่านต่อในรายงาน)")


def test_a_file_is_written_whole_or_refused(tmp_path: Path) -> None:
    write_workbook(LATEST, tmp_path / "map.xlsx")
    assert openpyxl.load_workbook(tmp_path / "map.xlsx").sheetnames[0] == MAP_SHEET
    with pytest.raises(RequestError, match=r"is no \.xlsx file"):
        write_workbook(LATEST, tmp_path / "map.docx")
    with pytest.raises(RequestError, match="There is no folder"):
        write_workbook(LATEST, tmp_path / "none" / "map.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["map.xlsx"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(write_reports(tmp_path_factory.mktemp("reports")), tmp_path_factory.mktemp("made") / "store")


def test_the_command_prints_json_and_writes_the_workbook(store: Path, tmp_path: Path, capsys: Capture) -> None:
    given = ("--store", str(store), "--year", "๒๕๖๖", "--part", "iit", "--out", str(tmp_path / "map.xlsx"))
    (made,) = objects(capsys, "compare", "--json", *given)
    assert [one["district"] for one in made["columns"]] == ["คลองสมมุติ", "หนองทดลอง"]
    assert [(line["key"], [one["standing"] for one in line["entries"]]) for line in made["lines"]] == [
        ("2566:I20", ["measures", "measures"]),
        ("2566:I25", ["measures", "measures"]),
    ]
    assert line_of(openpyxl.load_workbook(tmp_path / "map.xlsx")[MAP_SHEET], "I20")[3:] == [2, "มีมาตรการ", "มีมาตรการ"]
    assert "มีมาตรการ" in printed(capsys, "compare", "--store", str(store), "--district", "หนองทดลอง")


def test_the_command_refuses_in_one_sentence(store: Path, tmp_path: Path, capsys: Capture) -> None:
    assert "no .xlsx file" in refused(capsys, "compare", "--store", str(store), "--out", str(tmp_path / "a.docx"))
    assert "there are 2566" in refused(capsys, "compare", "--store", str(store), "--year", "2560")
