"""Who pressed: read from what the gate wrote into the request, and nothing without it."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.gate import Caller
from assistant.users import Role, User
from assistant.window.caller import current_user, may, signed

EDITOR = User("Malee", Role.EDITOR, "")


def request(caller: Caller | None) -> Any:
    """A request of gradio around one that came through the gate, or not."""
    state = SimpleNamespace(caller=caller) if caller else SimpleNamespace()
    return SimpleNamespace(request=SimpleNamespace(state=state))


@pytest.mark.parametrize(
    ("caller", "name", "roles"),
    [
        (Caller(EDITOR, EDITOR.role), "Malee", [True, True, False]),
        (Caller(None, Role.KEEPER), "", [True, True, True]),
        (None, "", [False, False, False]),
    ],
)
def test_who_pressed_and_what_they_may(caller: Caller | None, name: str, roles: list[bool]) -> None:
    asked = request(caller)
    assert current_user(asked) == (EDITOR if name else None)
    assert [may(asked, role) for role in Role] == roles


def test_without_a_request_nobody_may_anything() -> None:
    assert current_user(None) is None
    assert not may(None, Role.READER)


@pytest.mark.parametrize("fields", ['{"who": "somebody else", "year": "2568"}', "{", "[]", "", None])
def test_what_is_pressed_carries_the_signed_in_name_whatever_was_typed(fields: str | None) -> None:
    sent = {"do": "row", "fields": fields}
    told = signed(sent, request(Caller(EDITOR, EDITOR.role)))
    assert told["do"] == "row"
    assert json.loads(told["fields"])["who"] == "Malee"
    assert json.loads(told["fields"]).get("year") == ("2568" if fields and "year" in fields else None)
    assert signed(sent, request(Caller(None, Role.KEEPER))) == sent
