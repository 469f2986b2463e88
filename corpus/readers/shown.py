"""A value of a workbook as Excel shows it: figures and dates in the format of their cell."""

import datetime
import re
from typing import Any

_THAI_MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_SHORT_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_FIGURE = re.compile(r"[#0?][#0?,.]*%?")
# The calendar of a format: 07 is the Thai one, as are years written with b.
_BUDDHIST = re.compile(r"\[\$-[0-9A-Fa-f]{0,2}07[0-9A-Fa-f]{4}\]|\[\$-1?07041E[^\]]*\]|b{2,4}", re.I)
_ERA = 543


def shown(value: Any, pattern: str) -> str:
    """The text of a cell's value; line ends stay, whatever a workbook may hold becomes words."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime.datetime, datetime.date)):
        return _date(value, pattern or "")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, (int, float)):
        return _number(value, pattern or "General")
    return str(value)


def _date(value: datetime.datetime | datetime.date, pattern: str) -> str:
    bare = _LITERAL.sub("", pattern).lower()
    year = value.year + (_ERA if _BUDDHIST.search(pattern) else 0)
    months = re.search(r"m{3,}", bare)
    if months is None:
        said = f"{value.day}/{value.month}/{year}"
    else:
        name = (_SHORT_MONTHS if len(months[0]) == 3 else _THAI_MONTHS)[value.month - 1]
        said = f"{value.day} {name} {year}" if "d" in bare else f"{name} {year}"
    timed = isinstance(value, datetime.datetime) and "h" in bare
    return f"{said} {value:%H:%M}" if timed else said


def _number(value: float, pattern: str) -> str:
    """A figure with the decimals, the per cent sign and the words that its format gives it."""
    section = pattern.split(";")[0]
    literal = _LITERAL.sub(lambda match: "\x00" if match[1] or match[2] else "", section)
    said = [match[1] or match[2] for match in _LITERAL.finditer(section) if match[1] or match[2]]
    figure = _FIGURE.search(literal)
    if figure is None:
        return _plain(value)
    digits = figure[0].rstrip("%").rpartition(".")[2] if "." in figure[0] else ""
    percent = figure[0].endswith("%") or "%" in literal
    number = f"{value * 100 if percent else value:{',' if ',' in figure[0] else ''}.{len(digits)}f}"
    if "#" in digits:
        number = number.rstrip("0").rstrip(".")
    number += "%" if percent else ""
    before = literal[: figure.start()].count("\x00")
    return ("".join(said[:before]) + number + "".join(said[before:])).strip()


def _plain(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.10g}"
