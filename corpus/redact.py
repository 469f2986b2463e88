"""Personal data and secrets masked before anything else sees a report: the store never holds the words.

A mask is as long as what it covers, so every offset, box and place stays true, and line ends, tabs and markup stay.
Passwords and meeting identifiers are always masked; the other kinds unless the settings say otherwise. Office phones,
hotlines, codes, dates, sums and numbers of papers stay: what is masked is told by its shape and the words before it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from corpus.cells import Span, flat, tags
from corpus.names import names
from corpus.records import Masked, MaskKind, Report

MASK = "█"
ALWAYS = frozenset({MaskKind.PASSWORD, MaskKind.MEETING})
CHOSEN = frozenset(MaskKind) - ALWAYS

_KEPT = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
_THAI = "\u0e01-\u0e4e"


def masked(report: Report, kinds: Iterable[MaskKind] = CHOSEN) -> Report:
    """The report with its secrets, and personal data of these kinds, masked; ``Report.masked`` says where."""
    wanted = ALWAYS | frozenset(kinds)
    found = [(kind, span) for kind, span in spans(report.text) if kind in wanted]
    # Names of sheets and what a reader noted are words of the file as well.
    pages = tuple(replace(page, label=_covered(page.label, wanted)) for page in report.pages)
    notes = tuple(_covered(note, wanted) for note in report.notes)
    if not found and (pages, notes) == (report.pages, report.notes):
        return report
    places = tuple(Masked(kind, span.start, span.end) for kind, span in found)
    text = _mask(report.text, [span for _, span in found])
    return replace(report, text=text, pages=pages, notes=notes, masked=places)


def masked_text(text: str, kinds: Iterable[MaskKind] = CHOSEN) -> str:
    """Words that are put beside a report, masked as it is."""
    return _covered(text, ALWAYS | frozenset(kinds))


def _covered(text: str, wanted: frozenset[MaskKind]) -> str:
    return _mask(text, [span for kind, span in spans(text) if kind in wanted])


def _mask(text: str, found: Iterable[Span]) -> str:
    """The text with the spans masked, character for character; markup and what parts lines and cells stays."""
    letters = list(text)
    markup = bytearray(len(letters))
    for tag in tags(text):
        markup[tag.start : tag.end] = b"\1" * (tag.end - tag.start)
    for span in found:
        for at in range(span.start, span.end):
            if not markup[at] and not _KEPT.match(letters[at]):
                letters[at] = MASK
    return "".join(letters)


def counts(reports: Iterable[Report]) -> dict[MaskKind, int]:
    """How many places of each kind are masked, kinds in their own order, those without any left out."""
    found = Counter(one.kind for report in reports for one in report.masked)
    return {kind: found[kind] for kind in MaskKind if found[kind]}


def spans(text: str) -> list[tuple[MaskKind, Span]]:
    """What is to be masked, in order and without overlaps; where two kinds meet, the first of the list below has it."""
    image = _image(text)
    taken = bytearray(len(text))
    out: list[tuple[MaskKind, Span]] = []
    for kind, finder in _FINDERS:
        for start, end in finder(image):
            for run in re.finditer(b"\0+", taken[start:end]):
                free = Span(start + run.start(), start + run.end())
                if any(letter.isalnum() for letter in image[free.start : free.end]):
                    out.append((kind, free))
            taken[start:end] = b"\1" * (end - start)
    return sorted(out, key=lambda one: one[1].start)


def _image(text: str) -> str:
    """The text with markup blanked and digits folded, character for character; lines and cells stay parted."""
    letters = list(flat(text))
    for match in _KEPT.finditer(text):
        letters[match.start()] = "\n" if match[0] != "\t" else "\t"
    return "".join(letters)


def _spelt(*words: str) -> str:
    """The words as alternatives, with blanks and line wraps between any two letters, as OCR leaves them."""
    return "(?:" + "|".join(r"\s{0,2}".join(map(re.escape, word.replace(" ", ""))) for word in words) + ")"


# --- passwords ------------------------------------------------------------------------------------------------------

_PASSWORD_LABEL = (
    _spelt(
        "รหัสผ่าน", "รหัสลับ", "พาสเวิร์ด", "พาสเวิด", "พาสโค้ด", "รหัสเข้า", "รหัสห้อง", "รหัสไวไฟ", "รหัสwifi", "รหัสwi-fi",
        "รหัสpin",
    )
    + r"|pass\s?(?:word|code|wd)|\bpwd\b|\bpin(?:\s?code)?(?=\s*[:：=])"
)  # fmt: skip
_QUOTE = "[\"'“”‘’(\\[]?"
_TOKEN = "(?P<secret>[!-~]{3,64})"
# "รหัสผ่าน : 4P4LRY", "รหัสผ่าน (Password) คือ 9999", "รหัสผ่านสำหรับเข้าห้องประชุม : x": whatever stands behind the sign.
_PASSWORD_SAID = re.compile(
    rf"(?:{_PASSWORD_LABEL})[^\d\n\t:：=]{{0,40}}(?P<sign>[:：=]|คือ|\bis\b|ว่า)\s*{_QUOTE}\s*{_TOKEN}", re.I
)
# Without a sign only what looks like one: "รหัสผ่าน 4P4LRY", also in the next cell or line.
_PASSWORD_SHOWN = re.compile(
    rf"(?:{_PASSWORD_LABEL})(?:\s*[(/][^()\d\n]{{0,20}}\)?)?[\s-]{{0,6}}{_QUOTE}{_TOKEN}", re.I
)
# The rest of one that OCR parted: "4P4 LRY".
_REST = re.compile(r" (?=[A-Z0-9]{1,8}(?![A-Za-z0-9.:/]))(?=[0-9]*[A-Z])[A-Z0-9]+")
_NO_SECRET = re.compile(
    r"(?:password|passcode|username|user|login|confirm|otp|e-?mail|new|old|policy|https?|www)\b.*", re.I
)


def _passwords(image: str) -> Iterator[tuple[int, int]]:
    for pattern in (_PASSWORD_SAID, _PASSWORD_SHOWN):
        for match in pattern.finditer(image):
            secret = match["secret"].rstrip(".,;:)]}\"'>")
            if _is_secret(secret, said="sign" in match.groupdict() and match["sign"] in ":：="):
                yield match.start("secret"), _with_rest(image, match.start("secret") + len(secret))


def _is_secret(token: str, said: bool) -> bool:
    """Behind a colon nearly anything is one; without, four signs with a digit among them, that are no figure."""
    if len(token) < 3 or _NO_SECRET.fullmatch(token):
        return False
    if said:
        return any(c.isalnum() for c in token)
    return len(token) >= 4 and any(c.isdigit() for c in token) and not re.fullmatch(r"[\d,]+\.\d+|\d+[:/.]\d.*", token)


def _with_rest(image: str, end: int) -> int:
    rest = _REST.match(image, end)
    return rest.end() if rest else end


# --- meetings -------------------------------------------------------------------------------------------------------

_MEETING_LABEL = (
    r"(?:meeting|webinar|zoom|teams|webex|conference|cisco|google\s?meet)[^\d\n]{0,20}?(?:\bid|no\.?|number|หมายเลข|รหัส|ไอดี)|"
    + _spelt("ห้องหมายเลข", "ห้องประชุมหมายเลข", "ห้องเลขที่", "รหัสห้อง", "หมายเลขห้อง", "ไอดีห้อง", "รหัสเข้าร่วม", "หมายเลขเข้าร่วม")
    + "|"
    + _spelt("รหัส", "หมายเลข", "ไอดี")
    + r"(?:\s?การ|\s?เข้า|\s?ร่วม|\s?ของ|\s?ห้อง)*\s?(?:ประชุม|อบรม|สัมมนา)|\b(?:meeting\s?)?id\b"
)
_LONG_NUMBER = r"(?P<number>\d(?:(?>[ \u00a0-]{0,2}\n?)\d){8,14})(?!\d)"
_MEETING = re.compile(rf"(?:{_MEETING_LABEL})[^\d\n]{{0,25}}?\n?[^\d\n]{{0,5}}{_LONG_NUMBER}", re.I)
# A number that stands before a password is that of the room, whatever it is called.
_BEFORE_PASSWORD = re.compile(
    rf"(?<![\d.,/-]){_LONG_NUMBER}(?=[^\d\n]{{0,20}}\n?[^\d\n]{{0,10}}(?:{_PASSWORD_LABEL}))", re.I
)
_MEETING_LINK = re.compile(
    r"(?:zoom\.us|webex\.com|teams\.(?:microsoft|live)\.com|meet\.google\.com)/(?P<path>[!-~]{4,})", re.I
)
_CODE_AFTER = re.compile(
    rf"\s{{0,3}}[,/]?\s{{0,3}}{_spelt('รหัส')}\s{{0,3}}[:：]?\s{{0,3}}(?P<code>[A-Za-z0-9]{{4,16}})(?![\w/])"
)


def _meetings(image: str) -> Iterator[tuple[int, int]]:
    for pattern in (_MEETING, _BEFORE_PASSWORD):
        for match in pattern.finditer(image):
            yield match.span("number")
            if code := _CODE_AFTER.match(image, match.end("number")):
                yield code.span("code")
    for match in _MEETING_LINK.finditer(image):
        yield match.start("path"), match.start("path") + len(match["path"].rstrip(".,;)\"'>"))


# --- numbers of persons ---------------------------------------------------------------------------------------------

# A number behind one of these belongs to a project, a paper, an account of the budget: no person's.
_OFFICIAL = re.compile(
    _spelt("รหัสโครงการ", "รหัสงบ", "รหัสบัญชี", "รหัสพัสดุ", "รหัสสินทรัพย์", "รหัสครุภัณฑ์", "หมายเลขครุภัณฑ์", "เลขครุภัณฑ์", "รหัสหน่วย",
           "รหัสกิจกรรม", "รหัสแหล่ง", "เลขที่โครงการ", "เลขที่สัญญา", "เลขที่ใบ", "เลขคุม", "เลขรับ",
           "รหัสตัวชี้วัด", "รหัสเอกสาร", "e-GP", "egp",
           "GFMIS")
    + r"[^\d\n]{0,20}\Z|(?<![" + _THAI + r"])กท[\s.]*\Z",
    re.I,
)  # fmt: skip
_PERSONAL = re.compile(
    _spelt("ประจำตัวประชาชน", "บัตรประชาชน", "เลขประชาชน", "เลขบัตร", "ID card") + r"[^\d\n]{0,25}\n?[^\d\n]{0,10}\Z", re.I
)
_LOOK_BACK = 60
# What parts the digits of one number, in a line and over the end of one; atomic, so that no run of blanks takes long.
_SIGN = r"(?>[ \u00a0]?[-–—.]?[ \u00a0]?)"
_WRAP = r"(?>[ \u00a0]?[-–—.]?[ \u00a0]?\n?[ \u00a0]?[-–—.]?[ \u00a0]?)"
_THIRTEEN = re.compile(rf"(?<![\d,./])\d(?:{_WRAP}\d){{12}}(?![\d/]|[.,]\d|{_SIGN}\d)")


def _citizens(image: str) -> Iterator[tuple[int, int]]:
    """Thirteen digits whose last is right, or any thirteen behind words that say what they are."""
    for match in _THIRTEEN.finditer(image):
        before = image[max(0, match.start() - _LOOK_BACK) : match.start()]
        digits = re.sub(r"\D", "", match[0])
        if _PERSONAL.search(before):
            yield match.span()
            continue
        right = digits[0] in "12345678" and check_digit(digits[:12]) == digits[12]
        if right and _in_groups(match[0], 4) and not _OFFICIAL.search(before):
            yield match.span()


def check_digit(twelve: str) -> str:
    """The thirteenth digit of a citizen's number: (11 - sum of digit x (13 - place from 0) mod 11) mod 10."""
    return str((11 - sum(int(digit) * (13 - at) for at, digit in enumerate(twelve)) % 11) % 10)


