"""A question that leans on the one before: what it leaves out is kept, what it says is changed."""

import re
from dataclasses import replace

from assistant.answers import ReadAs
from assistant.question import Question, topic_words_of
from assistant.wants import MOST, Want
from corpus.thai import fold_digits

# "แล้วดุสิตล่ะ", "ปี 2567 ล่ะ", "what about Sathon?": the words that lean on what was said before.
_LEANS = re.compile(
    r"^\s*(?:แล้ว|และ|กับ|ส่วน)|(?:ล่ะ|ละ|หละ|บ้างล่ะ|ด้วย)\s*[?？]?\s*(?:ครับ|ค่ะ|คะ)?\s*$|"
    r"^\s*(?:and|what about|how about)\b",
    re.I,
)
# Words of leaning themselves are no topic.
_LEANING_WORDS = frozenset({"ล่ะ", "ละ", "หละ", "แล้ว", "ส่วน", "ด้วย", "about", "and"})


def leans(asked: Question) -> bool:
    """Whether a question cannot stand alone: no code, no group and no topic of its own, or words that lean back."""
    own = [word for word in asked.topic_words if word not in _LEANING_WORDS]
    bare = not (asked.codes or asked.groups or asked.named_groups or own)
    sides = (asked.districts, asked.unknown_districts, asked.years, asked.cells, asked.parts)
    says_something = any(sides)
    if asked.want in (Want.DRAFT, Want.MEANING, Want.CHANGE):
        return False
    if asked.want is Want.CELLS and MOST.search(asked.text) and (asked.districts or asked.years):
        return False  # what stands most often in a whole report
    return (bare and (says_something or asked.want is not Want.MEASURES)) or (
        bool(_LEANS.search(fold_digits(asked.text)))
        and not own
        and (says_something or bool(asked.codes or asked.groups))
    )


def complete(asked: Question, before: ReadAs | None) -> Question:
    """The question with what it leaves out taken from the one before; as it is where it stands alone."""
    if before is None or not leans(asked):
        return asked
    wants_anew = asked.want not in (Want.MEASURES, Want.OVERVIEW) or bool(asked.cells)
    kept_want = Want(before.wants) if before.wants in {want.value for want in Want} else Want.MEASURES
    topic = before.topic if not (asked.codes or asked.groups or asked.named_groups) else asked.topic
    everywhere = bool(asked.unknown_districts or asked.others or asked.every)
    return replace(
        asked,
        want=asked.want if wants_anew or kept_want is Want.DRAFT else kept_want,
        codes=asked.codes or before.codes,
        groups=asked.groups or before.groups,
        years=asked.years or before.years,
        districts=asked.districts or (() if everywhere else before.districts),
        cells=asked.cells or before.cells,
        topic=topic,
        topic_words=topic_words_of(topic),
        only_groups=bool(asked.groups or before.groups) and not topic_words_of(topic),
    )
