"""The one place where parts are put together: settings are unpacked here, and below it only plain arguments travel.

Heavy parts are imported inside the functions that need them, so that --help costs nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from corpus.errors import ReportError, RequestError, SourceGone, UnknownValue

if TYPE_CHECKING:
    from assistant.answers import Answer, DraftRequest, DraftRow, ReadAs
    from assistant.editor import Editor
    from assistant.plan import Plan, PlanRequest
    from assistant.planbook import PlanBook
    from assistant.ranking import Ranker
    from assistant.ratings import RatingFile
    from corpus.corrections import Told
    from corpus.readingroom import ReadingRoom
    from corpus.records import MeasureRow, Page, Reading
    from index.hits import Hit
    from index.intake import Progress
    from index.search import ReportIndex
    from index.store import BuildSummary


class Assistant:
    """Everything that can be asked of the reports in one store; nothing in it changes, so threads may share it."""

    def __init__(
        self,
        index: "ReportIndex",
        ranker: "Ranker | None" = None,
        editor: "Editor | None" = None,
        store: Path | None = None,
    ) -> None:
        """``ranker`` is the index's own, with the weights that ship, and no model helps, where none is given.

        ``store`` is the folder that tells where the files of the reports lie; without it no page can be shown.
        """
        self._store = store
        self.index = index
        self._ranker = ranker
        self._editor = editor

    @property
    def rows(self) -> "tuple[MeasureRow, ...]":
        """Every measures row of the store, report by report."""
        return self.index.rows

    def ask(
        self,
        question: str,
        my_district: str | None = None,
        before: "ReadAs | None" = None,
        drafts: "Sequence[DraftRow]" = (),
        with_model: bool = True,
    ) -> "Answer":
        """The answer to a question in Thai or English, perhaps leaning on the one before; raises RequestError.

        ``drafts`` are the rows that the talk has drafted, which what is said may change. Without the model an answer
        comes at once, also where one is named.
        """
        from assistant.ask import ask

        editor = self._editor if with_model else None
        return ask(question, self.index, my_district, before, self._ranker, editor, drafts)

    def may_improve(self, answer: "Answer") -> bool:
        """Whether the model that is named has something to do for an answer that was made without it."""
        return self._editor is not None and self._editor.helps(answer)

    def read(self, question: str) -> "ReadAs":
        """What the question says by itself; raises RequestError."""
        from assistant.ask import read_as, understand

        return read_as(understand(question, self.index))

    def search(self, question: str, k: int = 10) -> "tuple[ReadAs, tuple[Hit, ...]]":
        """What the question was read as, and the k records that fit it best; raises RequestError."""
        from assistant.ask import search

        return search(question, self.index, k, self._ranker)

    def draft(self, request: "DraftRequest") -> "tuple[DraftRow, ...]":
        """The rows drafted for a weak item; raises RequestError."""
        from assistant.draft import draft

        drafted = draft(request, self.index)
        return self._editor.drafted(drafted) if self._editor is not None else drafted

    def reworded(self, row: "DraftRow") -> "DraftRow":
        """A drafted row gone over by the language model; raises RequestError where none is named."""
        if self._editor is None:
            raise RequestError("No language model is named; set ASSISTANT_MODEL_URL and ASSISTANT_MODEL.")
        return self._editor.drafted((row,))[0]

    @property
    def has_model(self) -> bool:
        """Whether a language model is named; nobody has asked it yet whether it answers."""
        return self._editor is not None

    def plan(self, request: "PlanRequest", with_model: bool = False) -> "Plan":
        """The plan drafted from a score sheet; raises RequestError, also where a model is wanted and none is named.

        With a model every row is gone over, one after another, which takes minutes.
        """
        from assistant.plan import plan

        if with_model and self._editor is None:
            raise RequestError(
                "No language model is named; set ASSISTANT_MODEL_URL and ASSISTANT_MODEL, or leave out --with-model."
            )
        return plan(request, self.index, self._editor.planned if with_model and self._editor else None)

    def reading(self, report: str) -> "Reading":
        """Everything that was read of one report, by its file name; raises UnknownValue."""
        if report not in self.index.reports:
            raise UnknownValue(f"The store holds no report {report!r}; it holds {', '.join(self.index.reports)}.")
        return self.index.reports[report]

    def page_image(self, report: str, char_start: int, char_end: int) -> "tuple[Page, bytes]":
        """The page of a PDF report on which these characters stand, marked, as WebP.

        Raises UnknownValue, SourceGone or PageWithheld.
        """
        from corpus.readers.pageimage import page_image, page_of
        from index.store import store_summary

        held = self.reading(report).report
        page = page_of(held, char_start, char_end)
        entries = store_summary(self._store).reports if self._store is not None else ()
        path = next((entry.path for entry in entries if entry.sha256 == held.sha256), None)
        if page is None or path is None:
            raise SourceGone(f"The store does not say where the file of {report} lies; read the reports again.")
        return page, page_image(Path(path), held, page, char_start, char_end)

    def source(self, report: str) -> str:
        """The decoded text of one report, which offsets refer to; raises UnknownValue."""
        return self.reading(report).report.text


def open_assistant(settings: Settings, before: Assistant | None = None) -> Assistant:
    """The assistant over the store that was built; raises StoreError, EncoderError or SettingsError.

    ``before`` is one over an earlier version of it: what did not change is taken from it.
    """
    from index.encoder import load_encoder
    from index.store import open_store

    earlier = before.index if before is not None else None
    index = open_store(settings.store, lambda: load_encoder(settings.encoder), reader_key(settings), earlier)
    return Assistant(index, _ranker(settings, index), _editor(settings, index), settings.store)


def _ranker(settings: Settings, index: "ReportIndex") -> "Ranker | None":
    """A ranker with the cross-encoder that is named, or None."""
    if settings.reranker is None:
        return None
    from assistant.ranking import Ranker
    from index.reranker import load_reranker

    return Ranker(index, reranker=load_reranker(settings.reranker))


def _editor(settings: Settings, index: "ReportIndex") -> "Editor | None":
    """The language model that is named, with its prompts checked, or None; nothing is sent yet."""
    if settings.model_url is None or settings.model is None:
        return None
    from assistant.editor import Editor
    from assistant.prompting import load_tasks
    from assistant.writer import Endpoint, Writer

    endpoint = Endpoint(settings.model_url, settings.model, settings.model_key or "", settings.model_time)
    return Editor(Writer(endpoint), load_tasks(), index.districts)


def open_plans(settings: Settings) -> "PlanBook":
    """The book of kept plans; raises PlansUnusable."""
    from assistant.planbook import PlanBook

    return PlanBook(settings.plans)


def open_ratings(settings: Settings) -> "RatingFile":
    """The file of what readers thought of answers; made with the first of them."""
    from assistant.ratings import RatingFile

    return RatingFile(settings.ratings)


def build(
    settings: Settings,
    reports: Sequence[Path],
    progress: "Progress",
    *,
    exactly: bool = False,
    opened: "Callable[[ReadingRoom], None]" = lambda room: None,
) -> "BuildSummary":
    """Makes the store hold these report files and those of the library, less what people took out, and nothing else.

    ``exactly`` leaves the library's files and what was taken out aside. Only new and changed files are read, and what
    people corrected is put in. ``progress`` hears how far it is, ``opened`` where it is read. Raises ReportError,
    StoreError, EncoderError and LibraryError.
    """
    from corpus.library import Library, sha256_of_file
    from index.encoder import load_encoder
    from index.intake import Source
    from index.store import build_store

    library = Library(settings.library)
    words = library.words()
    encoder = load_encoder(settings.encoder)
    out = {} if exactly else library.taken_out()
    files = {path.resolve(): path for path in (*reports, *(() if exactly else library.files()))}
    told, sources = {}, []
    for whole, path in files.items():
        sha256 = sha256_of_file(path)
        if sha256 not in out:
            told[path] = words.of(sha256)
            sources.append(Source(path, sha256, told[path].key, str(whole)))
    with reading_room(settings, told) as room:
        opened(room)
        return build_store(settings.store, sources, room.read_all, encoder, progress, reader_key(settings))


def report_files(places: Sequence[Path]) -> list[Path]:
    """The report files of these folders and files, each once; raises NoReports where one of them holds none."""
    from corpus.reading import report_files as files_of

    files = {path.resolve(): path for place in places for path in files_of(place)}
    return list(files.values())


def read_rows(settings: Settings, reports: Sequence[Path]) -> "list[MeasureRow]":
    """The rows of these report files as they are read now, without a store; raises ReportError."""
    rows: list[MeasureRow] = []
    with reading_room(settings) as room:
        for _, reading in room.read_all(reports):
            if isinstance(reading, ReportError):
                raise reading
            rows += reading.rows
    return rows


def reading_room(settings: Settings, told: "Mapping[Path, Told] | None" = None) -> "ReadingRoom":
    """Where reports are read, within the limits that are set, each with what people said of it; not started yet."""
    from corpus.attendant import Limits
    from corpus.readingroom import ReadingRoom

    limits = Limits(memory_mb=settings.read_memory, seconds=settings.read_time)
    return ReadingRoom(limits, settings.readers, told=told, masks=settings.mask)


def reader_key(settings: Settings) -> str:
    """What a store's readings depend on beside the files; with another key every report is read again."""
    from corpus.reading import READER_VERSION

    return f"reader {READER_VERSION}, masking {' '.join(settings.mask)}".strip()
