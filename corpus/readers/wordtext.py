"""The text of one Word paragraph: runs, fields, breaks, text boxes; what is deleted or hidden is counted, not read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# What only wraps others: content controls, tags, links, accepted or pending insertions, the result of simple fields.
_WRAPS = {
    f"{W}{name}"
    for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "dir", "bdo", "rubyBase", "ruby")
} | {f"{_M}oMath", f"{_M}oMathPara", f"{_M}r"}
_GONE = {f"{W}del", f"{W}moveFrom"}
# Fields whose result is the number of a page.
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_SPOKEN = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-"}


@dataclass(slots=True)
class Line:
    """One line of a paragraph as its author broke it; ``lead`` is an underlined beginning that other words follow."""

    text: str = ""
    lead: str = ""
    new_page: bool = False


@dataclass(slots=True)
class _State:
    left_out: Counter[str]
    lines: list[list[tuple[str, bool]]] = field(default_factory=lambda: [[]])
    pages: list[int] = field(default_factory=list)  # numbers of lines before which a page begins
    boxes: list[Any] = field(default_factory=list)
    called: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[bool, str]] = field(default_factory=list)  # (in its result?, instruction) of each open field
    torn: int = 0  # pages that begin within a line

    def say(self, text: str, underlined: bool) -> None:
        """Text, unless it belongs to the instruction of a field or is the number of a page."""
        if all(result and not _is_page(code) for result, code in self.fields):
            self.lines[-1].append((text, underlined))

    def break_line(self, page: bool = False) -> None:
        """A line ends here, or a page."""
        if page and not any(text.strip() for text, _ in self.lines[-1]):
            self.pages.append(len(self.lines) - 1)
            return
        self.lines.append([])
        if page:
            self.pages.append(len(self.lines) - 1)


def children(container: Any, left_out: Counter[str]) -> Iterator[Any]:
    """The children of an element, with those of wrappers in their place and what is deleted left out."""
    for element in container:
        if element.tag in _GONE:
            left_out["deleted"] += 1
        elif element.tag in _WRAPS:
            yield from children(element, left_out)
        elif element.tag == f"{W}sdt":
            content = element.find(f"{W}sdtContent")
            if content is not None:
                yield from children(content, left_out)
        elif element.tag == f"{MC}AlternateContent":
            chosen = element.find(f"{MC}Choice")
            chosen = element.find(f"{MC}Fallback") if chosen is None else chosen
            if chosen is not None:
                yield from children(chosen, left_out)
        elif isinstance(element.tag, str):
            yield element


def on(switch: Any) -> bool:
    """Whether an on-off property is there and on."""
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Said:
    """What a paragraph says: its lines, the text boxes that hang on it, the (kind, number) of the notes that it calls.

    ``torn`` counts the pages that begin within a line of it.
    """

    lines: list[Line]
    boxes: list[Any]
    called: list[tuple[str, str]]
    torn: int


def said_by(paragraph: Any, left_out: Counter[str]) -> Said:
    """What a paragraph says."""
    state = _State(left_out)
    _runs(paragraph, state)
    lines = [_line(pieces, number in state.pages) for number, pieces in enumerate(state.lines)]
    return Said(lines, state.boxes, state.called, state.torn)


def _line(pieces: list[tuple[str, bool]], new_page: bool) -> Line:
    lead = ""
    rest = list(pieces)
    while rest and (rest[0][1] or not rest[0][0].strip()):
        lead += rest.pop(0)[0]
    text = "".join(text for text, _ in rest)
    if not lead.strip() or not text.strip():
        return Line((lead + text).strip(), "", new_page)
    return Line(text.strip(), lead.strip(), new_page)


def _runs(container: Any, state: _State) -> None:
    for element in children(container, state.left_out):
        if element.tag == f"{W}r":
            _run(element, state)
        elif element.tag == f"{W}fldSimple":
            if not _is_page(element.get(f"{W}instr", "")):
                _runs(element, state)
        elif element.tag == f"{_M}t":
            state.say(element.text or "", False)
        elif element.tag.startswith(_M):
            _runs(element, state)
        else:
            _drawn(element, state)


def _run(run: Any, state: _State) -> None:
    properties = run.find(f"{W}rPr")
    if properties is not None and (on(properties.find(f"{W}vanish")) or properties.find(f"{W}del") is not None):
        state.left_out["hidden"] += any((text.text or "").strip() for text in run.iter(f"{W}t"))
        return
    underlined = properties is not None and on(properties.find(f"{W}u"))
    for element in children(run, state.left_out):
        name = element.tag.removeprefix(W)
        if name == "t":
            state.say(element.text or "", underlined)
        elif element.tag in _SPOKEN:
            state.say(_SPOKEN[element.tag], underlined)
        elif name in ("br", "cr"):
            state.break_line(page=element.get(f"{W}type") == "page")
        elif name == "lastRenderedPageBreak":
            _turn_page(state)
        elif name == "sym":
            state.say("•", False)
        elif name == "fldChar":
            _field(element.get(f"{W}fldCharType"), state)
        elif name == "instrText":
            if state.fields:
                state.fields[-1] = (state.fields[-1][0], state.fields[-1][1] + (element.text or ""))
        elif name in ("footnoteReference", "endnoteReference"):
            state.called.append((name.removesuffix("Reference"), element.get(f"{W}id", "")))
        elif name == "ruby":
            _runs(element, state)
        else:
            _drawn(element, state)


def _turn_page(state: _State) -> None:
    """A page that begins before the first word begins with the paragraph; one that tears it counts after it."""
    if any(text.strip() for line in state.lines for text, _ in line):
        state.torn += 1
    else:
        state.break_line(page=True)


def _field(kind: str | None, state: _State) -> None:
    if kind == "begin":
        state.fields.append((False, ""))
    elif kind == "separate" and state.fields:
        state.fields[-1] = (True, state.fields[-1][1])
    elif kind == "end" and state.fields:
        state.fields.pop()


def _is_page(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in _PAGE_FIELDS


def _drawn(element: Any, state: _State) -> None:
    """Drawings: the text boxes in them are read, pictures and objects counted."""
    name = element.tag.rpartition("}")[2]
    if name not in ("drawing", "pict", "object"):
        return
    boxes = list(element.iter(f"{W}txbxContent"))
    inner = {id(one) for box in boxes for one in box.iter(f"{W}txbxContent") if one is not box}
    # Of the two readings of one drawing the first is that of newer programs.
    older = {id(one) for fallback in element.iter(f"{MC}Fallback") for one in fallback.iter(f"{W}txbxContent")}
    state.boxes += [box for box in boxes if id(box) not in inner | older]
    tags = [one.tag.rpartition("}")[2] for one in element.iter() if isinstance(one.tag, str)]
    if name == "object" or "OLEObject" in tags or "chart" in tags or "relIds" in tags:
        state.left_out["object"] += 1
    elif "blip" in tags or "imagedata" in tags:
        state.left_out["picture"] += 1
