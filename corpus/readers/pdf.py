"""PDF reports, page by page: text with its tables; the door to pypdf, and one of those to pypdfium2.

pypdf tells pages, labels and encryption; text and rules come from PDFium, since pypdf misplaces Thai vowels and tone
marks.
"""

import hashlib
import io
import logging
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from corpus.errors import UnreadableReport
from corpus.readers.layout import lay_out
from corpus.readers.pdfpage import sheet_of
from corpus.readers.sheet import Sheet
from corpus.records import Report

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdfium2 import PdfDocument

# A scanned report of 300 pages has some 100 MB; what is larger is no report, and the whole file is held in memory.
LARGEST = 200_000_000
# A district's report has 20 to 300 pages; a file of more pages than this would keep the reader busy for minutes.
MOST_PAGES = 2_000

# PDFium must not be called by two threads at once, and the window reads uploads in threads.
_PDFIUM = Lock()
_HEADER_WITHIN = 1024


def read_pdf(path: Path) -> Report:
    """Reads the text layer of a PDF, tables as tables; a page without text has ``needs_ocr``.

    Raises UnreadableReport where the file is no PDF, damaged, locked with a password, without pages, without any text,
    or larger than LARGEST bytes or MOST_PAGES pages.
    """
    data = _bytes(path)
    labels = _labels(data, path.name)
    sheets = _sheets(data, path.name)
    unread = [not any(glyph.text.strip() for glyph in sheet.glyphs) for sheet in sheets]
    if all(unread):
        raise UnreadableReport(
            f"{path.name} has no text layer (pages: {len(sheets)}); run text recognition (OCR) on it first."
        )
    laid = lay_out(sheets, labels if len(labels) == len(sheets) else [], unread)
    return Report(path.name, hashlib.sha256(data).hexdigest(), laid.text, laid.pages, "pdf", laid.boxes, laid.notes)


def load_libraries() -> None:
    """Loads pypdf and PDFium, which takes longer than reading most files."""
    import pypdf  # noqa: F401
    import pypdfium2  # noqa: F401


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableReport(f"{path.name} is larger than {LARGEST // 1_000_000} MB; split it.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableReport(f"Cannot open {path.name} ({error.strerror}); check the file and its rights.") from error
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise UnreadableReport(f"{path.name} is not a PDF file; give the PDF itself or a text file (.txt).")
    return data


def _labels(data: bytes, name: str) -> list[str]:
    """The labels of the pages ("ก", "ii", "1"), [] where pypdf cannot tell; raises UnreadableReport."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    # pypdf repairs much and logs every repair; the reader of a report can do nothing about them.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED
    except DependencyError:
        # AES wants a library that is not installed; PDFium opens such files, and refuses the locked ones, by itself.
        return []
    except Exception:  # a broken file makes pypdf raise errors of any kind; PDFium, asked next, decides
        return []
    if locked:
        raise UnreadableReport(_locked(name))
    return _count_and_label(reader, name)


def _count_and_label(reader: "PdfReader", name: str) -> list[str]:
    try:
        count = len(reader.pages)
        labels = list(reader.page_labels) if 0 < count <= MOST_PAGES else []
    except Exception:  # as above: labels are a comfort, no reason to refuse a file
        return []
    if count == 0:
        raise UnreadableReport(f"{name} holds no pages; export it again from the program that made it.")
    if count > MOST_PAGES:
        raise UnreadableReport(f"{name} has {count} pages, {MOST_PAGES} are the most; split it.")
    return labels


def _sheets(data: bytes, name: str) -> list[Sheet]:
    """Every page in order as a sheet; raises UnreadableReport."""
    import pypdfium2
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data, password="")
        except pypdfium2.PdfiumError as error:
            if error.err_code == FPDF_ERR_PASSWORD:
                raise UnreadableReport(_locked(name)) from error
            raise UnreadableReport(f"{name} is damaged and cannot be opened; download it again.") from error
        with document:
            if len(document) > MOST_PAGES:
                raise UnreadableReport(f"{name} has {len(document)} pages, {MOST_PAGES} are the most; split it.")
            return [_sheet(document, index) for index in range(len(document))]


def _sheet(document: "PdfDocument", index: int) -> Sheet:
    """One page; an empty sheet where the page itself is damaged, so that it is listed and not lost unseen."""
    from pypdfium2 import PdfiumError

    try:
        page = document[index]
        try:
            return sheet_of(page)
        finally:
            page.close()
    except PdfiumError:
        return Sheet(0.0, 0.0)


def _locked(name: str) -> str:
    return f"{name} is locked with a password; save a copy without one and give that."
