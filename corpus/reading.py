"""One report, whole: its district and year, its rows, its passages and its ledger."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from corpus import title
from corpus.byhand import rows_by_hand
from corpus.catalogue import group_name
from corpus.cells import Placer, Span, flat, runs, trim
from corpus.codes import SCORE, score_of
from corpus.corrections import NOTHING_SAID, Told, corrected_drafts, without_a_row
from corpus.desk import Found
from corpus.districts import district_of_report
from corpus.errors import NoDistrict, NoReports, NoYear, UnplacedReport
from corpus.ledger import LEFT_OUT, MARKUP, PASSAGE, ROW, Account
from corpus.outline import group_heading
from corpus.readers import FORMATS, SUFFIXES, read_report, report_members
from corpus.readers.archive import archive_of
from corpus.records import (
    PART_OF_GROUP,
    Cell,
    Corrected,
    Form,
    Ledger,
    MaskKind,
    MeasureRow,
    Page,
    Passage,
    Reading,
    Report,
    Segment,
)
from corpus.redact import CHOSEN, masked
from corpus.reportkind import kind_of, period_of
from corpus.rowdraft import RowDraft, stated_score
from corpus.rows import RowReader
from corpus.size import check_size
from corpus.split import split_prose
from corpus.spread import Cells, spread
from corpus.tables import BlockKind, blocks
from corpus.thai import clean

# Raised whenever the same file would be read into other records; the store then reads every report again.
READER_VERSION = 9
SAMPLES = Path(__file__).with_name("reports")


def report_files(source: Path) -> list[Path]:
    """The report files of a folder (and of the folders and zip files in it), or of one file; raises NoReports."""
    if source.is_file():
        return report_members(source)
    if archive_of(source) is not None:
        return [source]
    if not source.is_dir():
        raise NoReports(f"There is no folder {source}; give one that holds reports, as {FORMATS} files.")
    files = sorted(
        path
        for path in source.rglob("*")
        if path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))
    )
    found = [report for path in files for report in report_members(path)]
    if not found:
        raise NoReports(f"The folder {source} holds no reports; put {FORMATS} files into it.")
    return found


def read(path: Path, told: Told = NOTHING_SAID, masks: Iterable[MaskKind] = CHOSEN) -> Reading:
    """Reads one report file into records, masked, with what a person corrected; raises ReportError with a sentence.

    ``masks`` are the kinds of personal data that are masked; secrets always are.
    """
    report = read_report(path)
    check_size(report)
    return read_records(masked(report, masks), told)


def warm_up() -> None:
    """Loads what reading takes: dictionaries and libraries, half a second that a process pays once."""
    text = "สำนักงานเขตบางรัก ปีงบประมาณ พ.ศ. 2567\n" + "จัดทำคู่มือการยืมทรัพย์สินของราชการ\n" * 20
    read_records(Report("", "", text, (Page(1, "1", 0, len(text)),), "utf-8"))


def read_records(report: Report, told: Told = NOTHING_SAID) -> Reading:
    """Makes records of a report's text; raises UnplacedReport where neither text nor person names district or year."""
    head = report.text[: _first_table(report.text)]
    district, year = _placed(report, head, told)
    placer = Placer(report)
    account = Account(report.text)
    found = RowReader(placer, account, year).read()
    _group_scores_of_prose(found, placer, head)
    lost = tuple(
        f"การแก้ไขแถว {word.read} โดย {word.who} ยังไม่ได้ใช้ เพราะไม่พบแถวนั้นแล้ว"
        for word in without_a_row(found.drafts, told)
    )
    corrected = corrected_drafts(found, told)
    rows = _freeze(report, found, district, year, title.results_year(head, year), corrected)
    for draft in found.drafts:
        _take(account, draft)
    passages = _passages(report, placer, account, found, district, year)
    form = Counter(row.form for row in rows).most_common(1)[0][0] if rows else Form.UNKNOWN
    kind, period = kind_of(head, len(rows)), period_of(head)
    return Reading(
        report,
        district,
        year,
        form,
        rows,
        passages,
        _ledger(report, placer, account, found, rows, lost),
        kind=told.kind or kind,
        period=told.period or period,
        corrected=told.marks(district_of_report(report.text), title.measures_year(head, report.text), kind, period),
    )


