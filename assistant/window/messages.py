"""The window's messages in the language that is spoken: a Thai sentence names each, english.toml has the English.

What reports say is no message: it is shown as it stands, in either language.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from assistant.cautions import SENTENCES
from assistant.window.tongue import in_english
from assistant.wording import Note
from corpus.districts import district

_CATALOGUE = Path(__file__).parent / "english.toml"
_FIELD = re.compile(r"\{(\w+)[^{}]*\}")
# Values of a sentence that are districts; and those that are words of the program as well, not of a report.
_DISTRICTS = frozenset({"district", "one", "own"})
_OURS = frozenset({"cell", "label", "place", "why", "code", "span", "scores", "name", "first", "last"})


def t(thai: str, /, **values: object) -> str:
    """A message in the language that is spoken now, its ``{placeholders}`` filled; Thai where there is no English."""
    return _said(thai, values) if in_english() else thai.format(**values) if values else thai


def message(thai: str, /) -> str | list[str]:
    """The message as it is kept: with its placeholders, and of one that counts a pair."""
    return _english().messages.get(thai, thai) if in_english() else thai


def retold(sentence: str, /) -> str:
    """A Thai sentence that was made elsewhere, with its values in it, in the language that is spoken now.

    The records say in Thai why a line was left out or what is doubtful of a row; its shape is found in the catalogue.
    """
    if not in_english():
        return sentence
    if isinstance(sentence, Note):
        return sentence.english
    if sentence in _english().messages:
        return _said(sentence, {})
    for shape, thai in _shapes():
        if match := shape.fullmatch(sentence):
            values = {name: _value(name, value) for name, value in match.groupdict().items()}
            return _said(thai, values)
    return "; ".join(map(retold, sentence.split("; "))) if "; " in sentence else sentence


class _Catalogue:
    """The English of the messages; of one whose first placeholder counts a pair, for one and for several."""

    def __init__(self, path: Path) -> None:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        self.retold: dict[str, str | list[str]] = {**SENTENCES, **held["retold"]}
        self.messages: dict[str, str | list[str]] = {**self.retold, **held["window"]}


@cache
def _english() -> _Catalogue:
    return _Catalogue(_CATALOGUE)


@cache
def _shapes() -> list[tuple[re.Pattern[str], str]]:
    """The sentences of the catalogue that have values in them, as patterns; the longest words first."""
    found = sorted((thai for thai in _english().retold if "{" in thai), key=lambda thai: -len(_FIELD.sub("", thai)))
    return [(_shape(thai), thai) for thai in found]


def _value(name: str, value: str) -> str:
    if name in _DISTRICTS:
        known = district(value)
        return known.english if known else value
    return retold(value) if name in _OURS else value


def _shape(thai: str) -> re.Pattern[str]:
    parts: list[str] = []
    at = 0
    for field in _FIELD.finditer(thai):
        parts += [re.escape(thai[at : field.start()]), f"(?P<{field[1]}>.*?)"]
        at = field.end()
    return re.compile("".join([*parts, re.escape(thai[at:])]), re.DOTALL)


def _said(thai: str, values: dict[str, Any]) -> str:
    english = _english().messages.get(thai, thai)
    if isinstance(english, list):
        counts = _FIELD.search(thai)
        english = english[counts is None or str(values.get(counts[1])) != "1"]
    return english.format(**values) if values else english
