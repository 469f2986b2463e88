"""The folder of a store: numbered versions and one file that names the one in use; knows nothing of reports.

``CURRENT`` is replaced in one step after everything that it names has reached the disk, so a build that is killed at
any moment leaves the version before in use.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DamagedStore, NoStore, StoreError
from index.parts import sha256_of

CURRENT = "CURRENT"
VERSIONS = "versions"
MANIFEST = "manifest.json"
LOCK = "lock"
HOW = "run `python -m assistant build`"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a store: its number and the sha256 of its manifest, through which all its parts are known."""

    number: int
    seal: str


def folder_of(store: Path, number: int) -> Path:
    """Where the files of a version lie."""
    return store / VERSIONS / str(number)


def current(store: Path) -> Version:
    """The version in use; raises NoStore, or DamagedStore where the file that names it makes no sense."""
    try:
        words = (store / CURRENT).read_text(encoding="ascii").split()
    except (FileNotFoundError, NotADirectoryError):
        raise NoStore(f"There is no store in {store} yet; {HOW}.") from None
    except (OSError, ValueError) as error:
        raise damaged(store, CURRENT, f"cannot be read ({error})") from None
    if len(words) != 2 or not words[0].isdecimal() or len(words[0]) > 12 or len(words[1]) != 64:
        raise damaged(store, CURRENT, "does not name a version")
    return Version(int(words[0]), words[1])


def damaged(store: Path, part: str, what: str) -> DamagedStore:
    """The error that names a part of a store, what is wrong with it, and what to run."""
    return DamagedStore(f"The store in {store} is damaged: {part} {what}; {HOW} to make it again.")


def read_file(store: Path, number: int, name: str, sha256: str) -> bytes:
    """The bytes of one file of a version; raises DamagedStore where it is missing or is not what was written."""
    try:
        data = (folder_of(store, number) / name).read_bytes()
    except FileNotFoundError:
        raise damaged(store, name, "is missing") from None
    except OSError as error:
        raise damaged(store, name, f"cannot be read ({error.strerror})") from None
    if sha256_of(data) != sha256:
        raise damaged(store, name, "is not what was written")
    return data


def write_file(folder: Path, name: str, data: bytes) -> str:
    """Writes one file down to the disk and returns its sha256."""
    with open(folder / name, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return sha256_of(data)


def settle_file(folder: Path, name: str) -> str:
    """Brings a file that was written by others down to the disk and returns its sha256."""
    with open(folder / name, "rb") as held:
        data = held.read()
        os.fsync(held.fileno())
    return sha256_of(data)


def take_file(store: Path, number: int, name: str, into: Path) -> None:
    """Puts a file of an earlier version into another folder: as a second name where the disk can, else as a copy."""
    source = (
        f"{store}/{VERSIONS}/{number}/{name}"  # thousands of them: making paths of them takes longer than the links
    )
    try:
        os.link(source, f"{into}/{name}")
    except OSError:
        write_file(into, name, Path(source).read_bytes())


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder down to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Holds the store for one build; raises StoreError where another build holds it. A killed build lets go of it."""
    import fcntl

    store.mkdir(parents=True, exist_ok=True)
    with open(store / LOCK, "a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(f"Another build is at work on the store in {store}; wait until it has ended.") from None
        yield


def begin(store: Path, before: Version | None) -> int:
    """Makes the folder of a new version and returns its number; what a killed build left is removed.

    ``before`` is the version in use; where that is not known (None), nothing old is touched before the switch.
    """
    numbers = _numbers(store)
    if before is not None:
        numbers = _sweep(store, before.number)
    elif not (store / CURRENT).exists():
        numbers = _sweep(store, 0)
    number = max([*numbers, before.number if before else 0]) + 1
    folder_of(store, number).mkdir(parents=True)
    return number


def switch(store: Path, number: int, manifest: bytes, forget: bool = False) -> None:
    """Writes the manifest and then, in one step, puts the version into use; older ones but the last are removed.

    With ``forget`` the last one goes too; who is just opening it begins again with the new one.
    """
    folder = folder_of(store, number)
    seal = write_file(folder, MANIFEST, manifest)
    for one in (folder, folder.parent):
        sync_folder(one)
    write_file(store, f"{CURRENT}.new", f"{number} {seal}\n".encode("ascii"))
    os.replace(store / f"{CURRENT}.new", store / CURRENT)
    sync_folder(store)
    _sweep(store, number)
    if forget:
        for old in _numbers(store):
            if old < number:
                shutil.rmtree(folder_of(store, old), ignore_errors=True)


def give_up(store: Path, number: int) -> None:
    """Removes a version that was not finished, unless it has come into use after all."""
    try:
        if current(store).number == number:
            return
    except StoreError:
        pass
    shutil.rmtree(folder_of(store, number), ignore_errors=True)
    (store / f"{CURRENT}.new").unlink(missing_ok=True)


def _numbers(store: Path) -> list[int]:
    if not (store / VERSIONS).is_dir():
        return []
    return sorted(int(one.name) for one in (store / VERSIONS).iterdir() if one.name.isdecimal())


def _sweep(store: Path, in_use: int) -> list[int]:
    """Removes every version but the one in use and the one before it, which a reader may still be opening."""
    numbers = _numbers(store)
    kept = [number for number in numbers if number <= in_use][-2:]
    for number in numbers:
        if number not in kept:
            shutil.rmtree(folder_of(store, number), ignore_errors=True)
    return kept
