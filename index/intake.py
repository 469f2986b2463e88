"""Reports are taken into a new version of the store: out of the old version where they are unchanged, else read."""

from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus.errors import DamagedStore, NoReports, ReportError, UnplacedReport
from corpus.recordjson import record_shape, to_json
from corpus.records import Reading, Report
from corpus.redact import counts
from index import parts, versions
from index.encoder import Encoder
from index.manifest import LAYOUT, Failure, Manifest, Part, ReportEntry, Twin
from index.search import records_of, vector_text, words_of
from index.versions import Version
from index.words import FILES as WORD_FILES
from index.words import WordIndex

Outcome = Reading | ReportError
# Files in, each with its reading or the reason why there is none, in order; closing the iterator stops the reading.
ReadAll = Callable[[Sequence[Path]], Generator[tuple[Path, Outcome], None, None]]


class Source(NamedTuple):
    """One report file: its path, the sha256 of the file, and the key of what people corrected in it.

    ``lies`` is where the file will lie for good, "" where that is the path itself.
    """

    path: Path
    sha256: str
    told: str = ""
    lies: str = ""


class Step(NamedTuple):
    """How far a build is: files done and in all, the next one's name; of those that must be read, how many were.

    ``pages`` and ``rows`` count what was read so far.
    """

    done: int
    total: int
    name: str
    read: int = 0
    to_read: int = 0
    pages: int = 0
    rows: int = 0


Progress = Callable[[Step], None]


class Verdict(NamedTuple):
    """Whether a reading is taken in (None: no), in place of which reports, and where its file will lie."""

    reading: Reading | None
    instead_of: tuple[str, ...] = ()
    lies: str = ""


# Asked of every reading before it is taken in, with the reports that the store would hold without it.
Judge = Callable[[Path, Reading, Sequence[ReportEntry]], Verdict]


