"""What is there and what is missing, each with what to do."""

import socket
from pathlib import Path

import pytest

from assistant import doctor
from assistant.doctor import Check, State, examine, sheet
from assistant.settings import Settings, unknown_variables
from tests.made_commands import Capture, objects, run


@pytest.fixture
def settings(store: Path, reports: Path, tmp_path: Path) -> Settings:
    plans = f"sqlite:///{tmp_path / 'plans.db'}"
    return Settings(store=store, reports=(reports,), library=tmp_path / "library", plans=plans)


def look(settings: Settings) -> dict[str, Check]:
    return {one.part: one for one in examine(settings)}


def test_a_store_that_was_just_built_is_well(settings: Settings) -> None:
    found = look(settings)
    needed = ("settings", "store", "reports", "library", "encoder", "kept plans", "disk")
    assert {part: found[part].state for part in needed} == dict.fromkeys(needed, State.WELL)
    assert found["store"].found == "2 reports, 4 rows, every part as it was written"
    assert found["kept plans"].found == "none are kept yet"
    assert not (settings.library).exists()


def test_what_is_at_fault_says_what_to_do(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "corrections.json").write_text("{")
    bad = Settings(
        store=tmp_path / "none", library=tmp_path / "library", encoder=str(tmp_path), plans="sqlite:////proc/none/x.db"
    )
    found = look(bad)
    assert found["store"].state is State.FAULT
    assert found["store"].do == "run `python -m assistant build`"
    assert {part for part, one in found.items() if one.state is State.FAULT} >= {"store", "library", "encoder"}
    assert all(one.do for one in found.values() if one.state is not State.WELL)


def test_a_library_that_others_may_look_into(settings: Settings) -> None:
    settings.library.mkdir(mode=0o750)
    settings.library.chmod(0o750)
    found = look(settings)["library"]
    assert found.state is State.REMARK
    assert found.do == f"run `chmod -R go-rwx {settings.library}`"
    assert "nothing masked" in found.found
    settings.library.chmod(0o700)
    assert look(settings)["library"].state is State.WELL


@pytest.mark.parametrize(
    ("free", "state"), [(199, State.FAULT), (200, State.REMARK), (999, State.REMARK), (1000, State.WELL)]
)
def test_the_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, state: State) -> None:
    monkeypatch.setattr(doctor, "_free_mb", lambda folder: free)
    assert look(settings)["disk"].state is state


@pytest.mark.parametrize(
    ("fonts", "found"),
    [
        ("Laksaman\nTH Sarabun New\n", "TH Sarabun New"),
        ("Laksaman\n", "Laksaman in place of TH Sarabun New"),
        ("DejaVu Sans\n", "no font for Thai documents"),
    ],
)
def test_fonts_and_programs(settings: Settings, monkeypatch: pytest.MonkeyPatch, fonts: str, found: str) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(doctor, "_said_by", lambda *command: fonts if command[0] == "fc-list" else "List:\neng\ntha\n")
    seen = look(settings)
    assert seen["fonts"].found == found
    assert seen["text recognition"] == Check("text recognition", State.WELL, "tesseract with Thai")
    monkeypatch.setattr(doctor, "_said_by", lambda *command: "List:\neng\n")
    assert look(settings)["text recognition"].found == "tesseract knows no Thai"
    monkeypatch.setattr("shutil.which", lambda name: None)
    missing = look(settings)
    assert [missing[part].state for part in ("fonts", "text recognition", "LibreOffice")] == [State.REMARK] * 3


def test_a_model_that_is_not_there_is_a_remark(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        named = Settings(store=settings.store, library=settings.library, model_url=address, model="m")
        assert look(named)["language model"].state is State.REMARK
        taken.listen()
        assert look(named)["language model"].state is State.WELL


def test_a_slip_in_the_name_of_a_setting_is_seen() -> None:
    assert unknown_variables({"ASSISTANT_STROE": "x", "ASSISTANT_STORE": "y", "HOME": "z"}) == ["ASSISTANT_STROE"]


def test_the_sheet_and_the_exit_code(
    store: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_PLANS", f"sqlite:///{tmp_path / 'plans.db'}")
    code, out, err = run(capsys, "doctor", "--store", str(store), "--library", str(tmp_path / "library"))
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "ok      settings: every value can be",
        "ok      store: 2 reports, 4 rows, every part as it was written",
    ]
    code, out, err = run(capsys, "doctor", "--store", str(tmp_path / "none"), "--json")
    assert code == 2
    assert err == "At fault: store, reports; what to do stands beside each.\n"
    assert sheet([Check("a", State.FAULT, "b", "c")]) == "FAULT   a: b - c"
    parts = objects(capsys, "doctor", "--store", str(store), "--json")
    assert parts[1]["part"] == "store"
