import json
from pathlib import Path

import pytest

from assistant import thesaurus
from corpus.errors import AssistantError


def meant(phrase: str) -> dict[str, tuple[str, ...]]:
    return dict(thesaurus.wordings(phrase))


def test_what_staff_say_is_found_as_the_reports_write_it() -> None:
    assert any("ทรัพย์สิน" in wording for wordings in meant("ยืมของหลวง").values() for wording in wordings)
    assert any("จัดซื้อจัดจ้าง" in wordings for wordings in meant("procurement").values())


def test_latin_sayings_are_whole_words() -> None:
    assert "line" in meant("ส่งทาง line")
    assert "line" not in meant("online pipelines")


def test_a_longer_saying_is_used_before_its_parts() -> None:
    found = meant("hotline and complaint channel")
    assert "complaint channel" in found
    assert "channel" not in found


def test_nothing_said_nothing_meant() -> None:
    assert thesaurus.wordings("") == []
    assert thesaurus.wordings("ฟุตบอลโลก") == []


def test_the_shipped_file_is_in_order() -> None:
    for entry in thesaurus.entries():
        assert entry.say
        assert entry.write
        assert all(saying.strip() for saying in (*entry.say, *entry.write))


@pytest.mark.parametrize("content", ["", "[]", '{"entries": [{"say": ["ก"]}]}', '{"entries": 3}'])
def test_a_damaged_file_says_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / "thesaurus.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AssistantError, match=r"thesaurus\.json cannot be read"):
        thesaurus.entries(path)


def test_a_file_of_one_s_own(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"entries": [{"say": ["ของ หลวง"], "write": ["ทรัพย์ สิน"]}]}), encoding="utf-8")
    (entry,) = thesaurus.entries(path)
    assert (entry.say, entry.write) == (("ของหลวง",), ("ทรัพย์สิน",))
