"""The 50 districts of Bangkok: named in a question, misspelt, in English; and the district that wrote a report.

A name counts when it stands at Thai word borders, so that วัฒนา is not found in วิวัฒนาการ nor บางรัก in "บาง รักษา", and
when no other place noun owns it (ถนนลาดพร้าว, โรงพยาบาลพญาไท). Seven names are ordinary words or older places as well
(``ordinary`` in the data: พระนคร, ธนบุรี, สวนหลวง, วัฒนา, หลักสี่, สายไหม, สะพานสูง): without เขต before them they count
only where they stand free, and are never certain. Names and word lists are data, in ``districts.json``.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.romanised import find_in_latin, fold_latin, unknown_in_latin
from corpus.thai import cut, dictionary

# A misspelling is followed up to one edit in a short name, two in a long one: with two edits a name of seven letters
# would already reach its neighbours (บางนา, บางแค, บางบอน).
LONG_NAME = 8
# ป้อมปราบศัตรูพ่าย has 17 letters; a run of words without a blank that is longer than this is a sentence.
LONGEST_NAME = 25
# A report names its own district in the title and again and again; a neighbour once or twice. The title counts more.
HEAD_CHARS = 1500
HEAD_WEIGHT = 3
# The first of them tell whose report it is; a long one says เขต some hundred times.
MOST_MENTIONS = 3_000

_THAI_RUN = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
_MARK = re.compile("[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")
_BLANKS = " \t\n\r\u00a0"
_DROPPED = "\u200b\u200c\u200d\ufeff\u00ad"


@dataclass(frozen=True, slots=True)
class District:
    """One district: its Thai name, its official English name, other spellings in both scripts."""

    name: str
    english: str
    spellings: tuple[str, ...]
    ordinary: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A district named in a text; not ``certain`` where it was misspelt or is an ordinary word as well."""

    name: str
    char_start: int
    char_end: int
    certain: bool


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(Path(__file__).with_name("districts.json").read_text(encoding="utf-8"))
    return raw


@lru_cache(maxsize=8)
def _words(kind: str) -> tuple[str, ...]:
    """A list of the data: what owns a place name, what names no district after เขต, how Thai place names begin."""
    return tuple(_data()["words"][kind].split())


@lru_cache(maxsize=1)
def all_districts() -> tuple[District, ...]:
    """The 50 districts, in the order of their official numbers."""
    return tuple(
        District(d["name"], d["english"], (*d["thai"], *d["latin"]), d["ordinary"]) for d in _data()["districts"]
    )


@lru_cache(maxsize=1)
def _by_name() -> dict[str, District]:
    return {d.name: d for d in all_districts()}


def district(name: str) -> District | None:
    """The district of that Thai name, with or without เขต, or of that English name in any usual spelling."""
    plain = re.sub(r"^(?:สำนักงาน)?\s*เขต\s*", "", name.strip())
    return next((d for d in all_districts() if plain in (d.name, *d.spellings)), None) or _by_name().get(
        _latin_names().get(fold_latin(plain), "")
    )


@lru_cache(maxsize=1)
def _latin_names() -> dict[str, str]:
    return {fold_latin(s): d.name for d in all_districts() for s in (d.english, *d.spellings) if not _THAI_RUN.match(s)}


