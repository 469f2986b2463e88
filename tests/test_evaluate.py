"""Figures against values worked out by hand, and against ir_measures on random rankings."""

import math
import random
from collections.abc import Callable, Sequence

import pytest

from assistant.answers import Answer, Citation, ReadAs, Status
from assistant.evaluate import Evaluation, evaluate, ndcg, recall
from assistant.gold import GoldQuestion
from corpus.records import MeasureRow, Passage, Place
from index.hits import Hit
from tests.made_readings import line_row

SOURCE = "ฝ่ายปกครอง จัดทำคู่มือ ๓ ฉบับ\nฝ่ายเทศกิจ อบรมปีละ 2 ครั้ง\nคำนำ\n"


def hit(record: MeasureRow | Passage) -> Hit:
    return Hit(record, score=1.0, cosine=0.0, coverage=0.0, bm25=0.0)


def question(**more: object) -> GoldQuestion:
    found: dict[str, object] = {
        "id": "q",
        "question": "ใคร",
        "lang": "th",
        "kind": "responsible",
        "relevant": frozenset(),
        "also_ok": frozenset(),
        "not_relevant": frozenset(),
        "must_contain": (),
        "must_any": (),
        "answerable": True,
    }
    return GoldQuestion(**{**found, **more})  # type: ignore[arg-type]


def cite(row_id: str, quote: str) -> Citation:
    start = SOURCE.find(quote)
    return Citation(
        1, "a.txt", row_id, "measure", Place("a.txt", 1, 1, start, start + len(quote)), quote, "ท", 2567, "I1"
    )


def answered(text: str, *citations: Citation, status: Status = Status.ANSWERED) -> Answer:
    return Answer("ใคร", status, text, citations, (), ReadAs())


def test_ndcg_of_a_single_relevant_row_at_rank_two_is_one_over_log2_of_3() -> None:
    assert ndcg(["x", "a"], {"a"}, 10) == pytest.approx(1 / math.log2(3))
    assert 1 / math.log2(3) == pytest.approx(0.63093, abs=1e-5)


def test_ndcg_of_ranks_one_and_three_out_of_three_relevant() -> None:
    gained = 1 + 1 / math.log2(4)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(["a", "x", "c"], {"a", "b", "c"}, 10) == pytest.approx(gained / ideal)
    assert gained / ideal == pytest.approx(1.5 / 2.13093, abs=1e-5)


def test_ndcg_looks_no_deeper_than_k() -> None:
    assert ndcg(["x", "y", "a"], {"a"}, 2) == 0


def test_recall_counts_all_relevant_rows() -> None:
    assert recall(["a", "x", "b", "y", "z", "c"], {"a", "b", "c", "d"}, 5) == 0.5


@pytest.mark.parametrize("measure", [ndcg, recall])
def test_nothing_relevant_has_no_measure(measure: Callable[..., float]) -> None:
    with pytest.raises(ValueError, match="at least one relevant"):
        measure(["a"], set(), 5)


def test_both_measures_equal_ir_measures_on_random_rankings() -> None:
    ir = pytest.importorskip("ir_measures", reason="ir_measures is in requirements-dev.txt")
    chance = random.Random(2567)
    names = [f"d{n}" for n in range(40)]
    for number in range(200):
        ranked = chance.sample(names, chance.randint(1, 30))
        relevant = set(chance.sample(names, chance.randint(1, 14)))
        truth = [ir.Qrel(str(number), name, 1) for name in relevant]
        run = [ir.ScoredDoc(str(number), name, float(-rank)) for rank, name in enumerate(ranked)]
        theirs = ir.calc_aggregate([ir.nDCG @ 10, ir.R @ 5], truth, run)
        assert ndcg(ranked, relevant, 10) == pytest.approx(theirs[ir.nDCG @ 10])
        assert recall(ranked, relevant, 5) == pytest.approx(theirs[ir.R @ 5])


def run(asked: GoldQuestion, hits: Sequence[Hit], answer: Answer) -> Evaluation:
    keys = {f"r{n}": f"a.txt#I{n}#1" for n in range(1, 20)}
    return evaluate([asked], keys, lambda _q, k: tuple(hits)[:k], lambda _q: answer, lambda _r: SOURCE)


