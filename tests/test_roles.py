"""The roles that events take, over windows of a few made components."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from assistant.users import Role
from assistant.window.roles import roles_of


@dataclass
class Block:
    """What is read of a component."""

    parent: Any = None


@dataclass
class Tab(Block):
    """A tab, known by the name of its class as gradio's own."""

    id: str = ""


@dataclass
class Event:
    """What is read of an event."""

    targets: list[tuple[int | None, str]]
    trigger_after: int | None = None


@dataclass
class Window:
    """What is read of a window."""

    fns: dict[int, Event]
    blocks: dict[int, Block] = field(default_factory=dict)


def roles(*events: Event) -> list[Role]:
    blocks: dict[int, Block] = {0: Block()}
    for number, name in enumerate(("ask", "draft", "plan", "compare", "reports", "new"), 1):
        blocks[number] = Block(Block(Tab(Block(), name)))
    window: Any = Window(dict(enumerate(events)), blocks)
    return list(roles_of(window).values())


@pytest.mark.parametrize(
    ("block", "name", "role"),
    [
        (1, "submit", Role.READER), (1, "keep", Role.EDITOR), (1, "file", Role.EDITOR), (2, "click", Role.EDITOR),
        (3, "do", Role.READER), (3, "upload", Role.EDITOR),
        (4, "click", Role.READER), (5, "choose", Role.READER), (5, "do", Role.KEEPER),
        (5, "upload", Role.KEEPER), (6, "cite", Role.KEEPER), (0, "cite", Role.READER), (0, "do", Role.KEEPER),
        (99, "load", Role.READER), (99, "click", Role.KEEPER), (None, "click", Role.KEEPER),
    ],
)  # fmt: skip
def test_an_event_takes_the_role_of_its_tab(block: int | None, name: str, role: Role) -> None:
    assert roles(Event([(block, name)])) == [role]


def test_what_follows_an_event_takes_its_role_and_several_triggers_the_highest() -> None:
    follows = Event([(None, "then")], trigger_after=0)
    assert roles(Event([(5, "upload")]), follows, Event([(None, "then")], trigger_after=1)) == [Role.KEEPER] * 3
    assert roles(Event([(1, "submit"), (2, "click")])) == [Role.EDITOR]
    assert roles(Event([])) == [Role.KEEPER]
