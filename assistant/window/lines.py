"""The text of an answer laid out line by line: titles, cautions, quotes; figures as a table, an overview as codes.

Knows what the assistant's lines look like; whatever looks otherwise is shown as it stands. Every mark stays a button.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answers import Answer, Mode
from assistant.wants import Want
from assistant.window.markup import Html, button, div, el, join, span
from assistant.window.proofs import Proof, linked

# How an answer's plain text is laid out: a row's title, a caution, a list line, a line that belongs to the one above.
_LAYOUT = re.compile(r"^(?:(?P<title>■\s+)|(?P<caution>⚠\s*)|(?P<bullet>\s*[-•]\s+)|(?P<inset>\s+))")
# A name before a colon, such as that of a cell; what is in quotes or brackets is never one.
_HEADED = re.compile(r"^(?P<head>[^:“\"\[\]()]{2,60}):\s")
# A row's title: whose it is and which item, then the item's own words, which are long.
_TITLE = re.compile(r"^(?P<who>.{1,80}? · (?:ตัวชี้วัดที่ \d+|indicator \d+|\S+))\s+(?P<item>\S.*)$")

_WHO = r"(?:เขต\S+|[A-Z][A-Za-z' ]*?[a-z](?: \(เขต[^)]+\))?)"
_LABEL = r"(?:ตัวชี้วัดที่ \d+|indicator \d+|[IEO]\d+\S*)"
_SCORE = r"\d{1,3}(?:\.\d+)?(?: (?:คะแนน|points))?"
# The line of one row: "เขต… ปี 2566 · I20 words of the item: 71.25 คะแนน “…” [1]".
_OF_ROW = re.compile(
    rf"^(?:(?P<lead>ต่ำสุด|สูงสุด|Lowest|Highest): )?(?P<who>{_WHO} (?:ปี|FY) \d{{4}}) · (?P<label>{_LABEL})"
    rf"(?: (?P<item>.*?))?: (?P<told>(?:{_SCORE} |[^:“\"\d]{{2,40}} )?“.*)$"
)
# The line of a whole indicator: "เขต… ตัวชี้วัดที่ 4 its name ผลปี 2564 ได้คะแนน: 69.13 “…” [2]".
_OF_GROUP = re.compile(
    rf"^(?:(?P<lead>ต่ำสุด|สูงสุด|Lowest|Highest): )?(?P<who>{_WHO}) (?P<label>(?:ตัวชี้วัดที่|indicator) \d+) (?P<item>.*?)"
    r"(?: ผลปี |, result of FY )(?P<year>\d{4})(?: ได้คะแนน|, scored): (?P<told>\d.*)$"
)
# How a score changed: "เขต… I20 → I21 words: ปี 2563 66.84 “…” [1] → ปี 2567 94.33 “…” [2]".
_OF_CHANGE = re.compile(
    rf"^(?P<who>{_WHO}) (?P<label>{_LABEL}(?: → {_LABEL})?) (?P<item>.*?): (?P<told>(?:ปี|FY) \d{{4}} \d.*“.*)$"
)
_SHAPES = (_OF_ROW, _OF_GROUP, _OF_CHANGE)
# A score with the quote that prints it and its mark; the card holds the quote, the table needs the number alone.
_SCORED = re.compile(r"(?P<score>\d{1,3}(?:\.\d+)?)(?: (?:คะแนน|points))? “(?P<quote>[^“”]*)” (?P<mark>\[\d{1,3}\])")
_MARKS = re.compile(r"(?:\[\d{1,3}\]\s*)+$")
_OVERVIEW = re.compile(rf"^(?P<where>{_WHO} (?:ปี|FY) \d{{4}}): (?P<count>\d+ (?:แถว|rows)) \((?P<held>.+)\)$")
_CODE = re.compile(r"[IEO]\d+\S*")


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line of figures in its parts; ``told`` is what stands behind the colon, marks and all."""

    lead: str
    who: str
    label: str
    item: str
    told: str


def answer_text(text: str, answer: Answer, proofs: Sequence[Proof], scope: str) -> Html:
    """The text of an answer as HTML; figures that follow one another become a table."""
    pieces: list[Html] = []
    table: list[FigureLine] = []
    for line in text.strip().splitlines():
        figures = figure_line(line) if answer.mode is Mode.FIGURES else None
        if figures is not None:
            table.append(figures)
            continue
        pieces += _table(table, answer, proofs, scope)
        table = []
        pieces.append(_overview(line) or _line(line, proofs, scope))
    return div("answer-text", *pieces, *_table(table, answer, proofs, scope))


def figure_line(line: str) -> FigureLine | None:
    """The parts of a line of figures; None where it is none."""
    found = next((match for shape in _SHAPES if (match := shape.match(line))), None)
    if found is None:
        return None
    parts = found.groupdict()
    result = "ผลปี" if "ผลปี" in line else "result of FY"
    who = f"{parts['who']} {result} {parts['year']}" if parts.get("year") else parts["who"]
    return FigureLine(parts.get("lead") or "", who, parts["label"], parts["item"] or "", parts["told"])


