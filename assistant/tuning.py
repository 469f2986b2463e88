"""Sets the weights of ranking and of "found" on questions, and says what that is worth on questions left out.

The search of the index does not depend on the weights, so its candidates are kept from one trial to the next. What
ranks and decides in a trial is the same code that answers questions. The only door to sklearn.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from assistant.ask import ranked, understand
from assistant.comparison import Paper
from assistant.decisions import Decision, Errors, decisions, errors
from assistant.evaluate import SEARCH_DEPTH, names_of, ndcg, without
from assistant.gold import GoldQuestion
from assistant.question import Question
from assistant.ranking import Ranker
from assistant.weights import Evidence, FoundWeights, Weights
from corpus.errors import RequestError
from index.hits import Filters, Hit
from index.search import ReportIndex

FOLDS = 5
SEED = 2567
# Each round tries so many changes around the best weights of the round before.
ROUNDS, TRIALS = 3, 60
# How far one weight is moved at once; three moves at most in one trial.
STEPS = (-0.3, -0.15, -0.05, 0.05, 0.15, 0.3)
MOST_MOVES = 3
# Weights move only for a gain worth more than this: one question whose relevant row comes up from rank 2 to rank 1.
# Whatever gains less is chance, and is lost again on other questions.
LEAST_GAIN = 1 - 1 / math.log2(3)
# The inverse strength of the penalty on large weights (scikit-learn's C).
PENALTY = 3.0
# How far further rows are told changes no ranking, so that nDCG cannot set it.
NOT_RANKING = ("near_best",)

Floats = NDArray[np.float64]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Worth:
    """What weights are worth: mean nDCG@10 and the errors of the found decision at its threshold."""

    name: str
    ndcg_10: float
    found: Errors


@dataclass(frozen=True, slots=True)
class Tuning:
    """The weights found, what they and the present ones are worth, and the out-of-fold probabilities of "found"."""

    weights: Weights
    found: FoundWeights
    present: Worth
    trained: Worth
    out_of_fold: Worth
    probabilities: tuple[float, ...]
    answerable: tuple[bool, ...]


class Rehearsal(Ranker):
    """A ranker that keeps what does not depend on its weights; ``weights`` may be set between questions."""

    def __init__(self, index: ReportIndex, weights: Weights, found: FoundWeights) -> None:
        super().__init__(index, weights, found)
        self._candidates: dict[tuple[str, int, Filters], list[Hit]] = {}
        self._sayings: dict[str, Sequence[tuple[str, Sequence[str]]]] = {}

    def candidates(self, text: str, k: int, filters: Filters) -> list[Hit]:
        """The candidates, searched for once."""
        key = (text, k, filters)
        if key not in self._candidates:
            self._candidates[key] = super().candidates(text, k, filters)
        return self._candidates[key]

    def sayings(self, topic: str) -> Sequence[tuple[str, Sequence[str]]]:
        """The sayings, looked up once."""
        if topic not in self._sayings:
            self._sayings[topic] = super().sayings(topic)
        return self._sayings[topic]


class Exam:
    """The questions of several stores, each with its fold, judged under any weights."""

    def __init__(self, papers: Sequence[Paper], weights: Weights, found: FoundWeights) -> None:
        self._papers = [(paper, Rehearsal(paper.index, weights, found)) for paper in papers]
        self._asked = [
            (paper, ranker, question, understand(question.question, paper.index))
            for paper, ranker in self._papers
            for question in paper.questions
            if question.relevant
        ]
        self.questions = tuple(question for _, _, question, _ in self._asked)
        self._judged: dict[Weights, Floats] = {}
        if len({question.question for question in self.questions}) < FOLDS:
            raise RequestError(f"Tuning wants at least {FOLDS} questions with relevant rows; give more question files.")

    def judge(self, weights: Weights) -> Floats:
        """The nDCG@10 (n,) of every question that has relevant rows."""
        if weights not in self._judged:
            for _, ranker in self._papers:
                ranker.weights = weights
            self._judged[weights] = np.array([self._ndcg(*one) for one in self._asked])
        return self._judged[weights]

    def _ndcg(self, paper: Paper, ranker: Ranker, question: GoldQuestion, asked: Question) -> float:
        found = names_of(ranked(asked, paper.index, ranker, SEARCH_DEPTH), paper.keys)
        return ndcg(without(found, question.also_ok), question.relevant, 10)

    def decide(self, weights: Weights) -> tuple[Decision, ...]:
        """The evidence of every question about a topic under these weights."""
        for _, ranker in self._papers:
            ranker.weights = weights
        return tuple(one for paper, ranker in self._papers for one in decisions(paper, ranker))

    @property
    def texts(self) -> list[str]:
        """The wordings of all questions, unanswerable ones too."""
        return [question.question for paper, _ in self._papers for question in paper.questions]


def folds_of(texts: Sequence[str], seed: int = SEED) -> dict[str, int]:
    """Each wording's fold, 0 to FOLDS - 1, dealt out in a shuffled order; the same words are never on both sides."""
    order = sorted(set(texts))
    random.Random(seed).shuffle(order)
    return {text: at % FOLDS for at, text in enumerate(order)}


