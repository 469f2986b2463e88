"""Ratings: written line by line, read back in order, a torn line passed over."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.ask import ask
from assistant.ratings import LONGEST_REMARK, RatingFile, Verdict, rating
from corpus.errors import RequestError
from tests.made_index import sample_index

NOON = datetime(2025, 1, 2, 5, 0, tzinfo=UTC)


def test_what_is_kept_of_an_answer() -> None:
    answer = ask("เขตอื่นแก้ข้อ I20 อย่างไร", sample_index())
    one = rating(answer, Verdict.BAD, " ไม่ตรง\nคำถาม ", NOON)
    assert (one.at, one.question, one.verdict) == ("2025-01-02T05:00:00+00:00", "เขตอื่นแก้ข้อ I20 อย่างไร", "bad")
    assert (one.status, one.mode, one.remark) == ("answered", "quote", "ไม่ตรง คำถาม")
    assert set(one.rows) == {citation.row_id for citation in answer.citations}
    assert len(rating(answer, Verdict.GOOD, "ก" * 2_000).remark) == LONGEST_REMARK


def test_ratings_come_back_in_order_and_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    answer = ask("เขตอื่นแก้ข้อ I20 อย่างไร", sample_index())
    file = RatingFile(tmp_path / "kept" / "ratings.jsonl")
    assert list(file.read()) == []
    given = [rating(answer, verdict, now=NOON) for verdict in (Verdict.GOOD, Verdict.BAD)]
    file.add(given[0])
    with (tmp_path / "kept" / "ratings.jsonl").open("a") as torn:
        torn.write('{"at": "2025\n')
    file.add(given[1])
    assert list(file.read()) == given


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    answer = ask("E12 ปี 2567 ได้กี่คะแนน", sample_index())
    file = RatingFile(tmp_path / "ratings.jsonl")
    threads = [threading.Thread(target=lambda: file.add(rating(answer, Verdict.GOOD))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(file.read())) == 20


def test_a_disk_that_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = ask("E12 ปี 2567 ได้กี่คะแนน", sample_index())
    with pytest.raises(RequestError, match="could not be kept"):
        RatingFile(tmp_path / "file" / "ratings.jsonl").add(rating(answer, Verdict.GOOD))


def test_a_keeper_sees_the_bad_ones_first_then_the_latest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant.cli import main

    path = tmp_path / "ratings.jsonl"
    monkeypatch.setenv("ASSISTANT_RATINGS", str(path))
    assert main(["ratings"]) == 0
    assert capsys.readouterr().out == "ยังไม่มีความเห็น\n"
    answer = ask("E12 ปี 2567 ได้กี่คะแนน", sample_index())
    moments = [(Verdict.GOOD, 1, ""), (Verdict.BAD, 2, "ผิดปี\u2028ผิดเขต"), (Verdict.GOOD, 3, ""), (Verdict.BAD, 4, "")]
    for verdict, day, remark in moments:
        RatingFile(path).add(rating(answer, verdict, remark, NOON.replace(day=day)))
    assert main(["ratings", "--json"]) == 0
    given = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["verdict"], one["at"][8:10]) for one in given] == [
        ("bad", "04"), ("bad", "02"), ("good", "03"), ("good", "01"),
    ]  # fmt: skip
    assert given[1]["remark"] == "ผิดปี ผิดเขต"
    assert given[0]["rows"] == [one.row_id for one in answer.citations]
    assert main(["ratings"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["at", "(UTC)", "verdict", "status", "question", "remark"]
    assert [line.split()[1] for line in lines[2:]] == ["bad", "bad", "good", "good"]


def test_a_line_end_in_a_question_tears_nothing(tmp_path: Path) -> None:
    answer = replace(ask("E12 ปี 2567 ได้กี่คะแนน", sample_index()), question="E12\u2028 กี่\nคะแนน")
    file = RatingFile(tmp_path / "ratings.jsonl")
    file.add(rating(answer, Verdict.BAD))
    assert [one.question for one in file.read()] == ["E12\u2028 กี่\nคะแนน"]
