"""Thai made regular: each step by golden pairs; what must stay as it is stays."""

import pytest

from corpus import thai

NORMALISED = [
    ("น\u0e4dา", "นำ"),  # nikhahit and sara aa, as PDF text layers have it
    ("น\u0e4d\u0e49า", "น้ำ"),
    ("น\u0e33\u0e49", "น้ำ"),  # the tone mark after sara am
    ("เเผน", "แผน"),  # two sara e typed for sara ae
    ("ก่่อน", "ก่อน"),
    ("งบ ประมาณ", "งบ ประมาณ"),
    ("ที ่", "ที่"),  # a blank before a mark is no blank
    ("ก\u200bข\ufeffค\u00ad", "กขค"),
    ("  ก\t\nข\u00a0ค  ", "ก ข ค"),
    ("คະແນນ", "คะแนน"),  # Lao letters of the same shape
    ("ป\uf70aา", "ป่า"),  # private-use glyph of old Thai fonts
    ("๑๒๓ ก.", "๑๒๓ ก."),  # digits are kept
    ("½ ﬁ Ａ", "½ ﬁ Ａ"),  # NFC, never NFKC
    ("", ""),
]
UNWRAPPED = [
    ("การใช้ งบประมาณ", "การใช้ งบประมาณ"),
    ("จัดซื้อจัด จ้าง", "จัดซื้อจัดจ้าง"),
    ("ประชาสัม พันธ์", "ประชาสัมพันธ์"),
    ("ผู้รับ ผิดชอบ", "ผู้รับผิดชอบ"),
    ("ทำ แล้ว แต่ ยังไม่เสร็จ", "ทำ แล้ว แต่ ยังไม่เสร็จ"),
    ("ITA ปี 2566", "ITA ปี 2566"),
    ("ไม่มีช่องว่าง", "ไม่มีช่องว่าง"),
]


@pytest.mark.parametrize(("source", "regular"), NORMALISED)
def test_normalise(source: str, regular: str) -> None:
    assert thai.normalise(source) == regular
    assert thai.normalise(regular) == regular


@pytest.mark.parametrize(("source", "joined"), UNWRAPPED)
def test_unwrap_joins_words_and_leaves_the_blanks_between_them(source: str, joined: str) -> None:
    assert thai.unwrap(source) == joined


def test_clean_is_both() -> None:
    assert thai.clean(" ประชาสัม\nพันธ์  น\u0e4dา ") == "ประชาสัมพันธ์ นำ"


def test_folding_digits_keeps_every_offset() -> None:
    assert thai.fold_digits("I๒๐ ปี ๒๕๖๖") == "I20 ปี 2566"
    assert len(thai.fold_digits("๐๑๒๓๔๕๖๗๘๙")) == 10


def test_squeeze_is_for_comparing() -> None:
    assert thai.squeeze(" ITA ปี\u00a0๒๕๖๖\t") == "itaปี2566"


@pytest.mark.parametrize("text", ["", "การใช้ทรัพย์สินของราชการ ปี 2566 (No Gift Policy)", " ก ข "])
def test_cut_loses_nothing(text: str) -> None:
    assert "".join(thai.cut(text)) == text


def test_words_are_lower_case_without_blanks_and_marks() -> None:
    assert thai.words("E-Service ปี ๒๕๖๖ (ฝ่ายทะเบียน)") == ["e", "service", "ปี", "2566", "ฝ่าย", "ทะเบียน"]
    assert thai.words("65.96 และ ๑,๐๔๒") == ["65.96", "และ", "1,042"]


def test_parts_of_a_compound() -> None:
    assert thai.parts("จัดซื้อจัดจ้าง") == ("จัดซื้อ", "จัดจ้าง")
    assert thai.parts("งบ") == ()
    assert thai.parts("abcdefgh") == ()


def test_search_words_hold_a_compound_and_its_parts() -> None:
    found = thai.search_words("จัดซื้อจัดจ้าง")
    assert found[0] == "จัดซื้อจัดจ้าง"
    assert {"จัดซื้อ", "จัดจ้าง"} <= set(found)
