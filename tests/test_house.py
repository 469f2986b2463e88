"""The rules of the house hold; and each rule is shown to see a breach of it."""

import hashlib
import json
import os
import shutil
import subprocess
from functools import cache
from importlib.metadata import metadata
from pathlib import Path

import house
import pytest
from conftest import ROOT, SHARED


@cache
def files() -> tuple[str, ...]:
    """The project's files as git knows them, new ones included; in a copy without git, all but the hidden folders."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    else:
        listed = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
        listed = [p for p in listed if "__pycache__" not in p and (p[0] != "." or p.startswith((".ci/", ".gitignore")))]
    return tuple(sorted({path for path in listed if path and (ROOT / path).is_file()}))


def python() -> list[tuple[str, str]]:
    """The program's own Python files and their text; tests may import what they like."""
    names = [path for path in files() if path.endswith(".py") and house.floor(path) in (*house.FLOORS, "app")]
    assert len(names) > 10
    return [(path, (ROOT / path).read_text(encoding="utf-8")) for path in names]


def text_of(path: str) -> str:
    """The file's text, "" where it is none (the model, a picture)."""
    data = (ROOT / path).read_bytes()
    return "" if b"\0" in data[:8000] else data.decode("utf-8", errors="ignore")


def test_imports_point_one_way() -> None:
    assert [found for path, source in python() for found in house.wrong_direction(path, source)] == []


def test_each_outside_library_has_one_door() -> None:
    assert [found for path, source in python() for found in house.wrong_door(path, source)] == []


def test_only_the_settings_read_the_environment() -> None:
    assert [found for path, source in python() for found in house.wrong_environment(path, source)] == []


def test_one_file_alone_makes_html() -> None:
    assert [found for path, source in python() for found in house.wrong_html(path, source)] == []


def test_files_have_names_of_their_own() -> None:
    assert [found for path in files() if path.endswith(".py") for found in house.wrong_name(path)] == []


def test_files_are_short_enough_to_read() -> None:
    assert [found for p in files() if p.endswith(".py") for found in house.too_long(p, text_of(p))] == []


def test_nothing_names_the_machine_it_was_written_on() -> None:
    assert [found for path in files() for found in house.of_one_machine(path, text_of(path))] == []


def test_the_readme_s_tree_is_the_files() -> None:
    entries = house.tree((ROOT / "README.md").read_text(encoding="utf-8"))
    assert house.wrong_tree(entries, files()) == []


def test_the_top_level_is_the_agreed_one() -> None:
    assert {path.split("/")[0] for path in files()} == {
        "assistant", "index", "corpus", "prompts", "docs", "app.py", "tests", "requirements.txt",
        "requirements-dev.txt", "README.md", "CHANGELOG.md", "Makefile", "pyproject.toml", "system-packages.txt",
        ".ci", ".gitignore",
    }  # fmt: skip


@pytest.mark.real
def test_no_real_report_is_in_the_project() -> None:
    reports = [path for path in (SHARED / "corpus").iterdir() if path.suffix == ".txt"]
    sums = {hashlib.sha256(path.read_bytes()).hexdigest() for path in reports}
    assert [path for path in files() if hashlib.sha256((ROOT / path).read_bytes()).hexdigest() in sums] == []
    catalogue = json.loads((ROOT / "corpus/catalogue.json").read_text(encoding="utf-8"))
    items = [item["text"] for one in catalogue["sets"] for item in one["items"]]
    real = set().union(*(house.passages(path.read_text(encoding="utf-8-sig"), items) for path in reports))
    assert len(real) > 100
    assert [found for path in files() for found in house.copied(path, text_of(path), real)] == []


