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

import numpy as np

from corpus.errors import UnreadableReport
from corpus.readers import scan
from corpus.readers.ink import Picture
from corpus.readers.layout import lay_out
from corpus.readers.pdfpage import sheet_of
from corpus.readers.sheet import Sheet, fluency
from corpus.records import LOW_CONFIDENCE, Report

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdfium2 import PdfDocument

# A scanned report of 300 pages has some 100 MB; what is larger is no report, and the whole file is held in memory.
LARGEST = 200_000_000
# A district's report has 20 to 300 pages; a file of more pages than this would keep the reader busy for minutes.
MOST_PAGES = 2_000

# Text whose letters are words to a smaller share than this is damaged: its image may read better.
READS_BADLY = 0.6

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
    sheets, unread, notes = _sheets(data, path.name)
    if all(not sheet.glyphs for sheet in sheets):
        raise UnreadableReport(_nothing(path.name, len(sheets), any(unread)))
    laid = lay_out(sheets, labels if len(labels) == len(sheets) else [], unread)
    sha256 = hashlib.sha256(data).hexdigest()
    return Report(path.name, sha256, laid.text, laid.pages, "pdf", laid.boxes, (*notes, *laid.notes))


def _nothing(name: str, pages: int, unread: bool) -> str:
    if unread:
        return f"{name} is a scan (pages: {pages}) and Tesseract, which reads scans, is not there; {scan.MISSING}."
    return (
        f"{name} holds no text that can be read (pages: {pages}); check the file, or scan it again at 200 dpi or more."
    )


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


def _sheets(data: bytes, name: str) -> tuple[list[Sheet], list[bool], list[str]]:
    """Every page in order, which of them could not be read for want of Tesseract, notes; raises UnreadableReport."""
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
            sheets = [_sheet(document, index) for index in range(len(document))]
            return _recognised(document, sheets)


def _recognised(document: "PdfDocument", sheets: list[Sheet]) -> tuple[list[Sheet], list[bool], list[str]]:
    """The sheets, those without text or with damaged text read off their images where these read better."""
    told = [fluency(sheet) for sheet in sheets]
    wanting = [n for n, sheet in enumerate(sheets) if not sheet.glyphs or told[n] < READS_BADLY]
    if not wanting or not scan.is_ready():
        return sheets, [not sheet.glyphs for sheet in sheets], []
    read = []
    for number, made in zip(wanting, scan.read_pictures(_picture(document, n) for n in wanting), strict=True):
        if fluency(made) > told[number]:
            sheets[number] = made
            read.append(number + 1)
    unsure = sum(scan.confidence(sheets[number - 1]) < LOW_CONFIDENCE for number in read)
    notes = [f"อ่านจากภาพด้วย OCR {len(read)} หน้า: {_ranges(read)}"] if read else []
    notes += [f"ในจำนวนนี้อ่านได้ไม่ชัด {unsure} หน้า โปรดเทียบกับต้นฉบับ"] if unsure else []
    return sheets, [False] * len(sheets), notes


def _picture(document: "PdfDocument", index: int) -> Picture:
    """The image of a page at the resolution of text recognition, or less where the page is very large."""
    from pypdfium2 import PdfiumError

    try:
        page = document[index]
        try:
            width, height = page.get_size()
            scale = min(scan.DPI / 72, (scan.MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            gray = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy().copy()
        finally:
            page.close()
    except PdfiumError:
        return Picture(np.full((1, 1), 255, dtype=np.uint8), scan.DPI)
    return Picture(gray[:, :, 0] if gray.ndim == 3 else gray, scale * 72)


def _ranges(numbers: list[int]) -> str:
    """Numbers in rising order, neighbours put together: 1-3, 7."""
    out: list[list[int]] = []
    for number in numbers:
        if out and number == out[-1][-1] + 1:
            out[-1] = [out[-1][0], number]
        else:
            out.append([number])
    return ", ".join("-".join(map(str, run)) for run in out)


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