def _placed(report: Report, head: str, told: Told) -> tuple[str, int]:
    """District and fiscal year: what a person said, else what the text names; raises UnplacedReport."""
    district = told.district or district_of_report(report.text)
    year = told.fiscal_year or title.measures_year(head, report.text)
    if district is None and year is None:
        raise UnplacedReport(
            f"{report.name} names neither a district office (สำนักงานเขต…) nor a fiscal year (ปีงบประมาณ พ.ศ. …); "
            "only reports of districts can be read."
        )
    if district is None:
        raise NoDistrict(f"{report.name} names no district office (สำนักงานเขต…); only their reports can be read.")
    if year is None:
        raise NoYear(f"{report.name} names no fiscal year (ปีงบประมาณ พ.ศ. …); add it to the title.")
    return district, year


def _first_table(text: str) -> int:
    """Where the first measures table begins; the end of the text where there is none."""
    return next((block.start for block in blocks(text) if block.kind is BlockKind.HEADING), len(text))


def _group_scores_of_prose(found: Found, placer: Placer, head: str) -> None:
    """Group scores listed before the table ("ตัวชี้วัดที่ ๑ … ๘๗.๙๓ คะแนน") count where the table prints none."""
    at = 0
    for line in head.splitlines(keepends=True):
        image = flat(line)
        heading = group_heading(image) if len(line) < 200 else None
        score = SCORE.search(image) if heading else None
        if heading is not None and score is not None:
            value = score_of(score)
            segments = placer.segments(trim(placer.text, Span(at + score.start(), at + score.end())))
            if value is not None and segments:
                found.group_scores.setdefault(heading[0], (value, segments[0]))
        at += len(line)


def _freeze(
    report: Report,
    found: Found,
    district: str,
    year: int,
    results_year: int | None,
    corrected: dict[int, tuple[Corrected, ...]],
) -> tuple[MeasureRow, ...]:
    """The row drafts as measure rows, merged cells spread, each under an id that names report, item and order."""
    cells_of = spread(found.drafts, found.merges_shown)
    placer = Placer(report)
    for draft, (cells, _) in zip(found.drafts, cells_of, strict=True):
        stated = stated_score(cells.get("weakness", [])) if draft.code is None else None
        if stated is not None:
            found.group_scores.setdefault(draft.group, stated)
    ids: list[str] = []
    counts: Counter[str] = Counter()
    for draft in found.drafts:
        key = draft.code or f"G{draft.group}"
        counts[key] += 1
        ids.append(f"{report.name}#{key}#{counts[key]}")
    rows = []
    for row_id, draft, (cells, mates) in zip(ids, found.drafts, cells_of, strict=True):
        merged = tuple(ids[mate] for mate in sorted(mates))
        rows.append(_row(report, placer, found, draft, cells, row_id, merged, district, year, results_year))
    marks = {
        row_id: corrected[id(draft)] for row_id, draft in zip(ids, found.drafts, strict=True) if id(draft) in corrected
    }
    return rows_by_hand(rows, marks)


def _row(
    report: Report,
    placer: Placer,
    found: Found,
    draft: RowDraft,
    cells: Cells,
    row_id: str,
    merged: tuple[str, ...],
    district: str,
    year: int,
    results_year: int | None,
) -> MeasureRow:
    group_score = found.group_scores.get(draft.group)
    return MeasureRow(
        row_id=row_id,
        report=report.name,
        place=placer.place(Span(draft.line_start, draft.end)),
        district=district,
        fiscal_year=draft.fiscal_year,
        part=PART_OF_GROUP[draft.group],
        group=draft.group,
        code=draft.code,
        item=_item_text(draft),
        score=draft.score,
        group_score=group_score[0] if group_score else None,
        cells=tuple(Cell(name, tuple(segments)) for name, segments in cells.items() if segments),
        form=Form(draft.form),
        columns=draft.columns,
        merged_with=merged,
        item_segments=tuple(draft.item),
        score_segment=draft.score_segment,
        group_score_segment=group_score[1] if group_score else None,
        score_year=results_year if draft.fiscal_year == year else None,
        doubtful=draft.doubtful,
    )


