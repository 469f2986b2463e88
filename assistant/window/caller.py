"""Who pressed: the user behind an event of the window, and what they may do.

The gate wrote it into the request before the window heard of it; where no gate stood in front, nobody may anything.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from assistant.users import Role, User

if TYPE_CHECKING:
    import gradio as gr

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


def _caller(request: "gr.Request | None") -> "Caller | None":
    asked = getattr(request, "request", None)
    if asked is None:
        return None
    caller: Caller | None = getattr(asked.state, "caller", None)
    return caller
