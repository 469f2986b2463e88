"""What those who check a plan would ask of a row: findings, each a Thai sentence that names the cell and what to do."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from assistant.answers import DraftRow
from assistant.carryover import claims_done
from assistant.draft import form_cells, group_of_item
from assistant.duedate import names_due_date, outside
from corpus import catalogue
from corpus.records import CELL_LABELS, Form, MeasureRow
from corpus.thai import common_words, fold_digits, words
from index.search import ReportIndex

# A measure is off the weakness where it is unlike it (cosine), shares hardly a word, and is plainly more like an item
# of another group. On the rows of five real reports this fires on 1 % of the rows as they are and on 62 % of those
# whose measure was exchanged for that of a row of another group; on the samples, on 8 % and 73 %.
UNLIKE, UNSHARED, ELSEWHERE = 0.15, 0.15, 0.10
# More than this share of a row's words out of one precedent is a copy; below so many words every row looks alike.
TOO_MUCH, FEWEST_WORDS = 0.8, 12
# Cells whose words tell whether a row was copied: units, dates and rounds are the same everywhere.
TOLD_IN = ("guideline", "measure", "output", "publicity")

_NONE = re.compile(r"[\s\-–—.]*(?:ไม่มี|ไม่ระบุ)?[\s\-–—.]*")
_UNIT = re.compile(
    r"ฝ่าย|ทุกส่วน|ส่วนราชการ|หัวหน้า|ผู้อำนวยการ|ผอ\.?|ปลัด|กลุ่มงาน|งาน[ก-ฮเ-ไ]|กอง|ศูนย์|โรงเรียน|คณะ(?:ทำงาน|กรรมการ)|เจ้าหน้าที่|สำนัก|เขต"
)
_LISTED = re.compile(r"^\s*(?:[-–—•*]|\(?\d{1,2}\s?[.)])\s*", re.M)
_COUNTED = re.compile(
    r"\d|(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)(?=[ก-ฮเ-ไ])|ร้อยละ|"
    r"ครบทุก|ทุก(?:คน|ราย|ฝ่าย|จุด|ช่อง|เรื่อง|แห่ง|งาน|เดือน|ครั้ง)"
)
_CHANNEL = re.compile(
    r"เว็?บ|website|web|เพจ|เฟซ|facebook|\bfb\b|ไลน์|line|แอป|app|e-?mail|อีเมล|qr|คิวอาร์|ป้าย|บอร์ด|กระดาน|ปิดประกาศ|ติดประกาศ|ประกาศ|ประชุม|"
    r"อบรม|ชี้แจง|เวียน|หนังสือ|เสียงตามสาย|โปสเตอร์|แผ่นพับ|ใบปลิว|คลิป|วิดีโอ|วีดิทัศน์|อินโฟ|infographic|info|จดหมาย|วารสาร|คู่มือ|"
    r"จอ|สื่อ(?!สาร)|ติดหน้า|หน้าห้อง|หน้าอาคาร|จุดบริการ|ช่องบริการ|เคาน์เตอร์|สาธิต|ลงพื้นที่|เวที|กิจกรรม|ปฐมนิเทศ|โทรศัพท์|sms|ตู้|กล่อง|ชุมชน|โรงเรียน|ตลาด|intranet|ระบบ",
    re.I,
)
_FOLLOWED = re.compile(
    r"เดือน|สัปดาห์|ไตรมาส|ปี|วัน|ครั้ง|รอบ|ผู้อำนวยการ|ผอ|หัวหน้า|ผู้บริหาร|ติดตาม|รายงาน|ตรวจ|กำกับ|กำชับ|ประชุม|สุ่ม|คณะ"
)


class Check(StrEnum):
    """What is looked at."""

    OFF_TOPIC = "off_topic"
    NO_UNIT = "no_unit"
    NO_COUNT = "no_count"
    NO_CHANNEL = "no_channel"
    NO_DATE = "no_date"
    NO_MONITORING = "no_monitoring"
    TOO_CLOSE = "too_close"
    CLAIMS_DONE = "claims_done"
    NOT_IN_SET = "not_in_set"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to see to: the check, the cell (None: the row), and a Thai sentence that says what to do."""

    check: Check
    cell: str | None
    sentence: str


