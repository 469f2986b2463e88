"""The parts of a store as bytes and back: readings, vectors, word lists; knows nothing of folders.

Everything is JSON or plain numbers: nothing that is read back can run code. Records are written as lists of their
fields in order, so ``record_shape`` stands in the manifest: a store whose records had other fields is stale.
"""

import hashlib
import io
import json
from collections.abc import Sequence

import numpy as np

from corpus.recordjson import from_json, to_json
from corpus.records import Reading
from index.vectors import Matrix


def sha256_of(data: bytes) -> str:
    """The sha256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def reading_of(data: bytes) -> Reading:
    """The reading that ``to_json`` wrote, equal to the one that went in; raises ValueError."""
    return from_json(data, Reading)


def matrix_bytes(matrix: Matrix) -> bytes:
    """A matrix (n, dim) float32 in numpy's own format."""
    out = io.BytesIO()
    np.save(out, np.ascontiguousarray(matrix, dtype=np.float32), allow_pickle=False)
    return out.getvalue()


def matrix_of(data: bytes) -> Matrix:
    """The matrix that ``matrix_bytes`` wrote; raises ValueError where the bytes hold anything else."""
    try:
        matrix = np.load(io.BytesIO(data), allow_pickle=False)
    except (EOFError, OSError) as error:
        raise ValueError(f"this is no matrix: {error}") from None
    if not isinstance(matrix, np.ndarray) or matrix.ndim != 2 or matrix.dtype != np.float32:
        raise ValueError("this is no matrix (n, dim) of float32")
    return matrix


def word_lists_bytes(texts: Sequence[Sequence[str]]) -> bytes:
    """Lists of words as JSON, each word written once."""
    numbers: dict[str, int] = {}
    lists = [[numbers.setdefault(word, len(numbers)) for word in text] for text in texts]
    return to_json([list(numbers), lists])


def word_lists_of(data: bytes) -> list[list[str]]:
    """The lists that ``word_lists_bytes`` wrote; raises ValueError where the bytes hold anything else."""
    try:
        words, lists = json.loads(data.decode("utf-8", "surrogatepass"))
        return [[words[number] for number in text] for text in lists]
    except (TypeError, IndexError) as error:
        raise ValueError(f"these are no word lists: {error}") from None
