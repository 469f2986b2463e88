"""Measures every figure of the README on this machine and prints them as a table: ``make bench``.

``python tests/bench.py --many 1000`` measures a store of that many made reports instead.

It goes through the doors that a user has (the command line, the app) and imports nothing of the program. With
``../shared`` beside the project it measures on the real reports and gold questions, and on the samples; else on the
samples alone.
"""

import hashlib
import json
import math
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CLI = (sys.executable, "-m", "assistant")
ROUNDS = 3
QUESTION = "เขตอื่นแก้ข้อ I20 อย่างไร"
# Milliseconds from the call of the page to the first words on it, as the browser itself keeps them.
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; ``met`` is None where nothing is asked of the figure."""

    figure: str
    value: str
    bar: str = ""
    met: bool | None = None


def at_most(figure: str, value: float, bar: float, unit: str, digits: int = 1) -> Line:
    """A figure that must not be above its bar."""
    return Line(figure, f"{value:.{digits}f} {unit}", f"at most {bar:g} {unit}", value <= bar)


def at_least(figure: str, value: float, bar: float, digits: int = 3) -> Line:
    """A figure that must not be below its bar."""
    return Line(figure, f"{value:.{digits}f}", f"at least {bar:g}", value >= bar)


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least that share of the values do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def table(lines: list[Line]) -> str:
    """The lines as a Markdown table."""
    marks = {True: "yes", False: "NO", None: ""}
    rows = [("figure", "measured", "wanted", "reached"), ("---", "---", "---", "---")]
    rows += [(line.figure, line.value, line.bar, marks[line.met]) for line in lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def run(*arguments: str, **environ: str) -> tuple[float, str]:
    """Seconds and stdout of a whole process; a failure ends the measuring with its last words."""
    started = time.perf_counter()
    done = subprocess.run(arguments, cwd=ROOT, env=os.environ | environ, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"{' '.join(arguments[1:4])} failed: {done.stderr.strip()[-400:]}")
    return seconds, done.stdout


def megabytes(folder: Path) -> float:
    """The size of all files in a folder, in MB of 10**6 bytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def yardstick() -> float:
    """Seconds that this machine takes to hash 256 MB: to compare figures of two machines as ratios."""
    block = bytes(1 << 20)
    started = time.perf_counter()
    digest = hashlib.sha256()
    for _ in range(256):
        digest.update(block)
    return time.perf_counter() - started


def question_times(questions: list[str], store: Path) -> list[float]:
    """Milliseconds of each question in a running process, asked one after the other through a pipe."""
    command = [*CLI, "ask", "--batch", "-", "--store", str(store)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as asked:
        assert asked.stdin
        assert asked.stdout
        times = []
        for question in [questions[0], *questions * ROUNDS]:  # the first one warms up
            started = time.perf_counter()
            asked.stdin.write(json.dumps({"question": question}) + "\n")
            asked.stdin.flush()
            if "error" in json.loads(asked.stdout.readline()):
                sys.exit(f"no answer to {question!r}")
            times.append((time.perf_counter() - started) * 1000)
        asked.stdin.close()
    return times[1:]


@contextmanager
def app(store: Path) -> Iterator[tuple[str, int, float]]:
    """The app on a free port of the loopback: its address, process id, and the seconds until its first page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = os.environ | {"ASSISTANT_STORE": str(store), "ASSISTANT_HOST": "127.0.0.1", "ASSISTANT_PORT": str(port)}
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL) as running:
        try:
            address = f"http://127.0.0.1:{port}"
            while time.perf_counter() - started < 120 and running.poll() is None:
                try:
                    urllib.request.urlopen(address, timeout=5).read()
                    break
                except (urllib.error.URLError, ConnectionError, TimeoutError):
                    time.sleep(0.1)
            else:
                sys.exit("the app did not start")
            yield address, running.pid, time.perf_counter() - started
        finally:
            running.terminate()


def peak_memory(pid: int) -> float:
    """The most memory that a running process ever held (VmHWM), in MB of 10**6 bytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.M)
    return int(found[1]) * 1024 / 1e6 if found else math.nan


