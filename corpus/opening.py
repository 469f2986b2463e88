"""Whether a line of a table opens a row of its own or goes on with the row before."""

import re

from corpus import catalogue
from corpus.cells import Span, plain
from corpus.codes import alike_items
from corpus.desk import Desk
from corpus.forms import Column
from corpus.itemcell import Piece, PieceKind

# Short cells that name who and when; a page break rarely leaves them to the second half of a row. The monitoring is
# short too (how often) beside a deadline, elsewhere a whole text.
CLOSING = (Column.RESPONSIBLE, Column.TIMEFRAME)
# A line without a code at the top of a page opens a row if its words are this much like an item still to come.
LIKE_AN_ITEM = 0.5
# With the closing columns beside them less will do: the rest of a row hardly brings those.
LIKE_WITH_CLOSING = 0.3
# Words that belong to the item before make the two together this much more like that item.
BETTER_TOGETHER = 0.02
_CONTINUED = re.compile(r"\(\s*ต่อ\s*\)")


class Opening:
    """One line of a table before its row is known: its other cells by column, whether it is the first on its page.

    ``goes_on``: the paper shows that it is the rest of the row before. ``covered`` are the columns whose cell is
    shown to be merged with the one above.
    """

    def __init__(
        self,
        desk: Desk,
        others: list[tuple[Column, Span]],
        top: bool,
        goes_on: bool = False,
        covered: frozenset[Column] = frozenset(),
    ) -> None:
        assert desk.heading is not None
        self._text = desk.text
        self._outline = desk.outline
        self._coded = desk.coded
        self._current = desk.current
        self._held = {column for column, _ in others}
        self._closing = [column for column in CLOSING if column in desk.heading.columns]
        if len(self._closing) == len(CLOSING) and Column.MONITORING in desk.heading.columns:
            self._closing.append(Column.MONITORING)
        self._top = top
        self._goes_on_here = goes_on and desk.current is not None
        self._covered = covered

    @property
    def may_be_rest(self) -> bool:
        """Whether the line may be the rest of a row split over pages: there a bare number is hardly a code."""
        may = self._top and self._current is not None and bool(self._closing) and not self._closes()
        return may or self._goes_on_here

    @property
    def may_be_named(self) -> bool:
        """Whether the name of a group without its number is a heading here and not the rest of an item's words."""
        return not (self._coded and self._top) and not self._goes_on_here

    def completes_heading(self) -> bool:
        """Whether the line can be the rest of a row that so far is a group heading: the page broke before its code."""
        return self._goes_on_here or (self._top and not (self._closing and self._closes()))

    def continues_group(self, pieces: list[Piece]) -> bool:
        """Whether a group heading at the top of a page only says that the row before goes on ("… (ต่อ)")."""
        if not self._top or self._current is None:
            return False
        heading = next(piece for piece in pieces if piece.kind is PieceKind.GROUP)
        after = plain(self._text, Span(heading.span.end, heading.span.end + 12))
        rest = self._goes_on_here or not self._closes()
        return heading.group == self._current.group and bool(_CONTINUED.match(after)) and rest

    def begins_row(self, words: Span, scored: bool) -> bool:
        """Whether words without a code in the item cell begin a row; ``scored``: a score follows them."""
        if self._goes_on_here:
            return False
        if self._current is None:
            return bool(self._held)
        if not self._is_full():
            return False
        if not self._coded:
            return not self._top or bool(self._closing)
        if not self._top:
            return bool(self._closing) or scored or self.item_of(words) is not None
        return self.item_of(words) is not None and (self._closes() or not self._goes_on(words))

    def begins_without_item(self, pieces: list[Piece]) -> bool:
        """Whether a line with an empty item cell is a row of its own ("as above"), not the rest of one.

        The rest of a split row stands at the top of a page and rarely brings the closing columns again.
        """
        if self._goes_on_here:
            return False
        if self._current is None:
            return self._outline.group is not None
        if pieces:
            # only the score of a new group stands here: the page broke before the code
            return self._coded and self._outline.group != self._current.group and self._is_full()
        starts = Column.MEASURE in self._held or Column.WEAKNESS in self._held or Column.ANALYSIS in self._held
        if Column.ITEM in self._covered:
            # a row of the same item brings who and when of its own, or shares them; the rest of a row leaves them empty
            shared = any(column in self._covered for column in self._closing)
            whole = Column.MEASURE in self._held and starts and len(self._held) > 1
            return starts and (self._closes() or shared if self._closing else whole)
        if self._current.item and not self._current.cells and not self._current.blank:
            return False  # the item stood alone on the line above, and this is the rest of its row
        if not self._closing:
            return not self._coded and not self._top and self._held >= {Column.MEASURE, Column.WEAKNESS}
        if self._coded and self._top:
            return len(self._closing) > 1 and self._held >= {Column.MEASURE, *self._closing}
        return starts and self._closes()

    def item_of(self, words: Span) -> catalogue.Item | None:
        """The item still to come whose wording these words are, or None."""
        alike = alike_items(self._outline.year, plain(self._text, words)[:260])
        enough = LIKE_WITH_CLOSING if self._closes() else LIKE_AN_ITEM
        for code, value in sorted(alike.items(), key=lambda pair: -pair[1])[:3]:
            if value < enough:
                return None
            item = catalogue.item_or_nearest(self._outline.year, code)
            in_part = item is not None and (self._outline.part is None or item.part == self._outline.part)
            if in_part and int(code[1:]) > self._outline.last.get(code[0], 0):
                return item
        return None

    def _goes_on(self, words: Span) -> bool:
        """Whether the words make the item before more like itself: they are the rest of it."""
        assert self._current is not None
        code = self._current.code
        if code is None or "-" in code:
            return False
        skip = self._current.code_span.start if self._current.code_span else -1
        before = " ".join(s.text for s in self._current.item if s.place.char_start != skip)
        together = alike_items(self._outline.year, (before + plain(self._text, words))[:400]).get(code, 0.0)
        return together > alike_items(self._outline.year, before[:400]).get(code, 0.0) + BETTER_TOGETHER

    def _closes(self) -> bool:
        return any(column in self._held for column in self._closing)

    def _is_full(self) -> bool:
        """Whether the line brings what a row needs: a measure and who or when, else one of its two first cells."""
        if not self._closing:
            return Column.MEASURE in self._held or Column.WEAKNESS in self._held
        return Column.MEASURE in self._held and self._closes()
