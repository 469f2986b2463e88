"""The total score of an assessment and its level, by the official weights and each year's scale; data beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import fmean
from typing import Any

from corpus.records import PART_OF_GROUP, PARTS

_FILE = Path(__file__).with_name("levels.json")


@dataclass(frozen=True, slots=True)
class Total:
    """A computed total: the mean of each part's groups, their weighted sum (rounded to two digits), and the level.

    ``level`` is None for a year without a scale; ``verified`` says whether that scale was read in a source.
    """

    score: float
    parts: tuple[tuple[str, float], ...]
    level: str | None
    verified: bool


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    held: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return held


def total(group_scores: Mapping[int, float], fiscal_year: int) -> Total | None:
    """The total over all ten groups' scores (1-10 → points), or None where one is missing.

    0.3 · mean(g1..g5) + 0.3 · mean(g6..g8) + 0.4 · mean(g9, g10): the weights of the ITA since FY2562.
    """
    if any(group not in group_scores for group in PART_OF_GROUP):
        return None
    means = tuple((part, fmean(group_scores[g] for g, of in PART_OF_GROUP.items() if of == part)) for part in PARTS)
    score = round(sum(_data()["weights"][part] * mean for part, mean in means), 2)
    level, verified = _level(score, dict(means), fiscal_year)
    return Total(score, means, level, verified)


def _level(score: float, means: Mapping[str, float], fiscal_year: int) -> tuple[str | None, bool]:
    """The level of a score; since FY2566 the two best levels want every part at their limit too."""
    scale = next((s for s in _data()["scales"] if fiscal_year in s["years"]), None)
    if scale is None:
        return None, False
    for number, (name, least) in enumerate(scale["levels"]):
        strict = scale["each_part"] and number < 2
        if score >= least and (not strict or min(means.values()) >= least):
            return str(name), bool(scale["verified"])
    return None, bool(scale["verified"])
