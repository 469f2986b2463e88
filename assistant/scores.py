"""A score sheet as understood: pasted, read from a file, typed, or out of the district's own report in the store."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.draft import group_of_item
from assistant.scoreline import NO_SCORE, Kind, ScoreLine, flat_line, is_only_score, read_line, score_in
from corpus import catalogue
from corpus.records import MeasureRow
from index.search import ReportIndex, codes_held

# An item's words go on over at most so many lines before its score.
LONGEST_ITEM = 6
_YEAR = re.compile(r"(?:ปี(?:งบประมาณ)?|พ\.\s?ศ\.)\s*(?:พ\.\s?ศ\.\s*)?(25[5-9]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The scores of one district and year, line by line; ``warnings`` are Thai sentences about the sheet as a whole.

    ``fiscal_year`` (B.E.) is the year that was assessed: its set of items is what the codes are read against.
    """

    fiscal_year: int
    lines: tuple[ScoreLine, ...]
    warnings: tuple[str, ...] = ()

    @property
    def items(self) -> dict[str, float]:
        """The score of each item that counts."""
        return {line.code: line.score for line in self._counted(Kind.ITEM) if line.code and line.score is not None}

    @property
    def groups(self) -> dict[int, float]:
        """The printed score of each group that counts."""
        return {line.group: line.score for line in self._counted(Kind.GROUP) if line.group and line.score is not None}

    @property
    def total(self) -> ScoreLine | None:
        """The line of the printed total, or None."""
        return next(iter(self._counted(Kind.TOTAL)), None)

    @property
    def level(self) -> str | None:
        """The printed level, or None."""
        return next((line.level for line in self.lines if line.level and line.kind is not Kind.ITEM), None)

    @property
    def problems(self) -> tuple[ScoreLine, ...]:
        """The lines that do not count, with the reason."""
        return tuple(line for line in self.lines if line.problem)

    def _counted(self, kind: Kind) -> list[ScoreLine]:
        return [line for line in self.lines if line.kind is kind and line.counts]


def pasted_scores(text: str, fiscal_year: int) -> ScoreSheet:
    """The sheet of lines copied from a results page or a report; an item's score may stand a few lines below it."""
    lines: list[ScoreLine] = []
    open_for = 0
    for number, printed in enumerate(text.splitlines(), 1):
        if not printed.strip():
            continue
        read = read_line(number, printed, fiscal_year)
        first = read[0]
        waiting = lines[-1 - open_for] if open_for < len(lines) else None
        if waiting is None or waiting.problem != NO_SCORE or open_for >= LONGEST_ITEM:
            waiting = None
        found = score_in(flat_line(printed))[0] if is_only_score(flat_line(printed)) else None
        if waiting and first.kind is Kind.UNREAD and found is not None:
            shown = " ".join([waiting.printed, *(one.printed for one in lines[len(lines) - open_for :]), first.printed])
            lines[len(lines) - 1 - open_for :] = [replace(waiting, printed=shown, score=found, problem="")]
            open_for = 0
            continue
        open_for = open_for + 1 if waiting and first.kind is Kind.TEXT else 0
        lines.extend(read)
    return sheet_of(lines, fiscal_year)


def typed_scores(pairs: Iterable[tuple[str, str]], fiscal_year: int) -> ScoreSheet:
    """The sheet of (code or group, score) pairs typed by hand, such as ("I20", "84.33") or ("ตัวชี้วัดที่ 4", "๖๙.๑๓")."""
    lines: list[ScoreLine] = []
    for number, (subject, score) in enumerate(pairs, 1):
        if subject.strip() or score.strip():
            named = f"ตัวชี้วัดที่ {subject}" if flat_line(subject).isdecimal() else subject
            lines.extend(read_line(number, named, fiscal_year, score))
    return sheet_of(lines, fiscal_year)


def stored_scores(index: ReportIndex, district: str, before: int) -> ScoreSheet | None:
    """The scores in the district's own latest report of a year before ``before``, or None where there are none."""
    held = [
        row
        for row in index.rows
        if row.district == district and scored_year(row) < before and (row.score, row.group_score) != (None, None)
    ]
    if not held:
        return None
    year = max(scored_year(row) for row in held)
    lines: dict[tuple[str, float], ScoreLine] = {}
    for row in held:
        if scored_year(row) == year:
            for line in _of_row(row, index, year):
                lines.setdefault((line.code or f"{line.kind}{line.group}", line.score or 0.0), line)
    return sheet_of(tuple(lines.values()), year)


