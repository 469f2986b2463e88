"""The encoder's training and its test sets, on pairs made up here; the public text itself is not needed."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from index.encoder import MARKER, load_encoder, spaced
from index.exam import Exam, by_cosine, by_words, rank_figures, read_test_sets
from index.lessons import Lessons, damage, in_words, read_table
from index.train import Recipe, Rows, idf, main, teach

PAIRS = [
    ("borrow government property", "ยืมทรัพย์สินของราชการ"),
    ("annual budget plan", "แผนงบประมาณประจำปี"),
    ("complaint about corruption", "ร้องเรียนการทุจริต"),
    ("overtime pay", "ค่าล่วงเวลา"),
    ("performance review of staff", "ประเมินผลงานบุคลากร"),
    ("public website", "เว็บไซต์ของหน่วยงาน"),
]


def test_a_small_training_run_learns_its_pairs_and_saves_a_folder_that_loads(tmp_path: Path) -> None:
    asks = tuple(in_words(english) for english, _ in PAIRS)
    tells = tuple(in_words(thai) for _, thai in PAIRS)
    lessons = [Lessons("pairs", 0.9, asks, tells), Lessons("stretches", 0.1, (), tells, cloze=True)]
    recipe = Recipe(tokens=300, dim=16, steps=40, batch=6, run=2)
    teach(lessons, tmp_path / "one", recipe)
    encoder = load_encoder(str(tmp_path / "one"))
    assert encoder.dim == 16
    scores = (
        encoder.encode_questions([english for english, _ in PAIRS])
        @ encoder.encode_passages([thai for _, thai in PAIRS]).T
    )
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3, 4, 5]
    assert json.loads((tmp_path / "one" / MARKER).read_text(encoding="utf8"))["words"] == "corpus.thai.words"

    teach(lessons, tmp_path / "again", recipe)
    assert load_encoder(str(tmp_path / "again")).id == encoder.id
    teach(lessons, tmp_path / "other", Recipe(tokens=300, dim=16, steps=40, batch=6, run=2, seed=8))
    assert load_encoder(str(tmp_path / "other")).id != encoder.id


def test_lessons_without_a_tell_for_every_ask_are_refused() -> None:
    with pytest.raises(ValueError, match="every ask has its tell"):
        Lessons("pairs", 1.0, ("a", "b"), ("c",))
    with pytest.raises(ValueError, match="nothing to learn from"):
        Lessons("pairs", 1.0, (), (), cloze=True)


def test_windows_weigh_repeated_tokens_as_the_encoder_does() -> None:
    rows = Rows([[5, 7, 5, 5, 5, 9], [3]])
    bags = rows.windows(np.array([1, 0]), 100, np.random.default_rng(0))
    assert bags.ids.tolist() == [3, 5, 7, 9]
    assert bags.offsets.tolist() == [0, 1]
    assert bags.weights.tolist() == [1.0, 3.0, 1.0, 1.0]  # four mentions of 5: 1 + log2(4)
    assert spaced("รถ แมว รถ รถ รถ ปลา") == "รถ แมว รถ รถ ปลา"  # the 1st, 2nd and 4th mention


def test_windows_are_cut_to_size() -> None:
    bags = Rows([list(range(50))]).windows(np.array([0]), 8, np.random.default_rng(1))
    first = int(bags.ids[0])
    assert bags.ids.tolist() == list(range(first, first + 8))


def test_a_stretch_lies_in_its_row_and_a_row_without_tokens_gives_an_empty_bag() -> None:
    rows = Rows([list(range(100, 140)), [], [1, 2, 3]])
    asks, tells = rows.stretches(np.array([0, 1, 2]), 30, np.random.default_rng(2))
    for bags in (asks, tells):
        pieces = np.split(bags.ids, bags.offsets[1:])
        assert set(pieces[0].tolist()) <= set(range(100, 140))
        assert pieces[1].tolist() == []
        assert set(pieces[2].tolist()) <= {1, 2, 3}
    assert 4 <= asks.offsets[1] <= 24


def test_idf_counts_texts_not_mentions() -> None:
    weights = idf([Rows([[0, 0, 1], [0]]), Rows([[0]])], 3)
    np.testing.assert_allclose(weights, np.log([1 + 3 / 4, 1 + 3 / 2, 1 + 3 / 1]), rtol=1e-6)


def test_damage_is_seeded_and_spares_spaces_and_digits() -> None:
    text = "การขออนุญาตยืมทรัพย์สินของราชการ ปี 2567 " * 20
    once, twice = damage(text, random.Random(3), 0.1), damage(text, random.Random(3), 0.1)
    assert once == twice != text
    assert damage(text, random.Random(3), 0.0) == text
    assert "".join(c for c in once if c.isdigit()) == "2567" * 20


def test_rows_of_a_table_without_both_texts_are_left_out(tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    table.write_text("budget\tงบประมาณ\tx\n\tงาน\nalone\nblank\t \n", encoding="utf8")
    assert list(read_table(table)) == [["budget", "งบประมาณ", "x"]]


def test_hit_and_mrr_are_counted_with_ties_against_us() -> None:
    scores = np.array([[0.9, 0.1, 0.2], [0.5, 0.4, 0.3], [0.7, 0.7, 0.1]], dtype=np.float32)
    # Ranks of the right ones: 1, 2, and 2 because of the tie. hit@1 = 1/3, MRR = (1 + 1/2 + 1/2) / 3.
    assert rank_figures(scores, (0, 1, 0)) == pytest.approx((1 / 3, 2 / 3))
    far = np.zeros((1, 12), dtype=np.float32)
    far[0, 1:] = 1.0
    assert rank_figures(far, (0,)) == (0.0, 0.0)  # rank 12 is beyond ten


def test_rankings_of_a_small_exam_by_cosine_and_by_words() -> None:
    exam = Exam("small", ("ยืมรถยนต์", "แผนงบประมาณ"), ("การยืมรถยนต์ของราชการ", "แผนการใช้งบประมาณ"), (0, 1))
    for scores in (by_cosine(load_encoder(), exam), by_words(exam)):
        assert scores.shape == (2, 2)
        assert rank_figures(scores, exam.right) == (1.0, 1.0)


def write_test_sets(folder: Path) -> None:
    def write(name: str, records: list[dict[str, str]]) -> None:
        (folder / "test" / name).write_text("\n".join(json.dumps(record) for record in records), encoding="utf8")

    (folder / "test").mkdir()
    write("xquad_corpus.jsonl", [{"id": "p0", "text_th": "แมวกินปลา"}, {"id": "p1", "text_th": "รถยนต์สีแดง"}])
    write("xquad_queries.jsonl", [{"id": "q", "th": "รถยนต์สีอะไร", "en": "car colour", "positive": "p1"}])
    texts = ["ธนาคารปิดวันเสาร์", "ธนาคารปิดวันเสาร์", "โรงเรียนเปิดเทอม"]
    write("iapp_corpus.jsonl", [{"id": f"d{i}", "title": "ข่าว", "text": text} for i, text in enumerate(texts)])
    write("iapp_queries.jsonl", [{"id": "q", "th": "โรงเรียนเปิดเมื่อไร", "en": "when", "positive": "d2"}])


def test_test_sets_are_read_with_twins_merged_and_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_test_sets(tmp_path)
    sets = read_test_sets(tmp_path)
    assert [(len(exam.passages), exam.right) for exam in sets] == [
        (2, (1,)),
        (2, (1,)),
        (2, (1,)),
        (2, (1,)),
        (1, (0,)),
    ]
    assert main(["--data", str(tmp_path), "--evaluate", str(Path("index") / "model")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert lines[1].split() == ["XQuAD", "Thai", "to", "Thai", *["1.000"] * 6]


def test_a_damaged_model_and_missing_data_end_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / MARKER).write_text("{}", encoding="utf8")
    write_test_sets(tmp_path)
    assert main(["--data", str(tmp_path), "--evaluate", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"The encoder in {tmp_path} lacks model.safetensors")
    with pytest.raises(SystemExit) as left:
        main(["--data", str(tmp_path / "nothing"), "--evaluate", str(tmp_path)])
    assert left.value.code == 2
    assert "no folder" in capsys.readouterr().err
