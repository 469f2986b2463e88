"""What a browser sent with a press in the plan's tab, checked field by field, and what of it the visit takes over.

A browser may send anything: what is not one of the window's own values is left as it was.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.inquiry import whole
from assistant.window.rowpage import LONGEST_CELL
from assistant.window.visit import Choice, Head, Visit
from corpus.thai import fold_digits

# More than this of fields is no form that anyone filled in.
MOST_CHARACTERS = 2_000_000
LONGEST_PASTED = 200_000
LONGEST_NAME, LONGEST_WORDS = 100, 2_000
MOST_TYPED = 120


@dataclass(frozen=True, slots=True)
class Sent:
    """One press: what is to be done, the pressed button's own data, and every named field of the page."""

    do: str
    data: Mapping[str, str]
    fields: Mapping[str, str]

    def number(self, name: str) -> int | None:
        """A whole number of the button's data, or None."""
        text = self.data.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def sent_of(data: Mapping[str, Any]) -> Sent:
    """The press as a browser sent it; fields that are no text are left out."""
    told = {str(key): whole(str(value)) for key, value in data.items() if isinstance(value, str | int)}
    packed = told.pop("fields", "")
    fields: dict[str, str] = {}
    if len(packed) <= MOST_CHARACTERS:
        try:
            read = json.loads(packed or "{}")
        except ValueError:
            read = {}
        if isinstance(read, dict):
            fields = {str(key): whole(value) for key, value in read.items() if isinstance(value, str)}
    return Sent(told.get("do", ""), told, fields)


def absorbed(visit: Visit, fields: Mapping[str, str], districts: Collection[str], forms: Collection[str]) -> Visit:
    """The visit with what stands in the fields of its page; fields that the page does not have stay as they were."""
    digits = fields.get("digits", visit.digits)
    head = _head(visit.head, fields, districts, forms)
    if (head.district, head.score_year) != (visit.head.district, visit.head.score_year):
        # Scores are those of one district and year; as those of others they would have to be read anew.
        visit = replace(visit, sheet=None, sheet_from="", choice=Choice())
    return replace(
        visit,
        head=head,
        pasted=fields.get("pasted", visit.pasted)[:LONGEST_PASTED],
        typed=_typed(fields) if "typed-code-0" in fields else visit.typed,
        choice=_choice(visit.choice, fields),
        digits=digits if digits in ("thai", "arabic") else visit.digits,
        sources=bool(fields["sources"]) if "sources" in fields else visit.sources,
    )


def _head(head: Head, fields: Mapping[str, str], districts: Collection[str], forms: Collection[str]) -> Head:
    def one(name: str, fits: Callable[[str], bool], otherwise: str) -> str:
        value = fields.get(name)
        return value if value is not None and (not value or fits(value)) else otherwise

    def year(name: str, held: int) -> int:
        text = fold_digits(fields.get(name, ""))
        return int(text) if text.isascii() and text.isdigit() and 2550 <= int(text[:5]) <= 2650 else held

    return Head(
        one("district", lambda value: value in districts, head.district),
        year("fiscal_year", head.fiscal_year),
        one("form", lambda value: value in forms, head.form),
        year("score_year", head.score_year),
        " ".join(fields.get("who", head.who).split())[:LONGEST_NAME],
    )


def _typed(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    out = []
    for at in range(MOST_TYPED):
        if f"typed-code-{at}" not in fields:
            break
        out.append((fields[f"typed-code-{at}"][:200], fields.get(f"typed-score-{at}", "")[:40]))
    return tuple(out)


def _choice(choice: Choice, fields: Mapping[str, str]) -> Choice:
    ticked = {name.removeprefix("pick-"): bool(on) for name, on in fields.items() if name.startswith("pick-")}
    words = {name.removeprefix("word-"): text for name, text in fields.items() if name.startswith("word-")}
    kept = {**dict(choice.words), **{name: text[:LONGEST_WORDS] for name, text in words.items()}}
    picked = [label for label in choice.picked if ticked.get(label, True)]
    picked += [label for label, on in ticked.items() if on and label not in picked]
    return replace(
        choice, picked=tuple(picked), words=tuple((label, text) for label, text in kept.items() if text.strip())
    )


def texts_of(fields: Mapping[str, str], row: int) -> dict[str, str]:
    """The texts of the cells of a row that the page held as fields, by cell name."""
    head = f"cell-{row}-"
    return {
        name.removeprefix(head): text.replace("\r\n", "\n")[:LONGEST_CELL]
        for name, text in fields.items()
        if name.startswith(head)
    }


def figure_of(text: str) -> float | None:
    """A number that was typed, in Arabic or Thai digits, with a point or a comma; None where it is none."""
    folded = fold_digits(text).strip().replace(",", ".")
    try:
        value = float(folded)
    except ValueError:
        return None
    return value if 0 < value <= 1000 and len(folded) <= 8 else None
