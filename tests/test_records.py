"""What a place says of itself, and which boxes hold a run of characters."""

from dataclasses import replace

import pytest

from corpus.cells import Placer, Span
from corpus.reading import read_records
from corpus.recordjson import from_json, to_json
from corpus.records import Box, Place
from index.parts import reading_of
from tests.made_tables import report

LINES = (Box(1, 0, 4, 10, 10, 50, 20, 0.9), Box(1, 5, 9, 10, 22, 50, 32, 0.4), Box(2, 10, 14, 10, 10, 50, 20))
READ = replace(report("กกกก ขขขข คคคค"), boxes=LINES)


@pytest.mark.parametrize(
    ("start", "end", "held"), [(0, 14, [0, 1, 2]), (0, 5, [0]), (3, 6, [0, 1]), (9, 10, []), (13, 99, [2]), (4, 5, [])]
)
def test_the_boxes_of_some_characters(start: int, end: int, held: list[int]) -> None:
    assert READ.boxes_of(start, end) == tuple(LINES[n] for n in held)


@pytest.mark.parametrize(
    ("start", "end", "confidence"),
    [
        (0, 4, 0.9),
        (0, 9, 0.65),  # four characters of 0.9 and four of 0.4
        (3, 9, 0.5),  # (1 * 0.9 + 4 * 0.4) / 5
        (5, 14, 0.4),  # the second page held text
        (10, 14, None),
    ],
)
def test_the_confidence_of_a_place_is_that_of_its_characters(start: int, end: int, confidence: float | None) -> None:
    assert Placer(READ).place(Span(start, end)).confidence == confidence


def test_a_place_that_was_hard_to_read_says_so() -> None:
    place = Place("a.pdf", 3, 7, 0, 4)
    assert place.label == "หน้า 3 บรรทัด 7"
    assert replace(place, confidence=0.9).label == "หน้า 3 บรรทัด 7"
    assert replace(place, confidence=0.69).label == "หน้า 3 บรรทัด 7 (อ่านจากภาพ ความมั่นใจต่ำ)"


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": 0},
        {"char_end": 0},
        {"x1": 9.0},
        {"bottom": 9.0},
    ],
)
def test_a_box_holds_something_and_has_its_corners_in_order(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="box"):
        replace(LINES[0], **wrong)  # type: ignore[arg-type]


def test_boxes_and_notes_come_back_out_of_the_store() -> None:
    made = replace(report("สำนักงานเขตดุสิต ปีงบประมาณ พ.ศ. 2566\n"), boxes=LINES, notes=("หน้า 2 อ่านจากภาพ",))
    reading = read_records(made)
    assert reading.ledger.notes == ("หน้า 2 อ่านจากภาพ",)
    assert reading_of(to_json(reading)) == reading
    assert from_json(to_json(LINES), tuple[Box, ...]) == LINES
