"""The open row: what stands beside which cell, and that a report's or a user's words stay words."""

from window_desk import NASTY, Seen

from assistant.checks import Check, Finding
from assistant.keptplan import KeptRow
from assistant.planedit import Candidate
from assistant.window.proofs import proofs_of_bases
from assistant.window.rowpage import OpenRow, rows_page, state_of
from assistant.window.visit import Looking
from corpus.records import Form
from tests.made_plan import basis, drafted


def page(shown: OpenRow, looking: Looking | None = None) -> str:
    """The page of a plan of one row."""
    states = [state_of(shown.row, shown.findings)]
    return rows_page(states, looking or Looking(), shown, proofs_of_bases(shown.bases, {}))


def test_a_finding_stands_at_its_cell_and_one_of_the_row_above_all() -> None:
    row = KeptRow(drafted("I20", Form.F2566))
    findings = (Finding(Check.NO_DATE, "timeframe", "ไม่มีวันแล้วเสร็จ"), Finding(Check.NOT_IN_SET, None, "ไม่อยู่ในชุดข้อ"))
    words = Seen(page(OpenRow(row, findings, (), ()))).words
    assert words.index("ไม่อยู่ในชุดข้อ") < words.index("ประเด็นที่ต้องเตรียมความพร้อม")
    assert words.index("ระยะเวลาแล้วเสร็จ") < words.index("ไม่มีวันแล้วเสร็จ") < words.index("ผู้รับผิดชอบ")


def test_an_empty_cell_is_left_and_its_finding_is_not_counted_again() -> None:
    row = KeptRow(drafted("I20", Form.F2566, timeframe="", output="แผ่นพับ"))
    findings = (Finding(Check.NO_DATE, "timeframe", "ก"), Finding(Check.NO_COUNT, "output", "ข"))
    state = state_of(row, findings)
    assert (state.left, state.findings) == (1, 1)
    # The result is filled when the year is over.
    assert state_of(KeptRow(drafted("I20", Form.F2563)), ()).left == 0


def test_whose_words_they_are_is_seen() -> None:
    row = KeptRow(drafted("I20", Form.F2566)).with_text("measure", "- ทำคู่มือการยืม 1 ฉบับ\n- ของเราเอง")
    told = page(OpenRow(row, (), (), ()))
    own, theirs = told.index("ของเราเอง "), told.index("ทำคู่มือการยืม 1 ฉบับ ")
    assert 'data-act="cite"' in told[theirs:own]
    assert "ถ้อยคำของคุณ" in told[own : own + 200]


def test_nothing_becomes_html() -> None:
    row = KeptRow(drafted("I20", Form.F2566)).with_text("measure", NASTY)
    offers = (Candidate(NASTY, (basis(quote=NASTY),), ("<i>",), False),)
    shown = OpenRow(row, (Finding(Check.NO_DATE, "timeframe", NASTY),), (basis(quote=NASTY),), (), offers)
    seen = Seen(page(shown, Looking(cell="measure", at=0)))
    assert not {"script", "img", "a", "i"} & set(seen.tags)
    assert not any(name.startswith("on") for name, _ in seen.attributes)
    assert seen.words.count("<script>alert(1)</script>") >= 4


def test_a_plan_without_rows_says_how_to_add_one() -> None:
    assert "ยังไม่มีแถว" in Seen(rows_page((), Looking(), None, ())).words
