"""The sample reports against the rows that their author wrote down: every row, anchor, score, and nothing more."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.reading import read
from corpus.records import MeasureRow, Reading

HERE = Path(__file__).parent
REPORTS = HERE.parent / "corpus" / "reports"
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@cache
def golden() -> dict[str, list[dict[str, Any]]]:
    out: dict[str, list[dict[str, Any]]] = {}
    for text in (HERE / "golden" / "sample_rows.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        out.setdefault(row["doc"], []).append(row)
    return out


@cache
def reading(doc: str) -> Reading:
    return read(REPORTS / doc)


def squeeze(text: str | None) -> str:
    """As the golden data compares: tags out, then all white space, Thai digits folded."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", text or "")).translate(_DIGITS)


def cell(row: MeasureRow, name: str) -> str:
    held = row.cell(name)
    return squeeze(held.text) if held else ""


DOCS = sorted(golden())


def test_every_sample_report_has_golden_rows() -> None:
    assert sorted(path.name for path in REPORTS.glob("*.txt")) == DOCS


@pytest.mark.parametrize("doc", DOCS)
def test_the_rows_are_these_and_no_others(doc: str) -> None:
    assert [row.row_id for row in reading(doc).rows] == [row["key"] for row in golden()[doc]]


@pytest.mark.parametrize("doc", DOCS)
def test_what_is_printed_about_each_row(doc: str) -> None:
    for wanted, row in zip(golden()[doc], reading(doc).rows, strict=True):
        names = ("district", "fiscal_year", "part", "group", "code", "score", "group_score")
        assert {n: getattr(row, n) for n in names} == {n: wanted[n] for n in names}, wanted["key"]
        assert squeeze(row.item).startswith(squeeze(wanted["item"])), wanted["key"]
        assert wanted["seed_lines"][0] <= row.place.line <= wanted["seed_lines"][-1], wanted["key"]


@pytest.mark.parametrize("doc", DOCS)
def test_every_anchor_lies_in_its_cell(doc: str) -> None:
    for wanted, row in zip(golden()[doc], reading(doc).rows, strict=True):
        for name, anchor in wanted["cells"].items():
            if anchor:
                assert squeeze(anchor) in cell(row, name), (wanted["key"], name)
        for name, anchors in (wanted.get("cells_tail") or {}).items():
            for anchor in [anchors] if isinstance(anchors, str) else anchors:
                assert squeeze(anchor) in cell(row, name), (wanted["key"], name)


@pytest.mark.parametrize("doc", DOCS)
def test_cells_that_the_row_does_not_have_are_empty(doc: str) -> None:
    for wanted, row in zip(golden()[doc], reading(doc).rows, strict=True):
        held = {c.name for c in row.cells}
        empty = {name for name, anchor in wanted["cells"].items() if not anchor}
        assert not (held & empty) or row.merged_with, wanted["key"]


@pytest.mark.parametrize("doc", DOCS)
def test_no_code_of_a_sample_is_doubtful(doc: str) -> None:
    assert reading(doc).ledger.doubtful_codes == ()
