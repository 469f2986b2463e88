"""Contenders side by side: figures against values worked out by hand; and what each ablation and baseline may see."""

import math

import pytest

from assistant import ablation, baselines
from assistant.comparison import Contender, Paper, Rank, compare, comparison_table, result_objects
from assistant.gold import GoldQuestion
from index.search import ReportIndex
from tests.made_index import Made, made_index
from tests.made_readings import CountingEncoder, passage, reading, row


def question(
    number: str, text: str, *relevant: str, kind: str = "a", lang: str = "th", also_ok: tuple[str, ...] = ()
) -> GoldQuestion:
    there = bool(relevant)
    return GoldQuestion(
        number, text, lang, kind, frozenset(relevant), frozenset(also_ok), frozenset(), (), (), answerable=there
    )


def fixed(*names: str) -> Contender:
    """Always the same ranking."""

    def prepare(_paper: Paper) -> Rank:
        return lambda _question: names

    return Contender(" > ".join(names), prepare)


QUESTIONS = (
    question("1", "ก", "x"),
    question("2", "ข", "y", kind="b", lang="en", also_ok=("x",)),
    question("3", "ค", kind="none"),
)


def test_figures_are_means_over_the_questions_that_have_relevant_rows() -> None:
    paper = Paper(made_index(Made("a.txt", "ดุสิต", 2566).row("I1", 1, measure="ยืม")), QUESTIONS, {})
    (found,) = compare([paper], [fixed("x", "z", "y")])
    # Question 1: x stands first. Question 2: x is harmless and left out, so y stands second of z, y.
    assert found.overall.questions == 2
    assert found.overall.ndcg_10 == pytest.approx((1 + 1 / math.log2(3)) / 2)
    assert found.overall.recall_5 == 1.0
    assert [(name, one.questions) for name, one in found.by_kind] == [("a", 1), ("b", 1)]
    assert dict(found.by_language)["en"].ndcg_10 == pytest.approx(0.63093, abs=1e-5)
    table = comparison_table([found]).splitlines()
    assert table[0].split() == ["nDCG@10", "all", "en", "th", "a", "b"]
    assert table[2].split() == ["questions", "2", "1", "1", "1", "1"]
    assert table[3].split()[-5:] == ["0.815", "0.631", "1.000", "1.000", "0.631"]
    assert table[5].split()[0] == "recall@5"
    assert result_objects([found])[0]["all"] == {"questions": 2, "ndcg@10": 0.8155, "recall@5": 1.0}


def test_two_papers_count_together() -> None:
    index = made_index(Made("a.txt", "ดุสิต", 2566).row("I1", 1, measure="ยืม"))
    papers = [Paper(index, (question("1", "ก", "x"),), {}), Paper(index, (question("2", "ก", "nowhere"),), {})]
    (found,) = compare(papers, [fixed("x")])
    assert (found.overall.questions, found.overall.ndcg_10, found.overall.recall_5) == (2, 0.5, 0.5)


# --- ablations --------------------------------------------------------------------------------------------------------


class Blind(CountingEncoder):
    """Knows no word of what it is asked, and says so when it is asked at all."""

    def encode_questions(self, texts):  # type: ignore[no-untyped-def]
        raise AssertionError("the vectors were asked")


def two_rows(encoder: CountingEncoder) -> ReportIndex:
    """Of two rows the first has the word งบ once, the second has it thrice among others."""
    rows = [
        row("a.txt", "I1", 1, "ข้อหนึ่ง", line=1, measure="แผน งบ"),
        row("a.txt", "I9", 2, "ข้อสอง", line=2, measure="ยืม งบ ยืม ยืม ยืม ยืม ยืม คืน ยืม งบ งบ"),
    ]
    return ReportIndex.of([reading("a.txt", rows)], encoder)


def rank_of(name: str, paper: Paper, text: str) -> list[str]:
    (contender,) = [one for one in ablation.contenders() if one.name == name]
    return list(contender.prepare(paper)(text))


def test_words_only_and_vectors_only_are_what_they_say() -> None:
    paper = Paper(two_rows(CountingEncoder()), (), {})
    # The vectors over (ยืม, งบ, คิว) are (0, 1, 0) and (7, 3, 0): งบ is nearer to the first, at 1 against 0.39.
    assert rank_of("vectors only", paper, "งบ") == ["a.txt#I1#1", "a.txt#I9#2"]
    # No row's vector knows แผน, and no row but the first has the word.
    assert rank_of("vectors only", paper, "แผน") == []
    assert rank_of("words only", paper, "แผน") == ["a.txt#I1#1"]
    # The vectors put ยืม's row first for a question of both words; the words find คืน only there as well.
    assert rank_of("fused", paper, "ยืม คืน")[0] == "a.txt#I9#2"


def test_the_ablations_stand_in_the_order_of_what_they_add() -> None:
    assert [one.name for one in ablation.contenders()] == [
        "words only", "vectors only", "fused", "fused + structure", "+ crosswalk", "+ thesaurus", "+ weighing",
        "the whole", "weighed without words", "weighed without vectors", "weighed without structure",
        "weighed without crosswalk", "weighed without thesaurus",
        "the same without vectors",
    ]  # fmt: skip


def two_districts() -> ReportIndex:
    made = Made("a.txt", "ดุสิต", 2566).row("I20", 4, "การขอยืม", measure="ยืม พัสดุ")
    other = Made("b.txt", "สาทร", 2567).row("I20", 4, "การขอยืม", measure="ยืม พัสดุ ยืม พัสดุ").row("I1", 1, measure="คิว")
    return made_index(made, other)


