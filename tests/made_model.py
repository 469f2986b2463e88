"""A small real server that speaks the chat-completions protocol on loopback and says what a test has scripted."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from assistant.editor import Editor
from assistant.prompting import load_tasks
from assistant.writer import Endpoint, Writer

KEY = "sk-geheim-0123456789"


@dataclass(frozen=True)
class Reply:
    """What the server does with one request: words streamed in pieces, or a status, with trouble on the way."""

    text: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0  # before the first word
    drip: float = 0.0  # before each piece
    cut_after: int | None = None  # pieces, then the connection is cut
    ping: float = 0.0  # comments instead of words, so far apart, for ever
    raw: bytes | None = None  # sent in place of a stream


@dataclass
class Model:
    """The scripted server: replies in turn, the last one again and again; what it was sent is kept."""

    replies: list[Reply | Callable[[dict[str, Any]], Reply]]
    url: str = ""
    seen: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def reply(self, body: dict[str, Any]) -> Reply:
        one = self.replies[min(len(self.seen), len(self.replies)) - 1]
        return one(body) if callable(one) else one

    def writer(self, seconds: float = 10.0, key: str = KEY) -> Writer:
        return Writer(Endpoint(self.url, "made", key, seconds))

    def editor(self, held: Sequence[str] = (), seconds: float = 10.0) -> Editor:
        return Editor(self.writer(seconds), load_tasks(), held)


def clauses(*stated: tuple[str, Sequence[int]] | tuple[str, Sequence[int], Sequence[str]]) -> str:
    """A model's output in the agreed form; a clause that brings no quotes is its own."""
    said = [{"text": one[0], "marks": list(one[1]), "quotes": list((*one, [one[0]])[2])} for one in stated]
    return json.dumps({"clauses": said}, ensure_ascii=False)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them and leaves no open socket behind

    def handle_error(self, *_: Any) -> None:
        """A client that broke off is what these tests are about."""


@contextmanager
def model(*replies: Reply | str | Callable[[dict[str, Any]], Reply]) -> Iterator[Model]:
    """The server while the test runs."""
    made = Model([Reply(one) if isinstance(one, str) else one for one in replies])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.seen.append(body)
            made.headers.append({name.lower(): value for name, value in self.headers.items()})
            # A client that gave up is no fault of the server.
            try:
                self.say(made.reply(body))
            except OSError:
                self.close_connection = True

        def say(self, reply: Reply) -> None:
            made.over.wait(reply.pause)
            if reply.status != 200 or reply.raw is not None:
                data = reply.raw if reply.raw is not None else reply.text.encode()
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            while reply.ping and not made.over.wait(reply.ping):
                self.chunk(b": ping\n\n")
            for at in range(0, len(reply.text), 40):
                if reply.cut_after is not None and at >= 40 * reply.cut_after:
                    self.wfile.flush()
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                made.over.wait(reply.drip)
                self.event({"content": reply.text[at : at + 40]}, None)
            self.event({}, "stop")
            self.chunk(b"data: [DONE]\n\n")
            self.wfile.write(b"0\r\n\r\n")

        def event(self, delta: dict[str, str], finish: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            event = {"id": "1", "object": "chat.completion.chunk", "created": int(time.time()), "model": "made"}
            self.chunk(b"data: " + json.dumps(event | {"choices": [choice]}).encode() + b"\n\n")

        def chunk(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
