from dataclasses import replace

import pytest

from corpus.recordjson import from_json, to_json
from corpus.records import Reading
from tests.made_readings import passage, reading, row


def test_readings_come_back_as_they_went_in() -> None:
    one = row("a.txt", None, 9, "๙๙ “อ้าง” \u2028", weakness="ก\nข", monitoring="\U0001f600")
    full = replace(
        one,
        score=0.1 + 0.2,
        group_score=85,
        merged_with=("x", "y"),
        item_segments=one.cells[0].segments,
        score_segment=one.cells[1].segments[0],
        score_year=2565,
        doubtful="สงสัย",
    )
    whole = reading("a.txt", [full, one], [passage("a.txt", "\udc80 ครึ่งตัว")], text="\x00\r\n\ud800")
    assert from_json(to_json(whole), Reading) == whole


def test_a_record_that_no_store_can_hold_is_refused_when_written() -> None:
    with pytest.raises(TypeError, match="set"):
        to_json(replace(reading("a.txt"), rows={1}))  # type: ignore[arg-type]
