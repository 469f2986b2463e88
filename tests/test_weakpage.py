"""Where the district stands and what is ticked, as the page says it."""

from dataclasses import replace

from window_desk import Seen

from assistant.plan import WeakItem
from assistant.scores import pasted_scores
from assistant.standing import standing_of
from assistant.window.proofs import cell_at, proofs_of_bases
from assistant.window.visit import Choice
from assistant.window.weakpage import bases_shown, standing_panel, weak_page
from assistant.worked import NO_PROOF, Scored, Worked
from tests.made_index import sample_index
from tests.made_plan import basis

# 0.3 · 80 + 0.3 · 70 + 0.4 · 60 = 69.00, which is below 70.
GROUPS = [*[f"ตัวชี้วัดที่ {n} 80" for n in range(1, 6)], *[f"ตัวชี้วัดที่ {n} 70" for n in (6, 7, 8)]]
WHOLE = "\n".join([*GROUPS, "ตัวชี้วัดที่ 9 60", "ตัวชี้วัดที่ 10 60"])


def test_the_computed_total_stands_beside_the_printed_one() -> None:
    words = Seen(standing_panel(standing_of(pasted_scores(f"{WHOLE}\nคะแนนรวม 70.00 ระดับ ผ่าน", 2566)))).words
    assert "69.00คะแนนรวมที่คำนวณได้ระดับ ต้องปรับปรุงโดยด่วน" in words
    assert "70.00คะแนนรวมที่พิมพ์ไว้ระดับ ผ่าน" in words
    assert "คะแนนรวมที่คำนวณได้ 69.00 ไม่ตรงกับที่พิมพ์ไว้ 70.00 โปรดตรวจกับต้นฉบับ" in words


def test_a_group_whose_print_differs_is_marked_and_open() -> None:
    items = "\n".join(f"I{n} 90" for n in (18, 19, 20))
    differing = standing_panel(standing_of(pasted_scores(f"{items}\nตัวชี้วัดที่ 4 80", 2566)))
    assert 'class="differs"' in differing
    assert ("open", None) in Seen(differing).attributes
    agreeing = standing_panel(standing_of(pasted_scores(f"{items}\nตัวชี้วัดที่ 4 90", 2566)))
    assert "differs" not in agreeing


def test_an_item_shows_last_year_and_who_did_well_with_marks() -> None:
    before = Scored(2565, 75.0, basis(3))
    weak = WeakItem("I20", 4, "การยืม <b>", 71.25, before)
    rose = Worked(
        "ท่าสาธิต", "I20", Scored(2565, 80.0, basis(4)), Scored(2566, 92.5, replace(basis(5), quote="92.5")), ()
    )
    proofs = proofs_of_bases(bases_shown([weak], [rose]), {})
    page = weak_page(
        Choice(picked=("I20",), shown="I20"), standing_of(pasted_scores("I20 71.25", 2566)), [weak], [rose], proofs
    )
    words = Seen(page).words
    assert "ปี 2565 ได้ 75.00" in words
    assert "▼ -3.75" in words
    assert "▲ +12.50" in words
    assert NO_PROOF in words
    assert "การยืม <b>" in words
    assert "การยืม &lt;b&gt;" in page


def test_a_quoted_score_is_called_one() -> None:
    row = next(row for row in sample_index().rows if row.score_segment is not None and row.item_segments)
    assert row.score_segment is not None
    assert cell_at(row, row.score_segment.place) == "score"
    assert cell_at(row, row.item_segments[0].place) == "item"
