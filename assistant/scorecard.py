"""The figures of an evaluation as a table and as JSON; computes nothing."""

from typing import TypedDict

from assistant.evaluate import Evaluation, Figures, Marks
from assistant.printout import plain, table

FiguresObject = TypedDict(
    "FiguresObject",
    {
        "questions": int,
        "ndcg@10": float | None,
        "recall@5": float | None,
        "recall@5_of_5": float | None,
        "facts": float | None,
        "unanswerable": int,
        "right_refusals": int,
        "answerable": int,
        "wrong_refusals": int,
        "cited_rows_right": float | None,
        "quotes": int,
        "quotes_verbatim": int,
        "other_meaning_cited": int,
        "median_characters": int,
        "median_ms": float,
    },
)

MarksObject = TypedDict(
    "MarksObject",
    {
        "id": str,
        "status": str,
        "ndcg@10": float | None,
        "recall@5": float | None,
        "cited_rows_right": float | None,
        "facts": int,
        "facts_missing": list[str],
        "ms": float,
    },
)


class EvaluationObject(TypedDict):
    """What `evaluate --json` prints; ``rows_missing`` are gold rows that the store does not hold."""

    all: FiguresObject
    by_kind: dict[str, FiguresObject]
    by_language: dict[str, FiguresObject]
    rows_missing: list[str]
    each: list[MarksObject]


def figures_table(evaluation: Evaluation) -> str:
    """The figures overall, by kind of question and by language, then each question that lost something."""
    heads = ("", "n", "nDCG@10", "R@5", "R@5 of 5", "facts", "refused", "wrong ref.", "cited right", "verbatim", "ms")
    groups = [("all", evaluation.overall), *evaluation.by_kind, *evaluation.by_language]
    lines = [(name, *_figures(figures)) for name, figures in groups]
    out = [table(heads, lines, frozenset(range(1, len(heads))))]
    if evaluation.overall.misused:
        out.append(f"rows of another meaning cited in {evaluation.overall.misused} answers")
    if evaluation.rows_missing:
        out.append(f"gold rows that the store does not hold: {len(evaluation.rows_missing)}")
    out.extend(losses(evaluation))
    return "\n".join(out)


def _figures(figures: Figures) -> tuple[str, ...]:
    def share(value: float | None) -> str:
        return "-" if value is None else f"{value:.3f}"

    return (
        str(figures.questions),
        share(figures.ndcg_10),
        share(figures.recall_5),
        share(figures.recall_of_5),
        share(figures.facts),
        f"{figures.right_refusals}/{figures.unanswerable}",
        f"{figures.wrong_refusals}/{figures.answerable}",
        share(figures.precision),
        f"{figures.quotes_verbatim}/{figures.quotes}",
        f"{figures.median_ms:.1f}",
    )


def losses(evaluation: Evaluation) -> list[str]:
    """One line for each question that was refused wrongly, answered wrongly, or lacks rows or facts."""
    lines = []
    for marks in evaluation.marks:
        question, lost = marks.question, []
        refused = marks.status.value == "not_found"
        if refused == question.answerable:
            lost.append("refused" if refused else "should be refused")
        if marks.ndcg_10 is not None and marks.ndcg_10 < 0.5:
            lost.append(f"nDCG@10 {marks.ndcg_10:.2f}")
        lost.extend(f"lacks {fact}" for fact in marks.facts_missing)
        if marks.misused:
            lost.append("cites a row of another meaning")
        if lost:
            lines.append(f"{plain(question.id)}: {plain('; '.join(lost))}")
    return lines


def evaluation_object(evaluation: Evaluation) -> EvaluationObject:
    """The figures over all questions, by kind and by language, and what each question earned."""
    return {
        "all": _figures_object(evaluation.overall),
        "by_kind": {name: _figures_object(figures) for name, figures in evaluation.by_kind},
        "by_language": {name: _figures_object(figures) for name, figures in evaluation.by_language},
        "rows_missing": list(evaluation.rows_missing),
        "each": [_marks_object(marks) for marks in evaluation.marks],
    }


def _figures_object(figures: Figures) -> FiguresObject:
    return {
        "questions": figures.questions,
        "ndcg@10": _rounded(figures.ndcg_10),
        "recall@5": _rounded(figures.recall_5),
        "recall@5_of_5": _rounded(figures.recall_of_5),
        "facts": _rounded(figures.facts),
        "unanswerable": figures.unanswerable,
        "right_refusals": figures.right_refusals,
        "answerable": figures.answerable,
        "wrong_refusals": figures.wrong_refusals,
        "cited_rows_right": _rounded(figures.precision),
        "quotes": figures.quotes,
        "quotes_verbatim": figures.quotes_verbatim,
        "other_meaning_cited": figures.misused,
        "median_characters": figures.median_characters,
        "median_ms": round(figures.median_ms, 2),
    }


def _marks_object(marks: Marks) -> MarksObject:
    return {
        "id": marks.question.id,
        "status": marks.status.value,
        "ndcg@10": _rounded(marks.ndcg_10),
        "recall@5": _rounded(marks.recall_5),
        "cited_rows_right": _rounded(marks.precision),
        "facts": marks.facts,
        "facts_missing": list(marks.facts_missing),
        "ms": round(1000 * marks.seconds, 2),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
