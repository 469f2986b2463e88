"""Makes the shipped sentence encoder, and measures one: ``python -m index.train --data DIR (--out DIR | --evaluate DIR)``.

The encoder is a bag of token vectors, averaged and brought to unit length; the vectors are learned by telling each
question's passage from the others of its batch (InfoNCE, van den Oord et al. 2018).
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import MARKER, Encoder, load_encoder
from index.lessons import Lessons, read_lessons

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

_ALPHABET = [chr(c) for c in (*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F))] + list("abcdefghijklmnopqrstuvwxyz0123456789.,")
_MODULES = "sentence_transformers.sentence_transformer.modules"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an encoder is trained; ``steps`` batches of ``batch`` pairs, tells cut to at most ``window`` tokens."""

    tokens: int = 40_000
    dim: int = 512
    steps: int = 600
    batch: int = 2048
    rate: float = 0.02
    scale: float = 20.0
    window: int = 160
    start: float = 0.3
    seed: int = 7


class Rows:
    """Token ids of many texts, end to end: row i is ``ids[starts[i]:starts[i + 1]]``."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        self.ids = np.fromiter((i for row in rows for i in row), dtype=np.int32, count=int(self.starts[-1]))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def bag(self, picked: NDArray[np.int64], window: int, rng: np.random.Generator) -> tuple[NDArray[Any], NDArray[Any]]:
        """Ids and offsets of the picked rows, each cut to a stretch of at most ``window`` tokens that begins anywhere."""
        begin, end = self.starts[picked], self.starts[picked + 1]
        spare = np.maximum(end - begin - window, 0)
        begin = begin + (rng.random(len(picked)) * (spare + 1)).astype(np.int64)
        return self._take(begin, np.minimum(begin + window, end))

    def halves(
        self, picked: NDArray[np.int64], window: int, rng: np.random.Generator
    ) -> tuple[tuple[NDArray[Any], NDArray[Any]], tuple[NDArray[Any], NDArray[Any]]]:
        """A short stretch (4 to 24 tokens) of each picked row, and a window that begins up to half a window before it."""
        begin, end = self.starts[picked], self.starts[picked + 1]
        length = rng.integers(4, 25, len(picked))
        at = begin + (rng.random(len(picked)) * np.maximum(end - begin - length, 1)).astype(np.int64)
        around = np.maximum(at - rng.integers(0, window, len(picked)), begin)
        short = self._take(at, np.minimum(at + length, end))
        return short, self._take(around, np.minimum(around + window, end))

    def _take(self, begin: NDArray[np.int64], end: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any]]:
        lengths = end - begin
        offsets = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        index = np.arange(int(lengths.sum())) - np.repeat(offsets, lengths) + np.repeat(begin, lengths)
        return self.ids[index].astype(np.int64), offsets


def learn_tokens(texts: Iterable[str], size: int) -> "Tokenizer":
    """A byte-pair vocabulary of ``size`` tokens over words that are already apart (Sennrich et al. 2016)."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    # NFC only: NFKC takes the vowel ำ apart, and a normaliser that strips accents deletes Thai vowels.
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(vocab_size=size, initial_alphabet=_ALPHABET, show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def vocabulary_texts(lessons: Sequence[Lessons]) -> Iterable[str]:
    """Every word of the lessons, as often as its weighted count to the power of 0.6: rare words and English keep a place."""
    counts: Counter[str] = Counter()
    for kind in lessons:
        own = Counter(word for texts in (kind.asks, kind.tells) for text in texts for word in text.split(" "))
        weight = kind.share / own.total()
        for word, count in own.items():
            counts[word] += count * weight * 20_000_000  # type: ignore[assignment]
    for word, count in counts.items():
        yield " ".join([word] * round(count**0.6))


def idf(rows: Sequence[Rows], size: int) -> NDArray[np.float32]:
    """log(1 + texts / (1 + texts that hold the token)) of each token."""
    seen, texts = np.zeros(size), 0
    for part in rows:
        for i in range(len(part)):
            seen[np.unique(part.ids[part.starts[i] : part.starts[i + 1]])] += 1
        texts += len(part)
    weights: NDArray[np.float32] = np.log1p(texts / (1 + seen)).astype(np.float32)
    return weights


@dataclass(frozen=True, slots=True)
class Course:
    """Lessons as token ids; equal tells carry equal numbers in ``same``, so that a twin is not called wrong."""

    share: float
    asks: Rows | None
    tells: Rows
    same: NDArray[np.int64]


def courses(lessons: Sequence[Lessons], tokenizer: "Tokenizer") -> list[Course]:
    """The lessons tokenized."""

    def rows(texts: Sequence[str]) -> Rows:
        return Rows([encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts))])

    out = []
    for kind in lessons:
        numbers: dict[str, int] = {}
        same = np.array([numbers.setdefault(tell, len(numbers)) for tell in kind.tells])
        out.append(Course(kind.share, None if kind.cloze else rows(kind.asks), rows(kind.tells), same))
    return out


