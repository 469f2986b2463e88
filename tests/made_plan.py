"""Plans written by hand, in every form, and the shape in which reports come as text: for the tests of the forms."""

from collections.abc import Iterable

from assistant.answers import Basis, DraftCell, DraftRow
from assistant.draft import form_cells, group_of_item
from corpus import catalogue
from corpus.records import Form, Place

FORMS = (Form.F2563, Form.F2565, Form.F2566, Form.F2567)
CELLS = {
    "weakness": "เจ้าหน้าที่ไม่ทราบขั้นตอนการขอยืมทรัพย์สิน",
    "guideline": "- ทำคู่มือการยืมหน้าเดียว\n- ตั้งผู้ดูแลประจำฝ่าย",
    "measure": "- ทำคู่มือการยืม 1 ฉบับ\n- อบรมเจ้าหน้าที่ปีละ 2 ครั้ง",
    "output": "- คู่มือ 1 ฉบับ",
    "publicity": "- เว็บไซต์ของสำนักงานเขต",
    "timeframe": "มีนาคม",
    "responsible": "ฝ่ายปกครอง",
    "monitoring": "เดือนละ 1 ครั้ง",
}
QUOTE = "- ทำคู่มือการ ยืม ๑ ฉบับ"


def entries(count: int) -> str:
    """A list of so many long entries, one a line; three of them fill a page in the narrow columns of 2566."""
    return "\n".join(
        f"- จัดประชุมชี้แจงครั้งที่ {number} ให้เจ้าหน้าที่ทุกฝ่ายทราบขั้นตอนการขอยืมทรัพย์สินของราชการ พร้อมแจกแผ่นพับที่อ่านจบในหน้าเดียว"
        for number in range(1, count + 1)
    )


LONG = entries(2)


def basis(line: int = 12, quote: str = QUOTE) -> Basis:
    """A quote of an invented report."""
    place = Place("รายงาน_2566.txt", 3, line, 100, 100 + len(quote))
    return Basis("รายงาน_2566.txt#I20#1", "รายงาน_2566.txt", place, quote, "ท่าสาธิต", 2566)


def cell(text: str, own: bool = False) -> DraftCell:
    """A drafted cell whose every line rests on one quote; an empty text is left to fill."""
    if not text:
        return DraftCell("", ())
    return DraftCell(text, (basis(),), tuple((line, (basis(),)) for line in text.split("\n")), own)


def drafted(code: str | None, form: Form, group: int | None = None, **cells: str) -> DraftRow:
    """A drafted row of Bang Khen in the form's own year, with CELLS where no other text is given; no result yet."""
    year = int(form.value)
    placed = group or group_of_item(year, code or "")
    assert placed is not None
    item = catalogue.item(year, code) if code else None
    held = {name: {**CELLS, "result": "", **cells}[name] for name in form_cells(form)}
    return DraftRow(
        district="บางเขน",
        fiscal_year=year,
        form=form,
        code=code,
        group=placed,
        item=item.text if item else catalogue.group_name(placed, year),
        weakness=held["weakness"],
        cells=tuple((name, cell(text, name == "weakness")) for name, text in held.items()),
        to_confirm=tuple(name for name, text in held.items() if not text),
        warnings=("โปรดตรวจก่อนใช้",),
    )


def plan(form: Form) -> list[DraftRow]:
    """Six rows of all three parts out of order, one of them long; by indicator in the form of 2565."""
    if form is Form.F2565:
        return [*(drafted(None, form, group) for group in (6, 10, 9, 1, 2)), drafted(None, form, 4, measure=LONG)]
    return [
        drafted("O2", form),
        drafted("E3", form, responsible=""),
        drafted("I20", form, measure=LONG),
        drafted("I18", form, weakness=""),
        drafted("O1", form),
        drafted("I2", form),
    ]


def as_report(titles: Iterable[str], lines: Iterable[Iterable[Iterable[tuple[str, bool]]]]) -> str:
    """Titles, then a table of lines, cells and (paragraph, underlined?), in the shape of a typed-in report."""
    table = ["\t".join(_marked(list(held)) for held in line) for line in lines]
    return "\n".join([*titles, *table])


def _marked(paragraphs: list[tuple[str, bool]]) -> str:
    marked = [f"<u>{text}</u>" if underlined else text for text, underlined in paragraphs]
    return marked[0] if len(marked) == 1 else " ".join(f"<p>{text}</p>" for text in marked)
