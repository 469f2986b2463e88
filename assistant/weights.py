"""The numbers that ranking and "not found" rest on: set on questions by a command, kept as data, never by hand."""

import json
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from corpus.errors import AssistantError

PATH = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """How a row is weighed, and when a topic counts as found; all in [0, 1].

    ``coverage``, ``item`` and ``cosine`` are the shares of the three witnesses: the question's concepts held by the
    whole row, by its item text, and the nearness of the vectors. ``prose`` is what a passage is worth beside a row,
    ``whole_for_item`` how far a row without item codes speaks for its item. ``part_share``, ``synonym``,
    ``synonym_of_name`` and ``foreign`` grade wordings: a part of a compound, another wording for what the reports say
    in the question's own words, the same for a name in Latin letters, and an English word that nobody knows.
    ``group_bonus`` lifts rows of a group that the question names, ``kin_bonus`` rows of the best row's item in other
    districts and years where they reach ``kin_least`` by themselves.
    A topic is found where its best row reaches ``found`` and holds ``held`` of the concepts, or is as near as
    ``near_cosine`` and holds ``held_when_near``; an amount ("how much") needs ``held_for_amount``. Further rows count
    down to ``near_best`` of the best one's score.
    """

    coverage: float
    item: float
    cosine: float
    prose: float
    whole_for_item: float
    part_share: float
    synonym: float
    synonym_of_name: float
    foreign: float
    group_bonus: float
    kin_bonus: float
    kin_least: float
    found: float
    held: float
    near_cosine: float
    held_when_near: float
    held_for_amount: float
    near_best: float

    def __post_init__(self) -> None:
        for field in fields(self):
            if not 0.0 <= getattr(self, field.name) <= 1.0:
                raise ValueError(f"the weight {field.name} is not between 0 and 1")


@dataclass(frozen=True, slots=True)
class Switches:
    """Which witnesses take part; all of them, but for the ablations of ``evaluate``."""

    words: bool = True
    vectors: bool = True
    structure: bool = True
    crosswalk: bool = True
    thesaurus: bool = True


ALL_ON = Switches()


@lru_cache(maxsize=1)
def load_weights(path: Path = PATH) -> Weights:
    """The weights that ship with the project; raises AssistantError where the file is damaged."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))["weights"]
        return Weights(**{field.name: float(held[field.name]) for field in fields(Weights)})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"The weights in {path.name} cannot be read; restore the file.") from error
