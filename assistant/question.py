"""What is asked: codes, groups, years, districts, cells wanted, and the words left over to search with."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from corpus.districts import find_districts, unknown_mentions
from corpus.records import PART_OF_LETTER
from corpus.thai import fold_digits, normalise, squeeze, words


class Want(StrEnum):
    """What kind of answer is wanted."""

    MEASURES = "measures"
    CELLS = "cells"
    SCORE = "score"
    LOWEST = "lowest"
    HIGHEST = "highest"
    TOTAL = "total"
    CHANGE = "change"
    MEANING = "meaning"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood; ``topic`` is what is left to search for once the structure is taken out.

    ``groups`` are named by number, ``named_groups`` by name; ``only_groups``: nothing is asked for but whole groups.
    """

    text: str
    english: bool
    want: Want
    codes: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()
    named_groups: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()
    only_groups: bool = False
    years: tuple[int, ...] = ()
    districts: tuple[str, ...] = ()
    unknown_districts: tuple[str, ...] = ()
    others: bool = False
    every: bool = False
    compare: bool = False
    amount: bool = False
    cells: tuple[str, ...] = ()
    topic: str = ""
    topic_words: tuple[str, ...] = ()


_LETTERS = {"i": "I", "ไอ": "I", "e": "E", "อี": "E", "o": "O", "โอ": "O"}
_CODE = r"(?:(?<![A-Za-z])(?P<{0}l>[IEOieo])|(?P<{0}t>ไอ|อี|โอ))\s?[-.]?\s?(?P<{0}n>\d{{1,2}})(?![\d.]\d|\d)"
_RANGE_CODE = re.compile(_CODE.format("a") + r"\s*(?:-|–|—|ถึง|to)\s*(?:(?P<bl>[IEOieo])|ไอ|อี|โอ)?\s?[-.]?\s?(?P<bn>\d{1,2})(?!\d)")
_ONE_CODE = re.compile(_CODE.format("a"))
# OCR and hasty typing write I20 as 120; only behind the word ข้อ is that no plain number.
_ONE_FOR_I = re.compile(r"ข้อ\s*(?:ที่)?\s*1(\d{2})(?!\d)")
_GROUP = re.compile(r"(?:ตัวชี้วัด(?:\s*ITA)?(?:\s*กลุ่ม)?(?:ที่)?|ITA\s*กลุ่ม(?:ที่)?|กลุ่ม(?:ตัวชี้วัด)?(?:ที่)?|indicator(?:\s*group)?|group)\s*(\d{1,2})(?![\d.])", re.I)
_PART = re.compile(
    r"(?<![A-Za-z])(?P<part>IIT|EIT|OIT)(?![A-Za-z])|ข้อ\s*(?P<letter>[IEOieo])(?=\s|ข้อ|ไหน|ใด|$)(?!\s*\d)", re.I
)
_YEAR_RANGE = re.compile(r"(25[5-9]\d)\s*(?:-|–|ถึง|to)\s*(25[5-9]\d)")
_YEAR = re.compile(r"(?<!\d)(25[5-9]\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?:ปี(?:งบ(?:ประมาณ)?)?|พ\.ศ\.)\s*(?:พ\.ศ\.\s*)?'?([5-9]\d)(?!\d)")
_COMMON_ERA = re.compile(r"(?:FY\s?|ค\.ศ\.\s*|(?<![\d.]))(20[1-4]\d)(?!\d)", re.I)
_LAST_YEAR = re.compile(r"ปีที่แล้ว|ปีก่อน|last year", re.I)
_DRAFT = re.compile(r"(?:^|\s|ช่วย|ขอ)ร่าง|ร่าง(?:มาตรการ|แผน|แถว)|\bdraft\b|เขียนมาตรการ(?:ให้|ข้อ)", re.I)

