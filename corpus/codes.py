"""Indicator codes and scores as OCR prints them, and what they mean: three witnesses settle each code.

The letter I comes out of OCR as 1, ๑, l or not at all, O as 0 or ๐, so "๑๘" is I8 or I18. The witnesses are the range
of the running group, the rising order down the page, and the item text against that year's catalogue.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus import catalogue
from corpus.records import PART_OF_LETTER
from corpus.thai import squeeze

# So many letters of an item's cell or paragraph tell which item it is, and its score.
ITEM_BEGINS = 1500
_LETTER = r"(?:[IiLl|!ΙІ]|1(?=\s\d)|ไอ|[EeΕЕ]|อี|[OoQΟО]|โอ)"
# What follows a number that counts something or is a date; such a number is never a code.
_COUNTED = (
    r"(?:คน|ราย(?!งาน|การ|ละเอียด|ได้|ชื่อ)|ครั้ง|เรื่อง(?!ร้อง)|ฉบับ|แผ่น|เล่ม|ชุด|จุด(?!อ่อน)|แห่ง|นาที|ชั่วโมง|วัน|สัปดาห์|เดือน|ไตรมาส"
    r"|บาท|คำขอ|ฝ่าย|ด้าน|ประเด็น|ตัวชี้วัด|คะแนน|ม\.ค|ก\.พ|มี\.?ค|เม\.?ย|พ\.ค|มิ\.?ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค"
    r"|มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)"
)
_AFTER = r"(?=\s|[\u0e01-\u0e4e(\-–]|[A-Z]|$)"
# A code stands alone: neither a list number ("1.", "1)") nor the head of a longer number, date or phrase in Latin.
CODE = re.compile(
    r"\s*(?:[-–—•*·]\s*)?(?:ข้อ(?:ที่)?\s*)?\(?"
    rf"(?:(?P<letter>{_LETTER})\s?[.\-]?\s?(?P<lettered>\d{{1,3}})(?![\d,/%]|\.\d)[.):]?{_AFTER}"
    rf"|(?P<bare>\d{{1,3}})(?![\d.,/)%]|\s*{_COUNTED}){_AFTER})"
)
RANGE = re.compile(
    rf"\s*(?:[-–—•*·]\s*)?(?:ข้อ(?:ที่)?\s*)?(?P<letter>{_LETTER})?\s?(?P<first>\d{{1,3}})\s*(?:-|–|—|ถึง)\s*"
    rf"(?P<letter2>{_LETTER})?\s?(?P<last>\d{{1,3}})(?![\d.,/)%])"
)
# OCR and line wraps put blanks into the word คะแนน, and take its last letter for another.
_POINTS = r"ค\s?ะ\s?แ\s?น\s?[นมบ]"
_NUMBER = r"(?<![\d.])\d{1,3}(?:\s?[.,]\s?\d{1,2})?(?!\d)"
SCORE = re.compile(
    rf"(?:\(\s*)?(?:-\s*)?(?:ได้\s*)?(?:(?:ค่า|ผล)?{_POINTS}(?:\s?เฉลี่ย|\s?รวม|\s?ที่ได้)?|ค่าเฉลี่ย)\s*(?:(?:เท่ากับ|คือ|=|:)\s*)?(?P<a>{_NUMBER})"
    rf"(?:\s*{_POINTS})?(?:\s*\))?"
    rf"|(?:\(\s*)?(?:ได้\s*)?(?P<b>{_NUMBER})\s*{_POINTS}(?:\s*\))?"
    r"|\(\s*(?P<c>\d{1,2}\.\d{2}|100\.00)\s*\)"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A code as read: "I20" or "O1-O22", the group it belongs to, and why it is doubtful, if it is."""

    code: str
    group: int
    doubtful: str | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """What the page said before: the year of the items, the running part and group, the last number by letter.

    ``form_year`` is the year of the table's form, where another: a plan may go on with the items of an older form.
    """

    fiscal_year: int
    part: str | None
    group: int | None
    last: Mapping[str, int]
    form_year: int | None = None


def letter_of(printed: str | None) -> str | None:
    """The part letter that a printed letter means; None where none is printed."""
    if not printed:
        return None
    if printed == "อี" or printed in "EeΕЕ":
        return "E"
    if printed == "โอ" or printed in "OoQΟО":
        return "O"
    return "I"


def digits_of(match: re.Match[str]) -> str:
    """The digits of a CODE match."""
    return match["lettered"] or match["bare"]


