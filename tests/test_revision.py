"""Two versions of one report, row by row."""

from corpus.revision import Change, RowChange, changes
from tests.made_readings import reading, row


def test_rows_added_removed_and_changed_by_code_and_cell() -> None:
    old = reading(
        "a.txt",
        [
            row("a.txt", "I1", 1, "บริการ", measure="จัดทำ คู่มือ", line=1),
            row("a.txt", "I2", 1, "เท่าเทียม", measure="อบรม", responsible="ฝ่ายปกครอง", line=2),
            row("a.txt", "I3", 1, "สื่อสาร", measure="ประชุม", line=3),
        ],
    )
    new = reading(
        "b.txt",
        [
            row("b.txt", "I1", 1, "บริ การ", measure="จัดทำคู่มือ", line=7),
            row("b.txt", "I2", 1, "เท่าเทียมกัน", measure="อบรม", timeframe="มี.ค.", line=8),
            row("b.txt", "I4", 1, "ผลสำเร็จ", measure="ติดตาม", line=9),
        ],
    )
    assert changes(old, new) == (
        RowChange("I2", Change.CHANGED, ("item", "responsible", "timeframe")),
        RowChange("I4", Change.ADDED),
        RowChange("I3", Change.REMOVED),
    )
    assert changes(old, old) == ()


def test_the_second_row_of_a_code_is_compared_with_the_second() -> None:
    old = reading("a.txt", [row("a.txt", "I1", 1, "ก", line=1), row("a.txt", "I1", 1, "ข", line=2)])
    new = reading("a.txt", [row("a.txt", "I1", 1, "ก", line=1), row("a.txt", "I1", 1, "ค", line=2)])
    assert changes(old, new) == (RowChange("I1", Change.CHANGED, ("item",)),)
