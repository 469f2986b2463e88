"""How the window looks: the theme, the style sheet and the script of the panels; nothing is fetched from elsewhere."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import gradio as gr

from assistant.window.messages import message
from assistant.window.tongue import PATHS, tongue

_HERE = Path(__file__).parent

# Fonts of the reader's own machine, those that draw Thai at a readable size first.
FONTS = (
    "Sarabun",
    "Noto Sans Thai",
    "Noto Sans Thai Looped",
    "Leelawadee UI",
    "Thonburi",
    "Loma",
    "TH Sarabun New",
    "sans-serif",
)

# Where a browser keeps the district that its clerk chose.
_MEMORY = "ita-my-district"
# A message in a script.
_SAID = re.compile(r'itaSay\("([^"]+)"')


def theme() -> gr.themes.Base:
    """A calm teal over slate, sixteen-pixel text."""
    return gr.themes.Base(
        primary_hue="teal",
        secondary_hue="teal",
        neutral_hue="slate",
        font=FONTS,
        font_mono=("ui-monospace", "monospace"),
        text_size="lg",
        radius_size="lg",
    ).set(
        body_background_fill="#f4f7f7",
        body_background_fill_dark="#0d1719",
        block_background_fill="#ffffff",
        block_background_fill_dark="#142124",
        input_background_fill="#fbfdfd",
        input_placeholder_color="#5f737a",
        input_placeholder_color_dark="#8ea4aa",
        input_border_width="1px",
        input_border_color="#b3c2c2",
        input_border_color_dark="#3d565c",
        input_border_color_focus="#0f766e",
        input_border_color_focus_dark="#4fc4b6",
        input_background_fill_dark="#0f1b1e",
        block_label_text_color="#4b5f66",
        block_label_text_color_dark="#a5b8bc",
        block_title_text_weight="600",
        block_title_text_color="#4b5f66",
        # Gradio's own grey for lesser words is too pale to read.
        body_text_color_subdued="#4b5f66",
        body_text_color_subdued_dark="#a5b8bc",
        checkbox_label_background_fill="#eef3f3",
        checkbox_label_background_fill_hover="#e2ecec",
        checkbox_label_background_fill_selected="#d9efec",
        checkbox_label_background_fill_dark="#1a2a2e",
        checkbox_label_background_fill_hover_dark="#22363b",
        checkbox_label_background_fill_selected_dark="#16403c",
        checkbox_background_color_selected="#0f766e",
        checkbox_border_color_selected="#0f766e",
        button_secondary_background_fill="#e6eeee",
        button_secondary_background_fill_hover="#d9e6e6",
        button_secondary_background_fill_dark="#1f3236",
        button_secondary_background_fill_hover_dark="#294046",
        button_primary_background_fill="#0f766e",
        button_primary_background_fill_hover="#0b544e",
        button_primary_text_color="#ffffff",
        button_primary_background_fill_dark="#0f766e",
        button_primary_background_fill_hover_dark="#115e59",
        button_primary_text_color_dark="#ffffff",
    )


def head(with_account: bool = False) -> str:
    """What stands in the page's head: the style sheet and a small script, and who is signed in where one signs in.

    Gradio would prefix every rule of ``launch(css=...)`` with its own container, which breaks those that start at the
    body; here they stay as written.
    """
    sheets = ("window.css", "plan.css", "compare.css", "library.css")
    sheet = "".join((_HERE / name).read_text(encoding="utf-8") for name in sheets)
    page = (_HERE / "page.js").read_text(encoding="utf-8")
    account = (_HERE / "account.js").read_text(encoding="utf-8") if with_account else ""
    return f"<style>{sheet}</style><script>{_words()}{page}{account}</script>"


def _words() -> str:
    """What the scripts know of the language: which it is, where the others lie, and their messages in it."""
    said = {
        thai
        for path in (*sorted(_HERE.glob("*.js")), Path(__file__))
        for thai in _SAID.findall(path.read_text(encoding="utf-8"))
    }
    values = {"itaTongue": tongue(), "itaPaths": PATHS, "itaWords": {thai: message(thai) for thai in sorted(said)}}
    return "".join(f"const {name} = {_script_value(value)};" for name, value in values.items())


def _script_value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def script() -> str:
    """What runs once in each panel: presses become events, mark and card light up together."""
    return (_HERE / "window.js").read_text(encoding="utf-8")


def plan_script() -> str:
    """The same for the panel of the plan, with what its fields need."""
    return script() + (_HERE / "plan.js").read_text(encoding="utf-8")


def compare_script() -> str:
    """The same for the panels of the comparison, with the keys and presses of its map."""
    return script() + (_HERE / "compare.js").read_text(encoding="utf-8")


def follow() -> str:
    """What a browser runs when the page opens with a link to a place in a report: its panel comes up on a phone too."""
    return (
        "() => { if (new URLSearchParams(location.search).has('report')) document.body.classList.add('source-open'); }"
    )


def library_script() -> str:
    """The same for the panels of the Reports tab, with what their forms need."""
    return script() + (_HERE / "library.js").read_text(encoding="utf-8")


def remember() -> str:
    """What a browser runs when a district is chosen as one's own: it stays in this browser only."""
    return f"(name) => {{ try {{ localStorage.setItem({_MEMORY!r}, name ?? ''); }} catch {{}} }}"


def hand_over() -> str:
    """What a browser runs with a made file: saves it under its own name, which the address does not have."""
    return """(file) => {
  const pressed = document.querySelectorAll("#talk [data-busy]");
  pressed.forEach((one) => {
    one.disabled = false;
    one.textContent = file?.url ? one.dataset.busy : itaSay("ทำไฟล์ไม่สำเร็จ กดอีกครั้ง");
    delete one.dataset.busy;
  });
  if (!file?.url) return;
  const link = document.createElement("a");
  link.href = file.url;
  link.download = file.orig_name ?? "";
  link.click();
}"""


def plan_opened() -> str:
    """What a browser runs when a draft of the talk was opened in the plan's tab."""
    return "() => { document.body.dataset.tab = 'plan'; window.scrollTo({ top: 0 }); }"


def recall(known: Sequence[str]) -> str:
    """What a browser runs when the page opens: the district kept there, where it is still one of the known names."""
    names = _script_value(list(known))
    read = f"const kept = localStorage.getItem({_MEMORY!r}) ?? '';"
    return f"() => {{ try {{ {read} return {names}.includes(kept) ? kept : ''; }} catch {{ return ''; }} }}"
