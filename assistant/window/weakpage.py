"""The step of the weak items: where the district stands, which items the plan takes up, and who did well on them."""

from collections.abc import Mapping, Sequence

from assistant.answers import Basis
from assistant.plan import WeakItem
from assistant.standing import GroupStanding, Standing
from assistant.window import labels
from assistant.window.controls import area, press, tick
from assistant.window.markup import Html, Piece, div, el, join, span
from assistant.window.messages import retold, t
from assistant.window.proofs import Proof, mark_button, shorten
from assistant.window.visit import Choice
from assistant.worked import NO_PROOF, Scored, Worked
from corpus.records import PlaceKey

SCOPE = "plan"
# How unlike a mean and its print may be before both are shown as differing; both are rounded to two digits.
SAME = 0.015
Marks = Mapping[PlaceKey, Proof]


def weak_page(
    choice: Choice, standing: Standing, items: Sequence[WeakItem], worked: Sequence[Worked], proofs: Sequence[Proof]
) -> Html:
    """The standing above; below it every item of the sheet, the weak ones ticked."""
    marks = {proof.key: proof for proof in proofs}
    return join([standing_panel(standing), _choosing(choice, items, worked, marks)])


# --- where the district stands --------------------------------------------------------------------------------------


def standing_panel(standing: Standing) -> Html:
    """Total and level beside the printed ones, the groups, and what does not agree."""
    held = [one for one in standing.groups if one.mean is not None or one.printed is not None]
    return div(
        "panel standing",
        div("panel-head", el("h2", t("ผลประเมินปี {fiscal_year}", fiscal_year=standing.fiscal_year))),
        _totals(standing),
        *(el("p", retold(note), class_="caution") for note in standing.notes),
        _groups(held) if held else None,
    )


def _totals(standing: Standing) -> Html | None:
    tiles = []
    if standing.total:
        tiles.append(_tile(t("คะแนนรวมที่คำนวณได้"), f"{standing.total.score:.2f}", standing.total.level))
    if standing.printed_total is not None or standing.printed_level:
        figure = f"{standing.printed_total:.2f}" if standing.printed_total is not None else "–"
        tiles.append(_tile(t("คะแนนรวมที่พิมพ์ไว้"), figure, standing.printed_level))
    return el("dl", *tiles, class_="tiles totals") if tiles else None


def _tile(name: str, figure: str, level: str | None) -> Html:
    shown = span("level", t("ระดับ {level}", level=level)) if level else None
    return el("div", el("dd", figure), el("dt", name, shown), class_="tile")


def _groups(groups: Sequence[GroupStanding]) -> Html:
    names = (t("ตัวชี้วัด"), t("เฉลี่ยจากรายข้อ"), t("ที่พิมพ์ไว้"))
    head = el("tr", *(el("th", name, scope="col", class_="figure" if at else None) for at, name in enumerate(names)))
    return el(
        "details",
        el("summary", t("คะแนนรายตัวชี้วัด {counted}", counted=labels.count(len(groups), "ตัว"))),
        div(
            "table-scroll",
            el("table", el("thead", head), el("tbody", join(_group(one) for one in groups)), class_="grid groups"),
        ),
        class_="fold",
        open=any(_differs(one) for one in groups),
    )


def _group(one: GroupStanding) -> Html:
    of = span("of", t("{items} จาก {of} ข้อ", items=one.items, of=one.of)) if one.mean is not None else None
    return el(
        "tr",
        el("th", f"{one.group} {one.name}", scope="row"),
        el("td", f"{one.mean:.2f}" if one.mean is not None else "–", of, class_="figure"),
        el("td", f"{one.printed:.2f}" if one.printed is not None else "–", class_="figure"),
        class_="differs" if _differs(one) else None,
    )


def _differs(one: GroupStanding) -> bool:
    if one.mean is None or one.printed is None or one.items < one.of:
        return False
    return abs(one.mean - one.printed) > SAME


# --- which items the plan takes up ----------------------------------------------------------------------------------


def _choosing(choice: Choice, items: Sequence[WeakItem], worked: Sequence[Worked], marks: Marks) -> Html:
    picked = [one for one in items if one.label in choice.picked]
    others = [one for one in items if one.label not in choice.picked]
    return div(
        "panel choosing",
        div(
            "panel-head",
            el("h2", t("ข้อที่จะทำแผน")),
            span(
                "panel-note",
                span("picked-count", str(len(picked))),
                t(" จาก {counted}", counted=labels.count(len(items), "ข้อ")),
            ),
        ),
        _rules(choice),
        el("p", t(NO_SCORE_IS_WEAK, below=choice.below), class_="hint") if not picked else None,
        el("ul", join(_item(one, choice, worked, marks) for one in picked), class_="weak-items") if picked else None,
        _others(others, choice, worked, marks),
        _added(),
        div(
            "actions last",
            press(
                "draft", "go", t("ร่างแผน"), span("picked-words", t(" {n} ข้อ", n=len(picked))), data_busy=t("กำลังร่างแผน")
            ),
            el("p", t("ร่างแล้วบันทึกเป็นแผนใหม่ให้ทันที แผนอื่นที่เก็บไว้ไม่ถูกแตะต้อง"), class_="field-hint"),
        ),
    )


NO_SCORE_IS_WEAK = "ไม่มีข้อใดได้คะแนนต่ำกว่า {below:g} เลือกข้อที่ต้องการยกระดับเองจากรายการข้างล่าง หรือเพิ่มเกณฑ์"


