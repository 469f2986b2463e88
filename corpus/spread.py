"""Vertically merged cells spread to the rows that they cover.

OCR gives the text of a merged cell piecewise to the rows beside it, or to the first of them alone. Rows whose cell is
empty, or goes on in the middle of the running list or sentence, share one merged cell: each of them gets the whole.
"""

import re

from corpus.records import CELLS, Form, Segment
from corpus.rowdraft import RowDraft
from corpus.thai import cut, dictionary, fold_digits, squeeze

# Only the form of 2567 merges what was done and what came of it over several items; elsewhere an empty cell is empty.
_MERGING = {Form.F2567: ("measure", "result")}
_NUMBERED = re.compile(r"(?:^|\s)(\d{1,2})[.)]\s*\D")
_MARKED = re.compile(r"\s*(?:[-–—•*·]|\d{1,2}[.)])")
_OPEN_END = re.compile(
    r"(?:และ|หรือ|การ|ความ|ของ|ใน|ที่|เพื่อ|ให้|โดย|ต่อ|กับ|ตาม|ด้วย|จาก|เป็น|รวมทั้ง|ตลอดจน|ได้แก่|เช่น|,|/|\()\s*$"
)
_OPEN_START = re.compile(
    r"\s*(?:ตาม|และ|หรือ|โดย|เพื่อ|ซึ่ง|รวมทั้ง|ตลอดจน|ของ|ใน(?!ปี)|ต่อ|กับ|จาก|ทั้งนี้|เป็น|ได้(?!มี|จัด|ดำเนิน)|/|\))"
)
# Words with which a measure or a result begins, whatever list went before.
_FRESH = re.compile(
    r"\s*(?:จัด|ดำเนิน|มี|ได้มี|ได้จัด|ได้ดำเนิน|หน่วยงาน|สำนักงานเขต|เผยแพร่|ประชา|กำชับ|ส่งเสริม|สร้าง|เวียน|ควร|ต้อง|ผู้บริหาร|ผู้บังคับ|ผู้อำนวย"
    r"|ผอ\.|เพิ่ม|พัฒนา|ปรับปรุง|แจ้ง|มอบ|ประชุม|กำหนด|รณรงค์|แต่งตั้ง|อบรม|ตรวจสอบ|ติดตาม|รายงาน|กำกับ|เปิด|ให้|นำ|ออก|ทำ|ทุกฝ่าย|ฝ่าย|สื่อ"
    r"|ข้าราชการ|เจ้าหน้าที่|บุคลากร|รวบรวม|สรุป|วางแผน|เสริม|ปลูก|ถ่ายทอด|ชี้แจง|ประกาศ|ประสาน|ปฏิบัติ|ใช้|บันทึก|ยึด|เน้น|สนับสนุน|กิจกรรม|โครงการ)"
)
# A column whose cells nearly all begin with a number or a dash has a style; a cell without either goes on there.
STYLED = 0.75

Cells = dict[str, list[Segment]]


def spread(drafts: list[RowDraft], shown: bool = False) -> list[tuple[Cells, set[int]]]:
    """For each row draft its cells after spreading, and the positions of the rows that it shares a cell with.

    ``shown``: the source itself shows which cells are merged, and nothing is guessed.
    """
    out: list[tuple[Cells, set[int]]] = [({k: list(v) for k, v in d.cells.items()}, set()) for d in drafts]
    position = {id(draft): i for i, draft in enumerate(drafts)}
    for i, draft in enumerate(drafts):
        for name, owner in draft.shares.items():
            out[i][0].setdefault(name, list(owner.cells.get(name, [])))
        for other in draft.merged:
            out[i][1].add(position[id(other)])
    for name, chain in [] if shown else _chains(drafts):
        merged = [segment for i in chain if not _copied(drafts[i], name) for segment in drafts[i].cells.get(name, [])]
        for i in chain:
            own = drafts[i].cells.get(name, []) if _copied(drafts[i], name) else []
            if merged or own:
                out[i][0][name] = merged + own
            out[i][1].update(j for j in chain if j != i)
    if not shown:
        _spread_weakness(drafts, out)
    return [({name: cells[name] for name in CELLS if name in cells}, mates) for cells, mates in out]


def _chains(drafts: list[RowDraft]) -> list[tuple[str, list[int]]]:
    """Runs of rows that share a merged cell, by cell name; runs of one are no merge."""
    out: list[tuple[str, list[int]]] = []
    running: dict[str, list[int]] = {}
    styled = {name: _is_styled(drafts, name) for name in ("measure", "result")}
    for i, draft in enumerate(drafts):
        names = _MERGING.get(Form(draft.form), ())
        before = drafts[i - 1] if i else None
        together = before is not None and before.group == draft.group and before.form == draft.form
        before_all = {name: list(chain) for name, chain in running.items()}
        for name in ("measure", "result"):
            chain = running.get(name, [])
            if name in names and together and chain and _goes_on(drafts, before_all, i, name, names, styled):
                chain.append(i)
                continue
            if len(chain) > 1:
                out.append((name, chain))
            running[name] = [i]
    out.extend((name, chain) for name, chain in running.items() if len(chain) > 1)
    return out


