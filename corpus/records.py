"""The records that flow from the reports to the window: frozen, slotted, their promises checked where they are made."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum

CELLS = (
    "weakness",
    "guideline",
    "measure",
    "result",
    "output",
    "publicity",
    "timeframe",
    "responsible",
    "monitoring",
)

CELL_LABELS = {
    "weakness": "จุดอ่อน/ประเด็นที่ต้องปรับปรุง",
    "guideline": "แนวทางปฏิบัติ",
    "measure": "มาตรการ/กิจกรรม",
    "result": "ผลการดำเนินการ",
    "output": "ผลผลิต",
    "publicity": "วิธีการสร้างการรับรู้",
    "timeframe": "ระยะเวลาแล้วเสร็จ",
    "responsible": "ผู้รับผิดชอบ",
    "monitoring": "การกำกับติดตาม",
}

PARTS = ("IIT", "EIT", "OIT")
PART_OF_GROUP = {g: "IIT" if g <= 5 else "EIT" if g <= 8 else "OIT" for g in range(1, 11)}
PART_OF_LETTER = {"I": "IIT", "E": "EIT", "O": "OIT"}


# Words read off an image whose confidence is below this are often wrong by a letter; a quote of them says so.
LOW_CONFIDENCE = 0.7
# Said behind the place of what a person put in place of what was read.
BY_HAND = " (แก้ไขด้วยมือ)"


class Form(StrEnum):
    """The layouts of the measures table, named after the fiscal year in which districts began to use them."""

    F2563 = "2563"
    F2565 = "2565"
    F2566 = "2566"
    F2567 = "2567"
    UNKNOWN = "unknown"


class ReportKind(StrEnum):
    """What a report is: a plan of measures, what came of it, the scores of a year, or none of these."""

    MEASURES = "measures"
    RESULTS = "results"
    SCORES = "scores"
    OTHER = "other"


class Period(StrEnum):
    """The part of a fiscal year that a report tells of; ``NONE`` where it names none."""

    NONE = "none"
    FIRST_HALF = "first_half"
    SECOND_HALF = "second_half"
    FULL_YEAR = "full_year"
    Q1 = "q1"
    Q2 = "q2"
    Q3 = "q3"
    Q4 = "q4"


# What tells the words of one place from those of another: see ``Place.key``.
PlaceKey = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Corrected:
    """One value that a person put in place of what was read: what, the old and the new value, who and when (UTC).

    ``what`` is a cell's name, "code", "group" or "score"; of a report "district", "fiscal_year", "kind" or "period".
    """

    what: str
    read: str
    now: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: page and line are 1-based, offsets are characters of the decoded source, half open.

    ``confidence`` in [0, 1] is that of text recognition over these characters, None where the source held text.
    ``spot`` is what a reader of the document itself would call the place ("แผ่น มาตรการ แถว 7"), "" where lines tell it.
    ``corrected`` is what a person put in place of the words that were read there; empty offsets where none were.
    """

    report: str
    page: int
    line: int
    char_start: int
    char_end: int
    confidence: float | None = None
    spot: str = ""
    corrected: Corrected | None = None

    def __post_init__(self) -> None:
        if self.page < 1 or self.line < 1:
            raise ValueError(f"page and line are 1-based: {self}")
        if not 0 <= self.char_start <= self.char_end:
            raise ValueError(f"offsets out of order: {self}")

    @property
    def label(self) -> str:
        """The place as a Thai reader would name it, with a word of caution where it was hard to read."""
        caution = BY_HAND if self.corrected else " (อ่านจากภาพ ความมั่นใจต่ำ)" if self.is_unsure else ""
        return f"{self.spot or f'หน้า {self.page} บรรทัด {self.line}'}{caution}"

    @property
    def is_unsure(self) -> bool:
        """Whether the words were read off an image, and badly."""
        return self.confidence is not None and self.confidence < LOW_CONFIDENCE

    @property
    def key(self) -> PlaceKey:
        """What tells the words of one place from others; a corrected cell may stand where nothing was read."""
        return self.report, self.char_start, self.char_end, self.corrected.what if self.corrected else ""

    def words_in(self, source: str) -> str:
        """What stands there, letter by letter: the words of the source, or those that a person put in their place."""
        return self.corrected.now if self.corrected else source[self.char_start : self.char_end]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of source text without markup: ``place.words_in(report.text)`` is its verbatim quote.

    ``text`` is the same run made regular for reading and searching (NFC, line-wrap spaces joined); digits are kept.
    """

    place: Place
    text: str

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("a segment holds text")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row: the segments it is made of, in reading order."""

    name: str
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        if self.name not in CELLS:
            raise ValueError(f"no such cell: {self.name}")
        if not self.segments:
            raise ValueError("an empty cell is left out of the row")

    @property
    def text(self) -> str:
        """The whole cell for reading: one line per segment."""
        return "\n".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One row of a measures table.

    ``fiscal_year`` (B.E.) is that of the measures, ``score_year`` that of the scores where the report names it.
    ``code`` is "I20", a range "O1-O22", or None where the form works by group; ``doubtful`` says why a code is unsure.
    ``columns`` are the cells that this report's form has at all, so that an absent column is told from an empty cell.
    ``merged_with`` are the ids of the rows that share a vertically merged cell with this one.
    """

    row_id: str
    report: str
    place: Place
    district: str
    fiscal_year: int
    part: str
    group: int
    code: str | None
    item: str
    score: float | None
    group_score: float | None
    cells: tuple[Cell, ...]
    form: Form
    columns: tuple[str, ...]
    merged_with: tuple[str, ...] = ()
    item_segments: tuple[Segment, ...] = ()
    score_segment: Segment | None = None
    group_score_segment: Segment | None = None
    score_year: int | None = None
    doubtful: str | None = None
    corrected: tuple[Corrected, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.group <= 10 or PART_OF_GROUP[self.group] != self.part:
            raise ValueError(f"group {self.group} is not of part {self.part}")
        if len({cell.name for cell in self.cells}) != len(self.cells):
            raise ValueError("a cell name stands twice in one row")

    def cell(self, name: str) -> Cell | None:
        """The cell of that name, or None where it is empty or the form has no such column."""
        return next((cell for cell in self.cells if cell.name == name), None)

    @property
    def label(self) -> str:
        """The row as staff would name it: "I20", or "ตัวชี้วัดที่ 4" where the form has no item codes."""
        return self.code or f"ตัวชี้วัดที่ {self.group}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of prose outside the measure rows; ``kind`` is "prose" or "table" (a table that is no measures table).

    ``segments`` are its runs without markup, at least one; a quote is taken from them.
    """

    passage_id: str
    report: str
    place: Place
    district: str
    fiscal_year: int
    text: str
    kind: str = "prose"
    segments: tuple[Segment, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a passage holds text")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its 1-based number, the label printed on it or stored with it, and its half-open character range.

    ``width`` and ``height`` are in points as the page is looked at, 0 where the source has no pages of paper. A scanned
    page was turned by ``turned`` degrees clockwise, a multiple of 90, then by ``askew`` the other way, to be read.
    """

    number: int
    label: str
    char_start: int
    char_end: int
    needs_ocr: bool = False
    width: float = 0.0
    height: float = 0.0
    turned: int = 0
    askew: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """Where a run of source characters, at most one printed line, stands on its page: points from the top left corner.

    ``confidence`` in [0, 1] is that of text recognition, None where the page held text.
    """

    page: int
    char_start: int
    char_end: int
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float | None = None

    def __post_init__(self) -> None:
        if self.page < 1 or not 0 <= self.char_start < self.char_end:
            raise ValueError(f"a box holds characters of a page: {self}")
        if self.x1 < self.x0 or self.bottom < self.top:
            raise ValueError(f"the corners of a box are out of order: {self}")


class MaskKind(StrEnum):
    """What is masked in a report before anything else sees it."""

    PASSWORD = "password"
    MEETING = "meeting"
    PHONE = "phone"
    EMAIL = "email"
    CITIZEN = "citizen"
    ACCOUNT = "account"
    NAME = "name"


MASK_LABELS = {
    MaskKind.PASSWORD: "รหัสผ่าน",
    MaskKind.MEETING: "ห้องประชุมออนไลน์",
    MaskKind.PHONE: "โทรศัพท์",
    MaskKind.EMAIL: "อีเมล",
    MaskKind.CITIZEN: "เลขประจำตัวประชาชน",
    MaskKind.ACCOUNT: "เลขบัญชีธนาคาร",
    MaskKind.NAME: "ชื่อบุคคล",
}


@dataclass(frozen=True, slots=True)
class Masked:
    """A run of characters that was masked: its kind and place, not its words."""

    kind: MaskKind
    char_start: int
    char_end: int

    def __post_init__(self) -> None:
        if not 0 <= self.char_start < self.char_end:
            raise ValueError(f"a mask covers characters: {self}")


@dataclass(frozen=True, slots=True)
class Spot:
    """From this character on, up to the next spot, what a reader of the document itself would call the place."""

    char_start: int
    name: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report file as read: ``text`` is the decoded source, the only thing that offsets refer to.

    ``masked`` are the runs of the source in whose place ``text`` holds a mask of the same length, in order.

    ``boxes``, by char_start and without overlaps, are empty where the source has no places on paper; ``notes`` are in
    Thai and say what the reader repaired or could not read. ``spots``, by char_start, are those of a document whose
    reader does not count lines: tables and rows, sheets.
    """

    name: str
    sha256: str
    text: str
    pages: tuple[Page, ...]
    encoding: str
    boxes: tuple[Box, ...] = ()
    notes: tuple[str, ...] = ()
    masked: tuple[Masked, ...] = ()
    spots: tuple[Spot, ...] = ()

    def boxes_of(self, char_start: int, char_end: int) -> tuple[Box, ...]:
        """The boxes that hold some of the characters of [char_start, char_end)."""
        at = bisect_right(self.boxes, char_start, key=lambda box: box.char_end)
        end = bisect_left(self.boxes, char_end, at, key=lambda box: box.char_start)
        return self.boxes[at:end]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A run of source characters that is in no row and no passage, and why (Thai, one phrase)."""

    char_start: int
    char_end: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was read of a report: counts, what was left out and why, doubtful codes, notes for the keeper.

    characters = characters_in_rows + characters_in_passages + characters_left_out + characters_of_markup
    + characters_blank; ``entries`` hold the left-out ones, run by run.
    """

    pages: int
    tables: int
    rows: int
    cells: int
    characters: int
    characters_in_rows: int
    characters_in_passages: int
    characters_left_out: int
    entries: tuple[LedgerEntry, ...]
    doubtful_codes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    characters_of_markup: int = 0
    characters_blank: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was made of one report."""

    report: Report
    district: str
    fiscal_year: int
    form: Form
    rows: tuple[MeasureRow, ...]
    passages: tuple[Passage, ...]
    ledger: Ledger
    kind: ReportKind = ReportKind.MEASURES
    period: Period = Period.NONE
    corrected: tuple[Corrected, ...] = ()
