"""A plan as one stable JSON object: the sheet as understood, where the district stands, and the drafted rows."""

from typing import Any

from assistant.answers import Basis
from assistant.plan import Plan, PlanRow, WeakItem
from assistant.scoreline import ScoreLine
from assistant.standing import Standing
from assistant.wire import draft_row_object, place_object
from assistant.worked import Scored, Worked


def plan_object(made: Plan) -> dict[str, Any]:
    """The plan of one request."""
    return {
        "district": made.district,
        "fiscal_year": made.fiscal_year,
        "form": made.form.value,
        "score_year": made.sheet.fiscal_year,
        "lines": [_line(line) for line in made.sheet.lines],
        "standing": _standing(made.standing),
        "rows": [_row(row) for row in made.rows],
        "warnings": list(made.warnings),
    }


def _line(line: ScoreLine) -> dict[str, Any]:
    return {
        "line": line.number,
        "printed": line.printed,
        "kind": line.kind.value,
        "code": line.code,
        "group": line.group,
        "part": line.part,
        "score": line.score,
        "counts": line.counts,
        "problem": line.problem or None,
        "note": line.note or None,
    }


def _standing(standing: Standing) -> dict[str, Any]:
    total = standing.total
    return {
        "groups": [
            {
                "group": one.group, "name": one.name, "mean": one.mean, "items": one.items, "of": one.of,
                "printed": one.printed,
            }
            for one in standing.groups
        ],
        "total": total.score if total else None,
        "level": total.level if total else None,
        "printed_total": standing.printed_total,
        "printed_level": standing.printed_level,
        "notes": list(standing.notes),
    }  # fmt: skip


def _row(row: PlanRow) -> dict[str, Any]:
    return {
        **_weak(row.weak),
        "also": [_weak(one) for one in row.also],
        "draft": draft_row_object(row.draft),
        "own": [_basis(basis) for basis in row.own],
        "worked": [_worked(one) for one in row.worked],
        "findings": [{"check": one.check.value, "cell": one.cell, "text": one.sentence} for one in row.findings],
    }


def _weak(weak: WeakItem) -> dict[str, Any]:
    return {
        "code": weak.code,
        "group": weak.group,
        "item": weak.item,
        "score": weak.score,
        "before": _scored(weak.before),
        "change": weak.change,
    }


def _worked(one: Worked) -> dict[str, Any]:
    return {
        "district": one.district,
        "code": one.code,
        "before": _scored(one.before),
        "after": _scored(one.after),
        "rise": one.rise,
        "whole_group": one.whole_group,
        "measures": [_basis(basis) for basis in one.measures],
    }


def _scored(scored: Scored | None) -> dict[str, Any] | None:
    if scored is None:
        return None
    return {"fiscal_year": scored.fiscal_year, "score": scored.score, "basis": _basis(scored.basis)}


def _basis(basis: Basis) -> dict[str, Any]:
    return {
        "row_id": basis.row_id,
        "report": basis.report,
        "place": place_object(basis.place),
        "quote": basis.quote,
    }
