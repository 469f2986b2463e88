"""A plan laid out as an official form, free of any file type: titles, headings, lines in order, what they rest on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answers import Basis, DraftCell, DraftRow
from corpus import catalogue
from corpus.errors import RequestError
from corpus.forms import FORM_COLUMNS, FORM_HEADINGS, Column
from corpus.records import CELL_LABELS, PART_OF_GROUP, PARTS, Form
from corpus.thai import fold_digits

# Keys are item codes ("I20") and numbers of indicators (4); values are points from 0 to 100.
Scores = Mapping[str | int, float]

TITLE = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
# The districts that report in this form call the measures by another name.
TITLES = {Form.F2567: "มาตรการยกระดับคุณธรรมและความโปร่งใสภายในหน่วยงาน"}
PART_NAMES = {
    "IIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (Internal Integrity and Transparency Assessment : IIT)",
    "EIT": "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (External Integrity and Transparency Assessment : EIT)",
    "OIT": "แบบตรวจการเปิดเผยข้อมูลสาธารณะ (Open Data Integrity and Transparency Assessment : OIT)",
}
SUBHEADINGS = {"weakness": "จุดอ่อน", "guideline": "แนวทางปฏิบัติ"}
# Width of each column in millimetres; together the 267 that A4 on its side leaves between the margins.
WIDTHS: dict[Form, tuple[int, ...]] = {
    Form.F2563: (48, 68, 62, 57, 32),
    Form.F2565: (45, 72, 80, 38, 32),
    Form.F2566: (38, 46, 47, 28, 29, 25, 28, 26),
    Form.F2567: (50, 54, 70, 55, 38),
}
SOURCES_TITLE = "ที่มาของแต่ละช่อง"
SOURCES_HEADINGS = ("ข้อ", "ช่อง", "ข้อความในแผน", "เขตที่เป็นที่มา", "ปีงบประมาณ", "รายงาน", "ตำแหน่ง", "ข้อความเดิมในรายงาน")
SOURCES_WIDTHS = (16, 27, 57, 26, 23, 36, 24, 58)
NOTES_TITLE = "สิ่งที่ต้องเติมหรือตรวจก่อนเสนอลงนาม"
OWN_WORDS = "ถ้อยคำของผู้จัดทำแผน"
NEAR_IT = "(ข้อความใกล้เคียงในรายงานอื่น)"
# A line of dots is what a Thai form leaves to be written on.
BLANK = "……………"
SIGN = "ลงชื่อ …………………………………………"
NAME = "(……………………………………………)"

_ARABIC, _THAI = "0123456789", "๐๑๒๓๔๕๖๗๘๙"
_TO_THAI = str.maketrans(_ARABIC, _THAI)
_LATIN_WORD = re.compile(r"([^\s\u0e00-\u0e7f]*[A-Za-z][^\s\u0e00-\u0e7f]*)")
_CODE = re.compile(r"(?<![A-Za-z])[IEO][๐-๙]{1,2}(?![๐-๙])")
# What XML cannot hold; a report made by OCR may hold it.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_NUMBER = re.compile(r"\d+")


class Digits(StrEnum):
    """Which digits the file is written in; item codes and other words with Latin letters keep Arabic ones."""

    THAI = "thai"
    ARABIC = "arabic"


class LineKind(StrEnum):
    """A heading over a part or an indicator spans all columns; a row fills them."""

    PART = "part"
    GROUP = "group"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a cell; ``blank`` is a dotted line to be written on."""

    text: str
    underlined: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell of the form; ``to_check`` marks what is left to fill or to confirm."""

    paragraphs: tuple[Paragraph, ...]
    to_check: bool = False

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a heading with one cell, or a row with a cell for each column."""

    kind: LineKind
    cells: tuple[FormCell, ...]


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A whole form; ``widths`` are millimetres, ``sources`` lines under SOURCES_HEADINGS, empty where not wanted."""

    form: Form
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    lines: tuple[Line, ...]
    signers: tuple[tuple[str, ...], tuple[str, ...]]
    sources: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    digits: Digits


def form_sheet(
    rows: Sequence[DraftRow], digits: Digits, sources: bool, title: str | None = None, scores: Scores | None = None
) -> FormSheet:
    """Lays out the rows of one plan by part, indicator and code; raises RequestError where they are not one plan."""
    first = _of_one_plan(rows)
    scores = scores or {}
    ordered = sorted(rows, key=_order)
    office = f"สำนักงานเขต{first.district.removeprefix('สำนักงาน').removeprefix('เขต')}"
    titles = (title or TITLES.get(first.form, TITLE), office, f"ประจำปีงบประมาณ พ.ศ. {first.fiscal_year}")
    approver = f"ผู้อำนวยการ{office.removeprefix('สำนักงาน')}"
    return FormSheet(
        form=first.form,
        titles=tuple(written(_one_line(text), digits) for text in titles),
        headings=FORM_HEADINGS[first.form],
        widths=WIDTHS[first.form],
        lines=tuple(_lines(ordered, digits, scores)),
        signers=((f"{SIGN} ผู้จัดทำ", NAME, "ตำแหน่ง ……………………………………"), (f"{SIGN} ผู้อนุมัติ", NAME, approver)),
        sources=tuple(line for row in ordered for line in _sources(row, digits)) if sources else (),
        notes=tuple(_notes(ordered, digits)) if sources else (),
        digits=digits,
    )


def written(text: str, digits: Digits) -> str:
    """The text with its figures in those digits and without characters that no document can hold.

    Words with Latin letters (I20, ITA2567, an address of the web) keep the digits that they have; a code that was
    read with Thai digits gets Arabic ones, so that it is found again.
    """
    text = _CODE.sub(lambda match: fold_digits(match[0]), printable(text))
    if digits is Digits.ARABIC:
        return fold_digits(text)
    pieces = _LATIN_WORD.split(text)
    return "".join(piece if number % 2 else piece.translate(_TO_THAI) for number, piece in enumerate(pieces))


def printable(text: str) -> str:
    """The text without control characters; every kind of line end is one."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))


