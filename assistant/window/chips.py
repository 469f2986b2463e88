"""What a question was read as, side by side: shown as chips, taken away one by one, and said again without one.

Knows nothing of gradio and nothing of HTML. A question without a side is asked anew in its own words where the side
can be cut out of them, else in words put together here; which of them was understood is for the desk to see.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.answers import ReadAs
from assistant.mentions import take_codes
from assistant.question import topic_words_of
from assistant.wants import Want
from assistant.window import labels
from assistant.window.messages import t
from corpus.districts import district, find_districts
from corpus.thai import fold_digits, normalise


class Kind(StrEnum):
    """Which side of a question."""

    CODE = "code"
    GROUP = "group"
    YEAR = "year"
    DISTRICT = "district"
    CELL = "cell"
    TOPIC = "topic"
    WANT = "want"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a question, such as the district ดุสิต."""

    kind: Kind
    value: str

    @property
    def label(self) -> str:
        """The side as a chip says it."""
        named = {
            Kind.GROUP: t("ตัวชี้วัดที่ {group}", group=self.value),
            Kind.YEAR: t("ปี {year}", year=self.value),
            Kind.DISTRICT: labels.district_label(self.value),
            Kind.CELL: labels.cell_label(self.value),
            Kind.TOPIC: t("เรื่อง “{topic}”", topic=self.value),
            Kind.WANT: t(labels.WANTS_LABELS.get(self.value, self.value)),
            Kind.UNKNOWN: t("ไม่มีรายงานของ{district}", district=labels.district_label(self.value)),
        }
        return named.get(self.kind, self.value)


# What can be asked about; a want or a cell alone asks of nothing.
_SUBJECTS = (Kind.CODE, Kind.GROUP, Kind.YEAR, Kind.DISTRICT, Kind.TOPIC)
# Where these are wanted, the words beside the structure are words of asking, not a topic.
_WITH_TOPIC = (Want.MEASURES, Want.CELLS, Want.SCORE)
# What cutting into words may leave of the structure or of leaning on the question before.
_EMPTY = re.compile(r"(?:ของ|ใน|ที่|ให้|กับ|ทุก|แต่ละ|สำนักงาน|เขต|แล้ว|ส่วน|ด้วย|ล่ะ|ละ)+|and|about", re.IGNORECASE)
# A draft is asked for as a whole; without its item or its district it is none.
_WHOLE = (Want.DRAFT, Want.MEANING)
# These can be asked of all reports at once.
_ALONE = (Want.LOWEST, Want.HIGHEST, Want.BELOW, Want.ABOVE, Want.TOTAL, Want.UNIT, Want.COUNT, Want.CHANGE)
# What is put together asks of something, and then says what is asked.
_BEHIND = (Want.MEASURES, Want.CELLS, Want.OVERVIEW)


def topic_of(read_as: ReadAs) -> str:
    """The words of the topic as they were asked, from the first to the last that counts; "" where none do."""
    if read_as.wants not in _WITH_TOPIC or (read_as.wants == Want.SCORE and (read_as.codes or read_as.groups)):
        return ""
    found = [word for word in topic_words_of(read_as.topic) if not _EMPTY.fullmatch(word)]
    if not found:
        return ""
    start = read_as.topic.find(found[0])
    end = read_as.topic.rfind(found[-1])
    if start < 0 or end < start:
        return " ".join(found)
    return " ".join(read_as.topic[start : end + len(found[-1])].split())


def sides_of(read_as: ReadAs) -> tuple[Side, ...]:
    """Every side of what a question was read as, in the order in which they are shown."""
    topic = topic_of(read_as)
    return (
        *(Side(Kind.CODE, code) for code in read_as.codes),
        *(Side(Kind.GROUP, str(group)) for group in read_as.groups),
        *(Side(Kind.YEAR, str(year)) for year in read_as.years),
        *(Side(Kind.DISTRICT, name) for name in read_as.districts),
        *(Side(Kind.CELL, cell) for cell in read_as.cells),
        *((Side(Kind.TOPIC, topic),) if topic else ()),
        *((Side(Kind.WANT, read_as.wants),) if read_as.wants in labels.WANTS_LABELS else ()),
        *(Side(Kind.UNKNOWN, name) for name in read_as.unknown_districts),
    )


def can_go(side: Side, read_as: ReadAs) -> bool:
    """Whether there is still something to ask without that side."""
    if side.kind is Kind.WANT or read_as.wants in _WHOLE or (side.kind is Kind.CELL and read_as.wants == Want.UNIT):
        return False
    if side.kind in _SUBJECTS and read_as.wants in _ALONE:
        return True
    return any(other.kind in _SUBJECTS for other in sides_of(read_as) if other != side)


def without(read_as: ReadAs, side: Side) -> ReadAs:
    """What is left of a question's sides when one is taken away."""

    def left(values: Sequence[str]) -> tuple[str, ...]:
        return tuple(value for value in values if value != side.value)

    match side.kind:
        case Kind.CODE:
            return replace(read_as, codes=left(read_as.codes))
        case Kind.GROUP:
            return replace(read_as, groups=tuple(group for group in read_as.groups if str(group) != side.value))
        case Kind.YEAR:
            return replace(read_as, years=tuple(year for year in read_as.years if str(year) != side.value))
        case Kind.DISTRICT:
            return replace(read_as, districts=left(read_as.districts))
        case Kind.UNKNOWN:
            return replace(read_as, unknown_districts=left(read_as.unknown_districts))
        case Kind.CELL:
            cells = left(read_as.cells)
            wants = Want.MEASURES.value if not cells and read_as.wants == Want.CELLS else read_as.wants
            return replace(read_as, cells=cells, wants=wants)
        case Kind.TOPIC:
            return replace(read_as, topic="")
        case Kind.WANT:
            return read_as


