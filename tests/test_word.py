"""Word documents: what Word shows is read, in the dialects that it is written in; the rest is counted."""

import zipfile
from pathlib import Path

import docx
import pytest

from corpus.errors import UnreadableReport
from corpus.readers import read_report
from corpus.reading import read, read_records
from tests.made_office import p, r, repacked, tbl, tc, tr, word
from tests.made_tables import HEAD_2566, HEAD_2567, I13, I16, I20, TITLE_2566, cells, codes, false_places, unaccounted

TITLE = tuple(p(line) for line in TITLE_2566.strip().split("\n"))
HEADS = HEAD_2566.strip().split("\t")
HEAD = tr(*HEADS)
REST = ("คู่มือ 1 ฉบับ", "เว็บไซต์", "มี.ค. 66", "ฝ่ายปกครอง", "ทุกเดือน")


def text(path: Path) -> str:
    return read_report(path).text


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        (("ก่อน", '<w:ins w:id="1" w:author="x"><w:r><w:t>แทรก</w:t></w:r></w:ins>', "หลัง"), "ก่อนแทรกหลัง"),
        (("ก่อน", '<w:del w:id="1" w:author="x"><w:r><w:delText>ลบ</w:delText></w:r></w:del>', "หลัง"), "ก่อนหลัง"),
        (("ก่อน", '<w:moveFrom w:id="1" w:author="x"><w:r><w:t>ย้าย</w:t></w:r></w:moveFrom>', "หลัง"), "ก่อนหลัง"),
        (("ก่อน", r("ซ่อน", "<w:vanish/>"), "หลัง"), "ก่อนหลัง"),
        (("ก่อน", r("ไม่ซ่อน", '<w:vanish w:val="0"/>'), "หลัง"), "ก่อนไม่ซ่อนหลัง"),
        (('<w:smartTag w:element="date"><w:r><w:t>วันที่</w:t></w:r></w:smartTag>', " 1"), "วันที่ 1"),
        (('<w:sdt><w:sdtContent><w:r><w:t>ช่องกรอก</w:t></w:r></w:sdtContent></w:sdt>',), "ช่องกรอก"),
        (('<w:hyperlink w:anchor="x"><w:r><w:t>ลิงก์</w:t></w:r></w:hyperlink>',), "ลิงก์"),
        (("ก", "<w:r><w:tab/></w:r>", "ข", "<w:r><w:noBreakHyphen/></w:r>", "ค"), "ก ข-ค"),
        (('<w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>', "คำ"), "คำ"),
        (('<w:fldSimple w:instr=" REF a "><w:r><w:t>ผล</w:t></w:r></w:fldSimple>', "คำ"), "ผลคำ"),
        (
            (
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>',
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "1 มีนาคม",
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>', " ตาม",
            ),
            "1 มีนาคม ตาม",
        ),
        ((r("จุดอ่อน", '<w:u w:val="single"/>'), " - ไม่มีคู่มือ"), "<u>จุดอ่อน</u> - ไม่มีคู่มือ"),
        ((r("จุดอ่อน", '<w:u w:val="none"/>'), " - ไม่มีคู่มือ"), "จุดอ่อน - ไม่มีคู่มือ"),
        (("ใช้ &lt;b&gt; กับ &amp;nbsp; เป็นตัวอักษร",), "ใช้ &lt;b> กับ &amp;nbsp; เป็นตัวอักษร"),
        (("น้อยกว่า &lt; 5 &amp; มากกว่า",), "น้อยกว่า < 5 & มากกว่า"),
    ],
)  # fmt: skip
def test_a_paragraph_says_what_word_shows(tmp_path: Path, runs: tuple[str, ...], said: str) -> None:
    assert text(word(tmp_path, p(*runs))).strip() == said


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    made = word(
        tmp_path,
        p("คำ", '<w:del w:id="1" w:author="x"><w:r><w:delText>ลบ</w:delText></w:r></w:del>'),
        p("คำ", r("ซ่อน", "<w:vanish/>"), '<w:r><w:drawing><a:blip/></w:drawing></w:r>'),
        p("<w:r><w:object/></w:r>"),
    )  # fmt: skip
    assert read_report(made).notes == (
        "รูปภาพ 1 รูป ไม่ได้อ่านข้อความในภาพ",
        "วัตถุที่ฝังไว้ (เช่น ตาราง Excel แผนภูมิ แผนผัง SmartArt) 1 ชิ้น ไม่ได้อ่าน",
        "ข้อความที่ลบไว้ (ติดตามการเปลี่ยนแปลง) 1 แห่ง ไม่นับเป็นข้อความ",
        "ข้อความที่ซ่อนไว้ 1 แห่ง ไม่ได้อ่าน",
    )


