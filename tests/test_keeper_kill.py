"""An addition that takes another's place, killed with SIGKILL at every third step that touches the disk.

Whatever the step, the store holds the old reports or the new ones, and the next change leaves store and library agreed.
One helper process forks a child per step, so that the libraries are loaded once.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

HELPER = """
import os
import shutil
import signal
import sys
from pathlib import Path

import faiss
import numpy

from assistant.admission import Clash
from index import versions
from tests.made_child import in_child
from tests.made_keeper import held, made_keeper, write

# A killed process loses nothing that it had written: waiting for the disk would only cost time here.
os.fsync = lambda handle: None
folder = Path(sys.argv[1])
OLD = [("a.txt", "ดุสิต", 2), ("b.txt", "บางรัก", 2)]
NEW = [("a.txt", "ดุสิต", 2), ("b-2.txt", "บางรัก", 2), ("c.txt", "สาทร", 2)]
LAST = [*NEW, ("d.txt", "พระนคร", 2)]


def first(place):
    files = [write(place / "desk", "a.txt", "ดุสิต"), write(place / "desk", "b.txt", "บางรัก")]
    made_keeper(place).add(files, lambda step: None)


def second(place):
    files = [write(place / "desk", "b-2.txt", "บางรัก", more=" ใหม่"), write(place / "desk", "c.txt", "สาทร")]
    made_keeper(place).add(files, lambda step: None, Clash.REPLACE)


def killed_second(place, at):
    count = 0

    def counted(real):
        def call(*args, **kwargs):
            nonlocal count
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)
        return call

    write(place / "desk", "b-2.txt", "บางรัก", more=" ใหม่")
    write(place / "desk", "c.txt", "สาทร")
    files = [place / "desk" / "b-2.txt", place / "desk" / "c.txt"]
    keeper = made_keeper(place)
    for name in ("fsync", "replace", "rename", "link", "mkdir", "unlink", "rmdir"):
        setattr(os, name, counted(getattr(os, name)))
    shutil.copyfileobj = counted(shutil.copyfileobj)
    numpy.save = counted(numpy.save)
    versions.write_file = counted(versions.write_file)
    keeper.add(files, lambda step: None, Clash.REPLACE)


def after(place):
    keeper = made_keeper(place)
    found = held(keeper)
    assert found in (OLD, NEW), found
    second(place)
    assert held(keeper) == NEW, held(keeper)
    keeper.add([write(place / "desk", "d.txt", "พระนคร")], lambda step: None)
    assert held(keeper) == LAST, held(keeper)
    names = sorted(path.name for path in keeper.library.files())
    assert names == ["a.txt", "b-2.txt", "c.txt", "d.txt"], names
    assert list((place / "library" / "incoming").iterdir()) == []
    paths = {entry.name: entry.path for entry in keeper.manifest().reports}
    assert all(Path(path).is_file() for path in paths.values()), paths


(folder / "old").mkdir()
assert in_child(lambda: first(folder / "old")) == 0
step = 1
while True:
    place = folder / str(step)
    shutil.copytree(folder / "old", place)
    ended = in_child(lambda: killed_second(place, step))
    assert ended in (0, -signal.SIGKILL), ended
    assert in_child(lambda: after(place)) == 0, f"killed at step {step}"
    shutil.rmtree(place)
    if ended == 0:
        break
    step += 3
print(step)
"""


def test_wherever_it_is_killed_nothing_is_lost_and_the_next_change_goes_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELPER, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # Two files copied, their parts and those carried over, words, manifest, switch, files put in their place.
    assert int(done.stdout) >= 30
