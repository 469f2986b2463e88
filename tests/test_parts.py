from pathlib import Path

import numpy as np
import pytest

from index import parts


def test_word_lists_come_back_as_they_went_in() -> None:
    lists = [["ยืม", "งบ", "ยืม"], [], ["งบ"]]
    assert parts.word_lists_of(parts.word_lists_bytes(lists)) == lists
    for data in (b"[]", b"7", b'[["a"],[[1]]]', b'[["a"],7]'):
        with pytest.raises(ValueError, match=r"unpack|word lists"):
            parts.word_lists_of(data)


def test_a_pickle_in_place_of_a_matrix_is_not_run(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    for data in ((tmp_path / "x.npy").read_bytes(), b"", b"PK", b"\x80\x04N."):
        with pytest.raises(ValueError, match=r"allow_pickle|no matrix|pickle"):
            parts.matrix_of(data)
