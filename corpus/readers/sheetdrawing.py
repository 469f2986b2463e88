"""What text boxes and shapes on the sheets of a workbook say, which are in no cell; a door to lxml."""

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from corpus.readers.docgrid import Paragraph

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_X = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOOK = "xl/workbook.xml"


def drawn_words(package: zipfile.ZipFile) -> dict[str, list[Paragraph]]:
    """The paragraphs of the shapes on each sheet, by its title, as they stand from top to bottom."""
    names = set(package.namelist())
    if not any(name.startswith("xl/drawings/drawing") for name in names) or _BOOK not in names:
        return {}
    targets = dict(_related(package, _BOOK))
    out: dict[str, list[Paragraph]] = {}
    for sheet in _root(package, _BOOK).iter(f"{_S}sheet"):
        part = targets.get(sheet.get(f"{_R}id"), "")
        drawings = [target for _, target in _related(package, part) if target.startswith("xl/drawings/drawing")]
        held = [said for drawing in drawings if drawing in names for said in _said(_root(package, drawing))]
        if held:
            out[sheet.get("name", "")] = held
    return out


def _related(package: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    """The parts that a part refers to, by id."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in package.namelist():
        return
    for one in _root(package, rels).iter(f"{_P}Relationship"):
        target = one.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if one.get("TargetMode") != "External":
            yield one.get("Id", ""), whole


def _said(drawing: Any) -> Iterator[Paragraph]:
    """The paragraphs of the shapes of a drawing, those of groups too; of two readings of one shape the newer."""
    held = [(_corner(anchor), shape) for anchor in drawing for shape in anchor.iter(f"{_X}sp")]
    older = {id(shape) for fallback in drawing.iter(f"{_MC}Fallback") for shape in fallback.iter(f"{_X}sp")}
    shapes = [(corner, shape) for corner, shape in held if id(shape) not in older]
    for _, shape in sorted(shapes, key=lambda one: one[0]):
        for paragraph in shape.iter(f"{_A}p"):
            words = "".join(
                "\n" if piece.tag == f"{_A}br" else piece.text or "" for piece in paragraph.iter(f"{_A}t", f"{_A}br")
            )
            yield from (Paragraph(line.strip()) for line in words.splitlines() if line.strip())


def _corner(anchor: Any) -> tuple[int, int]:
    """The row and column that an anchored shape begins in."""
    row, column = (anchor.findtext(f"{_X}from/{_X}{name}") or "0" for name in ("row", "col"))
    return tuple(int(text) if text.isdecimal() and len(text) < 8 else 0 for text in (row, column))  # type: ignore[return-value]


def _root(package: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    return etree.fromstring(
        package.read(name), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    )
