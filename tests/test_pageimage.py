"""Pages as pictures: the place marked, masked words covered, nothing shown of another file or of what was not read."""

import hashlib
import io
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typed_pdf import HEIGHT, WIDTH, Typed, save_typed

from corpus.errors import PageWithheld, SourceGone
from corpus.readers.pageimage import (
    BLEED,
    LONGEST,
    Wanted,
    bars_of,
    drawn,
    has_pages,
    is_scanned,
    page_image,
    page_of,
)
from corpus.readers.pdf import read_pdf
from corpus.records import Box, Masked, MaskKind, Page, Report

SCALE = LONGEST / WIDTH
YELLOW, BLACK, WHITE = (255, 214, 64), (0, 0, 0), (255, 255, 255)
SECRET, SAID = "secret 4321 words", "measures are taken here"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Report]:
    """Two pages; the secret stands in the middle of the first one."""
    first, second = Typed(), Typed()
    first.type(100, 200, SECRET)
    first.type(100, 300, SAID)
    second.type(100, 300, "another page with other words")
    path = save_typed(tmp_path / "report.pdf", [first, second])
    return path, with_mask(read_pdf(path), SECRET)


def with_mask(report: Report, words: str) -> Report:
    at = report.text.index(words)
    text = report.text[:at] + "█" * len(words) + report.text[at + len(words) :]
    return replace(report, text=text, masked=(Masked(MaskKind.NAME, at, at + len(words)),))


def picture(data: bytes) -> Any:
    return Image.open(io.BytesIO(data)).convert("RGB")


def near(one: Any, other: tuple[int, int, int]) -> bool:
    """Whether two colours are the same, but for what WebP loses."""
    return all(abs(a - b) <= 24 for a, b in zip(one, other, strict=True))


def colour_at(image: Any, box: Any) -> Any:
    """The commonest colour inside a box."""
    inside = image.crop([round(one * SCALE) for one in (box.x0, box.top, box.x1, box.bottom)])
    return max(inside.getcolors(1_000_000))[1]


def test_the_words_are_marked_and_masked_ones_covered(made: tuple[Path, Report]) -> None:
    path, report = made
    at = report.text.index(SAID)
    page = page_of(report, at, at + len(SAID))
    assert page is not None
    assert (page.number, has_pages(report)) == (1, True)
    image = picture(page_image(path, report, page, at, at + len(SAID)))
    assert image.size == (LONGEST, math.ceil(HEIGHT * SCALE))
    (said,) = report.boxes_of(at, at + len(SAID))
    secret = report.boxes_of(report.masked[0].char_start, report.masked[0].char_end)[0]
    assert near(colour_at(image, said), YELLOW)
    assert near(colour_at(image, secret), BLACK)
    above = round((secret.top - BLEED * (secret.bottom - secret.top)) * SCALE)
    assert near(image.getpixel((round(secret.x0 * SCALE) + 20, above + 4)), BLACK)
    assert near(image.getpixel((20, 20)), WHITE)


def test_a_quoted_mask_stays_covered(made: tuple[Path, Report]) -> None:
    path, report = made
    start, end = report.masked[0].char_start, report.masked[0].char_end
    page = page_of(report, start, end)
    assert page is not None
    assert near(colour_at(picture(page_image(path, report, page, start, end)), report.boxes_of(start, end)[0]), BLACK)


def test_another_file_under_the_name_is_not_shown(made: tuple[Path, Report]) -> None:
    path, report = made
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(SourceGone, match=r"report\.pdf is not where it was read"):
        page_image(path, report, report.pages[0], 0, 5)
    path.unlink()
    with pytest.raises(SourceGone):
        page_image(path, report, report.pages[0], 0, 5)


def test_a_page_with_masked_words_of_unknown_place_is_not_shown_the_others_are(made: tuple[Path, Report]) -> None:
    path, report = made
    secret = report.masked[0].char_start
    without = replace(report, boxes=tuple(box for box in report.boxes if box.char_start != secret))
    with pytest.raises(PageWithheld, match="place is not known"):
        page_image(path, without, without.pages[0], 0, 5)
    assert bars_of(without, without.pages[1]) == []


def test_what_is_masked_in_a_running_head_is_covered_on_every_page(tmp_path: Path) -> None:
    pages = []
    for number in range(3):
        typed = Typed()
        typed.type(100, 40, "office head 4321")
        typed.type(100, 250, f"words of page {number} alone")
        pages.append(typed)
    report = read_pdf(save_typed(tmp_path / "heads.pdf", pages))
    assert report.text.count("office head") == 1
    report = with_mask(report, "office head 4321")
    (first,) = bars_of(report, report.pages[0])
    assert bars_of(report, report.pages[2]) == [first]
    assert first[1] < 0.12 * HEIGHT


def test_pictures_beside_text_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "photo.pdf"
    Image.new("RGB", (400, 300), (200, 0, 120)).save(path)
    page = Page(1, "1", 0, 0, False, 400.0, 300.0)
    image = picture(drawn(path.read_bytes(), Wanted(str(path), "", "pdf", page, (), ())))
    assert near(image.getpixel((800, 600)), WHITE)


# A page of 400 by 300 points at 200 dpi: three lines of ink, of which two were read, and a table.
DPI, INK = 200, (30, 30, 90)
LINES = {
    "read": (40.0, 50.0, 200.0, 62.0),
    "secret": (40.0, 100.0, 200.0, 112.0),
    "scrawl": (40.0, 150.0, 200.0, 162.0),
}
RULE = 220.0


