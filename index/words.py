"""Words made findable: BM25 over lists of search words; knows nothing of vectors or reports. The only door to bm25s.

A record's list of words comes from ``corpus.thai.search_words``; the same function cuts the questions.
"""

import json
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

# A cell says its word two or three times and no more by filling a form, so a second mention adds little: k1 below the
# usual 1.5. Long rows are long because a district did more, not because it repeats itself: b below the usual 0.75.
K1 = 1.2
B = 0.6
# Set on the public test sets (`python -m index.train --evaluate`): with 4 the two together are no worse than the better
# of them where the words fail (English) and where the vectors do (rare names).
TRUST_POWER = 4
# Lucene's idf is above zero for a word that stands in every record, so that a score of zero means "no word found".
METHOD = "lucene"

WORDS_FILE = "words.json"
SCORES_FILE = "word_scores.npy"
RECORDS_FILE = "word_records.npy"
STARTS_FILE = "word_starts.npy"
FILES = (WORDS_FILE, SCORES_FILE, RECORDS_FILE, STARTS_FILE)

Floats = NDArray[np.float32]


def _bm25() -> Any:
    """A bm25s index that runs on numpy alone; loaded on first use, its progress notes kept out of everyone's log."""
    import logging

    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s.BM25(k1=K1, b=B, method=METHOD, backend="numpy", csc_backend="numpy")


class WordIndex:
    """Each word with the records that hold it; record numbers are 0-based and stay as given.

    ``words`` in ascending order; the postings of word i are ``starts[i]:starts[i + 1]`` of ``scores`` (BM25, float32)
    and ``records`` (int32), as bm25s lays them out.
    """

    def __init__(self, size: int, words: Sequence[str], scores: Floats, records: Any, starts: Any) -> None:
        self._size = size
        self._numbers = {word: number for number, word in enumerate(words)}
        self._scores, self._records, self._starts = scores, records, starts
        self._bm25 = _bm25()
        self._bm25.scores = {"data": scores, "indices": records, "indptr": starts, "num_docs": size}
        self._bm25.nonoccurrence_array = None

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]]) -> Self:
        """An index over the words of each record; a record without words is kept and never found.

        Score of a word in a record (Kamphuis et al., ECIR 2020, "Lucene (accurate)"):
        idf · tf / (tf + k1 · (1 - b + b · length / mean length)), idf as in ``idf``.
        """
        words = sorted({word for text in texts for word in text})
        if not words:
            return cls(len(texts), (), np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(1, np.int64))
        numbers = {word: number for number, word in enumerate(words)}
        bm25 = _bm25()
        numbered = [[numbers[word] for word in text] for text in texts]
        bm25.index((numbered, numbers), create_empty_token=False, show_progress=False)
        laid = bm25.scores
        return cls(len(texts), words, laid["data"], laid["indices"], laid["indptr"])

    def __len__(self) -> int:
        return self._size

    def vocabulary(self) -> frozenset[str]:
        """The words that at least one record holds."""
        return frozenset(self._numbers)

    def scores(self, words: Iterable[str]) -> Floats:
        """The BM25 score (n,) float32 of every record; a word asked twice counts once, an unknown one not at all."""
        known = [self._numbers[word] for word in dict.fromkeys(words) if word in self._numbers]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        found: Floats = self._bm25.get_scores_from_ids(known)
        return found

    def idf(self, word: str) -> float:
        """ln(1 + (n - df + 0.5) / (df + 0.5)), Lucene's idf; df is 0, and the idf highest, where no record has it."""
        held = len(self._held_by(word))
        return math.log(1 + (self._size - held + 0.5) / (held + 0.5))

    def known_share(self, words: Iterable[str]) -> float:
        """The idf-weighted share, in [0, 1], of the distinct words that at least one record holds."""
        weights = {word: self.idf(word) for word in words}
        total = sum(weights.values())
        return sum(weight for word, weight in weights.items() if word in self._numbers) / total if total else 0.0

    def trust(self, words: Iterable[str]) -> float:
        """How far the word list of a question is to be trusted beside its vector, in [0, 1]: ``known_share`` ** 4.

        In a question of another language a fifth of the words is known by chance (names, figures): that must weigh
        nothing, while one unknown word of a Thai question must not silence the others.
        """
        return self.known_share(words) ** TRUST_POWER

    def coverage(self, words: Iterable[str]) -> Floats:
        """The idf-weighted share (n,) float32, in [0, 1], of the distinct words that each record holds."""
        mass = np.zeros(self._size, dtype=np.float64)
        total = 0.0
        for word in dict.fromkeys(words):
            weight = self.idf(word)
            total += weight
            mass[self._held_by(word)] += weight
        return (mass / total if total else mass).clip(0.0, 1.0).astype(np.float32)

    def save(self, folder: Path) -> None:
        """Writes the words as JSON and the three arrays as .npy into that folder."""
        text = json.dumps({"records": self._size, "words": list(self._numbers)}, ensure_ascii=False)
        (folder / WORDS_FILE).write_text(text, encoding="utf-8")
        np.save(folder / SCORES_FILE, self._scores, allow_pickle=False)
        np.save(folder / RECORDS_FILE, self._records, allow_pickle=False)
        np.save(folder / STARTS_FILE, self._starts, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The index saved in that folder; raises OSError, ValueError or KeyError where a file is missing or wrong."""
        held = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
        size, words = int(held["records"]), [str(word) for word in held["words"]]
        scores = np.load(folder / SCORES_FILE, allow_pickle=False)
        records = np.load(folder / RECORDS_FILE, allow_pickle=False)
        starts = np.load(folder / STARTS_FILE, allow_pickle=False)
        if len(starts) != len(words) + 1 or starts[0] != 0 or starts[-1] != len(records) or len(scores) != len(records):
            raise ValueError("the parts of the word index do not belong together")
        if (np.diff(starts) < 0).any() or (len(records) and not 0 <= records.min() <= records.max() < size):
            raise ValueError("the word index names records that there are not")
        return cls(size, words, scores, records, starts)

    def _held_by(self, word: str) -> Any:
        """The numbers of the records that hold a word, ascending, each once."""
        number = self._numbers.get(word)
        if number is None:
            return self._records[:0]
        return self._records[self._starts[number] : self._starts[number + 1]]
