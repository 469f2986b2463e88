from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import parts
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
    assert parts.reading_of(parts.to_json(whole)) == whole


def test_a_record_that_no_store_can_hold_is_refused_when_written() -> None:
    with pytest.raises(TypeError, match="set"):
        parts.to_json(replace(reading("a.txt"), rows={1}))  # type: ignore[arg-type]


def test_word_lists_come_back_as_they_went_in() -> None:
    lists = [["ยืม", "งบ", "ยืม"], [], ["งบ"]]
    assert parts.word_lists_of(parts.word_lists_bytes(lists)) == lists
    for data in (b"[]", b"7", b'[["a"],[[1]]]', b'[["a"],7]'):
        with pytest.raises(ValueError, match=r"unpack|word lists"):
            parts.word_lists_of(data)


def test_a_pickle_in_place_of_a_matrix_is_not_run(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    for data in ((tmp_path / "x.npy").read_bytes(), b"", b"PK", b"\x80\x04N."):
        with pytest.raises(ValueError, match=r"allow_pickle|no matrix|pickle"):
            parts.matrix_of(data)
