"""A report as its table: the cited row between its neighbours, cells under their form's headings, the quote marked."""

from collections.abc import Sequence
from itertools import groupby

from assistant.window.labels import cell_label, item_label
from assistant.window.markup import Html, Piece, div, el, join, span
from assistant.window.messages import t
from assistant.window.proofs import hand_note
from corpus.records import MeasureRow, Reading, Segment
from corpus.thai import clean

EMPTY = "ช่องนี้ว่าง"


def in_order(reading: Reading) -> tuple[MeasureRow, ...]:
    """The rows of a report as they stand in it."""
    return tuple(sorted(reading.rows, key=lambda row: (row.place.char_start, row.row_id)))


def neighbours(reading: Reading, row: MeasureRow) -> tuple[MeasureRow | None, MeasureRow | None]:
    """The row before and the row after in the report; None at its ends."""
    rows = in_order(reading)
    at = next((number for number, one in enumerate(rows) if one.row_id == row.row_id), None)
    if at is None:
        return None, None
    return rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None


def is_whole(row: MeasureRow, start: int, end: int) -> bool:
    """Whether the run of characters is the row as a whole, not words of it."""
    return start <= row.place.char_start and end >= row.place.char_end


def shows(row: MeasureRow, start: int, end: int) -> bool:
    """Whether the run can be shown in the row's table: it is the row, or some of the words of its cells."""
    return is_whole(row, start, end) or any(_meets(one, start, end) for one in _segments(row))


def table_view(reading: Reading, row: MeasureRow, start: int, end: int) -> Html:
    """The cited row with the quoted words, the rows before and after it dimmed."""
    before, after = neighbours(reading, row)
    # A row as a whole is marked at its name: a page of highlighted text says nothing.
    span_of_words = (0, 0) if is_whole(row, start, end) else (start, end)
    parts: list[Piece] = [
        _block(reading, before, (0, 0), "sheet-row outside") if before else None,
        _block(reading, row, span_of_words, "sheet-row is-cited", named=span_of_words == (0, 0)),
        _block(reading, after, (0, 0), "sheet-row outside") if after else None,
    ]
    return join(parts)


def _segments(row: MeasureRow) -> list[Segment]:
    scores = [one for one in (row.score_segment, row.group_score_segment) if one is not None]
    return [*row.item_segments, *scores, *(segment for cell in row.cells for segment in cell.segments)]


def _meets(segment: Segment, start: int, end: int) -> bool:
    place = segment.place
    # What a person wrote where nothing was read has a place without characters.
    written = place.corrected is not None and (place.char_start, place.char_end) == (start, end)
    return written or (place.char_start < end and start < place.char_end)


def _block(reading: Reading, row: MeasureRow, words: tuple[int, int], class_: str, named: bool = False) -> Html:
    label = el("mark", item_label(row.label)) if named else item_label(row.label)
    # The item's own words as the report has them, its code among them, only where they are what was quoted.
    quoted = any(_meets(one, *words) for one in row.item_segments)
    item = _words(reading, row.item_segments, words) if quoted else row.item
    filled = {cell.name: cell.segments for cell in row.cells}
    names = [*row.columns, *(name for name in filled if name not in row.columns)]
    cells: list[Piece] = []
    seen: set[int] = set()
    for name in names:
        segments = filled.get(name, ())
        starts = {one.place.char_start for one in segments if _meets(one, *words)}
        # Words that two cells share are marked once.
        text = _words(reading, segments, (0, 0) if starts & seen else words)
        cells.append(_cell(row, name, text, hand_note(segments[0].place.corrected) if segments else None))
        seen |= starts
    return el(
        "section",
        div("sheet-head", span("tag tag-item", label), span("sheet-item", item), _scores(reading, row, words)),
        el("dl", *cells),
        class_=class_,
    )


def _scores(reading: Reading, row: MeasureRow, words: tuple[int, int]) -> Html | None:
    told: list[Piece] = []
    for name, score, segment in (
        (t("คะแนน"), row.score, row.score_segment),
        (t("คะแนนตัวชี้วัด"), row.group_score, row.group_score_segment),
    ):
        if score is None:
            continue
        # As with the item.
        quoted = segment is not None and _meets(segment, *words)
        text = _words(reading, (segment,), words) if quoted and segment else f"{score:.2f}"
        told.append(span("tag", f"{name} ", text))
        told.append(hand_note(segment.place.corrected) if segment else None)
    return div("sheet-scores", *told) if told else None


def _cell(row: MeasureRow, name: str, text: Html, by_hand: Html | None) -> Html:
    shown = text if text else span("blank-cell", t(EMPTY))
    return div("sheet-cell", el("dt", cell_label(name, row.form)), el("dd", shown, by_hand))


def _words(reading: Reading, segments: Sequence[Segment], words: tuple[int, int]) -> Html:
    """The segments line by line; the words between the two offsets in one mark."""
    pieces: list[tuple[str, bool]] = []
    for number, segment in enumerate(segments):
        if number:
            pieces.append(("\n", _meets(segments[number - 1], *words) and _meets(segment, *words)))
        pieces += _split(reading, segment, words)
    runs = ((marked, "".join(text for text, _ in run)) for marked, run in groupby(pieces, key=lambda piece: piece[1]))
    return join(el("mark", text) if marked else text for marked, text in runs)


def _split(reading: Reading, segment: Segment, words: tuple[int, int]) -> list[tuple[str, bool]]:
    """A segment as readers see it, cut at the ends of the quote."""
    if not _meets(segment, *words) or segment.place.corrected:
        return [(segment.text, _meets(segment, *words))]
    place = segment.place
    start, end = max(words[0], place.char_start), min(words[1], place.char_end)
    if (start, end) == (place.char_start, place.char_end):
        return [(segment.text, True)]
    text = reading.report.text
    cut = ((place.char_start, start, False), (start, end, True), (end, place.char_end, False))
    return [(_as_read(text[low:high]), marked) for low, high, marked in cut if low < high]


def _as_read(piece: str) -> str:
    """A piece of a segment made regular, its spaces at the ends kept."""
    body = clean(piece)
    if not body:
        return " " if piece else ""
    return (" " if piece[0].isspace() else "") + body + (" " if piece[-1].isspace() else "")
