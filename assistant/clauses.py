"""Cells of precedents cut into whole clauses, each resting on verbatim spans; what cannot carry over is left out."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answers import Basis
from assistant.carryover import adapt, claims_done, renamed, unwrapped
from assistant.duedate import moved, without_dates
from corpus.cells import flat
from corpus.records import MeasureRow, Place, Reading, Segment
from corpus.thai import clean, cut, squeeze

# A clause begins at a bullet or a list number that stands behind a blank or at the head of a run.
_BULLET = re.compile(r"(?:^|(?<=\s))(?:(?P<dash>[-–—•*·])\s*(?=\S)|(?P<number>\d{1,2})\s?[.)]\s*(?=\D))")
_LEADING = re.compile(r"^[\s\-–—•*·.]*(?:[0-9๐-๙]{1,2}\s?[.)]\s*)?[\s.]*")
_TRAILING = re.compile(r"[\s,;:/–—-]+$")
# A dash between two days, months or numbers ("๐๘.๐๐ - ๑๐.๐๐ น.", "จันทร์ - ศุกร์") begins nothing, nor does a hyphen
# ("E -service").
_DAYS = "จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์"
_RANGE_LEFT = re.compile(rf"(?:\d|น\.|{_DAYS}|[IEO]\d{{1,2}})\s*$")
_RANGE_RIGHT = re.compile(rf"\s*(?:\d|{_DAYS}|[IEO]\d|[ก-ฮเ]\S?\.\s?[คพย]\.)")
_HYPHEN_LEFT, _HYPHEN_RIGHT = re.compile(r"(?<![A-Za-z])[A-Za-z]\s*$"), re.compile(r"\s*[A-Za-z]{2}")
# Behind these a number counts something and begins no list entry ("ตามข้อ 5) ของประกาศ").
_COUNTING = re.compile(r"(?:ข้อ|ที่|ชั้น|จำนวน|ภายใน|หมวด|มาตรา|ครั้ง|ระยะ|รอบ|ทุก|น้อย|เกิน|กว่า|ฉบับ|เวลา)\s*$")
# A clause that ends in one of these lost its tail, one that begins so lost its head.
_LOST_TAIL = frozenset(
    " ".join(
        (
            "การ ความ และ หรือ ของ ที่ ใน ให้ เพื่อ โดย จาก กับ แก่ ตาม ผู้ ซึ่ง จะ ไม่ มี เป็น อย่าง ทุก ถึง แต่ละ",
            "ต้อง ควร ว่า",
        )
    ).split(" ")
)
# ... save where the word means something else there: "เก็บของ", "นำมาให้", "ใช้ไม่เป็น", "หรือไม่".
_WHOLE_TAIL = re.compile(r"(?:(?:เก็บ|รับ|ส่ง|ยืม|คืน|ซื้อ|แจก|สิ่ง)ของ|(?:มา|ไป|มอบ|ส่ง|จัด|แจ้ง)ให้|(?:ไม่|ทำ)เป็น|หรือไม่)$")
_LOST_HEAD = re.compile("(?:และ|หรือ|ซึ่ง|ๆ|ฯ|[)\u0e30-\u0e3a\u0e45-\u0e4e])")
_GOES_ON = re.compile(r"(?:ให้|และ|หรือ|ซึ่ง|โดย|ตาม|เพื่อ|ที่|ของ|[)])")
# What is lacking is a weakness; where a measure repeats such words, OCR copied them into the hole beside a merged cell.
_LACKING = re.compile(r"ยัง(?:ไม่|มี|ขาด)|ไม่(?:ทราบ|ครบ|ชัดเจน|เพียงพอ|เข้าใจ|มั่นใจ|สะดวก|รู้)|ขาด|ล่าช้า|บาง(?:คน|ส่วน|ราย)")
COPIED, SHORTEST = 15, 2
# "ฝ่ายการคลัง ฝ่ายเทศกิจ", "ฝ่ายปกครอง/ ทุกฝ่าย": several units in one clause.
_UNITS = re.compile(r"\s*[/,]\s*|\s+และ\s*(?=ฝ่าย|ทุก)|\s+(?=ฝ่าย|ทุกฝ่าย|ส่วนราชการ|หัวหน้าฝ่าย)")

_UNIT = re.compile(r"ฝ่าย|ทุก|หัวหน้า|ส่วน|ผู้|ผอ")
# A continuation that says again what stands before it is the same text copied into a merged cell.
AGAIN = 90.0


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of one precedent's cell, fit for another district, and the quotes that it rests on.

    It was the ``number``-th (0-based) of ``count`` clauses in its cell: entries of two cells of a row often correspond.
    """

    text: str
    bases: tuple[Basis, ...]
    row: MeasureRow
    cell: str
    number: int = 0
    count: int = 1