class Intake:
    """The reports of one new version, as far as they were taken in, and the old version that parts are taken from."""

    def __init__(
        self,
        store: Path,
        number: int,
        before: Version | None,
        old: Manifest | None,
        encoder: Encoder,
        settings_key: str,
    ) -> None:
        self.store, self.before, self.old, self.encoder, self.settings_key = store, before, old, encoder, settings_key
        self.folder = versions.folder_of(store, number)
        made_by = (settings_key, encoder.id, encoder.dim)
        self.reusable = bool(before and old and (old.settings_key, old.encoder, old.dim) == made_by)
        self._old_entries = {(one.name, one.sha256): one for one in old.reports} if old else {}
        self._old_numbers = _numbers(old) if old else {}
        self._old_sha256 = {part.name: part.sha256 for part in old.parts} if old else {}
        # Of a report that the old version holds the numbers of its records there, of any other one its words.
        self._taken: dict[str, tuple[ReportEntry, list[Part], range | list[list[str]]]] = {}
        self.failed: list[Failure] = []
        self.twins: list[Twin] = []
        self.refused: list[Failure] = []
        self.replaced: list[str] = []
        self.read: list[str] = []
        self.reused: list[str] = []

    @property
    def entries(self) -> tuple[ReportEntry, ...]:
        """What was taken in, by name."""
        return tuple(self._taken[name][0] for name in sorted(self._taken))

    def carry_over(self, names: Collection[str]) -> None:
        """Takes these reports over from the old version as they are; damage shows when the new one is opened."""
        assert self.old is not None
        for entry in self.old.reports:
            if entry.name in names:
                self._link(entry)
                self.reused.append(entry.name)

    def take_again(self, name: str, told: str, make: Callable[[Report], Reading]) -> None:
        """Makes a report again out of its stored text, the file is not needed; raises UnplacedReport."""
        assert self.old is not None
        entry = next(one for one in self.old.reports if one.name == name)
        held = parts.reading_of(self._must_have(entry.part_names[0]))
        self._write(make(held.report), Source(Path(entry.path), entry.sha256, told))
        self.read.append(name)

    def carry_failed(self, without: Collection[str]) -> None:
        """Keeps what the old version says of files that it could not take, but for those names."""
        assert self.old is not None
        self.failed = [one for one in self.old.failed if one.name not in without]
        self.twins = [one for one in self.old.twins if not {one.name, one.kept} & set(without)]

    def take_all(
        self, sources: Sequence[Source], read_all: ReadAll, progress: Progress, judge: Judge | None = None
    ) -> None:
        """Takes every source, those that must be read in the order of their names.

        With a ``judge`` a name may stand twice until it has decided, and a file that cannot be read is not kept in mind
        unless a person can tell what it lacks: it is ``refused``.
        """
        to_read: dict[Path, Source] = {}
        held = {entry.sha256: name for name, (entry, *_) in self._taken.items()}
        copies: list[Source] = []
        names = set(self._taken)
        for source in sorted((Source(*one) for one in sources), key=lambda source: (source.path.name, source.path)):
            name = source.path.name
            if source.sha256 and source.sha256 in held:
                # Under its own name once more it is no news: a folder and the library hold the same report.
                if held[source.sha256] != name:
                    copies.append(source)
            elif judge is None and name in names:
                reason = f"Another report is named {name} too; give one of them another name."
                self._fail(source, reason)
            else:
                held[source.sha256] = name
                names.add(name)
                if self._reuse(source):
                    self.reused.append(name)
                else:
                    to_read[source.path] = source
        self._read_all(to_read, len(sources), read_all, progress, judge)
        self._take_copies(copies, read_all, judge)
        self.failed.sort(key=lambda one: one.name)

    def _read_all(
        self,
        to_read: dict[Path, Source],
        total: int,
        read_all: ReadAll,
        progress: Progress,
        judge: Judge | None,
    ) -> None:
        order, pages, rows = list(to_read), 0, 0

        def tell(number: int) -> None:
            name = order[number].name if number < len(order) else ""
            progress(Step(total - len(order) + number, total, name, number, len(order), pages, rows))

        tell(0)
        with closing(read_all(order)) as outcomes:
            for number, (path, outcome) in enumerate(outcomes, start=1):
                self._take(outcome, to_read[path], judge)
                if isinstance(outcome, Reading):
                    pages, rows = pages + outcome.ledger.pages, rows + len(outcome.rows)
                tell(number)
        self.read.sort()

    def _take(self, outcome: Outcome, source: Source, judge: Judge | None) -> None:
        if isinstance(outcome, Reading):
            self._take_reading(outcome, source, judge)
        elif isinstance(outcome, UnplacedReport):
            self._fail(source, str(outcome), outcome.lacks)
        elif judge is None:
            self._fail(source, str(outcome))
        else:
            self.refused.append(Failure(source.path.name, str(outcome)))

    def _take_reading(self, reading: Reading, source: Source, judge: Judge | None) -> None:
        if reading.report.name != source.path.name:
            raise ValueError(f"the reading of {source.path.name} calls itself {reading.report.name}")
        if judge is not None:
            verdict = judge(source.path, reading, self.entries)
            if verdict.reading is None:
                return
            for name in verdict.instead_of:
                self._let_go(name)
            reading, source = verdict.reading, source._replace(lies=verdict.lies or source.lies)
        self._write(reading, source)
        self.read.append(reading.report.name)

    def _let_go(self, name: str) -> None:
        """Takes a report out again that was taken in before."""
        _, held, _ = self._taken.pop(name)
        for part in held:
            (self.folder / part.name).unlink(missing_ok=True)
        self.twins = [twin for twin in self.twins if twin.kept != name]
        self.replaced.append(name)
        for names in (self.read, self.reused):
            if name in names:
                names.remove(name)

    def _take_copies(self, copies: Sequence[Source], read_all: ReadAll, judge: Judge | None) -> None:
        """A file that is another one once more is left out; where that one could not be read, it is read instead."""
        held = {entry.sha256: entry.name for entry in self.entries}
        for source in copies:
            if source.sha256 not in held and source.path.name not in self._taken:
                with closing(read_all([source.path])) as outcomes:
                    self._take(next(outcomes)[1], source, judge)
                if source.path.name in self._taken:
                    held[source.sha256] = source.path.name
            else:
                self.twins.append(Twin(source.path.name, held.get(source.sha256, source.path.name)))

    def must_hold_something(self) -> None:
        """Raises NoReports where nothing could be taken in."""
        if not self._taken and not self.failed:
            raise NoReports("There is no report to make a store of; name a folder that holds some.")
        if not self._taken:
            first, files = self.failed[0], len(self.failed) + len(self.twins)
            raise NoReports(f"None of {files} files could be read; of {first.name} it was said: {first.reason}")

    def same_as_before(self) -> bool:
        """Whether the version in use holds just this already, undamaged."""
        if not (self.old and self.before and self.reusable) or self.read:
            return False
        now = (self.entries, tuple(self.failed), tuple(self.twins))
        if now != (self.old.reports, self.old.failed, self.old.twins):
            return False
        return all(self._old_part(name) is not None for name in WORD_FILES)

    def finish(self) -> Manifest:
        """Makes the word index of all reports and returns the manifest of the whole version."""
        taken = [self._taken[entry.name] for entry in self.entries]
        self._words([(entry, words) for entry, _, words in taken]).save(self.folder)
        held = [part for _, one, _ in taken for part in one]
        held += [Part(name, versions.settle_file(self.folder, name)) for name in WORD_FILES]
        return Manifest(
            layout=LAYOUT,
            records=record_shape(),
            settings_key=self.settings_key,
            encoder=self.encoder.id,
            dim=self.encoder.dim,
            reports=self.entries,
            failed=tuple(self.failed),
            twins=tuple(self.twins),
            parts=tuple(held),
        )

    def _words(self, taken: Sequence[tuple[ReportEntry, range | list[list[str]]]]) -> WordIndex:
        """The word index of all reports: that of the old version less what is gone and with what is new.

        Where that one is damaged, all words are counted again.
        """
        try:
            return self._old_words().rearranged([words for _, words in taken])
        except (DamagedStore, ValueError, KeyError, OSError):
            lists = [
                parts.word_lists_of(self._must_have(e.part_names[2])) if isinstance(w, range) else w for e, w in taken
            ]
            return WordIndex.build([words for one in lists for words in one])

    def _old_words(self) -> WordIndex:
        """That of the old version, an empty one where there is none; raises DamagedStore, ValueError, KeyError."""
        if not (self.old and self.before and self.reusable):
            return WordIndex.build([])
        for name in WORD_FILES:
            self._must_have(name)
        held = WordIndex.load(versions.folder_of(self.store, self.before.number))
        if len(held) != self.old.rows + self.old.passages:
            raise ValueError("the word index is of other reports")
        return held

    def _fail(self, source: Source, reason: str, lacks: tuple[str, ...] = ()) -> None:
        where = source.lies or str(source.path)
        self.failed.append(Failure(source.path.name, reason, source.sha256, where, lacks))

    def _write(self, reading: Reading, source: Source) -> None:
        records = records_of(reading)
        texts = [vector_text(record) for record in records]
        matrix = self.encoder.encode_passages(texts) if texts else np.zeros((0, self.encoder.dim), np.float32)
        words = [words_of(record) for record in records]
        entry = _entry(reading, source)
        held = (to_json(reading), parts.matrix_bytes(matrix), parts.word_lists_bytes(words))
        written = [
            Part(name, versions.write_file(self.folder, name, data))
            for name, data in zip(entry.part_names, held, strict=True)
        ]
        self._taken[entry.name] = (entry, written, words)

    def _reuse(self, source: Source) -> bool:
        """Takes a report over from the old version, if it is there unchanged and undamaged."""
        if not (self.old and self.before and self.reusable):
            return False
        entry = self._old_entries.get((source.path.name, source.sha256))
        if entry is None or entry.told != source.told:
            return False
        if any(self._old_part(part) is None for part in entry.part_names):
            return False
        self._link(replace(entry, path=source.lies or str(source.path)))
        return True

    def _link(self, entry: ReportEntry) -> None:
        assert self.before is not None
        for part in entry.part_names:
            versions.take_file(self.store, self.before.number, part, self.folder)
        held = [Part(part, self._old_sha256[part]) for part in entry.part_names]
        self._taken[entry.name] = (entry, held, self._old_numbers[entry.name])

    def _must_have(self, name: str) -> bytes:
        """A part of the old version; raises DamagedStore."""
        assert self.before is not None
        return versions.read_file(self.store, self.before.number, name, self._old_sha256[name])

    def _old_part(self, name: str) -> bytes | None:
        """A part of the old version, None where it is damaged."""
        try:
            return self._must_have(name)
        except DamagedStore:
            return None


def _numbers(manifest: Manifest) -> dict[str, range]:
    """The numbers of each report's records in a version."""
    ends = [0, *accumulate(entry.rows + entry.passages for entry in manifest.reports)]
    return {entry.name: range(*ends[at : at + 2]) for at, entry in enumerate(manifest.reports)}


def _entry(reading: Reading, source: Source) -> ReportEntry:
    ledger = reading.ledger
    return ReportEntry(
        name=reading.report.name,
        sha256=source.sha256,
        path=source.lies or str(source.path),
        told=source.told,
        district=reading.district,
        fiscal_year=reading.fiscal_year,
        kind=reading.kind,
        period=reading.period,
        form=reading.form.value,
        pages=ledger.pages,
        rows=len(reading.rows),
        passages=len(reading.passages),
        doubtful=sum(1 for row in reading.rows if row.doubtful),
        corrected=sum(1 for row in reading.rows if row.corrected),
        characters=ledger.characters,
        left_out=ledger.characters_left_out,
        masked=tuple(counts([reading.report]).items()),
    )
