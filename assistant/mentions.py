"""Codes, groups, parts and years taken out of a question; what is left is handed back for the next to read."""

import re
from datetime import date

from corpus.records import PART_OF_LETTER
from corpus.thai import squeeze

_LETTERS = {"i": "I", "ไอ": "I", "e": "E", "อี": "E", "o": "O", "โอ": "O"}
_CODE = r"(?:(?<![A-Za-z])(?P<{0}l>[IEOieo])|(?P<{0}t>ไอ|อี|โอ))\s?[-.]?\s?(?P<{0}n>\d{{1,2}})(?![\d.]\d|\d)"
_RANGE_CODE = re.compile(
    _CODE.format("a") + r"\s*(?:-|–|—|ถึง|to)\s*(?:(?P<bl>[IEOieo])|ไอ|อี|โอ)?\s?[-.]?\s?(?P<bn>\d{1,2})(?!\d)"
)
_ONE_CODE = re.compile(_CODE.format("a"))
# OCR and hasty typing write I20 as 120; only behind the word ข้อ is that no plain number.
_ONE_FOR_I = re.compile(r"ข้อ\s*(?:ที่)?\s*1(\d{2})(?!\d)")
# An l or a stroke typed or read for the letter I, and digits set apart: "l20", "|8", "I 2 0".
_STROKE_FOR_I = re.compile(r"(?<![A-Za-z0-9\u0e01-\u0e5b|])[l|](?=\d{1,2}(?![\d.]))")
_APART = re.compile(r"(?<![A-Za-z])([IEOieo]) (\d) (\d)(?!\s?\d)")
# Zero for the letter O, only behind the word ข้อ.
_ZERO_FOR_O = re.compile(r"(ข้อ\s*(?:ที่)?\s*)0(?=\d{1,2}(?!\d))")
# A number alone behind the word ข้อ may be of any instrument.
_NO_LETTER = re.compile(
    r"(?<!หัว)(?<!ทุก)(?<!ราย)ข้อ\s*(?:ที่)?\s*(\d{1,2})(?:\s*(?:-|–|ถึง)\s*(\d{1,2}))?(?![\d.]|\s*(?:ข้อ|อันดับ|คะแนน|แถว))"
)
_TENS = {"": 0, "สิบ": 10, "ยี่สิบ": 20, "สามสิบ": 30, "สี่สิบ": 40}
_ONES = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_SPELT = re.compile(
    r"(?P<l>ไอ|อี|โอ)\s?(?P<t>(?:ยี่|สาม|สี่)?สิบ)?(?P<o>เอ็ด|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)?(?=\s|ของ|แก้|ทำ|ใคร|เขต|ปี|คือ|$)"
)
_GROUP = re.compile(
    r"(?:ตัวชี้วัด(?:\s*ITA)?(?:\s*กลุ่ม)?(?:ที่)?|ITA\s*กลุ่ม(?:ที่)?|กลุ่ม(?:ตัวชี้วัด)?(?:ที่)?|indicator(?:\s*group)?|group)\s*(\d{1,2})(?![\d.])"
    r"((?:\s*(?:,|และ|กับ|and)\s*\d{1,2}(?![\d.])(?!\s*(?:ข้อ|เขต|แถว|อันดับ)))*)",
    re.I,
)
_PART = re.compile(
    r"(?<![A-Za-z])(?P<part>IIT|EIT|OIT)(?![A-Za-z])|ข้อ\s*(?P<letter>[IEOieo])(?=\s|ข้อ|ไหน|ใด|$)(?!\s*\d)", re.I
)
_YEAR_RANGE = re.compile(r"(25[5-9]\d)\s*(?:-|–|ถึง|to)\s*(25[5-9]\d)")
_YEAR = re.compile(r"(?<!\d)(25[5-9]\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?:ปี(?:งบ(?:ประมาณ)?)?|พ\.ศ\.)\s*(?:พ\.ศ\.\s*)?'?([5-9]\d)(?!\d)")
_COMMON_ERA = re.compile(r"(?:FY\s?|ค\.ศ\.\s*|(?<![\d.]))(20[1-4]\d)(?!\d)", re.I)
_LAST_YEAR = re.compile(r"ปีที่แล้ว|ปีก่อน|last year", re.I)
_NEXT_YEAR = re.compile(r"ปีหน้า|ปีถัดไป|next year(?:'s)?", re.I)


def _letter(match: re.Match[str]) -> str:
    return _LETTERS[(match["al"] or match["at"]).lower()]


def _spelt(match: re.Match[str]) -> str:
    ones = 1 if match["o"] == "เอ็ด" else _ONES.index(match["o"] or "")
    number = _TENS[match["t"] or ""] + ones
    return f"{_LETTERS[match['l']]}{number}" if number else match[0]


