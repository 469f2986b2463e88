"""Is everything there that the program works with? Each part looked at, and for what is wrong what to do.

Nothing is changed, and nothing is sent anywhere.
"""

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from assistant.settings import Settings, unknown_variables
from corpus.errors import AssistantError, NoStore

# A store of 1,000 reports has some 200 MB, and a build writes a second one beside it before the first goes.
LITTLE_ROOM_MB, NO_ROOM_MB = 1000, 200
FONT = "TH Sarabun New"
OTHER_FONTS = ("Laksaman", "Sarabun")
PATIENCE = 10


class State(StrEnum):
    """Well; a remark on what is missing for some work only; or a fault that keeps the program from its work."""

    WELL = "well"
    REMARK = "remark"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """One part: how it is, and what to do where it is not well."""

    part: str
    state: State
    found: str
    do: str = ""


def examine(settings: Settings) -> Iterator[Check]:
    """Looks at every part, one after the other."""
    yield _settings()
    for part, look in _LOOKS.items():
        try:
            yield look(settings)
        except (AssistantError, OSError) as error:
            found, _, do = str(error).rstrip(".").partition("; ")
            yield Check(part, State.FAULT, found, do or "see the message")


def _settings() -> Check:
    unknown = unknown_variables()
    if unknown:
        return Check("settings", State.REMARK, f"unknown: {', '.join(unknown)}", "look for a slip in the name")
    return Check("settings", State.WELL, "every value can be")


def _store(settings: Settings) -> Check:
    from assistant.assembly import open_assistant

    try:
        index = open_assistant(settings).index
    except NoStore as error:
        return Check("store", State.FAULT, str(error).split(";")[0], "run `python -m assistant build`")
    held = f"{len(index.reports)} reports, {len(index.rows)} rows, every part as it was written"
    return Check("store", State.WELL, held)


def _waiting(settings: Settings) -> Check:
    from index.store import store_summary

    failed = store_summary(settings.store).failed
    if not failed:
        return Check("reports", State.WELL, "every file could be read")
    named = ", ".join(one.name for one in failed[:3]) + (" ..." if len(failed) > 3 else "")
    do = "`python -m assistant reports` tells why, `correct` gives a district or a year"
    return Check("reports", State.REMARK, f"{len(failed)} files could not be read: {named}", do)


def _library(settings: Settings) -> Check:
    from corpus.library import Library, is_open

    library = Library(settings.library)
    library.words()
    if is_open(library.folder):
        found = f"others on this machine may look into {library.folder}, where reports lie as they came, nothing masked"
        return Check("library", State.REMARK, found, f"run `chmod -R go-rwx {library.folder}`")
    missing = [str(folder) for folder in settings.reports if not folder.exists()]
    if missing:
        do = "name another with ASSISTANT_REPORTS, or put it back"
        return Check("library", State.REMARK, f"no such folder of reports: {', '.join(missing)}", do)
    held = f"{len(library.files())} added files, {len(library.taken_out())} taken out"
    return Check("library", State.WELL, f"{held}, corrections can be read")


def _encoder(settings: Settings) -> Check:
    from index.encoder import load_encoder

    encoder = load_encoder(settings.encoder)
    if not encoder.encode_questions(["ยืมทรัพย์สินของราชการ"]).any():
        return Check("encoder", State.FAULT, f"{encoder.id} knows no word", "restore index/model or name another")
    return Check("encoder", State.WELL, f"{encoder.id}, {encoder.dim} numbers")


def _reranker(settings: Settings) -> Check:
    if settings.reranker is None:
        return Check("reranker", State.WELL, "none is set, none is needed")
    from index.reranker import load_reranker

    load_reranker(settings.reranker)
    return Check("reranker", State.WELL, settings.reranker)


