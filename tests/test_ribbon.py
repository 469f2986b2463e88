"""Cells one under another: nothing left out, nothing twice, and every place leads back to the page."""

import numpy as np

from corpus.readers.grid import grids
from corpus.readers.ink import ink_of
from corpus.readers.ribbon import ribbons
from corpus.readers.sheet import Rule

DPI = 72.0  # a pixel is a point


def test_each_cell_and_each_band_is_a_piece_and_blank_ones_are_left_out() -> None:
    gray = np.full((300, 400), 255, dtype=np.uint8)
    gray[20:32, 30:90] = 0  # a title
    gray[110:122, 60:100] = 0  # the first cell
    gray[160:172, 210:280] = 0  # the fourth
    gray[250:262, 30:60] = 0  # below the table
    gray[270, 200] = 0  # a speck
    rules = [Rule(40, y, 360, y) for y in (100, 150, 200)] + [Rule(x, 100, x, 200) for x in (40, 200, 360)]
    (ribbon,) = ribbons(gray, ink_of(gray), grids(rules), DPI)
    places = [(piece.page_x, piece.page_y, piece.width, piece.height) for piece in ribbon.pieces]
    assert places == [(30, 20, 60, 12), (60, 110, 40, 12), (210, 160, 70, 12), (30, 250, 30, 12)]
    assert ribbon.gray.shape == (4 * 12 + 5 * 9, 70 + 2 * 9)
    assert int((ribbon.gray == 0).sum()) == 12 * (60 + 40 + 70 + 30)
    for piece in ribbon.pieces:
        assert ribbon.gray[piece.y, piece.x] == 0
        assert ribbon.at(piece.y + 6) is piece
    assert ribbon.at(0) is ribbon.pieces[0]


def test_a_blank_page_makes_no_ribbon() -> None:
    gray = np.full((100, 100), 255, dtype=np.uint8)
    assert ribbons(gray, ink_of(gray), [], DPI) == []


def test_a_ribbon_is_not_longer_than_it_may_be() -> None:
    gray = np.full((30_000, 60), 255, dtype=np.uint8)
    rules = [Rule(0, y, 59, y) for y in range(0, 30_001, 5_000)] + [Rule(x, 0, x, 30_000) for x in (0, 30, 59)]
    gray[100:4900, 10:20] = 0
    gray[5100:9900, 10:20] = 0
    gray[10100:14900, 10:20] = 0
    gray[15100:19900, 10:20] = 0
    gray[20100:24900, 10:20] = 0
    made = ribbons(gray, ink_of(gray), grids(rules), DPI)
    assert [len(ribbon.pieces) for ribbon in made] == [4, 1]
