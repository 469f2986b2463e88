"""Names of persons found in a text: behind a title, or where somebody signs; posts that begin like a title are none."""

import re
from collections.abc import Iterator

from corpus.thai import cut

_THAI = "\u0e01-\u0e4e"
_NAME = rf"[ก-ฮเ-ไ][{_THAI}]{{1,24}}"

_PLAIN_TITLES = ("นางสาว", "นาง", "นาย")
_RANKED = (
    r"ว่า\s?ที่\s?(?:ร้อย|พัน|เรือ)\s?(?:ตรี|โท|เอก)(?:\s?หญิง)?|ว่าที่\s?ร\.\s?[ตทอ]\.(?:\s?หญิง)?|(?:พัน)?(?:สิบ|จ่า)(?:สิบ)?(?:เอก|โท|ตรี)|"
    r"น\.\s?ส\.|ด\.\s?[ชญ]\.|ดร\.|ผศ\.|รศ\.|นพ\.|พญ\.|ม\.\s?ร\.\s?ว\.|ม\.\s?ล\.|[พร]\.\s?[ตจ]\.\s?[ตทอ]\.(?:\s?หญิง)?|[พร]\.\s?[ตทอ]\.(?:\s?หญิง)?|"
    r"[สจ]\.\s?[สต]?\.?\s?[ตทอ]\.|ด\.\s?ต\."
)
_TITLE = rf"(?:นาง\s?สาว|นาง|นาย|{_RANKED})"
# What may stand before a title without a blank.
_JOINED = "(?:(?<=ให้)|(?<=โดย)|(?<=คือ)|(?<=ของ)|(?<=และ)|(?<=แก่)|(?<=จาก)|(?<=ชื่อ)|(?<=เป็น)|(?<=กับ)|(?<=ร้อง)|(?<=ต่อ))"
_TITLED = re.compile(
    rf"(?:(?<![{_THAI}])|{_JOINED})(?P<title>{_TITLE})[ \u00a0]{{0,2}}"
    rf"(?P<first>{_NAME})(?:[ \u00a0]{{0,3}}\n?[ \u00a0]{{1,3}}|\n)(?P<last>{_NAME}(?: ณ {_NAME})?)"
)
_IN_BRACKETS = re.compile(
    rf"\(\s{{0,3}}(?P<title>{_TITLE})\s{{0,2}}(?P<name>{_NAME}(?:\s{{1,8}}{_NAME}){{0,3}})\s{{0,3}}\)"
)
# "ลงชื่อ............ผู้รายงาน" and then the name in brackets, without a title.
_SIGNED = re.compile(
    rf"ลง\s?(?:ชื่อ|นาม)[\s.…_·]{{0,150}}(?:ผู้[{_THAI}]{{2,20}}[\s.…_·]{{0,80}})?\(\s{{0,3}}(?P<name>(?!{_TITLE}){_NAME}\s{{1,3}}{_NAME}(?:\s{{1,3}}{_NAME})?)\s{{0,3}}\)"
)
_SIGNED_OPENLY = re.compile(
    rf"ลง\s?(?:ชื่อ|นาม)[ .…_·:]{{1,80}}(?P<name>(?!{_TITLE}){_NAME}[ ]{{1,3}}{_NAME})"
    r"(?=[ .…_]{0,80}(?:ผู้(?:รายงาน|รับรอง|จัดทำ|อนุมัติ|ตรวจ|เสนอ)|\(|ตำแหน่ง|\n|$))"
)
_ENGLISH = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\b\.?\s{1,2}(?P<name>[A-Z][a-z]{1,24}\s{1,2}[A-Z][a-z]{1,24})")

# Posts and words that go on from a title: no person is named by them.
_POSTS = (
    "ทะเบียน", "จ้าง", "ตรวจ", "อำเภอ", "แพทย์", "ทหาร", "หน้า", "ช่าง", "ท้าย", "เวร", "ประกัน",
    "สถานี", "ตำรวจ", "ด่าน", "พยาบาล",
    "และ", "หรือ", "กรัฐ", "กเทศ", "กองค์", "กสภา", "กอบ", "กสมาคม", "กอง", "แบบ", "เลิ้ง",
    "พราน", "เรือ", "สิบ", "พล", "ธนาคาร",
    "กฯ", "สนาม",
)  # fmt: skip
# Words of an office, which stand behind a name or in the brackets of a signature.
_OFFICE = (
    "ผู้", "หัวหน้า", "เจ้าหน้าที่", "เจ้าพนักงาน", "นักวิ", "นักบริหาร", "นักทรัพ", "นักจัดการ", "นักพัฒนา",
    "นักสังคม", "ผอ", "รองผู้", "รองหัวหน้า",
    "รองปลัด", "ตำแหน่ง", "ตัวบรรจง", "ฝ่าย", "สำนัก", "ปลัด", "ข้าราชการ", "กรรมการ", "ประธาน",
    "เลขานุการ", "ลูกจ้าง", "พนักงาน", "หน่วยงาน",
    "ลงชื่อ", "วันที่",
)  # fmt: skip
# Words that a sentence goes on with; compared as words, for names begin with the same letters (มีสุข, เป็นสุข).
_GOES_ON = (
    "เป็น", "ซึ่ง", "และ", "หรือ", "ได้", "ให้", "ที่", "ใน", "โดย", "เพื่อ", "จัดทำ", "ทำหน้าที่", "จาก",
    "ของ", "ไม่", "จะ", "กลุ่ม", "งาน", "เขต",
    "ระดับ", "ทราบ", "รับทราบ", "อนุมัติ", "เห็นชอบ", "เข้า", "เข้าใช้", "เข้าร่วม",
)  # fmt: skip


def names(image: str) -> Iterator[tuple[int, int]]:
    """The places of names, without their titles; digits and markup of the text must be made regular before."""
    for match in _IN_BRACKETS.finditer(image):
        if not _is_post(match["title"], match["name"]):
            yield match.span("name")
    for pattern in (_SIGNED, _SIGNED_OPENLY):
        for match in pattern.finditer(image):
            if not any(_is_office(word) for word in match["name"].split()):
                yield match.span("name")
    for match in _TITLED.finditer(image):
        if _is_post(match["title"], match["first"]) or not _title_is_a_word(image, match):
            continue
        end = match.end("first") if _is_office(match["last"]) else match.end("last")
        yield match.start("first"), end
    for match in _ENGLISH.finditer(image):
        yield match.span("name")


def _is_office(word: str) -> bool:
    return word.startswith(_OFFICE) or cut(word)[0] in _GOES_ON


def _is_post(title: str, name: str) -> bool:
    return "".join(title.split()) in _PLAIN_TITLES and name.startswith(_POSTS)


def _title_is_a_word(image: str, match: re.Match[str]) -> bool:
    """Whether the letters of the title are a word here: "พัฒ นางาน ใหม่" holds those of นาง."""
    title = "".join(match["title"].split())
    if title not in _PLAIN_TITLES:
        return True
    words = cut(match[0].replace("\n", " "))
    return bool(words) and words[0] in (*_PLAIN_TITLES, match["title"])
