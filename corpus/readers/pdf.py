"""PDF reports with a text layer, page by page; the only door to pypdf and pypdfium2.

pypdf tells pages, labels and encryption; the text comes from PDFium, since pypdf misplaces Thai vowels and tone marks.
"""

import hashlib
import io
import logging
import re
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from corpus.errors import UnreadableReport
from corpus.records import Page, Report
from corpus.thai import normalise

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
_NEW_LINE = re.compile("\r\n?|[\f\v\x1c-\x1e\x85\u2028\u2029]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ufffe\uffff]")
_RUN = re.compile(r"\S+")


def read_pdf(path: Path) -> Report:
    """Reads the text layer of a PDF, pages joined by a line end; a page without text has ``needs_ocr``.

    Raises UnreadableReport where the file is no PDF, damaged, locked with a password, without pages, without any text,
    or larger than LARGEST bytes or MOST_PAGES pages.
    """
    data = _bytes(path)
    labels = _labels(data, path.name)
    texts = _texts(data, path.name)
    if not any(text.strip() for text in texts):
        raise UnreadableReport(
            f"{path.name} has no text layer (pages: {len(texts)}); run text recognition (OCR) on it first."
        )
    pages: list[Page] = []
    at = 0
    for number, text in enumerate(texts, 1):
        label = labels[number - 1] if len(labels) == len(texts) else ""
        pages.append(Page(number, label or str(number), at, at + len(text), needs_ocr=not text.strip()))
        at += len(text) + 1
    return Report(path.name, hashlib.sha256(data).hexdigest(), "\n".join(texts), tuple(pages), "pdf")


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


def _texts(data: bytes, name: str) -> list[str]:
    """The text of every page in order, "" where it has none; raises UnreadableReport."""
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
            return [_text(document, index) for index in range(len(document))]


def _text(document: "PdfDocument", index: int) -> str:
    """The text of one page; "" too where the page itself is damaged, so that it is listed and not lost unseen."""
    from pypdfium2 import PdfiumError

    try:
        page = document[index]
        layer = page.get_textpage()
        raw = layer.get_text_range()
        layer.close()
        page.close()
    except PdfiumError:
        return ""
    return _regular(raw)


def _regular(raw: str) -> str:
    """Line ends made one, what is no text dropped, each run between blanks made regular Thai; blanks stay."""
    text = _NO_TEXT.sub("", _NEW_LINE.sub("\n", raw))
    return _RUN.sub(lambda run: normalise(run[0]), text)


def _locked(name: str) -> str:
    return f"{name} is locked with a password; save a copy without one and give that."
