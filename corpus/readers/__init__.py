"""One file per format, each into the same Report; ``read_report`` picks the reader by what the file is."""

import zipfile
from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableReport, UnsupportedFormat
from corpus.readers.archive import archive_of, is_archive, members, unpacked
from corpus.readers.archivelist import listed
from corpus.readers.package import DAMAGES
from corpus.records import Report

# Photographs lie about in folders of reports; a .jpg is read only where it is named itself.
IMAGES = (".tif", ".tiff", ".png", ".jpg", ".jpeg")
# Endings by which report files are found in a folder or an archive; which reader takes one is told by its content.
SUFFIXES = (
    ".txt", ".text", ".tsv", ".pdf", ".docx", ".docm", ".xlsx", ".xlsm", ".html", ".htm", ".xhtml", ".mht", ".mhtml",
    ".doc", ".xls", ".rtf", ".odt", ".ods", ".zip", ".tif", ".tiff", ".png",
)  # fmt: skip
FORMATS = (
    "text (.txt), PDF (.pdf), Word (.docx, .docm, .doc, .odt), Excel (.xlsx, .xlsm, .xls, .ods), HTML (.html, .mht), "
    "image (.png, .jpg, .tif) or a zip of such"
)
_PACKAGES = (".docx", ".docm", ".xlsx", ".xlsm", ".odt", ".ods")
_PAGES = (".html", ".htm", ".xhtml")
# A page of the web may begin with a long comment.
_HEAD = 4096


def read_report(path: Path) -> Report:
    """Reads one report file, or a member of a zip; raises UnreadableReport or UnsupportedFormat with a sentence."""
    archive = archive_of(path)
    if archive is not None:
        with unpacked(path, archive) as file:
            try:
                return replace(read_report(file), name=path.name)
            except (UnreadableReport, UnsupportedFormat) as error:
                raise type(error)(str(error).replace(file.name, path.name)) from error
    try:
        with path.open("rb") as held:
            head = held.read(_HEAD)
    except OSError as error:
        raise UnreadableReport(f"Cannot open {path.name} ({error.strerror}); check the file and its rights.") from error
    suffix = path.suffix.lower()
    if head.startswith(b"%PDF-") or suffix == ".pdf":
        from corpus.readers.pdf import read_pdf

        return read_pdf(path)
    if head.startswith(b"PK"):
        return _read_package(path)
    return _read_office_or_text(path, head, suffix)


def report_members(path: Path) -> list[Path]:
    """The reports that a file holds: those in a zip, else itself; a zip that cannot be opened is one that fails.

    What a file named as an office document is, is looked at when it is read.
    """
    try:
        with path.open("rb") as held:
            packed = held.read(2) == b"PK" and path.suffix.lower() not in _PACKAGES
    except OSError:
        return [path]
    return (listed(path, SUFFIXES) if packed else []) or [path]


def _read_office_or_text(path: Path, head: bytes, suffix: str) -> Report:
    """A file of an old office program, a page of the web, or text."""
    from corpus.readers.oldoffice import ending_of, read_old_office
    from corpus.readers.webarchive import is_web_archive, read_web_archive
    from corpus.readers.webpage import is_page, looks_like_page, read_webpage

    ending = ending_of(path, head)
    if ending is not None:
        return read_old_office(path, ending)
    if is_page(head) or (suffix in _PAGES and looks_like_page(head)):
        return read_webpage(path)
    if is_web_archive(head) or suffix in (".mht", ".mhtml"):
        return read_web_archive(path)
    if suffix in IMAGES:
        from corpus.readers.image import read_image

        return read_image(path)
    if suffix not in SUFFIXES:
        raise _unsupported(path)
    from corpus.readers.text import read_text

    return read_text(path)


def _read_package(path: Path) -> Report:
    """A zip file is what it holds: a Word document, a workbook, one of other office programs, or something else."""
    from corpus.readers.oldoffice import open_document, read_old_office

    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            document = open_document(package)
    except DAMAGES as error:
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
    if document is not None:
        return read_old_office(path, document)
    if is_archive(path):
        members(path, SUFFIXES)  # says what is wrong with it
        raise UnsupportedFormat(f"{path.name} holds several reports; give it where folders of reports are read.")
    raise _unsupported(path)


def _unsupported(path: Path) -> UnsupportedFormat:
    return UnsupportedFormat(f"{path.name} is of a type that cannot be read; give {FORMATS} files.")


def prepare(path: Path) -> None:
    """Loads the libraries that reading a file of that name takes, without looking into it."""
    match path.suffix.lower():
        case ".pdf":
            from corpus.readers.pdf import load_libraries
        case ".docx" | ".docm":
            from corpus.readers.word import load_libraries
        case ".xlsx" | ".xlsm":
            from corpus.readers.excel import load_libraries
        case ".html" | ".htm" | ".mht" | ".mhtml":
            from corpus.readers.webpage import load_libraries
        case _:
            return
    load_libraries()
