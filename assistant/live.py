"""The assistant over a store that changes: another version is opened beside the one in use, and then takes its place.

Who is being answered goes on with the version that they began with; nobody waits.
"""

import gc
import logging
import threading
from typing import Any

from assistant.assembly import Assistant, open_assistant
from assistant.settings import Settings
from corpus.errors import AssistantError
from index import versions

_log = logging.getLogger(__name__)

# How often a look is taken at the one small file that names the version in use.
EVERY_SECONDS = 2.0
FIRST_QUESTION = "เขตอื่นแก้ข้อ I20 อย่างไร"


def warm_up(assistant: Assistant) -> None:
    """Does once what the first question would wait for: imports, the vocabulary, the words of asking."""
    try:
        assistant.ask(FIRST_QUESTION, with_model=False)
    except Exception:  # the first who asks is told, not who waits for the window
        _log.exception("the first question was not answered")


class Live:
    """Whatever can be asked of an ``Assistant``, asked of the one over the version in use now."""

    def __init__(self, settings: Settings) -> None:
        """Raises what ``open_assistant`` raises; later troubles leave the version that was opened last."""
        self._settings = settings
        self._opening = threading.Lock()
        self._stopped = threading.Event()
        self._version = versions.current(settings.store)
        self._now = open_assistant(settings)
        self._trouble: AssistantError | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._now, name)

    @property
    def now(self) -> Assistant:
        """The assistant over the version in use."""
        return self._now

    @property
    def trouble(self) -> AssistantError | None:
        """Why the store on disk cannot be used now, where it cannot; the version opened last still answers."""
        return self._trouble

    def refresh(self) -> bool:
        """Takes up the version in use, if it is another one; whether it was. Raises StoreError."""
        with self._opening:
            version = versions.current(self._settings.store)
            if version == self._version:
                return False
            opened = open_assistant(self._settings, self._now)
            warm_up(opened)
            self._now, self._version = opened, version
            self._settle()
            return True

    def _settle(self) -> None:
        """Lets go of the index before, and spares what was opened the search for waste, which stops all who read."""
        from assistant.ask import forget

        forget()
        warm_up(self._now)
        gc.freeze()

    def watch(self) -> None:
        """Takes up every later version by itself, in a thread that ends with the program."""

        def look() -> None:
            warm_up(self._now)
            gc.freeze()
            while not self._stopped.wait(EVERY_SECONDS):
                self.look_again()

        threading.Thread(target=look, name="store", daemon=True).start()

    def look_again(self) -> None:
        """Takes up a later version where there is one; a store that cannot be used is logged once, not every time."""
        try:
            self.refresh()
        except AssistantError as error:
            if str(error) != str(self._trouble):
                _log.warning("%s", error)
            self._trouble = error
        else:
            self._trouble = None

    def stop(self) -> None:
        """Ends the watch."""
        self._stopped.set()
