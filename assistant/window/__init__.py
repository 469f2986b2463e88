"""The window: gradio panels over the assistant, in Thai and in English. With app.py the only door to gradio."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from assistant.window.tongue import PATHS, Tongue, speaking, spoken

# Gradio reads these when it is imported: nothing about the use of this program leaves the machine.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

if TYPE_CHECKING:
    import gradio as gr

    from assistant.assembly import Assistant
    from assistant.keeper import Keeper
    from assistant.live import Live
    from assistant.planbook import PlanBook
    from assistant.ratings import RatingFile
    from assistant.users import Role

    Windows = Mapping[Tongue, gr.Blocks]

# The most that may be sent to the window at once: a scanned report of some hundred pages.
LARGEST_FILE = 200_000_000


def build_window(
    assistant: "Assistant | Live",
    open_book: "Callable[[], PlanBook] | None" = None,
    keeper: "Keeper | None" = None,
    ratings: "RatingFile | None" = None,
) -> "Windows":
    """The window over an open assistant, in each of its languages.

    ``open_book`` opens the kept plans when they are first wanted. With a ``keeper``, and an assistant that
    follows the store, reports can be added and corrected. ``ratings`` is where readers' opinions of answers go;
    without it none are asked for.
    """
    from assistant.live import Live

    with _without_tools():
        from assistant.window.blocks import build_window as build
        from assistant.window.caller import ForRoles
        from assistant.window.library_desk import LibraryDesk
        from assistant.window.plan_desk import PlanDesk

    library = LibraryDesk(assistant, keeper) if keeper is not None and isinstance(assistant, Live) else None
    # Whatever an assistant can be asked, one that follows the store can be.
    asked = cast("Assistant", ForRoles(assistant))
    planner = PlanDesk(asked, open_book) if open_book else None
    windows = {}
    for language in Tongue:
        with speaking(language):
            windows[language] = window = build(asked, planner, library, ratings)
        for event in window.fns.values():
            if event.fn is not None:
                event.fn = spoken(event.fn, language)
    return windows


def mount(app: Any, windows: "Windows", with_account: bool) -> "dict[int, Role]":
    """Puts the window into a FastAPI application, Thai at its root; gives back the role that each of its events takes.

    ``with_account`` shows who is signed in, with a way out.
    """
    roles: dict[int, Role] = {}
    # What is mounted at the root takes every path that nothing took before.
    for language in sorted(windows, key=lambda one: -len(PATHS[one])):
        with speaking(language):
            for number, role in _mount(app, windows[language], PATHS[language], with_account).items():
                # The windows are built alike, so their events have the same numbers.
                roles[number] = max(role, roles.get(number, role))
    return roles


def _mount(app: Any, window: "gr.Blocks", path: str, with_account: bool) -> "dict[int, Role]":
    with _without_tools():
        import gradio as gr

        from assistant.window import look
        from assistant.window.roles import roles_of

    gr.mount_gradio_app(
        app,
        window.queue(api_open=False),
        path=path.rstrip("/") or "/",
        app_kwargs={"openapi_url": None},
        theme=look.theme(),
        head=look.head(with_account),
        footer_links=[],
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        # Gradio would keep every question in the browser, which clerks share.
        run_history=False,
        # Gradio's own tools would be a second way in; what other programs may ask stands in services.py.
        mcp_server=False,
        pwa=False,
        max_file_size=LARGEST_FILE,
    )
    return roles_of(window)


@contextmanager
def _without_tools() -> Iterator[None]:
    """Gradio, when it is imported, loads the library of its own MCP server, half a second for what stays off here."""
    if "gradio" in sys.modules or "mcp" in sys.modules:
        yield
        return
    sys.modules["mcp"] = None  # type: ignore[assignment]  # the import system's way to say: not there
    try:
        yield
    finally:
        del sys.modules["mcp"]
