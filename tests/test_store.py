import os
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import (
    NoReports,
    NoStore,
    StoreError,
    UnreadableReport,
)
from corpus.records import Reading
from index import versions
from index.hits import Filters
from index.manifest import Failure, Twin
from index.search import ReportIndex
from index.store import build_store, open_store, store_summary
from tests.made_readings import CountingEncoder
from tests.made_store import Office, items, one_by_one, read


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    # Waiting for the disk is most of the time; one test shows that builds do wait.
    monkeypatch.setattr("os.fsync", lambda handle: None)
    return Office.furnished(tmp_path)


def test_what_was_built_is_what_is_opened(office: Office) -> None:
    summary = office.build()
    assert (summary.read, summary.reused, summary.removed, summary.failed) == (("a.txt", "b.txt"), (), (), ())
    assert (summary.rows, summary.passages, summary.version) == (3, 1, 1)
    assert summary.seconds > 0
    index = office.open()
    assert list(index.reports.values()) == [read(office.reports / "a.txt"), read(office.reports / "b.txt")]
    assert [one.passage_id for one in index.passages] == ["b.txt#P2"]
    # Item and measure say the line twice: งบ 4, ยืม 2.
    assert index.row_vector("a.txt#I2#2").tolist() == pytest.approx([1 / 5**0.5, 2 / 5**0.5, 0.0])
    assert [hit.record.place.line for hit in index.search("คิว")] == [1]
    fresh = ReportIndex.of(list(index.reports.values()), office.encoder)
    assert index.search("ยืม งบ") == fresh.search("ยืม งบ")


def test_progress_names_what_comes_next(office: Office) -> None:
    office.build()
    assert office.steps == [(0, 2, "a.txt"), (1, 2, "b.txt"), (2, 2, "")]


def test_only_what_changed_is_read_and_encoded_again(office: Office) -> None:
    office.build()
    encoded = office.encoder.texts_encoded
    office.write(b="คิว คิว", c="งบ")
    summary = office.build()
    assert office.was_read == ["b.txt", "c.txt"]
    assert office.encoder.texts_encoded - encoded == 2
    assert (summary.read, summary.reused) == (("b.txt", "c.txt"), ("a.txt",))
    assert items(office.open()) == ["ยืม", "งบ งบ ยืม", "คิว คิว", "งบ"]
    assert office.open().passages == ()


def test_nothing_changed_makes_no_new_version(office: Office) -> None:
    office.build()
    summary = office.build()
    assert (summary.version, summary.read, summary.reused) == (1, (), ("a.txt", "b.txt"))
    assert [path.name for path in (office.store / "versions").iterdir()] == ["1"]
    assert (summary.rows, summary.passages) == (3, 1)


def test_a_removed_report_is_gone_from_rows_passages_vectors_and_words(office: Office) -> None:
    office.build()
    (office.reports / "b.txt").unlink()
    summary = office.build()
    assert (summary.removed, summary.reused) == (("b.txt",), ("a.txt",))
    index = office.open()
    assert list(index.reports) == ["a.txt"]
    assert index.passages == ()
    assert (len(index.vectors), len(index.words)) == (2, 2)
    assert "คิว" not in index.words.vocabulary()
    assert index.search("คิว") == []
    assert index.select(Filters()) == index.rows


def test_a_renamed_report_is_read_again_under_its_new_name(office: Office) -> None:
    office.build()
    (office.reports / "b.txt").rename(office.reports / "z.txt")
    summary = office.build()
    assert (summary.read, summary.removed) == (("z.txt",), ("b.txt",))
    assert list(office.open().reports) == ["a.txt", "z.txt"]


def test_the_same_file_twice_is_one_report(office: Office) -> None:
    office.write(copy="ยืม\nงบ งบ ยืม")
    summary = office.build()
    assert summary.twins == (Twin("copy.txt", "a.txt"),)
    assert office.was_read == ["a.txt", "b.txt"]
    assert summary.rows == 3


def test_two_reports_of_one_name_are_told_apart_by_a_sentence(office: Office) -> None:
    other = office.reports / "more"
    other.mkdir()
    (other / "a.txt").write_text("คิว", encoding="utf-8")
    sources = [(office.reports / "a.txt", "1" * 64), (other / "a.txt", "2" * 64)]
    for _ in range(2):
        summary = build_store(office.store, sources, one_by_one(read), office.encoder, lambda *step: None, "reader 1")
        assert [failure.name for failure in summary.failed] == ["a.txt"]
        assert "another name" in summary.failed[0].reason
        assert summary.rows == 2


