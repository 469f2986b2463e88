"""A plan as a file to be signed: the official form of its year as Word document or Excel workbook."""

import os.path
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from assistant.answers import DraftRow
from assistant.formsheet import Digits, FormSheet, Scores, form_sheet
from assistant.keptplan import KeptPlan
from corpus.errors import RequestError

__all__ = ["SUFFIXES", "Digits", "Scores", "check_target", "export_kept", "export_plan"]

SUFFIXES = (".docx", ".xlsx")


def export_plan(
    rows: Sequence[DraftRow],
    path: Path,
    *,
    digits: Digits = Digits.THAI,
    sources: bool = True,
    title: str | None = None,
    scores: Scores | None = None,
) -> None:
    """Writes the rows of one plan into the official form; raises RequestError with a sentence and leaves no half file.

    The ending of ``path`` says which kind of file. ``sources`` adds an annex (.docx) or a sheet (.xlsx) with the quotes
    that every cell rests on; ``title`` takes the place of the form's own first line; ``scores`` are points by item code
    or by number of indicator, printed beside the items.
    """
    check_target(path)
    made = _writer(path)(form_sheet(rows, digits, sources, title, scores))
    put_file(path, made)


def export_kept(plan: KeptPlan, path: Path, *, digits: Digits = Digits.THAI, sources: bool = True) -> None:
    """Writes a kept plan as it stands now, with the scores beside the items; raises RequestError as ``export_plan``."""
    export_plan([row.row for row in plan.rows], path, digits=digits, sources=sources, scores=plan.scores)


def check_target(path: Path) -> None:
    """Raises RequestError where no form can be written to that path, so that nobody waits for nothing."""
    # os.path answers also for names that no system takes, where Path raises.
    if path.suffix.lower() not in SUFFIXES:
        raise RequestError(f"{path.name or path} is neither a .docx nor a .xlsx file; end the name in one of these.")
    if os.path.isdir(path):
        raise RequestError(f"{path} is a folder; give the name of a file in it.")
    if not os.path.isdir(path.parent):
        raise RequestError(f"There is no folder {path.parent}; make it first, or name another.")


def _writer(path: Path) -> Callable[[FormSheet], bytes]:
    if path.suffix.lower() == ".docx":
        from assistant.forms_docx import docx_bytes

        return docx_bytes
    from assistant.forms_xlsx import xlsx_bytes

    return xlsx_bytes


def put_file(path: Path, made: bytes) -> None:
    """Writes aside, then puts the file in its place at once."""
    aside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        try:
            aside.write_bytes(made)
            aside.replace(path)
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RequestError(f"{path} could not be written ({why}); close it if it is open, or name another.") from error