def test_a_line_break_ends_a_line_and_a_list_keeps_its_marks(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("หนึ่ง\nสอง")
    document.add_paragraph("ข้อแรก", style="List Number")
    document.add_paragraph("ข้อสอง", style="List Number")
    document.add_paragraph("จุด", style="List Bullet")
    document.save(tmp_path / "made.docx")
    assert text(tmp_path / "made.docx").split("\n\n") == ["หนึ่ง", "สอง", "1. ข้อแรก", "2. ข้อสอง", "• จุด", ""]


def test_a_text_box_is_read_once_of_its_two_readings(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('ในกล่อง')}</w:txbxContent>"
    made = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text(word(tmp_path, p("ก่อนกล่อง", made), p("หลังกล่อง"))).split() == ["ก่อนกล่อง", "ในกล่อง", "หลังกล่อง"]


def test_headers_footers_and_footnotes_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "สำนักงานเขตบางเขน"
    document.sections[0].footer.paragraphs[0].text = "เอกสารแนบ"
    document.add_paragraph("เนื้อความ")
    document.add_section()
    document.save(tmp_path / "made.docx")
    assert text(tmp_path / "made.docx").split() == ["สำนักงานเขตบางเขน", "เนื้อความ", "เอกสารแนบ"]


def test_pages_begin_where_word_broke_them_but_never_within_a_row(tmp_path: Path) -> None:
    broken = "<w:r><w:lastRenderedPageBreak/></w:r>"
    made = word(
        tmp_path,
        p("หน้าแรก"),
        p('<w:r><w:br w:type="page"/></w:r>'),
        p(broken, "หน้าสอง"),
        tbl(tr("ก", "ข"), tr(tc(p(broken, "ค")), tc("ง")), tr(tc(p("จ", broken, "ฉ")), tc("ช")), tr("ซ", "ฌ")),
    )
    report = read_report(made)
    pages = ["".join(report.text[page.char_start : page.char_end].split()) for page in report.pages]
    assert pages == ["หน้าแรก", "หน้าสองกข", "คงจฉช", "ซฌ"]
    names = [spot.name for spot in report.spots]
    assert names == [
        "หน้า 1 ย่อหน้า 1", "หน้า 2 ย่อหน้า 2", "หน้า 2 ตาราง 1 แถว 1", "หน้า 3 ตาราง 1 แถว 2", "หน้า 3 ตาราง 1 แถว 3",
        "หน้า 4 ตาราง 1 แถว 4",
    ]  # fmt: skip


def test_a_place_is_named_as_word_would_name_it(tmp_path: Path) -> None:
    rows = tr(tc("3) การใช้อำนาจ", span=8)), tr(f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", *REST)
    reading = read(word(tmp_path, *measures(*rows)))
    assert reading.rows[0].place.label == "ตาราง 1 แถว 3"
    assert reading.rows[0].cells[0].segments[0].place.label == "ตาราง 1 แถว 3"
    assert reading.passages[0].place.label == "ย่อหน้า 1"


# --- tables -----------------------------------------------------------------------------------------------------------


def measures(*rows: str, widths: tuple[int, ...] = ()) -> tuple[str, ...]:
    return *TITLE, tbl(HEAD, *rows, widths=widths)


def test_a_table_within_grid_spans_reads_as_its_columns(tmp_path: Path) -> None:
    made = word(
        tmp_path,
        *measures(
            tr(tc("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)", span=8)),
            tr(tc("3) การใช้อำนาจ (90.10 คะแนน)", span=8)),
            tr(f"I13 {I13}", "ขาดคู่มือ", tc("- ทำคู่มือ", "- อบรม"), *REST),
            tr(f"I16 {I16}", "ขาดคู่มือ", "ทำคู่มือ", *REST),
        ),
    )
    reading = read(made)
    assert codes(reading) == ["I13", "I16"]
    assert cells(reading.rows[0])["measure"] == "- ทำคู่มือ\n- อบรม"
    assert [row.group_score for row in reading.rows] == [90.1, 90.1]
    assert unaccounted(reading) == 0
    assert false_places(reading) == []


def test_equal_neighbours_are_no_merge(tmp_path: Path) -> None:
    made = word(tmp_path, *measures(tr(f"I13 {I13}", "ทำคู่มือ", "ทำคู่มือ", "ทำคู่มือ", *REST[1:])))
    held = cells(read(made).rows[0])
    assert (held["weakness"], held["measure"], held["output"]) == ("ทำคู่มือ", "ทำคู่มือ", "ทำคู่มือ")


def test_a_cell_merged_downwards_is_that_of_every_row(tmp_path: Path) -> None:
    made = word(
        tmp_path,
        *measures(
            tr(f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", *REST[:3], tc("ฝ่ายปกครอง", down="restart"), "ทุกเดือน"),
            tr(f"I16 {I16}", "ขาดแผน", "ทำแผน", *REST[:3], tc(down=""), "ทุกปี"),
            tr(f"I20 {I20}", "ขาดผู้ดูแล", "ตั้งผู้ดูแล", *REST[:3], "", "ทุกวัน"),
        ),
    )
    rows = read(made).rows
    assert [cells(row).get("responsible") for row in rows] == ["ฝ่ายปกครอง", "ฝ่ายปกครอง", None]
    assert [len(row.merged_with) for row in rows] == [1, 1, 0]


def test_an_item_merged_over_several_rows_is_the_item_of_each(tmp_path: Path) -> None:
    made = word(
        tmp_path,
        *measures(
            tr(tc(f"I13 {I13} (88.50 คะแนน)", down="restart"), "ขาดคู่มือ", "ทำคู่มือ", *REST),
            tr(tc(down=""), "ขาดแผน", "ทำแผน", *REST),
            tr(f"I16 {I16}", "ขาดผู้ดูแล", "ตั้งผู้ดูแล", *REST),
        ),
    )
    rows = read(made).rows
    assert [row.code for row in rows] == ["I13", "I13", "I16"]
    assert [cells(row)["measure"] for row in rows] == ["ทำคู่มือ", "ทำแผน", "ตั้งผู้ดูแล"]
    assert [row.score for row in rows] == [88.5, 88.5, None]
    assert rows[0].item == rows[1].item


def test_an_item_on_a_line_of_its_own_heads_the_row_below(tmp_path: Path) -> None:
    made = word(
        tmp_path,
        *measures(
            tr(tc(f"I13 {I13}", span=8)),
            tr("", "ขาดคู่มือ", "ทำคู่มือ", *REST),
            tr(tc(f"I16 {I16}", span=8)),
            tr("", "ขาดแผน", "ทำแผน", *REST),
        ),
    )
    rows = read(made).rows
    assert [row.code for row in rows] == ["I13", "I16"]
    assert [cells(row)["measure"] for row in rows] == ["ทำคู่มือ", "ทำแผน"]


def test_a_note_across_the_table_is_no_item(tmp_path: Path) -> None:
    made = word(
        tmp_path,
        *measures(
            tr(f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", *REST),
            tr(tc("หมายเหตุ ข้อมูล ณ วันที่จัดทำ", span=8)),
            tr(f"I16 {I16}", "ขาดแผน", "ทำแผน", *REST),
        ),
    )
    reading = read(made)
    assert codes(reading) == ["I13", "I16"]
    assert all("หมายเหตุ" not in row.item for row in reading.rows)
    assert any("หมายเหตุ ข้อมูล" in passage.text for passage in reading.passages)


def test_headings_over_two_rows_and_a_table_of_titles_before_them(tmp_path: Path) -> None:
    upper = [tc(one, down="restart") for one in HEADS]
    lower = [tc(down="") for _ in HEADS]
    upper[2:5], lower[2:5] = [tc("แผนการดำเนินงาน", span=3)], [tc(one) for one in HEADS[2:5]]
    made = word(
        tmp_path,
        *TITLE,
        tbl(tr("ชื่อหน่วยงาน", "สำนักงานเขตบางเขน"), tr("ผู้จัดทำ", "ฝ่ายปกครอง")),
        p(""),
        tbl(tr(*upper), tr(*lower), tr(f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", *REST)),
    )
    reading = read(made)
    assert codes(reading) == ["I13"]
    assert cells(reading.rows[0]) == {
        "weakness": "ขาดคู่มือ", "measure": "ทำคู่มือ", "output": REST[0], "publicity": REST[1],
        "timeframe": REST[2], "responsible": REST[3], "monitoring": REST[4],
    }  # fmt: skip


def test_codes_in_a_column_of_their_own_and_a_table_that_goes_on_without_headings(tmp_path: Path) -> None:
    made = word(
        tmp_path,
        *TITLE,
        tbl(tr("รหัส", *HEADS), tr("I13", I13, "ขาดคู่มือ", "ทำคู่มือ", *REST)),
        p('<w:r><w:br w:type="page"/></w:r>'),
        tbl(tr("I16", I16, "ขาดแผน", "ทำแผน", *REST), tr("I20", I20, "ขาดผู้ดูแล", "ตั้งผู้ดูแล", *REST)),
    )
    reading = read(made)
    assert codes(reading) == ["I13", "I16", "I20"]
    assert [cells(row)["measure"] for row in reading.rows] == ["ทำคู่มือ", "ทำแผน", "ตั้งผู้ดูแล"]
    assert reading.rows[0].item.startswith("เจ้าหน้าที่ในสำนักงานเขต")


def test_slightly_different_widths_make_no_other_columns(tmp_path: Path) -> None:
    widths = (1000, 20, 980, 1000, 1000, 1000, 1000, 1000, 1000)
    made = word(
        tmp_path,
        *TITLE,
        tbl(
            tr(tc(HEADS[0]), tc(HEADS[1], span=2), *HEADS[2:]),
            tr(tc(f"I13 {I13}", span=2), "ขาดคู่มือ", "ทำคู่มือ", *REST),
            widths=widths,
        ),
    )
    held = cells(read(made).rows[0])
    assert (held["weakness"], held["measure"], held["output"]) == ("ขาดคู่มือ", "ทำคู่มือ", REST[0])


def test_a_nested_table_stays_in_its_cell_and_one_that_arranges_is_seen_through(tmp_path: Path) -> None:
    inner = tbl(tr("รายการ", "จำนวน"), tr("คู่มือ", "1 ฉบับ"))
    row = tr(f"I13 {I13}", "ขาดคู่มือ", f"<w:tc><w:tcPr/>{p('ทำคู่มือ')}{inner}{p('')}</w:tc>", *REST)
    nested = read(word(tmp_path, *measures(row), name="nested.docx"))
    assert cells(nested.rows[0])["measure"].split("\n") == ["ทำคู่มือ", "รายการ", "จำนวน", "คู่มือ", "1 ฉบับ"]
    around = tbl(f"<w:tr><w:tc><w:tcPr/>{''.join(measures(row))}{p('')}</w:tc></w:tr>")
    arranged = read(word(tmp_path, around, name="arranged.docx"))
    assert cells(arranged.rows[0]) == cells(nested.rows[0])


def test_content_controls_around_rows_and_cells_and_deleted_rows(tmp_path: Path) -> None:
    cell = f"<w:sdt><w:sdtContent>{tc('ทำคู่มือ')}</w:sdtContent></w:sdt>"
    row = tr(f"I13 {I13}", "ขาดคู่มือ", cell, *REST)
    gone = tr(f"I16 {I16}", "ขาดแผน", "ทำแผน", *REST).replace(
        "<w:tr>", '<w:tr><w:trPr><w:del w:id="3" w:author="x"/></w:trPr>'
    )
    made = word(tmp_path, *measures(f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>", gone))
    reading = read(made)
    assert codes(reading) == ["I13"]
    assert cells(reading.rows[0])["measure"] == "ทำคู่มือ"
    assert any("1 แห่ง" in note for note in reading.ledger.notes)


def test_empty_cells_of_the_form_of_2567_are_empty_where_the_document_shows_its_merges(tmp_path: Path) -> None:
    head = tr(*HEAD_2567.strip().split("\t"))
    title = tuple(p(line) for line in TITLE_2566.replace("2566", "2567").strip().split("\n"))
    rows = (
        tr(f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", tc("ได้ทำคู่มือ", down="restart"), ""),
        tr(f"I16 {I16}", "ขาดแผน", "ทำแผน", tc(down=""), ""),
        tr(f"I20 {I20}", "ขาดผู้ดูแล", "ตั้งผู้ดูแล", "", ""),
    )
    held = [cells(row).get("result") for row in read(word(tmp_path, *title, tbl(head, *rows))).rows]
    assert held == ["ได้ทำคู่มือ", "ได้ทำคู่มือ", None]


# --- what is no document ----------------------------------------------------------------------------------------------


def test_a_document_by_another_name_is_read_by_what_it_is(tmp_path: Path) -> None:
    made = word(tmp_path, *measures(tr(f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", *REST)), name="made.docx")
    other = made.rename(tmp_path / "made.txt")
    assert codes(read_records(read_report(other))) == ["I13"]


@pytest.mark.parametrize(
    "kind",
    [
        "ms-word.document.macroEnabled",
        "ms-word.template.macroEnabledTemplate",
        "openxmlformats-officedocument.wordprocessingml.template",
    ],
)
def test_a_document_with_macros_or_a_template_is_read_and_no_macro_looked_at(kind: str, tmp_path: Path) -> None:
    good = word(tmp_path, p("ตัวชี้วัด"))
    with zipfile.ZipFile(good) as package:
        types = package.read("[Content_Types].xml").decode()
    plain = "openxmlformats-officedocument.wordprocessingml.document"
    parts = {"[Content_Types].xml": types.replace(plain, kind).encode(), "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    report = read_report(repacked(good, parts, "made.docm"))
    assert report.text.strip() == "ตัวชี้วัด"
    assert report.notes == ("ไฟล์มีมาโคร ไม่ได้เปิดหรือเรียกใช้",)


def test_diagrams_and_objects_are_noted(tmp_path: Path) -> None:
    made = word(
        tmp_path,
        p("คำ", '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:object></w:r>'),
        p(
            '<w:r><w:drawing><d:relIds xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"/></w:drawing></w:r>'
        ),
    )
    assert read_report(made).notes == ("วัตถุที่ฝังไว้ (เช่น ตาราง Excel แผนภูมิ แผนผัง SmartArt) 2 ชิ้น ไม่ได้อ่าน",)


def test_entities_bombs_and_damage_are_refused_in_a_sentence(tmp_path: Path) -> None:
    good = word(tmp_path, p("คำ"))
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    for change, sentence in (
        ({"word/document.xml": xml}, "declares XML entities"),
        ({"word/media/image.bin": b"0" * 50_000_000}, "unpacks to far more"),
        ({"word/document.xml": b"<w:document"}, "is damaged"),
        ({"[Content_Types].xml": b"<Types/>"}, "is damaged"),
        ({"word/document.xml": f'<w:document xmlns:w="{W}"/>'.encode()}, "is damaged"),
    ):
        with pytest.raises(UnreadableReport, match=sentence) as told:
            read_report(repacked(good, change))
        assert "\n" not in str(told.value)
    cut = tmp_path / "cut.docx"
    cut.write_bytes(good.read_bytes()[:4000])
    with pytest.raises(UnreadableReport, match="is damaged"):
        read_report(cut)
    with pytest.raises(UnreadableReport, match="holds no text"):
        read_report(word(tmp_path, p("  "), name="empty.docx"))


def test_tables_nested_without_end_are_refused(tmp_path: Path) -> None:
    inner = p("คำ")
    for _ in range(120):
        inner = f"{tbl(f'<w:tr><w:tc><w:tcPr/>{inner}</w:tc></w:tr>')}{p('')}"
    path = tmp_path / "deep.docx"
    made = word(tmp_path, p("คำ"))
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>'
    repacked(made, {"word/document.xml": document.encode()}, path.name)
    with pytest.raises(UnreadableReport, match="is damaged"):
        read_report(path)


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
