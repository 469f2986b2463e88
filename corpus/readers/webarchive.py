"""Pages of the web saved whole in one file (.mht, .mhtml), as browsers and Word save them: the page itself is read.

The pictures, styles and frames that were saved with it are counted, nothing is fetched.
"""

import hashlib
import re
from dataclasses import replace
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from corpus.errors import UnreadableReport
from corpus.readers.package import file_bytes
from corpus.readers.webpage import page_report
from corpus.records import Report

# Parts of a saved page; what was saved with more is no report.
MOST_PARTS = 2_000
_HEADERS = re.compile(rb"\s*(?:[A-Za-z][A-Za-z0-9-]{0,40}:[^\n]{0,998}\r?\n(?:[ \t][^\n]{0,998}\r?\n){0,9}){1,40}")
_KIND = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.I | re.M)


def is_web_archive(head: bytes) -> bool:
    """Whether the beginning of a file is that of a page saved whole."""
    headers = _HEADERS.match(head)
    return headers is not None and _KIND.search(headers[0]) is not None and b"mime-version" in headers[0].lower()


def read_web_archive(path: Path) -> Report:
    """Reads the page of such a file; raises UnreadableReport where it is damaged or holds none."""
    data = file_bytes(path)
    try:
        message = BytesParser().parsebytes(data)
        pages = _pages(message, path.name)
        body = pages[0].get_payload(decode=True)
    except (MessageError, ValueError, LookupError, RecursionError, AssertionError) as error:
        raise UnreadableReport(f"{path.name} is damaged and cannot be opened; save the page again.") from error
    charset = pages[0].get_param("charset")
    report = page_report(
        body if isinstance(body, bytes) else b"",
        path.name,
        hashlib.sha256(data).hexdigest(),
        charset if isinstance(charset, str) else "",
    )
    notes = (f"หน้าอื่นที่บันทึกไว้ในไฟล์ {len(pages) - 1} หน้า ไม่ได้อ่าน",) if len(pages) > 1 else ()
    return replace(report, encoding="mht", notes=(*report.notes, *notes))


def _pages(message: Message, name: str) -> list[Message]:
    """The pages in a file: first the one that the file is about."""
    parts = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > MOST_PARTS:
            raise UnreadableReport(f"{name} holds more than {MOST_PARTS:,} parts and is no report; give the PDF.")
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise UnreadableReport(f"{name} holds no page that can be read; save it again, or give the PDF.")
    start = message.get_param("start")
    return sorted(pages, key=lambda part: part.get("Content-ID") != start) if isinstance(start, str) else pages