def scored_year(row: MeasureRow) -> int:
    """The year that a row's score is of: as the report says, else the year of the report."""
    return row.score_year or row.fiscal_year


def _of_row(row: MeasureRow, index: ReportIndex, year: int) -> Iterable[ScoreLine]:
    source = index.reports[row.report].report.text
    number = row.place.line
    if row.group_score is not None:
        segment = row.group_score_segment
        shown = segment.place.words_in(source) if segment else f"{row.group_score}"
        yield ScoreLine(number, " ".join(shown.split()), Kind.GROUP, group=row.group, score=row.group_score)
    if row.score is not None and row.code:
        segment = row.score_segment
        shown = segment.place.words_in(source) if segment else f"{row.score}"
        shown = f"{row.code} {' '.join(shown.split())}"
        by_hand = "คะแนนแก้ไขด้วยมือ" if any(mark.what == "score" for mark in row.corrected) else ""
        note = row.doubtful or by_hand
        if len(codes_held(row.code)) == 1:
            yield ScoreLine(number, shown, Kind.ITEM, row.code, row.group, score=row.score, note=note)
        else:
            yield from (replace(line, score=row.score) for line in read_line(number, shown, year, f"{row.score}"))


def sheet_of(lines: Sequence[ScoreLine], fiscal_year: int) -> ScoreSheet:
    """The lines as a sheet, each looked at: impossible scores, codes of another year's set, items named twice."""
    seen = [_possible(line, fiscal_year) for line in lines]
    held: dict[object, list[float]] = {}
    for line in seen:
        if line.counts and line.score is not None:
            held.setdefault(_subject(line), []).append(line.score)
    twice: Counter[object] = Counter()
    out = []
    for line in seen:
        if line.counts:
            twice[_subject(line)] += 1
            line = _once(line, held[_subject(line)], twice[_subject(line)])
        out.append(line)
    return ScoreSheet(fiscal_year, tuple(out), _of_another_year(out, fiscal_year))


def _subject(line: ScoreLine) -> tuple[object, ...]:
    return line.kind, line.code, line.group, line.part


def _possible(line: ScoreLine, fiscal_year: int) -> ScoreLine:
    if line.problem or line.score is None:
        return line
    if not 0 <= line.score <= 100:
        return replace(line, problem=f"คะแนน {line.score:g} เป็นไปไม่ได้ คะแนนอยู่ระหว่าง 0 ถึง 100 โปรดตรวจกับต้นฉบับ")
    if line.kind is Kind.ITEM and line.code and group_of_item(fiscal_year, line.code) is None:
        spans = [catalogue.code_range(fiscal_year, group) for group in (5, 8, 10)]
        known = " ".join(f"{letter}1-{letter}{last}" for letter, _, last in spans)
        why = f"ชุดข้อคำถามปี {fiscal_year} ไม่มีข้อ {line.code} (มี {known}) โปรดตรวจรหัสหรือปีของคะแนน"
        return replace(line, problem=why)
    return line


def _once(line: ScoreLine, scores: Sequence[float], nth: int) -> ScoreLine:
    if len(scores) == 1:
        return line
    name = line.code or (f"ตัวชี้วัดที่ {line.group}" if line.group else line.part or "คะแนนรวม")
    if len(set(scores)) > 1:
        told = " และ ".join(f"{score:g}" for score in dict.fromkeys(scores))
        return replace(line, problem=f"{name} มีคะแนนต่างกันหลายบรรทัด ({told}) โปรดเลือกให้เหลือบรรทัดเดียว")
    return replace(line, problem=f"{name} ซ้ำกับบรรทัดก่อน คะแนนเท่ากัน จึงนับครั้งเดียว") if nth > 1 else line


def _of_another_year(lines: Sequence[ScoreLine], fiscal_year: int) -> tuple[str, ...]:
    printed = {int(year) for line in lines for year in _YEAR.findall(flat_line(line.printed))}
    if not printed or fiscal_year in printed:
        return ()
    years = ", ".join(str(year) for year in sorted(printed))
    return (f"แผ่นคะแนนนี้พิมพ์ปี {years} ไว้ แต่แผนนี้ใช้คะแนนของปี {fiscal_year} โปรดตรวจว่าเป็นคะแนนของปีใด",)
