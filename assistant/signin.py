"""The page where one signs in, and the way out. A door to starlette.

Every failed try reads the same and takes the same time, whether there is such a user or not.
"""

import base64
import hashlib
from http import HTTPStatus
from math import ceil
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.gate import SIGN_IN, Caller, cookie_name
from assistant.sessions import Sessions
from assistant.tries import Tries
from assistant.users import User, UserBook, key_of
from assistant.window import labels
from assistant.window.markup import Html, el, join
from assistant.window.messages import t
from assistant.window.tongue import COOKIE as LANGUAGE
from assistant.window.tongue import NAMES, PATHS, Tongue, other, speaking, tongue

SIGN_OUT = "/sign-out"
# How long a browser keeps the language, in seconds.
_YEAR = 31_536_000
WHO = "/who"

WRONG = "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง กรุณาลองอีกครั้ง หากลืมรหัสผ่านให้แจ้งผู้ดูแลระบบ"

_STYLE = """
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4f7f7;color:#16302f;
font-family:Sarabun,"Noto Sans Thai","Leelawadee UI",Thonburi,Loma,"TH Sarabun New",sans-serif;line-height:1.6}
main{box-sizing:border-box;width:min(26rem,100vw);padding:2rem;background:#fff;border:1px solid #d5e0e0;
border-radius:12px}
h1{margin:0 0 .25rem;font-size:1.35rem}p{margin:0 0 1rem;color:#4b5f66}
label{display:block;margin-bottom:1rem;font-weight:600}
input{box-sizing:border-box;display:block;width:100%;margin-top:.25rem;padding:.6rem .75rem;font:inherit;
border:1px solid #8fa5a5;border-radius:8px;background:#fbfdfd;color:inherit}
input:focus-visible,button:focus-visible{outline:3px solid #4fc4b6;outline-offset:1px}
button{width:100%;padding:.7rem;font:inherit;font-weight:600;color:#fff;background:#0f766e;border:0;border-radius:8px;
cursor:pointer}button:hover{background:#0b544e}
.tongue{margin:1rem 0 0;text-align:center}a{color:#0f766e}
.trouble{padding:.6rem .75rem;color:#8a1c1c;background:#fdeeee;border-radius:8px}
@media(prefers-color-scheme:dark){body{background:#0d1719;color:#e3eeee}main{background:#142124;border-color:#2b4248}
p{color:#a5b8bc}a{color:#5fd3c4}input{background:#0f1b1e;border-color:#5b7980}.trouble{color:#ffc9c9;background:#3a1a1c}}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class SignIn:
    """Signing in and out over one book of users."""

    def __init__(self, book: UserBook, sessions: Sessions, tries: Tries) -> None:
        self._book = book
        self._sessions = sessions
        self._tries = tries
        # Each check of a password takes 64 MB for a moment; more than two at once only wait for each other.
        self._at_once = CapacityLimiter(2)

    def routes(self) -> list[Route]:
        """What is served for it."""
        return [
            Route(SIGN_IN, self.show, methods=["GET"]),
            Route(SIGN_IN, self.sign_in, methods=["POST"]),
            Route(SIGN_OUT, self.sign_out, methods=["POST"]),
            Route(WHO, who, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page, or the window where one is signed in already."""
        with speaking(_language(request)):
            if request.state.caller:
                return RedirectResponse(PATHS[tongue()], HTTPStatus.SEE_OTHER)
            response = _page()
            if "language" in request.query_params:
                response.set_cookie(LANGUAGE, tongue(), max_age=_YEAR, path="/", samesite="lax")
            return response

    async def sign_in(self, request: Request) -> Response:
        """Opens a session where name and password are right; else the page again, and longer waits after some tries."""
        with speaking(_language(request)):
            return await self._sign_in(request)

    async def _sign_in(self, request: Request) -> Response:
        name, password = _form(await request.body())
        address = f"address {request.client.host if request.client else '?'}"
        subjects = (f"name {key_of(name)[:80]}", address)
        if (wait := self._tries.begin(subjects)) > 0:
            return _page(_too_often(wait), name, HTTPStatus.TOO_MANY_REQUESTS, wait)
        user = await to_thread.run_sync(self._book.verified, name, password, limiter=self._at_once)
        if user is None:
            return _page(t(WRONG), name, HTTPStatus.UNAUTHORIZED)
        self._tries.forgive(subjects[0])
        self._tries.take_back(address)
        return self._signed_in(request, user)

    def _signed_in(self, request: Request, user: User) -> Response:
        held: Caller | None = request.state.caller
        if held:
            self._sessions.end(held.session)
        response = RedirectResponse(PATHS[tongue()], HTTPStatus.SEE_OTHER)
        response.set_cookie(
            cookie_name(request.scope),
            self._sessions.begin(user),
            path="/",
            secure=request.scope["scheme"] == "https",
            httponly=True,
            samesite="lax",
        )
        return response

    async def sign_out(self, request: Request) -> Response:
        """Closes the session and forgets what the browser kept of it."""
        caller: Caller = request.state.caller
        self._sessions.end(caller.session)
        response = RedirectResponse(SIGN_IN, HTTPStatus.SEE_OTHER)
        response.delete_cookie(cookie_name(request.scope), path="/", secure=request.scope["scheme"] == "https")
        return response


