"""The folder of added reports: files as they were given, what people corrected, and which reports they took out.

Nothing in it is masked, so nobody but its owner may look into it.

A file is put beside the others only after it is in the store; what a killed ``add`` left is settled by the next one.
"""

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.corrections import Words
from corpus.errors import LibraryBusy, LibraryError, UnreadableReport
from corpus.readers.archive import opened

REPORTS = "reports"
INCOMING = "incoming"
REPLACED = "replaced"
CORRECTIONS = "corrections.json"
TAKEN_OUT = "taken_out.json"
LOCK = "lock"
PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A report that a person took out of the store; its file may still lie in a folder that is read.

    ``for_another`` where another version took its place.
    """

    sha256: str
    name: str
    who: str
    when: str
    for_another: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that is being added: where its copy waits, and under which name it is to stand."""

    path: Path
    name: str
    sha256: str


def now() -> str:
    """The time as it is kept: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


def sha256_of_file(path: Path) -> str:
    """The sha256 of a file, or "" where it cannot be read: the reader then says why."""
    try:
        with opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except (OSError, UnreadableReport):
        return ""


class Library:
    """One such folder; nothing is made on the disk before something is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def reports(self) -> Path:
        """Where the added files lie."""
        return self.folder / REPORTS

    def files(self) -> list[Path]:
        """The added files, by name; [] where nothing was added yet."""
        if not self.reports.is_dir():
            return []
        return sorted(path for path in self.reports.iterdir() if path.is_file() and not path.name.startswith("."))

    def __contains__(self, path: Path) -> bool:
        return path.resolve().parent == self.reports.resolve()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the library for one change; raises LibraryError where another change is at work or the disk refuses."""
        import fcntl

        with self._told():
            private_folder(self.folder)
            lock = open(self.folder / LOCK, "a", encoding="ascii", opener=_privately)  # noqa: SIM115 - held below
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LibraryBusy(
                    f"Another change is being made to the reports in {self.folder}; wait until it has ended."
                ) from None
            yield

    # --- files ------------------------------------------------------------------------------------------------------

    def take_in(self, source: Path, name: str) -> Incoming:
        """Copies a file into the library's waiting room; raises UnreadableReport where it cannot be read."""
        sha256 = sha256_of_file(source)
        if not sha256:
            with suppress(OSError), opened(source):
                pass  # a member of a zip says by itself why it stays shut
            raise UnreadableReport(f"Cannot open {source.name}; check the file and its rights.")
        # One folder a file: the copy has the name that the report will have.
        copy = self.folder / INCOMING / sha256 / name
        with self._told():
            private_folder(copy.parent)
            with opened(source) as file, open(copy, "wb", opener=_privately) as out:
                shutil.copyfileobj(file, out)
            _to_disk(copy)
        if sha256_of_file(copy) != sha256:
            raise UnreadableReport(f"{source.name} changed while it was copied; try again.")
        return Incoming(copy, name, sha256)

    def settle(self, held: Mapping[str, str]) -> None:
        """Makes the library agree with the store, which holds these reports (name to sha256).

        Waiting files that it holds go beside the others, and the rest of them is dropped; who is noted as taken out but
        is held was not taken out after all, and the files of those that were go out of the way.
        """
        with self._told():
            for folder in sorted((self.folder / INCOMING).glob("*")):
                for path in sorted(folder.glob("*")):
                    if held.get(path.name) == folder.name:
                        self.put_aside(path.name)
                        private_folder(self.reports)
                        os.replace(path, self.reports / path.name)
                shutil.rmtree(folder, ignore_errors=True)
            out, contents = self.taken_out(), set(held.values())
            if out.keys() & contents:
                self.keep_taken_out(one for sha256, one in out.items() if sha256 not in contents)
            for path in self.files() if out else ():
                gone = None if path.name in held else out.get(sha256_of_file(path))
                if gone is not None and gone.sha256 not in contents:
                    self.put_aside(path.name) if gone.for_another else path.unlink()

    def put_aside(self, name: str) -> None:
        """Keeps the file of that name out of the way: a newer version takes its place."""
        path = self.reports / name
        if path.is_file():
            aside = self.folder / REPLACED / sha256_of_file(path)[:12]
            private_folder(aside)
            os.replace(path, aside / name)

    # --- what people said -------------------------------------------------------------------------------------------

    def words(self) -> Words:
        """What was corrected; raises LibraryError where the file of it makes no sense."""
        data = self._read(CORRECTIONS)
        if data is None:
            return Words()
        try:
            return Words.of_json(data)
        except ValueError as error:
            raise LibraryError(self._no_sense(CORRECTIONS, error)) from None

    def keep_words(self, words: Words) -> None:
        """Puts the corrections on the disk, whole or not at all."""
        self._write(CORRECTIONS, words.to_json())

    def taken_out(self) -> dict[str, TakenOut]:
        """The reports that were taken out, by sha256; raises LibraryError where the file of it makes no sense."""
        data = self._read(TAKEN_OUT)
        if data is None:
            return {}
        try:
            return {one["sha256"]: TakenOut(**one) for one in json.loads(data)}
        except (ValueError, TypeError, KeyError) as error:
            raise LibraryError(self._no_sense(TAKEN_OUT, error)) from None

    def keep_taken_out(self, reports: Iterable[TakenOut]) -> None:
        """Puts the list of reports that were taken out on the disk."""
        held = [asdict(one) for one in reports]
        self._write(TAKEN_OUT, json.dumps(held, ensure_ascii=False, indent=1).encode("utf-8"))

    def _read(self, name: str) -> bytes | None:
        with self._told():
            try:
                return (self.folder / name).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def _write(self, name: str, data: bytes) -> None:
        with self._told():
            private_folder(self.folder)
            new = self.folder / f".{name}.new"
            try:
                with open(new, "wb", opener=_privately) as out:
                    out.write(data)
                _to_disk(new)
                os.replace(new, self.folder / name)
            except BaseException:
                with suppress(OSError):
                    new.unlink(missing_ok=True)
                raise

    def _no_sense(self, name: str, error: Exception) -> str:
        return (
            f"{self.folder / name} makes no sense ({' '.join(str(error).split())}); "
            "put a copy of it back that was good, or move it away."
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LibraryError(
                f"The folder of added reports {self.folder} could not be used ({error.strerror or error}); "
                "nothing was changed."
            ) from error


def free_name(name: str, taken: Iterable[str]) -> str:
    """The name, or one with a number after it where it is taken: "a.txt" becomes "a (2).txt"."""
    held, path, number = set(taken), Path(name), 1
    while name in held:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name


def private_folder(folder: Path) -> None:
    """Makes the folder, or takes the rights of others in it away: reports lie there as they came, nothing masked."""
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    if is_open(folder):
        with suppress(OSError):  # a disk that knows no rights, a folder of somebody else: `doctor` tells
            folder.chmod(PRIVATE)


def is_open(folder: Path) -> bool:
    """Whether others than the owner have any right in the folder; False where there is none."""
    return folder.exists() and bool(stat.S_IMODE(folder.stat().st_mode) & ~PRIVATE)


def _privately(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _to_disk(path: Path) -> None:
    with path.open("rb") as held:
        os.fsync(held.fileno())
