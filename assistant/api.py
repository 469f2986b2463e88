"""The HTTP API: the services under /api, each answered with the JSON of the command line; a door to starlette.

A request is a JSON object or, for what only asks, the query of an address. Every error is an object with one sentence.
"""

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.answering import FAULT, answered, json_body, refusals, status_of
from assistant.deliveryroutes import DeliveryRoutes
from assistant.deliveryroutes import described as delivery_paths
from assistant.inquiry import Fields, object_of
from assistant.services import BY_NAME, SERVICES, Service
from assistant.users import Role
from corpus.errors import AssistantError, RequestError

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.deliveries import Deliveries
    from assistant.gate import Caller

_log = logging.getLogger(__name__)

# Requests that are worked on at once; further ones wait their turn.
AT_ONCE = 4
# These only ask and take plain fields, so an address can say all of it.
_BY_ADDRESS = frozenset({"ask", "search", "rows", "reports"})
DESCRIPTION = "/api/openapi.json"


class Api:
    """The services over one assistant."""

    def __init__(self, assistant: "Assistant", deliveries: "Deliveries | None" = None) -> None:
        """With ``deliveries`` reports can be brought and taken away as well."""
        self._assistant = assistant
        self._deliveries = deliveries
        self._at_once = CapacityLimiter(AT_ONCE)

    def routes(self) -> list[Route]:
        """What is served under /api, the last of them for whatever does not exist."""
        return [
            Route(DESCRIPTION, self._described, methods=["GET"]),
            *(DeliveryRoutes(self._deliveries).routes() if self._deliveries is not None else ()),
            *(Route(f"/api/{service.name}", self.answer, methods=_methods(service)) for service in SERVICES),
            Route("/api", _unknown, methods=[*_EVERY]),
            Route("/api/{rest:path}", _unknown, methods=[*_EVERY]),
        ]

    async def _described(self, _request: Request) -> Response:
        return answered(openapi(self._deliveries is not None))

    async def answer(self, request: Request) -> Response:
        """The answer of the service that the path names."""
        service, role = BY_NAME[request.url.path.rsplit("/", 1)[1]], role_of(request)
        try:
            fields = _of_body(await request.body()) if request.method == "POST" else _of_address(request)
            found = await to_thread.run_sync(service, self._assistant, fields, role, limiter=self._at_once)
            return answered(found)
        except AssistantError as error:
            return answered({"error": str(error)}, status_of(error))
        except Exception:
            _log.exception("a request to /api/%s could not be answered", service.name)
            return answered({"error": FAULT}, HTTPStatus.INTERNAL_SERVER_ERROR)


_EVERY = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def role_of(request: Request) -> Role:
    """The role of who asks, as the gate found it."""
    caller: Caller = request.state.caller
    return caller.role


def openapi(deliveries: bool = True) -> dict[str, Any]:
    """The description of the API, as OpenAPI 3.1 has it; without ``deliveries`` reports are only asked of."""
    refused = refusals()
    paths: dict[str, Any] = {}
    for service in SERVICES:
        whole = {
            "summary": service.about,
            "responses": {"200": {"description": "the answer", **json_body(service.answers)}, **refused},
        }
        ways = paths[f"/api/{service.name}"] = {}
        if service.fields:
            body = {"required": bool(service.required), **json_body(service.asks)}
            ways["post"] = {"operationId": service.name, "requestBody": body, **whole}
        if service.name in _BY_ADDRESS:
            query = [
                {"name": name, "in": "query", "required": name in service.required, "schema": schema}
                for name, schema in service.fields.items()
            ]
            ways["get"] = {"operationId": f"{service.name}_by_address", "parameters": query, **whole}
    if deliveries:
        for path, added in delivery_paths().items():
            paths[path] = {**paths.get(path, {}), **added}
    return {
        "openapi": "3.1.0",
        "info": {"title": "ITA measures assistant", "version": "1"},
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    }


def _methods(service: Service) -> list[str]:
    return (["GET"] if service.name in _BY_ADDRESS else []) + (["POST"] if service.fields else [])


async def _unknown(request: Request) -> Response:
    """What there is no service for, or what a service cannot be asked by."""
    service = BY_NAME.get(request.url.path.removeprefix("/api/"))
    if service is not None:
        ways = " or ".join(_methods(service))
        return answered({"error": f"This is asked by {ways}."}, HTTPStatus.METHOD_NOT_ALLOWED)
    return answered({"error": f"There is nothing here; {DESCRIPTION} tells what there is."}, HTTPStatus.NOT_FOUND)


def _of_address(request: Request) -> Fields:
    fields: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name in fields:
            raise RequestError(f"The field {name[:40]} is given twice.")
        fields[name] = value
    return fields


def _of_body(body: bytes) -> Fields:
    return object_of(body, "The request", 'send an object such as {"question": "..."}')
