"""The gate around everything that is served: who asks is settled here, before any page, file or route hears of it.

Whatever is not named in ``OPEN`` is closed to who is not signed in, whichever part of the program would answer; a new
route is behind the gate from its first day. Where no sign-in is asked (this machine's own address), the gate still
keeps other web pages out. A door to starlette; it knows nothing of the assistant.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from math import ceil
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.sessions import Sessions
from assistant.tries import Rate
from assistant.users import Role, User, UserBook
from corpus.errors import AssistantError

SIGN_IN = "/sign-in"
# The only thing that is served to who is not signed in: the page where one signs in.
OPEN = frozenset({SIGN_IN})
COOKIE = "ita_session"
SECURE_COOKIE = "__Host-ita_session"
# Paths for other programs: a token opens these and nothing else, and what is sent there is small.
MACHINES = ("/api", "/mcp")
LARGEST_BODY = 1_000_000
# Where reports are brought, whose route itself sees to their size: they go to disk as they come.
DELIVERIES = "/api/reports"
LARGEST_FORM = 10_000
# Where a browser asks for an event of the window, with its number; and the window's other ways to run one, unused.
EVENTS = frozenset({"/gradio_api/queue/join", "/gradio_api/run/predict"})
LARGEST_EVENT = 5_000_000
UNUSED = tuple(f"/gradio_api/{name}" for name in ("run", "api", "call", "component_server", "deep_link"))
# Files are sent for score sheets and reports.
UPLOADS = ("/gradio_api/upload",)
# Asked by an open page by itself, again and again; that nobody does anything must still end the session.
UNATTENDED = ("/gradio_api/app_id", "/gradio_api/heartbeat")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

# The window's library writes its scripts into the page and compiles some, so these two words must stay; nothing can
# be fetched from, sent to or framed by another host all the same.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it a browser would not say where a form comes from, which is looked at below.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# The window stands at the root in Thai and below this in English; what is said here of its paths holds for both.
ENGLISH = "/en"
# The window's own parts hold nothing of the reports and may be kept by the browser.
_PARTS = ("/assets/", "/static/", "/svelte/")


_TOO_LOW = "This takes the role {}; ask a keeper for it."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a user, or anybody at this machine (``user`` None); ``session`` is the number in the cookie."""

    user: User | None
    role: Role
    session: str = ""

    @property
    def name(self) -> str:
        """The user's name, "" at a machine where nobody signs in."""
        return self.user.name if self.user else ""


class Refused(Exception):
    """Why a request goes no further."""

    def __init__(self, status: HTTPStatus, sentence: str, wait: float = 0.0) -> None:
        super().__init__(sentence)
        self.status = status
        self.wait = wait


class Gate:
    """An application in front of another one, which hears only of those who may ask."""

    def __init__(
        self,
        app: ASGIApp,
        host: str,
        book: UserBook | None,
        sessions: Sessions | None,
        rate: Rate,
        events: Mapping[int, Role],
    ) -> None:
        """``book`` and ``sessions`` are None where nobody needs to sign in: on an address of this machine only.

        ``events`` are the roles that the window's events take, by number.
        """
        self.app = app
        self._events = events
        self._host = host
        self._book = book
        self._sessions = sessions
        self._rate = rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with its ``Caller`` in the scope's state, or answers why not."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = inner(scope["path"])
        sending = _with_headers(send, path)
        try:
            # The file of users may lie on a slow disk, which must not keep the other requests waiting.
            caller = await run_in_threadpool(self._caller, scope)
            scope.setdefault("state", {})["caller"] = caller
            if scope["type"] == "http" and (limit := _limit(path)):
                body, receive = await _small_enough(scope, receive, limit)
                if path in EVENTS and caller is not None:
                    self._allow(caller, body)
        except Refused as refused:
            await _refusal(scope, refused)(scope, receive, sending)
        except AssistantError as error:
            await _refusal(scope, Refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error)))(scope, receive, sending)
        else:
            await self.app(scope, receive, sending)

    def _caller(self, scope: Scope) -> Caller | None:
        """Who asks, None at the page where one signs in; raises Refused."""
        headers, path = Headers(scope=scope), scope["path"]
        part = inner(path)
        if self._book is None or self._sessions is None:
            if not is_own(_name_of(headers.get("host", ""))) and _name_of(headers.get("host", "")) != self._host:
                raise Refused(
                    HTTPStatus.FORBIDDEN,
                    "This address is for this machine only; ASSISTANT_SIGN_IN=on opens it to a proxy, with sign-in.",
                )
            _own_page(scope, headers, must_say=False)
            return Caller(None, Role.KEEPER)
        for_machines = within(path, MACHINES)
        if for_machines and "authorization" in headers:
            return self._with_token(headers["authorization"])
        number = session_number(scope, headers)
        user = self._sessions.user(number, uses=not within(part, UNATTENDED)) if number else None
        if user is None and path not in OPEN:
            what = "a token in the header Authorization" if for_machines else "a session"
            raise Refused(HTTPStatus.UNAUTHORIZED, f"This needs {what}; sign in, or ask a keeper for one.")
        _own_page(scope, headers, must_say=True)
        if user is None:
            return None
        if for_machines:
            self._count(f"session of {user.key}")
        if (part not in EVENTS and within(part, UNUSED)) or (within(part, UPLOADS) and user.role < Role.EDITOR):
            raise Refused(HTTPStatus.FORBIDDEN, _TOO_LOW.format("editor"))
        return Caller(user, user.role, number)

    def _allow(self, caller: Caller, body: bytes) -> None:
        """Raises Refused where the caller's role does not reach to the event that is asked for."""
        try:
            asked = json.loads(body)
            number = asked.get("fn_index") if isinstance(asked, dict) else None
        except (ValueError, RecursionError):
            number = None
        wanted = self._events.get(number, Role.KEEPER) if isinstance(number, int) else Role.KEEPER
        if caller.role < wanted:
            raise Refused(HTTPStatus.FORBIDDEN, _TOO_LOW.format(wanted.name.lower()))

    def _with_token(self, authorization: str) -> Caller:
        assert self._book is not None
        scheme, _, secret = authorization.partition(" ")
        found = self._book.of_token(secret.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            raise Refused(HTTPStatus.UNAUTHORIZED, "There is no such token; ask a keeper for one.")
        user, token = found
        self._count(token.token_id)
        return Caller(user, user.role)

    def _count(self, caller: str) -> None:
        if (wait := self._rate.wait(caller)) > 0:
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS, f"Too many requests; wait {ceil(wait)} s.", wait)


