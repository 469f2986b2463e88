"""What one visitor's plan has come to: where they are, what they typed, the plan as it stands; one record a session."""

from dataclasses import dataclass
from enum import IntEnum

from assistant.keptplan import KeptPlan
from assistant.plan import PASS_MARK
from assistant.planbook import Stored
from assistant.scores import ScoreSheet

# What one may do who may not change plans.
READING = (
    "go", "start", "open", "read", "upload", "stored", "typed", "more", "weak", "below", "lowest", "examples", "row",
    "offers", "reload", "file",
)  # fmt: skip


class Step(IntEnum):
    """The five steps from a score sheet to a form that can be signed."""

    HEAD = 1
    SCORES = 2
    WEAK = 3
    ROWS = 4
    KEEP = 5


@dataclass(frozen=True, slots=True)
class Head:
    """Whose plan it is; empty and 0 where nothing was chosen yet. Years are of the Buddhist Era."""

    district: str = ""
    fiscal_year: int = 0
    form: str = ""
    score_year: int = 0
    who: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is missing."""
        return all((self.district, self.fiscal_year, self.form, self.score_year, self.who))


@dataclass(frozen=True, slots=True)
class Choice:
    """Which items are weak: by ``below``, by ``lowest`` where it is given, or as ticked by hand in ``picked``.

    ``words`` are (item, the staff's own words); ``added`` are items that the sheet does not hold; ``shown`` is the
    item whose good examples are open.
    """

    below: float = PASS_MARK
    lowest: int | None = None
    picked: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Looking:
    """What is open of a plan: the row (0-based), the cell whose choices are open, the clause to be exchanged."""

    row: int = 0
    cell: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who presses: the name that one signed in with, empty where nobody signs in, and whether one may change plans."""

    name: str = ""
    may_edit: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """All that a session holds of a plan; ``turn`` grows with each press, so that no two pages are alike.

    ``plan`` is what is on the screen and ``stored`` what was last saved of it; ``theirs`` is what another saved in
    between, while the visitor has not decided. ``trouble`` and ``said`` are sentences about the last press.
    """

    visitor: Visitor = Visitor()
    turn: int = 0
    step: Step = Step.HEAD
    head: Head = Head()
    pasted: str = ""
    typed: tuple[tuple[str, str], ...] = ()
    sheet: ScoreSheet | None = None
    sheet_from: str = ""
    choice: Choice = Choice()
    plan: KeptPlan | None = None
    stored: Stored | None = None
    looking: Looking = Looking()
    theirs: Stored | None = None
    digits: str = "thai"
    sources: bool = True
    trouble: str = ""
    said: str = ""

    @property
    def reached(self) -> tuple[Step, ...]:
        """The steps that can be gone to."""
        out = [Step.HEAD]
        if self.head.is_whole:
            out.append(Step.SCORES)
        if self.sheet is not None and self.head.is_whole:
            out.append(Step.WEAK)
        if self.plan is not None:
            out += [Step.ROWS, Step.KEEP]
        return tuple(out)
