"""The only door to a language model: one request to an OpenAI-compatible endpoint, streamed, within a time limit.

Knows nothing of reports or answers. What a server says of an error is never repeated: it may hold the key.
"""

import logging
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import ModelBusy, ModelError, ModelGone, ModelNonsense, ModelRefused, ModelSlow

if TYPE_CHECKING:
    from openai import OpenAI

_log = logging.getLogger(__name__)

# A server on the same network answers the knock in milliseconds; seconds mean that nobody is there.
CONNECT_SECONDS = 5.0
# Reading the evidence is the slow part on a processor without accelerator, so half of the time may pass before a word.
FIRST_WORD_SHARE = 0.5
TRIES, FIRST_PAUSE = 3, 0.5
# After a failure the endpoint is left alone for so long: a batch of questions must not wait for a dead one each time.
REST_SECONDS = 30.0
# The longest agreed output has a dozen clauses; what is longer has lost its way.
MOST_CHARACTERS, MOST_TOKENS = 20_000, 3_000


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; ``role`` is "system", "user" or "assistant"."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is; ``seconds`` is the most that one task may take, all its requests together."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 60.0


class Writer:
    """Sends messages to the endpoint and returns the text that comes back; threads may share it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        # A server that does not know a schema, a token limit or a temperature is asked without them from then on.
        self._plain = False
        self._rest: tuple[float, ModelError] | None = None

    def deadline(self) -> float:
        """The moment (time.monotonic) by which a task that begins now must have ended."""
        return time.monotonic() + self.endpoint.seconds

    def write(self, messages: Sequence[Message], schema: Mapping[str, Any], until: float) -> str:
        """The model's text; raises ModelError by the moment ``until`` (time.monotonic) at the latest."""
        if self._rest is not None and time.monotonic() < self._rest[0]:
            raise type(self._rest[1])(str(self._rest[1]))
        try:
            return self._with_patience(messages, schema, until)
        except ModelNonsense:
            raise
        except ModelError as error:
            self._rest = (time.monotonic() + REST_SECONDS, error)
            _log.warning("%s", error)
            raise

    def _with_patience(self, messages: Sequence[Message], schema: Mapping[str, Any], until: float) -> str:
        """Busy servers and lost connections are tried again after growing pauses, refused extras once without them."""
        pause = FIRST_PAUSE
        tries = 0
        while True:
            try:
                return self._once(messages, schema, until)
            except _Refused:
                if self._plain:
                    raise ModelRefused(
                        "The language model refused the request; check ASSISTANT_MODEL_URL and ASSISTANT_MODEL."
                    ) from None
                self._plain = True
            except _Busy as busy:
                tries += 1
                wait = max(pause, busy.wait)
                if tries == TRIES or time.monotonic() + wait >= until:
                    raise busy.told from None
                time.sleep(wait)
                pause *= 2

    def _once(self, messages: Sequence[Message], schema: Mapping[str, Any], until: float) -> str:
        """One request; a thread reads the stream, so that the wait ends in time whatever the server does."""
        pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        try:
            client = self._client(until)
        except Exception as error:  # an address that no library takes, a library that is not whole
            raise ModelRefused(
                f"No client for the language model can be made ({type(error).__name__}); check ASSISTANT_MODEL_URL."
            ) from None
        extras = {} if self._plain else _extras(schema)
        arguments = (client, self.endpoint.model, messages, extras, pieces)
        begun = time.monotonic()
        first = begun + (until - begun) * FIRST_WORD_SHARE
        threading.Thread(target=_stream, args=arguments, daemon=True).start()
        text = ""
        try:
            while True:
                left = (until if text else first) - time.monotonic()
                if left <= 0:
                    raise queue.Empty
                piece = pieces.get(timeout=left)
                if piece is None:
                    return text
                if isinstance(piece, Exception):
                    told = _told(piece)
                    # What broke off in the middle of an answer would do so again; a knock that was lost may be heard.
                    raise told.told if text and isinstance(told, _Busy) else told
                text += piece
                if len(text) > MOST_CHARACTERS:
                    raise ModelNonsense("The language model wrote on without an end; its words are not used.")
        except queue.Empty:
            raise ModelSlow(
                f"The language model took longer than {self.endpoint.seconds:g} seconds; "
                "give it more time with ASSISTANT_MODEL_TIME or name a faster one."
            ) from None
        finally:
            client.close()  # the reading thread then ends with its next byte, or by its own time limit

    def _client(self, until: float) -> "OpenAI":
        from openai import DefaultHttpxClient, OpenAI, Timeout

        left = max(0.1, until - time.monotonic())
        return OpenAI(
            base_url=self.endpoint.url,
            api_key=self.endpoint.key or "none",
            # Nothing that the environment says about another service goes to this one.
            organization="",
            project="",
            max_retries=0,
            timeout=Timeout(left, connect=min(CONNECT_SECONDS, left)),
            # This machine's own endpoint is never asked for through a proxy.
            http_client=DefaultHttpxClient(trust_env=False) if _is_here(self.endpoint.url) else None,
        )


