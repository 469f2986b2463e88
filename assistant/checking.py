"""What a language model wrote, held against the evidence it was shown: only what the evidence bears out goes on.

The checks are by rule and err on the strict side, for behind them stands the quoted answer, which loses nothing.
"""

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.carryover import claims_done
from corpus.districts import find_districts, unknown_mentions
from corpus.errors import ModelNonsense
from corpus.thai import clean, common_words, cut, dictionary, fold_digits, normalise, squeeze, words

# A clause is one sentence of a report: shorter ones say nothing, longer ones are several.
SHORTEST, LONGEST = 8, 400
MOST_CLAUSES, MOST_MARKS = 14, 4
# The share of a clause's content words that its evidence must hold. A piece of a cell against its own cell has 1.0; the
# measures of two rows picked at random from the five real reports have 0.43 or less in 97 of 100 pairs.
OVERLAP = 0.6

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "clauses": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "marks": {"type": "array", "items": {"type": "integer"}},
                    "quotes": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["text", "marks", "quotes"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["clauses"],
    "additionalProperties": False,
}

_MONTHS = (
    ("มกรา", "ม.ค"), ("กุมภา", "ก.พ"), ("มีนา", "มี.ค"), ("เมษา", "เม.ย"), ("พฤษภา", "พ.ค"), ("มิถุนา", "มิ.ย"),
    ("กรกฎา", "ก.ค"), ("สิงหา", "ส.ค"), ("กันยา", "ก.ย"), ("ตุลา", "ต.ค"), ("พฤศจิกา", "พ.ย"), ("ธันวา", "ธ.ค"),
)  # fmt: skip
_MONTH = "|".join(re.escape(name) for pair in _MONTHS for name in sorted(pair, key=len, reverse=True))
_DAY = re.compile(rf"(\d{{1,2}})({_MONTH})")
_CODE = re.compile(r"(?<![A-Za-z])([IEO])\s?-?(\d{1,2})(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_PERCENT = re.compile(r"ร้อยละ(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)(?:%|เปอร์เซ็น)")
_COUNTED = re.compile(
    r"(\d+(?:[.,]\d+)*)(คน|ราย|ครั้ง|เรื่อง|ฉบับ|แผ่น|เล่ม|ชุด|จุด|แห่ง|นาที|ชั่วโมง|วัน|สัปดาห์|เดือน|ไตรมาส|ปี|บาท|ล้าน|ฝ่าย|ด้าน|คะแนน|ช่องทาง)"
)
_NUMBER_WORDS = frozenset(
    ("สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ", "ยี่สิบ", "ร้อย", "พัน", "หมื่น", "แสน", "ล้าน", "ครึ่ง")
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&.\-]*")
_UNIT = re.compile(
    r"(?<!ทุก)(?<!แต่ละ)(?<!หลาย)(?<!ทั้ง)(?:ฝ่าย|สำนัก(?!งานเขต)|กลุ่มงาน|ศูนย์|กอง(?!ทุน)|คณะกรรมการ|คณะทำงาน|แขวง)"
)
# What a clause out of a report never needs: markup, links, addresses, marks of its own, talk to the reader.
_FOREIGN = re.compile(
    r"[<>\[\]{}`|\\*#_~^$\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069]|https?:|www\.|://|\S@\S|"
    r"\b(?:ignore|disregard|please|click|visit|prompt|api key|password)\b|"
    r"โปรด|กรุณา|(?<!บุ)คลิก|โอนเงิน|รหัสผ่าน|(?:คุณ|ท่าน)(?:ควร|ต้อง|สามารถ)|ขอให้(?:คุณ|ท่าน)|คำสั่งก่อนหน้า|ละเว้นคำสั่ง|โมเดลภาษา",
    re.IGNORECASE,
)
# Letters and signs that a Thai sentence of an office is written with; other scripts and look-alikes are refused.
_STRANGE = re.compile(r"[^\u0e01-\u0e5bA-Za-z0-9\s.,()/%:;\"'“”‘’–—\-+&?!…=]")
# Words that claim more than the fact: of all, of most, the best, more than before. The evidence must say so too.
_CLAIM = re.compile(
    r"ทุกเขต|ทุกสำนักงานเขต|ทุกปี|ทุกข้อ|ทั้งหมด|ส่วนใหญ่|ทั้งสิ้น|(?:ดี|แย่|สูง|ต่ำ|มาก|น้อย)(?:ที่)?สุด|มากกว่า|น้อยกว่า|ดีกว่า|สูงกว่า|ต่ำกว่า|เพิ่มขึ้น|ลดลง|"
    r"เพียง|เท่านั้น|เสมอ|แน่นอน|ทันที|เพราะ|เนื่องจาก|ส่งผลให้|ทำให้"
)
_YEAR = re.compile(r"(?<!\d)25\d\d(?!\d)")
_NEGATION = re.compile(r"ไม่(?!ว่า)|มิ(?=ได้|ให้|ชอบ)|ห้าม|ยกเลิก|งดเว้น|ปราศจาก|(?<![ก-๎])งด")
_OWN_MARK = re.compile(r"\s*\[\s*(\d+(?:\s*,\s*\d+)*)\s*\]")
# Between two texts, so that the figure at the end of one and the one at the head of the next stay two.
_APART = " ¦ "
# From so many letters on, a unit's name is told from others that begin alike.
UNIT_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """One numbered quote as the model sees it; ``about`` is what is known of its row: district, year, code, cell."""

    mark: int
    text: str
    about: str
    district: str = ""
    done: bool = False

    @property
    def all(self) -> str:
        """Everything that a clause resting on it may say."""
        return _APART.join((self.about, self.text))


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of the model, the marks of the evidence that it names, and the words of it that it rests on."""

    text: str
    marks: tuple[int, ...]
    quotes: tuple[str, ...] = ()


def evidence(mark: int, quote: str, about: str, district: str = "", done: bool = False) -> Evidence:
    """A verbatim quote made readable; ``done`` where it tells a result."""
    return Evidence(mark, clean(html.unescape(quote)), about, district, done)


def read_clauses(output: str) -> tuple[Clause, ...]:
    """The clauses of a model's output, which may stand in a fence or behind its thoughts; raises ModelNonsense."""
    text = output.rsplit("</think>", 1)[-1]
    start, end = text.find("{"), text.rfind("}")
    try:
        found = json.loads(text[start : end + 1])["clauses"]
        return tuple(_clause(one) for one in found[:MOST_CLAUSES])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelNonsense("The language model did not write the form that was asked for.") from error


def _clause(one: Any) -> Clause:
    marks = one["marks"]
    quotes = one.get("quotes") or []
    if not isinstance(one["text"], str) or not isinstance(marks, list) or not isinstance(quotes, list):
        raise TypeError("no clause")
    if any(not isinstance(mark, int) or isinstance(mark, bool) for mark in marks):
        raise TypeError("no mark")
    if any(not isinstance(quote, str) for quote in quotes):
        raise TypeError("no quote")
    named = tuple(dict.fromkeys(marks))

    def ours(match: re.Match[str]) -> str:
        return "" if {int(mark) for mark in match[1].split(",")} <= set(named) else match[0]

    # Many models write the marks into the text too; those that it names anyway are no harm.
    return Clause(_OWN_MARK.sub(ours, one["text"][: 2 * LONGEST]).strip(" \n\t-•"), named, tuple(quotes))


def wrong(clause: Clause, shown: Mapping[int, Evidence], held: Sequence[str] = ()) -> str | None:
    """Why a clause cannot stand, as a sentence for the model, or None; ``held`` are the districts of the store."""
    if not clause.marks or len(clause.marks) > MOST_MARKS:
        return f"ต้องอ้างหลักฐาน 1 ถึง {MOST_MARKS} หมายเลข"
    if strange := [mark for mark in clause.marks if mark not in shown]:
        return f"ไม่มีหลักฐานหมายเลข {strange[0]}"
    if not SHORTEST <= len(clause.text) <= LONGEST:
        return f"ข้อความต้องยาว {SHORTEST} ถึง {LONGEST} ตัวอักษร"
    if found := _FOREIGN.search(clause.text):
        return f"ห้ามใช้ {found[0]!r}" if found[0].isprintable() else "ห้ามใช้อักขระควบคุม"
    if found := _STRANGE.search(clause.text):
        return f"ห้ามใช้ {found[0]!r}"
    cited = [shown[mark] for mark in clause.marks]
    text = normalise(clause.text)
    for check in (_quotes, _figures, _names, _attributed, _turned, _overlap):
        if reason := check(text, clause, cited, held):
            return reason
    return None


def _quotes(text: str, clause: Clause, cited: Sequence[Evidence], held: Sequence[str]) -> str | None:
    """Each quote stands in a cited piece, letter by letter, and each cited piece has one that says something."""
    quotes = [squeeze(normalise(quote)) for quote in clause.quotes]
    sources = [squeeze(one.text) for one in cited]
    if any(not quote or not any(quote in source for source in sources) for quote in quotes):
        return "ข้อความที่ยกมาไม่ตรงตามหลักฐานที่อ้าง"
    for one, source in zip(cited, sources, strict=True):
        if not any(quote in source and len(quote) >= min(SHORTEST, len(source)) for quote in quotes):
            return f"quotes ต้องมีข้อความที่คัดลอกจากหลักฐานหมายเลข {one.mark} อย่างน้อย {SHORTEST} ตัวอักษร"
    return None


def _figures(text: str, clause: Clause, cited: Sequence[Evidence], held: Sequence[str]) -> str | None:
    """Numbers, shares, counted things, days, months and codes stand in the evidence as what they are here."""
    source = _APART.join(one.all for one in cited)
    for kind, of in (
        ("รหัสข้อ", _codes),
        ("ร้อยละ", _percents),
        ("จำนวน", _counts),
        ("วันเดือน", _days),
        ("ตัวเลข", _numbers),
    ):
        if lacking := of(text) - of(source):
            return f"{kind} {sorted(lacking)[0]} ไม่มีในหลักฐานที่อ้าง"
    return None


def facts(text: str) -> set[str]:
    """What a text says in figures, codes, dates and denials: a rewording must keep all of it."""
    return _numbers(text) | _codes(text) | _days(text) | {match[0] for match in _NEGATION.finditer(normalise(text))}


def _codes(text: str) -> set[str]:
    return {letter + number for letter, number in _CODE.findall(fold_digits(text))}


def _percents(text: str) -> set[str]:
    return {a or b for a, b in _PERCENT.findall(squeeze(text))}


def _counts(text: str) -> set[str]:
    return {f"{number.replace(',', '')} {unit}" for number, unit in _COUNTED.findall(squeeze(text))}


def _days(text: str) -> set[str]:
    squeezed = squeeze(text)
    number = {name: str(at) for at, pair in enumerate(_MONTHS, 1) for name in pair}
    days = {f"{int(day)}/{number[month]}" for day, month in _DAY.findall(squeezed)}
    return days | {f"เดือนที่ {number[month]}" for month in re.findall(_MONTH, squeezed)}


def _numbers(text: str) -> set[str]:
    rest = _CODE.sub(lambda match: f" {match[0]} {match[2]} ", fold_digits(text))
    digits = {number.replace(",", "") for number in _NUMBER.findall(rest)}
    return digits | (_NUMBER_WORDS & set(words(text)))


def _names(text: str, clause: Clause, cited: Sequence[Evidence], held: Sequence[str]) -> str | None:
    """Districts, units, Latin words and words that no dictionary knows stand in the evidence."""
    source = _APART.join(one.all for one in cited)
    squeezed = squeeze(normalise(source))
    # A report speaks for its own district: what it says of another is quoted below, never summed up.
    allowed = {one.district for one in cited if one.district} or {m.name for m in find_districts(source, held)}
    for mention in find_districts(text, held):
        if mention.name not in allowed:
            return f"เขต{mention.name} ไม่ใช่เขตของหลักฐานที่อ้าง"
    for name in unknown_mentions(text, held):
        if squeeze(name) not in squeezed:
            return f"ชื่อ {name} ไม่มีในหลักฐานที่อ้าง"
    for match in _UNIT.finditer(text):
        if squeeze(_named_unit(text, match)) not in squeezed:
            return f"หน่วยงาน {_named_unit(text, match)} ไม่มีในหลักฐานที่อ้าง"
    for person in _persons(text):
        if squeeze(person) not in squeezed:
            return f"ชื่อ {person} ไม่มีในหลักฐานที่อ้าง"
    latin = {word.lower().strip(".-") for word in _LATIN.findall(source)}
    for word in _LATIN.findall(text):
        if word.lower().strip(".-") not in latin:
            return f"คำว่า {word} ไม่มีในหลักฐานที่อ้าง"
    known = dictionary()
    for word in words(text):
        if "ก" <= word[0] <= "๎" and len(word) > 2 and word not in known and squeeze(word) not in squeezed:
            return f"คำว่า {word} ไม่มีในหลักฐานที่อ้าง"
    return None


def _persons(text: str) -> list[str]:
    """Titles with the beginning of what stands behind them; by words, for "พัฒนางาน" holds the letters of นาง."""
    tokens = [word for word in cut(text) if word.strip()]
    return [
        word + "".join(tokens[at + 1 : at + 3])
        for at, word in enumerate(tokens)
        if word in ("นาย", "นาง", "นางสาว", "น.ส.")
    ]


def _named_unit(text: str, match: re.Match[str]) -> str:
    """The word for a unit with so much of its name behind it that it is told from others."""
    name = ""
    for word in cut(text[match.end() :].lstrip()):
        if len(name) >= UNIT_LETTERS or not word.strip():
            break
        name += word
    return match[0] + name


def _attributed(text: str, clause: Clause, cited: Sequence[Evidence], held: Sequence[str]) -> str | None:
    """What one district did in one year must not pass for another's: who names some of the cited must name them all."""
    named = {mention.name for mention in find_districts(text, held)}
    districts = {one.district for one in cited if one.district}
    if named and districts - named:
        return "อ้างหลักฐานของเขตที่ไม่ได้เอ่ยชื่อ เขียนแยกเป็นประโยคละเขต"
    if len(named) > 1 and _numbers(text) - set(_YEAR.findall(fold_digits(text))):
        return "มีตัวเลขในประโยคที่เอ่ยหลายเขต เขียนแยกเป็นประโยคละเขต"
    years = set(_YEAR.findall(fold_digits(text)))
    if years and {year for one in cited for year in _YEAR.findall(one.about)} - years and len(cited) > 1:
        return "อ้างหลักฐานของปีที่ไม่ได้เอ่ย เขียนแยกเป็นประโยคละปี"
    return None


def _turned(text: str, clause: Clause, cited: Sequence[Evidence], held: Sequence[str]) -> str | None:
    """A clause that denies, claims more or says that a thing is done, where its evidence does not."""
    source = _APART.join(one.text for one in cited)
    if lacking := {m[0] for m in _NEGATION.finditer(text)} - {m[0] for m in _NEGATION.finditer(source)}:
        return f"คำว่า {sorted(lacking)[0]} กลับความหมายของหลักฐาน"
    if lacking := {m[0] for m in _CLAIM.finditer(text)} - {m[0] for m in _CLAIM.finditer(source)}:
        return f"หลักฐานไม่ได้บอกว่า {sorted(lacking)[0]}"
    if claims_done(text) and not any(one.done or claims_done(one.text) for one in cited):
        return "หลักฐานไม่ได้บอกว่าทำเสร็จแล้ว"
    return None


def _overlap(text: str, clause: Clause, cited: Sequence[Evidence], held: Sequence[str]) -> str | None:
    if overlap(text, (one.all for one in cited)) < OVERLAP:
        return "ถ้อยคำห่างจากหลักฐานที่อ้างเกินไป ใช้คำของหลักฐานให้มากขึ้น"
    return None


def overlap(text: str, sources: Iterable[str]) -> float:
    """The share [0, 1] of a text's content words that the sources hold; 0.0 where it has none."""
    source = squeeze(normalise(_APART.join(sources)))
    content = [word for word in dict.fromkeys(words(text)) if len(word) > 1 and word not in common_words()]
    if not content:
        return 0.0
    return sum(word in source for word in content) / len(content)