def learn_vectors(lessons: Sequence[Course], size: int, recipe: Recipe) -> NDArray[np.float32]:
    """Token vectors (size, dim) learned on the courses, one kind a batch, the kinds by their shares."""
    import torch
    from torch.nn import functional

    torch.set_num_threads(2)
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    start = torch.from_numpy(idf([c.tells for c in lessons], size))[:, None] * (recipe.start / 5)
    table = (torch.randn(size, recipe.dim) * start).requires_grad_()
    optimiser = torch.optim.Adam([table], lr=recipe.rate)
    shares = np.array([course.share for course in lessons])
    warm = max(1, recipe.steps // 10)
    began = time.monotonic()
    for step in range(recipe.steps):
        pace = min((step + 1) / warm, (recipe.steps - step) / (recipe.steps - warm + 1))
        optimiser.param_groups[0]["lr"] = recipe.rate * pace
        course = lessons[rng.choice(len(lessons), p=shares / shares.sum())]
        picked = rng.choice(len(course.tells), min(recipe.batch, len(course.tells)), replace=False)
        if course.asks is None:
            ask_bag, tell_bag = course.tells.halves(picked, recipe.window, rng)
        else:
            ask_bag = course.asks.bag(picked, recipe.window, rng)
            tell_bag = course.tells.bag(picked, recipe.window, rng)
        asks, tells = (
            functional.normalize(
                functional.embedding_bag(torch.from_numpy(ids), table, torch.from_numpy(offsets), mode="mean"), dim=1
            )
            for ids, offsets in (ask_bag, tell_bag)
        )
        same = torch.from_numpy(course.same[picked])
        twins = (same[:, None] == same[None, :]).fill_diagonal_(False)
        scores = (recipe.scale * asks @ tells.T).masked_fill(twins, -1e4)
        right = torch.arange(len(picked))
        loss = (functional.cross_entropy(scores, right) + functional.cross_entropy(scores.T, right)) / 2
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 50 == 0:
            print(f"step {step} of {recipe.steps}, loss {loss.item():.3f}, {time.monotonic() - began:.0f} s", file=sys.stderr)
    return table.detach().numpy()


def save_encoder(folder: Path, tokenizer: "Tokenizer", table: NDArray[np.float32], name: str) -> None:
    """A sentence-transformers folder (StaticEmbedding, Normalize); one signed byte a weight, one scale a row."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    scales = np.maximum(np.abs(table).max(axis=1), 1e-12).astype(np.float32) / 127
    rows = np.rint(table / scales[:, None]).astype(np.int8)
    # The names of model2vec, which StaticEmbedding reads too: the vector of token i is embeddings[i] * weights[i].
    save_file({"embeddings": rows, "weights": scales}, str(folder / "model.safetensors"))
    (folder / "tokenizer.json").write_text(tokenizer.to_str(pretty=False), encoding="utf8")
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": f"{_MODULES}.static_embedding.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.base.modules.normalize.Normalize"},
    ]
    _write_json(folder / "modules.json", modules)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    _write_json(folder / "1_Normalize" / "config.json", {})
    _write_json(folder / "config_sentence_transformers.json", {"similarity_fn_name": "cosine", "prompts": {}})
    _write_json(folder / MARKER, {"name": name, "layout": 1, "words": "corpus.thai.words"})


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf8")


def train(data: Path, out: Path, recipe: Recipe) -> None:
    """Reads the public text in ``data`` and writes a trained encoder to ``out``."""
    print("cutting the texts into words", file=sys.stderr)
    teach(read_lessons(data, recipe.seed), out, recipe)


def teach(lessons: Sequence[Lessons], out: Path, recipe: Recipe) -> None:
    """Learns tokens and vectors from lessons and writes the encoder to ``out``."""
    tokenizer = learn_tokens(vocabulary_texts(lessons), recipe.tokens)
    table = learn_vectors(courses(lessons, tokenizer), tokenizer.get_vocab_size(), recipe)
    save_encoder(out, tokenizer, table, "thai-words-static")


@dataclass(frozen=True, slots=True)
class TestSet:
    """Questions and the one passage that each is about: ``right[i]`` is the place of question i's passage."""

    name: str
    questions: tuple[str, ...]
    passages: tuple[str, ...]
    right: tuple[int, ...]


def read_test_sets(data: Path) -> list[TestSet]:
    """XQuAD with Thai and with English questions, and iapp (passages that stand there twice merged)."""
    sets = []
    for name, corpus, language, field in (
        ("XQuAD Thai to Thai", "xquad", "th", "text_th"),
        ("XQuAD English to Thai", "xquad", "en", "text_th"),
        ("iapp Thai to Thai", "iapp", "th", "text"),
    ):
        lines = (data / "test" / f"{corpus}_corpus.jsonl").read_text(encoding="utf8").splitlines()
        texts = {record["id"]: record[field] for record in map(json.loads, lines)}
        places = {text: place for place, text in enumerate(dict.fromkeys(texts.values()))}
        lines = (data / "test" / f"{corpus}_queries.jsonl").read_text(encoding="utf8").splitlines()
        asked = [json.loads(line) for line in lines]
        right = tuple(places[texts[question["positive"]]] for question in asked)
        sets.append(TestSet(name, tuple(question[language] for question in asked), tuple(places), right))
    return sets


def rank_figures(scores: NDArray[np.float32], right: Sequence[int]) -> tuple[float, float]:
    """hit@1 and MRR@10 of a matrix (questions, passages) of scores; among equal scores the right one comes last."""
    own = scores[np.arange(len(right)), list(right)]
    ranks = (scores >= own[:, None]).sum(axis=1)
    return float((ranks == 1).mean()), float(np.where(ranks <= 10, 1 / ranks, 0).mean())


def evaluate(encoder: Encoder, sets: Sequence[TestSet]) -> list[tuple[str, float, float]]:
    """Name, hit@1 and MRR@10 of each test set, by cosine."""
    figures = []
    for tests in sets:
        scores = encoder.encode_questions(tests.questions) @ encoder.encode_passages(tests.passages).T
        figures.append((tests.name, *rank_figures(scores, tests.right)))
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains or measures an encoder, as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m index.train", description="Make or measure the sentence encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the public text")
    job = parser.add_mutually_exclusive_group(required=True)
    job.add_argument("--out", type=Path, help="train, and write the model to this folder")
    job.add_argument("--evaluate", metavar="MODEL", help="measure this model folder on the test sets")
    chosen = parser.parse_args(arguments)
    if chosen.out:
        train(chosen.data, chosen.out, Recipe())
        return 0
    for name, hit, mrr in evaluate(load_encoder(chosen.evaluate), read_test_sets(chosen.data)):
        print(f"{name:24} hit@1 {hit:.3f}  MRR@10 {mrr:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
