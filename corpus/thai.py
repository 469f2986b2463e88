"""Thai made regular, once, at the door; the only door to pythainlp.

Offsets never change here unseen: ``normalise`` may shorten a text, so quotes are cut from the source by offsets that
the readers keep, and what this module returns serves reading, searching and matching.
"""

import os
import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise

os.environ.setdefault("PYTHAINLP_OFFLINE", "1")

# newmm and nlpo3 cut differently; one engine serves the index, the questions and the training of the encoder.
ENGINE = "nlpo3"

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
# Private-use glyphs that Thai fonts of the Windows 3 era put in place of shifted vowels and tone marks.
_PRIVATE_USE = str.maketrans(
    {
        0xF700: "ฐ", 0xF701: "ิ", 0xF702: "ี", 0xF703: "ึ", 0xF704: "ื", 0xF705: "่", 0xF706: "้", 0xF707: "๊",
        0xF708: "๋", 0xF709: "์", 0xF70A: "่", 0xF70B: "้", 0xF70C: "๊", 0xF70D: "๋", 0xF70E: "์", 0xF70F: "ญ",
        0xF710: "ั", 0xF711: "ํ", 0xF712: "็", 0xF713: "่", 0xF714: "้", 0xF715: "๊", 0xF716: "๋", 0xF717: "์",
        0xF718: "ุ", 0xF719: "ู", 0xF71A: "ฺ",
        # The same of the Macintosh; U+F860 to U+F87F only say which form of the letter before was meant.
        0xF884: "ั", 0xF885: "ิ", 0xF886: "ี", 0xF887: "ึ", 0xF888: "ื", 0xF889: "็", 0xF88A: "่", 0xF88B: "่",
        0xF88C: "่", 0xF88D: "้", 0xF88E: "้", 0xF88F: "้", 0xF890: "๊", 0xF891: "๊", 0xF892: "๊", 0xF893: "๋",
        0xF894: "๋", 0xF895: "๋", 0xF896: "์", 0xF897: "์", 0xF898: "์", 0xF899: "ํ", 0xF89A: "ญ", 0xF89B: "ุ",
        0xF89C: "ู", 0xF89D: "ฺ", 0xF89E: "ฐ", **dict.fromkeys(range(0xF860, 0xF880)),
    }
)  # fmt: skip
# Lao letters that OCR puts for the Thai ones of the same shape ("คະແນน").
_LAO = str.maketrans("ກຂຄງຈຊຍດຕຖທນບປຜຝພຟມຢຣລວສຫອຮະາິີຶືຸູເແໂໃໄ່້໊໋໌ັໍ", "กขคงจซยดตถทนบปผฝพฟมยรลวสหอฮะาิีึืุูเแโใไ่้๊๋์ัํ")
_LAO_BLOCK = re.compile("[\u0e81-\u0edf]")
_SPLIT_SARA_AM = re.compile("\u0e4d ?([\u0e48-\u0e4b]?) ?\u0e32")
# A tone mark is typed after the vowel over or under the letter; some printers write it before.
_MARK_BEFORE_VOWEL = re.compile("([\u0e48-\u0e4c])([\u0e31\u0e34-\u0e3a\u0e47])")
_MARK_AFTER_AM = re.compile("\u0e33([\u0e48-\u0e4b])")
_DOUBLED_MARK = re.compile(f"([{_MARKS}])\\1+")
_DOUBLE_E = re.compile("เเ")
_SPACE_BEFORE_MARK = re.compile(f"(?<=[{_THAI}])[ \u00a0]+(?=[{_MARKS}\u0e33])")
_BLANKS = re.compile(r"\s+")
_THAI_GAP = re.compile(f"(?<=[{_THAI}]) (?=[{_THAI}])")
_WRITTEN_APART = frozenset({"แล้วแต่", "ทั้งที่", "เพื่อที่", "เมื่อก่อน"})
# No number and no run of words without a blank is so long; the tokenizer takes the square of their length.
_ENDLESS = re.compile(r"\d{60}|\S{1000}")
_PIECES = re.compile(r"\d{1,60}|\D{1,1000}")
_WORD = re.compile(f"[{_THAI}]+|[A-Za-z]+|[0-9]+(?:[.,][0-9]+)*")


def fold_digits(text: str) -> str:
    """Thai digits as Arabic ones; every other character keeps its place, so offsets stay valid."""
    return text.translate(_DIGITS)


def normalise(text: str) -> str:
    """Regular Thai for reading: NFC, glyph repairs, single spaces; never NFKC, which splits the vowel ำ."""
    text = unicodedata.normalize("NFC", text.translate(_PRIVATE_USE))
    if _LAO_BLOCK.search(text):
        text = text.translate(_LAO)
    text = _INVISIBLE.sub("", text)
    text = _SPLIT_SARA_AM.sub(lambda m: m[1] + "ำ", text)
    text = _MARK_AFTER_AM.sub(lambda m: m[1] + "ำ", text)
    text = _DOUBLE_E.sub("แ", text)
    text = _SPACE_BEFORE_MARK.sub("", text)
    text = _MARK_BEFORE_VOWEL.sub(r"\2\1", text)
    text = _DOUBLED_MARK.sub(r"\1", text)
    return _BLANKS.sub(" ", text).strip()


@lru_cache(maxsize=1)
def _without_ring() -> dict[str, str]:
    """The words with ำ by what they look like without its ring, where that is no word itself."""
    known = dictionary()
    bare = {word.replace("ำ", "า"): word for word in known if "ำ" in word and len(word) >= 4}
    # What begins with one of these two is hardly ever another word: การออก is no กำรอ.
    return {looks: word for looks, word in bare.items() if looks not in known and not looks.startswith(("การ", "ราย"))}


