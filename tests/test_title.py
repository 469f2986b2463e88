"""The years of a report, read off its titles."""

import pytest

from corpus.title import measures_year, results_year, titled_year

ANALYSIS = "การวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. ๒๕๖๔\n\nได้คะแนน ๖๕.๙๖\n\n"
MEASURES = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ภายในหน่วยงาน\nของสำนักงานเขตตัวอย่าง ประจำปีงบประมาณ พ.ศ. ๒๕๖๕\n"


@pytest.mark.parametrize(
    ("head", "year"),
    [
        ("มาตรการส่งเสริมคุณธรรม\nประจำปีงบประมาณ พ.ศ. 2566\n", 2566),
        (ANALYSIS + MEASURES, 2565),
        (MEASURES + "ตามผลการประเมิน ปีงบประมาณ พ.ศ. ๒๕๖๔\n", 2565),
        ("มาตรการ ปีงบประมาณ ๒๕๖๗\n", 2567),
        ("มาตรการ พ . ศ . 2 5 6 7\n", 2567),
        ("รายงาน\nปีงบประมาณ พ.ศ. 2563\n", 2563),
        ("ไม่มีปี\n", None),
    ],
)
def test_the_year_of_the_measures(head: str, year: int | None) -> None:
    assert measures_year(head, head) == year


def test_prose_names_other_years() -> None:
    prose = "สำนักงานเขตได้ชี้แจงมาตรการและผลการประเมินในปีงบประมาณ พ.ศ. 2565 " + "ให้ผู้บริหารทราบ " * 12
    head = "มาตรการ\nประจำปีงบประมาณ พ.ศ. 2566\n\n" + prose
    assert measures_year(head, head) == 2566


def test_without_a_title_the_year_named_most_often() -> None:
    text = "ก 2566 ข 2566 ค 2565"
    assert measures_year("", text) == 2566


def test_the_year_of_the_scores_is_an_earlier_one() -> None:
    assert results_year(ANALYSIS + MEASURES, 2565) == 2564
    assert results_year(MEASURES, 2565) is None


def test_a_title_between_two_tables() -> None:
    assert titled_year("ลงชื่อ\n\nมาตรการส่งเสริมคุณธรรม\nประจำปีงบประมาณ พ.ศ. ๒๕๖๗\n") == 2567
    assert titled_year("การประชุมวันที่ ๓ มีนาคม ๒๕๖๗\n") is None
