"""Excel workbooks (.xlsx, .xlsm) sheet by sheet; a door to openpyxl.

What stands in a cell is what Excel shows: the stored result of a formula, a figure or date in the format of its cell.
Each sheet is a page under its own name, what text boxes and shapes say at its end. Hidden rows, columns and sheets are
read and noted; macros never run.
"""

import hashlib
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableReport
from corpus.readers.docgrid import GridCell, Paragraph, Table
from corpus.readers.package import damaged, file_bytes, has_macros, open_package
from corpus.readers.sheetdrawing import drawn_words
from corpus.readers.shown import shown
from corpus.readers.transcript import Block, NewPage, transcript
from corpus.records import Report

# Cells with something in them, in the whole workbook; a report has some thousands.
MOST_CELLS = 400_000
# Cells under merged areas; the library makes an object for each.
MOST_MERGED = 1_000_000
# Parts that are charts, diagrams (SmartArt) or files within the file.
_OBJECTS = ("xl/embeddings/", "xl/charts/chart", "xl/diagrams/data")
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?ref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})""")


def read_excel(path: Path) -> Report:
    """Reads an Excel workbook; raises UnreadableReport where it is damaged, locked, empty or made to do harm."""
    data = file_bytes(path)
    with open_package(data, path.name) as package:
        names = package.namelist()
        sheets = [package.read(one) for one in names if one.startswith("xl/worksheets/")]
        macros = has_macros(package)
        drawn = _drawn(package, path.name)
    if sum(_merged_area(*match.groups()) for sheet in sheets for match in _MERGED.finditer(sheet)) > MOST_MERGED:
        raise UnreadableReport(f"{path.name} merges far more cells than a report has and was not opened; save it anew.")
    left_out: Counter[str] = Counter(picture=sum(name.startswith("xl/media/") for name in names))
    left_out["object"] = sum(name.startswith(_OBJECTS) for name in names)
    values, formulas = _book(data, path.name, values=True), _book(data, path.name, values=False)
    blocks: list[Block] = []
    for sheet in values.worksheets:
        blocks += _sheet(sheet, formulas[sheet.title], drawn.get(sheet.title, []), left_out, path.name)
    notes = (*_notes(values, left_out), *macros)
    return transcript(path.name, hashlib.sha256(data).hexdigest(), blocks, "xlsx", notes)


def _drawn(package: zipfile.ZipFile, name: str) -> dict[str, list[Paragraph]]:
    from lxml.etree import LxmlError

    try:
        return drawn_words(package)
    except (LxmlError, KeyError, ValueError) as error:
        raise damaged(name) from error


def _merged_area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    """How many cells lie under a merged area."""

    def column(letters: bytes) -> int:
        return sum((letter - ord("A") + 1) * 26**at for at, letter in enumerate(reversed(letters)))

    return (abs(column(right) - column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def load_libraries() -> None:
    """Loads what reading a workbook takes."""
    import openpyxl  # noqa: F401


def _book(data: bytes, name: str, values: bool) -> Any:
    """The workbook with the stored results of its formulas, or with the formulas; never what other files hold."""
    import openpyxl
    from lxml.etree import LxmlError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that no reader of words needs
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
    except (LxmlError, KeyError, ValueError, AttributeError, IndexError, TypeError, OSError, SyntaxError) as error:
        raise damaged(name) from error


def _notes(book: Any, left_out: Counter[str]) -> tuple[str, ...]:
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    said = (
        ("rows", "แถวที่ซ่อนไว้ {} แถว อ่านแล้ว"),
        ("columns", "คอลัมน์ที่ซ่อนไว้ {} คอลัมน์ อ่านแล้ว"),
        ("formula", "สูตรที่ไฟล์ไม่ได้เก็บผลลัพธ์ไว้ {} ช่อง ไม่มีข้อความให้อ่าน โปรดเปิดและบันทึกใน Excel ก่อน"),
        ("comment", "ความเห็นในช่อง {} ข้อ ไม่นับเป็นข้อความ"),
        ("picture", "รูปภาพ {} รูป ไม่ได้อ่านข้อความในภาพ"),
        ("object", "แผนภูมิหรือวัตถุที่ฝังไว้ {} ชิ้น ไม่ได้อ่าน"),
    )
    sheets = (f"แผ่นงานที่ซ่อนไว้ อ่านแล้ว: {', '.join(hidden)}",) if hidden else ()
    return sheets + tuple(words.format(left_out[kind]) for kind, words in said if left_out[kind])


def _sheet(sheet: Any, formulas: Any, drawn: list[Paragraph], left_out: Counter[str], name: str) -> Iterator[Block]:
    """A sheet as a page: what is printed over it, its grid, what its shapes say, what is printed under it."""
    words: dict[tuple[int, int], str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            text = shown(cell.value, cell.number_format) if cell.value is not None else ""
            if text.strip():
                words[cell.row, cell.column] = text
            elif cell.value is None and formulas.cell(cell.row, cell.column).data_type == "f":
                left_out["formula"] += 1
            left_out["comment"] += getattr(cell, "comment", None) is not None
            left_out["cells"] += bool(text)
        if left_out["cells"] > MOST_CELLS:
            raise UnreadableReport(f"{name} has more than {MOST_CELLS:,} filled cells and is no report; split it.")
    yield NewPage(sheet.title)
    yield from _printed_around(sheet.oddHeader)
    if words:
        left_out["rows"] += sum(sheet.row_dimensions[at].hidden for at in {row for row, _ in words})
        left_out["columns"] += len({column for _, column in words} & _hidden_columns(sheet))
        yield _table(words, [(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges])
    yield from drawn
    yield from _printed_around(sheet.oddFooter)


def _hidden_columns(sheet: Any) -> set[int]:
    held = [one for one in sheet.column_dimensions.values() if one.hidden and one.min]
    return {column for one in held for column in range(one.min, min(one.max or one.min, 16_384) + 1)}


def _printed_around(around: Any) -> Iterator[Paragraph]:
    """What is printed over or under each page of a sheet, without the numbers of pages, dates and file names."""
    for part in (around.left, around.center, around.right):
        text = "".join(piece for at, piece in enumerate((part.text or "").split("&[")) if not at or "]" not in piece)
        if any(letter.isalpha() for letter in text):
            yield from (Paragraph(line.strip()) for line in text.splitlines() if line.strip())


def _table(words: dict[tuple[int, int], str], merged: list[tuple[int, int, int, int]]) -> Table:
    """The grid of a sheet: rows and columns in which nothing begins are left out, a blank line stands for such rows."""
    merged = [area for area in merged if (area[0], area[1]) in words]
    rows = sorted({row for row, _ in words} | {row for top, _, end, _ in merged for row in range(top, end + 1)})
    columns = sorted({column for _, column in words})
    at_row = {row: at for at, row in enumerate(rows)}
    at_column = {column: at for at, column in enumerate(columns)}
    covered: set[tuple[int, int]] = set()
    spans = {}
    for top, left, end, right in merged:
        inside = [column for column in columns if left <= column <= right]
        spans[top, left] = (end - top + 1, len(inside))
        covered |= {(row, column) for row in range(top, end + 1) for column in inside} - {(top, left)}
    cells = []
    for row in rows:
        for column in columns:
            if (row, column) in covered and (row, column) not in words:
                continue
            down, beside = spans.get((row, column), (1, 1))
            lines = words.get((row, column), "").splitlines()
            content = tuple(Paragraph(line.strip()) for line in lines if line.strip())
            cells.append(GridCell(at_row[row], at_column[column], content, down, beside))
    gaps = frozenset(at_row[row] for before, row in pairwise(rows) if row - before > 1)
    return Table(tuple(cells), gaps=gaps, numbers=tuple(rows))