# (pattern, cell): the first words that name a cell; a question may want several.
_CELLS = (
    (re.compile(r"ใคร\S{0,6}(?:รับผิดชอบ|ทำ|ดูแล|เป็นคน)|รับผิดชอบ|ฝ่าย(?:ไหน|ใด|อะไร)|หน่วยงาน(?:ไหน|ใด)|responsible|in charge|which (?:unit|section|division)|\bwho\b", re.I), "responsible"),
    (re.compile(r"เสร็จ(?:สิ้น)?(?:เมื่อ|ภายใน|วันไหน|กี่โมง)|แล้วเสร็จ|เมื่อไ(?:ห)?ร่?|กำหนด(?:ส่ง|เสร็จ)|เดดไลน์|วันไหน|deadline|\bwhen\b|\bdue\b|by what date", re.I), "timeframe"),
    (re.compile(r"(?:กำกับ|ติดตาม)\S{0,40}(?:บ่อย|กี่ครั้ง|ความถี่|อย่างไร|ยังไง)|บ่อย(?:แค่|เพียง)?ไหน|ความถี่|กี่ครั้ง|การกำกับติดตาม|how often|monitor", re.I), "monitoring"),
    (re.compile(r"จุดอ่อน|ข้อบกพร่อง|ประเด็น\S{0,12}(?:ปรับปรุง|ยกระดับ|พัฒนา)|อ่อนเรื่อง|weak", re.I), "weakness"),
    (re.compile(r"ผลการดำเนิน|ผล(?:เป็น|ออกมา)|ผลลัพธ์|ได้ผล|ทำอะไรไปแล้ว|ผลที่ได้|\bresults?\b|outcome", re.I), "result"),
    (re.compile(r"ผลผลิต|ชิ้นงาน|\boutputs?\b|deliverable", re.I), "output"),
    (re.compile(r"สร้างการรับรู้|ประชาสัมพันธ์(?:ทาง|ผ่าน)(?:ไหน|ใด|อะไร)|ทางช่องทาง(?:ไหน|ใด)|publici", re.I), "publicity"),
)  # fmt: skip
# With these the measures themselves are asked for, a cell that is named beside them only as well.
_MEASURES = re.compile(
    r"มาตรการ(?:อะไร|ใด|ไหน|บ้าง)|(?:สรุป|ขอ|รวม)มาตรการ|แก้|ทำอะไร|ทำอย่างไร|ทำยังไง|กิจกรรม(?:อะไร|ใด|ไหน)|วิธี|แนวทาง|พร้อม|"
    r"what (?:measures|did|do|does|have|has)|how (?:did|do|does|can|to)\b|\bfix|summar",
    re.I,
)
_SCORE = re.compile(r"คะแนน|\bscores?\b|กี่แต้ม", re.I)
_LOWEST = re.compile(r"ต่ำ(?:ที่)?สุด|น้อย(?:ที่)?สุด|แย่(?:ที่)?สุด|lowest|worst|weakest", re.I)
_HIGHEST = re.compile(r"สูง(?:ที่)?สุด|มาก(?:ที่)?สุด|ดี(?:ที่)?สุด|highest|\bbest\b", re.I)
_TOTAL = re.compile(r"คะแนน\s*(?:ITA\s*)?(?:รวม|ทั้งหมด|ภาพรวม)|รวม(?:ได้)?(?:เท่า|กี่)|ระดับ(?:อะไร|ไหน|ใด)|เกรด|total score|overall|\bgrade\b", re.I)
_MEANING = re.compile(
    r"เรื่องเดียวกัน|เหมือนกัน(?:ไหม|หรือ|มั้ย)|(?:คือ|เป็น|ตรงกับ)ข้อ(?:อะไร|ไหน|ใด)|ข้อเดียวกัน|ตรงกับข้อ|เทียบ(?:กับ)?ข้อ(?:ใด|ไหน)|"
    r"same (?:item|question|thing)|which (?:item|code)|ถามเรื่องอะไร|ถามว่าอะไร|หมายถึงอะไร|คืออะไร",
    re.I,
)
_CHANGE = re.compile(
    r"(?:คะแนน|ข้อ|ตัวชี้วัด)\S*\s*\S*(?:ลดลง|ตกลง|เพิ่มขึ้น|ดีขึ้น|สูงขึ้น|ต่ำลง|แย่ลง|เปลี่ยนไป)|"
    r"(?:dropped|fell|rose|increased|decreased|improved|went (?:up|down)|change[ds]?)",
    re.I,
)
FELL = re.compile(r"ลดลง|ตกลง|ต่ำลง|แย่ลง|dropped|fell|decreased|went down", re.I)
ROSE = re.compile(r"เพิ่มขึ้น|ดีขึ้น|สูงขึ้น|rose|increased|improved|went up", re.I)
_COMPARE = re.compile(r"เปรียบเทียบ|เทียบ|ระหว่าง|ต่างกัน|compare|versus|\bvs\b|difference", re.I)
_AMOUNT = re.compile(r"เท่าไ(?:ห)?ร่?|เท่าใด|กี่(?:บาท|คน|ล้าน|แห่ง|ตัว|หลัง|ราย|โรง)|ราคา|how (?:much|many)", re.I)
_OTHERS = re.compile(r"เขตอื่น|ที่อื่น|คนอื่น|\bothers?\b|other districts?", re.I)
_EVERY = re.compile(r"ทุกเขต|แต่ละเขต|เขตต่าง|ทั้งหมดทุก|all districts|every district|each district", re.I)

