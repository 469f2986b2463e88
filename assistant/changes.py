"""How a district's scores changed between two reports: items paired through the crosswalk, both scores quoted."""

from collections.abc import Sequence

from assistant.cite import Citer, mark_of
from assistant.question import Question
from assistant.wants import FELL, ROSE
from assistant.wording import district_label, district_name, item_text, listed, points, say, subject
from corpus import catalogue
from corpus.records import MeasureRow

# More lines than this are a table, not an answer; the greatest changes are told.
MOST = 10

Change = tuple[MeasureRow, MeasureRow]


def pairs(asked: Question, rows: Sequence[MeasureRow]) -> list[Change]:
    """(earlier, later) rows of one district and one item with scores in both years, the greatest change first."""
    codes = frozenset(asked.codes)
    found: list[Change] = []
    scored = [row for row in rows if row.score is not None and row.code]
    for later in scored:
        earlier = [
            row
            for row in scored
            if row.district == later.district and row.fiscal_year < later.fiscal_year and _same_item(row, later)
        ]
        if not earlier:
            continue
        last = max(earlier, key=lambda row: row.fiscal_year)
        if not codes or codes & {later.code, last.code}:
            found.append((last, later))
    wanted = [pair for pair in found if _is_wanted(asked, _by(pair))]
    return sorted(wanted, key=lambda pair: -abs(_by(pair)))[:MOST]


def _same_item(a: MeasureRow, b: MeasureRow) -> bool:
    if a.code is None or b.code is None:
        return False
    same = catalogue.same_meaning(a.fiscal_year, a.code, b.fiscal_year, b.code)
    return bool(same) if same is not None else a.code == b.code


def _by(pair: Change) -> float:
    earlier, later = pair
    assert earlier.score is not None
    assert later.score is not None
    return round(later.score - earlier.score, 2)


def _is_wanted(asked: Question, by: float) -> bool:
    fell, rose = bool(FELL.search(asked.text)), bool(ROSE.search(asked.text))
    if fell and not rose:
        return by < 0
    return by > 0 if rose and not fell else by != 0


def tell(asked: Question, rows: Sequence[MeasureRow], citer: Citer) -> str | None:
    """One line that answers, one for each item that changed; None where no item has scores in two years."""
    lines, told = [], []
    for earlier, later in pairs(asked, rows):
        if earlier.score_segment is None or later.score_segment is None:
            continue
        where = district_label(later.district, asked.english)
        codes = later.code if earlier.code == later.code else f"{earlier.code} → {later.code}"
        quotes = (
            citer.cite(earlier.score_segment, earlier, "score"),
            citer.cite(later.score_segment, later, "score"),
        )
        if not all(quotes):
            continue
        before, after = f"{earlier.score:.2f} {quotes[0]}", f"{later.score:.2f} {quotes[1]}"
        told.append(((earlier, later), mark_of(quotes[0]), mark_of(quotes[1])))
        what = f"{where} {codes} {item_text(later)}"
        lines.append(
            say(
                asked.english,
                f"{what}: ปี {earlier.fiscal_year} {before} → ปี {later.fiscal_year} {after}",
                f"{what}: FY {earlier.fiscal_year} {before} → FY {later.fiscal_year} {after}",
            )
        )
    return "\n".join([_head(asked, told), *lines]) if lines else None


def _head(asked: Question, told: Sequence[tuple[Change, str, str]]) -> str:
    """How many items changed and which did most, with the marks of both scores."""
    en = asked.english
    (earlier, later), before, after = told[0]
    assert earlier.score is not None
    assert later.score is not None
    rose = sum(_by(pair) > 0 for pair, _, _ in told)
    fell = len(told) - rose
    ways = [say(en, f"เพิ่มขึ้น {rose} ข้อ", f"{rose} rose")] if rose else []
    ways += [say(en, f"ลดลง {fell} ข้อ", f"{fell} fell")] if fell else []
    what = f"{subject(later.code or '', en)} {say(en, 'ของ', 'of ')}{district_name(later.district, en)}"
    was, became = f"{points(earlier.score)} {before}", f"{points(later.score)} {after}"
    return say(
        en,
        f"คะแนน{' '.join(ways)} เปลี่ยนมากที่สุดคือ{what} จาก {was} เป็น {became}",
        f"Of the scores {listed(ways, en)}; the most is {what}, from {was} to {became}.",
    )