def clauses_of(row: MeasureRow, cell_name: str, reading: Reading, own: str, foreign: tuple[str, ...]) -> list[Clause]:
    """The clauses of one cell that may carry over to district ``own``; ``foreign`` are further names to avoid."""
    out = []
    whole = whole_clauses(row, cell_name, reading)
    for number, (words, bases) in enumerate(whole):
        if is_torn(words) or (cell_name != "weakness" and claims_done(words)):
            continue
        for piece in _units(words) if cell_name == "responsible" else [words]:
            text = adapt(_fit(piece), row.district, own, foreign)
            if text is not None and len(squeeze(text)) >= SHORTEST:
                out.append(Clause(text, bases, row, cell_name, number, len(whole)))
    return out


def due_dates_of(
    row: MeasureRow, reading: Reading, own: str, foreign: tuple[str, ...], fiscal_year: int
) -> list[Clause]:
    """The due dates of a row at the same time of ``fiscal_year``; a date that cannot be read is left out."""
    out = []
    whole = whole_clauses(row, "timeframe", reading)
    for number, (words, bases) in enumerate(whole):
        text = moved(_fit(words), row.fiscal_year, fiscal_year)
        # beside its dates it must be fit to carry over; a date that was not understood is still in there
        if text is None or claims_done(words) or adapt(without_dates(text), row.district, own, foreign) is None:
            continue
        out.append(Clause(renamed(text, row.district, own), bases, row, "timeframe", number, len(whole)))
    return out


def quotes_of(row: MeasureRow, cell_name: str, reading: Reading) -> list[Clause]:
    """The clauses of one cell as they stand, torn or foreign ones too: to rest the user's own words on."""
    return [Clause(words, bases, row, cell_name) for words, bases in whole_clauses(row, cell_name, reading)]


def _fit(words: str) -> str:
    """The words without the blanks of line ends; a bracketed number would pass for a mark of ours."""
    return re.sub(r"\[(\d+)\]", r"(\1)", unwrapped(words))


def _units(words: str) -> list[str]:
    """The units that a clause of the responsible names, one each."""
    spelt = re.sub(r"(ฝ่าย) (?=[ก-ฮเ-ไ])", r"\1", words)
    units = [unit for unit in (part.strip() for part in _UNITS.split(spelt)) if unit]
    # "ฝ่ายโยธา/ สิ่งแวดล้อมฯ": the second is a unit only together with the first
    return units if all(_UNIT.match(unit) for unit in units) else [spelt]


# --- whole clauses ---------------------------------------------------------------------------------------------------


def whole_clauses(row: MeasureRow, cell_name: str, reading: Reading) -> list[tuple[str, tuple[Basis, ...]]]:
    """The clauses of a cell in order; one that a page break or a merged cell tore apart rests on all its pieces."""
    cell = row.cell(cell_name)
    if cell is None:
        return []
    weakness = row.cell("weakness") if cell_name != "weakness" else None
    lacking = squeeze(weakness.text) if weakness else ""
    source = reading.report.text
    in_list = listed(cell.segments, source)
    out: list[tuple[str, tuple[Basis, ...]]] = []
    for segment in cell.segments:
        for number, (quote, place) in enumerate(_pieces(segment.place, source)):
            # What a person wrote has no offsets of its own: its clauses all rest on the whole of it.
            rests_on = place.words_in(source) if place.corrected else quote
            basis = Basis(row.row_id, row.report, place, rests_on, row.district, row.fiscal_year)
            marked = bool(_BULLET.match(flat(quote)))
            words = _TRAILING.sub("", _LEADING.sub("", clean(html.unescape(quote))))
            if _is_copied(words, lacking):
                continue
            if out and number == 0 and not marked and (in_list or _goes_on(out[-1][0], words)):
                if not _says_again(out[-1][0], words):
                    out[-1] = (clean(f"{out[-1][0]} {words}"), (*out[-1][1], basis))
            elif words:
                out.append((words, (basis,)))
    return out[1:] if out and _is_tail(cell.segments, source) else out


