"""The panels and the events between them. Gradio carries; what is said stands in the other files of this folder."""

from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.answers import DraftRow
from assistant.prompting import fill, load_lines
from assistant.window import labels, look
from assistant.window.ask_blocks import ask_panel, bar_chart, district_dropdown, districts_of, page, wire_ask, wire_keep
from assistant.window.choices import district_choices, form_choices, item_choices, own_district_choices, year_choices
from assistant.window.compare_blocks import compare_panel, wire_compare
from assistant.window.compare_desk import CompareDesk
from assistant.window.desk import NOTHING_OPEN, Desk, pressed
from assistant.window.library_blocks import library_panel, wire_library
from assistant.window.library_desk import LibraryDesk
from assistant.window.markup import Html, div, el
from assistant.window.messages import t
from assistant.window.plan_blocks import OF_MODEL, plan_panel, wire_plan
from assistant.window.plan_desk import NOTHING_SHOWN, PlanDesk
from assistant.window.proofs import cards
from assistant.window.source import no_excerpt
from assistant.window.talk import Examples
from assistant.window.tongue import NAMES, PATHS, in_english, other
from corpus.districts import all_districts

if TYPE_CHECKING:
    from assistant.assembly import Assistant
    from assistant.ratings import RatingFile

# A press is one request with one answer. Gradio's queue answers over a stream of its own, which it hangs up now and
# then; what is asked in that very moment is heard late or never. So only what tells how far it is goes through it.
_EVENT: dict[str, Any] = {"api_visibility": "private", "queue": False, "show_progress": "hidden"}


def build_window(
    assistant: "Assistant",
    planner: PlanDesk | None = None,
    library: LibraryDesk | None = None,
    ratings: "RatingFile | None" = None,
) -> gr.Blocks:
    """The whole window over one assistant, in the language that is spoken now.

    Without a desk of plans there is no tab for them, without ratings none are asked for; without a ``library`` the
    reports are listed and cannot be changed.
    """
    desk = Desk(assistant, _examples(assistant), planner is not None, ratings)
    tabs: list[gr.Tab] = []
    comparer = CompareDesk(assistant)
    window: gr.Blocks
    with gr.Blocks(
        title=t(labels.TITLE), analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)
    ) as window:
        masthead = page(_masthead(desk), "masthead")
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=7, min_width=340), gr.Tabs() as all_tabs:
                with gr.Tab(t("ถาม"), id="ask") as ask_tab:
                    asked = ask_panel(desk)
                with gr.Tab(t("ร่างมาตรการ"), id="draft") as draft_tab:
                    form, drafted, files = _draft_panel(desk)
                if planner:
                    with gr.Tab(t("แผนทั้งปี"), id="plan") as plan_tab:
                        plan, carrier = plan_panel(planner)
                    tabs.append(plan_tab)
                with gr.Tab(t("เปรียบเทียบ"), id="compare") as compare_tab:
                    compared = compare_panel(comparer)
                with gr.Tab(t("รายงาน"), id="reports") as reports_tab:
                    if library:
                        shelves = library_panel(library)
                    else:
                        table, card = page(desk.reports(), "reports"), page(Html(""), "report")
            with gr.Column(scale=5, min_width=340, elem_id="beside"):
                chart = bar_chart()
                evidence = page(desk.evidence(()), "evidence-ask")
                draft_evidence = page(desk.draft_evidence(()), "evidence-draft")
                plan_evidence = page(cards((), "", empty=t(NOTHING_SHOWN)), "evidence-plan")
                source = page(no_excerpt(t(NOTHING_OPEN)), "source")
        for tab in (*tabs, ask_tab, draft_tab, compare_tab, reports_tab):
            tab.select(None, js=f"() => {{ document.body.dataset.tab = '{tab.id}'; }}", api_visibility="private")
        running = wire_ask(desk, asked, evidence, source, chart, _EVENT)
        _wire_draft(desk, form, drafted, files, draft_evidence, source)
        if library:
            elsewhere = [masthead, asked.mine, asked.question, form["district"], form["press"]]
            wire_library(
                window, library, desk, shelves, source, _EVENT, lambda: _refreshed(desk), elsewhere, reports_tab
            )
        else:
            _wire_reports(desk, table, card, source)
        if planner:
            visit = wire_plan(window, planner, desk, plan, carrier, plan_evidence, source, _EVENT)
            wire_keep(desk, planner, asked, running, [visit, plan, plan_evidence, all_tabs], _EVENT)
        _wire_source(window, desk, source)
        wire_compare(window, comparer, desk, compared, compare_tab, source, _EVENT)
        # Who names a district of their own drafts for it, unless the form says another.
        asked.mine.change(
            None,
            [asked.mine, form["district"]],
            form["district"],
            js="(mine, chosen) => chosen || mine || null",
            api_visibility="private",
        )
        # The browser's own memory of one's district, before anything is asked.
        known = list(dict.fromkeys(name for names in districts_of(desk) for name in names))
        window.load(None, None, asked.mine, js=look.recall(known), api_visibility="private")
    return window


def _refreshed(desk: Desk) -> tuple[Any, ...]:
    """What else shows the store: the line under the title, the lists of districts, and whether there is anything."""
    own, all_of = own_district_choices(*districts_of(desk)), district_choices(*districts_of(desk))
    there = gr.update(interactive=not desk.is_empty)
    return _masthead(desk), gr.update(choices=own), there, gr.update(choices=all_of), there


def _examples(assistant: "Assistant") -> Examples:
    """Questions out of the weakest rows; requests to draft for the coming year, so out of the latest reports."""
    index = assistant.index
    without = next((one.name for one in all_districts() if one.name not in index.districts), all_districts()[0].name)
    latest = tuple(row for row in index.rows if row.fiscal_year == max(index.years))
    language = "_english" if in_english() else ""
    asked = fill(load_lines(f"examples_ask{language}"), index.rows, without)
    return Examples(asked, fill(load_lines(f"examples_draft{language}"), latest, without))


