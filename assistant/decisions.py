"""Found or not, question by question: what the decision rested on, and wrong answers against wrong refusals.

Only questions about a topic take part. Codes, whole groups and figures are looked up, and districts, years or codes
that no report has are refused before anything is searched.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TypedDict

from assistant import refusal
from assistant.ask import HITS, understand
from assistant.comparison import Paper
from assistant.gold import GoldQuestion
from assistant.printout import table
from assistant.question import Question
from assistant.ranking import Ranker
from assistant.selection import select
from assistant.wants import Want
from assistant.weights import Evidence, FoundWeights
from index.search import ReportIndex

# Everything else that can be wanted is looked up or written.
BY_TOPIC = (Want.MEASURES, Want.CELLS)
# The thresholds of the printed curve, in hundredths.
STEPS = (5, 10, 20, 30, 40, 45, 50, 55, 60, 70, 80, 90, 95)


@dataclass(frozen=True, slots=True)
class Decision:
    """A question about a topic with the evidence that its best row gave."""

    question: GoldQuestion
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Errors:
    """Answerable questions that are refused and unanswerable ones that are answered, of so many each."""

    threshold: float
    wrong_refusals: int
    answerable: int
    wrong_answers: int
    unanswerable: int


@dataclass(frozen=True, slots=True)
class Overheard(FoundWeights):
    """The weights of "found", keeping the evidence that they were asked about."""

    heard: list[Evidence] = field(default_factory=list, compare=False)

    def probability(self, evidence: Evidence) -> float:
        """The probability as always; the evidence is kept."""
        self.heard.append(evidence)
        return FoundWeights.probability(self, evidence)


def decisions(paper: Paper, ranker: Ranker) -> tuple[Decision, ...]:
    """The questions of a paper about a topic, with the evidence that the selection itself goes by."""
    listening = Overheard(**asdict(ranker.found))
    before, ranker.found = ranker.found, listening
    out = []
    try:
        for question in paper.questions:
            asked = understand(question.question, paper.index)
            if is_of_topic(asked, paper.index):
                listening.heard.clear()
                select(asked, paper.index, ranker, HITS)
                if listening.heard:  # else nothing at all was ranked, and no threshold would change the refusal
                    out.append(Decision(question, listening.heard[0]))
    finally:
        ranker.found = before
    return tuple(out)


def is_of_topic(asked: Question, index: ReportIndex) -> bool:
    """Whether a question is answered by a topic that is found or not."""
    if asked.codes or asked.only_groups or asked.want not in BY_TOPIC:
        return False
    return refusal.before_search(asked, index) is None


def errors(probabilities: Sequence[float], answerable: Sequence[bool], threshold: float) -> Errors:
    """What a threshold on the probabilities does wrong."""
    pairs = list(zip(probabilities, answerable, strict=True))
    return Errors(
        threshold=threshold,
        wrong_refusals=sum(there and p < threshold for p, there in pairs),
        answerable=sum(answerable),
        wrong_answers=sum(not there and p >= threshold for p, there in pairs),
        unanswerable=len(pairs) - sum(answerable),
    )


def curve(probabilities: Sequence[float], answerable: Sequence[bool]) -> tuple[Errors, ...]:
    """The errors at every threshold of the table."""
    return tuple(errors(probabilities, answerable, step / 100) for step in STEPS)


def curve_table(points: Sequence[Errors], in_use: float) -> str:
    """Thresholds with their wrong refusals and wrong answers; the one in use is marked."""
    lines = [
        (
            f"{one.threshold:.2f}{' *' if one.threshold == in_use else '  '}",
            f"{one.wrong_refusals}/{one.answerable}",
            f"{one.wrong_answers}/{one.unanswerable}",
        )
        for one in points
    ]
    return table(("threshold", "wrong refusals", "wrong answers"), lines, frozenset({0, 1, 2}))


class ErrorsObject(TypedDict):
    """One threshold in `evaluate --json`."""

    threshold: float
    wrong_refusals: int
    answerable: int
    wrong_answers: int
    unanswerable: int


def errors_object(one: Errors) -> ErrorsObject:
    """One threshold with its errors as JSON."""
    return {
        "threshold": one.threshold,
        "wrong_refusals": one.wrong_refusals,
        "answerable": one.answerable,
        "wrong_answers": one.wrong_answers,
        "unanswerable": one.unanswerable,
    }
