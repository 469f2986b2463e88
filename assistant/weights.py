"""The numbers that ranking and "not found" rest on: set on questions by a command, kept as data, never by hand."""

import json
import math
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

from corpus.errors import AssistantError

NOTE = "Set by `python -m assistant evaluate --tune --write`; a hand edit is overwritten by the next tuning."
PATH = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """How a row is weighed, and when a topic counts as found; all in [0, 1].

    ``coverage``, ``item``, ``cosine`` and ``bm25`` are the shares of the witnesses: the question's concepts
    held by the whole row, by its item text, the nearness of the vectors, and the BM25 score as a share of the
    best candidate's. ``prose`` is what a passage is worth beside a row, ``whole_for_item`` how far a row
    without item codes speaks for its item. ``part_share``, ``synonym``, ``synonym_of_name`` and ``foreign``
    grade wordings: a part of a compound, another wording for what the reports say in the question's own words,
    the same for a name in Latin letters, and an English word that nobody knows. ``unheard`` and ``common``
    lower the idf of Thai words that no report says, and of everyday words. ``group_bonus`` lifts rows of a
    group that the question names, ``kin_bonus`` rows of the best row's item in other districts and years where
    they reach ``kin_least`` by themselves. Further rows count down to ``near_best`` of the best one's score.
    """

    coverage: float
    item: float
    cosine: float
    bm25: float
    prose: float
    whole_for_item: float
    part_share: float
    synonym: float
    synonym_of_name: float
    foreign: float
    unheard: float
    common: float
    group_bonus: float
    kin_bonus: float
    kin_least: float
    near_best: float

    def __post_init__(self) -> None:
        for field in fields(self):
            if not 0.0 <= getattr(self, field.name) <= 1.0:
                raise ValueError(f"the weight {field.name} is not between 0 and 1")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a topic being there at all, read off its best row.

    ``coverage`` and ``cosine`` of that row, ``mass`` = ln(1 + idf weight held), ``unheard`` the share of what no row
    says, ``concepts`` = ln(1 + number of concepts asked for), ``particular`` 1.0 where a number or a name is asked for,
    ``scoped`` 1.0 where a district or a year is named.
    """

    coverage: float
    cosine: float
    mass: float
    unheard: float
    concepts: float
    particular: float
    scoped: float


@dataclass(frozen=True, slots=True)
class FoundWeights:
    """Logistic regression over ``Evidence``: P(found) = 1 / (1 + exp(-(intercept + Σ weight · evidence)))."""

    intercept: float
    coverage: float
    cosine: float
    mass: float
    unheard: float
    concepts: float
    particular: float
    scoped: float
    threshold: float

    def probability(self, evidence: Evidence) -> float:
        """The probability, in [0, 1], that the reports tell of the topic."""
        total = self.intercept
        for field in fields(evidence):
            total += getattr(self, field.name) * getattr(evidence, field.name)
        return 1.0 / (1.0 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Switches:
    """Which witnesses take part; all of them, but for the ablations of ``evaluate``.

    ``words`` off: no BM25 and no concepts; ``vectors`` off: no cosine, neither in picking candidates nor in weighing;
    ``structure`` off: no filters, codes or groups; ``weighed`` off: the order of rank fusion stays.
    """

    words: bool = True
    vectors: bool = True
    structure: bool = True
    crosswalk: bool = True
    thesaurus: bool = True
    weighed: bool = True


ALL_ON = Switches()


@lru_cache(maxsize=1)
def load_weights(path: Path = PATH) -> Weights:
    """The weights of ranking that ship with the project; raises AssistantError where the file is damaged."""
    held = _held(path, "weights")
    try:
        return Weights(**{field.name: float(held[field.name]) for field in fields(Weights)})
    except (ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"The weights in {path.name} cannot be read; restore the file.") from error


@lru_cache(maxsize=1)
def load_found(path: Path = PATH) -> FoundWeights:
    """The weights of "found or not" that ship with the project; raises AssistantError where the file is damaged."""
    held = _held(path, "found")
    try:
        return FoundWeights(**{field.name: float(held[field.name]) for field in fields(FoundWeights)})
    except (ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"The weights in {path.name} cannot be read; restore the file.") from error


def save_weights(path: Path, weights: Weights, found: FoundWeights) -> None:
    """Writes both as the file that ``load_weights`` and ``load_found`` read; raises OSError."""
    held = {"note": NOTE, "weights": asdict(weights), "found": asdict(found)}
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    load_weights.cache_clear()
    load_found.cache_clear()


def _held(path: Path, part: str) -> dict[str, float]:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))[part]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"The weights in {path.name} cannot be read; restore the file.") from error
    return held if isinstance(held, dict) else {}
