"""Tesseract asked for the lines of an image, word by word with their confidence; a door to Pillow.

It is a program of the system (Debian: tesseract-ocr, tesseract-ocr-tha). Where it is missing, one sentence says so.
Knows nothing of pages.
"""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from corpus.readers.ink import Gray

MISSING = "install the Debian packages tesseract-ocr and tesseract-ocr-tha, then read it again"
LANGUAGES = "tha+eng"
# Dots per inch that Tesseract is told; it makes no use of it but for the size of specks.
DPI = 300
# Seconds: a page takes two to ten of them; one that takes longer is a picture of something else.
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or of Thai a letter with its marks: its left and right edge in pixels, its confidence in [0, 1]."""

    text: str
    left: int
    right: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an image, in pixels, with at least one word."""

    left: int
    top: int
    right: int
    bottom: int
    words: tuple[Word, ...]

    @property
    def middle(self) -> float:
        """Its height on the image."""
        return (self.top + self.bottom) / 2

    @property
    def mean(self) -> float:
        """The mean confidence of its letters."""
        return sum(word.confidence * len(word.text) for word in self.words) / sum(len(w.text) for w in self.words)

    @property
    def least(self) -> float:
        """The confidence of its most doubtful word."""
        return min(word.confidence for word in self.words)

    @property
    def text(self) -> str:
        """Its words without spaces between them."""
        return "".join(word.text for word in self.words)


@lru_cache(maxsize=1)
def is_ready() -> bool:
    """Whether Tesseract and its Thai are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return {"tha", "eng"} <= set(told.stdout.split())


def lines_of(gray: Gray, scale: float = 1.0) -> list[Line]:
    """The lines of an image, top to bottom, looked at in another size but told in pixels of the image itself."""
    from PIL import Image

    image = Image.fromarray(gray)
    if scale != 1.0:
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        image = image.resize(size, Image.Resampling.BICUBIC)
    told = csv.reader(io.StringIO(_asked(image, LANGUAGES, "6", "tsv")), delimiter="\t", quoting=csv.QUOTE_NONE)
    rows = [row for row in told if len(row) == 12]
    return list(_lines(rows[1:], scale))


def _lines(rows: list[list[str]], scale: float) -> Iterator[Line]:
    for _, held in groupby(rows, key=lambda row: tuple(row[2:5])):
        lot = list(held)
        words = [row for row in lot if row[0] == "5" and row[11].strip()]
        line = next((row for row in lot if row[0] == "4"), None)
        if line is not None and words:
            left, top, width, height = (int(number) for number in line[6:10])
            made = tuple(_word(row, scale) for row in words)
            right, bottom = left + width, top + height
            yield Line(round(left / scale), round(top / scale), round(right / scale), round(bottom / scale), made)


def _word(row: list[str], scale: float) -> Word:
    left, width = int(row[6]), int(row[8])
    sure = min(max(float(row[10]) / 100, 0.0), 1.0)
    return Word(row[11], round(left / scale), round((left + width) / scale), sure)


def orientation(gray: Gray) -> int:
    """By how many degrees, clockwise, an image must be turned to stand upright; 0 where that cannot be told."""
    from PIL import Image

    told = dict(line.split(": ", 1) for line in _asked(Image.fromarray(gray), "osd", "0").splitlines() if ": " in line)
    return int(told.get("Rotate", "0"))


def _asked(image: "object", language: str, mode: str, *form: str) -> str:
    """What Tesseract says of an image; "" where it fails or takes too long."""
    from PIL import Image

    assert isinstance(image, Image.Image)
    held = io.BytesIO()
    image.save(held, "BMP")
    # One thread a page: four threads on one page are seven times slower than one.
    environ = {"OMP_THREAD_LIMIT": "1", "PATH": os.defpath + ":/usr/local/bin"}
    command = ["tesseract", "stdin", "stdout", "-l", language, "--psm", mode, "--dpi", str(DPI), *form]
    try:
        done = subprocess.run(command, input=held.getvalue(), capture_output=True, env=environ, timeout=PATIENCE)
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout.decode("utf-8", "replace")
