"""Weights set on questions of a made-up index, and the curve of found decisions against counts made by hand."""

import json
import math
import random
from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.ask import ranked, understand
from assistant.comparison import Paper
from assistant.decisions import Decision, curve, curve_table, decisions, errors, is_of_topic
from assistant.gold import GoldQuestion, keys_by_order, read_questions
from assistant.ranking import Ranker
from assistant.tuning import FOLDS, NOT_RANKING, Exam, Rehearsal, climb, fit, folds_of, moved, tune
from assistant.weights import Evidence, FoundWeights, Weights, load_found, load_weights, save_weights
from corpus.errors import RequestError
from tests.conftest import ROOT
from tests.made_commands import Capture, make_store, objects, printed, run
from tests.made_index import Made, made_index, sample_index

QUESTIONS = ROOT / "tests" / "golden" / "sample_questions.jsonl"


def question(number: str, text: str, *relevant: str, answerable: bool = True) -> GoldQuestion:
    return GoldQuestion(number, text, "th", "k", frozenset(relevant), frozenset(), frozenset(), (), (), answerable)


# Each word stands in the item of one row and twice in the cells of another; the item is what counts.
WORDS = ("พัสดุ", "คู่มือ", "ลายมือชื่อ", "ประกาศ", "ร้องเรียน", "จัดซื้อจัดจ้าง", "ฝึกอบรม")


def paper() -> Paper:
    """Seven questions, each with its word in the item of the best row, and three about what is not there."""
    made = Made("a.txt", "ดุสิต", 2566)
    for number, word in enumerate(WORDS, start=1):
        other = WORDS[number % len(WORDS)]
        made.row(f"I{number}", 1, f"การ{word}", measure=f"{other} และ {other}")
    asked = [question(f"q{n}", f"เรื่อง{word}", f"a.txt#I{n}#1") for n, word in enumerate(WORDS, start=1)]
    none = [
        question(f"n{n}", text, answerable=False)
        for n, text in enumerate(("แมวน้ำ ประกาศ ดาวเทียม", "ดาวอังคาร พัสดุ ทะเล", "คู่มือ ต้มยำ กุ้งแม่น้ำ"))
    ]
    index = made_index(made)
    return Paper(index, (*asked, *none), keys_by_order(index.rows))


def poor() -> Weights:
    """Weights under which what stands in the item counts for nothing."""
    return replace(load_weights(), item=0.0, coverage=0.1, cosine=0.0, bm25=0.5)


# --- ranking ----------------------------------------------------------------------------------------------------------


def test_tuning_improves_poor_weights_and_says_what_that_is_worth() -> None:
    tuned = tune([paper()], poor(), load_found(), lambda _: None)
    # Under the poor weights every row stands second, behind the one that has its word twice in a cell.
    assert tuned.present.ndcg_10 == pytest.approx(1 / math.log2(3))
    assert tuned.trained.ndcg_10 > 0.9
    assert tuned.weights.item > 0.0
    assert tuned.out_of_fold.ndcg_10 > tuned.present.ndcg_10
    assert (tuned.trained.found.answerable, tuned.trained.found.unanswerable) == (7, 3)


def test_tuning_never_makes_the_questions_that_it_learns_from_worse() -> None:
    exam = Exam([paper()], load_weights(), load_found())
    everyone = np.ones(len(WORDS), dtype=np.bool_)
    best = climb(load_weights(), exam.judge, everyone)
    assert exam.judge(best).mean() >= exam.judge(load_weights()).mean()
    assert climb(load_weights(), exam.judge, everyone) == best  # the same seed, the same weights


def test_climbing_looks_at_the_chosen_questions_alone() -> None:
    def judge(weights: Weights) -> np.ndarray:  # the more for one question, the less for the other
        return 40 * np.array([weights.item, 1 - weights.item])

    start = replace(load_weights(), item=0.5)
    assert climb(start, judge, np.array([True, False])).item == 1.0
    assert climb(start, judge, np.array([False, True])).item == 0.0
    assert climb(start, judge, np.array([True, True])) == start


