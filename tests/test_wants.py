import pytest

from assistant.wants import Want, cells, how_many, limit, want, which_district, whole_groups


@pytest.mark.parametrize(
    ("text", "codes", "years", "kind"),
    [
        ("เขตอื่นแก้ I20 อย่างไร", ("I20",), (), Want.MEASURES),
        ("how did others fix I20?", ("I20",), (), Want.MEASURES),
        ("คะแนน I20 เท่าไร", ("I20",), (), Want.SCORE),
        ("what is the score of I20", ("I20",), (), Want.SCORE),
        ("ข้อไหนคะแนนต่ำสุด", (), (), Want.LOWEST),
        ("ข้อไหนแย่ที่สุด", (), (), Want.LOWEST),
        ("เขตไหนดีสุด", (), (), Want.HIGHEST),
        ("วิธีที่ดีที่สุดในการประชาสัมพันธ์", (), (), Want.MEASURES),
        ("total ITA score of Taling Chan", (), (), Want.TOTAL),
        ("E12 ผ่านเกณฑ์ไหม", ("E12",), (), Want.SCORE),
        ("สาทร vs คลองเตย E12 ใครดีกว่า", ("E12",), (), Want.SCORE),
        ("แก้ E12 ให้ดีกว่าเดิมอย่างไร", ("E12",), (), Want.MEASURES),
        ("I20 เพิ่มขึ้นไหม", ("I20",), (), Want.SCORE),
        ("แก้ E1 ให้ดีขึ้นยังไง", ("E1",), (), Want.MEASURES),
        ("top 3 scores Sathon", (), (), Want.HIGHEST),
        ("สาทรตกข้อไหนบ้าง", (), (), Want.BELOW),
        ("ตลิ่งชันได้ AA ไหม", (), (), Want.TOTAL),
        ("ได้ E12 กี่ข้อ", ("E12",), (), Want.COUNT),
        ("ทุกข้อของดุสิตที่ฝ่ายโยธารับผิดชอบ", (), (), Want.UNIT),
        ("คะแนนสูงที่สุดคือข้อใด", (), (), Want.HIGHEST),
        ("คะแนนรวมเท่าไร", (), (), Want.TOTAL),
        ("ได้เกรดอะไร", (), (), Want.TOTAL),
        ("คะแนนข้อไหนลดลง", (), (), Want.CHANGE),
        ("which scores dropped", (), (), Want.CHANGE),
        ("I20 ปี 2563 กับ 2567 เป็นเรื่องเดียวกันไหม", ("I20",), (2563, 2567), Want.MEANING),
        ("I20 คืออะไร", ("I20",), (), Want.MEANING),
        ("ร่าง I20 ให้เขตบางเขน", ("I20",), (), Want.DRAFT),
        ("draft a measure for E3", ("E3",), (), Want.DRAFT),
        ("ช่วยร่างมาตรการหน่อย", (), (), Want.DRAFT),
        # a body or a draft law is no request to draft
        ("มาตรการดูแลสุขภาพร่างกายมีไหม", (), (), Want.MEASURES),
    ],
)
def test_kinds_of_questions(text: str, codes: tuple[str, ...], years: tuple[int, ...], kind: Want) -> None:
    assert want(text, codes, years) is kind


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ใครรับผิดชอบ", ("responsible",)),
        ("ฝ่ายไหนดูแล", ("responsible",)),
        ("who is in charge", ("responsible",)),
        ("ต้องเสร็จเมื่อไหร่", ("timeframe",)),
        ("what is the deadline", ("timeframe",)),
        ("ติดตามบ่อยแค่ไหน", ("monitoring",)),
        ("จุดอ่อนคืออะไร", ("weakness",)),
        ("ผลการดำเนินการเป็นอย่างไร", ("result",)),
        ("ผลผลิตมีอะไรบ้าง", ("output",)),
        ("ใครรับผิดชอบและเสร็จเมื่อไร", ("responsible", "timeframe")),
        ("แก้อย่างไร", ()),
        ("มีหลักฐานอะไรว่าทำ I20", ("result", "output")),
        ("what evidence is there", ("result", "output")),
        ("เอกสารหลักฐานที่ต้องเตรียม", ()),
        ("ติดตามทุกกี่เดือน", ("monitoring",)),
        ("ระยะเวลา O1", ("timeframe",)),
        ("ไม่เป็นไปตามระยะเวลาที่กำหนด", ()),
        ("who does O29", ("responsible",)),
    ],
)
def test_cells_that_a_question_names(text: str, named: tuple[str, ...]) -> None:
    assert cells(text) == named


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("5 อันดับคะแนนต่ำสุด", 5),
        ("3 ข้อที่แย่สุด", 3),
        ("lowest 4 scores", 4),
        ("ข้อไหนต่ำสุด", 1),
        ("ปี 2567 ข้อไหนต่ำสุด", 1),
        ("๓ ข้อ", 3),
        ("I20 เขตไหนสูงสุด", 1),
        ("ตัวชี้วัดที่ 4 เขตไหนต่ำสุด", 1),
        ("ปี 67 ข้อไหนต่ำสุด", 1),
    ],
)
def test_how_many_of_the_lowest(text: str, count: int) -> None:
    assert how_many(text) == count


def test_what_is_ranked() -> None:
    assert which_district("เขตไหนคะแนนสูงสุด")
    assert not which_district("เขตดุสิตคะแนนสูงสุดข้อไหน")
    assert whole_groups("ตัวชี้วัดไหนต่ำสุด", ())
    assert not whole_groups("ตัวชี้วัด I20", ("I20",))


@pytest.mark.parametrize(
    ("asked", "mark"),
    [
        ("which items scored below 80 in Dusit?", 80.0),
        ("which items are under 75?", 75.0),
        ("which items did Sathon fail?", 85.0),
        ("สาทรสอบตกข้อไหน", 85.0),
        ("ตัวชี้วัดไหนต่ำกว่า 60", 60.0),
    ],
)
def test_items_below_a_mark_without_the_word_score(asked: str, mark: float) -> None:
    assert want(asked, (), ()) is Want.BELOW
    assert limit(asked) == mark
