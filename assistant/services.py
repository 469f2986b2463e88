"""What other programs may ask, as one list: the HTTP API and the MCP server both offer exactly these.

Each service names its fields, the role that it takes and the object that it answers with; the objects are those of the
command line. It knows nothing of HTTP.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from assistant import wire
from assistant.answers import Mode
from assistant.filters import district_name, filtered
from assistant.inquiry import FORMS, Fields, draft_request_of, form_of, number_of, question_of, text_of, wanted
from assistant.schema import Schema, schema_of
from assistant.users import Role
from corpus.errors import NotAllowed, RequestError, UnknownValue

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.scores import ScoreSheet

MOST_HITS = 100
# A page of rows that a reader of JSON still takes in; a store of all districts holds thousands.
ROWS_AT_ONCE, MOST_ROWS = 100, 1_000
NO_DRAFTS = "Drafting takes the role editor; ask a keeper for it."


class RowsObject(TypedDict):
    """A page of measures rows: `total` pass the filters, `rows` are those from `offset` on."""

    total: int
    offset: int
    rows: list[wire.RowObject]


class ReportsObject(TypedDict):
    """The reports of the store."""

    reports: list[wire.ReportObject]


@dataclass(frozen=True, slots=True)
class Service:
    """One thing that can be asked; ``answer`` is the TypedDict of what comes back, None for an object without one."""

    name: str
    about: str
    role: Role
    fields: Mapping[str, Schema]
    required: tuple[str, ...]
    answer: type | None
    run: "Callable[[Assistant, Fields, Role], Mapping[str, Any]]"

    @property
    def asks(self) -> Schema:
        """The schema of a request."""
        return {
            "type": "object",
            "properties": dict(self.fields),
            "required": list(self.required),
            "additionalProperties": False,
        }

    @property
    def answers(self) -> Schema:
        """The schema of an answer."""
        return schema_of(self.answer) if self.answer else {"type": "object"}

    def __call__(self, assistant: "Assistant", fields: Fields, role: Role) -> Mapping[str, Any]:
        """The answer to a request; raises NotAllowed, or RequestError where a field will not do."""
        if role < self.role:
            raise NotAllowed(f"This takes the role {self.role.name.lower()}; ask a keeper for it.")
        if unknown := sorted(set(fields) - set(self.fields)):
            known = ", ".join(self.fields) or "none"
            raise RequestError(f"There is no field {unknown[0][:40]!r}; there are {known}.")
        return self.run(assistant, fields, role)


def _text(about: str) -> Schema:
    return {"type": "string", "description": about}


def _number(about: str) -> Schema:
    return {"type": "integer", "description": about}


_YEAR = _number("a fiscal year of the Buddhist Era, such as 2568")
_FORM: Schema = {"type": "string", "enum": list(FORMS), "description": "the layout of the official form"}
_CODE = _text("an item such as I20, E3 or O14")


def _ask(assistant: "Assistant", fields: Fields, role: Role) -> Mapping[str, Any]:
    own = text_of(fields, "my_district")
    answer = assistant.ask(question_of(fields), district_name(own) if own else None)
    if answer.mode is Mode.DRAFT and role < Role.EDITOR:
        raise NotAllowed(NO_DRAFTS)
    return wire.answer_object(answer)


def _search(assistant: "Assistant", fields: Fields, _role: Role) -> Mapping[str, Any]:
    question = question_of(fields)
    return wire.search_object(question, assistant.search(question, _within(fields, "k", 10, 1, MOST_HITS))[1])


def _rows(assistant: "Assistant", fields: Fields, _role: Role) -> Mapping[str, Any]:
    offset = _within(fields, "offset", 0, 0, 9_999)
    limit = _within(fields, "limit", ROWS_AT_ONCE, 1, MOST_ROWS)
    found = filtered(assistant.rows, *(text_of(fields, name) for name in ("district", "fiscal_year", "code")))
    page = found[offset : offset + limit]
    return {"total": len(found), "offset": offset, "rows": [wire.row_object(row) for row in page]}


def _draft(assistant: "Assistant", fields: Fields, _role: Role) -> Mapping[str, Any]:
    return wire.draft_object(assistant.draft(draft_request_of(fields)))


def _reports(assistant: "Assistant", _fields: Fields, _role: Role) -> Mapping[str, Any]:
    return {"reports": [wire.report_object(reading) for reading in assistant.index.reports.values()]}


def _plan(assistant: "Assistant", fields: Fields, _role: Role) -> Mapping[str, Any]:
    from assistant.plan import PASS_MARK, PlanRequest
    from assistant.planwire import plan_object

    year = number_of(wanted(fields, "fiscal_year", "one such as 2568"), "fiscal year")
    scored = text_of(fields, "score_year")
    district = wanted(fields, "district", "the district that the plan is for")
    request = PlanRequest(
        district,
        year,
        form_of(wanted(fields, "form", "one of " + ", ".join(FORMS))),
        _sheet(assistant, fields, district, number_of(scored, "score year") if scored else year - 1),
        _score(fields, "below", PASS_MARK),
        _within(fields, "lowest", 0, 1, 100) or None,
        _items(fields),
    )
    return plan_object(assistant.plan(request))


def _sheet(assistant: "Assistant", fields: Fields, district: str, fiscal_year: int) -> "ScoreSheet":
    """The scores that are given, or those of the district's own report in the store."""
    from assistant.draft import district_of
    from assistant.scores import pasted_scores, stored_scores

    if given := text_of(fields, "scores"):
        return pasted_scores(given, fiscal_year)
    own = district_of(district, assistant.index)
    sheet = stored_scores(assistant.index, own, fiscal_year + 1)
    if sheet is None:
        raise RequestError(f"The store holds no scores of {own} of {fiscal_year} or before; give them in `scores`.")
    return sheet


