"""Window, API and tools on one address, behind the gate; the only door to fastapi and uvicorn.

On an address of this machine nobody signs in, as with any program that one starts for oneself. On every other address
nobody comes in without: the program does not even start there before there is a user.
"""

import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn

from assistant.settings import Settings, SignInMode
from assistant.users import Role, UserBook
from corpus.errors import SettingsError

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Receive, Scope, Send

    from assistant.assembly import Assistant
    from assistant.deliveries import Deliveries
    from assistant.gate import Gate
    from assistant.mcp import Tools
    from assistant.tries import Rate

# Requests a minute of each token or session through the API and the tools; half of them may come at once.
A_MINUTE = 120
# Open pages keep a connection open; they are given this long, in seconds, when the program is stopped.
GRACE = 1


def needs_sign_in(settings: Settings) -> bool:
    """Whether one must sign in: everywhere but on an address of this machine, and there where it is set."""
    from assistant.gate import is_own

    return settings.sign_in is SignInMode.ON or not is_own(settings.host)


def users_of(settings: Settings) -> UserBook | None:
    """The users who may sign in, None where nobody needs to; raises SettingsError where there is no user yet."""
    if not needs_sign_in(settings):
        return None
    book = UserBook(settings.users)
    if not book.users():
        raise SettingsError(
            f"There is no user yet, so nobody could sign in on {settings.host}; "
            "run `python -m assistant users add NAME --role keeper` first."
        )
    return book


def application(
    assistant: "Assistant",
    window: Any,
    book: UserBook | None,
    host: str,
    rate: "Rate | None" = None,
    deliveries: "Deliveries | None" = None,
) -> "Gate":
    """All that is served, with the gate around it.

    ``window`` is gradio's in each language, None where only API and tools are served; ``book`` None asks nobody to
    sign in. With ``deliveries`` other programs may bring reports.
    """
    from starlette.routing import Route

    from assistant.api import Api
    from assistant.gate import Gate
    from assistant.mcp import Tools
    from assistant.sessions import Sessions
    from assistant.signin import SignIn
    from assistant.tries import Rate, Tries

    tools = Tools(assistant)
    app = _bare(tools, deliveries)
    app.router.routes.extend(Api(assistant, deliveries).routes())
    app.router.routes.append(Route("/mcp", tools))
    sessions = Sessions(book.find) if book is not None else None
    if book is not None and sessions is not None:
        app.router.routes.extend(SignIn(book, sessions, Tries()).routes())
    events: dict[int, Role] = {}
    if window is not None:
        from assistant.window import mount

        app.add_middleware(OwnLanguage)
        events = mount(app, window, with_account=book is not None)
    return Gate(app, host, book, sessions, rate or Rate(A_MINUTE), events)


class OwnLanguage:
    """In front of the window: its address leads to it in the language that the browser chose before."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Passes the request on, or sends the browser to the other window with what it asked for."""
        from starlette.requests import Request
        from starlette.responses import RedirectResponse

        from assistant.gate import ENGLISH
        from assistant.window.tongue import COOKIE, PATHS, Tongue

        windows = {**{path: language for language, path in PATHS.items()}, ENGLISH: Tongue.ENGLISH}
        if scope["type"] == "http" and scope["method"] == "GET" and (asked := windows.get(scope["path"])):
            chosen = Request(scope).cookies.get(COOKIE)
            path = PATHS[Tongue(chosen) if chosen in tuple(Tongue) else asked]
            if path != scope["path"]:
                query = scope["query_string"].decode("latin-1")
                await RedirectResponse(f"{path}?{query}" if query else path)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _bare(tools: "Tools", deliveries: "Deliveries | None") -> "FastAPI":
    """An application without pages of its own: the usual ones of this library load scripts from another host."""
    from fastapi import FastAPI

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        if deliveries is not None:
            deliveries.close()
        await tools.close()

    return FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=life)


def serve(assistant: "Assistant", window: Any, settings: Settings, deliveries: "Deliveries | None" = None) -> None:
    """Serves on the host and port of the settings until it is stopped; raises SettingsError."""
    import uvicorn

    with _listening(settings) as listening:
        app = application(assistant, window, users_of(settings), settings.host, deliveries=deliveries)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, ws="none", timeout_graceful_shutdown=GRACE
        )  # fmt: skip
        _be_quiet_at_the_end(server := uvicorn.Server(config))
        # Uvicorn hands the signal on when it has ended, which would kill the process with its made files left behind.
        signal.signal(signal.SIGTERM, _leave)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])


def _leave(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)


def _be_quiet_at_the_end(server: "uvicorn.Server") -> None:
    """Open pages keep a connection open and are cut off when the program is stopped, which is no error to report."""
    end = server.shutdown

    async def shutdown(sockets: list[socket.socket] | None = None) -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await end(sockets)

    server.shutdown = shutdown  # type: ignore[method-assign]


def _listening(settings: Settings) -> socket.socket:
    """The port, held; raises SettingsError where it cannot be."""
    host = settings.host.strip("[]")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, settings.port), family=family)
    except (OSError, UnicodeError) as error:
        raise SettingsError(
            f"The window cannot be served on {settings.host}, port {settings.port}; another program may hold the port, "
            "so choose another with ASSISTANT_PORT."
        ) from error
