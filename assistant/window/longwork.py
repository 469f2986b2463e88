"""Long work of the Reports tab in a thread of its own: how far it is, and how it is stopped."""

import threading
import time
from collections.abc import Callable
from typing import Any

from assistant.progress import seconds_left
from assistant.window import reportforms as forms
from assistant.window.markup import Html
from assistant.window.messages import t
from index.intake import Step


class Stop(Exception):
    """Raised within the work where it was to be stopped."""


class Work:
    """One piece of long work in a thread of its own."""

    def __init__(self, do: Callable[[Callable[[Step], None]], Any], interrupt: Callable[[], None]) -> None:
        self._interrupt = interrupt
        self._stop = threading.Event()
        self._began = time.monotonic()
        self.step: Step | None = None
        self.result: Any = None
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(do,), name="reports", daemon=True)
        self._thread.start()

    def _run(self, do: Callable[[Callable[[Step], None]], Any]) -> None:
        try:
            self.result = do(self._hear)
        except Exception as error:
            self.error = error

    def _hear(self, step: Step) -> None:
        if self._stop.is_set():
            raise Stop
        self.step = step

    @property
    def running(self) -> bool:
        """Whether it is still at it."""
        return self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Stops it: nothing of it comes into use."""
        self._stop.set()
        self._interrupt()

    def wait(self, seconds: float) -> None:
        """Waits for its end, at most that long."""
        self._thread.join(seconds)

    def page(self) -> Html:
        """How far it is."""
        step = self.step
        if step is None or not step.to_read:
            return forms.working(t("กำลังเตรียมคลังรายงาน"), None, self.stopped)
        if not step.name:
            return forms.working(t("อ่านครบแล้ว กำลังจัดทำดัชนีคำค้น"), 1.0, self.stopped)
        words = t("กำลังอ่าน {n:,} จาก {to_read:,}: {name}", n=step.read + 1, to_read=step.to_read, name=step.name)
        if step.read:
            words += t(" · อ่านแล้ว {pages:,} หน้า {rows:,} แถว", pages=step.pages, rows=step.rows)
        left = seconds_left(step, time.monotonic() - self._began)
        if left is not None:
            words += (
                t(" · เหลือประมาณ {left:.0f} วินาที", left=left)
                if left < 90
                else t(" · เหลือประมาณ {n:.0f} นาที", n=left / 60)
            )
        return forms.working(words, step.read / step.to_read, self.stopped)
