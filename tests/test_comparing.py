"""The pages of the comparison without a browser: what the cells say, whose rows come first, what the chart may show."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from test_compare_xlsx import contrast
from window_desk import NASTY, Seen

from assistant.compare import Choice, Column, compare, history, key_of, one_item
from assistant.window import look
from assistant.window.comparing import (
    LINE_COLOURS,
    Mode,
    charted,
    history_page,
    least_shown,
    map_page,
    plot_value,
    rows_page,
)
from corpus.records import Cell, Segment
from tests.made_compared import EAST, MIDDLE, N20, NORTH, ROWS, S21, SOUTH, scored
from tests.made_readings import row

LATEST = compare(ROWS, Choice())
I20 = key_of("2567:I20")
HISTORY = history(ROWS, I20)


def test_the_map_has_a_button_for_each_cell_with_data_and_words_for_the_others() -> None:
    seen = Seen(map_page(LATEST, Mode.SCORES))
    cells = [one for one in seen.buttons if one["data-act"] == "cell"]
    filled = sum(entry.standing.value != "none" for line in LATEST.lines for entry in line.entries)
    assert (len(cells), len([b for b in seen.buttons if b["data-act"] == "item"])) == (filled, 7)
    # 7 lines of 4 entries, and once in the legend.
    assert seen.words.count("ไม่มีข้อมูล") == 28 - filled + 1
    assert "ปี 2563 รหัส I21" in seen.words
    assert ("58.00≈" in seen.words, "69.13 (2564)" in seen.words) == (True, True)
    assert [value for name, value in seen.attributes if name == "data-line"][:2] == ["g4", "2567:I20"]


def test_coverage_tells_how_many_cells_are_filled() -> None:
    half = replace(N20, columns=("measure", "result", "output", "responsible"))
    none = replace(row("x.txt", "I20", 4, "ยืม", EAST, 2567, 1, weakness="ไม่ทราบ"), columns=("weakness", "measure"))
    words = Seen(map_page(compare((half, none, S21), Choice()), Mode.COVERAGE)).words
    assert "✓ 2/4" in words
    assert "ไม่มีมาตรการ 1/2" in words
    assert "✓ 1/1" in words


def test_nothing_found_is_a_sentence() -> None:
    assert Seen(map_page(compare((), Choice()), Mode.SCORES)).words.startswith("ไม่มีข้อใดตรงกับที่เลือก")


def test_rows_stand_side_by_side_the_pressed_district_first_each_cell_with_its_place() -> None:
    page = rows_page(one_item(ROWS, I20), Column(SOUTH, 2563))
    seen = Seen(page)
    assert re.findall(r"เขต(ตัวอย่าง\S+?)ปีงบ", seen.words) == [SOUTH, EAST, NORTH, NORTH]
    assert "รหัสในรายงาน I21" in seen.words
    cited = next(one for one in seen.buttons if one["data-report"] == "s63.txt")
    # The row of line 2: ten characters a line.
    assert (cited["data-start"], cited["data-end"], cited["data-scope"]) == ("20", "29", "compare")
    assert ("แบบฟอร์มนี้ไม่มีช่องนี้" in seen.words, "ไม่พบคะแนนในรายงาน" in seen.words) == (True, True)


def test_a_district_with_measures_for_the_whole_group_shows_them_when_pressed() -> None:
    assert MIDDLE not in rows_page(one_item(ROWS, I20), Column(NORTH, 2567))
    assert "ทำทะเบียน" in rows_page(one_item(ROWS, I20), Column(MIDDLE, 2565))


def test_an_item_without_rows_is_a_sentence() -> None:
    assert "ไม่พบข้อนี้" in rows_page(one_item(ROWS, key_of("2567:I1")), None)


def test_a_hostile_row_stays_text() -> None:
    poisoned = replace(N20, district=NASTY, item=NASTY, cells=(Cell("measure", (Segment(N20.place, NASTY),)),))
    made = compare((poisoned,), Choice())
    pages = [
        map_page(made, Mode.SCORES),
        rows_page(one_item((poisoned,), I20), None),
        history_page(history((poisoned,), I20), []),
    ]
    for page in pages:
        seen = Seen(page)
        assert not {"script", "img", "a"} & set(seen.tags)
        assert "<script>alert(1)</script>" in seen.words


def test_the_table_of_years_has_every_score_and_says_what_the_chart_leaves_out() -> None:
    words = Seen(history_page(HISTORY, charted(HISTORY, None))).words
    assert "2563256625672563" not in words
    assert f"เขต{NORTH}–88.0094.00" in words
    assert f"เขต{SOUTH}79.00 (I21)––" in words or f"เขต{SOUTH}79.00––" in words
    assert "เส้นกราฟมีเฉพาะเขตที่มีคะแนนตั้งแต่สองปี" in words
    assert "ไม่มีคะแนนของข้อนี้" in history_page({}, [])


def test_a_chart_has_the_districts_of_several_years_the_pressed_one_first() -> None:
    assert charted(HISTORY, SOUTH) == [NORTH]
    many = [
        scored(row(f"{n}{year}.txt", "I20", 4, "ยืม", f"เขต{n}", year, 1, measure="ก"), 80.0 + n)
        for n in range(8)
        for year in (2566, 2567)
    ]
    told = history(many, I20)
    assert charted(told, "เขต7") == ["เขต7", "เขต0", "เขต1", "เขต2", "เขต3", "เขต4"]
    assert "6 จาก 8 เขต" in history_page(told, charted(told, None))
    assert len(LINE_COLOURS) == 6
    assert plot_value(told, []) is None
    plot = plot_value(HISTORY, [NORTH])
    assert plot is not None
    assert plot["data"] == [["2566", 88.0, f"เขต{NORTH}"], ["2567", 94.0, f"เขต{NORTH}"]]
    assert least_shown(HISTORY, [NORTH]) == 80
    assert least_shown(HISTORY, []) == 0


def colours(sheet: str, theme: str) -> dict[str, str]:
    block = re.search(rf"{re.escape(theme)} \{{(.*?)\}}", sheet, re.S)
    assert block
    return {name: value.upper() for name, value in re.findall(r"--(s\d(?:-ink)?): #(\w{6})", block[1])}


@pytest.mark.parametrize("theme", [":root", ".dark"])
def test_figures_are_read_on_every_shade_of_the_map(theme: str) -> None:
    sheet = (Path(look.__file__).parent / "compare.css").read_text(encoding="utf-8")
    held = colours(sheet, theme)
    assert len(held) == 10
    for step in range(5):
        assert contrast(held[f"s{step}"], held[f"s{step}-ink"]) >= 4.5, (theme, step)
