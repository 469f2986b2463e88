"""Lines counted by hand: 14 points are 4.94 mm, a letter is taken for 2.27 mm, so 23 mm hold ten."""

import pytest

from assistant.typesetting import lines_taken


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("กกกกกกกกกก", 1),
        ("ก" * 11, 2),
        ("ก" * 31, 4),
        ("ก็ก็ก็ก็ก็ก็ก็ก็ก็ก็", 1),  # marks take no width
        ("", 1),
        ("หนึ่ง\n\nสอง", 3),
        ("ปกครอง ปกครอง", 2),  # six letters and six: parted between the words
        ("ปกครอง  ", 1),
    ],
)
def test_lines_are_counted_between_words(text: str, lines: int) -> None:
    assert lines_taken(text, 23, 14) == lines


def test_a_column_narrower_than_a_letter_still_holds_one() -> None:
    assert lines_taken("กกก", 0.5, 14) == 3
