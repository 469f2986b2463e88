"""What may not carry over from one district's report into another's plan, and the words put right for the new owner.

Names, dates, scores, persons, numbers of papers, phones, links and sums are the precedent's own; a clause that holds
one is left out rather than repaired, for what is left of it would be nobody's words.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from corpus.cells import flat
from corpus.districts import all_districts, find_districts, unknown_mentions
from corpus.redact import MASK
from corpus.thai import cut, dictionary, family_names, given_names, squeeze

_THAI = "\u0e01-\u0e4e"

# --- dates ------------------------------------------------------------------------------------------------------------

_MONTHS = "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
# "มี.ค.", "มี. ค", "ธ.ค.๖๕"; OCR reads ธ.ค. as จ.ค. One full stop at least, or a number beside it.
_SHORT_MONTHS = "|".join(
    rf"{a}\.\s?{b}(?:\.|(?![{_THAI}]))"
    for a, b in re.findall(r"(\S+)\.(\S+)", "ม.ค ก.พ มี.ค เม.ย พ.ค มิ.ย ก.ค ส.ค ก.ย ต.ค พ.ย ธ.ค จ.ค")
)
_BARE_MONTHS = "มค|กพ|มีค|เมย|พค|มิย|กค|สค|กย|ตค|พย|ธค"
_ENGLISH_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    "Nov(?:ember)?|Dec(?:ember)?"
)
_DATE = re.compile(
    rf"{_MONTHS}|(?<![{_THAI}])(?:{_SHORT_MONTHS})|\d\s?(?:{_BARE_MONTHS})(?![{_THAI}])|(?<![{_THAI}])(?:{_BARE_MONTHS})\.?\s?\d|"
    rf"\d\s+(?:{_ENGLISH_MONTHS})\b|\b(?:{_ENGLISH_MONTHS})\.?\s+\d|"
    r"พ\.\s?ศ\.|ค\.\s?ศ\.|(?<!\d)25\d\d(?!\d)|(?<![\d,])20[0-4]\d(?![\d,])|ปี(?:งบประมาณ)?\s?(?:พ\.?ศ\.?)?\s?[’'‘]?\d\d(?!\d)|"
    r"วันที่\s?\d|(?<!\d)\d{1,2}\s?(?P<mark>[/.\-])\s?\d{1,2}\s?(?P=mark)\s?\d{2,4}(?!\d)"
)

# --- figures ----------------------------------------------------------------------------------------------------------

_SCORE = re.compile(
    r"\d\s*คะแนน|คะแนน(?:[^\d\n]{0,16}(?:ได้|รวม|เฉลี่ย|เท่ากับ|อยู่ที่|ITA|[:=])[^\d\n]{0,12})?\s*\d|ร้อยละ\s*\d|\d\s*[%％]|เปอร์เซ็น(?:ต์)?|ระดับ\s*(?:AA|[A-F])(?![A-Za-z])|"
    # a bare score: two digits, a point and two digits, that is no time of day ("08.30 - 16.00 น.")
    r"(?<![\d.])\d{2,3}\.\d{2}(?![\d.])(?!\s*(?:น\.|นาฬิกา|[-–]\s*\d{1,2}[.:]\d\d))(?<!\d[.:]\d\d\s[-–]\s\d\d\.\d\d)"
)
_MONEY = re.compile(r"\d\s*(?:ล้าน|แสน|หมื่น|พัน)?\s*บาท|งบประมาณ[^\d\n]{0,12}\d[\d,]{3,}")
_HEADS = re.compile(r"\d[\d,]{2,}\s*(?:คน|ราย(?!การ)|เรื่อง)")

# --- persons, papers, ways to reach somebody --------------------------------------------------------------------------

_RANK = re.compile(
    rf"(?:นางสาว|(?<![{_THAI}])น\.\s?ส\.|ว่าที่\s?(?:ร\.|ร้อย|พัน)|(?<![{_THAI}])(?:[พรส]\.\s?[ตทอ]\.|จ\.\s?ส\.|ด\.\s?ต\.)(?:\s?[ตทอ]\.)?|"
    rf"(?<![{_THAI}])(?:ดร|ผศ|รศ)\.)\s?[{_THAI}]|\b(?:Mr|Mrs|Ms|Miss|Dr)\b\.?\s?[A-Z]|ลงชื่อ\s?(?:[.…_(]|นา[ยง])|\(?ลงนาม\)?\s*\("
)
_TITLES = ("นาย", "นาง", "นางสาว")
# Posts that begin with such a title: a person is not named by them.
_POSTS = (
    "ทะเบียน", "จ้าง", "ตรวจ", "อำเภอ", "แพทย์", "ทหาร", "หน้า", "ช่าง", "ท้าย", "เวร", "ประกัน", "สถานี", "ตำรวจ", "ด่าน",
    "พยาบาล", "และ", "หรือ",
)  # fmt: skip
# What is written against a name without a blank: "มอบหมายสมชาย", "ผู้รับผิดชอบสมชาย".
_TO_A_NAME = re.compile("โดย|มอบหมายให้|มอบหมาย|แต่งตั้ง|ได้แก่|ผู้รับผิดชอบ|ผู้ประสานงาน|ผู้จัดทำ|ผู้ดูแล|ให้|คือ|และ|ติดต่อ|แจ้ง|ชื่อ|หัวหน้า")
_RUN = re.compile(f"[{_THAI}]+")
# "ขอบคุณ", "บุญคุณ", "พระคุณ" and "ประคุณ" address nobody; a name ends where no vowel or mark goes on.
_ADDRESSED = re.compile(rf"(?<!ขอบ)(?<!บุญ)(?<!พระ)(?<!ประ)คุณ\s?(?=[{_THAI}])")
_GOES_ON = re.compile("[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")
LONGEST_NAME = 20
_PAPER = re.compile(
    r"(?<!สาย)กท\s?\d|ที่\s*\d+\s*/\s*\d|คำสั่ง[^\d\n]{0,40}ที่\s*\d|(?<!หมาย)เลข(?:ที่|รับ)?\s*:?\s*\d|หนังสือ[^\d\n]{0,30}ที่\s*\d|\d+\s*/\s*25\d\d"
)
_REACH = re.compile(
    r"โทร(?:ศัพท์|สาร)?[^\d\n]{0,20}\d{2}|(?<![\d,.])0(?:[\s-]?\d){8,9}(?!\d)|\d{3,4}[\s-]\d{3,4}[\s-]\d{3,4}|สายด่วน[^\d\n]{0,20}\d|"
    r"รหัสผ่าน\s*:?\s*[A-Za-z0-9]|password|meeting\s*id|ห้องหมายเลข|@\S|https?:|www\.|"
    r"[A-Za-z0-9-]+\.(?:go|or|ac|co|in|mi)\.th\b|[A-Za-z0-9-]{2,}\.(?:com|net|org|th|info|me|ly|gle)\b|line\s*id",
    re.I,
)

# --- places -----------------------------------------------------------------------------------------------------------

# "ห้องประชุมสาทร", "แขวงถนนพญาไท", "โรงเรียนวัดดาวดึงษ์": places of that district alone.
_LOCAL = re.compile(
    rf"ห้อง(?:ประชุม)?\s?(?:ชั้น|\d)|ห้องประชุม\s?(?!ของ|เพื่อ|และ|ที่|ให้|หรือ|ใน|เล็ก|ใหญ่|สำนักงาน|โดย|อย่าง|ทุก)[{_THAI}]|"
    rf"แขวง\s?(?!และ|ที่|ใน|ต่าง|ละ|ให้|เพื่อ|โดย|ทุก|ของ|หรือ|ถ่าย|เดียว)[ก-ฮเ-ไ]|(?:ซอย|โรงเรียนวัด|สน\.\s?)[ก-ฮเ-ไ]|ซอย\s?\d|"
    rf"(?:ถนน|ตลาด)(?!และ|สาย|ใน|ที่|ทุก|หรือ|สาธารณะ|ต่าง|ให้|ทาง|ของ|นัด|สด|น้ำ|เพื่อ|โดย|แล้ว)[ก-ฮเ-ไ]"
)
_KHET = re.compile(r"(?<!ขอบ)(?<!อาณา)(?<!วิทยา)เขต")
# What may stand behind the bare word เขต or สำนักงานเขต: then it names no district.
_AFTER_KHET = tuple(
    " ".join(
        (
            "ที่ มี ให้ และ เพื่อ ผ่าน เป็น ต้อง ทราบ อย่าง ทุก หรือ จัด ได้ ไม่ โดย กำหนด เผยแพร่",
            "กับ ตาม ใน ของ จะ เข้า จำนวน ณ บน ทาง พร้อม แล้ว รวม ดำเนิน ประชา รับ ควร ครบ ต่าง เปิด",
            "แต่ ซึ่ง ดังกล่าว แห่ง สามารถ ปฏิบัติ เห็น ร่วม เอง ยัง ขอ เช่น เดือน ประจำ สร้าง ปรับ",
            "พัฒนา เกี่ยว ต่อ ตั้ง แก่ ฯ นำ ติด คน พิจารณา แจ้ง สุ่ม พบ อนุมัติ ดูแล ยุค บางคน บางส่วน บางแห่ง บางราย บางฝ่าย บางเรื่อง อื่น",
            "พื้นที่ นั้น นี้ ใด ไหน เรา ตน การ ปกครอง กรุงเทพ ว่า ส่ง ลง ออก ใช้ ถึง จาก ด้วย กำกับ",
            "กำชับ มอบ มา ไป อยู่ เรื่อง ด้าน ประเมิน ตรวจ ติดตาม สั่ง ลงนาม รายงาน ประกาศ ชี้แจง",
            "เวียน ทั้ง แต่ละ เมื่อ หลัง ก่อน ภายใน ระหว่าง ทำ เน้น ยก เดียว คือ หนึ่ง ชั้น กลุ่ม",
            "หน่วย ส่วน ฝ่าย เท่า สะดวก ครั้ง ถูก จึง ก็ หาก ถ้า อาจ คอย เร่ง เตรียม บริการ ประสาน",
            "ประชุม ปีละ วิเคราะห์",
            "คู่มือ เว็บ ข้อมูล เจ้าหน้าที่ บุคลากร ผู้ แผน ระบบ ช่อง งาน เพจ ข้าราชการ",
        )
    ).split(" ")
)


@lru_cache(maxsize=20_000)
def adapt(text: str, theirs: str, own: str, foreign: tuple[str, ...]) -> str | None:
    """The words for district ``own``: its name in place of the precedent's; None where they cannot be made fit."""
    if their_own(text):
        return None
    text = renamed(text, theirs, own)
    return None if names_other(text, own, foreign) else text