def test_every_library_that_the_program_brings_may_be_passed_on() -> None:
    """No licence that would ask the whole to be given under it (GPL, AGPL) among the pinned run-time libraries."""
    names = [
        line.split("==")[0]
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert "gradio" in names
    for name in names:
        about = metadata(name)
        said = [
            about.get("License-Expression") or "",
            *(c for c in about.get_all("Classifier") or [] if "License" in c),
        ]
        assert not [words for words in said if "GPL" in words and "LGPL" not in words], name


# Each rule against a breach of it.


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("corpus/rows.py", "import index.search", "1 imports index, which stands above corpus"),
        ("corpus/rows.py", "from assistant import ask", "1 imports assistant, which stands above corpus"),
        ("index/store.py", "def f():\n    import app", "2 imports app, which stands above index"),
        ("corpus/readers/pdf.py", "from ...index import x", "1 imports index, which stands above corpus"),
        ("index/a.py", "import importlib\nimportlib.import_module('app')", "2 imports app, which stands above index"),
        ("assistant/ask.py", "import corpus.records\nfrom index.hits import Hit\nfrom .answers import Answer", None),
        ("app.py", "import assistant.assembly, index, corpus", None),
        ("tests/test_x.py", "import app", None),
    ],
)
def test_an_import_that_points_up_is_seen(path: str, source: str, found: str | None) -> None:
    assert house.wrong_direction(path, source) == ([f"{path}:{found}"] if found else [])


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("index/words.py", "import pythainlp.util", "pythainlp, whose door is corpus/thai.py"),
        ("corpus/thai.py", "import pythainlp.util", None),
        ("assistant/ask.py", "from gradio import Blocks", "gradio, whose door is assistant/window/ or app.py"),
        ("assistant/window/chat.py", "import gradio as gr", None),
        ("assistant/window.py", "import gradio", "gradio, whose door is assistant/window/ or app.py"),
        ("corpus/rows.py", "import requests", "requests, which has no door: give it one in tests/house.py"),
        ("corpus/rows.py", "x = __import__('faiss')", "faiss, whose door is index/vectors.py"),
        ("corpus/rows.py", "import re, json, numpy\nfrom corpus import codes\nfrom . import thai", None),
    ],
)
def test_a_library_at_the_wrong_door_is_seen(path: str, source: str, found: str | None) -> None:
    assert house.wrong_door(path, source) == ([f"{path}:1 imports {found}"] if found else [])


@pytest.mark.parametrize(
    ("path", "source", "breaches"),
    [
        ("index/store.py", "import os\nos.environ['A']", 1),
        ("index/store.py", "import os\nos.getenv('A')\nos.environ.get('A')", 2),
        ("index/store.py", "from os import environ, getenv, path", 2),
        ("index/store.py", "import os\nos.environ.setdefault('A', 'b')", 1),
        ("corpus/thai.py", "import os\nos.environ.setdefault('A', 'b')\nos.environ['A'] = 'b'", 0),
        ("corpus/thai.py", "import os\nos.environ.get('A')", 1),
        ("assistant/settings.py", "import os\nos.environ.get('A')", 0),
        ("index/store.py", "import os\nos.path.join('environ')", 0),
    ],
)
def test_a_use_of_the_environment_is_seen(path: str, source: str, breaches: int) -> None:
    assert len(house.wrong_environment(path, source)) == breaches


@pytest.mark.parametrize(
    ("path", "source", "breaches"),
    [
        ("assistant/window/talk.py", 'Html("")', 0),
        ("assistant/window/talk.py", 'Html(f"<b>{text}</b>")', 1),
        ("assistant/window/talk.py", "markup.Html(text)", 1),
        ("assistant/window/talk.py", 'Html("<b>")', 1),
        ("assistant/signin.py", 'STYLE = "a{}"\nel("style", Html(STYLE))', 0),
        ("assistant/signin.py", 'STYLE = read()\nel("style", Html(STYLE))', 1),
        ("assistant/window/talk.py", "gr.Markdown(text)\ngr.HTML(page)", 1),
        ("assistant/window/markup.py", "Html(text)", 0),
        ("tests/test_window.py", "Html(text)", 0),
    ],
)
def test_html_made_elsewhere_is_seen(path: str, source: str, breaches: int) -> None:
    assert len(house.wrong_html(path, source)) == breaches