def _model(settings: Settings) -> Check:
    if settings.model_url is None:
        return Check("language model", State.WELL, "none is set, none is needed")
    parts = urlsplit(settings.model_url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((host, port), timeout=PATIENCE).close()
    except OSError as error:
        do = "start it, or correct ASSISTANT_MODEL_URL; answers are quoted without it"
        return Check("language model", State.REMARK, f"{host}:{port} cannot be reached ({error})", do)
    return Check("language model", State.WELL, f"{host}:{port} can be reached")


def _plans(settings: Settings) -> Check:
    from assistant.assembly import open_plans

    place = settings.plans.removeprefix("sqlite:///")
    if place != settings.plans and place and not Path(place).exists():
        return Check("kept plans", State.WELL, "none are kept yet")
    book = open_plans(settings)
    try:
        return Check("kept plans", State.WELL, f"{len(book.plans())} plans")
    finally:
        book.close()


def _disk(settings: Settings) -> Check:
    least, where = min((_free_mb(folder), folder) for folder in (settings.store, settings.library))
    found = f"{least:,} MB free for {where}"
    if least < NO_ROOM_MB:
        return Check("disk", State.FAULT, found, f"free some: a build wants {LITTLE_ROOM_MB} MB")
    if least < LITTLE_ROOM_MB:
        return Check("disk", State.REMARK, found, f"free some: a build of many reports wants {LITTLE_ROOM_MB} MB")
    return Check("disk", State.WELL, found)


def _free_mb(folder: Path) -> int:
    """Free space where the folder is or will be."""
    here = folder.resolve()
    while not here.exists():
        here = here.parent
    return shutil.disk_usage(here).free // 1_000_000


def _fonts(settings: Settings) -> Check:
    if shutil.which("fc-list") is None:
        return Check("fonts", State.REMARK, "fontconfig is not installed", "on Debian: apt-get install fontconfig")
    fonts = _said_by("fc-list", ":", "family")
    if FONT in fonts:
        return Check("fonts", State.WELL, FONT)
    other = next((one for one in OTHER_FONTS if one in fonts), None)
    if other is not None:
        do = f"install {FONT} where documents are printed; lines may break elsewhere in {other}"
        return Check("fonts", State.REMARK, f"{other} in place of {FONT}", do)
    do = "on Debian: apt-get install fonts-thai-tlwg"
    return Check("fonts", State.REMARK, "no font for Thai documents", do)


def _ocr(settings: Settings) -> Check:
    if shutil.which("tesseract") is None:
        do = "on Debian: apt-get install tesseract-ocr tesseract-ocr-tha; scanned pages are left out without it"
        return Check("text recognition", State.REMARK, "tesseract is not installed", do)
    if "tha" not in _said_by("tesseract", "--list-langs").split():
        do = "on Debian: apt-get install tesseract-ocr-tha"
        return Check("text recognition", State.REMARK, "tesseract knows no Thai", do)
    return Check("text recognition", State.WELL, "tesseract with Thai")


def _office(settings: Settings) -> Check:
    if shutil.which("soffice") is None and shutil.which("libreoffice") is None:
        do = "on Debian: apt-get install libreoffice-writer; old .doc and .xls files cannot be read without it"
        return Check("LibreOffice", State.REMARK, "not installed", do)
    return Check("LibreOffice", State.WELL, "installed")


def _said_by(*command: str) -> str:
    """What a program prints; "" where it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr


_LOOKS: dict[str, Callable[[Settings], Check]] = {
    "store": _store,
    "reports": _waiting,
    "library": _library,
    "encoder": _encoder,
    "reranker": _reranker,
    "language model": _model,
    "kept plans": _plans,
    "disk": _disk,
    "fonts": _fonts,
    "text recognition": _ocr,
    "LibreOffice": _office,
}


def sheet(checks: list[Check]) -> str:
    """The checks, one line each, with what to do."""
    marks = {State.WELL: "ok    ", State.REMARK: "remark", State.FAULT: "FAULT "}
    return "\n".join(
        f"{marks[one.state]}  {one.part}: {one.found}" + (f" - {one.do}" if one.do else "") for one in checks
    )
