"""The marks and numbers that Word puts before the paragraphs of a list, as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_DASHES = "-–—‐‑−"
LARGEST = 32_767
# A level of a list: nine is all that Word has.
LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the kind of its numbers, its pattern ("%1.%2"), where it begins."""

    kind: str
    pattern: str
    start: int


class Lists:
    """The lists of one document; ``mark`` is asked paragraph after paragraph and counts as it goes."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """``numbering`` and ``styles`` are the root elements of these parts, or None."""
        kinds = [] if numbering is None else numbering.iter(f"{W}abstractNum")
        abstract = {one.get(f"{W}abstractNumId"): one for one in kinds}
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, set[int]] = {}
        for num in [] if numbering is None else numbering.iter(f"{W}num"):
            held = num.find(f"{W}abstractNumId")
            base = "" if held is None else held.get(f"{W}val", "")
            number = num.get(f"{W}numId", "")
            levels = _levels(abstract.get(base))
            for override in num.iter(f"{W}lvlOverride"):
                _override(levels, override)
                self._restarts.setdefault(number, set()).add(_integer(override.get(f"{W}ilvl")))
            self._levels[number], self._abstract[number] = levels, base
        self._of_style = _of_styles(styles)
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()

    def mark(self, properties: Any) -> str:
        """What stands before a paragraph of these properties (``w:pPr`` or None): "1.", "•", or nothing."""
        number, level = self._place(properties)
        levels = self._levels.get(number, {})
        held = levels.get(level)
        if held is None:
            return ""
        counts = self._counts.setdefault(self._abstract[number], {})
        if number not in self._seen:
            self._seen.add(number)
            for restarted in self._restarts.get(number, ()):
                counts.pop(restarted, None)
        counts[level] = counts.get(level, held.start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        return _printed(held, levels, counts)

    def _place(self, properties: Any) -> tuple[str, int]:
        """Number and level of the list that a paragraph is in, by itself or by its style."""
        if properties is None:
            return "", 0
        held = properties.find(f"{W}numPr")
        style = properties.find(f"{W}pStyle")
        number, level = self._of_style.get("" if style is None else style.get(f"{W}val", ""), ("", 0))
        if held is not None:
            own, deep = held.find(f"{W}numId"), held.find(f"{W}ilvl")
            number = number if own is None else own.get(f"{W}val", "")
            level = level if deep is None else _integer(deep.get(f"{W}val"))
        return number, level


def _levels(abstract: Any) -> dict[int, Level]:
    out: dict[int, Level] = {}
    for level in [] if abstract is None else abstract.findall(f"{W}lvl"):
        out[_integer(level.get(f"{W}ilvl"))] = _level(level)
    return out


def _level(level: Any) -> Level:
    def value(tag: str, default: str) -> str:
        held = level.find(f"{W}{tag}")
        return default if held is None else str(held.get(f"{W}val", default))

    return Level(value("numFmt", "decimal"), value("lvlText", ""), _integer(value("start", "1")))


def _override(levels: dict[int, Level], override: Any) -> None:
    at = _integer(override.get(f"{W}ilvl"))
    inner, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
    if inner is not None:
        levels[at] = _level(inner)
    if start is not None and at in levels:
        levels[at] = Level(levels[at].kind, levels[at].pattern, _integer(start.get(f"{W}val")))


def _of_styles(styles: Any) -> dict[str, tuple[str, int]]:
    """Number and level by paragraph style, taken over from the style that it is based on."""
    own: dict[str, tuple[str, int]] = {}
    base: dict[str, str] = {}
    for style in [] if styles is None else styles.findall(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        above = style.find(f"{W}basedOn")
        base[name] = "" if above is None else above.get(f"{W}val", "")
        number, level = style.find(f"{W}pPr/{W}numPr/{W}numId"), style.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if number is not None:
            own[name] = (number.get(f"{W}val", ""), 0 if level is None else _integer(level.get(f"{W}val")))
    out = {}
    for name in base:
        at, steps = name, 0
        while at and at not in own and steps < len(base):
            at, steps = base.get(at, ""), steps + 1
        if at in own:
            out[name] = own[at]
    return out


def _printed(level: Level, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    if level.kind == "bullet":
        mark = level.pattern.strip()
        return "-" if mark and mark in _DASHES else "•"
    if level.kind == "none":
        return ""
    out = level.pattern
    for at in range(LEVELS):
        if f"%{at + 1}" in out:
            held = levels.get(at, level)
            out = out.replace(f"%{at + 1}", counted(counts.get(at, held.start), held.kind))
    return out.strip()


def counted(number: int, kind: str) -> str:
    """A number as a list prints it; kinds are those of Word, which counts no further than LARGEST."""
    number = min(number, LARGEST)
    if kind == "thaiNumbers":
        return str(number).translate(_THAI_DIGITS)
    if kind == "thaiLetters":
        return _THAI_LETTERS[(number - 1) % len(_THAI_LETTERS)] if number > 0 else ""
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if kind == "upperRoman" else _roman(number)
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    out = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
        (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        out += letters * (number // value)
        number %= value
    return out


def _integer(value: str | None) -> int:
    """A number of the file, 0 where it is none."""
    return int(value) if value is not None and value.lstrip("-").isdigit() and len(value) < 7 else 0
