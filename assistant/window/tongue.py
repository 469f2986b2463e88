"""Which of its two languages the window speaks: set for a page while it is built, for an event while it is answered."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import wraps
from typing import Any


class Tongue(StrEnum):
    """A language of the window, as HTML and cookies name it."""

    THAI = "th"
    ENGLISH = "en"


# Where each of the two windows lies.
PATHS = {Tongue.THAI: "/", Tongue.ENGLISH: "/en/"}
# Each by the name that its speakers give it.
NAMES = {Tongue.THAI: "ภาษาไทย", Tongue.ENGLISH: "English"}
# Where a browser keeps the language that was chosen.
COOKIE = "ita_language"

_now: ContextVar[Tongue] = ContextVar("tongue", default=Tongue.THAI)


def tongue() -> Tongue:
    """The language that is spoken now."""
    return _now.get()


def in_english() -> bool:
    """Whether English is spoken now."""
    return _now.get() is Tongue.ENGLISH


def other() -> Tongue:
    """The language that is not spoken now."""
    return Tongue.THAI if in_english() else Tongue.ENGLISH


@contextmanager
def speaking(language: Tongue) -> Iterator[None]:
    """Within it that language is spoken."""
    before = _now.set(language)
    try:
        yield
    finally:
        _now.reset(before)


def spoken(act: Callable[..., Any], language: Tongue) -> Callable[..., Any]:
    """What answers a press, in that language; one that answers in steps speaks it in each of them."""
    if not inspect.isgeneratorfunction(act):

        @wraps(act)
        def answer(*given: Any, **named: Any) -> Any:
            with speaking(language):
                return act(*given, **named)

        return answer

    @wraps(act)
    def steps(*given: Any, **named: Any) -> Iterator[Any]:
        # Each step may run in a thread of its own, and nothing of the language must stay behind in it.
        going = act(*given, **named)
        try:
            while True:
                with speaking(language):
                    try:
                        step = next(going)
                    except StopIteration:
                        return
                yield step
        finally:
            going.close()

    return steps
