"""The examples that the window offers: loaded from prompts/, filled from rows, left out where no row fits."""

from pathlib import Path

import pytest
from window_desk import READINGS

from assistant.prompting import PROMPTS, fill, load_lines, values_of

ROWS = tuple(row for reading in READINGS[:2] for row in reading.rows)


def test_lines_without_comments_and_blanks(tmp_path: Path) -> None:
    (tmp_path / "kind.txt").write_text("# หมายเหตุ\n\n  หนึ่ง $code \nสอง\n", encoding="utf-8")
    assert load_lines("kind", tmp_path) == ("หนึ่ง $code", "สอง")


def test_the_weakest_item_is_offered_first_and_the_next_line_speaks_of_another_district() -> None:
    filled = fill(["$code $district $year", "$code $district", "คำถามเดิม"], ROWS, "บางเขน")
    assert filled == ("I20 ตัวอย่างเหนือ 2566", "I20 ตัวอย่างใต้", "คำถามเดิม")


def test_a_line_that_no_row_can_fill_is_left_out() -> None:
    assert fill(["$code", "ร่าง $unknown"], ROWS, "บางเขน") == ("I20",)
    assert fill(["$code", "ว่าง"], (), "บางเขน") == ("ว่าง",)


def test_what_a_row_can_fill_in() -> None:
    assert values_of(ROWS[0], "บางเขน") == {
        "code": "I20",
        "group": "4",
        "district": "ตัวอย่างเหนือ",
        "year": "2566",
        "next_year": "2567",
        "for_district": "บางเขน",
        "weakness": "บุคลากรบางส่วนไม่ทราบขั้นตอนการยืม",
    }
    assert "code" not in values_of(ROWS[1], "บางเขน")  # a doubtful code is not offered


@pytest.mark.parametrize("kind", ["examples_ask", "examples_draft"])
def test_the_shipped_examples_can_all_be_filled(kind: str) -> None:
    lines = load_lines(kind)
    assert lines
    assert len(fill(lines, ROWS * 3, "บางเขน")) == len(lines)
    assert (PROMPTS / f"{kind}.txt").is_file()