def test_weights_do_not_move_for_less_than_one_first_place() -> None:
    start = replace(load_weights(), item=0.5)
    one = np.array([True])
    # The longest step is 0.3: worth 0.360 here, 0.375 there; coming up from rank 2 to rank 1 is worth 0.369.
    assert climb(start, lambda weights: np.array([1.20 * weights.item]), one) == start
    assert climb(start, lambda weights: np.array([1.25 * weights.item]), one).item == 0.8


def test_a_trial_moves_one_to_three_weights_and_stays_within_bounds() -> None:
    chance = random.Random(1)
    for _ in range(200):
        tried = moved(load_weights(), chance)
        changed = [f.name for f in fields(Weights) if getattr(tried, f.name) != getattr(load_weights(), f.name)]
        assert len(changed) <= 3
        assert not set(changed) & set(NOT_RANKING)


def test_the_rehearsal_ranks_exactly_as_the_ranker_that_answers() -> None:
    index, weights = sample_index(), moved(moved(load_weights(), random.Random(3)), random.Random(4))
    rehearsal = Rehearsal(index, load_weights(), load_found())
    asked = [understand(one.question, index) for one in read_questions(QUESTIONS)[:25]]
    for one in asked:
        ranked(one, index, rehearsal, 30)  # remembers its candidates under the weights that ship
    rehearsal.weights = weights
    for one in asked:
        assert ranked(one, index, rehearsal, 30) == ranked(one, index, Ranker(index, weights), 30)


def test_folds_are_even_and_the_same_words_are_on_one_side() -> None:
    folds = folds_of([f"q{n}" for n in range(23)] + ["q1", "q2"])
    assert len(folds) == 23
    sizes = [list(folds.values()).count(fold) for fold in range(FOLDS)]
    assert sorted(sizes) == [4, 4, 5, 5, 5]
    assert folds_of(sorted(folds, reverse=True)) == folds


def test_too_few_questions_are_refused() -> None:
    few = replace(paper(), questions=paper().questions[:3])
    with pytest.raises(RequestError, match="at least 5 questions"):
        Exam([few], load_weights(), load_found())


# --- found or not -----------------------------------------------------------------------------------------------------


def heard(coverage: float, answerable: bool) -> Decision:
    evidence = Evidence(coverage, coverage, 1.0, 0.0, 1.0, 0.0, 0.0)
    return Decision(question("q", "ก", answerable=answerable), evidence)


def test_a_fitted_decision_parts_what_can_be_parted() -> None:
    told = [heard(c / 10, True) for c in (6, 7, 8, 9)] * 5 + [heard(c / 10, False) for c in (1, 2, 3, 4)] * 5
    learned = fit(told, 0.5)
    assert learned.coverage > 0
    assert learned.threshold == 0.5
    assert all((learned.probability(one.evidence) >= 0.5) == one.question.answerable for one in told)
    # Both classes weigh the same and lie alike around 0.5, which is therefore the border.
    assert learned.probability(heard(0.5, True).evidence) == pytest.approx(0.5, abs=0.01)
    with pytest.raises(RequestError, match="answerable and unanswerable"):
        fit(told[:20], 0.5)


def test_errors_by_threshold() -> None:
    probabilities, answerable = (0.9, 0.5, 0.2, 0.6, 0.1), (True, True, True, False, False)
    one = errors(probabilities, answerable, 0.5)
    assert (one.wrong_refusals, one.answerable, one.wrong_answers, one.unanswerable) == (1, 3, 1, 2)
    two = errors(probabilities, answerable, 0.7)
    assert (two.wrong_refusals, two.wrong_answers) == (2, 0)
    points = curve(probabilities, answerable)
    assert [point.wrong_refusals for point in points] == sorted(point.wrong_refusals for point in points)
    lines = curve_table(points, 0.5).splitlines()
    assert lines[0].split() == ["threshold", "wrong", "refusals", "wrong", "answers"]
    assert ["0.50", "*", "1/3", "1/2"] in [line.split() for line in lines]


def test_only_questions_about_a_topic_are_decided() -> None:
    index = sample_index()
    asked = {
        "เจ้าหน้าที่ยืมของหลวงไปใช้ที่บ้าน": True,
        "เขตอื่นแก้ I20 อย่างไร": False,
        "คะแนนต่ำสุดของเขตท่าสาธิตคือข้อไหน": False,
        "เขตบางรักทำอะไรเรื่องของขวัญ": False,  # no report of that district: refused before anything is searched
    }
    assert {text: is_of_topic(understand(text, index), index) for text in asked} == asked


