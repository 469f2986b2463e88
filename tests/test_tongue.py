"""The language of the window: set for what is built or answered in it, gone behind it, and the same events in both."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from window_desk import READINGS, FakeAssistant, Seen, make_reading
from window_plan import Office

from assistant.window.barchart import chart_of
from assistant.window.compare_desk import EVERY, CompareDesk
from assistant.window.desk import Desk, Pressed
from assistant.window.look import head
from assistant.window.markup import el
from assistant.window.messages import t
from assistant.window.source import View
from assistant.window.talk import Examples
from assistant.window.tongue import Tongue, in_english, other, speaking, spoken, tongue
from corpus.catalogue import group_name, item_or_nearest
from corpus.records import PART_OF_GROUP

THAI = re.compile("[\u0e00-\u0e7f]+")


@pytest.fixture
def english() -> Iterator[None]:
    """English is spoken."""
    with speaking(Tongue.ENGLISH):
        yield


def test_a_language_is_spoken_within_its_block_and_no_longer() -> None:
    assert (tongue(), other(), in_english()) == (Tongue.THAI, Tongue.ENGLISH, False)
    with speaking(Tongue.ENGLISH):
        assert (tongue(), other(), in_english()) == (Tongue.ENGLISH, Tongue.THAI, True)
        with speaking(Tongue.THAI):
            assert t("ถาม") == "ถาม"
        assert t("ถาม") == "Ask"
    assert tongue() is Tongue.THAI


def test_an_event_speaks_its_language_in_whichever_thread_it_is_answered() -> None:
    said: list[str] = []
    answer = spoken(lambda word: said.append(t(word)), Tongue.ENGLISH)
    thread = threading.Thread(target=answer, args=("ถาม",))
    thread.start()
    thread.join()
    answer("แถว")
    assert (said, tongue()) == (["Ask", "Rows"], Tongue.THAI)


def test_an_event_in_steps_speaks_it_in_each_and_leaves_nothing_behind_between_them() -> None:
    ended = []

    def steps(count: int) -> Iterator[str]:
        try:
            for _ in range(count):
                yield t("ถาม")
        finally:
            ended.append(t("แถว"))

    answer = spoken(steps, Tongue.ENGLISH)
    found = []
    for word in answer(3):
        found.append((word, tongue()))
    assert found == [("Ask", Tongue.THAI)] * 3
    going = answer(3)
    next(going)
    going.close()
    assert len(ended) == 2


def test_thai_within_an_english_page_is_marked_as_thai(english: None) -> None:
    assert el("p", "เขตท่าสาธิต") == '<p><span lang="th">เขตท่าสาธิต</span></p>'
    mixed = '<p><span>how was “<span lang="th">ยืม (ของ) ๓ ครั้ง</span>” fixed</span></p>'
    assert el("p", "how was “ยืม (ของ) ๓ ครั้ง” fixed") == mixed
    assert el("p", "plain <b>") == "<p>plain &lt;b&gt;</p>"
    # These hold text alone.
    assert el("option", "เขตท่าสาธิต", value="x") == '<option value="x" lang="th">เขตท่าสาธิต</option>'
    assert el("textarea", "\n", "ยืม") == '<textarea lang="th">\nยืม</textarea>'


def test_a_thai_page_needs_no_marks() -> None:
    assert el("p", "เขต Bang Rak") == "<p>เขต Bang Rak</p>"


def test_the_scripts_know_the_language_and_their_messages() -> None:
    assert 'const itaTongue = "th"' in head()
    with speaking(Tongue.ENGLISH):
        told = head(with_account=True)
    assert 'const itaTongue = "en"' in told
    assert '"{n:,} ฉบับ": ["{n:,} in all", "{n:,} in all"]' in told
    assert '"ออกจากระบบ": "Sign out"' in told


# --- every page in English ------------------------------------------------------------------------------------------


class Heard(Seen):
    """What a page says in each language, as a screen reader is told it."""

    def __init__(self, page: str) -> None:
        self.thai, self.english = "", ""
        self._in_thai: list[bool] = []
        super().__init__(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag not in ("input", "img"):
            self._in_thai.append(dict(attrs).get("lang") == "th" or bool(self._in_thai and self._in_thai[-1]))
        # What is typed into a form, and what a press sends, is no label.
        self.english += " ".join(value or "" for name, value in attrs if name in ("aria-label", "placeholder", "alt"))

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        self._in_thai.pop()

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if self._in_thai and self._in_thai[-1]:
            self.thai += data + "\n"
        else:
            self.english += data


def labels_left(page: str, reports: str) -> list[str]:
    """The Thai words of a page that stand in no report: labels that are not said in English."""
    # What is copied goes into Thai documents.
    heard = Heard(re.sub("<pre.*?</pre>", "", page, flags=re.DOTALL))
    held = "".join(reports.split())
    return [run for run in THAI.findall(heard.english + heard.thai) if run not in held]


# What the reports of the tests say, and with them the names that are never translated.
YEARS = (2563, 2565, 2566, 2567)
NAMES = " ".join(
    [group_name(group, year) for group in PART_OF_GROUP for year in YEARS]
    + [item.text for year in YEARS for code in ("I7", "I20", "E3") if (item := item_or_nearest(year, code))]
    + ["เขต"]  # before the name of a district that has no English one
)


def test_talk_evidence_and_source_are_english_but_for_the_reports(english: None) -> None:
    assistant = FakeAssistant()
    said = NAMES + " ".join(reading.report.text for reading in READINGS)
    desk = Desk(assistant, Examples(("how was I20 fixed?",), ()), with_plans=True)
    assert labels_left(desk.talk(()) + desk.summary(), said) == []
    turns = list(desk.ask("how was I20 fixed?", None, ()))
    assert labels_left(desk.talk(turns[0]), said) == []
    answer = turns[-1][-1].answer
    assert answer is not None
    # The made assistant answers in Thai whatever it is asked.
    assert labels_left(desk.talk(turns[-1]), said + answer.text) == []
    assert (
        "Sources\n[1] เขตตัวอย่างเหนือ FY 2566 I20 Weakness — sample-a.txt page 1, line 13"
        in Heard(desk.talk(turns[-1])).words
    )
    assert labels_left(desk.evidence(turns[-1]), said) == []
    row = READINGS[0].rows[0]
    for view in View:
        place = Pressed(row.report, row.place.char_start, row.place.char_end, "t1", 1, view)
        assert labels_left(desk.source(place), said) == []
    # Reasons that no reader gives; made up with the report.
    ledger = READINGS[0].ledger
    made_up = " ".join([*(entry.reason for entry in ledger.entries), *(row.doubtful or "" for row in READINGS[0].rows)])
    assert labels_left(desk.reports() + desk.report(READINGS[0].report.name), said + made_up) == []
    assert labels_left(desk.source(Pressed("gone.txt", 0, 1, "", None)), said) == []
    rows, trouble = desk.draft(None, None, None, None, "")
    assert trouble == "Please fill in: District, Fiscal year (B.E.), Item, Form, Weakness"
    rows, trouble = desk.draft("บางรัก", 2567, "I20", "2567", "ไม่มีทะเบียน")
    assert trouble is None
    kept = " ".join(cell.text + " ".join(text for text, _ in cell.clauses) for row in rows for _, cell in row.cells)
    page = desk.drafted(rows)
    assert "Draft for Bang Rak" in Heard(page).english
    # The made draft has a warning of its own.
    assert labels_left(page, said + kept + " ".join(one for row in rows for one in row.warnings)) == []


def test_the_comparison_is_english_but_for_the_reports(english: None) -> None:
    rows = [("I20", "การยืมทรัพย์สิน", "ไม่มีทะเบียน", "จัดทำทะเบียน", "ฝ่ายคลัง", 71.5)]
    readings = tuple(make_reading(f"{n}.txt", name, 2566 + n, rows) for n, name in enumerate(("ตัวอย่างเหนือ", "บางรัก")))
    desk = CompareDesk(FakeAssistant(readings))  # type: ignore[arg-type]
    said = NAMES + " ".join(reading.report.text for reading in readings)
    choice = desk.choice(EVERY, "", [], False)
    for mode in ("scores", "coverage"):
        assert labels_left(desk.map(choice, mode), said) == []
    pages = desk.item({"line": "2567:I20", "district": "บางรัก", "year": "2567"}, choice)
    assert "Bang Rak" in Heard(pages.rows).english
    assert labels_left(pages.rows + pages.scores, said) == []
    assert [name for name, _ in desk.years()] == ["Each district's latest", "All years", "FY 2567", "FY 2566"]


def test_every_step_of_the_plan_is_english_but_for_the_reports(tmp_path: Path, english: None) -> None:
    office = Office(tmp_path)
    index = office.desk._index
    said = NAMES + " ".join(reading.report.text for reading in index.reports.values())
    begun = office.desk.begin()
    assert labels_left("".join(office.desk.pages(begun)), said) == []
    scored = office.scored()
    assert scored.sheet is not None
    typed = "".join(line.printed for line in scored.sheet.lines)
    assert labels_left("".join(office.desk.pages(scored)), said + typed) == []
    weak = office.press(scored, "weak")
    assert labels_left("".join(office.desk.pages(weak)), said + typed) == []
    visit = office.drafted()
    assert visit.plan is not None
    drafted = "".join(cell.text for row in visit.plan.rows for _, cell in row.row.cells)
    words = said + typed + drafted + visit.head.who + "๑๒๓" + "".join(item.item for item in index.rows)
    for step in (visit, office.press(visit, "offers", cell="measure"), office.press(visit, "go", to=5)):
        assert labels_left("".join(office.desk.pages(step)), words) == []
    assert office.press(visit, "go", {}, to=1).trouble == ""


def test_the_bars_of_a_chart_have_english_axes(english: None) -> None:
    assert chart_of(next(iter([FakeAssistant().ask("x")]))) is None
    assert [t(word) for word in ("รายการ", "คะแนน")] == ["Subject", "Score"]
