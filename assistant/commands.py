"""What each sub-command does: settings in, results on stdout, progress on stderr. Errors are the door's business."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import plankeeping
from assistant.batch import answer_lines
from assistant.filters import district_name, filtered
from assistant.inquiry import Fields, draft_request_of, form_of, number_of, question_of
from assistant.progress import Teller
from assistant.settings import Settings, from_environment
from corpus.errors import RequestError, SettingsError

if TYPE_CHECKING:
    from assistant.answers import DraftRow
    from assistant.assembly import Assistant
    from assistant.scores import ScoreSheet

Command = Callable[[Namespace], None]


def build(options: Namespace) -> None:
    """Reads the reports into the store and prints what the store holds now."""
    from assistant import assembly, printout

    settings = _settings(options)
    files = assembly.report_files(settings.reports)
    # Folders that are named are all that the store is to hold; those that are set have the added files beside them.
    summary = assembly.build(settings, files, Teller(_say), exactly=bool(options.reports))
    for failure in summary.failed:
        _say(f"Not read: {failure.name}: {failure.reason}")
    for twin in summary.twins:
        _say(f"Left out: {twin.name} is the same file as {twin.kept}.")
    print(printout.build_line(summary, settings.store))


def rows(options: Namespace) -> None:
    """Prints the rows of the store, or of the reports that are named, filtered."""
    from assistant import assembly, printout, wire

    settings = _settings(options)
    if options.reports:
        found = assembly.read_rows(settings, assembly.report_files(settings.reports))
    else:
        found = list(assembly.open_assistant(settings).rows)
    chosen = filtered(found, options.district, options.year, options.code)
    if options.json:
        _print_each(wire.json_line(wire.row_object(row)) for row in chosen)
    else:
        print(printout.rows_table(chosen))


def search(options: Namespace) -> None:
    """Prints the records that fit a question best, or those of each question of a batch."""
    from assistant import printout, wire

    asked = _questions(options)
    assistant = _open(options)

    def found(fields: Fields) -> Mapping[str, Any]:
        question = question_of(fields)
        return wire.search_object(question, assistant.search(question, options.k)[1])

    if asked is None:
        _print_each(answer_lines(options.batch, found))
    elif options.json:
        print(wire.json_line(found({"question": asked})))
    else:
        print(printout.hits_list(assistant.search(asked, options.k)[1]))


def ask(options: Namespace) -> None:
    """Prints the answer to a question, or to each question of a batch."""
    from assistant import printout, wire

    asked = _questions(options)
    assistant = _open(options)
    own = district_name(options.my_district) if options.my_district else None

    def answered(fields: Fields) -> Mapping[str, Any]:
        return wire.answer_object(assistant.ask(question_of(fields), own))

    if asked is None:
        _print_each(answer_lines(options.batch, answered))
    elif options.json:
        print(wire.json_line(answered({"question": asked})))
    else:
        print(printout.answer_sheet(assistant.ask(asked, own)))


def ratings(options: Namespace) -> None:
    """Prints what readers thought of answers, the bad ones first."""
    from assistant import printout, wire
    from assistant.assembly import open_ratings
    from assistant.ratings import for_keeper, rating_object

    given = for_keeper(open_ratings(from_environment()).read())
    if options.json:
        _print_each(wire.json_line(rating_object(one)) for one in given)
        return
    lines = [
        (one.at, one.verdict.value, one.status, printout.one_line(one.question, 60), printout.one_line(one.remark, 60))
        for one in given
    ]
    print(printout.table(("at (UTC)", "verdict", "status", "question", "remark"), lines) if lines else "ยังไม่มีความเห็น")


def draft(options: Namespace) -> None:
    """Prints the drafted row of a weak item, or that of each line of a batch."""
    from assistant import printout, wire

    if options.batch is not None:
        _refuse_beside_batch(options, "district", "year", "code", "group", "weakness", "form")
        _draft_batch(options)
        return
    request = draft_request_of({**vars(options), "fiscal_year": options.year})
    _check_form_file(options)
    drafted = _open(options).draft(request)
    _write_form_file(options, drafted)
    print(wire.json_line(wire.draft_object(drafted)) if options.json else printout.draft_sheet(drafted))


def _draft_batch(options: Namespace) -> None:
    """Prints what each line of a batch gives; with --out all its rows go into one form, or nothing is printed."""
    from assistant import wire

    _check_form_file(options)
    assistant = _open(options)
    drafted: list[tuple[DraftRow, ...]] = []

    def answered(fields: Fields) -> Mapping[str, Any]:
        rows = assistant.draft(draft_request_of(fields))
        drafted.append(rows)
        return wire.draft_object(rows)

    lines: Iterable[str] = answer_lines(options.batch, answered)
    if options.out is not None:
        lines = list(lines)  # whether all rows are of one plan is known at the end
        if not drafted:
            raise RequestError(
                f"No line of {options.batch} could be drafted, so no form was written; without --out each says why."
            )
        _write_form_file(options, [row for rows in drafted for row in rows])
        if lacking := len(lines) - len(drafted):
            _say(f"Not in the form: {lacking} of {len(lines)} lines, which could not be drafted; each says why.")
    _print_each(lines)


def _check_form_file(options: Namespace) -> None:
    """Raises RequestError where the form could not be written to the file that --out names."""
    if options.out is not None:
        from assistant.export import check_target

        check_target(Path(options.out))


def _write_form_file(
    options: Namespace, rows: Sequence["DraftRow"], scores: Mapping[str | int, float] | None = None
) -> None:
    """Puts the rows into the file that --out names, if it names one."""
    if options.out is not None:
        from assistant.export import Digits, export_plan

        sources = not options.no_sources
        export_plan(rows, Path(options.out), digits=Digits(options.digits), sources=sources, scores=scores)
        _say(f"Written: {options.out}")


def plan(options: Namespace) -> None:
    """Prints the plan drafted from a score sheet, and puts it into the official form where --out names a file."""
    from assistant import planprint, planwire, wire
    from assistant.plan import PlanRequest

    _check_form_file(options)
    who = plankeeping.name_of(options) if options.keep else ""
    year, form = number_of(options.year, "fiscal year"), form_of(options.form)
    scored = number_of(options.score_year, "score year") if options.score_year else year - 1
    assistant = _open(options)
    sheet = _score_sheet(options, scored, assistant)
    chosen = tuple(options.item or ())
    made = assistant.plan(
        PlanRequest(options.district, year, form, sheet, options.below, options.lowest, chosen), options.with_model
    )
    if options.out is not None and not made.rows:
        raise RequestError("No item is weak, so no form was written; raise --below, or name items with --item.")
    scores = {row.draft.code or row.draft.group: row.weak.score for row in made.rows if row.weak.score is not None}
    _write_form_file(options, [row.draft for row in made.rows], scores)
    if options.keep:
        _say(plankeeping.keep(made, who, _settings(options)))
    print(wire.json_line(planwire.plan_object(made)) if options.json else planprint.plan_sheet(made))


def _score_sheet(options: Namespace, fiscal_year: int, assistant: "Assistant") -> "ScoreSheet":
    """The scores of the file that is named, or those of the district's own report in the store."""
    from assistant.draft import district_of
    from assistant.scorefile import read_scores
    from assistant.scores import pasted_scores, stored_scores

    if options.scores == "-":
        return pasted_scores(sys.stdin.read(), fiscal_year)
    if options.scores is not None:
        return read_scores(Path(options.scores), fiscal_year)
    own = district_of(options.district, assistant.index)
    sheet = stored_scores(assistant.index, own, fiscal_year + 1)
    if sheet is None:
        raise RequestError(
            f"The store holds no scores of {own} of {fiscal_year} or before; give a score sheet with --scores."
        )
    return sheet


