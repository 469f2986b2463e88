"""The dev questions over the five real reports, held to the project's bars; skipped where the reports are absent."""

from functools import lru_cache

import pytest

from assistant.answers import Status
from assistant.ask import ask, search
from assistant.evaluate import Evaluation, evaluate
from assistant.gold import keys_by_anchors, read_gold_rows, read_questions
from tests.conftest import SHARED
from tests.made_index import real_index

GOLD = SHARED / "gold"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not GOLD.is_dir(), reason="the gold questions are not beside the project (../shared/gold)"),
]


@lru_cache(maxsize=1)
def evaluation() -> Evaluation:
    index = real_index()
    files = [GOLD / "rows_dev.jsonl", GOLD / "row_keys.jsonl"]
    return evaluate(
        read_questions(GOLD / "questions_dev.jsonl"),
        keys_by_anchors(read_gold_rows(files), index.rows),
        lambda question, k: search(question, index, k)[1],
        lambda question: ask(question, index),
        lambda report: index.reports[report].report.text,
    )


def test_the_right_rows_are_found() -> None:
    overall = evaluation().overall
    assert overall.ndcg_10 is not None
    assert overall.ndcg_10 >= 0.85
    assert evaluation().rows_missing == ()


def test_the_answers_hold_the_facts() -> None:
    assert (evaluation().overall.facts or 0.0) >= 0.75


def test_the_cited_rows_are_to_the_point() -> None:
    assert (evaluation().overall.precision or 0.0) >= 0.80


def test_the_unanswerable_are_refused() -> None:
    answered = [m for m in evaluation().marks if not m.question.answerable and m.status is not Status.NOT_FOUND]
    assert [mark.question.id for mark in answered] == []


def test_hardly_any_other_is_refused() -> None:
    assert evaluation().overall.wrong_refusals <= 1


def test_quotes_are_verbatim() -> None:
    overall = evaluation().overall
    assert overall.quotes > 0
    assert overall.quotes_verbatim == overall.quotes
