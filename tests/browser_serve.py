"""Serves the window over the hand-made store of window_desk.py: ``python browser_serve.py PORT [empty]``."""

import sys

from window_desk import FakeAssistant

from assistant.settings import Settings
from assistant.window import build_window, launch

if __name__ == "__main__":
    settings = Settings(port=int(sys.argv[1]))
    assistant = FakeAssistant(()) if "empty" in sys.argv else FakeAssistant()
    launch(build_window(assistant), settings)  # type: ignore[arg-type]
