"""Which cell a column heading means, form by form and year by year, OCR slips included."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from corpus.records import Form
from corpus.thai import squeeze


class Column(StrEnum):
    """What a column of a measures table holds; the first nine are the cells of a row."""

    WEAKNESS = "weakness"
    GUIDELINE = "guideline"
    MEASURE = "measure"
    RESULT = "result"
    OUTPUT = "output"
    PUBLICITY = "publicity"
    TIMEFRAME = "timeframe"
    RESPONSIBLE = "responsible"
    MONITORING = "monitoring"
    ITEM = "item"
    ANALYSIS = "analysis"  # weakness and guideline in one column, told apart by sub-headings inside the cell
    PICTURE = "picture"
    NUMBER = "number"
    NOTE = "note"
    SCORE = "score"
    CODE = "code"  # codes, or groups, beside the items that they belong to


# The wordings seen or to be expected; a printed heading is compared with all of them, white space removed.
WORDINGS: dict[Column, tuple[str, ...]] = {
    Column.ITEM: ("ตัวชี้วัด", "ประเด็นการประเมิน", "ตัวชี้วัด/ประเด็นการประเมิน", "ตัวชี้วัด/ข้อคำถาม", "ข้อคำถาม", "รายการประเมิน"),
    Column.ANALYSIS: (
        "การวิเคราะห์/แนวทางการปฏิบัติ",
        "การวิเคราะห์/แนวทางปฏิบัติ",
        "การวิเคราะห์และแนวทางการปฏิบัติ",
        "จุดอ่อน/แนวทางปฏิบัติ",
        "จุดอ่อนและแนวทางการปฏิบัติ",
    ),
    Column.WEAKNESS: (
        "รายละเอียดการวิเคราะห์",
        "ผลการวิเคราะห์",
        "การวิเคราะห์",
        "จุดอ่อน",
        "ข้อบกพร่อง/จุดอ่อน",
        "ประเด็นที่ต้องเตรียมความพร้อม/ยกระดับ",
        "ประเด็นที่ต้องเตรียมความพร้อม",
        "ประเด็นที่ต้องปรับปรุง/ยกระดับ",
        "ประเด็นที่ต้องปรับปรุง/ยกระดับการพัฒนา",
        "ประเด็นที่เป็นที่ต้องปรับปรุง/ยกระดับการพัฒนา",
        "ประเด็นที่ต้องปรับปรุงหรือพัฒนา",
        "ประเด็นที่ต้องพัฒนา",
    ),
    Column.GUIDELINE: ("แนวทางการปฏิบัติ", "แนวทางปฏิบัติ", "แนวทางการแก้ไข", "แนวทางการพัฒนา"),
    Column.MEASURE: (
        "มาตรการ",
        "กิจกรรม",
        "มาตรการ/กิจกรรม",
        "มาตรการเพื่อขับเคลื่อนฯ",
        "มาตรการเพื่อขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "มาตรการ/กิจกรรมในการพัฒนาปรับปรุง",
        "มาตรการ/กิจกรรมในการเตรียมความพร้อมรับการประเมิน",
        "กิจกรรมที่จะดำเนินการ",
        "กิจกรรมที่ดำเนินการ",
        "มาตรการ/กิจกรรมที่จะดำเนินการ",
    ),
    Column.RESULT: (
        "ผลการดำเนินการ",
        "ผลการดำเนินงาน",
        "ผลการดำเนินการตามมาตรการ",
        "ผลการดำเนินการตามมาตรการฯ",
        "ผลการดำเนินการตามมาตรการยกระดับคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "ผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "ผลลัพธ์",
    ),
    Column.OUTPUT: ("ผลผลิต", "ผลผลิต/ผลลัพธ์", "ผลผลิตที่ได้รับ"),
    Column.PUBLICITY: ("วิธีการสร้างการรับรู้", "การสร้างการรับรู้", "วิธีสร้างการรับรู้", "ช่องทางการสร้างการรับรู้"),
    Column.TIMEFRAME: ("ระยะเวลาแล้วเสร็จ", "ระยะเวลา", "ระยะเวลาดำเนินการ", "กำหนดแล้วเสร็จ", "ระยะเวลาการดำเนินการ"),
    Column.RESPONSIBLE: ("ผู้รับผิดชอบ", "หน่วยงานที่รับผิดชอบ", "หน่วยงานรับผิดชอบ", "ฝ่ายที่รับผิดชอบ", "ส่วนราชการที่รับผิดชอบ"),
    Column.MONITORING: (
        "การกำกับติดตาม",
        "ระยะเวลากำกับติดตามโดยผอ.เขต",
        "ระยะเวลากำกับติดตามโดยผู้อำนวยการเขต",
        "ระยะเวลากำกับติดตาม",
        "การติดตามผล",
        "การกำกับติดตามโดยผอ.เขต",
    ),
    Column.PICTURE: (
        "ภาพกิจกรรมที่แสดงถึงการปฏิบัติจริงอย่างเป็นรูปธรรม",
        "ภาพกิจกรรม",
        "ภาพประกอบ",
        "เอกสาร/หลักฐาน",
        "หลักฐานอ้างอิง",
    ),
    Column.CODE: ("รหัส", "รหัสตัวชี้วัด", "รหัสข้อคำถาม", "ข้อ", "ข้อที่"),
    Column.NUMBER: ("ที่", "ลำดับ", "ลำดับที่"),
    Column.NOTE: ("หมายเหตุ",),
    Column.SCORE: ("คะแนน", "คะแนนเฉลี่ย", "คะแนนที่ได้", "ผลคะแนน", "ค่าคะแนน", "คะแนนการประเมิน", "ผลคะแนนการประเมิน"),
}

# The columns of each official form, in order; the drafting code prints them again under these headings.
FORM_COLUMNS: dict[Form, tuple[Column, ...]] = {
    Form.F2563: (Column.ITEM, Column.ANALYSIS, Column.MEASURE, Column.RESULT, Column.RESPONSIBLE),
    Form.F2565: (Column.ITEM, Column.WEAKNESS, Column.MEASURE, Column.MONITORING, Column.RESPONSIBLE),
    Form.F2566: (
        Column.ITEM,
        Column.WEAKNESS,
        Column.MEASURE,
        Column.OUTPUT,
        Column.PUBLICITY,
        Column.TIMEFRAME,
        Column.RESPONSIBLE,
        Column.MONITORING,
    ),
    Form.F2567: (Column.ITEM, Column.WEAKNESS, Column.MEASURE, Column.RESULT, Column.PICTURE),
}

FORM_HEADINGS: dict[Form, tuple[str, ...]] = {
    Form.F2563: ("ตัวชี้วัด", "การวิเคราะห์/แนวทางการปฏิบัติ", "มาตรการเพื่อขับเคลื่อนฯ", "ผลการดำเนินการ", "ผู้รับผิดชอบ"),
    Form.F2565: ("ตัวชี้วัด", "รายละเอียดการวิเคราะห์", "มาตรการ/กิจกรรมในการพัฒนาปรับปรุง", "การกำกับติดตาม", "ผู้รับผิดชอบ"),
    Form.F2566: (
        "ตัวชี้วัด",
        "ประเด็นที่ต้องเตรียมความพร้อม/ยกระดับ",
        "กิจกรรมที่จะดำเนินการ",
        "ผลผลิต",
        "วิธีการสร้างการรับรู้",
        "ระยะเวลาแล้วเสร็จ",
        "ผู้รับผิดชอบ",
        "ระยะเวลากำกับติดตามโดย ผอ.เขต",
    ),
    Form.F2567: (
        "ประเด็นการประเมิน",
        "ประเด็นที่ต้องปรับปรุง/ยกระดับการพัฒนา",
        "มาตรการ/กิจกรรมในการเตรียมความพร้อมรับการประเมิน",
        "ผลการดำเนินการตามมาตรการยกระดับคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "ภาพกิจกรรมที่แสดงถึงการปฏิบัติจริงอย่างเป็นรูปธรรม",
    ),
}

# A heading that shares less than this with every wording (in percent, Levenshtein-like ratio) means nothing known.
ALIKE = 72.0
ALIKE_SHORT = 84.0
# A line that shares this with the heading above it on the average of its cells repeats it.
REPEATED = 60.0


@dataclass(frozen=True, slots=True)
class Heading:
    """A recognised heading row: what each column holds (None = unknown), and the form it belongs to."""

    columns: tuple[Column | None, ...]
    form: Form

    @property
    def cells(self) -> tuple[str, ...]:
        """The names of the row cells that this form has, in the order of the columns."""
        names: list[str] = []
        for column in self.columns:
            if column is Column.ANALYSIS:
                names += ["weakness", "guideline"]
            elif column is not None and column in WORDINGS and column not in NO_CELL:
                names.append(column.value)
        return tuple(dict.fromkeys(names))


def completed(heading: Heading, before: Heading | None) -> Heading:
    """The heading with columns that could not be read taken from the heading before it, where the two agree."""
    if before is None or len(before.columns) != len(heading.columns) or None not in heading.columns:
        return heading
    pairs = list(zip(heading.columns, before.columns, strict=True))
    if any(here is not None and here is not there for here, there in pairs):
        return heading
    return before


NO_CELL = (Column.ITEM, Column.ANALYSIS, Column.PICTURE, Column.NUMBER, Column.NOTE, Column.SCORE, Column.CODE)


@lru_cache(maxsize=4096)
def column_of(heading: str) -> Column | None:
    """What a printed column heading means, or None."""
    from rapidfuzz import fuzz

    printed = _bare(heading)
    if not printed or len(printed) > 110:
        return None
    best, score = None, 0.0
    for wording, column, enough in _squeezed_wordings():
        alike = fuzz.ratio(printed, wording, score_cutoff=max(score, enough))
        if alike >= enough and alike > score:
            best, score = column, alike
    return best


@lru_cache(maxsize=4096)
def begins_heading(words: str) -> bool:
    """Whether words are the first line of a column heading that goes on below, or a whole one."""
    begun = _bare(words)[:8]
    return len(begun) > 1 and any(wording.startswith(begun) for wording, _, _ in _squeezed_wordings())


@lru_cache(maxsize=4096)
def likeness(heading: str) -> float:
    """How much a printed column heading is like the wording that is most like it, from 0 to 1."""
    from rapidfuzz import fuzz

    printed = _bare(heading)
    if not printed or len(printed) > 110:
        return 0.0
    return max(fuzz.ratio(printed, wording) for wording, _, _ in _squeezed_wordings()) / 100


def _bare(heading: str) -> str:
    """A heading without white space, stars of bold type and marks at its ends."""
    return squeeze(heading).strip("*:.-–•")


@lru_cache(maxsize=1)
def _squeezed_wordings() -> tuple[tuple[str, Column, float], ...]:
    return tuple(
        (_bare(wording), column, ALIKE if len(wording) > 12 else ALIKE_SHORT)
        for column, wordings in WORDINGS.items()
        for wording in wordings
    )


def recognise(headings: tuple[str, ...]) -> Heading | None:
    """The heading row of a measures table, or None where these cells are no such heading.

    A measures table has an item column, a measure column and at least four known columns; that keeps the small
    tables of annexes out, which share single headings with it. Three known columns do where all of them stand where
    an official form of that width has them: the others are then taken from that form. Of two headings that mean the
    same the first counts.
    """
    columns = tuple(column_of(heading) for heading in headings)
    if (Column.ITEM, Column.ITEM) in pairwise(columns):
        at = columns.index(Column.ITEM)
        if _bare(headings[at]) != _bare(headings[at + 1]):  # groups, and beside them their items
            columns = (*columns[:at], Column.CODE, *columns[at + 1 :])
    while columns and columns[-1] is None and not headings[len(columns) - 1].strip():
        columns = columns[:-1]
    known = [column for column in columns if column is not None]
    if len(known) < 3 or Column.ITEM not in known or Column.MEASURE not in known:
        return None
    if len(known) < len(columns) or len(set(known)) < len(known):
        columns = _by_place(columns) or tuple(
            column if column not in columns[:at] else None for at, column in enumerate(columns)
        )
        known = [column for column in columns if column is not None]
    if len(known) < 4:
        return None
    return Heading(columns, _form_of(known))


def repeats(cells: tuple[str, ...], heading: tuple[str, ...]) -> bool:
    """Whether a line is the heading once more, read too badly to be recognised; both squeezed, cell by cell."""
    from rapidfuzz import fuzz

    pairs = [(cell, head) for cell, head in zip(cells, heading, strict=False) if head]
    if len(pairs) < 3 or any(len(cell) > len(head) * 2 + 8 for cell, head in pairs):
        return False
    return sum(fuzz.ratio(cell, head) for cell, head in pairs) / len(pairs) >= REPEATED


def _by_place(columns: tuple[Column | None, ...]) -> tuple[Column | None, ...] | None:
    """The columns of the official form of that width which has at least three of these in their places, and no less."""
    best, most = None, 2
    for official in FORM_COLUMNS.values():
        if len(official) != len(columns):
            continue
        same = sum(printed is column for printed, column in zip(columns, official, strict=True))
        strange = sum(printed is not None and printed not in official for printed in columns)
        if not strange and same > most:
            best, most = official, same
    return best


def _form_of(known: list[Column]) -> Form:
    """The official form that shares most columns with these."""
    if Column.ANALYSIS in known or Column.GUIDELINE in known:
        return Form.F2563
    shared = {form: len(set(columns) & set(known)) / len({*columns, *known}) for form, columns in FORM_COLUMNS.items()}
    best = max(shared, key=lambda form: shared[form])
    return best if shared[best] >= 0.6 else Form.UNKNOWN
