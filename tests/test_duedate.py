"""Due dates in the spellings of the forms, and whether they lie in a fiscal year."""

import pytest

from assistant.duedate import months_named, moved, names_due_date, outside, without_dates


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("ธ.ค. ๖๕ - พ.ค. ๖๖", ((12, 2565), (5, 2566))),
        ("5 เม.ย. 66", ((4, 2566),)),
        ("๑ เมษายน พ.ศ. ๒๕๖๖", ((4, 2566),)),
        ("ต.ค. - ธ.ค. 2567", ((10, 2567), (12, 2567))),
        ("30/4/2568", ((4, 2568),)),
        ("มี. ค. 68", ((3, 2568),)),
        ("ภายในเดือนมีนาคม", ((3, None),)),
        ("ทุกเดือน", ()),
    ],
)
def test_months(text: str, months: tuple[tuple[int, int | None], ...]) -> None:
    assert months_named(text) == months


@pytest.mark.parametrize("text", ["ไตรมาสที่ ๒", "ภายในปีงบประมาณ 2568", "มี.ค. 68", "ตลอดปีงบประมาณ"])
def test_due_dates(text: str) -> None:
    assert names_due_date(text)


@pytest.mark.parametrize("text", ["", "ทุกเดือน", "โดยเร็ว", "ทุก ๓ เดือน"])
def test_none(text: str) -> None:
    assert not names_due_date(text)


@pytest.mark.parametrize(
    ("text", "is_outside"),
    [
        ("ต.ค. 67", False), ("ก.ย. 68", False), ("ก.ย. 67", True), ("ต.ค. 68", True), ("ธ.ค. ๖๕ - พ.ค. ๖๖", True),
        ("มีนาคม", False), ("ภายในปีงบประมาณ 2567", True), ("ภายในปีงบประมาณ 2568", False),
    ],
)  # fmt: skip
def test_the_fiscal_year_2568(text: str, is_outside: bool) -> None:
    assert outside(text, 2568) is is_outside


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("ธ.ค. ๖๕ - พ.ค. ๖๖", "ธ.ค. ๖๗ - พ.ค. ๖๘"),
        ("5 เม.ย. 66", "5 เม.ย. 68"),
        ("๑ เมษายน พ.ศ. ๒๕๖๖", "๑ เมษายน พ.ศ. ๒๕๖๘"),
        ("30/4/2566", "30/4/2568"),
        ("ภายในเดือนมีนาคม", "ภายในเดือนมีนาคม"),
        ("ไตรมาสที่ ๒ ปีงบประมาณ พ.ศ. ๒๕๖๖", "ไตรมาสที่ ๒ ปีงบประมาณ พ.ศ. ๒๕๖๘"),
        ("มี.ค. ของปี ๖๖", "มี.ค. ของปี ๖๘"),
        # a month as OCR reads it
        ("จ.ค. ๖๕ - พ.ค. ๖๖", "ธ.ค. ๖๗ - พ.ค. ๖๘"),
        # a merged cell that was read twice
        ("ธ.ค. ๖๕ - พ.ค. ๖๖ ธ.ค. ๖๕ - พ.ค. ๖๖", "ธ.ค. ๖๗ - พ.ค. ๖๘"),
        # no date, or one that was outside its own year
        ("ทุกเดือน", None),
        ("ต.ค. 2566", None),
    ],
)
def test_a_due_date_of_2566_at_the_same_time_of_2568(text: str, there: str | None) -> None:
    assert moved(text, 2566, 2568) == there


def test_a_leap_day_becomes_the_day_before() -> None:
    assert moved("29 ก.พ. 2567", 2567, 2568) == "28 ก.พ. 2568"
    assert moved("๒๙ ก.พ. ๖๗", 2567, 2571) == "๒๙ ก.พ. ๗๑"


def test_what_is_said_beside_the_dates() -> None:
    assert without_dates("ภายใน 31 มี.ค. ๖๖ และแจ้งในกลุ่ม Line") == "ภายใน และแจ้งในกลุ่ม Line"
    # a month that OCR has spoilt stays, and is seen as a date of theirs
    assert "จ.ค. 65" in without_dates("จ.ค. ๖๕ - พ.ค. ๖๖")
