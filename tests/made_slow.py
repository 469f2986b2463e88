"""Texts made to be slow: what a reader may trip over, repeated until the text has a given size.

``python -m tests.made_slow 2000000`` reads each of them, which takes half an hour.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import ReportError
from corpus.reading import read

# Seconds of work from which on a text is told.
TOLD = 4.0

TITLE = "สำนักงานเขตหนองทดลอง\nปีงบประมาณ พ.ศ. 2566\n"
HEADING = (
    "ตัวชี้วัด\tประเด็นที่ต้องเตรียมความพร้อม/ยกระดับ\tกิจกรรมที่จะดำเนินการ\tผลผลิต\tวิธีการสร้างการรับรู้\tระยะเวลาแล้วเสร็จ\t"
    "ผู้รับผิดชอบ\tระยะเวลากำกับติดตามโดย ผอ.เขต\n"
)
ROW = "I20 ข้อ\tขาด\tทำคู่มือ\tคู่มือ\tเว็บ\tมี.ค. 66\tทุกฝ่าย\tทุกเดือน\n"

# One piece, repeated without end on one line of its own.
PIECES = (
    "ตัวชี้วัดที่ ๑ ", "<td>", "</td>", "<p>", "<p>ก</p> ", "<u>", "<", "<!--", "-->", "<<", "&",
    "&amp;", "&lt;", "\t", " ", "\u00a0", "\r", "\n", "\f", "\r\n", "\x0b", "9", "๙", "1 ", "1.", "1) ",
    "(", ")", "()", "((", "[", "-", "- ", "–", "_", "=", ".", "…", "...", ",", "|", "| ", "| - ", "*",
    "**", "/", ":", "\"", "“", "'", "เขต", "สำนักงานเขต", "สำนักงานเขต ", "พ.ศ. ", "ปีงบประมาณ พ.ศ. ",
    "ปี ", "2566", "2566 ", "ก", "ก ", "่", "ำ", "ๆ", "ฯ", "เ", "กก ", "I", "I ", "I1", "I1 ", "I1-",
    "I1 - ", "O", "0", "ข้อ ", "ข้อที่ ", "คะแนน ", "คะแนน 8", "(80.00 คะแนน) ", "ค ะ แ น น ", "87.93 ",
    "นาย", "นาย ก ", "นางสาวกขค งจฉ ", "ลงชื่อ ", "(ลงชื่อ)", "ลงชื่อ........", "โทร. ", "โทร 0",
    "081-234-5678 ", "1-2345-67890-12-3 ", "a@", "a@b.", "a", "aA1", "http://", "www.", "password: ",
    "รหัสผ่าน ", "meeting id ", "Zoom ", "ฝ่ายปกครอง ", "ฝ่าย", "มาตรการ ", "มาตรการ\t", "จุดอ่อน ",
    "แนวทางปฏิบัติ ", "(ต่อ)", "( ", "image ", "ทุก ", "ส่วนที่ 1 ", "แบบวัดการรับรู้", "แบบวัด ",
    "1 2 3 ", "มกราคม ", "30 มี.ค. 66 ", "A ", "\ufeff", "\u200b", "\u0e33", "\u0e4d\u0e32",
    "\U0001f600", "กา", "การ", "ความ", "ที่", "ผู้มีส่วนได้ส่วนเสีย",
)  # fmt: skip


def slow_texts(size: int) -> Iterator[tuple[str, str]]:
    """Names and texts of that many letters each."""
    for piece in PIECES:
        yield f"line {piece!r}", TITLE + repeated(piece, size)
        yield f"lines {piece!r}", TITLE + repeated(piece + "\n", size)
        yield f"cell {piece!r}", TITLE + HEADING + ROW + "I21 " + repeated(piece.replace("\n", " "), size) + ROW
        yield f"cells {piece!r}", TITLE + HEADING + ROW + repeated(piece.strip("\n") + "\t", size) + "\n" + ROW
        yield f"rows {piece!r}", TITLE + HEADING + repeated(f"{piece.strip()}\tก\tข\t{piece.strip()}\n", size)
    for name, make in WHOLES.items():
        yield name, make(size)


def repeated(piece: str, size: int) -> str:
    """A piece so often that it fills a size."""
    return piece * (size // len(piece) + 1)


WHOLES: dict[str, Callable[[int], str]] = {
    "headings": lambda size: TITLE + repeated(HEADING, size),
    "rows that open": lambda size: TITLE + HEADING + repeated(ROW, size),
    "rows that go on": lambda size: TITLE + HEADING + ROW + repeated("\tขาดการ\tทำคู่มือการ\tคู่\tเว็บ\tมี.ค.\tทุก\t\n", size),
    "rows that cover": lambda size: (
        TITLE + HEADING + ROW + repeated("<above/>\t<above/>\tทำ\t<above/>\t\t\t\t\n", size)
    ),
    "rows of another table": lambda size: TITLE + HEADING + ROW + repeated("<other/>ก\tข\tค\tง\n", size),
    "groups": lambda size: TITLE + HEADING + repeated("ตัวชี้วัดที่ 3 การใช้อำนาจ\t\t\t\t\t\t\t\n", size),
    "blank cells": lambda size: TITLE + HEADING + ROW + "\t" * size,
    "blank rows": lambda size: TITLE + HEADING + ROW + repeated("\t\t\t\t\t\t\t\n", size),
    "pages": lambda size: TITLE + repeated("\fI20 ก\tข\tค\tง\n", size),
    "nested cells": lambda size: TITLE + HEADING + "I20 " + "<table><tr><td>" * (size // 15) + "</td></tr></table>" * 9,
    "word export": lambda size: TITLE + HEADING.replace("\t", "\n") + repeated("I20 ข้อ\nขาด\nทำ\n", size),
    "word export of headings": lambda size: TITLE + repeated(HEADING.replace("\t", "\n"), size),
    "flattened": lambda size: TITLE + HEADING + repeated("I20 ข้อ\n\nขาดคู่มือ\n\nทำคู่มือ\n\n", size),
    "names": lambda size: TITLE + repeated("(นายกขค งจฉ)\nผู้อำนวยการเขต\n", size),
    "codes": lambda size: TITLE + HEADING + "".join(f"I{n} ข้อ\tขาด\tทำ\tก\tข\tค\tง\tจ\n" for n in range(size // 22)),
}


def main() -> None:
    """Reads every such text and tells which took more than a few seconds of work, or were no report to begin with."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    with tempfile.TemporaryDirectory() as folder:
        for name, text in slow_texts(size):
            seconds, outcome = seconds_of(text, size, Path(folder))
            if seconds > TOLD:
                print(f"{seconds:5.1f} s  {name}: {outcome}", flush=True)


def seconds_of(text: str, size: int, folder: Path) -> tuple[float, str]:
    """The seconds of work that reading the first ``size`` bytes of a text takes, and what came of it."""
    path = folder / "slow.txt"
    path.write_bytes(text.encode()[:size].decode("utf-8", "ignore").encode())
    started = time.process_time()
    try:
        outcome = f"{len(read(path).rows)} rows"
    except ReportError as error:
        outcome = str(error)
    return time.process_time() - started, outcome


if __name__ == "__main__":
    main()
