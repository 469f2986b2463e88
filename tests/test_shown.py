"""Values of a workbook as Excel shows them."""

import datetime

import pytest

from corpus.readers.shown import shown

DAY = datetime.datetime(2023, 3, 30, 9, 5)


@pytest.mark.parametrize(
    ("value", "pattern", "said"),
    [
        ("ข้อความ", "General", "ข้อความ"),
        (True, "General", "TRUE"),
        (79.42, "General", "79.42"),
        (0.1 + 0.2, "General", "0.3"),
        (100.0, "General", "100"),
        (79.4, "0.00", "79.40"),
        (79.4, "0.##", "79.4"),
        (0.795, "0%", "80%"),
        (0.795, "0.0%", "79.5%"),
        (12500, "#,##0", "12,500"),
        (79.4, '0.00" คะแนน"', "79.40 คะแนน"),
        (20, '"I"0', "I20"),
        (20, "@", "20"),
        (DAY, "d/m/yyyy", "30/3/2023"),
        (DAY, "[$-D07041E]d mmm yyyy", "30 มี.ค. 2566"),
        (DAY, "[$-41E]d mmmm yyyy", "30 มีนาคม 2023"),
        (DAY, "d mmmm bbbb", "30 มีนาคม 2566"),
        (DAY, "mmmm yyyy", "มีนาคม 2023"),
        (DAY, "d/m/yyyy h:mm", "30/3/2023 09:05"),
        (datetime.time(9, 5), "h:mm", "09:05"),
    ],
)
def test_a_value_is_shown_in_the_format_of_its_cell(value: object, pattern: str, said: str) -> None:
    assert shown(value, pattern) == said
