"""The line above scores, worked out by hand, in Thai and in English."""

from dataclasses import replace

import pytest

from assistant.question import Question, parse
from assistant.scorehead import Scored, of_scores

HELD = ("ดุสิต", "สาทร", "คลองเตย")
E1_A = Scored("สาทร", 2567, "E1", 93.34, "[1]")
E1_B = Scored("คลองเตย", 2563, "E1", 56.73, "[2]")
I7 = Scored("คลองเตย", 2563, "I7", 58.5, "[3]")


def asked(text: str) -> Question:
    return parse(text, HELD)


def test_one_score() -> None:
    assert of_scores(asked("คะแนน E1 สาทร"), [E1_A]) == "เขตสาทรได้ 93.34 คะแนนข้อ E1 ปี 2567 [1]"
    assert of_scores(asked("what did Sathon score on E1"), [E1_A]) == "Sathon scored 93.34 on E1 in FY 2567 [1]."
    group = Scored("คลองเตย", 2563, "7", 68.0, "[1]")
    assert of_scores(asked("คะแนนตัวชี้วัดที่ 7"), [group]) == "เขตคลองเตยได้ 68 คะแนนตัวชี้วัดที่ 7 ปี 2563 [1]"
    assert of_scores(asked("คะแนน E1"), []) == ""


def test_two_districts() -> None:
    told = of_scores(asked("เทียบคะแนน E1 สาทรกับคลองเตย"), [E1_B, E1_A])
    assert told == "ข้อ E1 เขตสาทร ปี 2567 ได้ 93.34 คะแนน [1] สูงกว่าเขตคลองเตย ปี 2563 ที่ได้ 56.73 คะแนน [2]"
    same = replace(E1_B, value=93.34)
    told = of_scores(asked("compare scores of E1"), [E1_A, same])
    assert told == "Scores on E1: Sathon FY 2567 93.34 [1] and Khlong Toei FY 2563 93.34 [2]."


def test_three_districts() -> None:
    third = Scored("ดุสิต", 2566, "E1", 70.0, "[3]")
    told = of_scores(asked("scores of E1"), [E1_B, third, E1_A])
    assert told == (
        "3 reports print a score of E1: "
        "the highest is Sathon FY 2567 93.34 [1], the lowest Khlong Toei FY 2563 56.73 [2]."
    )


def test_one_district_over_the_years() -> None:
    earlier = Scored("สาทร", 2566, "E1", 95.0, "[2]")
    told = of_scores(asked("คะแนน E1 สาทร"), [E1_A, earlier])
    assert told == "ข้อ E1 ของเขตสาทรลดลงจาก 95 คะแนน ปี 2566 [2] เป็น 93.34 คะแนน ปี 2567 [1]"
    told = of_scores(asked("scores of E1 in Sathon"), [earlier, replace(E1_A, value=96.25)])
    assert told == "Sathon's E1 rose from 95 in FY 2566 [2] to 96.25 in FY 2567 [1]."


def test_a_code_that_changed_its_meaning_is_not_ranked() -> None:
    # I20 of 2563 and of 2567 are different questions
    one, two = Scored("คลองเตย", 2563, "I20", 66.84, "[1]"), Scored("สาทร", 2567, "I20", 94.33, "[2]")
    told = of_scores(asked("เทียบคะแนน I20"), [one, two])
    assert told == "คะแนนข้อ I20: เขตคลองเตย ปี 2563 66.84 [1] และเขตสาทร ปี 2567 94.33 [2]"


def test_the_lowest_equals_and_the_lowest_few() -> None:
    told = of_scores(asked("ข้อไหนของคลองเตยคะแนนต่ำสุด"), [E1_B])
    assert told == "คะแนนต่ำสุดคือข้อ E1 ของเขตคลองเตย ปี 2563 ได้ 56.73 คะแนน [2]"
    same = Scored("คลองเตย", 2563, "I21", 56.73, "[4]")
    told = of_scores(asked("which item scored lowest"), [E1_B, same])
    assert told == (
        "The lowest score is 56.73, shared by 2: E1 of Khlong Toei FY 2563 [2] and I21 of Khlong Toei FY 2563 [4]."
    )
    told = of_scores(asked("2 ข้อที่คะแนนต่ำสุดของคลองเตย"), [E1_B, I7])
    assert told.startswith("2 คะแนนที่ต่ำสุด: ข้อ E1 ของเขตคลองเตย ปี 2563 56.73 [2] และข้อ I7 ")
    # beside the best district of an item the others may be listed
    assert of_scores(asked("E1 เขตไหนคะแนนสูงสุด"), [E1_A, E1_B]) == (
        "คะแนนสูงสุดคือข้อ E1 ของเขตสาทร ปี 2567 ได้ 93.34 คะแนน [1]"
    )


def test_below_a_mark() -> None:
    told = of_scores(asked("ข้อไหนคะแนนต่ำกว่า 60"), [E1_B, I7])
    assert told == "2 ข้อได้คะแนนต่ำกว่า 60 ต่ำสุดคือข้อ E1 ของเขตคลองเตย ปี 2563 ได้ 56.73 [2]"
    told = of_scores(asked("which items have scores above 90"), [E1_A])
    assert told == "1 item scored above 90; the highest is E1 of Sathon FY 2567 with 93.34 [1]."


def test_a_mean_says_what_it_is_of() -> None:
    # (56.73 + 58.51) / 2 = 57.62; (93.34 + 56.00) / 2 = 74.67
    told = of_scores(asked("คะแนนเฉลี่ยของคลองเตย"), [E1_B, replace(I7, value=58.51)])
    assert told == "เขตคลองเตย ปี 2563 เฉลี่ย 57.62 คะแนน คำนวณจาก 2 ข้อที่รายงานพิมพ์ไว้ [2] [3]"
    told = of_scores(asked("average score of E1"), [E1_A, replace(E1_B, value=56.0)])
    assert told == "The mean of E1 is 74.67, worked out from 2 reports [1] [2]."
    # of several items in several reports there is none
    assert "เฉลี่ย" not in of_scores(asked("คะแนนเฉลี่ย"), [E1_A, I7])


def test_several_items() -> None:
    told = of_scores(asked("คะแนน E1 และ I7 ของคลองเตย"), [E1_B, I7])
    assert told == "เขตคลองเตย ปี 2563 ได้คะแนนข้อ E1 56.73 [2] และข้อ I7 58.50 [3]"
    many = [Scored("คลองเตย", 2563, f"I{n}", 50.0 + n, f"[{n}]") for n in range(1, 8)]
    told = of_scores(asked("คะแนน I1-I7 ของคลองเตย"), many)
    assert told == "พบคะแนน 7 ข้อของเขตคลองเตย ปี 2563 สูงสุดคือข้อ I7 57 [7] ต่ำสุดคือข้อ I1 51 [1]"


@pytest.mark.parametrize("text", ["คะแนน E1", "scores of E1 please", "คะแนนต่ำสุด", "คะแนนสูงกว่า 50", "คะแนนเฉลี่ย E1"])
def test_every_score_that_is_named_has_its_mark(text: str) -> None:
    line = of_scores(asked(text), [E1_A, E1_B])
    for one in (E1_A, E1_B):
        assert (f"{one.value:.2f}" in line) <= (one.mark in line)
