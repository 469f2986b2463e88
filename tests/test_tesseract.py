"""What Tesseract tells becomes lines of words with their places and confidence, whatever size it looked at."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.readers import tesseract
from corpus.readers.ink import Gray
from corpus.readers.tesseract import Line, Word, lines_of, orientation
from tests.conftest import need

FONT = Path("/usr/share/fonts/truetype/tlwg/Laksaman.ttf")
# Two words on the first line, a stain without words below them; the columns are those of Tesseract 5.
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
TOLD = HEAD + (
    "1\t1\t0\t0\t0\t0\t0\t0\t400\t80\t-1\t\n"
    "4\t1\t1\t1\t1\t0\t10\t20\t300\t40\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t10\t20\t100\t40\t96.5\tฝ่าย\n"
    '5\t1\t1\t1\t1\t2\t120\t20\t190\t40\t31.0\t"ob\n'
    "4\t1\t2\t1\t1\t0\t10\t70\t300\t10\t-1\t\n"
    "5\t1\t2\t1\t1\t1\t10\t70\t300\t10\t95\t \n"
)


def test_lines_are_told_in_pixels_of_the_image_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "_asked", lambda *asked: TOLD)
    (line,) = lines_of(np.full((80, 400), 255, dtype=np.uint8), 0.5)
    words = (Word("ฝ่าย", 20, 220, 0.965), Word('"ob', 240, 620, 0.31))
    assert line == Line(20, 40, 620, 120, words)
    assert (line.middle, line.least, line.text) == (80.0, 0.31, 'ฝ่าย"ob')
    assert line.mean == pytest.approx((4 * 0.965 + 3 * 0.31) / 7)


@pytest.mark.parametrize("fails", [subprocess.TimeoutExpired("tesseract", 1), OSError(2, "gone")])
def test_where_it_fails_there_are_no_lines_and_no_turn(monkeypatch: pytest.MonkeyPatch, fails: Exception) -> None:
    def run(*asked: object, **how: object) -> None:
        raise fails

    monkeypatch.setattr(subprocess, "run", run)
    blank: Gray = np.full((80, 400), 255, dtype=np.uint8)
    assert lines_of(blank) == []
    assert orientation(blank) == 0


def test_the_same_words_stand_at_the_same_place_in_every_size() -> None:
    need(shutil.which("tesseract"), "tesseract-ocr")
    if not tesseract.is_ready() or not FONT.exists():
        need(None, "tesseract-ocr-tha, fonts-thai-tlwg")
    image = Image.new("L", (900, 160), 255)
    ImageDraw.Draw(image).text((60, 40), "จัดทำคู่มือการยืม", font=ImageFont.truetype(str(FONT), 58), fill=0)
    for scale in (1.0, 0.7):
        (line,) = lines_of(np.asarray(image), scale)
        assert "".join(line.text.split()).replace("ํา", "ำ") == "จัดทำคู่มือการยืม"
        assert (line.left, line.top) == (pytest.approx(62, abs=8), pytest.approx(42, abs=22))
