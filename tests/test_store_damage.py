"""What is opened is what was built, or is refused with a sentence that says what to run."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import (
    AssistantError,
    DamagedStore,
    ForeignStore,
    NoStore,
    StaleStore,
    StoreError,
)
from index import parts, versions
from index.store import open_store, store_summary
from tests.made_readings import CountingEncoder
from tests.made_store import Office, items


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    # Waiting for the disk is most of the time; one test shows that builds do wait.
    monkeypatch.setattr("os.fsync", lambda handle: None)
    return Office.furnished(tmp_path)


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="python -m assistant build"):
        open_store(tmp_path / "none", CountingEncoder)
    (tmp_path / "file").write_text("x")
    with pytest.raises(NoStore):
        store_summary(tmp_path / "file")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def missing(path: Path) -> None:
    path.unlink()


ENDINGS = (".reading.json", ".vectors.npy", ".words.json", "words.json", "word_counts.npy", "word_records.npy")


@pytest.mark.parametrize("damage", [truncated, flipped, missing])
@pytest.mark.parametrize("ending", [*ENDINGS, "word_starts.npy", "manifest.json"])
def test_a_damaged_part_is_refused_and_the_next_build_mends_it(
    office: Office, ending: str, damage: Callable[[Path], None]
) -> None:
    office.build()
    part = office.part(ending)
    damage(part)
    with pytest.raises(DamagedStore, match="python -m assistant build") as told:
        office.open()
    assert part.name in str(told.value)
    office.build()
    assert items(office.open()) == ["ยืม", "งบ งบ ยืม", "คิว"]
    assert office.build().read == ()


def test_only_the_report_with_the_damaged_part_is_read_again(office: Office) -> None:
    office.build()
    name = next(entry.part_names[1] for entry in store_summary(office.store).reports if entry.name == "b.txt")
    flipped(office.part(name))
    assert office.build().read == ("b.txt",)
    assert items(office.open()) == ["ยืม", "งบ งบ ยืม", "คิว"]


@pytest.mark.parametrize(
    "words", ["", "7", "x" * 70, "9" * 5000 + " " + "0" * 64, f"1 {'0' * 64}", f"9 {'0' * 64}", "1 2 3", "\udcff"]
)
def test_a_current_file_that_makes_no_sense(office: Office, words: str) -> None:
    office.build()
    (office.store / "CURRENT").write_bytes(words.encode("utf-8", "surrogateescape"))
    with pytest.raises(DamagedStore, match="damaged"):
        office.open()
    with pytest.raises(DamagedStore, match="damaged"):
        store_summary(office.store)
    office.build()
    assert items(office.open()) == ["ยืม", "งบ งบ ยืม", "คิว"]


def rewrite_manifest(office: Office, change: Callable[[dict[str, object]], object]) -> None:
    """Another manifest in place of the old one, sealed as a build would seal it."""
    path = office.part("manifest.json")
    held = json.loads(path.read_text(encoding="utf-8"))
    changed = change(held)
    data = changed if isinstance(changed, bytes) else json.dumps(held).encode()
    path.write_bytes(data)
    number = versions.current(office.store).number
    (office.store / "CURRENT").write_text(f"{number} {sha256(data).hexdigest()}\n")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda held: b"no json", DamagedStore),
        (lambda held: b"[1, 2]", DamagedStore),
        (lambda held: held.pop("reports"), DamagedStore),
        (lambda held: held.update(reports=7), DamagedStore),
        (lambda held: held["parts"].pop(), DamagedStore),
        (lambda held: held["reports"][0].update(sha256="../../../etc/passwd"), DamagedStore),
        (lambda held: held["reports"][0].update(rows="many"), DamagedStore),
        (lambda held: held.update(layout=held["layout"] + 1), StaleStore),
        (lambda held: held.update(records="0123456789abcdef"), StaleStore),
    ],
)
def test_a_manifest_of_another_program_or_of_none(
    office: Office, change: Callable[[dict[str, object]], object], error: type[StoreError]
) -> None:
    office.build()
    rewrite_manifest(office, change)
    for use in (office.open, lambda: store_summary(office.store)):
        with pytest.raises(error, match="python -m assistant build"):
            use()
    assert office.build().read == ("a.txt", "b.txt")
    assert len(office.open().rows) == 3


def test_parts_that_a_hostile_store_calls_right_are_still_checked(office: Office) -> None:
    office.build()
    entry = store_summary(office.store).reports[0]

    def swap(name: str, data: bytes) -> None:
        office.part(name).write_bytes(data)
        rewrite_manifest(
            office, lambda held: [p.update(sha256=sha256(data).hexdigest()) for p in held["parts"] if p["name"] == name]
        )

    good = office.part(entry.part_names[0]).read_bytes()
    for data in (b"[]", b"{}", b"[" * 100_000, b"\xff", good.replace(b"2566", b'"2566"', 1)):
        swap(entry.part_names[0], data)
        with pytest.raises(DamagedStore, match="makes no sense"):
            office.open()
    swap(entry.part_names[0], good)
    assert len(office.open().rows) == 3
    for matrix in (np.zeros((1, 3), np.float32), np.zeros((2, 2), np.float32), np.full((2, 3), np.nan, np.float32)):
        swap(entry.part_names[1], parts.matrix_bytes(matrix))
        with pytest.raises(DamagedStore, match="makes no sense"):
            office.open()


def test_another_encoder_is_refused(office: Office) -> None:
    office.build()
    for other in (CountingEncoder(name="other"), CountingEncoder(["ยืม"])):
        with pytest.raises(ForeignStore, match="python -m assistant build"):
            open_store(office.store, lambda other=other: other)


def test_other_reader_settings_are_stale_where_asked(office: Office) -> None:
    office.build()
    assert len(office.open("reader 1").rows) == 3
    with pytest.raises(StaleStore, match="python -m assistant build"):
        office.open("reader 2")


def test_the_summary_of_a_store(office: Office) -> None:
    office.build()
    held = store_summary(office.store)
    assert [(one.name, one.district, one.fiscal_year, one.rows, one.passages) for one in held.reports] == [
        ("a.txt", "บางตัวอย่าง", 2566, 2, 0),
        ("b.txt", "บางตัวอย่าง", 2566, 1, 1),
    ]
    assert (held.rows, held.passages, held.encoder, held.dim) == (3, 1, "counting", 3)


def test_every_error_is_one_sentence_for_people(office: Office) -> None:
    office.build()
    missing(office.part("words.json"))
    with pytest.raises(AssistantError) as told:
        office.open()
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