def _masthead(desk: Desk) -> Html:
    return div(
        "masthead", el("h1", t(labels.TITLE)), el("p", t(labels.SUBTITLE), class_="subtitle"), desk.summary(), _switch()
    )


def _switch() -> Html:
    """The link to the same window in the other language; page.js keeps what the address asks for and what was typed."""
    language = other()
    where = {"href": PATHS[language], "lang": language, "hreflang": language, "data_tongue": language}
    return el("a", NAMES[language], class_="tongue", **where)


# --- draft ----------------------------------------------------------------------------------------------------------


def _draft_panel(desk: Desk) -> tuple[dict[str, Any], gr.HTML, list[gr.DownloadButton]]:
    years = year_choices(desk.assistant.index.years)
    first = max(desk.assistant.index.years, default=years[0] - 1) + 1
    with gr.Column(elem_id="draft-form"):
        with gr.Row():
            district = district_dropdown(
                district_choices(*districts_of(desk)), t("ร่างให้เขต"), value=None, scale=3, min_width=200
            )
            year = gr.Dropdown(
                [(labels.year_label(y), y) for y in years], value=first, label=t("ปีงบประมาณ"), scale=2, min_width=160
            )
        with gr.Row():
            item = gr.Dropdown(
                item_choices(first), value=None, label=t("ข้อหรือตัวชี้วัด"), num_choices_shown=None, elem_id="draft-item"
            )
        form = gr.Radio(form_choices(), value=form_choices()[0][1], label=t("แบบฟอร์ม"), elem_id="draft-kind")
        weakness = gr.Textbox(
            label=t("จุดอ่อนหรือประเด็นที่ต้องปรับปรุง"),
            placeholder=t("เช่น เจ้าหน้าที่บางส่วนไม่ทราบขั้นตอนการยืมทรัพย์สินของราชการ"),
            lines=3,
            max_lines=8,
            elem_id="draft-weakness",
        )
        press = gr.Button(t("ร่างมาตรการ"), variant="primary", elem_id="draft-go", interactive=not desk.is_empty)
    drafted = page(desk.drafted(()), "drafted")
    with gr.Row(elem_id="draft-files"):
        files = [
            gr.DownloadButton(t(label), visible=False, elem_id=f"draft-{suffix[1:]}", size="md")
            for suffix, label in labels.FILES.items()
        ]
    parts = {"district": district, "year": year, "item": item, "form": form, "weakness": weakness, "press": press}
    return parts, drafted, files


def _wire_draft(
    desk: Desk,
    form: dict[str, Any],
    drafted: gr.HTML,
    files: list[gr.DownloadButton],
    evidence: gr.HTML,
    source: gr.HTML,
) -> None:
    held = gr.State(())

    def draft(*given: Any) -> tuple[Any, ...]:
        rows, trouble = desk.draft(*given)
        hidden = (gr.update(visible=False, value=None) for _ in files)
        return rows, desk.drafted(rows, trouble), desk.draft_evidence(rows), desk.source(None), *hidden

    def offer_files(rows: tuple[DraftRow, ...]) -> tuple[Any, ...]:
        return tuple(
            gr.update(
                visible=bool(rows),
                value=path,
                interactive=path is not None,
                label=t(labels.FILES[suffix]) if path else labels.no_file(suffix),
            )
            for suffix, path in desk.files_of(rows).items()
        )

    def cite(event: gr.EventData, rows: tuple[DraftRow, ...]) -> tuple[Html, Html]:
        place = pressed(event._data)
        return desk.draft_evidence(rows, place.mark if place else None), desk.source(place)

    def offer_items(year: int, chosen: str | None) -> Any:
        choices = item_choices(int(year))
        kept = chosen if chosen in {value for _, value in choices} else None
        return gr.update(choices=choices, value=kept)

    given = [form[name] for name in ("district", "year", "item", "form", "weakness")]
    with_model = OF_MODEL if desk.assistant.has_model else {}
    drafting = form["press"].click(draft, given, [held, drafted, evidence, source, *files], **_EVENT | with_model)
    # The row is on the screen before its files are made.
    drafting.then(offer_files, held, files, **_EVENT)
    form["year"].input(offer_items, [form["year"], form["item"]], form["item"], **_EVENT)
    drafted.cite(cite, [held], [evidence, source], **_EVENT)
    evidence.cite(cite, [held], [evidence, source], **_EVENT)


# --- reports --------------------------------------------------------------------------------------------------------


def _wire_reports(desk: Desk, table: gr.HTML, card: gr.HTML, source: gr.HTML) -> None:
    def choose(event: gr.EventData) -> Html:
        return desk.report(str(event._data.get("report", "")))

    def cite(event: gr.EventData) -> Html:
        return desk.source(pressed(event._data))

    table.choose(choose, None, card, **_EVENT)
    card.cite(cite, None, source, **_EVENT)


# --- the source -----------------------------------------------------------------------------------------------------


def _wire_source(window: gr.Blocks, desk: Desk, source: gr.HTML) -> None:
    """The panel's own buttons, and links to a place in a report."""

    def cite(event: gr.EventData) -> Html:
        return desk.source(pressed(event._data))

    def follow(request: gr.Request) -> Any:
        page = desk.linked(dict(request.query_params))
        return gr.skip() if page is None else page

    source.cite(cite, None, source, **_EVENT)
    window.load(follow, None, source, **_EVENT).then(None, None, None, js=look.follow(), api_visibility="private")
