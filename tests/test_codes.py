"""Codes settled by three witnesses, scores, and what is neither."""

import re

import pytest

from corpus import codes
from corpus.cells import flat
from corpus.codes import CODE, RANGE, SCORE, Running

I20 = "กรณีที่ต้องมีการขอยืมหรือเบิกจ่ายทรัพย์สินของราชการไปใช้ปฏิบัติงาน มีการขออนุญาตอย่างถูกต้อง"
I8 = "ท่านรับรู้เกี่ยวกับงบประมาณที่ได้รับการจัดสรรและแผนการใช้จ่ายงบประมาณของสำนักงานเขต"
I18 = "ผู้บริหารและเจ้าหน้าที่มีการนำทรัพย์สินของราชการไปใช้เพื่อประโยชน์ของตนเองหรือพวกพ้อง"


def settle(printed: str, words: str, group: int | None, **last: int) -> str | None:
    match = CODE.match(flat(f"{printed} {words}"))
    if match is None:
        return None
    part = None if group is None else "IIT" if group <= 5 else "EIT" if group <= 8 else "OIT"
    verdict = codes.settle(match["letter"], codes.digits_of(match), words, Running(2566, part, group, last))
    return verdict.code if verdict else None


@pytest.mark.parametrize(
    "printed",
    [
        "I20",
        "I๒๐",
        "1๒๐",
        "๑๒๐",
        "120",
        "๑20",
        "l20",
        "|๒๐",
        "- ๒๐",
        "20",
        "ไอ 20",
        "I 20",
        "I-20",
        "I.20",
        "ข้อ I20",
        "1 20",
        "(I20)",
    ],
)
def test_i20_as_ocr_prints_it(printed: str) -> None:
    assert settle(printed, I20, 4, I=19) == "I20"


@pytest.mark.parametrize(
    ("printed", "words", "group", "last", "code"),
    [
        ("๑๘", I8, 2, 7, "I8"),  # the same digits, told apart by the running group
        ("๑๘", I18, 4, 17, "I18"),
        ("๑๘", I8, None, 0, "I8"),  # no group heading: the words decide
        ("๑๘", I18, None, 0, "I18"),
        ("๑๑", "มีกระบวนการและมอบหมายผู้รับผิดชอบที่ชัดเจนในการตรวจสอบการใช้จ่ายงบประมาณ", 1, 6, "I11"),
        ("16", "มีการปฏิบัติตามประกาศกรุงเทพมหานคร เรื่อง นโยบายการไม่รับของขวัญ (No Gift Policy)", 1, 3, "I6"),
    ],
)
def test_the_witnesses_weigh_together(printed: str, words: str, group: int | None, last: int, code: str) -> None:
    assert settle(printed, words, group, I=last) == code


@pytest.mark.parametrize("printed", ["O๗", "0๗", "๐๗", "07", "o7", "๐7"])
def test_o7_as_ocr_prints_it(printed: str) -> None:
    assert settle(printed, "การประชาสัมพันธ์ข้อมูลผลการดำเนินงาน", 9, O=6) == "O7"


@pytest.mark.parametrize(
    "words",
    [
        "๑๕ นาที สวนใกล้บ้าน",
        "10 เรื่องที่ควรรู้",
        "1532",
        "๑. จัดทำ",
        "2) ประชุม",
        "๓.๑ ร้อยละ",
        "30 มี.ค. 66",
        "๒ ครั้ง/ปี",
        "12/2566",
        "95.86",
    ],
)
def test_numbers_that_are_no_codes(words: str) -> None:
    assert CODE.match(flat(words)) is None


def test_digits_whose_words_are_of_no_item_need_every_other_witness() -> None:
    assert settle("01", "บัตรประชาชน ต้องไม่หมดอายุ", 5, I=25) is None
    assert settle("๑๕", "สวนสาธารณะใกล้บ้านสำหรับประชาชนทุกคน", 4, I=18) is None


def test_in_the_middle_of_words_a_code_is_only_spoken_of() -> None:
    running = Running(2566, "IIT", 4, {"I": 19})
    assert codes.settle("O", "30", "ของปีก่อน", running, sure=False) is None
    found = codes.settle("I", "20", I20, running, sure=False)
    assert found is not None
    assert found.code == "I20"


