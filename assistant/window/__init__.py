"""The window: gradio panels over the assistant, Thai first. With app.py the only door to gradio."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

# Gradio reads these when it is imported: nothing about the use of this program leaves the machine.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

if TYPE_CHECKING:
    import gradio as gr

    from assistant.assembly import Assistant
    from assistant.planbook import PlanBook
    from assistant.settings import Settings


def build_window(assistant: "Assistant", open_book: "Callable[[], PlanBook] | None" = None) -> "gr.Blocks":
    """The window over an open assistant; ``open_book`` opens the kept plans when they are first wanted."""
    from assistant.window.blocks import build_window as build

    return build(assistant, open_book)


def launch(window: "gr.Blocks", settings: "Settings") -> None:
    """Serves the window on the host and port of the settings until it is stopped; raises SettingsError."""
    from assistant.window import look
    from corpus.errors import SettingsError

    try:
        window.queue(api_open=False).launch(
            server_name=settings.host,
            server_port=settings.port,
            theme=look.theme(),
            head=look.head(),
            footer_links=[],
            share=False,
            show_error=False,
            quiet=True,
            ssr_mode=False,
            enable_monitoring=False,
            # Gradio would keep every question in the browser, which clerks share.
            run_history=False,
        )
    except OSError as error:
        raise SettingsError(
            f"The window cannot be served on {settings.host}, port {settings.port}; another program may hold the port, "
            "so choose another with ASSISTANT_PORT."
        ) from error
