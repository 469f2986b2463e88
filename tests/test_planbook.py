"""Kept plans: nothing is lost on the way to the database and back; two editors do not overwrite each other unseen."""

import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant import planbook
from assistant.answers import DraftRequest
from assistant.draft import draft
from assistant.keptplan import KeptPlan, KeptRow, from_json, to_json
from assistant.planbook import PlanBook
from corpus.errors import PlanChanged, PlansBusy, PlansReadOnly, PlansUnusable, UnknownValue
from corpus.records import Form
from tests.made_index import sample_index


def a_plan() -> KeptPlan:
    request = DraftRequest("บางเขน", 2567, "ยืมของไม่ขออนุญาต", Form.F2566, code="I20")
    (row,) = draft(request, sample_index())
    return KeptPlan("บางเขน", 2567, Form.F2566, (KeptRow(row), KeptRow(replace(row, code="I19"))))


@pytest.fixture
def book(tmp_path: Path) -> PlanBook:
    return PlanBook(f"sqlite:///{tmp_path}/plans/plans.db", lambda: datetime(2024, 10, 1, 8, 30, tzinfo=UTC))


def test_a_plan_comes_back_as_it_was(book: PlanBook) -> None:
    plan = a_plan().with_text(0, "timeframe", "มี.ค. 67")
    assert from_json(to_json(plan)) == plan
    stored = book.add(plan, "สมศรี")
    assert (stored.version, stored.saved_by, stored.plan) == (1, "สมศรี", plan)
    assert stored.saved_at == "2024-10-01T08:30:00+00:00"
    assert book.open(stored.plan_id) == stored
    book.close()


def test_an_edit_stands_in_place_of_the_draft_and_may_be_taken_back() -> None:
    plan = a_plan()
    drafted = plan.rows[0].text("measure")
    edited = plan.with_text(0, "measure", "เขียนเอง")
    assert (edited.rows[0].text("measure"), edited.rows[1].text("measure")) == ("เขียนเอง", drafted)
    assert edited.with_text(0, "measure", drafted) == plan
    with pytest.raises(UnknownValue, match="no row 3; it has 2"):
        plan.with_text(2, "measure", "")


def test_each_save_is_a_version(book: PlanBook) -> None:
    first = book.add(a_plan(), "สมศรี")
    second = book.save(first.plan_id, first.plan.with_text(0, "measure", "ก"), "สมชาย", first.version)
    same = book.save(first.plan_id, second.plan, "สมชาย", second.version)
    assert (second.version, same.version) == (2, 2)
    assert [(one.version, one.saved_by, one.what) for one in book.history(first.plan_id)] == [
        (1, "สมศรี", "new"), (2, "สมชาย", "saved"),
    ]  # fmt: skip
    book.close()


def test_undo_goes_back_step_by_step_and_loses_nothing(book: PlanBook) -> None:
    zero = book.add(a_plan(), "ก")
    one = book.save(zero.plan_id, zero.plan.with_text(0, "measure", "หนึ่ง"), "ก", 1)
    two = book.save(zero.plan_id, one.plan.with_text(0, "measure", "สอง"), "ก", 2)
    back = book.undo(zero.plan_id, "ข", two.version)
    assert (back.version, back.plan) == (4, one.plan)
    again = book.undo(zero.plan_id, "ข", back.version)
    assert (again.version, again.plan) == (5, zero.plan)
    with pytest.raises(UnknownValue, match="nothing left to undo"):
        book.undo(zero.plan_id, "ข", again.version)
    anew = book.save(zero.plan_id, zero.plan.with_text(0, "measure", "สาม"), "ก", again.version)
    assert book.undo(zero.plan_id, "ก", anew.version).plan == zero.plan
    assert [one.what for one in book.history(zero.plan_id)][3:5] == ["back to 2", "back to 1"]
    book.close()


