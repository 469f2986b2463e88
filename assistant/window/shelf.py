"""What a visitor of the Reports tab has before them, what a browser sent, and what is said when it cannot be done."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.window import labels
from assistant.window.markup import Html
from assistant.window.messages import t
from corpus.corrections import LONGEST_CELL
from corpus.errors import AssistantError, LibraryError, ReportError, UnknownValue, UnplacedReport
from corpus.thai import fold_digits

_log = logging.getLogger(__name__)

# Nine cells as long as they may be, each letter six characters of JSON at most.
LONGEST_FORM = 9 * 6 * LONGEST_CELL
UPLOADER = "ผู้ใช้หน้าต่าง"
NOT_THERE = "ไม่มีรายงานนี้ในคลังแล้ว เลือกรายงานอื่นจากตาราง"
STOPPED = "หยุดแล้ว คลังรายงานเป็นเหมือนก่อนเริ่ม"
BUSY = "กำลังเพิ่มหรืออ่านรายงานอยู่ รอให้เสร็จหรือกดหยุดก่อน"
NO_WHO = "กรุณากรอกชื่อผู้แก้ไข"
NO_YEAR = "ปีงบประมาณต้องเป็นปี พ.ศ. เช่น 2567"
NO_VALUE = "ค่าที่กรอกใช้ไม่ได้ ข้อต้องเป็นเช่น I20 คะแนนต้องอยู่ระหว่าง 0 ถึง 100"


@dataclass(frozen=True, slots=True)
class Pending:
    """An uploaded file of which one like it is held under another name."""

    path: str
    name: str
    held: str
    changes: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one visitor has before them: the open report, the row being corrected, files to decide on, what was said.

    ``in_card`` where that was said of the open report; ``typed`` are the fields of a form that could not be taken.
    ``name`` is who signed in, "" where nobody does; ``may`` whether they may see to the reports.
    """

    report: str = ""
    row: str = ""
    removing: bool = False
    pending: tuple[Pending, ...] = ()
    lines: tuple[Html, ...] = ()
    trouble: str = ""
    in_card: bool = False
    typed: tuple[tuple[str, str], ...] = ()
    name: str = ""
    may: bool = True

    @property
    def filled(self) -> dict[str, str]:
        """What stands in the fields of a form: what was typed before, and the name of who signed in."""
        return {**dict(self.typed), **({"who": self.name, "signed_in": "yes"} if self.name else {})}


class Say(AssistantError):
    """What is said to the visitor as it stands."""


def sentence(error: Exception) -> str:
    """The sentence for what went wrong."""
    if isinstance(error, Say):
        return str(error)
    if isinstance(error, UnplacedReport):
        return t("ยังอ่านไม่ได้ รายงานนี้ต้องระบุทั้งเขตและปี")
    if isinstance(error, LibraryError):
        return t(labels.LIBRARY_TROUBLE)
    if isinstance(error, ReportError):
        return labels.unread(str(error))
    if isinstance(error, UnknownValue):
        return t(NO_VALUE)
    if not isinstance(error, AssistantError):
        _log.error("unforeseen error in the Reports tab", exc_info=error)
    return labels.trouble(error)


def fields_of(packed: str) -> dict[str, str]:
    """The fields of a form as a browser sent them; what is no text is left out."""
    try:
        read = json.loads(packed) if len(packed) <= LONGEST_FORM else {}
    except ValueError:
        return {}
    return (
        {
            str(key): value[: LONGEST_CELL if str(key).startswith("cell-") else 200]
            for key, value in read.items()
            if isinstance(value, str)
        }
        if isinstance(read, dict)
        else {}
    )


def who_of(fields: Mapping[str, str]) -> str:
    """Who corrects; raises Say where nobody is named."""
    who = fields.get("who", "").strip()
    if not who:
        raise Say(t(NO_WHO))
    return who


def year_of(text: str) -> int:
    """A fiscal year (B.E.) in digits of either kind; raises Say."""
    digits = fold_digits(text.strip())
    if not (digits.isascii() and digits.isdigit() and 2550 <= int(digits) <= 2650):
        raise Say(t(NO_YEAR))
    return int(digits)


def changed(value: str, read: str) -> str:
    """The value where it is given and another one than was read, else ""."""
    return value if value and value != read else ""