def scanned(path: Path, turned: int = 0, askew: float = 0.0) -> Report:
    """An image file of that page, lying as told, and what a reader makes of it who puts it right."""
    image = Image.new("RGB", (round(400 * DPI / 72), round(300 * DPI / 72)), WHITE)
    for x0, top, x1, bottom in LINES.values():
        image.paste(INK, tuple(round(at * DPI / 72) for at in (x0, top, x1, bottom)))
    for y in (RULE, RULE + 40):
        image.paste(INK, (100, round(y * DPI / 72), 1000, round(y * DPI / 72) + 4))
    for x in (100, 500, 996):
        image.paste(INK, (x, round(RULE * DPI / 72), x + 4, round((RULE + 40) * DPI / 72)))
    image = image.rotate(-askew, Image.Resampling.BICUBIC, fillcolor=WHITE).rotate(turned, expand=True)
    image.save(path, resolution=DPI) if path.suffix == ".pdf" else image.save(path, dpi=(DPI, DPI))
    boxes = (
        Box(1, 0, 4, *LINES["read"], 0.9),
        Box(1, 5, 11, *LINES["secret"], 0.8),
        Box(1, 12, 18, *LINES["scrawl"], 0.4),
    )
    masked = (Masked(MaskKind.NAME, 5, 11),)
    page = Page(1, "1", 0, 18, False, 400.0, 300.0, turned, askew)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    encoding = "pdf" if path.suffix == ".pdf" else "image"
    return Report(path.name, sha256, "read ██████ scrawl", (page,), encoding, boxes, (), masked)


@pytest.mark.parametrize(("turned", "askew"), [(0, 0.0), (0, 1.5), (90, 0.0), (180, -1.0), (270, 0.9)])
@pytest.mark.parametrize("name", ["page.pdf", "page.png"])
def test_a_scanned_page_is_shown_as_it_was_turned_to_be_read(
    name: str, turned: int, askew: float, tmp_path: Path
) -> None:
    report = scanned(tmp_path / name, turned, askew)
    page = report.pages[0]
    assert (has_pages(report), is_scanned(report, page)) == (True, True)
    image = picture(page_image(tmp_path / name, report, page, 0, 4))
    assert image.size == (pytest.approx(LONGEST, abs=2), pytest.approx(LONGEST * 3 / 4, abs=2))

    def inside(line: str) -> Any:
        x0, top, x1, bottom = (at * LONGEST / 400 for at in LINES[line])
        return image.getpixel((round((x0 + x1) / 2), round((top + bottom) / 2)))

    marked = tuple(a * b // 255 for a, b in zip(INK, YELLOW, strict=True))
    assert near(inside("read"), marked)
    assert near(inside("secret"), BLACK)
    # what was not read cannot be masked, so it is not shown: scrawls, stamps, faces
    assert near(inside("scrawl"), WHITE)
    rule = [image.getpixel((700, y)) for y in range(round(RULE * LONGEST / 400) - 6, round(RULE * LONGEST / 400) + 12)]
    assert min(sum(colour) for colour in rule) < 330


def test_a_photograph_is_not_taken_for_rules(tmp_path: Path) -> None:
    report = scanned(tmp_path / "page.png")
    with Image.open(tmp_path / "page.png") as image:
        photograph = Image.frombytes(
            "L", (200, 150), np.random.default_rng(5).integers(0, 90, 30_000, np.uint8).tobytes()
        )
        image.paste(photograph.convert("RGB"), (800, 150))
        image.save(tmp_path / "photo.png", dpi=(DPI, DPI))
    data = (tmp_path / "photo.png").read_bytes()
    wanted = Wanted("", "", "image", report.pages[0], (), (), True, (LINES["read"],))
    image = picture(drawn(data, wanted))
    shown = image.crop([round(at * 72 / DPI * LONGEST / 400) for at in (800, 150, 1000, 300)])
    assert min(sum(colour) for _, colour in shown.getcolors(1_000_000)) > 700


def test_a_page_of_which_nothing_was_read_is_not_shown(tmp_path: Path) -> None:
    report = replace(scanned(tmp_path / "page.png"), boxes=())
    assert not has_pages(report)
    with pytest.raises(PageWithheld, match="Nothing was read of page 1"):
        page_image(tmp_path / "page.png", report, report.pages[0], 0, 4)


def test_only_the_page_that_is_asked_for_is_drawn_of_an_image_of_several(tmp_path: Path) -> None:
    path = tmp_path / "two.tif"
    pages = [Image.new("RGB", (800, 600), colour) for colour in ((200, 0, 0), (0, 0, 200))]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    size = (False, 400.0, 300.0)
    wanted = Wanted(str(path), "", "image", Page(2, "2", 0, 4, *size), (), (), True, ((0.0, 0.0, 400.0, 300.0),))
    assert near(picture(drawn(path.read_bytes(), wanted)).getpixel((800, 600)), (0, 0, 200))


def test_a_file_that_cannot_be_drawn_is_told(tmp_path: Path, made: tuple[Path, Report]) -> None:
    _, report = made

    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing else")
    other = replace(report, sha256=hashlib.sha256(broken.read_bytes()).hexdigest())
    with pytest.raises(PageWithheld, match="cannot be drawn"):
        page_image(broken, other, other.pages[0], 0, 5)


def test_a_report_that_is_no_pdf_has_no_pages(made: tuple[Path, Report]) -> None:
    assert not has_pages(replace(made[1], encoding="utf-8"))
    assert not has_pages(replace(made[1], boxes=()))
    assert page_of(made[1], 10**6, 10**6 + 5) is None
