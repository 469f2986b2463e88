"""Prose cut into passages at Thai word borders; the only door to langchain_text_splitters."""

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.thai import cut

if TYPE_CHECKING:
    from langchain_text_splitters import TextSplitter

# Characters: as much as a reader takes in as one quotation, two or three paragraphs of a report. The encoder averages
# over a passage, so longer ones would all come to mean what every report says.
PASSAGE_CHARS = 600
# A long paragraph is cut into even parts rather than into full ones and a short tail; words do not end just where an
# even part would, so a part may be longer by this factor.
EVEN_SLACK = 1.15

_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f"
_THAI_GAP = re.compile(f"(?<=[{_THAI}])[ \u00a0\u200b]+(?=[{_THAI}])")
_BLANK_RUN = re.compile(r"\s+")
# What is never parted, even in letters that no dictionary knows: leading vowel, letter, marks, trailing vowel.
_CLUSTER = re.compile(
    f"[\u0e40-\u0e44]?[^{_MARKS}][{_MARKS}]*(?:[\u0e30\u0e32\u0e33\u0e45][{_MARKS}]*)*|[{_MARKS}]+", re.DOTALL
)
_NO_START = re.compile(f"[{_MARKS}\u0e30\u0e32\u0e33\u0e45]")


def split_prose(text: str, char_start: int) -> list[tuple[int, int]]:
    """Half-open spans of passages of at most PASSAGE_CHARS characters, offsets counted on from ``char_start``.

    Spans are in order, disjoint, without blanks at their ends, and hold every other character once. A line is kept
    whole where it fits; a longer one is cut between words, at blanks first.
    """
    spans: list[tuple[int, int]] = []
    at = char_start
    for chunk in _chunks(text):
        body = chunk.strip()
        if body:
            start = at + len(chunk) - len(chunk.lstrip())
            spans.append((start, start + len(body)))
        at += len(chunk)
    return spans


def split_recursively(text: str, size: int, overlap: int) -> list[tuple[int, int]]:
    """Half-open spans of LangChain's recursive splitter as others set it up: at blank lines, lines, blanks, letters.

    Only the baselines of the evaluation cut so; it parts Thai words and table rows wherever the count runs out.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=overlap, add_start_index=True)
    made = splitter.create_documents([text])
    starts = [int(one.metadata["start_index"]) for one in made]
    return [(start, start + len(one.page_content)) for start, one in zip(starts, made, strict=True)]


def _chunks(text: str) -> list[str]:
    """Consecutive pieces of the text; joined they are the text again."""
    out: list[str] = []
    waiting = ""
    for line in text.splitlines(keepends=True):
        length = len(line.strip())
        if length <= PASSAGE_CHARS:
            waiting += line
            continue
        out += _packed(waiting, PASSAGE_CHARS)
        waiting = ""
        even = length / math.ceil(length / PASSAGE_CHARS)
        out += _packed(line, min(PASSAGE_CHARS, math.ceil(even * EVEN_SLACK)))
    return out + _packed(waiting, PASSAGE_CHARS)


def _packed(text: str, size: int) -> list[str]:
    """The text in pieces of at most ``size``; what fits needs no splitter, whose library is slow to load."""
    if len(text) <= size:
        return [text] if text else []
    return _splitter(size).split_text(text)


@lru_cache(maxsize=PASSAGE_CHARS)
def _splitter(size: int) -> "TextSplitter":
    from langchain_text_splitters import TextSplitter

    class WordSplitter(TextSplitter):
        """Packs lines, phrases or words, the largest that fit, into chunks of ``size``; nothing is dropped."""

        def split_text(self, text: str) -> list[str]:
            return self._merge_splits(_pieces(text, size), "")

    return WordSplitter(chunk_size=size, chunk_overlap=0, strip_whitespace=False)


def _pieces(text: str, size: int) -> list[str]:
    """The text as lines; a line longer than ``size`` as phrases, a longer phrase as words, a longer word as letters."""
    out: list[str] = []
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        out += [body] if len(body) <= size else _phrases(body, size)
        out += _letters(line[len(body) :], size)
    return [piece for piece in out if piece]


def _phrases(line: str, size: int) -> list[str]:
    """Runs up to a blank that parts words; their words where a run is longer than ``size``."""
    out: list[str] = []
    phrase: list[str] = []
    words = _words(line)
    for i, word in enumerate(words):
        phrase.append(word)
        if i == len(words) - 1 or word[-1].isspace():
            whole = "".join(phrase)
            out += [whole] if len(whole) <= size else [part for one in phrase for part in _letters(one, size)]
            phrase = []
    return out


def _words(line: str) -> list[str]:
    """The line cut at word borders, blanks at the end of their word.

    A border counts where the line is cut both as it stands and without the blanks between Thai letters, so that a
    blank which a line wrap left inside a word parts nothing.
    """
    joined: list[int] = []
    at = 0
    for gap in _THAI_GAP.finditer(line):
        joined += range(at, gap.start())
        at = gap.end()
    joined += range(at, len(line))
    ends_as_it_stands = set(_ends(line))
    ends = [joined[end - 1] + 1 for end in _ends("".join(line[i] for i in joined))]
    out: list[str] = []
    at = 0
    for end in ends:
        if end not in ends_as_it_stands:
            continue
        blank = _BLANK_RUN.match(line, end)
        stop = blank.end() if blank else end
        if stop > at and not _NO_START.match(line, stop):
            out.append(line[at:stop])
            at = stop
    return out + ([line[at:]] if at < len(line) else [])


def _ends(text: str) -> list[int]:
    """Where the words of the text end."""
    ends: list[int] = []
    for word in cut(text):
        ends.append((ends[-1] if ends else 0) + len(word))
    return ends


def _letters(word: str, size: int) -> list[str]:
    """The word itself, or its letters with their marks where it is longer than ``size``."""
    if len(word) <= size:
        return [word]
    return [cluster[i : i + size] for cluster in _CLUSTER.findall(word) for i in range(0, len(cluster), size)]
