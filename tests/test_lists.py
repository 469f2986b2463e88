"""The numbers and marks of Word's lists."""

import pytest
from docx.oxml import parse_xml

from corpus.readers.lists import Lists, counted
from tests.made_office import NAMES

LEVELS = (
    '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="thaiNumbers"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
)
NUMBERING = parse_xml(
    f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num></w:numbering>'
)
STYLES = parse_xml(
    f'<w:styles {NAMES}><w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
)


def of(number: int, level: int = 0) -> object:
    return parse_xml(f'<w:pPr {NAMES}><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>')


def test_levels_count_on_and_begin_anew() -> None:
    lists = Lists(NUMBERING, STYLES)
    asked = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (0, 0), (99, 0)]
    said = [lists.mark(of(*one)) for one in asked]
    assert said == ["๓.", "๓.1)", "๓.2)", "๔.", "๔.1)", "-", "•", "๙.", "", ""]


def test_a_style_and_those_based_on_it_number_their_paragraphs() -> None:
    lists = Lists(NUMBERING, STYLES)
    styled = [parse_xml(f'<w:pPr {NAMES}><w:pStyle w:val="{name}"/></w:pPr>') for name in ("a", "b", "c")]
    assert [lists.mark(one) for one in styled] == ["๓.", "๔.", ""]
    assert lists.mark(None) == ""
    assert Lists(None, None).mark(of(1)) == ""


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (12, "decimal", "12"), (4, "decimalZero", "04"), (2, "thaiLetters", "ข"), (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"), (1994, "upperRoman", "MCMXCIV"), (9, "lowerRoman", "ix"), (10, "thaiNumbers", "๑๐"),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_their_kind(number: int, kind: str, said: str) -> None:
    assert counted(number, kind) == said
