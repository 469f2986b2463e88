"""What leaves the assistant: answers with checked citations, and drafted rows with a basis for every cell."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus.records import CELLS, Form, Place
from index.hits import Hit

if TYPE_CHECKING:
    from assistant.keptplan import KeptPlan


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"


class Mode(StrEnum):
    """Who wrote the text: quotes, figures read off the rows, the catalogue, a drafted row, or a model above quotes."""

    QUOTE = "quote"
    FIGURES = "figures"
    CATALOGUE = "catalogue"
    DRAFT = "draft"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote: ``quote`` equals ``place.words_in`` of its source, or a part of it.

    ``row_id`` and ``cell`` are None for a quote out of prose; ``cell`` may also be "item", "score" or "group_score".
    """

    mark: int
    report: str
    row_id: str | None
    cell: str | None
    place: Place
    quote: str
    district: str
    fiscal_year: int
    label: str


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What the question was understood to ask for."""

    codes: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    districts: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    unknown_districts: tuple[str, ...] = ()
    wants: str = "measures"
    topic: str = ""
    english: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """What a clause of a drafted cell rests on: a verbatim quote and its place."""

    row_id: str
    report: str
    place: Place
    quote: str
    district: str
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A drafted cell; an empty text means that it is left to fill.

    ``clauses`` are the lines of the text, each with what it rests on; one that rests on nothing is the user's own.
    ``own`` marks a cell whose words are all the user's; its basis, if any, are like words in reports.
    """

    text: str
    basis: tuple[Basis, ...]
    clauses: tuple[tuple[str, tuple[Basis, ...]], ...] = ()
    own: bool = False

    def __post_init__(self) -> None:
        if self.text and not self.basis and not self.own:
            raise ValueError("a drafted text rests on at least one basis, or is the user's own")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One drafted row; ``to_confirm`` names what is left to fill or to check, ``warnings`` are sentences."""

    district: str
    fiscal_year: int
    form: Form
    code: str | None
    group: int
    item: str
    weakness: str
    cells: tuple[tuple[str, DraftCell], ...]
    to_confirm: tuple[str, ...]
    warnings: tuple[str, ...]

    def __post_init__(self) -> None:
        for name, _ in self.cells:
            if name not in CELLS:
                raise ValueError(f"no such cell: {name}")


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """What a draft is asked for; either ``code`` or ``group`` says which item."""

    district: str
    fiscal_year: int
    weakness: str
    form: Form
    code: str | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; ANSWERED rests on at least one citation.

    ``plan`` is the whole plan with its scores, where one was drafted; ``drafts`` may be its first rows only.
    """

    question: str
    status: Status
    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    read_as: ReadAs
    mode: Mode = Mode.QUOTE
    drafts: tuple[DraftRow, ...] = ()
    plan: "KeptPlan | None" = None

    def __post_init__(self) -> None:
        if self.status is Status.ANSWERED and not self.citations and not self.drafts:
            raise ValueError("an answer rests on at least one citation")
