"""Keeps the reports of a store: adds, takes out and corrects them, one at a time and without a rebuild.

The store is altered in one step; the library of added files and corrections is made to agree before and after it, so
that what is killed in between is settled by the next change.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.admission import Added, Clash, Judge
from assistant.assembly import reader_key, reading_room
from assistant.settings import Settings
from corpus.corrections import ReportWord, RowWord, Words, tidy
from corpus.errors import DamagedStore, NoStore, ReportError, StaleStore, UnknownValue
from corpus.library import Incoming, Library, TakenOut, now, sha256_of_file
from corpus.readers import report_members
from corpus.records import CELLS, MeasureRow, Period, Reading, Report, ReportKind

if TYPE_CHECKING:
    from corpus.corrections import Told
    from corpus.readingroom import ReadingRoom
    from index.encoder import Encoder
    from index.intake import Progress
    from index.manifest import Manifest, ReportEntry
    from index.store import Alteration, BuildSummary


class Keeper:
    """One store with its library."""

    def __init__(self, settings: Settings, encoder: "Callable[[], Encoder] | None" = None) -> None:
        """``encoder`` gives one that is loaded already."""
        self.settings = settings
        self.library = Library(settings.library)
        self._encoder = encoder
        self._room: ReadingRoom | None = None

    def interrupt(self) -> None:
        """Ends a reading that goes on in another thread; its ``progress`` is then to raise."""
        room = self._room
        if room is not None:
            room.interrupt()

    def _note_room(self, room: "ReadingRoom") -> None:
        self._room = room

    @contextmanager
    def _reading(self, told: "Mapping[Path, Told]") -> "Iterator[ReadingRoom]":
        with reading_room(self.settings, told) as room:
            self._room = room
            room.open()
            try:
                yield room
            finally:
                self._room = None

    # --- what is there ----------------------------------------------------------------------------------------------

    def manifest(self) -> "Manifest | None":
        """What the store holds, None where there is none yet; raises StoreError."""
        from index.store import store_summary

        try:
            return store_summary(self.settings.store)
        except NoStore:
            return None

    def entry(self, name: str) -> "ReportEntry":
        """The report of that name in the store; raises UnknownValue."""
        manifest = self.manifest()
        for entry in manifest.reports if manifest else ():
            if entry.name == name:
                return entry
        raise _unknown(name)

    def reading(self, name: str) -> Reading:
        """What was read of that report; raises UnknownValue or StoreError."""
        from index.store import stored_reading

        return stored_reading(self.settings.store, name)

    # --- changes ----------------------------------------------------------------------------------------------------

    def add(self, files: Sequence[Path], progress: "Progress", clash: Clash = Clash.ASK, who: str = "") -> Added:
        """Adds report files to store and library; raises LibraryError, StoreError. Nothing of a stopped one is left."""
        from index.intake import Source
        from index.store import Alteration

        done = Added()
        with self._changing():
            held = self._must_be_current()
            words = self.library.words()
            incoming = self._take_in(files, held, done)
            if not incoming:
                return done
            told = {one.path: words.of(one.sha256) for one in incoming}
            judge = Judge(self, done, clash, words, who)
            sources = [
                Source(one.path, one.sha256, told[one.path].key, str((self.library.reports / one.name).absolute()))
                for one in incoming
            ]
            with self._reading(told) as room:
                what = Alteration(add=sources, read_all=room.read_all, judge=judge, prepare=judge.note_replaced)
                summary = self._alter(what, progress)
            self._note(summary, incoming, done)
        return done

    def rebuild(self, progress: "Progress") -> "BuildSummary":
        """Makes the store anew out of the folders that are set and the library; only what changed is read."""
        from assistant.assembly import build, report_files

        with self._changing():
            folders = [one for one in self.settings.reports if one.exists()]
            files = report_files(folders) if folders else []
            try:
                return build(self.settings, files, progress, opened=self._note_room)
            finally:
                self._room = None

    def remove(self, names: Sequence[str], who: str) -> None:
        """Takes reports out of the store, and their copies out of the library; raises UnknownValue, StoreError."""
        from index.store import Alteration

        with self._changing():
            manifest = self._must_be_current()
            known = _sha256s(manifest)
            for name in names:
                if name not in known:
                    raise _unknown(name)
            self.note_taken_out({known[name]: name for name in names if known[name]}, who)
            self._alter(Alteration(take_out=tuple(names)), lambda step: None)

    def correct_report(
        self,
        name: str,
        who: str,
        district: str | None = None,
        fiscal_year: int | None = None,
        kind: ReportKind | None = None,
        period: Period | None = None,
    ) -> None:
        """Puts a person's word on district, year, kind or period in place of what was read, for every later reading.

        A report that waits for its district or year is read now. Raises UnknownValue, ReportError, StoreError.
        """
        with self._changing():
            sha256 = _sha256s(self._must_be_current()).get(name)
            if not sha256:
                raise _unknown(name)
            before = self.library.words()
            word = ReportWord(sha256, who, now(), district, fiscal_year, kind, period)
            self._say(name, sha256, before, before.with_report(word))

    def correct_row(self, name: str, row: MeasureRow, who: str, word: Mapping[str, object]) -> None:
        """Puts a person's word in place of what was read of a row: ``word`` holds fields of ``RowWord``.

        What it leaves open stays as it was said before; a cell as it was read is no correction. Raises UnknownValue.
        """
        with self._changing():
            self._must_be_current()
            entry = self.entry(name)
            before = self.library.words()
            said = self._said_of(entry.sha256, row, before)
            read = said.read if said else row.code or f"G{row.group}"
            cells = self._cells(row, dict(word.get("cells", ())))  # type: ignore[call-overload]
            fields = {**word, "cells": tuple(cells.items())}
            made = RowWord(entry.sha256, row.place.char_start, read, who, now(), **fields)  # type: ignore[arg-type]
            as_read = {mark.what for mark in row.corrected if cells.get(mark.what) == tidy(mark.read)}
            left = made.after(said).without_cells(as_read)
            without = before.without_row(entry.sha256, row.place.char_start, read)
            self._say(name, entry.sha256, before, before.with_row(left) if left else without)

    def _cells(self, row: MeasureRow, cells: Mapping[str, str]) -> dict[str, str]:
        """Cells as they are kept, masked as the report is; raises UnknownValue for one that the row cannot have."""
        from corpus.redact import masked_text

        for name in cells:
            if name in CELLS and name not in row.columns:
                raise UnknownValue(f"The form of {row.label} has no cell {name}; it has {', '.join(row.columns)}.")
        return {name: masked_text(tidy(text), self.settings.mask) for name, text in cells.items()}

    def take_back(self, name: str, char_start: int, read: str) -> None:
        """Takes a word on a row back: the row is as it was read."""
        with self._changing():
            self._must_be_current()
            entry = self.entry(name)
            before = self.library.words()
            self._say(name, entry.sha256, before, before.without_row(entry.sha256, char_start, read))

    def rows_said_of(self, name: str) -> tuple[RowWord, ...]:
        """What people said of the rows of that report."""
        return self.library.words().of(self.entry(name).sha256).rows

    # --- how --------------------------------------------------------------------------------------------------------

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Holds the library; files that wait in it are settled before and after, whatever happens in between."""
        with self.library.held():
            self._settle()
            try:
                yield
            finally:
                self._settle()

    def _settle(self) -> None:
        """Makes the library agree with the store; of a damaged one nobody knows what it holds, so the files stay."""
        try:
            held = self.manifest_or_none()
        except DamagedStore:
            return
        self.library.settle(_sha256s(held))

    def manifest_or_none(self) -> "Manifest | None":
        """As ``manifest``, None also where the store is of another program: then nothing is known to be in it."""
        try:
            return self.manifest()
        except StaleStore:
            return None

    def _must_be_current(self) -> "Manifest | None":
        manifest = self.manifest()
        if manifest is not None and manifest.settings_key != reader_key(self.settings):
            raise StaleStore(
                f"The reports in the store in {self.settings.store} were read in another way than is set now; "
                "run `python -m assistant build`."
            )
        return self._caught_up(manifest) if manifest is not None else None

    def _caught_up(self, manifest: "Manifest") -> "Manifest":
        """The store with all that was said of its reports: a correction that was killed is in the library alone."""
        from corpus.reading import read_records
        from index.store import Alteration

        words = self.library.words()
        about = [one for one in manifest.reports if one.told or one.sha256 in words]
        told = {one.name: words.of(one.sha256) for one in about}
        late = {one.name: told[one.name].key for one in about if told[one.name].key != one.told}
        if not late:
            return manifest
        try:
            what = Alteration(again=late, make=lambda report: read_records(report, told[report.name]))
            self._alter(what, lambda step: None)
        except ReportError:  # what was said cannot be done; a build says why
            return manifest
        return self.manifest() or manifest

    def _take_in(self, files: Sequence[Path], held: "Manifest | None", done: Added) -> list[Incoming]:
        from index.manifest import Failure, Twin

        known = {sha256: name for name, sha256 in _sha256s(held).items()}
        incoming: dict[str, Incoming] = {}
        for file in [report for path in files for report in report_members(path)]:
            name = file.name
            sha256 = sha256_of_file(file)
            if sha256 and sha256 in known:
                done.already.append(Twin(name, known[sha256]))
                continue
            try:
                incoming[sha256] = self.library.take_in(file, name)
                known[sha256], done.came_from[name] = name, file
            except ReportError as error:
                done.refused.append(Failure(name, str(error)))
        return list(incoming.values())

    def _alter(self, what: "Alteration", progress: "Progress") -> "BuildSummary":
        from index.encoder import load_encoder
        from index.store import alter_store

        encoder = self._encoder() if self._encoder else load_encoder(self.settings.encoder)
        return alter_store(self.settings.store, what, encoder, progress, reader_key(self.settings))

    def _note(self, summary: "BuildSummary", incoming: Sequence[Incoming], done: Added) -> None:
        manifest = self.manifest()
        contents = {one.sha256 for one in incoming}
        done.added += [one for one in manifest.reports if one.sha256 in contents] if manifest else []
        done.waiting += [one for one in manifest.failed if one.sha256 in contents] if manifest else []
        done.refused += summary.refused

    def note_taken_out(self, names: Mapping[str, str], who: str, for_another: bool = False) -> None:
        """Notes reports (sha256 to name) as taken out; should they stay in the store, the note is settled away."""
        out = self.library.taken_out()
        new = [TakenOut(sha256, name, who, now(), for_another) for sha256, name in names.items()]
        self.library.keep_taken_out([*(one for s, one in out.items() if s not in names), *new])

    def _said_of(self, sha256: str, row: MeasureRow, words: Words) -> RowWord | None:
        """The earlier word on that row."""
        here = [word for word in words.of(sha256).rows if word.char_start == row.place.char_start]
        label = row.code or f"G{row.group}"
        return next((word for word in here if label in (word.read, word.code)), here[0] if len(here) == 1 else None)

    def _say(self, name: str, sha256: str, before: Words, words: Words) -> None:
        """Keeps the words and makes the report anew with them; where that cannot be, the words are as before."""
        from corpus.reading import read_records
        from index.intake import Source
        from index.store import Alteration

        told = words.of(sha256)

        def make(report: Report) -> Reading:
            return read_records(report, told)

        manifest = self.manifest()
        failed = next((one for one in manifest.failed if one.name == name), None) if manifest else None
        self.library.keep_words(words)
        try:
            if failed is None:
                self._alter(Alteration(again={name: told.key}, make=make), lambda step: None)
                return
            path = Path(failed.path)
            again = Source(path, sha256, told.key, failed.path)
            with self._reading({path: told}) as room:
                self._alter(Alteration(add=[again], read_all=room.read_all), lambda step: None)
        except BaseException:
            self.library.keep_words(before)
            raise


def _sha256s(manifest: "Manifest | None") -> dict[str, str]:
    """The names that the store knows, with the sha256 of their files: reports, and files that it could not take."""
    if manifest is None:
        return {}
    failed = {one.name: one.sha256 for one in manifest.failed}
    return failed | {one.name: one.sha256 for one in manifest.reports}


def _unknown(name: str) -> UnknownValue:
    return UnknownValue(f"The store holds no report {name[:80]!r}; `python -m assistant reports` lists them.")