def test_the_evidence_is_that_of_the_selection_itself() -> None:
    ranker = Ranker(sample_index())
    before = ranker.found
    asked = [question("1", "เจ้าหน้าที่ยืมของหลวงไปใช้ที่บ้าน"), question("2", "เขตอื่นแก้ I20 อย่างไร")]
    (one,) = decisions(Paper(sample_index(), tuple(asked), {}), ranker)
    assert ranker.found is before
    assert one.question.id == "1"
    assert one.evidence.coverage > 0
    assert (one.evidence.particular, one.evidence.scoped) == (0.0, 0.0)


# --- the file ---------------------------------------------------------------------------------------------------------


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    weights = replace(load_weights(), item=0.33)
    found = replace(load_found(), threshold=0.4)
    try:
        save_weights(tmp_path / "w.json", weights, found)
        assert load_weights(tmp_path / "w.json") == weights
        assert load_found(tmp_path / "w.json") == found
    finally:
        load_weights.cache_clear()
        load_found.cache_clear()
    assert load_weights() != weights
    assert [f.name for f in fields(FoundWeights)] == list(asdict(found))


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the sample reports."""
    return make_store(ROOT / "corpus" / "reports", tmp_path_factory.mktemp("tuning") / "store")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Some of the sample questions: five with rows, and two that no report answers."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    with_rows = [line for line in lines if json.loads(line)["kind"] == "paraphrase"][:5]
    without = [line for line in lines if json.loads(line)["kind"] == "out_of_scope"]
    file = tmp_path / "few.jsonl"
    file.write_text("\n".join([*with_rows, *without]), encoding="utf-8")
    return file


def test_evaluate_prints_the_tables_that_are_wanted(store: Path, few: Path, capsys: Capture) -> None:
    arguments = ("evaluate", str(few), "--store", str(store), "--set", str(store), str(few))
    (plain,) = objects(capsys, *arguments, "--json")
    assert list(plain) == ["all", "by_kind", "by_language", "rows_missing", "each"]
    assert plain["all"]["questions"] == 2 * len(few.read_text(encoding="utf-8").splitlines())
    (found,) = objects(capsys, *arguments, "--json", "--ablations", "--baselines", "--curve")
    assert list(found)[5:] == ["baselines", "ablations", "curve"]
    whole = next(one for one in found["ablations"] if one["name"] == "the whole")
    assert whole["all"]["ndcg@10"] == found["all"]["ndcg@10"]
    assert whole["all"]["questions"] == 10
    assert found["baselines"][0]["name"] == "BM25, white space, rows"
    counts = [(one["wrong_refusals"], one["wrong_answers"]) for one in found["curve"]]
    assert counts == sorted(counts, key=lambda pair: (pair[0], -pair[1]))
    text = printed(capsys, *arguments, "--curve")
    assert "threshold  wrong refusals  wrong answers" in text


def test_tuning_by_command_is_kept_only_where_it_is_asked_for(
    store: Path, few: Path, tmp_path: Path, capsys: Capture
) -> None:
    shipped = (ROOT / "assistant" / "weights.json").read_bytes()
    file = tmp_path / "weights.json"
    (found,) = objects(capsys, "evaluate", str(few), "--store", str(store), "--tune", "--write", str(file), "--json")
    told = found["tuning"]
    assert list(told) == ["weights", "found", "present", "trained", "out_of_fold", "curve"]
    assert told["trained"]["ndcg@10"] >= told["present"]["ndcg@10"]
    try:
        assert asdict(load_weights(file)) == told["weights"]
        assert asdict(load_found(file)) == told["found"]
    finally:
        load_weights.cache_clear()
        load_found.cache_clear()
    assert (ROOT / "assistant" / "weights.json").read_bytes() == shipped


def test_a_gold_file_that_cannot_be_tuned_on_is_refused(store: Path, tmp_path: Path, capsys: Capture) -> None:
    one = tmp_path / "one.jsonl"
    one.write_text(QUESTIONS.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    code, out, err = run(capsys, "evaluate", str(one), "--store", str(store), "--tune")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith("Tuning wants at least 5 questions with relevant rows")
