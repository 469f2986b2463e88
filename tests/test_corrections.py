"""What people put in place of what was read: in the records, accounted for, and kept apart from the report."""

import json

import pytest
from made_tables import HEAD_2566, I20, TITLE_2566, held_twice, line, unaccounted

from corpus.corrections import NOTHING_SAID, ReportWord, RowWord, Told, Words
from corpus.errors import NoDistrict, NoYear, UnknownValue, UnplacedReport
from corpus.reading import read_records
from corpus.records import Corrected, Page, Period, Reading, Report, ReportKind

REST = ("- อบรม", "- จัดอบรม", "- ๑ ครั้ง", "- เว็บไซต์", "ธ.ค. ๖๕", "ฝ่ายปกครอง", "๑ ครั้ง/ เดือน")
SHA = "a" * 64
WHEN = "2026-01-01 09:00:00"


def report(text: str) -> Report:
    return Report("a.txt", SHA, text, (Page(1, "1", 0, len(text)),), "utf-8")


TEXT = TITLE_2566 + HEAD_2566 + line(f"120 {I20}", *REST) + line("125 ผู้บริหารให้ความสำคัญกับการแก้ไขปัญหาการทุจริต", *REST)


def told(*rows: RowWord, **of_report: object) -> Told:
    return Told(ReportWord(SHA, "สมชาย", WHEN, **of_report) if of_report else None, rows)  # type: ignore[arg-type]


def word(reading: Reading, number: int, **said: object) -> RowWord:
    row = reading.rows[number]
    return RowWord(SHA, row.place.char_start, row.label, "สมชาย", WHEN, **said)  # type: ignore[arg-type]


def test_a_corrected_code_brings_its_group_and_says_who() -> None:
    plain = read_records(report(TEXT))
    assert [row.label for row in plain.rows] == ["I20", "I25"]
    reading = read_records(report(TEXT), told(word(plain, 0, code="I19", score=81.5)))
    row = reading.rows[0]
    assert (row.code, row.group, row.score, row.row_id) == ("I19", 4, 81.5, "a.txt#I19#1")
    assert row.corrected == (
        Corrected("code", "I20", "I19", "สมชาย", WHEN),
        Corrected("score", "", "81.5", "สมชาย", WHEN),
    )
    assert reading.rows[1] == plain.rows[1]
    assert (reading.passages, reading.ledger.characters_in_rows) == (plain.passages, plain.ledger.characters_in_rows)


def test_what_is_no_row_stays_to_be_found_as_text() -> None:
    plain = read_records(report(TEXT))
    reading = read_records(report(TEXT), told(word(plain, 0, no_row=True)))
    assert [row.label for row in reading.rows] == ["I25"]
    assert "จัดอบรม" in " ".join(one.text for one in reading.passages)
    assert unaccounted(reading) == 0
    assert held_twice(reading) == []


def test_a_group_of_another_part_takes_the_code_away() -> None:
    plain = read_records(report(TEXT))
    row = read_records(report(TEXT), told(word(plain, 0, group=7))).rows[0]
    assert (row.code, row.group, row.part) == (None, 7, "EIT")


def test_a_word_whose_row_is_gone_is_told() -> None:
    plain = read_records(report(TEXT))
    lost = RowWord(SHA, 3, "I9", "สมชาย", WHEN, code="I8")
    reading = read_records(report(TEXT), told(lost))
    assert reading.rows == plain.rows
    assert reading.ledger.notes == ("การแก้ไขแถว I9 โดย สมชาย ยังไม่ได้ใช้ เพราะไม่พบแถวนั้นแล้ว",)


def test_district_year_kind_and_period_by_a_person() -> None:
    said = told(district="บางรัก", fiscal_year=2568, kind=ReportKind.RESULTS, period=Period.Q1)
    reading = read_records(report(TEXT), said)
    assert (reading.district, reading.fiscal_year, reading.kind, reading.period) == (
        "บางรัก", 2568, ReportKind.RESULTS, Period.Q1,
    )  # fmt: skip
    assert {row.district for row in reading.rows} == {"บางรัก"}
    assert [one.what for one in reading.corrected] == ["district", "fiscal_year", "kind", "period"]
    assert read_records(report(TEXT), told(kind=ReportKind.MEASURES)).corrected == ()


@pytest.mark.parametrize(
    ("text", "lacks", "error"),
    [
        ("มาตรการ\nปีงบประมาณ พ.ศ. 2566\n", ("district",), NoDistrict),
        ("มาตรการ\nสำนักงานเขตดุสิต\n", ("year",), NoYear),
        ("มาตรการ\n", ("district", "year"), UnplacedReport),
    ],
)
def test_what_a_report_does_not_say_a_person_can(
    text: str, lacks: tuple[str, ...], error: type[UnplacedReport]
) -> None:
    with pytest.raises(error) as raised:
        read_records(report(text))
    assert raised.value.lacks == lacks
    said = {"district": "ดุสิต", "year": 2566}
    given = {("fiscal_year" if one == "year" else one): said[one] for one in lacks}
    reading = read_records(report(text), told(**given))
    assert (reading.district, reading.fiscal_year) == ("ดุสิต", 2566)


def test_words_come_back_as_they_went_and_the_last_one_counts() -> None:
    words = Words().with_report(ReportWord(SHA, "ก", WHEN, district="ดุสิต", kind=ReportKind.SCORES))
    words = words.with_report(ReportWord(SHA, "ข", WHEN, fiscal_year=2566))
    words = words.with_row(RowWord(SHA, 5, "I1", "ก", WHEN, code="I2"))
    words = words.with_row(RowWord(SHA, 5, "I1", "ข", WHEN, code="I3"))
    words = words.with_row(RowWord("b" * 64, 5, "I1", "ข", WHEN, no_row=True))
    back = Words.of_json(words.to_json()).of(SHA)
    assert back == words.of(SHA)
    assert back.report == ReportWord(SHA, "ข", WHEN, "ดุสิต", 2566, ReportKind.SCORES)
    assert [one.code for one in back.rows] == ["I3"]
    assert words.without_row(SHA, 5, "I1").of(SHA).rows == ()
    assert words.without(SHA).of(SHA) == NOTHING_SAID
    assert len(json.loads(words.to_json())["rows"]) == 2


def test_the_key_changes_with_what_was_said() -> None:
    keys = [NOTHING_SAID.key, told(district="ดุสิต").key, told(RowWord(SHA, 5, "I1", "ก", WHEN, code="I2")).key]
    assert keys[0] == ""
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    "said", [{"score": 101.0}, {"score": -1.0}, {"group": 11}, {"code": "X3"}, {"code": "I"}, {"code": ""}]
)
def test_impossible_values_are_refused(said: dict[str, object]) -> None:
    with pytest.raises(UnknownValue):
        RowWord(SHA, 5, "I1", "ก", WHEN, **said)  # type: ignore[arg-type]
    with pytest.raises(UnknownValue):
        ReportWord(SHA, "ก", WHEN, fiscal_year=2024)
    with pytest.raises(UnknownValue):
        ReportWord(SHA, "ก", WHEN, district=" ")
