"""Texts that were made to be slow are read or refused in seconds; what is larger than any report is refused."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableReport
from corpus.reading import read, warm_up
from corpus.records import Page, Report
from corpus.size import MOST_CELLS, MOST_ITEMS, MOST_LETTERS, MOST_LINES, check_size
from tests.made_slow import HEADING, TITLE, seconds_of, slow_texts

# Those that took minutes once: nested repeats in patterns, cells cut up letter by letter, words without an end.
ONCE_SLOW = (
    "cell '<td>'", "line '<!--'", "cell ' '", "line '9'", "cell '- '", "cell 'I1 '", "line 'เขต'",
    "line '| '", "nested cells", "blank cells", "flattened",
)  # fmt: skip
BYTES, SECONDS = 2_000_000, 10.0


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    warm_up()
    return {name: text for name, text in slow_texts(BYTES) if name in ONCE_SLOW}


@pytest.mark.parametrize("name", ONCE_SLOW)
def test_two_megabytes_of_it_are_read_or_refused_in_seconds(name: str, texts: dict[str, str], tmp_path: Path) -> None:
    seconds, outcome = seconds_of(texts[name], BYTES, tmp_path)
    assert seconds < SECONDS
    assert outcome.endswith(("rows", "which no report has; split it."))


def sized(text: str) -> Report:
    return Report("a.txt", "", text, (Page(1, "1", 0, len(text)),), "utf-8")


@pytest.mark.parametrize(
    ("piece", "most", "what"),
    [("ก", MOST_LETTERS, "letters"), ("\n", MOST_LINES, "lines"), ("\t", MOST_CELLS, "cells")],
)
def test_what_is_larger_than_any_report_is_refused(piece: str, most: int, what: str) -> None:
    check_size(sized(piece * most))
    with pytest.raises(
        UnreadableReport, match=rf"^a\.txt has more than {most:,} {what}, which no report has; split it\.$"
    ):
        check_size(sized(piece * (most + 1)))


def test_a_report_of_more_items_than_any_is_refused(tmp_path: Path) -> None:
    row = "I20 ข้อ\tขาด\tทำคู่มือ\tคู่มือ\tเว็บ\tมี.ค. 66\tทุกฝ่าย\tทุกเดือน\n"
    (tmp_path / "a.txt").write_text(TITLE + HEADING + row * (MOST_ITEMS + 1), encoding="utf-8")
    with pytest.raises(UnreadableReport, match=r"^a\.txt has more than 5,000 items"):
        read(tmp_path / "a.txt")
