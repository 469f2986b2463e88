"""What the Compare tab asks for: filters as a browser sends them, pressed cells, the file."""

import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant.compare import Choice
from assistant.window.compare_desk import EVERY, LATEST, CompareDesk, no_item
from tests.made_compared import EAST, NORTH, ROWS, SOUTH


def desk(rows: Any = ROWS) -> CompareDesk:
    return CompareDesk(types.SimpleNamespace(index=types.SimpleNamespace(rows=rows)))  # type: ignore[arg-type]


DESK = desk()


def test_filters_offer_what_the_store_holds() -> None:
    assert [value for _, value in DESK.years()] == [LATEST, EVERY, 2567, 2566, 2565, 2563]
    assert (f"เขต{NORTH}", NORTH) in DESK.districts()


def test_filters_become_a_choice_and_what_is_not_there_counts_as_not_set() -> None:
    assert DESK.choice(LATEST, "", [], False) == Choice()
    assert DESK.choice(EVERY, "EIT", [NORTH], True) == Choice((2563, 2565, 2566, 2567), ("EIT",), (NORTH,), True)
    assert DESK.choice(2570, "ABC", ["ไม่มี"], None) == Choice()


def test_a_pressed_cell_shows_its_district_first_and_the_scores_of_all_years() -> None:
    pressed = {"line": "2567:I20", "district": SOUTH, "year": "2563"}
    pages = DESK.item(pressed, Choice())
    assert pages.rows.index(SOUTH) < pages.rows.index(NORTH)
    # The map has the latest year of that district, the chart both.
    assert pages.plot is not None
    assert pages.plot["data"] == [["2566", 88.0, f"เขต{NORTH}"], ["2567", 94.0, f"เขต{NORTH}"]]
    assert (pages.least, pages.charted) == (80, (NORTH,))
    narrowed = DESK.item(pressed, Choice(districts=(SOUTH, EAST)))
    assert NORTH not in narrowed.rows + narrowed.scores
    assert narrowed.plot is None


@pytest.mark.parametrize(
    "pressed", [{}, {"line": "<b>"}, {"line": "2567:Z9"}, {"line": "g4x"}, {"line": None, "year": []}]
)
def test_what_the_window_does_not_write_is_a_sentence(pressed: dict[str, Any]) -> None:
    assert "ไม่พบข้อนี้ในรายงานที่เลือกไว้" in DESK.item(pressed, Choice()).rows
    assert no_item().plot is None


def test_the_file_holds_what_the_filters_leave() -> None:
    path = DESK.file(Choice(years=(2566,)))
    assert path is not None
    assert Path(path).name == "ITA-เปรียบเทียบ-2566.xlsx"
    page = openpyxl.load_workbook(path).worksheets[0]
    assert [page.cell(1, column).value for column in (5, 6)] == [f"เขต{EAST}\n2566", f"เขต{NORTH}\n2566"]


def test_a_store_without_rows_has_an_empty_map() -> None:
    empty = desk(())
    assert "ไม่มีข้อใดตรงกับที่เลือก" in empty.map(empty.choice(LATEST, "", [], False), "scores")
    assert empty.years()[2:] == []


def test_the_stamp_changes_with_rows_and_scores_only() -> None:
    assert DESK.stamp() == desk(tuple(ROWS)).stamp()
    assert DESK.stamp() != desk(ROWS[1:]).stamp()
    other = replace(ROWS[0], score=(ROWS[0].score or 0) + 1)
    assert DESK.stamp() != desk((other, *ROWS[1:])).stamp()
