from math import log, sqrt

import numpy as np
import pytest

from corpus.errors import UnknownValue
from index.hits import Filters, Hit, Kind
from index.search import ReportIndex, codes_held, vector_text, words_of
from index.vectors import VectorIndex
from index.words import WordIndex
from tests.made_readings import CountingEncoder, passage, reading, row

NORTH, SOUTH = "เหนือ.txt", "ใต้.txt"


def index() -> ReportIndex:
    """Records 0 to 2 are rows of the north, 3 its passage, 4 and 5 rows of the south."""
    north = reading(
        NORTH,
        [
            row(NORTH, "I20", 4, "ยืม", "บางเหนือ", 2566, 1, weakness="ยืม ลำบาก", measure="ทำคู่มือ"),
            row(NORTH, "I8", 2, "งบ", "บางเหนือ", 2566, 2, measure="ประชุม งบ ยืม"),
            row(NORTH, None, 6, "คิว", "บางเหนือ", 2566, 3, measure="จัด คิว"),
        ],
        [passage(NORTH, "คำนำ งบ", "บางเหนือ", 2566)],
        "บางเหนือ",
        2566,
    )
    south = reading(
        SOUTH,
        [
            row(SOUTH, "I20", 4, "ยืม", "บางใต้", 2563, 1, weakness="ยืม ลำบาก", measure="ทำคู่มือ"),
            row(SOUTH, "O1-O22", 9, "เปิดเผย", "บางใต้", 2563, 2, measure="เว็บไซต์"),
        ],
        (),
        "บางใต้",
        2563,
    )
    return ReportIndex.of([north, south], CountingEncoder())


def ids(hits: list[Hit]) -> list[str]:
    return [hit.record.row_id if hit.row else hit.record.passage_id for hit in hits]  # type: ignore[union-attr]


def test_what_is_held() -> None:
    held = index()
    assert [one.row_id for one in held.rows] == [
        f"{NORTH}#I20#1",
        f"{NORTH}#I8#2",
        f"{NORTH}#G6#3",
        f"{SOUTH}#I20#1",
        f"{SOUTH}#O1-O22#2",
    ]
    assert [one.passage_id for one in held.passages] == [f"{NORTH}#P90"]
    assert set(held.reports) == {NORTH, SOUTH}
    assert (held.districts, held.years, len(held)) == (("บางเหนือ", "บางใต้"), (2563, 2566), 6)
    assert held.row(f"{SOUTH}#I20#1").fiscal_year == 2563


def test_row_vectors_stand_with_their_rows() -> None:
    # Item "งบ", measure "ประชุม งบ ยืม": ยืม 1, งบ 2, คิว 0.
    assert index().row_vector(f"{NORTH}#I8#2").tolist() == pytest.approx([1 / sqrt(5), 2 / sqrt(5), 0.0])
    assert index().row_vector(f"{SOUTH}#O1-O22#2").tolist() == [0.0, 0.0, 0.0]


def test_a_row_that_is_not_there_is_named_in_the_error() -> None:
    with pytest.raises(UnknownValue, match="I99"):
        index().row("I99")
    with pytest.raises(UnknownValue, match="I99"):
        index().row_vector("I99")


def test_both_rankings_are_fused_by_reciprocal_rank() -> None:
    hits = index().search("ยืม")
    # Cosine: both I20 rows 1 (rank 1, shared), I8 1/√5 (rank 3). Words: the I20 rows say it twice and are equal.
    assert ids(hits) == [f"{NORTH}#I20#1", f"{SOUTH}#I20#1", f"{NORTH}#I8#2"]
    assert [(hit.word_rank, hit.vector_rank) for hit in hits] == [(1, 1), (1, 1), (3, 3)]
    assert [hit.score for hit in hits] == pytest.approx([1 / 61 + 1 / 61, 1 / 61 + 1 / 61, 1 / 63 + 1 / 63])
    assert [hit.cosine for hit in hits] == pytest.approx([1.0, 1.0, 1 / sqrt(5)])
    assert [hit.coverage for hit in hits] == pytest.approx([1.0, 1.0, 1.0])
    assert hits[0].bm25 == hits[1].bm25 > hits[2].bm25 > 0


def test_the_words_weigh_what_they_know_of_the_question() -> None:
    # ยืม stands in 3 of 6 records, the English word in none: idf ln(1 + 3.5/3.5) and ln(1 + 6.5/0.5).
    known = log(2) / (log(2) + log(14))
    first = index().search("ยืม satellite", k=1)[0]
    assert first.score == pytest.approx(known / 61 + 1 / 61)
    assert first.coverage == pytest.approx(known)


def test_a_list_that_knows_nothing_does_not_count() -> None:
    encoder = CountingEncoder(["queue", "คิว"])
    only = reading("a.txt", [row("a.txt", "I1", 1, "งบ"), row("a.txt", "I2", 1, "คิว")])
    held = ReportIndex.of([only], encoder)
    held.encoder = _Translating(encoder)
    # No record knows the English word; the vector does: the second row alone, with half of what two lists would give.
    hits = held.search("queue")
    assert ids(hits) == ["a.txt#I2#1"]
    assert (hits[0].score, hits[0].word_rank, hits[0].coverage) == (pytest.approx(1 / 61), None, 0.0)
    # And a question without a known direction is left to the words.
    hits = held.search("งบ")
    assert ids(hits) == ["a.txt#I1#1"]
    assert (hits[0].vector_rank, hits[0].cosine, hits[0].word_rank) == (None, 0.0, 1)