def _language(request: Request) -> Tongue:
    """The language that the address asks for, else the one that the browser chose before, else Thai."""
    wanted = request.query_params.get("language") or request.cookies.get(LANGUAGE)
    return Tongue(wanted) if wanted in tuple(Tongue) else Tongue.THAI


async def who(request: Request) -> Response:
    """Who is signed in, for the window's corner."""
    caller: Caller = request.state.caller
    return JSONResponse({"name": caller.name or None, "role": caller.role.name.lower()})


def _form(body: bytes) -> tuple[str, str]:
    """Name and password of a form; "" where one is missing, which no user has."""
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return "", ""
    return fields.get("name", [""])[0], fields.get("password", [""])[0]


def _too_often(wait: float) -> str:
    return t("ลองไม่สำเร็จหลายครั้งแล้ว กรุณารอ {wait:,} วินาทีแล้วลองใหม่", wait=ceil(wait))


def _page(
    trouble: str | None = None, name: str = "", status: HTTPStatus = HTTPStatus.OK, wait: float = 0.0
) -> Response:
    head = join(
        (
            el("meta", charset="utf-8"),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("link", rel="icon", href="data:,"),
            el("title", f"{t('เข้าสู่ระบบ')} · {t(labels.TITLE)}"),
            el("style", Html(_STYLE)),
        )
    )
    again = bool(trouble)
    form = el(
        "form",
        el("label", t("ชื่อผู้ใช้"), _field("name", "text", "username", value=name[:80], autofocus=not again)),
        el("label", t("รหัสผ่าน"), _field("password", "password", "current-password", autofocus=again)),
        el("button", t("เข้าสู่ระบบ")),
        method="post",
        action=SIGN_IN,
    )
    said = el("p", trouble, class_="trouble", role="alert") if trouble else el("p", t("เข้าสู่ระบบก่อนใช้งาน"))
    body = el("body", el("main", el("h1", t(labels.TITLE)), said, form, _switch()))
    response = HTMLResponse("<!doctype html>" + el("html", el("head", head), body, lang=tongue()), status)
    response.headers["Content-Security-Policy"] = _POLICY
    if wait:
        response.headers["Retry-After"] = str(ceil(wait))
    return response


def _switch() -> Html:
    language = other()
    link = el("a", NAMES[language], href=f"{SIGN_IN}?language={language}", lang=language, hreflang=language)
    return el("p", link, class_="tongue")


def _field(name: str, kind: str, remembered: str, **more: str | bool) -> Html:
    return el("input", name=name, type=kind, autocomplete=remembered, required=True, **more)
