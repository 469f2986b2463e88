"""Files of old office programs: told by their content, refused in a sentence where LibreOffice is not there."""

import shutil
import zipfile
from pathlib import Path

import pytest

from corpus.errors import UnreadableReport, UnsupportedFormat
from corpus.readers import oldoffice, read_report
from tests.conftest import need

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\0" * 512


def test_a_locked_document_is_told_from_an_old_one(tmp_path: Path) -> None:
    for name in ("locked.docx", "locked.xlsx"):
        (tmp_path / name).write_bytes(stream("EncryptedPackage"))
        with pytest.raises(UnreadableReport, match=rf"^{name} is locked with a password; save it without one\.$"):
            read_report(tmp_path / name)


@pytest.mark.parametrize("data", [stream("WordDocument"), stream("Workbook"), b"{\\rtf1 x}"])
def test_without_libreoffice_the_sentence_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(oldoffice, "PROGRAMS", ("no-such-program",))
    (tmp_path / "old.doc").write_bytes(data)
    with pytest.raises(UnreadableReport, match="wants LibreOffice") as told:
        read_report(tmp_path / "old.doc")
    assert "libreoffice-writer" in str(told.value)


def test_one_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(oldoffice, "PROGRAMS", (str(slow),))
    monkeypatch.setattr(oldoffice, "LONGEST", 0.2)
    (tmp_path / "old.doc").write_bytes(stream("WordDocument"))
    with pytest.raises(UnreadableReport, match="keeps LibreOffice busy for too long"):
        read_report(tmp_path / "old.doc")


def test_damage_is_told_in_a_sentence(tmp_path: Path) -> None:
    need(shutil.which("soffice"), "libreoffice-writer")
    (tmp_path / "old.doc").write_bytes(stream("WordDocument"))
    with pytest.raises(UnreadableReport, match=r"^old\.doc "):
        read_report(tmp_path / "old.doc")
    (tmp_path / "report.rtf").write_bytes(b"{\\rtf1\\ansi Integrity and Transparency\\par}")
    assert read_report(tmp_path / "report.rtf").text.strip() == "Integrity and Transparency"


def open_document(path: Path, kind: str, **parts: str) -> Path:
    """An OpenDocument file with nothing in it but what is given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", parts.get("content", "<a/>"))
        package.writestr("META-INF/manifest.xml", parts.get("manifest", "<manifest/>"))
    return path


@pytest.mark.parametrize("kind", ["text", "spreadsheet", "text-template"])
def test_an_open_document_wants_libreoffice_too(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oldoffice, "PROGRAMS", ("no-such-program",))
    with pytest.raises(UnreadableReport, match=r"^a\.odt is of a format that wants LibreOffice"):
        read_report(open_document(tmp_path / "a.odt", kind))


def test_an_open_document_that_is_locked_a_bomb_or_a_drawing_is_refused(tmp_path: Path) -> None:
    made = open_document(tmp_path / "a.odt", "text", manifest="<manifest:encryption-data/>")
    with pytest.raises(UnreadableReport, match=r"^a\.odt is locked with a password"):
        read_report(made)
    with pytest.raises(UnreadableReport, match="unpacks to far more"):
        read_report(open_document(tmp_path / "a.ods", "spreadsheet", content=" " * 20_000_000))
    with pytest.raises(UnreadableReport, match="declares XML entities"):
        read_report(open_document(tmp_path / "a.odt", "text", content="<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"))
    with pytest.raises(UnsupportedFormat, match=r"^a\.odg is of a type"):
        read_report(open_document(tmp_path / "a.odg", "graphics"))