def _in_groups(number: str, most_gaps: int) -> bool:
    """Whether a number stands in one line in few groups; figures of a table stand in many."""
    return "\n" not in number and len(re.findall(r"\D+", number)) <= most_gaps


_ACCOUNT_SHAPE = re.compile(r"(?<![\d,./-])\d{3}[-–]\d[-–]\d{5}[-–]\d(?![\d/-])")
_ACCOUNT_LABEL = (
    _spelt("เลขที่บัญชี", "เลขบัญชี", "บัญชีเลขที่", "หมายเลขบัญชี", "บัญชีธนาคาร", "บัญชีออมทรัพย์",
           "บัญชีกระแสรายวัน", "พร้อมเพย์", "promptpay", "ธนาคาร")
    + r"|\baccount\s?(?:no|number)|\ba/c"
)  # fmt: skip
_ACCOUNT = re.compile(
    rf"(?:{_ACCOUNT_LABEL})[^\d\n]{{0,60}}?\n?[^\d\n]{{0,30}}?(?P<number>\d(?:{_WRAP}\d){{8,14}})(?![\d/]|[.,]\d|\s*บาท)",
    re.I,
)


def _accounts(image: str) -> Iterator[tuple[int, int]]:
    for match in _ACCOUNT_SHAPE.finditer(image):
        yield match.span()
    for match in _ACCOUNT.finditer(image):
        yield match.span("number")