def compare(options: Namespace) -> None:
    """Prints what districts have side by side, and puts it into a workbook where --out names one."""
    from assistant import compareprint, comparewire, wire
    from assistant.compare import Choice
    from assistant.compare import compare as compared
    from assistant.compare_xlsx import check_workbook, write_workbook

    if options.out is not None:
        check_workbook(Path(options.out))
    choice = Choice(
        years=tuple(number_of(year, "year") for year in options.year or ()),
        parts=tuple(part.strip().upper() for part in options.part or ()),
        districts=tuple(district_name(name) for name in options.district or ()),
        shared=options.shared,
    )
    made = compared(_open(options).rows, choice)
    if options.out is not None:
        write_workbook(made, Path(options.out))
        _say(f"Written: {options.out}")
    print(wire.json_line(comparewire.comparison_object(made)) if options.json else compareprint.comparison_sheet(made))


def mcp(options: Namespace) -> None:
    """Serves the services as tools over stdin and stdout until the other side hangs up."""
    from assistant.mcp import serve_stdio

    serve_stdio(_open(options))


def doctor(options: Namespace) -> None:
    """Looks at every part that the program works with, and says what to do; raises SettingsError at a fault."""
    from assistant import wire
    from assistant.doctor import State, examine, sheet

    checks = list(examine(_settings(options)))
    if options.json:
        _print_each(
            wire.json_line({"part": one.part, "state": one.state.value, "found": one.found, "do": one.do})
            for one in checks
        )
    else:
        print(sheet(checks))
    if faults := [one.part for one in checks if one.state is State.FAULT]:
        raise SettingsError(f"At fault: {', '.join(faults)}; what to do stands beside each.")


