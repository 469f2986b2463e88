"""One file per format, each into the same Report; ``read_report`` picks the reader by what the file is."""

import zipfile
from pathlib import Path

from corpus.errors import UnreadableReport, UnsupportedFormat
from corpus.records import Report

SUFFIXES = (".txt", ".text", ".tsv", ".pdf", ".docx", ".xlsx")
FORMATS = "text (.txt), PDF (.pdf), Word (.docx) or Excel (.xlsx)"


def read_report(path: Path) -> Report:
    """Reads one report file; raises UnreadableReport or UnsupportedFormat with a sentence."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise UnreadableReport(f"Cannot open {path.name} ({error.strerror}); check the file and its rights.") from error
    suffix = path.suffix.lower()
    if head.startswith(b"%PDF-") or suffix == ".pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf(path)
    if head.startswith(b"PK"):
        return _read_package(path)
    if suffix not in SUFFIXES:
        raise _unsupported(path)
    from corpus.readers.text import read_text

    return read_text(path)


def _read_package(path: Path) -> Report:
    """A zip file is what it holds: a Word document, a workbook, or something else."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        if path.suffix.lower() not in SUFFIXES:
            raise _unsupported(path) from error
        raise UnreadableReport(
            f"{path.name} is damaged and cannot be opened; save it again in Word or Excel, or give the PDF."
        ) from error
    if any(name.startswith("word/") for name in names):
        from corpus.readers.word import read_word

        return read_word(path)
    if any(name.startswith("xl/") for name in names):
        from corpus.readers.excel import read_excel

        return read_excel(path)
    raise _unsupported(path)


def _unsupported(path: Path) -> UnsupportedFormat:
    return UnsupportedFormat(f"{path.name} is of a type that cannot be read; give {FORMATS} files.")


def prepare(path: Path) -> None:
    """Loads the libraries that reading a file of that name takes, without looking into it."""
    match path.suffix.lower():
        case ".pdf":
            from corpus.readers.pdf import load_libraries
        case ".docx":
            from corpus.readers.word import load_libraries
        case ".xlsx":
            from corpus.readers.excel import load_libraries
        case _:
            return
    load_libraries()
