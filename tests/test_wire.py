"""The JSON that other tools rely on: exact keys, exact values, one line each."""

import json
from dataclasses import replace

import pytest

from assistant.answers import Answer, Basis, Citation, DraftCell, DraftRow, Mode, ReadAs, Status
from assistant.wire import answer_object, draft_object, json_line, row_object, search_object
from corpus.records import Cell, Corrected, Form, MeasureRow, Passage, Place, Segment
from index.hits import Hit

PLACE = Place("plan.txt", page=2, line=14, char_start=300, char_end=360)
PLACE_JSON = {"page": 2, "line": 14, "char_start": 300, "char_end": 360}


def segment(text: str) -> Segment:
    return Segment(PLACE, text)


ROW = MeasureRow(
    row_id="plan.txt:300",
    report="plan.txt",
    place=PLACE,
    district="ทดสอบ",
    fiscal_year=2567,
    part="IIT",
    group=4,
    code="I20",
    item="ขออนุญาตยืมทรัพย์สินอย่างถูกต้อง",
    score=81.25,
    group_score=None,
    cells=(
        Cell("weakness", (segment("ไม่ทราบ"), segment("ขั้นตอน"))),
        Cell("responsible", (segment("ฝ่ายปกครอง"),)),
    ),
    form=Form.F2566,
    columns=("weakness", "measure", "responsible"),
    merged_with=("plan.txt:280",),
)
PASSAGE = Passage("plan.txt:0", "plan.txt", Place("plan.txt", 1, 1, 0, 6), "ทดสอบ", 2567, "คำนำ 67")


def hit(record: MeasureRow | Passage, score: float) -> Hit:
    return Hit(record, score=score, cosine=0.5, coverage=0.5, bm25=1.0)


def test_a_row_has_exactly_the_promised_keys_and_all_nine_cells() -> None:
    assert row_object(ROW) == {
        "row_id": "plan.txt:300",
        "report": "plan.txt",
        "place": PLACE_JSON,
        "district": "ทดสอบ",
        "fiscal_year": 2567,
        "part": "IIT",
        "group": 4,
        "code": "I20",
        "item": "ขออนุญาตยืมทรัพย์สินอย่างถูกต้อง",
        "score": 81.25,
        "group_score": None,
        "cells": {
            "weakness": "ไม่ทราบ\nขั้นตอน",
            "guideline": None,
            "measure": None,
            "result": None,
            "output": None,
            "publicity": None,
            "timeframe": None,
            "responsible": "ฝ่ายปกครอง",
            "monitoring": None,
        },
        "merged_with": ["plan.txt:280"],
        "corrected": [],
    }


def test_hits_of_a_row_and_of_a_passage_have_the_same_keys() -> None:
    found = search_object("ยืมของ", (hit(ROW, 0.0323456789), hit(PASSAGE, 0.01)))
    assert found == {
        "question": "ยืมของ",
        "hits": [
            {
                "kind": "row",
                "row_id": "plan.txt:300",
                "report": "plan.txt",
                "place": PLACE_JSON,
                "district": "ทดสอบ",
                "fiscal_year": 2567,
                "code": "I20",
                "group": 4,
                "text": "ขออนุญาตยืมทรัพย์สินอย่างถูกต้อง\nไม่ทราบ\nขั้นตอน\nฝ่ายปกครอง",
                "score": 0.032346,
                "corrected": [],
            },
            {
                "kind": "passage",
                "row_id": None,
                "report": "plan.txt",
                "place": {"page": 1, "line": 1, "char_start": 0, "char_end": 6},
                "district": "ทดสอบ",
                "fiscal_year": 2567,
                "code": None,
                "group": None,
                "text": "คำนำ 67",
                "score": 0.01,
                "corrected": [],
            },
        ],
    }


