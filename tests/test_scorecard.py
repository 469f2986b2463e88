"""The figures as a table and as JSON."""

from assistant.answers import Status
from assistant.evaluate import Evaluation, Marks, sum_up
from assistant.gold import GoldQuestion
from assistant.scorecard import evaluation_object, figures_table

FOUND = GoldQuestion(
    "D1", "ใคร", "th", "who", frozenset({"k"}), frozenset(), frozenset(), ("ก", "ข"), (), answerable=True
)
OFF_TOPIC = GoldQuestion("D2", "ฝน", "th", "out", frozenset(), frozenset(), frozenset(), (), (), answerable=False)

MARKS = (
    Marks(FOUND, Status.ANSWERED, 0.25, 1.0, 1.0, 2, ("ข",), 0.5, 4, 3, True, 100, 0.004),
    Marks(OFF_TOPIC, Status.ANSWERED, None, None, None, 0, (), None, 1, 1, False, 50, 0.008),
)
EVALUATION = Evaluation(
    overall=sum_up(MARKS),
    by_kind=(("out", sum_up(MARKS[1:])), ("who", sum_up(MARKS[:1]))),
    by_language=(("th", sum_up(MARKS)),),
    marks=MARKS,
    rows_missing=("gone",),
)


def test_the_table_shows_the_figures_and_each_question_that_lost_something() -> None:
    lines = figures_table(EVALUATION).splitlines()
    assert [line.split() for line in lines[2:6]] == [
        ["all", "2", "0.250", "1.000", "1.000", "0.500", "0/1", "0/1", "0.500", "4/5", "6.0"],
        ["out", "1", "-", "-", "-", "-", "0/1", "0/0", "-", "1/1", "8.0"],
        ["who", "1", "0.250", "1.000", "1.000", "0.500", "0/0", "0/1", "0.500", "3/4", "4.0"],
        ["th", "2", "0.250", "1.000", "1.000", "0.500", "0/1", "0/1", "0.500", "4/5", "6.0"],
    ]
    assert lines[6:] == [
        "rows of another meaning cited in 1 answers",
        "gold rows that the store does not hold: 1",
        "D1: nDCG@10 0.25; lacks ข; cites a row of another meaning",
        "D2: should be refused",
    ]


def test_the_json_has_exactly_these_keys_and_values() -> None:
    found = evaluation_object(EVALUATION)
    assert found["all"] == {
        "questions": 2,
        "ndcg@10": 0.25,
        "recall@5": 1.0,
        "recall@5_of_5": 1.0,
        "facts": 0.5,
        "unanswerable": 1,
        "right_refusals": 0,
        "answerable": 1,
        "wrong_refusals": 0,
        "cited_rows_right": 0.5,
        "quotes": 5,
        "quotes_verbatim": 4,
        "other_meaning_cited": 1,
        "median_characters": 75,
        "median_ms": 6.0,
    }
    assert list(found["by_kind"]) == ["out", "who"]
    assert list(found["by_language"]) == ["th"]
    assert found["rows_missing"] == ["gone"]
    assert found["each"][0] == {
        "id": "D1",
        "status": "answered",
        "ndcg@10": 0.25,
        "recall@5": 1.0,
        "cited_rows_right": 0.5,
        "facts": 2,
        "facts_missing": ["ข"],
        "ms": 4.0,
    }
