"""The tools, asked by the protocol's own client: over HTTP behind the gate, and over stdin and stdout."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from conftest import ROOT
from made_server import EDITOR, READER, made_book, made_gate
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from assistant.assembly import open_assistant
from assistant.settings import Settings
from assistant.users import UserBook

TOOLS = ["ask", "search", "rows", "draft", "plan", "reports"]
DRAFT = {"district": "บางเขน", "fiscal_year": 2568, "form": "2566", "code": "I20", "weakness": "ไม่ทราบขั้นตอนการยืม"}


def apart(work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of some work in a thread of its own: the browser tests leave a running loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """An application on a free port of this machine, in a thread."""
    config = uvicorn.Config(app, port=0, log_level="critical", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> UserBook:
    return made_book(tmp_path_factory.mktemp("users"))


@pytest.fixture(scope="module")
def address(store: Path, book: UserBook) -> Iterator[str]:
    with listening(made_gate(book, store=open_assistant(Settings(store=store)))) as address:
        yield address


def with_client(address: str, token: str, work: Callable[[Client], Awaitable[Any]], **more: Any) -> Any:
    """What a client finds out that brings this token."""

    async def connected() -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with (
            httpx2.AsyncClient(headers=headers) as http,
            Client(streamable_http_client(f"{address}/mcp", http_client=http), **more) as client,
        ):
            return await work(client)

    return apart(connected())


def test_a_client_finds_the_services_as_tools(address: str, book: UserBook) -> None:
    async def listed(client: Client) -> Any:
        return await client.list_tools()

    found = with_client(address, book.make_token(READER)[1], listed)
    assert [tool.name for tool in found.tools] == TOOLS
    ask = found.tools[0]
    assert ask.input_schema["required"] == ["question"]
    assert ask.output_schema["properties"]["citations"]["type"] == "array"
    assert ask.annotations.read_only_hint is True


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_asks_and_gets_quotes_with_their_places(
    mode: str, address: str, book: UserBook, reports: Path
) -> None:
    async def asked(client: Client) -> Any:
        return await client.call_tool("ask", {"question": "เขตอื่นแก้ I20 อย่างไร"})

    found = with_client(address, book.make_token(READER)[1], asked, mode=mode)
    assert not found.is_error
    answer = found.structured_content
    assert answer["status"] == "answered"
    for citation in answer["citations"]:
        text = (reports / citation["report"]).read_text(encoding="utf-8")
        assert text[citation["place"]["char_start"] : citation["place"]["char_end"]] == citation["quote"]
    assert answer["citations"][0]["quote"] in found.content[0].text


def test_what_cannot_be_done_is_a_sentence_for_the_asking_model(address: str, book: UserBook) -> None:
    async def asked(client: Client) -> list[tuple[bool, str]]:
        calls = [
            await client.call_tool("search", {"question": "I20", "k": 1000}),
            await client.call_tool("rows", {"year": 2566}),
            await client.call_tool("draft", DRAFT),
        ]
        return [(call.is_error, call.content[0].text) for call in calls]

    told = with_client(address, book.make_token(READER)[1], asked)
    assert told == [
        (True, "The field k is 1000; it goes from 1 to 100."),
        (True, "There is no field 'year'; there are district, fiscal_year, code, offset, limit."),
        (True, "This takes the role editor; ask a keeper for it."),
    ]


def test_an_editor_s_token_drafts_and_an_unknown_tool_is_told(address: str, book: UserBook) -> None:
    from mcp.shared.exceptions import MCPError

    async def drafted(client: Client) -> Any:
        with pytest.raises(MCPError, match="There is no tool 'nothing'"):
            await client.call_tool("nothing", {})
        return await client.call_tool("draft", DRAFT)

    found = with_client(address, book.make_token(EDITOR)[1], drafted)
    assert found.structured_content["rows"][0]["code"] == "I20"


@pytest.mark.parametrize("token", ["", "ita_nobody"])
def test_without_a_token_there_are_no_tools(token: str, address: str) -> None:
    async def listed(client: Client) -> Any:
        return await client.list_tools()

    with pytest.raises(ExceptionGroup) as told:
        with_client(address, token, listed)
    assert told.value.subgroup(lambda error: str(error) == "Server returned an error response")
    calls = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    for method in ("POST", "GET", "DELETE"):
        reply = httpx2.request(method, f"{address}/mcp", json=calls, headers=headers)
        assert (reply.status_code, list(reply.json())) == (401, ["error"])


def test_over_stdin_and_stdout_no_token_is_needed(store: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant", "mcp", "--store", str(store)], cwd=str(ROOT), env=environ
    )

    async def asked() -> Any:
        async with Client(stdio_client(command)) as client:
            tools = await client.list_tools()
            return [tool.name for tool in tools.tools], await client.call_tool("draft", DRAFT)

    names, found = apart(asyncio.wait_for(asked(), 60))
    assert names == TOOLS
    assert found.structured_content["rows"][0]["district"] == "บางเขน"


def test_the_library_is_loaded_with_the_first_request_only() -> None:
    code = (
        "import sys\n"
        "from made_server import FakeAssistant, made_gate, opened\n"
        "from assistant.window import build_window\n"
        "gate = made_gate(None, host='127.0.0.1', window=build_window(FakeAssistant()))\n"
        "call = {'jsonrpc': '2.0', 'id': 1, 'method': 'tools/list', 'params': {}}\n"
        "kinds = {'Accept': 'application/json, text/event-stream'}\n"
        "with opened(gate, 'http://127.0.0.1') as client:\n"
        "    before = 'mcp' in sys.modules\n"
        "    tools = client.post('/mcp', json=call, headers=kinds).json()['result']['tools']\n"
        "print(before, 'mcp' in sys.modules, len(tools))\n"
    )
    environ = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environ, check=True)
    assert done.stdout == "False True 6\n"
