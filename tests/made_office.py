"""Word documents and workbooks written for a test, by python-docx and openpyxl or as XML by hand."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import docx
import openpyxl
from docx.oxml import parse_xml

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def word(folder: Path, *body: str, name: str = "made.docx") -> Path:
    """A Word document whose body is these elements, written without their namespaces."""
    document = docx.Document()
    held = document.element.body
    for element in list(held)[:-1]:
        held.remove(element)
    for xml in body:
        end = xml.index(">") if xml.index(">") < xml.find("/>") or xml.find("/>") < 0 else xml.index("/>")
        held.insert(len(held) - 1, parse_xml(f"{xml[:end]} {NAMES}{xml[end:]}"))
    document.save(folder / name)
    return folder / name


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of these runs; a run that is no markup is plain text."""
    inside = "".join(one if one.startswith("<") else r(one) for one in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(*content: str, span: int = 1, down: str | None = None) -> str:
    """A cell; ``down`` is the value of its vMerge, "" for one that goes on."""
    merge = "" if down is None else f'<w:vMerge w:val="{down}"/>' if down else "<w:vMerge/>"
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    inside = "".join(one if one.startswith("<w:") else p(one) for one in content or ("",))
    return f"<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str) -> str:
    """A row; a cell that is no markup is one paragraph."""
    return f"<w:tr>{''.join(one if one.startswith(('<w:tc', '<w:sdt')) else tc(one) for one in cells)}</w:tr>"


def tbl(*rows: str, widths: Sequence[int] = ()) -> str:
    """A table."""
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def book(folder: Path, sheets: dict[str, Iterable[Sequence[object]]], merged: Iterable[str] = ()) -> Path:
    """A workbook of these sheets, merged areas on the first of them."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(list(row))
    for area in merged:
        made.worksheets[0].merge_cells(area)
    made.save(folder / "made.xlsx")
    return folder / "made.xlsx"


def repacked(path: Path, change: dict[str, bytes], name: str = "changed.docx") -> Path:
    """The package with some members changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as other:
        for member in package.namelist():
            if member not in change:
                other.writestr(member, package.read(member))
        for member, data in change.items():
            other.writestr(member, data)
    made = path.with_name(name)
    made.write_bytes(out.getvalue())
    return made
