"""Which status says which error."""

import pytest

from assistant.answering import answered, refusals, status_of
from corpus.errors import (
    AssistantError,
    LibraryBusy,
    LibraryError,
    NotAllowed,
    QuestionTooLong,
    StoreError,
    UnknownValue,
)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotAllowed, 403),
        (LibraryBusy, 409),
        (QuestionTooLong, 413),
        (UnknownValue, 400),
        (LibraryError, 503),
        (StoreError, 503),
    ],
)
def test_statuses(error: type[AssistantError], status: int) -> None:
    assert status_of(error("x")) == status


def test_an_answer_is_json_in_thai() -> None:
    reply = answered({"error": "ไม่พบ"})
    assert (reply.status_code, reply.media_type, bytes(reply.body).decode()) == (
        200,
        "application/json",
        '{"error": "ไม่พบ"}',
    )
    assert list(refusals()) == ["400", "401", "403", "413", "429"]
