"""What a model wrote, held against its evidence: each check shown to fire and to stay silent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from assistant.checking import Clause, Evidence, evidence, facts, overlap, read_clauses, wrong
from corpus.errors import ModelNonsense
from tests.made_index import sample_index

SHOWN = {
    1: evidence(
        1,
        "- จัดประชุมชี้แจงขั้นตอนการยืมทรัพย์สินของราชการ ๒ ครั้ง ภายในวันที่ ๑๕ มีนาคม ๒๕๖๖ โดยฝ่ายการคลัง ผ่าน Line กลุ่ม",
        "เขตบางรัก ปี 2566 I20 มาตรการ/กิจกรรม",
        "บางรัก",
    ),
    2: evidence(
        2,
        "เจ้าหน้าที่รับทราบร้อยละ ๙๕ และยังไม่มีการทุจริต ดำเนินการแล้ว 1,200 ราย",
        "เขตสาทร ปี 2567 I18 ผลการดำเนินการ",
        "สาทร",
        done=True,
    ),
}
GOOD = "ฝ่ายการคลังจัดประชุมชี้แจงขั้นตอนการยืมทรัพย์สิน"


def why(text: str, *marks: int, quotes: tuple[str, ...] | None = None) -> str | None:
    """Why it is refused where its quotes, unless the test brings others, are all that it cites."""
    return judged(Clause(text, marks or (1,), quotes or ()), SHOWN, ("บางรัก", "สาทร", "ตัวอย่างเหนือ"), quotes is None)


def judged(clause: Clause, shown: Mapping[int, Evidence], held: Sequence[str] = (), whole: bool = True) -> str | None:
    quotes = tuple(shown[mark].text for mark in clause.marks if mark in shown) if whole else clause.quotes
    return wrong(replace(clause, quotes=quotes), shown, held)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (GOOD, (1,)),
        ("เขตบางรักจัดประชุมชี้แจง 2 ครั้ง ภายในวันที่ 15 มีนาคม 2566", (1,)),
        ("ชี้แจงขั้นตอนการยืมทรัพย์สินของราชการผ่านกลุ่ม LINE ข้อ I20", (1,)),
        ("เจ้าหน้าที่รับทราบ 95% และดำเนินการแล้ว 1200 ราย", (2,)),
        ("เขตบางรักจัดประชุมชี้แจงการยืมทรัพย์สิน เขตสาทรเจ้าหน้าที่รับทราบ", (1, 2)),
        ("จัดประชุมชี้แจงการยืมทรัพย์สิน เจ้าหน้าที่รับทราบร้อยละ 95", (1, 2)),
        ("ยังไม่มีการทุจริตและเจ้าหน้าที่รับทราบ", (2,)),
    ],
)
def test_what_the_evidence_bears_out_stands(text: str, marks: tuple[int, ...]) -> None:
    assert why(text, *marks) is None


@pytest.mark.parametrize(
    ("text", "marks", "reason"),
    [
        (GOOD, (99,), "ไม่มีหลักฐานหมายเลข 99"),
        (GOOD, (0,), "ไม่มีหลักฐานหมายเลข 0"),
        (GOOD, (1, 1, 2, 3, 4), "ต้องอ้างหลักฐาน"),
        ("ประชุม", (1,), "ข้อความต้องยาว"),
        ("ประชุมชี้แจง" * 60, (1,), "ข้อความต้องยาว"),
        (f"{GOOD} 3 ครั้ง", (1,), "จำนวน 3 ครั้ง"),
        (f"{GOOD} 2 ฉบับ", (1,), "จำนวน 2 ฉบับ"),
        (f"{GOOD} สามครั้ง", (1,), "ตัวเลข สาม"),
        (f"{GOOD} ภายในวันที่ 2 มีนาคม", (1,), "วันเดือน 2/3"),
        (f"{GOOD} ภายในเดือนเมษายน", (1,), "วันเดือน เดือนที่ 4"),
        (f"{GOOD} ภายในปี 2568", (1,), "ตัวเลข 2568"),
        (f"{GOOD} ข้อ I21", (1,), "รหัสข้อ I21"),
        ("เจ้าหน้าที่รับทราบร้อยละ 1200 ดำเนินการแล้ว", (2,), "ร้อยละ 1200"),
        ("เขตสาทรจัดประชุมชี้แจงขั้นตอนการยืมทรัพย์สิน", (1,), "เขตสาทร ไม่ใช่เขตของหลักฐาน"),
        ("เขตตัวอย่างเหนือจัดประชุมชี้แจงการยืมทรัพย์สิน", (1,), "เขตตัวอย่างเหนือ ไม่ใช่เขต"),
        ("ฝ่ายเทศกิจจัดประชุมชี้แจงขั้นตอนการยืมทรัพย์สิน", (1,), "หน่วยงาน ฝ่ายเทศกิจ"),
        ("ชี้แจงขั้นตอนการยืมทรัพย์สินของราชการผ่าน Facebook", (1,), "คำว่า Facebook"),
        ("นายสมศักดิ์จัดประชุมชี้แจงขั้นตอนการยืมทรัพย์สิน", (1,), "ชื่อ นาย"),
        (f"{GOOD}โครงการสมัญญาวิชช์", (1,), "คำว่า วิชช์"),
        ("ไม่จัดประชุมชี้แจงขั้นตอนการยืมทรัพย์สินของราชการ", (1,), "คำว่า ไม่ กลับความหมาย"),
        ("จัดประชุมชี้แจงขั้นตอนการยืมทรัพย์สินเรียบร้อยแล้ว", (1,), "หลักฐานไม่ได้บอกว่าทำเสร็จ"),
        ("เพิ่มกล้องวงจรปิดบริเวณลานจอดรถและติดตั้งไฟส่องสว่าง", (1,), "ถ้อยคำห่างจากหลักฐาน"),
        ("เขตบางรักประชุมชี้แจงการยืมทรัพย์สิน เจ้าหน้าที่รับทราบร้อยละ 95", (1, 2), "อ้างหลักฐานของเขตที่ไม่ได้เอ่ยชื่อ"),
        ("เขตบางรักประชุมชี้แจง เขตสาทรเจ้าหน้าที่รับทราบร้อยละ 95", (1, 2), "มีตัวเลขในประโยคที่เอ่ยหลายเขต"),
        ("ปี 2566 ประชุมชี้แจงการยืมทรัพย์สิน เจ้าหน้าที่รับทราบ", (1, 2), "อ้างหลักฐานของปีที่ไม่ได้เอ่ย"),
        (f"ทุกเขต{GOOD}", (1,), "หลักฐานไม่ได้บอกว่า ทุกเขต"),
        (f"{GOOD}ได้ผลดีที่สุด", (1,), "หลักฐานไม่ได้บอกว่า ดีที่สุด"),
        ("เจ้าหน้าที่รับทราบเพิ่มขึ้น ไม่มีการทุจริต", (2,), "หลักฐานไม่ได้บอกว่า เพิ่มขึ้น"),
        (f"{GOOD} ພາສາ", (1,), "ห้ามใช้ 'ພ'"),
        (f"{GOOD} привет", (1,), "ห้ามใช้ 'п'"),
        (f"{GOOD} ３ ครั้ง", (1,), "ห้ามใช้ '３'"),
        (f"{GOOD} 😀", (1,), "ห้ามใช้ '😀'"),
        (f"{GOOD} [99]", (1,), "ห้ามใช้ '['"),
        (f"<b>{GOOD}</b>", (1,), "ห้ามใช้ '<'"),
        (f"{GOOD} https://a.example", (1,), "ห้ามใช้ 'https:'"),
        (f"**{GOOD}**", (1,), "ห้ามใช้ '*'"),
        (f"โปรด{GOOD}", (1,), "ห้ามใช้ 'โปรด'"),
        (f"{GOOD}\u202eกลับ", (1,), "ห้ามใช้อักขระควบคุม"),
        (f"{GOOD}\nจัดประชุม", (1,), "ห้ามใช้อักขระควบคุม"),
    ],
)
def test_what_it_does_not_bear_out_is_refused_with_the_reason(text: str, marks: tuple[int, ...], reason: str) -> None:
    said = why(text, *marks)
    assert said is not None
    assert said.startswith(reason)


def test_a_clause_without_marks_is_refused() -> None:
    assert wrong(Clause(GOOD, ()), SHOWN) == "ต้องอ้างหลักฐาน 1 ถึง 4 หมายเลข"


def test_a_figure_of_one_piece_does_not_serve_another() -> None:
    """The share stands in evidence 2, which is not cited."""
    assert why(f"{GOOD} ร้อยละ 95") == "ร้อยละ 95 ไม่มีในหลักฐานที่อ้าง"


def test_every_piece_that_is_cited_is_quoted() -> None:
    """A mark is no more than a number; the words that a clause rests on must stand in that very piece."""
    one, two = "ขั้นตอนการยืมทรัพย์สิน", "เจ้าหน้าที่รับทราบ"
    said = "จัดประชุมชี้แจงการยืมทรัพย์สิน เจ้าหน้าที่รับทราบร้อยละ 95"
    assert why(said, 1, 2, quotes=(one, two)) is None
    lacking = "quotes ต้องมีข้อความที่คัดลอกจากหลักฐานหมายเลข {} อย่างน้อย 8 ตัวอักษร"
    assert why(said, 1, 2, quotes=(one,)) == lacking.format(2)
    assert why(said, 1, 2, quotes=()) == lacking.format(1)
    # too short to say anything, unless the evidence itself is no longer
    assert why(GOOD, quotes=("ประชุม",)) == lacking.format(1)
    short = {1: Evidence(1, "ทุกฝ่าย", "เขตบางรัก ปี 2566 ผู้รับผิดชอบ", "บางรัก")}
    assert wrong(Clause("ทุกฝ่ายรับผิดชอบ", (1,), ("ทุกฝ่าย",)), short) is None


def test_quotes_are_verbatim_but_for_white_space_and_digits() -> None:
    assert why(GOOD, quotes=("ขั้นตอน การยืม\nทรัพย์สิน ของราชการ 2 ครั้ง",)) is None
    for quote in ("ขั้นตอนการคืนทรัพย์สิน", "", "เจ้าหน้าที่รับทราบ"):
        assert why(GOOD, quotes=(quote,)) == "ข้อความที่ยกมาไม่ตรงตามหลักฐานที่อ้าง"


def test_two_texts_side_by_side_do_not_make_one_figure() -> None:
    """ "I20" of the row and "5 ครั้ง" at the head of the quote: 205 stands nowhere, 5 does."""
    shown = {1: Evidence(1, "5 ครั้ง ประชุมชี้แจงเจ้าหน้าที่", "เขตบางรัก ปี 2566 I20", "บางรัก")}
    assert judged(Clause("ประชุมชี้แจงเจ้าหน้าที่ 5 ครั้ง", (1,)), shown) is None
    assert judged(Clause("ประชุมชี้แจงเจ้าหน้าที่ 205 ครั้ง", (1,)), shown) == "จำนวน 205 ครั้ง ไม่มีในหลักฐานที่อ้าง"


def test_a_report_speaks_for_its_own_district_only() -> None:
    shown = {1: Evidence(1, "จัดประชุมร่วมกับเขตสาทรเรื่องการยืมทรัพย์สิน", "เขตบางรัก ปี 2566", "บางรัก")}
    assert judged(Clause("จัดประชุมร่วมเรื่องการยืมทรัพย์สิน", (1,)), shown) is None
    said = judged(Clause("เขตสาทรจัดประชุมเรื่องการยืมทรัพย์สิน", (1,)), shown)
    assert said == "เขตสาทร ไม่ใช่เขตของหลักฐานที่อ้าง"


def test_overlap_is_a_share_of_content_words() -> None:
    # ประชุม and ทรัพย์สิน are held, กล้อง and ถนน are not; และ is no content word
    assert overlap("ประชุม ทรัพย์สิน และ กล้อง ถนน", ["จัดประชุมเรื่องทรัพย์สิน"]) == 0.5
    assert overlap("และ ของ", ["จัดประชุม"]) == 0.0


def test_the_facts_of_a_text() -> None:
    assert facts("ข้อ I20 ไม่เกิน ๑,๐๐๐ ราย วันที่ 5 เม.ย.") == {"I20", "20", "ไม่", "1000", "5", "5/4", "เดือนที่ 4"}


def test_the_form_is_found_in_a_fence_and_behind_thoughts() -> None:
    form = json.dumps({"clauses": [{"text": "- ข้อความ [1] [2]", "marks": [1, 2, 1], "quotes": ["ก"]}]})
    (clause,) = read_clauses(f'<think>{{"clauses": []}}</think>\n```json\n{form}\n```')
    assert clause == Clause("ข้อความ", (1, 2), ("ก",))


def test_marks_in_the_text_that_are_not_its_own_stay_and_are_refused() -> None:
    (clause,) = read_clauses(json.dumps({"clauses": [{"text": f"{GOOD} [1][99]", "marks": [1]}]}))
    assert clause.text == f"{GOOD}[99]"
    assert wrong(clause, SHOWN) == "ห้ามใช้ '['"


@pytest.mark.parametrize(
    "output",
    [
        "",
        "ขออภัย ตอบไม่ได้",
        '{"clauses": [{"text": "ครึ่ง',
        '{"clauses": 5}',
        '{"clauses": ["ข้อความ"]}',
        '{"clauses": [{"text": 5, "marks": [1]}]}',
        '{"clauses": [{"text": "ก", "marks": ["1"]}]}',
        '{"clauses": [{"text": "ก", "marks": [true]}]}',
        '{"clauses": [{"text": "ก", "marks": 1}]}',
        '{"clauses": [{"text": "ก", "marks": [1], "quotes": "ก"}]}',
        '{"answer": []}',
        "[]",
        '{"clauses": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"clauses": [{"text": "ก", "marks": [' + "9" * 5000 + "]}]}",
    ],
)
def test_what_is_not_the_form_is_nonsense(output: str) -> None:
    with pytest.raises(ModelNonsense):
        read_clauses(output)


def test_no_more_clauses_are_read_than_agreed() -> None:
    many = json.dumps({"clauses": [{"text": "ข้อความ", "marks": [1]}] * 50})
    assert len(read_clauses(many)) == 14


def pieces() -> list[tuple[str, Evidence]]:
    """Every piece of the samples' cells as a clause, with itself as evidence."""
    out = []
    for row in sample_index().rows:
        about = f"เขต{row.district} ปี {row.fiscal_year} {row.label}"
        for segment in (segment for cell in row.cells for segment in cell.segments):
            text = segment.text.strip(" -•")
            if 8 <= len(text) <= 400:
                out.append((text, evidence(1, segment.text, about, row.district)))
    return out


def test_words_of_a_report_stand_beside_themselves_and_fall_beside_others() -> None:
    held = sample_index().districts
    made = pieces()
    assert len(made) > 500
    refused = [(text, why) for text, own in made if (why := judged(Clause(text, (1,)), {1: own}, held))]
    assert refused == []
    # against a piece far away in another report, unless that one says the same
    half = len(made) // 2
    others = [(text, made[(at + half) % len(made)][1]) for at, (text, _) in enumerate(made)]
    foreign = [(text, other) for text, other in others if overlap(text, [other.text]) < 0.5]
    assert len(foreign) > 500
    assert [text for text, other in foreign if judged(Clause(text, (1,)), {1: other}, held) is None] == []
