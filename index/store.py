"""What lies on disk: reports are read once, kept as parts with their sha256, and put into use whole or not at all.

A build reads only the reports that are new or changed. Whoever opens a store sees one version, the old or the new one.
"""

import gc
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from corpus.errors import DamagedStore, ForeignStore, StaleStore, StoreError, UnknownValue
from corpus.records import MaskKind, Reading, Report
from index import parts, versions
from index.encoder import Encoder
from index.intake import Intake, Judge, Progress, ReadAll, Source
from index.manifest import Failure, Manifest, Twin, is_current, manifest_bytes, manifest_of
from index.search import ReportIndex
from index.vectors import VectorIndex, unit_rows
from index.versions import HOW, MANIFEST, Version, damaged
from index.words import FILES as WORD_FILES
from index.words import WordIndex

# A build that ends while a reader opens may remove what the reader began with; then it begins again with the new one.
TRIES = 5
# These are compared with their sha256 where they are decoded.
_DECODED = (".reading.json", ".vectors.npy")


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did, by names of reports; ``rows``, ``passages``, ``masked`` count the whole store.

    ``seconds`` are those of the wall. ``failed`` are kept in mind by the store, ``refused`` are not; ``replaced`` gave
    their place to another report.
    """

    version: int
    read: tuple[str, ...]
    reused: tuple[str, ...]
    removed: tuple[str, ...]
    failed: tuple[Failure, ...]
    twins: tuple[Twin, ...]
    rows: int
    passages: int
    seconds: float
    refused: tuple[Failure, ...] = ()
    replaced: tuple[str, ...] = ()
    masked: tuple[tuple[MaskKind, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Alteration:
    """What is to be altered in a store: reports added, taken out by name, and made again out of their stored text.

    ``again`` maps a name to the new key of its corrections; ``make`` makes its reading anew. ``judge`` decides of each
    added reading; ``prepare`` is called when all is read and nothing is in use yet.
    """

    add: Sequence[Source] = ()
    take_out: Collection[str] = ()
    again: Mapping[str, str] = field(default_factory=dict)
    read_all: ReadAll | None = None
    make: Callable[[Report], Reading] | None = None
    judge: Judge | None = None
    prepare: Callable[[], None] | None = None


def build_store(
    folder: Path,
    sources: Sequence[Source],
    read_all: ReadAll,
    encoder: Encoder,
    progress: Progress,
    settings_key: str,
) -> BuildSummary:
    """Makes the store hold these reports and nothing else, each a path and the sha256 of its file.

    ``settings_key`` names the reader's version and settings; with another one every report is read again.
    ``progress`` hears how far it is and may raise to stop the build.
    A report that cannot be read is named in the summary. Raises NoReports where none can be, and StoreError where
    another build is at work or the disk refuses; then, as after any other interruption, the version before stays.
    """

    def fill(intake: Intake) -> None:
        intake.take_all(sources, read_all, progress)
        intake.must_hold_something()

    return _new_version(folder, encoder, settings_key, fill)


def alter_store(
    folder: Path, what: Alteration, encoder: Encoder, progress: Progress, settings_key: str
) -> BuildSummary:
    """Alters the store and leaves all else in it as it is: no other report is read, and none is decoded.

    Raises StaleStore or ForeignStore where the store was made by another program or encoder, DamagedStore, StoreError,
    and UnplacedReport where a report that is made again has no district or year.
    """

    def fill(intake: Intake) -> None:
        old = intake.old
        if old is not None:
            _must_fit(folder, old, encoder, settings_key)
            intake.carry_failed({source.path.name for source in what.add} | set(what.take_out))
            intake.carry_over({entry.name for entry in old.reports} - set(what.take_out) - what.again.keys())
            for name, told in what.again.items():
                assert what.make is not None
                intake.take_again(name, told, what.make)
        if what.add:
            assert what.read_all is not None
            intake.take_all(what.add, what.read_all, progress, what.judge)
        if what.prepare is not None:
            what.prepare()

    # Readers of the version before would still have what a person took out.
    return _new_version(folder, encoder, settings_key, fill, forget=bool(what.take_out))


def _new_version(
    folder: Path, encoder: Encoder, settings_key: str, fill: Callable[[Intake], None], forget: bool = False
) -> BuildSummary:
    """A version filled and put into use, or none; ``forget`` removes the version before as well."""
    started = time.perf_counter()
    with _disk_errors_told(folder), versions.locked(folder):
        before, old = _before(folder)
        number = versions.begin(folder, before)
        try:
            intake = Intake(folder, number, before, old, encoder, settings_key)
            fill(intake)
            if before and intake.same_as_before():
                versions.give_up(folder, number)
                number = before.number
            else:
                versions.switch(folder, number, manifest_bytes(intake.finish()), forget)
        except BaseException:
            versions.give_up(folder, number)
            raise
    entries = intake.entries
    named = {one.name for one in entries} | {one.name for one in intake.failed} | {t.name for t in intake.twins}
    return BuildSummary(
        version=number,
        read=tuple(intake.read),
        reused=tuple(intake.reused),
        removed=tuple(entry.name for entry in old.reports if entry.name not in named) if old else (),
        failed=tuple(intake.failed),
        twins=tuple(intake.twins),
        rows=sum(entry.rows for entry in entries),
        passages=sum(entry.passages for entry in entries),
        seconds=time.perf_counter() - started,
        refused=tuple(intake.refused),
        replaced=tuple(intake.replaced),
        masked=_sum(entry.masked for entry in entries),
    )


def open_store(
    folder: Path,
    encoder_loader: Callable[[], Encoder],
    settings_key: str | None = None,
    before: ReportIndex | None = None,
) -> ReportIndex:
    """The index of the version in use, every part compared with its sha256.

    ``before`` is an index that was opened earlier: what did not change since is taken from it, already decoded.
    Raises NoStore, DamagedStore, StaleStore (another layout, or other reader settings where ``settings_key`` is
    given) or ForeignStore (another encoder).
    """
    for _ in range(TRIES):
        version = versions.current(folder)
        try:
            with _uncollected():
                return _open(folder, version, encoder_loader, settings_key, before)
        except DamagedStore:
            if versions.current(folder) == version:
                raise
    raise StoreError(f"The store in {folder} changes faster than it can be opened; try again.")


def stored_reading(folder: Path, name: str) -> Reading:
    """What was read of one report of the version in use; raises UnknownValue, NoStore, DamagedStore or StaleStore."""
    for _ in range(TRIES):
        version = versions.current(folder)
        try:
            manifest = _manifest(folder, version)
            entry = next((one for one in manifest.reports if one.name == name), None)
            if entry is None:
                raise UnknownValue(f"The store holds no report {name!r}; `python -m assistant reports` lists them.")
            part = entry.part_names[0]
            sha256 = next(one.sha256 for one in manifest.parts if one.name == part)
            return parts.reading_of(versions.read_file(folder, version.number, part, sha256))
        except DamagedStore:
            if versions.current(folder) == version:
                raise
        except ValueError as error:
            raise damaged(folder, "one of its parts", f"makes no sense ({error})") from None
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


def _sum(counted: Iterable[tuple[tuple[MaskKind, int], ...]]) -> tuple[tuple[MaskKind, int], ...]:
    """The counts of several reports as one, kinds in their own order."""
    total: Counter[MaskKind] = Counter()
    for one in counted:
        total.update(dict(one))
    return tuple((kind, total[kind]) for kind in MaskKind if total[kind])


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


@lru_cache(maxsize=4)
def _decoded(data: bytes) -> Manifest | None:
    """The manifest, None where another version of the program wrote it; kept, for a change asks for it many times."""
    return manifest_of(data) if is_current(data) else None


def _manifest(folder: Path, version: Version) -> Manifest:
    data = versions.read_file(folder, version.number, MANIFEST, version.seal)
    try:
        manifest = _decoded(data)
        if manifest is None:
            raise StaleStore(f"The store in {folder} was written by another version of this program; {HOW}.")
        return manifest
    except ValueError as error:
        raise damaged(folder, MANIFEST, f"makes no sense ({error})") from None


def _must_fit(folder: Path, manifest: Manifest, encoder: Encoder, settings_key: str | None) -> None:
    """Raises StaleStore or ForeignStore where the store was made with another reader or encoder."""
    if settings_key is not None and manifest.settings_key != settings_key:
        raise StaleStore(f"The reports in the store in {folder} were read in another way than is set now; {HOW}.")
    if (manifest.encoder, manifest.dim) != (encoder.id, encoder.dim):
        raise ForeignStore(
            f"The store in {folder} was built with the encoder {manifest.encoder} ({manifest.dim} numbers), "
            f"and this is {encoder.id} ({encoder.dim}); {HOW}, or set the encoder that it was built with."
        )


def _open(
    folder: Path,
    version: Version,
    encoder_loader: Callable[[], Encoder],
    settings_key: str | None,
    before: ReportIndex | None,
) -> ReportIndex:
    manifest = _manifest(folder, version)
    encoder = before.encoder if before is not None else encoder_loader()
    _must_fit(folder, manifest, encoder, settings_key)
    sha256 = {part.name: part.sha256 for part in manifest.parts}
    held = {seal: name for name, seal in before.seals.items()} if before is not None else {}
    readings, seals = [], {}
    rows = np.empty((manifest.rows + manifest.passages, manifest.dim), dtype=np.float32)

    def read(name: str) -> bytes:
        return versions.read_file(folder, version.number, name, sha256[name])

    try:
        at = 0
        for entry in manifest.reports:
            reading, matrix, _ = entry.part_names
            seals[entry.name] = seal = sha256[reading]
            to = at + entry.rows + entry.passages
            if before is not None and seal in held:
                readings.append(before.reports[held[seal]])
                numbers = before.numbers[held[seal]]
                rows[at:to] = before.vectors.matrix[numbers.start : numbers.stop]
            else:
                readings.append(parts.reading_of(read(reading)))
                vectors = parts.matrix_of(read(matrix))
                if len(vectors) != to - at:  # numpy would spread a single one over all of them
                    raise ValueError(f"{len(vectors)} vectors of {to - at} records")
                rows[at:to] = unit_rows(vectors)
            at = to
        for name in WORD_FILES if before is not None else [n for n in sha256 if not n.endswith(_DECODED)]:
            read(name)
        words = WordIndex.load(versions.folder_of(folder, version.number))
        return ReportIndex(readings, VectorIndex(rows), words, encoder, seals)
    except (ValueError, KeyError, OSError) as error:
        raise damaged(folder, "one of its parts", f"makes no sense ({error})") from None


@contextmanager
def _uncollected() -> Iterator[None]:
    """While a million records are made, none of which is waste, looking for waste would take half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