def climb(start: Weights, judge: Callable[[Weights], Floats], chosen: NDArray[np.bool_], seed: int = SEED) -> Weights:
    """The best weights met by a seeded random search around ``start``, judged on the chosen questions alone."""
    best, gained = start, float(judge(start)[chosen].sum())
    for number in range(ROUNDS):
        chance = random.Random(seed + number)
        centre = best
        for _ in range(TRIALS):
            tried = moved(centre, chance)
            reached = float(judge(tried)[chosen].sum())
            if reached > gained + LEAST_GAIN:
                best, gained = tried, reached
    return best


def moved(weights: Weights, chance: random.Random) -> Weights:
    """The weights with one to three of them moved by a step, kept within [0, 1]."""
    names = [field.name for field in fields(Weights) if field.name not in NOT_RANKING]
    changes = {}
    for name in chance.sample(names, chance.randint(1, MOST_MOVES)):
        changes[name] = round(min(1.0, max(0.0, getattr(weights, name) + chance.choice(STEPS))), 2)
    return replace(weights, **changes)


def fit(heard: Sequence[Decision], threshold: float) -> FoundWeights:
    """Logistic regression of "answerable" on the evidence, both classes weighing the same."""
    from sklearn.linear_model import LogisticRegression

    there = [one.question.answerable for one in heard]
    if len(set(there)) < 2:
        raise RequestError("Tuning wants answerable and unanswerable questions about topics; give more question files.")
    model = LogisticRegression(C=PENALTY, class_weight="balanced", max_iter=2000)
    model.fit([_numbers(one.evidence) for one in heard], there)
    names = [field.name for field in fields(Evidence)]
    learned = {name: round(float(weight), 3) for name, weight in zip(names, model.coef_[0], strict=True)}
    return FoundWeights(intercept=round(float(model.intercept_[0]), 3), **learned, threshold=threshold)


def _numbers(evidence: Evidence) -> list[float]:
    return [float(getattr(evidence, field.name)) for field in fields(Evidence)]


def tune(papers: Sequence[Paper], weights: Weights, found: FoundWeights, tell: Tell) -> Tuning:
    """Both sets of weights from these questions, beginning at the present ones, with what they are worth.

    ``tell`` hears of the progress. Raises RequestError where there are too few questions.
    """
    exam = Exam(papers, weights, found)
    tell(f"tuning on {len(exam.questions)} questions with relevant rows ...")
    best = climb(weights, exam.judge, np.ones(len(exam.questions), dtype=np.bool_))
    best_found = fit(exam.decide(best), found.threshold)
    gained, guesses = _left_out(exam, weights, found, tell)
    probabilities, answerable = tuple(p for p, _ in guesses), tuple(there for _, there in guesses)
    return Tuning(
        weights=best,
        found=best_found,
        present=_worth("present weights", exam, weights, found),
        trained=_worth("tuned, on the questions that it learned from", exam, best, best_found),
        out_of_fold=Worth("tuned, on questions left out", gained, errors(probabilities, answerable, found.threshold)),
        probabilities=probabilities,
        answerable=answerable,
    )


def _left_out(exam: Exam, weights: Weights, found: FoundWeights, tell: Tell) -> tuple[float, list[tuple[float, bool]]]:
    """Mean nDCG@10, and (probability, answerable) of each decision, by weights that never saw the question."""
    fold_of = folds_of(exam.texts)
    fold = np.array([fold_of[question.question] for question in exam.questions])
    gained = np.zeros(len(fold))
    guesses = []
    for number in range(FOLDS):
        tell(f"fold {number + 1} of {FOLDS} ...")
        learned = climb(weights, exam.judge, fold != number)
        gained[fold == number] = exam.judge(learned)[fold == number]
        heard = exam.decide(learned)
        judge = fit([one for one in heard if fold_of[one.question.question] != number], found.threshold)
        asked = [one for one in heard if fold_of[one.question.question] == number]
        guesses += [(judge.probability(one.evidence), one.question.answerable) for one in asked]
    return float(gained.mean()), guesses


def _worth(name: str, exam: Exam, weights: Weights, found: FoundWeights) -> Worth:
    heard = exam.decide(weights)
    probabilities = [found.probability(one.evidence) for one in heard]
    answerable = [one.question.answerable for one in heard]
    return Worth(name, float(exam.judge(weights).mean()), errors(probabilities, answerable, found.threshold))