class _Translating(CountingEncoder):
    """Puts the English word where the Thai one is."""

    def __init__(self, inner: CountingEncoder) -> None:
        super().__init__(inner.words)

    def encode_questions(self, texts):  # type: ignore[no-untyped-def]
        return super().encode_questions([text.replace("queue", "คิว") for text in texts])


def test_nothing_known_nothing_found() -> None:
    assert index().search("satellite") == []
    assert index().search("") == []
    assert index().search("  ") == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["I20#1", "I20#1", "I8#2"]),
        (Filters(districts=frozenset({"บางใต้"})), ["I20#1"]),
        (Filters(districts=frozenset({"บางใต้", "บางเหนือ"}), years=frozenset({2566})), ["I20#1", "I8#2"]),
        (Filters(codes=frozenset({"I8"})), ["I8#2"]),
        (Filters(groups=frozenset({4}), years=frozenset({2563})), ["I20#1"]),
        (Filters(parts=frozenset({"EIT", "OIT"})), []),
        (Filters(kinds=frozenset({Kind.PASSAGE})), []),
        (Filters(districts=frozenset()), []),
        (Filters(districts=frozenset({"ไม่มี"})), []),
    ],
)
def test_filters_come_before_ranking(filters: Filters, expected: list[str]) -> None:
    hits = index().search("ยืม", k=5, filters=filters)
    assert [one.split("#", 1)[1] for one in ids(hits)] == expected
    if expected:
        assert hits[0].word_rank == hits[0].vector_rank == 1


def test_a_range_holds_each_of_its_codes_and_a_row_without_code_none() -> None:
    chosen = index().select(Filters(codes=frozenset({"O5"})))
    assert [one.row_id for one in chosen] == [f"{SOUTH}#O1-O22#2"]  # type: ignore[union-attr]
    assert index().select(Filters(codes=frozenset({"O23", "O1-O22"}))) == ()
    assert len(index().select(Filters(groups=frozenset({6})))) == 1


def test_passages_have_no_part_group_or_code_to_pass_with() -> None:
    held = index()
    assert held.select(Filters(kinds=frozenset({Kind.PASSAGE}))) == held.passages
    assert held.select(Filters(parts=frozenset({"IIT", "EIT", "OIT"}))) == held.rows
    assert held.select(Filters(kinds=frozenset({Kind.PASSAGE}), groups=frozenset({2}))) == ()


@pytest.mark.parametrize(
    ("code", "held"),
    [
        ("I20", ("I20",)),
        ("O23-O25", ("O23", "O24", "O25")),
        ("O1 – 3", ("O1", "O2", "O3")),
        ("I5-E7", ("I5-E7",)),
        ("O9-O2", ("O9", "O2")),
        ("O1-O999", ("O1", "O999")),
        (None, ()),
    ],
)
def test_codes_held(code: str | None, held: tuple[str, ...]) -> None:
    assert codes_held(code) == held


def test_nearest_rows_go_by_cosine_alone_and_are_rows() -> None:
    hits = index().nearest_rows("งบ", k=9)
    # The passage says งบ too, and nothing else; it is no row. Rows without cosine follow in order, the blank last.
    assert ids(hits)[0] == f"{NORTH}#I8#2"
    assert [hit.score for hit in hits] == pytest.approx([2 / sqrt(5), 0.0, 0.0, 0.0, 0.0])
    assert all(hit.kind is Kind.ROW for hit in hits)
    assert hits[0].vector_rank == 1
    assert hits[0].word_rank is None
    assert index().nearest_rows("ดาวเทียม") == []
    assert ids(index().nearest_rows("ยืม", k=1, filters=Filters(years=frozenset({2563})))) == [f"{SOUTH}#I20#1"]


def test_more_than_there_are_and_none_at_all() -> None:
    assert len(index().search("ยืม", k=10_000)) == 3
    assert index().search("ยืม", k=0) == []
    assert index().nearest_rows("ยืม", k=0) == []


def test_an_empty_index_finds_nothing() -> None:
    empty = ReportIndex.of([], CountingEncoder())
    assert empty.search("ยืม") == empty.nearest_rows("ยืม") == []
    assert (empty.rows, empty.passages, empty.districts, empty.years) == ((), (), (), ())
    assert empty.select(Filters()) == ()


def test_the_same_question_gives_the_same_answer() -> None:
    assert index().search("ยืม งบ คิว") == index().search("ยืม งบ คิว")


def test_parts_that_do_not_match_are_refused() -> None:
    only = reading("a.txt", [row("a.txt", "I1", 1, "งบ")])
    with pytest.raises(ValueError, match="1 records, 2 vectors"):
        ReportIndex(
            [only], VectorIndex.build(np.eye(2, dtype=np.float32)), WordIndex.build([["งบ"]]), CountingEncoder()
        )


def test_what_is_indexed_of_a_row() -> None:
    one = row("a.txt", "E3", 6, "คิว", "บางซื่อ", 2567, measure="จัดซื้อจัดจ้าง", responsible="ฝ่ายปกครอง")
    words = words_of(one)
    assert {"2567", "คิว", "จัดซื้อจัดจ้าง", "จัดซื้อ", "ปกครอง"} <= set(words)
    assert vector_text(one) == "คิว\nจัดซื้อจัดจ้าง\nฝ่ายปกครอง"


def test_what_is_indexed_of_a_passage() -> None:
    one = passage("a.txt", "คำนำ", year=2567)
    assert {"2567", "คำนำ"} <= set(words_of(one))
    assert vector_text(one) == "คำนำ"