def score_of(match: re.Match[str]) -> float | None:
    """The score of a SCORE match, None where it is over 100."""
    printed = (match["a"] or match["b"] or match["c"]).replace(" ", "").replace(",", ".")
    value = float(printed)
    return value if value <= 100 else None


def readings(letter: str | None, digits: str) -> list[tuple[str, int]]:
    """What a printed code may mean, as (letter, number) pairs; most literal first."""
    out: list[tuple[str, int]] = []

    def add(part: str, number: str) -> None:
        if number and 1 <= int(number) <= 48 and (part, int(number)) not in out:
            out.append((part, int(number)))

    if letter:
        add(letter, digits)
        if letter == "I" and len(digits) > 1 and digits[0] == "1":
            add("I", digits[1:])
        return out
    if digits[0] == "0" and len(digits) > 1:
        add("O", digits[1:])
        return out
    if digits[0] == "1" and len(digits) > 1:
        add("I", digits[1:])
    for part in "IEO":
        add(part, digits)
    return out


@lru_cache(maxsize=4096)
def alike_items(fiscal_year: int, text: str) -> Mapping[str, float]:
    """Likeness in [0, 1] of an item text to each item of that year's list, by code; best first."""
    return {item.code: value for item, value in catalogue.nearest(fiscal_year, text)}


# Item texts reach 0.85 against their own questionnaire, 0.3 to 0.4 against another (mean of the best cosines).
OWN_FIT, BETTER_FIT = 0.6, 0.12


def fitting_year(fiscal_year: int, texts: Iterable[str]) -> int:
    """The year whose list of items the texts follow: that of the measures, unless another fits clearly better.

    A report of one year may still work with the questionnaire of another, whose codes mean other items.
    """
    sample = [text for text in texts if len(squeeze(text)) >= 24][:24]
    if len(sample) < 4:
        return fiscal_year

    def fit(year: int) -> float:
        best = (max(alike_items(year, text).values(), default=0.0) for text in sample)
        return sum(best) / len(sample)

    own = fit(fiscal_year)
    if own >= OWN_FIT:
        return fiscal_year
    others = [year for year in catalogue.years() if any(item.part == "IIT" for item in catalogue.items(year))]
    fits = {year: fit(year) for year in others if year != fiscal_year}
    best = max(fits, key=lambda year: (fits[year], -abs(year - fiscal_year)), default=fiscal_year)
    return best if fits.get(best, 0.0) > own + BETTER_FIT else fiscal_year


def _weigh(reading: tuple[str, int], printed: str | None, running: Running, alike: Mapping[str, float]) -> float:
    letter, number = reading
    score = 0.0
    code = f"{letter}{number}"
    if running.group is not None:
        low_letter, low, high = catalogue.code_range(running.fiscal_year, running.group)
        score += 2.0 if letter == low_letter and low <= number <= high else -2.0
    if running.part is not None and printed is None:
        score += 1.0 if PART_OF_LETTER[letter] == running.part else -2.0
    if printed is not None:
        score += 1.5
    score += 1.0 if number > running.last.get(letter, 0) else -1.5
    score += 4.0 * alike.get(code, 0.0)
    if alike and code == max(alike, key=lambda c: alike[c]):
        score += 1.0
    return score


# What a choice must weigh: little where a letter is printed, more for bare digits, most where the text is of no item.
ENOUGH_LETTERED, ENOUGH_BARE, ENOUGH_UNLIKE = 0.5, 1.5, 3.9
# A code in the middle of words is one only if the words after it are this much like its item.
SURE_BY_TEXT = 0.3
UNLIKE = 0.1
# Words that settle a code against its digits must be this much like the item; the weight that the digits then have.
SAME_WORDS = 0.6
MISREAD = -4.5


def settle(printed: str | None, digits: str, item: str, running: Running, sure: bool = True) -> Verdict | None:
    """The code that the three witnesses agree on best, or None where these digits are no code at all.

    ``sure`` is False in the middle of words, where a code may merely be spoken of.
    """
    letter = letter_of(printed)
    kept = _of_form(printed, digits, item, running)
    if kept is not None:
        return kept
    alike = alike_items(running.fiscal_year, item) if item.strip() else {}
    choices = [(_weigh(reading, printed, running, alike), reading) for reading in readings(letter, digits)]
    if letter is None and sure:
        choices += [(_weigh(one, printed, running, alike), one) for one in _e_as_digit(digits, running, alike)]
    if not choices:
        return None
    misread = _misread(letter, running, alike)
    if misread is not None and misread not in [reading for _, reading in choices]:
        choices.append((_weigh(misread, printed, running, alike) + MISREAD, misread))
    choices.sort(key=lambda choice: -choice[0])
    weight, (part, number) = choices[0]
    code = f"{part}{number}"
    if not sure and alike.get(code, 0.0) < SURE_BY_TEXT:
        return None
    if weight < _enough(printed, item, alike.get(code, 0.0)):
        return None
    group = _group_for(part, number, running)
    if group is None:
        return None
    doubtful = _doubt(code, group, weight, choices, running, alike)
    if (part, number) == misread and digits.lstrip("0") not in (str(number), f"1{number}"):
        doubtful = "; ".join(filter(None, (f"พิมพ์ว่า {printed or ''}{digits}", doubtful)))
    return Verdict(code, group, doubtful)


