"""Pages of the web: what a browser shows, tables by their spans; nothing that a page refers to is fetched."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableReport
from corpus.readers import read_report
from corpus.reading import read
from tests.made_tables import HEAD_2566, I13, I16, TITLE_2566, cells, codes

HEADS = HEAD_2566.strip().split("\t")
REST = ("คู่มือ 1 ฉบับ", "เว็บไซต์", "มี.ค. 66", "ฝ่ายปกครอง", "ทุกเดือน")


def page(folder: Path, body: str, head: str = "", name: str = "made.html", encoding: str = "utf-8") -> Path:
    made = f'<!DOCTYPE html><html><head><meta charset="{encoding}">{head}</head><body>{body}</body></html>'
    (folder / name).write_bytes(made.encode("cp874" if encoding == "tis-620" else encoding))
    return folder / name


def row(*held: str, tag: str = "td") -> str:
    cell = "".join(one if one.startswith("<t") else f"<{tag}>{one}</{tag}>" for one in held)
    return f"<tr>{cell}</tr>"


def titled(*rows: str) -> str:
    titles = "".join(f"<p>{line}</p>" for line in TITLE_2566.strip().split("\n"))
    return f"{titles}<table><thead>{row(*HEADS, tag='th')}</thead><tbody>{''.join(rows)}</tbody></table>"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>ก&nbsp;ข &amp; ค &lt; ง</p>", ["ก\u00a0ข & ค < ง"]),
        ("<p>บรรทัดแรก<br>บรรทัดสอง</p>", ["บรรทัดแรก", "บรรทัดสอง"]),
        ("<p>ก <b>ข</b>\n   <i>ค</i></p>", ["ก ข ค"]),
        ("<ul><li>จุด</li></ul><ol start=3><li>สาม</li><li>สี่</li></ol>", ["• จุด", "3. สาม", "4. สี่"]),
        ('<ol type="a"><li>ก</li></ol><ul style="list-style: none"><li>ไม่มี</li></ul>', ["a. ก", "ไม่มี"]),
        ("<pre>หนึ่ง\nสอง</pre>", ["หนึ่ง", "สอง"]),
        ("<div>ใน<span>ช่วง</span><div>นอก</div>ท้าย</div>", ["ในช่วง", "นอก", "ท้าย"]),
        ("<p>คำ<script>x = '<p>ไม่ใช่</p>'</script></p><style>p{}</style>", ["คำ"]),
        ('<p>เห็น</p><p style="display: none">ซ่อน</p><p hidden>ซ่อน</p>', ["เห็น"]),
        ("<p>คง<del>ลบ</del>อยู่</p>", ["คงอยู่"]),
        ("<p><u>จุดอ่อน</u> - ไม่มี</p>", ["<u>จุดอ่อน</u> - ไม่มี"]),
    ],
)
def test_a_page_says_what_a_browser_shows(tmp_path: Path, body: str, said: list[str]) -> None:
    assert [line for line in read_report(page(tmp_path, body)).text.split("\n") if line] == said


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    body = '<p>คำ<img src="http://127.0.0.1:9/x.png"></p><iframe src="http://127.0.0.1:9/"></iframe><script>1</script>'
    notes = read_report(page(tmp_path, body + "<p hidden>ซ่อน</p><s>ขีด</s>")).notes
    assert notes == (
        "รูปภาพหรือสื่อ 1 ชิ้น ไม่ได้อ่าน",
        "กรอบหรือวัตถุที่ฝังไว้ 1 ชิ้น ไม่ได้อ่าน",
        "สคริปต์และรูปแบบ (script, style) 1 ส่วน ไม่ใช่ข้อความ",
        "ข้อความที่ซ่อนไว้ 1 แห่ง ไม่ได้อ่าน",
        "ข้อความที่ขีดฆ่าหรือลบไว้ 1 แห่ง ไม่นับเป็นข้อความ",
    )


def test_spans_make_rows_and_columns(tmp_path: Path) -> None:
    body = titled(
        row('<td colspan="8">3) การใช้อำนาจ (90.10 คะแนน)</td>'),
        row(f'<td rowspan="2">I13 {I13}</td>', "ขาดคู่มือ", "ทำคู่มือ", *REST[:3], '<td rowspan="3">ฝ่าย</td>', "ทุกปี"),
        row("ขาดแผน", "ทำแผน", *REST[:3], "ทุกวัน"),
        row(f"I16 {I16}", "ขาดผู้ดูแล", "<td><ul><li>ตั้ง</li><li>สอน</li></ul></td>", *REST[:3], "ทุกเดือน"),
    )
    rows = read(page(tmp_path, body)).rows
    assert [one.code for one in rows] == ["I13", "I13", "I16"]
    assert [cells(one)["measure"] for one in rows] == ["ทำคู่มือ", "ทำแผน", "• ตั้ง\n• สอน"]
    assert [cells(one)["responsible"] for one in rows] == ["ฝ่าย"] * 3
    assert [cells(one)["monitoring"] for one in rows] == ["ทุกปี", "ทุกวัน", "ทุกเดือน"]
    assert rows[0].group_score == 90.1


def test_a_table_that_arranges_the_page_is_seen_through(tmp_path: Path) -> None:
    body = titled(row(f"I13 {I13}", "ขาดคู่มือ", "ทำคู่มือ", *REST))
    reading = read(page(tmp_path, f"<table><tr><td>เมนู</td><td>{body}</td></tr></table>"))
    assert codes(reading) == ["I13"]
    assert (reading.district, reading.fiscal_year) == ("บางเขน", 2566)


def test_the_encoding_that_a_page_names_and_the_one_that_it_is_in(tmp_path: Path) -> None:
    assert read_report(page(tmp_path, "<p>ภาษาไทย</p>", encoding="tis-620")).text.strip() == "ภาษาไทย"
    wrong = tmp_path / "wrong.html"
    wrong.write_bytes('<html><meta charset="windows-874"><p>ภาษาไทย</p></html>'.encode("utf-8-sig"))
    assert read_report(wrong).text.strip() == "ภาษาไทย"


def test_a_page_is_told_by_its_content_and_its_title_is_kept(tmp_path: Path) -> None:
    made = page(tmp_path, "<p>เนื้อความ</p>", "<title>สำนักงานเขตบางเขน</title>", "made.xls")
    assert read_report(made).text.split() == ["สำนักงานเขตบางเขน", "เนื้อความ"]
    text = tmp_path / "text.html"
    text.write_text("ข้อความล้วน\nสองบรรทัด", encoding="utf-8")
    assert read_report(text).text == "ข้อความล้วน\nสองบรรทัด"


def test_hostile_pages_are_refused_or_harmless(tmp_path: Path) -> None:
    with pytest.raises(UnreadableReport, match="is damaged"):
        read_report(page(tmp_path, "<div>" * 5000 + "คำ"))
    with pytest.raises(UnreadableReport, match="holds no text"):
        read_report(page(tmp_path, "<img>"))
    entity = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>คำ &a;</p></body></html>'
    (tmp_path / "e.html").write_text(entity, encoding="utf-8")
    assert "root:" not in read_report(tmp_path / "e.html").text
    wide = page(tmp_path, '<table><tr><td colspan="99999999" rowspan="99999999">คำ</td></tr></table>')
    assert read_report(wide).text.split() == ["คำ"]