def _of_one_plan(rows: Sequence[DraftRow]) -> DraftRow:
    if not rows:
        raise RequestError("There are no rows to put into the form; draft at least one.")
    first = rows[0]
    if first.form not in FORM_COLUMNS:
        raise RequestError("The rows are of no official form; draft them for the form of 2563, 2565, 2566 or 2567.")
    for what in ("district", "fiscal_year", "form"):
        if len(found := list(dict.fromkeys(str(getattr(row, what)) for row in rows))) > 1:
            named = f"{what.replace('_', ' ')} {' and '.join(found)}"
            raise RequestError(f"The rows are not of one plan ({named}); put each plan into a file of its own.")
    return first


def _order(row: DraftRow) -> tuple[int, int, int]:
    number = _NUMBER.search(row.code or "")
    return PARTS.index(PART_OF_GROUP[row.group]), row.group, int(number[0]) if number else 0


def _lines(rows: Sequence[DraftRow], digits: Digits, scores: Scores) -> Iterator[Line]:
    """The rows under the headings of their parts and indicators; a row for a whole indicator is its own heading."""
    part = group = None
    whole = {row.group for row in rows if not row.code}
    for row in rows:
        if PART_OF_GROUP[row.group] != part:
            part = PART_OF_GROUP[row.group]
            yield _heading(LineKind.PART, PART_NAMES[part], digits)
        if row.group != group and row.group not in whole:
            group = row.group
            name = catalogue.group_name(group, int(row.form.value))
            head = f"{group}) {name}" if row.form is Form.F2566 else f"ตัวชี้วัดที่ {group} {name}"
            yield _heading(LineKind.GROUP, " ".join([head, *_score(scores.get(group), row.form)]), digits)
        yield Line(LineKind.ROW, tuple(_cells(row, digits, scores)))


