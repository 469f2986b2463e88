"""What staff say and what the reports write: a data file that a clerk can edit, looked up in a question's words."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpus.errors import AssistantError
from corpus.thai import squeeze

PATH = Path(__file__).with_name("thesaurus.json")
# Shorter Thai sayings stand inside too many other words to be looked up letter by letter.
SHORTEST = 3
_LATIN = re.compile(r"[a-z0-9 .&-]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the thesaurus, both sides squeezed: sayings of staff, wordings of the reports."""

    say: tuple[str, ...]
    write: tuple[str, ...]


@lru_cache(maxsize=4)
def entries(path: Path = PATH) -> tuple[Entry, ...]:
    """The lines of the thesaurus; raises AssistantError where the file is damaged."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))["entries"]
        return tuple(
            Entry(tuple(_say(saying) for saying in one["say"]), tuple(squeeze(word) for word in one["write"]))
            for one in raw
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"The thesaurus {path.name} cannot be read; restore it or correct its JSON.") from error


@lru_cache(maxsize=1)
def _slips() -> tuple[tuple[str, str], ...]:
    """The common typing errors with their corrections, longest first; raises AssistantError as ``entries`` does."""
    try:
        raw = json.loads(PATH.read_text(encoding="utf-8"))["slips"]
        return tuple(sorted(((str(k), str(v)) for k, v in raw.items()), key=lambda pair: -len(pair[0])))
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise AssistantError(f"The thesaurus {PATH.name} cannot be read; restore it or correct its JSON.") from error


def correct(text: str) -> str:
    """The text with the common typing errors of the data file corrected."""
    for slip, right in _slips():
        text = text.replace(slip, right)
    return text


def _say(saying: str) -> str:
    folded = saying.lower().strip()
    return folded if _LATIN.fullmatch(folded) else squeeze(folded)


@lru_cache(maxsize=1)
def _by_saying() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str] | None], ...]:
    """Every saying with its wordings, longest first; Latin ones are looked up as whole words."""
    found: dict[str, list[str]] = {}
    for entry in entries():
        for saying in entry.say:
            found.setdefault(saying, []).extend(entry.write)
    out = []
    for saying, wordings in found.items():
        latin = bool(_LATIN.fullmatch(saying))
        if latin or len(saying) >= SHORTEST:
            pattern = re.compile(rf"(?<![a-z0-9]){re.escape(saying)}(?![a-z0-9])") if latin else None
            out.append((saying, tuple(dict.fromkeys(wordings)), pattern))
    return tuple(sorted(out, key=lambda one: -len(one[0])))


def wordings(phrase: str) -> list[tuple[str, tuple[str, ...]]]:
    """The sayings in a phrase with their wordings, longest first; what a longer saying used is not used again."""
    latin = f" {phrase.lower()} "
    thai = squeeze(phrase)
    out: list[tuple[str, tuple[str, ...]]] = []
    for saying, meant, pattern in _by_saying():
        if pattern is not None:
            if saying in latin and pattern.search(latin):
                latin = pattern.sub(" ", latin)
                out.append((saying, meant))
        elif saying in thai:
            thai = thai.replace(saying, "\x00")
            out.append((saying, meant))
    return out
