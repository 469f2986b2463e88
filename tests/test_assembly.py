"""Reports and stores that are there, missing, damaged, foreign, or none: what the commands say to each."""

import json
import os
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from typed_pdf import Typed, save_typed

from assistant.assembly import Assistant
from corpus.errors import SourceGone, UnknownValue
from corpus.readers.pdf import read_pdf
from tests.made_commands import (
    ROOT,
    Capture,
    objects,
    printed,
    refused,
    run,
)
from tests.made_model import KEY, Reply, clauses, model


def test_a_build_tells_progress_on_stderr_and_the_result_on_stdout(
    reports: Path, tmp_path: Path, capsys: Capture
) -> None:
    arguments = ("build", "--reports", str(reports), "--store", str(tmp_path / "s"))
    code, out, err = run(capsys, *arguments)
    # On a slow machine the second line says besides how far it is.
    assert (code, re.sub(r" - .*", "", err)) == (0, "[1/2] a.txt\n[2/2] b.txt\n")
    assert out.startswith(f"คลัง {tmp_path / 's'}: รายงาน 2 ฉบับ (อ่านใหม่ 2, ใช้ของเดิม 0) 4 แถว")
    assert "(อ่านใหม่ 0, ใช้ของเดิม 2) 4 แถว" in printed(capsys, *arguments)
    assert "รายงาน 1 ฉบับ (อ่านใหม่ 0, ใช้ของเดิม 1, เอาออก 1) 2 แถว" in printed(
        capsys, "build", "--reports", str(reports / "a.txt"), "--store", str(tmp_path / "s")
    )


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


# --- a language model -------------------------------------------------------------------------------------------


def named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL_URL", url)
    monkeypatch.setenv("ASSISTANT_MODEL", "made")
    monkeypatch.setenv("ASSISTANT_MODEL_KEY", KEY)


def test_a_model_that_is_named_helps_with_answers_and_drafts(
    store: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = ("ask", "แก้ I20 อย่างไร", "--json", "--store", str(store))
    drafting = (*ASKING["draft"], "--json", "--store", str(store))
    plain, drafted = objects(capsys, *asking)[0], objects(capsys, *drafting)[0]
    assert plain["mode"] == "quote"
    mark = next(one["mark"] for one in plain["citations"] if "คู่มือการยืม" in one["quote"])
    better = "จัดทำคู่มือการยืมทรัพย์สินของราชการ"
    with model(clauses((better, [mark]))) as made:
        named(monkeypatch, made.url)
        told = objects(capsys, *asking)[0]
    assert told["mode"] == "model"
    assert told["text"].endswith("\n\n" + plain["text"])
    assert f"- {better} (เขตหนองทดลอง ปี 2566) [{mark}]" in told["text"].splitlines()
    assert told["citations"] == plain["citations"]
    with model("nonsense") as made:
        named(monkeypatch, made.url)
        (row,) = objects(capsys, *drafting)[0]["rows"]
    assert row["warnings"][-1].startswith("สิ่งที่โมเดลภาษาเขียนไม่ผ่านการตรวจ")
    assert row["cells"] == drafted["rows"][0]["cells"]


def test_a_model_that_refuses_the_key_leaves_the_answer_with_a_notice_and_the_key_unsaid(
    store: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = ("ask", "แก้ I20 อย่างไร", "--store", str(store))
    plain = printed(capsys, *asking)
    with model(Reply(f"wrong key {KEY}", status=401)) as made:
        named(monkeypatch, made.url)
        code, out, err = run(capsys, *asking)
    assert code == 0
    assert "⚠ โมเดลภาษาไม่รับคำขอ" in out
    assert set(plain.splitlines()) < set(out.splitlines())
    assert KEY not in out + err


def test_a_model_without_an_address_is_refused_before_anything_is_read(
    store: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_MODEL", "made")
    sentence = refused(capsys, "ask", "แก้ I20 อย่างไร", "--store", str(store))
    assert sentence.startswith("ASSISTANT_MODEL_URL and ASSISTANT_MODEL go together")


def test_a_plan_is_gone_over_only_where_that_is_asked_for(
    store: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = tmp_path / "scores.txt"
    scores.write_text("I20 70\nI25 60", encoding="utf-8")
    asking = (
        "plan", "--scores", str(scores), "--district", "บางเขน", "--year", "2568", "--form", "2566", "--json",
        "--store", str(store),
    )  # fmt: skip
    plain = objects(capsys, *asking)[0]
    assert refused(capsys, *asking, "--with-model").startswith("No language model is named; set ASSISTANT_MODEL_URL")
    with model(Reply(f"wrong key {KEY}", status=401)) as made:
        named(monkeypatch, made.url)
        assert objects(capsys, *asking)[0] == plain
        assert made.seen == []
        code, out, err = run(capsys, *asking, "--with-model")
    assert code == 0
    told = json.loads(out)
    why = "โมเดลภาษาไม่รับคำขอ ให้ผู้ดูแลระบบตรวจที่อยู่ ชื่อ และรหัสของโมเดล จึงใช้ถ้อยคำเดิมของรายงานทั้งแผน"
    assert told == {**plain, "warnings": [*plain["warnings"], why]}
    assert len(made.seen) == 1
    assert KEY not in out + err


def test_a_page_is_drawn_from_where_the_store_says_the_file_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = Typed()
    typed.type(100, 200, "words on paper")
    path = save_typed(tmp_path / "report.pdf", [typed])
    report = read_pdf(path)
    index = SimpleNamespace(reports={"report.pdf": SimpleNamespace(report=report)})
    listed = [SimpleNamespace(sha256=report.sha256, path=str(path))]
    monkeypatch.setattr("index.store.store_summary", lambda _: SimpleNamespace(reports=listed))
    opened = Assistant(index, store=tmp_path)  # type: ignore[arg-type]
    page, picture = opened.page_image("report.pdf", 0, 5)
    assert (page.number, picture[:4], picture[8:12]) == (1, b"RIFF", b"WEBP")
    listed.clear()
    with pytest.raises(SourceGone, match="does not say where"):
        opened.page_image("report.pdf", 0, 5)
    with pytest.raises(SourceGone):
        Assistant(index).page_image("report.pdf", 0, 5)  # type: ignore[arg-type]
    with pytest.raises(UnknownValue):
        opened.page_image("other.pdf", 0, 5)