def _heading(kind: LineKind, text: str, digits: Digits) -> Line:
    return Line(kind, (FormCell((Paragraph(written(text, digits)),)),))


def _score(score: float | None, form: Form) -> list[str]:
    """A score as that form prints it beside a heading or under an item; nothing where there is none."""
    if score is None:
        return []
    return [f"คะแนนเฉลี่ย {score:.2f} คะแนน" if form is Form.F2563 else f"({score:.2f} คะแนน)"]


def _cells(row: DraftRow, digits: Digits, scores: Scores) -> Iterator[FormCell]:
    held = dict(row.cells)
    for column in FORM_COLUMNS[row.form]:
        if column is Column.ITEM:
            said = [_item(row), *_score(scores.get(row.code or row.group), row.form)]
            yield FormCell(tuple(Paragraph(written(text, digits)) for text in said))
        elif column is Column.ANALYSIS:
            parts = [
                paragraph
                for name, words in SUBHEADINGS.items()
                for paragraph in (Paragraph(words, underlined=True), *_paragraphs(held.get(name), digits))
            ]
            yield FormCell(tuple(parts), any(_is_open(row, name, held) for name in SUBHEADINGS))
        else:
            cell = held.get(column.value)
            yield FormCell(_paragraphs(cell, digits), _is_open(row, column.value, held))


def _item(row: DraftRow) -> str:
    item = _one_line(row.item)
    return f"{row.code} {item}".rstrip() if row.code else f"ตัวชี้วัดที่ {row.group} {item}".rstrip()


def _paragraphs(cell: DraftCell | None, digits: Digits) -> tuple[Paragraph, ...]:
    lines = written(cell.text, digits).split("\n") if cell else []
    said = tuple(Paragraph(line.strip()) for line in lines if line.strip())
    return said or (Paragraph(BLANK, blank=True),)


def _is_open(row: DraftRow, name: str, held: Mapping[str, DraftCell]) -> bool:
    return name in row.to_confirm or _is_empty(held.get(name))


def _is_empty(cell: DraftCell | None) -> bool:
    return cell is None or not printable(cell.text).strip()


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())


def _label(row: DraftRow) -> str:
    return row.code or f"ตัวชี้วัดที่ {row.group}"


def _sources(row: DraftRow, digits: Digits) -> Iterator[tuple[str, ...]]:
    """A line for each clause and each quote under it; quotes and file names are verbatim, whatever the digits."""
    for name, cell in row.cells:
        if _is_empty(cell):
            continue
        head = written(_label(row), digits), CELL_LABELS[name]
        for text, bases in cell.clauses or ((cell.text, cell.basis),):
            said = written(_one_line(text), digits)
            if cell.own or not bases:
                yield (*head, said, OWN_WORDS, "", "", "", "")
                said = NEAR_IT
            for basis in bases:
                yield (*head, said, *_source(basis, digits))


def _source(basis: Basis, digits: Digits) -> tuple[str, ...]:
    return (
        basis.district,
        written(str(basis.fiscal_year), digits),
        printable(basis.report),
        written(basis.place.label, digits),
        printable(basis.quote),
    )


def _notes(rows: Sequence[DraftRow], digits: Digits) -> Iterator[str]:
    """What is left to fill, and the warnings that came with the drafts; what holds for several rows is said once."""
    said: dict[str, list[str]] = {}
    for row in rows:
        left = [CELL_LABELS.get(name, name) for name in row.to_confirm]
        about = [f"โปรดเติมหรือตรวจช่อง {', '.join(left)}"] if left else []
        for note in (*about, *map(_one_line, row.warnings)):
            labels = said.setdefault(note, [])
            if _label(row) not in labels:
                labels.append(_label(row))
    for note, labels in said.items():
        yield written(f"ข้อ {', '.join(labels)}: {note}", digits)
