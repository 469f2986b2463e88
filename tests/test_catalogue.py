"""The catalogue: years, groups, ranges, which item a damaged text is, and like-for-like items of other years."""

import json
from pathlib import Path

import pytest

from corpus import catalogue
from corpus.catalogue import (
    GROUPS,
    Relation,
    code_range,
    group_name,
    group_of,
    instrument_of,
    item,
    item_or_nearest,
    items,
    near,
    nearest,
    partners,
    same_meaning,
    years,
)
from corpus.errors import UnknownValue
from corpus.records import PART_OF_GROUP, PART_OF_LETTER


def _pairs(fiscal_year: int, code: str) -> set[tuple[int, str]]:
    return {(p.year, p.code) for p in partners(fiscal_year, code)}


# --- years, groups, ranges ---


def test_the_years_and_their_instruments() -> None:
    assert years() == (2562, 2563, 2564, 2565, 2566, 2567, 2568, 2569)
    assert [instrument_of(year) for year in years()] == ["national"] * 4 + ["bangkok"] * 2 + ["national"] * 2


def test_a_year_without_data_answers_with_the_nearest() -> None:
    assert instrument_of(2561) == "national"
    assert instrument_of(2590) == "national"
    assert items(2561) == ()


def test_how_many_items_a_year_has() -> None:
    assert len(items(2563)) == 30 + 15 + 43
    assert len(items(2566)) == len(items(2567)) == 25 + 15 + 30
    assert [one.code for one in items(2566)][:3] == ["I1", "I2", "I3"]
    assert items(2566)[-1].code == "O30"


def test_every_item_is_consistent_and_has_a_source() -> None:
    for year in years():
        codes = [one.code for one in items(year)]
        assert len(codes) == len(set(codes))
        for one in items(year):
            assert one.fiscal_year == year
            assert one.source
            assert PART_OF_LETTER[one.code[0]] == PART_OF_GROUP[one.group] == one.part
            letter, first, last = code_range(year, one.group)
            assert one.code[0] == letter
            assert first <= int(one.code[1:]) <= last


def test_what_was_only_carried_over_is_not_verified() -> None:
    seen, carried = item(2567, "I3"), item(2567, "I10")
    assert seen is not None
    assert carried is not None
    assert (seen.verified, seen.source) == (True, "Sathon report FY2567")
    assert carried.verified is False
    assert carried.text.startswith("มีการเบิกจ่ายเงินที่เป็นเท็จ")


def test_group_names_by_year() -> None:
    assert group_name(8) == GROUPS[8] == "การปรับปรุงระบบการทำงาน"
    assert group_name(8, 2563) == "การปรับปรุงการทำงาน"
    assert group_name(7, 2566) == "ประสิทธิภาพในการสื่อสาร"
    assert group_name(4, 2599) == "การใช้ทรัพย์สินของราชการ"


@pytest.mark.parametrize("group", [0, 11])
def test_a_group_that_does_not_exist(group: int) -> None:
    with pytest.raises(UnknownValue, match=f"no indicator group {group}; choose one from 1 to 10"):
        group_name(group)
    with pytest.raises(UnknownValue):
        code_range(2566, group)


@pytest.mark.parametrize(
    ("year", "code", "group"),
    [
        (2563, "I8", 2),
        (2567, "I7", 1),
        (2567, "I8", 2),
        (2563, "I18", 3),
        (2566, "I18", 4),
        (2563, "E6", 7),
        (2566, "E6", 6),
        (2564, "O34", 10),
        (2566, "O22", 9),
        (2562, "O30", 9),  # no text: the ranges of 2563
        (2568, "I20", 4),  # no list of that part: the ranges of 2567
        (2569, "O21", 10),
    ],
)
def test_group_of_a_code(year: int, code: str, group: int) -> None:
    assert group_of(year, code) == group


@pytest.mark.parametrize("code", ["I31", "O99", "X1", "I", "", "I0"])
def test_codes_of_no_group(code: str) -> None:
    assert group_of(2563, code) is None


def test_ranges() -> None:
    assert code_range(2563, 4) == ("I", 19, 24)
    assert code_range(2566, 4) == ("I", 18, 20)
    assert code_range(2566, 10) == ("O", 23, 30)
    assert code_range(2568, 1) == ("I", 1, 7)