# Mobile numbers begin with 06, 08 or 09, or +66 6, 8, 9; an office's lines (02, 03 to 05, 07) and hotlines do not.
_MOBILE_HEAD = r"(?:\+?66[ \u00a0-]?\(?0?\)?[ \u00a0-]?|\(?0[ \u00a0-]?)(?=[689])"
_MOBILE = re.compile(rf"(?<![\d,./+-]){_MOBILE_HEAD}\d\)?(?:{_SIGN}\d){{8}}(?![\d/]|[.,]\d|{_SIGN}\d)")
_CALL_LABEL = (
    _spelt("โทรศัพท์", "โทรที่", "โทร", "มือถือ", "เบอร์", "ติดต่อ", "ไลน์", "สอบถาม") + r"|\b(?:tel|mobile|phone|call|line)\b"
)
_CALLED = re.compile(
    rf"(?:{_CALL_LABEL})[^\d\n]{{0,30}}?\n?[^\d\n]{{0,10}}(?P<number>{_MOBILE_HEAD}\d\)?(?:{_WRAP}\d){{8}})(?!\d)", re.I
)
_SECOND = re.compile(rf"[\s,/]{{1,3}}(?:หรือ|และ|,|/)?\s{{0,2}}(?P<number>{_MOBILE_HEAD}\d(?:{_WRAP}\d){{8}})(?!\d)")


