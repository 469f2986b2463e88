"""The window's messages: each has its English with the same placeholders, and none of the catalogue is for nothing."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

from assistant.cautions import caution
from assistant.scores import pasted_scores
from assistant.standing import standing_of
from assistant.window.labels import count, district_label, moment, trouble, year_label
from assistant.window.messages import message, retold, t
from assistant.window.tongue import Tongue, speaking
from corpus.errors import PlansBusy, PlansReadOnly, PlansUnusable
from corpus.records import MASK_LABELS, Place
from corpus.reportkind import KIND_LABELS, PERIOD_LABELS

WINDOW = ROOT / "assistant" / "window"
THAI = re.compile("[\u0e00-\u0e7f]")
# Thai that is no message, by file and by the name of the function or constant in which it stands: patterns for what is
# typed or printed, the words of official forms and of Thai questions, which go into documents and not onto the screen,
# and names of indicators as records have them.
NO_MESSAGE = {
    "barchart.py": {"_WHOSE"},
    "chips.py": {"_EMPTY", "_is_english", "_spans", "_code_spans", "_with_prefix", "_put_together"},
    "compare_desk.py": {"file"},
    "desk.py": {"plan_file", "talk_file"},
    "drafts.py": {"plain_text"},
    "labels.py": {"FORM_HEADINGS", "ASK_FOR", "thai_district"},
    "lines.py": {
        "_TITLE", "_WHO", "_LABEL", "_SCORE", "_OF_ROW", "_OF_GROUP", "_OF_CHANGE", "_SCORED", "_OVERVIEW",
        "figure_line",
    },
    "look.py": {"hand_over"},
    "plan_desk.py": {"file"},
    "rowpage.py": {"label_of"},
    "score_acts.py": {"subject_of", "_below"},
    "shelf.py": {"UPLOADER"},
    "tongue.py": {"NAMES"},
}  # fmt: skip


@cache
def catalogue() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((WINDOW / "english.toml").read_text(encoding="utf-8"))


def whole() -> dict[str, str | list[str]]:
    return {**catalogue()["retold"], **catalogue()["window"]}


def said_in(path: Path) -> Iterator[tuple[str, bool]]:
    """Every Thai text of a file that is a message, and whether it is put together, so that it cannot be looked up."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    above: dict[ast.AST, ast.AST] = {}
    for node in ast.walk(tree):
        above |= dict.fromkeys(ast.iter_child_nodes(node), node)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or not THAI.search(node.value):
            continue
        around = [node, *_up(node, above)]
        names = {getattr(one, "name", "") for one in around}
        names |= {name.id for one in around if isinstance(one, ast.Assign | ast.AnnAssign) for name in _named(one)}
        if isinstance(above[node], ast.Expr) or names & NO_MESSAGE.get(path.name, set()):
            continue
        call = above[node]
        counted = isinstance(call, ast.Call) and ast.unparse(call.func) in ("count", "labels.count")
        yield ("{n:,} " if counted else "") + node.value, isinstance(call, ast.JoinedStr)


def _up(node: ast.AST, above: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in above:
        node = above[node]
        yield node


def _named(statement: ast.Assign | ast.AnnAssign) -> Iterator[ast.Name]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    for target in targets:
        yield from (one for one in ast.walk(target) if isinstance(one, ast.Name))


@cache
def messages() -> dict[str, str]:
    """Every message of the window with the file in which it stands."""
    found = {}
    for path in (*sorted(WINDOW.glob("*.py")), ROOT / "assistant" / "signin.py"):
        for thai, put_together in said_in(path):
            assert not put_together, f"{path.name}: {thai!r} stands in an f-string; t() takes placeholders"
            found[thai] = path.name
    for path in (*WINDOW.glob("*.js"), WINDOW / "look.py"):
        text = path.read_text(encoding="utf-8")
        for thai in re.findall(r'itaSay\("([^"]+)"', text):
            found[thai] = path.name
        if path.suffix == ".js":
            lines = (line for line in text.splitlines() if "itaSay(" not in line and not line.strip().startswith("//"))
            assert [line for line in lines if THAI.search(line.replace("[๐-๙]", ""))] == [], path.name
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def both(english: str | list[str]) -> list[str]:
    return [english] if isinstance(english, str) else english


def test_every_message_has_its_english() -> None:
    assert len(messages()) > 500
    assert {thai: name for thai, name in messages().items() if thai not in whole()} == {}


def test_the_english_has_the_placeholders_of_the_thai_and_nothing_thai() -> None:
    for thai, english in whole().items():
        assert len(both(english)) == (1 if isinstance(english, str) else 2), thai
        for one in both(english):
            assert fields(one) == fields(thai), thai
            assert not THAI.search(one.replace("๑๒๓", "").replace("ำ", "")), thai


def test_nothing_in_the_catalogue_is_for_nothing() -> None:
    """What the window says stands in its files; what is retold, in the files of the other floors, piece by piece."""
    sources = [
        path.read_text(encoding="utf-8") for room in ("corpus", "assistant") for path in (ROOT / room).rglob("*.py")
    ]
    text = "".join("".join(sources).split()).replace('""', "").replace('"f"', "").replace('\\"', '"')
    words = set(messages())
    for thai in catalogue()["window"]:
        pieces = [piece for piece, *_ in string.Formatter().parse(thai)]
        assert thai in words or all("".join(piece.split()) in text for piece in pieces), thai
    for thai in catalogue()["retold"]:
        for piece, *_ in string.Formatter().parse(thai):
            assert "".join(piece.split()) in text, (thai, piece)


def test_what_the_readers_note_has_its_english() -> None:
    held = {re.sub(r"{[^}]*}", "{}", thai) for thai in whole()}
    found = []
    for path in (ROOT / "corpus" / "readers").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = {id(part) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for part in one.values}
        for node in ast.walk(tree):
            if id(node) in parts:
                continue
            said = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}"
                for part in (node.values if isinstance(node, ast.JoinedStr) else [node])
                if isinstance(node, ast.JoinedStr | ast.Constant)
            )
            # A note is a sentence; patterns, alphabets and names of places are none.
            if " " in said and len(THAI.findall(said)) > 15 and not re.search(r"[\\|]", said):
                found.append(said)
    assert len(found) > 10
    assert [said for said in found if said not in held] == []


