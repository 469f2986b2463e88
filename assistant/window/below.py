"""What stands below an answer: copied with its sources, and said to be of help or not."""

from assistant.answers import Answer
from assistant.printout import answer_sheet, plain
from assistant.ratings import LONGEST_REMARK, Verdict
from assistant.window.labels import cell_label, item_label, short_title
from assistant.window.markup import Html, button, div, el, span
from assistant.window.messages import retold, t
from assistant.window.tongue import in_english

NOT_KEPT = "บันทึกความเห็นไม่ได้ ลองอีกครั้ง"
THANKS = "ขอบคุณ บันทึกแล้ว"


def below(scope: str, rated: Verdict | None, answer: Answer, with_ratings: bool, failed: bool = False) -> Html:
    """The line of buttons; one who has rated an answer is thanked instead of asked; ``failed``: it was not kept."""
    text_id = f"reply-text-{scope}"
    return div(
        "below",
        button("copy", "quiet", t("คัดลอกคำตอบ"), data_from=text_id, data_done=t("คัดลอกแล้ว")),
        _rating(scope, rated, failed) if with_ratings else None,
        el("pre", _copied(answer), id=text_id, hidden=True),
    )


def _copied(answer: Answer) -> str:
    """The answer with its sources, as it goes into the clipboard."""
    if not in_english() or not answer.citations:
        return answer_sheet(answer)
    lines = (
        f"[{one.mark}] {short_title(one.district, one.fiscal_year)} {item_label(one.label)} {cell_label(one.cell)}"
        f" — {one.report} {retold(one.place.label)}"
        for one in answer.citations
    )
    return "\n".join((plain(answer.text), "", t("แหล่งที่มา"), *map(plain, lines)))


def _rating(scope: str, rated: Verdict | None, failed: bool) -> Html:
    if rated is not None:
        return div("rating", span("thanks", t(THANKS), role="status"))
    remark_id = f"remark-{scope}"
    return div(
        "rating",
        span("rating-head", t(NOT_KEPT) if failed else t("คำตอบนี้"), role="alert" if failed else None),
        button(
            "rate", "thumb", t("ใช้ได้"), aria_label=t("คำตอบนี้ใช้ได้"), data_scope=scope,
            data_verdict=Verdict.GOOD.value,
        ),
        button("unfold", "thumb", t("ใช้ไม่ได้"), aria_label=t("คำตอบนี้ใช้ไม่ได้"), data_at=f"bad-{scope}"),
        div(
            "remark",
            el("label", t("ผิดหรือขาดอะไร (ไม่กรอกก็ได้)"), for_=remark_id),
            el("input", type="text", id=remark_id, class_="control", maxlength=LONGEST_REMARK, autocomplete="off"),
            button(
                "rate", "quiet", t("ส่งความเห็น"), data_scope=scope, data_verdict=Verdict.BAD.value, data_text=remark_id
            ),
            id=f"bad-{scope}",
            hidden=True,
        ),
    )  # fmt: skip
