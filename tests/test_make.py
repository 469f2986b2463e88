"""The two commands and what they install: cheap checks that install nothing."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

if not shutil.which("make"):
    pytest.skip("make is not installed", allow_module_level=True)


def make(*arguments: str, cwd: Path = ROOT, **environ: str) -> subprocess.CompletedProcess[str]:
    """``make`` with these arguments, away from the variables of the ``make test`` that may run this."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "ASSISTANT_"))}
    return subprocess.run(["make", *arguments], cwd=cwd, env=kept | environ, capture_output=True, text=True)


def program(folder: Path, name: str, script: str) -> None:
    """A stand-in for a program of the system."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A folder with the Makefile, the list of system packages, and stand-ins that write down what they are asked."""
    for name in ("Makefile", "system-packages.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("make", "sh", "awk", "grep", "env"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    program(tmp_path / "bin", "dpkg-query", "exit 1")
    program(tmp_path / "bin", "apt-get", 'echo "$@" >> asked')
    program(tmp_path / "bin", "id", "echo 0")
    return tmp_path


def system_packages(folder: Path, needed: str) -> subprocess.CompletedProcess[str]:
    done = make("--no-print-directory", "system-packages", f"NEEDED={needed}", cwd=folder, PATH=f"{folder}/bin")
    assert done.returncode == 0, done.stderr
    return done


def test_help_names_every_command() -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert set(targets) == {"help", "run", "build", "test", "lint", "bench", "clean"}
    shown = make("help").stdout
    for target in set(targets) - {"help"}:
        assert f"make {target} " in shown
    assert make().stdout == shown, "make alone is make help"


def test_run_builds_the_store_and_then_starts_the_window() -> None:
    lines = make("-n", "run").stdout.splitlines()
    assert [line for line in lines if " -m assistant build" in line or "app.py" in line] == [
        ".venv/bin/python -m assistant build",
        "exec .venv/bin/python app.py",
    ]


@pytest.mark.parametrize(
    ("arguments", "environ", "seen"),
    [
        ((), {}, "corpus/reports|.store|127.0.0.1|7860"),
        (("REPORTS=/my reports", "STORE=/s", "PORT=8080"), {}, "/my reports|/s|127.0.0.1|8080"),
        ((), {"ASSISTANT_REPORTS": "/a:/b", "ASSISTANT_HOST": "::1"}, "/a:/b|.store|::1|7860"),
        (("PORT=1",), {"ASSISTANT_PORT": "2", "HOST": "my-desktop"}, "corpus/reports|.store|127.0.0.1|1"),
    ],
)
def test_run_hands_its_variables_to_the_program(
    tmp_path: Path, arguments: tuple[str, ...], environ: dict[str, str], seen: str
) -> None:
    """The real recipe with a stand-in for the environment's Python, which prints what it was given."""
    shutil.copy(ROOT / "Makefile", tmp_path / "Makefile")
    for name in ("requirements.txt", "system-packages.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    shutil.copy(tmp_path / "requirements.txt", tmp_path / ".venv/requirements.txt")
    given = '"$ASSISTANT_REPORTS|$ASSISTANT_STORE|$ASSISTANT_HOST|$ASSISTANT_PORT"'
    program(tmp_path / ".venv/bin", "python", f'[ "$1" = app.py ] && echo {given} || true')
    done = make("run", *arguments, cwd=tmp_path, **environ)
    assert (done.returncode, done.stdout.strip()) == (0, seen), done.stderr


def test_what_is_installed_is_not_installed_again_until_a_pin_changes(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path / "Makefile")
    (tmp_path / "requirements.txt").write_text("one==1\n", encoding="utf-8")
    # Stands in for python3 and, once "made", for the environment's own.
    program(
        tmp_path / "bin",
        "python",
        'echo "$@" >> asked; [ "$2" = venv ] && mkdir -p .venv/bin && cp "$0" .venv/bin/python; exit 0',
    )
    asked = tmp_path / "asked"

    def installs() -> int:
        done = make("venv", f"PYTHON={tmp_path}/bin/python", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return asked.read_text(encoding="utf-8").count("-m pip install")

    assert installs() == 1
    assert installs() == 1
    (tmp_path / "requirements.txt").write_text("one==2\n", encoding="utf-8")
    assert installs() == 2
    assert (tmp_path / ".venv/requirements.txt").read_text(encoding="utf-8") == "one==2\n"


def test_an_install_that_fails_is_tried_again(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path / "Makefile")
    (tmp_path / "requirements.txt").write_text("one==1\n", encoding="utf-8")
    program(
        tmp_path / "bin", "python", '[ "$2" = venv ] && mkdir -p .venv/bin && cp "$0" .venv/bin/python; [ "$2" != pip ]'
    )
    for _ in range(2):
        assert make("venv", f"PYTHON={tmp_path}/bin/python", cwd=tmp_path).returncode != 0
        assert not (tmp_path / ".venv/requirements.txt").exists()


def test_an_old_python_is_told_in_one_sentence(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path / "Makefile")
    program(tmp_path / "bin", "python", "exit 1")
    done = make("venv", f"PYTHON={tmp_path}/bin/python", cwd=tmp_path)
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed; name it with PYTHON=/path/to/python3.11." in done.stderr


def test_missing_system_packages_are_installed_where_they_may_be(system: Path) -> None:
    system_packages(system, "run,test")
    asked = (system / "asked").read_text(encoding="utf-8").splitlines()
    packages = "chromium fonts-thai-tlwg libreoffice-calc libreoffice-writer tesseract-ocr tesseract-ocr-tha"
    assert asked == ["update -qq", f"install -y -qq --no-install-recommends {packages}"]


def test_run_does_not_install_what_only_the_tests_need(system: Path) -> None:
    system_packages(system, "run")
    assert not (system / "asked").exists()


def test_present_system_packages_are_left_alone(system: Path) -> None:
    program(system / "bin", "dpkg-query", "echo install ok installed")
    assert system_packages(system, "run,test").stderr == ""
    assert not (system / "asked").exists()


@pytest.mark.parametrize("lack", ["no root", "no apt-get", "apt-get fails"])
def test_what_cannot_be_installed_is_named_in_one_sentence(system: Path, lack: str) -> None:
    if lack == "no root":
        program(system / "bin", "id", "echo 1000")
    elif lack == "no apt-get":
        (system / "bin/apt-get").unlink()
    else:
        program(system / "bin", "apt-get", "exit 100")
    assert system_packages(system, "run,test").stderr.splitlines()[-1] == (
        "These system packages could not be installed here, so what needs them is skipped and says so:"
        " chromium fonts-thai-tlwg libreoffice-calc libreoffice-writer tesseract-ocr tesseract-ocr-tha."
    )


def test_the_pins_are_exact_and_stand_once() -> None:
    names: list[str] = []
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                pin = re.fullmatch(r"([A-Za-z0-9_.\-]+)==[0-9][0-9a-z.]*", line)
                assert pin, f"{file}: {line}"
                names.append(pin[1].lower().replace("_", "-"))
    assert len(names) == len(set(names)) > 20


def test_ci_runs_lint_and_the_tests_and_stops_at_the_first_failure() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert lines[-2:] == ["make lint", "make test"]
