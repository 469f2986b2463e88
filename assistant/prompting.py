"""The words in prompts/: examples that the window offers, and the tasks of a language model; one file each.

A line of examples is a template with $placeholders that are filled from rows of the store, so that what is offered can
be answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from corpus.districts import district
from corpus.errors import SettingsError
from corpus.records import MeasureRow

PROMPTS = Path(__file__).parent.parent / "prompts"

# A weakness that is offered inside a request must still read as one clause.
LONGEST_WEAKNESS = 90
# The tasks of a language model, each a file of that name, and the placeholders that it must hold.
TASKS: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"question", "evidence"}),
    "draft_cell": frozenset({"cell", "weakness", "evidence"}),
    "rewrite_formally": frozenset({"weakness", "evidence"}),
    "translate_question": frozenset({"question"}),
}
# Above this line stands what the model is told to do, below it what it is given.
_BORDER = "---"


@dataclass(frozen=True, slots=True)
class Prompt:
    """The words for one task: the duty, and the data as a template with $placeholders."""

    duty: str
    data: str

    def filled(self, **values: str) -> str:
        """The data with its placeholders filled; what a value holds is never read as a placeholder."""
        return Template(self.data).substitute(values)


def load_tasks(folder: Path = PROMPTS) -> dict[str, Prompt]:
    """Every task's prompt; raises SettingsError where a file is missing or its placeholders are not the task's."""
    return {name: _task(name, wanted, folder) for name, wanted in TASKS.items()}


def _task(name: str, wanted: frozenset[str], folder: Path) -> Prompt:
    path = folder / f"{name}.txt"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"The prompt {path.name} cannot be read; restore it in prompts/.") from error
    lines = [line.rstrip() for line in text.splitlines() if not line.startswith("#")]
    if lines.count(_BORDER) != 1:
        raise SettingsError(f"The prompt {path.name} must have one line {_BORDER} between the duty and the data.")
    at = lines.index(_BORDER)
    prompt = Prompt("\n".join(lines[:at]).strip(), "\n".join(lines[at + 1 :]).strip())
    template = Template(prompt.data)
    if not template.is_valid() or set(template.get_identifiers()) != wanted:
        names = ", ".join(f"${one}" for one in sorted(wanted))
        raise SettingsError(f"The prompt {path.name} must hold the placeholders {names} below its line {_BORDER}.")
    return prompt


def load_lines(name: str, folder: Path = PROMPTS) -> tuple[str, ...]:
    """The lines of ``prompts/NAME.txt`` without empty ones and comments (#)."""
    text = (folder / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def values_of(row: MeasureRow, for_district: str) -> dict[str, str]:
    """What a row can fill in: code, group, district, year, next_year, weakness, for_district, and English names."""
    values = {
        "group": str(row.group),
        "district": row.district,
        "year": str(row.fiscal_year),
        "next_year": str(row.fiscal_year + 1),
        "for_district": for_district,
        "district_english": _in_english(row.district),
        "for_district_english": _in_english(for_district),
    }
    if row.code and "-" not in row.code and not row.doubtful:
        values["code"] = row.code
    weakness = row.cell("weakness")
    # Of several segments the first may break off in the middle of a sentence.
    if weakness and len(weakness.segments) == 1:
        clause = weakness.text.strip(" -•.")
        if 8 <= len(clause) <= LONGEST_WEAKNESS:
            values["weakness"] = clause
    return values


def _in_english(name: str) -> str:
    known = district(name)
    return known.english if known else f"เขต{name}"


def fill(templates: Iterable[str], rows: Sequence[MeasureRow], for_district: str) -> tuple[str, ...]:
    """Each template filled from a row of its own, weakest scores first; one that no row can fill is left out."""
    order = sorted(rows, key=lambda row: (row.score is None, row.score or 0.0, -row.fiscal_year))
    waiting = [values_of(row, for_district) for row in order if row.cell("measure")]
    filled = []
    for line in templates:
        template = Template(line)
        wanted = set(template.get_identifiers())
        values = next((v for v in waiting if wanted <= v.keys()), None) if wanted else {}
        if values is None:
            continue
        if wanted:
            # The next template shall speak of another item, and where it can of another district.
            waiting.sort(key=lambda v: (v["district"] == values["district"], v.get("code") == values.get("code")))
            waiting.remove(values)
        filled.append(template.substitute(values))
    return tuple(filled)
