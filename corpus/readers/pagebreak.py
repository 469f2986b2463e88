"""Whether the first row on a page goes on with the last row of the page before.

Rows are split over pages wherever the paper ends. What goes on stood at the very bottom of its cell, ends there without
ending a sentence or a line early, and names no item.
"""

import re
from dataclasses import dataclass

from corpus.cells import flat
from corpus.codes import CODE
from corpus.outline import group_heading, part_of
from corpus.readers.sheet import Printed, ends_early, opens
from corpus.spread import breaks_word
from corpus.thai import clean, fold_digits

# A cell that goes on is filled: less than this many line heights are free below its last line.
FREE = 1.5
# What speaks for a row that goes on, and against it.
NO_ITEM, NO_CODE, WORD_BROKEN, LINE_FULL, COUNTED_ON, EMPTIED = 2.0, 1.0, 2.0, 1.0, 1.0, 0.5
NUMBER, ENDED, LISTED, FROM_NOTHING, NOT_FILLED = -2.0, -1.0, -1.0, -2.0, -3.0
_NUMBERED = re.compile(r"\s*(\d{1,2})[.)]\s*\D")
_CONTINUED = re.compile(r"\(\s*ต่อ\s*\)")


@dataclass(frozen=True, slots=True)
class Side:
    """A cell beside a page break: its paragraphs, and its edges."""

    paragraphs: list[list[Printed]]
    left: float
    right: float
    bottom: float

    @property
    def text(self) -> str:
        """All its words."""
        return clean(" ".join("".join(line.text for line in lines) for lines in self.paragraphs))


def goes_on(before: list[Side], after: list[Side]) -> bool:
    """Whether ``after``, the first row of a page, is the rest of ``before``, the last row of the page before it."""
    if len(before) != len(after) or not any(side.paragraphs for side in after):
        return False
    item = _item(after[0].text)
    if item is None:
        return False
    return item + sum(_weigh(a, b) for a, b in zip(before, after, strict=True)) > 0


def _item(text: str) -> float | None:
    """How an item cell speaks for going on; None where it names an item or a group, and so begins a row."""
    if not text:
        return NO_ITEM
    if _CONTINUED.search(text):
        return NO_ITEM
    if group_heading(text) is not None or part_of(text) is not None:
        return None
    match = CODE.match(flat(text))
    if match is None:
        return NO_CODE
    return NUMBER if match["letter"] is None and not text.lstrip().startswith(("-", "–", "•")) else None


def _weigh(before: Side, after: Side) -> float:
    if not after.paragraphs:
        return EMPTIED if before.paragraphs else 0.0
    if not before.paragraphs:
        return FROM_NOTHING
    last, first = before.paragraphs[-1][-1], after.paragraphs[0][0]
    weight = NOT_FILLED if before.bottom - last.bottom > FREE * (last.bottom - last.top) else 0.0
    if opens(first.text):
        number = _NUMBERED.match(fold_digits(first.text))
        told = [int(n) for n in re.findall(r"(?:^|\s)(\d{1,2})[.)]", fold_digits(before.text))]
        return weight + (COUNTED_ON if number and told and int(number[1]) == max(told) + 1 else LISTED)
    if breaks_word(last.text, first.text):
        return weight + WORD_BROKEN
    return weight + (ENDED if ends_early(before.paragraphs[-1], first, before.left, before.right) else LINE_FULL)
