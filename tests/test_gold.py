"""Gold files read, and gold rows told among the rows of a store."""

import json
from pathlib import Path

import pytest

from assistant.assembly import read_rows, report_files
from assistant.gold import GoldRow, bare, keys_by_anchors, keys_by_order, read_gold_rows, read_questions
from assistant.settings import Settings
from corpus.errors import RequestError
from tests.made_readings import line_row


def test_keys_count_rows_of_one_code_or_of_one_group_from_the_top() -> None:
    rows = [
        line_row("c", "O1", 9, group=9),
        line_row("a", "I20", 1),
        line_row("e", None, 7, group=1, report="b.txt"),
        line_row("b", "I20", 5),
        line_row("d", None, 3, group=1, report="b.txt"),
    ]
    assert keys_by_order(rows) == {
        "a": "a.txt#I20#1",
        "b": "a.txt#I20#2",
        "c": "a.txt#O1#1",
        "d": "b.txt#G1#1",
        "e": "b.txt#G1#2",
    }


def gold_row(key: str, code: str | None, lines: tuple[int, int], **anchors: str) -> GoldRow:
    return GoldRow(key, "a.txt", code, 4, "", *lines, tuple(anchors.items()))


def test_anchors_decide_between_rows_of_one_code_then_lines() -> None:
    rows = [
        line_row("a", "I20", 1, measure="อบรม"),
        line_row("b", "I20", 5, measure="จัดทำ คู่มือ ๓ ฉบับ"),
        line_row("c", "I20", 8),
    ]
    wanted = [
        gold_row("first", "I20", (1, 2), measure="คู่มือ 3"),
        gold_row("second", "I20", (7, 9)),
        gold_row("third", "I21", (1, 9)),
    ]
    assert keys_by_anchors(wanted, rows) == {"b": "first", "c": "second"}


def test_a_row_without_code_wants_more_than_its_group() -> None:
    rows = [line_row("a", None, 1, measure="อบรม")]
    assert keys_by_anchors([gold_row("far", None, (5, 6), measure="คู่มือ")], rows) == {}
    assert keys_by_anchors([gold_row("near", None, (1, 6), measure="คู่มือ")], rows) == {"a": "near"}


def test_text_is_compared_without_tags_blanks_and_thai_digits() -> None:
    assert bare("<td>ปีละ ๒\n ครั้ง</td> E-Service") == "ปีละ2ครั้งe-service"


def test_questions_and_rows_are_read_from_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(
        json.dumps({"id": "D1", "question": "ใคร", "relevant": ["x"], "answerable": True}) + "\n\n", "utf-8"
    )
    (read,) = read_questions(file)
    assert (read.id, read.question, read.relevant, read.kind) == ("D1", "ใคร", frozenset({"x"}), "?")

    bare_row = {"key": "k", "doc": "a.txt", "code": None, "group": 4, "seed_lines": [3, 9]}
    full_row = {**bare_row, "item": "ข้อ", "cells": {"measure": "อบรม", "output": None}}
    first, second = tmp_path / "keys.jsonl", tmp_path / "rows.jsonl"
    first.write_text(json.dumps(bare_row), "utf-8")
    second.write_text(json.dumps(full_row), "utf-8")
    expected = GoldRow("k", "a.txt", None, 4, "ข้อ", 3, 9, (("measure", "อบรม"),))
    assert read_gold_rows([first, second]) == (expected,)
    assert read_gold_rows([second, first]) == (expected,)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{broken", "Line 1 of .* is not JSON"),
        ('{"id": 1, "question": "x"}\n[1]', "Line 2 of .* is not a JSON object"),
        ('{"id": 1}', "Line 1 of .* is not in the gold format: 'question'"),
        ("\n\n", "holds no question"),
    ],
)
def test_a_gold_file_that_is_none_is_named_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text(text, "utf-8")
    with pytest.raises(RequestError, match=sentence):
        read_questions(file)


def test_a_gold_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(RequestError, match="not UTF-8"):
        read_questions(tmp_path / "b.jsonl")


@pytest.mark.real
def test_both_ways_name_every_gold_row_of_the_real_reports(real_reports: Path, gold: Path) -> None:
    rows = read_rows(Settings(), report_files([real_reports]))
    wanted = read_gold_rows([gold / "row_keys.jsonl", gold / "rows_dev.jsonl"])
    by_anchors = keys_by_anchors(wanted, rows)
    assert sorted(by_anchors.values()) == sorted(row.key for row in wanted)
    assert keys_by_order(rows) == by_anchors
