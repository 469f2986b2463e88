"""A scanned page as it may be shown: turned as it was to be read, and of its ink only lines that were read and rules.

What was not read cannot be masked: handwriting, stamps, faces. It is left white. A door to PIL.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.readers.grid import grids
from corpus.readers.ink import Gray, Ink, ink_of, rules_of
from corpus.records import Page

if TYPE_CHECKING:
    from PIL.Image import Image

# An image of more pixels is no page; the reader of images refuses it too.
MOST_PIXELS = 100_000_000
# Inches: ink that is as broad as this in all directions is no rule but a dark picture.
BROAD = 0.06
# Inches: ink so near a line of a table is of it.
NEAR = 0.02


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
    """Which pixels belong to the rules of a table; a dark picture has rows of ink too, but makes no table of them."""
    rules, ruled = rules_of(ink_of(gray), dpi)
    reach = max(1, round(BROAD * dpi / 2))
    broad = _around(ruled, reach) == (2 * reach + 1) ** 2
    lines = np.zeros_like(ruled)
    near = round(NEAR * dpi) + 1
    for grid in grids(rules):
        left, right = (round(x * dpi / 72) for x in (grid.xs[0], grid.xs[-1]))
        top, bottom = (round(y * dpi / 72) for y in (grid.ys[0], grid.ys[-1]))
        inside = np.s_[max(0, top - near) : bottom + near, max(0, left - near) : right + near]
        of_grid = np.zeros_like(ruled)
        for y in grid.ys:
            of_grid[max(0, round(y * dpi / 72) - near) : round(y * dpi / 72) + near] = True
        for x in grid.xs:
            of_grid[:, max(0, round(x * dpi / 72) - near) : round(x * dpi / 72) + near] = True
        lines[inside] |= of_grid[inside]
    held: Ink = ruled & lines & (_around(broad, reach + 1) == 0)
    return held


def _around(mask: Ink, reach: int) -> npt.NDArray[np.int32]:
    """How many pixels of the mask lie in the square around each pixel, so far to every side."""
    size = 2 * reach + 1
    sums = np.pad(np.pad(mask, reach).cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32), ((1, 0), (1, 0)))
    held: npt.NDArray[np.int32] = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    return held
