"""A cross-encoder made here, one layer of random weights, behind the reranker's door; and what it may re-order."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.ask import ranked, understand
from assistant.assembly import open_assistant
from assistant.ranking import RERANKED, Ranker
from assistant.selection import filters_of
from assistant.settings import Settings
from corpus.errors import EncoderError
from index.reranker import load_reranker
from index.search import vector_text
from tests.made_commands import Capture, make_store, objects, refused, write_reports
from tests.made_index import sample_index

LETTERS = [chr(code) for code in range(0x0E01, 0x0E5B)]


def make_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A cross-encoder that reads letters: one layer, eight numbers wide, random but always the same."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = {token: at for at, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *LETTERS])}
    plain = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    plain.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=plain, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        model_max_length=64,
    )  # fmt: skip
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=64, num_labels=labels, initializer_range=1.0,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small cross-encoder."""
    return make_cross_encoder(tmp_path_factory.mktemp("cross"))


def test_scores_are_those_of_the_model_itself(model: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    texts = ["ยืมพัสดุ", "แผนงบประมาณประจำปี", "ก" * 500]
    scores = load_reranker(str(model)).scores("ยืมของ", texts)
    tokenizer, whole = AutoTokenizer.from_pretrained(model), AutoModelForSequenceClassification.from_pretrained(model)
    with torch.inference_mode():
        batch = tokenizer(["ยืมของ"] * 3, texts, padding=True, truncation=True, return_tensors="pt")
        expected = torch.sigmoid(whole.eval()(**batch).logits[:, 0]).numpy()
    assert scores.dtype == np.float32
    assert len(set(scores.tolist())) == 3
    np.testing.assert_allclose(scores, expected, atol=1e-5)
    assert load_reranker(str(model)).scores("ยืมของ", []).shape == (0,)


def test_a_model_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"^No cross-encoder can be loaded from .*none'.* rank without one\.$"):
        load_reranker(str(tmp_path / "none"))


def test_a_model_that_gives_no_single_score_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="sorts pairs into 3 classes"):
        load_reranker(str(make_cross_encoder(tmp_path / "three", labels=3)))


class ShortestFirst:
    """The shorter a text, the better: an order that nothing else would give."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append((question, len(texts)))
        return np.array([-len(text) for text in texts], dtype=np.float32)


def test_the_top_candidates_take_the_reranker_s_order_and_keep_the_scores_of_their_places() -> None:
    index, reranker = sample_index(), ShortestFirst()
    asked = understand("การยืมทรัพย์สินของราชการ", index)
    before = Ranker(index).rank(asked, filters_of(asked, index), 60)
    after = Ranker(index, reranker=reranker).rank(asked, filters_of(asked, index), 60)
    assert reranker.asked == [("การยืมทรัพย์สินของราชการ", RERANKED)]
    lengths = [len(vector_text(hit.record)) for hit in after[:RERANKED]]
    assert lengths == sorted(lengths)
    assert [hit.score for hit in after] == [hit.score for hit in before]
    assert {hit.place for hit in after[:RERANKED]} == {hit.place for hit in before[:RERANKED]}
    assert after[RERANKED:] == before[RERANKED:]
    assert [hit.place for hit in after] != [hit.place for hit in before]


def test_rows_that_are_looked_up_by_code_are_not_reranked() -> None:
    index, reranker = sample_index(), ShortestFirst()
    asked = understand("เขตอื่นแก้ I20 อย่างไร", index)
    hits = ranked(asked, index, Ranker(index, reranker=reranker), 10)
    assert reranker.asked == []
    assert [hit.place for hit in hits] == [hit.place for hit in ranked(asked, index, Ranker(index), 10)]


def test_the_flag_puts_a_reranker_into_search_and_a_missing_one_is_one_sentence(
    model: Path, tmp_path: Path, capsys: Capture
) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    store = make_store(write_reports(reports), tmp_path / "store")
    question = "คู่มือการยืมทรัพย์สินของราชการ"
    (plain,) = objects(capsys, "search", question, "--json", "--store", str(store))
    (found,) = objects(capsys, "search", question, "--json", "--store", str(store), "--reranker", str(model))
    index = open_assistant(Settings(store=store)).index
    by_hand = ranked(understand(question, index), index, Ranker(index, reranker=load_reranker(str(model))), 10)
    assert [hit["place"]["line"] for hit in found["hits"]] == [hit.place.line for hit in by_hand]
    assert [hit["place"] for hit in found["hits"]] != [hit["place"] for hit in plain["hits"]]
    sentence = refused(capsys, "ask", "x", "--store", str(store), "--reranker", str(tmp_path / "none"))
    assert sentence.startswith("No cross-encoder can be loaded from ")
