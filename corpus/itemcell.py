"""The first cell of a table row taken apart: group heading, scores, item code, item words, in the order printed."""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus import codes
from corpus.cells import BORDER, Span, image, trim
from corpus.codes import Verdict
from corpus.outline import Outline, group_heading, group_named


class PieceKind(StrEnum):
    """What a piece of a first cell is."""

    GROUP = "group"
    SCORE = "score"
    CODE = "code"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece with its source span; ``group``, ``score`` or ``verdict`` is set as its kind says."""

    kind: PieceKind
    span: Span
    group: int | None = None
    score: float | None = None
    verdict: Verdict | None = None


# So many letters tell what a piece is; a cell of more pieces is no item's, and the rest of it is words.
AHEAD, MOST_PIECES = codes.ITEM_BEGINS, 500
_BORDERS = re.compile(f"{BORDER}\\s*")
_DASH = re.compile(r"(?<=\s)[-–—•]\s*(?=\S)")
_EXPLICIT = re.compile(r"(?<=\s)[IEO]\s?\d{1,2}(?=\s)")
_CONTINUED = re.compile(r"[\s.…\-–:]*\(?\s*ต่อ\s*\)?[\s.…]*")


def take_apart(text: str, cell: Span, outline: Outline, wary: bool = False, named: bool = False) -> list[Piece]:
    """The pieces of a first cell; the outline learns of each group and code as it is met.

    ``wary``: the cell may go on in mid-sentence, so bare digits are a code only if their words are those of its item.
    ``named``: the name of a group without its number is a heading here.
    """
    return _Cutter(text, cell, outline, wary, named).cut()


class _Cutter:
    """Goes through one cell from piece to piece; ``here`` is the rest of its image."""

    def __init__(self, text: str, cell: Span, outline: Outline, wary: bool, named: bool) -> None:
        self._text = text
        self._wary = wary
        self._named = named
        self._offset = cell.start
        self._image = image(text[cell.start : cell.end])
        self._outline = outline
        self._pieces: list[Piece] = []
        self._words_from = 0
        self._at = 0
        self._stops = _stops(self._image)

    def cut(self) -> list[Piece]:
        """All pieces, in order."""
        fresh, sure = True, True  # a code or a group heading may begin here; nothing but one is expected here
        while self._at < len(self._image) and len(self._pieces) < MOST_PIECES:
            here = self._image[self._at : self._at + AHEAD]
            if (fresh and (self._take_heading(here) or self._take_code(here, sure))) or self._take_score(here):
                fresh, sure = True, True
            else:
                fresh, sure = self._go_on()
        self._at = len(self._image)
        self._flush()
        return self._pieces

    def _flush(self) -> None:
        """The words since the last piece; what holds no letter or digit is no words."""
        span = self._span(self._words_from, self._at)
        held = self._image[self._words_from : self._at]
        after_group = bool(self._pieces) and self._pieces[-1].kind is PieceKind.GROUP
        if span.start < span.end and re.search(r"\w", held) and not (after_group and _CONTINUED.fullmatch(held)):
            self._pieces.append(Piece(PieceKind.WORDS, span))

    def _span(self, start: int, end: int) -> Span:
        blank = len(self._image[start:end]) - len(self._image[start:end].lstrip())
        end = start + len(self._image[start:end].rstrip())
        return trim(self._text, Span(self._offset + min(start + blank, end), self._offset + end))

    def _put(self, kind: PieceKind, length: int, **value: object) -> None:
        self._flush()
        span = self._span(self._at, self._at + length)
        self._pieces.append(Piece(kind, span, **value))  # type: ignore[arg-type]
        self._at += length
        self._words_from = self._at

    def _take_heading(self, here: str) -> bool:
        found = group_heading(here)
        if found is None and self._named and not self._at:
            found = group_named(here)
            found = found if found is not None and self._outline.comes_after(found[0]) else None
        if found is None:
            return False
        group, end = found
        self._outline.enter_group(group)
        self._put(PieceKind.GROUP, end, group=group)
        return True

    def _take_code(self, here: str, sure: bool) -> bool:
        ranged = codes.RANGE.match(here)
        if ranged is not None:
            verdict = self._outline.settle_range(ranged)
            if verdict is not None:
                self._put(PieceKind.CODE, ranged.end(), verdict=verdict)
                return True
        match = codes.CODE.match(here)
        if match is None:
            return False
        # an item text is at most some 260 characters long; more would only be the next item
        follow = codes.SCORE.split(here[match.end() :], maxsplit=1)[0][:260]
        sure = sure and not (self._wary and match["letter"] is None)
        verdict = self._outline.settle(match["letter"], codes.digits_of(match), follow, sure)
        if verdict is None:
            return False
        self._put(PieceKind.CODE, match.end(), verdict=verdict)
        return True

    def _take_score(self, here: str) -> bool:
        score = codes.SCORE.match(here)
        if score is None or codes.score_of(score) is None:
            return False
        self._put(PieceKind.SCORE, score.end(), score=codes.score_of(score))
        return True

    def _go_on(self) -> tuple[bool, bool]:
        """On to the next place where something other than words may begin; whether a code may, and whether surely."""
        while self._stops and self._stops[-1][0] <= self._at:
            self._stops.pop()
        self._at, fresh, sure = self._stops[-1] if self._stops else (len(self._image), False, False)
        return fresh, sure


def _stops(image: str) -> list[tuple[int, bool, bool]]:
    """Where something other than words may begin, last first; whether a code may there, and whether surely."""
    stops = [(match.end(), True, True) for match in _BORDERS.finditer(image)]
    for pattern, sure in ((_DASH, True), (_EXPLICIT, False)):
        stops += [(match.start(), True, sure) for match in pattern.finditer(image)]
    stops += [
        (match.start(), False, False) for match in codes.SCORE.finditer(image) if codes.score_of(match) is not None
    ]
    return sorted(stops, reverse=True)
