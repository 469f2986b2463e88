"""The only place where text becomes HTML: whatever is not already ``Html`` is escaped at the last moment.

Knows nothing of records and of gradio. Every other file of the window builds its pages out of ``el``, so a report
cannot bring a tag, an attribute, a link or a picture of its own into the window.
"""

import html
import re
from collections.abc import Iterable

from assistant.window.tongue import in_english

# Letters that turn the direction of the text around them; a report must not mirror the window's own words.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What HTML cannot hold at all: control characters other than tab and line feed.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
# Thai from its first to its last letter; in a page of another language it is marked, so that it is read out as Thai.
_THAI = re.compile(r"[\u0e00-\u0e7f](?:[^A-Za-z&]*[\u0e00-\u0e7f])?")
# Elements that hold text alone.
_BARE = frozenset({"option", "textarea", "title"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Html(str):
    """Text that is HTML already; made by the functions of this file only."""

    __slots__ = ()


Piece = str | Html | None


def escape(text: str) -> Html:
    """The text as a browser must show it, letter for letter; direction marks and control characters are dropped."""
    return Html(html.escape(_DIRECTION.sub("", _CONTROL.sub("", text)), quote=True))


def join(pieces: Iterable[Piece], between: str = "") -> Html:
    """The pieces one after another, each escaped unless it is HTML already; None is left out."""
    done = [piece if isinstance(piece, Html) else _written(piece) for piece in pieces if piece is not None]
    return Html(escape(between).join(done))


def _written(text: str) -> Html:
    """The text escaped; in English the Thai in it, which is a report's, is marked as Thai."""
    made = escape(text)
    if not in_english() or not _THAI.search(made):
        return made
    marked = _THAI.sub(r'<span lang="th">\g<0></span>', made)
    # Beside each other in a box the parts would be pushed apart.
    return Html(marked if _THAI.fullmatch(made) else f"<span>{marked}</span>")


def el(tag: str, *children: Piece, **attributes: str | int | bool | None) -> Html:
    """One element; ``class_`` and ``data_act`` become class and data-act, None and False leave an attribute out."""
    if tag in _BARE:
        children = tuple(piece if piece is None or isinstance(piece, Html) else escape(piece) for piece in children)
        if in_english() and any(_THAI.search(piece) for piece in children if piece):
            attributes.setdefault("lang", "th")
    opening = [tag]
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        key = name.rstrip("_").replace("_", "-")
        opening.append(key if value is True else f'{key}="{escape(str(value))}"')
    if tag in _VOID:
        return Html(f"<{' '.join(opening)}>")
    return Html(f"<{' '.join(opening)}>{join(children)}</{tag}>")


def div(class_: str, *children: Piece, **attributes: str | int | bool | None) -> Html:
    """A block with a class."""
    return el("div", *children, class_=class_, **attributes)


def span(class_: str, *children: Piece, **attributes: str | int | bool | None) -> Html:
    """A run of text with a class."""
    return el("span", *children, class_=class_, **attributes)


def button(act: str, class_: str, *children: Piece, **attributes: str | int | bool | None) -> Html:
    """A button that window.js turns into the gradio event named ``act``; its ``data_`` attributes travel with it."""
    return el("button", *children, type="button", class_=class_, data_act=act, **attributes)