def _phones(image: str) -> Iterator[tuple[int, int]]:
    for match in _CALLED.finditer(image):
        at: re.Match[str] | None = match
        while at:
            yield at.span("number")
            at = _SECOND.match(image, at.end("number"))
    for match in _MOBILE.finditer(image):
        before = image[max(0, match.start() - _LOOK_BACK) : match.start()]
        if _in_groups(match[0], 4) and not _OFFICIAL.search(before) and not _among_figures(match[0], before):
            yield match.span()


def _among_figures(number: str, before: str) -> bool:
    """Whether a number in groups goes on from other figures: "06 07 08 09 10 11" are columns of a table."""
    return " " in number and bool(re.search(r"\d[ \u00a0]{0,3}\Z", before))


_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9](?:[A-Za-z0-9_%+-]|\.(?=[A-Za-z0-9_%+-])){0,63} ?(?:@|\(at\)|\[at\]) ?"
    r"(?:[A-Za-z0-9-]{1,63}\. ?){1,5}[A-Za-z]{2,12}(?![A-Za-z0-9-])"
)


def _emails(image: str) -> Iterator[tuple[int, int]]:
    for match in _EMAIL.finditer(image):
        yield match.span()


_FINDERS: tuple[tuple[MaskKind, Callable[[str], Iterable[tuple[int, int]]]], ...] = (
    (MaskKind.MEETING, _meetings),
    (MaskKind.PASSWORD, _passwords),
    (MaskKind.EMAIL, _emails),
    (MaskKind.CITIZEN, _citizens),
    (MaskKind.ACCOUNT, _accounts),
    (MaskKind.PHONE, _phones),
    (MaskKind.NAME, names),
)
