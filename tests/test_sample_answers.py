"""The sample questions through the whole assistant: facts held, the unanswerable refused, every quote verbatim."""

from functools import lru_cache

import pytest

from assistant.answers import Answer, Status
from assistant.ask import ask, search
from assistant.evaluate import Evaluation, Marks, evaluate
from assistant.gold import keys_by_anchors, read_gold_rows, read_questions
from index.search import ReportIndex
from tests.conftest import ROOT
from tests.made_index import sample_index

GOLDEN = ROOT / "tests" / "golden"
FACTS, NDCG_10, PRECISE = 0.95, 0.85, 0.85


@lru_cache(maxsize=1)
def evaluation() -> Evaluation:
    index = sample_index()
    keys = keys_by_anchors(read_gold_rows([GOLDEN / "sample_rows.jsonl"]), index.rows)
    return evaluate(
        read_questions(GOLDEN / "sample_questions.jsonl"),
        keys,
        lambda question, k: search(question, index, k)[1],
        lambda question: ask(question, index),
        lambda report: index.reports[report].report.text,
    )


def told(marks: list[Marks]) -> str:
    return "\n".join(f"{mark.question.id} {mark.question.question} {mark.facts_missing}" for mark in marks)


def test_the_rows_of_the_questions_are_there() -> None:
    assert evaluation().rows_missing == ()


def test_facts_are_held() -> None:
    lacking = [mark for mark in evaluation().marks if mark.facts_missing]
    facts = evaluation().overall.facts
    assert facts is not None
    assert facts >= FACTS, told(lacking)


def test_what_the_reports_do_not_tell_is_refused_and_nothing_else() -> None:
    marks = evaluation().marks
    answered = [m for m in marks if not m.question.answerable and m.status is not Status.NOT_FOUND]
    refused = [m for m in marks if m.question.answerable and m.status is not Status.ANSWERED]
    assert not answered, told(answered)
    assert not refused, told(refused)


def test_every_quote_is_verbatim() -> None:
    overall = evaluation().overall
    assert overall.quotes > 100
    assert overall.quotes_verbatim == overall.quotes


def test_rows_with_another_meaning_are_not_used() -> None:
    misused = [mark for mark in evaluation().marks if mark.misused]
    assert not misused, told(misused)


def test_ranking_and_precision() -> None:
    overall = evaluation().overall
    assert overall.ndcg_10 is not None
    assert overall.precision is not None
    assert overall.ndcg_10 >= NDCG_10
    assert overall.precision >= PRECISE


# --- promises of every answer -----------------------------------------------------------------------------------------


def answers(index: ReportIndex) -> list[Answer]:
    return [ask(question.question, index) for question in read_questions(GOLDEN / "sample_questions.jsonl")]


def test_marks_are_numbered_and_every_one_is_in_the_text() -> None:
    for answer in answers(sample_index()):
        assert [citation.mark for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
        for citation in answer.citations:
            assert f"[{citation.mark}]" in answer.text, answer.question


def test_a_refusal_cites_nothing_and_says_what_is_there() -> None:
    refused = [answer for answer in answers(sample_index()) if answer.status is Status.NOT_FOUND]
    assert len(refused) >= 8
    for answer in refused:
        assert answer.citations == ()
        assert 20 < len(answer.text) < 700, answer.text


@pytest.mark.parametrize("question", ["ร่าง I20 ให้เขตบางเขน จุดอ่อนคือ ยืมด้วยวาจา", "เขตอื่นแก้ I20 อย่างไร"])
def test_the_same_question_has_the_same_answer(question: str) -> None:
    assert ask(question, sample_index()) == ask(question, sample_index())
