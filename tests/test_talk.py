"""What can be done with an answer of the talk: plans folded and taken away, opinions kept, a model waited for."""

from dataclasses import replace
from pathlib import Path

import pytest
from window_desk import Seen

from assistant.assembly import Assistant
from assistant.ratings import RatingFile, Verdict
from assistant.window import talk as talk_file
from assistant.window.desk import Desk
from assistant.window.talk import Examples, Turn
from assistant.window.tongue import Tongue, speaking
from tests.made_index import Made, made_index, sample_index


def over_samples(editor: object = None, ratings: RatingFile | None = None) -> Desk:
    return Desk(Assistant(sample_index(), editor=editor), Examples(), with_plans=True, ratings=ratings)  # type: ignore[arg-type]


def test_a_drafted_plan_is_folded_with_its_scores_and_can_be_taken_away() -> None:
    at = over_samples()
    *_, turns = at.ask("ร่างแผนปี 2568 ให้เขตท่าสาธิต ข้อที่ต่ำกว่า 85", None, ())
    page = at.talk(turns)
    assert page.count("<details") == 3
    assert page.count(' data-fold="t1-') == 3
    assert [" open" in part.split(">")[0] for part in page.split("<details")[1:]] == [True, False, False]
    for score in ("80.95 คะแนน", "83.27 คะแนน", "84.66 คะแนน"):
        assert score in page
    acts = [b["data-act"] for b in Seen(page).buttons if b["data-act"] in ("keep", "file")]
    assert acts == ["keep", "file", "file", "keep"]
    *_, changed = at.ask("แก้ข้อ E9 ให้มาตรการเป็น ตั้งศูนย์รับเรื่อง", None, turns)
    seen = Seen(at.talk(changed))
    assert "แก้ช่องมาตรการ/กิจกรรมของข้อ E9 แล้ว" in seen.words
    assert {b["data-scope"] for b in seen.buttons if b["data-act"] == "keep"} == {"t2"}  # under the last draft only
    plan = at.plan_in(changed)
    assert plan is not None
    assert plan.scores["E9"] == 83.27
    names = [Path(at.plan_file(changed, suffix) or "").name for suffix in (".docx", ".xlsx")]
    assert names == ["แผน ITA 2568 เขตท่าสาธิต.docx", "แผน ITA 2568 เขตท่าสาธิต.xlsx"]
    assert at.plan_file(changed, ".pdf") is None
    assert at.plan_file((), ".docx") is None


def test_the_talk_is_a_file_once_something_was_answered() -> None:
    at = over_samples()
    waiting, done = at.ask("E12 ปี 2567 ได้กี่คะแนน", None, ())
    assert at.talk_file(waiting) is None
    path = Path(at.talk_file(done) or "")
    assert (path.name, path.read_bytes()[:2]) == ("ถามตอบ ITA.docx", b"PK")


def test_an_opinion_is_kept_once(tmp_path: Path) -> None:
    file = RatingFile(tmp_path / "ratings.jsonl")
    at = over_samples(ratings=file)
    *_, (turn,) = at.ask("E12 ปี 2567 ได้กี่คะแนน", None, ())
    rated = at.rate(turn, Verdict.BAD, "ผิดปี")
    assert at.rate(rated, Verdict.GOOD, "") == rated
    assert [(one.verdict, one.remark) for one in file.read()] == [("bad", "ผิดปี")]
    assert "ขอบคุณ บันทึกแล้ว" in at.talk((rated,))
    assert "คำตอบนี้ใช้ไม่ได้" in at.talk((turn,))
    assert "คำตอบนี้ใช้ไม่ได้" not in over_samples().talk((turn,))


def test_an_opinion_that_could_not_be_kept_says_so_and_is_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    at = over_samples(ratings=RatingFile(tmp_path / "file" / "ratings.jsonl"))
    *_, (turn,) = at.ask("E12 ปี 2567 ได้กี่คะแนน", None, ())
    rated = at.rate(turn, Verdict.GOOD, "")
    page = at.talk((rated,))
    assert rated.rated is None
    assert "บันทึกความเห็นไม่ได้" in page
    assert "คำตอบนี้ใช้ไม่ได้" in page


def test_the_quoted_answer_comes_before_the_model_has_said_a_word() -> None:
    from tests.made_model import clauses, model

    with model(clauses(("เวียนแจ้งทุกฝ่าย", [1]))) as made:
        at = over_samples(editor=made.editor())
        *_, turns = at.ask("เขตอื่นแก้ข้อ I20 อย่างไร", None, ())
        assert made.seen == []
        assert turns[0].awaits_model
        assert "โมเดลภาษากำลังเรียบเรียงเพิ่ม" in at.talk(turns)
        quoted = turns[0].answer
        improved = at.improved(turns, turns[0], None)
        assert len(made.seen) >= 1
        assert not improved.awaits_model
        assert improved.answer is not None
        assert quoted is not None
        assert quoted.text in improved.answer.text
        *_, figures = at.ask("E12 ปี 2567 ได้กี่คะแนน", None, ())
        assert not figures[0].awaits_model  # nothing to do for a model


def test_an_earlier_turn_is_shown_as_before_until_something_of_it_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[int] = []
    real = talk_file._turn
    monkeypatch.setattr(talk_file, "_turn", lambda turn, *more: (made.append(turn.number), real(turn, *more))[1])
    talk_file.forget_shown()
    at = over_samples(ratings=RatingFile(tmp_path / "ratings.jsonl"))
    turns: tuple[Turn, ...] = ()
    for question in ("E12 ปี 2567 ได้กี่คะแนน", "แก้ E1 อย่างไร"):
        *_, turns = at.ask(question, None, turns)
    page = at.talk(turns)
    assert made == [1, 2]
    assert at.talk(turns) == page
    assert made == [1, 2]
    # A third question is shown with what can be done with the second taken away, and shows the first as it was.
    at.talk((*turns, Turn(3, "ใครรับผิดชอบ")))
    assert made == [1, 2, 2, 3]
    *_, asked = at.ask("ใครรับผิดชอบ E1", None, turns)
    at.talk(asked)
    assert made == [1, 2, 2, 3, 3]
    assert at.talk((replace(turns[0], rated=Verdict.GOOD), turns[1])) != page
    with speaking(Tongue.ENGLISH):
        assert "อ่านคำถามว่า" not in at.talk(turns)
    # The rows of another store are looked up anew.
    at.assistant = Assistant(made_index(Made("ก.txt", "ดุสิต", 2566).row("I20", 4, measure="ทำสมุดยืม")))
    made.clear()
    at.talk(turns)
    assert made == [1, 2]


def test_what_stands_around_an_english_answer_is_english_in_the_thai_window() -> None:
    at = over_samples()
    *_, turns = at.ask("what was the score of E12 in 2567", None, ())
    page = at.talk(turns)
    assert ' lang="en"' in page.split("reply is-answered")[1].split(">")[0]
    words = Seen(page).words
    assert "Copy the answer" in words
    assert "อ่านคำถามว่า" not in words
    *_, both = at.ask("E12 ปี 2567 ได้กี่คะแนน", None, turns)
    words = Seen(at.talk(both)).words
    assert words.count("อ่านคำถามว่า") == 1
    assert words.count("คัดลอกคำตอบ") == 1