def _is_styled(drafts: list[RowDraft], name: str) -> bool:
    """Whether nearly every cell of a column begins with a number or a dash."""
    held = [words for i in range(len(drafts)) if (words := _words(drafts, [i], name))]
    marked = sum(bool(_MARKED.match(fold_digits(words))) for words in held)
    return len(held) >= 4 and marked >= STYLED * len(held)


def _goes_on(
    drafts: list[RowDraft],
    chains: dict[str, list[int]],
    i: int,
    name: str,
    names: tuple[str, ...],
    styled: dict[str, bool],
) -> bool:
    """Whether row ``i`` goes on with the merged cell of the chain; columns of one row must not disagree."""
    if name in drafts[i].blank:
        return False
    here = _words(drafts, [i], name)
    before = _words(drafts, chains[name], name)
    if before and _numbers_go_on(drafts, chains, i, names) and not _MARKED.match(fold_digits(here)):
        return True
    if not before or (here and not _continues(before, here, styled[name])):
        return False
    for other in names:
        beside = _words(drafts, [i], other)
        above = _words(drafts, chains.get(other, []), other)
        if other != name and beside and above and not _continues(above, beside, styled[other]):
            return False
    return True


def _numbers_go_on(drafts: list[RowDraft], chains: dict[str, list[int]], i: int, names: tuple[str, ...]) -> bool:
    """Whether row ``i`` begins in mid-sentence and counts on where the chain stopped: "… ๒. ให้" | "ทราบ ๓. …"."""
    for name in names:
        here = fold_digits(_words(drafts, [i], name))
        above = [int(n) for n in _NUMBERED.findall(fold_digits(_words(drafts, chains.get(name, []), name)))]
        inside = [int(n) for n in _NUMBERED.findall(here)]
        if above and inside and not _MARKED.match(here) and inside[0] == max(above) + 1:
            return True
    return False


def _words(drafts: list[RowDraft], rows: list[int], name: str) -> str:
    """The words of a cell over rows, without what OCR copied there from the weakness."""
    return " ".join(s.text for i in rows if not _copied(drafts[i], name) for s in drafts[i].cells.get(name, []))


def _copied(draft: RowDraft, name: str) -> bool:
    """Whether a cell is nothing but the row's weakness once more: OCR fills the hole beside a merged cell so."""
    weakness = squeeze("".join(s.text for s in draft.cells.get("weakness", [])))
    cell = squeeze("".join(s.text for s in draft.cells.get(name, [])))
    return name != "weakness" and len(cell) > 20 and cell == weakness


def _continues(before: str, here: str, styled: bool) -> bool:
    """Whether ``here`` goes on with the list or sentence of ``before``."""
    before, here = fold_digits(before), fold_digits(here)
    numbers = [int(n) for n in _NUMBERED.findall(before)]
    first = re.match(r"\s*(\d{1,2})[.)]\s*\D", here)
    if first is not None:
        return bool(numbers) and int(first[1]) in (max(numbers) + 1, max(numbers) + 2) and int(first[1]) > 1
    if _MARKED.match(here):
        return False
    if _OPEN_END.search(before) or _OPEN_START.match(here) or breaks_word(before, here):
        return True
    return styled and bool(numbers) and not _FRESH.match(here)


def breaks_word(before: str, here: str) -> bool:
    """Whether the border between two cells goes through a word: the two halves are no words, the whole is one."""
    end, start = before.rstrip()[-40:], here.lstrip()[:40]
    if not end or not start:
        return False
    last, first = cut(end)[-1], cut(start)[0]
    return last + first in dictionary() and not (last in dictionary() and first in dictionary())


def _spread_weakness(drafts: list[RowDraft], out: list[tuple[Cells, set[int]]]) -> None:
    """Several activities answer one weakness: a row of the same item without one shares that of the row before."""
    for i in range(1, len(drafts)):
        before, here = drafts[i - 1], drafts[i]
        has = "weakness" in out[i][0] or "weakness" in here.blank
        if has or "weakness" not in out[i - 1][0] or "measure" not in out[i][0]:
            continue
        if before.group == here.group and before.code == here.code:
            out[i][0]["weakness"] = list(out[i - 1][0]["weakness"])
            out[i][1].add(i - 1)
            out[i - 1][1].add(i)