def _item_text(draft: RowDraft) -> str:
    """The item's words without its code, number and scores; a blank cell means the group as above."""
    if not draft.item and draft.code is None:
        return group_name(draft.group, draft.fiscal_year)
    words = [s.text for s in draft.item if draft.code_span is None or s.place.char_start != draft.code_span.start]
    text = clean(" ".join(words)).lstrip("-–—•* ")
    if draft.code is None:
        heading = group_heading(text)
        if heading is not None:
            text = re.sub(r"^\s*(?:ตัวชี้วัด(?:ที่)?\s*)?[0-9๐-๙]{1,2}\s*[).]?\s*", "", text)
    return text


def _take(account: Account, draft: RowDraft) -> None:
    for segment in draft.own():
        account.take(segment.place.char_start, segment.place.char_end, ROW)
    for span in draft.subheads:
        account.take(span.start, span.end, LEFT_OUT, "หัวข้อย่อยในช่อง")
    for span in draft.blanks:
        account.take(span.start, span.end, LEFT_OUT, "ช่องที่เว้นไว้ให้เติม")


def _passages(
    report: Report, placer: Placer, account: Account, found: Found, district: str, year: int
) -> tuple[Passage, ...]:
    """Tables that hold no measures, then all prose that nobody took, cut at word borders."""
    pieces: list[tuple[Span, str, tuple[Segment, ...]]] = []
    for spans in found.tables:
        segments = tuple(segment for span in spans for segment in placer.segments(span))
        if segments:
            pieces.append((Span(spans[0].start, spans[-1].end), "table", segments))
    for start, end in _prose_runs(report.text, account):
        for run in runs(report.text, Span(start, end)):
            for piece_start, piece_end in split_prose(report.text[run.start : run.end], run.start):
                span = trim(report.text, Span(piece_start, piece_end))
                segments = placer.segments(span)
                if segments:
                    account.take(span.start, span.end, PASSAGE)
                    pieces.append((span, "prose", segments))
    pieces.sort(key=lambda piece: piece[0].start)
    return tuple(
        Passage(
            f"{report.name}#P{number}",
            report.name,
            placer.place(span),
            district,
            year,
            " ".join(segment.text for segment in segments),
            kind,
            segments,
        )
        for number, (span, kind, segments) in enumerate(pieces, 1)
    )


def _prose_runs(text: str, account: Account) -> list[tuple[int, int]]:
    """What nobody took, with runs parted by blanks and markup alone put together again."""
    out: list[tuple[int, int]] = []
    for start, end in account.free_runs():
        if not any(c.isalnum() for c in text[start:end]):
            account.take(start, end, LEFT_OUT, "เครื่องหมายที่ไม่มีข้อความ")
            continue
        out.append((start, end))
    return out


def _ledger(
    report: Report,
    placer: Placer,
    account: Account,
    found: Found,
    rows: tuple[MeasureRow, ...],
    lost: tuple[str, ...],
) -> Ledger:
    for start, end in account.free_runs():
        account.take(start, end, LEFT_OUT, "ไม่มีข้อความที่อ่านได้")
    doubtful = tuple(f"{row.label} บรรทัด {row.place.line}: {row.doubtful}" for row in rows if row.doubtful)
    unread = tuple(f"หน้า {page.label} ไม่มีชั้นข้อความ ต้องใช้ OCR" for page in report.pages if page.needs_ocr)
    unsure = tuple(f"{row.label} หน้า {row.place.page} อ่านจากภาพ ความมั่นใจต่ำ" for row in rows if row.place.is_unsure)
    return Ledger(
        pages=len(report.pages),
        tables=found.table_count,
        rows=len(rows),
        cells=sum(len(row.cells) for row in rows),
        characters=len(report.text),
        characters_in_rows=account.count(ROW),
        characters_in_passages=account.count(PASSAGE),
        characters_left_out=account.count(LEFT_OUT),
        entries=account.entries(placer.line_of),
        doubtful_codes=doubtful,
        notes=(*report.notes, *unread, *unsure, *lost),
        characters_of_markup=account.count(MARKUP),
        characters_blank=account.blank(),
    )
