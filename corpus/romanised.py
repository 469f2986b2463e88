"""Thai place names in Latin letters: no two people spell them alike. Knows no place: the names are given to it."""

import re
from collections.abc import Iterator, Mapping

_DISTRICT = re.compile(r"((?:[A-Z][a-z]+[ -]?){1,4}?)\s+[Dd]istrict\b")
_GENERAL = re.compile(
    r"(?:which|what|the|each|every|other|others|all|any|this|that|our|my|your|their|how|does|did|do|in|of|for|by|from|"
    r"bangkok|and|or|an?|another|same|compare|show|is|are|was|has|have|can|why|who|when|where|per|no)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\s+(?:road|rd|street|hospital|market|station|school|university|palace|park|canal|airport|zoo|hotel|mall)\b",
    re.IGNORECASE,
)
# Edits that are followed, by letters of the folded spelling; "banana" is one edit from Bang Na, so a shorter one is
# followed only where the word district stands by it.
_SHORTEST, _SHORTEST_BY_DISTRICT, _LONG = 8, 5, 12
_MOST_WORDS = 4


def fold_latin(text: str) -> str:
    """The ways to write one Thai sound made one: Klong Toey is Khlong Toei, Sathorn is Sathon, Jatujak is Chatuchak."""
    out = re.sub("[^a-z]", "", text.lower())
    for pattern, to in (
        ("kh", "k"), ("th", "t"), ("ph", "p"), ("j", "ch"), ("v", "w"), ("ee", "i"), ("oo", "u"), ("ue", "u"),
        ("or|aw", "o"), ("y$|y(?=[^aeiou])", "i"), ("d(?=[pkb]|$)", "t"), ("(.)\\1", "\\1"),
    ):  # fmt: skip
        out = re.sub(pattern, to, out)
    return out


def find_in_latin(text: str, names: Mapping[str, str]) -> Iterator[tuple[int, int, str, bool]]:
    """(start, end, name, whether it is sure) of every place named; ``names`` maps folded spellings to names."""
    words = list(re.finditer("[A-Za-z]+", text))
    i = 0
    while i < len(words):
        for count in range(_MOST_WORDS, 0, -1):
            run = words[i : i + count]
            start, end = run[0].start(), run[-1].end()
            if len(run) < count or re.search("[^A-Za-z \u00a0-]", text[start:end]):
                continue
            found = _named(text[start:end], text[end : end + 20], names)
            if found:
                yield start, end, *found
                i += count - 1
                break
        i += 1


def _named(run: str, after: str, names: Mapping[str, str]) -> tuple[str, bool] | None:
    """The place that a run of words names, and whether it is sure of it."""
    from rapidfuzz.distance import Levenshtein

    if _OWNED.match(after):
        return None
    folded = fold_latin(run)
    if folded in names:
        return names[folded], True
    if len(folded) < (_SHORTEST_BY_DISTRICT if re.match(r"\s+district", after, re.IGNORECASE) else _SHORTEST):
        return None
    limit = 2 if len(folded) >= _LONG else 1
    edits: dict[str, int] = {}
    for spelling, name in names.items():
        distance = Levenshtein.distance(folded, spelling, score_cutoff=limit)
        if distance <= limit and spelling[0] == folded[0]:
            edits[name] = min(distance, edits.get(name, distance))
    best = [name for name, distance in edits.items() if distance == min(edits.values())]
    return (best[0], False) if len(best) == 1 else None


def unknown_in_latin(text: str, names: Mapping[str, str]) -> Iterator[str]:
    """Capitalised names before the word district ("Rangsit district") that are none of ``names``."""
    spans = [(start, end) for start, end, _, _ in find_in_latin(text, names)]
    for match in _DISTRICT.finditer(text):
        said = match[1].strip()
        while general := _GENERAL.match(said):
            said = said[general.end() :].strip()
        if said and not any(start < match.end(1) and match.start(1) < end for start, end in spans):
            yield said
