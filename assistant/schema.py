"""The objects of the stable JSON as JSON Schema, read off their TypedDicts: what is promised stands in one place."""

from types import NoneType, UnionType
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

Schema = dict[str, Any]

_NAMES: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema_of(kind: Any) -> Schema:
    """The schema of a TypedDict, or of what may stand in one: texts, numbers, lists, mappings of text, null."""
    if kind is Any:
        return {}
    if kind in _NAMES:
        return {"type": _NAMES[kind]}
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        return {
            "type": "object",
            "description": (kind.__doc__ or "").strip().splitlines()[0],
            "properties": {name: schema_of(hint) for name, hint in hints.items()},
            "required": sorted(kind.__required_keys__),
        }
    origin, inner = get_origin(kind), get_args(kind)
    if origin is list:
        return {"type": "array", "items": schema_of(inner[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(inner[1])}
    if origin is NotRequired:
        return schema_of(inner[0])
    if origin in (Union, UnionType):
        return {"anyOf": [schema_of(one) for one in inner]}
    raise TypeError(f"{kind} has no schema")
