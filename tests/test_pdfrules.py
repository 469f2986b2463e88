"""Rules and pictures of a page: strokes, thin boxes, forms within forms, and limits."""

from pathlib import Path

import pypdfium2
import pytest

from corpus.readers import pdfrules
from corpus.readers.pdfpage import sheet_of
from corpus.readers.sheet import Rule, Sheet
from tests.typed_pdf import Typed, save_typed


def sheet(path: Path, *strokes: str) -> Sheet:
    """The page that these drawing commands make."""
    page = Typed(strokes=list(strokes))
    page.type(40, 40, "กกก")
    with pypdfium2.PdfDocument(save_typed(path / "a.pdf", [page])) as document:
        return sheet_of(document[0])


def rounded(rules: tuple[Rule, ...]) -> list[tuple[int, int, int, int]]:
    return [(round(rule.x0), round(rule.y0), round(rule.x1), round(rule.y1)) for rule in rules]


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        ("10 400 m 90 400 l S", [(10, 100, 90, 100)]),
        ("10 400 80 1 re f", [(10, 100, 90, 100)]),  # a filled box one point thick
        ("20 300 1 90 re f", [(20, 110, 20, 200)]),
        ("10 400 80 40 re f", []),  # a ground, not a rule
        ("10 400 m 90 440 l S", []),  # aslant
        ("10 400 80 40 re n", []),  # drawn without ink
        ("1 1 1 rg 10 400 80 1 re f", []),
        ("10 400 m 12 400 l S", []),  # too short
    ],
)
def test_what_is_a_rule(drawing: str, expected: list[tuple[int, int, int, int]], tmp_path: Path) -> None:
    assert rounded(sheet(tmp_path, drawing).rules) == expected


def test_a_stroked_box_is_four_rules(tmp_path: Path) -> None:
    made = sheet(tmp_path, "10 400 80 40 re S").rules
    assert sorted(rounded(made)) == [(10, 60, 10, 100), (10, 60, 90, 60), (10, 100, 90, 100), (90, 60, 90, 100)]


def test_a_drawing_of_countless_lines_is_not_looked_at_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfrules, "MOST_OBJECTS", 5)
    made = sheet(tmp_path, *(f"10 {n} m 90 {n} l S" for n in range(100, 400, 10)))
    assert len(made.rules) == 5