def kept(alone: ReadAs, before: ReadAs, understood: ReadAs) -> tuple[Side, ...]:
    """The sides that a question took over from the one before; ``alone`` is what it says by itself."""
    own, earlier = set(sides_of(alone)), set(sides_of(before))
    return tuple(side for side in sides_of(understood) if side in earlier and side not in own)


# --- said again without one side ------------------------------------------------------------------------------------


def said_without(
    question: str, before: ReadAs | None, understood: ReadAs, side: Side
) -> Iterator[tuple[str, ReadAs | None]]:
    """Ways to ask a question without one of its sides, each with what it leans on; the most faithful first."""
    leaner = without(before, side) if before is not None else None
    if leaner != before:
        yield question, leaner
    cut = _cut_out(question, side)
    if cut:
        yield cut, leaner
    yield _put_together(without(understood, side), _is_english(question)), None


def _is_english(question: str) -> bool:
    return not re.search("[\u0e01-\u0e4e]", question)


def _cut_out(question: str, side: Side) -> str:
    """The question without the words that name the side; "" where they do not stand in it."""
    text = fold_digits(normalise(question))
    spans = _spans(text, side)
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return re.sub(r"\s+(?=[?,.]|$)", "", " ".join(text.split())) if spans else ""


def _spans(text: str, side: Side) -> list[tuple[int, int]]:
    value = re.escape(side.value)
    match side.kind:
        case Kind.CODE:
            return _code_spans(text, side.value)
        case Kind.DISTRICT:
            found = [(m.char_start, m.char_end) for m in find_districts(text, (side.value,)) if m.name == side.value]
            return [_with_prefix(text, start, end) for start, end in found]
        case Kind.UNKNOWN:
            return [_with_prefix(text, m.start(), m.end()) for m in re.finditer(value, text)]
        case Kind.GROUP:
            pattern = rf"(?:ของ|ใน)?\s*(?:ตัวชี้วัด|กลุ่ม|indicator|group)(?:ที่)?\s*{value}(?![\d.])"
        case Kind.YEAR:
            year = int(side.value)
            head = r"(?:ของ|ใน|เมื่อ|\bin|\bfor|\bof)?\s*(?:ปี(?:งบ(?:ประมาณ)?)?|พ\.ศ\.|ค\.ศ\.|FY)"
            pattern = rf"(?:{head}\s*)?(?<!\d)(?:{year}|{year - 543})(?!\d)|{head}\s*'?{year - 2500}(?!\d)"
        case _:
            return []
    return [(m.start(), m.end()) for m in re.finditer(pattern, text, re.IGNORECASE)]


def _code_spans(text: str, code: str) -> list[tuple[int, int]]:
    """Where that code alone is named, with the word ข้อ or a joining word before it; a range is not cut."""
    spans = []
    for match in re.finditer(r"(?:[A-Za-z]|ไอ|อี|โอ)[\s.-]{0,2}\d{1,2}(?!\d)", text):
        _, codes = take_codes(f" {match[0]} ")
        if codes == (code,):
            joined = re.search(
                r"(?:(?:กับ|และ|หรือ|,|\band|\bor|ของ)\s*)?(?:ข้อ(?:ที่)?|item|code)?\s*$", text[: match.start()]
            )
            spans.append((joined.start() if joined else match.start(), match.end()))
    return spans


def _with_prefix(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a district's name with เขต before it or district behind it."""
    head = re.search(
        r"(?:(?:ของ|ใน|ที่|กับ|และ|\bin|\bof|\bfor|\bby)\s*)?(?:สำนักงาน)?\s*(?:เขต)?\s*$", text[:start], re.IGNORECASE
    )
    tail = re.match(r"(?:'s)?\s*district(?: office)?\b", text[end:], re.IGNORECASE)
    return (head.start() if head else start, end + (tail.end() if tail else 0))


def _put_together(read_as: ReadAs, english: bool) -> str:
    """A question in plain words that says these sides."""
    asks = [labels.ASK_FOR[name][english] for name in (*read_as.cells, read_as.wants) if name in labels.ASK_FOR]
    topic = topic_of(read_as)
    if english:
        of = [district(name) for name in read_as.districts]
        named = [one.english if one else name for one, name in zip(of, read_as.districts, strict=True)]
        parts = [*asks, topic, *read_as.codes, *(f"indicator {group}" for group in read_as.groups)]
        parts += [f"in {' and '.join(named)}" if named else "", *(f"FY {year}" for year in read_as.years)]
    else:
        parts = [topic, "ข้อ " + " ".join(read_as.codes) if read_as.codes else ""]
        parts += [f"ตัวชี้วัดที่ {group}" for group in read_as.groups]
        parts += [labels.thai_district(name) for name in read_as.districts]
        parts += [f"ปี {year}" for year in read_as.years]
        parts = [*parts, *asks] if read_as.wants in _BEHIND else [*asks, *parts]
    return " ".join(part for part in parts if part)
