"""Which role each event of the window takes, read off the tab in which it lies; what is not known takes the highest.

A tab or an event that is new is thereby closed to readers until it is named here.
"""

from typing import TYPE_CHECKING, Any

from assistant.users import Role

if TYPE_CHECKING:
    import gradio as gr

# Of a tab: the role that its events take, and those of them that a reader may.
_TABS: dict[str, tuple[Role, frozenset[str]]] = {
    "ask": (
        Role.EDITOR,
        frozenset({"submit", "example", "without", "cite", "click", "input", "change", "rate", "select", "stop"}),
    ),
    "compare": (Role.READER, frozenset()),
    "draft": (Role.EDITOR, frozenset()),
    # The plan's desk is told at each press who pressed: a reader opens plans and changes none.
    "plan": (Role.EDITOR, frozenset({"do", "file", "cite", "select"})),
    "reports": (Role.KEEPER, frozenset({"choose", "cite", "select"})),
}
# Beside the tabs stand proofs and sources, which all may read.
_BESIDE = (Role.KEEPER, frozenset({"cite", "load", "select"}))
_UNKNOWN: tuple[Role, frozenset[str]] = (Role.KEEPER, frozenset())


def roles_of(window: "gr.Blocks") -> dict[int, Role]:
    """The role that each event takes, by the number under which a browser asks for it."""
    roles: dict[int, Role] = {}
    for number, event in sorted(window.fns.items()):
        before = event.trigger_after
        roles[number] = roles[before] if before is not None else _role(window, event.targets)
    return roles


def _role(window: "gr.Blocks", targets: list[tuple[int | None, str]]) -> Role:
    """The highest of the roles that its triggers take; the highest of all where there is none."""
    roles = []
    for block, name in targets:
        tab = "" if block is None else _tab(window.blocks.get(block))
        role, read = _TABS.get(tab, _UNKNOWN) if tab else _BESIDE
        roles.append(Role.READER if name in read else role)
    return max(roles, default=Role.KEEPER)


def _tab(block: Any) -> str:
    """The name of the tab that a component lies in, "" where it lies in none."""
    while block is not None:
        if type(block).__name__ == "Tab":
            return str(block.id)
        block = block.parent
    return ""
