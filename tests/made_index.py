"""The sample reports, and the real ones where they are, as an index with the shipped encoder: made once a run."""

from functools import lru_cache
from pathlib import Path

from corpus.reading import read, report_files
from corpus.records import Cell, MeasureRow, Place, Reading, Segment
from index.encoder import load_encoder
from index.search import ReportIndex
from tests.conftest import ROOT, SHARED
from tests.made_readings import CountingEncoder, reading, row

SAMPLES = ROOT / "corpus" / "reports"


@lru_cache(maxsize=2)
def _index_of(folder: Path) -> ReportIndex:
    return ReportIndex.of([read(path) for path in report_files(folder)], load_encoder())


def sample_index() -> ReportIndex:
    return _index_of(SAMPLES)


def real_index() -> ReportIndex:
    return _index_of(SHARED / "corpus")


class Made:
    """A report written cell by cell, so that every place points at the words that stand there."""

    def __init__(self, name: str, district: str, year: int) -> None:
        self.name, self.district, self.year = name, district, year
        self.text = ""
        self.rows: list[MeasureRow] = []

    def row(self, code: str | None, group: int, item: str = "ข้อหนึ่ง", **cells: str | list[str]) -> "Made":
        """A row; a cell is one piece of text, or several as a page break tears them."""
        made = []
        for name, texts in cells.items():
            pieces = [texts] if isinstance(texts, str) else texts
            made.append(Cell(name, tuple(self._segment(piece) for piece in pieces)))
        bare = row(self.name, code, group, item, self.district, self.year, len(self.rows) + 1)
        kept = {field: getattr(bare, field) for field in MeasureRow.__dataclass_fields__}
        kept |= {"cells": tuple(made), "columns": tuple(cells), "score": None}
        self.rows.append(MeasureRow(**kept))
        return self

    def _segment(self, piece: str) -> Segment:
        from html import unescape

        from corpus.thai import clean

        start = len(self.text)
        self.text += piece + "\n"
        line = self.text.count("\n", 0, start) + 1
        return Segment(Place(self.name, 1, line, start, start + len(piece)), clean(unescape(piece)))

    @property
    def reading(self) -> Reading:
        return reading(self.name, self.rows, (), self.district, self.year, "00", self.text or "-\n")


def made_index(*reports: Made) -> ReportIndex:
    return ReportIndex.of([one.reading for one in reports], CountingEncoder())
