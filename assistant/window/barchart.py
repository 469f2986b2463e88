"""Scores that an answer compares, as bars: one a score, named by what tells the scores apart.

The table of the answer says the same to those who cannot see bars; nothing is drawn that it does not hold.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Answer, Mode, Status
from assistant.window.lines import figure_line, scores_in
from assistant.window.messages import t

SUBJECT, SCORE = "รายการ", "คะแนน"
# Fewer bars compare nothing; more cannot be read beside a talk.
FEWEST, MOST = 2, 30
# Names longer than this all together are written slanting.
LONGEST_LEVEL, SLANT = 60, -38
# Whose a line is, without the words that every bar would repeat.
_WHOSE = re.compile(r"^เขต(\S+) (?:ผล)?ปี (?=\d{4})")


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars as gradio's native plot takes them, the order of their names, and the slant of these in degrees."""

    value: dict[str, object]
    subjects: tuple[str, ...]
    angle: int


def chart_of(answer: Answer) -> Chart | None:
    """The bars of an answer in figures; None where it compares no scores."""
    if answer.mode is not Mode.FIGURES or answer.status is not Status.ANSWERED:
        return None
    read = [line for text in answer.text.splitlines() if (line := figure_line(text)) is not None]
    found = [
        ((_WHOSE.sub(r"\1 ", line.who), line.label, when), score)
        for line in read
        for when, score in scores_in(line.told)
    ]
    if not FEWEST <= len(found) <= MOST:
        return None
    subjects = _told_apart([parts for parts, _ in found])
    data = [[subject, score] for subject, (_, score) in zip(subjects, found, strict=True)]
    value = {
        "columns": [t(SUBJECT), t(SCORE)],
        "data": data,
        "datatypes": {t(SUBJECT): "nominal", t(SCORE): "quantitative"},
        "mark": "bar",
    }
    return Chart(value, tuple(subjects), SLANT if sum(map(len, subjects)) > LONGEST_LEVEL else 0)


def _told_apart(parts: Sequence[tuple[str, ...]]) -> list[str]:
    """A name for each bar out of the parts that differ; equal names are counted, for bars of one name become one."""
    differ = [at for at in range(3) if len({one[at] for one in parts}) > 1] or [1]
    named = [" ".join(one[at] for at in differ if one[at]) for one in parts]
    seen: Counter[str] = Counter()
    out = []
    for name in named:
        seen[name] += 1
        out.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    return out
