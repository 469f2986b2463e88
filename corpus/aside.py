"""What stands in or beside the measures tables and is no measure: pictures, nested tables, tables of annexes."""

import re

from corpus.cells import Placer, Span, plain
from corpus.ledger import LEFT_OUT, PASSAGE, Account
from corpus.thai import squeeze

_CAPTION = re.compile(r"\b(?:image|screenshot|photograph|photo|picture|logo|icon)s?\b", re.I)


class Aside:
    """Keeps such text until its end is known, then makes it a table passage or leaves it out with the reason."""

    def __init__(self, placer: Placer, account: Account) -> None:
        self._placer = placer
        self._account = account
        self._pictures: list[list[Span]] = []
        self._nested: list[str] = []
        self._loose: list[Span] = []
        self._loose_nested = False
        self.tables: list[list[Span]] = []
        self.count = 0

    def words(self, cell: Span) -> str:
        """A cell without white space and markup, for comparing."""
        return squeeze(plain(self._placer.text, cell))

    def expect(self, extra: list[Span]) -> None:
        """Notes the surplus cells of a row: the cells of a nested table, which the next lines repeat."""
        self._nested = [self.words(cell) for cell in extra]
        if extra:
            self._pictures.append(extra)

    def forget(self) -> None:
        """No nested table is expected any more."""
        self._nested = []

    def is_repeat(self, held: list[Span]) -> bool:
        """Whether a line repeats cells of the table nested in the row before; OCR may misread half."""
        if not self._nested or not held:
            return False
        known = sum(self.words(cell) in self._nested for cell in held)
        return known * 2 >= len(held) if len(held) > 1 else known == 1

    def add_repeat(self, line: Span) -> None:
        """A line that repeats a nested table: kept as a table, the nested one is left out for it."""
        self._loose.append(line)
        self._loose_nested = True

    def add_line(self, line: Span) -> None:
        """A line of a table that is no measures table."""
        if self._loose_nested:
            self.close_lines()
        self._loose.append(line)

    def add_note(self, cell: Span) -> None:
        """A cell of a column for numbers or notes that holds words."""
        self._pictures.append([cell])

    def add_picture(self, runs: list[Span]) -> None:
        """The runs of a picture cell."""
        self._pictures.append(runs)

    def close_lines(self) -> None:
        """The lines so far are one table."""
        if not self._loose:
            return
        self.tables.append(self._loose)
        if not self._loose_nested:
            self.count += 1
        for span in self._loose:
            self._account.take(span.start, span.end, PASSAGE)
        self.close_pictures(repeated=self._loose_nested)
        self._loose = []
        self._loose_nested = False

    def close_pictures(self, repeated: bool = False) -> None:
        """What stood in picture cells: captions and repeats are left out with the reason, the rest is a table."""
        seen: set[str] = set()
        for cells in self._pictures:
            kept = []
            for cell in cells:
                words = plain(self._placer.text, cell)
                if repeated or (squeeze(words) in seen and len(cells) > 1):
                    self._leave_out(cell, "ซ้ำกับตารางที่แยกไว้แล้ว")
                elif _CAPTION.search(words):
                    self._leave_out(cell, "คำบรรยายภาพที่เครื่องสร้าง")
                elif len(squeeze(words)) < 3:
                    self._leave_out(cell, "ข้อความในภาพที่อ่านไม่ได้ความ")
                else:
                    kept.append(cell)
            seen.update(self.words(cell) for cell in cells)
            if kept:
                self.tables.append(kept)
                for cell in kept:
                    self._account.take(cell.start, cell.end, PASSAGE)
        self._pictures = []

    def _leave_out(self, span: Span, reason: str) -> None:
        self._account.take(span.start, span.end, LEFT_OUT, reason)
