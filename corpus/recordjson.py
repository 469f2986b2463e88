"""Records as JSON and back, every type checked on the way; nothing that is read back can run code.

Records are written as lists of their fields in order, so whoever keeps them keeps ``record_shape`` beside them: records
that had other fields are told by it.
"""

import hashlib
import json
import types
from collections.abc import Callable, Hashable, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from corpus.records import Reading

T = TypeVar("T")
_Maker = Callable[[Any], Any]


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
    return hashlib.sha256("\n".join(f"{name} {held}" for name, held in seen.items()).encode()).hexdigest()[:16]


def _listed(record: Any) -> list[Any]:
    if not is_dataclass(record):
        raise TypeError(f"a {type(record).__name__} does not belong into a record")
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
    needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}

    def make(value: Any) -> Any:
        if type(value) is dict and needed <= value.keys() <= set(names):
            # with its fields named, a record written before a field came to be takes that field's default
            made = {name: maker(value[name]) for name, maker in zip(names, makers, strict=True) if name in value}
            return kind(**made)
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
