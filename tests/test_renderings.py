"""Reports rendered as Word documents, workbooks and pages come back as the rows that a careful reader found in them."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.readers import read_report
from corpus.reading import read, read_records
from corpus.records import Reading
from tests.conftest import SHARED, need
from tests.made_renderings import as_docx, as_html, as_xlsx
from tests.made_tables import false_places, held_twice, unaccounted

SAMPLES = Path(__file__).parent.parent / "corpus" / "reports"
GOLDEN = Path(__file__).parent / "golden" / "sample_rows.jsonl"
RENDER: dict[str, Callable[[str, Path], Path]] = {".docx": as_docx, ".xlsx": as_xlsx, ".html": as_html}
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# The bar of the project: share of rows, of anchors, of rows that are none.
ROWS, ANCHORS, EXTRA = 0.99, 0.98, 0.01


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", text)).translate(_DIGITS).lower()


def golden(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def text_of(source: Path) -> str:
    return read_report(source).text


def came_back(source: Path, ending: str, folder: Path) -> Reading:
    """A text report, rendered and read again, under its own name so that its rows have the keys of the gold data."""
    made = RENDER[ending](text_of(source), folder / f"report{ending}")
    return read_records(replace(read_report(made), name=source.name))


def check(readings: list[Reading], keys: list[dict[str, Any]], gold: list[dict[str, Any]]) -> None:
    ours = {row.row_id: row for reading in readings for row in reading.rows}
    found = [one["key"] for one in keys if one["key"] in ours and ours[one["key"]].group == one["group"]]
    assert len(found) >= ROWS * len(keys), {one["key"] for one in keys} - set(found)
    assert len(ours) - len(found) <= EXTRA * len(ours)
    asked, missed = 0, []
    for wanted in gold:
        row = ours.get(wanted["key"])
        held = {cell.name: squeeze(cell.text) for cell in row.cells} if row else {}
        tails = [
            (n, a)
            for n, all_of in (wanted.get("cells_tail") or {}).items()
            for a in ([all_of] if isinstance(all_of, str) else all_of)
        ]
        for name, anchor in [*((n, a) for n, a in wanted["cells"].items() if a), *tails]:
            asked += 1
            missed += [] if squeeze(anchor) in held.get(name, "") else [(wanted["key"], name)]
    assert asked > 600
    assert len(missed) <= (1 - ANCHORS) * asked, missed
    for reading in readings:
        assert unaccounted(reading) == 0
        assert false_places(reading) == []
        assert held_twice(reading) == []


@pytest.mark.parametrize("ending", RENDER)
def test_the_sample_reports_come_back(ending: str, tmp_path: Path) -> None:
    readings = [came_back(source, ending, tmp_path) for source in sorted(SAMPLES.glob("*.txt"))]
    check(readings, golden(GOLDEN), golden(GOLDEN))


@pytest.mark.real
@pytest.mark.parametrize("ending", RENDER)
def test_the_real_reports_come_back(ending: str, tmp_path: Path) -> None:
    readings = [came_back(source, ending, tmp_path) for source in sorted((SHARED / "corpus").glob("*.txt"))]
    gold = SHARED / "gold"
    check(readings, golden(gold / "row_keys.jsonl"), golden(gold / "rows_dev.jsonl"))


@pytest.mark.parametrize(
    ("ending", "to"), [(".docx", "doc"), (".docx", "docx"), (".docx", "odt"), (".xlsx", "xls"), (".xlsx", "ods")]
)
def test_what_libreoffice_saves_reads_the_same(ending: str, to: str, tmp_path: Path) -> None:
    package = "libreoffice-calc" if ending == ".xlsx" else "libreoffice-writer"
    program = need(shutil.which("soffice"), package)
    source = SAMPLES / "sample_2566_nongbaepfuek.txt"
    made = RENDER[ending](text_of(source), tmp_path / f"report{ending}")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(tmp_path / "saved"), str(made)]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    reading = read(tmp_path / "saved" / f"report.{to}")
    wanted = read(source)
    assert reading.report.name == f"report.{to}"
    assert [(row.code, row.group, row.score) for row in reading.rows] == [
        (row.code, row.group, row.score) for row in wanted.rows
    ]
    for row, other in zip(reading.rows, wanted.rows, strict=True):
        assert {c.name: squeeze(c.text) for c in row.cells} == {c.name: squeeze(c.text) for c in other.cells}