def _plain(text: str) -> str:
    """The text with codes that are misread, set apart or spelt out written plainly: "l20", "I 2 0", "ไอยี่สิบ"."""
    text = _APART.sub(r"\1\2\3", _STROKE_FOR_I.sub("I", text))
    return _SPELT.sub(_spelt, _ZERO_FOR_O.sub(r"\1O", text))


def take_codes(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its item codes, and the codes: "I20", ranges spread, in the order asked."""
    found: list[tuple[int, str]] = []

    def spread(match: re.Match[str]) -> str:
        letter, first, last = _letter(match), int(match["an"]), int(match["bn"])
        if (match["bl"] or letter).upper() == letter and first < last <= 48:
            found.extend((match.start(), f"{letter}{n}") for n in range(first, last + 1))
            return " " * len(match[0])
        return match[0]

    def one(match: re.Match[str]) -> str:
        if int(match["an"]) < 1:
            return match[0]
        found.append((match.start(), f"{_letter(match)}{int(match['an'])}"))
        return " " * len(match[0])

    def misread(match: re.Match[str]) -> str:
        if not 1 <= int(match[1]) <= 30:
            return match[0]
        found.append((match.start(), f"I{int(match[1])}"))
        return " " * len(match[0])

    def of_any(match: re.Match[str]) -> str:
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= 30:
            return match[0]
        named = [letter for letter, part in PART_OF_LETTER.items() if re.search(part, text, re.I)]
        letters = named or list(PART_OF_LETTER)
        found.extend((match.start(), f"{letter}{n}") for letter in letters for n in range(first, last + 1))
        return " " * len(match[0])

    text = _RANGE_CODE.sub(spread, _plain(text))
    text = _ONE_CODE.sub(one, text)
    text = _NO_LETTER.sub(of_any, _ONE_FOR_I.sub(misread, text))
    return text, tuple(dict.fromkeys(code for _, code in sorted(found, key=lambda pair: pair[0])))


def take_groups(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without its indicator numbers, and the groups 1 to 10 that they name."""
    found: list[int] = []

    def one(match: re.Match[str]) -> str:
        named = [int(match[1]), *map(int, re.findall(r"\d+", match[2]))]
        if not all(1 <= group <= 10 for group in named):
            return match[0]
        found.extend(named)
        return " "

    text = _GROUP.sub(one, text)
    return text, tuple(dict.fromkeys(found))


def take_parts(text: str) -> tuple[str, tuple[str, ...]]:
    """The parts named as such: IIT, "ข้อ E" without a number."""
    found = [(match["part"] or PART_OF_LETTER[match["letter"].upper()]).upper() for match in _PART.finditer(text)]
    return _PART.sub(" ", text), tuple(dict.fromkeys(found))


def take_years(text: str, today: date | None) -> tuple[str, tuple[int, ...]]:
    """The text without its years, and the fiscal years (B.E.) that they name; C.E. years and "last year" turned."""
    years: list[int] = []
    for match in _YEAR_RANGE.finditer(text):
        if int(match[1]) < int(match[2]) <= int(match[1]) + 12:
            years.extend(range(int(match[1]), int(match[2]) + 1))
    for pattern, base in ((_YEAR, 0), (_SHORT_YEAR, 2500), (_COMMON_ERA, 543)):
        years.extend(base + int(match[1]) for match in pattern.finditer(text))
        text = pattern.sub(" ", text)
    if _LAST_YEAR.search(text):
        years.append(fiscal_year_of(today or date.today()) - 1)
        text = _LAST_YEAR.sub(" ", text)
    if _NEXT_YEAR.search(text):
        years.append(fiscal_year_of(today or date.today()) + 1)
        text = _NEXT_YEAR.sub(" ", text)
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
        "ทรัพย์สินของราชการ", "ทรัพย์สินราชการ", "use of government property", "use of state property",
        "government property"),
    5: ("การแก้ไขปัญหาการทุจริต", "แก้ไขปัญหาการทุจริต", "แก้ปัญหาการทุจริต", "แก้ปัญหาทุจริต", "solving corruption"),
    6: ("คุณภาพการดำเนินงาน", "quality of operation", "service quality"),
    7: ("ประสิทธิภาพในการสื่อสาร", "ประสิทธิภาพการสื่อสาร", "communication efficiency", "efficiency of communication"),
    8: ("การปรับปรุงระบบการทำงาน", "การปรับปรุงการทำงาน", "ปรับปรุงระบบการทำงาน", "ปรับปรุงการทำงาน", "system improvement"),
    9: ("การเปิดเผยข้อมูล", "เปิดเผยข้อมูล", "data disclosure", "open data"),
    10: ("การป้องกันการทุจริต", "ป้องกันการทุจริต", "corruption prevention", "preventing corruption"),
}  # fmt: skip


def named_groups(rest: str) -> tuple[tuple[int, ...], str]:
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