def test_two_editors_do_not_overwrite_each_other_unseen(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/plans.db"
    hers, his = PlanBook(url), PlanBook(url)
    opened = hers.add(a_plan(), "สมศรี")
    seen = his.open(opened.plan_id)
    hers.save(opened.plan_id, opened.plan.with_text(0, "measure", "ของเธอ"), "สมศรี", opened.version)
    for act in (
        lambda: his.save(seen.plan_id, seen.plan.with_text(0, "measure", "ของเขา"), "สมชาย", seen.version),
        lambda: his.undo(seen.plan_id, "สมชาย", seen.version),
    ):
        with pytest.raises(PlanChanged):
            act()
    with pytest.raises(PlanChanged, match=r"สมศรี saved version 2 of plan 1 after you opened version 1; open it again"):
        his.save(seen.plan_id, seen.plan.with_text(0, "measure", "ของเขา"), "สมชาย", seen.version)
    latest = his.open(opened.plan_id)
    assert (latest.version, latest.plan.rows[0].text("measure")) == (2, "ของเธอ")
    his.save(latest.plan_id, latest.plan.with_text(1, "measure", "ของเขา"), "สมชาย", latest.version)
    both = hers.open(opened.plan_id).plan
    assert [row.text("measure") for row in both.rows] == ["ของเธอ", "ของเขา"]
    hers.close()
    his.close()


def test_many_at_once_each_save_is_kept_or_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/plans.db"
    book = PlanBook(url)
    opened = book.add(a_plan(), "ก")
    ended: list[str] = []

    def edit(number: int) -> None:
        own = PlanBook(url)
        try:
            own.save(opened.plan_id, opened.plan.with_text(0, "measure", f"{number}"), f"{number}", opened.version)
            ended.append("saved")
        except PlanChanged:
            ended.append("refused")
        own.close()

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["refused"] * 5 + ["saved"]
    assert book.open(opened.plan_id).version == 2
    book.close()


def test_last_year_s_plan_as_a_start(book: PlanBook) -> None:
    plan = a_plan().with_text(0, "timeframe", "มี.ค. 67").with_text(0, "measure", "อบรม ๒ ครั้ง\nประชุมวันที่ ๑ มีนาคม ๒๕๖๗")
    old = book.add(plan, "ก")
    new = book.copy(old.plan_id, 2568, "ข")
    assert (new.plan_id, new.version, new.plan.fiscal_year) == (2, 1, 2568)
    row = new.plan.rows[0]
    # the due date at the same time of the new year, to be confirmed
    assert (row.text("measure"), row.text("timeframe"), row.draft.fiscal_year) == ("อบรม ๒ ครั้ง", "มี.ค. 68", 2568)
    assert "timeframe" in row.draft.to_confirm
    assert book.open(old.plan_id).plan == plan
    assert [(one.plan_id, one.plan.fiscal_year) for one in book.plans()] == [(1, 2567), (2, 2568)]
    book.close()


def test_a_plan_of_another_version_hides_no_other(tmp_path: Path) -> None:
    file = tmp_path / "plans.db"
    book = PlanBook(f"sqlite:///{file}")
    book.add(a_plan(), "ก")
    book.add(a_plan(), "ข")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute('UPDATE versions SET content = \'{"rows": [], "score_year": null}\' WHERE plan = 1')
    assert [one.plan_id for one in book.plans()] == [2]
    with pytest.raises(PlansUnusable, match="Plan 1 was kept by another version"):
        book.open(1)
    book.close()


def test_what_cannot_be_opened(book: PlanBook, tmp_path: Path) -> None:
    with pytest.raises(UnknownValue, match="There is no plan 9"):
        book.open(9)
    with pytest.raises(UnknownValue, match="There is no plan 9"):
        book.history(9)
    book.close()
    for url in ("nonsense", "nosuchbase://x", f"sqlite:///{tmp_path}"):
        with pytest.raises(PlansUnusable, match="The plans cannot be opened"):
            PlanBook(url)


def test_a_postgresql_server_where_one_is_named() -> None:
    """TEST_PLANS_URL names a database that the test may write into, such as postgresql+pg8000://user@host/plans."""
    url = os.environ.get("TEST_PLANS_URL")
    if not url:
        pytest.skip("no PostgreSQL server is named in TEST_PLANS_URL")
    hers, his = PlanBook(url), PlanBook(url)
    opened = hers.add(a_plan(), "สมศรี")
    saved = hers.save(opened.plan_id, opened.plan.with_text(0, "measure", "ของเธอ"), "สมศรี", opened.version)
    with pytest.raises(PlanChanged):
        his.save(opened.plan_id, opened.plan.with_text(0, "measure", "ของเขา"), "สมชาย", opened.version)
    assert his.undo(opened.plan_id, "สมชาย", saved.version).plan == opened.plan
    assert [one.what for one in hers.history(opened.plan_id)] == ["new", "saved", "back to 1"]
    hers.close()
    his.close()


# --- a database that others hold, or that may only be read -----------------------------------------------------------


def test_while_another_holds_the_lock_plans_are_read_and_no_save_is_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planbook, "WAIT", 0.1)
    monkeypatch.setattr(planbook, "READING_WAIT", 0.1)
    book = PlanBook(f"sqlite:///{tmp_path}/plans.db")
    kept = book.add(a_plan(), "สมศรี")
    with closing(sqlite3.connect(tmp_path / "plans.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert book.open(kept.plan_id) == kept
        with pytest.raises(PlansBusy, match="nothing was saved; wait a moment and try again"):
            book.save(kept.plan_id, kept.plan.with_text(0, "measure", "ใหม่"), "สมศรี", 1)
        other.execute("ROLLBACK")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(PlansBusy):
            book.plans()
        other.execute("ROLLBACK")
    assert book.open(kept.plan_id) == kept
    assert book.save(kept.plan_id, kept.plan.with_text(0, "measure", "ใหม่"), "สมศรี", 1).version == 2
    book.close()


def test_plans_that_may_only_be_read_are_read(tmp_path: Path) -> None:
    book = PlanBook(f"sqlite:///{tmp_path}/plans.db")
    kept = book.add(a_plan(), "สมศรี")
    book.close()
    closed = PlanBook(f"sqlite:///file:{tmp_path}/plans.db?mode=ro&uri=true")
    assert closed.plans() == (kept,)
    assert [one.version for one in closed.history(kept.plan_id)] == [1]
    with pytest.raises(PlansReadOnly, match="let this program write to their file"):
        closed.add(a_plan(), "สมศรี")
    assert closed.plans() == (kept,)
    closed.close()


def test_a_file_spoilt_while_the_book_is_open_is_one_sentence(tmp_path: Path) -> None:
    book = PlanBook(f"sqlite:///{tmp_path}/plans.db")
    book.add(a_plan(), "สมศรี")
    (tmp_path / "plans.db").write_bytes(b"no database" * 900)
    with pytest.raises(PlansUnusable, match="cannot be opened"):
        book.plans()
    book.close()
