"""One file per format, each into the same Report; ``read_report`` picks the reader by what the file is."""

from pathlib import Path

from corpus.errors import UnreadableReport, UnsupportedFormat
from corpus.records import Report

SUFFIXES = (".txt", ".text", ".tsv", ".pdf")


def read_report(path: Path) -> Report:
    """Reads one report file; raises UnreadableReport or UnsupportedFormat with a sentence."""
    try:
        with path.open("rb") as file:
            head = file.read(5)
    except OSError as error:
        raise UnreadableReport(f"Cannot open {path.name} ({error.strerror}); check the file and its rights.") from error
    if head.startswith(b"%PDF-") or path.suffix.lower() == ".pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf(path)
    if path.suffix.lower() not in SUFFIXES:
        raise UnsupportedFormat(f"{path.name} is of a type that cannot be read; give text (.txt) or PDF (.pdf) files.")
    from corpus.readers.text import read_text

    return read_text(path)


def prepare(path: Path) -> None:
    """Loads the libraries that reading a file of that name takes, without looking into it."""
    if path.suffix.lower() == ".pdf":
        from corpus.readers.pdf import load_libraries

        load_libraries()
