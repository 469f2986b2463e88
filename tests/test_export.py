"""Files of the form: the ending decides, what cannot be written is said in one sentence, no half file is left."""

import os
import stat
from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.export import Digits, check_target, export_plan
from assistant.forms_xlsx import SHEET
from corpus.errors import RequestError
from corpus.records import Form
from tests.made_commands import Capture, make_store, refused, run, write_reports
from tests.made_plan import drafted, plan


@pytest.mark.parametrize("name", ["แผน.docx", "plan.DOCX"])
def test_a_word_document_by_its_ending(name: str, tmp_path: Path) -> None:
    export_plan(plan(Form.F2567), tmp_path / name)
    document = docx.Document(str(tmp_path / name))
    assert document.paragraphs[2].text == "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"
    assert len(document.tables) == 3
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_workbook_by_its_ending_with_all_that_can_be_chosen(tmp_path: Path) -> None:
    target = tmp_path / "plan.xlsx"
    chosen = {"digits": Digits.ARABIC, "sources": False, "title": "แผนปี 2567", "scores": {"I20": 79.42}}
    export_plan(plan(Form.F2567), target, **chosen)  # type: ignore[arg-type]
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == [SHEET]
    page = book[SHEET]
    assert [page.cell(at, 1).value for at in (1, 3)] == ["แผนปี 2567", "ประจำปีงบประมาณ พ.ศ. 2567"]
    (item,) = [row[0].value for row in page.iter_rows() if str(row[0].value).startswith("I20 ")]
    assert item.endswith("\n(79.42 คะแนน)")


def test_an_older_file_is_replaced_and_a_new_one_has_common_rights(tmp_path: Path) -> None:
    target = tmp_path / "plan.docx"
    target.write_bytes(b"old")
    export_plan([drafted("I20", Form.F2567)], target)
    assert target.read_bytes()[:2] == b"PK"
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~mask


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("plan.pdf", "plan.pdf is neither a .docx nor a .xlsx file; end the name in one of these."),
        ("plan", "plan is neither a .docx nor a .xlsx file; end the name in one of these."),
        ("folder.docx", "{folder}/folder.docx is a folder; give the name of a file in it."),
        ("none/plan.docx", "There is no folder {folder}/none; make it first, or name another."),
    ],
)
def test_a_target_that_cannot_be_is_named(name: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "folder.docx").mkdir()
    for act in (check_target, lambda path: export_plan(plan(Form.F2567), path)):
        with pytest.raises(RequestError) as refused:
            act(tmp_path / name)
        assert str(refused.value) == sentence.format(folder=tmp_path)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_rows_that_are_no_plan_leave_no_file(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="There are no rows"):
        export_plan([], tmp_path / f"plan{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_leaves_the_older_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "plan.docx"
    target.write_bytes(b"old")

    def full(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RequestError) as refused:
        export_plan(plan(Form.F2567), target)
    assert str(refused.value) == (
        f"{target} could not be written (No space left on device); close it if it is open, or name another."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["plan.docx"]
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["ก" * 200, "a\0b"])
def test_a_name_that_no_system_takes_is_said(name: str, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"could not be written \((File name too long|.*null.*)\)"):
        export_plan(plan(Form.F2567), tmp_path / f"{name}.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, data: bytes) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", refused)
    with pytest.raises(RequestError, match=r"could not be written \(Permission denied\)"):
        export_plan(plan(Form.F2567), tmp_path / "plan.xlsx")
    assert list(tmp_path.iterdir()) == []


# --- by the command line ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two small reports."""
    folder = tmp_path_factory.mktemp("export")
    return make_store(write_reports(folder), folder / "store")


DRAFT = ("draft", "--district", "บางเขน", "--year", "2567", "--code", "I20", "--form", "2566", "--weakness", "ยืมพัสดุยาก")


@pytest.mark.parametrize(
    ("name", "options", "year", "parts"),
    [("plan.docx", ("--digits", "arabic"), "2567", 3), ("plan.docx", ("--no-sources",), "๒๕๖๗", 2)],
)
def test_draft_puts_the_row_into_the_form_too(
    name: str, options: tuple[str, ...], year: str, parts: int, store: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / name
    code, out, err = run(capsys, *DRAFT, "--store", str(store), "--out", str(target), *options)
    assert (code, err) == (0, f"Written: {target}\n")
    assert out.startswith("เขตบางเขน ปีงบประมาณ 2567 แบบฟอร์ม 2566")
    document = docx.Document(str(target))
    assert document.paragraphs[2].text == f"ประจำปีงบประมาณ พ.ศ. {year}"
    assert len(document.tables) == parts
    assert document.tables[0].rows[3].cells[2].text in out.replace("\n  ", "\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--out", "plan.pdf"), "plan.pdf is neither a .docx nor a .xlsx file; end the name in one of these."),
        (("--out", "none/plan.docx"), "There is no folder none; make it first, or name another."),
    ],
)
def test_a_form_that_cannot_be_written_is_refused_at_once(
    options: tuple[str, ...], sentence: str, capsys: Capture
) -> None:
    """Before the store is opened: there is none here."""
    assert refused(capsys, *DRAFT, "--store", "nowhere", *options) == sentence
