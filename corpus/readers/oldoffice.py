"""Files of other office programs (.doc, .xls, .rtf, .odt, .ods), through LibreOffice where it is installed.

It runs with a profile of its own in which no macro runs and nothing is fetched, and is ended when it takes too long.
"""

import hashlib
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableReport
from corpus.readers.excel import read_excel
from corpus.readers.package import DAMAGES, file_bytes, open_package
from corpus.readers.word import read_word
from corpus.records import Report

# Seconds. A report of 300 pages takes LibreOffice some ten; its first start on a slow machine as long again.
LONGEST = 90.0
PROGRAMS = ("soffice", "libreoffice")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODF = "application/vnd.oasis.opendocument."
_ODF_KINDS = {f"{_ODF}text": ".odt", f"{_ODF}spreadsheet": ".ods"}
# No macro runs, no link is followed, nothing is asked.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""


def ending_of(path: Path, head: bytes) -> str | None:
    """The ending that a file of another office program would have by its content, None for anything else."""
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    if not head.startswith(_OLE):
        return None
    data = file_bytes(path)
    streams = {"EncryptedPackage": ".locked", "WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls"}
    return next((ending for name, ending in streams.items() if name.encode("utf-16-le") in data), None)


def open_document(package: zipfile.ZipFile) -> str | None:
    """The ending of an OpenDocument file by its content, None for any other package."""
    try:
        kind = package.read("mimetype")[:100].decode("ascii", "replace").strip().removesuffix("-template")
        if "META-INF/manifest.xml" in package.namelist():
            manifest = package.read("META-INF/manifest.xml")
            if _ODF_KINDS.get(kind) and b"encryption-data" in manifest:
                return ".locked"
    except (KeyError, *DAMAGES):
        return None
    return _ODF_KINDS.get(kind)


def read_old_office(path: Path, ending: str) -> Report:
    """Reads such a file as the Word document or workbook that LibreOffice makes of it; raises UnreadableReport."""
    data = file_bytes(path)
    if ending == ".locked":
        raise UnreadableReport(f"{path.name} is locked with a password; save it without one.")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UnreadableReport(
            f"{path.name} is of a format that wants LibreOffice (libreoffice-writer, libreoffice-calc); "
            "install it, or save the file as .docx or .xlsx."
        )
    if data.startswith(b"PK"):
        open_package(data, path.name).close()
    sheets = ending in (".xls", ".ods")
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        made = _converted(program, data, ending, "xlsx" if sheets else "docx", Path(folder), path.name)
        try:
            report = (read_excel if sheets else read_word)(made)
        except UnreadableReport as error:
            raise UnreadableReport(str(error).replace(made.name, path.name)) from error
    return replace(report, name=path.name, sha256=hashlib.sha256(data).hexdigest(), encoding=ending.removeprefix("."))


def _converted(program: str, data: bytes, ending: str, to: str, folder: Path, name: str) -> Path:
    """The file in the newer format; raises UnreadableReport where LibreOffice makes none of it."""
    profile, source = folder / "profile", folder / f"report{ending}"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    source.write_bytes(data)
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--convert-to", to, "--outdir", str(folder), str(source),
    ]  # fmt: skip
    try:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=LONGEST
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableReport(f"{name} keeps LibreOffice busy for too long; save it as .docx or .xlsx.") from error
    except OSError as error:
        raise UnreadableReport(
            f"LibreOffice cannot be started for {name} ({error.strerror}); save it as .docx."
        ) from error
    made = folder / f"report.{to}"
    if not made.is_file():
        raise UnreadableReport(f"{name} is damaged or locked: LibreOffice cannot open it; save it as .docx or .xlsx.")
    return made
