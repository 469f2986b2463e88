"""PDFs typed string by string: what printers do to Thai and to rules, each fault at will."""

import io
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject

from corpus.readers.sheet import is_mark

WIDTH, HEIGHT = 800.0, 500.0
SIZE = 12.0
# Every letter is so wide, a mark has no width.
ADVANCE = 6.0


@dataclass(slots=True)
class Typed:
    """A page in the making: what is typed where, and what is drawn. All from the top left corner, in points."""

    words: list[tuple[float, float, str]] = field(default_factory=list)
    strokes: list[str] = field(default_factory=list)

    def type(self, x: float, y: float, *lines: str) -> None:
        """Lines one under another; the first stands on y."""
        for number, line in enumerate(lines):
            self.words.append((x, y + 16 * number, line))

    def rule(self, x0: float, y0: float, x1: float, y1: float, thin: bool = False) -> None:
        """A stroked line, or a filled box as thin as one."""
        y0, y1 = HEIGHT - y0, HEIGHT - y1
        if thin:
            self.strokes.append(f"{x0 - 0.3} {y1 - 0.3} {x1 - x0 + 0.6} {y0 - y1 + 0.6} re f")
        else:
            self.strokes.append(f"{x0} {y0} m {x1} {y1} l S")

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked box, as programs draw that put a border around each cell."""
        self.strokes.append(f"{x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re S")

    def grid(self, xs: Sequence[float], ys: Sequence[float], how: str = "lines") -> None:
        """A table's rules: "lines", "thin" filled ones, or "boxes" around each cell."""
        if how == "boxes":
            for y0, y1 in itertools.pairwise(ys):
                for x0, x1 in itertools.pairwise(xs):
                    self.box(x0 + 0.4, y0 + 0.4, x1 - 0.4, y1 - 0.4)
            return
        for y in ys:
            self.rule(xs[0], y, xs[-1], y, how == "thin")
        for x in xs:
            self.rule(x, ys[0], x, ys[-1], how == "thin")


def save_typed(path: Path, pages: Iterable[Typed]) -> Path:
    """Writes the pages; their font has no outlines, so only strings of two letters and more are seen."""
    writer = PdfWriter()
    for typed in pages:
        page = writer.add_blank_page(WIDTH, HEIGHT)
        letters = "".join(dict.fromkeys("".join(text for _, _, text in typed.words)))
        content = [*typed.strokes, "BT", f"/F1 {SIZE} Tf"]
        for x, y, text in typed.words:
            shown = "".join(f"{letters.index(letter) + 1:04X}" for letter in text)
            content.append(f"1 0 0 1 {x} {HEIGHT - y} Tm <{shown}> Tj")
        content.append("ET")
        page[NameObject("/Contents")] = writer._add_object(stream("\n".join(content)))
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font(writer, letters))})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    buffer = io.BytesIO()
    writer.write(buffer)
    path.write_bytes(buffer.getvalue())
    return path


def stream(text: str) -> StreamObject:
    """ASCII text as a stream of a PDF."""
    stream = StreamObject()
    stream.set_data(text.encode("ascii"))
    return stream


def font(writer: PdfWriter, letters: str) -> DictionaryObject:
    """A font without outlines whose code n is the n-th letter, marks without width."""
    pairs = "\n".join(f"<{n:04X}> <{ord(letter):04X}>" for n, letter in enumerate(letters, 1))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )
    name = NameObject
    widths = ArrayObject()
    for n, letter in enumerate(letters, 1):
        widths += [NumberObject(n), ArrayObject([NumberObject(0 if is_mark(letter) else int(1000 * ADVANCE / SIZE))])]
    descendant = DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/CIDFontType2"),
            name("/BaseFont"): name("/Plain"),
            name("/CIDSystemInfo"): DictionaryObject(),
            name("/W"): widths,
        }
    )
    return DictionaryObject(
        {
            name("/Type"): name("/Font"),
            name("/Subtype"): name("/Type0"),
            name("/BaseFont"): name("/Plain"),
            name("/Encoding"): name("/Identity-H"),
            name("/DescendantFonts"): ArrayObject([writer._add_object(descendant)]),
            name("/ToUnicode"): writer._add_object(stream(cmap)),
        }
    )
