"""Small report sources for the reader's tests: tables put together line by line, and a short way to read them."""

import hashlib
import html
import re

from corpus.readers.text import decode, pages_of
from corpus.reading import read_records
from corpus.records import MeasureRow, Reading, Report
from corpus.thai import clean

TITLE_2566 = "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\nสำนักงานเขตบางเขน\nประจำปีงบประมาณ พ.ศ. 2566\n\n"
TITLE_2563 = TITLE_2566.replace("2566", "2563")
TITLE_2565 = TITLE_2566.replace("2566", "2565")
TITLE_2567 = TITLE_2566.replace("2566", "2567")
HEAD_2563 = "ตัวชี้วัด\tการวิเคราะห์/แนวทางการปฏิบัติ\tมาตรการเพื่อขับเคลื่อนฯ\tผลการดำเนินการ\tผู้รับผิดชอบ\n"
HEAD_2565 = "ตัวชี้วัด\tรายละเอียดการวิเคราะห์\tมาตรการ/กิจกรรมในการพัฒนาปรับปรุง\tการกำกับติดตาม\tผู้รับผิดชอบ\n"
HEAD_2566 = (
    "ตัวชี้วัด\tประเด็นที่ต้องเตรียมความพร้อม/ ยกระดับ\tกิจกรรมที่จะดำเนินการ\tผลผลิต\tวิธีการสร้าง การรับรู้"
    "\tระยะเวลา แล้วเสร็จ\tผู้รับผิดชอบ\tระยะเวลา กำกับติดตาม โดย ผอ.เขต\n"
)
HEAD_2567 = (
    "ประเด็นการประเมิน\tประเด็นที่เป็นที่ต้องปรับปรุง/ยกระดับการพัฒนา\tมาตรการ/กิจกรรม ในการเตรียมความพร้อมรับการประเมิน"
    "\tผลการดำเนินการตามมาตรการยกระดับคุณธรรมและความโปร่งใสภายในหน่วยงาน\tภาพกิจกรรมที่แสดงถึงการปฏิบัติจริงอย่างเป็นรูปธรรม\n"
)
# Wordings of the Bangkok items of 2566, as a report prints them.
I13 = "เจ้าหน้าที่ในสำนักงานเขตที่ท่านปฏิบัติงาน มีการใช้อำนาจหน้าที่โดยยึดหลักกฎหมายด้วยความเสมอภาค ไม่เลือกปฏิบัติ มีความเป็นธรรม"
I16 = "สำนักงานเขตที่ท่านปฏิบัติงาน มีระบบการบริหารงานบุคคล การประเมินผลบุคลากร และการให้คุณ ให้โทษที่ชัดเจน"
I20 = "กรณีที่ต้องมีการขอยืมหรือเบิกจ่ายทรัพย์สินของราชการไปใช้ปฏิบัติงาน เจ้าหน้าที่ในสำนักงานเขตมีการขออนุญาตอย่างถูกต้อง"
I21 = "ผู้บริหารเขต/ผู้บริหารสถานศึกษา เป็นตัวอย่างที่ดีในการปฏิบัติงานด้วยความซื่อสัตย์ สุจริต มีคุณธรรม ความโปร่งใส"
I23 = "สำนักงานเขตที่ท่านปฏิบัติงาน มีนโยบาย กฎ ระเบียบ และมาตรการควบคุมเจ้าหน้าที่ เพื่อลดโอกาสหรือป้องกันไม่ให้เกิดการทุจริต"
E11 = "เจ้าหน้าที่ของสำนักงานเขตที่ท่านติดต่อ ในภาพรวม มีการปรับปรุงการให้บริการประชาชนที่ลดอุปสรรค ลดความยุ่งยากในการขอรับบริการจากเดิม"
E12 = "เจ้าหน้าที่ของสำนักงานเขตที่ท่านติดต่อ มีความพร้อมในการปฏิบัติงานตามเวลาราชการ ไม่เรียกร้องเงินพิเศษหรือประโยชน์อื่นใด"


def report(text: str, name: str = "made.txt") -> Report:
    """A report of that source."""
    return Report(name, hashlib.sha256(text.encode()).hexdigest(), text, pages_of(text), "utf-8")


def read(text: str) -> Reading:
    """The records of that source."""
    return read_records(report(text))


def from_bytes(data: bytes) -> Reading:
    """The records of a file of these bytes."""
    return read(decode(data, "made.txt")[0])


def line(*cells: str) -> str:
    """A grid row."""
    return "\t".join(cells) + "\n"


def codes(reading: Reading) -> list[str]:
    """The labels of the rows in order: the code, or G and the group."""
    return [row.code or f"G{row.group}" for row in reading.rows]


def cells(row: MeasureRow) -> dict[str, str]:
    """The cells of a row by name."""
    return {cell.name: cell.text for cell in row.cells}


def squeeze(text: str) -> str:
    """A text without tags and white space, for comparing."""
    return re.sub(r"\s+", "", re.sub(r"<[^<>]*>", "", html.unescape(text)))


def unaccounted(reading: Reading) -> int:
    """Characters of the source that no count of the ledger holds (negative: counted twice)."""
    ledger = reading.ledger
    return ledger.characters - (
        ledger.characters_in_rows
        + ledger.characters_in_passages
        + ledger.characters_left_out
        + ledger.characters_of_markup
        + ledger.characters_blank
    )


def false_places(reading: Reading) -> list[str]:
    """Segments whose place does not give their text."""
    text = reading.report.text
    segments = [s for row in reading.rows for cell in row.cells for s in cell.segments]
    segments += [s for row in reading.rows for s in row.item_segments]
    segments += [s for row in reading.rows for s in (row.score_segment, row.group_score_segment) if s is not None]
    segments += [s for passage in reading.passages for s in passage.segments]
    return [s.text for s in segments if clean(html.unescape(text[s.place.char_start : s.place.char_end])) != s.text]


def held_twice(reading: Reading) -> list[str]:
    """Segments that stand in two records which do not say that they share a merged cell."""
    owners: dict[tuple[int, int], list[tuple[str, tuple[str, ...]]]] = {}
    for row in reading.rows:
        spans = {(s.place.char_start, s.place.char_end) for cell in row.cells for s in cell.segments}
        spans |= {(s.place.char_start, s.place.char_end) for s in row.item_segments}
        for span in spans:
            owners.setdefault(span, []).append((row.row_id, row.merged_with))
    for passage in reading.passages:
        for s in passage.segments:
            owners.setdefault((s.place.char_start, s.place.char_end), []).append((passage.passage_id, ()))
    out = []
    for span, held in owners.items():
        first = held[0][0]
        if any(first not in merged for _, merged in held[1:]):
            out.append(f"{span} in {[name for name, _ in held]}")
    return out
