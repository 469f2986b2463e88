"""A folder of made reports with its store, for the tests of the store."""

from collections.abc import Callable, Generator, Sequence
from hashlib import sha256
from pathlib import Path

from corpus.errors import ReportError, UnreadableReport
from corpus.records import Reading
from index import versions
from index.intake import ReadAll
from index.search import ReportIndex
from index.store import BuildSummary, build_store, open_store
from tests.made_readings import CountingEncoder, passage, reading, row


def read(path: Path) -> Reading:
    """Each line of the file is one row, a line that begins with + is a passage; "!" is a file that cannot be read."""
    text = path.read_text(encoding="utf-8")
    if text.startswith("!"):
        raise UnreadableReport(f"{path.name} is no text; save it as text.")
    lines = list(enumerate(text.splitlines(), start=1))
    return reading(
        path.name,
        [row(path.name, f"I{n}", 1, line, measure=line, line=n) for n, line in lines if not line.startswith("+")],
        [passage(path.name, line[1:], line=n) for n, line in lines if line.startswith("+")],
        sha256=sha256(text.encode()).hexdigest(),
        text=text,
    )


def one_by_one(read: Callable[[Path], Reading]) -> ReadAll:
    """A reader of single files as one of many, in this process."""

    def read_all(paths: Sequence[Path]) -> Generator[tuple[Path, Reading | ReportError], None, None]:
        for path in paths:
            try:
                yield path, read(path)
            except ReportError as error:
                yield path, error

    return read_all


class Office:
    """A folder of reports, a store, and a count of what was read."""

    def __init__(self, folder: Path) -> None:
        self.reports, self.store = folder / "reports", folder / "store"
        self.reports.mkdir()
        self.encoder = CountingEncoder()
        self.was_read: list[str] = []
        self.steps: list[tuple[int, int, str]] = []

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            (self.reports / f"{name}.txt").write_text(text, encoding="utf-8")

    def build(self, key: str = "reader 1", read: Callable[[Path], Reading] = read) -> BuildSummary:
        self.was_read, self.steps = [], []
        sources = [(path, sha256(path.read_bytes()).hexdigest()) for path in self.reports.iterdir()]

        def counted(path: Path) -> Reading:
            self.was_read.append(path.name)
            return read(path)

        return build_store(
            self.store,
            sources,
            one_by_one(counted),
            self.encoder,
            lambda step: self.steps.append(step[:3]),
            settings_key=key,
        )

    def open(self, key: str | None = None) -> ReportIndex:
        return open_store(self.store, lambda: self.encoder, key)

    def part(self, ending: str) -> Path:
        """A file of the version in use."""
        folder = versions.folder_of(self.store, versions.current(self.store).number)
        return next(path for path in sorted(folder.iterdir()) if path.name.endswith(ending))

    @classmethod
    def furnished(cls, folder: Path) -> "Office":
        """Two reports: a with two rows, b with a row and a passage."""
        made = cls(folder)
        made.write(a="ยืม\nงบ งบ ยืม", b="คิว\n+คำนำ งบ")
        return made


def items(index: ReportIndex) -> list[str]:
    return [one.item for one in index.rows]
