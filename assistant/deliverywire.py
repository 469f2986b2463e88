"""What became of reports that were added, and how far that is, as the stable JSON."""

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from assistant.admission import Added
    from corpus.revision import RowChange
    from index.manifest import Failure, ReportEntry


class EntryObject(TypedDict):
    """One report of the store; `path` is where its file lies, `doubtful` and `corrected` count rows."""

    report: str
    state: str
    sha256: str
    path: str
    district: str
    fiscal_year: int
    kind: str
    period: str
    form: str
    pages: int
    rows: int
    passages: int
    doubtful: int
    corrected: int
    characters: int
    left_out: int


class FailureObject(TypedDict):
    """A file that could not be read; `state` is "waiting" where a person can tell what it `lacks`, else "failed"."""

    report: str
    state: str
    sha256: str
    path: str
    reason: str
    lacks: list[str]


class ChangeObject(TypedDict):
    """One row that differs between two versions: "added", "removed" or "changed", and in which of its values."""

    row: str
    change: str
    what: list[str]


class ReplacedObject(TypedDict):
    """A report that took the place of another one."""

    report: str
    instead_of: str
    changes: list[ChangeObject]


class TwinObject(TypedDict):
    """A file that the store holds already, under the name `kept`."""

    report: str
    kept: str


class UndecidedObject(TypedDict):
    """A report that was not added: `held` is of the same district, year, kind and period."""

    report: str
    held: str
    changes: list[ChangeObject]


class RefusedObject(TypedDict):
    """A file that could not be added."""

    report: str
    reason: str


class AddedObject(TypedDict):
    """What became of each file, as `add --json` prints it."""

    added: list[EntryObject]
    replaced: list[ReplacedObject]
    already: list[TwinObject]
    undecided: list[UndecidedObject]
    waiting: list[FailureObject]
    refused: list[RefusedObject]


class JobObject(TypedDict):
    """A delivery: `state` is "waiting", "working", "done" or "failed"; `read` of `to_read` files are read.

    `result` stands there when it is done, `error` where it failed.
    """

    job: str
    state: str
    files: list[str]
    read: int
    to_read: int
    result: AddedObject | None
    error: str | None


def entry_object(entry: "ReportEntry") -> EntryObject:
    """One report as the stable JSON."""
    return {
        "report": entry.name,
        "state": "read",
        "sha256": entry.sha256,
        "path": entry.path,
        "district": entry.district,
        "fiscal_year": entry.fiscal_year,
        "kind": entry.kind.value,
        "period": entry.period.value,
        "form": entry.form,
        "pages": entry.pages,
        "rows": entry.rows,
        "passages": entry.passages,
        "doubtful": entry.doubtful,
        "corrected": entry.corrected,
        "characters": entry.characters,
        "left_out": entry.left_out,
    }


def failure_object(failure: "Failure") -> FailureObject:
    """A file that could not be read, as the stable JSON."""
    return {
        "report": failure.name,
        "state": "waiting" if failure.lacks else "failed",
        "sha256": failure.sha256,
        "path": failure.path,
        "reason": failure.reason,
        "lacks": list(failure.lacks),
    }


def added_object(done: "Added") -> AddedObject:
    """What became of the files that were to be added."""
    return {
        "added": [entry_object(one) for one in done.added],
        "replaced": [
            {"report": one.name, "instead_of": one.old, "changes": _changes(one.changes)} for one in done.replaced
        ],
        "already": [{"report": one.name, "kept": one.kept} for one in done.already],
        "undecided": [
            {"report": one.name, "held": one.held, "changes": _changes(one.changes)} for one in done.undecided
        ],
        "waiting": [failure_object(one) for one in done.waiting],
        "refused": [{"report": one.name, "reason": one.reason} for one in done.refused],
    }


def _changes(changes: "tuple[RowChange, ...]") -> list[ChangeObject]:
    return [{"row": one.label, "change": one.change.value, "what": list(one.what)} for one in changes]