# A page with so many letters า and not one ำ has lost them: in common Thai one in eight has the ring.
LOST_AM = 60
_LONGEST = 24


def restore_am(text: str) -> tuple[str, int]:
    """A page's text with the rings that its font lost put back in words that are none without, and how many.

    Nothing is done to a page that has a single ำ of its own. Words are the longest that fit, from left to right.
    """
    if "ำ" in text or "\u0e4d" in text or text.count("า") < LOST_AM:
        return text, 0
    known, meant = dictionary(), _without_ring()
    out: list[str] = []
    at = count = 0
    while at < len(text):
        pieces = (text[at : at + size] for size in range(min(_LONGEST, len(text) - at), 1, -1))
        word = next((piece for piece in pieces if piece in meant or piece in known), text[at])
        out.append(meant.get(word, word))
        count += word in meant
        at += len(word)
    return "".join(out), count


def unwrap(text: str) -> str:
    """Spaces that a line break left inside a Thai word are dropped; spaces between words stay.

    The run is cut into words with its spaces taken out; a space that falls inside a word was a line wrap.
    """
    if not _THAI_GAP.search(text):
        return text
    pieces = _THAI_GAP.split(text)
    joined = "".join(pieces)
    crossing: dict[int, str] = {}
    at = 0
    for word in cut(joined):
        crossing.update(dict.fromkeys(range(at + 1, at + len(word)), word))
        at += len(word)
    out = [pieces[0]]
    at = 0
    for left, right in pairwise(pieces):
        at += len(left)
        out.append(right if _is_wrap(left, right, crossing.get(at)) else " " + right)
    return "".join(out)


def _is_wrap(left: str, right: str, across: str | None) -> bool:
    """Whether the gap between two pieces is a line wrap inside the word ``across`` that stands over it.

    Whole words beside the gap speak for a real space, unless the word over it is made of just these; แล้ว แต่ is the
    pair that Thai writes apart in one sense and together in another.
    """
    if across is None or across in _WRITTEN_APART:
        return False
    before, after = cut(left), cut(right)
    if before[-1] not in dictionary() or after[0] not in dictionary():
        return True
    heads = {across[: len(across) - size] for size in accumulate(map(len, after))}
    return any(
        head and left.endswith(head) and right.startswith(across[len(head) :]) and _ends_in_words(before, len(head))
        for head in heads
    )


def _ends_in_words(words: list[str], size: int) -> bool:
    """Whether the last words of a text are together just that long."""
    return size in accumulate(len(word) for word in reversed(words))


def clean(text: str) -> str:
    """What readers see and the index holds: ``normalise`` then ``unwrap``."""
    return unwrap(normalise(text))


def cut(text: str) -> list[str]:
    """The text cut at Thai word borders; joined again it is the same text."""
    if not text:
        return []
    from pythainlp.tokenize import word_tokenize

    pieces = _PIECES.findall(text) if _ENDLESS.search(text) else [text]
    return [word for piece in pieces for word in word_tokenize(piece, engine=ENGINE, keep_whitespace=True)]


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """The words that the tokenizer knows."""
    from pythainlp.corpus import thai_words

    return frozenset(thai_words())


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Words of everyday Thai that say little by themselves; the list is not made for this, so they only weigh less."""
    from pythainlp.corpus import thai_stopwords

    return frozenset(thai_stopwords())


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Thai given names of three letters and more; some of them are words of the language too."""
    from pythainlp.corpus import thai_female_names, thai_male_names

    return frozenset(name for name in thai_female_names() | thai_male_names() if len(name) > 2)


@lru_cache(maxsize=1)
def family_names() -> frozenset[str]:
    """Thai family names that are no words of the language."""
    from pythainlp.corpus import thai_family_names

    return frozenset(thai_family_names()) - dictionary()


@lru_cache(maxsize=50_000)
def parts(word: str) -> tuple[str, ...]:
    """A compound cut into two or more known words of three letters and more, the fewest; () where it is no compound.

    จัดซื้อจัดจ้าง is one word for the tokenizer; staff who ask for จัดซื้อ alone must find it.
    """
    if len(word) < 6 or not re.fullmatch(f"[{_THAI}]+", word):
        return ()
    known = dictionary()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(3, len(word) + 1):
        for start in range(0, end - 2):
            head = best[start]
            piece = word[start:end]
            if head is None or piece == word or piece not in known:
                continue
            if best[end] is None or len(head) + 1 < len(best[end] or ()):
                best[end] = (*head, piece)
    return best[len(word)] or ()


def words(text: str) -> list[str]:
    """Search words of a text: cleaned, digits folded, lower-cased, without spaces and punctuation, compounds whole."""
    regular = fold_digits(clean(text)).lower()
    out: list[str] = []
    for token in cut(regular):
        out.extend(_WORD.findall(token))
    return out


def search_words(text: str) -> list[str]:
    """``words`` with the parts of each compound after it: what the word index holds and is asked with."""
    return list(_search_words(text))


@lru_cache(maxsize=256)
def _search_words(text: str) -> tuple[str, ...]:
    """As ``search_words``; a question is cut more than once on its way to an answer."""
    out: list[str] = []
    for word in words(text):
        out.append(word)
        out.extend(parts(word))
    return tuple(out)


def squeeze(text: str) -> str:
    """The text without any white space, digits folded, lower-cased: for comparing what two readings say."""
    return _BLANKS.sub("", fold_digits(text)).lower()
