"""An answer says which of what it quotes was corrected by hand, by whom, and what had been read."""

from dataclasses import replace

from assistant.answers import Citation
from assistant.handnotes import notes, of_row
from corpus.records import Corrected
from index.search import ReportIndex
from tests.made_readings import CountingEncoder, reading, row

WHEN = "2026-01-02 09:00:00"


def corrected(what: str, read: str, now: str) -> Corrected:
    return Corrected(what, read, now, "สมชาย", WHEN)


def citation(mark: int, row_id: str, cell: str, by: Corrected | None = None) -> Citation:
    held = row("a.txt", "I1", 1, "ก", measure="ข")
    return Citation(mark, "a.txt", row_id, cell, replace(held.place, corrected=by), "ข", "ก", 2566, "I1")


def test_words_items_and_reports() -> None:
    one = replace(row("a.txt", "I1", 1, "ก", measure="ข", line=1), corrected=(corrected("code", "I7", "I1"),))
    two = row("a.txt", "I2", 1, "ก", measure="ข", line=2)
    told = replace(
        reading("a.txt", [one, two]), corrected=(corrected("fiscal_year", "", "2566"), corrected("kind", "a", "b"))
    )
    index = ReportIndex.of([told], CountingEncoder())
    cited = [
        citation(1, two.row_id, "measure", corrected("measure", f"อบธม [3]\n{'ก' * 90}", "อบรม")),
        citation(2, one.row_id, "measure"),
        citation(3, one.row_id, "output"),
    ]
    cut = "ก" * 71
    assert notes(cited, index, english=False) == [
        f"⚠ แก้ไขด้วยมือ: มาตรการ/กิจกรรม [1] โดย สมชาย 2026-01-02 เดิมอ่านได้ “อบธม (3) {cut}…”",
        "⚠ แก้ไขด้วยมือ: ปีงบประมาณ [1], [2] และ [3] โดย สมชาย 2026-01-02 เดิมอ่านไม่พบ",
        "⚠ แก้ไขด้วยมือ: ข้อ [2] และ [3] โดย สมชาย 2026-01-02 เดิมอ่านได้ “I7”",
    ]
    assert notes(cited[1:], index, english=True) == [
        "⚠ Corrected by hand: item code [2] and [3], by สมชาย on 2026-01-02; it was read as “I7”",
        "⚠ Corrected by hand: fiscal year [2] and [3], by สมชาย on 2026-01-02; nothing was read there",
    ]
    assert list(of_row(two)) == []


def test_many_are_counted_and_none_is_nothing() -> None:
    rows = [row("a.txt", f"I{n}", 1, "ก", measure="ข", line=n) for n in range(1, 10)]
    index = ReportIndex.of([reading("a.txt", rows)], CountingEncoder())
    cited = [citation(n, one.row_id, "measure", corrected("measure", f"{n}", "ข")) for n, one in enumerate(rows, 1)]
    lines = notes(cited, index, english=False)
    assert len(lines) == 7
    assert lines[-1] == "⚠ แก้ไขด้วยมืออีก 3 แห่ง"
    assert notes([citation(1, rows[0].row_id, "measure")], index, english=True) == []
