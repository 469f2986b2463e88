"""Thai digits in pictures, in a font and sizes as reports have them; Tesseract's Thai knows only five of the ten."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.readers.digits import THAI_DIGITS, digits_at, read_digit, square
from corpus.readers.ink import Gray
from tests.conftest import need

FONTS = Path("/usr/share/fonts/truetype/tlwg")


def drawn(text: str, size: int, font: str = "Laksaman") -> tuple[Gray, list[tuple[int, int]]]:
    """A line of text as an image, and where each of its letters stands."""
    path = FONTS / f"{font}.ttf"
    if not path.exists():
        need(None, "fonts-thai-tlwg")
    face = ImageFont.truetype(str(path), size)
    image = Image.new("L", (size * (len(text) + 2), size * 2), 255)
    draw = ImageDraw.Draw(image)
    at, places = float(size), []
    for letter in text:
        draw.text((at, size // 4), letter, font=face, fill=0)
        places.append((int(at), int(at + face.getlength(letter))))
        at += face.getlength(letter) + 2
    return np.asarray(image, dtype=np.uint8), places


@pytest.mark.parametrize("font", ["Laksaman", "Loma-Bold", "Norasi"])
@pytest.mark.parametrize("size", [44, 58, 75])  # 10.5, 14 and 18 points at 300 dpi
def test_all_ten_are_read(size: int, font: str) -> None:
    image, places = drawn(THAI_DIGITS, size, font)
    assert "".join(digit for digit, _ in digits_at(image, places)) == THAI_DIGITS


def test_places_may_be_off_by_a_third_of_a_digit() -> None:
    image, places = drawn("๒๕๖๔", 58)
    rough = [(left + 6, right + 8) for left, right in places]
    assert [digit for digit, _ in digits_at(image, rough)] == list("๒๕๖๔")


def test_a_digit_that_was_passed_over_is_put_in() -> None:
    image, places = drawn("๒๕๖๗", 58)
    told = digits_at(image, [places[0], places[1], places[3]])
    assert [digit for digit, _ in told] == ["๒๕๖๗", "", ""]
    image, places = drawn("๖.๗", 58)
    assert [digit for digit, _ in digits_at(image, [places[0], places[2]])] == ["๖", "๗"]


def test_digits_that_touch_are_not_guessed() -> None:
    image, places = drawn("๖๖", 58)
    joined = image.copy()
    joined[30:34, places[0][0] : places[1][1]] = 0
    assert digits_at(joined, places) == [("", 0.0)] * 2


def test_no_ink_is_no_digit() -> None:
    blank = np.full((40, 40), 255, dtype=np.uint8)
    assert read_digit(blank) == ("", 0.0)
    assert square(blank) is None
    assert digits_at(blank, [(0, 20)]) == [("", 0.0)]
    assert digits_at(blank, []) == []
