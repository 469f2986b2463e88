"""The comparison as JSON: the keys are a promise."""

from dataclasses import replace

from assistant.compare import Choice, compare
from assistant.comparewire import comparison_object
from corpus.records import Corrected
from tests.made_compared import EAST, MIDDLE, NORTH, ROWS, SOUTH


def test_a_comparison_as_an_object() -> None:
    mark = Corrected("score", "33.5", "83.5", "สมชาย", "2026-01-01 09:00:00")
    rows = [replace(row, corrected=(mark,)) if row.row_id == "n67.txt#E9#2" else row for row in ROWS]
    made = comparison_object(compare(rows, Choice(parts=("EIT",))))
    assert made["columns"] == [
        {"district": MIDDLE, "fiscal_year": 2565},
        {"district": EAST, "fiscal_year": 2566},
        {"district": NORTH, "fiscal_year": 2567},
        {"district": SOUTH, "fiscal_year": 2563},
    ]
    (line,) = made["lines"]
    nothing = {"standing": "none", "score": None, "score_year": None, "relation": None, "rows": [], "corrected": False}
    assert line.pop("item").startswith("มีช่องทางร้องเรียน")  # type: ignore[misc]
    assert line == {
        "key": "2567:E9",
        "code": "E9",
        "fiscal_year": 2567,
        "group": 7,
        "part": "EIT",
        "codes": [
            {"fiscal_year": 2563, "code": "E10", "relation": "split"},
            {"fiscal_year": 2563, "code": "E8", "relation": "split"},
        ],
        "districts": 2,
        "entries": [
            nothing,
            nothing,
            {
                "standing": "scored",
                "score": 83.5,
                "score_year": 2567,
                "relation": None,
                "rows": ["n67.txt#E9#2"],
                "corrected": True,
            },
            {
                "standing": "scored",
                "score": 58.0,
                "score_year": 2563,
                "relation": "split",
                "rows": line["entries"][3]["rows"],
                "corrected": False,
            },
        ],
    }
    assert sorted(line["entries"][3]["rows"]) == ["s63.txt#E10#4", "s63.txt#E8#3"]


def test_a_group_s_line_has_no_code_and_no_year() -> None:
    line = comparison_object(compare(ROWS, Choice()))["lines"][0]
    assert (line["key"], line["code"], line["fiscal_year"]) == ("g4", None, None)