# Phrases of asking that would run into the word behind them when the question is cut into words.
_PHRASES = re.compile(
    r"มาตรการ|(?:ผู้)?รับผิดชอบ|เรื่องนี้|เรื่อง|คะแนน(?:เฉลี่ย|รวม)?|(?:ต่ำ|สูง|น้อย|มาก|ดี|แย่)(?:ที่)?สุด|บ่อย(?:แค่|เพียง)?ไหน|กี่ครั้ง|"
    r"เมื่อไ(?:ห)?ร่?|เท่าไ(?:ห)?ร่?|อย่างไร|ยังไง|อะไรบ้าง|(?:ฝ่าย|หน่วยงาน|เขต)(?:ไหน|ใด|อื่น|อะไร)|ทุกเขต|แต่ละเขต|เปรียบเทียบ|ระหว่าง|ประเด็น"
)

# Words of asking, not of a topic: dropped before the topic is searched for and before "not there" is judged.
ASKING = frozenset(
    """
    เขต สำนักงานเขต กรุงเทพ กรุงเทพมหานคร กทม อื่น แก้ แก้ไข แก้ปัญหา อย่างไร ยังไง ไง ทำ ทำไม ทำยังไง อะไร บ้าง ไหน ไหม มั้ย หรือ หรือไม่ มี ข้อ ปี ปีงบประมาณ
    ของ ได้ กี่ ต้อง ช่วย ขอ หน่อย สรุป เรื่อง การ ความ ด้าน เกี่ยวกับ ให้ ใน ที่ และ กับ แล้ว จะ เป็น คือ ไว้ ว่า นี้ นั้น ไม่ ก็ จาก โดย เพื่อ พร้อม ทุก แต่ละ ระหว่าง
    เปรียบเทียบ เทียบ ใคร เมื่อไร เมื่อไหร่ เท่าไร เท่าไหร่ เท่าใด แค่ไหน บ่อย ครั้ง วิธี วิธีการ แนวทาง มาตรการ กิจกรรม ตัวชี้วัด กลุ่ม คะแนน รับผิดชอบ ผู้รับผิดชอบ ฝ่าย
    ดำเนินการ รายงาน ประเด็น จุดอ่อน ปรับปรุง ครับ ค่ะ คะ นะ อยาก ทราบ รู้ บอก ตัวอย่าง พวก ถึง ตาม ต่อ กัน ตั้งแต่ ใช้ ผล เสร็จ ดูแล เฉลี่ย ถูก อยู่ ไป มา ตน ตนเอง
    เลย ทั้ง กำหนด สามารถ ทำให้ จัด ควร อีก ส่วน ใด ผอ ผู้อำนวยการ
    a an the of for to in on at by and or is are was were be been do does did done how what which who whom when where why can could should would will may
    better best good well serve served serving service services able want wants need needs like know there where without within during per
    i we you they it their our your its his her this that these those there have has had with from about so as if not no yes please tell me us show give
    other others district districts office offices bangkok compare difference versus vs fix fixed fixes solve solved handle handled deal dealt improve item items code indicator year fiscal
    measure measures action actions taken report reports say says said score scores responsible much many often keep make made get got use used any all every each
    """.split()
)


