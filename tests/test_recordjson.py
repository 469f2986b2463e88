import json
from dataclasses import dataclass, replace

import pytest

from corpus.recordjson import from_json, to_json
from corpus.records import Form, Reading
from tests.made_readings import passage, reading, row


def test_readings_come_back_as_they_went_in() -> None:
    one = row("a.txt", None, 9, "๙๙ “อ้าง” \u2028", weakness="ก\nข", monitoring="\U0001f600")
    full = replace(
        one,
        score=0.1 + 0.2,
        group_score=85,
        merged_with=("x", "y"),
        item_segments=one.cells[0].segments,
        score_segment=one.cells[1].segments[0],
        score_year=2565,
        doubtful="สงสัย",
    )
    whole = reading("a.txt", [full, one], [passage("a.txt", "\udc80 ครึ่งตัว")], text="\x00\r\n\ud800")
    assert from_json(to_json(whole), Reading) == whole


def test_a_record_that_no_store_can_hold_is_refused_when_written() -> None:
    with pytest.raises(TypeError, match="set"):
        to_json(replace(reading("a.txt"), rows={1}))  # type: ignore[arg-type]


def test_a_value_of_another_type_is_found_wherever_it_stands() -> None:
    good = json.loads(to_json(reading("a.txt", [row("a.txt", "I1", 1, "ก", measure="ข")])))
    assert from_json(json.dumps(good).encode(), Reading).rows[0].item == "ก"
    report, district, year, form, rows, *rest = good
    for changed in (
        [report, 7, year, form, rows, *rest],
        [report, district, "2566", form, rows, *rest],
        [report, district, year, "no form", rows, *rest],
        [report, district, True, form, rows, *rest],
        [[], district, year, form, rows, *rest],
        [report, district, year, form, [[]], *rest],
        [report, district, year, form, [[*rows[0][:9], "91.5", *rows[0][10:]]], *rest],
        [report, district, year, form, None, *rest],
        good[:-1],
    ):
        with pytest.raises(ValueError, match=r"."):
            from_json(json.dumps(changed).encode(), Reading)


def test_every_kind_of_field() -> None:
    @dataclass(frozen=True, slots=True)
    class Inner:
        name: str

    @dataclass(frozen=True, slots=True)
    class Outer:
        number: float
        maybe: int | None
        inner: Inner | None
        pair: tuple[str, int]
        many: tuple[Inner, ...]
        kind: Form

    for value in (
        Outer(1.5, None, None, ("a", 1), (), Form.F2566),
        Outer(2, 3, Inner("x"), ("b", 2), (Inner("y"), Inner("z")), Form.F2567),
        Outer(2, 3, Inner("x"), ("c", 3), (Inner("w"),), Form.F2563),
    ):
        assert from_json(to_json(value), Outer) == value
    for wrong in ([1.5, None, ["x"], ["a", "1"], [], "2566"], [1.5, None, None, ["a", 1], None, "2566"]):
        with pytest.raises(ValueError, match=r"."):
            from_json(json.dumps(wrong).encode(), Outer)
