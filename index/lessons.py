"""The pairs that the encoder learns from: public Thai text cut into words, some damaged as OCR and typing damage it.

Knows nothing of reports, vectors or screens; ``index/train.py`` is its only reader.
"""

import json
import lzma
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from index.encoder import plain_words

# Letters that are typed or read for one another: same sound, same key with and without shift, or same shape in print.
LOOK_ALIKES = (
    "ศษส",
    "ณน",
    "รล",
    "ใไ",
    "ดตค",
    "ถภก",
    "ขช",
    "พผฟฝ",
    "บป",
    "ซช",
    "ฏฎ",
    "ทธฑ",
    "ญย",
    "ๅา",
    "ิีึื",
    "ุู",
    "็่้๊๋",
    "งว",
)
_NEIGHBOURS = {letter: group.replace(letter, "") for group in LOOK_ALIKES for letter in group}
_THAI_LETTERS = "กขคงจชซดตถทนบปผพฟมยรลวสหอะาิีุูเแโใไ่้"
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BODY_CHARACTERS = 1200
# A Thai phrase with its English name in brackets or quotes after it, as news and reference works write.
_BRACKETED = re.compile(
    '([\u0e01-\u0e4e][\u0e01-\u0e4e ]{2,45})\\s*[(“"‘]\\s*'
    "(?:(?:ภาษา)?อังกฤษ\\s*:\\s*)?([A-Za-z][A-Za-z&,.'’/\\- ]{2,90})"
)
_LATIN = re.compile("[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Lessons:
    """One kind of pair; ``asks[i]`` should land near ``tells[i]``, both are words joined by single spaces.

    ``share`` is the weight of this kind among the batches. With ``cloze`` there are no asks: a stretch of a tell asks
    for another stretch of the same tell.
    """

    kind: str
    share: float
    asks: tuple[str, ...]
    tells: tuple[str, ...]
    cloze: bool = False

    def __post_init__(self) -> None:
        if not self.cloze and len(self.asks) != len(self.tells):
            raise ValueError(f"{self.kind}: every ask has its tell")
        if not self.tells:
            raise ValueError(f"{self.kind}: nothing to learn from")


def in_words(text: str) -> str:
    """All words of the text, repeated ones too, joined by single spaces."""
    return " ".join(plain_words(text))


def damage(text: str, rng: random.Random, rate: float = 0.04) -> str:
    """The text with about ``rate`` slips a letter: look-alikes, lost, doubled and swapped letters, line-wrap spaces."""
    out: list[str] = []
    for letter in text:
        if letter.isspace() or letter.isdigit() or rng.random() >= rate:
            out.append(letter)
            continue
        slip = rng.random()
        if slip < 0.3:
            out.append(rng.choice(_NEIGHBOURS.get(letter, letter)))
        elif slip < 0.5:
            continue
        elif slip < 0.6:
            out.append(letter + letter)
        elif slip < 0.7:
            out.append(rng.choice(_LATIN_LETTERS if letter.isascii() else _THAI_LETTERS))
        elif slip < 0.8 and out:
            out.insert(len(out) - 1, letter)
        else:
            out.append(letter if letter.isascii() else letter + " ")
    return "".join(out)


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """The records of an xz-compressed JSON Lines file."""
    with lzma.open(path, "rt", encoding="utf8") as file:
        for line in file:
            yield json.loads(line)


def read_table(path: Path) -> Iterator[list[str]]:
    """The rows of a tab-separated file; those without text in both of the first two columns are left out."""
    for line in path.read_text(encoding="utf8").splitlines():
        cells = line.split("\t")
        if len(cells) > 1 and cells[0].strip() and cells[1].strip():
            yield cells


def _spaced_all(texts: list[str]) -> list[str]:
    with get_context("spawn").Pool(2) as pool:
        return pool.map(in_words, texts, chunksize=500)


def _damaged(texts: Iterable[str], rng: random.Random, rate: float = 0.04) -> list[str]:
    return [damage(text, rng, rate) for text in texts]


Pair = tuple[str, str]


def _news(data: Path) -> list[Pair]:
    return [(r["title"], r["body"][:_BODY_CHARACTERS]) for r in read_lines(data / "thaigov.jsonl.xz")]


def _help_pages(data: Path) -> list[Pair]:
    pairs = []
    for r in read_lines(data / "d365_sections.jsonl.xz"):
        heading = r["heading"] if r["heading"] == r["title"] else f"{r['title']} {r['heading']}"
        pairs.append((heading, r["text"][:_BODY_CHARACTERS]))
    return pairs


def _english_help(data: Path) -> list[Pair]:
    pairs = []
    for r in read_lines(data / "d365_sections.jsonl.xz"):
        if r.get("en_slug"):
            pairs.append((r["en_slug"].replace("-", " "), f"{r['heading']} {r['text'][:400]}"))
    return pairs


def _questions(data: Path) -> list[Pair]:
    return [(r["question"], r["context"]) for r in read_lines(data / "iapp_wiki_qa_train.jsonl.xz")]


def _english_questions(data: Path) -> list[Pair]:
    rows = list(read_lines(data / "iapp_wiki_qa_train.jsonl.xz"))
    return [(r[key], r["context"]) for r in rows for key in ("en_q_gec", "en_q_para") if r.get(key)]


def _translated_questions(data: Path) -> list[Pair]:
    pairs = [(r[key], r["question"]) for r in read_lines(data / "iapp_wiki_qa_train.jsonl.xz")
             for key in ("en_q_gec", "en_q_para") if r.get(key)]  # fmt: skip
    rows = list(read_table(data / "pairs" / "tydiqa_th_en.tsv"))[1:]
    return pairs + [(english, row[0]) for row in rows for english in row[1:3] if english]


def _translated_headings(data: Path) -> list[Pair]:
    return [(row[0], row[1]) for row in read_table(data / "pairs" / "d365_en_th_headings.tsv")]


def _translated_words(data: Path) -> list[Pair]:
    tables = ("thai_wordnet_en_th.tsv", "omw_en_th.tsv")
    return [(row[0], row[1]) for name in tables for row in read_table(data / "pairs" / name)]


def _loan_words(data: Path) -> list[Pair]:
    rows = list(read_table(data / "pairs" / "th_en_transliteration_v1.4.tsv"))[1:]
    return [(row[1], row[0]) for row in rows]


def _synonyms(data: Path) -> list[Pair]:
    pairs = []
    for row in read_table(data / "pairs" / "thai_wordnet_synonyms.tsv"):
        group = [word for word in row[1].split("|") if word.strip()]
        pairs += list(pairwise(group))
    return pairs


def _named_in_english(data: Path) -> list[Pair]:
    texts = [f"{title} {body}" for title, body in _news(data)] + [context for _, context in _questions(data)]
    texts += [f"{heading} {text}" for heading, text in _help_pages(data)]
    found = {(m[2].strip(), m[1].strip()) for text in texts for m in _BRACKETED.finditer(text)}
    return sorted(found)


def _mixed(data: Path) -> list[Pair]:
    pairs = []
    for title, body in (*_news(data), *_questions(data), *_help_pages(data)):
        latin = list(dict.fromkeys(word.lower() for word in _LATIN.findall(f"{title} {body}")))
        if len(latin) >= 3:
            pairs.append((" ".join(latin[:16]), _LATIN.sub(" ", f"{title} {body[:500]}")))
    return pairs


def _titled_news(data: Path) -> list[Pair]:
    return [("", f"{title} {body}") for title, body in _news(data)]


def _law_texts(data: Path) -> list[Pair]:
    return [(r["law"], r["text"][:_BODY_CHARACTERS]) for r in read_lines(data / "law_sections.jsonl.xz")]


# (kind, share of the batches, reader). Shares were set on the public test sets' figures.
PAIRS: tuple[tuple[str, float, Callable[[Path], list[Pair]]], ...] = (
    ("news", 0.16, _news),
    ("help", 0.06, _help_pages),
    ("questions", 0.04, _questions),
    ("english help", 0.10, _english_help),
    ("english questions", 0.04, _english_questions),
    ("translated questions", 0.10, _translated_questions),
    ("translated headings", 0.08, _translated_headings),
    ("translated words", 0.12, _translated_words),
    ("loan words", 0.04, _loan_words),
    ("synonyms", 0.03, _synonyms),
    ("named in English", 0.08, _named_in_english),
    ("mixed", 0.04, _mixed),
)
CLOZE: tuple[tuple[str, float, Callable[[Path], list[Pair]]], ...] = (
    ("news stretches", 0.12, _titled_news),
    ("law stretches", 0.05, _law_texts),
)
_TYPING_SHARE = 0.05


def read_lessons(data: Path, seed: int) -> list[Lessons]:
    """All lessons of the folder, words cut; half of the asks and a tenth of the tells also damaged, by ``seed``."""
    rng = random.Random(seed)
    lessons = []
    titles: list[str] = []
    for kind, share, reader in PAIRS:
        pairs = reader(data)
        asks, tells = [ask for ask, _ in pairs], [tell for _, tell in pairs]
        tells = [damage(tell, rng, 0.02) if rng.random() < 0.1 else tell for tell in tells]
        spaced_tells = _spaced_all(tells)
        clean, slips = _spaced_all(asks), _spaced_all(_damaged(asks, rng))
        lessons.append(_lessons(kind, share, clean + slips, spaced_tells * 2))
        if kind in ("news", "questions", "help"):
            titles += asks
    lessons.append(_lessons("typing", _TYPING_SHARE, _spaced_all(_damaged(titles, rng, 0.08)), _spaced_all(titles)))
    for kind, share, reader in CLOZE:
        tells = [text for text in _spaced_all([tell for _, tell in reader(data)]) if text.count(" ") > 40]
        lessons.append(Lessons(kind, share, (), tuple(tells), cloze=True))
    return lessons


def _lessons(kind: str, share: float, asks: list[str], tells: list[str]) -> Lessons:
    kept = [(ask, tell) for ask, tell in zip(asks, tells, strict=True) if ask and tell]
    return Lessons(kind, share, tuple(ask for ask, _ in kept), tuple(tell for _, tell in kept))