def parse(
    text: str, held: Iterable[str], repair: Callable[[str], str] | None = None, today: date | None = None
) -> Question:
    """Reads a question; ``held`` are the districts of the store (invented ones among them), ``today`` for "last year".

    ``repair`` corrects typing errors in what is left once codes, years and districts are taken out.
    """
    plain = normalise(text)
    folded = fold_digits(plain)
    rest, codes = _take_codes(folded)
    rest, groups = _take_groups(rest)
    rest, parts = _take_parts(rest)
    rest, years = _take_years(rest, today)
    held = tuple(held)
    mentions = find_districts(rest, held)
    unknown = unknown_mentions(rest, held)
    for mention in sorted(mentions, key=lambda m: -m.char_start):
        rest = rest[: mention.char_start] + " " + rest[mention.char_end :]
    for name in unknown:
        rest = rest.replace(name, " ")
    rest = _PHRASES.sub(" ", rest)
    if repair is not None:
        rest = repair(rest)
    topic = _topic(rest)
    named, beside = _named_groups(rest)
    asked = Question(
        text=plain,
        english=_is_english(plain),
        want=_want(folded, codes, years),
        codes=codes,
        groups=groups,
        named_groups=named,
        parts=parts,
        only_groups=bool(groups or named) and not _topic(beside),
        years=years,
        districts=tuple(dict.fromkeys(mention.name for mention in mentions)),
        unknown_districts=unknown,
        others=bool(_OTHERS.search(folded)),
        every=bool(_EVERY.search(folded)),
        compare=bool(_COMPARE.search(folded)),
        amount=bool(_AMOUNT.search(folded)),
        cells=_cells(folded),
        topic=rest.strip(),
        topic_words=topic,
    )
    if asked.want is Want.MEASURES and asked.cells and not _MEASURES.search(folded):
        return replace(asked, want=Want.CELLS)
    return asked


def _is_english(text: str) -> bool:
    """Whether the question is in English: Latin letters prevail and there is hardly any Thai."""
    latin = len(re.findall(r"[A-Za-z]", text))
    thai = len(re.findall("[\u0e01-\u0e4e]", text))
    return latin > 3 * thai and latin > 6


def _letter(match: re.Match[str]) -> str:
    return _LETTERS[(match["al"] or match["at"]).lower()]


def _take_codes(text: str) -> tuple[str, tuple[str, ...]]:
    found: list[tuple[int, str]] = []

    def spread(match: re.Match[str]) -> str:
        letter, first, last = _letter(match), int(match["an"]), int(match["bn"])
        if (match["bl"] or letter).upper() == letter and first < last <= 48:
            found.extend((match.start(), f"{letter}{n}") for n in range(first, last + 1))
            return " " * len(match[0])
        return match[0]

    def one(match: re.Match[str]) -> str:
        if not 1 <= int(match["an"]) <= 48:
            return match[0]
        found.append((match.start(), f"{_letter(match)}{int(match['an'])}"))
        return " " * len(match[0])

    def misread(match: re.Match[str]) -> str:
        if not 1 <= int(match[1]) <= 30:
            return match[0]
        found.append((match.start(), f"I{int(match[1])}"))
        return " " * len(match[0])

    text = _RANGE_CODE.sub(spread, text)
    text = _ONE_CODE.sub(one, text)
    text = _ONE_FOR_I.sub(misread, text)
    return text, tuple(dict.fromkeys(code for _, code in sorted(found, key=lambda pair: pair[0])))


def _take_groups(text: str) -> tuple[str, tuple[int, ...]]:
    found = [int(match[1]) for match in _GROUP.finditer(text) if 1 <= int(match[1]) <= 10]
    return _GROUP.sub(lambda m: " " if 1 <= int(m[1]) <= 10 else m[0], text), tuple(dict.fromkeys(found))


def _take_parts(text: str) -> tuple[str, tuple[str, ...]]:
    """The parts named as such: IIT, "ข้อ E" without a number."""
    found = [(match["part"] or PART_OF_LETTER[match["letter"].upper()]).upper() for match in _PART.finditer(text)]
    return _PART.sub(" ", text), tuple(dict.fromkeys(found))


