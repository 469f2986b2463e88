"""How large the text of a report may be: what is far larger is no report, and would only keep the reader busy."""

from corpus.errors import UnreadableReport
from corpus.records import Report

# A report of 300 dense pages has some 700,000 letters, 15,000 lines, 60,000 cells; the longest seen has 50,000 letters.
MOST_LETTERS, MOST_LINES, MOST_CELLS = 1_000_000, 60_000, 200_000
# The questionnaires of a year have some 80 items; a report that names this many is made up.
MOST_ITEMS = 5_000


def check_size(report: Report) -> None:
    """Raises UnreadableReport where a text is larger than any report."""
    text = report.text
    counts = (
        (len(text), MOST_LETTERS, "letters"),
        (text.count("\n") + text.count("\r") + text.count("\f"), MOST_LINES, "lines"),
        (text.count("\t"), MOST_CELLS, "cells"),
    )
    for count, most, what in counts:
        if count > most:
            raise too_large(report.name, most, what)


def too_large(name: str, most: int, what: str) -> UnreadableReport:
    """The error for a report with more than ``most`` of something."""
    return UnreadableReport(f"{name} has more than {most:,} {what}, which no report has; split it.")
