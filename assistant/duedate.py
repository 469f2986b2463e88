"""Due dates as forms write them: whether a text names one, and whether it lies in a fiscal year (October on)."""

import re

from corpus.thai import fold_digits

_MONTHS = {
    "ม.ค": 1, "มกราคม": 1, "ก.พ": 2, "กุมภาพันธ์": 2, "มี.ค": 3, "มีนาคม": 3, "เม.ย": 4, "เมษายน": 4, "พ.ค": 5,
    "พฤษภาคม": 5, "มิ.ย": 6, "มิถุนายน": 6, "ก.ค": 7, "กรกฎาคม": 7, "ส.ค": 8, "สิงหาคม": 8, "ก.ย": 9, "กันยายน": 9,
    "ต.ค": 10, "ตุลาคม": 10, "พ.ย": 11, "พฤศจิกายน": 11, "ธ.ค": 12, "ธันวาคม": 12,
}  # fmt: skip
_MONTH = "|".join(re.escape(name).replace(r"\.", r"\.\s?") for name in sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(rf"(?P<month>{_MONTH})\.?\s*(?:พ\.\s?ศ\.\s*)?(?P<year>25\d\d|[5-9]\d(?!\d))?")
_NUMBERS = re.compile(r"(?<!\d)\d{1,2}\s?[/.\-]\s?(?P<month>1[0-2]|0?[1-9])\s?[/.\-]\s?(?P<year>25\d\d|[5-9]\d)(?!\d)")
_WHOLE_YEAR = re.compile(r"ปี(?:งบประมาณ)?\s*(?:พ\.\s?ศ\.\s*)?(?P<year>25\d\d)?")
_QUARTER = re.compile(r"ไตรมาส(?:ที่)?\s*[1-4]")


def months_named(text: str) -> tuple[tuple[int, int | None], ...]:
    """Every (month, year in the Buddhist Era) of a text; a month without a year takes that of the next one, if any."""
    folded = fold_digits(text)
    found: list[tuple[int, int, int | None]] = []
    for pattern in (_DATE, _NUMBERS):
        for match in pattern.finditer(folded):
            printed = match["month"]
            month = int(printed) if printed.isdigit() else _MONTHS[printed.replace(" ", "")]
            year = int(match["year"]) if match["year"] else None
            found.append((match.start(), month, year + 2500 if year and year < 100 else year))
    out: list[tuple[int, int | None]] = []
    following: int | None = None
    for _, month, year in sorted(found, reverse=True):
        following = year if year is not None else following
        out.append((month, following))
    return tuple(reversed(out))


def names_due_date(text: str) -> bool:
    """Whether a text says by when: a month, a date, a quarter, or "within the (fiscal) year"."""
    folded = fold_digits(text)
    return bool(months_named(folded) or _QUARTER.search(folded) or _WHOLE_YEAR.search(folded))


def outside(text: str, fiscal_year: int) -> bool:
    """Whether a text names a month or year outside the fiscal year (B.E.), October of the year before to September."""
    for month, year in months_named(text):
        if year is not None and (year if month <= 9 else year + 1) != fiscal_year:
            return True
    folded = _DATE.sub(" ", fold_digits(text))
    return any(match["year"] and int(match["year"]) != fiscal_year for match in _WHOLE_YEAR.finditer(folded))
