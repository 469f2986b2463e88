"""Makes the shipped encoder (``python -m index.train --data DIR --out DIR``) and measures one (``--evaluate``).

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
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.encoder import MARKER, load_encoder
from index.exam import by_both, by_cosine, by_words, rank_figures, read_test_sets
from index.lessons import Lessons, read_lessons

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

_THAI_LETTERS = [chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F))]
_ALPHABET = _THAI_LETTERS + list("abcdefghijklmnopqrstuvwxyz0123456789.,")
_MODULES = "sentence_transformers.sentence_transformer.modules"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an encoder is trained; ``steps`` batches of ``batch`` pairs, tells cut to at most ``window`` tokens."""

    tokens: int = 28_000
    dim: int = 768
    steps: int = 800
    batch: int = 2048
    rate: float = 0.02
    scale: float = 20.0
    window: int = 160
    start: float = 0.3
    run: int = 16
    apart: float = 0.3
    seed: int = 7


class Bags(NamedTuple):
    """Bags of tokens, end to end: bag i is ``ids[offsets[i]:offsets[i + 1]]``, each token once, with its weight."""

    ids: NDArray[np.int64]
    offsets: NDArray[np.int64]
    weights: NDArray[np.float32]


class Rows:
    """Token ids of many texts, end to end: row i is ``ids[starts[i]:starts[i + 1]]``."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        self.ids = np.fromiter((i for row in rows for i in row), dtype=np.int32, count=int(self.starts[-1]))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def windows(self, picked: NDArray[np.int64], window: int, rng: np.random.Generator) -> Bags:
        """The picked rows, each cut to a stretch of at most ``window`` tokens that begins anywhere in it."""
        begin, end = self.starts[picked], self.starts[picked + 1]
        spare = np.maximum(end - begin - window, 0)
        begin = begin + (rng.random(len(picked)) * (spare + 1)).astype(np.int64)
        return self._bags(begin, np.minimum(begin + window, end))

    def stretches(self, picked: NDArray[np.int64], window: int, rng: np.random.Generator) -> tuple[Bags, Bags]:
        """Of each picked row a short stretch (4 to 24 tokens), and a window that begins up to a window before it."""
        begin, end = self.starts[picked], self.starts[picked + 1]
        length = rng.integers(4, 25, len(picked))
        at = begin + (rng.random(len(picked)) * np.maximum(end - begin - length, 1)).astype(np.int64)
        around = np.maximum(at - rng.integers(0, window, len(picked)), begin)
        return self._bags(at, np.minimum(at + length, end)), self._bags(around, np.minimum(around + window, end))

    def _bags(self, begin: NDArray[np.int64], end: NDArray[np.int64]) -> Bags:
        lengths = end - begin
        shift = begin - np.concatenate([[0], np.cumsum(lengths)[:-1]])
        owner = np.repeat(np.arange(len(begin)), lengths)
        ids = self.ids[np.arange(int(lengths.sum())) + shift[owner]]
        keys, counts = np.unique(owner << 32 | ids, return_counts=True)
        weights = 1 + np.floor(np.log2(counts))  # the weight that ``index.encoder.spaced`` gives to a repeated word
        return Bags(keys & 0xFFFFFFFF, np.searchsorted(keys >> 32, np.arange(len(begin))), weights.astype(np.float32))


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
    """Every word, as often as its weighted count to the power of 0.6, so that rare words and English keep a place."""
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

    known: dict[str, list[int]] = {}

    def rows(texts: Sequence[str]) -> Rows:
        fresh = list({word for text in texts for word in text.split(" ") if word not in known})
        known.update(
            (word, encoding.ids) for word, encoding in zip(fresh, tokenizer.encode_batch_fast(fresh), strict=True)
        )
        return Rows([[i for word in text.split(" ") for i in known[word]] for text in texts])

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
        picked = _pick(len(course.tells), recipe, rng, runs=course.asks is None)
        if course.asks is None:
            pair = course.tells.stretches(picked, recipe.window, rng)
        else:
            pair = (
                course.asks.windows(picked, recipe.window, rng),
                course.tells.windows(picked, recipe.window, rng),
            )
        asks, tells = (_means(table, bags) for bags in pair)
        same = torch.from_numpy(course.same[picked])
        twins = (same[:, None] == same[None, :]).fill_diagonal_(False)
        scores = (recipe.scale * asks @ tells.T).masked_fill(twins, -1e4)
        right = torch.arange(len(picked))
        loss = (functional.cross_entropy(scores, right) + functional.cross_entropy(scores.T, right)) / 2
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if step % 50 == 0:
            print(
                f"step {step} of {recipe.steps}, loss {loss.item():.3f}, {time.monotonic() - began:.0f} s",
                file=sys.stderr,
            )
    return _kept_apart(table.detach().numpy(), recipe.apart, rng)


def _kept_apart(table: NDArray[np.float32], share: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """The rows, each with a random direction of its own added, ``share`` as long as the row.

    Training draws the words of a topic together until rare names melt into their neighbours; this keeps them apart.
    """
    own = rng.standard_normal(table.shape, dtype=np.float32) / np.float32(np.sqrt(table.shape[1]))
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    apart: NDArray[np.float32] = np.add(table, share * lengths * own, dtype=np.float32)
    return apart


def _pick(size: int, recipe: Recipe, rng: np.random.Generator, runs: bool) -> NDArray[np.int64]:
    """Numbers of a batch of lessons; with ``runs`` neighbours come together, such as the sections of one law."""
    if not runs:
        return np.asarray(rng.choice(size, min(recipe.batch, size), replace=False), dtype=np.int64)
    starts = rng.integers(0, size, max(1, recipe.batch // recipe.run))
    return np.unique((starts[:, None] + np.arange(recipe.run)).ravel() % size).astype(np.int64)


def _means(table: "torch.Tensor", bags: Bags) -> "torch.Tensor":
    """Unit rows: the weighted sums of the bags' token vectors, brought to length 1."""
    import torch
    from torch.nn import functional

    ids, offsets, weights = (torch.from_numpy(part) for part in bags)
    sums = functional.embedding_bag(ids, table, offsets, mode="sum", per_sample_weights=weights)
    return functional.normalize(sums, dim=1)


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
        {
            "idx": 1,
            "name": "1",
            "path": "1_Normalize",
            "type": "sentence_transformers.base.modules.normalize.Normalize",
        },
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains or measures an encoder, as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m index.train", description="Make or measure the sentence encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the public text")
    job = parser.add_mutually_exclusive_group(required=True)
    job.add_argument("--out", type=Path, help="train, and write the model to this folder")
    job.add_argument("--evaluate", metavar="MODEL", help="measure this model folder on the test sets")
    chosen = parser.parse_args(arguments)
    if not chosen.data.is_dir():
        parser.error(f"there is no folder {chosen.data}")
    if chosen.out:
        train(chosen.data, chosen.out, Recipe())
        return 0
    try:
        encoder = load_encoder(chosen.evaluate)
    except EncoderError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{'test set':44}{'encoder':>16}{'BM25':>16}{'both':>16}")
    for tests in read_test_sets(chosen.data):
        rankings = (by_cosine(encoder, tests), by_words(tests), by_both(encoder, tests))
        figures = [rank_figures(ranking, tests.right) for ranking in rankings]
        print(f"{tests.name:44}" + "".join(f"{hit:>9.3f}{mrr:>7.3f}" for hit, mrr in figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
