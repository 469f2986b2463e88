"""The outline of the questionnaire while a report is read: which part and group the page is in, which codes it had."""

import re
from functools import lru_cache

from corpus import catalogue, codes
from corpus.cells import flat
from corpus.codes import Running, Verdict
from corpus.records import PART_OF_GROUP, PARTS
from corpus.thai import fold_digits, squeeze

_PART = re.compile(
    r"(?P<iit>ผู้มีส่วนได้(?:ส่วน)?เสียภายใน|Internal|\(\s*[I1l]IT\s*\))"
    r"|(?P<eit>ผู้มีส่วนได้(?:ส่วน)?เสียภายนอก|External|\(\s*EIT\s*\))"
    r"|(?P<oit>การเปิดเผยข้อมูลสาธารณะ|Open\s*Data|\(\s*[O0]IT\s*\))"
)
_PART_HEAD = re.compile(
    r"[\s*]*(?:[๐-๙0-9]+\s*[.)]\s*)?(?:ส่วนที่\s*\d+\s*)?(?:เครื่องมือ\S*\s*)?แบบ\s?(?:วัด|ตรวจ|สำรวจ|ประเมิน)"
)
_CONTINUED = re.compile(r"\(\s*ต่อ\s*\)")
# ตัวชี้วัดที่, as it is printed and as it is read off a scan, where small marks are lost and taken for one another.
_INDICATOR = r"ตั?ว\s?[ชซ][ิ-ื]?[่-๋]?\s?วั?[ดต](?:\s?ท[ิ-ื]?[่-๋]?)?"
_GROUP = re.compile(
    rf"\s*[-*]*\s*(?:{_INDICATOR}\s*(?P<a>\d{{1,2}})(?![\d.])|\(?(?P<b>\d{{1,2}})\s*[).](?!\d))"
    r"\s*[:.\-]?\s*(?P<name>.*)",
    re.S,
)
_NAMED = re.compile(rf"\s*(?:{_INDICATOR}\s*[:.]?\s*|ด้าน\s?|(?P<number>\d{{1,2}})\s+)?(?P<name>.*)", re.S)
_BREAK = re.compile(
    r"\s-\s|\x1f|\(?\s*(?:ค่า|ผล)?ค\s?ะ\s?แ\s?น\s?น|\(\s*\d|\(?ได้\s*(?:ค่า)?คะแนน|\d{1,3}\.\d\d|\(\s*ต่อ|\*\*|\.{4}|…{2}"
)
# Shares of the Levenshtein-like ratio, in percent: a name beside its own number, beside another, and without one.
NAME_BESIDE_NUMBER = 62
NAME_ALONE = 86
NAME_ONLY = 90
# A heading is short; a longer line that begins like one is prose.
LONGEST = 160


class Outline:
    """The running part and group and the last number of each letter; ``year`` is that of the questionnaire's items.

    ``form_year`` is that of the form which the table follows, None where it follows none.
    """

    def __init__(self, year: int) -> None:
        self.year = year
        self.form_year: int | None = None
        self.part: str | None = None
        self.group: int | None = None
        self.last: dict[str, int] = {}
        self.codes_seen = 0

    def copy(self) -> "Outline":
        """An outline to try something on."""
        other = Outline(self.year)
        other.form_year = self.form_year
        other.part, other.group, other.last, other.codes_seen = self.part, self.group, dict(self.last), self.codes_seen
        return other

    def enter_part(self, part: str) -> None:
        """A part heading was met: its first group is not known yet."""
        if self.part is not None and PARTS.index(part) < PARTS.index(self.part):
            self.last = {}
        self.part = part
        self.group = None

    def enter_group(self, group: int) -> None:
        """A group heading was met; one that goes back to the beginning starts the questionnaire anew."""
        if self.group is not None and group < self.group:
            self.last = {}
        self.group = group
        self.part = PART_OF_GROUP[group]

    def comes_after(self, group: int) -> bool:
        """Whether a group would carry the outline on, rather than back."""
        return self.group is None or group > self.group

    def settle(self, printed: str | None, digits: str, follow: str, sure: bool = True) -> Verdict | None:
        """The code that these digits and letter mean here; the outline goes on to it."""
        return self._note(codes.settle(printed, digits, follow, self._running(), sure))

    def settle_range(self, match: re.Match[str]) -> Verdict | None:
        """The range of codes that a RANGE match means here; the outline goes on to its end."""
        return self._note(codes.settle_range(match, self._running()))

    def go_to(self, code: str, group: int) -> None:
        """Goes on to a code that was found in another way."""
        self._note(Verdict(code, group))

    def _note(self, verdict: Verdict | None) -> Verdict | None:
        if verdict is not None:
            self.last[verdict.code[0]] = int(re.findall(r"\d+", verdict.code)[-1])
            self.group = verdict.group
            self.part = PART_OF_GROUP[verdict.group]
            self.codes_seen += 1
        return verdict

    def _running(self) -> Running:
        return Running(self.year, self.part, self.group, self.last, self.form_year)