def window_seen(address: str, question: str) -> Iterator[Line]:
    """First paint, readiness and answers of the window in a real browser; nothing where there is no browser."""
    from conftest import chromium_path
    from playwright.sync_api import sync_playwright

    program = chromium_path()
    if program is None:
        return
    painted, ready, times = [], [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for _ in range(ROUNDS):
            # A new page of the browser has an empty cache, as one that comes for the first time.
            page = browser.new_page(locale="th-TH")
            page.goto(address)
            page.locator("#talk .welcome").wait_for(timeout=60_000)
            ready.append(page.evaluate("performance.now()") / 1000)
            painted.append(page.evaluate(FIRST_PAINT) / 1000)
            page.close()
        page = browser.new_page(locale="th-TH")
        page.goto(address)
        proof = page.locator("#evidence-ask").get_by_role("button").first
        for _ in range(1 + ROUNDS):
            page.locator("#question textarea").fill(question)
            started = time.perf_counter()
            page.locator("#question textarea").press("Enter")
            proof.wait_for(timeout=60_000)
            times.append(time.perf_counter() - started)
            page.locator("#again").click()
            proof.wait_for(state="detached")
        browser.close()
    yield Line(f"first paint of the window, median of {ROUNDS}", f"{median(painted):.2f} s")
    yield Line("the same, ready for a question", f"{median(ready):.2f} s")
    yield Line("the first answer on the screen after Enter", f"{times[0]:.2f} s")
    yield Line(f"later ones, median of {ROUNDS}", f"{median(times[1:]):.2f} s")


def speed(reports: Path, questions: list[str], store: Path) -> Iterator[Line]:
    """Times, memory and sizes, over these reports."""
    environ = {"ASSISTANT_REPORTS": str(reports)}
    files = sum(1 for file in reports.iterdir() if file.suffix in (".txt", ".pdf"))
    built, _ = run(*CLI, "build", "--store", str(store), **environ)
    yield at_most(f"store built from {files} reports, whole process", built, 15, "s")
    again, _ = run(*CLI, "build", "--store", str(store), **environ)
    yield Line("built again, nothing changed", f"{again:.1f} s")
    yield at_most("`python -m assistant --help`", min(run(*CLI, "--help")[0] for _ in range(ROUNDS)), 0.5, "s", 2)
    times = question_times(questions, store)
    yield at_most(f"a question in a running process, median of {len(times)}", median(times), 50, "ms")
    yield Line("the same, 95th percentile", f"{percentile(times, 0.95):.1f} ms")
    with app(store) as (address, pid, started):
        yield Line("the app's first page after its start", f"{started:.1f} s")
        yield from window_seen(address, questions[0])
        yield at_most("peak memory of the app", peak_memory(pid), 1000, "MB", 0)
    yield at_most("the shipped encoder", megabytes(ROOT / "index" / "model"), 25, "MB")
    yield Line("the store", f"{megabytes(store):.1f} MB")


def quality(which: str, questions: Path, gold_rows: list[Path], store: Path) -> Iterator[Line]:
    """What ``evaluate`` finds on these gold questions."""
    named = [part for file in gold_rows for part in ("--rows", str(file))]
    found: dict[str, Any] = json.loads(
        run(*CLI, "evaluate", str(questions), *named, "--json", "--store", str(store))[1]
    )
    of = found["all"]
    yield at_least(f"{which}: nDCG@10 of {of['questions']} questions", of["ndcg@10"], 0.85)
    yield Line(f"{which}: recall@5", f"{of['recall@5']:.3f}")
    yield at_least(f"{which}: facts contained", of["facts"], 0.75)
    yield at_least(f"{which}: cited rows that are right", of["cited_rows_right"], 0.80)
    refused, unanswerable = of["right_refusals"], of["unanswerable"]
    yield Line(f"{which}: unanswerable, refused", f"{refused} of {unanswerable}", "all", refused == unanswerable)
    wrong = of["wrong_refusals"]
    yield Line(f"{which}: answerable, refused", f"{wrong} of {of['answerable']}", "at most 1", wrong <= 1)
    verbatim, quotes = of["quotes_verbatim"], of["quotes"]
    yield Line(f"{which}: citations verbatim", f"{verbatim} of {quotes}", "all", verbatim == quotes)


def planning(store: Path, folder: Path, rounds: int = ROUNDS) -> Iterator[Line]:
    """A plan of 30 weak items as a whole process, the form on disk included; no model is asked."""
    sheet, form = folder / "scores.csv", folder / "plan.docx"
    codes = [*(f"I{n}" for n in range(1, 26)), *(f"E{n}" for n in range(1, 6))]
    sheet.write_text("\n".join(f"{code},{50 + n}" for n, code in enumerate(codes)), encoding="utf-8")
    command = (*CLI, "plan", "--scores", str(sheet), "--district", "บางเขน", "--year", "2568", "--form", "2566")
    took = []
    for _ in range(rounds):
        seconds, printed = run(*command, "--json", "--store", str(store), "--out", str(form))
        made = json.loads(printed)
        took.append(seconds)
        if len(made["rows"]) != len(codes):
            sys.exit(f"a plan of {len(codes)} weak items has {len(made['rows'])} rows")
    yield at_most(f"a plan of {len(codes)} weak items, whole process with the .docx", median(took), 10, "s")


def reading() -> Iterator[Line]:
    """What the scorer beside the gold rows says of the rows that were read."""
    scored = subprocess.run(
        [sys.executable, str(SHARED / "gold" / "score.py"), "rows"], cwd=ROOT, capture_output=True, text=True
    )
    named = ("rows", "with group/year/district", "anchors", "tails", "scores", "extra")
    found = re.search(", ".join(rf"{re.escape(name)} ([\d.]+)" for name in named), scored.stdout)
    if not found:
        sys.exit(f"the scorer of the gold rows failed: {scored.stderr.strip()[-400:]}")
    rows, whole, anchors, tails, scores, extra = map(float, found.groups())
    yield at_least("gold rows found", rows, 0.99)
    yield at_least("the same with the right group, year, district", whole, 0.99)
    yield at_least("cell anchors in the right cell", anchors, 0.98)
    yield Line("anchors of what goes on over the page", f"{tails:.3f}")
    yield at_least("printed scores right", scores, 1)
    yield Line("rows that are none", f"{extra:.3f}", "at most 0.01", extra <= 0.01)


def watched(*arguments: str) -> tuple[float, float]:
    """Seconds of a process, and the most MB that it and its children held at once, shared pages counted twice."""
    import psutil

    started, most = time.perf_counter(), 0
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        said: list[str] = []
        assert process.stderr is not None
        reader = threading.Thread(target=lambda pipe: said.extend(pipe), args=(process.stderr,))
        reader.start()
        while process.poll() is None:
            held = 0
            with suppress(psutil.Error):
                tree = psutil.Process(process.pid)
                for one in (tree, *tree.children(recursive=True)):
                    with suppress(psutil.Error):
                        held += one.memory_info().rss
            most = max(most, held)
            time.sleep(0.1)
        reader.join()
    if process.returncode:
        sys.exit(f"{' '.join(arguments[1:4])} failed: {''.join(said).strip()[-400:]}")
    return time.perf_counter() - started, most / 1e6


def many(number: int, folder: Path) -> Iterator[Line]:
    """A store of that many made reports, and what is done to it one by one."""
    from made_many import write_many

    reports, store, library = folder / "many", folder / "many-store", folder / "many-library"
    for _ in write_many(reports, number):
        pass
    (one,) = write_many(folder / "one", 1, first=number)
    places = ("--store", str(store), "--library", str(library))
    built, memory = watched(*CLI, "build", "--reports", str(reports), *places)
    yield at_most(f"{number} text reports indexed", built, 300, "s")
    yield at_most("the same, memory of all its processes", memory, 2000, "MB", 0)
    added, _ = watched(*CLI, "add", str(one), "--keep-both", *places)
    yield at_most(f"one more added to {number}, whole process", added, 5, "s")
    corrected, _ = watched(*CLI, "correct", one.name, "--year", "2569", *places)
    yield at_most("its year corrected, whole process", corrected, 5, "s")
    removed, _ = watched(*CLI, "remove", one.name, *places)
    yield at_most("it removed again, whole process", removed, 5, "s")
    yield Line("the store of them", f"{megabytes(store):.0f} MB")
    with app(store) as (address, pid, started):
        yield Line("the app's first page after its start", f"{started:.1f} s")
        yield from window_seen(address, QUESTION)
        with asked_on_and_on(address) as times:
            before = len(times)
            run(*CLI, "add", str(one), "--keep-both", *places)
            yield Line(
                "a report added beside the open window is in its answers after", f"{until_held(address, one):.1f} s"
            )
        yield Line(
            f"the slowest of {len(times) - before} answers that were asked meanwhile", f"{max(times[before:]):.2f} s"
        )
        yield at_most("peak memory of the app, another store taken up", peak_memory(pid), 2000, "MB", 0)


def fetched(address: str) -> dict[str, Any]:
    """What the API answers."""
    with urllib.request.urlopen(address, timeout=60) as reply:
        found: dict[str, Any] = json.load(reply)
    return found


@contextmanager
def asked_on_and_on(address: str) -> Iterator[list[float]]:
    """The seconds of questions that are asked one after the other until the end, the first one asked already."""
    over, times = threading.Event(), list[float]()

    def ask() -> None:
        while not over.is_set():
            began = time.perf_counter()
            fetched(f"{address}/api/ask?{urllib.parse.urlencode({'question': QUESTION})}")
            times.append(time.perf_counter() - began)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        while not times and thread.is_alive():
            time.sleep(0.05)
        yield times
    finally:
        over.set()
        thread.join()


def until_held(address: str, report: Path) -> float:
    """The seconds until the open window holds that report."""
    started = time.perf_counter()
    while report.name not in {one["report"] for one in fetched(f"{address}/api/reports")["reports"]}:
        if time.perf_counter() - started > 60:
            sys.exit("the open window did not take the report up")
        time.sleep(0.1)
    return time.perf_counter() - started


def main() -> None:
    """Measures and prints; takes about two minutes. ``--many NUMBER`` measures a store of that many reports alone."""
    if sys.argv[1:2] == ["--many"]:
        with tempfile.TemporaryDirectory() as folder:
            print(table(list(many(int(sys.argv[2]) if sys.argv[2:] else 1000, Path(folder)))))
        return
    real = (SHARED / "corpus").is_dir() and (SHARED / "gold").is_dir()
    samples, golden = ROOT / "corpus" / "reports", ROOT / "tests" / "golden"
    questions = SHARED / "gold" / "questions_dev.jsonl" if real else golden / "sample_questions.jsonl"
    asked = [
        json.loads(line)["question"] for line in questions.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    with tempfile.TemporaryDirectory() as folder:
        store, sample_store = Path(folder) / "store", Path(folder) / "samples"
        lines = list(speed(SHARED / "corpus" if real else samples, asked, store))
        lines += planning(store, Path(folder))
        if real:
            lines += reading()
            rows = [SHARED / "gold" / name for name in ("rows_dev.jsonl", "row_keys.jsonl")]
            lines += quality("real reports", questions, rows, store)
        run(*CLI, "build", "--reports", str(samples), "--store", str(sample_store))
        rows = [golden / "sample_rows.jsonl"]
        lines += quality("samples", golden / "sample_questions.jsonl", rows, sample_store)
    lines.append(Line("yardstick: hashing 256 MB with sha256", f"{yardstick():.2f} s"))
    print(f"Measured on {os.cpu_count()} cores over the {'real reports' if real else 'samples'}.\n")
    print(table(lines))


if __name__ == "__main__":
    main()