def answer() -> Answer:
    citation = Citation(1, "plan.txt", "plan.txt:300", "weakness", PLACE, "ไม่ทราบ", "ทดสอบ", 2567, "I20")
    return Answer(
        question="I20 ติดตรงไหน",
        status=Status.ANSWERED,
        text="ทดสอบ 2567: “ไม่ทราบ” [1]",
        citations=(citation,),
        hits=(),
        read_as=ReadAs(codes=("I20",), years=(2567,), cells=("weakness",), groups=(4,)),
        mode=Mode.QUOTE,
    )


def test_an_answer_has_exactly_the_promised_keys() -> None:
    assert answer_object(answer()) == {
        "question": "I20 ติดตรงไหน",
        "status": "answered",
        "text": "ทดสอบ 2567: “ไม่ทราบ” [1]",
        "citations": [
            {
                "mark": 1,
                "report": "plan.txt",
                "row_id": "plan.txt:300",
                "cell": "weakness",
                "place": PLACE_JSON,
                "quote": "ไม่ทราบ",
                "corrected": None,
            }
        ],
        "hits": [],
        "read_as": {"codes": ["I20"], "years": [2567], "districts": [], "cells": ["weakness"]},
        "mode": "quote",
    }


def drafted() -> DraftRow:
    basis = Basis("plan.txt:300", "plan.txt", PLACE, "จัดทำคู่มือ", "ทดสอบ", 2567)
    return DraftRow(
        district="ตัวอย่าง",
        fiscal_year=2568,
        form=Form.F2567,
        code="I20",
        group=4,
        item="ขออนุญาตยืม",
        weakness="ไม่มีคู่มือ",
        cells=(("measure", DraftCell("จัดทำคู่มือ", (basis,))), ("timeframe", DraftCell("", ()))),
        to_confirm=("timeframe",),
        warnings=("ยังไม่มีกำหนดเวลา",),
    )


DRAFTED_JSON = {
    "district": "ตัวอย่าง",
    "fiscal_year": 2568,
    "form": "2567",
    "code": "I20",
    "group": 4,
    "item": "ขออนุญาตยืม",
    "cells": {
        "measure": {
            "text": "จัดทำคู่มือ",
            "basis": [
                {
                    "row_id": "plan.txt:300",
                    "report": "plan.txt",
                    "place": PLACE_JSON,
                    "quote": "จัดทำคู่มือ",
                    "corrected": None,
                }
            ],
        },
        "timeframe": {"text": "", "basis": []},
    },
    "to_confirm": ["timeframe"],
    "warnings": ["ยังไม่มีกำหนดเวลา"],
}


def test_a_draft_has_exactly_the_promised_keys() -> None:
    assert draft_object((drafted(),)) == {"rows": [DRAFTED_JSON]}


def test_a_line_is_readable_thai_and_the_id_comes_first() -> None:
    assert json_line({"question": "ยืม"}, id="D01") == '{"id": "D01", "question": "ยืม"}'


def test_no_line_end_of_any_kind_stands_inside_a_line() -> None:
    text = "ก\nข\rค\x0bง\x0cจ\x1cฉ\x85ช\u2028ซ\u2029ญ"
    line = json_line({"text": text})
    assert line.splitlines() == [line]
    assert json.loads(line) == {"text": text}


def test_what_json_cannot_say_is_never_printed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_line({"score": float("nan")})


def test_what_a_person_put_in_place_of_what_was_read_stands_beside_it() -> None:
    mark = Corrected("weakness", "ไม่ทธาบ", "ไม่ทราบ", "สมชาย", "2026-01-01 09:00:00")
    told = {"what": "weakness", "read": "ไม่ทธาบ", "now": "ไม่ทราบ", "who": "สมชาย", "when": "2026-01-01 09:00:00"}
    assert row_object(replace(ROW, corrected=(mark,)))["corrected"] == [told]
    place = replace(PLACE, corrected=mark)
    citation = Citation(1, "plan.txt", "plan.txt:300", "weakness", place, "ไม่ทราบ", "ทดสอบ", 2567, "I20")
    answer = Answer("?", Status.ANSWERED, "“ไม่ทราบ” [1]", (citation,), (), ReadAs())
    assert answer_object(answer)["citations"][0]["corrected"] == told
