"""Pages that are pictures: read by Tesseract, cell by cell, with a confidence for every word; a door to Pillow.

Tesseract is a program of the system (Debian: tesseract-ocr, tesseract-ocr-tha). Where it is missing, one sentence says
so. Its Thai lacks five of the ten Thai digits, which ``digits`` reads.
"""

import csv
import io
import os
import shutil
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from itertools import groupby

import numpy as np

from corpus import pulse
from corpus.readers.digits import SURE, THAI_DIGITS, digits_at
from corpus.readers.grid import grids
from corpus.readers.ink import Gray, Picture, askew, ink_of, rules_of
from corpus.readers.ribbon import Ribbon, ribbons
from corpus.readers.sheet import Glyph, Sheet, is_mark

MISSING = "install the Debian packages tesseract-ocr and tesseract-ocr-tha, then read it again"
LANGUAGES = "tha+eng"
# Dots per inch at which Tesseract reads the small letters of a table best; images are brought to it.
DPI = 300
# The most pixels of a page that are looked at; a larger page is made smaller.
MOST_PIXELS = 30_000_000
# Seconds: a page takes two to ten of them; one that takes longer is a picture of something else.
PATIENCE = 120
# Lines below this confidence are no words but stains, stamps and photographs.
STAIN = 0.3
# A page below this confidence may stand on its side or on its head.
TURNED = 0.75
# What a Thai digit that Tesseract does not know may come out as, beside one that it does.
SURE_BESIDE = 0.9
# The confidence of a Thai digit that could not be read anew: as good as a guess.
UNSURE = 0.4
LIKE_DIGITS = "0123456789bBCcdDGaoOQqsSl"


