"""A measure row while it is being read: cells grow over page breaks, then it is frozen into a MeasureRow."""

import re
from dataclasses import dataclass, field

from corpus.cells import Placer, Span, flat, plain, runs, trim
from corpus.forms import Column
from corpus.records import CELLS, Segment
from corpus.thai import squeeze

_W = r"(?:จุดอ่อน|ข้อบกพร่อง)(?:\s?/\s?(?:จุดอ่อน|ข้อบกพร่อง))?"
_G = r"แนวทาง(?:การ)?(?:ปฏิบัติ|แก้ไข|พัฒนา)"
_SUBHEADING = re.compile(rf"(?:^|(?<=\s))(?:(?P<w>{_W})|(?P<g>{_G}))\s*(?=[-–:•]|$)")
# Without a dash after it the first words of a cell are still a sub-heading, and so is the other one after that.
_BARE_WEAKNESS = re.compile(rf"\s*(?P<w>{_W})(?=\s)")
_BARE_GUIDELINE = re.compile(rf"(?:^|(?<=\s))(?P<g>{_G})(?=\s)")
_STATED_SCORE = re.compile(r"ได้\s*(?:ค่า)?คะแนน\s*(?:เท่ากับ\s*)?(\d{1,3}(?:\.\d{1,2})?)")
_WEAKNESS_WORDS = ("จุดอ่อน", "ข้อบกพร่อง", "ข้อบกพร่อง/จุดอ่อน")
_GUIDELINE_WORDS = ("แนวทางปฏิบัติ", "แนวทางการปฏิบัติ", "แนวทางแก้ไข", "แนวทางการแก้ไข", "แนวทางการพัฒนา", "แนวทางพัฒนา")


@dataclass(slots=True)
class RowDraft:
    """A row being read; ``cells`` hold segments by cell name, ``subheads`` the spans of sub-headings inside cells.

    ``blank`` names the cells that the form leaves to be filled, ``blanks`` are the dotted lines in them.
    """

    line_start: int
    end: int
    group: int
    code: str | None
    doubtful: str | None
    columns: tuple[str, ...]
    form: str
    fiscal_year: int
    item: list[Segment] = field(default_factory=list)
    code_span: Span | None = None
    score: float | None = None
    score_segment: Segment | None = None
    cells: dict[str, list[Segment]] = field(default_factory=dict)
    subcolumn: str = "weakness"
    subheads: list[Span] = field(default_factory=list)
    shares: dict[str, "RowDraft"] = field(default_factory=dict)
    merged: list["RowDraft"] = field(default_factory=list)
    blank: set[str] = field(default_factory=set)
    blanks: list[Span] = field(default_factory=list)

    def add(self, column: Column, span: Span, placer: Placer) -> None:
        """Adds what a span holds to the cell of that column; an analysis column is parted at its sub-headings."""
        if column is Column.ANALYSIS:
            self._add_analysis(span, placer)
        elif column.value in CELLS:
            self._add_segments(column.value, placer.segments(span))

    def leave_blank(self, column: Column) -> None:
        """A cell of that column was left to be filled."""
        self.blank.update(cells_of(column))

    def _add_segments(self, name: str, segments: tuple[Segment, ...]) -> None:
        lines = [segment for segment in segments if not re.search(r"\w", segment.text)]
        if lines:
            self.blank.add(name)
            self.blanks += [Span(line.place.char_start, line.place.char_end) for line in lines]
            segments = tuple(segment for segment in segments if segment not in lines)
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
            for kind, sub in _subheadings(placer.text, run):
                self._add_segments(self.subcolumn, placer.segments(trim(placer.text, Span(at, sub.start))))
                self.subcolumn = kind
                self.subheads.append(sub)
                at = sub.end
            self._add_segments(self.subcolumn, placer.segments(trim(placer.text, Span(at, run.end))))

    def share(self, owner: "RowDraft") -> None:
        """Another item in the same grid row brought the other cells; both rows have them."""
        for name in owner.cells:
            self.shares.setdefault(name, owner)
        self.merged.append(owner)
        owner.merged.append(self)

    def share_cell(self, column: Column, owner: "RowDraft") -> None:
        """A cell of the source covers this row and the one that brought it; a merged item cell is the item of both."""
        if column is Column.ITEM:
            self.code, self.group, self.doubtful = owner.code, owner.group, owner.doubtful
            self.item, self.code_span = list(owner.item), owner.code_span
            self.score, self.score_segment = owner.score, owner.score_segment
        for name in cells_of(column):
            if name in owner.cells:
                self.shares.setdefault(name, owner)
        if not any(other is owner for other in self.merged):
            self.merged.append(owner)
            owner.merged.append(self)

    def own(self) -> list[Segment]:
        """Every segment that this row itself brought, shared ones left out."""
        out = list(self.item)
        if self.score_segment is not None:
            out.append(self.score_segment)
        for segments in self.cells.values():
            out.extend(segments)
        return out


def cells_of(column: Column) -> tuple[str, ...]:
    """The names of the cells that a column fills."""
    if column is Column.ANALYSIS:
        return "weakness", "guideline"
    return (column.value,) if column.value in CELLS else ()


def _subheadings(text: str, run: Span) -> list[tuple[str, Span]]:
    """The sub-headings within a run, in order: the sub-column that each opens, and its span."""
    words = flat(text[run.start : run.end])
    found = {match.start(): match for match in _SUBHEADING.finditer(words)}
    first = _BARE_WEAKNESS.match(words)
    if first is not None and not any(match["w"] for match in found.values()):
        found[first.start()] = first
    if not any(match.groupdict().get("g") for match in found.values()):
        second = _BARE_GUIDELINE.search(words, first.end()) if first else _BARE_GUIDELINE.match(words)
        if second is not None:
            found[second.start()] = second
    out = []
    for at, match in sorted(found.items()):
        kind = "weakness" if match.groupdict().get("w") else "guideline"
        out.append((kind, Span(run.start + at, run.start + match.end())))
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


def stated_score(segments: list[Segment]) -> tuple[float, Segment] | None:
    """The score that an analysis opens with ("ได้ค่าคะแนน ๘๗.๙๓ คะแนน ซึ่ง…"), with the segment that states it."""
    for segment in segments[:1]:
        match = _STATED_SCORE.search(flat(segment.text)[:120])
        if match is not None and float(match[1]) <= 100:
            return float(match[1]), segment
    return None
