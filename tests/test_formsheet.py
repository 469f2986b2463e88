"""The form before it is a file: which line and which cell stands where, in which digits, with which sources."""

from dataclasses import replace

import pytest

from assistant.answers import DraftCell
from assistant.formsheet import BLANK, WIDTHS, Digits, FormSheet, LineKind, form_sheet, written
from corpus.errors import RequestError
from corpus.forms import FORM_HEADINGS
from corpus.records import Form
from tests.made_plan import CELLS, FORMS, LONG, QUOTE, drafted, plan


def laid_out(form: Form, **options: object) -> FormSheet:
    return form_sheet(plan(form), **{"digits": Digits.ARABIC, "sources": False, **options})  # type: ignore[arg-type]


def row(sheet: FormSheet, code: str) -> tuple[str, ...]:
    (line,) = [one for one in sheet.lines if one.kind is LineKind.ROW and one.cells[0].text.startswith(f"{code} ")]
    return tuple(held.text for held in line.cells)


def test_lines_stand_by_part_indicator_and_code() -> None:
    sheet = laid_out(Form.F2567)
    assert [(line.kind.value, line.cells[0].text.split()[0]) for line in sheet.lines] == [
        ("part", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน"), ("group", "ตัวชี้วัดที่"), ("row", "I2"),
        ("group", "ตัวชี้วัดที่"), ("row", "I18"), ("row", "I20"),
        ("part", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก"), ("group", "ตัวชี้วัดที่"), ("row", "E3"),
        ("part", "แบบตรวจการเปิดเผยข้อมูลสาธารณะ"), ("group", "ตัวชี้วัดที่"), ("row", "O1"), ("row", "O2"),
    ]  # fmt: skip
    groups = [line.cells[0].text for line in sheet.lines if line.kind is LineKind.GROUP]
    assert groups == [
        "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่",
        "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ",
        "ตัวชี้วัดที่ 6 คุณภาพการดำเนินงาน",
        "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล",
    ]


def test_the_form_of_2566_numbers_its_indicators_with_a_bracket() -> None:
    groups = [line.cells[0].text for line in laid_out(Form.F2566).lines if line.kind is LineKind.GROUP]
    assert groups[0] == "1) การปฏิบัติหน้าที่"


def test_a_row_for_a_whole_indicator_is_its_own_heading() -> None:
    sheet = laid_out(Form.F2565)
    assert [line.kind for line in sheet.lines].count(LineKind.GROUP) == 0
    labels = [line.cells[0].text.split()[1] for line in sheet.lines if line.kind is LineKind.ROW]
    assert labels == ["1", "2", "4", "6", "9", "10"]


def test_an_indicator_with_a_row_of_its_own_is_named_once_above_its_items() -> None:
    rows = [drafted("I20", Form.F2567), drafted(None, Form.F2567, 4), drafted("I2", Form.F2567)]
    sheet = form_sheet(rows, Digits.ARABIC, False, scores={4: 69.13, "I20": 62.5})
    said = [(line.kind.value, line.cells[0].text) for line in sheet.lines if line.kind is not LineKind.PART]
    assert [kind for kind, _ in said] == ["group", "row", "row", "row"]
    assert said[0][1] == "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่"
    assert said[2][1] == "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ\n(69.13 คะแนน)"
    assert said[3][1].startswith("I20 ")
    assert sum("การใช้ทรัพย์สินของราชการ" in text for _, text in said) == 1


@pytest.mark.parametrize("form", FORMS)
def test_each_form_has_its_own_headings_and_fills_the_page(form: Form) -> None:
    sheet = laid_out(form)
    assert sheet.headings == FORM_HEADINGS[form]
    assert {len(line.cells) for line in sheet.lines if line.kind is LineKind.ROW} == {len(sheet.headings)}
    assert len(WIDTHS[form]) == len(sheet.headings)
    assert sum(WIDTHS[form]) == 297 - 2 * 15


def test_titles_name_the_measures_the_office_and_the_year() -> None:
    assert laid_out(Form.F2563, digits=Digits.THAI).titles == (
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
        "สำนักงานเขตบางเขน",
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๓",
    )
    assert laid_out(Form.F2567).titles[0] == "มาตรการยกระดับคุณธรรมและความโปร่งใสภายในหน่วยงาน"
    assert laid_out(Form.F2567, title="แผน  ปี 2567\nฉบับร่าง").titles[0] == "แผน ปี 2567 ฉบับร่าง"
    full = form_sheet([replace(drafted("I20", Form.F2567), district="สำนักงานเขตบางเขน")], Digits.THAI, False)
    assert full.titles[1] == "สำนักงานเขตบางเขน"
    assert full.signers[1][2] == "ผู้อำนวยการเขตบางเขน"


def test_the_analysis_of_2563_holds_two_cells_under_sub_headings() -> None:
    sheet = laid_out(Form.F2563)
    (line,) = [one for one in sheet.lines if one.cells[0].text.startswith("I2 ")]
    assert [(said.text, said.underlined) for said in line.cells[1].paragraphs] == [
        ("จุดอ่อน", True),
        (CELLS["weakness"], False),
        ("แนวทางปฏิบัติ", True),
        ("- ทำคู่มือการยืมหน้าเดียว", False),
        ("- ตั้งผู้ดูแลประจำฝ่าย", False),
    ]
    assert row(sheet, "I18")[1].startswith(f"จุดอ่อน\n{BLANK}\nแนวทางปฏิบัติ\n- ")


def test_what_is_left_to_fill_is_a_dotted_line_and_marked() -> None:
    (line,) = [one for one in laid_out(Form.F2567).lines if one.cells[0].text.startswith("I2 ")]
    assert [(held.text == BLANK, held.to_check) for held in line.cells] == [
        (False, False), (False, False), (False, False), (True, True), (True, True),
    ]  # fmt: skip
    to_confirm = replace(drafted("I20", Form.F2567), to_confirm=("measure",))
    (line,) = [one for one in form_sheet([to_confirm], Digits.THAI, False).lines if one.kind is LineKind.ROW]
    assert (line.cells[2].to_check, line.cells[2].paragraphs[0].blank) == (True, False)


def test_a_list_is_one_paragraph_an_entry() -> None:
    assert row(laid_out(Form.F2566), "I20")[2] == LONG
    (line,) = [one for one in laid_out(Form.F2566).lines if one.cells[0].text.startswith("I20 ")]
    assert [said.text[:27] for said in line.cells[2].paragraphs] == [f"- จัดประชุมชี้แจงครั้งที่ {n}" for n in (1, 2)]


def test_scores_stand_as_the_forms_print_them() -> None:
    scores = {"I20": 79.416, 4: 81.5, "E3": 100}
    sheet = laid_out(Form.F2563, digits=Digits.THAI, scores=scores)
    assert row(sheet, "I20")[0].endswith("\nคะแนนเฉลี่ย ๗๙.๔๒ คะแนน")
    assert "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ คะแนนเฉลี่ย ๘๑.๕๐ คะแนน" in [line.cells[0].text for line in sheet.lines]
    assert row(laid_out(Form.F2567, scores=scores), "E3")[0].endswith("\n(100.00 คะแนน)")
    by_group = [line.cells[0].text for line in laid_out(Form.F2565, scores=scores).lines]
    assert sum(text.endswith("\n(81.50 คะแนน)") for text in by_group) == 1


@pytest.mark.parametrize(
    ("text", "thai", "arabic"),
    [
        ("ปี 2568 ข้อ I20 และ O1-O22", "ปี ๒๕๖๘ ข้อ I20 และ O1-O22", "ปี 2568 ข้อ I20 และ O1-O22"),
        ("ทุก ๓ เดือน ร้อยละ 85.50", "ทุก ๓ เดือน ร้อยละ ๘๕.๕๐", "ทุก 3 เดือน ร้อยละ 85.50"),
        ("(I๒๐) ข้อ20 ฉบับที่1", "(I20) ข้อ๒๐ ฉบับที่๑", "(I20) ข้อ20 ฉบับที่1"),
        ("ดู www.bangkok.go.th/ita2567 หน้า 9", "ดู www.bangkok.go.th/ita2567 หน้า ๙", "ดู www.bangkok.go.th/ita2567 หน้า 9"),
        ("12/2568", "๑๒/๒๕๖๘", "12/2568"),
    ],
)
def test_figures_in_either_digits(text: str, thai: str, arabic: str) -> None:
    assert (written(text, Digits.THAI), written(text, Digits.ARABIC)) == (thai, arabic)


def test_what_no_document_can_hold_is_left_out() -> None:
    assert written("ก\x00\x0bข\ud800ค\ufffe\tง\r\nจ\u2028ฉ", Digits.THAI) == "ก\nขค ง\nจ\nฉ"


def test_every_clause_comes_with_its_quote_letter_by_letter() -> None:
    sheet = form_sheet([drafted("I20", Form.F2567)], Digits.THAI, True)
    assert sheet.sources[:4] == (
        ("I20", "จุดอ่อน/ประเด็นที่ต้องปรับปรุง", CELLS["weakness"], "ถ้อยคำของผู้จัดทำแผน", "", "", "", ""),
        ("I20", "จุดอ่อน/ประเด็นที่ต้องปรับปรุง", "(ข้อความใกล้เคียงในรายงานอื่น)", "ท่าสาธิต", "๒๕๖๖", "รายงาน_2566.txt",
         "หน้า ๓ บรรทัด ๑๒", QUOTE),
        ("I20", "มาตรการ/กิจกรรม", "- ทำคู่มือการยืม ๑ ฉบับ", "ท่าสาธิต", "๒๕๖๖",
         "รายงาน_2566.txt", "หน้า ๓ บรรทัด ๑๒", QUOTE),
        ("I20", "มาตรการ/กิจกรรม", "- อบรมเจ้าหน้าที่ปีละ ๒ ครั้ง", "ท่าสาธิต", "๒๕๖๖",
         "รายงาน_2566.txt", "หน้า ๓ บรรทัด ๑๒", QUOTE),
    )  # fmt: skip
    assert len(sheet.sources) == 4
    assert form_sheet([drafted("I20", Form.F2567)], Digits.THAI, False).sources == ()


def test_a_cell_without_clauses_has_its_quotes_too() -> None:
    plain = drafted("I20", Form.F2567)
    held = dict(plain.cells)
    whole = DraftCell(held["measure"].text, held["measure"].basis)
    sheet = form_sheet([replace(plain, cells=(("measure", whole),))], Digits.ARABIC, True)
    assert [source[2] for source in sheet.sources] == ["- ทำคู่มือการยืม 1 ฉบับ - อบรมเจ้าหน้าที่ปีละ 2 ครั้ง"]


def test_what_holds_for_several_rows_is_noted_once() -> None:
    sheet = form_sheet([drafted("I20", Form.F2563), drafted("E3", Form.F2563, guideline="")], Digits.THAI, True)
    assert sheet.notes == (
        "ข้อ I20: โปรดเติมหรือตรวจช่อง ผลการดำเนินการ",
        "ข้อ I20, E3: โปรดตรวจก่อนใช้",
        "ข้อ E3: โปรดเติมหรือตรวจช่อง แนวทางปฏิบัติ, ผลการดำเนินการ",
    )


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"district": "ดุสิต"}, "district บางเขน and ดุสิต"),
        ({"fiscal_year": 2569}, "fiscal year 2567 and 2569"),
        ({"form": Form.F2566}, "form 2567 and 2566"),
    ],
)
def test_rows_of_two_plans_are_refused(change: dict[str, object], named: str) -> None:
    first = drafted("I20", Form.F2567)
    with pytest.raises(RequestError, match=rf"not of one plan \({named}\)"):
        form_sheet([first, replace(first, **change)], Digits.THAI, True)  # type: ignore[arg-type]


def test_no_rows_and_no_form_are_refused() -> None:
    with pytest.raises(RequestError, match="There are no rows to put into the form"):
        form_sheet([], Digits.THAI, True)
    with pytest.raises(RequestError, match="of no official form"):
        form_sheet([replace(drafted("I20", Form.F2567), form=Form.UNKNOWN)], Digits.THAI, True)
