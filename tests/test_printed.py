"""Reports as LibreOffice and Chromium print them come back as the same rows, cell by cell."""

import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from corpus.readers import read_report
from corpus.reading import read, read_records
from corpus.records import Reading
from corpus.thai import squeeze
from tests.conftest import ROOT, need
from tests.made_pages import Rules, as_docx, as_html, office_pdf, pieces_of_reading

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SAMPLES = sorted((ROOT / "corpus" / "reports").glob("*.txt"))
# One of each form; all are measured by tests/measure_readers.py.
PRINTED = [path for path in SAMPLES if path.stem in ("sample_2563_bangsommut", "sample_2566_nongbaepfuek")]
# Its rows name no items but groups, and go on over pages; drawn with few rules.
FEW_RULES = next(path for path in SAMPLES if path.stem == "sample_2565_khlongnithan")


def cells(reading: Reading) -> Counter[tuple[str, int, str, str]]:
    """Every cell with its row's code and group, white space and digits regular."""
    return Counter((row.label, row.group, cell.name, squeeze(cell.text)) for row in reading.rows for cell in row.cells)


def alike(reading: Reading, other: Reading) -> float:
    """The share of the cells of a reading that another has, letter by letter."""
    held = cells(reading)
    return sum((held & cells(other)).values()) / sum(held.values())


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_what_libreoffice_prints_has_the_same_rows(path: Path, tmp_path: Path) -> None:
    soffice = need(shutil.which("soffice"), "libreoffice-writer")
    reading = read(path)
    back = read(office_pdf(as_docx(pieces_of_reading(reading), tmp_path / "a.docx", repeat=True), soffice))
    assert len(back.report.pages) > 4
    assert [(row.label, row.score) for row in back.rows] == [(row.label, row.score) for row in reading.rows]
    assert (back.district, back.fiscal_year, back.form) == (reading.district, reading.fiscal_year, reading.form)
    assert alike(reading, back) >= 0.99
    assert all(
        back.report.boxes_of(s.place.char_start, s.place.char_end)
        for r in back.rows
        for c in r.cells
        for s in c.segments
    )


@pytest.mark.parametrize("rules", [rules for rules in Rules if rules is not Rules.ALL])
def test_rows_come_back_where_few_rules_are_drawn_or_none(rules: Rules, tmp_path: Path) -> None:
    soffice = need(shutil.which("soffice"), "libreoffice-writer")
    reading = read(FEW_RULES)
    back = read(office_pdf(as_docx(pieces_of_reading(reading), tmp_path / "a.docx", rules=rules, repeat=True), soffice))
    assert [(row.label, row.score) for row in back.rows] == [(row.label, row.score) for row in reading.rows]
    assert alike(reading, back) >= 0.95


@pytest.mark.browser
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_chromium_prints_has_the_same_rows(path: Path, tmp_path: Path, browser: "Browser") -> None:
    reading = read(path)
    page = browser.new_page()
    page.set_content(as_html(pieces_of_reading(reading)))
    page.pdf(path=str(tmp_path / "a.pdf"), prefer_css_page_size=True)
    page.close()
    back = read(tmp_path / "a.pdf")
    assert [(row.label, row.score) for row in back.rows] == [(row.label, row.score) for row in reading.rows]
    assert alike(reading, back) >= 0.99


@pytest.mark.browser
@pytest.mark.parametrize(("degrees", "moved"), [(90, (595, 0)), (270, (0, 842))])
def test_text_turned_on_its_page_is_set_upright(
    degrees: int, moved: tuple[int, int], tmp_path: Path, browser: "Browser"
) -> None:
    page = browser.new_page()
    page.set_content(as_html(pieces_of_reading(read(PRINTED[1]))))
    page.pdf(path=str(tmp_path / "a.pdf"), prefer_css_page_size=True)
    page.close()
    writer = PdfWriter()
    for upright in PdfReader(tmp_path / "a.pdf").pages:
        turned = writer.add_page(upright)
        turned.add_transformation(Transformation().rotate(degrees).translate(*moved))
        turned.mediabox = turned.cropbox = PageObject.create_blank_page(width=595, height=842).mediabox
    writer.write(tmp_path / "b.pdf")
    assert cells(read_records(read_report(tmp_path / "b.pdf"))) == cells(read(tmp_path / "a.pdf"))
