"""Readings made by hand and an encoder whose vectors can be worked out on paper."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.records import (
    PART_OF_GROUP,
    Cell,
    Form,
    Ledger,
    LedgerEntry,
    MeasureRow,
    Page,
    Passage,
    Place,
    Reading,
    Report,
    Segment,
)


def line_row(
    row_id: str, code: str | None, line: int, group: int = 4, report: str = "a.txt", **cells: str
) -> MeasureRow:
    """A row whose place is ten characters a line, so that keys and spans can be worked out from its line."""
    place = Place(report, 1, line, line * 10, line * 10 + 5)
    return MeasureRow(
        row_id=row_id,
        report=report,
        place=place,
        district="ทดสอบ",
        fiscal_year=2567,
        part=PART_OF_GROUP[group],
        group=group,
        code=code,
        item="",
        score=None,
        group_score=None,
        cells=tuple(Cell(name, (Segment(place, text),)) for name, text in cells.items()),
        form=Form.F2566,
        columns=tuple(cells),
    )


class CountingEncoder:
    """A vector counts how often each word of a small list stands in the text, brought to length 1."""

    def __init__(self, words: Sequence[str] = ("ยืม", "งบ", "คิว"), name: str = "counting") -> None:
        self.words = tuple(words)
        self.id = name
        self.dim = len(self.words)
        self.texts_encoded = 0

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts_encoded += len(texts)
        counts = np.array([[text.count(word) for word in self.words] for text in texts], dtype=np.float32)
        counts = counts.reshape(len(texts), self.dim)
        lengths = np.linalg.norm(counts, axis=1, keepdims=True)
        return (counts / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    def encode_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_passages(texts)


def place(report: str, line: int = 1) -> Place:
    return Place(report=report, page=1, line=line, char_start=10 * line, char_end=10 * line + 9)


def row(
    report: str,
    code: str | None,
    group: int,
    item: str,
    district: str = "บางตัวอย่าง",
    year: int = 2566,
    line: int = 1,
    **cells: str,
) -> MeasureRow:
    made = tuple(
        Cell(name, tuple(Segment(place(report, line), piece) for piece in text.split("\n")))
        for name, text in cells.items()
    )
    return MeasureRow(
        row_id=f"{report}#{code or f'G{group}'}#{line}",
        report=report,
        place=place(report, line),
        district=district,
        fiscal_year=year,
        part=PART_OF_GROUP[group],
        group=group,
        code=code,
        item=item,
        score=91.5,
        group_score=None,
        cells=made,
        form=Form.F2566,
        columns=tuple(cells),
    )


def passage(report: str, text: str, district: str = "บางตัวอย่าง", year: int = 2566, line: int = 90) -> Passage:
    at = place(report, line)
    return Passage(
        passage_id=f"{report}#P{line}",
        report=report,
        place=at,
        district=district,
        fiscal_year=year,
        text=text,
        segments=(Segment(at, text),),
    )


def reading(
    name: str,
    rows: Sequence[MeasureRow] = (),
    passages: Sequence[Passage] = (),
    district: str = "บางตัวอย่าง",
    year: int = 2566,
    sha256: str = "00",
    text: str = "รายงาน\n",
) -> Reading:
    return Reading(
        report=Report(name, sha256, text, (Page(1, "ก", 0, len(text)),), "utf-8"),
        district=district,
        fiscal_year=year,
        form=Form.F2566,
        rows=tuple(rows),
        passages=tuple(passages),
        ledger=Ledger(
            pages=1,
            tables=1,
            rows=len(rows),
            cells=sum(len(one.cells) for one in rows),
            characters=len(text),
            characters_in_rows=0,
            characters_in_passages=0,
            characters_left_out=len(text),
            entries=(LedgerEntry(0, len(text), 1, "หัวกระดาษ"),),
            doubtful_codes=("I8",),
            notes=("ตัวอย่าง",),
        ),
    )
