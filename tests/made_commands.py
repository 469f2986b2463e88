"""Two small reports, a store of them, and what a command prints: for the tests of the command line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main

ROOT = Path(__file__).parent.parent

Capture = pytest.CaptureFixture[str]

HEADING = (
    "ตัวชี้วัด\tประเด็นที่ต้องเตรียมความพร้อม/ ยกระดับ\tกิจกรรมที่จะดำเนินการ\tผลผลิต\tวิธีการสร้าง การรับรู้"
    "\tระยะเวลา แล้วเสร็จ\tผู้รับผิดชอบ\tระยะเวลา กำกับติดตาม โดย ผอ.เขต\n"
)
I20 = (
    "1๒๐ การขออนุญาตเพื่อยืมทรัพย์สินของราชการไปใช้ปฏิบัติงาน\t- เจ้าหน้าที่ไม่ทราบขั้นตอนการยืมพัสดุ"
    "\t- จัดทำคู่มือการยืมทรัพย์สินของราชการ\t- คู่มือ ๑ ฉบับ\t- แจ้งเวียนทุกฝ่าย\t- มีนาคม ๒๕๖๖\t- ฝ่ายปกครอง\t- ทุกไตรมาส\n"
)
I25 = (
    "1๒๕ ผู้บริหารให้ความสำคัญกับการแก้ไขปัญหาการทุจริต\t- บุคลากรไม่รู้จักนโยบายต่อต้านการทุจริต"
    "\t- ผู้บริหารประกาศนโยบายไม่รับของขวัญ\t- ประกาศ ๑ ฉบับ\t- ติดประกาศหน้าสำนักงาน\t- มกราคม ๒๕๖๖"
    "\t- ฝ่ายการคลัง\t- รายเดือน\n"
)
EMPTY = "\t" * 7 + "\n"


def report(district: str, *, first: str = I20, second: str = I25) -> str:
    """A report in the form of 2566 with an item of group 4 and one of group 5."""
    return (
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน (เขียนขึ้นเพื่อทดสอบ)\n\n"
        f"สำนักงานเขต{district} ประจำปีงบประมาณ พ.ศ. 2566\n\n{HEADING}"
        f"๔) การใช้ทรัพย์สินของราชการ{EMPTY}{first}๕) การแก้ไขปัญหาการทุจริต{EMPTY}{second}"
    )


def write_reports(folder: Path) -> Path:
    """Puts two reports of invented districts into the folder: four rows in all."""
    (folder / "a.txt").write_text(report("หนองทดลอง"), encoding="utf-8")
    other = I20.replace("จัดทำคู่มือการยืม", "อบรมเจ้าหน้าที่เรื่องการยืม").replace("คู่มือ ๑ ฉบับ", "อบรม ๑ ครั้ง")
    other = other.replace("ฝ่ายปกครอง", "ฝ่ายทะเบียน")
    (folder / "b.txt").write_text(report("คลองสมมุติ", first=other), encoding="utf-8")
    return folder


def make_store(reports: Path, folder: Path) -> Path:
    """A store of these reports, made by the command itself."""
    assert main(["build", "--reports", str(reports), "--store", str(folder)]) == 0
    return folder


def run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of one command."""
    capsys.readouterr()
    code = main(arguments)
    return code, *capsys.readouterr()


def refused(capsys: Capture, *arguments: str) -> str:
    """The one sentence on stderr with which the command ends; nothing may be on stdout."""
    code, out, err = run(capsys, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1), (out, err)
    assert "Traceback" not in err
    assert "fault in the program" not in err
    return err.strip()


def printed(capsys: Capture, *arguments: str) -> str:
    """What a command that succeeds prints on stdout."""
    code, out, err = run(capsys, *arguments)
    assert code == 0, err
    return out


def objects(capsys: Capture, *arguments: str) -> list[dict[str, Any]]:
    """The JSON objects that a command prints, one a line."""
    return [json.loads(line) for line in printed(capsys, *arguments).splitlines()]


def process(*arguments: str, **more: Any) -> "subprocess.Popen[bytes]":
    """The command as a process of its own, in the project's folder, with pipes."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", "assistant", *arguments], cwd=ROOT, **{**pipes, **more})