def test_a_report_that_cannot_be_read_is_listed_and_the_rest_goes_on(office: Office) -> None:
    office.write(bad="!")
    summary = office.build()
    bad = office.reports / "bad.txt"
    of_it = (sha256(b"!").hexdigest(), str(bad), ())
    assert summary.failed == (Failure("bad.txt", "bad.txt is no text; save it as text.", *of_it),)
    assert store_summary(office.store).failed == summary.failed
    assert list(office.open().reports) == ["a.txt", "b.txt"]
    office.write(bad="คิว")
    assert office.build().failed == ()
    assert list(office.open().reports) == ["a.txt", "b.txt", "bad.txt"]


def test_a_copy_of_a_report_that_cannot_be_read_is_read_in_its_place(office: Office) -> None:
    def refuse(path: Path) -> Reading:
        if path.name == "b.txt":
            raise UnreadableReport(f"{path.name} is of a type that cannot be read.")
        return read(path)

    office.write(copy="คิว\n+คำนำ งบ")
    summary = office.build(read=refuse)
    assert [(one.name, one.reason) for one in summary.failed] == [("b.txt", "b.txt is of a type that cannot be read.")]
    assert summary.twins == ()
    assert office.was_read == ["a.txt", "b.txt", "copy.txt"]
    assert items(office.open()) == ["ยืม", "งบ งบ ยืม", "คิว"]


def test_where_none_can_be_read_the_old_version_stays(office: Office) -> None:
    office.build()
    office.write(a="!", b="!")
    with pytest.raises(NoReports, match=r"None of 2 files .* a\.txt is no text"):
        office.build()
    assert items(office.open()) == ["ยืม", "งบ งบ ยืม", "คิว"]
    assert [path.name for path in (office.store / "versions").iterdir()] == ["1"]


def test_no_source_at_all(office: Office) -> None:
    with pytest.raises(NoReports, match="no report"):
        build_store(office.store, [], one_by_one(read), office.encoder, lambda *step: None, "reader 1")
    with pytest.raises(NoStore):
        office.open()


def test_another_reader_or_encoder_reads_everything_again(office: Office) -> None:
    office.build()
    office.build(key="reader 2")
    assert office.was_read == ["a.txt", "b.txt"]
    office.encoder = CountingEncoder(["ยืม", "งบ"])
    assert office.build(key="reader 2").read == ("a.txt", "b.txt")
    assert office.open().vectors.dim == 2