def test_a_doubt_is_written_down() -> None:
    verdict = codes.settle("I", "18", I18, Running(2566, "IIT", 4, {"I": 19}))
    assert verdict is not None
    assert (verdict.code, verdict.doubtful) == ("I18", "ลำดับไม่เรียงขึ้น")


def test_digits_that_fit_nowhere_give_way_to_words_that_are_beyond_doubt() -> None:
    verdict = codes.settle("I", "3", I20, Running(2566, "IIT", 4, {"I": 19}))
    assert verdict is not None
    assert (verdict.code, verdict.doubtful) == ("I20", "พิมพ์ว่า I3")
    kept = codes.settle("I", "19", I20, Running(2566, "IIT", 4, {"I": 18}))
    assert kept is not None
    assert kept.code == "I19"


@pytest.mark.parametrize(
    ("printed", "group", "code"),
    [
        ("0๑ - 0๒๒", 9, "O1-O22"),
        ("O23-O30", 10, "O23-O30"),
        ("O๑ ถึง O๒๒", 9, "O1-O22"),
        ("I1 - I7", 1, "I1-I7"),
        ("E๑–E๖", 6, "E1-E6"),
    ],
)
def test_ranges(printed: str, group: int, code: str) -> None:
    match = RANGE.match(flat(printed))
    assert match is not None
    part = "IIT" if group <= 5 else "EIT" if group <= 8 else "OIT"
    verdict = codes.settle_range(match, Running(2566, part, group, {}))
    assert verdict is not None
    assert (verdict.code, verdict.group) == (code, group)


@pytest.mark.parametrize(
    ("printed", "score"),
    [
        ("(๙๕.๘๖ คะแนน)", 95.86),
        ("- คะแนนเฉลี่ย ๘๖.๖๑ คะแนน", 86.61),
        ("คะแนนเฉลี่ย ๗๙. ๔๒", 79.42),
        ("ได้ค่าคะแนน ๘๗,๙๓ คะแนน", 87.93),
        ("(๑๐๐ คะแนน)", 100.0),
        ("(93.34)", 93.34),
        ("(๙๕.๒๖ คะ แนน)", 95.26),
        ("คะแนนเฉลี่ยเท่ากับ 65.96", 65.96),
    ],
)
def test_scores(printed: str, score: float) -> None:
    match = SCORE.search(flat(printed))
    assert match is not None
    assert codes.score_of(match) == score


@pytest.mark.parametrize("words", ["พ.ศ. 2566", "(๒๕๖๖)", "๙๕๘๖ คะแนน", "โทร. 0 2603 2633", "ข้อ 12.5"])
def test_no_scores(words: str) -> None:
    assert SCORE.search(flat(words)) is None


def test_a_score_over_100_is_none() -> None:
    match = SCORE.search("คะแนน 586")
    assert isinstance(match, re.Match)
    assert codes.score_of(match) is None


def test_the_questionnaire_is_known_by_its_wordings() -> None:
    bangkok = [I8, I18, "ท่านถูกผู้บังคับบัญชา สั่งการให้ทำในสิ่งที่ผิดระเบียบหรือกฎหมาย หรือมีความเสี่ยงต่อการทุจริต"] * 3
    assert codes.fitting_year(2566, bangkok) == 2566
    assert codes.fitting_year(2564, bangkok) in (2566, 2567)
    assert codes.fitting_year(2564, ["คำที่ไม่มีอยู่ในแบบสอบถามของปีใดเลย ไม่เกี่ยวข้องกัน"] * 8) == 2564
    assert codes.fitting_year(2564, bangkok[:3]) == 2564


@pytest.mark.parametrize("printed", ["52", "62", "82"])
def test_e_read_off_a_scan_as_a_digit_is_believed_where_it_comes_next_or_beside_its_words(printed: str) -> None:
    e2 = "เจ้าหน้าที่ของสำนักงานเขตที่ท่านติดต่อมีการปฏิบัติงาน/ให้บริการแก่ท่านกับผู้มาติดต่อคนอื่น ๆ อย่างเท่าเทียมกัน"
    assert settle(printed, e2, 6) == "E2"
    assert settle(printed, "เจ้าหน้าที่ของสำนักงาน", 6, E=1) == "E2"
    assert settle(printed, "เจ้าหน้าที่ของสำนักงาน", 1, I=1) is None
    assert settle(printed, "จัดทำป้ายประชาสัมพันธ์ไว้ที่หน้าห้องทะเบียนของสำนักงานเขต", 6, E=3) is None
