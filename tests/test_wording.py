import json
from copy import deepcopy
from dataclasses import replace

from assistant.wording import Note, cell_label, district_label, item_text, listed, noted, row_title, say
from corpus import catalogue
from corpus.records import CELLS
from tests.made_readings import row


def test_every_cell_has_a_name_in_both_languages() -> None:
    assert len({cell_label(name, False) for name in CELLS}) == len(CELLS)
    assert len({cell_label(name, True) for name in CELLS}) == len(CELLS)
    assert cell_label("responsible", True) == "Responsible"


def test_districts() -> None:
    assert district_label("สาทร", False) == "เขตสาทร"
    assert district_label("สาทร", True) == "Sathon (เขตสาทร)"
    assert district_label("ท่าสาธิต", True) == "เขตท่าสาธิต"


def test_lists() -> None:
    assert listed([], False) == ""
    assert listed(["เขตสาทร"], False) == "เขตสาทร"
    assert listed(["เขตสาทร", "เขตดุสิต"], False) == "เขตสาทร และเขตดุสิต"
    assert listed(["2563", "2565", "2566"], False) == "2563, 2565 และ 2566"
    assert listed(["I20", "E3"], True) == "I20 and E3"


def test_a_title_has_the_catalogue_s_wording_where_the_code_is_sure() -> None:
    printed = row("ก.txt", "I20", 4, "กรณีที่ต้องขอขี้ม", "ดุสิต", 2566)
    known = catalogue.item(2566, "I20")
    assert known is not None
    assert row_title(printed, False) == f"เขตดุสิต ปี 2566 · I20 {known.text}"
    assert row_title(printed, True) == f"Dusit (เขตดุสิต) FY 2566 · I20 {known.text}"
    # a doubtful code, a range, a year without a list: as the report prints it
    assert item_text(replace(printed, doubtful="I20 หรือ I2")) == "กรณีที่ต้องขอขี้ม"
    assert item_text(row("ก.txt", "O1-O22", 9, "เปิดเผยข้อมูล")) == "เปิดเผยข้อมูล"
    assert item_text(row("ก.txt", "I20", 4, "ยืม", year=2590)) == "ยืม"


def test_a_row_by_indicator() -> None:
    assert row_title(row("ก.txt", None, 4, "การใช้ทรัพย์สิน", "ดุสิต", 2565), False) == "เขตดุสิต ปี 2565 · ตัวชี้วัดที่ 4 การใช้ทรัพย์สิน"
    assert row_title(row("ก.txt", None, 4, "", "ดุสิต", 2565), True) == "Dusit (เขตดุสิต) FY 2565 · indicator 4"


def test_one_of_two_languages() -> None:
    assert say(True, "ไทย", "English") == "English"
    assert say(False, "ไทย", "English") == "ไทย"


def test_a_note_is_its_thai_text_and_knows_its_english() -> None:
    note = Note("โปรดตรวจ", "Please check.")
    assert (note, noted(note, False), noted(note, True)) == ("โปรดตรวจ", "โปรดตรวจ", "Please check.")
    assert noted("โปรดตรวจ", True) == "โปรดตรวจ"
    assert json.dumps([note], ensure_ascii=False) == '["โปรดตรวจ"]'
    assert noted(deepcopy(note), True) == "Please check."
