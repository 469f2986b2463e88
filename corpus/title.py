"""The fiscal year of a report's measures and of its scores, read off its titles."""

import re

from corpus.cells import flat

_YEAR = re.compile(
    r"(?:ปี\s*)?งบประมาณ\s*(?:พ\s?\.\s?ศ\s?\.?)?\s*(2\s?5\s?[5-9]\s?\d)(?!\d)|พ\s?\.\s?ศ\s?\.\s*(2\s?5\s?[5-9]\s?\d)(?!\d)"
)
_ANY_YEAR = re.compile(r"(?<!\d)(25[5-9]\d)(?!\d)")
_MEASURES = re.compile(r"มาตรการ")
_RESULTS = re.compile(r"ผลการประเมิน")
# A title stands on short lines; a longer line is prose, which names other years too.
TITLE_LINE = 170
# Titles run over a few lines: the word มาตรการ and the year stand at most this many lines apart.
NEAR = 3


def measures_year(head: str, text: str) -> int | None:
    """The fiscal year (B.E.) of the measures: ``head`` is the text before the first measures table, ``text`` all of it.

    The last title before the table that speaks of measures counts, then the last title, then the year named most often.
    """
    lines = [line for line in flat_lines(head) if line.strip()]
    titled = _titles(lines)
    for wanted in (True, False):
        years = [year for year, about in titled if about or not wanted]
        if years:
            return years[-1]
    for source in (_YEAR, _ANY_YEAR):
        found = [_number(m) for m in source.finditer(flat(text))]
        if found:
            return max(sorted(set(found)), key=found.count)
    return None


def titled_year(text: str) -> int | None:
    """The fiscal year (B.E.) that a title about measures in this text names, the last of them; None without one."""
    years = [year for year, about in _titles([line for line in flat_lines(text) if line.strip()]) if about]
    return years[-1] if years else None


def results_year(head: str, measures: int) -> int | None:
    """The fiscal year (B.E.) whose results the report analyses, where its head names one other than ``measures``."""
    folded = flat(head)
    found = [_number(m) for m in _YEAR.finditer(folded) if _RESULTS.search(folded, max(0, m.start() - 200), m.end())]
    earlier = [year for year in found if measures - 3 <= year < measures]
    return max(earlier) if earlier else None


def flat_lines(text: str) -> list[str]:
    """The lines of a text, each flat."""
    return [flat(line) for line in text.splitlines()]


def _titles(lines: list[str]) -> list[tuple[int, bool]]:
    """The years on title lines, each with whether the title is about measures."""
    out = []
    for at, line in enumerate(lines):
        if len(line.strip()) > TITLE_LINE:
            continue
        for match in _YEAR.finditer(line):
            near = [other for other in lines[max(0, at - NEAR) : at + 1] if len(other.strip()) <= TITLE_LINE]
            of_results = _RESULTS.search(line) is not None and _MEASURES.search(line) is None
            out.append((_number(match), not of_results and any(_MEASURES.search(other) for other in near)))
    return out


def _number(match: re.Match[str]) -> int:
    return int(re.sub(r"\s", "", next(group for group in match.groups() if group)))