def test_everything_is_on_the_disk_before_the_switch(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.build()
    office.write(b="งบ")
    on_disk: set[int] = set()
    at_switch: list[set[int]] = []
    real_replace = os.replace

    def replace(source: Path, target: Path) -> None:
        at_switch.append(set(on_disk))
        real_replace(source, target)

    monkeypatch.setattr("os.fsync", lambda handle: on_disk.add(os.fstat(handle).st_ino))
    monkeypatch.setattr("os.replace", replace)
    office.build()
    folder = office.store / "versions" / "2"
    new = [path for path in folder.iterdir() if path.stat().st_nlink == 1]
    assert len(new) == 3 + 4 + 1
    needed = {path.stat().st_ino for path in [*new, folder, folder.parent, office.store / "CURRENT"]}
    assert len(at_switch) == 1
    assert needed <= at_switch[0]
    assert office.store.stat().st_ino in on_disk - at_switch[0]


def test_the_version_before_is_kept_and_older_ones_are_not(office: Office) -> None:
    for text in ("1", "2", "3", "4"):
        office.write(a=text)
        office.build()
    assert sorted(path.name for path in (office.store / "versions").iterdir()) == ["3", "4"]


def test_a_second_build_is_refused_while_one_is_at_work(office: Office) -> None:
    def build_inside(path: Path) -> Reading:
        with pytest.raises(StoreError, match="Another build is at work"):
            build_store(
                office.store,
                [(path, "0" * 64)],
                one_by_one(read),
                office.encoder,
                lambda step: None,
                settings_key="reader 1",
            )
        return read(path)

    office.build(read=build_inside)
    assert len(office.open().rows) == 3
    office.write(c="งบ")
    assert office.build().read == ("c.txt",)


def test_who_opens_while_a_build_is_at_work_sees_the_old_version_whole(office: Office) -> None:
    office.build()
    office.write(b="งบ", c="คิว")
    seen: list[tuple[list[str], int, int]] = []

    def look(path: Path) -> Reading:
        index = office.open()
        seen.append((items(index), len(index.vectors), len(index.words)))
        return read(path)

    office.build(read=look)
    assert seen == [(["ยืม", "งบ งบ ยืม", "คิว"], 4, 4)] * 2
    assert items(office.open()) == ["ยืม", "งบ งบ ยืม", "งบ", "คิว"]


def test_an_index_that_was_opened_before_goes_on_answering(office: Office) -> None:
    office.build()
    index = office.open()
    for text in ("1", "2", "3"):
        office.write(a=text)
        office.build()
    assert [hit.record.place.line for hit in index.search("ยืม")] == [1, 2]


def test_a_reader_overtaken_by_two_builds_begins_again(office: Office) -> None:
    office.build()
    overtaken: list[str] = []

    def slow_loader() -> CountingEncoder:
        # The reader knows its version by now; two builds later that version is gone from the disk.
        if not overtaken:
            for text in ("คิว คิว", "คิว"):
                office.write(a=text)
                office.build()
                overtaken.append(text)
        return office.encoder

    assert items(open_store(office.store, slow_loader)) == ["คิว", "คิว"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_a_build_that_is_stopped_leaves_the_old_version_and_no_debris(
    office: Office, stop: type[BaseException]
) -> None:
    office.build()
    before = sorted(office.store.rglob("*"))
    office.write(a="คิว", b="คิว คิว")

    def interrupted(path: Path) -> Reading:
        if path.name == "b.txt":
            raise stop
        return read(path)

    with pytest.raises(stop):
        office.build(read=interrupted)
    assert sorted(office.store.rglob("*")) == before
    assert items(office.open()) == ["ยืม", "งบ งบ ยืม", "คิว"]
    assert office.build().read == ("a.txt", "b.txt")


def test_an_interrupt_after_the_switch_does_not_take_the_new_version_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.build()
    office.write(a="คิว")
    with monkeypatch.context() as patch:

        def interrupted(store: Path, in_use: int) -> list[int]:
            if in_use == 2:
                raise KeyboardInterrupt
            return [in_use]

        patch.setattr(versions, "_sweep", interrupted)
        with pytest.raises(KeyboardInterrupt):
            office.build()
    assert items(office.open()) == ["คิว", "คิว"]


def test_a_full_disk_stops_the_build_and_nothing_else(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.build()
    office.write(a="คิว", c="งบ")
    # Three parts each of two reports, four of words, the manifest, the file that names it: each write is refused once.
    for full_at in range(1, 13):
        with monkeypatch.context() as patch:
            fill_disk(patch, full_at)
            with pytest.raises(StoreError, match="No space left on device"):
                office.build()
        assert items(office.open()) == ["ยืม", "งบ งบ ยืม", "คิว"]
        assert sorted(path.name for path in office.store.rglob("*") if path.parent.name != "1") == [
            "1",
            "CURRENT",
            "lock",
            "versions",
        ]
    with monkeypatch.context() as patch:
        fill_disk(patch, 13)
        office.build()
    assert items(office.open()) == ["คิว", "คิว", "งบ"]


def fill_disk(patch: pytest.MonkeyPatch, full_at: int) -> None:
    """From the n-th write on there is no room."""
    tried = 0
    real_write, real_save, real_text = versions.write_file, np.save, Path.write_text

    def no_room() -> None:
        nonlocal tried
        tried += 1
        if tried >= full_at:
            raise OSError(28, "No space left on device")

    def write_file(folder: Path, name: str, data: bytes) -> str:
        no_room()
        return real_write(folder, name, data)

    def save(where: object, *arrays: object, **options: object) -> None:
        if isinstance(where, Path):
            no_room()
        real_save(where, *arrays, **options)  # type: ignore[arg-type]

    def write_text(where: Path, text: str, encoding: str) -> int:
        no_room()
        return real_text(where, text, encoding=encoding)

    patch.setattr(versions, "write_file", write_file)
    patch.setattr(Path, "write_text", write_text)
    patch.setattr(np, "save", save)


def test_where_the_disk_knows_no_second_names_parts_are_copied(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    office.build()
    office.write(c="งบ")
    assert office.build().reused == ("a.txt", "b.txt")
    assert len(office.open().rows) == 4
