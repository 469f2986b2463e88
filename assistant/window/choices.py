"""What the forms of the window offer: districts, years, items and forms, each with the name that staff know."""

from collections.abc import Iterable

from assistant.window.labels import FORM_LABELS, district_label
from assistant.window.messages import t
from corpus.catalogue import code_range, group_name, item_or_nearest, years
from corpus.records import PART_OF_GROUP, Form

Choices = list[tuple[str, str]]

# How long an item's text may be in a list; the rest is read in the draft.
LONGEST_ITEM = 110


def district_choices(in_store: Iterable[str], known: Iterable[str]) -> Choices:
    """The districts that have reports first, then all others, each group in the order of its letters."""
    first = in_order(in_store)
    rest = in_order(set(known) - set(first))
    return [(t("{district} · มีรายงาน", district=district_label(name)), name) for name in first] + [
        (district_label(n), n) for n in rest
    ]


def in_order(names: Iterable[str]) -> list[str]:
    """Districts by the letters of the language that is spoken."""
    return sorted(set(names), key=district_label)


def own_district_choices(in_store: Iterable[str], known: Iterable[str]) -> Choices:
    """The same for the asker's own district, which need not be given."""
    return [(t("ไม่ระบุ"), ""), *district_choices(in_store, known)]


def year_choices(in_store: Iterable[int]) -> list[int]:
    """Fiscal years (B.E.) to draft for, latest first: all known ones and the one after the last report."""
    held = set(in_store)
    return sorted({*years(), *held, *({max(held) + 1} if held else ())}, reverse=True)


def form_choices() -> Choices:
    """The four forms, latest first."""
    return [(t(FORM_LABELS[form]), form.value) for form in (Form.F2567, Form.F2566, Form.F2565, Form.F2563)]


def item_choices(fiscal_year: int) -> Choices:
    """The items of a year under their groups; where the year's list is not known, that of the nearest year."""
    found: Choices = []
    for group in PART_OF_GROUP:
        found.append(
            (
                t("ตัวชี้วัดที่ {group} {name} (ทั้งตัวชี้วัด)", group=group, name=group_name(group, fiscal_year)),
                str(group),
            )
        )
        letter, first, last = code_range(fiscal_year, group)
        for number in range(first, last + 1):
            code = f"{letter}{number}"
            item = item_or_nearest(fiscal_year, code)
            found.append((f"{code} {_short(item.text)}" if item else code, code))
    return found


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_ITEM else text[: LONGEST_ITEM - 1].rstrip() + "…"
