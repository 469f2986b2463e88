"""Zip files of several reports: each member is a report of its own, under a path that names both.

Such a path, "folder/reports.zip › สาทร › report.docx", is opened here and nowhere else. Nothing is ever unpacked under
a name that an archive chose; an archive within an archive stays shut.
"""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from corpus.errors import UnreadableReport
from corpus.readers.package import DAMAGES, STEEP_FROM, STEEPEST

BETWEEN = " › "
ENDING = ".zip"
# Members that are looked at; bytes of one member and of all, unpacked.
MOST_MEMBERS, LARGEST, LARGEST_WHOLE = 2_000, 200_000_000, 1_000_000_000
# Bytes of a file's name; the report may come to lie in a folder under its name.
LONGEST_NAME = 200
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800


def is_archive(path: Path) -> bool:
    """Whether a file is a zip of other files, and no Office document."""
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                return False
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except DAMAGES:
        return False
    return "[Content_Types].xml" not in names and "mimetype" not in names


def members(path: Path, endings: tuple[str, ...]) -> list[Path]:
    """The paths of the reports in a zip, by name; raises UnreadableReport where it is damaged, too large or empty."""
    with _opened(path) as archive:
        infos = _checked(archive, path.name)
    wanted = [name for name, info in infos.items() if PurePosixPath(_name(info)).suffix.lower() in endings]
    if not wanted:
        raise UnreadableReport(f"{path.name} holds no reports; put report files into it, or give them one by one.")
    return [path.with_name(name) for name in sorted(wanted)]


def archive_of(path: Path) -> Path | None:
    """The zip that a path leads into, None for any other path."""
    if BETWEEN not in path.name or path.exists():
        return None
    head = ""
    for piece in path.name.split(BETWEEN)[:-1]:
        head = f"{head}{BETWEEN}{piece}" if head else piece
        if path.with_name(head).is_file():
            return path.with_name(head)
    return None


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A report file, in a zip or not, open for reading; raises OSError or UnreadableReport."""
    archive = archive_of(path)
    if archive is None:
        with path.open("rb") as file:
            yield file
    else:
        yield io.BytesIO(_member(archive, path.name))


@contextmanager
def unpacked(path: Path, archive: Path) -> Iterator[Path]:
    """A member of a zip as a file of its own for a while; raises UnreadableReport."""
    data = _member(archive, path.name)
    with tempfile.TemporaryDirectory(prefix="member-") as folder:
        file = Path(folder) / f"report{path.suffix}"
        file.write_bytes(data)
        yield file


def _member(path: Path, name: str) -> bytes:
    with _opened(path) as archive:
        info = _checked(archive, path.name).get(name)
        if info is None:
            raise UnreadableReport(f"{name} is no longer in {path.name}; read the folder again.")
        inside = PurePosixPath(_name(info))
        if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
            raise UnreadableReport(f"{name} leads out of its zip file and was not opened; pack the reports anew.")
        if inside.suffix.lower() == ENDING:
            raise UnreadableReport(f"{name} is an archive within an archive; unpack the outer one first.")
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableReport(f"{name} is locked with a password; pack the reports without one.")
        if info.file_size > LARGEST or _is_steep(info):
            raise UnreadableReport(f"{name} unpacks to far more than a report holds and was not opened.")
        try:
            return archive.read(info)
        except DAMAGES as error:
            raise UnreadableReport(f"{name} is damaged within its zip file; pack the reports anew.") from error


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGES as error:
        raise UnreadableReport(f"{path.name} is damaged and cannot be opened; pack the reports anew.") from error
    with archive:
        yield archive


def _checked(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """The files of a zip under the names that their reports get; what systems put beside them is none."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST_WHOLE:
        raise UnreadableReport(
            f"{name} holds more than {MOST_MEMBERS:,} files or {LARGEST_WHOLE // 10**9} GB; split it."
        )
    out: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        parts = PurePosixPath(_name(info)).parts
        if parts and "__MACOSX" not in parts and not parts[-1].startswith((".", "~$")):
            out.setdefault(_title(name, parts), info)
    return out


def _title(archive: str, parts: tuple[str, ...]) -> str:
    """The name of a member's report; one that is too long for a file keeps its end and a sum of the rest."""
    title = BETWEEN.join((archive, *(part.strip("/") for part in parts if part.strip("/"))))
    data = title.encode("utf-8", "replace")
    if len(data) <= LONGEST_NAME:
        return title
    digest = hashlib.sha256(data).hexdigest()[:8]
    end = data[-(LONGEST_NAME // 2) :].decode("utf-8", "ignore")
    front = archive.encode("utf-8", "replace")[: LONGEST_NAME // 3].decode("utf-8", "ignore")
    return f"{front}{BETWEEN}{digest}…{end}"


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; Windows in Thai writes it in CP874, others in UTF-8, without saying so."""
    name = info.filename.replace("\\", "/").replace("\0", "")
    if info.flag_bits & _UTF8_NAME or name.isascii():
        return name
    for encoding in ("utf-8", "cp874"):
        try:
            return name.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return name


def _is_steep(info: zipfile.ZipInfo) -> bool:
    return info.file_size > STEEP_FROM and info.file_size > STEEPEST * max(info.compress_size, 1)
