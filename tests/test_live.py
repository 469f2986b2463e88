"""The store changes under a running assistant: the new version is taken up, the old one answers until then."""

import threading
import time
import weakref
from pathlib import Path

import pytest

from assistant.live import FIRST_QUESTION, Live, warm_up
from assistant.settings import Settings
from corpus.errors import StoreError
from tests.made_commands import make_store, report, write_reports
from tests.made_keeper import reading_room


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr("assistant.keeper.reading_room", reading_room)
    (tmp_path / "reports").mkdir()
    store = make_store(write_reports(tmp_path / "reports"), tmp_path / "store")
    return Settings(store=store, library=tmp_path / "library")


def add(settings: Settings, folder: Path, name: str, district: str) -> None:
    from assistant.keeper import Keeper

    (folder / name).write_text(report(district), encoding="utf-8")
    Keeper(settings).add([folder / name], lambda step: None)


def test_another_version_is_taken_up_and_what_did_not_change_is_kept(settings: Settings, tmp_path: Path) -> None:
    live = Live(settings)
    before = live.now
    assert live.refresh() is False
    add(settings, tmp_path, "c.txt", "ดุสิต")
    assert "c.txt" not in live.index.reports
    assert live.refresh() is True
    assert sorted(live.index.reports) == ["a.txt", "b.txt", "c.txt"]
    assert live.index.reports["a.txt"] is before.index.reports["a.txt"]
    assert live.index.encoder is before.index.encoder
    assert sorted(before.index.reports) == ["a.txt", "b.txt"]
    assert {row.district for row in live.rows} == {"หนองทดลอง", "คลองสมมุติ", "ดุสิต"}
    assert live.ask("เขตดุสิตแก้ I20 อย่างไร").citations


def test_the_index_before_is_let_go_of(settings: Settings, tmp_path: Path) -> None:
    live = Live(settings)
    warm_up(live.now)
    before = weakref.ref(live.now.index)
    add(settings, tmp_path, "c.txt", "ดุสิต")
    assert live.refresh() is True
    assert before() is None


def test_the_watch_takes_it_up_by_itself(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.live.EVERY_SECONDS", 0.05)
    live = Live(settings)
    live.watch()
    try:
        add(settings, tmp_path, "c.txt", "ดุสิต")
        until = time.monotonic() + 20
        while "c.txt" not in live.index.reports and time.monotonic() < until:
            time.sleep(0.05)
        assert "c.txt" in live.index.reports
    finally:
        live.stop()
    assert all(one.daemon for one in threading.enumerate() if one.name == "store")


def test_a_store_that_broke_leaves_what_was_opened(settings: Settings) -> None:
    live = Live(settings)
    (settings.store / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError):
        live.refresh()
    assert len(live.rows) == 4


def test_a_store_that_broke_is_told_once_and_no_more_when_it_is_mended(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    live = Live(settings)
    current = (settings.store / "CURRENT").read_text()
    assert live.trouble is None
    (settings.store / "CURRENT").write_text("nonsense")
    for _ in range(3):
        live.look_again()
    assert isinstance(live.trouble, StoreError)
    assert len([one for one in caplog.records if "damaged" in one.getMessage()]) == 1
    assert live.ask("แก้ I20 อย่างไร").citations
    (settings.store / "CURRENT").write_text(current)
    live.look_again()
    assert live.trouble is None


def test_the_first_question_is_asked_before_anybody_does_and_no_model_hears_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[object] = []

    class Asked:
        def ask(self, question: str, *, with_model: bool = True) -> None:
            heard.append((question, with_model))
            if len(heard) > 1:
                raise ValueError("a store that cannot be searched")

    warm_up(Asked())  # type: ignore[arg-type]
    assert heard == [(FIRST_QUESTION, False)]
    warm_up(Asked())  # type: ignore[arg-type]
    assert "was not answered" in caplog.text
