"""A plan as text for a terminal: what was understood of the scores, where the district stands, then row by row."""

from assistant.answers import Basis
from assistant.plan import Plan, PlanRow
from assistant.printout import draft_sheet, one_line, plain, table
from assistant.scoreline import Kind
from assistant.scores import ScoreSheet
from assistant.standing import Standing
from assistant.worked import NO_PROOF, Scored, Worked

_WIDTH = 60
# What a line is about that names no item, indicator or part.
KINDS = {Kind.TOTAL: "รวม", Kind.UNREAD: "ไม่ชัด"}


def plan_sheet(made: Plan) -> str:
    """The whole plan, readable from top to bottom."""
    head = f"แผนของเขต{made.district} ปีงบประมาณ {made.fiscal_year} แบบฟอร์ม {made.form.value}"
    head += f" จากคะแนนปี {made.sheet.fiscal_year}"
    parts = [head, sheet_preview(made.sheet), _standing(made.standing)]
    parts += [f"ข้อควรระวัง: {plain(warning)}" for warning in made.warnings]
    parts += [_row(number, row) for number, row in enumerate(made.rows, 1)]
    return "\n\n".join(part for part in parts if part)


def sheet_preview(sheet: ScoreSheet) -> str:
    """What was understood of a score sheet, line by line; what was not is marked with the reason."""
    lines = []
    for line in sheet.lines:
        what = line.code or (f"ตัวชี้วัดที่ {line.group}" if line.group else line.part or KINDS.get(line.kind, ""))
        told = line.problem or line.note
        mark = "✓" if line.counts else ("✗" if line.problem else "·")
        score = f"{line.score:.2f}" if line.score is not None else ""
        lines.append((mark, str(line.number), what, score, one_line(line.printed, _WIDTH), plain(told)))
    return table(("", "บรรทัด", "ข้อ", "คะแนน", "ที่พิมพ์ไว้", "หมายเหตุ"), lines, frozenset({1, 3}))


def _standing(standing: Standing) -> str:
    lines = [
        (str(one.group), one.name, _number(one.mean), f"{one.items}/{one.of}", _number(one.printed))
        for one in standing.groups
        if one.mean is not None or one.printed is not None
    ]
    out = [table(("ตัวชี้วัดที่", "ชื่อ", "ค่าเฉลี่ยรายข้อ", "ข้อ", "ที่พิมพ์ไว้"), lines, frozenset({2, 4}))] if lines else []
    if standing.total:
        level = f" ระดับ {standing.total.level}" if standing.total.level else ""
        out.append(f"คะแนนรวมที่คำนวณได้ {standing.total.score:.2f}{level} (เกณฑ์ปี {standing.fiscal_year})")
    out.extend(standing.notes)
    return "\n".join(out)


def _row(number: int, row: PlanRow) -> str:
    weak = row.weak
    score = f"คะแนน {weak.score:.2f}" if weak.score is not None else "ไม่พบคะแนน"
    out = [f"== {number}. {weak.label} {score}"]
    if weak.before and weak.change is not None:
        before = f"ปี {weak.before.fiscal_year} ได้ {weak.before.score:.2f}"
        out.append(f"{before} เปลี่ยนไป {weak.change:+.2f} — {_source(weak.before)}")
    out.append(draft_sheet((row.draft,)))
    if row.own:
        out.append("สิ่งที่เขตทำไว้เดิม")
        out.extend(f"  {_quote(basis)} — ปี {basis.fiscal_year} {basis.place.label}" for basis in row.own)
    if row.worked:
        out.append(f"เขตที่คะแนนสูงหรือเพิ่มขึ้น ({NO_PROOF})")
        out.extend(_worked(one) for one in row.worked)
    out.extend(f"ต้องดู: {plain(finding.sentence)}" for finding in row.findings)
    return "\n".join(out)


def _worked(one: Worked) -> str:
    whole = " (คะแนนทั้งตัวชี้วัด)" if one.whole_group else ""
    path = f"{one.before.score:.2f} (ปี {one.before.fiscal_year}) → " if one.before else ""
    path += f"{one.after.score:.2f} (ปี {one.after.fiscal_year})"
    lines = [f"  เขต{one.district}{whole}: {path} — {_source(one.after)}"]
    lines += [f"    ทำ: {_quote(basis)} — {plain(basis.report)} {basis.place.label}" for basis in one.measures]
    return "\n".join(lines)


def _source(scored: Scored) -> str:
    return f"{_quote(scored.basis)} {plain(scored.basis.report)} {scored.basis.place.label}"


def _quote(basis: Basis) -> str:
    return f"“{one_line(basis.quote, _WIDTH)}”"


def _number(value: float | None) -> str:
    return f"{value:.2f}" if value is not None else ""
