"""Batches: one line of JSON for each line asked, in order; a bad one does not stop the rest."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.batch import answer_lines
from assistant.inquiry import question_of
from corpus.errors import RequestError


def jsonl(path: Path, *lines: object) -> None:
    """Writes a file of JSON Lines; a str goes in as it is."""
    text = "".join((one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in lines)
    path.write_text(text, encoding="utf-8")


def echo(fields: Any) -> dict[str, Any]:
    return {"question": question_of(fields)}


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer_lines(str(path), echo)]


def test_a_batch_answers_each_line_in_order_and_bad_lines_with_an_error(tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    jsonl(
        file,
        {"id": "a", "question": "หนึ่ง"},
        "no json",
        {"id": 7, "question": 7},
        "",
        '["a"]',
        {"id": None, "question": []},
        {"question": "สอง"},
        "[" * 100_000,
    )
    not_json = 'The line is not JSON; write one object a line, such as {"id": 1, ...}.'
    not_text = 'The question is not text; write it in quotation marks, such as "question": "...".'
    assert lines_of(file) == [
        {"id": "a", "question": "หนึ่ง"},
        {"error": not_json, "line": 2},
        {"id": 7, "error": not_text, "line": 3},
        {"error": 'The line is not a JSON object; write one object a line, such as {"id": 1, ...}.', "line": 5},
        {"id": None, "error": not_text, "line": 6},
        {"question": "สอง"},
        {"error": not_json, "line": 8},
    ]


def test_a_batch_may_begin_with_a_mark_end_without_a_line_end_and_hold_bytes_that_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"id": 1, "question": "a"}\r\n\xff\xfe{}\n{"id": 2, "question": "b"}')
    assert [(line.get("id"), line.get("line")) for line in lines_of(file)] == [(1, None), (None, 2), (2, None)]


def test_numbers_that_json_does_not_know_are_no_json_and_no_id(tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    jsonl(file, '{"id": NaN, "question": "a"}', '{"id": 1e999, "question": "a"}')
    assert [sorted(answer) for answer in lines_of(file)] == [["error", "line"]] * 2


def test_a_line_that_would_fill_the_memory_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.batch._LONGEST_LINE", 30)
    file = tmp_path / "batch.jsonl"
    jsonl(file, {"question": "a"}, {"question": "b" * 100}, {"question": "c"})
    assert lines_of(file) == [
        {"question": "a"},
        {"error": "The line is longer than 30 bytes; shorten it.", "line": 2},
        {"question": "c"},
    ]


def test_a_line_that_breaks_the_program_does_not_stop_the_rest(tmp_path: Path) -> None:
    def broken(fields: Any) -> dict[str, Any]:
        return {"whole": 12 // fields["n"]}

    file = tmp_path / "batch.jsonl"
    jsonl(file, {"id": 1, "n": 0}, {"id": 2, "n": 3})
    fault = "This line could not be answered because of a fault in the program (ZeroDivisionError)."
    assert [json.loads(line) for line in answer_lines(str(file), broken)] == [
        {"id": 1, "error": fault, "line": 1},
        {"id": 2, "whole": 4},
    ]


def test_a_line_is_answered_before_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Slow(io.BytesIO):
        def readline(self, size: int | None = -1) -> bytes:
            asked.append(1)
            return super().readline(size)

    class Stdin:
        buffer = Slow(b'{"question": "a"}\n{"question": "b"}\n')

    monkeypatch.setattr(sys, "stdin", Stdin)
    answers = answer_lines("-", echo)
    assert (next(answers), len(asked)) == ('{"question": "a"}', 1)
    assert (next(answers), len(asked)) == ('{"question": "b"}', 2)


@pytest.mark.parametrize("name", ["none.jsonl", ".", ""])
def test_a_batch_file_that_cannot_be_read_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"The batch file .* cannot be read"):
        next(answer_lines(str(tmp_path / name), echo))