@lru_cache(maxsize=1)
def is_ready() -> bool:
    """Whether Tesseract and its Thai are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return {"tha", "eng"} <= set(told.stdout.split())


def read_pictures(pictures: Iterable[Picture]) -> Iterator[Sheet]:
    """Each picture as a sheet, in order; as many at a time as there are cores, and no more of them in memory."""
    workers = len(os.sched_getaffinity(0))
    waiting: deque[Future[Sheet]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for picture in pictures:
            waiting.append(pool.submit(sheet_of_picture, picture))
            if len(waiting) > workers:
                yield _done(waiting.popleft())
        while waiting:
            yield _done(waiting.popleft())


def _done(page: Future[Sheet]) -> Sheet:
    """The page when it is done, which is told to whoever watches the clock."""
    sheet = page.result()
    pulse.beat()
    return sheet


def sheet_of_picture(picture: Picture) -> Sheet:
    """A picture of a page as a sheet; turned upright where it stands on its side or head, and straightened."""
    sheet = _read(picture)
    if confidence(sheet) < TURNED and (degrees := _orientation(picture)):
        turned = _read(Picture(np.ascontiguousarray(np.rot90(picture.gray, -degrees // 90)), picture.dpi))
        if confidence(turned) > confidence(sheet):
            return turned
    return sheet


def _read(picture: Picture) -> Sheet:
    gray, dpi = _straight(picture.gray), picture.dpi
    ink = ink_of(gray)
    rules, ruled = rules_of(ink, dpi)
    gray = np.where(ruled, np.uint8(255), gray)
    ink &= ~ruled
    glyphs = [
        glyph
        for ribbon in ribbons(gray, ink, grids(rules), dpi)
        for glyph in _glyphs(ribbon, _tesseract(ribbon.gray, "6", "tsv"), picture.points)
    ]
    height, width = gray.shape
    return Sheet(width * picture.points, height * picture.points, tuple(glyphs), tuple(rules), 1.0)


def _straight(gray: Gray) -> Gray:
    from PIL import Image

    degrees = askew(ink_of(gray))
    if not degrees:
        return gray
    turned = Image.fromarray(gray).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    return np.asarray(turned, dtype=np.uint8)


def confidence(sheet: Sheet) -> float:
    """The mean confidence of the letters of a sheet, 0 where it has next to none."""
    told = [(glyph.confidence or 0.0, len(glyph.text)) for glyph in sheet.glyphs]
    size = sum(n for _, n in told)
    return sum(c * n for c, n in told) / size if size >= 20 else 0.0


def _orientation(picture: Picture) -> int:
    """By how many degrees, clockwise, a page must be turned to stand upright; 0 where that cannot be told."""
    if not ink_of(picture.gray).any():
        return 0
    told = dict(line.split(": ", 1) for line in _tesseract(picture.gray, "0", "").splitlines() if ": " in line)
    return int(told.get("Rotate", "0"))


def _tesseract(gray: Gray, mode: str, form: str) -> str:
    """What Tesseract says of an image; "" where it fails or takes too long."""
    from PIL import Image

    held = io.BytesIO()
    Image.fromarray(gray).save(held, "BMP")
    # One thread a page: four threads on one page are seven times slower than one.
    environ = {"OMP_THREAD_LIMIT": "1", "PATH": os.defpath + ":/usr/local/bin"}
    language = "osd" if mode == "0" else LANGUAGES
    command = [
        "tesseract",
        "stdin",
        "stdout",
        "-l",
        language,
        "--psm",
        mode,
        "--dpi",
        str(DPI),
        *([form] if form else []),
    ]
    try:
        done = subprocess.run(command, input=held.getvalue(), capture_output=True, env=environ, timeout=PATIENCE)
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _glyphs(ribbon: Ribbon, told: str, scale: float) -> list[Glyph]:
    """The words that Tesseract found on a ribbon, where they stand on the page; stains are left out."""
    rows = [row for row in csv.reader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) == 12]
    out: list[Glyph] = []
    for _, lines in groupby(rows[1:], key=lambda row: tuple(row[2:5])):
        held = list(lines)
        words = [row for row in held if row[0] == "5" and row[11].strip()]
        line = next((row for row in held if row[0] == "4"), None)
        sure = [float(row[10]) / 100 for row in words for _ in row[11]]
        if line is None or not words or sum(sure) / len(sure) < STAIN:
            continue
        out.extend(_line(ribbon, line, words, scale))
    return out


def _line(ribbon: Ribbon, line: list[str], words: list[list[str]], scale: float) -> list[Glyph]:
    """The words of one line; a mark that was told by itself joins the letter before it."""
    top, height = int(line[7]), int(line[9])
    piece = ribbon.at(top + height / 2)
    down = piece.page_y - piece.y
    across = piece.page_x - piece.x
    base = (top + 0.78 * height + down) * scale
    out: list[Glyph] = []
    for row, word, sure in zip(words, *_with_digits(ribbon.gray, line, words), strict=True):
        left, right = (int(row[6]) + across) * scale, (int(row[6]) + int(row[8]) + across) * scale
        if not word:
            continue
        if out and is_mark(word[0]):
            last = out[-1]
            both = min(sure, last.confidence or 0.0) if len(word) > 1 else last.confidence
            out[-1] = Glyph(last.text + word, last.x0, last.top, max(last.x1, right), last.bottom, base, both)
        else:
            out.append(Glyph(word, left, (top + down) * scale, right, (top + height + down) * scale, base, sure))
    return out


def _with_digits(gray: Gray, line: list[str], words: list[list[str]]) -> tuple[list[str], list[float]]:
    """The words of a line with their Thai digits read anew, and the confidence of each."""
    texts = [row[11] for row in words]
    sure = [min(max(float(row[10]) / 100, 0.0), 1.0) for row in words]
    thai = [text in THAI_DIGITS for text in texts]
    top, height = int(line[7]), int(line[9])
    image = gray[top : top + height]
    boxes = [(int(row[6]), int(row[6]) + int(row[8])) for row in words]
    for run in _runs_of_digits(texts, thai):
        others = boxes[: run[0]] + boxes[run[-1] + 1 :]
        for n, (digit, certain) in zip(run, digits_at(image, [boxes[n] for n in run], others), strict=True):
            if not digit and certain:  # told with the first of its number
                texts[n] = ""
            elif certain >= (SURE if thai[n] else SURE_BESIDE):
                texts[n], sure[n] = digit, certain
            elif thai[n]:
                sure[n] = min(sure[n], UNSURE)
    return texts, sure


def _runs_of_digits(texts: list[str], thai: list[bool]) -> list[list[int]]:
    """Neighbouring words of one letter that are Thai digits, or may be such digits beside one that is."""
    out: list[list[int]] = []
    for n, text in enumerate(texts):
        if not (thai[n] or (len(text) == 1 and text in LIKE_DIGITS)):
            continue
        if out and out[-1][-1] == n - 1:
            out[-1].append(n)
        else:
            out.append([n])
    return [run for run in out if any(thai[n] for n in run)]
