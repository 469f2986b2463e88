"""Zips of several reports: each member a report of its own; what would do harm is refused by name."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from corpus.errors import NoReports, UnreadableReport
from corpus.library import sha256_of_file
from corpus.readers import archivelist, read_report
from corpus.readers.archive import archive_of
from corpus.reading import read, report_files
from tests.made_office import p, word
from tests.made_tables import HEAD_2566, I13, TITLE_2566, codes, line

REST = ("คู่มือ 1 ฉบับ", "เว็บไซต์", "มี.ค. 66", "ฝ่ายปกครอง", "ทุกเดือน")
REPORT = TITLE_2566 + HEAD_2566 + line(f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", *REST)


def packed(folder: Path, held: dict[str, bytes], name: str = "reports.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in held.items():
            archive.writestr(member, data)
    return folder / name


def test_each_member_is_a_report_under_a_name_of_both(tmp_path: Path) -> None:
    made = word(tmp_path, p("สำนักงานเขตบางเขน ปีงบประมาณ พ.ศ. 2566")).read_bytes()
    held = {
        "เขต/ก.txt": REPORT.encode(),
        "ข.docx": made,
        "รูป.jpg": b"x",
        "__MACOSX/._ก.txt": b"x",
        "เขต/.DS_Store": b"",
    }
    path = packed(tmp_path, held)
    found = report_files(path)
    assert [one.name for one in found] == ["reports.zip › ข.docx", "reports.zip › เขต › ก.txt"]
    reading = read(found[1])
    assert codes(reading) == ["I13"]
    assert reading.report.name == "reports.zip › เขต › ก.txt"
    assert {row.place.report for row in reading.rows} == {"reports.zip › เขต › ก.txt"}
    assert sha256_of_file(found[1]) == reading.report.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()
    assert read_report(found[0]).encoding == "docx"
    assert report_files(found[0]) == [found[0]]
    assert report_files(tmp_path) == [tmp_path / "made.docx", *found]


def test_names_of_windows_in_thai_are_read(tmp_path: Path) -> None:
    path = packed(tmp_path, {"XXX.txt": REPORT.encode()})
    path.write_bytes(path.read_bytes().replace(b"XXX.txt", "กขค.txt".encode("cp874")))
    assert [one.name for one in report_files(path)] == ["reports.zip › กขค.txt"]


def test_a_name_too_long_for_a_file_is_cut_but_stays_its_own(tmp_path: Path) -> None:
    names = [f"{'ก' * 120}{number}/{'ข' * 90}.txt" for number in (1, 2)]
    found = report_files(packed(tmp_path, {name: REPORT.encode() for name in names}))
    assert len({one.name for one in found}) == 2
    assert all(len(one.name.encode()) <= 255 and one.suffix == ".txt" for one in found)
    assert [codes(read(one)) for one in found] == [["I13"], ["I13"]]


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        ({"../outside.txt": b"x"}, "leads out of its zip file"),
        ({"/etc/outside.txt": b"x"}, "leads out of its zip file"),
        ({"C:/outside.txt": b"x"}, "leads out of its zip file"),
        ({"inner.zip": b"PK"}, "is an archive within an archive"),
        ({"bomb.txt": b"0" * 20_000_000}, "unpacks to far more than a report holds"),
        ({"bad.docx": b"PK\x03\x04"}, "is damaged"),
        ({"empty.txt": b""}, "is empty"),
    ],
)
def test_a_member_that_would_do_harm_is_refused_by_name(tmp_path: Path, held: dict[str, bytes], sentence: str) -> None:
    found = report_files(packed(tmp_path, {**held, "good.txt": REPORT.encode()}))
    assert len(found) == 2
    bad = next(one for one in found if "good" not in one.name)
    with pytest.raises(UnreadableReport, match=sentence) as told:
        read(bad)
    assert str(told.value).startswith(bad.name)
    assert codes(read(next(one for one in found if "good" in one.name))) == ["I13"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports.zip"]


def test_an_archive_that_cannot_be_read_is_listed_itself(tmp_path: Path) -> None:
    whole = packed(tmp_path, {"a.txt": REPORT.encode()}).read_bytes()
    for name, data, sentence in (("cut.zip", whole[:100], "is damaged"), ("none.zip", b"", "is empty")):
        (tmp_path / name).write_bytes(data)
        assert report_files(tmp_path / name) == [tmp_path / name]
        with pytest.raises(UnreadableReport, match=sentence):
            read_report(tmp_path / name)
    other = packed(tmp_path, {"photo.jpg": b"x"}, "photos.zip")
    assert report_files(other) == [other]
    with pytest.raises(UnreadableReport, match="holds no reports"):
        read_report(other)


def test_a_member_that_is_gone_and_a_path_that_leads_nowhere(tmp_path: Path) -> None:
    path = packed(tmp_path, {"a.txt": REPORT.encode()})
    gone = path.with_name("reports.zip › b.txt")
    assert archive_of(gone) == path
    with pytest.raises(UnreadableReport, match="is no longer in"):
        read_report(gone)
    assert sha256_of_file(gone) == ""
    nowhere = path.with_name("none.zip › b.txt")
    assert archive_of(nowhere) is None
    with pytest.raises(NoReports, match="There is no folder"):
        report_files(nowhere)


def test_no_list_of_members_is_read_in_the_programs_own_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path, {"a.txt": REPORT.encode()})

    def opened_here(*_: object) -> None:
        raise AssertionError("opened in the program's own process")

    monkeypatch.setattr("zipfile.ZipFile", opened_here)
    assert [one.name for one in report_files(path)] == ["reports.zip › a.txt"]


def test_a_list_that_takes_too_long_or_too_much_is_that_of_no_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = packed(tmp_path, {f"{n}.txt": b"" for n in range(2_001)}, "many.zip")
    assert report_files(many) == [many]
    with pytest.raises(UnreadableReport, match=r"^many\.zip holds more than 2,000 files"):
        read_report(many)
    path = packed(tmp_path, {"a.txt": REPORT.encode()})
    monkeypatch.setattr(archivelist, "SECONDS", 0.001)
    assert report_files(path) == [path]
