import re

import pytest

from assistant import cautions
from assistant.ask import ask
from assistant.cautions import caution
from assistant.wording import noted
from tests.made_index import sample_index

THAI = re.compile("[\u0e01-\u0e4e]")


def test_every_caution_is_known_in_both_languages() -> None:
    for key, (thai, english) in cautions._SENTENCES.items():
        assert THAI.search(thai), key
        assert not THAI.search(english), key
        assert english[:1].isupper() or english.startswith(("{english}", "{names}", "{code}")), key


def test_values_are_filled_in_and_districts_have_their_english_names() -> None:
    note = caution("one district", one="สาทร", own="ตัวอย่างใต้")
    assert note == "มีต้นแบบจากเขตสาทรเขตเดียว โปรดปรับให้เข้ากับงานของเขตตัวอย่างใต้"
    said = "All precedents are of one district, Sathon (เขตสาทร); fit them to the work of เขตตัวอย่างใต้."
    assert noted(note, True) == said
    with pytest.raises(KeyError):
        caution("one district", one="สาทร")


def test_an_english_talk_has_english_cautions_and_the_row_thai_ones() -> None:
    told = ask("Draft I20 for Bang Khen, FY 2568", sample_index())
    lines = [line for line in told.text.splitlines() if line.startswith("⚠ ")]
    assert lines == [
        "⚠ No weakness was said; the measures were chosen by the name of the item alone.",
        "⚠ The measures are from reports of other districts and not yet what the district did; check them before use.",
    ]
    (row,) = told.drafts
    assert [str(one) for one in row.warnings] == [
        "ยังไม่ได้ระบุจุดอ่อนของเขต ร่างนี้เลือกมาตรการจากชื่อข้อเท่านั้น",
        "มาตรการมาจากรายงานของเขตอื่น ยังไม่ใช่สิ่งที่เขตทำแล้ว โปรดตรวจและปรับก่อนใช้",
    ]
