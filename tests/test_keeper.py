"""Reports added, replaced, corrected and taken out: store and library agree, and what is stopped leaves nothing."""

import os
import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.admission import Clash
from assistant.assembly import reading_room as in_use
from assistant.keeper import Keeper
from assistant.window.longwork import Stop, Work
from corpus.corrections import RowWord
from corpus.errors import LibraryError, StoreError, UnknownValue
from corpus.library import now
from corpus.records import MeasureRow, Period, ReportKind
from corpus.revision import Change, RowChange
from index import versions
from index.intake import Step
from index.search import ReportIndex
from index.store import open_store
from index.words import FILES
from tests.conftest import need
from tests.made_keeper import held, made_keeper, reading_room, write
from tests.made_pages import descendants, long_scan
from tests.made_readings import CountingEncoder


@pytest.fixture
def keeper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    monkeypatch.setattr("os.fsync", lambda handle: None)
    monkeypatch.setattr("assistant.keeper.reading_room", reading_room)
    return made_keeper(tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Where a user's own files lie."""
    return tmp_path / "desk"


def quiet(step: Step) -> None:
    pass


def added_files(keeper: Keeper) -> list[str]:
    return [path.name for path in keeper.library.files()]


def test_a_report_is_added_to_store_and_library_and_is_there_once(keeper: Keeper, desk: Path) -> None:
    one, two = write(desk, "a.txt", "ดุสิต"), write(desk, "b.txt", "บางรัก")
    assert [entry.name for entry in keeper.add([one, two], quiet).added] == ["a.txt", "b.txt"]
    assert held(keeper) == [("a.txt", "ดุสิต", 2), ("b.txt", "บางรัก", 2)]
    copy = desk / "copy.txt"
    copy.write_bytes(one.read_bytes())
    again = keeper.add([one, copy], quiet)
    assert [(twin.name, twin.kept) for twin in again.already] == [("a.txt", "a.txt"), ("copy.txt", "a.txt")]
    assert again.added == []
    assert added_files(keeper) == ["a.txt", "b.txt"]
    assert one.exists()


def test_only_what_is_added_is_read_and_encoded(keeper: Keeper, desk: Path) -> None:
    keeper.add([write(desk, f"{n}.txt", name) for n, name in enumerate(("ดุสิต", "บางรัก", "สาทร"))], quiet)
    steps: list[Step] = []
    keeper.add([write(desk, "new.txt", "พระนคร")], steps.append)
    assert [(step.done, step.total, step.name) for step in steps] == [(0, 1, "new.txt"), (1, 1, "")]
    assert len(held(keeper)) == 4


def test_a_newer_version_under_the_same_name_takes_the_place_and_says_what_changed(keeper: Keeper, desk: Path) -> None:
    keeper.add([write(desk, "a.txt", "ดุสิต")], quiet)
    old = sha256((desk / "a.txt").read_bytes()).hexdigest()
    done = keeper.add([write(desk, "a.txt", "ดุสิต", more=" และแบบฟอร์ม")], quiet)
    assert [(one.name, one.old, one.changes) for one in done.replaced] == [
        ("a.txt", "a.txt", (RowChange("I20", Change.CHANGED, ("output",)),))
    ]
    assert held(keeper) == [("a.txt", "ดุสิต", 2)]
    assert (keeper.library.folder / "replaced" / old[:12] / "a.txt").exists()
    assert added_files(keeper) == ["a.txt"]


def test_a_newer_version_under_another_name_waits_for_a_word(keeper: Keeper, desk: Path) -> None:
    keeper.add([write(desk, "a.txt", "ดุสิต")], quiet)
    newer = write(desk, "a-2.txt", "ดุสิต", more=" และแบบฟอร์ม")
    done = keeper.add([newer], quiet)
    assert [(one.name, one.held) for one in done.undecided] == [("a-2.txt", "a.txt")]
    assert done.undecided[0].changes == (RowChange("I20", Change.CHANGED, ("output",)),)
    assert (held(keeper), added_files(keeper)) == ([("a.txt", "ดุสิต", 2)], ["a.txt"])
    assert [one.name for one in keeper.add([newer], quiet, Clash.KEEP_BOTH).added] == ["a-2.txt"]
    assert len(held(keeper)) == 2
    keeper.remove(["a-2.txt"], "สมชาย")
    keeper.add([newer], quiet, Clash.REPLACE)
    assert held(keeper) == [("a-2.txt", "ดุสิต", 2)]
    assert added_files(keeper) == ["a-2.txt"]


def test_another_report_under_a_taken_name_gets_a_number(keeper: Keeper, desk: Path) -> None:
    keeper.add([write(desk, "ita.txt", "ดุสิต")], quiet)
    done = keeper.add([write(desk, "ita.txt", "บางรัก")], quiet)
    assert [entry.name for entry in done.added] == ["ita (2).txt"]
    assert held(keeper) == [("ita (2).txt", "บางรัก", 2), ("ita.txt", "ดุสิต", 2)]
    assert added_files(keeper) == ["ita (2).txt", "ita.txt"]
    assert keeper.reading("ita (2).txt").rows[0].row_id == "ita (2).txt#I20#1"


def test_two_new_files_of_one_report_are_not_both_taken(keeper: Keeper, desk: Path) -> None:
    done = keeper.add([write(desk, "a.txt", "ดุสิต"), write(desk, "b.txt", "ดุสิต", more=" ใหม่")], quiet, Clash.REPLACE)
    assert [one.name for one in done.added] == ["a.txt"]
    assert [(one.name, one.held) for one in done.undecided] == [("b.txt", "a.txt")]


def test_a_report_without_district_waits_and_is_read_when_told(keeper: Keeper, desk: Path) -> None:
    path = write(desk, "x.txt", "ดุสิต")
    path.write_text(path.read_text(encoding="utf-8").replace("สำนักงานเขตดุสิต", "หน่วยงาน"), encoding="utf-8")
    done = keeper.add([path, write(desk, "a.txt", "บางรัก")], quiet)
    assert [(one.name, one.lacks) for one in done.waiting] == [("x.txt", ("district",))]
    assert held(keeper) == [("a.txt", "บางรัก", 2)]
    assert added_files(keeper) == ["a.txt", "x.txt"]
    keeper.correct_report("x.txt", "สมชาย", district="ดุสิต")
    assert held(keeper) == [("a.txt", "บางรัก", 2), ("x.txt", "ดุสิต", 2)]
    manifest = keeper.manifest()
    assert manifest is not None
    assert manifest.failed == ()


def test_what_cannot_be_read_is_refused_and_not_kept(keeper: Keeper, desk: Path) -> None:
    desk.mkdir()
    (desk / "bad.txt").write_bytes(bytes(range(256)) * 40)
    done = keeper.add([desk / "bad.txt", desk / "none.txt"], quiet)
    assert [one.name for one in done.refused] == ["none.txt", "bad.txt"]
    assert added_files(keeper) == []
    assert list((keeper.library.folder / "incoming").iterdir()) == []


def test_corrections_are_made_without_the_file_and_taken_back(keeper: Keeper, desk: Path) -> None:
    keeper.add([write(desk, "a.txt", "ดุสิต")], quiet)
    (keeper.library.reports / "a.txt").unlink()
    keeper.correct_report("a.txt", "สมชาย", fiscal_year=2567, kind=ReportKind.RESULTS, period=Period.Q2)
    row = keeper.reading("a.txt").rows[0]
    keeper.correct_row("a.txt", row, "สมชาย", {"code": "I19"})
    keeper.correct_row("a.txt", keeper.reading("a.txt").rows[0], "สมหญิง", {"code": "I18", "score": 70.0})
    reading = keeper.reading("a.txt")
    assert (reading.fiscal_year, reading.kind, reading.period) == (2567, ReportKind.RESULTS, Period.Q2)
    assert [(one.code, one.score, one.fiscal_year) for one in reading.rows] == [
        ("I18", 70.0, 2567),
        ("I25", None, 2567),
    ]
    assert [(one.read, one.now, one.who) for one in reading.rows[0].corrected] == [
        ("I20", "I18", "สมหญิง"), ("", "70.0", "สมหญิง"),
    ]  # fmt: skip
    assert keeper.entry("a.txt").corrected == 1
    (said,) = keeper.rows_said_of("a.txt")
    keeper.take_back("a.txt", said.char_start, said.read)
    assert [one.code for one in keeper.reading("a.txt").rows] == ["I20", "I25"]


def test_a_correction_that_cannot_be_made_leaves_everything_as_it_was(
    keeper: Keeper, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.add([write(desk, "a.txt", "ดุสิต")], quiet)

    def no_room(*_: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(versions, "write_file", no_room)
        with pytest.raises(StoreError, match="No space left"):
            keeper.correct_report("a.txt", "สมชาย", district="บางรัก")
    assert keeper.library.words().of(keeper.entry("a.txt").sha256).report is None
    assert held(keeper) == [("a.txt", "ดุสิต", 2)]


def test_what_is_removed_is_gone_from_the_disk_as_well(keeper: Keeper, desk: Path) -> None:
    keeper.add([write(desk, "a.txt", "ดุสิต"), write(desk, "b.txt", "บางรัก")], quiet)
    keeper.remove(["b.txt"], "สมชาย")
    assert (held(keeper), added_files(keeper)) == ([("a.txt", "ดุสิต", 2)], ["a.txt"])
    left = [path for path in keeper.settings.store.rglob("*") if path.is_file()]
    assert not [path for path in left if "บางรัก".encode() in path.read_bytes()]
    assert [one.who for one in keeper.library.taken_out().values()] == ["สมชาย"]
    keeper.add([desk / "b.txt"], quiet)
    assert keeper.library.taken_out() == {}
    keeper.remove(["a.txt", "b.txt"], "สมชาย")
    assert held(keeper) == []
    with pytest.raises(UnknownValue, match=r"no report 'a\.txt'"):
        keeper.remove(["a.txt"], "สมชาย")


def test_after_every_change_the_store_is_the_one_that_is_built_from_nothing(
    keeper: Keeper, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word by word and number by number, also as a window takes it up out of what it had opened before."""
    monkeypatch.setattr("assistant.assembly.reading_room", reading_room)
    monkeypatch.setattr("index.encoder.load_encoder", lambda name: CountingEncoder())
    opened: list[ReportIndex] = []

    def change(what: Callable[[], object]) -> None:
        what()
        fresh = Keeper(replace(keeper.settings, store=tmp_path / f"fresh {len(opened)}"))
        fresh.rebuild(quiet)
        by_hand, at_once = folder_in_use(keeper), folder_in_use(fresh)
        for name in FILES:
            assert (by_hand / name).read_bytes() == (at_once / name).read_bytes()
        opened.append(open_store(keeper.settings.store, CountingEncoder, before=opened[-1] if opened else None))
        anew = open_store(fresh.settings.store, CountingEncoder)
        assert list(opened[-1].reports.values()) == list(anew.reports.values())
        assert opened[-1].vectors.matrix.tobytes() == anew.vectors.matrix.tobytes()
        for question in ("ยืมทรัพย์สินของราชการ", "คู่มือ ๒ ฉบับ", "เขตดุสิต นโยบายไม่รับของขวัญ", "งบ คิว", "ไม่มีใครพูด"):
            assert opened[-1].search(question, 50) == anew.search(question, 50)
            assert opened[-1].nearest_rows(question, 50) == anew.nearest_rows(question, 50)

    def row(name: str) -> MeasureRow:
        return keeper.reading(name).rows[0]

    files = [write(desk, f"{name}.txt", name, more=f" ของเขต{name}") for name in ("ดุสิต", "สาทร", "บางรัก")]
    change(lambda: keeper.add(files, quiet))
    change(lambda: keeper.add([write(desk, "ก่อนใคร.txt", "พระนคร", more=" คิวและคำที่ไม่มีใครใช้")], quiet))
    change(lambda: keeper.correct_row("สาทร.txt", row("สาทร.txt"), "สมชาย", {"code": "I18", "score": 71.5}))
    change(lambda: keeper.correct_row("ดุสิต.txt", row("ดุสิต.txt"), "สมชาย", {"no_row": True}))
    change(lambda: keeper.correct_report("บางรัก.txt", "สมชาย", "หลักสี่", 2567))
    change(lambda: keeper.remove(["ก่อนใคร.txt"], "สมชาย"))
    change(lambda: keeper.add([write(desk, "สาทร.txt", "สาทร", more=" ฉบับแก้")], quiet))
    change(lambda: keeper.remove(["สาทร.txt", "บางรัก.txt"], "สมชาย"))
    assert list(opened[-1].reports) == ["ดุสิต.txt"]
    assert len(opened[0]) == 9  # three reports of two rows and a passage


def test_a_correction_that_was_killed_is_made_by_the_next_change(keeper: Keeper, desk: Path) -> None:
    keeper.add([write(desk, "a.txt", "ดุสิต"), write(desk, "b.txt", "บางรัก")], quiet)
    row, sha256 = keeper.reading("a.txt").rows[0], keeper.entry("a.txt").sha256
    word = RowWord(sha256, row.place.char_start, row.label, "สมชาย", now(), cells=(("output", "ที่แก้แล้ว"),))
    # Killed between the library and the store, the words are kept and the report is as it was.
    keeper.library.keep_words(keeper.library.words().with_row(word))
    assert keeper.reading("a.txt").rows[0].corrected == ()
    keeper.remove(["b.txt"], "สมชาย")
    made = keeper.reading("a.txt").rows[0]
    assert [(one.what, one.now) for one in made.corrected] == [("output", "ที่แก้แล้ว")]
    assert held(keeper) == [("a.txt", "ดุสิต", 2)]


def folder_in_use(keeper: Keeper) -> Path:
    store = keeper.settings.store
    return versions.folder_of(store, versions.current(store).number)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_a_stopped_addition_leaves_store_and_library_as_they_were(
    keeper: Keeper, desk: Path, stop: type[BaseException]
) -> None:
    keeper.add([write(desk, "a.txt", "ดุสิต")], quiet)

    def at_the_second(step: Step) -> None:
        if step.done == 1:
            raise stop

    files = [write(desk, f"{name}.txt", name) for name in ("บางรัก", "สาทร", "พระนคร")]
    with pytest.raises(stop):
        keeper.add(files, at_the_second)
    assert (held(keeper), added_files(keeper)) == ([("a.txt", "ดุสิต", 2)], ["a.txt"])
    assert list((keeper.library.folder / "incoming").iterdir()) == []
    assert len(keeper.add(files, quiet).added) == 3


def test_a_full_disk_while_files_are_copied(keeper: Keeper, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.add([write(desk, "a.txt", "ดุสิต")], quiet)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfileobj", no_room)
        with pytest.raises(LibraryError, match="No space left"):
            keeper.add([write(desk, "b.txt", "บางรัก")], quiet)
    assert (held(keeper), added_files(keeper)) == ([("a.txt", "ดุสิต", 2)], ["a.txt"])


def test_nothing_to_add_makes_no_store(keeper: Keeper) -> None:
    assert keeper.add([], quiet).added == []
    assert keeper.manifest() is None
    with pytest.raises(UnknownValue):
        keeper.correct_report("a.txt", "สมชาย", district="ดุสิต")


def test_a_zip_is_the_reports_in_it(keeper: Keeper, desk: Path) -> None:
    with zipfile.ZipFile(desk.parent / "all.zip", "w") as archive:
        for name, district in (("a.txt", "ดุสิต"), ("b.txt", "บางรัก")):
            archive.write(write(desk, name, district), f"2566/{name}")
    done = keeper.add([desk.parent / "all.zip"], quiet)
    names = ["all.zip › 2566 › a.txt", "all.zip › 2566 › b.txt"]
    assert [entry.name for entry in done.added] == names
    assert added_files(keeper) == names
    assert [twin.kept for twin in keeper.add([desk / "a.txt"], quiet).already] == names[:1]


# --- stopped in the middle of text recognition ------------------------------------------------------------------


def test_a_stopped_scan_ends_within_seconds_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the reading room, the attendant and Tesseract as they are in use."""
    need(shutil.which("tesseract"), "tesseract-ocr")
    need(Path("/usr/share/fonts/truetype/tlwg/Laksaman.ttf").exists() or None, "fonts-thai-tlwg")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    keeper = made_keeper(tmp_path)
    keeper.add([write(tmp_path / "desk", "a.txt", "ดุสิต")], quiet)
    before = held(keeper)
    monkeypatch.setattr("assistant.keeper.reading_room", in_use)
    scan = long_scan(tmp_path / "desk" / "scan.pdf")
    work = Work(lambda hear: keeper.add([scan], hear), keeper.interrupt)
    recognising: list[int] = []
    for _ in range(1200):
        if recognising := descendants(os.getpid(), "tesseract"):
            break
        work.wait(0.05)
    assert recognising
    began = time.monotonic()
    work.stop()
    work.wait(20)
    assert time.monotonic() - began < 5
    assert isinstance(work.error, Stop)
    assert descendants(os.getpid(), "tesseract") == []
    assert list(temporary.iterdir()) == []
    assert (held(keeper), added_files(keeper)) == (before, ["a.txt"])
    assert [path.name for path in keeper.library.folder.rglob("*scan*")] == []
