"""What worked elsewhere: who scores high or rose, every score a verbatim quote; the own district is no model."""

from assistant.worked import own_before, own_rows, what_worked
from tests.made_index import sample_index


def test_a_district_that_rose() -> None:
    index = sample_index()
    (found,) = what_worked(index, "E9", 7, 2567, "บางเขน", 85)
    assert (found.district, found.code, found.rise, found.whole_group) == ("ท่าสาธิต", "E9", 4.64, False)
    assert found.before is not None
    assert (found.before.fiscal_year, found.before.score) == (2566, 78.63)
    assert (found.after.fiscal_year, found.after.score) == (2567, 83.27)
    for basis in (found.before.basis, found.after.basis, *found.measures):
        source = index.reports[basis.report].report.text
        assert source[basis.place.char_start : basis.place.char_end] == basis.quote
    assert "๘๓.๒๗" in found.after.basis.quote
    assert found.measures


def test_a_district_that_fell_below_is_no_model() -> None:
    # E12 of ท่าสาธิต fell from 82.47 to 80.95
    assert what_worked(sample_index(), "E12", 8, 2567, "บางเขน", 85) == ()
    assert [one.rise for one in what_worked(sample_index(), "E12", 8, 2567, "บางเขน", 80)] == [-1.52]


def test_the_crosswalk_counts_and_the_same_code_does_not() -> None:
    # I20 of 2567 is what I21 was in 2563 (77.19 in the sample); I20 of 2563 (58.42) asks something else
    found = what_worked(sample_index(), "I20", 4, 2567, "ท่าสาธิต", 50)
    assert [(one.district, one.code, one.after.score) for one in found] == [("บางสมมุติ", "I21", 77.19)]


def test_the_own_district_is_left_out() -> None:
    assert all(one.district != "ท่าสาธิต" for one in what_worked(sample_index(), "E9", 7, 2567, "ท่าสาธิต", 1))


def test_groups_stand_in_for_a_row_by_group() -> None:
    (found, *_) = what_worked(sample_index(), None, 1, 2567, "บางเขน", 89)
    assert (found.district, found.after.score, found.whole_group) == ("คลองนิทาน", 89.41, True)


def test_the_own_score_and_rows_of_before() -> None:
    index = sample_index()
    before = own_before(index, "E12", 8, 2567, "ท่าสาธิต", 2567)
    assert before is not None
    assert (before.fiscal_year, before.score) == (2566, 82.47)
    assert own_before(index, "E12", 8, 2567, "ท่าสาธิต", 2566) is None
    assert [row.fiscal_year for row in own_rows(index, "E12", 8, 2567, "ท่าสาธิต")] == [2567, 2566]
