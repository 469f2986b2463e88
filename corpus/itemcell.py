"""The first cell of a table row taken apart: group heading, scores, item code, item words, in the order printed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from corpus import codes
from corpus.cells import Span, flat, runs, trim
from corpus.codes import Verdict


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


# (printed letter, digits, item words that follow) → verdict, given what ran before; the caller keeps that.
Settle = Callable[[str | None, str, str], Verdict | None]
SettleRange = Callable[[re.Match[str]], Verdict | None]

_DASH = re.compile(r"(?<=\s)[-–—•]\s*(?=\S)")
_EXPLICIT = re.compile(r"(?<=\s)[IEO]\s?\d{1,2}(?=\s)")


def take_apart(text: str, cell: Span, settle: Settle, settle_range: SettleRange, on_group: Callable[[int], None]) -> list[Piece]:
    """The pieces of a first cell; ``on_group`` is told of each group heading before later codes are settled."""
    image = flat(text[cell.start : cell.end])
    pieces: list[Piece] = []
    for run in runs(text, cell):
        _take_run(text, image, cell.start, run, cell.end, pieces, settle, settle_range, on_group)
    return pieces


def _take_run(
    text: str,
    image: str,
    offset: int,
    run: Span,
    cell_end: int,
    pieces: list[Piece],
    settle: Settle,
    settle_range: SettleRange,
    on_group: Callable[[int], None],
) -> None:
    """One run without markup: a cursor goes from piece to piece."""
    at = run.start
    words_from = at
    fresh = True  # a code or a group heading may begin here

    def flush(end: int) -> None:
        span = trim(text, Span(words_from, end))
        if span.start < span.end and re.search(r"\w", text[span.start : span.end]):
            pieces.append(Piece(PieceKind.WORDS, span))

    while at < run.end:
        here = image[at - offset : run.end - offset]
        if fresh:
            found = _heading(here) or _code(here, image[at - offset : cell_end - offset], settle, settle_range)
            if found is not None:
                flush(at)
                kind, length, value = found
                span = trim(text, Span(at, at + length))
                if kind is PieceKind.GROUP:
                    assert isinstance(value, int)
                    on_group(value)
                    pieces.append(Piece(kind, span, group=value))
                else:
                    assert isinstance(value, Verdict)
                    pieces.append(Piece(kind, span, verdict=value))
                at += length
                words_from = at
                fresh = kind is PieceKind.GROUP
                continue
        score = codes.SCORE.match(here)
        if score is not None and codes.score_of(score) is not None:
            flush(at)
            span = trim(text, Span(at, at + score.end()))
            pieces.append(Piece(PieceKind.SCORE, span, score=codes.score_of(score)))
            at += score.end()
            words_from = at
            fresh = True
            continue
        at, fresh = _next_stop(image, offset, at, run.end)
    flush(run.end)


def _next_stop(image: str, offset: int, at: int, end: int) -> tuple[int, bool]:
    """The next place where something other than words may begin, and whether a code may begin there."""
    here = image[at - offset : end - offset]
    stops = [(len(here), False)]
    for pattern, fresh in ((_DASH, True), (_EXPLICIT, True)):
        match = pattern.search(here, 1)
        if match:
            stops.append((match.start(), fresh))
    for match in codes.SCORE.finditer(here, 1):
        if codes.score_of(match) is not None:
            stops.append((match.start(), False))
            break
    step, fresh = min(stops)
    return at + step, fresh


def _heading(here: str) -> tuple[PieceKind, int, int] | None:
    found = codes.group_heading(here)
    if found is None:
        return None
    group, end = found
    return PieceKind.GROUP, end, group


def _code(here: str, rest: str, settle: Settle, settle_range: SettleRange) -> tuple[PieceKind, int, Verdict] | None:
    ranged = codes.RANGE.match(here)
    if ranged is not None:
        verdict = settle_range(ranged)
        if verdict is not None:
            return PieceKind.CODE, ranged.end(), verdict
    match = codes.CODE.match(here)
    if match is None:
        return None
    # an item text is at most some 260 characters long; more would only be the next item
    follow = codes.SCORE.split(rest[match.end() :], maxsplit=1)[0][:260]
    verdict = settle(match["letter"], match["digits"], follow)
    return (PieceKind.CODE, match.end(), verdict) if verdict is not None else None
