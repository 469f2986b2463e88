"""What is said of versions and of another's save, and when it was in Bangkok."""

import pytest

from assistant.keptplan import KeptPlan, KeptRow
from assistant.window import labels
from assistant.window.keeping import differences, what_happened
from corpus.records import Form
from tests.made_plan import drafted


@pytest.mark.parametrize(
    ("what", "told"),
    [("new", "เก็บครั้งแรก"), ("saved", "แก้ไข"), ("back to 3", "ย้อนกลับไปเป็นฉบับที่ 3"), ("copy of 12", "เริ่มจากแผนที่ 12")],
)
def test_how_a_version_came_about(what: str, told: str) -> None:
    assert what_happened(what) == told


def test_differences_are_named_by_item_and_heading() -> None:
    rows = tuple(KeptRow(drafted(code, Form.F2566)) for code in ("I18", "I20"))
    plan = KeptPlan("บางเขน", 2566, Form.F2566, rows)
    assert differences(plan, plan) == []
    assert differences(plan, plan.with_text(1, "measure", "อื่น")) == ["I20 กิจกรรมที่จะดำเนินการ"]
    assert differences(plan.without_row(0), plan) == ["แถว I18"]
    assert differences(plan, plan.without_row(1)) == ["แถว I20"]


def test_moments_are_told_in_bangkok() -> None:
    assert labels.moment("2024-09-30T18:05:00+00:00") == "1 ต.ค. 2567 01:05 น."
    assert labels.clock("2024-09-30T18:05:00+00:00") == "01:05 น."
