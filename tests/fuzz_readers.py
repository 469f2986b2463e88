"""Spoilt files by the thousand, read as reports are: ``python tests/fuzz_readers.py --tries 10000``.

Each try spoils a small whole file of some format: bytes, or the parts inside an archive. What may come of it is a
reading or one sentence; a fault that nobody foresaw, a reader that hangs and one that breaks off are found and told.
"""

import argparse
import io
import logging
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from corpus.attendant import Limits  # noqa: E402
from corpus.errors import ReportError, UnreadableReport  # noqa: E402
from corpus.readers import SUFFIXES  # noqa: E402
from corpus.reading import report_files  # noqa: E402
from corpus.readingroom import ReadingRoom  # noqa: E402
from corpus.records import Reading  # noqa: E402
from tests.made_commands import report  # noqa: E402

# What readers trip over: ends and begins of structures, huge numbers, markup, empty and endless things.
WORDS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\t" * 300, b"\n" * 300, b"-1", b"0", b"2147483648", b"1e309", b"9" * 20,
    b"%PDF-", b"stream\n", b"endstream", b"endobj", b"obj<<", b">>", b"[", b"]", b"/Length 99999999", b"/Count -1",
    b"/Kids[1 0 R 2 0 R]", b"/Parent 1 0 R", b"/Filter/FlateDecode", b"/Type/Page", b"startxref\n0\n%%EOF",
    b"PK\x03\x04", b"PK\x05\x06", b"..%2f..\\", b"/" * 99, b"<", b">", b"</w:tc>", b"<w:tc>", b"<w:tbl>", b"<w:tr>",
    b'<w:gridSpan w:val="999999"/>', b'<w:gridSpan w:val="-1"/>', b'<mergeCell ref="A1:XFD1048576"/>', b't="s"',
    b'r="XFD1048576"', b"&#0;", b"&#1114111;", b"&amp;", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<script>", b"<!--",
    b"<table>", b'<td rowspan="99999">', b'<td colspan="x">', b"</table>", b"O1-O99999", "I๙๙๙๙".encode(),
    "ตัวชี้วัด\t".encode() * 9, "ี่่่่่".encode(), "ๆ".encode() * 99,
)  # fmt: skip

# Formats that LibreOffice opens, each try of which takes seconds, and what they are made of; only where named.
OFFICE = {".doc": "docx", ".odt": "docx", ".rtf": "docx", ".xls": "xlsx", ".ods": "xlsx"}


@dataclass(slots=True)
class Findings:
    """What came of the tries: outcomes by format, and what must not be."""

    outcomes: Counter[str]
    faults: list[str]
    seconds: float


def seeds() -> dict[str, bytes]:
    """A small whole file for each format that can be read, by file name."""
    text = report("หนองทดลอง")
    made = {"utf8.txt": text.encode(), "thai.txt": text.encode("cp874"), "wide.txt": text.encode("utf-16")}
    for sample in sorted((ROOT / "corpus" / "reports").glob("*.txt")):
        made[f"{sample.stem}.txt"] = sample.read_bytes()[:9000]
    made["typed.pdf"] = _pdf()
    lines = [line.split("\t") for line in text.splitlines()]
    if ".docx" in SUFFIXES:
        made["made.docx"] = _docx(lines)
    if ".xlsx" in SUFFIXES:
        made["made.xlsx"] = _xlsx(lines)
    cells = "".join("<tr>" + "".join(f"<td>{one}</td>" for one in line) + "</tr>" for line in lines if len(line) > 1)
    page = f"<html><meta charset=utf-8><body><p>{'<p>'.join(text.splitlines()[:4])}<table>{cells}</table></body></html>"
    if ".html" in SUFFIXES:
        made["made.html"] = page.encode()
    made["made.mht"] = _mht(page)
    if ".zip" in SUFFIXES:
        made["made.zip"] = _zip({"a.txt": text.encode(), "b/c.pdf": made["typed.pdf"], "d.html": page.encode()})
    return made


