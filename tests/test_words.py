import random
from math import log
from pathlib import Path

import numpy as np
import pytest

from index.words import WordIndex

# Three records; mean length 2. k1 1.2, b 0.6: the length norm is 1.2 · (0.4 + 0.6 · length / 2).
TEXTS = [["ยืม", "งบ", "งบ"], ["ยืม"], ["คิว", "คิว"]]
IDF_2_OF_3 = log(1 + 1.5 / 2.5)
IDF_1_OF_3 = log(1 + 2.5 / 1.5)
IDF_UNKNOWN = log(1 + 3.5 / 0.5)


def index() -> WordIndex:
    return WordIndex.build(TEXTS)


def test_scores_are_those_worked_out_by_hand() -> None:
    # Norms by record: 1.2 · 1.3 = 1.56, 1.2 · 0.7 = 0.84, 1.2 · 1.0 = 1.2.
    assert index().scores(["ยืม"]).tolist() == pytest.approx([IDF_2_OF_3 / 2.56, IDF_2_OF_3 / 1.84, 0.0])
    assert index().scores(["งบ"]).tolist() == pytest.approx([IDF_1_OF_3 * 2 / 3.56, 0.0, 0.0])
    assert index().scores(["คิว", "ยืม"]).tolist() == pytest.approx(
        [IDF_2_OF_3 / 2.56, IDF_2_OF_3 / 1.84, IDF_1_OF_3 * 2 / 3.2]
    )


def test_a_word_asked_twice_counts_once_and_an_unknown_one_not_at_all() -> None:
    assert index().scores(["ยืม", "ดาวเทียม", "ยืม"]).tolist() == index().scores(["ยืม"]).tolist()
    assert index().scores(["ดาวเทียม"]).tolist() == [0.0, 0.0, 0.0]
    assert index().scores([]).tolist() == [0.0, 0.0, 0.0]
    assert index().scores([""]).tolist() == [0.0, 0.0, 0.0]


def test_idf_is_highest_for_a_word_that_no_record_holds() -> None:
    assert index().idf("ยืม") == pytest.approx(IDF_2_OF_3)
    assert index().idf("งบ") == pytest.approx(IDF_1_OF_3)
    assert index().idf("ดาวเทียม") == pytest.approx(IDF_UNKNOWN)


def test_a_word_of_every_record_still_counts_a_little() -> None:
    both = WordIndex.build([["ยืม"], ["ยืม"]])
    assert both.idf("ยืม") == pytest.approx(log(1.2))
    assert (both.scores(["ยืม"]) > 0).all()


def test_coverage_is_the_share_of_the_idf_that_a_record_holds() -> None:
    asked = IDF_2_OF_3 + IDF_1_OF_3
    assert index().coverage(["ยืม", "งบ", "งบ"]).tolist() == pytest.approx([1.0, IDF_2_OF_3 / asked, 0.0])


def test_a_word_that_no_record_holds_pulls_coverage_down() -> None:
    share = IDF_2_OF_3 / (IDF_2_OF_3 + IDF_UNKNOWN)
    assert index().coverage(["ยืม", "ดาวเทียม"]).tolist() == pytest.approx([share, share, 0.0])
    assert index().coverage(["ดาวเทียม"]).tolist() == [0.0, 0.0, 0.0]
    assert index().coverage([]).tolist() == [0.0, 0.0, 0.0]


def test_known_share_asks_all_records_together() -> None:
    assert index().known_share(["ยืม", "คิว"]) == pytest.approx(1.0)
    assert index().known_share(["ยืม", "ดาวเทียม"]) == pytest.approx(IDF_2_OF_3 / (IDF_2_OF_3 + IDF_UNKNOWN))
    assert index().known_share(["satellite"]) == 0.0
    assert index().known_share([]) == 0.0


def test_vocabulary_names_the_words_that_stand_somewhere() -> None:
    assert index().vocabulary() == {"ยืม", "งบ", "คิว"}


def test_records_without_words_keep_their_number() -> None:
    # Mean length (0 + 1 + 0) / 3; the only word stands in record 1.
    scores = WordIndex.build([[], ["ยืม"], []]).scores(["ยืม"])
    assert scores.tolist() == pytest.approx([0.0, IDF_1_OF_3 / (1 + 1.2 * (0.4 + 0.6 * 3)), 0.0])


