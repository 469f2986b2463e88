"""Rows of four invented districts over four years, for the tests of the comparison; worked out on paper."""

from dataclasses import replace

from corpus.records import MeasureRow
from tests.made_readings import row

NORTH, SOUTH, MIDDLE, EAST = "ตัวอย่างเหนือ", "ตัวอย่างใต้", "ตัวอย่างกลาง", "ตัวอย่างออก"


def scored(
    made: MeasureRow, score: float | None, group_score: float | None = None, of: int | None = None
) -> MeasureRow:
    """The row with these scores, which are of the year ``of``."""
    return replace(made, score=score, group_score=group_score, score_year=of)


# I20 of 2566 and 2567 asks what I21 of 2563 asked; E8 and E10 of 2563 became E9.
N20 = scored(row("n67.txt", "I20", 4, "ขออนุญาตยืม", NORTH, 2567, 1, measure="จัดทำคู่มือ", result="แจกแล้ว"), 94.0)
N9 = scored(row("n67.txt", "E9", 7, "ร้องเรียน", NORTH, 2567, 2, measure="เปิดช่องทาง"), 83.5)
N20_BEFORE = scored(row("n66.txt", "I20", 4, "ขออนุญาตยืม", NORTH, 2566, 1, measure="เวียนแจ้ง"), 88.0)
S20 = scored(row("s63.txt", "I20", 4, "ขั้นตอนสะดวก", SOUTH, 2563, 1, measure="ลดขั้นตอน"), 66.5, 75.0)
S21 = scored(row("s63.txt", "I21", 4, "ขออนุญาตถูกต้อง", SOUTH, 2563, 2, measure="ทำทะเบียน"), 79.0, 75.0)
S8 = scored(row("s63.txt", "E8", 7, "ติชม", SOUTH, 2563, 3, measure="ตู้รับความเห็น"), 61.0)
S10 = scored(row("s63.txt", "E10", 7, "ร้องเรียน", SOUTH, 2563, 4, measure="สายด่วน"), 58.0)
M4 = scored(
    row("m65.txt", None, 4, "การใช้ทรัพย์สิน", MIDDLE, 2565, 1, measure="ทำทะเบียน", responsible="ฝ่ายคลัง"), None, 69.13, 2564
)
E20 = scored(row("e66.txt", "I20", 4, "ขออนุญาตยืม", EAST, 2566, 1, measure="อบรม"), None)
E_ALL = scored(row("e66.txt", "O1-O22", 9, "การเปิดเผยข้อมูล", EAST, 2566, 2, measure="ปรับปรุงเว็บ"), 90.0)
E_SOME = scored(row("e66.txt", "O23-O24", 10, "นโยบาย", EAST, 2566, 3, measure="ประกาศ"), 50.0)

ROWS = (N20, N9, N20_BEFORE, S20, S21, S8, S10, M4, E20, E_ALL, E_SOME)
