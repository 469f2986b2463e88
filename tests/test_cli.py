"""The command line as typed: exact options, pipes, locales, Ctrl-C; for every fault code 2 and one sentence."""

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant import assembly, cli
from tests.conftest import need
from tests.made_commands import (
    I20,
    ROOT,
    Capture,
    printed,
    process,
    refused,
    report,
    run,
)
from tests.made_pages import descendants, is_running, long_scan

# --- help -------------------------------------------------------------------------------------------------------

OPTIONS = {
    "build": ["--reports DIR", "--store DIR", "--library DIR", "--encoder MODEL"],
    "add": ["--replace", "--keep-both", "--who NAME", "--json", "--store DIR", "--library DIR", "--encoder MODEL"],
    "remove": ["--who NAME", "--store DIR", "--library DIR", "--encoder MODEL"],
    "reports": ["--json", "--store DIR", "--library DIR"],
    "correct": [
        "--district NAME", "--year YEAR", "--kind", "--period", "--row ROW", "--code CODE", "--group N",
        "--score SCORE", "--no-score", "--cell NAME", "--no-row", "--undo", "--who NAME", "--store DIR",
        "--library DIR", "--encoder MODEL",
    ],
    "rows": [
        "--district NAME", "--year YEAR", "--code CODE", "--reports DIR", "--json", "--store DIR", "--encoder MODEL",
    ],
    "search": ["--batch FILE", "--k N", "--json", "--store DIR", "--encoder MODEL", "--reranker MODEL"],
    "ask": [
        "--batch FILE", "--my-district NAME", "--json", "--store DIR", "--encoder MODEL", "--reranker MODEL",
    ],
    "draft": [
        "--district NAME", "--year YEAR", "--code CODE", "--group N", "--weakness TEXT", "--form FORM", "--batch FILE",
        "--json", "--out FILE", "--digits", "--no-sources", "--store DIR", "--encoder MODEL",
    ],
    "plan": [
        "--scores FILE", "--district NAME", "--year YEAR", "--form FORM", "--score-year YEAR", "--below SCORE",
        "--lowest K", "--item CODE", "--with-model", "--keep", "--who NAME", "--json", "--out FILE", "--digits",
        "--no-sources", "--store DIR", "--encoder MODEL",
    ],
    "plans": ["--show N", "--history N", "--undo N", "--copy N", "--year YEAR", "--who NAME"],
    "ratings": ["--json"],
    "compare": [
        "--year YEAR", "--part PART", "--district NAME", "--shared", "--out FILE", "--json", "--store DIR",
        "--encoder MODEL",
    ],
    "users": [],
    "mcp": ["--store DIR", "--encoder MODEL"],
    "doctor": ["--json", "--store DIR", "--library DIR", "--encoder MODEL", "--reranker MODEL"],
    "evaluate": [
        "--set STORE", "--rows FILE", "--ablations", "--baselines", "--curve", "--tune", "--write", "--json",
        "--store DIR", "--encoder MODEL", "--reranker MODEL",
    ],
}  # fmt: skip


@pytest.mark.parametrize("command", OPTIONS)
def test_help_of_a_command_names_exactly_its_options(command: str, capsys: Capture) -> None:
    text = printed(capsys, command, "--help")
    assert re.findall(r"^  (--[a-z-]+(?: [A-Z]+)?)", text, re.M) == OPTIONS[command]
    assert text.startswith(f"usage: python -m assistant {command} ")


def test_help_names_exactly_the_commands(capsys: Capture) -> None:
    assert re.findall(r"^    ([a-z]+) ", printed(capsys, "--help"), re.M) == list(OPTIONS)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, assistant.cli as c; c.main(['--help']);"
        "heavy = 'numpy faiss bm25s torch gradio pythainlp pypdf sentence_transformers tokenizers rapidfuzz'.split();"
        "sys.exit(str([m for m in heavy if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "[]"


# --- options ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "The following arguments are required: COMMAND; `python -m assistant --help` tells the options."),
        (("fly",), "Argument COMMAND: invalid choice: 'fly'"),
        (("rows", "--wings"), "Unrecognized arguments: --wings"),
        (("ask", "x", "--jso"), "Unrecognized arguments: --jso"),
        (("search", "x", "--k", "0"), "'0' is not a positive number"),
        (("search", "x", "--k", "-3"), "'-3' is not a positive number"),
        (("search", "x", "--k", "ten"), "'ten' is not a positive number"),
        (("search", "x", "--k", "1.5"), "'1.5' is not a positive number"),
        (("search", "x", "--k", "²"), "'²' is not a positive number"),
        (("draft", "--code", "I20", "--group", "4"), "not allowed with argument --code"),
        (("ask", "x", "--batch", "f"), "Beside --batch there can be no question"),
        (("draft", "--batch", "f", "--form", "2567"), "Beside --batch there can be no form"),
        (("build", "--store", ""), "--store must name a folder"),
        (("evaluate", "none.jsonl"), "The gold file none.jsonl cannot be read"),
        (("evaluate",), "There are no questions; name a file of them"),
        (("evaluate", "q.jsonl", "--write"), "--write keeps what --tune finds; give both"),
    ],
)
def test_options_that_make_no_sense_are_refused(arguments: tuple[str, ...], sentence: str, capsys: Capture) -> None:
    assert sentence in refused(capsys, *arguments)


