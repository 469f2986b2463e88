"""Several ways of ranking on the same questions and rows, their figures side by side; ranks nothing itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypedDict

from assistant.evaluate import ndcg, recall, without
from assistant.gold import GoldQuestion
from assistant.printout import table
from index.search import ReportIndex


@dataclass(frozen=True, slots=True)
class Paper:
    """Questions that are asked of one store; ``keys`` maps row_id → gold key."""

    index: ReportIndex
    questions: tuple[GoldQuestion, ...]
    keys: Mapping[str, str]


# A question with its nDCG@10 and recall@5.
_Earned = tuple[GoldQuestion, float, float]
# A question's gold keys, best first; what stands for no row of the gold has any other name.
Rank = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Contender:
    """A way of ranking: its name, and what makes it ready for the reports of one store."""

    name: str
    prepare: Callable[[Paper], Rank]


@dataclass(frozen=True, slots=True)
class Standing:
    """Mean nDCG@10 and recall@5, both in [0, 1], over so many questions."""

    questions: int
    ndcg_10: float
    recall_5: float


@dataclass(frozen=True, slots=True)
class Result:
    """What one contender reached, over all questions that have relevant rows, by language and by kind."""

    name: str
    overall: Standing
    by_language: tuple[tuple[str, Standing], ...]
    by_kind: tuple[tuple[str, Standing], ...]


def compare(papers: Sequence[Paper], contenders: Sequence[Contender]) -> tuple[Result, ...]:
    """Every contender over every question that has relevant rows, in the order given."""
    return tuple(_result(contender, papers) for contender in contenders)


def _result(contender: Contender, papers: Sequence[Paper]) -> Result:
    earned: list[_Earned] = []
    for paper in papers:
        rank = contender.prepare(paper)
        for question in paper.questions:
            if question.relevant:
                names = without(rank(question.question), question.also_ok)
                earned.append((question, ndcg(names, question.relevant, 10), recall(names, question.relevant, 5)))
    return Result(
        contender.name,
        _standing(earned),
        _apart(earned, lambda question: question.lang),
        _apart(earned, lambda question: question.kind),
    )


def _apart(earned: Sequence[_Earned], label: Callable[[GoldQuestion], str]) -> tuple[tuple[str, Standing], ...]:
    labels = sorted({label(question) for question, _, _ in earned})
    return tuple((name, _standing([one for one in earned if label(one[0]) == name])) for name in labels)


def _standing(earned: Sequence[_Earned]) -> Standing:
    if not earned:
        return Standing(0, 0.0, 0.0)
    return Standing(len(earned), fmean(gain for _, gain, _ in earned), fmean(share for _, _, share in earned))


def comparison_table(results: Sequence[Result]) -> str:
    """One line a contender: nDCG@10 over all, by language and by kind, then recall@5 the same; counts on top."""
    if not results:
        return ""
    head = ("nDCG@10", *(name for name, _ in _columns(results[0])))
    counts = ("questions", *(str(one.questions) for _, one in _columns(results[0])))
    gains = [_line(result, lambda one: one.ndcg_10) for result in results]
    shares = [_line(result, lambda one: one.recall_5) for result in results]
    right = frozenset(range(1, len(head)))
    return "\n".join([table(head, [counts, *gains], right), "", table(("recall@5", *head[1:]), shares, right)])


def _columns(result: Result) -> list[tuple[str, Standing]]:
    return [("all", result.overall), *result.by_language, *result.by_kind]


def _line(result: Result, figure: Callable[[Standing], float]) -> tuple[str, ...]:
    return (result.name, *(f"{figure(one):.3f}" for _, one in _columns(result)))


StandingObject = TypedDict("StandingObject", {"questions": int, "ndcg@10": float, "recall@5": float})


class ResultObject(TypedDict):
    """One contender in `evaluate --json`."""

    name: str
    all: StandingObject
    by_language: dict[str, StandingObject]
    by_kind: dict[str, StandingObject]


def result_objects(results: Sequence[Result]) -> list[ResultObject]:
    """The contenders' figures as JSON, in their order."""
    return [
        {
            "name": one.name,
            "all": _object(one.overall),
            "by_language": {name: _object(standing) for name, standing in one.by_language},
            "by_kind": {name: _object(standing) for name, standing in one.by_kind},
        }
        for one in results
    ]


def _object(one: Standing) -> StandingObject:
    return {"questions": one.questions, "ndcg@10": round(one.ndcg_10, 4), "recall@5": round(one.recall_5, 4)}
