"""The numbers of a line that was read off an image, in Thai digits: Tesseract takes them for letters and signs.

Where a run of words holds no Thai letter and is doubtful or holds a Thai digit, each piece of its ink is read by
itself; if all of them are digits, points and dashes, they stand in place of what Tesseract told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from corpus.readers.digits import SURE, THAI_DIGITS, digits_at, read_digit
from corpus.readers.ink import Gray, ink_of
from corpus.readers.tesseract import Line, Word

# What a Thai digit that Tesseract does not know may come out as, beside one that it does.
SURE_BESIDE = 0.9
LIKE_DIGITS = "0123456789bBCcdDGaoOQqsSl"
# The confidence of a Thai digit that could not be read anew: as good as a guess.
UNSURE = 0.4
# A run without a Thai digit is read anew if one of its words is below this confidence, or a sign that stands for ๑.
DOUBTFUL = 0.8
_FOR_ONE = re.compile("[@©®]")
# Each digit of a run must be read so surely; a Latin word that Tesseract is so sure of stays.
SURE_OF_EACH, SURE_OF_LATIN = 0.97, 0.8
# Shares of the height of the digits: what is as tall as a digit, and what is a speck.
TALL, SPECK = 0.55, 0.12
# The share of the height of a line that a digit takes at the least: what is lower is a dash alone.
LEAST = 0.2
_THAI = re.compile("[\u0e01-\u0e4e]")
_APART = re.compile(r"[/(),:;\"'|%\[\]]+")
_LATIN = re.compile("[A-Za-z]{3}")

# A piece of ink: left, right, top, bottom.
_Piece = tuple[int, int, int, int]


def with_digits(gray: Gray, line: Line) -> list[Word]:
    """The words of a line of this image with their Thai digits read anew."""
    image = gray[line.top : line.bottom]
    lots: list[tuple[bool, list[Word]]] = []
    pieces: list[_Piece] = []
    for is_run, lot in _runs(line.words):
        read: list[Word] = []
        if is_run and _is_wanted(lot):
            pieces = pieces or _pieces(image)
            read = _by_ink(image, pieces, lot, [word for word in line.words if word not in lot])
        if read:
            lots.append((True, read))
        elif lots and not lots[-1][0]:
            lots[-1][1].extend(lot)
        else:
            lots.append((False, lot))
    return [word for done, lot in lots for word in (lot if done else _one_by_one(image, lot, line.words))]


def _runs(words: Sequence[Word]) -> Iterator[tuple[bool, list[Word]]]:
    """The words in runs that may be numbers, and in those that are none."""
    lot: list[Word] = []
    was = False
    for word in words:
        latin = _LATIN.search(word.text) is not None and word.confidence >= SURE_OF_LATIN
        may = not (latin or _THAI.search(word.text) or _APART.fullmatch(word.text))
        if lot and may is not was:
            yield was, lot
            lot = []
        lot.append(word)
        was = may
    if lot:
        yield was, lot


def _is_wanted(run: list[Word]) -> bool:
    return any(
        word.confidence < DOUBTFUL or _FOR_ONE.search(word.text) or any(letter in THAI_DIGITS for letter in word.text)
        for word in run
    )


def _pieces(image: Gray) -> list[_Piece]:
    """The ink of a line that stands apart, from left to right."""
    ink = ink_of(image)
    edges = np.diff(ink.any(axis=0).astype(np.int8), prepend=0, append=0)
    out = []
    for left, right in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        out.append((int(left), int(right), int(rows[0]), int(rows[-1]) + 1))
    return out


def _by_ink(image: Gray, pieces: list[_Piece], run: list[Word], others: list[Word]) -> list[Word]:
    """The run as its ink tells it, a word for each digit; [] where it tells anything but digits, points and dashes."""
    held = _ink_of_run(pieces, run, others)
    tallest = max((bottom - top for _, _, top, bottom in held), default=0)
    if tallest < LEAST * image.shape[0]:
        return []
    tall = [piece for piece in held if piece[3] - piece[2] >= TALL * tallest]
    foot = max(piece[3] for piece in tall)
    out: list[Word] = []
    for piece in held:
        start, end, top, bottom = piece
        if piece in tall:
            letter, sure = read_digit(image[top:bottom, start:end])
            if sure < SURE_OF_EACH:
                return []
        elif bottom - top < SPECK * tallest and end - start < SPECK * tallest:
            continue
        else:
            letter, sure = _sign(piece, tallest, foot), min(word.confidence for word in run)
            if not letter:
                return []
        out.append(Word(letter, start, end, sure))
    return out


def _ink_of_run(pieces: list[_Piece], run: list[Word], others: list[Word]) -> list[_Piece]:
    """The ink that stands where the run is told to stand, and what stands right beside it in no other word.

    Tesseract tells places but roughly, and passes digits over.
    """
    middles = [(piece[0] + piece[1]) / 2 for piece in pieces]
    free = [not any(other.left < middle < other.right for other in others) for middle in middles]
    left, right = run[0].left - 2, run[-1].right + 2
    held = [n for n, middle in enumerate(middles) if free[n] and left <= middle <= right]
    if not held:
        return []
    near = max(piece[3] - piece[2] for piece in (pieces[n] for n in held)) // 3
    first, last = held[0], held[-1]
    while first > 0 and free[first - 1] and pieces[first][0] - pieces[first - 1][1] <= near:
        first -= 1
    while last + 1 < len(pieces) and free[last + 1] and pieces[last + 1][0] - pieces[last][1] <= near:
        last += 1
    return [*pieces[first : held[0]], *(pieces[n] for n in held), *pieces[held[-1] + 1 : last + 1]]


def _sign(piece: _Piece, tallest: int, foot: int) -> str:
    """A point or a dash, by where the ink stands and how broad it is; "" where it is neither."""
    left, right, top, bottom = piece
    if right - left >= 1.5 * (bottom - top) and bottom < foot - 0.2 * tallest:
        return "-"
    is_low = bottom > foot - 0.15 * tallest and top > foot - 0.4 * tallest
    return "." if is_low and right - left <= 0.4 * tallest else ""


def _one_by_one(image: Gray, words: list[Word], line: Sequence[Word]) -> list[Word]:
    """The words with those that are one Thai digit each read anew, and the confidence of each."""
    out: list[Word | None] = list(words)
    for run in _runs_of_digits([word.text for word in words]):
        lot = [words[n] for n in run]
        others = [(word.left, word.right) for word in line if word not in lot]
        told = digits_at(image, [(word.left, word.right) for word in lot], others)
        for n, (digit, certain) in zip(run, told, strict=True):
            thai = words[n].text in THAI_DIGITS
            if not digit and certain:  # told with the first of its number
                out[n] = None
            elif digit and certain >= (SURE if thai else SURE_BESIDE):
                out[n] = replace(words[n], text=digit, confidence=certain)
            elif thai:
                out[n] = replace(words[n], confidence=min(words[n].confidence, UNSURE))
    return [word for word in out if word is not None]


def _runs_of_digits(texts: list[str]) -> list[list[int]]:
    """Neighbouring words of one letter that are Thai digits, or may be such digits beside one that is."""
    out: list[list[int]] = []
    for n, text in enumerate(texts):
        if len(text) != 1 or text not in THAI_DIGITS + LIKE_DIGITS:
            continue
        if out and out[-1][-1] == n - 1:
            out[-1].append(n)
        else:
            out.append([n])
    return [run for run in out if any(texts[n] in THAI_DIGITS for n in run)]
