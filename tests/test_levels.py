"""Totals and levels against results that were published: the arithmetic is written out beside each."""

from corpus.levels import total

PUBLISHED_2564 = {1: 87.93, 2: 66.33, 3: 78.94, 4: 69.13, 5: 77.81, 6: 58.74, 7: 64.09, 8: 58.59, 9: 93.78, 10: 31.25}


def test_a_published_total_is_computed_to_the_digit() -> None:
    # 0.3 · 76.028 + 0.3 · 60.473 + 0.4 · 62.515 = 22.8084 + 18.142 + 25.006 = 65.9564
    found = total(PUBLISHED_2564, 2564)
    assert found is not None
    assert (found.score, found.level, found.verified) == (65.96, "C", True)
    assert [round(mean, 2) for _, mean in found.parts] == [76.03, 60.47, 62.52]


def test_a_missing_group_gives_no_total() -> None:
    assert total(dict.fromkeys(range(1, 10), 90.0), 2564) is None


def test_since_2566_the_best_levels_want_every_part() -> None:
    even = dict.fromkeys(range(1, 11), 96.0)
    assert total(even, 2566).level == "ผ่านดีเยี่ยม"  # type: ignore[union-attr]
    # OIT 94: 0.3·99 + 0.3·99 + 0.4·94 = 97.0, and yet not the best level
    uneven = dict.fromkeys(range(1, 9), 99.0) | {9: 94.0, 10: 94.0}
    found = total(uneven, 2567)
    assert found is not None
    assert (found.score, found.level) == (97.0, "ผ่านดี")
    # EIT 80: 0.3·95 + 0.3·80 + 0.4·95 = 90.5
    weak = dict.fromkeys(range(1, 11), 95.0) | {6: 80.0, 7: 80.0, 8: 80.0}
    assert total(weak, 2566).level == "ผ่าน"  # type: ignore[union-attr]
    assert total(dict.fromkeys(range(1, 11), 84.99), 2567).level == "ต้องปรับปรุง"  # type: ignore[union-attr]


def test_a_year_without_a_scale_has_a_total_but_no_level() -> None:
    found = total(dict.fromkeys(range(1, 11), 80.0), 2571)
    assert found is not None
    assert (found.score, found.level, found.verified) == (80.0, None, False)
