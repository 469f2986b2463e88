"""Due dates as forms write them: whether a text names one, whether it lies in a fiscal year (October on), and moved."""

import calendar
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
_WHOLE_YEAR = re.compile(r"ปี(?:งบประมาณ)?\s*(?:พ\.\s?ศ\.\s*)?[’'‘]?(?P<year>25\d\d|[5-9]\d(?!\d|\s?(?:วัน|เดือน|ครั้ง)))?")
_DAY = re.compile(r"(?<!\d)(?P<day>\d{1,2})\s*(?:เดือน\s*)?$")
# No month begins with จ: OCR read a ธ.
_MISREAD = re.compile(r"(?<![ก-๎])จ(?=\.\s?ค\.?(?![ก-๎]))")
_TWICE = re.compile(r"(.+?)\s+\1", re.S)
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
    years = [int(match["year"]) for match in _WHOLE_YEAR.finditer(folded) if match["year"]]
    return any((year + 2500 if year < 100 else year) != fiscal_year for year in years)


def moved(text: str, fiscal_year: int, to: int) -> str | None:
    """A due date of one fiscal year (B.E.) at the same time of another; None where it names none, or one outside.

    Digits stay Thai or Arabic and years long or short, as they are; a 29 February becomes the 28th where there is none,
    and จ.ค. ธ.ค. again.
    """
    text = _MISREAD.sub("ธ", text)
    if not names_due_date(text) or outside(text, fiscal_year):
        return None
    if twice := _TWICE.fullmatch(text.strip()):
        # a merged cell that was read once for each of its rows
        text = twice[1]
    folded = fold_digits(text)
    spans = [m.span("year") for p in (_DATE, _NUMBERS) for m in p.finditer(folded) if m["year"]]
    rest = _DATE.sub(lambda match: " " * len(match[0]), folded)
    spans += [m.span("year") for m in _WHOLE_YEAR.finditer(rest) if m["year"]]
    out = text
    for start, end in sorted(spans, reverse=True):
        year = str(int(folded[start:end]) + to - fiscal_year)
        out = out[:start] + _like(text[start:end], year[-(end - start) :]) + out[end:]
    out = _existing(out)
    return None if outside(out, to) else out


def without_dates(text: str) -> str:
    """What a text says beside its dates."""
    folded = fold_digits(text)
    for pattern in (_NUMBERS, _DATE, _WHOLE_YEAR):
        folded = pattern.sub(lambda match: " " * len(match[0]), folded)
    return " ".join(re.sub(r"(?<!\d)\d{1,2}(?=\s{2})", " ", folded).split())


def _like(old: str, digits: str) -> str:
    """The digits as the old ones are written, Thai or Arabic."""
    return digits.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) if "๐" <= old[0] <= "๙" else digits


def _existing(text: str) -> str:
    """The text with every 29 February of a year that has none made the 28th."""
    folded = fold_digits(text)
    for match in _DATE.finditer(folded):
        day = _DAY.search(folded[: match.start()])
        if not day or int(day["day"]) != 29 or _MONTHS[match["month"].replace(" ", "")] != 2 or not match["year"]:
            continue
        year = int(match["year"])
        if not calendar.isleap((year + 2500 if year < 100 else year) - 543):
            start, end = day.span("day")
            text = text[:start] + _like(text[start:end], "28") + text[end:]
    return text
