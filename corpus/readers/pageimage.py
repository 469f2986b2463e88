"""A page of a report on paper as a picture: a place marked, masked words under bars; a door to pypdfium2 and PIL.

The picture is made by a process of its own within limits of time and memory, from the very file that was read: another
file under its name is none. Where masked words have no place on the page, the page is not shown; annotations are not
drawn, nor are pictures beside text, for nobody knows whom they show. Of a scanned page only the lines that were read
and the rules are shown, for the same reason; ``scanpicture`` sees to that.
"""

import hashlib
import io
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PageWithheld, SourceGone
from corpus.recordjson import from_json, to_json
from corpus.records import Box, Page, Report

if TYPE_CHECKING:
    from PIL.Image import Image

# How reports with pages of paper are encoded.
ENCODINGS = ("pdf", "image")

# Pixels along the longer side: small print can be read, and a page stays below half a megabyte.
LONGEST = 1_700
# A bar goes beyond its line by this share of the line's height: vowels and tone marks stand out of the box.
BLEED = 0.3
# Running heads stand in this share of the page's height from its edges; what is masked in one is covered on every page.
MARGIN = 0.12
# Seconds, and bytes of memory, that one picture may take.
PATIENCE, MEMORY = 20, 2_000_000_000
MARKED, COVERED = (255, 214, 64), (0, 0, 0)

