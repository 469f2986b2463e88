"""What one line of a score sheet says: which item or group, and its score; what is unclear is marked, never guessed."""

import html
import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.draft import group_of_item
from corpus import catalogue
from corpus.codes import readings
from corpus.outline import group_heading, group_named
from corpus.thai import fold_digits, normalise


class Kind(StrEnum):
    """What a line is about: an item, a group, a part (IIT, EIT, OIT) or the total; text without a score; not clear."""

    ITEM = "item"
    GROUP = "group"
    PART = "part"
    TOTAL = "total"
    TEXT = "text"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One score as understood, or why not; ``number`` is the 1-based line or row, ``printed`` what stands there.

    ``problem`` and ``note`` are Thai sentences: with a problem the line does not count, a note is only to be looked at.
    """

    number: int
    printed: str
    kind: Kind
    code: str | None = None
    group: int | None = None
    part: str | None = None
    score: float | None = None
    level: str | None = None
    problem: str = ""
    note: str = ""

    @property
    def counts(self) -> bool:
        """Whether the score is used."""
        return self.score is not None and not self.problem and self.kind not in (Kind.TEXT, Kind.UNREAD)


NO_SCORE = "ไม่พบคะแนนในบรรทัดนี้ โปรดเติมคะแนน"
SEVERAL = "มีตัวเลขหลายตัวที่อาจเป็นคะแนน โปรดเหลือไว้ตัวเดียว"
SEVERAL_ITEMS = "บรรทัดนี้มีหลายข้อแต่มีคะแนนช่องเดียว โปรดแยกบรรทัดละข้อ"
MOST_NAMED = 100
TOO_MANY = f"บรรทัดเดียวเอ่ยถึงข้อมากกว่า {MOST_NAMED} ข้อ โปรดแยกบรรทัดละข้อ"
NO_ITEM = "มีตัวเลขแต่ไม่พบรหัสข้อหรือตัวชี้วัด โปรดเติมรหัส เช่น I20"
# A text is taken for an item of the catalogue from this cosine on; beside a number that may be its code, from less.
BY_TEXT, BESIDE_NUMBER = 0.8, 0.45

_THAI = "\u0e01-\u0e4e"
_LETTER = rf"(?:(?<![A-Za-z0-9.])[IEO]|(?<![{_THAI}])(?:ไอ|อี|โอ))"
_CODE = re.compile(rf"(?P<letter>{_LETTER})\s?[-.]?\s?(?P<digits>\d{{1,3}})(?!\d|\s?\.\d)", re.I)
_RANGE = re.compile(
    rf"(?P<letter>{_LETTER})\s?[-.]?\s?(?P<first>\d{{1,2}})(?:(?P<minus>\s+-(?=\d))|\s*(?:-|–|—|ถึง|to)\s*)(?:(?P<second>[IEO])\s?)?(?P<last>\d{{1,2}})"
    r"(?!\d|\s?[.,]\d)",
    re.I,
)
# OCR prints I as 1 and O as 0, and some sheets number the items without a letter: only beside the item's words.
_BARE = re.compile(rf"(?:^|(?<=[-–•]))\s*(?:ข้อ(?:ที่)?\s*)?(?P<digits>\d\s?\d{{0,2}})[.)]?\s+(?=[{_THAI}A-Z])")
_GROUP = re.compile(r"(?:ตัวชี้วัด(?:ย่อย)?|กลุ่ม|ด้าน|indicator|group)\s*(?:ที่)?\s*(\d{1,2})(?!\d|\s?\.\d)", re.I)
_PART = re.compile(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])", re.I)
_TOTAL = re.compile(
    r"คะแนน(?:เฉลี่ย)?\s?(?:โดย)?รวม|คะแนน(?:การประเมิน|ผล)?\s?ITA|ภาพรวม|ผลคะแนนรวม|รวมทั้ง(?:หมด|สิ้น)|^\W*รวม(?![ก-๎])|"
    r"(?<![A-Za-z])total",
    re.I,
)
_LEVEL = re.compile(
    r"(?:ระดับ|เกรด|^)\s*[:\"“(]?\s*(?:(AA|[A-F])(?![A-Za-z]|\s?\d)|(ผ่านดีเยี่ยม|ผ่านดี|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|ผ่าน(?![ก-๎])))"
)
# Numbers that are no scores: years, times of day, full marks, money, how long, counts, places in a list.
_TIME = r"(?<![\d.])\d{1,2}\s?[.:]\s?\d{2}(?!\d)"
_ASIDE = re.compile(
    rf"(?:{_TIME}\s*(?:น\.?)?\s*(?:[-–]|ถึง)\s*)?{_TIME}\s*(?:น\.(?!\s?ส)|นาฬิกา)|"
    r"(?<![\d.])\d[\d,]*(?:\.\d+)?\s*(?:(?:ล้าน|แสน|หมื่น|พัน)\s*)?(?:บาท|นาที|ชั่วโมง|วัน(?!ที่)|สัปดาห์|กิโลเมตร|เมตร)|"
    r"(?:ปี|พ\.\s?ศ\.|FY)\s*\.?\s*\d{2,4}(?!\d|\.\d)|(?<![\d.])2[05]\d\d(?!\d|\.\d)|เต็ม\s*\d{2,3}(?:\s*คะแนน)?|/\s?100(?!\d)|(?:ครั้ง|ลำดับ|อันดับ|หน้า|แบบ)\s?(?:ที่)?\s?\d+|"
    r"(?<![\d.])\d[\d,]*\s*(?:คน|ราย(?!งาน)|ข้อ|ตัวชี้วัด|ครั้ง|หน่วยงาน|เขต|ชุด|เรื่อง)|(?<!\d)\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{2,4}"
)
_POINT = re.compile(r"(?<=\d)\s?[.,]\s?(?=\d{1,2}(?!\d))")
_NUMBER = re.compile(r"(?<![\d.A-Za-z])(?:(?<![\w)])[-−])?\d+(?:\.\d+)?(?!\d)")
_POINTS = "คะแนน"
_WORDS_END = re.compile(r"\(?\s*\d|\s[-–•]|คะแนน|จุดอ่อน")
_LETTERS = re.compile(f"[{_THAI}A-Za-z]")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.I)
# A whole number that nobody calls a score is one at the end of the line, or in a line of few letters.
_LAST, FEW_LETTERS = re.compile(r"[\s).%]*$"), 12


def flat_line(printed: str) -> str:
    """The line with Arabic digits, regular Thai and single blanks, as the patterns here read it."""
    return normalise(fold_digits(html.unescape(_TAG.sub(" ", printed))))


def read_line(number: int, printed: str, fiscal_year: int, score: str | None = None) -> list[ScoreLine]:
    """The scores of one line, one for each item that it names; ``score``: what stands in a score column of its own.

    Codes are read against the items of ``fiscal_year`` (B.E.) where they are printed without their letter.
    """
    text = flat_line(printed)
    shown = " ".join(printed.split())
    if score is not None and score.strip():
        shown = f"{shown} | {score.strip()}"
    named = _named(text, fiscal_year)
    if len(named) > MOST_NAMED:
        return [ScoreLine(number, shown[:200], Kind.UNREAD, problem=TOO_MANY)]
    if not named:
        return [_without_item(number, shown, text, fiscal_year, score)]
    items = [one for one in named if one[0].kind is not Kind.GROUP]
    if score is not None and items:
        value, problem = score_in(score)
        problem = problem if len(items) == 1 else SEVERAL_ITEMS
        return [_line(number, shown, subject, value, problem, text) for subject, _, _ in items]
    out = []
    for at, (subject, _, end) in enumerate(named):
        until = named[at + 1][1] if at + 1 < len(named) else len(text)
        value, problem = score_in(text[end:until] if score is None else score)
        if value is not None or subject.kind is not Kind.GROUP or not items or problem == SEVERAL:
            out.append(_line(number, shown, subject, value, problem, text))
    return out


def _line(number: int, shown: str, subject: ScoreLine, value: float | None, problem: str, text: str) -> ScoreLine:
    return ScoreLine(
        number, shown, subject.kind, subject.code, subject.group, subject.part, value, level_in(text),
        subject.problem or problem, subject.note,
    )  # fmt: skip


def _named(text: str, fiscal_year: int) -> list[tuple[ScoreLine, int, int]]:
    """What the line names, each with where its name begins and ends, in order."""
    found: list[tuple[ScoreLine, int, int]] = []

    def note(subject: ScoreLine, start: int, end: int) -> None:
        if len(found) <= MOST_NAMED and all(end <= begun or start >= ended for _, begun, ended in found):
            found.append((subject, start, end))

    for match in _RANGE.finditer(text):
        if match["minus"] and not match["second"]:
            continue
        note(_range(match, fiscal_year), match.start(), match.end())
    for match in _CODE.finditer(text):
        code = f"{_letter(match['letter'])}{int(match['digits'])}"
        subject = ScoreLine(0, "", Kind.ITEM, code, group_of_item(fiscal_year, code))
        note(subject, match.start(), match.end())
    heading = group_heading(text) or group_named(_NUMBER.split(text)[0].strip(" (") if text[:1] > "9" else text)
    if (heading and not found) or (heading and found and min(start for _, start, _ in found) >= heading[1]):
        note(ScoreLine(0, "", Kind.GROUP, group=heading[0]), 0, heading[1])
    for match in _GROUP.finditer(text):
        if 1 <= int(match[1]) <= 10 and not (heading and match.start() < heading[1]):
            note(ScoreLine(0, "", Kind.GROUP, group=int(match[1])), match.start(), match.end())
    for match in _BARE.finditer(text):
        if meant := _bare_code(match, text, fiscal_year):
            why = f"รหัสพิมพ์ไว้เป็น {match['digits']} อ่านเป็น {meant} จากข้อความของข้อ โปรดตรวจ"
            subject = ScoreLine(0, "", Kind.ITEM, meant, group_of_item(fiscal_year, meant), note=why)
            note(subject, match.start("digits"), match.end("digits"))
    return sorted(found, key=lambda one: one[1])


def _letter(printed: str) -> str:
    return {"ไอ": "I", "อี": "E", "โอ": "O"}.get(printed, printed.upper())


def _range(match: re.Match[str], fiscal_year: int) -> ScoreLine:
    """A range of items: that of a whole group stands for the group, any other is not clear."""
    letter, first, last = _letter(match["letter"]), int(match["first"]), int(match["last"])
    for group in range(1, 11):
        if catalogue.code_range(fiscal_year, group) == (letter, first, last):
            why = f"คะแนนของทั้งช่วง {letter}{first}-{letter}{last} นับเป็นคะแนนตัวชี้วัดที่ {group}"
            return ScoreLine(0, "", Kind.GROUP, group=group, note=why)
    why = f"คะแนนเดียวของช่วง {letter}{first}-{letter}{last} ไม่บอกคะแนนของแต่ละข้อ โปรดแยกเป็นรายข้อ"
    return ScoreLine(0, "", Kind.UNREAD, problem=why)


def _bare_code(match: re.Match[str], text: str, fiscal_year: int) -> str | None:
    """The code that a number without its letter stands for, by the words behind it; None where they do not say."""
    words = _WORDS_END.split(text[match.end() :])[0]
    digits = match["digits"].replace(" ", "")
    likely = {f"{letter}{number}" for letter, number in readings(None, digits)}
    for item, alike in catalogue.nearest(fiscal_year, words)[:3]:
        if alike >= BESIDE_NUMBER and item.code in likely:
            return item.code
    return None


def _without_item(number: int, shown: str, text: str, fiscal_year: int, score: str | None) -> ScoreLine:
    """A line that names no code and no group: a part, the total, an item by its words alone, or plain text."""
    value, problem = score_in(text if score is None else score)
    level = level_in(text)
    part = _PART.search(text)
    if _TOTAL.search(text) and problem != NO_SCORE:
        return ScoreLine(number, shown, Kind.TOTAL, score=value, level=level, problem=problem)
    if part and value is not None:
        return ScoreLine(number, shown, Kind.PART, part=part[1].upper(), score=value)
    if value is None and problem == NO_SCORE:
        return ScoreLine(number, shown, Kind.TEXT, level=level)
    best = catalogue.nearest(fiscal_year, _NUMBER.sub(" ", text))[:1]
    if best and best[0][1] >= BY_TEXT:
        item = best[0][0]
        why = f"ไม่มีรหัสพิมพ์ไว้ อ่านเป็น {item.code} จากข้อความของข้อ โปรดตรวจ"
        return ScoreLine(number, shown, Kind.ITEM, item.code, item.group, score=value, problem=problem, note=why)
    return ScoreLine(number, shown, Kind.UNREAD, score=value, problem=problem or NO_ITEM)


def score_in(text: str) -> tuple[float | None, str]:
    """The one score in a run of text, else None and why; a number called คะแนน counts before a bare one."""
    folded = _POINT.sub(".", _ASIDE.sub(" ", fold_digits(text)))
    short = len(_LETTERS.findall(folded)) <= FEW_LETTERS
    called: list[str] = []
    bare: list[str] = []
    for match in _NUMBER.finditer(folded):
        behind = folded[match.end() : match.end() + 8].lstrip(" )").replace(" ", "")
        before = re.sub(r"[\s:=(]+$", "", folded[max(0, match.start() - 24) : match.start()])
        is_called = behind.startswith(_POINTS) or bool(re.search(r"คะแนน[ก-๎]{0,12}$", before))
        if is_called or "." in match[0] or short or _LAST.match(folded, match.end()):
            (called if is_called else bare).append(match[0].replace("−", "-"))
    pointed = [one for one in bare if "." in one]
    for candidates in (called, pointed, bare):
        values = {float(one) for one in candidates}
        if len(values) == 1:
            return values.pop(), ""
        if values:
            return None, SEVERAL
    return None, NO_SCORE


def is_only_score(text: str) -> bool:
    """Whether a line says its number is a score, or says nothing else: such a line goes on with the item above it."""
    return _POINTS in text or len(_LETTERS.findall(text)) == 0


def level_in(text: str) -> str | None:
    """The level that a line prints: "C", "ผ่านดี", or None."""
    match = _LEVEL.search(text)
    return (match[1] or match[2]) if match else None
