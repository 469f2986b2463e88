"""What lies on disk: reports are read once, kept as parts with their sha256, and put into use whole or not at all.

A build reads only the reports that are new or changed. Whoever opens a store sees one version, the old or the new one.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.errors import DamagedStore, ForeignStore, StaleStore, StoreError
from index import parts, versions
from index.encoder import Encoder
from index.intake import Intake, Progress, ReadAll, Source
from index.manifest import Failure, Manifest, Twin, is_current, manifest_bytes, manifest_of
from index.search import ReportIndex
from index.vectors import VectorIndex
from index.versions import HOW, MANIFEST, Version, damaged
from index.words import WordIndex

# A build that ends while a reader opens may remove what the reader began with; then it begins again with the new one.
TRIES = 5


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did, by names of reports; ``rows`` and ``passages`` count the whole store, ``seconds`` the wall."""

    version: int
    read: tuple[str, ...]
    reused: tuple[str, ...]
    removed: tuple[str, ...]
    failed: tuple[Failure, ...]
    twins: tuple[Twin, ...]
    rows: int
    passages: int
    seconds: float


def build_store(
    folder: Path,
    sources: Sequence[Source],
    read_all: ReadAll,
    encoder: Encoder,
    progress: Progress,
    settings_key: str,
) -> BuildSummary:
    """Makes the store hold these reports, each a path and the sha256 of its file, and nothing else.

    ``settings_key`` names the reader's version and settings; with another one every report is read again.
    ``progress`` hears (reports done, reports in all, name of the next) and may raise to stop the build.
    A report that cannot be read is named in the summary. Raises NoReports where none can be, and StoreError where
    another build is at work or the disk refuses; then, as after any other interruption, the version before stays.
    """
    started = time.perf_counter()
    with _disk_errors_told(folder), versions.locked(folder):
        before, old = _before(folder)
        number = versions.begin(folder, before)
        try:
            intake = Intake(folder, number, before, old, encoder, settings_key)
            intake.take_all(sources, read_all, progress)
            if before and intake.same_as_before():
                versions.give_up(folder, number)
                number = before.number
            else:
                versions.switch(folder, number, manifest_bytes(intake.finish()))
        except BaseException:
            versions.give_up(folder, number)
            raise
    named = {one.name for one in intake.entries} | {one.name for one in intake.failed} | {t.name for t in intake.twins}
    return BuildSummary(
        version=number,
        read=tuple(intake.read),
        reused=tuple(intake.reused),
        removed=tuple(entry.name for entry in old.reports if entry.name not in named) if old else (),
        failed=tuple(intake.failed),
        twins=tuple(intake.twins),
        rows=sum(entry.rows for entry in intake.entries),
        passages=sum(entry.passages for entry in intake.entries),
        seconds=time.perf_counter() - started,
    )


def open_store(folder: Path, encoder_loader: Callable[[], Encoder], settings_key: str | None = None) -> ReportIndex:
    """The index of the version in use, every part compared with its sha256.

    Raises NoStore, DamagedStore, StaleStore (another layout, or other reader settings where ``settings_key`` is
    given) or ForeignStore (another encoder).
    """
    for _ in range(TRIES):
        version = versions.current(folder)
        try:
            return _open(folder, version, encoder_loader, settings_key)
        except DamagedStore:
            if versions.current(folder) == version:
                raise
    raise StoreError(f"The store in {folder} changes faster than it can be opened; try again.")


def store_summary(folder: Path) -> Manifest:
    """What the version in use holds, without loading it; raises NoStore, DamagedStore or StaleStore."""
    for _ in range(TRIES):
        version = versions.current(folder)
        try:
            return _manifest(folder, version)
        except DamagedStore:
            if versions.current(folder) == version:
                raise
    raise StoreError(f"The store in {folder} changes faster than it can be opened; try again.")


@contextmanager
def _disk_errors_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The store in {folder} could not be written ({error.strerror or error}); "
            "what was in use before is still in use."
        ) from error


def _before(folder: Path) -> tuple[Version | None, Manifest | None]:
    """The version in use and its manifest, None where there is none that can be read."""
    try:
        version = versions.current(folder)
    except StoreError:
        return None, None
    try:
        return version, _manifest(folder, version)
    except StoreError:
        return version, None


def _manifest(folder: Path, version: Version) -> Manifest:
    data = versions.read_file(folder, version.number, MANIFEST, version.seal)
    try:
        if not is_current(data):
            raise StaleStore(f"The store in {folder} was written by another version of this program; {HOW}.")
        return manifest_of(data)
    except ValueError as error:
        raise damaged(folder, MANIFEST, f"makes no sense ({error})") from None


def _open(
    folder: Path, version: Version, encoder_loader: Callable[[], Encoder], settings_key: str | None
) -> ReportIndex:
    manifest = _manifest(folder, version)
    if settings_key is not None and manifest.settings_key != settings_key:
        raise StaleStore(f"The reports in the store in {folder} were read in another way than is set now; {HOW}.")
    encoder = encoder_loader()
    if (manifest.encoder, manifest.dim) != (encoder.id, encoder.dim):
        raise ForeignStore(
            f"The store in {folder} was built with the encoder {manifest.encoder} ({manifest.dim} numbers), "
            f"and this is {encoder.id} ({encoder.dim}); {HOW}, or set the encoder that it was built with."
        )
    place = versions.folder_of(folder, version.number)
    sha256 = {part.name: part.sha256 for part in manifest.parts}
    readings, matrices = [], [np.zeros((0, manifest.dim), dtype=np.float32)]
    try:
        for entry in manifest.reports:
            reading, matrix, _ = (
                versions.read_file(folder, version.number, n, sha256.pop(n)) for n in entry.part_names
            )
            readings.append(parts.reading_of(reading))
            matrices.append(parts.matrix_of(matrix))
        for name in sha256:
            versions.read_file(folder, version.number, name, sha256[name])
        return ReportIndex(readings, VectorIndex.build(np.concatenate(matrices)), WordIndex.load(place), encoder)
    except (ValueError, KeyError, OSError) as error:
        raise damaged(folder, "one of its parts", f"makes no sense ({error})") from None