def _take_years(text: str, today: date | None) -> tuple[str, tuple[int, ...]]:
    years: list[int] = []
    for match in _YEAR_RANGE.finditer(text):
        if int(match[1]) < int(match[2]) <= int(match[1]) + 12:
            years.extend(range(int(match[1]), int(match[2]) + 1))
    for pattern, of in (
        (_YEAR, lambda m: int(m[1])),
        (_SHORT_YEAR, lambda m: 2500 + int(m[1])),
        (_COMMON_ERA, lambda m: int(m[1]) + 543),
    ):
        years.extend(of(match) for match in pattern.finditer(text))
        text = pattern.sub(" ", text)
    if _LAST_YEAR.search(text):
        years.append(fiscal_year_of(today or date.today()) - 1)
        text = _LAST_YEAR.sub(" ", text)
    return text, tuple(dict.fromkeys(years))


def fiscal_year_of(day: date) -> int:
    """The Thai fiscal year (B.E.) of a day: it begins on 1 October of the calendar year before."""
    return day.year + 543 + (1 if day.month >= 10 else 0)


# How a question may name a group, beside its official name; squeezed, the longest first within a group.
_GROUP_NAMES: dict[int, tuple[str, ...]] = {
    1: ("การปฏิบัติหน้าที่", "ปฏิบัติหน้าที่", "performance of duties"),
    2: ("การใช้จ่ายงบประมาณ", "การใช้งบประมาณ", "ใช้งบประมาณ", "use of budget", "budget use"),
    3: ("การใช้อำนาจหน้าที่", "การใช้อำนาจ", "ใช้อำนาจ", "use of power", "exercise of power"),
    4: ("การใช้ทรัพย์สินของทางราชการ", "การใช้ทรัพย์สินของราชการ", "การใช้ทรัพย์สินราชการ", "ทรัพย์สินของทางราชการ",
        "ทรัพย์สินของราชการ", "ทรัพย์สินราชการ", "use of government property", "use of state property", "government property"),
    5: ("การแก้ไขปัญหาการทุจริต", "แก้ไขปัญหาการทุจริต", "แก้ปัญหาการทุจริต", "แก้ปัญหาทุจริต", "solving corruption"),
    6: ("คุณภาพการดำเนินงาน", "quality of operation", "service quality"),
    7: ("ประสิทธิภาพในการสื่อสาร", "ประสิทธิภาพการสื่อสาร", "communication efficiency", "efficiency of communication"),
    8: ("การปรับปรุงระบบการทำงาน", "การปรับปรุงการทำงาน", "ปรับปรุงระบบการทำงาน", "ปรับปรุงการทำงาน", "system improvement"),
    9: ("การเปิดเผยข้อมูล", "เปิดเผยข้อมูล", "data disclosure", "open data"),
    10: ("การป้องกันการทุจริต", "ป้องกันการทุจริต", "corruption prevention", "preventing corruption"),
}  # fmt: skip


def _named_groups(rest: str) -> tuple[tuple[int, ...], str]:
    """The groups that the question names, and what it says beside their names."""
    found = []
    left = squeeze(rest)
    for group, names in _GROUP_NAMES.items():
        for name in map(squeeze, names):
            if name in left:
                found.append(group)
                left = left.replace(name, " ")
                break
    return tuple(found), left


def _cells(folded: str) -> tuple[str, ...]:
    return tuple(cell for pattern, cell in _CELLS if pattern.search(folded))


def _want(folded: str, codes: tuple[str, ...], years: tuple[int, ...]) -> Want:
    if _DRAFT.search(folded):
        return Want.DRAFT
    if _MEANING.search(folded) and (codes or len(years) >= 2):
        return Want.MEANING
    if _TOTAL.search(folded):
        return Want.TOTAL
    scored = bool(_SCORE.search(folded))
    if _CHANGE.search(folded) and (scored or len(years) >= 2):
        return Want.CHANGE
    if _LOWEST.search(folded):
        return Want.LOWEST
    if _HIGHEST.search(folded) and scored:
        return Want.HIGHEST
    return Want.SCORE if scored else Want.MEASURES


def _topic(rest: str) -> tuple[str, ...]:
    """The words of the topic: everything but words of asking, numbers alone and single letters."""
    out = []
    for word in words(rest):
        if word in ASKING or len(word) < 2 or word.isdigit():
            continue
        out.append(word)
    return tuple(dict.fromkeys(out))
