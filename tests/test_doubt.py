"""Of several readings of a line the one that holds up best is taken; lines that were read surely are left alone."""

import numpy as np
import pytest

from corpus.readers import doubt
from corpus.readers.doubt import AGAIN, FIRST, best, known_share, read_lines
from corpus.readers.ink import Gray
from corpus.readers.tesseract import Line, Word


def line(text: str, sure: float = 0.93, least: float | None = None, top: int = 0) -> Line:
    """A line of two words, the second the doubtful one."""
    half = len(text) // 2
    words = (Word(text[:half], 10, 60, sure), Word(text[half:], 60, 120, sure if least is None else least))
    return Line(10, top, 120, top + 40, words)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("ฝ่ายปกครอง", 1.0),
        ("2566", 1.0),
        ("ถิดชอบ", 3 / 6),  # ชอบ is a word, ถิด is none
        ("ob", 0.0),
        ("Facebook", 1.0),
    ],
)
def test_known_words_are_those_of_the_dictionary_and_long_latin_ones(text: str, share: float) -> None:
    assert known_share(line(text)) == pytest.approx(share)


@pytest.mark.parametrize(
    ("readings", "kept"),
    [
        # known words count before confidence
        ([line("ผู้รับถิดชอบ", 0.95), line("ผู้รับผิดชอบ", 0.9)], "ผู้รับผิดชอบ"),
        # of two that are all words, the one without a very doubtful letter
        ([line("โดยยืดหลัก", 0.93, 0.58), line("โดยยึดหลัก", 0.93, 0.92)], "โดยยึดหลัก"),
        # both are words and the first is read more surely, but ink is lost, not made up
        ([line("ฝายปกครอง", 0.95), line("ฝ่ายปกครอง", 0.89)], "ฝ่ายปกครอง"),
        # a tone mark that makes no word is no reason
        ([line("จัดทำ", 0.93), line("จั้ดทำ", 0.9)], "จัดทำ"),
    ],
)
def test_the_best_reading(readings: list[Line], kept: str) -> None:
    assert best(readings).text == kept
    assert best(readings[::-1]).text == kept


def test_only_doubtful_lines_are_looked_at_again_and_stand_where_they_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    gray: Gray = np.full((300, 200), 255, dtype=np.uint8)
    first = [line("จัดทำคู่มือ", top=20), line("ผู้รับถิดชอบ", least=0.6, top=120)]
    asked: list[tuple[tuple[int, ...], float]] = []

    def told(image: Gray, scale: float) -> list[Line]:
        asked.append((image.shape, scale))
        if scale == FIRST:
            return list(first)
        # the doubtful line alone: white of 39 pixels (0.13 inch), then the line with 6 pixels (0.02 inch) around it
        return [Line(45, 45, 155, 85, (Word("ผู้รับผิดชอบ", 45, 155, 0.92),))] if scale == AGAIN[0] else []

    monkeypatch.setattr(doubt, "lines_of", told)
    lines = read_lines(gray, 300.0)
    assert lines == [first[0], Line(10, 120, 120, 160, (Word("ผู้รับผิดชอบ", 10, 120, 0.92),))]
    assert asked == [((300, 200), FIRST), *(((52 + 78, 122 + 78), scale) for scale in AGAIN)]


def test_lines_that_were_read_surely_are_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    def told(image: Gray, scale: float) -> list[Line]:
        asked.append(scale)
        return [line("จัดทำคู่มือ")]

    monkeypatch.setattr(doubt, "lines_of", told)
    assert [one.text for one in read_lines(np.full((90, 200), 255, dtype=np.uint8), 300.0)] == ["จัดทำคู่มือ"]
    assert asked == [FIRST]


def test_a_second_look_that_finds_two_lines_in_one_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    doubtful = line("ผู้รับถิดชอบ", least=0.6)
    pieces = [Line(45, 45, 90, 60, (Word("ผู้รับ", 45, 90, 0.99),)), Line(45, 62, 90, 85, (Word("ผิดชอบ", 45, 90, 0.99),))]
    monkeypatch.setattr(doubt, "lines_of", lambda image, scale: [doubtful] if scale == FIRST else pieces)
    assert read_lines(np.full((90, 200), 255, dtype=np.uint8), 300.0) == [doubtful]