def renamed(text: str, theirs: str, own: str) -> str:
    """The words with the name of district ``own`` in place of the precedent's."""
    if not own or own == theirs:
        return text
    # the name may be printed over a line end: "สำนักงานเขต ดุสิต", "เขตบาง กอกน้อย"
    spelt = r"\s?".join(map(re.escape, theirs))
    return re.sub(rf"เขต\s?{spelt}", f"เขต{own}", text)


def their_own(text: str) -> str | None:
    """What in a clause is its district's own ("masked", "date", "figure", "person", "paper", "contact"), or None."""
    for folded in dict.fromkeys((flat(text), squeeze(text))):
        for kind, patterns in _KINDS:
            if any(pattern.search(folded) for pattern in patterns):
                return kind
    return "person" if _has_title(flat(text)) or _has_bare_name(flat(text)) else None


# A clause with a mask in it would be a clause with a hole.
_MASKED = re.compile(MASK)
_KINDS = (
    ("masked", (_MASKED,)),
    ("date", (_DATE,)),
    ("figure", (_SCORE, _MONEY, _HEADS)),
    ("person", (_RANK,)),
    ("paper", (_PAPER,)),
    ("contact", (_REACH,)),
)


def _has_bare_name(text: str) -> bool:
    """Whether a given name stands there without a title: one that is no word, one before a family name, or behind คุณ.

    In all the text of five real reports and six samples this fires nowhere; in 19 MB of laws, manuals and news of the
    government, of fifty hits looked at, on persons only, save one railway station.
    """
    runs = list(_RUN.finditer(text))
    for at, run in enumerate(runs):
        following = runs[at + 1] if at + 1 < len(runs) else run
        surname = following[0] in family_names() and not text[run.end() : following.start()].strip(" ")
        if any(_is_given(name, surname) for name in _endings(run[0])):
            return True
    return any(_begins_with_name(text[match.end() :]) for match in _ADDRESSED.finditer(text))


