"""Rows of one district, year or item out of many; a filter that no row passes is told with what there is."""

from collections.abc import Sequence

from corpus.errors import UnknownValue
from corpus.records import MeasureRow
from corpus.thai import fold_digits


def filtered(found: Sequence[MeasureRow], district: str | None, year: str | None, code: str | None) -> list[MeasureRow]:
    """The rows that pass the filters given, in any spelling and in Arabic or Thai digits; raises UnknownValue."""
    from index.search import codes_held

    chosen = list(found)
    if district is not None:
        name = district_name(district)
        _known("district", district, name, {row.district for row in found})
        chosen = [row for row in chosen if row.district == name]
    if year is not None:
        digits = fold_digits(year.strip())
        _known("year", year, digits, {str(row.fiscal_year) for row in found})
        chosen = [row for row in chosen if str(row.fiscal_year) == digits]
    if code is not None:
        plain = fold_digits("".join(code.split())).upper()
        _known("code", code, plain, {one for row in found for one in codes_held(row.code)})
        chosen = [row for row in chosen if plain in codes_held(row.code)]
    return chosen


def district_name(given: str) -> str:
    """The Thai name without เขต; the store may hold districts that are none of the fifty, as the samples do."""
    from corpus.districts import district

    meant = district(given)
    return meant.name if meant else given.strip().removeprefix("สำนักงาน").removeprefix("เขต").strip()


def _known(name: str, given: str, value: str, known: set[str]) -> None:
    if value not in known:
        in_order = sorted(known, key=lambda one: (one[:1], len(one), one)) if name == "code" else sorted(known)
        listed = ", ".join(in_order) or "none"
        raise UnknownValue(f"No row has the {name} {given[:40]!r}; there are {listed}.")
