"""Scores as bars: named by what tells them apart, in the order of the answer, none where nothing is compared."""

from dataclasses import replace

import pytest

from assistant.answers import Answer, Mode
from assistant.ask import ask
from assistant.window.barchart import chart_of
from tests.made_index import sample_index


def told(text: str, mode: Mode = Mode.FIGURES) -> Answer:
    answer = ask("E12 ปี 2567 ได้กี่คะแนน", sample_index())
    return replace(answer, text=text, mode=mode)


def bars(text: str) -> list[list[object]]:
    chart = chart_of(told(text))
    assert chart is not None
    assert [name for name, _ in chart.value["data"]] == list(chart.subjects)  # type: ignore[attr-defined]
    return list(chart.value["data"])  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "เขตก ปี 2563 · I20 เรื่อง: 58.42 คะแนน “๕๘.๔๒” [1]\nเขตข ปี 2566 · I20 เรื่อง: 88.36 คะแนน “88.36” [2]",
            [["ก 2563", 58.42], ["ข 2566", 88.36]],
        ),
        (
            "เขตก ปี 2566 · I1 เรื่อง: 70 คะแนน “70” [1]\nเขตก ปี 2566 · I2 เรื่อง: 90.5 คะแนน “90.5” [2]",
            [["I1", 70.0], ["I2", 90.5]],
        ),
        (
            "เขตก I20 → I21 เรื่อง: ปี 2563 66.84 “66.84” [1] → ปี 2567 94.33 “94.33” [2]",
            [["ปี 2563", 66.84], ["ปี 2567", 94.33]],
        ),
        (
            "เขตก ปี 2566 · I1 ก: 70 คะแนน “70” [1]\nเขตก ปี 2566 · I1 ข: 60 คะแนน “60” [2]",
            [["I1", 70.0], ["I1 (2)", 60.0]],
        ),
    ],
)
def test_bars_are_named_by_what_tells_them_apart(text: str, expected: list[list[object]]) -> None:
    assert bars(text) == expected


def test_one_score_compares_nothing_and_quotes_are_no_scores() -> None:
    one = "เขตก ปี 2563 · I20 เรื่อง: 58.42 คะแนน “๕๘.๔๒” [1]"
    assert chart_of(told(one)) is None
    assert chart_of(told(f"{one}\n{one}", Mode.QUOTE)) is None
    assert chart_of(told("เขตก ปี 2563 · I20 เรื่อง: “70” [1]\nเขตข ปี 2563 · I20 เรื่อง: “80” [2]")) is None
    assert chart_of(told("\n".join([one] * 31))) is None


def test_the_answer_over_the_samples_has_a_bar_for_each_of_its_scores() -> None:
    answer = ask("คะแนน I20 ของทุกเขต", sample_index())
    chart = chart_of(answer)
    assert chart is not None
    assert chart.value["data"] == [["บางสมมุติ 2563", 58.42], ["ท่าสาธิต 2566", 88.36], ["ท่าสาธิต 2567", 92.18]]


def test_many_long_names_stand_slanting() -> None:
    lines = [f"เขตจังหวัดยาวมาก{n} ปี 2566 · I20 เรื่อง: 5{n} คะแนน “5{n}” [{n}]" for n in range(1, 7)]
    chart = chart_of(told("\n".join(lines)))
    assert chart is not None
    assert chart.angle == -38