def _of_form(printed: str | None, digits: str, item: str, running: Running) -> Verdict | None:
    """The code as printed, where it and the words beside it are those of one item of the form's own year."""
    year = running.form_year
    if year is None or year == running.fiscal_year or printed not in PART_OF_LETTER:
        return None
    code = f"{printed}{int(digits)}"
    group = catalogue.group_of(year, code)
    return Verdict(code, group) if group and alike_items(year, item).get(code, 0.0) >= SAME_WORDS else None


def _e_as_digit(digits: str, running: Running, alike: Mapping[str, float]) -> list[tuple[str, int]]:
    """E2 read off a scan as 52, 62 or 82: believed where it is the very next item, or its words stand beside it."""
    if len(digits) < 2 or digits[0] not in "568" or digits[1] == "0" or running.group is None:
        return []
    number = int(digits[1:])
    letter, low, high = catalogue.code_range(running.fiscal_year, running.group)
    is_next = letter == "E" and low <= number <= high and number == max(low, running.last.get("E", 0) + 1)
    return [("E", number)] if is_next or alike.get(f"E{number}", 0.0) >= SURE_BY_TEXT else []


def _misread(letter: str | None, running: Running, alike: Mapping[str, float]) -> tuple[str, int] | None:
    """The item that the words are beyond doubt, in the running group and still to come: the digits may be misread."""
    code = next(iter(alike), None)
    if code is None or alike[code] < SAME_WORDS or (letter and code[0] != letter) or running.group is None:
        return None
    part, low, high = catalogue.code_range(running.fiscal_year, running.group)
    number = int(code[1:])
    return (part, number) if code[0] == part and max(low, running.last.get(part, 0) + 1) <= number <= high else None


def _enough(printed: str | None, item: str, alike: float) -> float:
    if printed:
        return ENOUGH_LETTERED
    return ENOUGH_UNLIKE if alike < UNLIKE and len(squeeze(item)) >= 12 else ENOUGH_BARE


def settle_range(match: re.Match[str], running: Running) -> Verdict | None:
    """A range such as "0๑ - 0๒๒" as one code "O1-O22", or None."""
    firsts = readings(letter_of(match["letter"]), match["first"])
    lasts = readings(letter_of(match["letter2"]), match["last"])
    for part, first in firsts:
        for other, last in lasts:
            if part != other or last <= first:
                continue
            if running.part is not None and PART_OF_LETTER[part] != running.part and not match["letter"]:
                continue
            group = _group_for(part, first, running)
            if group is not None:
                return Verdict(f"{part}{first}-{part}{last}", group)
    return None


def _group_for(part: str, number: int, running: Running) -> int | None:
    group = catalogue.group_of(running.fiscal_year, f"{part}{number}")
    if group is not None:
        return group
    if running.group is not None and running.part == PART_OF_LETTER[part]:
        return running.group
    return None


def _doubt(
    code: str,
    group: int,
    weight: float,
    choices: list[tuple[float, tuple[str, int]]],
    running: Running,
    alike: Mapping[str, float],
) -> str | None:
    reasons = []
    if running.group is not None and group != running.group and alike.get(code, 0.0) < 0.45:
        reasons.append("อยู่นอกช่วงของตัวชี้วัดที่กำลังอ่าน")
    if int(code[1:]) <= running.last.get(code[0], 0):
        reasons.append("ลำดับไม่เรียงขึ้น")
    if len(choices) > 1 and weight - choices[1][0] < 0.75:
        part, number = choices[1][1]
        reasons.append(f"อาจเป็น {part}{number}")
    if alike and alike.get(code, 0.0) < 0.15 and max(alike.values()) > 0.5:
        reasons.append("ข้อความไม่ตรงกับข้อคำถามของรหัสนี้")
    return "; ".join(reasons) or None
