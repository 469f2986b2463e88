"""Ruled lines become cells: drawn in every way, merged, left open, underlined words beside them."""

import itertools

import pytest

from corpus.readers.grid import Grid, grids
from corpus.readers.sheet import Rule

XS, YS = [40.0, 100.0, 200.0, 300.0], [50.0, 80.0, 120.0]
Cell = tuple[int, int, int, int]


def lines(xs: list[float] = XS, ys: list[float] = YS) -> list[Rule]:
    """The rules of a whole table."""
    level = [Rule(xs[0], y, xs[-1], y) for y in ys]
    return [*level, *(Rule(x, ys[0], x, ys[-1]) for x in xs)]


def without(rule: Rule) -> list[Rule]:
    return [one for one in lines() if one != rule]


def shape(grid: Grid) -> list[Cell]:
    """Row, column, rows and columns of each cell."""
    return [(cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells]


WHOLE = [(r, c, 1, 1) for r in range(2) for c in range(3)]


def test_a_ruled_table_is_its_cells() -> None:
    (grid,) = grids(lines())
    assert shape(grid) == WHOLE
    first = grid.cells[0]
    assert (first.x0, first.top, first.x1, first.bottom) == (40, 50, 100, 80)


def test_rules_drawn_cell_by_cell_are_one_table() -> None:
    rules = []
    for y0, y1 in itertools.pairwise(YS):
        for x0, x1 in itertools.pairwise(XS):
            rules += [Rule(x0 + 0.5, y0 + 0.5, x1 - 0.5, y0 + 0.5), Rule(x0 + 0.5, y1 - 0.5, x1 - 0.5, y1 - 0.5)]
            rules += [Rule(x0 + 0.5, y0 + 0.5, x0 + 0.5, y1 - 0.5), Rule(x1 - 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5)]
    (grid,) = grids(rules)
    assert shape(grid) == WHOLE


def test_a_missing_piece_of_a_rule_merges_two_cells() -> None:
    rules = [*without(Rule(40, 80, 300, 80)), Rule(40, 80, 100, 80), Rule(200, 80, 300, 80)]
    (grid,) = grids(rules)
    assert shape(grid) == [(0, 0, 1, 1), (0, 1, 2, 1), (0, 2, 1, 1), (1, 0, 1, 1), (1, 2, 1, 1)]
    rules = [*without(Rule(100, 50, 100, 120)), Rule(100, 80, 100, 120)]
    (grid,) = grids(rules)
    assert shape(grid) == [(0, 0, 1, 2), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]


@pytest.mark.parametrize(
    "gone", [Rule(40, 50, 40, 120), Rule(300, 50, 300, 120), Rule(40, 50, 300, 50), Rule(40, 120, 300, 120)]
)
def test_an_outer_rule_that_is_not_drawn_is_added(gone: Rule) -> None:
    (grid,) = grids(without(gone))
    assert shape(grid) == WHOLE
    assert (grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]) == (40, 300, 50, 120)


def test_a_rule_with_holes_still_parts() -> None:
    holes = [Rule(40, 80, 60, 80), Rule(70, 80, 140, 80), Rule(155, 80, 300, 80)]
    (grid,) = grids([*without(Rule(40, 80, 300, 80)), *holes])
    assert shape(grid) == WHOLE


def test_an_underlined_word_beside_an_upright_rule_parts_nothing() -> None:
    (grid,) = grids([*lines(), Rule(102, 65, 140, 65), Rule(42, 100, 80, 100)])
    assert shape(grid) == WHOLE


def test_frames_single_rules_and_nested_tables_are_no_tables() -> None:
    frame = [Rule(10, 10, 500, 10), Rule(10, 400, 500, 400), Rule(10, 10, 10, 400), Rule(500, 10, 500, 400)]
    (grid,) = grids([*frame, *lines(), Rule(60, 300, 200, 300)])
    assert shape(grid) == WHOLE
    inner = lines([210, 230, 250, 290], [90, 100, 110])
    assert [one.xs[0] for one in grids([*lines(), *inner])] == [40]
    assert grids([]) == []
    assert grids([Rule(0, 5, 100, 5)]) == []


def test_tables_come_from_top_to_bottom() -> None:
    second = lines(XS, [200.0, 230.0, 260.0])
    assert [grid.ys[0] for grid in grids([*second, *lines()])] == [50, 200]
