"""The window's own words: labels that several pages share, the headings of each form, a sentence for every error."""

from datetime import datetime, timedelta, timezone
from functools import cache

from assistant.answers import Status
from assistant.ask import LONGEST
from assistant.wants import Want
from assistant.window.messages import retold, t
from assistant.window.tongue import in_english
from assistant.wording import cell_label as english_cell
from corpus.districts import district
from corpus.errors import (
    AssistantError,
    EmptyQuestion,
    EncoderError,
    NotAllowed,
    PageWithheld,
    PlansBusy,
    PlansReadOnly,
    PlansUnusable,
    QuestionTooLong,
    SourceGone,
    StoreError,
    UnknownValue,
    UnsupportedFormat,
)
from corpus.records import CELL_LABELS, Form

TITLE = "ผู้ช่วยมาตรการ ITA"
SUBTITLE = "ค้นและร่างมาตรการยกระดับคุณธรรมและความโปร่งใส จากรายงานของสำนักงานเขต"

STATUS_LABELS = {
    Status.ANSWERED: "พบในรายงาน",
    Status.NOT_FOUND: "ไม่พบในรายงาน",
    Status.AMBIGUOUS: "ขอข้อมูลเพิ่ม",
}
# A district or a year alone is answered with what there is to ask about.
OVERVIEW_LABEL = "ภาพรวมของรายงาน"

FORM_LABELS = {
    Form.F2563: "แบบปี 2563 · 5 ช่อง มีจุดอ่อน แนวทาง ผล และผู้รับผิดชอบ",
    Form.F2565: "แบบปี 2565 · 5 ช่อง มีการกำกับติดตาม",
    Form.F2566: "แบบปี 2566 · 8 ช่อง มีผลผลิต กำหนดเสร็จ และผู้รับผิดชอบ",
    Form.F2567: "แบบปี 2567 · 5 ช่อง มีคะแนนและผลการดำเนินการ",
    Form.UNKNOWN: "ไม่ทราบแบบ",
}

FORM_NAMES = {
    Form.F2563: "แบบปี 2563",
    Form.F2565: "แบบปี 2565",
    Form.F2566: "แบบปี 2566",
    Form.F2567: "แบบปี 2567",
    Form.UNKNOWN: "ไม่ทราบแบบ",
}

# The words of each year's table head; a cell that is not named here keeps its general name.
FORM_HEADINGS: dict[Form, dict[str, str]] = {
    Form.F2563: {
        "weakness": "การวิเคราะห์: จุดอ่อน",
        "guideline": "การวิเคราะห์: แนวทางการปฏิบัติ",
        "measure": "มาตรการเพื่อขับเคลื่อนคุณธรรมและความโปร่งใส",
    },
    Form.F2565: {
        "weakness": "รายละเอียดการวิเคราะห์",
        "measure": "มาตรการ/กิจกรรมในการพัฒนาปรับปรุง",
    },
    Form.F2566: {
        "weakness": "ประเด็นที่ต้องเตรียมความพร้อม/ยกระดับ",
        "measure": "กิจกรรมที่จะดำเนินการ",
        "monitoring": "ระยะเวลากำกับติดตามโดย ผอ.เขต",
    },
    Form.F2567: {
        "weakness": "ประเด็นที่ต้องปรับปรุง/ยกระดับ",
        "measure": "มาตรการ/กิจกรรมในการเตรียมความพร้อมรับการประเมิน",
        "result": "ผลการดำเนินการตามมาตรการ",
    },
}

# Names of what a citation may quote besides the nine cells.
OTHER_CELLS = {"item": "ข้อคำถาม/ตัวชี้วัด", "score": "คะแนน", "group_score": "คะแนนเฉลี่ยตัวชี้วัด"}

# What is asked for, where it is not measures; cells that are asked for are named one by one.
WANTS_LABELS: dict[str, str] = {
    Want.SCORE: "ขอคะแนน",
    Want.LOWEST: "ขอคะแนนต่ำสุด",
    Want.HIGHEST: "ขอคะแนนสูงสุด",
    Want.BELOW: "ขอข้อที่คะแนนต่ำ",
    Want.ABOVE: "ขอข้อที่คะแนนสูง",
    Want.TOTAL: "ขอคะแนนรวม",
    Want.CHANGE: "ขอความเปลี่ยนแปลง",
    Want.UNIT: "ขอข้อของฝ่าย",
    Want.COUNT: "ขอจำนวน",
    Want.OVERVIEW: "ขอภาพรวม",
    Want.MEANING: "ขอความหมายของข้อ",
    Want.DRAFT: "ขอให้ร่าง",
}

