import pytest

from assistant.spelling import Speller

SPELLER = Speller(["งบประมาณ", "ทรัพย์สิน", "ร้องเรียน", "เจ้าหน้าที่", "จัดซื้อจัดจ้าง", "ยืม", "คิว"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("แผนงบประมาน", "แผนงบประมาณ"),
        ("งปบระมาณ", "งบประมาณ"),
    ],
)
def test_a_slip_is_repaired(typed: str, meant: str) -> None:
    assert SPELLER.repair(typed) == meant


@pytest.mark.parametrize("text", ["งบประมาณ", "ยืมทรัพย์สิน", "คิว", "แก้อย่างไร", "", "I20 ปี 2566", "BMA Q", "ฟุตบอล"])
def test_what_is_right_or_strange_stays(text: str) -> None:
    assert SPELLER.repair(text) == text


def test_a_word_of_the_store_is_never_changed_into_a_likelier_one() -> None:
    speller = Speller(["ร้องเรียน", "ร้องเรียก"])
    assert speller.repair("ร้องเรียก") == "ร้องเรียก"


def test_latin_words_must_be_nearer() -> None:
    speller = Speller(["construction", "procurement", "point"])
    assert speller.repair("instructions to print") == "instructions to print"
    assert speller.repair("procurment") == "procurement"


def test_an_english_plural_is_the_word_that_the_reports_write() -> None:
    assert Speller(["code", "qr"]).repair("qr codes") == "qr code"
    assert Speller(["codes", "code"]).repair("codes") == "codes"
