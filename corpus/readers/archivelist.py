"""The reports in a zip, listed by a process of its own: a list made to do harm ends that process and nothing else."""

import json
import resource
import subprocess
import sys
from pathlib import Path

from corpus.readers.archive import is_archive, members

# Bytes of memory and seconds that listing may take; 2,000 members take some 20 MB and a tenth of a second.
MEMORY, SECONDS = 500_000_000, 20.0
_ROOT = Path(__file__).parent.parent.parent


def listed(path: Path, endings: tuple[str, ...]) -> list[Path]:
    """The paths of the reports in a zip; [] where it is none, is damaged, holds none or is made to do harm."""
    command = [sys.executable, "-m", "corpus.readers.archivelist", str(path.absolute()), *endings]
    try:
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=SECONDS)
        names = json.loads(done.stdout) if done.returncode == 0 else []
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return []
    return [path.with_name(name) for name in names if isinstance(name, str)]


def main() -> None:
    """Prints the names of the reports in the zip that is given, as JSON; ends in an error where it cannot."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS) + 1,) * 2)
    path, endings = Path(sys.argv[1]), tuple(sys.argv[2:])
    print(json.dumps([one.name for one in members(path, endings)] if is_archive(path) else []))


if __name__ == "__main__":
    main()
