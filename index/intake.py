"""Reports are taken into a new version of the store: out of the old version where they are unchanged, else read."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from corpus.errors import DamagedStore, NoReports, ReportError
from corpus.recordjson import record_shape, to_json
from corpus.records import Reading
from index import parts, versions
from index.encoder import Encoder
from index.manifest import LAYOUT, Failure, Manifest, Part, ReportEntry, Twin
from index.search import records_of, vector_text, words_of
from index.versions import Version
from index.words import FILES as WORD_FILES
from index.words import WordIndex

Source = tuple[Path, str]
Progress = Callable[[int, int, str], None]
# Files in, each with its reading or the reason why there is none, in order; closing the iterator stops the reading.
ReadAll = Callable[[Sequence[Path]], Generator[tuple[Path, Reading | ReportError], None, None]]


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
        self._old_sha256 = {part.name: part.sha256 for part in old.parts} if old else {}
        self.entries: list[ReportEntry] = []
        self.failed: list[Failure] = []
        self.twins: list[Twin] = []
        self.parts: list[Part] = []
        self.words: list[list[str]] = []
        self.read: list[str] = []
        self.reused: list[str] = []

    def take_all(self, sources: Sequence[Source], read_all: ReadAll, progress: Progress) -> None:
        """Takes every source, by name; raises NoReports where none could be taken."""
        held: dict[str, str] = {}
        in_order = sorted(sources, key=lambda source: (source[0].name, source[0]))
        ahead = deque(self._to_be_read(in_order))
        with closing(read_all(list(ahead))) as readings:

            def read(path: Path) -> Reading | ReportError:
                if ahead and ahead[0] == path:
                    ahead.popleft()
                    return next(readings)[1]
                return next(read_all([path]))[1]

            for done, (path, sha256) in enumerate(in_order):
                progress(done, len(sources), path.name)
                if sha256 in held:
                    self.twins.append(Twin(path.name, held[sha256]))
                elif self._take(path, sha256, read):
                    held[sha256] = path.name
        if not sources:
            raise NoReports("There is no report to make a store of; name a folder that holds some.")
        if not self.entries:
            first = self.failed[0]
            raise NoReports(f"None of {len(sources)} files could be read; of {first.name} it was said: {first.reason}")
        progress(len(sources), len(sources), "")

    def _to_be_read(self, sources: Sequence[Source]) -> list[Path]:
        """The files that will be read, as far as can be told before: the first of a name and of a content, if new."""
        names: set[str] = set()
        contents: set[str] = set()
        chosen = []
        for path, sha256 in sources:
            known = self.reusable and (path.name, sha256) in self._old_entries
            if not (known or path.name in names or sha256 in contents):
                chosen.append(path)
            names.add(path.name)
            contents.add(sha256)
        return chosen

    def same_as_before(self) -> bool:
        """Whether the version in use holds just this already, undamaged."""
        if not (self.old and self.before and self.reusable) or self.read:
            return False
        now = (tuple(self.entries), tuple(self.failed), tuple(self.twins))
        if now != (self.old.reports, self.old.failed, self.old.twins):
            return False
        return all(self._old_part(name) is not None for name in WORD_FILES)

    def finish(self) -> Manifest:
        """Makes the word index of all reports and returns the manifest of the whole version."""
        WordIndex.build(self.words).save(self.folder)
        self.parts += [Part(name, versions.settle_file(self.folder, name)) for name in WORD_FILES]
        return Manifest(
            layout=LAYOUT,
            records=record_shape(),
            settings_key=self.settings_key,
            encoder=self.encoder.id,
            dim=self.encoder.dim,
            reports=tuple(self.entries),
            failed=tuple(self.failed),
            twins=tuple(self.twins),
            parts=tuple(self.parts),
        )

    def _take(self, path: Path, sha256: str, read: Callable[[Path], Reading | ReportError]) -> bool:
        """Takes one report from the old version or from its file; whether it is in the store now."""
        if any(entry.name == path.name for entry in self.entries):
            reason = f"Another report is named {path.name} too; give one of them another name."
            self.failed.append(Failure(path.name, reason))
            return False
        if self._reuse(path.name, sha256):
            self.reused.append(path.name)
            return True
        reading = read(path)
        if isinstance(reading, ReportError):
            self.failed.append(Failure(path.name, str(reading)))
            return False
        if reading.report.name != path.name:
            raise ValueError(f"the reading of {path.name} calls itself {reading.report.name}")
        self._write(reading, sha256)
        self.read.append(path.name)
        return True

    def _write(self, reading: Reading, sha256: str) -> None:
        records = records_of(reading)
        texts = [vector_text(record) for record in records]
        matrix = self.encoder.encode_passages(texts) if texts else np.zeros((0, self.encoder.dim), np.float32)
        words = [words_of(record) for record in records]
        entry = ReportEntry(
            name=reading.report.name,
            sha256=sha256,
            district=reading.district,
            fiscal_year=reading.fiscal_year,
            form=reading.form.value,
            rows=len(reading.rows),
            passages=len(reading.passages),
        )
        held = (to_json(reading), parts.matrix_bytes(matrix), parts.word_lists_bytes(words))
        for name, data in zip(entry.part_names, held, strict=True):
            self.parts.append(Part(name, versions.write_file(self.folder, name, data)))
        self.entries.append(entry)
        self.words += words

    def _reuse(self, name: str, sha256: str) -> bool:
        """Takes a report over from the old version, if it is there unchanged and undamaged."""
        if not (self.old and self.before and self.reusable):
            return False
        entry = self._old_entries.get((name, sha256))
        if entry is None:
            return False
        reading, matrix, words = (self._old_part(part) for part in entry.part_names)
        if reading is None or matrix is None or words is None:
            return False
        for part in entry.part_names:
            versions.take_file(self.store, self.before.number, part, self.folder)
            self.parts.append(Part(part, self._old_sha256[part]))
        self.entries.append(entry)
        self.words += parts.word_lists_of(words)
        return True

    def _old_part(self, name: str) -> bytes | None:
        """A part of the old version, None where it is damaged."""
        assert self.before is not None
        try:
            return versions.read_file(self.store, self.before.number, name, self._old_sha256[name])
        except DamagedStore:
            return None
