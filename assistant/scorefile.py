"""Score sheets as files: .xlsx, .csv and plain text; a door to openpyxl."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from assistant.scoreline import Kind, ScoreLine, flat_line, read_line
from assistant.scores import ScoreSheet, pasted_scores, sheet_of
from corpus.errors import UnknownValue, UnreadableReport, UnsupportedFormat
from corpus.readers.text import read_text

# A sheet of scores has some hundred rows; what is larger is another kind of file.
LARGEST, MOST_ROWS, MOST_COLUMNS = 5_000_000, 5_000, 60
_SCORE_HEAD = re.compile(r"คะแนน|score|points", re.I)
_NO_SCORE_HEAD = re.compile(r"เต็ม|น้ำหนัก|ส่วนต่าง|เพิ่ม|ลด|เปลี่ยน|ลำดับ|full|weight|rank|change", re.I)
_YEAR = re.compile(r"(?<!\d)(25[5-9]\d)(?!\d|\.\d)")
_DECIMAL = re.compile(r"\d\.\d")

Table = list[list[str]]


def read_scores(path: Path, fiscal_year: int) -> ScoreSheet:
    """The scores of a file as those of ``fiscal_year`` (B.E.); raises ReportError or UnknownValue in one sentence."""
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".xlsm", ".csv", ".txt"):
        raise UnsupportedFormat(
            f"{path.name} is no score sheet that can be read; save it as .xlsx or .csv, or its lines as .txt."
        )
    if not path.is_file():
        raise UnreadableReport(f"There is no file {path}; check the name of the score sheet.")
    if path.stat().st_size > LARGEST:
        raise UnreadableReport(f"{path.name} is larger than {LARGEST // 1_000_000} MB, which no score sheet is.")
    if kind in (".xlsx", ".xlsm"):
        return table_scores(_workbook(path), fiscal_year)
    text = read_text(path).text
    return pasted_scores(text, fiscal_year) if kind == ".txt" else table_scores(_comma_table(text), fiscal_year)


def table_scores(table: Sequence[Sequence[str]], fiscal_year: int) -> ScoreSheet:
    """The scores of a table's rows; the column of scores is known by its heading, else each row is read as a line.

    Raises UnknownValue where the score columns are all of other years.
    """
    lines: list[ScoreLine] = []
    column: int | None = None
    for number, cells in enumerate(table, 1):
        if not any(cell.strip() for cell in cells):
            continue
        heading = _score_columns(cells)
        if heading:
            column = _of_year(heading, cells, fiscal_year)
            lines.append(ScoreLine(number, _shown(cells), Kind.TEXT))
        elif column is None or column >= len(cells):
            lines.extend(read_line(number, _shown(cells), fiscal_year))
        else:
            lines.extend(_row(number, cells, column, fiscal_year))
    return sheet_of(lines, fiscal_year)


def _row(number: int, cells: Sequence[str], column: int, fiscal_year: int) -> list[ScoreLine]:
    """One row under a heading: its words name the item, its score column holds the score."""
    words = _shown([cell for at, cell in enumerate(cells) if at != column])
    score = cells[column]
    if not words.strip():
        return read_line(number, score, fiscal_year)
    if not any(mark.isdigit() for mark in score):
        read = read_line(number, words, fiscal_year, "")
        return [line for line in read if line.kind is not Kind.TEXT] or [ScoreLine(number, words, Kind.TEXT)]
    return read_line(number, words, fiscal_year, score)


def _score_columns(cells: Sequence[str]) -> list[int]:
    """The score columns that a heading row names; none where the row is no heading."""
    flat = [flat_line(cell) for cell in cells]
    if sum(bool(cell) for cell in flat) < 2 or any(_DECIMAL.search(cell) for cell in flat):
        return []
    named = [at for at, cell in enumerate(flat) if _SCORE_HEAD.search(cell) and len(cell) <= 60]
    named = [at for at in named if not _NO_SCORE_HEAD.search(flat[at]) and not re.search(r"\d\s*คะแนน", flat[at])]
    years = [at for at, cell in enumerate(flat) if re.fullmatch(r"(?:ปี(?:งบประมาณ)?\s*)?(?:พ\.ศ\.\s*)?25[5-9]\d", cell)]
    return named or years


def _of_year(columns: Sequence[int], cells: Sequence[str], fiscal_year: int) -> int | None:
    """The score column of that year, None where two columns may be it; raises UnknownValue where none is."""
    years = {at: int(found[1]) for at in columns if (found := _YEAR.search(flat_line(cells[at])))}
    right = [at for at in columns if years.get(at) == fiscal_year]
    if right:
        return right[0]
    undated = [at for at in columns if at not in years]
    if not undated:
        told = ", ".join(str(year) for year in sorted(set(years.values())))
        raise UnknownValue(
            f"The sheet has scores of {told} and none of {fiscal_year}; give the sheet of that year, "
            "or set the year of the scores."
        )
    return undated[0] if len(undated) == 1 else None


def _shown(cells: Sequence[str]) -> str:
    return " ".join(cell.strip() for cell in cells if cell.strip())


def _comma_table(text: str) -> Table:
    """The rows of a text table, whichever of comma, semicolon and tab parts its cells."""
    mark = max(",;\t", key=lambda one: sum(min(line.count(one), 30) for line in text.splitlines()[:200]))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise UnreadableReport(f"The .csv file is no table ({error}); save it again from Excel.") from error
    return [row[:MOST_COLUMNS] for row in rows[:MOST_ROWS]]


def _workbook(path: Path) -> Table:
    """The rows of all sheets of a workbook, one under another."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        table: Table = []
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
                table.append([_cell(cell.value, str(getattr(cell, "number_format", "") or "")) for cell in row])
        book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UnreadableReport(
            f"{path.name} is damaged, encrypted or no Excel workbook; open it in Excel and save it again as .xlsx."
        ) from error
    return table


def _cell(value: object, number_format: str) -> str:
    """A cell as it is seen: a share with the format of percent as its percentage."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        seen = value * 100 if "%" in number_format else value
        return f"{round(seen, 4):.10g}"
    return " ".join(str(value).split())
