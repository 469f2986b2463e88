"""Gold questions in, figures out: how well the right rows are found, and how true and complete the answers are.

It asks through the two functions that it is given and knows nothing of the index behind them.
"""

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import fmean, median

from assistant.answers import Answer, Status
from assistant.gold import GoldQuestion, bare
from index.hits import Hit

# Deep enough that the rows which are left out of the ranking do not shorten its first ten.
SEARCH_DEPTH = 30


@dataclass(frozen=True, slots=True)
class Marks:
    """What one question earned; None where a measure does not apply to it.

    ``recall_5`` is over all relevant rows; ``recall_of_5`` over at most five of them, since five places hold no more.
    ``precision`` is the share of the cited rows that are relevant or also right; ``misused`` tells that a row with the
    same code and another meaning was cited; ``seconds`` is the time of the answer.
    """

    question: GoldQuestion
    status: Status
    ndcg_10: float | None
    recall_5: float | None
    recall_of_5: float | None
    facts: int
    facts_missing: tuple[str, ...]
    precision: float | None
    quotes: int
    quotes_verbatim: int
    misused: bool
    characters: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Marks summed up over some questions; None where none of them has that measure."""

    questions: int
    ndcg_10: float | None
    recall_5: float | None
    recall_of_5: float | None
    facts: float | None
    unanswerable: int
    right_refusals: int
    answerable: int
    wrong_refusals: int
    precision: float | None
    quotes: int
    quotes_verbatim: int
    misused: int
    median_characters: int
    median_ms: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures over all questions, by kind and by language, with the marks of each question."""

    overall: Figures
    by_kind: tuple[tuple[str, Figures], ...]
    by_language: tuple[tuple[str, Figures], ...]
    marks: tuple[Marks, ...]
    rows_missing: tuple[str, ...]


def ndcg(ranked: Sequence[str], relevant: Set[str], k: int) -> float:
    """nDCG@k with gains 0 and 1 (Järvelin and Kekäläinen 2002), in [0, 1]; ValueError where nothing is relevant."""
    if not relevant:
        raise ValueError("nDCG wants at least one relevant row")
    gained = sum(1 / math.log2(rank + 1) for rank, key in enumerate(ranked[:k], start=1) if key in relevant)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), k) + 1))
    return gained / ideal


def recall(ranked: Sequence[str], relevant: Set[str], k: int) -> float:
    """Share of the relevant rows among the first k, in [0, 1]; ValueError where nothing is relevant."""
    if not relevant:
        raise ValueError("recall wants at least one relevant row")
    return len(relevant & set(ranked[:k])) / len(relevant)


def evaluate(
    questions: Sequence[GoldQuestion],
    keys: Mapping[str, str],
    search: Callable[[str, int], Sequence[Hit]],
    ask: Callable[[str], Answer],
    source: Callable[[str], str],
) -> Evaluation:
    """Every question searched and asked; ``keys`` maps row_id → gold key, ``source`` gives a report's decoded text."""
    marks = []
    for question in questions:
        ranked = without(names_of(search(question.question, SEARCH_DEPTH), keys), question.also_ok)
        started = time.perf_counter()
        answer = ask(question.question)
        marks.append(_marked(question, ranked, answer, time.perf_counter() - started, keys, source))
    known = set(keys.values())
    wanted = {key for question in questions for key in question.relevant}
    return _evaluation(marks, wanted - known)


def join(evaluations: Sequence[Evaluation]) -> Evaluation:
    """One evaluation over the questions of several, in their order."""
    marks = [mark for one in evaluations for mark in one.marks]
    return _evaluation(marks, {key for one in evaluations for key in one.rows_missing})


def _evaluation(marks: Sequence[Marks], rows_missing: Set[str]) -> Evaluation:
    return Evaluation(
        overall=sum_up(marks),
        by_kind=_apart(marks, lambda mark: mark.question.kind),
        by_language=_apart(marks, lambda mark: mark.question.lang),
        marks=tuple(marks),
        rows_missing=tuple(sorted(rows_missing)),
    )