def evaluate(options: Namespace) -> None:
    """Asks the questions of gold files and prints the figures, with whatever else is to be measured on them."""
    from assistant import gold, measuring, wire

    _refuse_evaluation(options)
    questions: dict[str | None, list[gold.GoldQuestion]] = {}
    for store, file in [*((None, file) for file in options.file), *(options.set or ())]:
        questions.setdefault(store, []).extend(gold.read_questions(Path(file)))
    rows = gold.read_gold_rows([Path(file) for file in options.rows or ()])
    sittings = [measuring.Sitting.of(_open(options, store), asked, rows) for store, asked in questions.items()]
    wanted = measuring.Wanted(
        ablations=options.ablations,
        baselines=options.baselines,
        curve=options.curve,
        tune=options.tune,
        write=Path(options.write) if options.write else None,
    )
    measured = measuring.measure(sittings, wanted, _say)
    print(wire.json_line(measured.values) if options.json else measured.text)


def _refuse_evaluation(options: Namespace) -> None:
    """Raises RequestError where the options of `evaluate` do not go together."""
    if not options.file and not options.set:
        raise RequestError("There are no questions; name a file of them, or a store and a file with --set.")
    if options.write and not options.tune:
        raise RequestError("--write keeps what --tune finds; give both.")


def _settings(options: Namespace, store: str | None = None) -> Settings:
    reports = getattr(options, "reports", None)
    return from_environment(
        store=store or options.store,
        reports=reports,
        library=getattr(options, "library", None),
        encoder=options.encoder,
        reranker=getattr(options, "reranker", None),
    )


def _open(options: Namespace, store: str | None = None) -> "Assistant":
    """The assistant over that store, or over the one that is set."""
    from assistant.assembly import open_assistant

    return open_assistant(_settings(options, store))


def _questions(options: Namespace) -> str | None:
    """The one question that is asked, or None for a batch; raises RequestError where there are both."""
    if options.batch is not None:
        _refuse_beside_batch(options, "question")
        return None
    return question_of({"question": " ".join(options.question)})


def _refuse_beside_batch(options: Namespace, *names: str) -> None:
    if given := [name for name in names if getattr(options, name)]:
        raise RequestError(f"Beside --batch there can be no {given[0]}; the lines of the file say what is asked.")


def _print_each(lines: Iterable[str]) -> None:
    # Flushed line by line: who asks through a pipe waits for one answer before the next question.
    for line in lines:
        print(line, flush=True)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
