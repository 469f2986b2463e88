"""What each command prints, as JSON and for people, and what it says to what cannot be done."""

import json
from pathlib import Path

import pytest

from tests.made_commands import (
    Capture,
    objects,
    printed,
    refused,
    run,
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
        "group_score", "cells", "merged_with", "corrected",
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


def batch_of(tmp_path: Path, *lines: dict[str, object]) -> str:
    file = tmp_path / "plan.jsonl"
    file.write_text("".join(json.dumps({**DRAFT, "fiscal_year": 2568, **line}) + "\n" for line in lines), "utf-8")
    return str(file)


def test_a_batch_of_drafts_goes_into_one_form(store: Path, tmp_path: Path, capsys: Capture) -> None:
    from openpyxl import load_workbook

    file = batch_of(tmp_path, {"id": 1}, {"id": 2, "code": "I99"}, {"id": 3, "code": "I25"})
    form = tmp_path / "form.xlsx"
    code, out, err = run(capsys, "draft", "--batch", file, "--out", str(form), "--store", str(store))
    assert code == 0
    assert [sorted(json.loads(line)) for line in out.splitlines()] == [
        ["id", "rows"], ["error", "id", "line"], ["id", "rows"],
    ]  # fmt: skip
    assert err.splitlines() == [
        f"Written: {form}",
        "Not in the form: 1 of 3 lines, which could not be drafted; each says why.",
    ]
    first = [str(cell.value or "") for cell in load_workbook(form).worksheets[0]["A"]]
    assert [text.split()[0] for text in first if text.startswith("I2")] == ["I20", "I25"]


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"district": "บางนา"}, "district หนองทดลอง and บางนา"),
        ({"fiscal_year": 2569}, "fiscal year 2568 and 2569"),
        ({"form": "2566"}, "form 2567 and 2566"),
    ],
)
def test_a_batch_of_several_plans_is_no_form(
    other: dict[str, object], named: str, store: Path, tmp_path: Path, capsys: Capture
) -> None:
    form = tmp_path / "form.docx"
    file = batch_of(tmp_path, {"id": 1}, {"id": 2, **other})
    sentence = refused(capsys, "draft", "--batch", file, "--out", str(form), "--store", str(store))
    assert sentence == f"The rows are not of one plan ({named}); put each plan into a file of its own."
    assert not form.exists()


def test_a_batch_that_gives_no_row_is_no_form(store: Path, tmp_path: Path, capsys: Capture) -> None:
    form = tmp_path / "form.docx"
    file = batch_of(tmp_path, {"code": "I99"})
    sentence = refused(capsys, "draft", "--batch", file, "--out", str(form), "--store", str(store))
    assert sentence.endswith("could be drafted, so no form was written; without --out each says why.")
    assert not form.exists()


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
