"""The Reports tab without a browser: presses and files in, pages out."""

import json
import re
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.admission import Clash
from assistant.keeper import Keeper
from assistant.live import Live
from assistant.settings import Settings
from assistant.window.library_desk import LibraryDesk
from assistant.window.longwork import Work
from assistant.window.shelf import BUSY, NO_VALUE, NO_WHO, NO_YEAR, STOPPED, Shelf
from assistant.window.tongue import Tongue, speaking
from corpus.catalogue import group_name
from corpus.records import PART_OF_GROUP
from index.intake import Step
from tests.made_commands import make_store, report, write_reports
from tests.made_keeper import reading_room
from tests.window_desk import Seen


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LibraryDesk:
    """A store of a.txt and b.txt, two rows each; reading in this process."""
    monkeypatch.setattr("assistant.keeper.reading_room", reading_room)
    monkeypatch.setattr("assistant.assembly.reading_room", reading_room)
    (tmp_path / "reports").mkdir()
    store = make_store(write_reports(tmp_path / "reports"), tmp_path / "store")
    settings = Settings(store=store, library=tmp_path / "library", reports=(tmp_path / "reports",))
    live = Live(settings)
    return LibraryDesk(live, Keeper(settings, lambda: live.now.index.encoder))


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def last(steps: Iterator[Shelf]) -> Shelf:
    return list(steps)[-1]


def press(desk: LibraryDesk, shelf: Shelf, do: str, fields: dict[str, str] | None = None, **data: str) -> Shelf:
    return desk.act(shelf, {"do": do, "fields": json.dumps(fields or {}), **data})


def words(page: str) -> str:
    return Seen(page).words


def opened(desk: LibraryDesk, name: str = "a.txt") -> Shelf:
    return press(desk, Shelf(), "open", report=name)


def test_an_uploaded_report_is_added_shown_and_opened(desk: LibraryDesk, tmp_path: Path) -> None:
    shelf = last(desk.add(Shelf(), [write(tmp_path, "c.txt", report("ดุสิต"))]))
    assert "c.txt เพิ่มแล้ว: เขตดุสิต ปี 2566 แผนมาตรการ · 2 แถว" in words(desk.notices(shelf))
    assert shelf.report == "c.txt"
    assert "เขตดุสิต ปีงบประมาณ 2566" in words(desk.card(shelf))
    assert [b.get("data-report") for b in Seen(desk.table()).buttons] == ["b.txt", "c.txt", "a.txt"]


