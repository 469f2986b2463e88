"""Pages as pictures: the place marked, masked words covered, nothing shown of another file."""

import hashlib
import io
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typed_pdf import HEIGHT, WIDTH, Typed, save_typed

from corpus.errors import PageWithheld, SourceGone
from corpus.readers.pageimage import BLEED, LONGEST, bars_of, drawn_page, has_pages, page_image, page_of
from corpus.readers.pdf import read_pdf
from corpus.records import Masked, MaskKind, Report

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
    assert near(picture(drawn_page(path.read_bytes(), 1, [], [])).getpixel((800, 600)), WHITE)


def test_a_page_that_was_read_off_a_picture_is_not_shown(made: tuple[Path, Report]) -> None:
    path, report = made
    scanned = replace(report, boxes=tuple(replace(box, confidence=0.9) for box in report.boxes))
    with pytest.raises(PageWithheld, match="picture of text"):
        page_image(path, scanned, scanned.pages[0], 0, 5)
    with pytest.raises(PageWithheld, match="picture of text"):
        bars_of(replace(report, boxes=tuple(box for box in report.boxes if box.page == 1)), report.pages[1])


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
