"""A talk as a document: opened again, every word in its place; what reports say is text, whatever it looks like."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Answer
from assistant.ask import ask
from assistant.talkfile import SOURCES, TITLE, TO_FILL, Said, save_talk, talk_bytes
from corpus.errors import RequestError
from tests.made_index import sample_index

QUESTION = "E12 ปี 2567 ได้กี่คะแนน"


def opened(talk: list[Said]) -> Any:
    import docx

    return docx.Document(BytesIO(talk_bytes(talk, "บันทึกเมื่อ 1 ต.ค. 2567")))


def answered(question: str = QUESTION) -> Answer:
    return ask(question, sample_index())


def test_questions_are_headings_and_answers_stand_under_them() -> None:
    answer = answered()
    refused = answered("คะแนนของเขตดุสิต")
    document = opened([Said(QUESTION, answer), Said("คะแนนของเขตดุสิต", refused), Said("x", None, "ขัดข้อง")])
    lines = [(one.style.name, one.text) for one in document.paragraphs]
    assert [text for style, text in lines if style.startswith("Heading")] == [
        TITLE, f"1. {QUESTION}", "2. คะแนนของเขตดุสิต", "3. x",
    ]  # fmt: skip
    texts = [text for _, text in lines]
    assert texts[1] == "บันทึกเมื่อ 1 ต.ค. 2567"
    for line in answer.text.splitlines():
        assert line.strip() in texts
    assert refused.text in texts
    assert texts[-1] == "ขัดข้อง"


def test_the_sources_stand_in_a_table_with_the_quote_as_it_is() -> None:
    answer = answered()
    document = opened([Said(QUESTION, answer)])
    (table,) = document.tables
    (one,) = answer.citations
    assert [cell.text for cell in table.rows[1].cells] == [
        "[1]",
        f"เขต{one.district} ปี {one.fiscal_year}",
        "E12 คะแนน",
        f"{one.report} {one.place.label}",
        one.quote,
    ]
    assert SOURCES in [paragraph.text for paragraph in document.paragraphs]


def test_a_drafted_row_is_a_table_with_its_marks_and_blanks() -> None:
    question = "ร่าง I20 ให้เขตบางเขน ปี 2568 แบบ 2567 จุดอ่อนคือ ไม่ทราบขั้นตอน"
    answer = answered(question)
    row, *_ = answer.drafts
    document = opened([Said(question, answer)])
    drafted, sources = document.tables
    told = {line.cells[0].text: line.cells[1].text for line in drafted.rows[1:]}
    assert len(told) == len(row.cells) == 3
    assert told["จุดอ่อน/ประเด็นที่ต้องปรับปรุง"].startswith("ไม่ทราบขั้นตอน")
    assert "[" in told["มาตรการ/กิจกรรม"]
    assert told["ผลการดำเนินการ"] == TO_FILL  # the year is not over
    assert len(sources.rows) == len(answer.citations) + 1


def test_letters_that_xml_cannot_hold_and_markup_are_only_text() -> None:
    answer = answered()
    (one,) = answer.citations
    nasty = "<w:p>\x00\x0b&amp; \ud800=HYPERLINK(1)"
    spoilt = replace(answer, text=f"{answer.text}\n{nasty}", citations=(replace(one, quote=nasty),))
    document = opened([Said(f"q\x01{nasty}", spoilt)])
    assert document.tables[0].rows[1].cells[4].text == "<w:p>\n&amp; =HYPERLINK(1)"
    assert any("<w:p>" in paragraph.text for paragraph in document.paragraphs)


def test_it_is_saved_whole_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.docx"
    save_talk([Said(QUESTION, answered())], path)
    assert path.read_bytes().startswith(b"PK")
    assert [one.name for one in tmp_path.iterdir()] == ["talk.docx"]
    with pytest.raises(RequestError, match="Nothing was asked"):
        save_talk([], path)
    with pytest.raises(RequestError, match=r"not as talk\.pdf"):
        save_talk([Said(QUESTION, answered())], tmp_path / "talk.pdf")
