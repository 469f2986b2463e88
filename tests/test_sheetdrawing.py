"""Text boxes on sheets are read after the cells of their sheet, wherever the file keeps them."""

import zipfile
from pathlib import Path

import openpyxl

from corpus.readers import read_report
from corpus.readers.sheetdrawing import drawn_words
from tests.made_office import book, repacked

SPACES = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def shape(*paragraphs: str) -> str:
    held = "".join(f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>" for words in paragraphs)
    return f"<xdr:sp><xdr:txBody>{held}</xdr:txBody></xdr:sp>"


def anchor(row: int, inner: str) -> str:
    at = f"<xdr:from><xdr:col>1</xdr:col><xdr:row>{row}</xdr:row></xdr:from>"
    return f"<xdr:twoCellAnchor>{at}{inner}</xdr:twoCellAnchor>"


def drawn_on(path: Path, sheet: int, *anchors: str) -> Path:
    """The workbook with a drawing on that sheet."""
    rels = f'<Relationship Id="rId9" Type="{RELATED}/drawing" Target="../drawings/drawing1.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        f"xl/worksheets/_rels/sheet{sheet}.xml.rels": f'<Relationships xmlns="{package}">{rels}</Relationships>',
        "xl/drawings/drawing1.xml": f"<xdr:wsDr {SPACES}>{''.join(anchors)}</xdr:wsDr>",
    }
    return repacked(path, {name: part.encode() for name, part in parts.items()}, "drawn.xlsx")


def test_what_shapes_say_stands_after_the_cells_of_their_sheet(tmp_path: Path) -> None:
    path = book(tmp_path, {"ก": [["ช่อง ก"]], "ข": [["ช่อง ข"]]})
    group = f"<xdr:grpSp>{shape('ในกลุ่ม')}</xdr:grpSp>"
    both = f"<mc:Choice>{shape('ใหม่')}</mc:Choice><mc:Fallback>{shape('เก่า')}</mc:Fallback>"
    both = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    made = drawn_on(
        path, 1, anchor(9, shape("ล่าง")), anchor(2, shape("บรรทัดหนึ่ง", "บรรทัดสอง")), anchor(12, group), anchor(15, both)
    )
    assert [line for line in read_report(made).text.split("\n") if line] == [
        "ช่อง ก", "บรรทัดหนึ่ง", "บรรทัดสอง", "ล่าง", "ในกลุ่ม", "ใหม่", "ช่อง ข",
    ]  # fmt: skip


def test_a_sheet_of_nothing_but_a_text_box_is_read(tmp_path: Path) -> None:
    path = book(tmp_path, {"ก": [["ช่อง ก"]], "ข": []})
    assert read_report(drawn_on(path, 2, anchor(0, shape("สำนักงานเขตดุสิต")))).text.split() == [
        "ช่อง",
        "ก",
        "สำนักงานเขตดุสิต",
    ]


def test_charts_pictures_and_comments_are_noted_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    made = openpyxl.Workbook()
    made.active.append(["คำ"])
    made.active["A1"].comment = openpyxl.comments.Comment("ความเห็น", "x")
    made.save(path)
    more = {"xl/charts/chart1.xml": b"<c/>", "xl/media/image1.png": b"x", "xl/diagrams/data1.xml": b"<d/>"}
    report = read_report(repacked(path, more, "more.xlsx"))
    assert report.text.strip() == "คำ"
    assert report.notes == (
        "ความเห็นในช่อง 1 ข้อ ไม่นับเป็นข้อความ",
        "รูปภาพ 1 รูป ไม่ได้อ่านข้อความในภาพ",
        "แผนภูมิหรือวัตถุที่ฝังไว้ 2 ชิ้น ไม่ได้อ่าน",
    )


def test_a_drawing_that_its_sheet_names_and_nobody_packed_says_nothing(tmp_path: Path) -> None:
    made = drawn_on(book(tmp_path, {"ก": [["คำ"]]}), 1, anchor(0, shape("ก")))
    with zipfile.ZipFile(made) as package:
        assert {title: [one.text for one in held] for title, held in drawn_words(package).items()} == {"ก": ["ก"]}
        parts = {name: package.read(name) for name in package.namelist() if not name.endswith("drawing1.xml")}
    with zipfile.ZipFile(tmp_path / "less.xlsx", "w") as package:
        for name, part in {**parts, "xl/drawings/drawing2.xml": b"<a/>"}.items():
            package.writestr(name, part)
    with zipfile.ZipFile(tmp_path / "less.xlsx") as package:
        assert drawn_words(package) == {}
