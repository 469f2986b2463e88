"""Ruled lines become tables of cells, merged ones included; the same for lines of a PDF and lines found in an image.

A cell is what no rule cuts: elementary cells between neighbouring rules are one where the rule between them is not
drawn. Outer rules that a form leaves out are added at the ends of the others.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.readers.sheet import Rule

# Points: rules nearer than this are one rule; rules that miss each other by less than this meet.
SNAP = 2.6
MEET = 3.2
# A border is drawn if so much of it is; scans leave holes.
DRAWN = 0.5
# A table without outer rules: how far the others reach beyond the last one.
OPEN = 12.0
# What is smaller is no cell.
LEAST = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid: its first row and column, how many it covers, where it stands."""

    row: int
    column: int
    rows: int
    columns: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the rules in order and the cells, row by row."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Box, ...]


@dataclass(slots=True)
class _Line:
    """Rules on one line: ``at`` across, ``runs`` along it."""

    at: float
    runs: list[tuple[float, float]]


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables of two and more columns that the rules make, top to bottom, without those inside a cell of another."""
    level = _lines([(rule.y0 + rule.y1) / 2, rule.x0, rule.x1] for rule in rules if rule.is_level)
    upright = _lines([(rule.x0 + rule.x1) / 2, rule.y0, rule.y1] for rule in rules if not rule.is_level)
    found = [_grid(*part) for part in _parts(level, upright)]
    kept = [grid for grid in found if grid is not None and len(grid.xs) > 2]
    outer = [grid for grid in kept if not any(_inside(grid, other) for other in kept if other is not grid)]
    return sorted(outer, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _lines(rules: Iterable[list[float]]) -> list[_Line]:
    """Rules (across, from, to) that lie on one line put together."""
    lines: list[_Line] = []
    group: list[list[float]] = []
    for rule in sorted(rules):
        if group and rule[0] - group[-1][0] > SNAP:
            lines.append(_line(group))
            group = []
        group.append(rule)
    if group:
        lines.append(_line(group))
    return lines


def _line(group: list[list[float]]) -> _Line:
    runs: list[tuple[float, float]] = []
    for _, start, end in sorted(group, key=lambda rule: rule[1]):
        if runs and start <= runs[-1][1] + MEET:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return _Line(sum(rule[0] for rule in group) / len(group), runs)


def _parts(level: list[_Line], upright: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """Level and upright runs that hang together, each lot a table."""
    pieces = [(True, line.at, run) for line in level for run in line.runs]
    pieces += [(False, line.at, run) for line in upright for run in line.runs]
    parent = list(range(len(pieces)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    first = sum(len(line.runs) for line in level)
    for a in range(first):
        _, y, (x0, x1) = pieces[a]
        for b in range(first, len(pieces)):
            _, x, (y0, y1) = pieces[b]
            if x0 - MEET <= x <= x1 + MEET and y0 - MEET <= y <= y1 + MEET:
                parent[root(a)] = root(b)
    lots: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for number, (is_level, at, run) in enumerate(pieces):
        lot = lots.setdefault(root(number), ([], []))[0 if is_level else 1]
        if lot and abs(lot[-1].at - at) < 1e-9:
            lot[-1].runs.append(run)
        else:
            lot.append(_Line(at, [run]))
    return list(lots.values())


def _grid(level: list[_Line], upright: list[_Line]) -> Grid | None:
    if len(upright) > 1:
        level = _spanning(level, upright)
    if len(level) + len(upright) < 3 or not level or not upright:
        return None
    _close(level, upright)
    _close(upright, level)
    if len(level) < 2 or len(upright) < 2:
        return None
    level, upright = _wide_enough(level), _wide_enough(upright)
    if len(level) < 2 or len(upright) < 2:
        return None
    level, upright = _used(level, upright), _used(upright, level)
    xs, ys = [line.at for line in upright], [line.at for line in level]
    return Grid(tuple(xs), tuple(ys), tuple(_cells(level, upright, xs, ys)))


def _spanning(level: list[_Line], upright: list[_Line]) -> list[_Line]:
    """The level lines that reach from one upright to another; an underlined word beside an upright does not."""
    out = []
    for line in level:
        start, end = line.runs[0][0], line.runs[-1][1]
        near = [u.at for u in upright if any(run[0] - MEET <= line.at <= run[1] + MEET for run in u.runs)]
        met = [x for x in near if start - MEET <= x <= end + MEET]
        if (len(met) > 1 and _drawn(line, met[0], met[-1])) or (len(near) < 2 and end - start > 4 * OPEN):
            out.append(line)
    return out


def _used(lines: list[_Line], across: list[_Line]) -> list[_Line]:
    """The lines that part two cells somewhere; the outer ones always."""
    cuts = [line.at for line in across]
    edges = list(itertools.pairwise(cuts))
    return [
        line
        for number, line in enumerate(lines)
        if number in (0, len(lines) - 1) or any(_drawn(line, start, end) for start, end in edges)
    ]


def _close(lines: list[_Line], across: list[_Line]) -> None:
    """Adds the outer lines that are not drawn, where the others reach beyond the last one that is."""
    start = min(run[0] for line in across for run in line.runs)
    end = max(run[1] for line in across for run in line.runs)
    whole = [(across[0].at, across[-1].at)]
    if start < lines[0].at - OPEN:
        lines.insert(0, _Line(start, list(whole)))
    if end > lines[-1].at + OPEN:
        lines.append(_Line(end, list(whole)))


def _wide_enough(lines: list[_Line]) -> list[_Line]:
    """Double rules, or the two edges of a thick one, as one."""
    out = [lines[0]]
    for line in lines[1:]:
        if line.at - out[-1].at < LEAST:
            out[-1] = _Line(out[-1].at, sorted(out[-1].runs + line.runs))
        else:
            out.append(line)
    return out


def _drawn(line: _Line, start: float, end: float) -> bool:
    held = sum(max(0.0, min(run[1], end) - max(run[0], start)) for run in line.runs)
    return held >= DRAWN * (end - start)


def _cells(level: list[_Line], upright: list[_Line], xs: list[float], ys: list[float]) -> list[Box]:
    """Elementary cells joined where no rule stands between them; what is no rectangle then is cut row by row."""
    rows, columns = len(ys) - 1, len(xs) - 1
    right = [[_drawn(upright[c + 1], ys[r], ys[r + 1]) for c in range(columns)] for r in range(rows)]
    below = [[_drawn(level[r + 1], xs[c], xs[c + 1]) for c in range(columns)] for r in range(rows)]
    seen: set[tuple[int, int]] = set()
    out: list[Box] = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) in seen:
                continue
            region = _region(r, c, rows, columns, right, below)
            width = max(column for _, column in region) - c + 1
            height = max(row for row, _ in region) - r + 1
            if len(region) != width * height or min(column for _, column in region) < c:
                width, height = _run(r, c, columns, right, seen), 1
            seen.update((r + i, c + j) for i in range(height) for j in range(width))
            out.append(Box(r, c, height, width, xs[c], ys[r], xs[c + width], ys[r + height]))
    return out


def _region(
    r: int, c: int, rows: int, columns: int, right: list[list[bool]], below: list[list[bool]]
) -> set[tuple[int, int]]:
    region = {(r, c)}
    front = [(r, c)]
    while front:
        i, j = front.pop()
        steps = []
        if j + 1 < columns and not right[i][j]:
            steps.append((i, j + 1))
        if j > 0 and not right[i][j - 1]:
            steps.append((i, j - 1))
        if i + 1 < rows and not below[i][j]:
            steps.append((i + 1, j))
        if i > 0 and not below[i - 1][j]:
            steps.append((i - 1, j))
        for step in steps:
            if step not in region:
                region.add(step)
                front.append(step)
    return region


def _run(r: int, c: int, columns: int, right: list[list[bool]], seen: set[tuple[int, int]]) -> int:
    width = 1
    while c + width < columns and not right[r][c + width - 1] and (r, c + width) not in seen:
        width += 1
    return width


def _inside(grid: Grid, other: Grid) -> bool:
    """Whether a grid lies within one cell of another."""
    return any(
        cell.x0 - MEET <= grid.xs[0]
        and grid.xs[-1] <= cell.x1 + MEET
        and cell.top - MEET <= grid.ys[0]
        and grid.ys[-1] <= cell.bottom + MEET
        for cell in other.cells
    )