def test_a_count_may_be_in_thai_digits() -> None:
    assert cli.parser().parse_args(["search", "x", "--k", "๑๒"]).k == 12


# --- a process of its own ---------------------------------------------------------------------------------------


def test_a_reader_that_goes_away_ends_it_quietly(store: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as pipe:
        many = process("rows", "--json", "--store", str(store), stdout=pipe)
    assert many.communicate()[1] == b""
    assert many.returncode == 0


def test_a_full_disk_under_stdout_is_one_sentence(store: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "wb") as full:
        many = process("rows", "--json", "--store", str(store), stdout=full)
        assert many.communicate()[1] == b"The system refused a file or a device: No space left on device.\n"
    assert many.returncode == 2


def test_it_speaks_and_hears_utf_8_whatever_the_locale(store: Path) -> None:
    narrow = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    arguments = ("rows", "--json", "--district", "คลองสมมุติ", "--code", "I25", "--store", str(store))
    out, err = process(*arguments, env=narrow).communicate()
    assert err == b""
    assert json.loads(out.decode("utf-8"))["district"] == "คลองสมมุติ"


def test_who_asks_through_a_pipe_gets_each_answer_before_the_next_question(store: Path) -> None:
    arguments = ("search", "--batch", "-", "--k", "1", "--store", str(store))
    with process(*arguments, stdin=subprocess.PIPE, bufsize=0) as talk:
        assert talk.stdin is not None
        assert talk.stdout is not None
        for number, question in enumerate(["I20", "I25"]):
            talk.stdin.write(json.dumps({"id": number, "question": question}).encode() + b"\n")
            ready, _, _ = select.select([talk.stdout], [], [], 60)
            assert ready, "no answer came while the pipe was open"
            answer = json.loads(talk.stdout.readline())
            assert (answer["id"], answer["hits"][0]["code"]) == (number, question)
        out, err = talk.communicate()
    assert (out, err, talk.returncode) == (b"", b"", 0)


def test_ctrl_c_in_the_middle_of_a_build_leaves_the_old_store_in_use(
    store: Path, tmp_path: Path, capsys: Capture
) -> None:
    copy, many = tmp_path / "store", tmp_path / "many"
    shutil.copytree(store, copy)
    many.mkdir()
    for number in range(300):
        (many / f"{number:03}.txt").write_text(report("หนองทดลอง", first=I20 * 10) + str(number), encoding="utf-8")
    before = printed(capsys, "rows", "--json", "--store", str(copy))

    building = process("build", "--reports", str(many), "--store", str(copy))
    assert building.stderr is not None
    assert building.stderr.readline() == b"[1/300] 000.txt\n"
    building.send_signal(signal.SIGINT)
    out, err = building.communicate()
    assert (building.returncode, out) == (2, b"")
    *progress, sentence = err.decode().splitlines()
    assert sentence == "Stopped before the end; nothing half-done came into use."
    assert len(progress) < 298
    assert all(re.fullmatch(r"\[\d+/300\] \d+\.txt", line) for line in progress)

    assert printed(capsys, "rows", "--json", "--store", str(copy)) == before
    assert sorted(path.name for path in (copy / "versions").iterdir()) == ["1"]


def test_ctrl_c_in_the_middle_of_a_scan_ends_within_seconds_and_adds_nothing(
    store: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(shutil.which("tesseract"), "tesseract-ocr")
    need(Path("/usr/share/fonts/truetype/tlwg/Laksaman.ttf").exists() or None, "fonts-thai-tlwg")
    copy, library, temporary = tmp_path / "store", tmp_path / "library", tmp_path / "temporary"
    shutil.copytree(store, copy)
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    before = printed(capsys, "rows", "--json", "--store", str(copy))
    scan = long_scan(tmp_path / "scan.pdf")
    adding = process("add", str(scan), "--store", str(copy), "--library", str(library))
    recognising: list[int] = []
    for _ in range(1200):
        if recognising := descendants(adding.pid, "tesseract"):
            break
        time.sleep(0.05)
    assert recognising
    began = time.monotonic()
    adding.send_signal(signal.SIGINT)
    out, err = adding.communicate(timeout=30)
    assert time.monotonic() - began < 20  # most of it is what Python takes to end
    assert (adding.returncode, out) == (2, b"")
    assert err.decode().splitlines()[-1] == "Stopped before the end; nothing half-done came into use."
    for _ in range(100):
        if not (left := [pid for pid in recognising if is_running(pid)]):
            break
        time.sleep(0.05)
    assert not left
    assert list(temporary.iterdir()) == []
    assert not list(library.rglob("*scan*"))
    assert printed(capsys, "rows", "--json", "--store", str(copy)) == before


# --- faults -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            ZeroDivisionError("division\nby zero"),
            "A fault in the program stopped it (ZeroDivisionError: division by zero); "
            "please tell its keepers which command you gave.",
        ),
        (
            PermissionError(13, "Permission denied", "/locked"),
            "The system refused a file or a device (/locked): Permission denied.",
        ),
        (KeyboardInterrupt(), "Stopped before the end; nothing half-done came into use."),
    ],
)
def test_no_fault_ends_in_a_traceback(
    fault: BaseException, sentence: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise fault

    monkeypatch.setattr(assembly, "open_assistant", broken)
    code, out, err = run(capsys, "ask", "I20")
    assert (code, out, err) == (2, "", sentence + "\n")
