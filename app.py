"""The start door: opens the store, puts the window over it and serves it; nothing else."""

import sys

from assistant.assembly import open_assistant
from assistant.settings import from_environment
from assistant.window import build_window, launch
from corpus.errors import AssistantError


def main() -> int:
    """Serves the window until it is stopped; 2 and one sentence where the store or a setting will not do."""
    try:
        settings = from_environment()
        window = build_window(open_assistant(settings))
        print(f"http://{settings.host}:{settings.port}", file=sys.stderr)
        launch(window, settings)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
