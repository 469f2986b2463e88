"""What becomes of a report that is added: taken in, in place of an older version, or left for a person to decide."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.corrections import Words
from corpus.errors import NoStore, UnknownValue
from corpus.library import free_name
from corpus.records import Period, Reading, ReportKind

if TYPE_CHECKING:
    from assistant.keeper import Keeper
    from corpus.revision import RowChange
    from index.intake import Verdict
    from index.manifest import Failure, ReportEntry, Twin


class Clash(StrEnum):
    """What to do with a report of the same district, year, kind and period as one under another name."""

    ASK = "ask"
    REPLACE = "replace"
    KEEP_BOTH = "keep_both"


@dataclass(frozen=True, slots=True)
class Replaced:
    """A report that took the place of another one, and what is different in it."""

    name: str
    old: str
    changes: "tuple[RowChange, ...]"


@dataclass(frozen=True, slots=True)
class Undecided:
    """A report that was not added, since one of the same district, year, kind and period is held under another name."""

    name: str
    held: str
    changes: "tuple[RowChange, ...]"


@dataclass(slots=True)
class Added:
    """What became of the files that were to be added, by name; ``waiting`` lack a district or a year.

    ``came_from`` is where each file was found, perhaps in a zip.
    """

    added: "list[ReportEntry]" = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    already: "list[Twin]" = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)
    waiting: "list[Failure]" = field(default_factory=list)
    refused: "list[Failure]" = field(default_factory=list)
    came_from: dict[str, Path] = field(default_factory=dict)


class Judge:
    """Decides of each report that is added: taken in, in place of an older one, or left for a person to decide."""

    def __init__(self, keeper: "Keeper", done: Added, clash: Clash, words: Words, who: str) -> None:
        self._keeper, self._done, self._clash, self._words, self._who = keeper, done, clash, words, who
        self._old: list[ReportEntry] = []

    def __call__(self, path: Path, reading: Reading, held: "Sequence[ReportEntry]") -> "Verdict":
        from index.intake import Verdict

        name = path.name
        like = [one for one in held if identity(one) == identity(reading)]
        old = next((one for one in like if one.name == name), like[0] if like else None)
        if old is None or (self._clash is Clash.KEEP_BOTH and old.name != name):
            return self._beside(path, reading, held)
        differences = self._differences(old.name, reading)
        if differences is None or (old.name != name and self._clash is Clash.ASK):
            self._done.undecided.append(Undecided(name, old.name, differences or ()))
            return Verdict(None)
        self._done.replaced.append(Replaced(name, old.name, differences))
        self._old.append(old)
        taken = [one for one in held if one.name != old.name]
        return self._beside(path, reading, taken)._replace(instead_of=(old.name,))

    def note_replaced(self) -> None:
        """Notes whose place was taken: a build must not bring them back, wherever their files lie."""
        if self._old:
            self._keeper.note_taken_out({one.sha256: one.name for one in self._old}, self._who, for_another=True)

    def _beside(self, path: Path, reading: Reading, held: "Sequence[ReportEntry]") -> "Verdict":
        """The reading under its own name, or under one with a number where another report has that name."""
        from corpus.reading import read_records
        from index.intake import Verdict

        name = free_name(path.name, {one.name for one in held})
        lies = str((self._keeper.library.reports / name).absolute())
        if name == path.name:
            return Verdict(reading, lies=lies)
        path.rename(path.with_name(name))
        told = self._words.of(reading.report.sha256)
        return Verdict(read_records(replace(reading.report, name=name), told), lies=lies)

    def _differences(self, old: str, reading: Reading) -> "tuple[RowChange, ...] | None":
        """What is different in the new reading, None where the old one is no older: both are being added now."""
        from corpus.revision import changes

        try:
            return changes(self._keeper.reading(old), reading)
        except (UnknownValue, NoStore):
            return None


def identity(report: "ReportEntry | Reading") -> tuple[str, int, ReportKind, Period]:
    """What makes two files versions of one report: district, fiscal year, kind and period."""
    return report.district, report.fiscal_year, report.kind, report.period