def office_seeds(endings: Sequence[str]) -> dict[str, bytes]:
    """The same report in those of its formats that are asked for, as LibreOffice saves them; none without it."""
    program = shutil.which("soffice")
    wanted = [one for one in OFFICE if one in endings]
    if program is None or not wanted:
        return {}
    lines = [line.split("\t") for line in report("หนองทดลอง").splitlines()]
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        sources = {"docx": _docx(lines), "xlsx": _xlsx(lines)}
        for ending in wanted:
            source = Path(folder) / f"made.{OFFICE[ending]}"
            source.write_bytes(sources[OFFICE[ending]])
            profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
            command = [program, profile, "--headless", "--convert-to", ending[1:], "--outdir", folder, str(source)]
            subprocess.run(command, capture_output=True, check=True, timeout=120)
            made[f"made{ending}"] = source.with_suffix(ending).read_bytes()
    return made


def _mht(page: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "รายงาน"
    message.set_content(page, subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png", cid="<a@b>")
    return message.as_bytes()


def _pdf() -> bytes:
    from tests.typed_pdf import Typed, save_typed

    page = Typed()
    page.type(40, 30, "สำนักงานเขตหนองทดลอง", "ปีงบประมาณ พ.ศ. ๒๕๖๖")
    page.grid((40, 140, 300, 460), (80, 120, 200))
    page.type(44, 100, "ตัวชี้วัด")
    page.type(144, 100, "มาตรการ")
    page.type(304, 100, "ผู้รับผิดชอบ")
    page.type(44, 140, "I20 การยืม", "ทรัพย์สิน")
    page.type(144, 140, "จัดทำคู่มือ")
    page.type(304, 140, "ฝ่ายปกครอง")
    with tempfile.TemporaryDirectory() as folder:
        return save_typed(Path(folder) / "x.pdf", [page, Typed(words=list(page.words))]).read_bytes()


def _docx(lines: list[list[str]]) -> bytes:
    import docx

    document = docx.Document()
    rows = [line for line in lines if len(line) > 1]
    for line in lines:
        if len(line) == 1:
            document.add_paragraph(line[0])
    table = document.add_table(len(rows), len(rows[0]))
    for row, line in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, line, strict=True):
            cell.text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _xlsx(lines: list[list[str]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.active.merge_cells("A1:H1")
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _zip(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return held.getvalue()


def spoil_bytes(chance: random.Random, data: bytes) -> bytes:
    """Some bytes changed, cut out, doubled, moved or put in."""
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        at = chance.randrange(len(data) + 1)
        size = chance.choice((1, 2, 4, 16, 100, 1000))
        match chance.randrange(7):
            case 0:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 1:
                data = data[:at] + data[at + size :]
            case 2:
                data = data[:at] + data[at : at + size] * chance.choice((2, 3, 50)) + data[at + size :]
            case 3:
                data = data[:at] + chance.choice(WORDS) + data[at:]
            case 4:
                data = data[:at] + chance.choice(WORDS) + data[at + size :]
            case 5:
                other = chance.randrange(len(data) + 1)
                data = data[:at] + data[other : other + size] + data[at:]
            case _:
                data = data[:at] if chance.random() < 0.3 else data[:at] + chance.randbytes(min(size, 40)) + data[at:]
    return data[:2_000_000]


def spoil_archive(chance: random.Random, data: bytes) -> bytes:
    """A part inside spoilt, left out, doubled or renamed, and the archive whole again."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = [(name, package.read(name)) for name in package.namelist()]
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(members))
        name, part = members[at]
        match chance.randrange(6):
            case 0 | 1 | 2:
                members[at] = (name, spoil_bytes(chance, part))
            case 3:
                members[at] = (name, members[chance.randrange(len(members))][1])
            case 4:
                members[at] = (
                    chance.choice(("../x", "/etc/x", "a\\b", name.upper(), name + "\u202e", "")) or "x",
                    part,
                )
            case _ if len(members) > 1:
                del members[at]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in dict(members).items():
            package.writestr(name, part)
    return held.getvalue()


def spoilt(chance: random.Random, whole: dict[str, bytes]) -> tuple[str, bytes]:
    """The name of a format's file and what was made of it; sometimes under the ending of another format."""
    formats = sorted({Path(name).suffix for name in whole})
    ending = chance.choice(formats)
    name = chance.choice([one for one in whole if one.endswith(ending)])
    data = whole[name]
    if data.startswith(b"PK") and chance.random() < 0.75:
        data = spoil_archive(chance, data)
    else:
        data = spoil_bytes(chance, data)
    return (chance.choice(formats) if chance.random() < 0.03 else ending), data


def fuzz(tries: int, seed: int, keep: Path | None = None, endings: Sequence[str] = ()) -> Findings:
    """Reads so many spoilt files, always the same for one seed; those that make a fault are kept in ``keep``.

    ``endings`` are the formats, all where none is named.
    """
    started = time.monotonic()
    logging.getLogger("corpus.readingroom").setLevel(logging.CRITICAL if keep is None else logging.INFO)
    findings = Findings(Counter(), [], 0.0)
    whole = {
        name: data
        for name, data in (seeds() | office_seeds(endings)).items()
        if not endings or name.endswith(tuple(endings))
    }
    with tempfile.TemporaryDirectory() as folder, ReadingRoom(Limits(1500, 30.0)) as room:
        paths = [Path(folder) / f"{number}" for number in range(100)]
        for first in range(0, tries, len(paths)):
            batch = list(_written(paths[: tries - first], first, seed, whole))
            inside = {path: list(_inside(path)) for path in batch}
            answers = dict(room.read_all([one for found in inside.values() for one in found if isinstance(one, Path)]))
            for path, found in inside.items():
                outcomes = {_outcome(answers[one] if isinstance(one, Path) else one) for one in found}
                worst = next((one for one in (*NEVER, "read") if one in outcomes), "refused")
                findings.outcomes[f"{path.suffix} {worst}"] += 1
                if worst in NEVER:
                    findings.faults.append(f"{path.name}: {[answers.get(one, one) for one in found]}")
                    print(findings.faults[-1])
                    if keep is not None:
                        (keep / path.name).write_bytes(path.read_bytes())
                path.unlink()
    findings.seconds = time.monotonic() - started
    return findings


def _inside(path: Path) -> Iterator[Path | Exception]:
    """The reports that a file is or holds, or why there is none; what else a reader of zip files raises is a fault."""
    try:
        yield from report_files(path)
    except ReportError as error:
        yield error
    except Exception as error:  # the finding itself
        yield UnreadableReport(f"a fault in the program ({error!r})")


def _written(paths: list[Path], first: int, seed: int, whole: dict[str, bytes]) -> Iterator[Path]:
    for number, path in enumerate(paths, first):
        ending, data = spoilt(random.Random(f"{seed} {number}"), whole)
        named = path.with_name(f"{number}{ending}")
        named.write_bytes(data)
        yield named


NEVER = ("fault", "broke off", "too slow", "too much memory", "nonsense")


def _outcome(answer: object) -> str:
    if isinstance(answer, Reading):
        return "read"
    sentence = str(answer)
    ends = {
        "a fault in the program": "fault",
        "break off": "broke off",
        "takes longer": "too slow",
        "takes more memory": "too much memory",
        "make no sense": "nonsense",
    }
    return next((outcome for words, outcome in ends.items() if words in sentence), "refused")


def main() -> int:
    """Prints what came of the tries; 1 where something came that must not."""
    flags = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    flags.add_argument("--tries", type=int, default=1000)
    flags.add_argument("--seed", type=int, default=1)
    flags.add_argument("--keep", type=Path, help="a folder for the files that made a fault")
    flags.add_argument(
        "--format",
        action="append",
        metavar="ENDING",
        help="only this format, such as .pdf; .doc, .xls, .rtf, .odt and .ods only if named",
    )
    given = flags.parse_args()
    if given.keep is not None:
        given.keep.mkdir(parents=True, exist_ok=True)
        logging.basicConfig(level=logging.INFO, format="%(message)s")
    found = fuzz(given.tries, given.seed, given.keep, given.format or ())
    for outcome, number in sorted(found.outcomes.items()):
        print(f"{number:7,}  {outcome}")
    print(f"{given.tries:7,}  tries in {found.seconds:.0f} s, {len(found.faults)} that must not be")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
