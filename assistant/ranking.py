"""The rows that answer a topic: coverage of its concepts and nearness of its vector, both with an absolute meaning.

Rank fusion (index/search.py) picks the candidates; its scores cannot tell "not there". So the candidates are weighed
again: a concept of the question (a word, or a saying with the wordings of the thesaurus) counts where any of its
wordings stands in the row, more where it stands in the item text or in the cell asked for.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import thesaurus
from assistant.question import ASKING, Question
from assistant.weights import ALL_ON, FoundWeights, Switches, Weights, load_found, load_weights
from corpus import catalogue
from corpus.records import MeasureRow, Passage
from corpus.thai import common_words, parts, search_words, squeeze
from index.hits import Filters, Hit
from index.reranker import Reranker
from index.search import ReportIndex, vector_text

# How many candidates the index hands over: enough that a right row is among them, few enough to be weighed in a blink.
CANDIDATES = 120
# How many of them a reranker reads, where there is one: it takes as long for each as all the rest takes for a question.
RERANKED = 20
# Document frequencies are counted over at most so many rows: enough for an idf, and quick with a thousand reports.
SAMPLE = 2_000


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the question is about: squeezed wordings, each with the share of the concept that it speaks for.

    ``weight`` is an idf: a thing that few rows speak of says more than one that all do; one that none speaks of weighs
    most, and so tells "not there".
    """

    said: str
    wordings: tuple[tuple[str, float], ...]
    weight: float


