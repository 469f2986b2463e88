"""Group means, totals and levels from score sheets, worked out by hand, beside what the sheet prints."""

import pytest

from assistant.scores import pasted_scores, stored_scores
from assistant.standing import standing_of
from tests.made_index import real_index, sample_index

TEN = "\n".join(f"ตัวชี้วัดที่ {group} {score}" for group, score in enumerate((90, 80, 70, 60, 100, 80, 70, 90, 95, 65), 1))


def test_a_total_worked_out_by_hand() -> None:
    # IIT (90+80+70+60+100)/5 = 80, EIT (80+70+90)/3 = 80, OIT (95+65)/2 = 80: 0.3*80 + 0.3*80 + 0.4*80 = 80
    standing = standing_of(pasted_scores(f"{TEN}\nคะแนนรวม 80.00 ระดับ ต้องปรับปรุง", 2567))
    assert standing.total is not None
    assert (standing.total.score, standing.total.level, standing.printed_total) == (80.0, "ต้องปรับปรุง", 80.0)
    assert standing.notes == ()


def test_print_that_differs_is_told() -> None:
    notes = standing_of(pasted_scores(f"{TEN}\nคะแนนรวม 81.00 ระดับ ผ่านดี", 2567)).notes
    assert len(notes) == 2
    assert "80.00 ไม่ตรงกับที่พิมพ์ไว้ 81.00" in notes[0]
    assert "คือ ต้องปรับปรุง ไม่ตรงกับที่พิมพ์ไว้ (ผ่านดี)" in notes[1]


def test_group_means_of_the_items() -> None:
    # group 4 of 2567 has I18 to I20
    complete = standing_of(pasted_scores("I18 80\nI19 90\nI20 70\nตัวชี้วัดที่ 4 79.00", 2567)).groups[3]
    assert (complete.mean, complete.items, complete.of, complete.printed, complete.score) == (80.0, 3, 3, 79.0, 79.0)
    assert (
        "ค่าเฉลี่ยของ 3 ข้อคือ 80.00 ไม่ตรงกับที่พิมพ์ไว้ 79.00"
        in standing_of(pasted_scores("I18 80\nI19 90\nI20 70\nตัวชี้วัดที่ 4 79.00", 2567)).notes[0]
    )
    partial = standing_of(pasted_scores("I18 80\nI19 90", 2567))
    assert (partial.groups[3].mean, partial.groups[3].score, partial.total) == (85.0, None, None)
    assert partial.notes[0].startswith("คำนวณคะแนนรวมไม่ได้")


def test_the_sample_with_a_printed_total() -> None:
    sheet = stored_scores(sample_index(), "คลองนิทาน", 2566)
    assert sheet is not None
    total = standing_of(sheet).total
    assert total is not None
    assert (total.score, total.level) == (72.86, "C")


@pytest.mark.real
def test_taling_chan_of_2564() -> None:
    sheet = stored_scores(real_index(), "ตลิ่งชัน", 2566)
    assert sheet is not None
    total = standing_of(sheet).total
    assert total is not None
    assert (total.score, total.level) == (65.96, "C")
