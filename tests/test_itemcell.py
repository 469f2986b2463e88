"""The first cell taken apart: group heading, scores, code, words, in the order printed."""

import pytest
from made_tables import E12, I13, I20

from corpus.cells import Span
from corpus.itemcell import take_apart
from corpus.outline import Outline, group_alone, group_heading, group_named, part_of


def outline(year: int = 2566, part: str | None = None, group: int | None = None, **last: int) -> Outline:
    made = Outline(year)
    made.part, made.group, made.last = part, group, dict(last)
    return made


def pieces(text: str, running: Outline, **how: bool) -> list[tuple[str, str]]:
    out = []
    for piece in take_apart(text, Span(0, len(text)), running, **how):
        value = piece.group or piece.score or (piece.verdict.code if piece.verdict else None)
        out.append((piece.kind.value, str(value) if value is not None else text[piece.span.start : piece.span.end]))
    return out


def test_everything_in_one_cell() -> None:
    cell = (
        "<p>ตัวชี้วัดที่ ๓ การใช้อำนาจ</p> <p>คะแนนเฉลี่ย ๘๗.๒๒ คะแนน</p> <p>- 1๑๓ ผู้บังคับบัญชาของหน่วยงานมอบหมายงาน"
        "แก่บุคลากรในหน่วยงานอย่างเป็นธรรม</p> <p>- คะแนนเฉลี่ย ๘๑.๖๑</p> <p>คะแนน</p>"
    )
    assert pieces(cell, outline(2563)) == [
        ("group", "3"),
        ("score", "87.22"),
        ("code", "I13"),
        ("words", "ผู้บังคับบัญชาของหน่วยงานมอบหมายงานแก่บุคลากรในหน่วยงานอย่างเป็นธรรม"),
        ("score", "81.61"),
    ]


def test_the_end_of_one_item_and_the_next() -> None:
    cell = f"<p>ยุ่งยากในการขอรับ บริการจากเดิม (๙๑.๕๕ คะแนน)</p> <p>E๑๒ {E12} (๘๑.๘๗ คะแนน)</p>"
    running = outline(2567, "EIT", 8, E=11)
    found = pieces(cell, running)
    assert [kind for kind, _ in found] == ["words", "score", "code", "words", "score"]
    assert (found[1][1], found[2][1], found[4][1]) == ("91.55", "E12", "81.87")
    assert running.last["E"] == 12


def test_a_list_inside_an_item_holds_no_codes() -> None:
    cell = f"1๒๐ {I20} - เงิน - 3 ครั้ง - ๒๕ รายการ - ตามข้อ O7 ของปีก่อน"
    found = pieces(cell, outline(2566, "IIT", 4, I=19))
    assert [kind for kind, _ in found] == ["code", "words"]


def test_entities_stand_for_blanks_and_signs() -> None:
    found = pieces(f"1๑๓&nbsp;{I13}&nbsp;(๙๖.๘๖&nbsp;คะแนน)", outline(2566, "IIT", 3, I=12))
    assert found == [("code", "I13"), ("words", I13), ("score", "96.86")]


def test_a_cell_that_goes_on_in_mid_sentence_is_read_warily() -> None:
    text = "๑๗ หมวดสวนสาธารณะในพื้นที่ของเขตที่ดูแลต่อเนื่อง"
    assert pieces(text, outline(2566, "IIT", 3, I=16), wary=True)[0][0] == "words"
    assert pieces(f"๑๓ {I13}", outline(2566, "IIT", 3, I=12), wary=True)[0] == ("code", "I13")


def test_a_name_alone_heads_a_group_only_where_it_may() -> None:
    text = "การใช้งบประมาณ"
    assert pieces(text, outline(2566, "IIT", 1), named=True) == [("group", "2")]
    assert pieces(text, outline(2566, "IIT", 1)) == [("words", text)]
    assert pieces(text, outline(2566, "IIT", 3), named=True) == [("words", text)]  # never back
    assert pieces("การใช้จ่ายงบประมาณที่คุ้มค่า", outline(2566, "IIT", 1), named=True)[0][0] == "words"


def test_a_heading_that_is_continued() -> None:
    assert pieces("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ (ต่อ)", outline()) == [("group", "4")]


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("ตัวชี้วัดที่ ๓ การใช้อำนาจ", 3),
        ("3) การใช้อำนาจ", 3),
        ("๓. การใช้อำนาจหน้าที่", 3),
        ("ตัวชีวัดที่ ๓ การใช้ อำนาจ", 3),
        ("ตัวชี่วัดที่6 คุณภาพการดำเนินงาน", 6),  # marks that a scan took for others
        ("ตัวซีวัดที ๖", 6),
        ("ตัวชี้วัดที่ 10 : การป้องกันการทุจริต", 10),
        ("ตัวชี้วัดที่ ๗ ประสิทธิภาพในการสื่อสาร คะแนนเฉลี่ย ๖๘.๗๘ คะแนน", 7),
        ("1) คุณภาพการดำเนินงาน", 6),  # counted anew in each part
        ("ตัวชี้วัดที่ ๕", 5),
        ("ตัวชี้วัดที่ ๓.๑ ร้อยละความสำเร็จในการยกระดับการเปลี่ยนผ่านดิจิทัลภาครัฐ", None),
        ("๑. ประชุมชี้แจงเจ้าหน้าที่เรื่องการให้บริการ", None),
        ("ตัวชี้วัดที่ ๑๒ การใช้อำนาจมืด", None),
        ("3", None),
        ("การใช้อำนาจ", None),
    ],
)
def test_group_headings(words: str, group: int | None) -> None:
    found = group_heading(words)
    assert (found[0] if found else None) == group


def test_where_the_words_of_a_heading_end() -> None:
    words = "ตัวชี้วัดที่ ๒ การใช้งบประมาณ - 1๗ บุคลากร"
    found = group_heading(words)
    assert found is not None
    assert words[: found[1]] == "ตัวชี้วัดที่ ๒ การใช้งบประมาณ"
    assert group_named("ด้านการใช้งบประมาณ") == (2, 18)


def test_headings_alone_on_their_line() -> None:
    assert group_alone("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ (คะแนน ๙๑.๔๔)") == 1
    assert group_alone("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ........ ๑๒") is None
    assert group_alone("การใช้อำนาจ") is None
    assert group_alone("การใช้อำนาจ", named=True) == 3


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("แบบวัดการรับรู้ของผู้มีส่วนได้เสียภายใน (Internal Integrity and Transparency Assessment : IIT)", "IIT"),
        ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (External … : IIT)", "EIT"),
        ("๓. แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)", "OIT"),
        ("แบบวัดการเปิดเผยข้อมูลสาธารณะ (OIT)", "OIT"),
        ("แบบฟอร์ม/กระบวนการฝ่ายปกครอง", None),
        ("ผู้มีส่วนได้เสียภายในให้ความเห็น", None),
    ],
)
def test_parts(words: str, part: str | None) -> None:
    assert part_of(words) == part


def test_the_outline_goes_back_only_to_begin_anew() -> None:
    running = outline(2566, "IIT", 5, I=25)
    running.enter_group(1)
    assert (running.part, running.group, running.last) == ("IIT", 1, {})
    running.enter_part("EIT")
    assert (running.part, running.group) == ("EIT", None)