def test_each_report_of_an_uploaded_zip_is_added_and_what_is_wrong_with_one_is_told(
    desk: LibraryDesk, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        archive.writestr("เขต/c.txt", report("ดุสิต"))
        archive.writestr("in.zip", b"PK")
    told = words(desk.notices(last(desk.add(Shelf(), [str(tmp_path / "many.zip")]))))
    assert "many.zip › เขต › c.txt เพิ่มแล้ว: เขตดุสิต ปี 2566" in told
    assert "many.zip › in.zip ไม่ได้เพิ่ม: ไฟล์บีบอัดซ้อนอยู่ในไฟล์บีบอัด" in told
    assert [path.name for path in (tmp_path / "library" / "reports").iterdir()] == ["many.zip › เขต › c.txt"]


def test_what_cannot_be_added_says_why_and_what_is_there_is_asked_about(desk: LibraryDesk, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 40)
    newer = write(tmp_path, "newer.txt", report("หนองทดลอง").replace("คู่มือ ๑ ฉบับ", "คู่มือ ๒ ฉบับ"))
    shelf = last(desk.add(Shelf(), [str(tmp_path / "bad.txt"), newer, str(tmp_path / "reports" / "a.txt")]))
    told = words(desk.notices(shelf))
    assert "bad.txt ไม่ได้เพิ่ม: ไฟล์นี้ไม่ใช่ข้อความ" in told
    assert "a.txt มีอยู่แล้วในชื่อ a.txt" in told
    assert "เป็นรายงานของเขต ปี ชนิด และรอบเดียวกับ a.txt" in told
    assert "ต่างกันที่: แก้ I20 (ผลผลิต)" in told
    left = press(desk, shelf, "leave", file="newer.txt")
    assert left.pending == ()
    replaced = last(desk.decide(shelf, {"do": "replace", "file": "newer.txt"}))
    assert replaced.pending == ()
    assert "newer.txt แทน a.txt: แก้ I20 (ผลผลิต)" in words(desk.notices(replaced))
    assert [b.get("data-report") for b in Seen(desk.table()).buttons] == ["b.txt", "newer.txt"]


def test_a_report_without_a_year_is_told_and_read(desk: LibraryDesk, tmp_path: Path) -> None:
    text = report("ดุสิต").replace("ประจำปีงบประมาณ พ.ศ. 2566", "").replace("๒๕๖๖", "")
    shelf = last(desk.add(Shelf(), [write(tmp_path, "x.txt", text)]))
    assert "อ่านไม่พบปีงบประมาณในรายงาน" in words(desk.notices(shelf))
    assert press(desk, shelf, "tell", {"year": "2567"}, report="x.txt").trouble == NO_WHO
    wrong = press(desk, shelf, "tell", {"year": "67", "who": "สมชาย"}, report="x.txt")
    assert wrong.trouble == NO_YEAR
    assert 'value="67"' in desk.notices(wrong)
    done = press(desk, wrong, "tell", {"year": "๒๕๖๗", "who": "สมชาย"}, report="x.txt")
    assert "เขตดุสิต ปีงบประมาณ 2567" in words(desk.card(done))
    assert "รอระบุ" not in words(desk.notices(done))


def test_a_row_is_corrected_marked_and_taken_back(desk: LibraryDesk) -> None:
    shelf = press(desk, opened(desk), "row", row="a.txt#I20#1")
    assert 'id="row-code"' in desk.card(shelf)
    fields = {"code": "i19", "group": "4", "score": "๗๑.๕", "who": ""}
    nobody = press(desk, shelf, "keep-row", fields, row="a.txt#I20#1")
    assert (nobody.trouble, nobody.row) == (NO_WHO, "a.txt#I20#1")
    assert 'value="i19"' in desk.card(nobody)
    assert words(desk.notices(nobody)) == ""
    done = press(desk, nobody, "keep-row", fields | {"who": "สมชาย"}, row="a.txt#I20#1")
    card = words(desk.card(done))
    assert "บันทึกการแก้ไขแถว I20 แล้ว" in card
    assert "แก้โดย สมชาย" in card
    assert "ข้อ I20 → I19, คะแนน – → 71.5" in card
    again = press(desk, done, "row", row="a.txt#I19#1")
    assert "ใช้ตามที่อ่านได้" in words(desk.card(again))
    back = press(desk, again, "undo-row", row="a.txt#I19#1")
    assert "สมชาย" not in words(desk.card(back))
    assert press(desk, again, "keep-row", fields | {"score": "700", "who": "ก"}, row="a.txt#I20#1").trouble == NO_VALUE


def test_the_text_of_a_cell_is_corrected_with_what_was_read_beside_it(desk: LibraryDesk) -> None:
    shelf = press(desk, opened(desk), "row", row="a.txt#I20#1")
    form = desk.card(shelf)
    assert 'name="cell-output"' in form
    assert ">- คู่มือ ๑ ฉบับ</textarea>" in form
    assert 'name="cell-result"' not in form  # the form of 2566 has no such column
    fields = {"code": "I20", "group": "4", "score": "", "who": "สมชาย", "cell-output": "- คู่มือ <b>๙</b> ฉบับ\n- อบรม"}
    kept = {f"cell-{name}": text for name, text in (("weakness", "- เจ้าหน้าที่ไม่ทราบขั้นตอนการยืมพัสดุ"), ("measure", ""))}
    nobody = press(desk, shelf, "keep-row", fields | kept | {"who": ""}, row="a.txt#I20#1")
    assert "- คู่มือ &lt;b&gt;๙&lt;/b&gt; ฉบับ\n- อบรม</textarea>" in desk.card(nobody)
    done = press(desk, nobody, "keep-row", fields | kept, row="a.txt#I20#1")
    card = words(desk.card(done))
    assert "ผลผลิต - คู่มือ ๑ ฉบับ → - คู่มือ <b>๙</b> ฉบับ - อบรม" in card
    assert "มาตรการ/กิจกรรม - จัดทำคู่มือการยืมทรัพย์สินของราชการ → –" in card
    assert "จุดอ่อน" not in card.split("แก้โดย สมชาย")[1].split("แถวมาตรการ")[0]  # it was sent as it stood
    again = words(desk.card(press(desk, done, "row", row="a.txt#I20#1")))
    assert "แก้ไขด้วยมือ โดย สมชาย" in again
    assert "เดิมอ่านได้: - คู่มือ ๑ ฉบับ" in again
    back = press(desk, done, "keep-row", fields | {"cell-output": " - คู่มือ ๑ ฉบับ"}, row="a.txt#I20#1")
    assert "ผลผลิต - คู่มือ" not in words(desk.card(back))  # typed as it was read
    assert "มาตรการ/กิจกรรม - จัดทำคู่มือ" in words(desk.card(back))


def test_what_is_no_row_leaves_the_rows(desk: LibraryDesk) -> None:
    done = press(desk, opened(desk), "no-row", {"who": "สมชาย"}, row="a.txt#I20#1")
    assert "แถวมาตรการที่อ่านได้ 1 แถว" in words(desk.card(done))


def test_district_and_kind_are_corrected(desk: LibraryDesk) -> None:
    fields = {"district": "บางรัก", "year": "2566", "kind": "results", "period": "full_year", "who": "สมชาย"}
    done = press(desk, opened(desk), "identify", fields)
    card = words(desk.card(done))
    assert "เขตบางรัก ปีงบประมาณ 2566" in card
    assert "รายงานผลตามมาตรการ รอบ 12 เดือน · a.txt" in card
    assert press(desk, done, "identify", fields | {"district": "เมืองสมมุติ"}).trouble == NO_VALUE


def test_a_report_is_removed_only_after_it_was_asked(desk: LibraryDesk) -> None:
    asked = press(desk, opened(desk), "remove")
    assert "เอา a.txt ออกจากคลังหรือไม่" in words(desk.card(asked))
    assert "เอา a.txt" not in words(desk.card(press(desk, asked, "not-remove")))
    gone = press(desk, asked, "really-remove", {"who": "สมชาย"})
    assert "เอา a.txt ออกจากคลังแล้ว" in words(desk.notices(gone))
    assert desk.card(gone) == ""
    assert "a.txt" not in words(desk.table())
    assert "ไม่มีรายงานนี้ในคลังแล้ว" in words(desk.card(opened(desk)))


def test_folders_are_read_again(desk: LibraryDesk, tmp_path: Path) -> None:
    write(tmp_path / "reports", "c.txt", report("ดุสิต"))
    shelf = last(desk.rebuild(Shelf()))
    assert words(desk.notices(shelf)).startswith("อ่านใหม่ 1 ฉบับ ใช้ของเดิม 2 ฉบับ")
    assert "c.txt" in words(desk.table())


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"do": "nonsense"},
        {"do": ["row"]},
        {"do": "row", "row": "x", "fields": "{"},
        {"do": "keep-row", "row": "none", "fields": "[1]"},
        {"do": "identify", "fields": '{"kind": "x", "year": "2566", "who": "ก"}'},
        {"do": "tell", "report": "none", "fields": '{"year": "2566", "who": "ก"}'},
        {"do": "really-remove", "fields": '{"who": "ก"}'},
    ],
)
def test_whatever_a_browser_sends_ends_in_a_page(desk: LibraryDesk, data: dict[str, object]) -> None:
    for shelf in (Shelf(), opened(desk), opened(desk, "none.txt")):
        now = desk.act(shelf, data)
        assert "Traceback" not in desk.notices(now) + desk.card(now)