def files_of(one: WordIndex, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    one.save(folder)
    return {part.name: part.read_bytes() for part in folder.iterdir()}


@pytest.mark.parametrize(
    ("pieces", "texts"),
    [
        ([range(3)], TEXTS),
        ([range(2)], TEXTS[:2]),  # งบ and ยืม stay, คิว is said no more
        ([range(1, 3), [["งบ", "กก"], []]], [*TEXTS[1:], ["งบ", "กก"], []]),
        ([[["ฮฮ"]], range(1), [["งบ"]], range(2, 3)], [["ฮฮ"], TEXTS[0], ["งบ"], TEXTS[2]]),
        ([range(2, 3), range(1)], [TEXTS[2], TEXTS[0]]),
        ([], []),
        ([range(0), [[]]], [[]]),
    ],
)
def test_rearranged_it_is_the_index_that_is_built_of_all_the_words(
    pieces: list[range | list[list[str]]], texts: list[list[str]], tmp_path: Path
) -> None:
    changed, fresh = index().rearranged(pieces), WordIndex.build(texts)
    assert files_of(changed, tmp_path / "changed") == files_of(fresh, tmp_path / "fresh")
    for words in (["ยืม"], ["งบ", "คิว"], ["ฮฮ", "กก"]):
        assert changed.scores(words).tolist() == fresh.scores(words).tolist()
        assert changed.coverage(words).tolist() == fresh.coverage(words).tolist()


def test_many_changes_one_after_the_other_leave_no_trace(tmp_path: Path) -> None:
    chance = random.Random(7)
    texts = [chance.choices("กขคงจฉชซ", k=chance.randrange(9)) for _ in range(40)]
    held = WordIndex.build(texts)
    for _ in range(30):
        at, end = sorted(chance.choices(range(len(texts) + 1), k=2))
        new = [chance.choices("กขคฌญ", k=chance.randrange(5)) for _ in range(chance.randrange(4))]
        held = held.rearranged([range(at), new, range(end, len(texts))])
        texts = [*texts[:at], *new, *texts[end:]]
        assert len(held) == len(texts)
    assert files_of(held, tmp_path / "changed") == files_of(WordIndex.build(texts), tmp_path / "fresh")


def test_scores_are_those_of_bm25s() -> None:
    bm25s = pytest.importorskip("bm25s")
    chance = random.Random(11)
    texts = [chance.choices("กขคงจฉชซ", k=chance.randrange(1, 30)) for _ in range(50)]
    oracle = bm25s.BM25(k1=1.2, b=0.6, method="lucene", backend="numpy", csc_backend="numpy")
    oracle.index(texts, show_progress=False)
    for words in (["ก"], ["ข", "จ"], list("กขคงจฉชซ")):
        assert WordIndex.build(texts).scores(words) == pytest.approx(oracle.get_scores(words), rel=1e-5)


@pytest.mark.parametrize("texts", [[], [[], []]])
def test_no_words_at_all(texts: list[list[str]], tmp_path: Path) -> None:
    empty = WordIndex.build(texts)
    empty.save(tmp_path)
    for one in (empty, WordIndex.load(tmp_path)):
        assert one.scores(["ยืม"]).tolist() == one.coverage(["ยืม"]).tolist() == [0.0] * len(texts)
        assert len(one) == len(texts)
        assert one.vocabulary() == frozenset()


def test_saved_and_loaded_it_scores_the_same(tmp_path: Path) -> None:
    index().save(tmp_path)
    loaded = WordIndex.load(tmp_path)
    assert loaded.scores(["ยืม", "งบ"]).tolist() == index().scores(["ยืม", "งบ"]).tolist()
    assert loaded.coverage(["ยืม", "งบ"]).tolist() == index().coverage(["ยืม", "งบ"]).tolist()
    assert loaded.vocabulary() == index().vocabulary()


def test_the_same_texts_make_the_same_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        WordIndex.build(TEXTS).save(tmp_path / name)
    for part in (tmp_path / "a").iterdir():
        assert part.read_bytes() == (tmp_path / "b" / part.name).read_bytes()


def test_parts_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    index().save(tmp_path)
    np.save(tmp_path / "word_records.npy", np.array([0, 1, 0, 99], dtype=np.int32))
    with pytest.raises(ValueError, match="records that there are not"):
        WordIndex.load(tmp_path)
    np.save(tmp_path / "word_records.npy", np.array([0], dtype=np.int32))
    with pytest.raises(ValueError, match="belong together"):
        WordIndex.load(tmp_path)


def test_trust_is_the_known_share_to_the_fourth() -> None:
    held = WordIndex.build([["ก", "ข"], ["ข"]])
    assert held.trust(["ก", "ข"]) == 1.0
    # idf(ก) = ln(1 + 1.5 / 1.5) = 0.6931; an unheard word: ln(1 + 2.5 / 0.5) = 1.7918; share 0.6931 / 2.4849 = 0.2789
    assert held.trust(["ก", "zebra"]) == pytest.approx(0.2789**4, abs=1e-4)
    assert held.trust(["zebra"]) == 0.0
