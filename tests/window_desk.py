"""For the tests of the window: a small store made by hand, one report of it hostile, and a reader of the pages."""

import re
import time
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from assistant.answers import (
    Answer,
    Basis,
    Citation,
    DraftCell,
    DraftRequest,
    DraftRow,
    Mode,
    ReadAs,
    Status,
)
from corpus.errors import EmptyQuestion, QuestionTooLong, UnknownValue
from corpus.records import (
    PART_OF_GROUP,
    Cell,
    Form,
    Ledger,
    LedgerEntry,
    MeasureRow,
    Page,
    Passage,
    Place,
    Reading,
    Report,
    Segment,
)

NASTY = (
    '<script>alert(1)</script> <img src=x onerror="alert(2)"> [ลิงก์](http://example.com/x) ![ภาพ](http://example.com/y) '
    "**หนา** ${alert(3)} {{value}} @children ตามหนังสือ [1] \u202eกลับหัว\u202c"
)
_HEAD = "ตัวชี้วัด\tจุดอ่อน/ประเด็นที่ต้องปรับปรุง\tมาตรการ/กิจกรรม\tผู้รับผิดชอบ"
_FILLER = "เจ้าหน้าที่เวียนแจ้งหลักเกณฑ์และลงนามรับทราบทุกฝ่าย พร้อมรายงานผลต่อผู้อำนวยการเขต"


def _lines(district: str, year: int, rows: list[tuple[str, str, str, str, str, float | None]]) -> str:
    body = "\n".join(
        f"<p>{code} {item}</p>"
        + (f" <p>คะแนน {score:.2f}</p>" if score is not None else "")
        + f"\t- {weak}\t<p>- {done}</p>\t{who}"
        for code, item, weak, done, who, score in rows
    )
    opening = "\n".join(f"{number}. {_FILLER}" for number in range(1, 9))
    title = f"รายงานตัวอย่าง สำนักงานเขต{district} ปีงบประมาณ {year}"
    return f"{title}\n\n{opening}\n\n{_HEAD}\n{body}\n\n{opening}\nลงชื่อ ผู้รายงาน\n"


def _place(name: str, text: str, words: str, after: int = 0) -> Place:
    start = text.index(words, after)
    return Place(name, 1, text.count("\n", 0, start) + 1, start, start + len(words))


def make_reading(
    name: str, district: str, year: int, rows: list[tuple[str, str, str, str, str, float | None]]
) -> Reading:
    """A reading whose quotes stand at their places in its text."""
    text = _lines(district, year, rows)
    made = []
    for code, item, weak, done, who, score in rows:
        at = text.index(f"{code} {item}")
        end = text.index("\n", at)
        cells = tuple(
            Cell(cell, (Segment(_place(name, text, words, at), " ".join(words.split())),))
            for cell, words in (("weakness", weak), ("measure", done), ("responsible", who))
            if words
        )
        group = {"I": 4, "E": 6, "O": 9}[code[0]]
        made.append(
            MeasureRow(
                row_id=f"{name}#{code}",
                report=name,
                place=Place(name, 1, text.count("\n", 0, at) + 1, at, end),
                district=district,
                fiscal_year=year,
                part=PART_OF_GROUP[group],
                group=group,
                code=code,
                item=item,
                score=score,
                group_score=None,
                cells=cells,
                form=Form.F2563,
                columns=("weakness", "measure", "responsible"),
                doubtful="รหัสอ่านได้สองอย่าง" if code == "E2" else None,
            )
        )
    left = text.index("ลงชื่อ")
    prose = _place(name, text, _FILLER)
    return Reading(
        report=Report(name, "00", text, (Page(1, "1", 0, len(text)),), "utf-8"),
        district=district,
        fiscal_year=year,
        form=Form.F2563,
        rows=tuple(made),
        passages=(Passage(f"{name}#P1", name, prose, district, year, _FILLER, segments=(Segment(prose, _FILLER),)),),
        ledger=Ledger(
            pages=1,
            tables=1,
            rows=len(made),
            cells=sum(len(r.cells) for r in made),
            characters=len(text),
            characters_in_rows=len(text) // 2,
            characters_in_passages=len(text) // 4,
            characters_left_out=len(text) - left,
            entries=(LedgerEntry(left, len(text), text.count("\n", 0, left) + 1, "ลายมือชื่อ"),),
            doubtful_codes=("E2",) if any(r[0] == "E2" for r in rows) else (),
        ),
    )


