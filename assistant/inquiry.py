"""What is asked, out of options or a line of JSON: checked field by field before anything is searched."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from assistant.answers import DraftRequest
from corpus.errors import QuestionTooLong, RequestError, UnknownValue
from corpus.records import Form
from corpus.thai import fold_digits

Fields = Mapping[str, Any]

FORMS = tuple(form.value for form in Form if form is not Form.UNKNOWN)
# A weakness is a clause or two of one cell; what is longer is a file pasted by mistake.
LONGEST_WEAKNESS = 2_000


def whole(text: str) -> str:
    """The text with surrogate halves joined, or replaced where one stands alone: word cutters take no halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def object_of(text: bytes, what: str, wanted: str) -> Fields:
    """The JSON object that a text is; raises RequestError, which calls it ``what`` and says what is ``wanted``."""
    try:
        value = json.loads(text.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{what} is not JSON; {wanted}.") from error
    if not isinstance(value, dict):
        raise RequestError(f"{what} is not a JSON object; {wanted}.")
    return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def question_of(fields: Fields) -> str:
    """The question of a request, empty where there is none; raises RequestError where it is no text."""
    question = fields.get("question")
    if question is None:
        return ""
    if not isinstance(question, str):
        raise RequestError('The question is not text; write it in quotation marks, such as "question": "...".')
    return whole(question)


def draft_request_of(fields: Fields) -> DraftRequest:
    """The drafting request of an object or of the options; raises RequestError or UnknownValue, naming the field.

    Numbers may be JSON numbers or text, in Arabic or Thai digits; a code says which item more closely than its group.
    """
    code, group = text_of(fields, "code"), text_of(fields, "group")
    if code is None and group is None:
        raise RequestError("Say which item to draft: a code such as I20, or a group from 1 to 10.")
    return DraftRequest(
        district=wanted(fields, "district", "the district that the row is for"),
        fiscal_year=number_of(wanted(fields, "fiscal_year", "one such as 2568"), "fiscal year"),
        weakness=_weakness(wanted(fields, "weakness", "what is weak, in a few words")),
        form=form_of(wanted(fields, "form", "one of " + ", ".join(FORMS))),
        code=code,
        group=number_of(group, "group") if group and not code else None,
    )


def form_of(text: str) -> Form:
    """The form of that name, in Arabic or Thai digits; raises UnknownValue."""
    name = fold_digits(text)
    if name not in FORMS:
        raise UnknownValue(f"There is no form {text[:40]!r}; the forms are {', '.join(FORMS)}.")
    return Form(name)


def text_of(fields: Fields, name: str) -> str | None:
    """A field as text, None where it is absent or blank; raises RequestError where it is neither text nor a number."""
    value = fields.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RequestError(f"The {name.replace('_', ' ')} is neither text nor a whole number.")
    return whole(str(value)).strip()


def wanted(fields: Fields, name: str, what: str) -> str:
    """A field that must be there; raises RequestError, which says what to give."""
    value = text_of(fields, name)
    if value is None:
        raise RequestError(f"The {name.replace('_', ' ')} is missing; give {what}.")
    return value


def number_of(text: str, name: str) -> int:
    """The whole number of a field, in Arabic or Thai digits; raises UnknownValue, which names the field."""
    digits = fold_digits(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):
        raise UnknownValue(f"There is no {name} {text[:40]!r}; write it as a whole number.")
    return int(digits)


def _weakness(text: str) -> str:
    if len(text) > LONGEST_WEAKNESS:
        raise QuestionTooLong(
            f"The weakness has {len(text):,} characters; {LONGEST_WEAKNESS:,} is the most, so shorten it."
        )
    return text
