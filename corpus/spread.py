"""Vertically merged cells spread to the rows that they cover.

OCR gives the text of a merged cell piecewise to the rows beside it, or to the first of them alone. Rows whose cell is
empty, or goes on in the middle of the running list or sentence, share one merged cell: each of them gets the whole.
"""

import re

from corpus.records import CELLS, Form, Segment
from corpus.rowdraft import RowDraft
from corpus.thai import fold_digits, squeeze

# Only the form of 2567 merges what was done and what came of it over several items; in the others an empty cell is empty.
_MERGING = {Form.F2567: ("measure", "result")}
_NUMBERED = re.compile(r"(?:^|\s)(\d{1,2})\.\s*\D")
_BULLET = re.compile(r"\s*[-–—•*·]")
_OPEN_END = re.compile(r"(?:และ|หรือ|การ|ความ|ของ|ใน|ที่|เพื่อ|ให้|โดย|ต่อ|กับ|,|/)\s*$")

Cells = dict[str, list[Segment]]


def spread(drafts: list[RowDraft]) -> list[tuple[Cells, set[int]]]:
    """For each row draft its cells after spreading, and the positions of the rows that it shares a cell with."""
    out: list[tuple[Cells, set[int]]] = [({k: list(v) for k, v in d.cells.items()}, set()) for d in drafts]
    position = {id(draft): i for i, draft in enumerate(drafts)}
    for i, draft in enumerate(drafts):
        for name, owner in draft.shares.items():
            out[i][0].setdefault(name, list(owner.cells.get(name, [])))
        for other in draft.merged:
            out[i][1].add(position[id(other)])
    for chain_name, chain in _chains(drafts):
        merged = [segment for i in chain for segment in drafts[i].cells.get(chain_name, []) if not _copied(drafts[i], segment)]
        for i in chain:
            own = [s for s in drafts[i].cells.get(chain_name, []) if _copied(drafts[i], s)]
            if merged or own:
                out[i][0][chain_name] = merged + own
            out[i][1].update(j for j in chain if j != i)
    _spread_weakness(drafts, out)
    ordered = [({name: cells[name] for name in CELLS if name in cells}, mates) for cells, mates in out]
    return ordered


def _chains(drafts: list[RowDraft]) -> list[tuple[str, list[int]]]:
    """Runs of rows that share a merged cell, by cell name; runs of one are no merge."""
    out: list[tuple[str, list[int]]] = []
    running: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        names = _MERGING.get(Form(draft.form), ())
        before = drafts[i - 1] if i else None
        together = before is not None and before.group == draft.group and before.form == draft.form
        for name in ("measure", "result"):
            chain = running.get(name, [])
            if name in names and together and chain and _goes_on(drafts, chain, i, name, names):
                chain.append(i)
                continue
            if len(chain) > 1:
                out.append((name, chain))
            running[name] = [i]
    out.extend((name, chain) for name, chain in running.items() if len(chain) > 1)
    return out


def _goes_on(drafts: list[RowDraft], chain: list[int], i: int, name: str, names: tuple[str, ...]) -> bool:
    """Whether row ``i`` goes on with the merged cell of the chain; columns of one row must not disagree."""
    if not _words(drafts, [i], name):
        return bool(_words(drafts, chain, name))
    if not _continues(_words(drafts, chain, name), _words(drafts, [i], name)):
        return False
    for other in names:
        if other != name and _words(drafts, [i], other) and _words(drafts, [i - 1], other):
            return _continues(_words(drafts, [i - 1], other), _words(drafts, [i], other))
    return True


def _words(drafts: list[RowDraft], rows: list[int], name: str) -> str:
    """The words of a cell over rows, without what OCR copied there from the weakness."""
    return " ".join(s.text for i in rows for s in drafts[i].cells.get(name, []) if not _copied(drafts[i], s))


def _copied(draft: RowDraft, segment: Segment) -> bool:
    """Whether a cell is nothing but the row's weakness once more: OCR fills the hole beside a merged cell so."""
    weakness = "".join(s.text for s in draft.cells.get("weakness", []))
    return len(segment.text) > 20 and squeeze(weakness) == squeeze(segment.text)


def _continues(before: str, here: str) -> bool:
    """Whether ``here`` goes on with the list or sentence of ``before``."""
    if not before:
        return False
    numbers = [int(n) for n in _NUMBERED.findall(fold_digits(before))]
    first = _NUMBERED.match(fold_digits(here))
    if first is not None:
        return bool(numbers) and int(first[1]) == max(numbers) + 1
    if _BULLET.match(here):
        return False
    return bool(numbers) or bool(_OPEN_END.search(before))


def _spread_weakness(drafts: list[RowDraft], out: list[tuple[Cells, set[int]]]) -> None:
    """Several activities answer one weakness: a row of the same item without a weakness shares that of the row before."""
    for i in range(1, len(drafts)):
        before, here = drafts[i - 1], drafts[i]
        if "weakness" in out[i][0] or "weakness" not in out[i - 1][0] or "measure" not in out[i][0]:
            continue
        if before.group == here.group and before.code == here.code:
            out[i][0]["weakness"] = list(out[i - 1][0]["weakness"])
            out[i][1].add(i - 1)
            out[i - 1][1].add(i)
