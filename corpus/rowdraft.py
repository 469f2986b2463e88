"""A measure row while it is being read: cells grow over page breaks, then it is frozen into a MeasureRow."""

import re
from dataclasses import dataclass, field

from corpus.cells import Placer, Span, flat, plain, runs, trim
from corpus.forms import Column
from corpus.records import CELLS, Segment
from corpus.thai import squeeze

_SUBHEADING = re.compile(r"(?:^|(?<=\s))(?P<w>จุดอ่อน|ข้อบกพร่อง)\s*(?=[-–:•])|(?:^|(?<=\s))(?P<g>แนวทาง(?:การ)?(?:ปฏิบัติ|แก้ไข|พัฒนา))\s*(?=[-–:•])")
_WEAKNESS_WORDS = ("จุดอ่อน", "ข้อบกพร่อง", "ข้อบกพร่อง/จุดอ่อน")
_GUIDELINE_WORDS = ("แนวทางปฏิบัติ", "แนวทางการปฏิบัติ", "แนวทางแก้ไข", "แนวทางการแก้ไข", "แนวทางการพัฒนา", "แนวทางพัฒนา")


@dataclass(slots=True)
class RowDraft:
    """A row being read; ``cells`` hold segments by cell name, ``subheads`` the spans of sub-headings inside cells."""

    line_start: int
    end: int
    group: int
    code: str | None
    doubtful: str | None
    columns: tuple[str, ...]
    form: str
    item: list[Segment] = field(default_factory=list)
    code_span: Span | None = None
    score: float | None = None
    score_segment: Segment | None = None
    cells: dict[str, list[Segment]] = field(default_factory=dict)
    subcolumn: str = "weakness"
    subheads: list[Span] = field(default_factory=list)
    shares: dict[str, "RowDraft"] = field(default_factory=dict)
    merged: list["RowDraft"] = field(default_factory=list)

    def add(self, column: Column, span: Span, placer: Placer) -> None:
        """Adds what a span holds to the cell of that column; an analysis column is parted at its sub-headings."""
        if column is Column.ANALYSIS:
            self._add_analysis(span, placer)
        elif column.value in CELLS:
            self._add_segments(column.value, placer.segments(span))

    def _add_segments(self, name: str, segments: tuple[Segment, ...]) -> None:
        if segments:
            self.cells.setdefault(name, []).extend(segments)
            self.end = max(self.end, segments[-1].place.char_end)

    def _add_analysis(self, span: Span, placer: Placer) -> None:
        for run in runs(placer.text, span):
            whole = squeeze(plain(placer.text, run)).strip(":-–")
            kind = _subheading(whole)
            if kind:
                self.subcolumn = kind
                self.subheads.append(run)
                continue
            at = run.start
            for match in _SUBHEADING.finditer(flat(placer.text[run.start : run.end])):
                self._add_segments(self.subcolumn, placer.segments(trim(placer.text, Span(at, run.start + match.start()))))
                self.subcolumn = "weakness" if match["w"] else "guideline"
                self.subheads.append(Span(run.start + match.start(), run.start + match.end()))
                at = run.start + match.end()
            self._add_segments(self.subcolumn, placer.segments(trim(placer.text, Span(at, run.end))))

    def own(self) -> list[Segment]:
        """Every segment that this row itself brought, shared ones left out."""
        out = list(self.item)
        if self.score_segment is not None:
            out.append(self.score_segment)
        for segments in self.cells.values():
            out.extend(segments)
        return out


def _subheading(whole: str) -> str | None:
    """Which sub-column a run that is nothing but a sub-heading opens; OCR slips of one letter in ten pass."""
    from rapidfuzz import fuzz

    if len(whole) > 24:
        return None
    for name, wordings in (("weakness", _WEAKNESS_WORDS), ("guideline", _GUIDELINE_WORDS)):
        if any(fuzz.ratio(whole, wording) >= 85 for wording in wordings):
            return name
    return None
