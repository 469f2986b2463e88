"""An attendant whose reader does what a hostile file could make one do; the first line of the file says what."""

import ctypes
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from corpus import pulse
from corpus.attendant import attend
from corpus.errors import UnsupportedFormat
from corpus.records import Reading
from tests.made_store import read as read_lines


def read(path: Path) -> Reading:
    """Reads a file of lines, as the made store does, unless its first line orders otherwise."""
    order, *rest = path.read_text(encoding="utf-8").splitlines()
    match order:
        case "!hang":
            time.sleep(600)
        case "!spin":
            while True:
                pass
        case "!beat":
            pulse.beat()
            time.sleep(1.6)
            path.write_text("ยืม 0", encoding="utf-8")
        case "!hang with a child":
            child = subprocess.Popen(["sleep", "600"])
            Path(rest[0]).write_text(str(child.pid), encoding="ascii")
            time.sleep(600)
        case "!leave a child":
            child = subprocess.Popen(["sleep", "600"])
            Path(rest[0]).write_text(str(child.pid), encoding="ascii")
        case "!segfault":
            ctypes.string_at(0)
        case "!exit":
            os._exit(7)
        case "!leave politely":
            sys.exit(0)
        case "!kill the attendant":
            os.kill(os.getppid(), 9)
            time.sleep(600)
        case "!eat":
            held = []
            while True:
                held.append(bytearray(50_000_000))
        case "!recurse":
            read(path)
            return read(path)
        case "!fault":
            raise ZeroDivisionError("words of the report")
        case "!refuse":
            raise UnsupportedFormat(f"{path.name} is of a type that cannot be read.")
        case "!no rights":
            raise PermissionError(13, "Permission denied", str(path))
        case "!speak":
            print('[1, "read", 3]\nabc', flush=True)
            for number in (*range(1, 3), *range(4, 300)):
                with suppress(OSError):
                    os.write(number, b'[1, "read", 3]\nabc')
        case "!lie":
            os.write(3, b"read 3\n[1]")
            os._exit(0)
        case "!half":
            os.write(3, b"read 1000\n[1,")
            os._exit(0)
        case "!litter":
            Path(os.environ["TMPDIR"], "litter").write_text("x", encoding="ascii")
            Path(rest[0]).write_text(os.environ["TMPDIR"], encoding="utf-8")
            os._exit(7)
    return read_lines(path)


if __name__ == "__main__":
    attend(read, sys.argv[1:])
