"""Signs of life reach whoever listens, and nobody where nobody does."""

from collections.abc import Iterator

import pytest

from corpus import pulse


@pytest.fixture(autouse=True)
def nobody_after() -> Iterator[None]:
    yield
    pulse.listen(lambda: None)


def test_each_page_is_told_to_who_listens() -> None:
    pulse.beat()
    heard: list[str] = []
    pulse.listen(lambda: heard.append("page"))
    pulse.beat()
    pulse.beat()
    assert heard == ["page", "page"]
