"""The many made reports are reports, and what is done to a store of them costs what it should."""

import time
from pathlib import Path

import pytest
from made_many import made_report, templates, write_many

from assistant.admission import Clash
from assistant.assembly import build, report_files
from assistant.keeper import Keeper
from assistant.settings import Settings
from corpus.reading import read


def test_each_has_the_district_and_year_that_its_number_says(tmp_path: Path) -> None:
    held = templates()
    assert len(held) == 6
    readings = [read(path) for path in write_many(tmp_path, 6)]
    assert [one.fiscal_year for one in readings] == [2563] * 6
    assert len({one.district for one in readings}) == 6
    assert all(len(one.rows) >= 10 for one in readings)
    assert made_report(50, held)[0] == "made-0050-2564.txt"


def test_one_more_report_costs_a_fraction_of_building_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    list(write_many(tmp_path / "many", 60))
    (one,) = write_many(tmp_path / "one", 1, first=60)
    settings = Settings(store=tmp_path / "store", library=tmp_path / "library", reports=(tmp_path / "many",))
    started = time.process_time()
    clock = time.perf_counter()
    assert len(build(settings, report_files(settings.reports), lambda step: None).read) == 60
    building, built = time.perf_counter() - clock, time.process_time() - started
    keeper = Keeper(settings)
    started, clock = time.process_time(), time.perf_counter()
    assert len(keeper.add([one], lambda step: None, Clash.KEEP_BOTH).added) == 1
    adding, added = time.perf_counter() - clock, time.process_time() - started
    # A sixtieth of the reading and encoding, and the words of all: measured, a twelfth of the time.
    assert added < built / 3, (added, built)
    assert adding < building, (adding, building)
