"""The command line: exact options, exact JSON, and for every bad input exit code 2 with one sentence."""

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import assembly, cli
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


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two reports of invented districts: four rows in all."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "a.txt").write_text(report("หนองทดลอง"), encoding="utf-8")
    other = I20.replace("จัดทำคู่มือการยืม", "อบรมเจ้าหน้าที่เรื่องการยืม").replace("คู่มือ ๑ ฉบับ", "อบรม ๑ ครั้ง")
    other = other.replace("ฝ่ายปกครอง", "ฝ่ายทะเบียน")
    (folder / "b.txt").write_text(report("คลองสมมุติ", first=other), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def store(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the two reports, made by the command itself."""
    folder = tmp_path_factory.mktemp("cli") / "store"
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


# --- help -------------------------------------------------------------------------------------------------------

OPTIONS = {
    "build": ["--reports DIR", "--store DIR", "--encoder MODEL"],
    "rows": [
        "--district NAME", "--year YEAR", "--code CODE", "--reports DIR", "--json", "--store DIR", "--encoder MODEL",
    ],
    "search": ["--batch FILE", "--k N", "--json", "--store DIR", "--encoder MODEL"],
    "ask": ["--batch FILE", "--my-district NAME", "--json", "--store DIR", "--encoder MODEL"],
    "draft": [
        "--district NAME", "--year YEAR", "--code CODE", "--group N", "--weakness TEXT", "--form FORM", "--batch FILE",
        "--json", "--store DIR", "--encoder MODEL",
    ],
    "evaluate": ["--rows FILE", "--json", "--store DIR", "--encoder MODEL"],
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
    ],
)
def test_options_that_make_no_sense_are_refused(arguments: tuple[str, ...], sentence: str, capsys: Capture) -> None:
    assert sentence in refused(capsys, *arguments)


def test_a_count_may_be_in_thai_digits() -> None:
    assert cli.parser().parse_args(["search", "x", "--k", "๑๒"]).k == 12


# --- build and rows ---------------------------------------------------------------------------------------------


def test_a_build_tells_progress_on_stderr_and_the_result_on_stdout(
    reports: Path, tmp_path: Path, capsys: Capture
) -> None:
    arguments = ("build", "--reports", str(reports), "--store", str(tmp_path / "s"))
    code, out, err = run(capsys, *arguments)
    assert (code, err) == (0, "[1/2] a.txt\n[2/2] b.txt\n")
    assert out.startswith(f"คลัง {tmp_path / 's'}: รายงาน 2 ฉบับ (อ่านใหม่ 2, ใช้ของเดิม 0) 4 แถว")
    assert "(อ่านใหม่ 0, ใช้ของเดิม 2) 4 แถว" in printed(capsys, *arguments)
    assert "รายงาน 1 ฉบับ (อ่านใหม่ 0, ใช้ของเดิม 1, เอาออก 1) 2 แถว" in printed(
        capsys, "build", "--reports", str(reports / "a.txt"), "--store", str(tmp_path / "s")
    )


def test_rows_are_printed_as_json_lines(store: Path, capsys: Capture) -> None:
    rows = objects(capsys, "rows", "--json", "--store", str(store))
    assert [(row["report"], row["code"], row["group"]) for row in rows] == [
        ("a.txt", "I20", 4), ("a.txt", "I25", 5), ("b.txt", "I20", 4), ("b.txt", "I25", 5),
    ]  # fmt: skip
    assert rows[0]["cells"] == {
        "weakness": "- เจ้าหน้าที่ไม่ทราบขั้นตอนการยืมพัสดุ",
        "guideline": None,
        "measure": "- จัดทำคู่มือการยืมทรัพย์สินของราชการ",
        "result": None,
        "output": "- คู่มือ ๑ ฉบับ",
        "publicity": "- แจ้งเวียนทุกฝ่าย",
        "timeframe": "- มีนาคม ๒๕๖๖",
        "responsible": "- ฝ่ายปกครอง",
        "monitoring": "- ทุกไตรมาส",
    }
    assert list(rows[0]) == [
        "row_id", "report", "place", "district", "fiscal_year", "part", "group", "code", "item", "score",
        "group_score", "cells", "merged_with",
    ]  # fmt: skip
    assert rows[0]["place"]["line"] == 7
    assert (rows[0]["district"], rows[0]["fiscal_year"], rows[0]["part"]) == ("หนองทดลอง", 2566, "IIT")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("--district", "เขตคลองสมมุติ"), ["b.txt I20", "b.txt I25"]),
        (("--code", "i 20"), ["a.txt I20", "b.txt I20"]),
        (("--code", "I๒๕", "--year", "๒๕๖๖"), ["a.txt I25", "b.txt I25"]),
        (("--code", "I25", "--district", "หนองทดลอง"), ["a.txt I25"]),
    ],
)
def test_rows_are_filtered(filters: tuple[str, ...], expected: list[str], store: Path, capsys: Capture) -> None:
    rows = objects(capsys, "rows", "--json", "--store", str(store), *filters)
    assert [f"{row['report']} {row['code']}" for row in rows] == expected


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (("--district", "บางรัก"), "No row has the district 'บางรัก'; there are คลองสมมุติ, หนองทดลอง."),
        (("--year", "2560"), "No row has the year '2560'; there are 2566."),
        (("--code", "I99"), "No row has the code 'I99'; there are I20, I25."),
    ],
)
def test_filters_that_no_row_passes_name_what_there_is(
    filters: tuple[str, ...], sentence: str, store: Path, capsys: Capture
) -> None:
    assert refused(capsys, "rows", "--store", str(store), *filters) == sentence


def test_rows_are_printed_as_a_table(store: Path, capsys: Capture) -> None:
    head, rule, *lines = printed(capsys, "rows", "--store", str(store)).splitlines()
    assert head.split() == ["เขต", "ปี", "ข้อ", "คะแนน", "เรื่อง", "ช่องที่กรอก", "ที่มา"]
    assert set(rule) == {"-", " "}
    assert [line.split()[:4] for line in lines][:2] == [
        ["หนองทดลอง", "2566", "I20", "-"],
        ["หนองทดลอง", "2566", "I25", "-"],
    ]
    assert lines[0].endswith("7/7  a.txt:7")


def test_rows_of_a_report_can_be_read_without_a_store(reports: Path, tmp_path: Path, capsys: Capture) -> None:
    rows = objects(capsys, "rows", "--json", "--reports", str(reports / "b.txt"), "--store", str(tmp_path))
    assert [row["row_id"] for row in rows] == ["b.txt#I20#1", "b.txt#I25#1"]


# --- the store that is not there, or not whole ------------------------------------------------------------------

ASKING = {
    "rows": ("rows",),
    "search": ("search", "ยืมทรัพย์สิน"),
    "ask": ("ask", "แก้ I20 อย่างไร"),
    "ask --batch": ("ask", "--batch", os.devnull),
    "draft": (
        "draft", "--district", "หนองทดลอง", "--year", "2568", "--code", "I20", "--weakness", "ไม่รู้", "--form", "2567",
    ),
}  # fmt: skip


@pytest.mark.parametrize("command", ASKING)
def test_without_a_store_the_sentence_says_what_to_run(command: str, tmp_path: Path, capsys: Capture) -> None:
    sentence = refused(capsys, *ASKING[command], "--store", str(tmp_path / "none"))
    assert sentence == f"There is no store in {tmp_path / 'none'} yet; run `python -m assistant build`."


@pytest.mark.parametrize("command", ASKING)
def test_a_damaged_store_is_refused(command: str, store: Path, tmp_path: Path, capsys: Capture) -> None:
    copy = tmp_path / "store"
    shutil.copytree(store, copy)
    (part,) = [path for path in copy.rglob("*.reading.json") if b"a.txt" in path.read_bytes()]
    part.write_bytes(part.read_bytes()[:-40])
    sentence = refused(capsys, *ASKING[command], "--store", str(copy))
    assert sentence.startswith(f"The store in {copy} is damaged: ")
    assert "run `python -m assistant build`" in sentence


def test_a_store_of_another_encoder_is_refused(
    store: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    model = tmp_path / "model"
    shutil.copytree(ROOT / "index" / "model", model)
    about = json.loads((model / "thai_words.json").read_text(encoding="utf-8"))
    (model / "thai_words.json").write_text(json.dumps({**about, "name": "another"}), encoding="utf-8")
    sentence = refused(capsys, "ask", "I20", "--store", str(store), "--encoder", str(model))
    assert sentence.startswith(f"The store in {store} was built with the encoder ")


def test_an_encoder_that_is_not_whole_is_refused(store: Path, tmp_path: Path, capsys: Capture) -> None:
    shutil.copy(ROOT / "index" / "model" / "thai_words.json", tmp_path)
    sentence = refused(capsys, "ask", "I20", "--store", str(store), "--encoder", str(tmp_path))
    assert sentence.startswith(f"The encoder in {tmp_path} lacks ")


# --- reports that are none --------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, capsys: Capture) -> None:
    sentence = refused(capsys, "build", "--reports", str(tmp_path / "none"), "--store", str(tmp_path / "s"))
    assert sentence.startswith(f"There is no folder {tmp_path / 'none'};")


def test_an_empty_folder_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "empty").mkdir()
    sentence = refused(capsys, "build", "--reports", str(tmp_path / "empty"), "--store", str(tmp_path / "s"))
    assert sentence.startswith(f"The folder {tmp_path / 'empty'} holds no reports;")
    assert not (tmp_path / "s" / "CURRENT").exists()


BINARY = bytes(range(256)) * 40


def test_a_file_that_is_not_text_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "picture.txt").write_bytes(BINARY)
    code, out, err = run(capsys, "build", "--reports", str(tmp_path), "--store", str(tmp_path / "s"))
    assert (code, out) == (2, "")
    progress, sentence = err.splitlines()
    assert progress == "[1/1] picture.txt"
    assert sentence.startswith("None of 1 files could be read; of picture.txt it was said: ")


def test_a_file_that_is_not_text_does_not_keep_out_the_others(reports: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "picture.txt").write_bytes(BINARY)
    arguments = ("--reports", str(reports), "--reports", str(tmp_path / "picture.txt"))
    code, out, err = run(capsys, "build", *arguments, "--store", str(tmp_path / "s"))
    assert code == 0
    assert "รายงาน 2 ฉบับ (อ่านใหม่ 2, ใช้ของเดิม 0, อ่านไม่ได้ 1) 4 แถว" in out
    assert err.splitlines()[-1].startswith("Not read: picture.txt: ")


def test_the_same_report_twice_is_one(reports: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "copy.txt").write_bytes((reports / "a.txt").read_bytes())
    arguments = (
        "--reports",
        str(reports),
        "--reports",
        str(reports / "a.txt"),
        "--reports",
        str(tmp_path / "copy.txt"),
    )
    code, out, err = run(capsys, "build", *arguments, "--store", str(tmp_path / "s"))
    assert code == 0
    assert "รายงาน 2 ฉบับ" in out
    assert err.splitlines()[-1] == "Left out: copy.txt is the same file as a.txt."


# --- search, ask, draft -----------------------------------------------------------------------------------------


def test_search_prints_hits_best_first(store: Path, capsys: Capture) -> None:
    question = "คู่มือการยืมทรัพย์สินของราชการ"
    (found,) = objects(capsys, "search", question, "--k", "3", "--json", "--store", str(store))
    assert list(found) == ["question", "hits"]
    assert found["question"] == question
    assert found["hits"][0]["row_id"] == "a.txt#I20#1"
    assert len(found["hits"]) == 3
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert printed(capsys, "search", question, "--k", "1", "--store", str(store)).startswith(
        "  1. เขตหนองทดลอง ปี 2566 I20  ("
    )


def test_ask_answers_with_quotes_that_stand_at_their_places(store: Path, reports: Path, capsys: Capture) -> None:
    (answer,) = objects(capsys, "ask", "เขตอื่นแก้ I20 อย่างไร", "--json", "--store", str(store))
    assert list(answer) == ["question", "status", "text", "citations", "hits", "read_as", "mode"]
    assert answer["status"] == "answered"
    assert answer["read_as"]["codes"] == ["I20"]
    assert {citation["report"] for citation in answer["citations"]} == {"a.txt", "b.txt"}
    for citation in answer["citations"]:
        text = (reports / citation["report"]).read_text(encoding="utf-8")
        assert text[citation["place"]["char_start"] : citation["place"]["char_end"]] == citation["quote"]
        assert citation["row_id"] == f"{citation['report']}#I20#1"


def test_ask_of_ones_own_district_leaves_it_out(store: Path, capsys: Capture) -> None:
    arguments = ("ask", "เขตอื่นแก้ I20 อย่างไร", "--my-district", "เขตหนองทดลอง", "--json", "--store", str(store))
    (answer,) = objects(capsys, *arguments)
    assert {citation["report"] for citation in answer["citations"]} == {"b.txt"}


def test_ask_prints_the_text_and_its_sources(store: Path, capsys: Capture) -> None:
    text = printed(capsys, "ask", "ใครรับผิดชอบ", "I20", "--store", str(store))
    answer, sources = text.split("แหล่งที่มา\n")
    assert "ฝ่ายปกครอง" in answer
    assert "ฝ่ายทะเบียน" in answer
    assert sources.startswith("[1] เขต")


def test_ask_of_a_district_without_report_is_not_found_and_no_error(store: Path, capsys: Capture) -> None:
    (answer,) = objects(capsys, "ask", "เขตบางรักแก้ I20 อย่างไร", "--json", "--store", str(store))
    assert (answer["status"], answer["citations"]) == ("not_found", [])


@pytest.mark.parametrize("command", ["search", "ask"])
@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ((), "The question is empty; ask in a few words, or name a code such as I20."),
        (("",), "The question is empty; ask in a few words, or name a code such as I20."),
        ((" ", "\n"), "The question is empty; ask in a few words, or name a code such as I20."),
        (("ก" * 100_000,), "The question has 100,000 characters; 2,000 is the most, so shorten it."),
    ],
)
def test_a_question_that_is_none_is_refused(
    command: str, question: tuple[str, ...], sentence: str, store: Path, capsys: Capture
) -> None:
    assert refused(capsys, command, *question, "--store", str(store)) == sentence


@pytest.mark.parametrize("command", ["search", "ask"])
def test_a_batch_of_questions_answers_in_order_and_goes_on_after_bad_lines(
    command: str, store: Path, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "batch.jsonl"
    lines = [
        json.dumps({"id": "q1", "question": "แก้ I20 อย่างไร"}),
        "no json",
        json.dumps({"id": "q3", "question": "   "}),
        json.dumps({"id": "q4", "question": "ก" * 100_000}),
        json.dumps({"id": "q5", "question": "ยืม\ud800ทรัพย์สิน"}),
        json.dumps({"id": 6, "question": "I25 ใครรับผิดชอบ"}),
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    found = objects(capsys, command, "--batch", str(file), "--json", "--store", str(store))
    assert [(one.get("id"), one.get("line")) for one in found] == [
        ("q1", None), (None, 2), ("q3", 3), ("q4", 4), ("q5", None), (6, None),
    ]  # fmt: skip
    assert found[2]["error"] == "The question is empty; ask in a few words, or name a code such as I20."
    assert found[3]["error"] == "The question has 100,000 characters; 2,000 is the most, so shorten it."
    assert found[0]["hits"][0]["row_id"].endswith("I20#1")
    assert found[5]["hits"][0]["row_id"].endswith("I25#1")


DRAFT = {"district": "หนองทดลอง", "year": "2568", "code": "I20", "weakness": "ไม่รู้ขั้นตอนการยืม", "form": "2567"}


def draft_arguments(**change: str | None) -> list[str]:
    fields = {**DRAFT, **change}
    return [part for name, value in fields.items() if value is not None for part in (f"--{name}", value)]


def test_a_draft_rests_on_the_other_district(store: Path, capsys: Capture) -> None:
    (found,) = objects(capsys, "draft", *draft_arguments(), "--json", "--store", str(store))
    (row,) = found["rows"]
    assert list(row) == [
        "district", "fiscal_year", "form", "code", "group", "item", "cells", "to_confirm", "warnings",
    ]  # fmt: skip
    assert (row["district"], row["fiscal_year"], row["form"], row["group"]) == ("หนองทดลอง", 2568, "2567", 4)
    filled = {name: cell for name, cell in row["cells"].items() if cell["text"]}
    assert filled
    assert all(cell["basis"] for cell in filled.values())
    assert all("คลองสมมุติ" not in cell["text"] for cell in filled.values())


def test_a_draft_is_printed_with_the_basis_of_each_cell(store: Path, capsys: Capture) -> None:
    text = printed(capsys, "draft", *draft_arguments(), "--store", str(store))
    assert text.startswith("เขตหนองทดลอง ปีงบประมาณ 2568 แบบฟอร์ม 2567\n")
    assert "    อิง: “" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"form": "2564"}, ["There is no form '2564'", "2563, 2565, 2566, 2567"]),
        ({"form": None}, ["The form is missing"]),
        ({"code": "I99"}, ["I99"]),
        ({"code": "hello"}, ["hello"]),
        ({"code": None, "group": "11"}, ["11"]),
        ({"code": None, "group": "four"}, ["There is no group 'four'"]),
        ({"code": None}, ["Say which item to draft"]),
        ({"district": "ฮ่องกง"}, ["ฮ่องกง"]),
        ({"district": None}, ["The district is missing"]),
        ({"year": "1999"}, ["1999"]),
        ({"year": "next"}, ["There is no fiscal year 'next'"]),
        ({"year": None}, ["The fiscal year is missing"]),
        ({"weakness": None}, ["The weakness is missing"]),
        ({"weakness": "ก" * 100_000}, ["The weakness has 100,000 characters"]),
    ],
)
def test_a_draft_of_something_unknown_is_refused(
    change: dict[str, str | None], words: list[str], store: Path, capsys: Capture
) -> None:
    sentence = refused(capsys, "draft", *draft_arguments(**change), "--store", str(store))
    assert all(word in sentence for word in words), sentence


def test_a_batch_of_drafts_goes_on_after_bad_lines(store: Path, tmp_path: Path, capsys: Capture) -> None:
    good = {**DRAFT, "fiscal_year": 2568}
    by_group = {**good, "id": 4, "code": None, "group": 4}
    file = tmp_path / "drafts.jsonl"
    lines = [{**good, "id": 1}, {**good, "id": 2, "form": "2000"}, {**good, "id": 3, "fiscal_year": None}, by_group]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = objects(capsys, "draft", "--batch", str(file), "--store", str(store))
    assert [(one["id"], sorted(set(one) - {"id"})) for one in found] == [
        (1, ["rows"]), (2, ["error", "line"]), (3, ["error", "line"]), (4, ["rows"]),
    ]  # fmt: skip


def test_a_batch_file_that_is_not_there_is_refused(store: Path, capsys: Capture) -> None:
    sentence = refused(capsys, "ask", "--batch", "none.jsonl", "--store", str(store))
    assert sentence == "The batch file none.jsonl cannot be read: No such file or directory."


# --- evaluate ---------------------------------------------------------------------------------------------------


def test_evaluate_prints_figures_worked_out_by_hand(store: Path, tmp_path: Path, capsys: Capture) -> None:
    questions = [
        {
            "id": "1", "question": "แก้ I20 อย่างไร", "lang": "th", "kind": "code",
            "relevant": ["a.txt#I20#1", "b.txt#I20#1"], "must_contain": ["คู่มือ", "ช้างเผือก"], "answerable": True,
        },
        {"id": "2", "question": "เขตบางรักแก้ I20 อย่างไร", "lang": "th", "kind": "none", "answerable": False},
    ]  # fmt: skip
    file = tmp_path / "gold.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in questions), encoding="utf-8")
    (found,) = objects(capsys, "evaluate", str(file), "--json", "--store", str(store))
    assert list(found) == ["all", "by_kind", "by_language", "rows_missing", "each"]
    everything = found["all"]
    assert (everything["questions"], everything["answerable"], everything["unanswerable"]) == (2, 1, 1)
    assert (everything["ndcg@10"], everything["recall@5"], everything["facts"]) == (1.0, 1.0, 0.5)
    assert (everything["right_refusals"], everything["wrong_refusals"]) == (1, 0)
    assert everything["quotes"] == everything["quotes_verbatim"] > 0
    assert everything["cited_rows_right"] == 1.0
    assert found["each"][0]["facts_missing"] == ["ช้างเผือก"]
    assert list(found["by_kind"]) == ["code", "none"]
    assert found["rows_missing"] == []

    table = printed(capsys, "evaluate", str(file), "--store", str(store)).splitlines()
    assert table[0].split()[:3] == ["n", "nDCG@10", "R@5"]
    assert table[2].split()[:8] == ["all", "2", "1.000", "1.000", "1.000", "0.500", "1/1", "0/1"]
    assert table[-1] == "1: lacks ช้างเผือก"


def test_evaluate_matches_rows_by_anchors_where_they_are_given(store: Path, tmp_path: Path, capsys: Capture) -> None:
    rows, questions = tmp_path / "rows.jsonl", tmp_path / "gold.jsonl"
    row = {
        "key": "the one with a handbook", "doc": "a.txt", "code": "I20", "group": 4, "seed_lines": [7, 7],
        "cells": {"measure": "จัดทำคู่มือ"},
    }  # fmt: skip
    rows.write_text(json.dumps(row), encoding="utf-8")
    asked = {"id": 1, "question": "หนองทดลองแก้ I20 อย่างไร", "relevant": ["the one with a handbook"]}
    questions.write_text(json.dumps(asked), encoding="utf-8")
    arguments = ("evaluate", str(questions), "--json", "--store", str(store))
    assert objects(capsys, *arguments, "--rows", str(rows))[0]["all"]["ndcg@10"] == 1.0
    assert objects(capsys, *arguments)[0]["rows_missing"] == ["the one with a handbook"]


def test_a_gold_file_that_is_none_is_refused(store: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "gold.jsonl").write_text("{}\n", encoding="utf-8")
    sentence = refused(capsys, "evaluate", str(tmp_path / "gold.jsonl"), "--store", str(store))
    assert sentence == f"Line 1 of {tmp_path / 'gold.jsonl'} is not in the gold format: 'id'."


# --- a process of its own ---------------------------------------------------------------------------------------


def test_a_reader_that_goes_away_ends_it_quietly(store: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as pipe:
        many = process("rows", "--json", "--store", str(store), stdout=pipe)
    assert many.communicate() == (None, b"")
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
