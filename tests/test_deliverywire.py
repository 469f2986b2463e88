"""What became of added files, as `add --json` prints it."""

import json
from pathlib import Path

import pytest

from tests.made_commands import Capture, printed, report, run
from tests.made_keeper import reading_room


def test_add_prints_one_object(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setattr("assistant.keeper.reading_room", reading_room)
    for name, text in (("a.txt", report("ดุสิต")), ("copy.txt", report("ดุสิต")), ("bad.txt", "\0")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (made,) = map(json.loads, printed(capsys, "add", "--json", str(tmp_path / "a.txt")).splitlines())
    (entry,) = made.pop("added")
    assert (entry["report"], entry["rows"], entry["corrected"]) == ("a.txt", 2, 0)
    assert list(entry) == list(json.loads(printed(capsys, "reports", "--json").splitlines()[0]))
    assert not any(made.values())
    code, told, said = run(capsys, "add", "--json", str(tmp_path / "copy.txt"), str(tmp_path / "bad.txt"))
    (made,) = map(json.loads, told.splitlines())
    assert made["already"] == [{"report": "copy.txt", "kept": "a.txt"}]
    assert [one["report"] for one in made["refused"]] == ["bad.txt"]
    assert code == 2
    assert made["refused"][0]["reason"] in said
