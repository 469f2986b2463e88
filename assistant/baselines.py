"""Baselines as the neighbours do it, on the same questions and rows: what the ranking is measured against.

No baseline understands a question: it is taken as typed, with its codes, years and districts among its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.comparison import Contender, Paper, Rank
from corpus.records import MeasureRow
from corpus.split import split_recursively
from corpus.thai import search_words
from index.words import WordIndex

# What LangChain's own examples and most that follow them set: characters a chunk, characters shared with the next.
CHUNK_CHARS, OVERLAP_CHARS = 1_000, 200


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a report's source with the rows whose source it overlaps, the largest overlap first."""

    text: str
    rows: tuple[MeasureRow, ...]


def contenders() -> tuple[Contender, ...]:
    """The baselines in the order of the table."""
    return (
        Contender("BM25, white space, rows", by_white_space),
        Contender("recursive chunks, BM25 of Thai words", chunks_by_words),
        Contender("recursive chunks, same encoder", chunks_by_vectors),
    )


def by_white_space(paper: Paper) -> Rank:
    """BM25 over what stands between blanks in the raw source of each row; Thai has hardly any blanks."""
    rows = paper.index.rows
    sources = [paper.index.reports[row.report].report.text for row in rows]
    raw = [source[row.place.char_start : row.place.char_end] for row, source in zip(rows, sources, strict=True)]
    words = WordIndex.build([text.split() for text in raw])
    names = [(paper.keys.get(row.row_id, row.row_id),) for row in rows]
    return lambda question: _listed(words.scores(question.split()), names)


def chunks_by_words(paper: Paper) -> Rank:
    """The chunks by BM25 over Thai words."""
    chunks = chunks_of(paper)
    words = WordIndex.build([search_words(chunk.text) for chunk in chunks])
    names = _names(chunks, paper)
    return lambda question: _listed(words.scores(search_words(question)), names)


def chunks_by_vectors(paper: Paper) -> Rank:
    """The chunks by cosine with the encoder of the store."""
    chunks = chunks_of(paper)
    encoder = paper.index.encoder
    matrix = encoder.encode_passages([chunk.text for chunk in chunks])
    names = _names(chunks, paper)
    return lambda question: _listed(matrix @ encoder.encode_questions([question])[0], names)


def chunks_of(paper: Paper) -> tuple[Chunk, ...]:
    """Every report of a store cut by LangChain's recursive splitter, mark-up and all."""
    out = []
    for name, reading in paper.index.reports.items():
        text = reading.report.text
        rows = [row for row in paper.index.rows if row.report == name]
        for start, end in split_recursively(text, CHUNK_CHARS, OVERLAP_CHARS):
            shared = [(min(end, r.place.char_end) - max(start, r.place.char_start), r) for r in rows]
            held = sorted((pair for pair in shared if pair[0] > 0), key=lambda pair: -pair[0])
            out.append(Chunk(text[start:end], tuple(row for _, row in held)))
    return tuple(out)


def _names(chunks: Sequence[Chunk], paper: Paper) -> list[tuple[str, ...]]:
    """The gold keys that each chunk stands for; a chunk without a row stands for itself."""
    out = []
    for at, chunk in enumerate(chunks):
        out.append(tuple(paper.keys.get(row.row_id, row.row_id) for row in chunk.rows) or (f"chunk {at}",))
    return out


def _listed(scores: NDArray[np.float32], names: Sequence[tuple[str, ...]]) -> list[str]:
    """What stands behind the scores above zero, best first, each name at its first mention."""
    order = np.argsort(-scores, kind="stable")
    return list(dict.fromkeys(name for at in order if scores[at] > 0 for name in names[int(at)]))