def scores_in(told: str) -> list[tuple[str, float]]:
    """The scores of a line of figures in their order, each with the words before it, such as its year."""
    found = []
    at = 0
    for match in _SCORED.finditer(told):
        found.append((told[at : match.start()].strip(" →"), float(match["score"])))
        at = match.end()
    return found


# --- tables ---------------------------------------------------------------------------------------------------------


def _table(lines: Sequence[FigureLine], answer: Answer, proofs: Sequence[Proof], scope: str) -> list[Html]:
    if not lines:
        return []
    turns = [line.who for number, line in enumerate(lines) if number == 0 or lines[number - 1].who != line.who]
    # Lines that go to and fro between districts, as a ranking does, name the district in each line.
    apart = len(turns) > len(set(turns))
    counted = answer.read_as.wants == Want.COUNT
    bars = sum(len(scores_in(line.told)) for line in lines) > 1
    body: list[Html] = []
    for number, line in enumerate(lines):
        if not apart and (number == 0 or lines[number - 1].who != line.who):
            body.append(el("tr", el("th", line.who, colspan=3, scope="colgroup", class_="whose")))
        body.append(_row(line, apart, counted, bars, proofs, scope))
    lead = el("p", lines[0].lead, class_="line is-lead") if lines[0].lead else None
    made = div("table-scroll", el("table", el("tbody", join(body)), class_="grid figures"))
    return [piece for piece in (lead, made) if piece is not None]


def _row(line: FigureLine, apart: bool, counted: bool, bars: bool, proofs: Sequence[Proof], scope: str) -> Html:
    """One line; ``bars`` where there are scores to compare, seen where the chart is not."""
    who = span("who", line.who) if apart else None
    scores = list(_SCORED.finditer(line.told))
    if not scores:
        head = el("th", line.label, scope="row")
        marks = _MARKS.search(line.told)
        if counted and line.item and marks:
            # Rows that are counted are named by their items; what the quote holds of the item's words is on its card.
            return el("tr", head, el("td", who, span("item", line.item)), _figure(linked(marks[0], proofs, scope)))
        told = span("told", linked(line.told, proofs, scope))
        return el("tr", head, el("td", who, span("item", line.item) if line.item else None, told, colspan=2))
    return el(
        "tr",
        el("th", line.label, scope="row"),
        el("td", who, span("item", line.item), _note(line.told, scores)),
        _figure(_scores(line.told, scores, bars, proofs, scope)),
    )


def _figure(content: Html) -> Html:
    return el("td", content, class_="figure")


def _scores(told: str, scores: Sequence[re.Match[str]], bars: bool, proofs: Sequence[Proof], scope: str) -> Html:
    """Each score with its mark; of a change also the years."""
    pieces = []
    at = 0
    for number, match in enumerate(scores):
        before = told[at : match.start()].strip(" →")
        mark = linked(match["mark"], proofs, scope)
        pieces.append(
            div("score", span("when", before) if before else None, el("b", match["score"]), mark)
            if len(scores) > 1
            else join([el("b", match["score"]), mark], " ")
        )
        at = match.end()
        if bars:
            pieces.append(span("bar", aria_hidden="true", style=f"--of: {min(float(match['score']), 100.0)}"))
        if number + 1 < len(scores):
            pieces.append(span("then", "↓"))
    return join(pieces)


def _note(told: str, scores: Sequence[re.Match[str]]) -> Html | None:
    """What is said behind the last score, such as that it counts for a whole range."""
    rest = told[scores[-1].end() :].strip()
    return span("told", rest) if rest else None


# --- an overview ----------------------------------------------------------------------------------------------------


def _overview(line: str) -> Html | None:
    """A report that may be asked about: its codes as buttons, each a question of its own."""
    match = _OVERVIEW.match(line)
    if match is None:
        return None
    codes = match["held"].split(", ")
    asks: Iterable[Html] = (
        button("example", "code", code, data_text=f"{code} {match['where']}")
        if _CODE.fullmatch(code)
        else span("", code)
        for code in codes
    )
    head = el("p", el("b", match["where"]), span("item", f" · {match['count']}"), class_="line")
    return div("held", head, div("codes", *asks))


# --- other lines ----------------------------------------------------------------------------------------------------


def _line(line: str, proofs: Sequence[Proof], scope: str) -> Html:
    if not line.strip():
        return el("p", class_="line gap")
    found = _OF_ROW.match(line)
    if found and not found["lead"]:
        title = el("b", f"{found['who']} · {found['label']}")
        told = el("p", linked(found["told"], proofs, scope), class_="line is-inset")
        head = el("p", title, span("item", f" {found['item'] or ''}"), class_="line is-title")
        return join([head, told])
    layout = _LAYOUT.match(line)
    kind = layout.lastgroup if layout else None
    body = line[layout.end() :] if layout else line
    pieces: list[Html] = []
    headed = _HEADED.match(body) if kind in ("bullet", "inset") else None
    if headed:
        pieces.append(el("b", headed["head"] + ":"))
        body = " " + body[headed.end() :]
    title_of = _TITLE.match(body) if kind == "title" else None
    if title_of:
        pieces += [el("b", title_of["who"]), span("item", " " + title_of["item"])]
    else:
        pieces.append(linked(body, proofs, scope))
    return el("p", *pieces, class_=f"line is-{kind}" if kind else "line")
