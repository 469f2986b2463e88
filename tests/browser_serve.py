"""Serves the window over the hand-made store of window_desk.py: ``python browser_serve.py PORT [empty | many]``."""

import sys

from window_desk import FakeAssistant, make_reading

from assistant.settings import Settings
from assistant.window import build_window, launch

ROWS: list[tuple[str, str, str, str, str, float | None]] = [
    ("I20", "การยืมทรัพย์สิน", "ไม่มีทะเบียน", "จัดทำทะเบียน", "ฝ่ายคลัง", None)
]


def main(port: int, kind: str) -> None:
    """Serves until it is stopped: the usual three reports, none, or two hundred."""
    settings = Settings(port=port)
    assistant = FakeAssistant()
    if kind == "empty":
        assistant = FakeAssistant(())
    elif kind == "many":
        names = [(f"made-{n:03}.txt", f"ตัวอย่าง{n % 50:02}", 2560 + n % 8) for n in range(200)]
        assistant = FakeAssistant(tuple(make_reading(name, district, year, ROWS) for name, district, year in names))
    launch(build_window(assistant), settings)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
