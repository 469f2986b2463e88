"""The arithmetic and the table of the benchmark; what it measures is no test."""

import os

import bench
import pytest


def test_a_percentile_is_the_nearest_rank() -> None:
    values = [float(n) for n in range(20, 0, -1)]
    assert bench.percentile(values, 0.95) == 19
    assert bench.percentile(values, 0.5) == 10
    assert bench.percentile([7.0], 0.95) == 7


def test_a_bar_is_reached_on_its_edge_and_missed_beyond() -> None:
    assert bench.at_most("a", 15.0, 15, "s").met is True
    assert bench.at_most("a", 15.01, 15, "s").met is False
    assert bench.at_least("a", 0.85, 0.85).met is True
    assert bench.at_least("a", 0.8499, 0.85).met is False


def test_the_table_is_markdown_and_shows_a_missed_bar() -> None:
    lines = [bench.at_most("build", 16.04, 15, "s"), bench.Line("store", "1.0 MB")]
    assert bench.table(lines) == (
        "| figure | measured | wanted | reached |\n"
        "| --- | --- | --- | --- |\n"
        "| build | 16.0 s | at most 15 s | NO |\n"
        "| store | 1.0 MB |  |  |"
    )


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="peak memory is read from /proc")
def test_peak_memory_counts_what_was_freed_again() -> None:
    before = bench.peak_memory(os.getpid())
    held = bytearray(b"x") * 300_000_000
    del held
    assert bench.peak_memory(os.getpid()) >= max(before, 300)
