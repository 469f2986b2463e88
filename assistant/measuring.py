"""Everything that `evaluate` can measure, in one run over the same questions, as text or as one JSON object."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import ablation, baselines, gold, scorecard
from assistant.assembly import Assistant
from assistant.comparison import Paper, compare, comparison_table, result_objects
from assistant.decisions import curve, curve_table, decisions, errors_object
from assistant.evaluate import Evaluation, evaluate, join
from assistant.ranking import Ranker
from assistant.tuning import Tuning, tune
from assistant.weights import load_found, load_weights, save_weights
from corpus.records import MeasureRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is measured beside the figures; ``write`` is the file that tuned weights are kept in, None for none."""

    ablations: bool = False
    baselines: bool = False
    curve: bool = False
    tune: bool = False
    write: Path | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured: for people and for programs."""

    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sitting:
    """An assistant and the questions that it is asked."""

    assistant: Assistant
    paper: Paper

    @classmethod
    def of(
        cls, assistant: Assistant, questions: Sequence[gold.GoldQuestion], rows: Sequence[gold.GoldRow]
    ) -> "Sitting":
        """Questions over one store; the reports of ``rows`` have their rows named by anchors, the others by order."""
        return cls(assistant, Paper(assistant.index, tuple(questions), _keys(assistant.rows, rows)))

    def evaluate(self) -> Evaluation:
        """Every question searched and asked as a user would."""
        return evaluate(
            self.paper.questions,
            self.paper.keys,
            search=lambda question, k: self.assistant.search(question, k)[1],
            ask=self.assistant.ask,
            source=self.assistant.source,
        )


def _keys(rows: Sequence[MeasureRow], gold_rows: Sequence[gold.GoldRow]) -> dict[str, str]:
    known = {row.report for row in gold_rows}
    others = [row for row in rows if row.report not in known]
    return {**gold.keys_by_order(others), **gold.keys_by_anchors(gold_rows, rows)}


def measure(sittings: Sequence[Sitting], wanted: Wanted, tell: Callable[[str], None]) -> Measured:
    """The figures of all questions together and what else is wanted; ``tell`` hears of the progress.

    Raises RequestError where there are too few questions to tune on, OSError where the weights cannot be written.
    """
    papers = [sitting.paper for sitting in sittings]
    tell(f"{sum(len(paper.questions) for paper in papers)} questions ...")
    evaluation = join([sitting.evaluate() for sitting in sittings])
    texts, values = [scorecard.figures_table(evaluation)], dict(scorecard.evaluation_object(evaluation))
    for part in (_compared(papers, wanted), _curve(papers, wanted), _tuned(papers, wanted, tell)):
        texts += [part.text] if part.text else []
        values |= part.values
    return Measured("\n\n".join(texts), values)


def _compared(papers: Sequence[Paper], wanted: Wanted) -> Measured:
    plainer = compare(papers, baselines.contenders()) if wanted.baselines else ()
    parts = compare(papers, ablation.contenders()) if wanted.ablations else ()
    values = {"baselines": plainer} if wanted.baselines else {}
    values |= {"ablations": parts} if wanted.ablations else {}
    return Measured(
        comparison_table((*plainer, *parts)), {name: result_objects(results) for name, results in values.items()}
    )


def _curve(papers: Sequence[Paper], wanted: Wanted) -> Measured:
    if not wanted.curve:
        return Measured("", {})
    found = load_found()
    heard = [one for paper in papers for one in decisions(paper, Ranker(paper.index))]
    probabilities = [found.probability(one.evidence) for one in heard]
    points = curve(probabilities, [one.question.answerable for one in heard])
    return Measured(curve_table(points, found.threshold), {"curve": [errors_object(point) for point in points]})


def _tuned(papers: Sequence[Paper], wanted: Wanted, tell: Callable[[str], None]) -> Measured:
    if not wanted.tune:
        return Measured("", {})
    before = load_weights(), load_found()
    tuned: Tuning = tune(papers, *before, tell)
    if wanted.write is not None:
        save_weights(wanted.write, tuned.weights, tuned.found)
        tell(f"The weights are kept in {wanted.write}.")
    return Measured(scorecard.tuning_table(tuned, *before), {"tuning": scorecard.tuning_object(tuned)})
