"""Reports that are images (.png, .jpg, .tif with one or more pages), read like scanned pages; a door to Pillow."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corpus.errors import UnreadableReport
from corpus.readers import scan
from corpus.readers.ink import Picture
from corpus.readers.layout import lay_out
from corpus.records import LOW_CONFIDENCE, Report

# A page at 600 dpi has 35 million pixels; an image of more is no page, and a small file may unfold to any size.
MOST_PIXELS = 100_000_000
MOST_PAGES = 500
LARGEST = 200_000_000
# Inches on the long side of A4, for images that do not say how many dots an inch has.
LONG_SIDE = 11.69


def read_image(path: Path) -> Report:
    """Reads the pages of an image file; raises UnreadableReport where it is damaged, too large or holds no text."""
    if not scan.is_ready():
        raise UnreadableReport(f"{path.name} is an image and Tesseract, which reads it, is not there; {scan.MISSING}.")
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableReport(f"{path.name} is larger than {LARGEST // 1_000_000} MB; split it.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableReport(f"Cannot open {path.name} ({error.strerror}); check the file and its rights.") from error
    sheets = list(scan.read_pictures(_pictures(path)))
    if all(not sheet.glyphs for sheet in sheets):
        raise UnreadableReport(f"{path.name} shows no text that can be read; scan the page again at 200 dpi or more.")
    laid = lay_out(sheets, [], [False] * len(sheets))
    unsure = sum(scan.confidence(sheet) < LOW_CONFIDENCE for sheet in sheets)
    notes = [f"อ่านจากภาพด้วย OCR {len(sheets)} หน้า"]
    notes += [f"ในจำนวนนี้อ่านได้ไม่ชัด {unsure} หน้า โปรดเทียบกับต้นฉบับ"] if unsure else []
    sha256 = hashlib.sha256(data).hexdigest()
    return Report(path.name, sha256, laid.text, laid.pages, "image", laid.boxes, (*notes, *laid.notes))


def _pictures(path: Path) -> Iterator[Picture]:
    """The pages of an image file, brought to the resolution at which they are read."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=("PNG", "JPEG", "TIFF")) as image:
            frames = getattr(image, "n_frames", 1)
            if frames > MOST_PAGES:
                raise UnreadableReport(f"{path.name} has {frames} pages, {MOST_PAGES} are the most; split it.")
            for number in range(frames):
                image.seek(number)
                if image.width * image.height > MOST_PIXELS:
                    raise UnreadableReport(f"{path.name} is an image of too many pixels; scan it at 300 dpi.")
                yield _picture(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableReport(f"{path.name} is damaged and cannot be opened; scan or save it again.") from error


def _picture(image: "object") -> Picture:
    from PIL import Image, ImageOps

    assert isinstance(image, Image.Image)
    dpi = _dpi(image)
    upright = ImageOps.exif_transpose(image).convert("L")
    share = min(scan.DPI / dpi, (scan.MOST_PIXELS / (upright.width * upright.height)) ** 0.5)
    size = max(1, round(upright.width * share)), max(1, round(upright.height * share))
    return Picture(np.asarray(upright.resize(size, Image.Resampling.BICUBIC), dtype=np.uint8), dpi * share)


def _dpi(image: "object") -> float:
    """The dots per inch that an image states, if they make a page of it; else those that make it a page of A4."""
    told = float(getattr(image, "info", {}).get("dpi", (0, 0))[0] or 0)
    longest = float(max(getattr(image, "size", (1, 1))))
    return told if told > 0 and 5 <= longest / told <= 25 else longest / LONG_SIDE