def test_structure_is_what_knows_codes_and_districts() -> None:
    paper = Paper(two_districts(), (), {})
    with_structure = rank_of("fused + structure", paper, "I1 เขตสาทร")
    assert with_structure[0] == "b.txt#I1#2"
    assert all(name.startswith("b.txt") for name in with_structure)
    asked = ablation.unstructured(ablation.understand("I1 เขตสาทร ยืม", paper.index))
    assert (asked.codes, asked.districts, asked.years) == ((), (), ())
    assert asked.topic == "I1 เขตสาทร ยืม"
    assert "สาทร" in asked.topic_words
    assert {name[:5] for name in rank_of("weighed without structure", paper, "ยืม เขตสาทร")} == {"a.txt", "b.txt"}


def test_the_crosswalk_brings_the_true_partner_of_another_year() -> None:
    # I21 of 2563 asks what I20 of 2566 asks (corpus/crosswalk.json); the row of I3 has more of the item's words.
    old = Made("a.txt", "ดุสิต", 2563).row("I21", 4, "ข้อนี้", measure="คิว คิว ยืม")
    old.row("I3", 1, "การขออนุญาตยืมทรัพย์สินของราชการไปใช้ปฏิบัติงาน", measure="ยืม")
    new = Made("b.txt", "สาทร", 2566).row("I20", 4, "การขออนุญาตยืม", measure="ยืม")
    paper = Paper(made_index(old, new), (), {})
    before = rank_of("fused + structure", paper, "แก้ I20 อย่างไร")
    after = rank_of("+ crosswalk", paper, "แก้ I20 อย่างไร")
    assert before == ["b.txt#I20#1", "a.txt#I3#2", "a.txt#I21#1"]
    assert after == ["b.txt#I20#1", "a.txt#I21#1", "a.txt#I3#2"]


def test_the_thesaurus_finds_what_is_said_in_other_words() -> None:
    # An English word of the field for what the reports write in Thai (assistant/thesaurus.json).
    made = Made("a.txt", "ดุสิต", 2566).row("I1", 1, measure="รับบัตรคิว").row("I18", 4, measure="ทรัพย์สินของราชการ")
    paper = Paper(made_index(made), (), {})
    assert rank_of("+ crosswalk", paper, "asset") == []
    assert rank_of("+ thesaurus", paper, "asset") == ["a.txt#I18#2"]
    assert rank_of("weighed without thesaurus", paper, "asset") == []


# --- baselines --------------------------------------------------------------------------------------------------------


def test_white_space_words_are_what_stands_between_blanks_in_the_source() -> None:
    text = "จัดทำคู่มือ การยืม\nแจ้งเวียน ทุกฝ่าย\n"
    spans = [(0, 18), (19, 37)]
    rows = [row("a.txt", code, 1, "", line=line) for line, code in ((1, "I1"), (2, "I2"))]
    made = [_at(one, span) for one, span in zip(rows, spans, strict=True)]
    index = ReportIndex.of([reading("a.txt", made, text=text)], CountingEncoder())
    rank = baselines.by_white_space(Paper(index, (), {"a.txt#I2#2": "the second"}))
    assert rank("ทุกฝ่าย ทำอะไร") == ["the second"]
    assert rank("คู่มือ") == []  # a part of a run of letters is no word to it


def _at(one, span):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(one, place=replace(one.place, char_start=span[0], char_end=span[1]))


def test_a_chunk_stands_for_the_rows_that_it_overlaps_most_first() -> None:
    # 600 letters, a line end, 900 letters, a line end, 48 letters: chunks of at most 1,000 end at lines.
    text = "ก" * 600 + "\n" + "ยืม" * 300 + "\n" + "คิว" * 16 + "\n"
    spans = [(0, 600), (601, 1501), (1502, 1550)]
    rows = [_at(row("a.txt", f"I{n}", 1, "", line=n), span) for n, span in enumerate(spans, start=1)]
    prose = passage("a.txt", "คำนำ")
    index = ReportIndex.of([reading("a.txt", rows, [prose], text=text)], CountingEncoder())
    chunks = baselines.chunks_of(Paper(index, (), {}))
    assert [[one.code for one in chunk.rows] for chunk in chunks] == [["I1"], ["I2", "I3"]]
    assert [len(chunk.text) for chunk in chunks] == [600, 949]  # 900 letters, the line end, 48 letters
    paper = Paper(index, (), {"a.txt#I3#3": "third"})
    # งบ is nowhere; คิว is in the second chunk, which brings the row of its 900 letters first.
    assert baselines.chunks_by_vectors(paper)("คิว") == ["a.txt#I2#2", "third"]
    assert baselines.chunks_by_vectors(paper)("งบ") == []
    assert baselines.chunks_by_words(paper)("คิว") == ["a.txt#I2#2", "third"]


def test_a_chunk_without_a_row_holds_its_place() -> None:
    text = "ยืม" * 300 + "\n\n" + "คำ" * 300 + "ยืม\n"
    index = ReportIndex.of(
        [reading("a.txt", [_at(row("a.txt", "I1", 1, ""), (902, 1505))], text=text)], CountingEncoder()
    )
    assert baselines.chunks_by_vectors(Paper(index, (), {}))("ยืม")[0] == "chunk 0"
    assert baselines.chunks_by_vectors(Paper(index, (), {}))("ยืม")[-1] == "a.txt#I1#1"
