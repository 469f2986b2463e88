"""One errand of a language model: sent with its evidence, the clauses checked, what fails sent back once."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.checking import SCHEMA, Clause, Evidence, read_clauses
from assistant.prompting import Prompt
from assistant.wording import say
from assistant.writer import Message, Writer
from corpus.errors import ModelBusy, ModelError, ModelGone, ModelNonsense, ModelRefused, ModelSlow

# Signs that could close a fence, open a tag or pass for a mark are shown to the model by their number.
_ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>[]{}`|#"})
_WHY: Mapping[type[ModelError], tuple[str, str]] = {
    ModelRefused: ("โมเดลภาษาไม่รับคำขอ ให้ผู้ดูแลระบบตรวจที่อยู่ ชื่อ และรหัสของโมเดล", "the language model refused the request"),
    ModelGone: ("ติดต่อโมเดลภาษาไม่ได้", "the language model could not be reached"),
    ModelBusy: ("โมเดลภาษาไม่ว่างหรือขัดข้อง", "the language model is busy or out of order"),
    ModelSlow: ("โมเดลภาษาตอบช้าเกินกำหนด", "the language model took too long"),
    ModelNonsense: ("สิ่งที่โมเดลภาษาเขียนไม่ผ่านการตรวจกับหลักฐาน", "what the language model wrote could not be used"),
}


class Errands:
    """The errands of one model, each with its prompt; threads may share them."""

    def __init__(self, writer: Writer, tasks: Mapping[str, Prompt]) -> None:
        self._writer, self._tasks = writer, tasks

    @property
    def seconds(self) -> float:
        """The most that one errand may take."""
        return self._writer.endpoint.seconds

    def deadline(self) -> float:
        """The moment (time.monotonic) by which an errand that begins now must have ended."""
        return self._writer.deadline()

    def raw(self, task: str, values: Mapping[str, str], schema: Mapping[str, Any], until: float) -> str:
        """What the model writes, unchecked; raises ModelError."""
        return self._writer.write(self._opening(task, values), schema, until)

    def _opening(self, task: str, values: Mapping[str, str]) -> list[Message]:
        prompt = self._tasks[task]
        return [Message("system", prompt.duty), Message("user", prompt.filled(**values))]

    def written(
        self, task: str, values: Mapping[str, str], wrong_with: Callable[[Clause], str | None], until: float
    ) -> list[Clause]:
        """The clauses that pass, none where the model has none; what fails is sent back once with the reasons.

        Raises ModelError where it wrote some and none passes.
        """
        talk = self._opening(task, values)
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


def why_not(error: ModelError, english: bool = False) -> str:
    """Why the model was of no help, for the reader."""
    return say(english, *_WHY.get(type(error), _WHY[ModelNonsense]))


def sentence(error: ModelError) -> str:
    """The same in English, as the beginning of a sentence."""
    why = why_not(error, english=True)
    return why[:1].upper() + why[1:]


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


def listed(shown: Mapping[int, Evidence]) -> str:
    """One line of JSON for each piece of evidence."""
    return "\n".join(
        f'{{"mark": {one.mark}, "about": {quoted(one.about)}, "text": {quoted(one.text)}}}' for one in shown.values()
    )


def quoted(text: str) -> str:
    """A text as a JSON string on one line, in which nothing of the text can end the string or look like markup."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).translate(_ESCAPED)
