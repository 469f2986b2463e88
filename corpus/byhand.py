"""Cells and scores that a person wrote, put into the rows in place of what was read, which stays beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.records import CELLS, Cell, Corrected, MeasureRow, Place, Segment


def rows_by_hand(rows: Sequence[MeasureRow], marks: Mapping[str, Sequence[Corrected]]) -> tuple[MeasureRow, ...]:
    """The rows with what was corrected of them, by row id; a cell that several rows share is corrected in all of them.

    What was read of a cell is filled into its mark.
    """
    made = {row.row_id: row for row in rows}
    for row_id, said in marks.items():
        for mark in said:
            row = made[row_id]
            if mark.what not in CELLS:
                made[row_id] = _marked(row, mark)
                continue
            cell = row.cell(mark.what)
            mark = replace(mark, read=cell.text if cell else "")
            if mark.read == mark.now:
                continue
            made[row_id] = _with_cell(row, mark)
            for mate in row.merged_with if cell else ():
                if made[mate].cell(mark.what) == cell:
                    made[mate] = _with_cell(made[mate], mark)
    return tuple(made[row.row_id] for row in rows)


def _marked(row: MeasureRow, mark: Corrected) -> MeasureRow:
    """The row with a mark on a value that it holds already; a score gets a quote of its own."""
    if mark.what == "score" and mark.now:
        held = (row.score_segment,) if row.score_segment else ()
        row = replace(row, score_segment=_segment(mark, row, held))
    return replace(row, corrected=(*row.corrected, mark))


def _with_cell(row: MeasureRow, mark: Corrected) -> MeasureRow:
    held = {cell.name: cell for cell in row.cells}
    was = held.pop(mark.what, None)
    if mark.now:
        held[mark.what] = Cell(mark.what, (_segment(mark, row, was.segments if was else ()),))
    cells = tuple(held[name] for name in CELLS if name in held)
    columns = row.columns if mark.what in row.columns else (*row.columns, mark.what)
    return replace(row, cells=cells, columns=columns, corrected=(*row.corrected, mark))


def _segment(mark: Corrected, row: MeasureRow, was: Sequence[Segment]) -> Segment:
    """What a person wrote, at the place of what was read; at the beginning of the row where nothing was."""
    return Segment(_place(mark, row, was), mark.now)


def _place(mark: Corrected, row: MeasureRow, was: Sequence[Segment]) -> Place:
    if not was:
        return replace(row.place, char_end=row.place.char_start, confidence=None, corrected=mark)
    first, last = was[0].place, was[-1].place
    others = [s.place.char_start for cell in row.cells for s in cell.segments if s not in was]
    # Where a cell goes on behind others, its first words stand for it: a place must not cover another cell's words.
    whole = first.char_start <= last.char_end and not any(first.char_end <= at < last.char_end for at in others)
    end = last.char_end if whole else first.char_end
    return replace(first, char_end=end, confidence=None, corrected=mark)