def _items(fields: Fields) -> tuple[str, ...]:
    items = fields.get("items") or []
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise RequestError('The items are no list of texts; write them such as ["I20", "E3"].')
    return tuple(items)


def _score(fields: Fields, name: str, usual: float) -> float:
    value = fields.get(name)
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 100:
        raise RequestError(f"The field {name} is no score above 0 and up to 100.")
    return float(value)


def _within(fields: Fields, name: str, usual: int, least: int, most: int) -> int:
    given = text_of(fields, name)
    number = usual if given is None else number_of(given, name)
    if given is not None and not least <= number <= most:
        raise UnknownValue(f"The field {name} is {number}; it goes from {least} to {most}.")
    return number


SERVICES: tuple[Service, ...] = (
    Service(
        "ask",
        "Answers a question in Thai or English over the ITA reports of Bangkok's district offices. Every [n] in the "
        "text is a verbatim quote in `citations` with its place; status not_found means that the reports do not tell.",
        Role.READER,
        {
            "question": _text("the question, such as เขตอื่นแก้ข้อ I20 อย่างไร"),
            "my_district": _text("the asker's own district: other districts are all but it"),
        },
        ("question",),
        wire.AnswerObject,
        _ask,
    ),
    Service(
        "search",
        "Finds the rows and passages of the reports that fit a question best, the best first.",
        Role.READER,
        {"question": _text("what to look for"), "k": _number(f"how many, 1 to {MOST_HITS} (10)")},
        ("question",),
        wire.SearchObject,
        _search,
    ),
    Service(
        "rows",
        "Lists the rows of the measures tables, word by word, with district, year, item, score and nine cells.",
        Role.READER,
        {
            "district": _text("only of this district"),
            "fiscal_year": _YEAR,
            "code": _CODE,
            "offset": _number("how many to pass over (0)"),
            "limit": _number(f"how many at most, 1 to {MOST_ROWS} ({ROWS_AT_ONCE})"),
        },
        (),
        RowsObject,
        _rows,
    ),
    Service(
        "draft",
        "Drafts the row of a weak item in an official form out of what other districts did; every cell names the "
        "quotes that it rests on, and what nothing supports is left empty and listed in `to_confirm`.",
        Role.EDITOR,
        {
            "district": _text("the district that the row is for"),
            "fiscal_year": _YEAR,
            "form": _FORM,
            "weakness": _text("what is weak, in a few words"),
            "code": _CODE,
            "group": _number("the weak group of items, 1 to 10, instead of a code"),
        },
        ("district", "fiscal_year", "form", "weakness"),
        wire.DraftObject,
        _draft,
    ),
    Service(
        "plan",
        "Drafts the plan of a district from its scores: what is weak, a drafted row for each weak item, what the "
        "district did before, who scores high and what they did, and what a checker would ask.",
        Role.EDITOR,
        {
            "district": _text("the district that the plan is for"),
            "fiscal_year": _YEAR,
            "form": _FORM,
            "scores": _text("lines of a score sheet, an item and its score a line; without it those of the store"),
            "score_year": _number("the year that the scores are of (the one before the plan)"),
            "below": {"type": "number", "description": "weak is what is below this score (85)"},
            "lowest": _number("weak are so many of the lowest instead"),
            "items": {"type": "array", "items": {"type": "string"}, "description": "or these items"},
        },
        ("district", "fiscal_year", "form"),
        None,
        _plan,
    ),
    Service(
        "reports",
        "Lists the reports of the store: district, year, form, how many rows and passages were read.",
        Role.READER,
        {},
        (),
        ReportsObject,
        _reports,
    ),
)
BY_NAME: Mapping[str, Service] = {service.name: service for service in SERVICES}