@lru_cache(maxsize=32)
def _thai_names(extra: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(spelling, name) pairs, the longest spelling first, so that ทวีวัฒนา is tried before วัฒนา."""
    pairs = {name: name for name in extra}
    for d in all_districts():
        pairs.update({s: d.name for s in (d.name, *d.spellings) if _THAI_RUN.match(s)})
    return tuple(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))


# --- a text without its blanks --------------------------------------------------------------------------------------


class _Flat:
    """A text without blanks and invisible characters, แ typed as two เ made one; knows where everything stood."""

    def __init__(self, text: str) -> None:
        kept = [i for i, char in enumerate(text) if char not in _DROPPED and text[max(0, i - 1) : i + 1] != "เเ"]
        plain = "".join("แ" if text[i : i + 2] == "เเ" else text[i] for i in kept)
        self.at = [i for i, char in zip(kept, plain, strict=True) if char not in _BLANKS]
        self.end = [i + 1 + (text[i : i + 2] == "เเ") for i in self.at]
        self.text = "".join(char for char in plain if char not in _BLANKS)
        self.borders: set[int] = {0}
        self.gaps: set[int] = set()
        self.tokens: list[tuple[int, int, str]] = []
        self.taken = bytearray(len(self.text))
        where = 0
        for token in cut(plain):
            letters = "".join(char for char in token if char not in _BLANKS)
            if letters != token:
                self.gaps.add(where)
            if letters:
                self.tokens.append((where, where + len(letters), letters))
            where += len(letters)
            self.borders.add(where)
        self.from_start = {start: (end, word) for start, end, word in self.tokens}
        self.to_end = {end: word for _, end, word in self.tokens}

    def free(self, where: int) -> bool:
        """Whether no Thai letter touches the border from the left, or a blank stands there."""
        return where == 0 or where in self.gaps or not _THAI_RUN.match(self.text[where - 1])


def _known(word: str) -> bool:
    return not _THAI_RUN.match(word) or word in dictionary()


def _prefixed(flat: _Flat, start: int) -> bool:
    """Whether เขต stands before the place, and is no end of ขอบเขต or วิทยาเขต."""
    return flat.text.endswith("เขต", 0, start) and not flat.text.endswith(_words("not_before"), 0, start - len("เขต"))


def _stands(flat: _Flat, start: int, end: int, ordinary: bool, foreign: bool) -> bool:
    """Whether the name found at ``start:end`` is a name there, not a part of other words."""
    after = flat.text[end : end + 12]
    stop, word = flat.from_start.get(start, (end, ""))
    if _MARK.match(after) or (stop > end and _known(word)):
        return False
    if _prefixed(flat, start):
        return True
    # A blank inside the name: a line wrap in a long name, two words in a short or ordinary one.
    if (ordinary or end - start < LONG_NAME - 2) and any(gap in flat.gaps for gap in range(start + 1, end)):
        return False
    follows = next(iter(cut(after)), "")
    if end not in flat.borders and not foreign:
        return False
    if end not in flat.gaps and follows and not _known(follows):
        return False
    if start not in flat.borders:
        return False
    before = flat.text[max(0, start - 12) : start]
    if start not in flat.gaps and before.endswith(_words("owners")):
        return False
    if not ordinary:
        return True
    return (flat.free(start) or flat.to_end.get(start) in _words("joiners")) and not after.startswith(_words("counted"))


def _exact(flat: _Flat, extra: tuple[str, ...]) -> list[tuple[int, int, str, bool]]:
    """(start, end, name, certain) in flat places, not overlapping, longest first."""
    found: list[tuple[int, int, str, bool]] = []
    for spelling, name in _thai_names(extra):
        known = _by_name().get(name)
        start = flat.text.find(spelling)
        while start >= 0:
            end = start + len(spelling)
            ordinary = known is not None and known.ordinary and spelling == name
            if not any(flat.taken[start:end]) and _stands(flat, start, end, ordinary, foreign=known is None):
                flat.taken[start:end] = b"\1" * (end - start)
                found.append((start, end, name, not ordinary or _prefixed(flat, start)))
            start = flat.text.find(spelling, start + 1)
    return found


def _misspelt(flat: _Flat, extra: tuple[str, ...]) -> Iterator[tuple[int, int, str, bool]]:
    """Runs of words that no dictionary holds and that are one edit (two in a long name) from one name only."""
    at = 0
    longest = len(_thai_names(extra)[0][0])
    for i, (start, _, _) in enumerate(flat.tokens):
        if start < at:
            continue
        best: list[tuple[int, int, str]] = []
        prefixed = _prefixed(flat, start)
        strange = False
        for j in range(i, min(i + 6, len(flat.tokens))):
            _, end, word = flat.tokens[j]
            strange = strange or not _known(word)
            if any(flat.taken[start:end]) or not _THAI_RUN.fullmatch(word) or end - start > longest + 2:
                break
            run = flat.text[start:end]
            if _MARK.match(flat.text, end):
                continue
            for distance, spelling, name in _close(run, extra, prefixed):
                # Known words are no misspelling, save several after เขต or one edit from a long name ("ตลิ่งมัน"), and
                # a name of which the last letter was typed twice.
                several = j > i and (prefixed or (distance == 1 and len(spelling) >= LONG_NAME))
                if distance and (strange or several or (run[:-1] == spelling and run[-1] == run[-2])):
                    best.append((distance, -end, name))
        if best:
            best.sort()
            if len({name for distance, _, name in best if distance == best[0][0]}) == 1:
                at = -best[0][1]
                flat.taken[start:at] = b"\1" * (at - start)
                yield start, at, best[0][2], False


@lru_cache(maxsize=4096)
def _close(run: str, extra: tuple[str, ...], prefixed: bool) -> tuple[tuple[int, str, str], ...]:
    """(edits, spelling, name) of every name that the run may be a misspelling of."""
    from rapidfuzz.distance import Levenshtein

    found = []
    for spelling, name in _thai_names(extra):
        limit = 2 if len(spelling) >= LONG_NAME else 1
        if len(spelling) < 4 or abs(len(spelling) - len(run)) > limit:
            continue
        # Without เขต a short or ordinary name is not followed: half of the first names in Thai end in วัฒน์.
        known = _by_name().get(name)
        if not prefixed and (len(spelling) < 5 or run[0] != spelling[0] or (known is not None and known.ordinary)):
            continue
        distance = Levenshtein.distance(run, spelling, score_cutoff=limit)
        if distance <= limit:
            found.append((distance, spelling, name))
    return tuple(found)


def _mentions(flat: _Flat, extra: tuple[str, ...]) -> list[tuple[int, int, str, bool]]:
    """Exact names first, for they take their place from the misspellings around them."""
    return [*_exact(flat, extra), *_misspelt(flat, extra)]


# --- questions ------------------------------------------------------------------------------------------------------


def find_districts(text: str, extra: Iterable[str] = ()) -> tuple[Mention, ...]:
    """The districts that a question names, in order; ``extra`` are further names that the store holds."""
    names = tuple(sorted(set(extra) - set(_by_name())))
    flat = _Flat(text)
    thai = [Mention(name, flat.at[s], flat.end[e - 1], sure) for s, e, name, sure in _mentions(flat, names)]
    latin = [Mention(name, start, end, sure) for start, end, name, sure in find_in_latin(text, _latin_names())]
    return tuple(sorted((*thai, *latin), key=lambda m: m.char_start))


def unknown_mentions(text: str, extra: Iterable[str] = ()) -> tuple[str, ...]:
    """Names that the text calls a district (เขตบางบัวทอง, "Rangsit district") though no district has them."""
    names = tuple(sorted(set(extra) - set(_by_name())))
    flat = _Flat(text)
    _mentions(flat, names)
    out = []
    for khet in re.finditer("เขต", flat.text):
        start = khet.end()
        if any(flat.taken[start : start + 1]) or not _prefixed(flat, start):
            continue
        name = _printed_name(flat, start)
        if name and _like_a_place(name):
            out.append("".join(name))
    out += unknown_in_latin(text, _latin_names())
    return tuple(dict.fromkeys(out))


def _printed_name(flat: _Flat, start: int) -> list[str]:
    """The words after เขต up to a blank or to a word that goes on with the sentence; [] where they name nothing."""
    from rapidfuzz.distance import Levenshtein

    general = _words("general")
    if flat.text.startswith(_words("general_phrases"), start):
        return []
    name: list[str] = []
    at = start
    while at in flat.from_start:
        end, word = flat.from_start[at]
        # "บาง สมมติ": a line wrap may part the head of a name from its rest, never the rest itself.
        parted = bool(name) and at in flat.gaps and not (len(name) == 1 and name[0] in _words("heads"))
        if parted or word in general or not _THAI_RUN.fullmatch(word) or end - start > LONGEST_NAME:
            break
        name.append(word)
        at = end
    said = "".join(name)
    slip = any(len(word) >= 3 and Levenshtein.distance(said, word, score_cutoff=1) <= 1 for word in general)
    return name if len(said) >= 3 and not slip and said not in _words("heads") else []


def _like_a_place(name: list[str]) -> bool:
    """Whether the words begin as Thai places do, or hold one that no dictionary knows."""
    if name[0] in _words("places") or (len(name) > 1 and name[0] in _words("heads")):
        return True
    return not all(_known(word) for word in name)


# --- reports --------------------------------------------------------------------------------------------------------


def district_of_report(text: str) -> str | None:
    """The district that wrote a report: the name printed most often after เขต, the title counting more; or None.

    Known names tolerate spaces inside and OCR slips; any other name counts as it is printed in the title.
    """
    votes: Counter[str] = Counter()
    others: list[tuple[str, int, list[str]]] = []
    for khet in islice(re.finditer("เขต", text), MOST_MENTIONS):
        weight = HEAD_WEIGHT if khet.start() < HEAD_CHARS else 1
        weight *= 2 if re.search(r"น\S{0,2}กงาน\s*$", text[max(0, khet.start() - 14) : khet.start()]) else 1
        window = re.split(r"[\t<>()|]|\n\s*\n", text[khet.end() : khet.end() + 48])[0]
        name, run, printed = _said_after(window)
        if name:
            votes[name] += 2 * weight
        else:
            others.append((run, weight, list(printed)))
    titles = {"".join(p) for _, w, p in others if p and (w >= HEAD_WEIGHT or _like_a_place(p))}
    for title in titles:
        votes[title] += sum(2 * w for run, w, _ in others if run.startswith(title))
    if votes:
        return max(votes, key=lambda name: (votes[name], name in _by_name(), len(name)))
    named = find_districts(text[:HEAD_CHARS])
    return named[0].name if named else None


@lru_cache(maxsize=MOST_MENTIONS)
def _said_after(window: str) -> tuple[str | None, str, tuple[str, ...]]:
    """What stands after เขต: the known district, the letters, and the name as printed where none is known."""
    flat = _Flat("เขต" + window)
    name = _begins_with_known(flat)
    printed = () if name else tuple(_printed_name(_Flat("เขต" + window.split("\n")[0]), 3))
    return name, flat.text[3:], printed


def _begins_with_known(flat: _Flat) -> str | None:
    """The known district that stands right after the เขต with which the text begins, if any."""
    for spelling, name in _thai_names(()):
        if flat.text.startswith(spelling, 3) and not _MARK.match(flat.text, 3 + len(spelling)):
            return name
    return next((name for start, _, name, _ in _misspelt(flat, ()) if start == 3), None)
