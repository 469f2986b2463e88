"""Numbers in Thai digits are read off the ink of a line, whatever Tesseract took them for; other words stay."""

import numpy as np
import pytest

from corpus.readers.numerals import UNSURE, with_digits
from corpus.readers.tesseract import Line, Word
from tests.test_digits import drawn


def told(text: str, *words: tuple[str, int, int, float]) -> list[str]:
    """The words of a drawn text once its digits are read; a word is (text, first letter, behind the last, sure)."""
    image, places = drawn(text, 58)
    made = tuple(Word(word, places[a][0], places[b - 1][1], sure) for word, a, b, sure in words)
    return [word.text for word in with_digits(image, Line(0, 0, image.shape[1], image.shape[0], made))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("๖๖", [("ob", 0, 2, 0.5)]),
        ("๖๖", [("๖", 0, 1, 0.97), ("๒", 1, 2, 0.5), ("๐", 1, 2, 0.5)]),
        ("๑", [("©", 0, 1, 0.91)]),
        ("๒๕๖๗", [("๒", 0, 1, 0.97), ("๕", 1, 2, 0.97), ("๑", 3, 4, 0.97)]),
        ("๑๘", [("๘", 1, 2, 0.97)]),
    ],
)
def test_numbers_are_read_whole(text: str, words: list[tuple[str, int, int, float]]) -> None:
    assert "".join(told(text, *words)) == text


def test_a_dash_before_a_number_stays_and_a_sign_for_its_digit_goes() -> None:
    assert told("-๑", ("-@", 0, 1, 0.5), ("๑", 1, 2, 0.97)) == ["-", "๑"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Line", [("Line", 0, 4, 0.95)]),
        ("I20", [("I20", 0, 3, 0.75)]),
        ("ธ.ค.", [("5.A.", 0, 4, 0.67)]),
        ("2566", [("2566", 0, 4, 0.96)]),
        ("E9", [("59", 0, 2, 0.6)]),
        ("ครั้ง", [("ครั้ง", 0, 5, 0.6)]),
    ],
)
def test_what_is_no_thai_number_stays_as_it_was_told(text: str, words: list[tuple[str, int, int, float]]) -> None:
    assert told(text, *words) == [words[0][0]]


def test_words_beside_a_number_keep_their_ink() -> None:
    assert told("ค๖๗ค", ("ค", 0, 1, 0.95), ("ob", 1, 3, 0.4), ("ค", 3, 4, 0.95)) == ["ค", "๖", "๗", "ค"]


def test_digits_that_touch_are_parted_where_the_ink_is_thin() -> None:
    image, places = drawn("๒๕๖๖", 58)
    joined = image.copy()
    ink = np.flatnonzero((joined[:, places[1][0] : places[2][1]] < 128).any(axis=1))
    joined[ink[-1] - 14 : ink[-1] - 11, places[1][1] - 6 : places[2][0] + 8] = 0
    words = (Word("๒", places[0][0], places[0][1], 0.97), Word("๕", *places[1], 0.97), Word("๐", *places[3], 0.6))
    made = with_digits(np.asarray(joined), Line(0, 0, image.shape[1], image.shape[0], words))
    assert "".join(word.text for word in made) == "๒๕๖๖"


def test_a_bracket_right_behind_a_number_stays_one() -> None:
    assert told("๒๕๖๗)", ("๒๕", 0, 2, 0.9), ("๐9", 2, 4, 0.7)) == ["๒", "๕", "๖", "๗"]
    assert told("๒๕๖๗)", ("๒๕", 0, 2, 0.9), ("๐9)", 2, 5, 0.7)) == ["๒", "๕", "๖", "๗", ")"]


def test_a_digit_that_cannot_be_read_is_a_guess() -> None:
    image, places = drawn("๖๖", 58)
    joined = image.copy()
    joined[30:34, places[0][0] : places[1][1]] = 0
    words = tuple(Word("๒", left, right, 0.97) for left, right in places)
    made = with_digits(np.asarray(joined), Line(0, 0, image.shape[1], image.shape[0], words))
    assert [(word.text, word.confidence) for word in made] == [("๒", UNSURE)] * 2
