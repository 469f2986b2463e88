"""What is asked: codes, groups, years, districts, cells wanted, and the words left over to search with."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from assistant import mentions, thesaurus, wants
from assistant.wants import Want
from corpus.districts import find_districts, unknown_mentions
from corpus.thai import fold_digits, normalise, words


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood; ``topic`` is what is left to search for once the structure is taken out.

    ``groups`` are named by number, ``named_groups`` by name; ``only_groups``: nothing is asked for but whole groups.
    """

    text: str
    english: bool
    want: Want
    codes: tuple[str, ...] = ()
    groups: tuple[int, ...] = ()
    named_groups: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()
    only_groups: bool = False
    years: tuple[int, ...] = ()
    districts: tuple[str, ...] = ()
    unknown_districts: tuple[str, ...] = ()
    others: bool = False
    every: bool = False
    compare: bool = False
    mean: bool = False
    particular: bool = False
    cells: tuple[str, ...] = ()
    topic: str = ""
    topic_words: tuple[str, ...] = ()


# Phrases of asking that would run into the word behind them when the question is cut into words.
_PHRASES = re.compile(
    r"มาตรการ|(?:ผู้)?รับผิดชอบ|เรื่องนี้|เรื่อง|คะแนน(?:เฉลี่ย|รวม)?|(?:ต่ำ|สูง|น้อย|มาก|ดี|แย่|เยอะ)(?:ที่)?สุด|บ่อย(?:แค่|เพียง)?ไหน|กี่ครั้ง|"
    r"เมื่อไ(?:ห)?ร่?|เท่าไ(?:ห)?ร่?|อย่างไร|ยังไง|อะไรบ้าง|(?:ฝ่าย|หน่วยงาน|เขต)(?:ไหน|ใด|อื่น|อะไร)|ทุกเขต|แต่ละเขต|เปรียบเทียบ|ระหว่าง|ประเด็น"
)

# Words of asking, not of a topic: dropped before the topic is searched for and before "not there" is judged.
ASKING = frozenset(
    " ".join(
        (
            "เขต สำนักงานเขต กรุงเทพ กรุงเทพมหานคร กทม อื่น แก้ แก้ไข แก้ปัญหา อย่างไร ยังไง ไง ทำ ทำไม ทำยังไง",
            "อะไร บ้าง ไหน ไหม มั้ย หรือ หรือไม่ มี ข้อ ปี ปีงบประมาณ ของ ได้ กี่ ต้อง ช่วย ขอ หน่อย สรุป เรื่อง",
            "การ ความ ด้าน เกี่ยวกับ ให้ ใน ที่ และ กับ แล้ว จะ เป็น คือ ไว้ ว่า นี้ นั้น ไม่ ก็ จาก โดย เพื่อ",
            "พร้อม ทุก แต่ละ ระหว่าง เปรียบเทียบ เทียบ ใคร เมื่อไร เมื่อไหร่ เท่าไร เท่าไหร่ เท่าใด แค่ไหน บ่อย",
            "ครั้ง วิธี วิธีการ แนวทาง มาตรการ กิจกรรม ตัวชี้วัด กลุ่ม คะแนน รับผิดชอบ ผู้รับผิดชอบ ฝ่าย",
            "ดำเนินการ รายงาน ประเด็น จุดอ่อน ปรับปรุง ครับ ค่ะ คะ นะ อยาก ทราบ รู้ บอก ตัวอย่าง พวก ถึง ตาม ต่อ",
            "กัน ตั้งแต่ ใช้ ผล เสร็จ ดูแล เฉลี่ย ถูก อยู่ ไป มา ตน ตนเอง เลย ทั้ง กำหนด สามารถ ทำให้ จัด ควร อีก",
            "ส่วน ใด ผอ ผู้อำนวยการ a an the of for to in on at by and or is are was were be been do does did",
            "done how what which who whom when where why can could should would will may better best good well",
            "serve served serving service services able want wants need needs like know there without within",
            "during per i we you they it their our your its his her this that these those have has had with from",
            "about so as if not no yes please tell me us show give other others district districts office offices",
            "bangkok compare difference versus vs fix fixed fixes solve solved handle handled deal dealt improve",
            "item items code indicator year fiscal measure measures action actions taken report reports say says",
            "said score scores responsible much many often keep make made get got use used any all every each",
            "stop own take takes taking took thing things something anything everyone someone people's come comes",
            "coming go goes going went put puts set sets let lets see seen look looks looking find found help",
            "helps helped work works working done ensure ensures make sure people person persons new old same",
            "different way ways kind kinds type types part parts case cases also only just very more most less",
            "least few several between among into onto over under again then than because before after while",
            "until unless although though however therefore must might shall cannot can't don't doesn't didn't",
            "isn't aren't wasn't won't them us him he she me my mine yours ours hers who's what's that's it's",
            "average mean total overall lowest highest worst weakest below above pass passes passed evidence proof",
            "หลักฐาน ยกเว้น เว้น นอกจาก ไม่เอา ไม่รวม ไม่นับ สั้น ๆ ทำไร ทำไง ดู อันดับ เกณฑ์",
            "except excluding besides list",
            "อ่อน weak weakness weaknesses fail fails failed failing scored scoring",
            "there's i'm we're they're arrangement arrangements regarding concerning related via",
        )
    ).split(" ")
)


