"""The numbers of a line that was read off an image, in Thai digits: Tesseract takes them for letters and signs.

Where a run of words holds no Thai letter and is doubtful or holds a Thai digit, each piece of its ink is read by
itself; if all of them are digits, points and dashes, they stand in place of what Tesseract told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

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
# The breadth of a digit in heights of the tallest; no more than this touch one another.
BROAD, MOST_TOUCHING = 0.95, 4
INSET = 0.1
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
    middles = [(piece[0] + piece[1]) / 2 for piece in pieces]
    free = [not any(other.left < middle < other.right for other in others) for middle in middles]
    left, right = run[0].left - 2, run[-1].right + 2
    held = [n for n, middle in enumerate(middles) if free[n] and left <= middle <= right]
    tallest = max((pieces[n][3] - pieces[n][2] for n in held), default=0)
    if tallest < LEAST * image.shape[0]:
        return []
    foot = max(pieces[n][3] for n in held if pieces[n][3] - pieces[n][2] >= TALL * tallest)
    sure = min(word.confidence for word in run)
    out: list[Word] = []
    for n in held:
        start, end, top, bottom = pieces[n]
        if bottom - top >= TALL * tallest:
            told = _digits(image, pieces[n], tallest)
        elif bottom - top >= SPECK * tallest or end - start >= SPECK * tallest:
            told = [Word(letter, start, end, sure)] if (letter := _sign(pieces[n], tallest, foot)) else []
        else:
            continue
        told = told or _bracket(run, pieces[n], n == held[0], n == held[-1])
        if not told:
            return []
        out += told
    near = [piece if free[n] else None for n, piece in enumerate(pieces)]
    before = _beside(image, near[: held[0]][::-1], pieces[held[0]], tallest)
    after = _beside(image, near[held[-1] + 1 :], pieces[held[-1]], tallest)
    return [*(word for told in before[::-1] for word in told), *out, *(word for told in after for word in told)]


def _bracket(run: list[Word], piece: _Piece, is_first: bool, is_last: bool) -> list[Word]:
    """The bracket or the like that a run begins or ends with, as Tesseract told it; [] where it told none."""
    if is_last and _APART.fullmatch(run[-1].text[-1]):
        return [Word(run[-1].text[-1], piece[0], piece[1], run[-1].confidence)]
    if is_first and _APART.fullmatch(run[0].text[0]):
        return [Word(run[0].text[0], piece[0], piece[1], run[0].confidence)]
    return []


def _beside(image: Gray, near: list[_Piece | None], last: _Piece, tallest: int) -> list[list[Word]]:
    """The digits right beside a run in no other word, outward: Tesseract tells places but roughly, and passes some."""
    out: list[list[Word]] = []
    for piece in near:
        if piece is None or not TALL * tallest <= piece[3] - piece[2] <= tallest / TALL:
            break
        is_far = max(piece[0] - last[1], last[0] - piece[1]) > tallest / 3
        told = [] if is_far else _digits(image, piece, tallest)
        if not told:
            break
        out.append(told)
        last = piece
    return out


def _digits(image: Gray, piece: _Piece, height: int) -> list[Word]:
    """The digit that a piece of ink is, or those that touch in it; [] where they are not read surely."""
    left, right, top, bottom = piece
    letter, sure = read_digit(image[top:bottom, left:right])
    if sure >= SURE_OF_EACH:
        return [_word(letter, left, right, sure)]
    count = round((right - left) / (BROAD * height))
    if not 2 <= count <= MOST_TOUCHING:
        return []
    ink = ink_of(image[top:bottom, left:right]).sum(axis=0)
    step = (right - left) / count
    cuts = [0]
    for at in range(1, count):
        low, high = round((at - 0.2) * step), round((at + 0.2) * step)
        cuts.append(low + int(np.argmin(ink[low:high])))
    out = []
    for start, end in pairwise([*cuts, right - left]):
        letter, sure = read_digit(image[top:bottom, left + start : left + end])
        if sure < SURE_OF_EACH:
            return []
        out.append(_word(letter, left + start, left + end, sure))
    return out


def _word(digit: str, left: int, right: int, sure: float) -> Word:
    """A digit with edges like those that Tesseract tells, which lie a little within the ink: gaps are measured so."""
    inset = round(INSET * (right - left))
    return Word(digit, left + inset, right - inset, sure)


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