def _endings(run: str) -> Iterator[str]:
    """A run of letters, and what is left of it behind words that are written against a name."""
    yield run
    while (match := _TO_A_NAME.match(run)) and match.end() < len(run):
        run = run[match.end() :]
        yield run


def _is_given(word: str, is_before_surname: bool = False) -> bool:
    """Whether a word is a given name and nothing else, neither a word nor a district; before a surname it may be."""
    return word in given_names() and word not in _names() and (is_before_surname or word not in dictionary())


def _begins_with_name(text: str) -> bool:
    ends = range(3, min(LONGEST_NAME, len(text)) + 1)
    return any(_is_given(text[:end]) and not _GOES_ON.match(text, end) for end in ends)


def _has_title(text: str) -> bool:
    """Whether a title stands before a name; seen over words, for "พัฒนางบ" holds the letters of นาง."""
    if not any(title in text for title in _TITLES):
        return False
    words = [word for word in cut(text) if word.strip()]
    for at, word in enumerate(words[:-1]):
        if word in _TITLES and not words[at + 1].startswith(_POSTS) and re.match("[ก-ฮเ-ไ]", words[at + 1]):
            return True
    return False


def names_other(text: str, own: str, foreign: Sequence[str] = ()) -> bool:
    """Whether a text names a district other than ``own``, one of its places, or an office whose name OCR has spoilt."""
    squeezed = squeeze(text)
    # letter by letter, whatever the words around it are: a name that the store holds, any name behind เขต
    if any(name != own and name in squeezed and name not in own for name in foreign if len(name) > 3):
        return True
    if any(name != own and f"เขต{name}" in squeezed for name in _names()):
        return True
    held = (*foreign, own) if own else tuple(foreign)
    if any(mention.name != own for mention in find_districts(text, held)) or unknown_mentions(text, held):
        return True
    return bool(_LOCAL.search(flat(text))) or _office_of_nobody(text, own)


