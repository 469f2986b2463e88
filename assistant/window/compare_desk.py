"""The clerk of the Compare tab: filters and presses in, pages out; knows nothing of gradio and of visitors."""

import logging
import os.path
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.compare import Choice, Column, Comparison, compare, history, key_of, one_item
from assistant.window import labels
from assistant.window.choices import in_order
from assistant.window.comparing import (
    NOT_THERE,
    NOTHING_CHOSEN,
    Mode,
    charted,
    history_page,
    least_shown,
    map_page,
    plot_value,
    rows_page,
)
from assistant.window.markup import Html, div, el
from assistant.window.messages import t
from corpus.errors import AssistantError, UnknownValue
from corpus.records import PARTS, MeasureRow

if TYPE_CHECKING:
    from assistant.assembly import Assistant

_log = logging.getLogger(__name__)

LATEST, EVERY = 0, -1
MOST_FILES = 64


@dataclass(frozen=True, slots=True)
class ItemPages:
    """What is shown of one item: its rows, its scores, the chart's data, where its scale begins, who is in it."""

    rows: Html
    scores: Html
    plot: dict[str, object] | None = None
    least: int = 0
    charted: tuple[str, ...] = ()


def no_item() -> ItemPages:
    """What is shown while no item is chosen."""
    return ItemPages(div("panel is-empty", el("p", t(NOTHING_CHOSEN), class_="hint")), Html(""))


class CompareDesk:
    """Everything that the tab can ask for."""

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant
        self._files = tempfile.mkdtemp(prefix="ita-compare-")
        weakref.finalize(self, shutil.rmtree, self._files, ignore_errors=True)

    @property
    def _rows(self) -> Sequence[MeasureRow]:
        return self._assistant.index.rows

    def years(self) -> list[tuple[str, int]]:
        """The years to choose from, latest first, after "each district's latest" and "all"."""
        held = sorted({row.fiscal_year for row in self._rows}, reverse=True)
        return [
            (t("ปีล่าสุดของแต่ละเขต"), LATEST),
            (t("ทุกปี"), EVERY),
            *((labels.year_label(year), year) for year in held),
        ]

    def stamp(self) -> int:
        """A number that changes with what the map is made of."""
        return hash(tuple((row.row_id, row.code, row.score) for row in self._rows))

    def districts(self) -> list[tuple[str, str]]:
        """The districts that have rows."""
        return [(labels.district_label(name), name) for name in in_order(row.district for row in self._rows)]

    def choice(self, year: Any, part: Any, districts: Any, shared: Any) -> Choice:
        """The filters as they were set; what does not exist (any more) counts as not set."""
        held = sorted({row.fiscal_year for row in self._rows})
        known = {row.district for row in self._rows}
        years = tuple(held) if year == EVERY else (year,) if year in held else ()
        chosen = tuple(name for name in districts or () if name in known)
        return Choice(years, (part,) if part in PARTS else (), chosen, bool(shared))

    def compared(self, choice: Choice) -> Comparison:
        """What the filters leave."""
        return compare(self._rows, choice)

    def map(self, choice: Choice, mode: Any) -> Html:
        """The map as a page, or the sentence that says why there is none."""
        try:
            return map_page(self.compared(choice), Mode(mode) if mode in tuple(Mode) else Mode.SCORES)
        except Exception as error:
            return _trouble(error)

    def item(self, pressed: Mapping[str, Any], choice: Choice) -> ItemPages:
        """The pressed item over the columns of the map, the pressed district first, and its scores over the years."""
        try:
            key = key_of(str(pressed.get("line", "")))
            first = _column(pressed)
            columns = self.compared(Choice(choice.years, (), choice.districts)).columns
            made = one_item(self._rows, key, columns)
            rows = [row for row in self._rows if not choice.districts or row.district in choice.districts]
            scores = history(rows, key)
        except UnknownValue:
            return ItemPages(div("panel is-empty", el("p", t(NOT_THERE), class_="hint")), Html(""))
        except Exception as error:
            return ItemPages(_trouble(error), Html(""))
        shown = charted(scores, first.district if first else None)
        return ItemPages(
            rows_page(made, first),
            history_page(scores, shown),
            plot_value(scores, shown),
            least_shown(scores, shown),
            tuple(shown),
        )

    def file(self, choice: Choice) -> str | None:
        """The path of a workbook of what the filters leave; None where it could not be made."""
        from assistant.compare_xlsx import write_workbook

        # The window copies a file as soon as it is handed over, so old ones are not needed.
        with suppress(OSError):
            for old in sorted(Path(self._files).iterdir(), key=os.path.getmtime)[:-MOST_FILES]:
                shutil.rmtree(old, ignore_errors=True)
        years = "-".join(map(str, choice.years)) if 0 < len(choice.years) < 3 else "หลายปี" if choice.years else "ล่าสุด"
        try:
            path = Path(tempfile.mkdtemp(dir=self._files)) / f"ITA-เปรียบเทียบ-{years}.xlsx"
            write_workbook(self.compared(choice), path)
        except Exception:
            _log.exception("no workbook of a comparison")
            return None
        return str(path)


def _column(pressed: Mapping[str, Any]) -> Column | None:
    """The district and year of the pressed cell; None where an item's name was pressed."""
    try:
        return Column(str(pressed["district"]), int(pressed["year"]))
    except (KeyError, TypeError, ValueError):
        return None


def _trouble(error: Exception) -> Html:
    if not isinstance(error, AssistantError):
        _log.error("unforeseen error in the comparison", exc_info=error)
    return div("panel", el("p", labels.trouble(error), class_="trouble", role="alert"))