def test_a_missing_text_may_be_had_from_the_nearest_year() -> None:
    assert item(2568, "I20") is None
    taken = item_or_nearest(2568, "I20")
    assert taken is not None
    assert (taken.fiscal_year, taken.instrument) == (2567, "bangkok")
    # The list of 2568 is known in part and numbered anew: O6 of another year would mislead.
    assert item_or_nearest(2568, "O6") is None
    assert item_or_nearest(2568, "Z1") is None


# --- which item a text is ---


@pytest.mark.parametrize(
    ("year", "text", "code"),
    [
        # Line wraps inside words, the opening that every item has, wrong tone marks, a Thai digit code in front.
        (2567, "1๓ เจ้าหน้าที่ใน สำนักงานเขตที่ท่าน ปฏิบัติงาน มีการสื่อ สารที่ชัดเจน เข้าใจง่าย", "I3"),
        (2567, "๑๗ สำนักงานเขตที่ทำนปฏิบัติงาน แต่งตั้ง โยภย่าย เลื่อนตำแหน่ง เลื่อนชั้นเงินเดือน", "I17"),
        (2566, "กรณีที่ต้องมีการ ขี้มหรือเบิกจ่ายทรัพย์สินของ ราชการไปใช้ปฏิบัติงาน", "I20"),
        (2566, "ยุ่งยากในการขอรับ บริการจากเดิม (๙๑.๕๕ คะแนน)", "E11"),
        (2566, "ท่านถูกผู้บังคับ บัญชาของท่าน ใช้ให้ทำธุระส่วนตัว", "I14"),
        (2566, "แผนการใช้จ่ายงบประมาณประจำปีและรายงานผลการใช้ใช้จ่าย", "O17"),
        (2563, "ขั้นตอนการขออนุญาตเพื่อยืมทรัพย์สินของราชการไปใช้ปฏิบัติงานมีความสะดวก", "I20"),
        (2563, "กรณีมีการขอยืมทรัพย์สินของราชการไปใช้ปฏิบัติงาน มีการขออนุญาตอย่างถูกต้อง", "I21"),
        (2563, "หน่วยงานใช้จ่ายงบประมาณโดยคำนึงถึงความคุ่มค่า ไม่บิดเบือน", "I8"),
    ],
)
def test_damaged_texts_find_their_item(year: int, text: str, code: str) -> None:
    ranked = nearest(year, text)
    assert ranked[0][0].code == code
    assert ranked[0][1] > ranked[1][1] + 0.1


def test_part_and_group_narrow_the_search() -> None:
    text = "บุคลากรในหน่วยงาน ปฏิบัติงานหรือให้บริการเป็นไปตามขั้นตอนและระยะเวลาที่กำหนด"
    assert nearest(2563, text)[0][0].code == "E1"
    assert nearest(2563, text, part="IIT")[0][0].code == "I1"
    assert {one.group for one, _ in nearest(2563, text, group=6)} == {6}
    assert len(nearest(2563, text, group=6)) == 5


def test_scores_are_cosines() -> None:
    one = item(2566, "O3")
    assert one is not None
    ranked = nearest(2566, one.text)
    assert ranked[0] == (one, pytest.approx(1.0))
    assert all(0.0 <= score <= 1.0 for _, score in ranked)
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)


def test_a_text_that_is_no_item_is_near_to_none() -> None:
    assert nearest(2566, "พรุ่งนี้ฝนจะตกหนักในหลายจังหวัดทางภาคใต้")[0][1] < 0.15
    assert nearest(2566, "")[0][1] == 0.0
    assert nearest(2566, "() - ๑")[0][1] < 0.15


def test_a_shared_opening_alone_says_little() -> None:
    assert nearest(2567, "เจ้าหน้าที่ในสำนักงานเขตที่ท่านปฏิบัติงาน")[0][1] < 0.25


def test_a_year_without_that_part_is_compared_with_the_nearest() -> None:
    best, score = nearest(2568, "ขออนุญาตยืมหรือเบิกจ่ายทรัพย์สินของราชการไปใช้ปฏิบัติงานอย่างถูกต้อง", part="IIT")[0]
    assert (best.code, best.fiscal_year) == ("I20", 2567)
    assert score > 0.5


# --- partners ---


