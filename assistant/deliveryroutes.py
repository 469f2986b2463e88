"""Reports brought and taken away over HTTP: files as a form, answered at once with a number; a door to starlette.

Only a keeper may. The files go to disk as they come, never whole into memory.
"""

import logging
import shutil
import tempfile
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive

from assistant.admission import Clash
from assistant.answering import FAULT, answered, json_body, refusals, status_of
from assistant.deliverywire import JobObject
from assistant.gate import DELIVERIES
from assistant.schema import schema_of
from assistant.users import Role
from corpus.errors import AssistantError, NotAllowed, RequestError, UnknownValue

if TYPE_CHECKING:
    from assistant.deliveries import Deliveries
    from assistant.gate import Caller

_log = logging.getLogger(__name__)

# The most that may be sent at once, as in the window; how many files; and how long their names may be.
LARGEST, MOST_FILES, LONGEST_NAME = 200_000_000, 100, 150
JOBS = "/api/jobs"
CLASHES = tuple(one.value for one in Clash)


TOO_LARGE = f"The files are too large together; {LARGEST:,} bytes are the most."


class _TooLarge(Exception):
    """More was sent than may be."""


class DeliveryRoutes:
    """The routes over one keeper's deliveries."""

    def __init__(self, deliveries: "Deliveries") -> None:
        self._deliveries = deliveries

    def routes(self) -> list[Route]:
        """What is served: reports brought, one taken away, how far a delivery is."""
        return [
            Route(DELIVERIES, self._told(self._bring), methods=["POST"]),
            Route(DELIVERIES + "/{name}", self._told(self._take_away), methods=["DELETE"]),
            Route(JOBS + "/{number}", self._told(self._state), methods=["GET"]),
        ]

    def _told(self, answer: Callable[[Request, str], Any]) -> Callable[[Request], Any]:
        """The route with every error told as one sentence, and closed to all but keepers."""

        async def told(request: Request) -> Response:
            caller: Caller = request.state.caller
            try:
                if caller.role < Role.KEEPER:
                    raise NotAllowed("This takes the role keeper; ask a keeper for it.")
                found: Response = await answer(request, caller.name or "API")
                return found
            except UnknownValue as error:
                return answered({"error": str(error)}, HTTPStatus.NOT_FOUND)
            except AssistantError as error:
                return answered({"error": str(error)}, status_of(error))
            except OSError as error:
                sentence = f"The files could not be put on the disk ({error.strerror or error}); nothing was changed."
                return answered({"error": sentence}, HTTPStatus.SERVICE_UNAVAILABLE)
            except _TooLarge:
                return answered({"error": TOO_LARGE}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            except Exception:
                _log.exception("a request to %s could not be answered", DELIVERIES)
                return answered({"error": FAULT}, HTTPStatus.INTERNAL_SERVER_ERROR)

        return told

    async def _bring(self, request: Request, who: str) -> Response:
        folder = Path(await to_thread.run_sync(lambda: tempfile.mkdtemp(prefix="delivery-")))
        taken = False
        try:
            form = await _form(request)
            try:
                clash = _clash(form)
                files = await to_thread.run_sync(_kept, form, folder)
            finally:
                await form.close()
            job = self._deliveries.bring(files, folder, clash, who)
            taken = True
        finally:
            if not taken:
                await to_thread.run_sync(lambda: shutil.rmtree(folder, ignore_errors=True))
        response = answered(job, HTTPStatus.ACCEPTED)
        response.headers["Location"] = f"{JOBS}/{job['job']}"
        return response

    async def _take_away(self, request: Request, who: str) -> Response:
        name = request.path_params["name"]
        await to_thread.run_sync(self._deliveries.take_away, name, who)
        return answered({"removed": name})

    async def _state(self, request: Request, _who: str) -> Response:
        return answered(self._deliveries.state(request.path_params["number"]))


async def _form(request: Request) -> FormData:
    """The form that was sent; raises RequestError where it is none."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told[:19]) > LARGEST:
        raise _TooLarge
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise RequestError("Send the files as multipart/form-data, each as a field `file`.")
    try:
        limited = Request(request.scope, _at_most(request.receive, LARGEST))
        return await limited.form(max_files=MOST_FILES, max_fields=MOST_FILES + 1)
    except (MultiPartException, HTTPException) as error:
        said = error.message if isinstance(error, MultiPartException) else error.detail
        raise RequestError(f"The form cannot be read ({' '.join(str(said).split())[:120].rstrip('.')}).") from None


def _at_most(receive: Receive, limit: int) -> Receive:
    came = 0

    async def receiving() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > limit:
            raise _TooLarge
        return message

    return receiving


def _clash(form: FormData) -> Clash:
    given = form.get("on_clash") or Clash.ASK.value
    if given not in CLASHES:
        raise RequestError(f"The field on_clash is one of {', '.join(CLASHES)}.")
    return Clash(given)


def _kept(form: FormData, folder: Path) -> list[Path]:
    """The files in the folder, each under its own name in a folder of its own; raises RequestError."""
    if unknown := sorted(set(form) - {"file", "on_clash"}):
        raise RequestError(f"There is no field {unknown[0][:40]!r}; there are file, on_clash.")
    files = [one for one in form.getlist("file") if isinstance(one, UploadFile)]
    if not files or len(files) != len(form.getlist("file")):
        raise RequestError("No file was sent; send each as a field `file` with its name.")
    kept = []
    for number, one in enumerate(files):
        # Whatever stands before it is a path of the sender's machine.
        name = (one.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
        if not name.strip(". ") or len(name) > LONGEST_NAME or not name.isprintable():
            raise RequestError(f"{name[:40]!r} is no name for a report; send each file with one, such as plan.pdf.")
        path = folder / str(number) / name.lstrip(".")
        path.parent.mkdir()
        with path.open("wb") as out:
            shutil.copyfileobj(one.file, out)
        kept.append(path)
    return kept


def described() -> dict[str, Any]:
    """The routes as OpenAPI has them, by path."""
    job = {"description": "the delivery", **json_body(schema_of(JobObject))}
    form = {
        "type": "object",
        "properties": {
            "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
            "on_clash": {
                "type": "string",
                "enum": list(CLASHES),
                "description": "where another file of the same district, year, kind and period is held (ask)",
            },
        },
        "required": ["file"],
    }
    removed = {"type": "object", "properties": {"removed": {"type": "string"}}, "required": ["removed"]}

    def named(name: str) -> list[Mapping[str, Any]]:
        return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}}]

    return {
        DELIVERIES: {
            "post": {
                "operationId": "add_reports",
                "summary": "Adds report files, or puts newer versions in their place; answered at once. Role keeper.",
                "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}},
                "responses": {"202": job, **refusals()},
            }
        },
        DELIVERIES + "/{name}": {
            "delete": {
                "operationId": "remove_report",
                "summary": "Takes a report out of the store. Role keeper.",
                "parameters": named("name"),
                "responses": {"200": {"description": "it is out", **json_body(removed)}, **refusals()},
            }
        },
        JOBS + "/{number}": {
            "get": {
                "operationId": "delivery",
                "summary": "How far a delivery is, and when it is done what became of each file. Role keeper.",
                "parameters": named("number"),
                "responses": {"200": job, **refusals()},
            }
        },
    }
