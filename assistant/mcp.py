"""The services as tools for other assistants, by the Model Context Protocol; the only door to the mcp library.

Over HTTP each request stands alone, so nothing is kept between two of them; a process of its own speaks over stdio.
The library takes a while to load and is loaded with the first request.
"""

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread

from assistant.services import BY_NAME, SERVICES
from assistant.users import Role
from assistant.wire import json_line
from corpus.errors import AssistantError

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from starlette.types import Receive, Scope, Send

    from assistant.assembly import Assistant

_log = logging.getLogger(__name__)

NAME = "ita-measures"
ABOUT = (
    "Reports of Bangkok's district offices on the Integrity and Transparency Assessment (ITA): measures, scores, who "
    "is responsible. Answers are quotes; keep their marks and places when you pass them on, and say so where nothing "
    "was found. Questions in Thai work best."
)
AT_ONCE = 4
FAULT = "A fault in the program stopped this; please tell its keepers what you asked."


def tool_server(assistant: "Assistant") -> "Server":
    """A server that offers the services to whoever is connected; who asks over HTTP has the role the gate found."""
    import mcp_types as types
    from mcp.server.lowlevel import Server
    from mcp.shared.exceptions import MCPError

    at_once = CapacityLimiter(AT_ONCE)
    offered = [
        types.Tool(
            name=service.name,
            description=service.about,
            input_schema=service.asks,
            output_schema=service.answers,
            annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
        )
        for service in SERVICES
    ]

    def trouble(sentence: str) -> types.CallToolResult:
        # Not an error of the protocol: the asking model reads the sentence and can ask better.
        return types.CallToolResult(content=[types.TextContent(text=sentence)], is_error=True)

    async def tools(_context: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=offered)

    async def call(context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        service = BY_NAME.get(params.name)
        if service is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool {params.name[:40]!r}; list them to see which.")
        role = context.request.state.caller.role if context.request is not None else Role.KEEPER
        try:
            found = await to_thread.run_sync(service, assistant, params.arguments or {}, role, limiter=at_once)
        except AssistantError as error:
            return trouble(str(error))
        except Exception:
            _log.exception("the tool %s could not answer", service.name)
            return trouble(FAULT)
        text = json_line(found)
        return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=dict(found))

    return Server(NAME, instructions=ABOUT, on_list_tools=tools, on_call_tool=call)


def serve_stdio(assistant: "Assistant") -> None:
    """Serves one program over stdin and stdout until it hangs up; it may all that its user may on this machine."""
    import anyio
    from mcp.server.stdio import stdio_server

    async def serve() -> None:
        server = tool_server(assistant)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(serve)


class Tools:
    """The tool server as an application to be mounted; begins with the first request that reaches it."""

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant
        self._manager: StreamableHTTPSessionManager | None = None
        self._runs: asyncio.Task[None] | None = None
        self._beginning = asyncio.Lock()

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answers one request."""
        async with self._beginning:
            if self._manager is None:
                self._manager = await to_thread.run_sync(self._made)
                up = asyncio.Event()
                self._runs = asyncio.create_task(self._run(self._manager, up))
                await up.wait()
        await self._manager.handle_request(scope, receive, send)

    async def close(self) -> None:
        """Ends what is still being answered."""
        if self._runs is not None:
            self._runs.cancel()
            with suppress(asyncio.CancelledError):
                await self._runs

    def _made(self) -> "StreamableHTTPSessionManager":
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        return StreamableHTTPSessionManager(tool_server(self._assistant), json_response=True, stateless=True)

    @staticmethod
    async def _run(manager: "StreamableHTTPSessionManager", up: asyncio.Event) -> None:
        async with manager.run():
            up.set()
            await asyncio.Event().wait()
