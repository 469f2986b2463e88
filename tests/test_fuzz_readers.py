"""A few spoilt files at every run of the tests; `python tests/fuzz_readers.py --tries 10000` is the long way."""

import io
import random
import zipfile

from tests.fuzz_readers import fuzz, seeds, spoil_archive, spoilt


def test_a_spoilt_file_is_read_or_refused_in_a_sentence() -> None:
    found = fuzz(60, 7)
    assert found.faults == []
    assert sum(found.outcomes.values()) == 60
    endings = {outcome.partition(" ")[2] for outcome in found.outcomes}
    assert endings == {"read", "refused"}


def test_files_are_spoilt_alike_for_one_seed_and_otherwise_for_another() -> None:
    whole = seeds()
    first, again, other = (spoilt(random.Random(seed), whole) for seed in ("1 5", "1 5", "1 6"))
    assert first == again
    assert first != other


def test_an_archive_is_whole_again_with_a_part_spoilt() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("a.txt", "0123456789" * 20)
        package.writestr("b.txt", "abcdefghij" * 20)
    made = [spoil_archive(random.Random(seed), held.getvalue()) for seed in range(30)]
    assert sum(data != held.getvalue() for data in made) > 25
    for data in made:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.testzip() is None
