"""Fields of the plan's pages: labelled, named, holding what was typed before; plan.js sends them with every press."""

from collections.abc import Sequence

from assistant.window.markup import Html, Piece, button, div, el, span

Options = Sequence[tuple[str, str]]


def press(do: str, class_: str, *children: Piece, **attributes: str | int | bool | None) -> Html:
    """A button that sends ``do`` and every named field of its panel."""
    return button("do", class_, *children, data_do=do, **attributes)


def labelled(name: str, label: str, control: Html, hint: str | None = None) -> Html:
    """A control under its label, perhaps with a line of advice."""
    return div(
        "field", el("label", label, for_=f"plan-{name}"), control, el("p", hint, class_="field-hint") if hint else None
    )


def choice(name: str, label: str, options: Options, value: str, hint: str | None = None, **more: str) -> Html:
    """One of several, each as (label, value)."""
    offered = (el("option", shown, value=one, selected=one == value) for shown, one in options)
    return labelled(name, label, el("select", *offered, name=name, id=f"plan-{name}", class_="control", **more), hint)


def line(name: str, label: str, value: str, placeholder: str = "", hint: str | None = None, **more: str) -> Html:
    """One line of text."""
    made = el(
        "input", type="text", name=name, id=f"plan-{name}", class_="control", value=value,
        placeholder=placeholder or None, autocomplete="off", **more,
    )  # fmt: skip
    return labelled(name, label, made, hint)


def area(name: str, value: str, label: str, rows: int = 3, placeholder: str = "", **more: str | bool | None) -> Html:
    """A field of several lines, named for those who do not see it."""
    # A browser takes the first line break of a field's text for layout.
    return el(
        "textarea", "\n", value, name=name, id=f"plan-{name}", class_="control area", rows=rows, aria_label=label,
        placeholder=placeholder or None, **more,
    )  # fmt: skip


def tick(name: str, checked: bool, *label: Piece, class_: str = "tick") -> Html:
    """A box to tick with its label."""
    box = el("input", type="checkbox", name=name, id=f"plan-{name}", value="on", checked=checked)
    return el("label", box, span("tick-label", *label), class_=class_)


def one_of(name: str, label: str, options: Options, value: str) -> Html:
    """One of a few, all in sight."""
    offered = (
        el(
            "label",
            el("input", type="radio", name=name, value=one, checked=one == value),
            span("", shown),
            class_="tick",
        )
        for shown, one in options
    )
    return el("fieldset", el("legend", label), *offered, class_="field one-of")
