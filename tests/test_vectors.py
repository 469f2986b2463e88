import numpy as np
import pytest

from index.vectors import VectorIndex, unit_rows

# Against the query (1, 0): 3/5, 1, 0, no direction, -1.
ROWS = np.array([[3, 4], [1, 0], [0, 2], [0, 0], [-1, 0]], dtype=np.float32)
EAST = np.array([1, 0], dtype=np.float32)


def found(index: VectorIndex, query: np.ndarray, k: int, allowed: list[int] | None = None) -> list[tuple[int, float]]:
    numbers, cosines = index.search(query, k, None if allowed is None else np.array(allowed, dtype=np.int64))
    return [(number, round(cosine, 6)) for number, cosine in zip(numbers.tolist(), cosines.tolist(), strict=True)]


def test_cosines_are_those_worked_out_by_hand_and_the_row_without_direction_comes_last() -> None:
    assert found(VectorIndex.build(ROWS), EAST, 5) == [(1, 1.0), (0, 0.6), (2, 0.0), (4, -1.0), (3, 0.0)]


def test_the_length_of_the_query_does_not_matter() -> None:
    # (6, 8) against (3, 4): 1; against (1, 0): 6/10; against (0, 2): 8/10.
    assert found(VectorIndex.build(ROWS), np.array([6, 8], dtype=np.float32), 3) == [(0, 1.0), (2, 0.8), (1, 0.6)]


def test_only_allowed_rows_are_found() -> None:
    index = VectorIndex.build(ROWS)
    assert found(index, EAST, 2, [4, 2]) == [(2, 0.0), (4, -1.0)]
    assert found(index, EAST, 5, [3]) == [(3, 0.0)]
    assert found(index, EAST, 5, []) == []


def test_more_than_there_are_and_fewer_than_one() -> None:
    index = VectorIndex.build(ROWS)
    assert len(found(index, EAST, 99)) == 5
    assert found(index, EAST, 0) == []


def test_equal_rows_come_by_number_even_where_the_list_is_cut_between_them() -> None:
    rows = np.tile(np.array([[1, 1]], dtype=np.float32), (60, 1))
    rows[30] = (1, 0)
    assert [number for number, _ in found(VectorIndex.build(rows), EAST, 4)] == [30, 0, 1, 2]
    assert [number for number, _ in found(VectorIndex.build(rows), EAST, 2, [50, 9, 40])] == [9, 40]


def test_a_query_without_direction_finds_nothing() -> None:
    assert found(VectorIndex.build(ROWS), np.zeros(2, dtype=np.float32), 3) == []


def test_cosines_of_chosen_rows() -> None:
    index = VectorIndex.build(ROWS)
    assert index.cosines(EAST, np.array([4, 0, 3])).tolist() == pytest.approx([-1.0, 0.6, 0.0])
    assert index.cosines(np.zeros(2, dtype=np.float32), np.array([0])).tolist() == [0.0]
    with pytest.raises(IndexError):
        index.cosines(EAST, np.array([5]))


def test_rows_are_brought_to_length_one() -> None:
    index = VectorIndex.build(ROWS)
    assert index.row(0).tolist() == pytest.approx([0.6, 0.8])
    assert index.row(3).tolist() == [0.0, 0.0]
    with pytest.raises(IndexError):
        index.row(5)


def test_tiny_rows_keep_their_direction() -> None:
    assert unit_rows(np.array([[3e-30, 4e-30]], dtype=np.float32))[0].tolist() == pytest.approx([0.6, 0.8])


def test_what_is_no_matrix_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        VectorIndex.build(np.array([[1, np.nan]], dtype=np.float32))
    with pytest.raises(ValueError, match="matrix"):
        VectorIndex.build(np.zeros(3, dtype=np.float32))
    with pytest.raises(ValueError, match="3 numbers"):
        VectorIndex.build(ROWS).search(np.ones(3, dtype=np.float32), 1)


def test_an_empty_index_keeps_its_dimension_and_finds_nothing() -> None:
    index = VectorIndex.build(np.zeros((0, 2), dtype=np.float32))
    assert found(index, EAST, 3) == []
    assert (len(index), index.dim, index.matrix.shape) == (0, 2, (0, 2))
