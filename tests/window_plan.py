"""For the tests of the plan's tab: one window over the sample reports, pressed as a browser would."""

import json
from collections.abc import Mapping
from pathlib import Path

from window_desk import Seen

from assistant.assembly import Assistant
from assistant.planbook import PlanBook
from assistant.window.plan_desk import PlanDesk
from assistant.window.visit import Visit
from tests.made_index import sample_index

SCORES = "I7 66.10\nI20 ๗๑.๒๕\nI1 92.5\nE3 78.5"
HEAD = {"district": "บางเขน", "fiscal_year": "2567", "form": "2566", "score_year": "2566", "who": "สมศรี"}


class Office:
    """One window, and presses in it."""

    def __init__(self, folder: Path) -> None:
        self.book = PlanBook(f"sqlite:///{folder}/plans.db")
        self.desk = PlanDesk(Assistant(sample_index()), lambda: self.book)

    def press(self, visit: Visit, do: str, fields: Mapping[str, str] | None = None, **data: object) -> Visit:
        """What a press does; every page that follows is looked at as a browser would."""
        sent = {"do": do, "fields": json.dumps(fields or {}), **{name: str(value) for name, value in data.items()}}
        done = self.desk.act(visit, sent)
        for page in self.desk.pages(done):
            Seen(page)
        return done

    def words(self, visit: Visit) -> str:
        """What the page says."""
        return Seen(self.desk.pages(visit)[0]).words

    def scored(self, text: str = SCORES, **head: str) -> Visit:
        """A visit whose scores were read."""
        visit = self.press(self.desk.begin(), "start", {**HEAD, **head})
        return self.press(visit, "read", {"pasted": text})

    def drafted(self, **words: str) -> Visit:
        """A kept plan of I7, I20 and E3, with I20 open."""
        visit = self.press(self.scored(), "weak")
        fields = {f"word-{item}": text for item, text in words.items()}
        return self.press(self.press(visit, "draft", fields), "row", to=1)

    def text(self, visit: Visit, cell: str) -> str:
        """What stands in a cell of the open row."""
        assert visit.plan is not None
        return visit.plan.rows[visit.looking.row].text(cell)
