"""What was read, what was left out, and why: every character of the source is accounted for exactly once."""

import re
from bisect import bisect_right

from corpus.records import LedgerEntry

_LINE_END = re.compile(r"\r*\n|\f")
# A file without any line feed is one of the old kind, whose lines end with carriage returns.
_OLD_LINE_END = re.compile(r"[\r\f]")
ROW, PASSAGE, LEFT_OUT, MARKUP = 1, 2, 3, 4


class Account:
    """A tally over the characters of one source; a character belongs to the first taker."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._owner = bytearray(len(text))
        self._reasons: list[tuple[int, int, str]] = []

    def take(self, start: int, end: int, owner: int, reason: str = "") -> None:
        """Gives the characters of [start, end) that nobody has yet to ``owner``; left-out ones need a reason."""
        for at in range(start, end):
            if not self._owner[at]:
                self._owner[at] = owner
        if owner == LEFT_OUT:
            self._reasons.append((start, end, reason))

    def is_free(self, start: int, end: int) -> bool:
        """Whether no character of [start, end) was taken."""
        return not any(self._owner[start:end])

    def free_runs(self) -> list[tuple[int, int]]:
        """The runs that nobody took, blanks at their edges cut off."""
        runs = []
        at, size = 0, len(self._text)
        while at < size:
            if self._owner[at] or self._text[at].isspace():
                at += 1
                continue
            end = at
            while end < size and not self._owner[end]:
                end += 1
            while self._text[end - 1].isspace():
                end -= 1
            runs.append((at, end))
            at = end
        return runs

    def count(self, owner: int) -> int:
        """How many characters ``owner`` has."""
        return self._owner.count(owner)

    def blank(self) -> int:
        """How many characters nobody took: white space between what was read."""
        return self._owner.count(0)

    def entries(self, line_of: "LineFinder") -> tuple[LedgerEntry, ...]:
        """One entry per left-out run, in order of the source."""
        out = []
        for start, end, reason in sorted(self._reasons):
            at = start
            while at < end:
                if self._owner[at] != LEFT_OUT or self._text[at].isspace():
                    at += 1
                    continue
                stop = at
                while stop < end and self._owner[stop] == LEFT_OUT:
                    stop += 1
                while self._text[stop - 1].isspace():
                    stop -= 1
                out.append(LedgerEntry(at, stop, line_of(at), reason))
                at = stop
        return tuple(out)


def line_ends(text: str) -> list[tuple[int, int]]:
    """Where each line ends, with and without its end marks; a form feed ends a line too."""
    pattern = _LINE_END if "\n" in text else _OLD_LINE_END
    return [match.span() for match in pattern.finditer(text)]


class LineFinder:
    """Character offset → 1-based line number; lines end as editors have them, and at form feeds."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end for _, end in line_ends(text))]

    def __call__(self, at: int) -> int:
        return bisect_right(self._starts, at)
