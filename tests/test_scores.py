"""Score sheets: pasted, typed, out of the store; impossible scores, items named twice, codes of another year."""

from dataclasses import replace

import pytest

from assistant.scoreline import Kind
from assistant.scores import pasted_scores, stored_scores, typed_scores
from corpus.byhand import rows_by_hand
from corpus.reading import read, report_files
from corpus.records import Corrected
from index.search import ReportIndex
from tests.made_index import SAMPLES, real_index, sample_index
from tests.made_readings import CountingEncoder, reading, row


def problems(text: str, year: int = 2567) -> list[str]:
    return [line.problem for line in pasted_scores(text, year).problems]


def test_a_pasted_page_line_by_line() -> None:
    sheet = pasted_scores("ผลคะแนน ITA ปี 2567\n\nI1 84.33\nข้อ I2 ๘๐.๑๑\nตัวชี้วัดที่ 1 82.5\nคะแนนรวม 83.20 ระดับ ผ่าน", 2567)
    assert [(line.number, line.kind) for line in sheet.lines] == [
        (1, Kind.TEXT), (3, Kind.ITEM), (4, Kind.ITEM), (5, Kind.GROUP), (6, Kind.TOTAL),
    ]  # fmt: skip
    assert sheet.items == {"I1": 84.33, "I2": 80.11}
    assert sheet.groups == {1: 82.5}
    assert sheet.total is not None
    assert (sheet.total.score, sheet.level, sheet.problems, sheet.warnings) == (83.2, "ผ่าน", (), ())


def test_an_item_s_score_may_stand_lines_below_it() -> None:
    sheet = pasted_scores("I16 ระบบการบริหารงานบุคคล\nและการให้คุณให้โทษที่ชัดเจน\n(๘๔.๖๖ คะแนน)\nI17\n87", 2567)
    assert sheet.items == {"I16": 84.66, "I17": 87.0}
    assert sheet.lines[0].printed == "I16 ระบบการบริหารงานบุคคล และการให้คุณให้โทษที่ชัดเจน (๘๔.๖๖ คะแนน)"


def test_a_score_is_not_handed_over_the_next_item() -> None:
    sheet = pasted_scores("I16\nการเปิดเผยข้อมูล 93.2\n70", 2567)
    assert sheet.items == {}
    assert sheet.groups == {9: 93.2}
    assert [line.number for line in sheet.problems] == [1, 3]


@pytest.mark.parametrize("score", ["101", "250.5", "-5"])
def test_a_score_that_cannot_be_is_marked(score: str) -> None:
    assert problems(f"I1 {score}\nI2 80")[0].startswith(f"คะแนน {float(score):g} เป็นไปไม่ได้")
    assert pasted_scores(f"I1 {score}\nI2 80", 2567).items == {"I2": 80.0}


def test_two_lines_for_one_item() -> None:
    different = pasted_scores("E5 70\nE5 71\nE6 60", 2567)
    assert different.items == {"E6": 60.0}
    assert [line.problem for line in different.problems] == [
        "E5 มีคะแนนต่างกันหลายบรรทัด (70 และ 71) โปรดเลือกให้เหลือบรรทัดเดียว"
    ] * 2
    same = pasted_scores("E5 70\nE5 70", 2567)
    assert same.items == {"E5": 70.0}
    assert [line.number for line in same.problems] == [2]


def test_a_code_of_another_year_s_set() -> None:
    assert problems("I28 50") == ["ชุดข้อคำถามปี 2567 ไม่มีข้อ I28 (มี I1-I25 E1-E15 O1-O30) โปรดตรวจรหัสหรือปีของคะแนน"]
    assert pasted_scores("I28 50", 2563).items == {"I28": 50.0}


def test_a_sheet_of_another_year_says_so() -> None:
    (warning,) = pasted_scores("ผลการประเมินประจำปีงบประมาณ พ.ศ. ๒๕๖๕\nI1 80", 2567).warnings
    assert "พิมพ์ปี 2565 ไว้ แต่แผนนี้ใช้คะแนนของปี 2567" in warning
    assert pasted_scores("ปีงบประมาณ 2566 และปีงบประมาณ 2567\nI1 80", 2567).warnings == ()


def test_scores_typed_by_hand() -> None:
    sheet = typed_scores([("I20", "๘๔.๓๓"), ("4", "69.13"), ("E1", ""), ("", "")], 2567)
    assert (sheet.items, sheet.groups) == ({"I20": 84.33}, {4: 69.13})
    assert [(line.code, line.problem) for line in sheet.problems] == [("E1", "ไม่พบคะแนนในบรรทัดนี้ โปรดเติมคะแนน")]


def test_the_district_s_own_report_in_the_store() -> None:
    sheet = stored_scores(sample_index(), "ท่าสาธิต", 2568)
    assert sheet is not None
    assert (sheet.fiscal_year, len(sheet.items), sheet.groups) == (2567, 24, {9: 100.0, 10: 87.5})
    assert (sheet.items["I16"], sheet.items["E12"]) == (84.66, 80.95)
    earlier = stored_scores(sample_index(), "ท่าสาธิต", 2567)
    assert earlier is not None
    assert (earlier.fiscal_year, earlier.items["E12"]) == (2566, 82.47)
    by_group = stored_scores(sample_index(), "คลองนิทาน", 2568)
    assert by_group is not None
    assert (by_group.fiscal_year, by_group.items, by_group.groups[10]) == (2564, {}, 56.25)
    assert stored_scores(sample_index(), "ทุ่งจำลอง", 2568) is None


def test_a_score_of_the_store_that_a_person_corrected_says_so() -> None:
    mark = Corrected("score", "91.5", "62", "สมชาย", "2026-01-01")
    (held,) = rows_by_hand([replace(row("a.txt", "I1", 1, "ก", measure="ข"), score=62.0)], {"a.txt#I1#1": [mark]})
    sheet = stored_scores(ReportIndex.of([reading("a.txt", [held])], CountingEncoder()), "บางตัวอย่าง", 2567)
    assert sheet is not None
    assert [(line.printed, line.score, line.note) for line in sheet.lines] == [("I1 62", 62.0, "คะแนนแก้ไขด้วยมือ")]


def test_whole_reports_pasted_give_no_wrong_score() -> None:
    """The reader of reports is the measure: of the items that it scores most are found, none wrong."""
    for path in report_files(SAMPLES):
        reading = read(path)
        truth = {row.code: row.score for row in reading.rows if row.score is not None and "-" not in (row.code or "-")}
        found = pasted_scores(reading.report.text, reading.fiscal_year).items
        if truth:
            assert {code: score for code, score in found.items() if truth.get(code) != score} == {}
            assert len(found) >= 0.9 * len(truth)


@pytest.mark.real
def test_a_real_report_pasted() -> None:
    reading = next(one for one in real_index().reports.values() if one.district == "คลองเตย")
    truth = {row.code: row.score for row in reading.rows}
    assert len(truth) == 27
    assert pasted_scores(reading.report.text, 2563).items == truth