def _pieces(place: Place, source: str) -> Iterator[tuple[str, Place]]:
    """The clauses that stand at a place, letter by letter, each with its own."""
    if place.corrected is not None:
        written = place.corrected.now
        yield from ((written[start:end], place) for start, end in _spans(written, 0, len(written)))
        return
    for start, end in _spans(source, place.char_start, place.char_end):
        yield source[start:end], replace(place, char_start=start, char_end=end, line=_line(source, place, start))


def _line(source: str, place: Place, start: int) -> int:
    """The line on which a clause begins, counted from the beginning of its segment."""
    return place.line + source.count("\n", place.char_start, start)


def listed(segments: Sequence[Segment], source: str) -> bool:
    """Whether a cell is a list with bullets or numbers, so that a piece without one goes on with the piece before."""
    return any(_BULLET.match(flat(s.place.words_in(source))) for s in segments)


def _is_tail(segments: Sequence[Segment], source: str) -> bool:
    """Whether a cell begins with the tail of an entry whose head is in the row above: no mark, then "๓."."""
    first = segments[0].place
    image = flat(first.words_in(source))
    if _BULLET.match(image):
        return False
    numbers = [match["number"] for s in segments for match in _starts(flat(s.place.words_in(source)))]
    return bool(numbers) and numbers[0] is not None and int(numbers[0]) > 1


def _goes_on(before: str, words: str) -> bool:
    """Whether a piece of a cell without bullets goes on with the sentence before it."""
    return _loses_tail(before) or bool(_GOES_ON.match(words))


def _is_copied(words: str, weakness: str) -> bool:
    said = squeeze(words)
    return len(said) >= COPIED and said in weakness and bool(_LACKING.search(words))


def _says_again(before: str, words: str) -> bool:
    from rapidfuzz import fuzz

    return len(words) >= COPIED and fuzz.partial_ratio(squeeze(words), squeeze(before)) >= AGAIN


def is_torn(words: str) -> bool:
    """Whether a clause lost its head or its tail: it ends in a word that leads on, or a bracket is left open."""
    brackets = re.sub(r"(?<!\()\b[0-9๐-๙]{1,2}\)", "", words)
    return bool(_LOST_HEAD.match(words)) or _loses_tail(words) or brackets.count("(") != brackets.count(")")


def _loses_tail(words: str) -> bool:
    last = next((word for word in reversed(cut(words[-60:])) if word.strip()), "")
    return last in _LOST_TAIL and not _WHOLE_TAIL.search(words)


# --- spans -----------------------------------------------------------------------------------------------------------


def _spans(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Half-open spans of the clauses between two offsets, white space at their edges cut off."""
    image = flat(source[start:end])
    cuts = sorted({0, *(match.start() for match in _starts(image)), len(image)})
    for a, b in pairwise(cuts):
        # by the source: in the image blanks also fill up an entity such as &gt;
        while a < b and source[start + a].isspace():
            a += 1
        while b > a and source[start + b - 1].isspace():
            b -= 1
        if a < b:
            yield start + a, start + b


def _starts(image: str) -> list[re.Match[str]]:
    """The bullets and list numbers at which clauses begin; numbers must count on from the one before."""
    out = []
    last: int | None = None
    for match in _BULLET.finditer(image):
        before, after = image[: match.start()], image[match.end() :]
        if match["dash"]:
            ranged = _RANGE_LEFT.search(before) and _RANGE_RIGHT.match(after)
            hyphen = _HYPHEN_LEFT.search(before) and _HYPHEN_RIGHT.match(image, match.start() + 1)
            if ranged or hyphen:
                continue
        else:
            number = int(match["number"])
            if match.start() > 0 and (_COUNTING.search(before) or number not in (1, (last or number - 1) + 1)):
                continue
            last = number
        out.append(match)
    return out
