"""The manifest of one version of a store: which reports are in it, what made it, and the sha256 of every part."""

import json
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from corpus.recordjson import from_json, record_shape
from corpus.records import MaskKind, Period, ReportKind
from index.words import FILES as WORD_FILES

# Raised by hand when parts are named or written in another way, or ``words_of`` and ``vector_text`` take other text.
LAYOUT = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a version: its name below the version's folder and its sha256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One report that the store holds, and what a list of reports shows of it.

    ``sha256`` is that of the report's file, ``path`` where the file lies; ``told`` names what people had corrected when
    it was read (``corpus.corrections.Told.key``). ``doubtful`` and ``corrected`` count rows, ``left_out`` and
    ``characters`` count characters, ``masked`` places by kind.
    """

    name: str
    sha256: str
    path: str
    told: str
    district: str
    fiscal_year: int
    kind: ReportKind
    period: Period
    form: str
    pages: int
    rows: int
    passages: int
    doubtful: int
    corrected: int
    characters: int
    left_out: int
    masked: tuple[tuple[MaskKind, int], ...] = ()

    def __post_init__(self) -> None:
        # File names are made of it, so it must be what it says.
        if len(self.sha256) != 64 or set(self.sha256) - set("0123456789abcdef"):
            raise ValueError(f"{self.name}: {self.sha256!r} is no sha256")

    @property
    def part_names(self) -> tuple[str, str, str]:
        """The files of this report: its reading, its vectors, its words."""
        return f"{self.sha256}.reading.json", f"{self.sha256}.vectors.npy", f"{self.sha256}.words.json"


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and the sentence that says why; ``lacks`` names what a person can tell of it."""

    name: str
    reason: str
    sha256: str = ""
    path: str = ""
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """A file with the same content as another one, which alone is in the store."""

    name: str
    kept: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one version of the store holds and what made it.

    ``settings_key`` names the reader's version and settings, as the builder gave it; ``records`` the shape of the
    records (``parts.record_shape``); ``encoder`` and ``dim`` what made the vectors.
    """

    layout: int
    records: str
    settings_key: str
    encoder: str
    dim: int
    reports: tuple[ReportEntry, ...]
    failed: tuple[Failure, ...]
    twins: tuple[Twin, ...]
    parts: tuple[Part, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all reports."""
        return sum(entry.rows for entry in self.reports)

    @property
    def passages(self) -> int:
        """How many passages there are in all reports."""
        return sum(entry.passages for entry in self.reports)

    @property
    def part_names(self) -> tuple[str, ...]:
        """The files that this version must have."""
        return (*(name for entry in self.reports for name in entry.part_names), *WORD_FILES)


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as JSON that a person can read."""
    held = [f'"{one.name}": {_lines(getattr(manifest, one.name))}' for one in fields(manifest)]
    return ("{" + ",\n".join(held) + "}").encode("utf-8")


def _lines(value: object) -> str:
    """A value as JSON, records one a line: Python's own indenting takes ten times as long."""
    if isinstance(value, tuple):
        return "[\n" + ",\n".join(map(_lines, value)) + "]"
    return json.dumps(_named(value) if is_dataclass(value) else value, ensure_ascii=False)


def _named(record: Any) -> dict[str, object]:
    """The fields of a record that holds plain values, by name."""
    return {one.name: getattr(record, one.name) for one in fields(record)}


def layout_of(data: bytes) -> tuple[int, str]:
    """Layout number and shape of the records that a manifest names; raises ValueError where it is no manifest."""
    held = json.loads(data)
    if not isinstance(held, dict) or not isinstance(held.get("layout"), int):
        raise ValueError("this is no manifest")
    return held["layout"], str(held.get("records"))


def is_current(data: bytes) -> bool:
    """Whether a manifest was written by this version of the program; raises ValueError where it is no manifest."""
    return layout_of(data) == (LAYOUT, record_shape())


def manifest_of(data: bytes) -> Manifest:
    """The manifest that ``manifest_bytes`` wrote; raises ValueError where it is none of this layout."""
    manifest = from_json(data, Manifest)
    if sorted(part.name for part in manifest.parts) != sorted(manifest.part_names):
        raise ValueError("the manifest does not name the parts that its reports have")
    return manifest
