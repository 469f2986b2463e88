"""The figures of an evaluation as a table and as JSON; computes nothing."""

from dataclasses import asdict
from typing import TYPE_CHECKING, TypedDict

from assistant.decisions import ErrorsObject, curve, curve_table, errors_object
from assistant.evaluate import Evaluation, Figures, Marks
from assistant.printout import plain, table
from assistant.weights import FoundWeights, Weights

if TYPE_CHECKING:
    from assistant.tuning import Tuning, Worth

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


WorthObject = TypedDict("WorthObject", {"ndcg@10": float, "found": ErrorsObject})


class TuningObject(TypedDict):
    """What a tuning found; ``curve`` is that of the questions left out."""

    weights: dict[str, float]
    found: dict[str, float]
    present: WorthObject
    trained: WorthObject
    out_of_fold: WorthObject
    curve: list[ErrorsObject]


def tuning_table(tuning: "Tuning", weights: Weights, found: FoundWeights) -> str:
    """What the present and the tuned weights are worth, the curve of the questions left out, and what changed."""
    lines = [
        (
            one.name,
            f"{one.ndcg_10:.4f}",
            f"{one.found.wrong_refusals}/{one.found.answerable}",
            f"{one.found.wrong_answers}/{one.found.unanswerable}",
        )
        for one in (tuning.present, tuning.trained, tuning.out_of_fold)
    ]
    changes = [
        (name, f"{before:g}", f"{after:g}")
        for old, new in ((weights, tuning.weights), (found, tuning.found))
        for name, before, after in _changes(asdict(old), asdict(new))
    ]
    points = curve(tuning.probabilities, tuning.answerable)
    return "\n\n".join(
        (
            table(("", "nDCG@10", "wrong refusals", "wrong answers"), lines, frozenset({1, 2, 3})),
            "questions left out, by threshold:\n" + curve_table(points, tuning.found.threshold),
            table(("weight", "present", "tuned"), changes, frozenset({1, 2})) if changes else "no weight changes",
        )
    )


def _changes(old: dict[str, float], new: dict[str, float]) -> list[tuple[str, float, float]]:
    return [(name, old[name], value) for name, value in new.items() if old[name] != value]


def tuning_object(tuning: "Tuning") -> TuningObject:
    """The tuned weights, and what they and the present ones are worth, as JSON."""
    return {
        "weights": asdict(tuning.weights),
        "found": asdict(tuning.found),
        "present": _worth_object(tuning.present),
        "trained": _worth_object(tuning.trained),
        "out_of_fold": _worth_object(tuning.out_of_fold),
        "curve": [errors_object(point) for point in curve(tuning.probabilities, tuning.answerable)],
    }


def _worth_object(worth: "Worth") -> WorthObject:
    return {"ndcg@10": round(worth.ndcg_10, 4), "found": errors_object(worth.found)}
