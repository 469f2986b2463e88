"""Measures how much of a report comes back from paper: python -m tests.measure_readers [--scans] [REPORT ...].

Each report (the samples, and the real ones where they are beside the project) is laid out as one table of whole rows,
printed by LibreOffice on A4 on its side, and read again; with --scans its pages are made images of 200 dpi first, which
takes minutes; with --rules=none, level, upright, boxed, heading or bands only those lines are drawn; with --as-typed
the tables are those of the text, each with its heading once and items where they stood.

What comes back is held against what was printed: rows by code and group, cells by their first thirty letters and
whole, white space left out and digits made one.
"""

import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from corpus.errors import ReportError
from corpus.reading import read
from corpus.records import MeasureRow, Reading
from corpus.thai import squeeze
from tests.made_pages import Rules, as_docx, office_pdf, pieces_of, pieces_of_reading, scanned

ROOT = Path(__file__).parent.parent
SOURCES = (ROOT / "corpus" / "reports", ROOT.parent / "shared" / "corpus")
BEGINNING = 30


def compared(printed: Reading, back: Reading) -> Counter[str]:
    """Rows and cells that were printed, that came back, and rows that nobody printed."""
    pool: dict[tuple[str, int], list[MeasureRow]] = defaultdict(list)
    for row in back.rows:
        pool[row.label, row.group].append(row)
    told: Counter[str] = Counter(rows=len(printed.rows))
    for row in printed.rows:
        cells = {cell.name: squeeze(cell.text) for cell in row.cells}
        told["cells"] += len(cells)
        others = pool[row.label, row.group]
        if not others:
            continue
        held = [{cell.name: squeeze(cell.text) for cell in other.cells} for other in others]
        begun = [sum(words[:BEGINNING] in other.get(name, "") for name, words in cells.items()) for other in held]
        best = max(range(len(held)), key=begun.__getitem__)
        told["rows back"] += 1
        told["cells begun"] += begun[best]
        told["cells whole"] += sum(words == held[best].get(name) for name, words in cells.items())
        del others[best]
    told["rows too many"] = sum(map(len, pool.values()))
    return told


def measured(
    path: Path, folder: Path, soffice: str, scans: bool, rules: Rules = Rules.ALL, as_typed: bool = False
) -> Counter[str]:
    """One report printed, perhaps scanned, and read again."""
    printed = read(path)
    pieces = pieces_of(printed.report.text, joined=True) if as_typed else pieces_of_reading(printed)
    source = as_docx(pieces, folder / f"{path.stem}.docx", rules=rules, repeat=not as_typed)
    paper = office_pdf(source, soffice)
    if scans:
        paper = scanned(paper, folder / f"{path.stem}_scan.pdf")
    started = time.perf_counter()
    try:
        back = read(paper)
    except ReportError as error:
        print(error, file=sys.stderr)
        return Counter(rows=len(printed.rows), cells=sum(len(row.cells) for row in printed.rows))
    told = compared(printed, back)
    told["pages"], told["milliseconds"] = len(back.report.pages), round((time.perf_counter() - started) * 1000)
    return told


def line(name: str, told: Counter[str]) -> str:
    """A line of the table."""
    rows, cells = max(told["rows"], 1), max(told["cells"], 1)
    return (
        f"| {name} | {told['pages']} | {told['milliseconds'] / 1000:.1f} s | {told['rows back'] / rows:.1%} "
        f"| {told['rows too many']} | {told['cells begun'] / cells:.1%} | {told['cells whole'] / cells:.1%} |"
    )


def main() -> None:
    """Prints the table."""
    soffice = shutil.which("soffice")
    if soffice is None:
        sys.exit("LibreOffice is needed (Debian: libreoffice-writer).")
    scans, wanted = "--scans" in sys.argv, [word for word in sys.argv[1:] if not word.startswith("--")]
    rules = next((Rules(word.removeprefix("--rules=")) for word in sys.argv if word.startswith("--rules=")), Rules.ALL)
    paths = [path for source in SOURCES for path in sorted(source.glob("*.txt"))]
    print("| report | pages | read in | rows back | too many | cells by their beginning | cells letter by letter |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            if not wanted or any(word in path.name for word in wanted):
                told = measured(path, Path(folder), soffice, scans, rules, "--as-typed" in sys.argv)
                total += told
                print(line(path.stem, told), flush=True)
    print(line("all", total))


if __name__ == "__main__":
    main()
