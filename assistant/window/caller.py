"""Who pressed: the user behind an event of the window, and what they may do.

The gate wrote it into the request before the window heard of it; where no gate stood in front, nobody may anything.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assistant.answers import Mode
from assistant.users import Role, User
from corpus.errors import NotAllowed

if TYPE_CHECKING:
    import gradio as gr

    from assistant.answers import Answer
    from assistant.gate import Caller


def current_user(request: "gr.Request | None") -> User | None:
    """The signed-in user, None at a machine where nobody signs in."""
    caller = _caller(request)
    return caller.user if caller else None


def signed(data: Mapping[str, Any], request: "gr.Request | None") -> dict[str, Any]:
    """What a press sent; where one signs in, that name stands in its field "who" instead of whatever was typed."""
    user = current_user(request)
    if user is None:
        return dict(data)
    try:
        fields = json.loads(str(data.get("fields") or "{}"))
    except ValueError:
        fields = None
    return {**data, "fields": json.dumps({**(fields if isinstance(fields, dict) else {}), "who": user.name})}


def may(request: "gr.Request | None", role: Role) -> bool:
    """Whether who pressed has that role; at a machine where nobody signs in, everybody has every role."""
    caller = _caller(request)
    return caller is not None and caller.role >= role


class ForRoles:
    """An assistant whose answers hold drafts only for who may draft; everything else is as the assistant has it."""

    def __init__(self, assistant: Any) -> None:
        self._assistant = assistant

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def ask(self, *question: Any, **more: Any) -> "Answer":
        """The answer to a question; raises NotAllowed where a reader asked for a draft."""
        from gradio.context import LocalContext

        answer: Answer = self._assistant.ask(*question, **more)
        request = LocalContext.request.get(None)
        if answer.mode is Mode.DRAFT and request is not None and not may(request, Role.EDITOR):
            raise NotAllowed("Drafting takes the role editor; ask a keeper for it.")
        return answer


def _caller(request: "gr.Request | None") -> "Caller | None":
    asked = getattr(request, "request", None)
    if asked is None:
        return None
    caller: Caller | None = getattr(asked.state, "caller", None)
    return caller