def test_rows_that_are_also_right_are_left_out_of_the_ranking_and_passages_are_not() -> None:
    passage = Passage("p", "a.txt", Place("a.txt", 1, 3, 50, 54), "ทดสอบ", 2567, "คำนำ")
    hits = [hit(line_row("r1", "I1", 1)), hit(passage), hit(line_row("r2", "I2", 2))]
    asked = question(relevant=frozenset({"a.txt#I2#1"}), also_ok=frozenset({"a.txt#I1#1"}))
    result = evaluate(
        [asked],
        {"r1": "a.txt#I1#1", "r2": "a.txt#I2#1"},
        lambda _q, _k: hits,
        lambda _q: answered("-", status=Status.NOT_FOUND),
        lambda _r: SOURCE,
    )
    # What is left is passage, I2: the relevant row stands at rank two.
    assert result.overall.ndcg_10 == pytest.approx(1 / math.log2(3))
    assert result.overall.recall_5 == 1


def test_more_than_five_relevant_rows_are_counted_both_ways() -> None:
    hits = [hit(line_row(f"r{n}", f"I{n}", n)) for n in (1, 2, 3, 11, 12)]
    asked = question(relevant=frozenset(f"a.txt#I{n}#1" for n in range(1, 11)))
    figures = run(asked, hits, answered("-", status=Status.NOT_FOUND)).overall
    assert figures.recall_5 == pytest.approx(3 / 10)
    assert figures.recall_of_5 == pytest.approx(3 / 5)


def test_facts_are_found_in_text_and_quotes_whatever_the_digits_blanks_and_case() -> None:
    asked = question(must_contain=("3 ฉบับ", "e-Service", "ฝ่ายทะเบียน"), must_any=("เทศกิจ", "ปกครอง"))
    result = run(asked, (), answered("มี E-SERVICE", cite("r1", "ฝ่ายปกครอง จัดทำคู่มือ ๓ ฉบับ")))
    assert result.overall.facts == pytest.approx(3 / 4)
    assert result.marks[0].facts_missing == ("ฝ่ายทะเบียน",)


def test_precision_counts_rows_once_and_other_meanings_are_misused() -> None:
    asked = question(
        relevant=frozenset({"a.txt#I1#1"}), also_ok=frozenset({"a.txt#I2#1"}), not_relevant=frozenset({"a.txt#I3#1"})
    )
    quotes = [cite("r1", "ฝ่ายปกครอง"), cite("r1", "คู่มือ"), cite("r2", "อบรม"), cite("r3", "คำนำ")]
    figures = run(asked, (), answered("-", *quotes)).overall
    assert figures.precision == pytest.approx(2 / 3)
    assert figures.misused == 1
    assert (figures.quotes, figures.quotes_verbatim) == (4, 4)


def test_a_quote_that_is_not_at_its_place_is_not_verbatim() -> None:
    moved = Citation(1, "a.txt", "r1", "measure", Place("a.txt", 1, 1, 1, 11), "ฝ่ายปกครอง", "ท", 2567, "I1")
    figures = run(question(), (), answered("-", moved, cite("r1", "คู่มือ"))).overall
    assert (figures.quotes, figures.quotes_verbatim) == (2, 1)


def test_refusals_are_right_or_wrong_by_kind_and_language() -> None:
    asked = [
        question(id="1", kind="code"),
        question(id="2", kind="code", lang="en"),
        question(id="3", kind="out", answerable=False),
        question(id="4", kind="out", answerable=False),
    ]
    refusals = iter(
        [
            answered("-", status=Status.NOT_FOUND),
            answered("-", cite("r1", "คู่มือ")),
            answered("-", status=Status.NOT_FOUND),
            answered("-", cite("r1", "คู่มือ")),
        ]
    )
    result = evaluate(asked, {}, lambda _q, _k: (), lambda _q: next(refusals), lambda _r: SOURCE)
    assert (result.overall.answerable, result.overall.wrong_refusals) == (2, 1)
    assert (result.overall.unanswerable, result.overall.right_refusals) == (2, 1)
    assert result.overall.ndcg_10 is None
    kinds = {
        name: (figures.questions, figures.wrong_refusals, figures.right_refusals) for name, figures in result.by_kind
    }
    assert kinds == {"code": (2, 1, 0), "out": (2, 0, 1)}
    assert [(name, figures.questions) for name, figures in result.by_language] == [("en", 1), ("th", 3)]


def test_gold_rows_that_no_row_of_the_store_answers_to_are_named() -> None:
    result = run(question(relevant=frozenset({"b.txt#I1#1"})), (), answered("-", status=Status.NOT_FOUND))
    assert result.rows_missing == ("b.txt#I1#1",)