@pytest.mark.parametrize(("path", "wrong"), [
    ("corpus/types.py", True), ("index/tokenize.py", True), ("assistant/utils.py", True),
    ("corpus/codes.py", False), ("assistant/__main__.py", False), ("index/__init__.py", False),
])  # fmt: skip
def test_a_taken_or_shapeless_name_is_seen(path: str, wrong: bool) -> None:
    assert bool(house.wrong_name(path)) is wrong


def test_a_long_file_is_seen() -> None:
    assert house.too_long("a.py", "x\n" * 400) == []
    assert house.too_long("a.py", "x\n" * 401) == ["a.py has 401 lines, 400 are the most"]


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("see /" + "work/main", True),
        ("cd /" + "tmp/venv/bin", True),
        ("pip -i https://pypi." + "org/simple", True),
        ("/home/" + "someone/x", True),
        ("../shared/corpus", False),
        ("corpus/work/x", False),
        ("tmp_path / 'x'", False),
        ("https://huggingface.co/datasets", False),
    ],
)
def test_a_path_of_one_machine_is_seen(line: str, seen: bool) -> None:
    found = house.of_one_machine("x.md", f"first\n{line}\n")
    assert [one.split(" names ")[0] for one in found] == (["x.md:2"] if seen else [])


def test_a_copied_passage_is_seen_in_any_layout() -> None:
    report = "ที่\tหน่วยงานจัดประชุม<br>ชี้แจงขั้นตอนการขอยืม " + "ทรัพย์สินของราชการ " * 6 + "\tสั้น\n" + "-" * 200 + "\n"
    real = house.passages(report)
    assert len(real) == 1
    copy = '{"a": "ที่หน่วยงานจัด ประชุม\\nชี้แจงขั้นตอนการขอยืม' + "ทรัพย์สินของราชการ\n" * 6 + '"}'
    assert len(house.copied("x.json", copy, real)) == 1
    assert house.copied("x.json", copy.replace("ขอยืม", "ขอใช้"), real) == []
    assert house.passages(report, ["ทรัพย์สินของราชการ " * 6]) == set()


TREE = """
```tree
app.py       the door
corpus/      reports
  rows.py    the rows
  reports/   the samples
tests/       the tests
  house.py   the rules
```
"""
FILES = ("app.py", "corpus/__init__.py", "corpus/rows.py", "corpus/reports/a.txt", "corpus/reports/b/c.txt",
         "tests/test_rows.py", "tests/golden/rows.json", "tests/house.py")  # fmt: skip


def test_a_true_tree_is_read_and_found_true() -> None:
    entries = house.tree(TREE)
    assert entries["corpus/reports/"] == "the samples"
    assert list(entries) == ["app.py", "corpus/", "corpus/rows.py", "corpus/reports/", "tests/", "tests/house.py"]
    assert house.wrong_tree(entries, FILES) == []


NOT_LISTED = "does not stand in the tree"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"corpus/new.py"}, [f"corpus/new.py {NOT_LISTED}"]),
        ({"corpus/reports/x.py"}, [f"corpus/reports/{name} {NOT_LISTED}" for name in ("a.txt", "b/c.txt", "x.py")]),
        ({"tests/bench.py"}, [f"tests/bench.py {NOT_LISTED}"]),
        ({"corpus/rows.py"}, ["corpus/rows.py stands in the tree but there is no such file"]),
        ({"corpus/reports/a.txt", "corpus/reports/b/c.txt"}, ["corpus/reports/ stands in the tree but holds no file"]),
    ],
)
def test_a_false_tree_is_seen(change: set[str], found: list[str]) -> None:
    """Files that are new are not in the tree; files that are gone still are."""
    assert house.wrong_tree(house.tree(TREE), set(FILES) ^ change) == found


def test_a_line_without_a_caption_is_seen() -> None:
    tree = house.tree(TREE.replace("  rows.py    the rows", "  rows.py"))
    assert house.wrong_tree(tree, FILES) == ["corpus/rows.py has no caption"]


def test_no_tree_at_all_is_no_empty_pass() -> None:
    assert house.wrong_tree(house.tree("# no tree here"), FILES) != []


def test_the_run_of_ci_is_executable() -> None:
    assert os.access(Path(ROOT / ".ci/run"), os.X_OK)
