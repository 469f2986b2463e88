"""Due dates in the spellings of the forms, and whether they lie in a fiscal year."""

import pytest

from assistant.duedate import months_named, names_due_date, outside


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
