"""Lines that were read with doubt are read once more in other sizes, and the reading that holds up best is taken.

Tesseract brings every line to the same few pixels; which marks are lost on the way depends on the size that it gets.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.readers.ink import Gray
from corpus.readers.ribbon import Piece, Ribbon, ribbon_of
from corpus.readers.tesseract import Line, lines_of
from corpus.thai import cut, dictionary, normalise

# The share of the page's size that all lines are looked at in, and those in which doubtful ones are looked at again.
FIRST, AGAIN = 0.8, (1.0, 0.7)
# A line with a word below this confidence is doubtful: of those above, one in a hundred is wrong.
DOUBTFUL = 0.9
# Inches around a line, and between two.
AROUND, WHITE = 0.02, 0.13
# A run of so many Latin letters is taken for a word: Thai that was misread as Latin comes in shorter ones.
LATIN = 4

_LETTERS = re.compile("[\u0e01-\u0e4e]+|[A-Za-z]+")
_TONES = re.compile("[\u0e48-\u0e4b]")


def read_lines(gray: Gray, dpi: float) -> list[Line]:
    """The lines of an image, the doubtful ones in their best reading."""
    lines = lines_of(gray, FIRST)
    doubtful = [n for n, line in enumerate(lines) if line.least < DOUBTFUL]
    if not doubtful:
        return lines
    ribbon = _cut_out(gray, [lines[n] for n in doubtful], dpi)
    others: list[list[Line]] = [[] for _ in doubtful]
    for scale in AGAIN:
        for at, told in enumerate(_dealt(ribbon, lines_of(ribbon.gray, scale))):
            if len(told) == 1:
                others[at].append(_moved(told[0], ribbon.pieces[at]))
    for at, n in enumerate(doubtful):
        lines[n] = best([lines[n], *others[at]])
    return lines


def _cut_out(gray: Gray, lines: Sequence[Line], dpi: float) -> Ribbon:
    around = int(AROUND * dpi)
    height, width = gray.shape
    boxes = [
        (
            max(line.left - around, 0),
            max(line.top - around, 0),
            min(line.right + around, width),
            min(line.bottom + around, height),
        )
        for line in lines
    ]
    return ribbon_of(gray, boxes, int(WHITE * dpi))


def _dealt(ribbon: Ribbon, lines: Sequence[Line]) -> list[list[Line]]:
    """The lines to the pieces that they stand on."""
    out: list[list[Line]] = [[] for _ in ribbon.pieces]
    for line in lines:
        out[ribbon.pieces.index(ribbon.at(line.middle))].append(line)
    return out


def _moved(line: Line, piece: Piece) -> Line:
    """A line of a ribbon where it stands on the image that the ribbon was cut out of."""
    across, down = piece.page_x - piece.x, piece.page_y - piece.y
    words = tuple(replace(word, left=word.left + across, right=word.right + across) for word in line.words)
    return Line(line.left + across, line.top + down, line.right + across, line.bottom + down, words)


def best(readings: Sequence[Line]) -> Line:
    """The reading with the largest share of known words, then the one without a very doubtful word.

    Among those that differ by nothing but tone marks it is the one with the most of them: ink is lost, not made up.
    """
    chosen = max(readings, key=lambda line: (known_share(line) + line.least, line.mean))
    bare = _TONES.sub("", chosen.text)
    alike = [
        line for line in readings if _TONES.sub("", line.text) == bare and known_share(line) >= known_share(chosen)
    ]
    return max([chosen, *alike], key=lambda line: len(_TONES.findall(line.text)))


def known_share(line: Line) -> float:
    """The share of the letters of a line that belong to known words, 1 where it has none; long Latin ones count."""
    runs = _LETTERS.findall(normalise(line.text))
    size = sum(map(len, runs))
    words = dictionary()
    held = sum(
        len(word) for run in runs for word in cut(run) if word in words or (word.isascii() and len(word) >= LATIN)
    )
    return held / size if size else 1.0
