"""The line that opens an answer in scores: what was asked for in words, each score with the mark of its quote.

A mean says that it is worked out, and from how many scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from assistant.question import Question
from assistant.wants import PASS_MARK, PASSES, Want, how_many, limit
from assistant.wording import district_name, listed, points, say, subject, year_label
from corpus import catalogue
from corpus.thai import fold_digits

# Of more scores than this only the two ends are told; of equal ones so many are named.
MOST_TOLD, MOST_NAMED = 4, 6
MOST_MARKS = 12


@dataclass(frozen=True, slots=True)
class Scored:
    """One printed score: whose, of which year, item ("E12") or indicator ("7"), and the mark of its quote."""

    district: str
    year: int
    label: str
    value: float
    mark: str = ""


def of_scores(asked: Question, told: Sequence[Scored]) -> str:
    """The line above scores, told in their order."""
    if not told:
        return ""
    if asked.want in (Want.LOWEST, Want.HIGHEST):
        return _extreme(asked, told)
    if asked.want in (Want.BELOW, Want.ABOVE):
        return _beyond(asked, told)
    if asked.mean and (mean := _mean(asked, told)):
        return mean
    if len(told) == 1:
        return _single(told[0], asked)
    if len({one.label for one in told}) == 1:
        return _one_subject(told, asked.english)
    return _several(asked, told)


def _of_whom(one: Scored, english: bool) -> str:
    return f"{district_name(one.district, english)} {year_label(one.year, english)}"


def _named(one: Scored, english: bool) -> str:
    """Which score it is: "ข้อ E12 ของเขตสาทร ปี 2567"."""
    return f"{subject(one.label, english)} {say(english, 'ของ', 'of ')}{_of_whom(one, english)}"


def _single(one: Scored, asked: Question) -> str:
    en = asked.english
    who, what, year = district_name(one.district, en), subject(one.label, en), year_label(one.year, en)
    return say(
        en,
        f"{who}ได้ {points(one.value)} คะแนน{what} {year} {one.mark}{_passed(one, asked)}",
        f"{who} scored {points(one.value)} on {what} in {year} {one.mark}{_passed(one, asked)}.",
    )


def _passed(one: Scored, asked: Question) -> str:
    """Whether a score reaches the pass mark, where that is asked."""
    if not PASSES.search(asked.text):
        return ""
    mark = points(PASS_MARK)
    if one.value >= PASS_MARK:
        return say(asked.english, f" ถึงเกณฑ์ {mark}", f", which reaches the mark of {mark}")
    return say(asked.english, f" ไม่ถึงเกณฑ์ {mark}", f", which is below the mark of {mark}")


def _extreme(asked: Question, told: Sequence[Scored]) -> str:
    en = asked.english
    word = say(en, "ต่ำสุด", "lowest") if asked.want is Want.LOWEST else say(en, "สูงสุด", "highest")
    if how_many(asked.text) == 1:
        told = [one for one in told if one.value == told[0].value]
    first = told[0]
    if len(told) == 1:
        return say(
            en,
            f"คะแนน{word}คือ{_named(first, en)} ได้ {points(first.value)} คะแนน {first.mark}",
            f"The {word} score is {points(first.value)}, {_named(first, en)} {first.mark}.",
        )
    if len({one.value for one in told}) == 1:
        same = listed([f"{_named(one, en)} {one.mark}" for one in told[:MOST_NAMED]], en)
        return say(
            en,
            f"คะแนน{word}คือ {points(first.value)} คะแนน เท่ากัน {len(told)} รายการ: {same}",
            f"The {word} score is {points(first.value)}, shared by {len(told)}: {same}.",
        )
    named = listed([f"{_named(one, en)} {points(one.value)} {one.mark}" for one in told[:MOST_NAMED]], en)
    return say(en, f"{len(told)} คะแนนที่{word}: {named}", f"The {len(told)} {word} scores: {named}.")


def _beyond(asked: Question, told: Sequence[Scored]) -> str:
    en, first = asked.english, told[0]
    below = asked.want is Want.BELOW
    mark = points(limit(fold_digits(asked.text)))
    count = len(told)
    by_item = not first.label[0].isdigit()
    unit = say(en, "ข้อ" if by_item else "ตัวชี้วัด", ("item" if by_item else "indicator") + "s" * (count > 1))
    thai = f"{count} {unit}ได้คะแนน{'ต่ำกว่า' if below else 'สูงกว่า'} {mark}"
    english = f"{count} {unit} scored {'below' if below else 'above'} {mark}"
    at = f"{_named(first, en)} {say(en, 'ได้', 'with')} {points(first.value)} {first.mark}"
    return say(
        en,
        f"{thai} {'ต่ำสุด' if below else 'สูงสุด'}คือ{at}",
        f"{english}; the {'lowest' if below else 'highest'} is {at}.",
    )


def _mean(asked: Question, told: Sequence[Scored]) -> str:
    """The mean of what is printed, of one report or of one item; "" where a mean of it would mean nothing."""
    en = asked.english
    reports = {(one.district, one.year) for one in told}
    labels = {one.label for one in told}
    if len(told) < 2 or (len(reports) > 1 and len(labels) > 1):
        return ""
    value = f"{fmean(one.value for one in told):.2f}"
    marks = " ".join(one.mark for one in told[:MOST_MARKS])
    if len(reports) == 1:
        of = ", ".join(asked.parts)
        unit = say(en, "ตัวชี้วัด", "indicators") if told[0].label[0].isdigit() else say(en, "ข้อ", "items")
        who = _of_whom(told[0], en)
        return say(
            en,
            f"{who} เฉลี่ย{' ' + of if of else ''} {value} คะแนน คำนวณจาก {len(told)} {unit}ที่รายงานพิมพ์ไว้ {marks}",
            f"The mean{' of ' + of if of else ''} for {who} is {value},"
            f" worked out from the {len(told)} {unit} that the report prints {marks}.",
        )
    what = subject(told[0].label, en)
    return say(
        en,
        f"{what} เฉลี่ย {value} คะแนน คำนวณจาก {len(told)} รายงาน {marks}",
        f"The mean of {what} is {value}, worked out from {len(told)} reports {marks}.",
    )


def _one_subject(told: Sequence[Scored], en: bool) -> str:
    """Scores of one item: over the years of a district, or of districts beside one another."""
    what = subject(told[0].label, en)
    if not _same_question(told):
        return _listed_scores(told, what, en)
    if len({one.district for one in told}) == 1:
        first, last = min(told, key=lambda one: one.year), max(told, key=lambda one: one.year)
        return _over_years(first, last, what, en) if first.year < last.year else _listed_scores(told, what, en)
    ranked = sorted((one for one in told if one.mark), key=lambda one: -one.value)
    best, worst = ranked[0], ranked[-1]
    high, low = (f"{points(one.value)} {say(en, 'คะแนน ', '')}{one.mark}" for one in (best, worst))
    top, bottom = _of_whom(best, en), _of_whom(worst, en)
    if best.value == worst.value or len({one.value for one in told}) < len(told) > 2:
        return _listed_scores(ranked, what, en)
    if len(told) == 2:
        return say(
            en,
            f"{what} {top} ได้ {high} สูงกว่า{bottom} ที่ได้ {low}",
            f"On {what} {top} scored {high}, more than {bottom} with {low}.",
        )
    return say(
        en,
        f"{what} มีคะแนนในรายงาน {len(told)} ฉบับ สูงสุดคือ{top} {high} ต่ำสุดคือ{bottom} {low}",
        f"{len(told)} reports print a score of {what}: the highest is {top} {high}, the lowest {bottom} {low}.",
    )


def _same_question(told: Sequence[Scored]) -> bool:
    """Whether an item asks the same in all the years told, as far as anybody has judged."""
    label, years = told[0].label, sorted({one.year for one in told})
    if label[0].isdigit():
        return True
    pairs = [(a, b) for a in years for b in years if a < b]
    return all(catalogue.same_meaning(a, label, b, label) is not False for a, b in pairs)


def _over_years(first: Scored, last: Scored, what: str, en: bool) -> str:
    way = (last.value > first.value) - (last.value < first.value)
    thai, english = {1: ("เพิ่มขึ้น", "rose"), -1: ("ลดลง", "fell"), 0: ("เท่าเดิม ", "went")}[way]
    who, was, now = district_name(first.district, en), points(first.value), points(last.value)
    before, after = f"{year_label(first.year, en)} {first.mark}", f"{year_label(last.year, en)} {last.mark}"
    return say(
        en,
        f"{what} ของ{who}{thai}จาก {was} คะแนน {before} เป็น {now} คะแนน {after}",
        f"{who}'s {what} {english} from {was} in {before} to {now} in {after}.",
    )


def _listed_scores(told: Sequence[Scored], what: str, en: bool) -> str:
    each = listed([f"{_of_whom(one, en)} {points(one.value)} {one.mark}" for one in told[:MOST_NAMED]], en)
    return say(en, f"คะแนน{what}: {each}", f"Scores on {what}: {each}.")


def _several(asked: Question, told: Sequence[Scored]) -> str:
    """Scores of several items or indicators: each of a few, else how many and the two ends."""
    en = asked.english
    reports = {(one.district, one.year) for one in told}
    if len(reports) == 1 and len(told) <= MOST_TOLD:
        each = listed([f"{subject(one.label, en)} {points(one.value)} {one.mark}" for one in told], en)
        return say(en, f"{_of_whom(told[0], en)} ได้คะแนน{each}", f"{_of_whom(told[0], en)} scored: {each}.")
    ranked = sorted((one for one in told if one.mark), key=lambda one: one.value)
    ends = []
    for one in (ranked[-1], ranked[0]):
        whose = "" if len(reports) == 1 else f" {_of_whom(one, en)}"
        ends.append(f"{subject(one.label, en)}{whose} {points(one.value)} {one.mark}")
    of = say(en, "ของ", " of ") + _of_whom(told[0], en) if len(reports) == 1 else ""
    units = {one.label[0].isdigit() for one in told}
    unit = say(en, "รายการ", "scores") if len(units) > 1 or len(reports) > 1 else None
    unit = unit or (say(en, "ตัวชี้วัด", "indicators") if units == {True} else say(en, "ข้อ", "items"))
    count = len(told)
    return say(
        en,
        f"พบคะแนน {count} {unit}{of} สูงสุดคือ{ends[0]} ต่ำสุดคือ{ends[1]}",
        f"Found scores of {count} {unit}{of}; the highest is {ends[0]}, the lowest {ends[1]}.",
    )
