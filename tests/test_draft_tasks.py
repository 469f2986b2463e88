"""Drafting tasks in the staff's words, held to the bars: verbatim bases, nothing of others, good precedents."""

import json
import re
from functools import cache
from typing import Any

import pytest

from assistant.answers import DraftRequest, DraftRow
from assistant.draft import draft, group_of_item
from assistant.duedate import outside, without_dates
from assistant.precedents import precedents
from corpus.districts import all_districts
from corpus.records import Form, MeasureRow
from corpus.thai import fold_digits
from index.search import ReportIndex
from tests.conftest import ROOT
from tests.made_index import real_index, sample_index

STORES = ["samples", pytest.param("real", marks=pytest.mark.real)]
# At least this share of the tasks has a precedent in the first three that a careful reader would have chosen.
GOOD_PRECEDENTS = 0.9
# Written down without the help of the code under test: years, months, scores, persons, phones, links.
THEIRS = re.compile(
    r"25[5-9]\d|\d\s*คะแนน|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"[มกพสตธ]\.\s?[คพย]\.|วันที่\s*\d|โทร\.|http|www|@|นางสาว|นาย(?!จ้าง|ทะเบียน|ตรวจ|หน้า)[ก-ฮ]+ [ก-ฮ]"
)


@cache
def tasks() -> tuple[dict[str, Any], ...]:
    lines = (ROOT / "tests/golden/draft_tasks.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def of(store: str) -> list[dict[str, Any]]:
    return [task for task in tasks() if task["store"] == store]


def index_of(store: str) -> ReportIndex:
    return sample_index() if store == "samples" else real_index()


def drafted(task: dict[str, Any]) -> DraftRow:
    form = Form(task["form"])
    request = DraftRequest(
        task["district"], task["fiscal_year"], task["weakness"], form, task["code"], task["group"]
    )  # fmt: skip
    (row,) = draft(request, index_of(task["store"]))
    return row


def name(row: MeasureRow) -> str:
    return f"{row.district} {row.fiscal_year} {row.code or f'G{row.group}'}"


def test_the_tasks_are_many_and_over_all_forms() -> None:
    assert len(tasks()) >= 30
    assert {task["form"] for task in tasks()} == {"2563", "2565", "2566", "2567"}
    assert len({task["id"] for task in tasks()}) == len(tasks())
    known = {name(row) for row in sample_index().rows}
    assert all(good in known for task in of("samples") for good in task["precedents"])


@pytest.mark.parametrize("store", STORES)
def test_every_clause_has_a_verbatim_basis(store: str) -> None:
    index = index_of(store)
    clauses = 0
    for task in of(store):
        for cell_name, cell in drafted(task).cells:
            for text, bases in cell.clauses:
                clauses += 1
                assert bases, (task["id"], cell_name, text)
                for basis in bases:
                    source = index.reports[basis.report].report.text
                    assert source[basis.place.char_start : basis.place.char_end] == basis.quote
    assert clauses >= 3 * len(of(store))


@pytest.mark.parametrize("store", STORES)
def test_nothing_of_another_district_stands_in_a_cell(store: str) -> None:
    names = {one.name for one in all_districts()} | set(index_of(store).districts)
    # names that are words of their own as well
    names -= {"วัฒนา", "พระนคร", "สวนหลวง"}
    for task in of(store):
        for cell_name, cell in drafted(task).cells:
            text = fold_digits(cell.text)
            if cell_name == "timeframe":
                # the one cell for dates: none of the precedents' year
                assert not outside(text, task["fiscal_year"]), (task["id"], text)
                text = without_dates(text)
            assert not THEIRS.search(text), (task["id"], cell_name, text)
            assert not [one for one in names - {task["district"]} if f"เขต{one}" in text], (task["id"], cell_name)


@pytest.mark.parametrize("store", STORES)
def test_a_good_precedent_is_among_the_first_three(store: str) -> None:
    missed = []
    for task in of(store):
        year = int(task["form"])
        group = task["group"] or group_of_item(year, task["code"])
        found = precedents(task["weakness"], task["code"], group, year, index_of(store), task["district"])
        first = [name(one.row) for one in found[:3]]
        if not set(first) & set(task["precedents"]):
            missed.append((task["id"], first))
    assert len(missed) <= (1 - GOOD_PRECEDENTS) * len(of(store)), missed
