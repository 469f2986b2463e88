"""What a drafted row asks to be looked at, each sentence in Thai for the form and in English for an English talk."""

from collections.abc import Mapping

from assistant.wording import Note, district_label

# Values that are districts: in English they have their English names.
_DISTRICTS = ("one", "own")

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "no precedent": (
        "ไม่มีเขตใดในคลังทำข้อนี้ไว้ ทุกช่องต้องเขียนเอง",
        "No district in the store has handled this item; every cell is left to you.",
    ),
    "near items": (
        "ไม่มีเขตใดทำข้อนี้โดยตรง ร่างนี้มาจากข้อใกล้เคียงในตัวชี้วัดเดียวกัน โปรดตรวจว่าตรงกับจุดอ่อนหรือไม่",
        "No district has handled this very item; the draft is from near items of the same indicator, so see whether it "
        "fits the weakness.",
    ),
    "one district": (
        "มีต้นแบบจากเขต{one}เขตเดียว โปรดปรับให้เข้ากับงานของเขต{own}",
        "All precedents are of one district, {one}; fit them to the work of {own}.",
    ),
    "names another": (
        "จุดอ่อนที่ให้มาเอ่ยชื่อเขตหรือสถานที่ของเขตอื่น จึงเว้นช่องจุดอ่อนไว้ โปรดเขียนโดยไม่เอ่ยชื่อ",
        "The weakness names another district or one of its places, so its cell is left empty; write it without them.",
    ),
    "doubtful code": (
        "บางแถวต้นแบบอ่านรหัสข้อได้ไม่แน่ชัด โปรดเปิดดูต้นฉบับ",
        "The item code of some precedents could not be read for certain; look at the reports.",
    ),
    "not in catalogue": (
        "บัญชีข้อคำถามยังไม่มีข้อความของ {code} ปี {year}",
        "The catalogue does not hold the wording of {code} of {year}.",
    ),
    "by hand": (
        "บางถ้อยคำหรือรหัสข้อของต้นแบบแก้ไขด้วยมือ โปรดเทียบกับต้นฉบับ",
        "Some words or item codes of the precedents were corrected by hand; compare them with the reports.",
    ),
    "moved": (
        "วันแล้วเสร็จย้ายจากปีของต้นแบบมาอยู่ในปีงบประมาณ {year} โปรดตรวจว่าทำได้จริง",
        "The due dates were moved from the years of the precedents into FY {year}; see whether they can be kept.",
    ),
    "of others": (
        "มาตรการมาจากรายงานของเขตอื่น ยังไม่ใช่สิ่งที่เขตทำแล้ว โปรดตรวจและปรับก่อนใช้",
        "The measures are from reports of other districts and not yet what the district did; check them before use.",
    ),
    "no weakness": (
        "ยังไม่ได้ระบุจุดอ่อนของเขต ร่างนี้เลือกมาตรการจากชื่อข้อเท่านั้น",
        "No weakness was said; the measures were chosen by the name of the item alone.",
    ),
    "weakness of others": (
        "จุดอ่อนนี้ยกมาจากเขตอื่นที่ทำข้อเดียวกัน โปรดตรวจว่าตรงกับเขตของท่าน หรือเขียนเอง",
        "This weakness is quoted from another district with the same item; see whether it is yours, or write your own.",
    ),
    "weakness of own": (
        "จุดอ่อนนี้ยกมาจากรายงานเดิมของเขต โปรดปรับให้เป็นปัจจุบัน",
        "This weakness is quoted from the district's earlier report; bring it up to date.",
    ),
    "also here": (
        "ข้อ {names} ปี {year} อยู่ในแถวนี้ด้วย เพราะแบบฟอร์มไม่มีข้อของตัวเองให้",
        "{names} of {year} is in this row as well, for the form has no item of its own for it.",
    ),
    "not in form": (
        "แบบฟอร์มปี {form} ไม่มีข้อที่ถามเหมือนข้อ {code} ปี {year} จึงร่างทั้งตัวชี้วัด โปรดตรวจ",
        "The form of {form} has no item that asks what {code} of {year} asks, so the whole indicator is drafted.",
    ),
    "asked as": (
        "ข้อ {code} ปี {year} ถามเหมือนข้อ {other} ในแบบฟอร์มปี {form} จึงร่างเป็นข้อนั้น",
        "{code} of {year} asks what {other} asks in the form of {form}, so it is drafted as that item.",
    ),
    "put formally": (
        "โมเดลภาษาปรับถ้อยคำ {count} ข้อให้เป็นทางการ โปรดเทียบกับหลักฐานก่อนใช้",
        "The language model put clauses ({count}) into formal words; compare them with the quotes before use.",
    ),
    "filled": (
        "ช่อง{cell} โมเดลภาษาเขียนจากมาตรการในร่างนี้ โปรดตรวจก่อนใช้",
        "{english}: written by the language model from the measures of this draft; check it before use.",
    ),
    "old words": (
        "{why} จึงใช้ถ้อยคำเดิมของรายงาน",
        "{english}; the words of the reports stand.",
    ),
    "old words below": (
        "{why} แถวนี้และแถวถัดไปจึงใช้ถ้อยคำเดิมของรายงาน",
        "{english}; the words of the reports stand, in the rows below as well.",
    ),
}


# Those whose English needs no more than their Thai, Thai to English: a kept plan holds only the Thai.
SENTENCES = {thai: english for thai, english in _SENTENCES.values() if "{english}" not in english}


def caution(key: str, **values: object) -> Note:
    """The sentence of that key with its values filled in; raises KeyError where either does not exist."""
    thai, english = _SENTENCES[key]
    romanised = {name: district_label(str(value), True) for name, value in values.items() if name in _DISTRICTS}
    return Note(thai.format(**values), english.format(**values | romanised))
