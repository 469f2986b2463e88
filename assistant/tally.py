"""What stands most often in a cell of whole reports: who is responsible for how many rows, what is due when."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cite import Citer, mark_of
from assistant.question import Question
from assistant.wording import cell_label, district_name, say, year_label
from corpus.records import MeasureRow
from corpus.thai import squeeze
from index.search import ReportIndex

# The cells whose words come again from row to row.
TALLIED = ("responsible", "timeframe", "monitoring")
# Of more than these the rest is counted; so many rows are named behind a line.
MOST_LINES, MOST_ROWS = 12, 8


@dataclass(frozen=True, slots=True)
class _Held:
    """The rows of one report whose cell says the same."""

    quote: str
    rows: tuple[MeasureRow, ...]


# Words that name the cell itself, or how often, are no topic beside it.
_OF_CELL = frozenset(
    (
        "ติดตาม",
        "กำกับ",
        "กำกับติดตาม",
        "เดือน",
        "วัน",
        "สัปดาห์",
        "ไตรมาส",
        "เสร็จสิ้น",
        "แล้วเสร็จ",
        "หน้าที่",
        "คน",
        "monitor",
        "monitors",
    )
)


def meant(asked: Question) -> bool:
    """Whether a cell of whole reports is asked for, with no item and no topic."""
    topic = [word for word in asked.topic_words if word not in _OF_CELL]
    about = asked.codes or asked.groups or asked.named_groups or topic
    return bool(asked.cells) and asked.cells[0] in TALLIED and not about and bool(asked.districts or asked.years)


def tell(asked: Question, index: ReportIndex, citer: Citer) -> str | None:
    """One line for what stands most often, then each wording with its rows, report by report; None without any."""
    name = asked.cells[0]
    reports = dict.fromkeys((row.district, row.fiscal_year) for row in index.rows)
    heads, lines = [], []
    for district, year in reports:
        if (asked.districts and district not in asked.districts) or (asked.years and year not in asked.years):
            continue
        rows = [
            row
            for row in index.rows
            if (row.district, row.fiscal_year) == (district, year) and (not asked.parts or row.part in asked.parts)
        ]
        held = _held(rows, name, citer)
        if held:
            heads.append(_head(held, name, sum(len(one.rows) for one in held), asked.english))
            lines += _lines(held, asked.english)
    return "\n".join([*heads, *lines]) if lines else None


def _held(rows: Sequence[MeasureRow], name: str, citer: Citer) -> list[_Held]:
    """Equal cells together, the most frequent first; quoted by the first of them."""
    alike: dict[str, list[MeasureRow]] = {}
    for row in rows:
        cell = row.cell(name)
        if cell is not None:
            alike.setdefault(squeeze(cell.text), []).append(row)
    most = sorted(alike.values(), key=lambda same: -len(same))[:MOST_LINES]
    return [_Held(citer.cell(same[0], name), tuple(same)) for same in most]


def _head(held: Sequence[_Held], name: str, count: int, en: bool) -> str:
    first = held[0]
    row = first.rows[0]
    where, label = f"{district_name(row.district, en)} {year_label(row.fiscal_year, en)}", cell_label(name, en)
    told = first.quote if len(first.quote) <= 100 and first.quote.count("[") == 1 else mark_of(first.quote)
    return say(
        en,
        f"{where} {label}ที่พบมากสุดคือ {told} {len(first.rows)} จาก {count} แถว",
        f"{where}, {label}: most often {told}, in {len(first.rows)} of {count} rows.",
    )


def _lines(held: Sequence[_Held], en: bool) -> list[str]:
    out = []
    for one in held:
        labels = list(
            dict.fromkeys(row.code or say(en, f"ตัวชี้วัดที่ {row.group}", f"indicator {row.group}") for row in one.rows)
        )
        more = " …" if len(labels) > MOST_ROWS else ""
        count = say(en, f"{len(one.rows)} แถว", f"{len(one.rows)} {'row' if len(one.rows) == 1 else 'rows'}")
        out.append(f"- {one.quote} {count}: {', '.join(labels[:MOST_ROWS])}{more}")
    return out