def part_of(words: str) -> str | None:
    """The part that a line of words heads, such as "แบบวัดการรับรู้ของผู้มีส่วนได้เสียภายใน (IIT)", or None."""
    if len(words) > LONGEST or not _PART_HEAD.match(words):
        return None
    match = _PART.search(words)
    return match.lastgroup.upper() if match and match.lastgroup else None


def group_alone(words: str, named: bool = False) -> int | None:
    """The group of a line that is only a group heading, perhaps with its score; ``named``: a name alone will do."""
    if len(words) > LONGEST:
        return None
    found = group_heading(words) or (group_named(words) if named else None)
    if found is None:
        return None
    group, end = found
    rest = _CONTINUED.sub("", codes.SCORE.sub("", flat(words)[end:]))
    return group if len(squeeze(rest).strip("-–:()*")) <= 3 else None


def group_heading(words: str) -> tuple[int, int] | None:
    """A heading such as "ตัวชี้วัดที่ ๓ การใช้อำนาจ" or "3) การใช้อำนาจ": its group and where its words end, or None.

    The number must fit the name, so that "ตัวชี้วัดที่ ๓.๑ ร้อยละ…" of a performance agreement is none; a name that is
    right beyond doubt stands against its number, because some reports count each part from 1.
    """
    folded = fold_digits(words)
    match = _GROUP.match(folded)
    if match is None:
        return None
    name, end = _name_of(match)
    number = int(match["a"] or match["b"])
    if not 1 <= number <= 10:
        return None
    if not name:
        return (number, end) if match["a"] else None
    alike = _names_alike(name)
    begun = len(name) >= 4 and any(official.startswith(name) for official in _group_names()[number])
    if begun or alike[number] >= NAME_BESIDE_NUMBER:
        return number, end
    best = max(alike, key=lambda group: alike[group])
    return (best, end) if alike[best] >= NAME_ALONE else None


def group_named(words: str) -> tuple[int, int] | None:
    """A heading that is the name of a group without its number: its group and where its words end, or None."""
    match = _NAMED.match(fold_digits(words))
    if match is None:
        return None
    name, end = _name_of(match)
    if not 10 <= len(name) <= 40:
        return None
    alike = _names_alike(name)
    best = max(alike, key=lambda group: alike[group])
    if alike[best] < NAME_ONLY or (match["number"] and int(match["number"]) != best):
        return None
    return best, end


def _name_of(match: re.Match[str]) -> tuple[str, int]:
    """The name in a heading, white space out, and where it ends; scores and items after it are not its own."""
    stop = _BREAK.search(match["name"])
    name = match["name"][: stop.start()] if stop else match["name"]
    return squeeze(name), match.start("name") + len(name.rstrip())


@lru_cache(maxsize=1024)
def _names_alike(printed: str) -> dict[int, float]:
    """How like the printed words are to the name of each group, in percent; short words may run on into others."""
    from rapidfuzz import fuzz

    out = {}
    for group, names in _group_names().items():
        best = max(fuzz.ratio(printed, name) for name in names)
        if len(printed) < 60:
            best = max(best, *(fuzz.ratio(printed[: len(name)], name) - 12 for name in names))
        out[group] = best
    return out


@lru_cache(maxsize=1)
def _group_names() -> dict[int, tuple[str, ...]]:
    """Every name that a group had in any year."""
    return {
        group: tuple(dict.fromkeys(squeeze(catalogue.group_name(group, year)) for year in catalogue.years()))
        for group in catalogue.GROUPS
    }
