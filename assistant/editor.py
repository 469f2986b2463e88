"""A language model put to work: a summary above the quoted answer, words for a draft, Thai words to search with.

Whatever the model does, what the program says without it stays; where it fails, one line says so.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.answers import Answer, Citation, DraftCell, DraftRow, Mode, Status
from assistant.carryover import names_other, their_own
from assistant.checking import OVERLAP, SCHEMA, Clause, Evidence, evidence, facts, overlap, read_clauses, wrong
from assistant.prompting import Prompt
from assistant.question import Question
from assistant.wants import Want
from assistant.wording import say
from assistant.writer import Message, Writer
from corpus.errors import ModelBusy, ModelError, ModelGone, ModelNonsense, ModelRefused, ModelSlow
from corpus.records import CELL_LABELS
from corpus.thai import fold_digits

HEADING = "สรุปโดยโมเดลภาษา ทุกข้อตรวจกับหลักฐานแล้ว"
# More evidence than this slows a small model down and makes it forget; the quotes below hold all of it anyway.
MOST_EVIDENCE, MOST_SHOWN, LONGEST_PIECE = 24, 12_000, 900
# What checkers miss first where no precedent has it, and what measures often say by the way.
FILLED, MOST_FILLED = ("output", "publicity"), 3
# Search words for one question; more would drown what was asked.
MOST_WORDS = 8
_THAI_WORD = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]{2,30}")
_WORDS_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"words": {"type": "array", "items": {"type": "string"}}},
    "required": ["words"],
    "additionalProperties": False,
}
# Signs that could close a fence, open a tag or pass for a mark are shown to the model by their number.
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>[]{}`|#"})
_WHY: Mapping[type[ModelError], tuple[str, str]] = {
    ModelRefused: ("โมเดลภาษาไม่รับคำขอ ให้ผู้ดูแลระบบตรวจที่อยู่ ชื่อ และรหัสของโมเดล", "the language model refused the request"),
    ModelGone: ("ติดต่อโมเดลภาษาไม่ได้", "the language model could not be reached"),
    ModelBusy: ("โมเดลภาษาไม่ว่างหรือขัดข้อง", "the language model is busy or out of order"),
    ModelSlow: ("โมเดลภาษาตอบช้าเกินกำหนด", "the language model took too long"),
    ModelNonsense: ("สิ่งที่โมเดลภาษาเขียนไม่ผ่านการตรวจกับหลักฐาน", "what the language model wrote could not be used"),
}


class Editor:
    """The tasks of a model; ``held`` are the districts of the store. Threads may share it."""

    def __init__(self, writer: Writer, tasks: Mapping[str, Prompt], held: Sequence[str]) -> None:
        self._writer, self._tasks, self._held = writer, tasks, tuple(held)

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
        values = {"question": _quoted(answer.question), "evidence": _listed(shown)}
        try:
            clauses = self._written(
                "answer", values, lambda clause: wrong(clause, shown, self._held), self._writer.deadline()
            )
            if not clauses:
                raise ModelNonsense("The language model found no answer in the evidence.")
        except ModelError as error:
            notice = f"⚠ {why_not(error)} จึงแสดงเฉพาะข้อความที่ยกจากรายงาน"
            return replace(answer, text=f"{answer.text}\n{notice}")
        lines = [_line(clause, answer.citations) for clause in clauses]
        return replace(answer, text="\n".join([HEADING, *lines, "", answer.text]), mode=Mode.MODEL)

    def _written(
        self, task: str, values: Mapping[str, str], wrong_with: Callable[[Clause], str | None], until: float
    ) -> list[Clause]:
        """The clauses that pass, none where the model has none; what fails is sent back once with the reasons.

        Raises ModelError where it wrote some and none passes.
        """
        prompt = self._tasks[task]
        talk = [Message("system", prompt.duty), Message("user", prompt.filled(**values))]
        output = self._writer.write(talk, SCHEMA, until)
        good, reasons = _sorted_out(output, wrong_with)
        if not good and not reasons:
            return []
        if reasons:
            talk += [Message("assistant", output), Message("user", _sent_back(reasons))]
            try:
                good += _sorted_out(self._writer.write(talk, SCHEMA, until), wrong_with)[0]
            except ModelError:
                if not good:
                    raise
        if not good:
            raise ModelNonsense("Nothing that the language model wrote is borne out by the evidence.")
        return list({clause.text: clause for clause in good}.values())

    # --- a draft ---------------------------------------------------------------------------------------------------

    def drafted(self, rows: Sequence[DraftRow]) -> tuple[DraftRow, ...]:
        """Drafted rows in formal words, with empty cells filled from the row's own measures; bases stay as they are."""
        return tuple(self._drafted(row) for row in rows)

    def _drafted(self, row: DraftRow) -> DraftRow:
        until = self._writer.deadline()
        try:
            row = self._reworded(row, until)
            for name in FILLED:
                row = self._filled(row, name, until)
        except ModelError as error:
            return replace(row, warnings=(*row.warnings, f"{why_not(error)} จึงใช้ถ้อยคำเดิมของรายงาน"))
        return row

    def _reworded(self, row: DraftRow, until: float) -> DraftRow:
        """Each clause keeps what it rests on, and its old words where the new ones fail; raises ModelError."""
        numbered = [(name, at) for name, cell in row.cells if _is_composed(cell) for at in range(len(cell.clauses))]
        cells = dict(row.cells)
        old = {mark: cells[name].clauses[at][0] for mark, (name, at) in enumerate(numbered, 1)}
        shown = {mark: Evidence(mark, text.removeprefix("- "), "") for mark, text in old.items()}
        if not shown:
            return row
        values = {"weakness": _quoted(row.weakness), "evidence": _listed(shown)}
        written = self._written(
            "rewrite_formally", values, lambda clause: self._lossy(clause, shown, row.district), until
        )
        new = {one.marks[0]: one.text for one in reversed(written) if one.text != shown[one.marks[0]].text}
        if not new:
            return row
        for mark, text in new.items():
            name, at = numbered[mark - 1]
            clauses = list(cells[name].clauses)
            bullet = "- " if old[mark].startswith("- ") else ""
            clauses[at] = (bullet + text, clauses[at][1])
            joined = "\n".join(words for words, _ in clauses)
            cells[name] = replace(cells[name], text=joined, clauses=tuple(clauses))
        note = f"โมเดลภาษาปรับถ้อยคำ {len(new)} ข้อให้เป็นทางการ โปรดเทียบกับหลักฐานก่อนใช้"
        return replace(row, cells=tuple(cells.items()), warnings=(*row.warnings, note))

    def _filled(self, row: DraftRow, name: str, until: float) -> DraftRow:
        """An empty cell from what the row's measures say, resting on what they rest on; it stays one to confirm."""
        cells = dict(row.cells)
        measure = cells.get("measure")
        if name not in cells or cells[name].text or measure is None or not _is_composed(measure):
            return row
        shown = {at: Evidence(at, text.removeprefix("- "), "") for at, (text, _) in enumerate(measure.clauses, 1)}
        label = CELL_LABELS[name]
        values = {"cell": label, "weakness": _quoted(row.weakness), "evidence": _listed(shown)}
        try:
            written = self._written(
                "draft_cell", values, lambda clause: self._unfit(clause, shown, row.district), until
            )
        except ModelNonsense:
            return row  # the measures say nothing of it, so it is left to fill
        if not written:
            return row
        bullet = "- " if len(written[:MOST_FILLED]) > 1 else ""
        clauses = []
        for clause in written[:MOST_FILLED]:
            bases = [basis for mark in clause.marks for basis in measure.clauses[mark - 1][1]]
            clauses.append((bullet + clause.text, tuple(dict.fromkeys(bases))))
        basis = tuple(dict.fromkeys(one for _, bases in clauses for one in bases))
        cells[name] = DraftCell("\n".join(text for text, _ in clauses), basis, tuple(clauses))
        note = f"ช่อง{label} โมเดลภาษาเขียนจากมาตรการในร่างนี้ โปรดตรวจก่อนใช้"
        return replace(row, cells=tuple(cells.items()), warnings=(*row.warnings, note))

    def _unfit(self, clause: Clause, shown: Mapping[int, Evidence], own: str) -> str | None:
        """Why words cannot stand in a plan: not borne out, or another's own affair."""
        if reason := wrong(clause, shown, self._held):
            return reason
        cited = " ".join(shown[mark].text for mark in clause.marks)
        if (their_own(clause.text) and not their_own(cited)) or names_other(clause.text, own, self._held):
            return "ห้ามใส่วันที่ คะแนน ชื่อบุคคล เลขที่หนังสือ ช่องทางติดต่อ หรือชื่อเขตอื่น"
        return None

    def _lossy(self, clause: Clause, shown: Mapping[int, Evidence], own: str) -> str | None:
        """Why new words cannot stand for old ones: unfit, or something lost."""
        if reason := self._unfit(clause, shown, own):
            return reason
        if len(clause.marks) > 1:
            return "อ้างได้ข้อละหนึ่งหมายเลข"
        old = shown[clause.marks[0]].text
        if lost := facts(old) - facts(clause.text):
            return f"ขาด {sorted(lost)[0]} ที่มีในข้อความเดิม"
        if overlap(old, [clause.text]) < OVERLAP:
            return "ขาดถ้อยคำสำคัญของข้อความเดิม"
        return None

    # --- search words ----------------------------------------------------------------------------------------------

    def search_words(self, question: str) -> str:
        """Thai words to search with for a question in English, "" where the model has none; raises ModelError."""
        prompt = self._tasks["translate_question"]
        talk = [Message("system", prompt.duty), Message("user", prompt.filled(question=_quoted(question)))]
        output = self._writer.write(talk, _WORDS_SCHEMA, self._writer.deadline())
        try:
            found = json.loads(output[output.index("{") : output.rindex("}") + 1])["words"]
            said = [word for one in found for word in one.split()]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ModelNonsense("The language model did not write the form that was asked for.") from error
        return " ".join(list(dict.fromkeys(word for word in said if _THAI_WORD.fullmatch(word)))[:MOST_WORDS])


