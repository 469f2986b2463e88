"""Plain text reports: UTF-8 with or without BOM, a few bad bytes allowed, UTF-16 with BOM, TIS-620/CP874."""

import hashlib
import re
from pathlib import Path

from corpus.errors import UnreadableReport
from corpus.records import Page, Report

# A district's report is some 100 pages; a text of more than this is no report and would only fill the memory.
LARGEST = 20_000_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_THAI = re.compile("[\u0e01-\u0e5b]")


def read_text(path: Path) -> Report:
    """Reads a text report; form feeds part pages; raises UnreadableReport where it is empty, too large or no text."""
    data = _bytes(path)
    text, encoding = decode(data, path.name)
    if not text.strip():
        raise UnreadableReport(f"{path.name} is empty; put a report in its place.")
    return Report(path.name, hashlib.sha256(data).hexdigest(), text, pages_of(text), encoding)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was in; raises UnreadableReport where it is not text."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp874")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            if encoding != "utf-8-sig" or not _is_damaged_utf8(data):
                continue
            text, encoding = data.decode(encoding, errors="replace"), "utf-8 (damaged)"
        if _is_text(text, encoding):
            return text, encoding
    raise UnreadableReport(f"{name} is not a text file; save it as UTF-8 or Windows-874 text, or give the PDF.")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableReport(f"{path.name} is larger than {LARGEST // 1_000_000} MB; split it or give the PDF.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableReport(f"Cannot open {path.name} ({error.strerror}); check the file and its rights.") from error


def _is_text(text: str, encoding: str) -> bool:
    """Control characters are not text; a single-byte encoding decodes nearly anything, so there Thai must prevail."""
    if len(_CONTROL.findall(text)) > len(text) // 1000:
        return False
    if encoding != "cp874":
        return True
    letters = [c for c in text if ord(c) > 127]
    return len(letters) > 0 and len(_THAI.findall(text)) >= 0.9 * len(letters)


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether all but a few characters are UTF-8: a file cut off or with a bad byte, which CP874 would make rubbish."""
    text = data.decode("utf-8-sig", errors="replace")
    return text.count("\ufffd") <= max(3, len(text) // 500) and len(_THAI.findall(text)) > 3 * text.count("\ufffd")


def pages_of(text: str) -> tuple[Page, ...]:
    """The pages of a text, parted by form feeds; their labels are their numbers."""
    pages = []
    start = 0
    for number, piece in enumerate(text.split("\f"), 1):
        pages.append(Page(number, str(number), start, start + len(piece)))
        start += len(piece) + 1
    return tuple(pages)