# Lines that text recognition was less sure of than this are as good as unread: scrawls, stamps, signatures.
LEGIBLE = 0.5

Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to be drawn: its file, where bars and marks go, and, of a scanned one, what was read and how it lay."""

    path: str
    sha256: str
    encoding: str
    page: Page
    bars: tuple[Corners, ...]
    marks: tuple[Corners, ...]
    scanned: bool = False
    read: tuple[Corners, ...] = ()


def has_pages(report: Report) -> bool:
    """Whether the report is one whose pages can be shown."""
    return report.encoding in ENCODINGS and bool(report.boxes)


def is_scanned(report: Report, page: Page) -> bool:
    """Whether the page was read off its image."""
    return any(box.confidence is not None for box in report.boxes if box.page == page.number)


def page_of(report: Report, char_start: int, char_end: int) -> Page | None:
    """The page on which these characters begin."""
    boxes = report.boxes_of(char_start, char_end)
    if boxes:
        return next((page for page in report.pages if page.number == boxes[0].page), None)
    return next((page for page in report.pages if page.char_start <= char_start < page.char_end), None)


def page_image(path: Path, report: Report, page: Page, char_start: int, char_end: int) -> bytes:
    """The page as WebP, the characters [char_start, char_end) marked.

    Raises SourceGone where the file that was read is no longer there, PageWithheld where a page cannot be shown.
    """
    own = [box for box in report.boxes if box.page == page.number]
    wanted = Wanted(
        str(path.resolve()),
        report.sha256,
        report.encoding,
        page,
        tuple(bars_of(report, page)),
        tuple(_corners(box) for box in report.boxes_of(char_start, char_end) if box.page == page.number),
        is_scanned(report, page),
        tuple(_corners(box) for box in own if box.confidence is not None and box.confidence >= LEGIBLE),
    )
    # Isolated from the environment's own folders; -m would put the current one in front.
    command = [sys.executable, "-c", "from corpus.readers.pageimage import main; main()"]
    try:
        made = subprocess.run(
            command, input=to_json(wanted), capture_output=True, timeout=PATIENCE, cwd=_ROOT, check=False
        )
    except subprocess.TimeoutExpired:
        raise PageWithheld(f"Page {page.number} of {report.name} takes too long to draw; open the file.") from None
    if made.returncode == _GONE:
        raise SourceGone(f"{report.name} is not where it was read, or has changed; read the reports again.")
    if made.returncode or not made.stdout:
        raise PageWithheld(f"Page {page.number} of {report.name} cannot be drawn; open the file.")
    return made.stdout


def bars_of(report: Report, page: Page) -> list[Corners]:
    """What is to be covered on a page; raises PageWithheld where that is not known of all its masked words."""
    own = [box for box in report.boxes if box.page == page.number]
    if not own:
        raise PageWithheld(f"Nothing was read of page {page.number} of {report.name}; it is not shown, open the file.")
    bars = []
    for masked in report.masked:
        boxes = report.boxes_of(masked.char_start, masked.char_end)
        if masked.char_end > page.char_start and masked.char_start < page.char_end:
            _must_be_placed(report, boxes, masked.char_start, masked.char_end)
        bars += [_corners(box) for box in boxes if box.page == page.number or _is_running(report, box)]
    return bars


_ROOT = Path(__file__).parents[2]
_GONE = 3


def _must_be_placed(report: Report, boxes: Iterable[Box], start: int, end: int) -> None:
    held = {at for box in boxes for at in range(max(start, box.char_start), min(end, box.char_end))}
    if any(at not in held and not report.text[at].isspace() for at in range(start, end)):
        raise PageWithheld(f"A page of {report.name} holds masked words whose place is not known; it is not shown.")


def _is_running(report: Report, box: Box) -> bool:
    """Whether the box lies where running heads and feet stand, which are printed on other pages too but read once."""
    page = next((one for one in report.pages if one.number == box.page), None)
    return page is not None and (box.bottom <= MARGIN * page.height or box.top >= (1 - MARGIN) * page.height)


def _corners(box: Box) -> Corners:
    return box.x0, box.top, box.x1, box.bottom


# --- in the process of its own --------------------------------------------------------------------------------------


def main() -> None:
    """Reads what is wanted from stdin and writes the picture to stdout; exits with _GONE where the file is another."""
    wanted = from_json(sys.stdin.buffer.read(), Wanted)
    try:
        data = Path(wanted.path).read_bytes()
    except OSError:
        sys.exit(_GONE)
    if hashlib.sha256(data).hexdigest() != wanted.sha256:
        sys.exit(_GONE)
    _within_limits()
    sys.stdout.buffer.write(drawn(data, wanted))


def _within_limits() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


def drawn(data: bytes, wanted: Wanted) -> bytes:
    """The page as WebP; corners are points from the top left of the page as it is read."""
    from corpus.readers.scanpicture import frame_of, only_read, upright

    number = wanted.page.number
    image = (
        frame_of(data, number, LONGEST) if wanted.encoding == "image" else _page_of_pdf(data, number, wanted.scanned)
    )
    if wanted.scanned:
        image = upright(image, wanted.page)
    scale = image.width / max(wanted.page.width, 1.0)
    if wanted.scanned:
        image = only_read(image, [_scaled(corners, BLEED, scale) for corners in wanted.read], 72 * scale)
    return _painted(image, scale, wanted.bars, wanted.marks)


def _page_of_pdf(data: bytes, number: int, scanned: bool) -> "Image":
    """A page (1-based) of a PDF as it is looked at, without the pictures in it unless it is one itself."""
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    from corpus.readers.pdfpage import set_upright

    with pypdfium2.PdfDocument(data, password="") as document:
        page = document[number - 1]
        if not scanned:
            set_upright(page)
            # A picture that cannot be taken out ends this process, and the page is not shown.
            for picture in list(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])):
                page.remove_obj(picture)
        width, height = page.get_size()
        # A scanned page was read with its annotations drawn: they are part of what lies on the paper.
        image = page.render(scale=LONGEST / max(width, height, 1.0), draw_annots=scanned, may_draw_forms=False)
        made: Image = image.to_pil().convert("RGB")
        page.close()
    return made


def _scaled(corners: Corners, share: float, scale: float) -> Corners:
    """Corners in pixels, moved outward by that share of their height."""
    x0, top, x1, bottom = corners
    by = share * (bottom - top)
    return (x0 - by) * scale, (top - by) * scale, (x1 + by) * scale, (bottom + by) * scale


def _painted(image: "Image", scale: float, bars: Sequence[Corners], marks: Sequence[Corners]) -> bytes:
    from PIL import Image as Pictures
    from PIL import ImageChops, ImageDraw

    # Words under a mark stay black: the colour is multiplied in, as with a felt pen.
    pen = Pictures.new("RGB", image.size, (255, 255, 255))
    for corners in marks:
        ImageDraw.Draw(pen).rectangle(_scaled(corners, 0.0, scale), fill=MARKED)
    image = ImageChops.multiply(image, pen)
    for corners in bars:
        ImageDraw.Draw(image).rectangle(_scaled(corners, BLEED, scale), fill=COVERED)
    held = io.BytesIO()
    image.save(held, "WEBP", quality=82)
    return held.getvalue()
