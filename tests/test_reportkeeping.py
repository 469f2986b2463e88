"""The reports of the store on the command line: what is typed, what is printed, and what is refused."""

import json
import re
from pathlib import Path

import pytest

from corpus.reading import SAMPLES
from tests.made_commands import Capture, objects, printed, refused, report, run
from tests.made_keeper import reading_room


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Store and library of their own, two reports on the desk; reading in this process."""
    monkeypatch.setenv("ASSISTANT_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("ASSISTANT_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setattr("assistant.keeper.reading_room", reading_room)
    (tmp_path / "a.txt").write_text(report("ดุสิต"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(report("บางรัก"), encoding="utf-8")
    return tmp_path


def test_added_listed_corrected_and_removed(places: Path, capsys: Capture) -> None:
    assert printed(capsys, "reports") == "ยังไม่มีรายงานในคลัง\n"
    lines = printed(capsys, "add", str(places / "a.txt"), str(places / "b.txt")).splitlines()
    assert lines[0] == "a.txt  เขตดุสิต ปี 2566 แผนมาตรการ 1 หน้า 2 แถว 1 ข้อความ"
    assert printed(capsys, "add", str(places / "a.txt")) == "a.txt มีอยู่แล้วในชื่อ a.txt\n"
    said = ("--district", "สาทร", "--year", "๒๕๖๗", "--period", "q2", "--who", "ก")
    changed = printed(capsys, "correct", "b.txt", *said)
    assert changed == "b.txt  เขตสาทร ปี 2567 แผนมาตรการ ไตรมาส 2 1 หน้า 2 แถว 1 ข้อความ\n"
    assert printed(capsys, "correct", "b.txt", "--row", "I20", "--code", "i19").endswith("แก้แล้ว 1\n")
    held = objects(capsys, "reports", "--json")
    assert [(one["report"], one["district"], one["fiscal_year"], one["corrected"]) for one in held] == [
        ("a.txt", "ดุสิต", 2566, 0),
        ("b.txt", "สาทร", 2567, 1),
    ]
    assert printed(capsys, "correct", "b.txt", "--row", "I19", "--undo").endswith("1 ข้อความ\n")
    assert printed(capsys, "remove", "a.txt") == "เอา a.txt ออกจากคลังแล้ว\n"
    assert [one["report"] for one in objects(capsys, "reports", "--json")] == ["b.txt"]


def test_corrections_and_removals_outlive_a_build(
    places: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.assembly.reading_room", reading_room)
    monkeypatch.setenv("ASSISTANT_REPORTS", f"{places / 'a.txt'}:{places / 'b.txt'}")
    printed(capsys, "build")
    printed(capsys, "correct", "b.txt", "--row", "I20", "--score", "71.5")
    printed(capsys, "remove", "a.txt")
    assert (places / "a.txt").exists()
    printed(capsys, "build")
    assert [(one["report"], one["corrected"]) for one in objects(capsys, "reports", "--json")] == [("b.txt", 1)]
    assert [one["score"] for one in objects(capsys, "rows", "--json")] == [71.5, None]
    # Folders that are named are all that the store is to hold, and all of them.
    printed(capsys, "build", "--reports", str(places / "a.txt"))
    assert [one["report"] for one in objects(capsys, "reports", "--json")] == ["a.txt"]


def test_a_newer_version_under_another_name_asks(places: Path, capsys: Capture) -> None:
    printed(capsys, "add", str(places / "a.txt"))
    (places / "c.txt").write_text(report("ดุสิต").replace("คู่มือ ๑ ฉบับ", "คู่มือ ๒ ฉบับ"), encoding="utf-8")
    code, out, err = run(capsys, "add", str(places / "c.txt"))
    assert (code, out) == (2, "ไม่มีไฟล์ที่ต้องเพิ่ม\n")
    assert err.splitlines()[-1] == (
        "c.txt is of the same district, year, kind and period as a.txt; "
        "give --replace to put it in its place, or --keep-both."
    )
    lines = printed(capsys, "add", str(places / "c.txt"), "--replace").splitlines()
    assert lines[1] == "c.txt แทน a.txt: แก้ I20 (ผลผลิต)"


def test_a_report_that_lacks_its_year_says_what_to_type(places: Path, capsys: Capture) -> None:
    text = report("ดุสิต").replace("ประจำปีงบประมาณ พ.ศ. 2566", "").replace("๒๕๖๖", "")
    (places / "x.txt").write_text(text, encoding="utf-8")
    (line,) = printed(capsys, "add", str(places / "x.txt")).splitlines()
    assert line.startswith("x.txt ยังอ่านไม่ได้: x.txt names no fiscal year")
    assert line.endswith("(correct 'x.txt' --year ...)")
    assert [(one["state"], one["lacks"]) for one in objects(capsys, "reports", "--json")] == [("waiting", ["year"])]
    assert printed(capsys, "correct", "x.txt", "--year", "2566").startswith("x.txt  เขตดุสิต ปี 2566")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("remove", "none.txt"), "The store holds no report 'none.txt'; `python -m assistant reports` lists them."),
        (("correct", "a.txt"), "Say what is to be corrected: --district, --year, --kind or --period, or a --row."),
        (("correct", "a.txt", "--district", "นครสมมุติ"), "There is no district 'นครสมมุติ'; give one of the fifty, such as ดุสิต."),  # noqa: E501
        (("correct", "a.txt", "--year", "1999"), "1999 is no fiscal year of the Buddhist Era, such as 2567."),
        (("correct", "a.txt", "--row", "I9", "--code", "I8"), "a.txt holds no row 'I9'; `python -m assistant rows --json` prints their ids."),  # noqa: E501
        (("correct", "a.txt", "--row", "I20"), "Say what the row is: --code, --group, --score, --no-score, --cell, --no-row, or --undo."),  # noqa: E501
        (("correct", "a.txt", "--row", "I20", "--score", "x"), "'x' is no score."),
        (("correct", "a.txt", "--row", "I20", "--undo"), "Nothing was corrected in I20."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(
    places: Path, capsys: Capture, arguments: tuple[str, ...], sentence: str
) -> None:
    printed(capsys, "add", str(places / "a.txt"))
    assert refused(capsys, *arguments) == sentence


def test_a_score_corrected_by_hand_is_told_as_such(places: Path, capsys: Capture) -> None:
    sample = SAMPLES / "sample_2563_bangsommut.txt"
    printed(capsys, "add", str(sample))
    asking = ("ask", "คะแนน I1 เขตบางสมมุติ ปี 2563")
    assert ": 84.15 คะแนน “- คะแนนเฉลี่ย ๘๔.๑๕ คะแนน” [1]\n" in printed(capsys, *asking)
    printed(capsys, "correct", sample.name, "--row", "I1", "--score", "85.15", "--who", "สมชาย")
    told = printed(capsys, *asking)
    assert ": 85.15 คะแนน “85.15” [1]\n" in told
    assert re.search(r"⚠ แก้ไขด้วยมือ: คะแนน \[1\] โดย สมชาย \d{4}-\d\d-\d\d เดิมอ่านได้ “84\.15”", told)


def test_a_cell_corrected_by_hand_is_quoted_found_and_told_as_such(places: Path, capsys: Capture) -> None:
    printed(capsys, "add", str(places / "a.txt"))
    cell = ("correct", "a.txt", "--row", "I20", "--cell")
    printed(capsys, *cell, "output=- คู่มือการยืมพัสดุ ๙ ฉบับ\n- แบบฟอร์มยืม", "--who", "สมชาย")
    row = json.loads(printed(capsys, "rows", "--code", "I20", "--json").splitlines()[0])
    assert row["cells"]["output"] == "- คู่มือการยืมพัสดุ ๙ ฉบับ\n- แบบฟอร์มยืม"
    (mark,) = row["corrected"]
    assert (mark["what"], mark["read"], mark["who"]) == ("output", "- คู่มือ ๑ ฉบับ", "สมชาย")
    asking = ("ask", "ผลผลิตของข้อ I20 เขตดุสิต")
    answer = json.loads(printed(capsys, *asking, "--json"))
    cited = next(one for one in answer["citations"] if one["cell"] == "output")
    assert cited["quote"] == mark["now"] == row["cells"]["output"]
    assert cited["corrected"] == mark
    place = cited["place"]
    assert (places / "a.txt").read_text(encoding="utf-8")[place["char_start"] : place["char_end"]] == "- คู่มือ ๑ ฉบับ"
    told = printed(capsys, *asking)
    assert "“- คู่มือการยืมพัสดุ ๙ ฉบับ - แบบฟอร์มยืม” [" in told
    assert "⚠ แก้ไขด้วยมือ: ผลผลิต [" in told
    assert "เดิมอ่านได้ “- คู่มือ ๑ ฉบับ”" in told
    assert "(แก้ไขด้วยมือ)" in told  # beside the place, in the list of sources
    for command in (("rows", "--code", "I20"), ("search", "คู่มือการยืมพัสดุ")):
        assert "(แก้ไขด้วยมือ)" in printed(capsys, *command)
    assert json.loads(printed(capsys, "search", "คู่มือการยืมพัสดุ", "--json"))["hits"][0]["corrected"] == [mark]
    wanted = (
        "--district",
        "บางเขน",
        "--year",
        "2568",
        "--code",
        "I20",
        "--form",
        "2566",
        "--weakness",
        "ไม่ทราบขั้นตอนการยืม",
    )
    (drafted,) = json.loads(printed(capsys, "draft", *wanted, "--json"))["rows"]
    assert [one["corrected"] for one in drafted["cells"]["output"]["basis"]] == [mark]
    assert drafted["warnings"][-1] == "บางถ้อยคำหรือรหัสข้อของต้นแบบแก้ไขด้วยมือ โปรดเทียบกับต้นฉบับ"
    assert "✎" in printed(capsys, "compare", "--part", "IIT").split("ทั้งตัวชี้วัด =")[0]
    for typed, sentence in (
        ("output", "'output' is no cell with its text; write --cell measure='...'."),
        ("nothing=x", "'nothing' is no cell; there are weakness, guideline, measure, "),
        ("result=x", "The form of I20 has no cell result; it has weakness, measure, "),
        (f"output={'ก' * 20_001}", "The text of output has 20,001 characters; 20,000 is the most."),
    ):
        assert refused(capsys, *cell, typed).startswith(sentence)
    printed(capsys, *cell, "output=- คู่มือ ๑ ฉบับ")  # as it was read: no correction any more
    assert json.loads(printed(capsys, "rows", "--code", "I20", "--json").splitlines()[0])["corrected"] == []
