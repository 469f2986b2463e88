"""The assistant's own words, in Thai and in English; what reports say is never translated here."""

from collections.abc import Sequence

from corpus import catalogue
from corpus.records import CELL_LABELS, MeasureRow, Place

_ENGLISH_CELLS = {
    "weakness": "Weakness",
    "guideline": "Guideline",
    "measure": "Measure",
    "result": "Result",
    "output": "Output",
    "publicity": "How it is made known",
    "timeframe": "Due",
    "responsible": "Responsible",
    "monitoring": "Monitoring",
}


def cell_label(name: str, english: bool) -> str:
    """The name of a cell as the answer prints it."""
    return _ENGLISH_CELLS[name] if english else CELL_LABELS[name]


def district_label(name: str, english: bool) -> str:
    """The district as the answer prints it; an invented one keeps its Thai name in English too."""
    if not english:
        return f"เขต{name}"
    from corpus.districts import district

    known = district(name)
    return f"{known.english} (เขต{name})" if known else f"เขต{name}"


def district_name(name: str, english: bool) -> str:
    """The district within a sentence: in English by its English name alone, an invented one by its Thai name."""
    if not english:
        return f"เขต{name}"
    from corpus.districts import district

    known = district(name)
    return known.english if known else f"เขต{name}"


def year_label(year: int, english: bool) -> str:
    """A fiscal year (B.E.) within a sentence."""
    return f"FY {year}" if english else f"ปี {year}"


def subject(label: str, english: bool) -> str:
    """An item ("E12") or an indicator ("7") as a sentence names it."""
    if label[:1].isdigit():
        return f"indicator {label}" if english else f"ตัวชี้วัดที่ {label}"
    return label if english else f"ข้อ {label}"


def points(value: float) -> str:
    """A score as it is told: two decimals, none where it is whole."""
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"


def row_title(row: MeasureRow, english: bool) -> str:
    """Whose row it is, of which year, on which item."""
    year = f"FY {row.fiscal_year}" if english else f"ปี {row.fiscal_year}"
    label = row.code or (f"indicator {row.group}" if english else f"ตัวชี้วัดที่ {row.group}")
    return f"{district_label(row.district, english)} {year} · {label} {item_text(row)}".rstrip()


def item_text(row: MeasureRow) -> str:
    """What the item asks: the catalogue's wording where the code is sure, for the printed one may be spoilt by OCR."""
    known = catalogue.item(row.fiscal_year, row.code) if row.code and not row.doubtful else None
    return known.text if known is not None else row.item


def place_label(place: Place, english: bool) -> str:
    """The place as a reader would name it, with a word of caution where it was hard to read."""
    if not english:
        return place.label
    caution = (
        " (corrected by hand)" if place.corrected else " (read off a picture, not sure)" if place.is_unsure else ""
    )
    return f"{place.spot or f'page {place.page}, line {place.line}'}{caution}"


def listed(names: Sequence[str], english: bool) -> str:
    """Names as a list in running text."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    # Thai joins และ to a Thai word and keeps a blank before anything else.
    joint = " and " if english else " และ" if "ก" <= names[-1][0] <= "ไ" else " และ "
    return ", ".join(names[:-1]) + joint + names[-1]


def say(english: bool, thai: str, in_english: str) -> str:
    """One of two sentences."""
    return in_english if english else thai


class Note(str):
    """A Thai sentence to the staff that is also known in English; wherever a text is wanted, it is the Thai one."""

    english: str

    def __new__(cls, thai: str, english: str) -> "Note":
        """The sentence in both."""
        made = super().__new__(cls, thai)
        made.english = english
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """So that it can be copied, as a screen does with what it holds."""
        return str(self), self.english


def noted(note: str, english: bool) -> str:
    """A note as the reader wants it; one that is known in Thai only stays Thai."""
    return note.english if english and isinstance(note, Note) else note
