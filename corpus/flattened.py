"""Rows that OCR flattened into paragraphs: where one begins, and which paragraph belongs in which column."""

import re

from corpus import codes
from corpus.cells import Span, image, plain
from corpus.codes import alike_items
from corpus.forms import Column, Heading
from corpus.outline import Outline
from corpus.thai import fold_digits
from corpus.wordtable import fit

# A row flattened into paragraphs must look like an item of that year this much when it prints no clear letter.
FLAT_ALIKE = 0.35
# Words without any code must be more like it.
LOST_ALIKE = 0.5
# An item that was cut into paragraphs has at most this many more before its score.
ITEM_PARAGRAPHS = 3
# The next item is in the running group or at most so many further on; the title of a page may name any item.
GROUPS_ON = 3
# The fewest paragraphs that a flattened row has after its item.
WHOLE_ROW = 3
_NUMBERED = re.compile(r"\s*(\d{1,2})[.)]\s*\D")
_NUMBERS = re.compile(r"(?:^|\s)(\d{1,2})[.)]\s*\D")
_NOT_FILLED = (Column.ITEM, Column.PICTURE, Column.NUMBER, Column.NOTE, Column.SCORE)
# Weights of laying paragraphs into columns: on to the next column, past one, staying where a list goes on or where
# nothing says so, and the paragraphs left over at the end, which no row may need.
NEXT, PAST, LIST_GOES_ON, STAYS, OVER = 1.0, -1.2, 1.2, -0.8, -0.3


def begins_item(text: str, span: Span, outline: Outline, followers: int = 0, outside: bool = False) -> bool:
    """Whether a paragraph is the item cell of a flattened row: a code or range, borne out by text or order.

    Order alone must be strict: bare digits need the paragraphs of a whole row behind them. ``outside`` the table, after
    prose, text and order must both agree.
    """
    here = image(text[span.start : min(span.end, span.start + codes.ITEM_BEGINS)])
    trial = outline.copy()
    ranged = codes.RANGE.match(here)
    if ranged is not None and codes.SCORE.search(here) and trial.settle_range(ranged):
        return True
    match = codes.CODE.match(here)
    if match is None:
        return followers >= WHOLE_ROW and not outside and _begins_without_code(here, outline)
    follow = codes.SCORE.split(here[match.end() :], maxsplit=1)[0][:260]
    verdict = trial.settle(match["letter"], codes.digits_of(match), follow)
    if verdict is None:
        return False
    alike = alike_items(outline.year, follow).get(verdict.code, 0.0)
    step = int(verdict.code[1:]) - outline.last.get(verdict.code[0], 0)
    behind = followers >= WHOLE_ROW - 1
    if step <= 0 or not (behind or codes.SCORE.search(here)):
        return False
    if outside:
        return alike >= FLAT_ALIKE and behind
    if alike >= FLAT_ALIKE:
        return outline.group is None or 0 <= verdict.group - outline.group <= GROUPS_ON
    clear = match["letter"] is not None and match["letter"] in "IEOeo"
    near = outline.group is None or verdict.group in (outline.group, outline.group + 1)
    return near and (clear or (followers >= WHOLE_ROW and step <= 3))


def _begins_without_code(here: str, outline: Outline) -> bool:
    """Whether words with a score are those of an item still to come: its code was not read."""
    if not codes.SCORE.search(here):
        return False
    alike = alike_items(outline.year, codes.SCORE.split(here, maxsplit=1)[0].strip()[:260])
    code = next(iter(alike), None)
    return code is not None and alike[code] >= LOST_ALIKE and int(code[1:]) > outline.last.get(code[0], 0)


def rest_of_item(text: str, item: Span, paragraphs: list[Span]) -> int:
    """How many of the next paragraphs still belong to the item: those up to the one that ends with its score."""
    if codes.SCORE.search(image(text[item.start : min(item.end, item.start + codes.ITEM_BEGINS)])):
        return 0
    for count, span in enumerate(paragraphs[:ITEM_PARAGRAPHS], 1):
        words = image(text[span.start : min(span.end, span.start + codes.ITEM_BEGINS)])
        if any(not words[match.end() :].strip() for match in codes.SCORE.finditer(words)):
            return count
    return 0


def deal(text: str, paragraphs: list[Span], heading: Heading) -> list[tuple[Column, Span]]:
    """The paragraphs after the item as (column, span); those beyond the last column are not among them.

    They are laid in order into the columns the way that weighs most (dynamic programming); a list that goes on stays
    in its column, units responsible and deadlines show theirs.
    """
    columns = [column for column in heading.columns if column is not None and column not in _NOT_FILLED]
    words = [fold_digits(plain(text, span)) for span in paragraphs]
    # state: number of the column that the last paragraph went to (-1: none yet) → (weight, columns so far)
    states: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    best = (OVER * len(words), ())  # type: tuple[float, tuple[int, ...]]
    for at, here in enumerate(words):
        after: dict[int, tuple[float, tuple[int, ...]]] = {}
        for last, (weight, laid) in states.items():
            for column in range(max(last, 0), len(columns)):
                step = _goes_on(words, at, laid) if column == last else NEXT + PAST * (column - last - 1)
                total = weight + step + fit(columns[column], here)
                if column not in after or total > after[column][0]:
                    after[column] = (total, (*laid, column))
        states = after
        for weight, laid in states.values():
            total = weight + OVER * (len(words) - at - 1)
            if total > best[0]:
                best = (total, laid)
    return [(columns[column], span) for column, span in zip(best[1], paragraphs, strict=False)]


def _goes_on(words: list[str], at: int, laid: tuple[int, ...]) -> float:
    """The weight of keeping paragraph ``at`` in the column of the one before."""
    column = laid[-1]
    so_far = " ".join(words[n] for n in range(at) if laid[n] == column)
    number = _NUMBERED.match(words[at])
    if number is not None:
        before = [int(n) for n in _NUMBERS.findall(so_far)]
        return LIST_GOES_ON if before and int(number[1]) == max(before) + 1 else STAYS - 1.0
    return STAYS