def inner(path: str) -> str:
    """A path of the window as it is at its root, whichever language it is asked in."""
    return path.removeprefix(ENGLISH) if path.startswith(ENGLISH + "/") else path


def within(path: str, places: tuple[str, ...]) -> bool:
    """Whether a path is one of these or lies below one."""
    return any(path == place or path.startswith(place + "/") for place in places)


def is_own(host: str) -> bool:
    """Whether a host can be reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def session_number(scope: Scope, headers: Headers) -> str:
    """The number in the session's cookie, "" where there is none."""
    cookies = {}
    for line in headers.getlist("cookie"):
        cookies.update(cookie_parser(line))
    return cookies.get(cookie_name(scope), "")


def cookie_name(scope: Scope) -> str:
    """Over TLS a name that browsers take from no other host and over no plain connection."""
    return SECURE_COOKIE if scope["scheme"] in ("https", "wss") else COOKIE


def _name_of(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _own_page(scope: Scope, headers: Headers, must_say: bool) -> None:
    """Raises Refused where another web page than our own is behind the request.

    ``must_say``: something that changes things comes from a browser, and a browser says where it comes from.
    """
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    unsafe = scope.get("method", "GET") not in SAFE or scope["type"] == "websocket"
    if origin is not None:
        scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
        foreign = origin.lower() != f"{scheme}://{headers.get('host', '')}".lower()
    else:
        foreign = unsafe and (site not in (None, "same-origin", "none") or (must_say and site is None))
    if foreign:
        raise Refused(
            HTTPStatus.FORBIDDEN,
            "The request comes from another web page; behind a proxy, let it pass on Host and X-Forwarded-Proto.",
        )


def _limit(path: str) -> int:
    """The most bytes that may be sent to a path, 0 where others see to it."""
    if path in EVENTS:
        return LARGEST_EVENT
    if path == DELIVERIES:
        return 0
    return LARGEST_FORM if path in OPEN else LARGEST_BODY if within(path, MACHINES) else 0


async def _small_enough(scope: Scope, receive: Receive, limit: int) -> tuple[bytes, Receive]:
    """The body, read whole, and a way to receive it again; raises Refused where it is larger than that."""
    too_large = Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The request is too large; {limit:,} bytes are the most.")
    told = Headers(scope=scope).get("content-length", "")
    if told.isascii() and told.isdigit() and int(told[:19]) > limit:
        raise too_large
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return b"", receive
        body += message.get("body", b"")
        if len(body) > limit:
            raise too_large
        more = bool(message.get("more_body"))
    read: list[Message] = [{"type": "http.request", "body": bytes(body), "more_body": False}]

    async def again() -> Message:
        return read.pop() if read else await receive()

    return bytes(body), again


def _refusal(scope: Scope, refused: Refused) -> ASGIApp:
    if scope["type"] == "websocket":
        return _close
    headers = Headers(scope=scope)
    is_page = scope["method"] in ("GET", "HEAD") and "text/html" in headers.get("accept", "")
    if refused.status is HTTPStatus.UNAUTHORIZED and is_page and not within(scope["path"], MACHINES):
        asked = "?language=en" if within(scope["path"], (ENGLISH,)) else ""
        return RedirectResponse(SIGN_IN + asked, HTTPStatus.SEE_OTHER)
    return failed(refused)


def failed(refused: Refused) -> Response:
    """The answer to what is refused: one sentence."""
    response = JSONResponse({"error": str(refused)}, refused.status)
    if refused.status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if refused.wait:
        response.headers["Retry-After"] = str(ceil(refused.wait))
    return response


async def _close(_scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 1008})


def _with_headers(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if not path.startswith(_PARTS):
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