# --- what is said ---------------------------------------------------------------------------------------------------


def test_a_message_is_said_in_the_language_that_is_spoken() -> None:
    assert t("แถว {label}", label="I20") == "แถว I20"
    with speaking(Tongue.ENGLISH):
        assert t("แถว {label}", label="I20") == "row I20"
        assert t("ไม่มีในรายการ {n}", n=3) == "ไม่มีในรายการ 3"


def test_one_and_several_are_told_apart() -> None:
    assert count(1200, "แถว") == "1,200 แถว"
    with speaking(Tongue.ENGLISH):
        assert [count(number, "แถว") for number in (0, 1, 2, 1200)] == ["0 rows", "1 row", "2 rows", "1,200 rows"]
        assert message("{n:,} แถว") == ["{n:,} row", "{n:,} rows"]
    assert message("{n:,} แถว") == "{n:,} แถว"


def test_years_stay_those_of_the_buddhist_era() -> None:
    with speaking(Tongue.ENGLISH):
        assert year_label(2567) == "FY 2567"
        assert moment("2024-10-01T08:30:00+00:00") == "1 Oct 2567 (B.E.) 15:30"
    assert moment("2024-10-01T08:30:00+00:00") == "1 ต.ค. 2567 15:30 น."


def test_a_district_has_its_english_name_an_invented_one_its_own() -> None:
    with speaking(Tongue.ENGLISH):
        assert [district_label(name) for name in ("บางรัก", "ท่าสาธิต")] == ["Bang Rak", "เขตท่าสาธิต"]
    assert district_label("บางรัก") == "เขตบางรัก"


# --- what others said, retold ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("thai", "english"),
    [
        ("ตัวชี้วัดที่ 4", "indicator 4"),
        ("I20", "I20"),
        ("I20 (ปี 2563)", "I20 (FY 2563)"),
        ("หัวตาราง", "head of a table"),
        ("อาจเป็น I12; ลำดับไม่เรียงขึ้น", "perhaps I12; out of order"),
        ("ลำดับไม่เรียงขึ้น; อาจเป็น I12", "out of order; perhaps I12"),
        ("I2 บรรทัด 40: พิมพ์ว่า 1; ลำดับไม่เรียงขึ้น", "I2 line 40: printed as 1; out of order"),
        ("แผ่น มาตรการ แถว 7 (อ่านจากภาพ ความมั่นใจต่ำ)", "sheet มาตรการ, row 7 (read off a picture, not sure)"),
        ("ตาราง 2 แถว 5", "table 2, row 5"),
        ("คำของรายงานเอง", "คำของรายงานเอง"),
        ("อ่านจากภาพด้วย OCR 3 หน้า: 1, 4-5", "pages read off pictures (OCR): 3, namely 1, 4-5"),
    ],
)
def test_sentences_of_the_records(thai: str, english: str) -> None:
    assert retold(thai) == thai
    with speaking(Tongue.ENGLISH):
        assert retold(thai) == english


def test_places_kinds_and_what_is_masked() -> None:
    with speaking(Tongue.ENGLISH):
        assert retold(Place("a.txt", 3, 12, 0, 9).label) == "page 3, line 12"
        held = [*KIND_LABELS.values(), *filter(None, PERIOD_LABELS.values()), *MASK_LABELS.values()]
        assert [words for words in held if THAI.search(t(words))] == []


def test_a_caution_is_retold_as_it_was_written_and_as_it_was_stored() -> None:
    made = caution("one district", one="บางรัก", own="สาทร")
    with speaking(Tongue.ENGLISH):
        assert (
            retold(made)
            == "All precedents are of one district, Bang Rak (เขตบางรัก); fit them to the work of Sathon (เขตสาทร)."
        )
        assert retold(str(made)) == "All precedents are of one district, Bang Rak; fit them to the work of Sathon."


def test_what_is_wrong_with_a_score_sheet() -> None:
    sheet = pasted_scores(
        "I20 84.33\nI20 70\nI21\nE3 101\nI1-I3 80\nI99 50\nตัวชี้วัดที่ 4 60\nคะแนนรวม 12.00\nระดับ AA", 2566
    )
    problems = [line.problem for line in sheet.lines if line.problem]
    assert len(problems) >= 4
    with speaking(Tongue.ENGLISH):
        for line in sheet.lines:
            for note in filter(None, (line.problem, line.note)):
                assert not THAI.search(retold(note)), note
        for note in (*sheet.warnings, *standing_of(sheet).notes):
            assert not THAI.search(retold(note)), note


@pytest.mark.parametrize(
    ("error", "told"),
    [(PlansBusy("x"), "รอสักครู่แล้วลองอีกครั้ง"), (PlansReadOnly("x"), "เปิดสิทธิ์เขียน"), (PlansUnusable("x"), "ตรวจฐานข้อมูล")],
)
def test_why_plans_cannot_be_kept(error: Exception, told: str) -> None:
    assert told in trouble(error)