READINGS = (
    make_reading(
        "sample-a.txt",
        "ตัวอย่างเหนือ",
        2566,
        [
            (
                "I20",
                "การขออนุญาตยืมทรัพย์สินของราชการไปใช้ปฏิบัติงาน",
                "บุคลากรบางส่วนไม่ทราบขั้นตอนการยืม",
                "จัดทำคู่มือการยืมทรัพย์สินและเวียนแจ้งทุกฝ่ายเดือนละ ๑ ครั้ง",
                "ฝ่ายปกครอง",
                71.25,
            ),
            ("E2", "ให้บริการอย่างเท่าเทียม", "ผู้รับบริการเห็นว่าไม่เท่าเทียม", "จัดระบบบัตรคิวและป้ายแจ้งลำดับ", "ฝ่ายทะเบียน", 82.5),
        ],
    ),
    make_reading(
        "sample-b.txt",
        "ตัวอย่างใต้",
        2567,
        [("I20", "การขออนุญาตยืมทรัพย์สิน", "ไม่มีทะเบียนคุมการยืม", "จัดทำทะเบียนคุมการยืมและตรวจสอบทุกเดือน", "ฝ่ายการคลัง", None)],
    ),
    make_reading("nasty <b>.txt", "อันตราย", 2565, [("O3", NASTY, NASTY, NASTY, "ฝ่ายโยธา", None)]),
)


@dataclass(frozen=True, slots=True)
class Index:
    """What the window reads of an index."""

    readings: tuple[Reading, ...] = READINGS
    reports: dict[str, Reading] = field(init=False)
    rows: tuple[MeasureRow, ...] = field(init=False)
    passages: tuple[Passage, ...] = field(init=False)
    districts: tuple[str, ...] = field(init=False)
    years: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "reports", {r.report.name: r for r in self.readings})
        put(self, "rows", tuple(row for r in self.readings for row in r.rows))
        put(self, "passages", tuple(p for r in self.readings for p in r.passages))
        put(self, "districts", tuple(sorted({r.district for r in self.readings})))
        put(self, "years", tuple(sorted({r.fiscal_year for r in self.readings})))


def citation(mark: int, row: MeasureRow, cell: str) -> Citation:
    """The first segment of a cell as a citation."""
    found = row.cell(cell)
    assert found is not None
    place = found.segments[0].place
    text = next(r.report.text for r in READINGS if r.report.name == row.report)
    quote = text[place.char_start : place.char_end]
    return Citation(mark, row.report, row.row_id, cell, place, quote, row.district, row.fiscal_year, row.label)


