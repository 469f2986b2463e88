"""What stands at the edges of the paper: running heads, and the numbers of pages."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from corpus.readers.sheet import Sheet
from corpus.thai import fold_digits

# A line that stands at the same height on at least this many pages, and on this share of them, is a running head.
REPEATED, REPEATED_SHARE = 3, 0.5
# Running heads stand in this share of the page's height from its edges.
MARGIN = 0.12
_FIGURES = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"[\s\d\-–/().]*(?:หน้า(?:ที่)?)?[\s\d\-–/().]*(?:จาก)?[\s\d\-–/().]*")

Key = tuple[str, int, bool]


class Worded(Protocol):
    """A line with its words and the height of its base."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def base(self) -> float:
        """Points from the top of the page."""


def is_at_edge(sheet: Sheet, line: Worded) -> bool:
    """Whether a line stands where running heads do."""
    edge = MARGIN * sheet.height
    return not edge < line.base < sheet.height - edge


def head_key(sheet: Sheet, line: Worded) -> Key:
    """What a running head has in common with those of other pages: its words but for figures, and its place."""
    if not is_at_edge(sheet, line):
        return ("", 0, False)
    words = _FIGURES.sub("#", fold_digits("".join(line.text.split())))
    return (words, round(line.base / 8), line.base <= MARGIN * sheet.height)


def running_heads(sheets: Sequence[Sheet], prose: Sequence[Iterable[Worded]]) -> dict[Key, str]:
    """The lines that stand at the edge of most pages; bare page numbers are left to the reader of the text."""
    seen: Counter[Key] = Counter()
    words: dict[Key, str] = {}
    for sheet, lines in zip(sheets, prose, strict=True):
        for key, line in {head_key(sheet, line): line for line in lines}.items():
            if len(key[0].replace("#", "").strip("-–/().")) >= 2:
                seen[key] += 1
                words.setdefault(key, line.text)
    enough = max(REPEATED, REPEATED_SHARE * len(sheets))
    return {key: words[key] for key, count in seen.items() if count >= enough}


def is_page_number(words: str) -> bool:
    """Whether words are the number of a page and nothing else."""
    return _PAGE_NUMBER.fullmatch(fold_digits(words)) is not None
