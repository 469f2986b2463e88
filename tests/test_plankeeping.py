"""The kept plans on the command line: kept, listed, shown, undone, copied."""

from pathlib import Path

import pytest

from assistant.cli import main
from assistant.planbook import PlanBook
from tests.made_commands import Capture, printed, refused
from tests.made_index import SAMPLES


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path}/plans.db"
    monkeypatch.setenv("ASSISTANT_PLANS", address)
    return address


def test_a_plan_is_kept_and_worked_on(url: str, tmp_path: Path, capsys: Capture) -> None:
    store = str(tmp_path / "store")
    assert main(["build", "--reports", str(SAMPLES), "--store", store]) == 0
    assert printed(capsys, "plans") == "ยังไม่มีแผนที่เก็บไว้\n"
    options = ("--district", "ท่าสาธิต", "--year", "2568", "--form", "2566", "--item", "E12", "--store", store)
    assert "--who NAME" in refused(capsys, "plan", *options, "--keep")
    assert main(["plan", *options, "--keep", "--who", "สมศรี"]) == 0
    assert capsys.readouterr().err == "Kept as plan 1.\n"
    assert printed(capsys, "plans").startswith("1  เขตท่าสาธิต ปีงบประมาณ 2568 แบบฟอร์ม 2566 1 แถว ฉบับที่ 1 โดย สมศรี ")

    book = PlanBook(url)
    held = book.open(1)
    book.save(1, held.plan.with_text(0, "timeframe", "มี.ค. 68"), "สมชาย", 1)
    book.close()
    shown = printed(capsys, "plans", "--show", "1")
    assert "== E12 " in shown
    assert "ระยะเวลาแล้วเสร็จ (เขียนเอง): มี.ค. 68" in shown
    assert "ฉบับที่ 3 โดย ก" in printed(capsys, "plans", "--undo", "1", "--who", "ก")
    assert "มี.ค. 68" not in printed(capsys, "plans", "--show", "1")
    history = printed(capsys, "plans", "--history", "1").splitlines()
    assert [line.split()[-1] for line in history[2:]] == ["new", "saved", "1"]
    copied = printed(capsys, "plans", "--copy", "1", "--year", "๒๕๖๙", "--who", "ก")
    assert copied.startswith("2  เขตท่าสาธิต ปีงบประมาณ 2569 ")


def test_what_the_command_refuses(url: str, capsys: Capture) -> None:
    assert "There is no plan 7" in refused(capsys, "plans", "--show", "7")
    assert "--year" in refused(capsys, "plans", "--copy", "1")
    assert url.startswith("sqlite")
