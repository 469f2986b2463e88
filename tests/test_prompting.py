"""The examples that the window offers: loaded from prompts/, filled from rows, left out where no row fits."""

from pathlib import Path

import pytest
from window_desk import READINGS

from assistant.prompting import PROMPTS, TASKS, Prompt, fill, load_lines, load_tasks, values_of
from corpus.errors import SettingsError

ROWS = tuple(row for reading in READINGS[:2] for row in reading.rows)


def test_lines_without_comments_and_blanks(tmp_path: Path) -> None:
    (tmp_path / "kind.txt").write_text("# หมายเหตุ\n\n  หนึ่ง $code \nสอง\n", encoding="utf-8")
    assert load_lines("kind", tmp_path) == ("หนึ่ง $code", "สอง")


def test_the_weakest_item_is_offered_first_and_the_next_line_speaks_of_another_district() -> None:
    filled = fill(["$code $district $year", "$code $district", "คำถามเดิม"], ROWS, "บางเขน")
    assert filled == ("I20 ตัวอย่างเหนือ 2566", "I20 ตัวอย่างใต้", "คำถามเดิม")


def test_a_line_that_no_row_can_fill_is_left_out() -> None:
    assert fill(["$code", "ร่าง $unknown"], ROWS, "บางเขน") == ("I20",)
    assert fill(["$code", "ว่าง"], (), "บางเขน") == ("ว่าง",)


def test_what_a_row_can_fill_in() -> None:
    assert values_of(ROWS[0], "บางเขน") == {
        "code": "I20",
        "group": "4",
        "district": "ตัวอย่างเหนือ",
        "year": "2566",
        "next_year": "2567",
        "for_district": "บางเขน",
        "district_english": "เขตตัวอย่างเหนือ",
        "for_district_english": "Bang Khen",
        "weakness": "บุคลากรบางส่วนไม่ทราบขั้นตอนการยืม",
    }
    assert "code" not in values_of(ROWS[1], "บางเขน")  # a doubtful code is not offered


@pytest.mark.parametrize("kind", ["examples_ask", "examples_draft"])
def test_the_shipped_examples_can_all_be_filled(kind: str) -> None:
    lines = load_lines(kind)
    assert lines
    assert len(fill(lines, ROWS * 3, "บางเขน")) == len(lines)
    assert (PROMPTS / f"{kind}.txt").is_file()


def tasks_folder(folder: Path, **texts: str) -> Path:
    """The shipped prompts, some of them with other words."""
    for name in TASKS:
        text = texts.get(name, (PROMPTS / f"{name}.txt").read_text(encoding="utf-8"))
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_tasks_are_whole_and_notes_for_the_keeper_are_not_sent() -> None:
    tasks = load_tasks()
    assert set(tasks) == {"answer", "draft_cell", "rewrite_formally", "translate_question"}
    for prompt in tasks.values():
        assert "JSON" in prompt.duty
        assert not [line for line in f"{prompt.duty}\n{prompt.data}".splitlines() if line.startswith(("#", "---"))]


def test_a_value_is_never_read_as_a_placeholder() -> None:
    prompt = Prompt("หน้าที่ $5", "ถาม $question จาก $evidence")
    assert prompt.filled(question="$evidence ${x} $", evidence="หลักฐาน") == "ถาม $evidence ${x} $ จาก หลักฐาน"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("หน้าที่\n---\n$question", "must hold the placeholders $evidence, $question below its line ---."),
        ("หน้าที่\n---\n$question $evidence $more", "must hold the placeholders $evidence, $question below"),
        ("หน้าที่ $question\n---\n$evidence", "must hold the placeholders"),
        ("หน้าที่\n---\n$question $evidence $", "must hold the placeholders"),
        ("หน้าที่ $question $evidence", "must have one line --- between"),
        ("หน้าที่\n---\n$question\n---\n$evidence", "must have one line --- between"),
    ],
)
def test_a_prompt_with_other_placeholders_is_refused(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        load_tasks(tasks_folder(tmp_path, answer=text))
    assert str(refused.value).startswith("The prompt answer.txt ")
    assert why in str(refused.value)


def test_a_prompt_that_is_gone_or_no_text_is_refused(tmp_path: Path) -> None:
    folder = tasks_folder(tmp_path)
    (folder / "answer.txt").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SettingsError, match=r"^The prompt answer\.txt cannot be read"):
        load_tasks(folder)
    (folder / "answer.txt").unlink()
    with pytest.raises(SettingsError, match=r"^The prompt answer\.txt cannot be read"):
        load_tasks(folder)