# How staff would ask for a kind of answer or for a cell, in Thai and in English.
ASK_FOR: dict[str, tuple[str, str]] = {
    Want.MEASURES: ("แก้อย่างไร", "how was it fixed:"),
    Want.SCORE: ("คะแนน", "scores of"),
    Want.LOWEST: ("คะแนนต่ำสุด", "lowest score"),
    Want.HIGHEST: ("คะแนนสูงสุด", "highest score"),
    Want.BELOW: ("ข้อไหนคะแนนต่ำกว่าเกณฑ์", "which items scored below"),
    Want.TOTAL: ("คะแนนรวม", "total score"),
    Want.COUNT: ("มีกี่ข้อ", "how many items"),
    "weakness": ("มีจุดอ่อนอะไร", "what is weak"),
    "guideline": ("แนวทางปฏิบัติ", "guideline"),
    "measure": ("มาตรการอะไรบ้าง", "what measures"),
    "result": ("ผลการดำเนินการ", "the results"),
    "output": ("ผลผลิต", "outputs"),
    "publicity": ("สร้างการรับรู้", "publicity"),
    "timeframe": ("เสร็จเมื่อไร", "when is it due"),
    "responsible": ("ใครรับผิดชอบ", "who is responsible"),
    "monitoring": ("กำกับติดตามอย่างไร", "how is it monitored"),
}

_UNKNOWN_VALUE = "มีค่าที่ระบบไม่รู้จัก กรุณาเลือกเขต ปีงบประมาณ ข้อ และแบบฟอร์มจากรายการที่ให้ไว้"
_OTHER_TROUBLE = "ระบบทำรายการนี้ไม่สำเร็จ ลองอีกครั้ง หากยังไม่ได้ให้แจ้งผู้ดูแลระบบ"
_TROUBLES: tuple[tuple[type[AssistantError], str], ...] = (
    (EmptyQuestion, "ยังไม่มีคำถาม กรุณาพิมพ์คำถามก่อนกดส่ง"),
    (QuestionTooLong, "ข้อความยาวเกิน {longest:,} ตัวอักษร กรุณาย่อให้สั้นลงแล้วลองอีกครั้ง"),
    (NotAllowed, "สิทธิ์ของท่านไม่ถึงการร่างหรือแก้ไข กรุณาแจ้งผู้ดูแลระบบหากต้องใช้"),
    (UnknownValue, _UNKNOWN_VALUE),
    (SourceGone, "ไฟล์ต้นฉบับของรายงานนี้ถูกย้ายหรือเปลี่ยนไปหลังจากอ่าน จึงแสดงหน้ากระดาษไม่ได้ ให้ผู้ดูแลระบบอ่านรายงานใหม่"),
    (
        PageWithheld,
        "แสดงหน้านี้เป็นภาพไม่ได้ เพราะอ่านข้อความในหน้าไม่ได้ วาดไม่สำเร็จ หรือปิดข้อมูลส่วนบุคคลในภาพได้ไม่ครบ อ่านได้จากตารางหรือข้อความ",
    ),
    (StoreError, "คลังรายงานใช้งานไม่ได้ในขณะนี้ ให้ผู้ดูแลระบบสร้างคลังใหม่แล้วเปิดหน้าต่างนี้อีกครั้ง"),
    (EncoderError, "โหลดตัวแปลงข้อความไม่ได้ ให้ผู้ดูแลระบบตรวจการติดตั้ง"),
    (PlansBusy, "โปรแกรมอื่นกำลังใช้ที่เก็บแผนอยู่ แผนจึงยังไม่ถูกบันทึก รอสักครู่แล้วลองอีกครั้ง"),
    (PlansReadOnly, "ที่เก็บแผนเปิดอ่านได้อย่างเดียว แผนจึงยังไม่ถูกบันทึก ให้ผู้ดูแลระบบเปิดสิทธิ์เขียนไฟล์ของแผน"),
    (PlansUnusable, "เปิดที่เก็บแผนไม่ได้ แผนจึงยังไม่ถูกบันทึก ให้ผู้ดูแลระบบตรวจฐานข้อมูลของแผน แล้วลองอีกครั้ง"),
)
MAY_NOT_EDIT = "บทบาทของคุณอ่านแผนและส่งออกได้ แต่ร่างหรือแก้แผนไม่ได้ กรุณาขอสิทธิ์แก้ไขจากผู้ดูแลระบบ"
# Bangkok keeps one time all year.
_BANGKOK = timezone(timedelta(hours=7))
_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")


