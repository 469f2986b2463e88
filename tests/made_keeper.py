"""A keeper over a store and a library of its own, which reads in this process, with an encoder made by hand."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant import keeper
from assistant.settings import Settings
from corpus.corrections import NOTHING_SAID, Told
from corpus.errors import ReportError
from corpus.reading import read
from corpus.records import Reading
from index.store import open_store
from tests.made_commands import report
from tests.made_readings import CountingEncoder


class Room:
    """Reads one file after the other in this process, as the reading room does in others."""

    def __init__(self, told: Mapping[Path, Told]) -> None:
        self._told = told

    def open(self) -> None:
        pass

    def read_all(self, paths: Sequence[Path]) -> Generator[tuple[Path, Reading | ReportError], None, None]:
        for path in paths:
            try:
                yield path, read(path, self._told.get(path, NOTHING_SAID))
            except ReportError as error:
                yield path, error


@contextmanager
def reading_room(settings: Settings, told: Mapping[Path, Told] | None = None) -> Generator[Room, None, None]:
    yield Room(told or {})


def made_keeper(folder: Path) -> keeper.Keeper:
    """A keeper whose store and library lie in that folder; reading is put into this process."""
    keeper.reading_room = reading_room  # type: ignore[assignment,attr-defined]
    settings = Settings(store=folder / "store", library=folder / "library", reports=(folder / "reports",))
    return keeper.Keeper(settings, CountingEncoder)


def write(folder: Path, name: str, district: str, year: int = 2566, more: str = "") -> Path:
    """A report file of two rows; ``more`` stands in the first one's measure."""
    folder.mkdir(parents=True, exist_ok=True)
    text = report(district).replace("พ.ศ. 2566", f"พ.ศ. {year}").replace("คู่มือ ๑ ฉบับ", f"คู่มือ ๑ ฉบับ{more}")
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def held(one: keeper.Keeper) -> list[tuple[str, str, int]]:
    """Every report of the store, opened whole: name, district, number of rows."""
    index = open_store(one.settings.store, CountingEncoder)
    assert len(index) == len(index.vectors) == len(index.words)
    return [(name, reading.district, len(reading.rows)) for name, reading in index.reports.items()]
