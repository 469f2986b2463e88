"""The parts of a store as bytes and back: readings, vectors, word lists; knows nothing of folders.

Everything is JSON or plain numbers: nothing that is read back can run code. Records are written as lists of their
fields in order, so ``record_shape`` stands in the manifest: a store whose records had other fields is stale.
"""

import hashlib
import io
import json
import types
from collections.abc import Callable, Hashable, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import numpy as np

from corpus.records import Reading
from index.vectors import Matrix

T = TypeVar("T")
_Maker = Callable[[Any], Any]


def sha256_of(data: bytes) -> str:
    """The sha256 of some bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def to_json(value: Any) -> bytes:
    """A record, or lists of records and plain values, as JSON; raises TypeError where it holds anything else."""
    text = json.dumps(value, default=_listed, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # A text that was read with errors may hold half a character; it must come back as it went in.
    return text.encode("utf-8", "surrogatepass")


def from_json(data: bytes, kind: type[T]) -> T:
    """The record that ``to_json`` wrote, or the same with its fields named; raises ValueError for anything else."""
    try:
        make = _maker(cast(Hashable, kind))
        made: T = make(json.loads(data.decode("utf-8", "surrogatepass")))
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"this is no {kind.__name__}: {error}") from None
    return made


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


@cache
def record_shape(kind: type = Reading) -> str:
    """A short sha256 over the names and types of a record's fields, and of the records in them."""
    seen: dict[str, str] = {}

    def visit(hint: Any) -> None:
        for argument in get_args(hint):
            visit(argument)
        if not is_dataclass(hint) or str(hint) in seen:
            return
        hints = get_type_hints(hint)
        seen[str(hint)] = " ".join(f"{one.name}:{hints[one.name]}" for one in fields(hint))
        for inner in hints.values():
            visit(inner)

    visit(kind)
    return sha256_of("\n".join(f"{name} {held}" for name, held in seen.items()).encode())[:16]


def _listed(record: Any) -> list[Any]:
    if not is_dataclass(record):
        raise TypeError(f"a {type(record).__name__} does not belong into a store")
    return [getattr(record, one.name) for one in fields(record)]


@cache
def _maker(hint: Any) -> _Maker:
    """What makes a value of that type out of plain JSON, checking every type on the way."""
    if is_dataclass(hint) and isinstance(hint, type):
        return _record_maker(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if hint in (str, int, bool):
        return _exactly(hint)
    if hint is float:
        return _exactly(float, int)
    held = get_args(hint)
    if get_origin(hint) is tuple and len(held) == 2 and held[1] is Ellipsis:
        return _tuple_maker(_maker(held[0]))
    if get_origin(hint) is tuple and held:
        return _fixed_maker([_maker(one) for one in held])
    if isinstance(hint, types.UnionType) and len(held) == 2 and types.NoneType in held:
        inner = _maker(next(one for one in held if one is not types.NoneType))
        return lambda value: None if value is None else inner(value)
    raise TypeError(f"no rule for records that hold {hint}")


def _record_maker(kind: type) -> _Maker:
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind)]
    makers = [_maker(hints[name]) for name in names]

    def make(value: Any) -> Any:
        if type(value) is dict and value.keys() == set(names):
            value = [value[name] for name in names]
        if type(value) is not list or len(value) != len(makers):
            raise ValueError(f"a {kind.__name__} has {len(makers)} fields")
        return kind(*[maker(one) for maker, one in zip(makers, value, strict=True)])

    return make


def _tuple_maker(inner: _Maker) -> _Maker:
    def make(value: Any) -> Any:
        if type(value) is not list:
            raise ValueError("a list was expected")
        return tuple([inner(one) for one in value])

    return make


def _fixed_maker(inner: Sequence[_Maker]) -> _Maker:
    def make(value: Any) -> Any:
        if type(value) is not list or len(value) != len(inner):
            raise ValueError(f"a list of {len(inner)} was expected")
        return tuple([maker(one) for maker, one in zip(inner, value, strict=True)])

    return make


def _exactly(*kinds: type) -> _Maker:
    def make(value: Any) -> Any:
        if type(value) not in kinds:
            raise ValueError(f"{type(value).__name__} in place of {kinds[0].__name__}")
        return value

    return make