# What is pressed for a file of the official form, by its ending.
FILES = {".docx": "ดาวน์โหลดแบบฟอร์ม Word (.docx)", ".xlsx": "ดาวน์โหลดแบบฟอร์ม Excel (.xlsx)"}


def no_file(suffix: str) -> str:
    """Said on a button whose file could not be made."""
    return t("ทำไฟล์ {suffix} ไม่สำเร็จ กดร่างอีกครั้ง", suffix=suffix)


LIBRARY_TROUBLE = "โฟลเดอร์เก็บรายงานใช้งานไม่ได้ หรือกำลังมีผู้อื่นแก้ไขอยู่ รอสักครู่แล้วลองอีกครั้ง หากยังไม่ได้ให้แจ้งผู้ดูแลระบบ"
# What a reader says of a file, by words of its English sentence; the first that fits.
_UNREAD = (
    ("password", "ไฟล์ล็อกด้วยรหัสผ่าน ให้บันทึกสำเนาที่ไม่มีรหัสผ่านแล้วเพิ่มใหม่"),
    ("no text layer", "ไฟล์เป็นภาพสแกนและยังไม่มีตัวอ่านภาพ ให้ทำ OCR ก่อนแล้วเพิ่มใหม่"),
    ("is empty", "ไฟล์ว่าง"),
    ("no pages", "ไฟล์ไม่มีหน้า ให้ส่งออกใหม่จากโปรแกรมเดิม"),
    ("larger than", "ไฟล์ใหญ่เกินไป ให้แบ่งเป็นหลายไฟล์"),
    ("pages,", "ไฟล์มีหน้ามากเกินไป ให้แบ่งเป็นหลายไฟล์"),
    ("is of a type", "ไฟล์ชนิดนี้อ่านไม่ได้ ใช้ไฟล์ข้อความ (.txt) PDF Word Excel HTML หรือ .zip ของไฟล์เหล่านี้"),
    ("wants LibreOffice", "ไฟล์ Office รุ่นเก่าต้องใช้โปรแกรม LibreOffice ซึ่งเครื่องนี้ไม่มี ให้บันทึกเป็น .docx หรือ .xlsx"),
    ("keeps LibreOffice busy", "ไฟล์ Office รุ่นเก่านี้เปิดนานเกินไป ให้บันทึกเป็น .docx หรือ .xlsx"),
    ("unpacks to far more", "ไฟล์คลายออกมาใหญ่ผิดปกติจึงไม่เปิด ให้บันทึกใหม่จากโปรแกรมเดิม"),
    ("declares XML entities", "ไฟล์มีส่วนที่ไม่ปลอดภัยจึงไม่เปิด ให้บันทึกใหม่จากโปรแกรมเดิม"),
    ("archive within an archive", "ไฟล์บีบอัดซ้อนอยู่ในไฟล์บีบอัด ให้แตกไฟล์ชั้นนอกก่อน"),
    ("leads out of its zip", "ชื่อไฟล์ในไฟล์บีบอัดไม่ปลอดภัยจึงไม่เปิด ให้บีบอัดใหม่"),
    ("holds no reports", "ไฟล์บีบอัดนี้ไม่มีไฟล์รายงาน"),
    ("holds no text", "ไฟล์ไม่มีข้อความ หากเป็นภาพสแกนให้ทำ OCR ก่อนแล้วเพิ่มใหม่"),
    ("not a text file", "ไฟล์นี้ไม่ใช่ข้อความ ให้บันทึกเป็นข้อความ UTF-8 หรือใช้ PDF"),
    ("takes longer", "อ่านนานเกินเวลาที่กำหนด ให้แบ่งเป็นหลายไฟล์"),
    ("more memory", "ใช้หน่วยความจำเกินที่กำหนด ให้แบ่งเป็นหลายไฟล์"),
    ("another name", "มีรายงานอื่นใช้ชื่อไฟล์นี้แล้ว ให้เปลี่ยนชื่อไฟล์"),
    ("damaged", "ไฟล์เสีย ให้ดาวน์โหลดหรือบันทึกใหม่"),
    ("Cannot open", "เปิดไฟล์ไม่ได้ ให้ตรวจสิทธิ์ของไฟล์"),
)