def _rules(choice: Choice) -> Html:
    lowest = str(choice.lowest) if choice.lowest is not None else "10"
    return div(
        "rules",
        div(
            "rule",
            el("label", t("ต่ำกว่า"), for_="plan-below"),
            _figure("below", f"{choice.below:g}"),
            press("below", "quiet", t("เลือกตามเกณฑ์")),
        ),
        div(
            "rule",
            el("label", t("ต่ำสุด"), for_="plan-lowest"),
            _figure("lowest", lowest),
            span("", t(" ข้อ")),
            press("lowest", "quiet", t("เลือกตามจำนวน")),
        ),
    )


def _figure(name: str, value: str) -> Html:
    return el(
        "input", type="text", inputmode="decimal", name=name, id=f"plan-{name}", value=value,
        class_="control figure-in", autocomplete="off", maxlength="6",
    )  # fmt: skip


def _item(one: WeakItem, choice: Choice, worked: Sequence[Worked], marks: Marks) -> Html:
    is_shown = choice.shown == one.label
    words = dict(choice.words).get(one.label, "")
    return el(
        "li",
        div(
            "weak-head",
            tick(f"pick-{one.label}", one.label in choice.picked, el("b", labels.item_label(one.label)), " ", one.item),
            _score(one.score, choice.below),
        ),
        _before(one, marks),
        div(
            "weak-more",
            area(
                f"word-{one.label}", words, t("จุดอ่อนของ {label} ในถ้อยคำของเขต", label=labels.item_label(one.label)), 1,
                t("จุดอ่อนที่เขตพบ เช่น เจ้าหน้าที่ใหม่ไม่ทราบขั้นตอน (ไม่บังคับ)"), maxlength="2000",
            ),
            press(
                "examples", "quiet", t("ซ่อน") if is_shown else t("เขตที่ทำได้ดี"), data_item=one.label,
                aria_expanded="true" if is_shown else "false",
                aria_label=t("เขตที่ทำข้อ {label} ได้ดี", label=labels.item_label(one.label)),
            ),
        ),
        examples(worked, marks) if is_shown else None,
        class_="weak",
    )  # fmt: skip


def _score(score: float | None, below: float) -> Html:
    if score is None:
        return span("score none", t("ไม่มีคะแนน"))
    return span("score low" if score < below else "score", f"{score:.2f}")


def _before(one: WeakItem, marks: Marks) -> Html | None:
    """Last year's score where the store has it, and what became of it."""
    if one.before is None:
        return None
    told: list[Piece] = [
        t("ปี {fiscal_year} ได้ {score:.2f} ", fiscal_year=one.before.fiscal_year, score=one.before.score),
        *_marks([one.before.basis], marks),
    ]
    if one.change is not None:
        way, sign = ("up", "▲") if one.change > 0 else ("down", "▼") if one.change < 0 else ("even", "=")
        told += [" ", span(f"change {way}", f"{sign} {one.change:+.2f}")]
    return el("p", *told, class_="weak-before")


def _others(others: Sequence[WeakItem], choice: Choice, worked: Sequence[Worked], marks: Marks) -> Html | None:
    if not others:
        return None
    return el(
        "details",
        el("summary", t("ข้ออื่นในแผ่นคะแนน {counted}", counted=labels.count(len(others), "ข้อ"))),
        el("ul", join(_item(one, choice, worked, marks) for one in others), class_="weak-items"),
        class_="fold",
        open=any(one.label == choice.shown for one in others) or len(others) == len(choice.picked) == 0,
    )


def _added() -> Html:
    return div(
        "rule added",
        el("label", t("เพิ่มข้อที่ไม่มีในแผ่นคะแนน"), for_="plan-add"),
        el(
            "input", type="text", name="add", id="plan-add", class_="control figure-in", placeholder="I20", value="",
            autocomplete="off", maxlength="40",
        ),
        press("add", "quiet", t("เพิ่มข้อ")),
    )  # fmt: skip


# --- who did well ---------------------------------------------------------------------------------------------------


def examples(worked: Sequence[Worked], marks: Marks) -> Html:
    """Districts that score high on the item or rose, and what they did; a correlation, no proof."""
    if not worked:
        return div("examples", el("p", t("ในคลังยังไม่มีเขตอื่นที่ข้อนี้ได้คะแนนสูงหรือเพิ่มขึ้น"), class_="hint"))
    told = (_worked(one, marks) for one in worked)
    return div("examples", el("ul", *told), el("p", t(NO_PROOF), class_="field-hint"))


def _worked(one: Worked, marks: Marks) -> Html:
    whole = span("tag", t("คะแนนทั้งตัวชี้วัด")) if one.whole_group else None
    path: list[Piece] = [*_told(one.before, marks), " → "] if one.before else []
    did = (el("li", shorten(basis.quote, 220), " ", *_marks([basis], marks)) for basis in one.measures)
    rise = span("change up", f"▲ {one.rise:+.2f}") if one.rise is not None and one.rise > 0 else None
    return el(
        "li",
        div("example-who", el("b", labels.district_label(one.district)), whole, *path, *_told(one.after, marks), rise),
        el("ul", *did, class_="did") if one.measures else None,
    )


def _told(scored: Scored, marks: Marks) -> list[Piece]:
    return [
        span("when", t("ปี {year}", year=scored.fiscal_year)),
        " ",
        el("b", f"{scored.score:.2f}"),
        *_marks([scored.basis], marks),
    ]


def _marks(bases: Sequence[Basis], marks: Marks) -> list[Html]:
    keys = dict.fromkeys(one.place.key for one in bases)
    return [mark_button(marks[key], SCOPE) for key in keys if key in marks]


def bases_shown(items: Sequence[WeakItem], worked: Sequence[Worked]) -> list[Basis]:
    """Every quote that this page leads to, in the order in which it is read."""
    out = [one.before.basis for one in items if one.before]
    for one in worked:
        out += [scored.basis for scored in (one.before, one.after) if scored]
        out += one.measures
    return out