def test_the_borrowing_items() -> None:
    # 2563 I20 asks whether borrowing is convenient; 2563 I21 and Bangkok's I20 whether permission is asked rightly.
    assert _pairs(2563, "I21") == {(2562, "I21"), (2564, "I21"), (2565, "I21"), (2566, "I20"), (2567, "I20")}
    assert _pairs(2567, "I20") == {(2562, "I21"), (2563, "I21"), (2564, "I21"), (2565, "I21"), (2566, "I20")}
    assert _pairs(2563, "I20") == {(2562, "I20"), (2564, "I20"), (2565, "I20")}
    assert {(p.year, p.code) for p in near(2563, "I20")} == {(2566, "I20"), (2567, "I20")}
    assert same_meaning(2563, "I20", 2567, "I20") is False
    assert same_meaning(2563, "I21", 2567, "I20") is True
    assert same_meaning(2567, "I20", 2564, "I21") is True


def test_merged_items_are_split_the_other_way() -> None:
    forth = {(p.year, p.code): (p.relation, p.confidence) for p in partners(2563, "I8")}
    back = {(p.year, p.code): (p.relation, p.confidence) for p in partners(2566, "I8")}
    assert forth[2566, "I8"] == (Relation.MERGED, "medium")
    assert back[2563, "I8"] == (Relation.SPLIT, "medium")
    assert back[2563, "I7"] == (Relation.SAME, "high")


def test_two_items_merged_into_one_are_no_partners() -> None:
    assert (2564, "I8") not in _pairs(2563, "I7")
    assert same_meaning(2563, "I7", 2564, "I8") is False
    assert same_meaning(2563, "I7", 2563, "I8") is False


def test_partners_go_both_ways() -> None:
    for year in years():
        for one in items(year):
            for partner in partners(year, one.code):
                assert (year, one.code) in _pairs(partner.year, partner.code)
                assert same_meaning(year, one.code, partner.year, partner.code) is True


def test_the_measures_document_through_the_years() -> None:
    assert {(2566, "O30"), (2567, "O30")} <= _pairs(2563, "O42")
    assert {(2568, "O27"), (2568, "O28"), (2563, "O42"), (2563, "O43")} <= _pairs(2566, "O30")
    assert {(2569, "O26")} <= _pairs(2568, "O28")
    # No one judged 2563 against 2568: the wordings are the same, which is a guess.
    guess = next(p for p in partners(2563, "O42") if (p.year, p.code) == (2568, "O27"))
    assert (guess.relation, guess.confidence) == (Relation.SIMILAR, "guessed")


def test_items_of_one_set_only() -> None:
    assert _pairs(2566, "I19") == {(2567, "I19")}
    assert {p.year for p in partners(2563, "I6")} == {2562, 2564, 2565}
    assert same_meaning(2563, "I6", 2566, "I6") is False


def test_the_list_of_2565_changed_in_one_place() -> None:
    assert same_meaning(2564, "O33", 2565, "O33") is True
    assert same_meaning(2564, "O34", 2565, "O34") is None
    assert (2566, "O23") in _pairs(2565, "O34")


@pytest.mark.parametrize(
    ("year_a", "code_a", "year_b", "code_b", "answer"),
    [
        (2563, "I3", 2567, "I3", False),
        (2563, "I1", 2567, "I1", True),
        (2563, "I2", 2566, "E2", False),
        (2568, "I20", 2567, "I20", None),  # no text of 2568
        (2562, "O40", 2563, "O40", None),
        (2567, "I20", 2567, "I20", True),
    ],
)
def test_same_meaning(year_a: int, code_a: str, year_b: int, code_b: str, answer: bool | None) -> None:
    assert same_meaning(year_a, code_a, year_b, code_b) is answer
    assert same_meaning(year_b, code_b, year_a, code_a) is answer


def test_unknown_codes_have_no_partners() -> None:
    assert partners(2563, "I99") == ()
    assert near(2550, "I1") == ()


# --- the data ---


def test_every_link_leads_from_and_to_an_item() -> None:
    raw = json.loads(Path(catalogue.__file__).with_name("crosswalk.json").read_text(encoding="utf-8"))
    for block in raw["crosswalks"]:
        assert instrument_of(block["from_year"]) == block["from_instrument"]
        assert instrument_of(block["to_year"]) == block["to_instrument"]
        for link in block["links"]:
            assert item(block["from_year"], link["from"]) is not None, link
            assert item(block["to_year"], link["to"]) is not None, link
            assert link["confidence"] in ("high", "medium", "low")
            assert (link["confidence"] == "low") == (link["relation"] == "near"), link