def unread(reason: str) -> str:
    """Why a file could not be read."""
    return t(next((said for words, said in _UNREAD if words in reason), "อ่านไฟล์นี้ไม่ได้ ให้บันทึกใหม่แล้วลองอีกครั้ง"))


def trouble(error: Exception) -> str:
    """The sentence for an error: what happened and what to do."""
    return t(next((said for kind, said in _TROUBLES if isinstance(error, kind)), _OTHER_TROUBLE), longest=LONGEST)


def cell_label(cell: str | None, form: Form = Form.UNKNOWN) -> str:
    """The name of a cell, in Thai in the words of that form where it has its own; prose for None."""
    if cell is None:
        return t("ข้อความในรายงาน")
    if in_english():
        return english_cell(cell, True) if cell in CELL_LABELS else t(OTHER_CELLS.get(cell, cell))
    return thai_heading(cell, form)


def thai_heading(cell: str, form: Form) -> str:
    """The heading of a cell as the form of that year prints it."""
    return FORM_HEADINGS.get(form, {}).get(cell) or CELL_LABELS.get(cell) or OTHER_CELLS.get(cell) or cell


def district_label(name: str) -> str:
    """The district with the word เขต before it, once; in English by its English name where it has one."""
    return english_district(name) or thai_district(name) if in_english() else thai_district(name)


def thai_district(name: str) -> str:
    """The district as Thai texts name it."""
    return name if name.startswith("เขต") else f"เขต{name}"


def short_district(name: str) -> str:
    """The district without the word เขต."""
    return (in_english() and english_district(name)) or name


@cache
def english_district(name: str) -> str:
    """The English name of one of the fifty districts, "" for any other."""
    known = district(name)
    return known.english if known else ""


def form_name(form: Form) -> str:
    """A form in short."""
    return t(FORM_NAMES[form])


def item_label(label: str) -> str:
    """A code as it stands; the word for an indicator in the language that is spoken."""
    return retold(label)


def short_title(district: str, fiscal_year: int) -> str:
    """Whose report it is and of which year (B.E.), in short."""
    return t("{district} ปี {year}", district=district_label(district), year=fiscal_year)


def year_label(fiscal_year: int) -> str:
    """A fiscal year (B.E.) as staff write it."""
    return t("ปีงบประมาณ {year}", year=fiscal_year)


def count(number: int, unit: str) -> str:
    """A number with its unit (named in Thai), thousands set apart."""
    return t("{n:,} " + unit, n=number)


def moment(saved_at: str) -> str:
    """A moment (UTC in ISO 8601) as it is told in Bangkok: "1 ต.ค. 2567 15:30 น."."""
    at = datetime.fromisoformat(saved_at).astimezone(_BANGKOK)
    return t(
        "{day} {month} {year} {at:%H:%M} น.", day=at.day, month=t(_MONTHS[at.month - 1]), year=at.year + 543, at=at
    )


def clock(saved_at: str) -> str:
    """The time of day of a moment (UTC in ISO 8601), in Bangkok."""
    return t("{at:%H:%M} น.", at=datetime.fromisoformat(saved_at).astimezone(_BANGKOK))


def sheet_trouble(error: Exception, fiscal_year: int) -> str:
    """The sentence for a score sheet that cannot be read as that of a year (B.E.)."""
    if isinstance(error, UnsupportedFormat):
        return t("ไฟล์ชนิดนี้อ่านเป็นแผ่นคะแนนไม่ได้ กรุณาบันทึกเป็น .xlsx หรือ .csv หรือคัดลอกบรรทัดคะแนนมาวาง")
    if isinstance(error, UnknownValue):
        return t(
            "แผ่นคะแนนนี้มีคะแนนของปีอื่น ไม่มีของปี {fiscal_year} กรุณาใช้แผ่นของปีนั้น หรือกลับไปเปลี่ยนปีของคะแนนที่ขั้นแรก",
            fiscal_year=fiscal_year,
        )
    return t("เปิดไฟล์นี้ไม่ได้ ไฟล์อาจเสีย ติดรหัสผ่าน ว่าง หรือใหญ่เกิน 5 MB กรุณาเปิดในโปรแกรมเดิมแล้วบันทึกใหม่ หรือคัดลอกบรรทัดคะแนนมาวาง")
