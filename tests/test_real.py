"""The real reports beside the project against the rows that a careful reader found in them."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from made_tables import false_places, held_twice, unaccounted

from corpus.reading import read
from corpus.records import MeasureRow, Reading

pytestmark = pytest.mark.real
SHARED = Path(__file__).parent.parent.parent / "shared"
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Part of the bar of the project: share of rows, of anchors, of rows that are none.
ROWS, ANCHORS, EXTRA = 0.99, 0.98, 0.01


@cache
def readings() -> dict[str, Reading]:
    return {path.name: read(path) for path in sorted((SHARED / "corpus").glob("*.txt"))}


def gold(name: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines()]


def rows() -> dict[str, MeasureRow]:
    return {row.row_id: row for reading in readings().values() for row in reading.rows}


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", text)).translate(_DIGITS).lower()


def test_every_row_with_its_code_and_group_and_few_others() -> None:
    ours, keys = rows(), gold("row_keys.jsonl")
    found = [key for key in keys if key["key"] in ours and ours[key["key"]].group == key["group"]]
    assert len(found) >= ROWS * len(keys)
    assert len(ours) - len(found) <= EXTRA * len(ours)


def test_year_district_and_scores() -> None:
    ours = rows()
    for wanted in gold("rows_dev.jsonl"):
        row = ours[wanted["key"]]
        assert (row.district, row.fiscal_year) == (wanted["district"], wanted["fiscal_year"])
        assert row.score == wanted["score"], wanted["key"]


def test_the_anchors_lie_in_their_cells() -> None:
    ours, asked, missed = rows(), 0, []
    for wanted in gold("rows_dev.jsonl"):
        held = {cell.name: squeeze(cell.text) for cell in ours[wanted["key"]].cells}
        tails = [
            (n, a)
            for n, found in (wanted.get("cells_tail") or {}).items()
            for a in ([found] if isinstance(found, str) else found)
        ]
        for name, anchor in [*((n, a) for n, a in wanted["cells"].items() if a), *tails]:
            asked += 1
            if squeeze(anchor) not in held.get(name, ""):
                missed.append((wanted["key"], name))
    assert asked > 600
    assert len(missed) <= (1 - ANCHORS) * asked, missed


def test_every_character_once_and_every_quote_at_its_place() -> None:
    for reading in readings().values():
        assert unaccounted(reading) == 0
        assert false_places(reading) == []
        assert held_twice(reading) == []
