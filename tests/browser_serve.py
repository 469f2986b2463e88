"""Serves the window over hand-made stores: ``python browser_serve.py PORT [empty | many | wide | model]``."""

import sys
import time
from dataclasses import replace
from typing import Any

from window_desk import FakeAssistant, make_reading

from assistant.answers import Answer, Mode
from assistant.server import serve
from assistant.settings import Settings
from assistant.window import build_window

ROWS: list[tuple[str, str, str, str, str, float | None]] = [
    ("I20", "การยืมทรัพย์สิน", "ไม่มีทะเบียน", "จัดทำทะเบียน", "ฝ่ายคลัง", None)
]


def _row(code: str, district: int, at: int) -> tuple[str, str, str, str, str, float | None]:
    """A row whose score follows from its place; every seventh has none."""
    score = 50 + (district * 7 + at * 11) % 50 + 0.25
    return (code, f"ข้อที่ {at + 1}", "ไม่มีทะเบียน", f"จัดทำทะเบียนของเขต {district}", "ฝ่ายคลัง", score if at % 7 else None)


class WithModel(FakeAssistant):
    """One whose model takes three seconds to put a line above the answer."""

    has_model = True

    def may_improve(self, answer: Answer) -> bool:
        return bool(answer.citations)

    def ask(self, question: str, *given: Any, with_model: bool = True, **more: Any) -> Answer:
        answer = super().ask(question, *given, **more)
        if not with_model:
            return answer
        time.sleep(3)
        return replace(answer, text=f"สรุปของโมเดล\n{answer.text}", mode=Mode.MODEL)


def main(port: int, kind: str) -> None:
    """Serves until it is stopped: the usual three reports, none, two hundred, or fifty districts of forty items."""
    settings = Settings(port=port)
    assistant = FakeAssistant()
    if kind == "empty":
        assistant = FakeAssistant(())
    elif kind == "model":
        assistant = WithModel()
    elif kind == "many":
        names = [(f"made-{n:03}.txt", f"ตัวอย่าง{n % 50:02}", 2560 + n % 8) for n in range(200)]
        assistant = FakeAssistant(tuple(make_reading(name, district, year, ROWS) for name, district, year in names))
    elif kind == "wide":
        codes = [f"I{n}" for n in range(1, 26)] + [f"E{n}" for n in range(1, 16)]
        made = tuple(
            make_reading(
                f"made-{n:02}.txt", f"ตัวอย่าง{n:02}", 2567, [_row(code, n, at) for at, code in enumerate(codes)]
            )
            for n in range(50)
        )
        assistant = FakeAssistant(made)
    serve(assistant, build_window(assistant), settings)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
