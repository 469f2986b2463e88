"""A sign of life from a reader at long work: each page of a scan that is done earns the next ones their time."""

from collections.abc import Callable

_told: Callable[[], object] = lambda: None  # noqa: E731 - nobody listens unless a report is read apart


def listen(told: Callable[[], object]) -> None:
    """From now on ``told`` hears of each page that is done."""
    global _told
    _told = told


def beat() -> None:
    """Says that a page is done."""
    _told()
