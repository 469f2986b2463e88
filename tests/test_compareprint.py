"""The comparison on a terminal: scores, marks and the codes of other years."""

from assistant.compare import Choice, compare
from assistant.compareprint import comparison_sheet, entry_text
from tests.made_compared import ROWS

LATEST = compare(ROWS, Choice())


def test_cells_tell_scores_marks_other_questions_and_other_years() -> None:
    said = {
        str(line.key): [entry_text(*pair) for pair in zip(line.entries, LATEST.columns, strict=True)]
        for line in LATEST.lines
    }
    assert said["g4"] == ["69.13 (2564)", "ไม่มีข้อมูล", "ไม่มีข้อมูล", "75.00"]
    assert said["2567:I20"] == ["ทั้งตัวชี้วัด", "มีมาตรการ", "94.00", "79.00"]
    assert said["2567:E9"] == ["ไม่มีข้อมูล", "ไม่มีข้อมูล", "83.50", "58.00≈"]


def test_a_line_names_the_codes_of_other_years() -> None:
    sheet = comparison_sheet(compare(ROWS, Choice(parts=("EIT",))))
    line = next(line for line in sheet.splitlines() if line.startswith("E9"))
    assert line.split()[-4:] == ["ไม่มีข้อมูล", "ไม่มีข้อมูล", "83.50", "58.00≈"]
    assert "≈ = ถ้อยคำหรือขอบเขต" in sheet


def test_nothing_is_said_in_a_sentence() -> None:
    assert comparison_sheet(compare((), Choice())) == "ไม่มีข้อใดตรงกับที่เลือก"
