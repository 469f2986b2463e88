"""A scanned page as it may be shown: turned as it was to be read, and of its ink only lines that were read and rules.

What was not read cannot be masked: handwriting, stamps, faces. It is left white. A door to PIL.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.readers.ink import Gray, Ink, ink_of, rules_of
from corpus.records import Page

if TYPE_CHECKING:
    from PIL.Image import Image

# An image of more pixels is no page; the reader of images refuses it too.
MOST_PIXELS = 100_000_000
# Inches: ink that is as broad as this in all directions is no rule but a dark picture.
BROAD = 0.06


def frame_of(data: bytes, number: int, longest: int) -> "Image":
    """A page (1-based) of an image file, so many pixels along its longer side."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
        image.seek(number - 1)
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("an image of too many pixels")
        page = ImageOps.exif_transpose(image)
        share = longest / max(page.size)
        size = max(1, round(page.width * share)), max(1, round(page.height * share))
        return page.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def upright(image: "Image", page: Page) -> "Image":
    """A page turned and straightened as its reader did it."""
    from PIL import Image

    if page.turned:
        image = Image.fromarray(np.rot90(np.asarray(image), -page.turned // 90))
    if page.askew:
        image = image.rotate(page.askew, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    return image


def only_read(image: "Image", read: Sequence[tuple[float, float, float, float]], dpi: float) -> "Image":
    """The image within these corners (pixels) and along its rules; all else is white."""
    from PIL import Image

    pixels = np.asarray(image)
    shown = _rules(np.asarray(image.convert("L")), dpi)
    for x0, top, x1, bottom in read:
        shown[max(0, int(top)) : max(0, round(bottom)), max(0, int(x0)) : max(0, round(x1))] = True
    return Image.fromarray(np.where(shown[:, :, None], pixels, np.uint8(255)))


def _rules(gray: Gray, dpi: float) -> Ink:
    """Which pixels belong to rules."""
    _, ruled = rules_of(ink_of(gray), dpi)
    reach = max(1, round(BROAD * dpi / 2))
    broad = _around(ruled, reach) == (2 * reach + 1) ** 2
    held: Ink = ruled & (_around(broad, reach + 1) == 0)
    return held


def _around(mask: Ink, reach: int) -> npt.NDArray[np.int32]:
    """How many pixels of the mask lie in the square around each pixel, so far to every side."""
    size = 2 * reach + 1
    sums = np.pad(np.pad(mask, reach).cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32), ((1, 0), (1, 0)))
    held: npt.NDArray[np.int32] = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    return held
