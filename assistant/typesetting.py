"""How many lines a text takes in a column: for files whose rows must be given their height, or may not be parted."""

import unicodedata
from collections.abc import Iterator

from corpus.thai import cut

# The width of a letter, of its size: that of Laksaman, which is a little wider than TH Sarabun New.
ADVANCE = 0.46
MILLIMETRES_A_POINT = 25.4 / 72


def lines_taken(text: str, width: float, size: int) -> int:
    """The lines of a text over ``width`` millimetres, in letters of ``size`` points; at least one."""
    room = max(1, int(width / (size * MILLIMETRES_A_POINT * ADVANCE)))
    return sum(1 for line in text.split("\n") for _ in _wrapped(line, room))


def _wrapped(line: str, room: int) -> Iterator[int]:
    """The letters on each line where a line of text is broken between words; vowels and tone marks take no width."""
    used = 0
    for word in cut(line):
        wide = sum(unicodedata.category(letter) != "Mn" for letter in word)
        if used and used + wide > room and word.strip():
            yield used
            used = 0
        used += wide
        while used > room and word.strip():
            yield room
            used -= room
    yield used
