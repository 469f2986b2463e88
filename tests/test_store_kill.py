"""A build killed with SIGKILL at every step that touches the disk: the old version stays whole, the next one succeeds.

One helper process forks a child per step, so that the libraries are loaded once.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

HELPER = '''
import os
import shutil
import signal
import sys
from hashlib import sha256
from pathlib import Path

import faiss
import numpy

from corpus.thai import search_words
from index import store, versions
from tests.made_child import in_child
from tests.made_readings import CountingEncoder
from tests.made_store import items, one_by_one, read

search_words("บางตัวอย่าง จัดซื้อจัดจ้าง")
# A killed process loses nothing that it had written: waiting for the disk would only cost time here.
os.fsync = lambda handle: None
folder = Path(sys.argv[1])
OLD = {"a.txt": "ยืม\\nงบ งบ ยืม", "b.txt": "คิว\\n+คำนำ งบ"}
NEW = {"a.txt": "ยืม\\nงบ งบ ยืม", "b.txt": "คิว คิว", "c.txt": "งบ"}
ITEMS = {"old": ["ยืม", "งบ งบ ยืม", "คิว"], "new": ["ยืม", "งบ งบ ยืม", "คิว คิว", "งบ"]}


def build(place, texts):
    reports = place / "reports"
    reports.mkdir(exist_ok=True)
    sources = []
    for name, text in texts.items():
        (reports / name).write_text(text, encoding="utf-8")
        sources.append((reports / name, sha256(text.encode()).hexdigest()))
    store.build_store(place / "store", sources, one_by_one(read), CountingEncoder(), lambda *step: None, "reader 1")


def kill_at(step):
    """The process dies before its step-th call that changes the disk, in the reader, or in the middle of a write."""
    count = 0

    def tick():
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(real):
        def call(*args, **kwargs):
            tick()
            return real(*args, **kwargs)
        return call

    for name in ("fsync", "replace", "link", "mkdir", "unlink", "rmdir"):
        setattr(os, name, counted(getattr(os, name)))
    numpy.save = counted(numpy.save)
    Path.write_text = counted(Path.write_text)
    versions.write_file = torn(versions.write_file, tick)
    global read
    read = counted(read)


def torn(real, tick):
    def write_file(folder, name, data):
        tick()
        with open(folder / name, "wb") as out:
            out.write(data[: len(data) // 2])
        tick()
        return real(folder, name, data)
    return write_file


def killed_build(place, texts, step):
    kill_at(step)
    build(place, texts)


def held(place):
    index = store.open_store(place / "store", CountingEncoder)
    assert len(index) == len(index.vectors) == len(index.words)
    return items(index)


def must_hold(place, *which):
    found = held(place)
    assert found in [ITEMS[one] for one in which], found


def left_over(place):
    names = sorted(path.name for path in (place / "store").iterdir())
    assert names == ["CURRENT", "lock", "versions"], names
    assert len(list((place / "store" / "versions").iterdir())) <= 2


def after(place, first):
    """What a killed build must leave behind, and what the next one must make of it."""
    if not first:
        must_hold(place, "old", "new")
    elif (place / "store" / "CURRENT").exists():
        must_hold(place, "new")
    build(place, NEW)
    must_hold(place, "new")
    left_over(place)


def one_step(place, step, first):
    """Kills one build; returns whether there was a step to be killed at."""
    place.mkdir()
    if not first:
        shutil.copytree(folder / "old", place, dirs_exist_ok=True)
    ended = in_child(lambda: killed_build(place, NEW, step))
    assert ended in (0, -signal.SIGKILL), ended
    if ended == 0:
        return False
    assert in_child(lambda: after(place, first)) == 0, f"killed at step {step}"
    return True


first = sys.argv[2] == "first"
(folder / "old").mkdir()
assert in_child(lambda: build(folder / "old", OLD)) == 0
# The first build of a store has little to lose: every third step is enough there.
stride = 3 if first else 1
step = 1
while one_step(folder / str(step), step, first):
    step += stride
print(step - stride)
'''


@pytest.mark.parametrize(
    ("which", "steps"),
    # Steps that touch the disk: 3 parts, torn and whole, for each report read, their fsyncs, 4 files of words, the
    # manifest, the switch; a later build also links what it reuses and removes what it no longer needs.
    [("later", 40), ("first", 40)],
)
def test_killed_at_any_step_the_old_version_stays_and_the_next_build_succeeds(
    tmp_path: Path, which: str, steps: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELPER, str(tmp_path), which],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= steps