class Ranker:
    """Weighs the records of one index; keeps what it learns of their wordings between questions."""

    def __init__(
        self,
        index: ReportIndex,
        weights: Weights | None = None,
        found: FoundWeights | None = None,
        switches: Switches = ALL_ON,
        reranker: Reranker | None = None,
    ) -> None:
        self._index = index
        self._reranker = reranker
        self.weights = weights or load_weights()
        self.found = found or load_found()
        self.switches = switches
        step = max(1, len(index.rows) // SAMPLE)
        # By identity: the index holds its records as long as this lives, and to compare two is to read them whole.
        self._squeezed: dict[int, tuple[str, str]] = {}
        self._sample = [self._texts(row)[0] for row in index.rows[::step]]
        self._idf: dict[str, float] = {}

    def idf(self, wording: str) -> float:
        """ln(1 + (n - df + 0.5) / (df + 0.5)) over (a sample of) the rows, df counting rows that hold the wording."""
        if wording not in self._idf:
            held = sum(wording in text for text in self._sample)
            self._idf[wording] = math.log(1 + (len(self._sample) - held + 0.5) / (held + 0.5))
        return self._idf[wording]

    def _unheard(self) -> float:
        """The idf of what no row says."""
        return math.log(1 + (len(self._sample) + 0.5) / 0.5)

    def concepts(self, asked: Question) -> tuple[Concept, ...]:
        """The concepts of a topic: sayings of the thesaurus first, then the words that no saying holds."""
        out: list[Concept] = []
        used: list[str] = []
        for saying, meant in self.sayings(asked.topic):
            if saying not in ASKING:
                out.append(self._of_saying(saying, meant))
                used.append(saying)
        for word in asked.topic_words:
            if not any(word in saying.split() or (word in saying and not word.isascii()) for saying in used):
                out.append(self._of_word(word, asked.english))
        return tuple(out)

    def unheard_share(self, asked_for: Sequence[Concept]) -> float:
        """The weighted share, in [0, 1], of the concepts that no row speaks of in any wording."""
        total = sum(concept.weight for concept in asked_for)
        never = self._unheard() - 0.01
        lost = sum(c.weight for c in asked_for if all(self.idf(wording) >= never for wording, _ in c.wordings))
        return lost / total if total else 0.0

    def _of_saying(self, saying: str, meant: Sequence[str]) -> Concept:
        wordings = tuple(dict.fromkeys(squeeze(wording) for wording in (saying, *meant)))
        heard = [self.idf(wording) for wording in wordings if self.idf(wording) < self._unheard() - 0.01]
        if not heard:
            return Concept(saying, tuple((wording, 1.0) for wording in wordings), self._unheard())
        middle = sorted(heard)[len(heard) // 2]
        # Where the reports use the very words of the question, another wording is only the second best.
        spoken = self.idf(wordings[0]) < self._unheard() - 0.01
        most = (self.weights.synonym_of_name if saying.isascii() else self.weights.synonym) if spoken else 1.0
        graded = tuple((w, min(most, self.idf(w) / middle)) for w in wordings[1:])
        return Concept(saying, ((wordings[0], 1.0), *graded), middle)

    def _of_word(self, word: str, english: bool) -> Concept:
        weight = self.idf(word)
        share = self.weights.part_share
        pieces = tuple((part, share * min(1.0, self.idf(part) / weight)) for part in parts(word) if len(part) >= 4)
        if weight >= self._unheard() - 0.01:
            weight *= self.weights.foreign if word.isascii() and english else self.weights.unheard
        if word in common_words():
            weight *= self.weights.common
        return Concept(word, ((word, 1.0), *pieces), weight)

    def rank(self, asked: Question, filters: Filters, k: int) -> list[Hit]:
        """The k records that fit the topic best, best first; each hit's ``coverage`` is that of the concepts."""
        asked_for = self.concepts(asked)
        text = " ".join([asked.topic, *(wording for concept in asked_for for wording, _ in concept.wordings)])
        found = self.candidates(text, max(k, CANDIDATES), filters)
        if not self.switches.weighed:
            first = max((hit.score for hit in found), default=1.0)
            return [replace(hit, score=hit.score / first) for hit in found[:k]]
        trust = self._index.words.trust(search_words(text))
        most = max((hit.bm25 for hit in found), default=0.0) / trust if trust else 0.0
        weighed = [self._weigh(hit, asked_for, most) for hit in found]
        weighed.sort(key=lambda hit: -hit.score)
        if self._reranker is not None and not (asked.codes or asked.only_groups):
            weighed[:RERANKED] = self._reordered(asked.text, weighed[:RERANKED], self._reranker)
        return weighed[:k]

    def _reordered(self, question: str, hits: list[Hit], reranker: Reranker) -> list[Hit]:
        """The hits in the reranker's order; the weighed scores stay where they stood, so that thresholds hold."""
        scores = reranker.scores(question, [vector_text(hit.record) for hit in hits])
        order = sorted(range(len(hits)), key=lambda at: -scores[at])
        return [replace(hits[at], score=place.score) for at, place in zip(order, hits, strict=True)]

    def candidates(self, text: str, k: int, filters: Filters) -> list[Hit]:
        """The k records that the index hands over to be weighed."""
        return self._index.search(text, k, filters, self.switches.words, self.switches.vectors)

    def sayings(self, topic: str) -> Sequence[tuple[str, Sequence[str]]]:
        """The sayings of the thesaurus in a topic, with their wordings; none where it is switched off."""
        return thesaurus.wordings(topic) if self.switches.thesaurus else ()

    def _texts(self, record: MeasureRow | Passage) -> tuple[str, str]:
        """All of a record and its item alone, squeezed for looking wordings up."""
        held = self._squeezed.get(id(record))
        if held is None:
            held = self._squeezed[id(record)] = _squeezed(record)
        return held

    def _weigh(self, hit: Hit, asked_for: tuple[Concept, ...], most: float) -> Hit:
        """The hit with the weight of its witnesses as its score, and the coverage of the concepts."""
        w, on = self.weights, self.switches
        whole, item = self._texts(hit.record)
        coverage = covered(asked_for, whole) if on.words else 0.0
        by_group = hit.row is not None and hit.row.code is None
        about = w.whole_for_item * coverage if by_group or not on.words else covered(asked_for, item)
        cosine = max(0.0, hit.cosine) if on.vectors else 0.0
        bm25 = hit.bm25 / most if on.words and most > 0 else 0.0
        score = w.coverage * coverage + w.item * about + w.cosine * cosine + w.bm25 * bm25
        if hit.row is None:
            score *= w.prose
        mass = coverage * sum(concept.weight for concept in asked_for)
        return replace(hit, score=score, cosine=hit.cosine if on.vectors else 0.0, coverage=coverage, mass=mass)


def _squeezed(record: MeasureRow | Passage) -> tuple[str, str]:
    if isinstance(record, Passage):
        return squeeze(record.text), ""
    item = squeeze(f"{record.item} {catalogue.group_name(record.group)}")
    return item + squeeze(" ".join(cell.text for cell in record.cells)), item


def covered(asked_for: Sequence[Concept], text: str) -> float:
    """The weighted share, in [0, 1], of the concepts that a squeezed text holds; 0 where nothing was asked."""
    total = held = 0.0
    for concept in asked_for:
        total += concept.weight
        held += concept.weight * max((share for wording, share in concept.wordings if wording in text), default=0.0)
    return held / total if total else 0.0
