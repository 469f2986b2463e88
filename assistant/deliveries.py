"""Reports that other programs bring and take away: one delivery after the other, each told by its number.

It knows nothing of HTTP. What was delivered is kept in mind until the program ends, the last ones at least.
"""

import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.admission import Added, Clash
from assistant.deliverywire import JobObject, added_object
from assistant.keeper import Keeper
from corpus.errors import AssistantError, LibraryBusy, RequestError, UnknownValue
from corpus.readers import report_members
from index.intake import Step

_log = logging.getLogger(__name__)

# Deliveries that wait or are worked on at once; and how many of those that are over can still be asked for.
MOST_WAITING, MOST_KEPT = 8, 100
# While somebody else changes the reports, in the window or on the command line, it is tried again: for so many seconds.
PATIENCE, AGAIN = 120.0, 0.5
STOPPED = "The program was stopped; send the files again."
FAULT = "A fault in the program stopped this; please tell its keepers what you sent."


class JobState(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Job:
    """One delivery; ``folder`` is its own and goes with its end."""

    number: str
    files: tuple[Path, ...]
    folder: Path
    clash: Clash
    who: str
    state: JobState = JobState.WAITING
    step: Step | None = None
    done: Added | None = None
    error: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state in (JobState.DONE, JobState.FAILED)


class Deliveries:
    """Adds and removes reports for other programs; ``refresh`` is called when the store has changed."""

    def __init__(self, keeper: Keeper, refresh: Callable[[], object]) -> None:
        self._keeper, self._refresh = keeper, refresh
        self._jobs: dict[str, Job] = {}
        self._changing, self._stopped = threading.Lock(), threading.Event()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="deliveries")

    def bring(self, files: Sequence[Path], folder: Path, clash: Clash, who: str) -> JobObject:
        """Takes files on to be added, of a zip each report in it; raises RequestError where too many wait."""
        with self._changing:
            if sum(not job.is_over for job in self._jobs.values()) >= MOST_WAITING:
                raise RequestError(f"{MOST_WAITING} deliveries wait already; ask for their state and send this later.")
            job = Job(secrets.token_hex(8), tuple(files), folder, clash, who)
            self._jobs[job.number] = job
            for number in [one.number for one in self._jobs.values() if one.is_over][:-MOST_KEPT]:
                del self._jobs[number]
        self._worker.submit(self._work, job)
        return _object(job)

    def state(self, number: str) -> JobObject:
        """How far a delivery is; raises UnknownValue."""
        job = self._jobs.get(number)
        if job is None:
            raise UnknownValue(f"There is no delivery {number[:40]!r}; it is forgotten when the program starts anew.")
        return _object(job)

    def take_away(self, name: str, who: str) -> None:
        """Takes a report out of the store; raises UnknownValue, LibraryBusy, LibraryError or StoreError."""
        self._keeper.remove([name], who)
        self._refresh()

    def close(self) -> None:
        """Takes on nothing more; what is being read breaks off, and nothing of it comes into use."""
        self._stopped.set()
        self._keeper.interrupt()
        self._worker.shutdown(wait=False, cancel_futures=True)
        for job in self._jobs.values():
            if job.state is JobState.WAITING:
                job.state, job.error = JobState.FAILED, STOPPED
                shutil.rmtree(job.folder, ignore_errors=True)

    def _work(self, job: Job) -> None:
        job.state = JobState.WORKING

        def hear(step: Step) -> None:
            if self._stopped.is_set():
                raise RequestError(STOPPED)
            job.step = step

        try:
            files = [report for path in job.files for report in report_members(path)]
            job.done = _patiently(lambda: self._keeper.add(files, hear, job.clash, job.who))
            self._refresh()
            job.state = JobState.DONE
        except Exception as error:
            if not isinstance(error, AssistantError):
                _log.exception("a delivery could not be added")
            job.error = str(error) if isinstance(error, AssistantError) else FAULT
            job.state = JobState.FAILED
        finally:
            shutil.rmtree(job.folder, ignore_errors=True)


def _patiently(do: Callable[[], Added]) -> Added:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return do()
        except LibraryBusy:
            if time.monotonic() > until:
                raise
            time.sleep(AGAIN)


def _object(job: Job) -> JobObject:
    step = job.step
    return {
        "job": job.number,
        "state": job.state.value,
        "files": [path.name for path in job.files],
        "read": step.read if step else 0,
        "to_read": step.to_read if step else 0,
        "result": added_object(job.done) if job.done is not None and job.is_over else None,
        "error": job.error,
    }
