"""What an answer says of values that a person put in place of what was read: which, who, when, and what was read."""

import re
from collections.abc import Iterable, Sequence

from assistant.answers import Citation
from assistant.wording import cell_label, listed, say
from corpus.records import CELLS, Corrected, MeasureRow
from index.search import ReportIndex

# So many corrections are told one by one; the rest is counted. What was read is cut behind so many characters.
MOST, LONGEST = 6, 80
_LABELS = {
    "code": ("ข้อ", "item code"),
    "group": ("ตัวชี้วัด", "indicator"),
    "score": ("คะแนน", "score"),
    "district": ("เขต", "district"),
    "fiscal_year": ("ปีงบประมาณ", "fiscal year"),
}
_OF_ROW, _OF_REPORT = ("code", "group"), ("district", "fiscal_year")


def notes(citations: Sequence[Citation], index: ReportIndex, english: bool) -> list[str]:
    """A line for each correction that the quotes rest on: of their words, their row's item, their report's district."""
    found: dict[tuple[str, Corrected], list[str]] = {}
    for one in citations:
        for of, mark in _behind(one, index):
            found.setdefault((of, mark), []).append(f"[{one.mark}]")
    lines = [_line(mark, list(dict.fromkeys(marks)), english) for (_, mark), marks in found.items()]
    more = len(lines) - MOST
    if more > 0:
        lines[MOST:] = [say(english, f"⚠ แก้ไขด้วยมืออีก {more} แห่ง", f"⚠ {more} more corrected by hand")]
    return lines


def of_row(row: MeasureRow) -> Iterable[Corrected]:
    """What was corrected of which item a row is about."""
    return (mark for mark in row.corrected if mark.what in _OF_ROW)


def _behind(one: Citation, index: ReportIndex) -> Iterable[tuple[str, Corrected]]:
    """The corrections that one citation rests on, each with what it is of."""
    if one.place.corrected is not None:
        yield one.row_id or one.report, one.place.corrected
    if one.row_id is not None:
        yield from ((one.row_id, mark) for mark in of_row(index.row(one.row_id)))
    report = index.reports.get(one.report)
    for mark in report.corrected if report else ():
        if mark.what in _OF_REPORT:
            yield one.report, mark


def _line(mark: Corrected, marks: Sequence[str], english: bool) -> str:
    thai, in_english = _LABELS.get(mark.what, ("", ""))
    label = cell_label(mark.what, english) if mark.what in CELLS else say(english, thai, in_english)
    cited = listed(marks, english)
    # A bracketed number of a report would pass for a mark of ours.
    words = re.sub(r"\[(\d+)\]", r"(\1)", " ".join(mark.read.split()))
    read = words if len(words) <= LONGEST else words[:LONGEST].rstrip() + "…"
    was = say(english, f"เดิมอ่านได้ “{read}”", f"it was read as “{read}”")
    if not read:
        was = say(english, "เดิมอ่านไม่พบ", "nothing was read there")
    return say(
        english,
        f"⚠ แก้ไขด้วยมือ: {label} {cited} โดย {mark.who} {mark.when[:10]} {was}",
        f"⚠ Corrected by hand: {label} {cited}, by {mark.who} on {mark.when[:10]}; {was}",
    )
