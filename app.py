"""The start door: reads its flags, opens the store, puts the window over it and serves it; nothing else."""

import argparse
import sys
from collections.abc import Sequence
from typing import cast

from assistant.assembly import Assistant, open_plans, open_ratings
from assistant.deliveries import Deliveries
from assistant.keeper import Keeper
from assistant.live import Live
from assistant.server import serve, users_of
from assistant.settings import from_environment
from assistant.window import build_window
from corpus.errors import AssistantError


def main(argv: Sequence[str] | None = None) -> int:
    """Serves the window until it is stopped; 2 and one sentence where the store or a setting will not do."""
    flags = argparse.ArgumentParser(prog="app.py", description="The window over the store of reports, in a browser.")
    flags.add_argument("--store", metavar="DIR", help="the folder of the store (default: .store)")
    flags.add_argument("--library", metavar="DIR", help="the folder of added reports (default: .library)")
    flags.add_argument("--encoder", metavar="NAME", help="a sentence-transformers model (default: the shipped one)")
    flags.add_argument(
        "--reranker", metavar="NAME", help="a cross-encoder that re-orders the best rows (default: none)"
    )
    flags.add_argument("--host", help="the address to listen on (default: 127.0.0.1)")
    flags.add_argument("--port", help="its port (default: 7860)")
    given = flags.parse_args(argv)
    try:
        settings = from_environment(**vars(given))
        users_of(settings)  # who listens for others without a user is told before anything is loaded
        live = Live(settings)
        live.watch()
        keeper = Keeper(settings, lambda: live.now.index.encoder)
        window = build_window(live, lambda: open_plans(settings), keeper, open_ratings(settings))
        print(f"http://{settings.host}:{settings.port}", file=sys.stderr)
        # Whatever an assistant can be asked, one that follows the store can be.
        serve(cast(Assistant, live), window, settings, Deliveries(keeper, live.refresh))
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
