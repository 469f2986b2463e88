"""The public test sets of the encoder: questions whose one right passage is known, and how well a ranking finds it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.thai import search_words
from index.encoder import Encoder
from index.words import WordIndex

COSINE_SHARE = np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Exam:
    """Questions and the one passage that each is about: ``right[i]`` is the place of question i's passage."""

    name: str
    questions: tuple[str, ...]
    passages: tuple[str, ...]
    right: tuple[int, ...]


def read_test_sets(data: Path) -> list[Exam]:
    """XQuAD with Thai and with English questions; iapp among all its passages, as they are, with their titles, and
    among the passages of the test questions only. Passages that stand there twice are merged.
    """
    exams = [
        _read(data, "XQuAD Thai to Thai", "xquad", "th", ("text_th",)),
        _read(data, "XQuAD English to Thai", "xquad", "en", ("text_th",)),
        _read(data, "iapp", "iapp", "th", ("text",)),
        _read(data, "iapp, titles with the passages", "iapp", "th", ("title", "text")),
    ]
    return [*exams, _asked_only("iapp, passages of the test questions only", exams[2])]


def _read(data: Path, name: str, folder: str, language: str, fields: tuple[str, ...]) -> Exam:
    lines = (data / "test" / f"{folder}_corpus.jsonl").read_text(encoding="utf8").splitlines()
    texts = {record["id"]: " ".join(record[field] for field in fields) for record in map(json.loads, lines)}
    places = {text: place for place, text in enumerate(dict.fromkeys(texts.values()))}
    lines = (data / "test" / f"{folder}_queries.jsonl").read_text(encoding="utf8").splitlines()
    asked = [json.loads(line) for line in lines]
    right = tuple(places[texts[question["positive"]]] for question in asked)
    return Exam(name, tuple(question[language] for question in asked), tuple(places), right)


def _asked_only(name: str, exam: Exam) -> Exam:
    kept = sorted(set(exam.right))
    return Exam(name, exam.questions, tuple(exam.passages[i] for i in kept), tuple(map(kept.index, exam.right)))


def rank_figures(scores: NDArray[np.float32], right: Sequence[int]) -> tuple[float, float]:
    """hit@1 and MRR@10 of a matrix (questions, passages) of scores; among equal scores the right one comes last."""
    own = scores[np.arange(len(right)), list(right)]
    ranks = (scores >= own[:, None]).sum(axis=1)
    return float((ranks == 1).mean()), float(np.where(ranks <= 10, 1 / ranks, 0).mean())


def by_cosine(encoder: Encoder, exam: Exam) -> NDArray[np.float32]:
    """Matrix (questions, passages) of cosines."""
    return encoder.encode_questions(exam.questions) @ encoder.encode_passages(exam.passages).T


def by_both(encoder: Encoder, exam: Exam) -> NDArray[np.float32]:
    """Matrix (questions, passages) of trust · BM25 as a share of the question's best + half the cosine.

    The assistant weighs its rows by the same two witnesses, with the same trust (``assistant.ranking``).
    """
    index = WordIndex.build([search_words(passage) for passage in exam.passages])
    asked = [search_words(question) for question in exam.questions]
    bm25 = np.vstack([index.scores(words) for words in asked])
    shares = bm25 / np.maximum(bm25.max(axis=1, keepdims=True), 1e-9)
    trust = np.array([index.trust(words) for words in asked], dtype=np.float32)
    both: NDArray[np.float32] = trust[:, None] * shares + COSINE_SHARE * by_cosine(encoder, exam)
    return both


def by_words(exam: Exam) -> NDArray[np.float32]:
    """Matrix (questions, passages) of BM25 scores over the search words."""
    index = WordIndex.build([search_words(passage) for passage in exam.passages])
    return np.vstack([index.scores(search_words(question)) for question in exam.questions])
