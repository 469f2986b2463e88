"""Words made findable: BM25 over lists of search words; knows nothing of vectors or reports.

A record's list of words comes from ``corpus.thai.search_words``; the same function cuts the questions. Kept are counts
and no scores, which all change with every record: so one report is put in or taken out without counting the others
again, which a library that keeps scores cannot do. The tests hold the scores against those of bm25s.
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

WORDS_FILE = "words.json"
COUNTS_FILE = "word_counts.npy"
RECORDS_FILE = "word_records.npy"
STARTS_FILE = "word_starts.npy"
FILES = (WORDS_FILE, COUNTS_FILE, RECORDS_FILE, STARTS_FILE)

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Texts = Sequence[Sequence[str]]


class WordIndex:
    """Each word with the records that hold it; record numbers are 0-based and stay as given.

    ``words`` in ascending order; the postings of word i are ``starts[i]:starts[i + 1]`` of ``records``, ascending, and
    of ``counts``: how often each of them says the word.
    """

    def __init__(self, size: int, words: Sequence[str], counts: Any, records: Any, starts: Any) -> None:
        self._size = size
        self._numbers = {word: number for number, word in enumerate(words)}
        self._counts, self._records, self._starts = counts, records, starts
        self._scores = _bm25(size, counts, records, starts)

    @classmethod
    def build(cls, texts: Texts) -> Self:
        """An index over the words of each record; a record without words is kept and never found."""
        nothing = np.zeros(0, np.int64)
        return cls(0, (), nothing, nothing, np.zeros(1, np.int64)).rearranged([texts])

    def rearranged(self, pieces: Sequence[range | Texts]) -> Self:
        """An index over these records one after the other: ranges of this one's, each once at most, and new texts.

        It is the one that ``build`` makes of all their words; only the new texts are counted.
        """
        texts: dict[int, Sequence[str]] = {}
        moved = np.full(self._size, -1, np.int64)
        size = 0
        for piece in pieces:
            if isinstance(piece, range):
                moved[piece.start : piece.stop] = np.arange(size, size + len(piece))
            else:
                texts.update(enumerate(piece, start=size))
            size += len(piece)
        old_words, records, counts = self._postings(moved)
        said = [word for words in texts.values() for word in words]
        held = list(self._numbers)
        names = sorted({held[number] for number in np.unique(old_words)}.union(said))
        numbers = {name: number for number, name in enumerate(names)}
        # A word of the old ones that nobody says any more has no postings left and keeps no number.
        of_old = np.array([numbers.get(name, -1) for name in held], np.int64)
        lengths = [len(words) for words in texts.values()]
        by = np.repeat(np.array(list(texts), np.int64), lengths)
        new = np.array([numbers[word] for word in said], np.int64) * size + by
        new, new_counts = np.unique(new, return_counts=True)
        keys = np.concatenate([of_old[old_words] * size + records, new])
        order = np.argsort(keys, kind="stable")
        word_of, records = np.divmod(keys[order], max(size, 1))
        starts = np.searchsorted(word_of, np.arange(len(names) + 1))
        return type(self)(size, names, _small(np.concatenate([counts, new_counts])[order]), _small(records), starts)

    def _postings(self, moved: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """The postings of the records that have a new number: numbers of words, the new numbers, counts."""
        records = moved[self._records]
        kept = records >= 0
        words = np.repeat(np.arange(len(self._numbers)), np.diff(self._starts))
        return words[kept], records[kept], self._counts[kept].astype(np.int64)

    def __len__(self) -> int:
        return self._size

    def vocabulary(self) -> frozenset[str]:
        """The words that at least one record holds."""
        return frozenset(self._numbers)

    def scores(self, words: Iterable[str]) -> Floats:
        """The BM25 score (n,) float32 of every record; a word asked twice counts once, an unknown one not at all."""
        known = [self._numbers[word] for word in dict.fromkeys(words) if word in self._numbers]
        found = np.zeros(self._size, dtype=np.float32)
        for number in known:
            held = slice(self._starts[number], self._starts[number + 1])
            found[self._records[held]] += self._scores[held]
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
        np.save(folder / COUNTS_FILE, self._counts, allow_pickle=False)
        np.save(folder / RECORDS_FILE, self._records, allow_pickle=False)
        np.save(folder / STARTS_FILE, self._starts, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The index saved in that folder; raises OSError, ValueError or KeyError where a file is missing or wrong."""
        held = json.loads((folder / WORDS_FILE).read_text(encoding="utf-8"))
        size, words = int(held["records"]), [str(word) for word in held["words"]]
        counts = np.load(folder / COUNTS_FILE, allow_pickle=False)
        records = np.load(folder / RECORDS_FILE, allow_pickle=False)
        starts = np.load(folder / STARTS_FILE, allow_pickle=False)
        if len(starts) != len(words) + 1 or starts[0] != 0 or starts[-1] != len(records) or len(counts) != len(records):
            raise ValueError("the parts of the word index do not belong together")
        if (np.diff(starts) < 0).any() or (len(records) and not 0 <= records.min() <= records.max() < size):
            raise ValueError("the word index names records that there are not")
        return cls(size, words, counts, records, starts)

    def _held_by(self, word: str) -> Any:
        """The numbers of the records that hold a word, ascending, each once."""
        number = self._numbers.get(word)
        if number is None:
            return self._records[:0]
        return self._records[self._starts[number] : self._starts[number + 1]]


def _bm25(size: int, counts: Any, records: Any, starts: Any) -> Floats:
    """The score of each posting (Kamphuis et al., ECIR 2020, "Lucene (accurate)").

    idf · tf / (tf + k1 · (1 - b + b · length / mean length)), idf as in ``WordIndex.idf``: above zero for a word that
    stands in every record, so that a score of zero means "no word found".
    """
    lengths = np.bincount(records, weights=counts, minlength=size)
    norms = K1 * (1 - B + B * lengths / (lengths.mean() or 1.0)) if size else lengths
    held = np.diff(starts)
    idf = np.log(1 + (size - held + 0.5) / (held + 0.5))
    scores: Floats = (np.repeat(idf, held) * counts / (counts + norms[records])).astype(np.float32)
    return scores


def _small(numbers: Numbers) -> Any:
    """The numbers, none of them below zero, in the fewest bytes that hold them all."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
