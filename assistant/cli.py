"""The command line's door: what can be typed, and what is said when it cannot be done.

Results go to stdout, in UTF-8 whatever the locale; progress and errors go to stderr. The exit code is 0, or 2 with one
sentence.
"""

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from assistant import commands, plankeeping, reportkeeping, userdesk
from corpus.errors import AssistantError, RequestError
from corpus.records import Period, ReportKind

# `--write` without a file: the weights that the program itself reads.
WEIGHTS = str(Path(__file__).with_name("weights.json"))
_DESCRIPTION = "Answers and drafts out of the integrity (ITA) reports of Bangkok's district offices."
_EPILOG = "`python -m assistant COMMAND --help` tells the options of a command."


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence like all others."""

    def error(self, message: str) -> NoReturn:
        """Raises RequestError with the message and where to read more."""
        what = message.rstrip(".")
        raise RequestError(f"{what[:1].upper()}{what[1:]}; `{self.prog} --help` tells the options.")


def parser() -> Parser:
    """The sub-commands and their options, as --help prints them."""
    whole = Parser(prog="python -m assistant", description=_DESCRIPTION, epilog=_EPILOG, allow_abbrev=False)
    chosen = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, run: commands.Command, about: str) -> argparse.ArgumentParser:
        added = chosen.add_parser(name, help=about, description=about, allow_abbrev=False)
        added.set_defaults(run=run)
        return added

    build = command("build", commands.build, "Read reports into the store; only new and changed ones are read.")
    _reports(build, "a folder of reports, or one report; may be given several times; the store then holds just these")
    _store(build)
    _library(build)
    _encoder(build)
    _keeping(command)

    rows = command("rows", commands.rows, "Print the rows of the measures tables.")
    rows.add_argument("--district", metavar="NAME", help="only rows of this district")
    rows.add_argument("--year", metavar="YEAR", help="only rows of this fiscal year (B.E.), such as 2567")
    rows.add_argument("--code", metavar="CODE", help="only rows of this item, such as I20")
    _reports(rows, "print the rows of these reports as they are read now, without a store")
    _json(rows, "print JSON Lines, one object a row")
    _store(rows)
    _encoder(rows)

    search = command("search", commands.search, "Find the rows and passages that fit a question best.")
    _questions(search)
    search.add_argument("--k", type=_count, default=10, metavar="N", help="how many to print (10)")
    _json(search)
    _store(search)
    _encoder(search)
    _reranker(search)

    ask = command("ask", commands.ask, "Answer a question with citations.")
    _questions(ask)
    ask.add_argument(
        "--my-district", metavar="NAME", help='the asker\'s own district: "other districts" are all but it'
    )
    _json(ask)
    _store(ask)
    _encoder(ask)
    _reranker(ask)

    _draft(command("draft", commands.draft, "Draft the row of a weak item from what other districts did."))

    _plan(command("plan", commands.plan, "Draft the plan of a district from its scores: a row for every weak item."))

    _plans(command("plans", plankeeping.plans, "List the plans that are kept, or work on one of them."))

    rated = command("ratings", commands.ratings, "List what readers thought of answers, the bad ones first.")
    _json(rated, "print JSON Lines, one object a rating")

    _compare(command("compare", commands.compare, "Put districts side by side, item by item: scores and measures."))

    userdesk.options(command("users", userdesk.users, "Add, change or list who may sign in, and tokens."))

    mcp = command("mcp", commands.mcp, "Serve the reports to another assistant over stdin and stdout (MCP).")
    _store(mcp)
    _encoder(mcp)

    doctor = command("doctor", commands.doctor, "Look at everything that the program works with, and say what to do.")
    _json(doctor, "print JSON Lines, one object a part")
    for option in (_store, _library, _encoder, _reranker):
        option(doctor)

    _evaluate(command("evaluate", commands.evaluate, "Ask the questions of gold files and print the figures."))
    return whole


def _keeping(command: Callable[[str, commands.Command, str], argparse.ArgumentParser]) -> None:
    """The commands that keep the reports of the store."""
    add = command("add", reportkeeping.add, "Add reports to the store; nothing else is read again.")
    add.add_argument("file", nargs="+", metavar="FILE", help="a report, or a folder of them")
    clash = add.add_mutually_exclusive_group()
    clash.add_argument("--replace", action="store_true", help="put them in place of older ones under other names")
    clash.add_argument("--keep-both", action="store_true", help="keep older ones under other names beside them")
    _who(add)
    _json(add)
    remove = command("remove", reportkeeping.remove, "Take reports out of the store.")
    remove.add_argument("name", nargs="+", metavar="NAME", help="the report's file name, as `reports` prints it")
    _who(remove)
    listed = command("reports", reportkeeping.reports, "List the reports of the store.")
    _json(listed, "print JSON Lines, one object a report")
    correct = command("correct", reportkeeping.correct, "Correct what was read of a report; kept for every build.")
    correct.add_argument("name", metavar="NAME", help="the report's file name, as `reports` prints it")
    correct.add_argument("--district", metavar="NAME", help="the district that wrote it")
    correct.add_argument("--year", metavar="YEAR", help="the fiscal year (B.E.) of its measures")
    correct.add_argument("--kind", choices=[one.value for one in ReportKind], help="what it is")
    correct.add_argument("--period", choices=[one.value for one in Period], help="the part of the year it tells of")
    correct.add_argument("--row", metavar="ROW", help="one of its rows, by row_id or code, with one of the following")
    correct.add_argument("--code", metavar="CODE", help="the row's item, such as I20")
    correct.add_argument("--group", metavar="N", help="the row's group of items, 1 to 10")
    correct.add_argument("--score", metavar="SCORE", help="the row's score")
    correct.add_argument("--no-score", action="store_true", help="the row has no score")
    correct.add_argument(
        "--cell", action="append", metavar="NAME=TEXT", help="the text of one of its cells, such as measure='...'"
    )
    correct.add_argument("--no-row", action="store_true", help="this is no measures row; its text stays to be found")
    correct.add_argument("--undo", action="store_true", help="take the correction of this row back")
    _who(correct)
    for one in (add, remove, listed, correct):
        _store(one)
        _library(one)
    for one in (add, remove, correct):
        _encoder(one)


def _draft(draft: argparse.ArgumentParser) -> None:
    draft.add_argument("--district", metavar="NAME", help="the district that the row is for")
    draft.add_argument("--year", metavar="YEAR", help="the fiscal year (B.E.) of the plan, such as 2568")
    item = draft.add_mutually_exclusive_group()
    item.add_argument("--code", metavar="CODE", help="the weak item, such as I20")
    item.add_argument("--group", metavar="N", help="the weak group of items, 1 to 10")
    draft.add_argument("--weakness", metavar="TEXT", help="what is weak, in your own words")
    draft.add_argument("--form", metavar="FORM", help="the layout of the row: 2563, 2565, 2566 or 2567")
    draft.add_argument(
        "--batch",
        metavar="FILE",
        help="JSON Lines with id, district, fiscal_year, code or group, weakness, form (- is stdin); prints JSON "
        "Lines; with --out all rows go into one form",
    )
    _json(draft)
    _form_file(draft)
    _store(draft)
    _encoder(draft)


def _form_file(to: argparse.ArgumentParser) -> None:
    to.add_argument("--out", metavar="FILE", help="put the official form into this file as well, .docx or .xlsx")
    to.add_argument("--digits", choices=("thai", "arabic"), default="thai", help="the digits of the form (thai)")
    to.add_argument("--no-sources", action="store_true", help="leave out the form's annex of sources")


def _plan(plan: argparse.ArgumentParser) -> None:
    plan.add_argument(
        "--scores",
        metavar="FILE",
        help="the scores: .xlsx, .csv, or .txt with lines copied from a page (- is stdin); without it, those of the "
        "district's own report in the store",
    )
    plan.add_argument("--district", metavar="NAME", required=True, help="the district that the plan is for")
    plan.add_argument("--year", metavar="YEAR", required=True, help="the fiscal year (B.E.) of the plan, such as 2568")
    plan.add_argument("--form", metavar="FORM", required=True, help="the layout: 2563, 2565, 2566 or 2567")
    plan.add_argument("--score-year", metavar="YEAR", help="the year that the scores are of (the one before the plan)")
    plan.add_argument("--below", type=_score, default=85.0, metavar="SCORE", help="weak is what is below this (85)")
    plan.add_argument("--lowest", type=_count, metavar="K", help="weak are the K lowest instead")
    plan.add_argument(
        "--item", action="append", metavar="CODE", help="take up this item or group instead; may be given several times"
    )
    plan.add_argument(
        "--with-model", action="store_true", help="let the language model that is set go over the rows; takes minutes"
    )
    plan.add_argument("--keep", action="store_true", help="keep the plan among the kept plans as well")
    _who(plan)
    _json(plan)
    _form_file(plan)
    _store(plan)
    _encoder(plan)


def _plans(plans: argparse.ArgumentParser) -> None:
    what = plans.add_mutually_exclusive_group()
    what.add_argument("--show", type=_count, metavar="N", help="print plan N as it stands")
    what.add_argument("--history", type=_count, metavar="N", help="print who saved plan N, and when")
    what.add_argument("--undo", type=_count, metavar="N", help="take the last save of plan N back")
    what.add_argument("--copy", type=_count, metavar="N", help="begin the plan of another year from plan N")
    plans.add_argument("--year", metavar="YEAR", help="the fiscal year (B.E.) of the copy")
    _who(plans)


def _compare(compare: argparse.ArgumentParser) -> None:
    several = "may be given several times"
    compare.add_argument(
        "--year",
        action="append",
        metavar="YEAR",
        help=f"the fiscal year (B.E.) of the measures; {several} (the latest)",
    )
    compare.add_argument("--part", action="append", metavar="PART", help=f"IIT, EIT or OIT; {several} (all)")
    compare.add_argument("--district", action="append", metavar="NAME", help=f"only this district; {several} (all)")
    compare.add_argument("--shared", action="store_true", help="only what several districts have")
    compare.add_argument("--out", metavar="FILE", help="put it into this .xlsx file as well")
    _json(compare)
    _store(compare)
    _encoder(compare)


def _who(to: argparse.ArgumentParser) -> None:
    to.add_argument("--who", metavar="NAME", help="who does it, for the history")


def _evaluate(evaluate: argparse.ArgumentParser) -> None:
    evaluate.add_argument(
        "file", nargs="*", metavar="FILE", help="questions with what a right answer rests on (JSON Lines)"
    )
    evaluate.add_argument(
        "--set",
        action="append",
        nargs=2,
        metavar=("STORE", "FILE"),
        help="questions over another store, counted with the others; may be given several times",
    )
    evaluate.add_argument(
        "--rows", action="append", metavar="FILE", help="gold rows, matched by their anchors instead of their order"
    )
    evaluate.add_argument("--ablations", action="store_true", help="the ranking with its parts left out, as a table")
    evaluate.add_argument("--baselines", action="store_true", help="what plainer ways of ranking reach, as a table")
    evaluate.add_argument("--curve", action="store_true", help="wrong answers against wrong refusals, by threshold")
    evaluate.add_argument("--tune", action="store_true", help="set the weights on these questions, cross-validated")
    evaluate.add_argument(
        "--write",
        nargs="?",
        const=WEIGHTS,
        metavar="FILE",
        help="keep what --tune found: as the program's own weights, or in a file",
    )
    _json(evaluate)
    _store(evaluate)
    _encoder(evaluate)
    _reranker(evaluate)


def _questions(to: argparse.ArgumentParser) -> None:
    to.add_argument("question", nargs="*", metavar="QUESTION", help="in Thai or English; a code such as I20 will do")
    to.add_argument(
        "--batch", metavar="FILE", help="JSON Lines with id and question (- is stdin); prints JSON Lines in order"
    )


def _reports(to: argparse.ArgumentParser, about: str) -> None:
    to.add_argument("--reports", action="append", metavar="DIR", help=about)


def _store(to: argparse.ArgumentParser) -> None:
    to.add_argument("--store", metavar="DIR", help="the folder of the store (.store)")


def _library(to: argparse.ArgumentParser) -> None:
    to.add_argument("--library", metavar="DIR", help="the folder of added reports and corrections (.library)")


def _encoder(to: argparse.ArgumentParser) -> None:
    to.add_argument("--encoder", metavar="MODEL", help="another sentence-transformers model, by folder or name")


def _reranker(to: argparse.ArgumentParser) -> None:
    to.add_argument("--reranker", metavar="MODEL", help="a cross-encoder that re-orders the best rows (none)")


def _json(to: argparse.ArgumentParser, about: str = "print one JSON object instead of text") -> None:
    to.add_argument("--json", action="store_true", help=about)


def _count(text: str) -> int:
    # isdecimal takes Thai digits too, and int() reads them.
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a positive number")
    return int(text)


def _score(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 100:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a score from 1 to 100")
    return value


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit code; argv None means the process's own arguments."""
    _speak_utf8()
    try:
        arguments = parser().parse_args(argv)
        arguments.run(arguments)
        print(end="", flush=True)
        return 0
    except SystemExit as leaving:  # --help
        return int(leaving.code or 0)
    except KeyboardInterrupt:
        return _refuse("Stopped before the end; nothing half-done came into use.")
    except BrokenPipeError:
        _hush()
        return 0
    except AssistantError as error:
        return _refuse(str(error))
    except OSError as error:
        _hush()
        where = f" ({error.filename})" if error.filename else ""
        return _refuse(f"The system refused a file or a device{where}: {error.strerror or error}.")
    except Exception as error:
        if sys.flags.dev_mode:  # python -X dev -m assistant ... shows the keepers where
            raise
        return _refuse(
            f"A fault in the program stopped it ({type(error).__name__}: {error}); "
            "please tell its keepers which command you gave."
        )


class Stopped(KeyboardInterrupt):
    """Ctrl-C. A class of its own: Python ends a process by the signal, whatever its exit code, once the plain
    KeyboardInterrupt has passed through certain C code (bpo-1054041), even where it was dealt with later."""


def start() -> NoReturn:
    """The command line as a process of its own."""
    # A shell script that starts this in the background makes it deaf to Ctrl-C; a build must always be stoppable.
    signal.signal(signal.SIGINT, _stop)
    try:
        code = main([_as_utf8(argument) for argument in sys.argv[1:]])
    except KeyboardInterrupt:  # pressed again while the first was dealt with
        code = 2
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left is Python's own tidying up
    sys.exit(code)


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise Stopped


def _as_utf8(argument: str) -> str:
    """The argument's bytes read as UTF-8, where another locale has read them already."""
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


def _speak_utf8() -> None:
    # Half a surrogate pair (an id of a batch may hold one) goes out as \udxxx, which is what JSON writes for it.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _refuse(sentence: str) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return 2


def _hush() -> None:
    """Where stdout takes nothing any more, what is left in its buffer goes nowhere, without a complaint at exit."""
    try:
        print(end="", flush=True)
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