class FakeAssistant:
    """Answers every question with all rows of the code that it names; no search, no model."""

    def __init__(self, readings: tuple[Reading, ...] = READINGS) -> None:
        self.index = Index(readings)
        self.asked: list[tuple[str, str | None]] = []
        self.leant_on: list[ReadAs | None] = []

    def read(self, question: str, my_district: str | None = None) -> ReadAs:
        """Codes and years as they are written, districts by their names."""
        codes = tuple(dict.fromkeys(row.label for row in self.index.rows if row.label in question))
        years = tuple(int(year) for year in re.findall(r"25\d\d", question))
        named = tuple(name for name in self.index.districts if name in question)
        districts = named or ((my_district,) if my_district else ())
        cells = ("responsible",) if "ใคร" in question else ()
        return ReadAs(codes, years=years, districts=districts, cells=cells, wants="cells" if cells else "measures")

    has_model = False

    def may_improve(self, answer: Answer) -> bool:
        """There is no model."""
        return False

    def ask(
        self,
        question: str,
        my_district: str | None = None,
        before: ReadAs | None = None,
        drafts: object = (),
        with_model: bool = True,
    ) -> Answer:
        """Rows by code; "ไม่มี" finds nothing; "พัง" breaks; "ช้า" keeps one waiting; "ร่าง" drafts; "ล่ะ" leans."""
        self.asked.append((question, my_district))
        self.leant_on.append(before)
        if "พัง" in question:
            raise RuntimeError("unforeseen")
        if "ช้า" in question:
            time.sleep(13)
        if not question:
            raise EmptyQuestion("empty")
        if len(question) > 2000:
            raise QuestionTooLong("too long")
        if question == "ร่างมาตรการ":
            return Answer(question, Status.AMBIGUOUS, "ร่างข้อใด", (), (), ReadAs(wants="draft"), Mode.DRAFT)
        if question.startswith("ร่าง"):
            drafts = self.draft(DraftRequest("บางเขน", 2568, "ไม่ทราบขั้นตอน", Form.F2563, "I20"))
            text = "ร่างตามแบบเดิม\n\nร่างแถวให้แล้ว\n■ มาตรการ:\n- ซ้ำกับตาราง"
            return Answer(question, Status.ANSWERED, text, (), (), ReadAs(("I20",), wants="draft"), Mode.DRAFT, drafts)
        read_as = self.read(question, my_district)
        if before is not None and ("ล่ะ" in question or question.startswith("ใคร")):
            read_as = replace(
                read_as,
                codes=read_as.codes or before.codes,
                years=read_as.years or before.years,
                districts=read_as.districts or before.districts,
                cells=read_as.cells or before.cells,
                wants=before.wants if not read_as.cells else read_as.wants,
            )
        return self._told(question, read_as)

    def _told(self, question: str, read_as: ReadAs) -> Answer:
        rows = [
            row
            for row in self.index.rows
            if row.label in read_as.codes
            and (not read_as.years or row.fiscal_year in read_as.years)
            and (not set(read_as.districts) & set(self.index.districts) or row.district in read_as.districts)
        ]
        if not rows:
            text = "รายงานไม่ได้กล่าวถึงเรื่องนี้\nที่มีคือ I20 และ E2"
            unknown = replace(read_as, unknown_districts=("บางเขน",))
            return Answer(question, Status.NOT_FOUND, text, (), (), unknown)
        lines, cited = [f"พบ {len(rows)} แถว", "⚠ รหัสเดียวกันอาจถามคนละเรื่องในแต่ละปี"], []
        for row in rows:
            lines.append(f"■ เขต{row.district} ปี {row.fiscal_year} · {row.label}")
            for cell, head in (("weakness", "จุดอ่อน"), ("measure", "มาตรการ")):
                cited.append(citation(len(cited) + 1, row, cell))
                lines.append(f"  {head}: “{cited[-1].quote}” [{cited[-1].mark}]")
        return Answer(question, Status.ANSWERED, "\n".join(lines), tuple(cited), (), read_as)

    def draft(self, request: DraftRequest) -> tuple[DraftRow, ...]:
        """One row out of the two I20 rows; responsible is left to fill."""
        if request.fiscal_year < 2560:
            raise UnknownValue("no such year")
        rows = [row for row in self.index.rows if row.code == "I20"]

        def drafted(cell: str) -> DraftCell:
            cited = [citation(0, row, cell) for row in rows]
            basis = tuple(Basis(c.row_id or "", c.report, c.place, c.quote, c.district, c.fiscal_year) for c in cited)
            clauses = tuple((f"- {one.quote}", (one,)) for one in basis)
            return DraftCell("\n".join(text for text, _ in clauses), basis, clauses)

        like = drafted("weakness").basis
        cells = (
            ("weakness", DraftCell(request.weakness, like, ((request.weakness, like),), own=True)),
            ("measure", drafted("measure")),
            ("responsible", DraftCell("", ())),
        )
        return (
            DraftRow(
                request.district,
                request.fiscal_year,
                request.form,
                request.code or "I20",
                request.group or 4,
                "การขออนุญาตยืมทรัพย์สิน",
                request.weakness,
                cells,
                ("responsible",),
                ("ข้อ I20 ปี 2563 ถามเรื่องอื่น",),
            ),
        )


class Seen(HTMLParser):
    """Collects tags, attributes and text as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.buttons: list[dict[str, str | None]] = []
        self.marked = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("input", "img"):
            self._open.append(tag)
        if tag == "button":
            self.buttons.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if "mark" in self._open:
            self.marked += data
