"""The zip file that a .docx or .xlsx is, checked before anything opens it: sizes, bombs, entities, encryption."""

import io
import re
import zipfile
import zlib
from pathlib import Path

from corpus.errors import UnreadableReport

# Bytes. A report of 300 pages unpacks to some 20 MB of XML beside its pictures.
LARGEST_FILE, LARGEST_XML, LARGEST_WHOLE = 100_000_000, 60_000_000, 400_000_000
MOST_MEMBERS = 5_000
# XML of tables shrinks to a thirtieth; what shrinks more than this, and is large, was made to fill the memory.
STEEPEST, STEEP_FROM = 250, 5_000_000
# What reading a damaged zip file raises; NotImplementedError is zipfile's word for a compression that it does not know.
DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)
_DECLARED = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.I)
_ENCRYPTED = 0x1


def file_bytes(path: Path) -> bytes:
    """The whole file; raises UnreadableReport where it cannot be opened or is larger than any report."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            most = LARGEST_FILE // 1_000_000
            raise UnreadableReport(f"{path.name} is larger than {most} MB; take pictures out of it, or split it.")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableReport(f"Cannot open {path.name} ({error.strerror}); check the file and its rights.") from error


def open_package(data: bytes, name: str) -> zipfile.ZipFile:
    """The package, safe to be unpacked into memory; raises UnreadableReport where it is damaged or made to do harm."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        _check_sizes(package, name)
        for member in package.infolist():
            if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                _check_xml(package.read(member), name)
    except DAMAGES as error:
        raise damaged(name) from error
    return package


def has_macros(package: zipfile.ZipFile) -> tuple[str, ...]:
    """A note for the ledger where a package holds macros; nothing of them is looked at."""
    held = any(name.lower().endswith("vbaproject.bin") for name in package.namelist())
    return ("ไฟล์มีมาโคร ไม่ได้เปิดหรือเรียกใช้",) if held else ()


def damaged(name: str) -> UnreadableReport:
    """The error for a file that its own kind of program would not open either."""
    return UnreadableReport(f"{name} is damaged and cannot be opened; save it again in Word or Excel, or give the PDF.")


def _check_sizes(package: zipfile.ZipFile, name: str) -> None:
    members = package.infolist()
    whole = sum(member.file_size for member in members)
    steep = any(
        member.file_size > STEEP_FROM and member.file_size > STEEPEST * max(member.compress_size, 1)
        for member in members
    )
    text = max((one.file_size for one in members if one.filename.lower().endswith(".xml")), default=0)
    if len(members) > MOST_MEMBERS or whole > LARGEST_WHOLE or text > LARGEST_XML or steep:
        raise UnreadableReport(f"{name} unpacks to far more than a report holds and was not opened; save it anew.")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise UnreadableReport(f"{name} is locked with a password; save it without one.")


def _check_xml(data: bytes, name: str) -> None:
    """Office files never declare a document type; one that does wants entities expanded or files fetched."""
    plain = data.replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:8] else data
    if _DECLARED.search(plain):
        raise UnreadableReport(f"{name} declares XML entities, which no office program writes; save it anew.")
