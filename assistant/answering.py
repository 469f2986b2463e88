"""How the HTTP API answers: an object as JSON, one sentence for what cannot be done; a door to starlette."""

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from assistant.wire import json_line
from corpus.errors import AssistantError, LibraryBusy, NotAllowed, QuestionTooLong, RequestError

FAULT = "A fault in the program stopped this; please tell its keepers what you asked."


def answered(found: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """An object as the answer."""
    return Response(json_line(found), status, media_type="application/json")


def status_of(error: AssistantError) -> HTTPStatus:
    """Which status tells a program what kind of error it is."""
    if isinstance(error, NotAllowed):
        return HTTPStatus.FORBIDDEN
    if isinstance(error, LibraryBusy):
        return HTTPStatus.CONFLICT
    if isinstance(error, QuestionTooLong):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return HTTPStatus.BAD_REQUEST if isinstance(error, RequestError) else HTTPStatus.SERVICE_UNAVAILABLE


def json_body(schema: dict[str, Any]) -> dict[str, Any]:
    """A body of JSON as OpenAPI has it."""
    return {"content": {"application/json": {"schema": schema}}}


def refusals() -> dict[str, Any]:
    """What is answered where something cannot be done, as OpenAPI has it."""
    error = json_body({"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]})
    return {
        str(int(status)): {"description": about, **error}
        for status, about in (
            (HTTPStatus.BAD_REQUEST, "a field is missing or cannot be"),
            (HTTPStatus.UNAUTHORIZED, "no token, or none that is known"),
            (HTTPStatus.FORBIDDEN, "the role does not reach to it"),
            (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the request is too large"),
            (HTTPStatus.TOO_MANY_REQUESTS, "too many requests; Retry-After says how long to wait"),
        )
    }