def names_of(hits: Iterable[Hit], keys: Mapping[str, str]) -> list[str]:
    """Hits as gold keys; a passage, or a row that the gold does not name, has a name that is none."""
    return [keys.get(hit.row.row_id, hit.row.row_id) if hit.row else f"passage at {hit.place}" for hit in hits]


def without(names: Iterable[str], left_out: Set[str]) -> list[str]:
    """A ranking without the harmless rows; everything else holds its place, relevant or not."""
    return [name for name in names if name not in left_out]


def _marked(
    question: GoldQuestion,
    ranked: Sequence[str],
    answer: Answer,
    seconds: float,
    keys: Mapping[str, str],
    source: Callable[[str], str],
) -> Marks:
    relevant = question.relevant
    verbatim = [c.place.words_in(source(c.report)) == c.quote for c in answer.citations]
    cited = {keys.get(c.row_id, c.row_id) if c.row_id else f"prose at {c.place}" for c in answer.citations}
    fit = relevant | question.also_ok
    facts, missing = _facts(question, answer)
    return Marks(
        question=question,
        status=answer.status,
        ndcg_10=ndcg(ranked, relevant, 10) if relevant else None,
        recall_5=recall(ranked, relevant, 5) if relevant else None,
        recall_of_5=len(relevant & set(ranked[:5])) / min(len(relevant), 5) if relevant else None,
        facts=facts,
        facts_missing=missing,
        precision=len(cited & fit) / len(cited) if question.answerable and relevant and cited else None,
        quotes=len(verbatim),
        quotes_verbatim=sum(verbatim),
        misused=bool(cited & question.not_relevant),
        characters=len(answer.text),
        seconds=seconds,
    )


def _facts(question: GoldQuestion, answer: Answer) -> tuple[int, tuple[str, ...]]:
    """How many facts were wanted, and those that stand neither in the text nor in a quote."""
    if not question.answerable:
        return 0, ()
    said = bare(" ".join([answer.text, *(citation.quote for citation in answer.citations)]))
    missing = [fact for fact in question.must_contain if bare(fact) not in said]
    if question.must_any and not any(bare(fact) in said for fact in question.must_any):
        missing.append(" | ".join(question.must_any))
    return len(question.must_contain) + bool(question.must_any), tuple(missing)


def sum_up(marks: Sequence[Marks]) -> Figures:
    """Means over the questions that have the measure; facts are counted over all questions together."""
    facts = sum(mark.facts for mark in marks)
    missing = sum(len(mark.facts_missing) for mark in marks)
    refused = [mark for mark in marks if mark.status is Status.NOT_FOUND]
    return Figures(
        questions=len(marks),
        ndcg_10=_mean(mark.ndcg_10 for mark in marks),
        recall_5=_mean(mark.recall_5 for mark in marks),
        recall_of_5=_mean(mark.recall_of_5 for mark in marks),
        facts=(facts - missing) / facts if facts else None,
        unanswerable=sum(not mark.question.answerable for mark in marks),
        right_refusals=sum(not mark.question.answerable for mark in refused),
        answerable=sum(mark.question.answerable for mark in marks),
        wrong_refusals=sum(mark.question.answerable for mark in refused),
        precision=_mean(mark.precision for mark in marks),
        quotes=sum(mark.quotes for mark in marks),
        quotes_verbatim=sum(mark.quotes_verbatim for mark in marks),
        misused=sum(mark.misused for mark in marks),
        median_characters=round(median(mark.characters for mark in marks)) if marks else 0,
        median_ms=1000 * median(mark.seconds for mark in marks) if marks else 0.0,
    )


def _mean(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return fmean(there) if there else None


def _apart(marks: Sequence[Marks], name: Callable[[Marks], str]) -> tuple[tuple[str, Figures], ...]:
    heaps: dict[str, list[Marks]] = {}
    for mark in marks:
        heaps.setdefault(name(mark), []).append(mark)
    return tuple((label, sum_up(heaps[label])) for label in sorted(heaps))
