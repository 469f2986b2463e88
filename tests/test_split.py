"""Prose becomes passages: nothing lost, nothing twice, no word and no letter parted from its marks."""

import random
import re

import pytest

from corpus.split import PASSAGE_CHARS, split_prose
from corpus.thai import cut

SENTENCE = "สำนักงานเขตได้จัดประชุมชี้แจงแนวทางการขออนุญาตยืมทรัพย์สินของราชการให้บุคลากรทุกฝ่ายทราบและถือปฏิบัติอย่างเคร่งครัด"
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f]")


def _bodies(text: str) -> list[str]:
    return [text[start:end] for start, end in split_prose(text, 0)]


def _check(text: str, offset: int) -> None:
    """Spans in order, disjoint, within the limit, blank at neither end, and blanks only between them."""
    last = 0
    for start, end in ((a - offset, b - offset) for a, b in split_prose(text, offset)):
        assert last <= start < end <= len(text)
        assert end - start <= PASSAGE_CHARS
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()


def test_short_lines_are_one_passage() -> None:
    text = "  หัวข้อ\nบรรทัดแรก\n\nบรรทัดสอง \n"
    assert split_prose(text, 100) == [(102, 100 + len(text) - 2)]


def test_nothing_gives_nothing() -> None:
    assert split_prose("", 0) == []
    assert split_prose(" \n\t\n" * 900, 5) == []


def test_lines_that_fit_are_kept_whole() -> None:
    lines = [f"{n} {SENTENCE} {SENTENCE}" for n in range(9)]
    length = len(lines[0])
    assert 2 * length < PASSAGE_CHARS < 3 * length
    assert _bodies("\n".join(lines)) == [
        "\n".join(lines[0:2]),
        "\n".join(lines[2:4]),
        "\n".join(lines[4:6]),
        "\n".join(lines[6:8]),
        lines[8],
    ]


def test_a_long_line_is_cut_at_blanks_into_even_parts() -> None:
    phrases = [SENTENCE] * 6
    line = " ".join(phrases)
    assert PASSAGE_CHARS < len(line) < 2 * PASSAGE_CHARS
    assert _bodies(line) == [" ".join(phrases[:3]), " ".join(phrases[3:])]


def test_a_long_line_does_not_run_into_its_neighbours() -> None:
    long = " ".join([SENTENCE] * 6)
    bodies = _bodies(f"ก่อนหน้า\n{long}\nตามหลัง")
    assert bodies[0] == "ก่อนหน้า"
    assert bodies[-1] == "ตามหลัง"


def test_without_blanks_the_cut_is_between_words() -> None:
    text = SENTENCE * 12
    borders = {0}
    for word in cut(text):
        borders.add(max(borders) + len(word))
    spans = split_prose(text, 0)
    assert len(spans) == 3
    assert {place for span in spans for place in span} <= borders


def test_a_line_wrap_inside_a_word_is_no_place_to_cut() -> None:
    # Each word carries a blank inside; the only blanks at which to cut stand between the words.
    text = "ทรัพย์ สิน งบประ มาณ " * 60
    for body in _bodies(text):
        assert body.startswith(("ทรัพย์ สิน", "งบประ มาณ"))
        assert body.endswith(("ทรัพย์ สิน", "งบประ มาณ"))


@pytest.mark.parametrize("text", ["กี่" * 900, "x" * 2000, "เก้าอี้ซฺฮฺฒฺฎฺ" * 200, "a" + " " * 3000 + "b", "é" * 700, "์" * 50])
def test_runs_that_are_no_words_are_covered_too(text: str) -> None:
    _check(text, 3)


def test_random_text_is_covered_once_and_marks_stay_with_their_letter() -> None:
    draw = random.Random(2567)
    letters = "กขคงนมยรวสห" + "เแโไ" + "ะาำ" + "ิีึืุู่้๊๋็์ัํ" + "ๆฯ๑๒" + "ab1.("
    for n in range(120):
        blanks = "" if n % 3 == 0 else "  \n\t"
        text = "".join(draw.choice(letters + blanks) for _ in range(draw.randrange(2500)))
        _check(text, n)
        for start, _ in split_prose(text, 0):
            assert start == 0 or text[start - 1].isspace() or not _MARK.match(text, start)


def test_real_words_are_never_parted() -> None:
    draw = random.Random(2563)
    words = ["สำนักงานเขต", "ทรัพย์สิน", "งบประมาณ", "จัดซื้อจัดจ้าง", "ประชาชน", "ความโปร่งใส", "เจ้าหน้าที่", "ร้องเรียน"]
    for _ in range(20):
        text = "".join(draw.choice(words) for _ in range(200))
        assert len(text) > PASSAGE_CHARS
        borders = {0}
        for word in cut(text):
            borders.add(max(borders) + len(word))
        assert {place for span in split_prose(text, 0) for place in span} <= borders
        _check(text, 0)