def parse(
    text: str, held: Iterable[str], repair: Callable[[str], str] | None = None, today: date | None = None
) -> Question:
    """Reads a question; ``held`` are the districts of the store, invented ones too; ``today`` is for "last year".

    ``repair`` corrects typing errors in what is left once codes, years and districts are taken out.
    """
    plain = normalise(text)
    folded = fold_digits(thesaurus.correct(plain))
    rest, codes = mentions.take_codes(folded)
    rest, groups = mentions.take_groups(rest)
    rest, parts = mentions.take_parts(rest)
    rest, years = mentions.take_years(rest, today)
    held = tuple(held)
    named_districts = find_districts(rest, held)
    unknown = unknown_mentions(rest, held)
    left_out = {mention.name for mention in named_districts if wants.BUT.search(rest[: mention.char_start])}
    meant = [mention.name for mention in named_districts if mention.name not in left_out]
    if left_out and not meant:
        meant = [name for name in held if name not in left_out]
    for mention in sorted(named_districts, key=lambda m: -m.char_start):
        rest = rest[: mention.char_start] + " " + rest[mention.char_end :]
    for name in unknown:
        rest = rest.replace(name, " ")
    english = _is_english(plain, rest)
    rest = _PHRASES.sub(" ", rest)
    if repair is not None:
        rest = repair(rest)
    topic = topic_words_of(rest)
    named, beside = mentions.named_groups(rest)
    asked = Question(
        text=plain,
        english=english,
        want=wants.want(folded, codes, years),
        codes=codes,
        groups=groups,
        named_groups=named,
        parts=parts,
        only_groups=bool(groups or named) and not topic_words_of(beside),
        years=years,
        districts=tuple(dict.fromkeys(meant)),
        unknown_districts=unknown,
        others=bool(wants.OTHERS.search(folded)),
        every=bool(wants.EVERY.search(folded)),
        compare=bool(wants.COMPARE.search(folded)),
        mean=bool(wants.MEAN.search(folded)),
        particular=bool(wants.PARTICULAR.search(folded)),
        cells=wants.cells(folded),
        topic=rest.strip(),
        topic_words=topic,
    )
    if asked.want is Want.MEASURES and not (asked.codes or asked.groups or named or asked.topic_words or asked.cells):
        return replace(asked, want=Want.OVERVIEW)
    if asked.want is Want.MEASURES and asked.cells and _one_fact(folded):
        return replace(asked, want=Want.CELLS)
    return asked


def _one_fact(folded: str) -> bool:
    """Whether only the named cells are wanted, not the measures with them."""
    measures = bool(wants.MEASURES.search(folded))
    if wants.TOGETHER.search(folded) or (measures and wants.AND_FACT.search(folded)):
        return False
    return bool(wants.ONE_FACT.search(folded)) or not measures


_QUOTED_IN_ENGLISH = re.compile(
    r"(?:\b(?:weakness(?:es)?|problem)\s*(?:is|are|:|=)|\bbecause\b)\s*.+$|[“\"].*?[”\"]", re.IGNORECASE | re.DOTALL
)


def _is_english(text: str, rest: str) -> bool:
    """Whether the question is in English: Latin letters prevail, hardly any Thai in the ``rest`` beside the names.

    What an English sentence quotes, such as the weakness of a draft, is in the language of the form.
    """
    latin = len(re.findall(r"[A-Za-z]", text))
    thai = len(re.findall("[\u0e01-\u0e4e]", _QUOTED_IN_ENGLISH.sub(" ", rest)))
    return latin > 3 * thai and latin > 6


def topic_words_of(rest: str) -> tuple[str, ...]:
    """The words of the topic: everything but words of asking, numbers alone and single letters."""
    out = []
    for word in words(rest):
        if word in ASKING or len(word) < 2 or word.isdigit():
            continue
        out.append(word)
    if not out:  # "e-service": each word says nothing, and the two together name a thing
        out = [saying for saying, _ in thesaurus.wordings(rest) if saying not in ASKING]
    return tuple(dict.fromkeys(out))
