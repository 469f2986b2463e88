"""Where a district stands: group means, total and level worked out from a score sheet, beside what the sheet prints."""

from dataclasses import dataclass
from statistics import fmean

from assistant.scores import ScoreSheet
from corpus import catalogue, levels
from corpus.records import PART_OF_GROUP

# Printed scores are rounded to two digits, and so are the items that they are the mean of.
SAME = 0.015


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """One indicator group: the mean of its items' scores, how many items of that year's set have one, and the print.

    ``score`` is the printed one where there is one, else the mean where all items are there, else None.
    """

    group: int
    name: str
    mean: float | None
    items: int
    of: int
    printed: float | None

    @property
    def score(self) -> float | None:
        """The score that the total is worked out from."""
        if self.printed is not None:
            return self.printed
        return self.mean if self.items == self.of else None


@dataclass(frozen=True, slots=True)
class Standing:
    """The groups, the computed total (None where a group's score is missing), and Thai sentences where it differs."""

    fiscal_year: int
    groups: tuple[GroupStanding, ...]
    total: levels.Total | None
    printed_total: float | None
    printed_level: str | None
    notes: tuple[str, ...]


def standing_of(sheet: ScoreSheet) -> Standing:
    """The standing that a sheet gives, by the official weights and the scale of its year (corpus/levels.py)."""
    groups = tuple(_group(group, sheet) for group in PART_OF_GROUP)
    scores = {one.group: one.score for one in groups if one.score is not None}
    total = levels.total(scores, sheet.fiscal_year)
    printed = sheet.total
    notes = [note for one in groups if (note := _beside_printed(one))]
    if total is None:
        missing = ", ".join(str(one.group) for one in groups if one.score is None)
        notes.append(f"คำนวณคะแนนรวมไม่ได้ เพราะคะแนนของตัวชี้วัดที่ {missing} ยังไม่ครบ")
    elif printed and printed.score is not None and abs(printed.score - total.score) > SAME:
        notes.append(f"คะแนนรวมที่คำนวณได้ {total.score:.2f} ไม่ตรงกับที่พิมพ์ไว้ {printed.score:.2f} โปรดตรวจกับต้นฉบับ")
    if total and total.level and sheet.level and sheet.level != total.level:
        notes.append(f"ระดับตามเกณฑ์ปี {sheet.fiscal_year} คือ {total.level} ไม่ตรงกับที่พิมพ์ไว้ ({sheet.level})")
    return Standing(
        sheet.fiscal_year, groups, total, printed.score if printed else None, sheet.level, tuple(notes)
    )  # fmt: skip


def _group(group: int, sheet: ScoreSheet) -> GroupStanding:
    letter, first, last = catalogue.code_range(sheet.fiscal_year, group)
    held = [sheet.items[code] for n in range(first, last + 1) if (code := f"{letter}{n}") in sheet.items]
    mean = round(fmean(held), 2) if held else None
    name = catalogue.group_name(group, sheet.fiscal_year)
    return GroupStanding(group, name, mean, len(held), last - first + 1, sheet.groups.get(group))


def _beside_printed(one: GroupStanding) -> str | None:
    if one.mean is None or one.printed is None or one.items < one.of or abs(one.mean - one.printed) <= SAME:
        return None
    return (
        f"ตัวชี้วัดที่ {one.group}: ค่าเฉลี่ยของ {one.items} ข้อคือ {one.mean:.2f} ไม่ตรงกับที่พิมพ์ไว้ {one.printed:.2f} โปรดตรวจกับต้นฉบับ"
    )