def why_not(error: ModelError, english: bool = False) -> str:
    """Why the model was of no help, for the reader."""
    return say(english, *_WHY.get(type(error), _WHY[ModelNonsense]))


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


def _is_composed(cell: DraftCell) -> bool:
    """Whether a cell is made of clauses of precedents, and of nothing else."""
    return bool(cell.clauses) and not cell.own and cell.text == "\n".join(text for text, _ in cell.clauses)


def _sorted_out(output: str, wrong_with: Callable[[Clause], str | None]) -> tuple[list[Clause], list[str]]:
    """The clauses of an output that pass, and for each other one the reason."""
    try:
        clauses = read_clauses(output)
    except ModelNonsense:
        return [], ["ไม่ใช่ JSON ตามรูปที่กำหนด"]
    judged = [(clause, wrong_with(clause)) for clause in clauses]
    reasons = [f"clause ที่ {at}: {reason}" for at, (_, reason) in enumerate(judged, 1) if reason]
    return [clause for clause, reason in judged if not reason], reasons


def _sent_back(reasons: Sequence[str]) -> str:
    return "ส่วนต่อไปนี้ใช้ไม่ได้ แก้แล้วส่งเฉพาะส่วนที่แก้ในรูป JSON เดิม\n" + "\n".join(reasons)


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


def _listed(shown: Mapping[int, Evidence]) -> str:
    """One line of JSON for each piece of evidence."""
    return "\n".join(
        f'{{"mark": {one.mark}, "about": {_quoted(one.about)}, "text": {_quoted(one.text)}}}' for one in shown.values()
    )


def _quoted(text: str) -> str:
    """A text as a JSON string on one line, in which nothing of the text can end the string or look like markup."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).translate(_ESCAPED)
