"""A forked child for tests that kill: the libraries are loaded once, by the parent."""

import os
import sys
from collections.abc import Callable


def in_child(work: Callable[[], object]) -> int:
    """Runs the work in a forked child and returns how that ended: an exit code, or minus the signal."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            work()
            code = 0
        except BaseException as error:
            print(f"child: {error!r}", file=sys.stderr)
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
