"""A language model put to work: a summary above the quoted answer, words for a draft, Thai words to search with.

Whatever the model does, what the program says without it stays; where it fails, one line says so.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.answers import Answer, Citation, DraftRow, Mode, Status
from assistant.cautions import caution
from assistant.checking import Clause, Evidence, evidence, wrong
from assistant.errand import Errands, listed, quoted, sentence, why_not
from assistant.prompting import Prompt
from assistant.question import Question
from assistant.redraft import Redraft
from assistant.wants import Want
from assistant.writer import Writer
from corpus.errors import ModelError, ModelNonsense
from corpus.records import CELL_LABELS
from corpus.thai import fold_digits

HEADING = "สรุปโดยโมเดลภาษา ทุกข้อตรวจกับหลักฐานแล้ว"
# More evidence than this slows a small model down and makes it forget; the quotes below hold all of it anyway.
MOST_EVIDENCE, MOST_SHOWN, LONGEST_PIECE = 24, 12_000, 900
# A whole plan may take so many times what one task may.
PLAN_TASKS = 10
# Search words for one question; more would drown what was asked.
MOST_WORDS = 8
_THAI_WORD = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]{2,30}")
_WORDS_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"words": {"type": "array", "items": {"type": "string"}}},
    "required": ["words"],
    "additionalProperties": False,
}


class Editor:
    """The tasks of a model; ``held`` are the districts of the store. Threads may share it."""

    def __init__(self, writer: Writer, tasks: Mapping[str, Prompt], held: Sequence[str]) -> None:
        self._errands, self._held = Errands(writer, tasks), tuple(held)
        self._redraft = Redraft(self._errands, held)

    def helps(self, answer: Answer) -> bool:
        """Whether an answer that was made without the model is one that it may sum up, reword or find more for."""
        if answer.drafts:
            return answer.plan is None
        if _THAI_WORD.search(answer.question):
            return answer.status is Status.ANSWERED and answer.mode is Mode.QUOTE
        return answer.mode is Mode.QUOTE and answer.read_as.wants in (Want.MEASURES, Want.CELLS)

    def helped(self, asked: Question, answered: Callable[[Question], Answer]) -> Answer:
        """The answer to a question as ``answered`` gives it, found with more words or with a summary above it."""
        if not asked.english:
            return self.summarised(answered(asked))
        if not asked.topic_words or asked.want not in (Want.MEASURES, Want.CELLS):
            return answered(asked)
        try:
            wider = replace(asked, topic=f"{asked.topic} {self.search_words(asked.text)}")
        except ModelError as error:
            answer = answered(asked)
            why = f"⚠ {why_not(error, english=True)}; only the words of the question were searched for."
            return replace(answer, text=f"{answer.text}\n{why}")
        answer = answered(wider)
        return replace(answer, read_as=replace(answer.read_as, topic=asked.topic))

    # --- a summary -------------------------------------------------------------------------------------------------

    def summarised(self, answer: Answer) -> Answer:
        """The quoted answer with checked clauses above it, or with a notice below; other answers as they are."""
        if answer.status is not Status.ANSWERED or answer.mode is not Mode.QUOTE:
            return answer
        shown = _evidence_of(answer.citations)
        values = {"question": quoted(answer.question), "evidence": listed(shown)}
        try:
            clauses = self._errands.written(
                "answer", values, lambda clause: wrong(clause, shown, self._held), self._errands.deadline()
            )
            if not clauses:
                raise ModelNonsense("The language model found no answer in the evidence.")
        except ModelError as error:
            notice = f"⚠ {why_not(error)} จึงแสดงเฉพาะข้อความที่ยกจากรายงาน"
            return replace(answer, text=f"{answer.text}\n{notice}")
        lines = [_line(clause, answer.citations) for clause in clauses]
        return replace(answer, text="\n".join([HEADING, *lines, "", answer.text]), mode=Mode.MODEL)

    # --- a draft ---------------------------------------------------------------------------------------------------

    def drafted(self, rows: Sequence[DraftRow]) -> tuple[DraftRow, ...]:
        """Drafted rows gone over within the time of one task; where the model fails, that row says so, once for all."""
        done, failed = self._redraft.over(rows, self._errands.deadline())
        if failed is None:
            return done
        at, error = failed
        key = "old words" if at == len(rows) - 1 else "old words below"
        note = caution(key, why=why_not(error), english=sentence(error))
        told = replace(done[at], warnings=(*done[at].warnings, note))
        return (*done[:at], told, *done[at + 1 :])

    def planned(self, rows: Sequence[DraftRow]) -> tuple[tuple[DraftRow, ...], str]:
        """The rows of a plan gone over, and one sentence where the model failed on the way, else ""."""
        until = self._errands.deadline() + (PLAN_TASKS - 1) * self._errands.seconds
        done, failed = self._redraft.over(rows, until)
        if failed is None:
            return done, ""
        at, error = failed
        if at == 0:
            return done, f"{why_not(error)} จึงใช้ถ้อยคำเดิมของรายงานทั้งแผน"
        return done, f"{why_not(error)} จึงปรับถ้อยคำเพียง {at} แถวแรกจาก {len(rows)} แถว ที่เหลือใช้ถ้อยคำเดิมของรายงาน"

    # --- search words ----------------------------------------------------------------------------------------------

    def search_words(self, question: str) -> str:
        """Thai words to search with for a question in English, "" where the model has none; raises ModelError."""
        values = {"question": quoted(question)}
        output = self._errands.raw("translate_question", values, _WORDS_SCHEMA, self._errands.deadline())
        try:
            found = json.loads(output[output.index("{") : output.rindex("}") + 1])["words"]
            said = [word for one in found for word in one.split()]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ModelNonsense("The language model did not write the form that was asked for.") from error
        return " ".join(list(dict.fromkeys(word for word in said if _THAI_WORD.fullmatch(word)))[:MOST_WORDS])


def _line(clause: Clause, citations: Sequence[Citation]) -> str:
    """A clause of a summary with whose report of which year it is from, where it does not say so, and its marks."""
    cited = [one for one in citations if one.mark in clause.marks]
    whose = dict.fromkeys(
        f"เขต{one.district} ปี {one.fiscal_year}"
        for one in cited
        if f"เขต{one.district}" not in clause.text or str(one.fiscal_year) not in fold_digits(clause.text)
    )
    told = f" ({', '.join(whose)})" if whose else ""
    return f"- {clause.text}{told} {''.join(f'[{mark}]' for mark in clause.marks)}"


def _evidence_of(citations: Sequence[Citation]) -> dict[int, Evidence]:
    """The citations that the model is shown, by mark, within its budget."""
    shown: dict[int, Evidence] = {}
    size = 0
    for one in citations[:MOST_EVIDENCE]:
        about = f"เขต{one.district} ปี {one.fiscal_year} {one.label} {CELL_LABELS.get(one.cell or '', '')}".strip()
        piece = evidence(one.mark, one.quote[:LONGEST_PIECE], about, one.district, done=one.cell == "result")
        size += len(piece.all)
        if shown and size > MOST_SHOWN:
            break
        shown[one.mark] = piece
    return shown