class Checker:
    """The checks over one store; made once for many rows, since it holds the vectors of the items."""

    def __init__(self, index: ReportIndex) -> None:
        self._index = index
        self._items: dict[int, tuple[np.ndarray[tuple[int, int], np.dtype[np.float32]], tuple[int, ...]]] = {}

    def of(self, row: DraftRow) -> tuple[Finding, ...]:
        """What to see to in a drafted row."""
        texts = {name: cell.text for name, cell in row.cells}
        rests_on = [basis.row_id for _, cell in row.cells for basis in cell.basis]
        return self.of_texts(row, texts, rests_on)

    def of_texts(self, row: DraftRow, texts: Mapping[str, str], rests_on: Iterable[str] = ()) -> tuple[Finding, ...]:
        """What to see to in the row with these cell texts, such as a user has left them; ``rests_on`` are row ids."""
        has = form_cells(row.form)
        found = [*_of_set(row), *_cells(row.fiscal_year, has, texts), *_done(texts)]
        weakness = texts.get("weakness", "") or row.weakness
        if not self._answers(weakness, row.item, texts.get("measure", ""), row.group, _year_of(row.form)):
            label = CELL_LABELS["measure"]
            why = f"ช่อง{label}ดูไม่ตอบจุดอ่อนที่เขียนไว้ โปรดเลือกมาตรการอื่น หรือเขียนให้เห็นว่าแก้จุดอ่อนนั้นอย่างไร"
            found.append(Finding(Check.OFF_TOPIC, "measure", why))
        close = self._closest(row, texts, set(rests_on))
        if close is not None:
            other, share = close
            why = (
                f"ถ้อยคำร้อยละ {share * 100:.0f} ของแถวนี้มาจากเขต{other.district} ปี {other.fiscal_year} ที่เดียว "
                f"โปรดปรับช่อง{CELL_LABELS['measure']}ให้เป็นงานของเขตเอง หรือเลือกข้อความจากเขตอื่นมาประกอบ"
            )
            found.append(Finding(Check.TOO_CLOSE, "measure", why))
        return tuple(found)

    def _answers(self, weakness: str, item: str, measure: str, group: int, item_year: int) -> bool:
        """Whether a measure is about the weakness or its item; an empty cell is another matter."""
        lines = [line for line in measure.split("\n") if line.strip()]
        if not lines or not weakness.strip():
            return True
        told = _content(f"{weakness} {item}")
        said = _content(measure)
        if told and said and len(told & said) / min(len(told), len(said)) >= UNSHARED:
            return True
        encoder = self._index.encoder
        vectors = encoder.encode_passages([measure, *lines])
        asked = encoder.encode_questions([weakness, item or weakness])
        near = float((asked @ vectors.T).max())
        if near >= UNLIKE:
            return True
        items, groups = self._items_of(item_year)
        others = [at for at, one in enumerate(groups) if one != group]
        return float((items[others] @ vectors.T).max()) - near <= ELSEWHERE

    def _items_of(self, item_year: int) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float32]], tuple[int, ...]]:
        if item_year not in self._items:
            listed = catalogue.items(item_year)
            vectors = self._index.encoder.encode_questions([one.text for one in listed])
            self._items[item_year] = (vectors, tuple(one.group for one in listed))
        return self._items[item_year]

    def _closest(self, row: DraftRow, texts: Mapping[str, str], rests_on: set[str]) -> tuple[MeasureRow, float] | None:
        """The one other row that more than TOO_MUCH of the words come from, and their share."""
        said = _bag(" ".join(texts.get(name, "") for name in TOLD_IN))
        size = sum(said.values())
        if size < FEWEST_WORDS:
            return None
        best: tuple[MeasureRow, float] | None = None
        for other in self._index.rows:
            if other.district == row.district or (other.group != row.group and other.row_id not in rests_on):
                continue
            held = _bag_of(other)
            share = sum(min(count, held[word]) for word, count in said.items()) / size
            # Of rows in the same words, the one that the cells rest on is named.
            fit = (share, other.row_id in rests_on)
            if share > TOO_MUCH and (best is None or fit > (best[1], best[0].row_id in rests_on)):
                best = (other, share)
        return best


