"""The folder of added files: what is waiting is settled, what is written is written whole."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.corrections import ReportWord, Words
from corpus.errors import LibraryError, UnreadableReport
from corpus.library import Library, TakenOut, free_name, is_open


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_looking_into_a_library_that_is_not_there_makes_none(library: Library) -> None:
    assert library.files() == []
    assert library.taken_out() == {}
    assert library.words().of("a").key == ""
    assert not library.folder.exists()


def test_what_the_store_took_stands_beside_the_others_and_the_rest_is_dropped(library: Library, tmp_path: Path) -> None:
    took = library.take_in(write(tmp_path, "a.txt", "ก"), "a.txt")
    library.take_in(write(tmp_path, "b.txt", "ข"), "b.txt")
    assert took.sha256 == sha256("ก".encode()).hexdigest()
    library.settle({"a.txt": took.sha256, "b.txt": "another"})
    assert names(library.folder) == ["reports/a.txt"]
    assert [path.name for path in library.files()] == ["a.txt"]
    assert library.files()[0] in library
    assert tmp_path / "a.txt" not in library


def test_a_newer_file_of_the_same_name_puts_the_older_aside(library: Library, tmp_path: Path) -> None:
    first = library.take_in(write(tmp_path, "a.txt", "เก่า"), "a.txt")
    library.settle({"a.txt": first.sha256})
    second = library.take_in(write(tmp_path, "a.txt", "ใหม่"), "a.txt")
    library.settle({"a.txt": second.sha256})
    assert (library.reports / "a.txt").read_text(encoding="utf-8") == "ใหม่"
    assert (library.folder / "replaced" / first.sha256[:12] / "a.txt").read_text(encoding="utf-8") == "เก่า"


@pytest.mark.parametrize(("for_another", "left"), [(False, []), (True, ["replaced"])])
def test_files_of_what_was_taken_out_go_and_of_what_was_not_stay(
    library: Library, tmp_path: Path, for_another: bool, left: list[str]
) -> None:
    one = library.take_in(write(tmp_path, "a.txt", "ก"), "a.txt")
    library.settle({"a.txt": one.sha256})
    library.keep_taken_out([TakenOut(one.sha256, "a.txt", "สมชาย", "2026-01-01 00:00:00", for_another)])
    library.settle({"a.txt": one.sha256})
    assert library.taken_out() == {}
    assert len(library.files()) == 1
    library.keep_taken_out([TakenOut(one.sha256, "a.txt", "สมชาย", "2026-01-01 00:00:00", for_another)])
    library.settle({})
    assert library.files() == []
    assert list(library.taken_out()) == [one.sha256]
    assert [name.split("/")[0] for name in names(library.folder) if name.endswith("a.txt")] == left


def test_a_file_that_is_not_there_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match=r"Cannot open none\.txt"):
        library.take_in(tmp_path / "none.txt", "none.txt")


def test_two_changes_at_once_are_refused(library: Library) -> None:
    with library.held(), pytest.raises(LibraryError, match="Another change"), library.held():
        pass
    with library.held():
        pass


def test_what_people_said_comes_back(library: Library) -> None:
    library.keep_words(Words([ReportWord("a" * 64, "สมชาย", "2026-01-01 00:00:00", district="ดุสิต")]))
    library.keep_taken_out([TakenOut("b" * 64, "b.txt", "สมหญิง", "2026-01-01 00:00:00")])
    assert library.words().of("a" * 64).district == "ดุสิต"
    assert library.taken_out()["b" * 64].who == "สมหญิง"


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"reports": [{"sha256": 1}], "rows": []}', b'{"reports": []}'])
def test_a_file_of_corrections_that_makes_no_sense_is_named(library: Library, data: bytes) -> None:
    library.folder.mkdir()
    (library.folder / "corrections.json").write_bytes(data)
    with pytest.raises(LibraryError, match=r"corrections\.json makes no sense .* put a copy"):
        library.words()


def test_a_full_disk_leaves_the_corrections_as_they_were(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    word = ReportWord("a" * 64, "สมชาย", "2026-01-01 00:00:00", district="ดุสิต")
    library.keep_words(Words([word]))

    def no_room(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(LibraryError, match="No space left on device"):
        library.keep_words(Words())
    assert library.words().of("a" * 64).district == "ดุสิต"
    assert names(library.folder) == ["corrections.json"]


def test_a_taken_name_gets_a_number() -> None:
    assert free_name("a.txt", []) == "a.txt"
    assert free_name("a.txt", ["a.txt", "a (2).txt"]) == "a (3).txt"


def rights(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder.parent).as_posix(): path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")]
    }


def test_nobody_but_the_owner_may_look_into_it(library: Library, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        source = write(tmp_path, "a.txt", "ก")
        with library.held():
            took = library.take_in(source, "a.txt")
            library.settle({"a.txt": took.sha256})
            library.put_aside("a.txt")
            library.keep_words(Words())
            waiting = library.take_in(source, "b.txt")
    finally:
        os.umask(before)
    found = rights(library.folder)
    aside = f"library/replaced/{took.sha256[:12]}"
    assert found == {
        "library": 0o700, "library/lock": 0o600, "library/corrections.json": 0o600, "library/reports": 0o700,
        "library/incoming": found["library/incoming"], f"library/incoming/{waiting.sha256}": 0o700,
        f"library/incoming/{waiting.sha256}/b.txt": 0o600,
        "library/replaced": found["library/replaced"], aside: 0o700, f"{aside}/a.txt": 0o600,
    }  # fmt: skip


def test_a_library_of_before_is_closed_with_the_next_change(library: Library) -> None:
    library.folder.mkdir(mode=0o755)
    assert is_open(library.folder)
    with library.held():
        assert library.folder.stat().st_mode & 0o777 == 0o700
    assert not is_open(library.folder)
    assert not is_open(library.folder / "none")
