"""Files made to do harm, read as reports are: each is read or refused in a sentence, and the next one is read."""

import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from corpus.attendant import Limits
from corpus.readingroom import ReadingRoom
from corpus.records import Reading
from tests.made_commands import report
from tests.typed_pdf import Typed, save_typed


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom(Limits(memory_mb=700, seconds=60.0), 2) as room:
        yield room


@pytest.fixture(scope="module")
def hasty_room() -> Iterator[ReadingRoom]:
    with ReadingRoom(Limits(memory_mb=700, seconds=2.5, seconds_per_mb=0.0), 2) as room:
        yield room


def said(room: ReadingRoom, path: Path) -> str:
    """What came of the file: the text that was read, or the sentence; a good report after it is read in any case."""
    good = path.with_name("good.txt")
    good.write_text(report("หนองทดลอง"), encoding="utf-8")
    (_, answer), (_, after) = room.read_all([path, good])
    assert isinstance(after, Reading)
    assert len(after.rows) == 2
    if isinstance(answer, Reading):
        return answer.report.text
    assert "\n" not in str(answer)
    assert "a fault in the program" not in str(answer)
    return str(answer)


def typed(path: Path) -> PdfWriter:
    """A PDF of one page that names a district and a year."""
    page = Typed()
    page.type(40, 30, "สำนักงานเขตหนองทดลอง", "ปีงบประมาณ พ.ศ. ๒๕๖๖", "จัดทำคู่มือการยืม")
    return PdfWriter(clone_from=io.BytesIO(save_typed(path, [page]).read_bytes()))


def saved(writer: PdfWriter, path: Path) -> Path:
    with path.open("wb") as file:
        writer.write(file)
    return path


def test_scripts_links_and_attachments_of_a_pdf_are_not_read(room: ReadingRoom, tmp_path: Path) -> None:
    path = tmp_path / "script.pdf"
    writer = typed(path)
    writer.add_attachment("ATTACHED.exe", b"MZ ATTACHED")
    launch = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("LAUNCHED.exe")}
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert('SCRIPT'); this.submitForm('http://example.org/');"),
        NameObject("/Next"): DictionaryObject(launch),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): DictionaryObject(script)})
    text = said(room, saved(writer, path))
    assert "จัดทำคู่มือการยืม" in text
    assert not [word for word in ("SCRIPT", "ATTACHED", "LAUNCHED", "example.org") if word in text]


def test_thousands_of_objects_are_no_hindrance(room: ReadingRoom, tmp_path: Path) -> None:
    path = tmp_path / "many.pdf"
    writer = typed(path)
    for number in range(20_000):
        writer._add_object(NumberObject(number))
    assert "จัดทำคู่มือการยืม" in said(room, saved(writer, path))


def test_a_page_tree_that_bites_its_tail_ends(room: ReadingRoom, tmp_path: Path) -> None:
    path = tmp_path / "loop.pdf"
    writer = typed(path)
    pages = writer.root_object["/Pages"]
    pages["/Kids"].append(pages.indirect_reference)
    pages[NameObject("/Count")] = NumberObject(1_000_000)
    assert said(room, saved(writer, path))


def test_a_stream_that_unpacks_a_thousandfold_costs_its_own_file_only(hasty_room: ReadingRoom, tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    writer = typed(path)
    pack = zlib.compressobj(9)
    blank = b" " * 10_000_000
    packed = b"".join([*(pack.compress(blank) for _ in range(40)), pack.flush()])
    assert len(packed) < 2_000_000
    bomb = StreamObject()
    bomb._data = packed
    bomb[NameObject("/Filter")] = NameObject("/FlateDecode")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(bomb)
    sentence = said(hasty_room, saved(writer, path))
    assert sentence.startswith("bomb.pdf ")
    assert len(sentence) < 200


@pytest.mark.parametrize(
    ("filler", "size"),
    [("ตัวชี้วัดที่ ๑ ", 50_000), ("<td>", 50_000), ("\t", 50_000), ("9", 50_000), ("\r", 50_000), ("เขต", 50_000)],
)
def test_a_text_made_to_keep_a_reader_busy_is_given_up_in_time(
    hasty_room: ReadingRoom, tmp_path: Path, filler: str, size: int
) -> None:
    path = tmp_path / "busy.txt"
    whole = f"สำนักงานเขตหนองทดลอง ปีงบประมาณ พ.ศ. 2566\n{filler * (size // len(filler))}"
    path.write_text(whole, encoding="utf-8")
    text = said(hasty_room, path)
    assert text.startswith(("สำนักงานเขตหนองทดลอง", "busy.txt takes longer to read than the 2 seconds"))
