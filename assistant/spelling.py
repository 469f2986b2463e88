"""Typing errors in a question repaired over the words that the reports use; a word that they use is never changed."""

from collections.abc import Iterable
from functools import lru_cache

from assistant import thesaurus
from corpus.thai import cut, dictionary, fold_digits, search_words

# How alike (percent, normalised indel ratio) a misspelt word and a known one must be: one slip in six letters is 83.
ALIKE = 80.0
SHORTEST = 4
# Pieces that are all words of their own (เจ้า|หนา|ที่) make a slip only where the whole is long and all but a known word.
ALIKE_WHOLE, LONG = 91.0, 8
# A slip breaks a word into at most so many pieces: งบประมาน is cut งบ|ประ|มาน.
LONGEST_SPAN = 4
REMEMBERED = 256


class Speller:
    """Repairs typing errors; ``vocabulary`` are the words of the store."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        said = frozenset(vocabulary)
        self._known = said | _own_words()
        latin = {word for word in self._known if word.isascii()}
        self._targets = tuple(sorted(word for word in said | latin if len(word) >= SHORTEST and word.isalpha()))
        # A question is read more than once on its way to an answer.
        self._repaired = lru_cache(maxsize=REMEMBERED)(self._repair)

    def repair(self, text: str) -> str:
        """The text with misspelt words replaced, everything else as it was."""
        return self._repaired(text)

    def _repair(self, text: str) -> str:
        tokens = cut(fold_digits(text))
        out: list[str] = []
        at = 0
        while at < len(tokens):
            fixed = self._fix_at(tokens, at)
            if fixed is None:
                out.append(tokens[at])
                at += 1
            else:
                word, length = fixed
                out.append(word)
                at += length
        return "".join(out)

    def _fix_at(self, tokens: list[str], at: int) -> tuple[str, int] | None:
        """The best known word for a span that begins at ``at`` and holds an unknown piece, with the span's length."""
        from rapidfuzz import fuzz, process

        best: tuple[float, str, int] | None = None
        for length in range(1, LONGEST_SPAN + 1):
            span = tokens[at : at + length]
            if len(span) < length or not all(piece.strip() and piece[0].isalpha() for piece in span):
                break
            joined = "".join(span).lower()
            if joined not in self._known and joined.isascii() and joined.endswith("s") and joined[:-1] in self._known:
                return joined[:-1], length  # a plural; the reports write QR code
            if joined in self._known:
                best = None
                continue
            whole = all(self._is_known(piece) for piece in span) or not _broken(span)
            if len(joined) < (LONG if whole else SHORTEST):
                continue
            # the reports hold few words in Latin letters, and "instructions" is no slip for "construction"
            floor = ALIKE_WHOLE if whole or joined.isascii() else ALIKE
            apart = 1 if joined.isascii() else 2
            found = process.extractOne(joined, self._targets, scorer=fuzz.ratio, score_cutoff=floor)
            if found is not None and (best is None or found[1] > best[0]) and abs(len(found[0]) - len(joined)) <= apart:
                best = (found[1], str(found[0]), length)
        return (best[1], best[2]) if best else None

    def _is_known(self, piece: str) -> bool:
        return piece.lower() in self._known


def _broken(span: list[str]) -> bool:
    """Whether pieces look like a misspelt word cut to bits: an unknown piece, a scrap, or three pieces."""
    if span[0].isascii():
        return True
    return len(span) >= 3 or any(piece not in dictionary() or len(piece) <= 2 for piece in span)


@lru_cache(maxsize=1)
def _own_words() -> frozenset[str]:
    """The words of asking and of the thesaurus: right as they stand."""
    from assistant.question import ASKING

    said = {word for entry in thesaurus.entries() for saying in entry.say for word in (saying, *search_words(saying))}
    return frozenset(said) | ASKING
