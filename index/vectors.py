"""Vectors made findable by exact inner product; knows nothing of texts or reports. The only door to faiss.

Exact search costs about a millisecond per 10,000 records on one core, so no approximate index is worth its misses here.
"""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]

ROWS_AT_ONCE = 4096


def _faiss() -> Any:
    """The library, loaded on first use; untyped, because its hints do not know its Python wrappers."""
    import faiss

    return faiss


def unit_rows(matrix: Matrix) -> Matrix:
    """The rows of an (n, dim) matrix scaled to length 1, as float32; a row of zeros stays one.

    Raises ValueError where the matrix is not two-dimensional or holds a number that is not finite.
    """
    matrix = np.ascontiguousarray(matrix, dtype=np.float32)
    if matrix.ndim != 2:
        raise ValueError(f"vectors come as a matrix (n, dim), not as {matrix.shape}")
    if not np.isfinite(matrix).all():
        raise ValueError("a vector holds a number that is not finite")
    # In float64, which would take three times the matrix for all rows at once.
    unit = np.empty_like(matrix)
    for at in range(0, len(matrix), ROWS_AT_ONCE):
        rows = matrix[at : at + ROWS_AT_ONCE].astype(np.float64)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit[at : at + ROWS_AT_ONCE] = rows / np.where(lengths > 0, lengths, 1.0)
    return unit


class VectorIndex:
    """Unit rows with exact cosine search; row numbers are 0-based and stay as given."""

    def __init__(self, rows: Matrix) -> None:
        """``rows`` is a matrix (n, dim) as ``unit_rows`` makes it."""
        self._size: int = rows.shape[0]
        self.dim: int = rows.shape[1]
        self._blank: NDArray[np.bool_] = np.logical_not(np.any(rows, axis=1))
        self._index: Any = _faiss().IndexFlatIP(self.dim)
        if self._size:
            self._index.add(rows)

    @classmethod
    def build(cls, matrix: Matrix) -> Self:
        """An index over an (n, dim) matrix; rows are brought to length 1 here."""
        return cls(unit_rows(matrix))

    def __len__(self) -> int:
        return self._size

    @property
    def matrix(self) -> Matrix:
        """The unit rows (n, dim) float32, as a view of what FAISS holds: read it, do not write."""
        if not self._size:
            return np.zeros((0, self.dim), dtype=np.float32)
        flat: Matrix = _faiss().rev_swig_ptr(self._index.get_xb(), self._size * self.dim)
        view = flat.reshape(self._size, self.dim)
        view.flags.writeable = False
        return view

    def row(self, number: int) -> Matrix:
        """A copy of one unit row (dim,) float32."""
        if not 0 <= number < self._size:
            raise IndexError(f"there is no row {number}")
        row: Matrix = self.matrix[number].copy()
        return row

    def search(self, query: Matrix, k: int, allowed: Numbers | None = None) -> tuple[Numbers, Matrix]:
        """The k rows nearest to a (dim,) query and their cosines in [-1, 1], best first, equals by row number.

        ``allowed`` names the rows that may be found. Rows of zeros have no direction: they come after all others with
        cosine 0. A query of zeros finds nothing.
        """
        direction = self._direction(query)
        mask = np.zeros(self._size, dtype=np.bool_)
        mask[slice(None) if allowed is None else allowed] = True
        if k < 1 or direction is None or not mask.any():
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        numbers, cosines = self._nearest(direction, k, mask & ~self._blank)
        blank = np.flatnonzero(mask & self._blank)[: k - len(numbers)].astype(np.int64)
        return np.concatenate([numbers, blank]), np.concatenate([cosines, np.zeros(len(blank), dtype=np.float32)])

    def cosines(self, query: Matrix, numbers: Numbers) -> Matrix:
        """The cosines in [-1, 1] of a (dim,) query with the rows of these numbers; 0 where either is all zeros."""
        faiss = _faiss()
        direction = self._direction(query)
        out = np.zeros(len(numbers), dtype=np.float32)
        if direction is None or not len(numbers):
            return out
        labels = np.ascontiguousarray(numbers, dtype=np.int64)
        if labels.min() < 0 or labels.max() >= self._size:
            raise IndexError("there is no such row")
        self._index.compute_distance_subset(
            1, faiss.swig_ptr(direction), len(labels), faiss.swig_ptr(out), faiss.swig_ptr(labels)
        )
        return np.clip(out, -1.0, 1.0)

    def _direction(self, query: Matrix) -> Matrix | None:
        """The query as a (1, dim) unit row, or None where it is all zeros."""
        unit = unit_rows(np.asarray(query, dtype=np.float32).reshape(1, -1))
        if unit.shape[1] != self.dim:
            raise ValueError(f"the query has {unit.shape[1]} numbers, the index {self.dim}")
        return unit if unit.any() else None

    def _nearest(self, direction: Matrix, k: int, mask: NDArray[np.bool_]) -> tuple[Numbers, Matrix]:
        faiss = _faiss()
        selector = faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))
        parameters = faiss.SearchParameters(sel=selector)
        total = int(mask.sum())
        # FAISS leaves open which of several equal rows it returns, and the same measure stands in many reports:
        # take more until the k-th cosine is no longer shared with rows that were left out.
        take = min(k + 1, total)
        while take:
            found, numbers = self._index.search(direction, take, params=parameters)
            if take == total or found[0, -1] < found[0, k - 1]:
                order = np.lexsort((numbers[0], -found[0]))[:k]
                return numbers[0][order], np.clip(found[0][order], -1.0, 1.0)
            take = min(2 * take, total)
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