def _office_of_nobody(text: str, own: str) -> bool:
    """Whether เขต stands before words that are neither ``own`` nor the going on of a sentence ("เขตสาธารณสุข")."""
    for match in _KHET.finditer(text):
        rest = text[match.end() :]
        gap = rest.startswith(" ")
        rest = rest.lstrip(" ")
        if not re.match("[ก-ฮเ-ไ]", rest) or rest.startswith(_AFTER_KHET) or (own and rest.startswith(own)):
            continue
        # behind a blank a new phrase may begin, save after the full name of the office
        if not gap or text[: match.start()].endswith("สำนักงาน"):
            return True
    return False


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(district.name for district in all_districts())


# --- claims ----------------------------------------------------------------------------------------------------------

_DID = "ดำเนิน|จัด|ประชุม|ประชาสัมพันธ์|เผยแพร่|แจ้ง|เวียน|แต่งตั้ง|มอบหมาย|กำหนด|ประกาศ|อบรม|ติดตั้ง|ปรับ|พัฒนา|นำ|ทำ|เปิด|ส่ง|ออก|ตรวจ"
_DONE = re.compile(
    rf"เรียบร้อย|ที่ผ่านมา|(?:{_DID})[^\s]{{0,40}}(?<!ให้)แล้ว(?!เสร็จ|แต่|ให้|จึง|ต้อง|ไม่|หรือ)(?:\s*\d|[\s)]*$)|"
    rf"(?<!ให้)(?<!จน)(?<!วัน)(?<!เวลา)แล้วเสร็จ[\s)]*$|แล้ว[\s)]*$|(?:^|\s)ได้(?:มีการ|รับการ)?(?:{_DID})"
)


def claims_done(text: str) -> bool:
    """Whether a clause says that something is done; a plan claims no results."""
    return bool(_DONE.search(text))


# --- line wraps -------------------------------------------------------------------------------------------------------

# Words that always lead on to the next: a blank behind one was the end of a line in a narrow cell.
_LEADS_ON = frozenset(
    " ".join(
        (
            "การ ความ และ หรือ ของ ที่ ใน ให้ เพื่อ โดย จาก กับ แก่ ต่อ ตาม ผู้ ซึ่ง จะ ไม่ มี เป็น อย่าง ทุก ถึง แต่ละ",
            "ฝ่าย ไป ได้รับ ต้อง ควร ด้วย ว่า",
        )
    ).split(" ")
)
_SHORTENED = re.compile(r"[ก-ฮ]{1,4}\.")
_WRAP = re.compile(f"(?<=[{_THAI}]) (?=[{_THAI}])")


def unwrapped(text: str) -> str:
    """The text without the blanks that line ends left after words which always lead on; letters stay as they are."""
    pieces = _WRAP.split(text)
    out = pieces[0]
    for piece in pieces[1:]:
        last = next((word for word in reversed(cut(out[-40:])) if word.strip()), "")
        joined = (last in _LEADS_ON and not _SHORTENED.match(piece)) or (
            piece.startswith("เขต") and out.endswith(("สำนักงาน", "ผู้อำนวยการ"))
        )
        out += piece if joined else f" {piece}"
    return out
