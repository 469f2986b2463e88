import pytest

from assistant.wants import Want, cells, want


@pytest.mark.parametrize(
    ("text", "codes", "years", "kind"),
    [
        ("เขตอื่นแก้ I20 อย่างไร", ("I20",), (), Want.MEASURES),
        ("how did others fix I20?", ("I20",), (), Want.MEASURES),
        ("คะแนน I20 เท่าไร", ("I20",), (), Want.SCORE),
        ("what is the score of I20", ("I20",), (), Want.SCORE),
        ("ข้อไหนคะแนนต่ำสุด", (), (), Want.LOWEST),
        ("ข้อไหนแย่ที่สุด", (), (), Want.LOWEST),
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
    ],
)
def test_cells_that_a_question_names(text: str, named: tuple[str, ...]) -> None:
    assert cells(text) == named
