"""What is told of a page's image before it is read: ink, lie, ruled lines."""

import numpy as np
import pytest
from PIL import Image

from corpus.readers.ink import Gray, askew, ink_of, rules_of


def paper(height: int = 400, width: int = 600) -> Gray:
    return np.full((height, width), 250, dtype=np.uint8)


def test_ink_is_the_dark_side() -> None:
    gray = paper()
    gray[100:110, 50:300] = 30
    gray[200:260, 50:300] = 215  # a light ground
    ink = ink_of(gray)
    assert ink[105, 100]
    assert not ink[230, 100]
    assert ink.sum() == 10 * 250


@pytest.mark.parametrize("shade", [250, 210, 255])
def test_blank_paper_holds_no_ink(shade: int) -> None:
    assert not ink_of(np.full((50, 50), shade, dtype=np.uint8)).any()


def lines_of_text() -> Gray:
    gray = paper(800, 1000)
    for y in range(60, 760, 40):
        for x in range(60, 900, 24):
            gray[y : y + 14, x : x + 14] = 20
    return gray


@pytest.mark.parametrize("degrees", [-2.0, -0.6, 0.0, 0.5, 1.8])
def test_the_lie_of_a_page_is_measured(degrees: float) -> None:
    turned = Image.fromarray(lines_of_text()).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=250)
    assert askew(ink_of(np.asarray(turned))) == pytest.approx(degrees, abs=0.1)


def test_ruled_lines_are_found_in_points_with_small_holes() -> None:
    gray = paper()
    gray[100:103, 50:500] = 0
    gray[100:103, 200:203] = 250  # a hole of three pixels
    gray[80:380, 300:303] = 0
    gray[200:203, 50:110] = 0  # too short for a rule at 200 dpi
    rules, ruled = rules_of(ink_of(gray), 200.0)
    level = [rule for rule in rules if rule.is_level]
    upright = [rule for rule in rules if not rule.is_level]
    assert {round(rule.y0 / 0.36) for rule in level} <= {100, 101, 102, 103}
    assert min(rule.x0 for rule in level) == pytest.approx(50 * 0.36, abs=1.5)
    assert max(rule.x1 for rule in level) == pytest.approx(500 * 0.36, abs=1.5)
    assert {round(rule.x0 / 0.36) for rule in upright} <= {300, 301, 302, 303}
    assert ruled[101, 100]
    assert not ruled[201, 100]