def _year_of(form: Form) -> int:
    return int(form.value) if form is not Form.UNKNOWN else 2567


def _of_set(row: DraftRow) -> Iterable[Finding]:
    year = _year_of(row.form)
    if row.code and group_of_item(year, row.code) is None:
        why = f"ข้อ {row.code} ไม่มีในชุดข้อคำถามของแบบฟอร์มปี {year} โปรดตรวจรหัสหรือเลือกแบบฟอร์มของปีที่ตรงกัน"
        yield Finding(Check.NOT_IN_SET, None, why)


def _cells(fiscal_year: int, has: Sequence[str], texts: Mapping[str, str]) -> Iterable[Finding]:
    """What a cell lacks, for the cells that the form has."""

    def text(name: str) -> str | None:
        return fold_digits(_LISTED.sub("", texts.get(name, ""))) if name in has else None

    def finding(check: Check, name: str, what: str) -> Finding:
        return Finding(check, name, f"ช่อง{CELL_LABELS[name]}{what}")

    unit, output, channel = text("responsible"), text("output"), text("publicity")
    if unit is not None and not _UNIT.search(unit):
        yield finding(Check.NO_UNIT, "responsible", "ยังไม่บอกหน่วยที่รับผิดชอบ โปรดระบุฝ่ายหรือผู้รับผิดชอบ เช่น ฝ่ายปกครอง")
    if output is not None and not _COUNTED.search(output):
        yield finding(Check.NO_COUNT, "output", "ยังนับไม่ได้ โปรดระบุจำนวนและหน่วยนับ เช่น คู่มือ 1 ฉบับ")
    if channel is not None and not _CHANNEL.search(channel):
        yield finding(Check.NO_CHANNEL, "publicity", "ยังไม่บอกช่องทาง โปรดระบุว่าจะแจ้งทางใด เช่น เว็บไซต์หรือที่ประชุม")
    due = text("timeframe")
    if due is not None:
        span = f"ต.ค. {fiscal_year - 1} ถึง ก.ย. {fiscal_year}"
        if not names_due_date(due):
            yield finding(Check.NO_DATE, "timeframe", f"ยังไม่มีวันแล้วเสร็จ โปรดระบุวันหรือเดือนในปีงบประมาณ ({span})")
        elif outside(due, fiscal_year):
            yield finding(Check.NO_DATE, "timeframe", f"มีวันนอกปีงบประมาณ {fiscal_year} โปรดแก้ให้อยู่ใน {span}")
    follow = text("monitoring")
    if follow is not None and (_NONE.fullmatch(follow) or not _FOLLOWED.search(follow)):
        why = "ยังไม่บอกการติดตาม โปรดระบุว่าใครติดตามและบ่อยเพียงใด เช่น เดือนละ 1 ครั้ง"
        yield finding(Check.NO_MONITORING, "monitoring", why)


def _done(texts: Mapping[str, str]) -> Iterable[Finding]:
    """Claims that something is done; what is weak may well have been so for long."""
    for name, text in texts.items():
        line = next((line for line in text.split("\n") if name != "weakness" and claims_done(line)), None)
        if line is not None:
            quote = " ".join(line.split())
            quote = quote if len(quote) <= 60 else f"{quote[:60]}…"
            why = f"ช่อง{CELL_LABELS[name]}เขียนว่าทำแล้ว (“{quote}”) แต่นี่เป็นแผน โปรดเขียนเป็นสิ่งที่จะทำ"
            yield Finding(Check.CLAIMS_DONE, name, why)


@lru_cache(maxsize=20_000)
def _content(text: str) -> frozenset[str]:
    return frozenset(words(text)) - common_words()


def _bag(text: str) -> Counter[str]:
    return Counter(words(text))


@lru_cache(maxsize=5_000)
def _bag_of(row: MeasureRow) -> Counter[str]:
    return _bag(" ".join(cell.text for cell in row.cells if cell.name in TOLD_IN))
