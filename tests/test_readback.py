"""The official forms that the program writes come back through the readers as the rows that went in."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers import DraftRow
from assistant.export import export_plan
from assistant.formsheet import Digits
from corpus.reading import read
from corpus.records import Form, Reading
from corpus.thai import squeeze
from tests.made_plan import CELLS, FORMS, drafted, entries, plan

ENDINGS = (".docx", ".xlsx")
SCORES = {"I20": 79.42, 4: 81.5}


def came_back(rows: list[DraftRow], folder: Path, ending: str, digits: Digits, sources: bool = True) -> Reading:
    path = folder / f"plan{ending}"
    export_plan(rows, path, digits=digits, sources=sources, scores=SCORES)
    return read(path)


def said(text: str) -> str:
    """Words for comparing: the form may print other digits and break lines elsewhere."""
    return re.sub(r"[^\w.%/]", "", squeeze(text))


def went_in(rows: list[DraftRow]) -> dict[str | int, dict[str, str]]:
    return {row.code or row.group: {n: said(c.text) for n, c in row.cells if c.text.strip()} for row in rows}


def of(reading: Reading) -> dict[str | int, dict[str, str]]:
    return {row.code or row.group: {c.name: said(c.text) for c in row.cells} for row in reading.rows}


@pytest.mark.parametrize("sources", [True, False])
@pytest.mark.parametrize("digits", Digits)
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_comes_back_as_the_same_rows(
    tmp_path: Path, form: Form, ending: str, digits: Digits, sources: bool
) -> None:
    rows = plan(form)
    reading = came_back(rows, tmp_path, ending, digits, sources)
    assert (reading.form, reading.district, reading.fiscal_year) == (form, "บางเขน", int(form.value))
    assert len(reading.rows) == len(rows)
    assert of(reading) == went_in(rows)
    assert reading.ledger.doubtful_codes == ()
    for row in reading.rows:
        assert row.score == (79.42 if row.code == "I20" else None)
        # I18 is of the fourth indicator in the forms of the Bangkok set
        assert row.group_score == (81.5 if row.group == 4 else None)
        assert row.merged_with == ()


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("form", FORMS)
def test_a_row_higher_than_a_page_or_than_excel_allows_comes_back_as_one(
    tmp_path: Path, form: Form, ending: str
) -> None:
    group = form is Form.F2565
    rows = [
        drafted(None if group else "I20", form, 4, measure=entries(40)),
        drafted(None if group else "I21", form, 5, weakness=entries(3)),
    ]
    reading = came_back(rows, tmp_path, ending, Digits.ARABIC)
    assert len(reading.rows) == 2
    assert of(reading) == went_in(rows)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("form", FORMS)
def test_a_row_with_nothing_in_it_but_dots_is_a_row_without_cells(tmp_path: Path, form: Form, ending: str) -> None:
    group = form is Form.F2565
    nothing = dict.fromkeys(CELLS, "")
    rows = [drafted(None if group else "I20", form, 4, **nothing), drafted(None if group else "I21", form, 5)]
    reading = came_back(rows, tmp_path, ending, Digits.THAI)
    assert reading.rows[0].cells == ()
    assert of(reading) == went_in(rows)
    dots = [entry for entry in reading.ledger.entries if entry.reason == "ช่องที่เว้นไว้ให้เติม"]
    text = reading.report.text
    assert dots
    assert {text[one.char_start : one.char_end] for one in dots} == {"……………"}


@pytest.mark.parametrize("fiscal_year", [2564, 2566, 2568])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_plan_in_the_form_of_another_year_keeps_the_codes_that_it_prints(
    tmp_path: Path, ending: str, fiscal_year: int
) -> None:
    codes = ("O10", "O11", "O22", "O27", "O30")
    for form in (Form.F2567, Form.F2566):
        rows = [replace(drafted(code, form), fiscal_year=fiscal_year) for code in codes]
        reading = came_back(rows, tmp_path, ending, Digits.THAI)
        assert [row.code for row in reading.rows] == list(codes)
        assert [row.group for row in reading.rows] == [9, 9, 9, 10, 10]
        assert of(reading) == went_in(rows)
        assert reading.fiscal_year == fiscal_year
    alone = [replace(drafted("O11", Form.F2567), fiscal_year=fiscal_year)]
    assert [row.code for row in came_back(alone, tmp_path, ending, Digits.ARABIC).rows] == ["O11"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_plan_by_indicator_in_a_form_of_items_comes_back_without_its_annex(tmp_path: Path, ending: str) -> None:
    for form in (Form.F2563, Form.F2566, Form.F2567):
        rows = [drafted(None, form, group) for group in (1, 3, 6, 9, 10)]
        reading = came_back(rows, tmp_path, ending, Digits.THAI)
        assert [row.group for row in reading.rows] == [1, 3, 6, 9, 10]
        assert of(reading) == went_in(rows)
