"""Who has what on which item: lines through the crosswalk, entries, filters and the scores over the years."""

from dataclasses import replace

import pytest

from assistant.compare import (
    Choice,
    Column,
    Comparison,
    Key,
    Line,
    Standing,
    compare,
    history,
    key_of,
    one_item,
    step_of,
)
from corpus.catalogue import Relation
from corpus.errors import UnknownValue
from tests.made_compared import (
    E20,
    E_ALL,
    E_SOME,
    EAST,
    M4,
    MIDDLE,
    N9,
    N20,
    NORTH,
    ROWS,
    S8,
    S10,
    S20,
    S21,
    SOUTH,
)


def told(comparison: Comparison, key: str) -> list[str | float]:
    """The entries of one line: the score, or how the district stands."""
    line = comparison.line(key)
    assert line is not None, [str(one.key) for one in comparison.lines]
    return [entry.printed.score if entry.printed else entry.standing.value for entry in line.entries]


LATEST = compare(ROWS, Choice())


def test_each_district_stands_once_with_its_latest_year() -> None:
    assert LATEST.columns == (Column(MIDDLE, 2565), Column(EAST, 2566), Column(NORTH, 2567), Column(SOUTH, 2563))


def test_an_item_is_one_line_though_its_code_changed_and_says_so() -> None:
    line = LATEST.line("2567:I20")
    assert line is not None
    assert told(LATEST, "2567:I20") == ["group", "measures", 94.0, 79.0]
    assert [(one.fiscal_year, one.code, one.relation) for one in line.codes] == [(2563, "I21", Relation.SAME)]
    assert line.entries[3].rows == (S21,)
    assert line.entries[0].rows == (M4,)
    assert LATEST.held_by(line) == 3
    assert LATEST.label_of(line) == "I20"


def test_the_same_code_of_another_question_is_a_line_of_its_own() -> None:
    assert told(LATEST, "2563:I20") == ["group", "none", "none", 66.5]
    line = LATEST.line("2563:I20")
    assert line is not None
    assert LATEST.label_of(line) == "I20 (ปี 2563)"


def test_of_two_items_that_became_one_both_rows_stand_and_the_lower_score() -> None:
    line = LATEST.line("2567:E9")
    assert line is not None
    assert told(LATEST, "2567:E9") == ["none", "none", 83.5, 58.0]
    assert {row.row_id for row in line.entries[3].rows} == {S8.row_id, S10.row_id}
    assert line.entries[3].relation is Relation.SPLIT
    assert line.entries[2].relation is None


def test_a_group_s_line_has_the_printed_group_scores_and_the_rows_of_the_whole_group() -> None:
    line = LATEST.line("g4")
    assert line is not None
    assert told(LATEST, "g4") == [69.13, "none", "none", 75.0]
    assert (line.entries[0].rows, line.entries[3].rows) == ((M4,), ())
    assert line.entries[0].printed is not None
    assert line.entries[0].printed.fiscal_year == 2564


def test_a_range_over_the_whole_group_is_the_group_s_and_another_that_of_its_items() -> None:
    assert told(LATEST, "g9") == ["none", 90.0, "none", "none"]
    assert LATEST.line("2566:O1") is None
    for code in ("O23", "O24"):
        line = LATEST.line(f"2566:{code}")
        assert line is not None
        # The score beside a range is not that of one item.
        assert [entry.standing for entry in line.entries][1] is Standing.MEASURES
        assert line.entries[1].rows == (E_SOME,)
    assert E_ALL not in [row for line in LATEST.lines if line.key.code for entry in line.entries for row in entry.rows]


def test_lines_go_by_part_group_and_code_the_group_s_own_first() -> None:
    keys = [str(line.key) for line in LATEST.lines]
    assert keys == ["g4", "2567:I20", "2563:I20", "2567:E9", "g9", "2566:O23", "2566:O24"]


def test_a_year_is_that_of_the_measures() -> None:
    of_2566 = compare(ROWS, Choice(years=(2566,)))
    assert of_2566.columns == (Column(EAST, 2566), Column(NORTH, 2566))
    assert told(of_2566, "2566:I20") == ["measures", 88.0]
    both = compare(ROWS, Choice(years=(2566, 2567)))
    assert told(both, "2567:I20") == ["measures", 88.0, 94.0]


def test_parts_districts_and_what_several_have() -> None:
    assert [str(line.key) for line in compare(ROWS, Choice(parts=("EIT",))).lines] == ["2567:E9"]
    two = compare(ROWS, Choice(districts=(NORTH, SOUTH)))
    assert two.columns == (Column(NORTH, 2567), Column(SOUTH, 2563))
    shared = compare(ROWS, Choice(shared=True))
    assert [str(line.key) for line in shared.lines] == ["g4", "2567:I20", "2567:E9"]
    # Twice the same district is not several.
    assert compare((N20, replace(N20, fiscal_year=2566)), Choice((2566, 2567), shared=True)).lines == ()


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Choice(years=(2570,)), "there are 2563, 2565, 2566, 2567"),
        (Choice(parts=("ABC",)), "the parts are IIT, EIT, OIT"),
        (Choice(districts=("ไม่มี",)), "No row is of the district 'ไม่มี'"),
    ],
)
def test_what_is_not_there_is_refused(choice: Choice, says: str) -> None:
    with pytest.raises(UnknownValue, match=says):
        compare(ROWS, choice)


def test_nothing_to_compare_is_an_empty_comparison() -> None:
    assert compare((), Choice()) == Comparison((), ())


def test_an_item_over_the_years_by_the_year_of_its_scores() -> None:
    found = history(ROWS, key_of("2567:I20"))
    assert {who: [(one.fiscal_year, one.score) for one in scores] for who, scores in found.items()} == {
        NORTH: [(2566, 88.0), (2567, 94.0)],
        SOUTH: [(2563, 79.0)],
    }
    assert [one.row for one in found[NORTH]][1] == N20
    of_group = history(ROWS, key_of("g4"))
    assert {who: [(one.fiscal_year, one.score) for one in scores] for who, scores in of_group.items()} == {
        MIDDLE: [(2564, 69.13)],
        SOUTH: [(2563, 75.0)],
    }


def test_one_item_over_chosen_columns() -> None:
    made = one_item(ROWS, key_of("2567:I20"), (Column(EAST, 2566), Column(SOUTH, 2563)))
    line: Line = made.lines[0]
    assert [entry.rows for entry in line.entries] == [(E20,), (S21,)]


def test_keys_are_written_out_and_read_back() -> None:
    assert key_of("2563:E10") == Key(2563, "E10", 7)
    assert str(key_of("2563:E10")) == "2563:E10"
    assert key_of("g10") == Key(0, None, 10)


@pytest.mark.parametrize("text", ["", "g0", "g11", "g๑", "I20", "2567:X1", "2567:I", "256:I20", "2567:I99", "<b>"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(UnknownValue, match="no item"):
        key_of(text)


@pytest.mark.parametrize(
    ("score", "step"), [(0, 0), (64.99, 0), (65, 1), (75, 2), (84.99, 2), (85, 3), (95, 4), (100, 4)]
)
def test_steps_change_at_the_grades(score: float, step: int) -> None:
    assert step_of(score) == step


def test_other_rows_than_these_are_not_touched() -> None:
    """Every row stands on at least one line: nothing of a report gets lost between the lines."""
    everything = compare(ROWS, Choice(years=(2563, 2565, 2566, 2567)))
    held = {row.row_id for line in everything.lines for entry in line.entries for row in entry.rows}
    assert held == {row.row_id for row in ROWS}
    assert {N9.row_id, S20.row_id} <= held