def _is_here(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


class _Busy(Exception):
    """It may go well a little later; ``wait`` in seconds, ``told`` is what is said where it does not."""

    def __init__(self, told: ModelError, wait: float = 0.0) -> None:
        super().__init__(str(told))
        self.told, self.wait = told, wait


class _Refused(Exception):
    """The server does not take the request as it is."""


def _extras(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What helps a server that knows it; one that does not says 400."""
    return {
        "temperature": 0,
        "max_tokens": MOST_TOKENS,
        "response_format": {"type": "json_schema", "json_schema": {"name": "clauses", "schema": dict(schema)}},
    }


def _stream(
    client: "OpenAI",
    model: str,
    messages: Sequence[Message],
    extras: Mapping[str, Any],
    pieces: "queue.SimpleQueue[str | Exception | None]",
) -> None:
    """Puts the pieces of the reply into the queue, then None, or the error that ended it."""
    try:
        wire: list[Any] = [{"role": message.role, "content": message.text} for message in messages]
        with client.chat.completions.create(model=model, messages=wire, stream=True, **extras) as stream:
            for chunk in stream:
                content = chunk.choices[0].delta.content if chunk.choices and chunk.choices[0].delta else None
                if isinstance(content, str) and content:
                    pieces.put(content)
        pieces.put(None)
    except Exception as error:
        pieces.put(error)


def _told(error: Exception) -> Exception:
    """The library's error as one of ours, without a word of the server's."""
    import openai

    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        if status in (408, 409, 429) or status >= 500:
            busy = ModelBusy(f"The language model is busy or out of order (HTTP {status}); try later.")
            return _Busy(busy, _retry_after(error))
        if status in (400, 413, 415, 422):
            return _Refused()
        if status in (401, 403):
            return ModelRefused(f"The language model refused the key (HTTP {status}); check ASSISTANT_MODEL_KEY.")
        return ModelRefused(
            f"There is no such model at the address (HTTP {status}); check ASSISTANT_MODEL_URL and ASSISTANT_MODEL."
        )
    if isinstance(error, openai.APITimeoutError):
        return ModelSlow("The language model did not answer in time; give it more with ASSISTANT_MODEL_TIME.")
    if isinstance(error, openai.APIError):
        gone = ModelGone(
            "The language model cannot be reached or broke off; see whether it runs at ASSISTANT_MODEL_URL."
        )
        return _Busy(gone) if isinstance(error, openai.APIConnectionError) else gone
    return ModelNonsense(f"The language model sent what is no stream of words ({type(error).__name__}).")


def _retry_after(error: Any) -> float:
    """The seconds that the server asks to wait, 0.0 where it names none."""
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:
        return 0.0
