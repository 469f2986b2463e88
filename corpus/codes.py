"""Indicator codes: found at the head of an item cell, read as OCR may have meant them, settled by three witnesses.

The letter I comes out of OCR as 1, ๑, l or not at all, O as 0 or ๐, so "๑๘" is I8 or I18. The witnesses are the range
of the running group, the rising order down the page, and the item text against that year's catalogue.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus import catalogue
from corpus.records import PART_OF_LETTER
from corpus.thai import fold_digits, squeeze

_LETTER = r"(?:[IiLl|!ΙІ]|ไอ|[EeΕЕ]|อี|[OoQΟО]|โอ)"
# A code stands alone: neither a list number ("1.", "1)") nor the head of a longer number, date or phrase in Latin.
CODE = re.compile(
    rf"(?:[-–—•*·]\s*)?(?:ข้อ(?:ที่)?\s*)?(?P<letter>{_LETTER})?\s?[.\-]?\s?(?P<digits>\d{{1,3}})"
    r"(?![\d.,/)%])(?=\s|[\u0e01-\u0e4e(\-–]|[A-Z]|$)"
)
RANGE = re.compile(
    rf"(?:[-–—•*·]\s*)?(?P<letter>{_LETTER})?\s?(?P<first>\d{{1,3}})\s*(?:-|–|—|ถึง)\s*"
    rf"(?P<letter2>{_LETTER})?\s?(?P<last>\d{{1,3}})(?![\d.,/)%])"
)
SCORE = re.compile(
    r"\(?\s*-?\s*(?:ได้\s*)?(?:ค่า)?คะแนน(?:เฉลี่ย|รวม)?\s*(?:เท่ากับ|=|:)?\s*(?P<a>\d{1,3}(?:\s?[.,]\s?\d{1,2})?)(?:\s*คะแนน)?\s*\)?"
    r"|\(?\s*(?P<b>\d{1,3}(?:\s?[.,]\s?\d{1,2})?)\s*คะแนน\s*\)?"
)
_GROUP = re.compile(r"\s*(?:ตัวชี้วัด(?:ที่)?\s*(?P<a>\d{1,2})(?![\d.])|(?P<b>\d{1,2})\s*[).](?!\d))\s*[:.\-]?\s*(?P<name>.*)", re.S)
_BREAK = re.compile(r"\s-\s|\(?คะแนน|\d{1,3}\.\d\d")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A code as read: "I20" or "O1-O22", the group it belongs to, and why it is doubtful, if it is."""

    code: str
    group: int
    doubtful: str | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """What the page said before this code: the fiscal year, the running part and group, the last number by letter."""

    fiscal_year: int
    part: str | None
    group: int | None
    last: Mapping[str, int]


def letter_of(printed: str | None) -> str | None:
    """The part letter that a printed letter means; None where none is printed."""
    if not printed:
        return None
    if printed in ("อี",) or printed in "EeΕЕ":
        return "E"
    if printed in ("โอ",) or printed in "OoQΟО":
        return "O"
    return "I"


def score_of(match: re.Match[str]) -> float | None:
    """The score of a SCORE match, None where it is over 100."""
    printed = (match["a"] or match["b"]).replace(" ", "").replace(",", ".")
    value = float(printed)
    return value if value <= 100 else None


def group_heading(words: str) -> tuple[int, int] | None:
    """A heading such as "ตัวชี้วัดที่ ๓ การใช้อำนาจ" or "3) การใช้อำนาจ": its group and where its words end, or None.

    The number must fit the name, so that "ตัวชี้วัดที่ ๓.๑ ร้อยละ…" of a performance agreement is none.
    """
    from rapidfuzz import fuzz

    folded = fold_digits(words)
    match = _GROUP.match(folded)
    if match is None:
        return None
    group = int(match["a"] or match["b"])
    if not 1 <= group <= 10:
        return None
    stop = _BREAK.search(match["name"])
    name = match["name"][: stop.start()] if stop else match["name"]
    end = match.start("name") + len(name.rstrip())
    official = squeeze(catalogue.group_name(group))
    printed = squeeze(name)
    if not printed:
        return (group, end) if match["a"] else None
    alike = max(fuzz.ratio(printed, official), fuzz.ratio(printed[: len(official)], official) if len(printed) < 60 else 0)
    return (group, end) if alike >= 62 else None


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
    last = running.last.get(letter, 0)
    score += 1.0 if number > last else -1.5
    score += 4.0 * alike.get(code, 0.0)
    if alike and code == max(alike, key=lambda c: alike[c]):
        score += 1.0
    return score


def settle(printed: str | None, digits: str, item: str, running: Running) -> Verdict | None:
    """The code that the three witnesses agree on best, or None where these digits are no code at all."""
    letter = letter_of(printed)
    alike = {entry.code: value for entry, value in catalogue.nearest(running.fiscal_year, item)} if item.strip() else {}
    choices = [(_weigh(reading, printed, running, alike), reading) for reading in readings(letter, digits)]
    if not choices:
        return None
    choices.sort(key=lambda choice: -choice[0])
    weight, (part, number) = choices[0]
    code = f"{part}{number}"
    if weight < (0.5 if printed else 1.5):
        return None
    group = _group_for(part, number, running)
    if group is None:
        return None
    return Verdict(code, group, _doubt(code, group, weight, choices, running, alike))


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