def test_who_signed_in_is_who_corrects(desk: LibraryDesk) -> None:
    shelf = press(desk, Shelf(name="สมศรี"), "open", report="a.txt")
    form = press(desk, shelf, "row", row="a.txt#I20#1")
    assert 'value="สมศรี" autocomplete="off" maxlength="100" readonly' in desk.card(form)
    done = press(desk, form, "keep-row", {"code": "I19", "group": "4", "score": "", "who": "อื่น"}, row="a.txt#I20#1")
    assert "แก้โดย สมศรี" in words(desk.card(done))


def test_a_reader_reads_and_changes_nothing(desk: LibraryDesk) -> None:
    shelf = press(desk, Shelf(may=False), "open", report="a.txt")
    assert "เขตหนองทดลอง" in words(desk.card(shelf))
    assert 'data-act="do"' not in desk.card(shelf)
    assert press(desk, shelf, "really-remove", {"who": "ก"}) == shelf
    assert "a.txt" in words(desk.table())
    assert desk.notices(shelf) == ""


# --- long work ------------------------------------------------------------------------------------------------------


def wait_for(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    assert holds()


def test_work_tells_how_far_it_is_and_stops_when_told() -> None:
    go, interrupted = threading.Event(), threading.Event()

    def do(hear: Callable[[Step], None]) -> None:
        hear(Step(1, 4, "b.pdf", 1, 4, 12, 40))
        go.wait(10)
        hear(Step(2, 4, "c.pdf", 2, 4, 20, 60))

    work = Work(do, interrupted.set)
    wait_for(lambda: work.step is not None)
    page = words(work.page())
    assert "กำลังอ่าน 2 จาก 4: b.pdf · อ่านแล้ว 12 หน้า 40 แถว" in page
    assert 'value="25"' in work.page()
    work.stop()
    assert "กำลังหยุด" in words(work.page())
    assert interrupted.is_set()
    go.set()
    work.wait(10)
    assert not work.running
    assert type(work.error).__name__ == "Stop"


def test_stopping_leaves_the_store_as_it_was_and_a_second_work_waits(
    desk: LibraryDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.window.library_desk.LOOK_EVERY", 0.01)
    reading, go = threading.Event(), threading.Event()
    real = desk._keeper.add

    def slow(files: list[Path], hear: Callable[[Step], None], clash: Clash, who: str) -> object:
        reading.set()
        go.wait(10)
        return real(files, hear, clash, who)

    monkeypatch.setattr(desk._keeper, "add", slow)
    steps = desk.add(Shelf(), [write(tmp_path, "c.txt", report("ดุสิต"))])
    first = next(steps)
    assert reading.wait(10)
    assert "หยุด" in words(desk.notices(first))
    assert last(desk.add(Shelf(), [])).trouble == BUSY
    press(desk, first, "stop")
    go.set()
    assert last(steps).trouble == STOPPED
    assert "c.txt" not in words(desk.table())


def test_a_store_that_broke_is_told_with_what_to_do_until_it_is_mended(desk: LibraryDesk, tmp_path: Path) -> None:
    (tmp_path / "store" / "CURRENT").write_text("nonsense")
    desk._live.look_again()
    assert "กด “อ่านโฟลเดอร์ใหม่” เพื่อสร้างคลังขึ้นใหม่" in desk.notices(Shelf(may=True))
    assert desk.notices(Shelf(may=False)) == ""
    done = last(desk.rebuild(Shelf(may=True)))
    assert done.trouble == ""
    desk._live.look_again()
    assert "คลังบนดิสก์" not in desk.notices(Shelf(may=True))
    assert "a.txt" in desk.table()


# --- in English -----------------------------------------------------------------------------------------------------


def test_the_tab_in_english_says_nothing_in_thai_but_what_reports_say(desk: LibraryDesk, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 40)
    texts = [
        report("หนองทดลอง").replace("คู่มือ ๑ ฉบับ", "คู่มือ ๒ ฉบับ"),
        report("ดุสิต").replace("ประจำปีงบประมาณ พ.ศ. 2566", "").replace("๒๕๖๖", ""),
        report("บางรัก"),
    ]
    files = [write(tmp_path, f"{name}.txt", text) for name, text in zip(("newer", "x", "c"), texts, strict=True)]
    said = "".join("".join([*texts, *(group_name(group, 2566) for group in PART_OF_GROUP), "เขต"]).split())
    with speaking(Tongue.ENGLISH):
        shelf = last(desk.add(Shelf(), [*files, str(tmp_path / "bad.txt")]))
        notices = words(desk.notices(shelf))
        assert "c.txt was added: Bang Rak FY 2566, plan of measures · rows: 2" in notices
        assert "bad.txt was not added: This is not a text file." in notices
        assert "What differs: I20 changed (Output)" in notices
        assert "The report does not say: Fiscal year (B.E.)." in notices
        assert press(desk, shelf, "tell", {"year": "2567"}, report="x.txt").trouble == "Fill in who corrects it."
        row = press(desk, opened(desk), "row", row="a.txt#I20#1")
        asked = press(desk, opened(desk), "remove")
        pages = [desk.table(), desk.notices(shelf), *(desk.card(one) for one in (shelf, row, asked))]
    for page in pages:
        # Invented districts have no English name, and cells stand beside each other without a blank.
        told = re.sub("เขต(?:คลองสมมุติ|หนองทดลอง)", " ", words(page))
        assert [run for run in re.findall("[\u0e00-\u0e7f]+", told) if run not in said] == []
