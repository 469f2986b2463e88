"""A question becomes an answer: understood, rows selected, quoted and checked; or a refusal that says what there is."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant import drafting, figures, handnotes, meaning, plantalk, refusal, tally
from assistant.answers import Answer, DraftRow, Mode, ReadAs, Status
from assistant.cite import Citer
from assistant.followup import complete
from assistant.question import Question, parse
from assistant.quoting import quote_rows
from assistant.ranking import Ranker
from assistant.selection import select
from assistant.spelling import Speller
from assistant.wants import Want
from corpus.errors import EmptyQuestion, QuestionTooLong
from corpus.records import MeasureRow
from index.hits import Hit
from index.search import ReportIndex

if TYPE_CHECKING:
    from assistant.editor import Editor

# Nobody asks in more words than a row answers with; what is longer is a file pasted by mistake.
LONGEST = 2_000
HITS = 10
FIGURES = (Want.SCORE, Want.LOWEST, Want.HIGHEST, Want.BELOW, Want.ABOVE, Want.CHANGE, Want.UNIT, Want.COUNT)


@lru_cache(maxsize=4)
def _tools(index: ReportIndex) -> tuple[Ranker, Speller]:
    """What is worked out once for an index: wording frequencies and the vocabulary for repairing typing errors."""
    return Ranker(index), Speller(index.words.vocabulary())


def forget() -> None:
    """Lets go of the indexes that were asked: what was worked out for one would hold all its reports in memory."""
    _tools.cache_clear()


def understand(question: str, index: ReportIndex) -> Question:
    """The question read; raises EmptyQuestion or QuestionTooLong."""
    if not question.strip():
        raise EmptyQuestion("The question is empty; ask in a few words, or name a code such as I20.")
    if len(question) > LONGEST:
        raise QuestionTooLong(f"The question has {len(question):,} characters; {LONGEST:,} is the most, so shorten it.")
    return parse(question, index.districts, _tools(index)[1].repair)


def read_as(asked: Question) -> ReadAs:
    """What the question was understood as, for the reader to see."""
    return ReadAs(
        codes=asked.codes,
        groups=asked.groups or asked.named_groups,
        years=asked.years,
        districts=asked.districts,
        cells=asked.cells,
        unknown_districts=asked.unknown_districts,
        wants=asked.want.value,
        topic=asked.topic,
        english=asked.english,
    )


def search(
    question: str, index: ReportIndex, k: int = HITS, ranker: Ranker | None = None
) -> tuple[ReadAs, tuple[Hit, ...]]:
    """What the question was read as, and the k records that fit it best, best first; raises RequestError.

    ``ranker`` is the index's own where none is given, with the weights that ship.
    """
    asked = understand(question, index)
    return read_as(asked), ranked(asked, index, ranker or _tools(index)[0], k)


def ranked(asked: Question, index: ReportIndex, ranker: Ranker, k: int = HITS) -> tuple[Hit, ...]:
    """The k records that fit a question best, best first."""
    return _hits(asked, index, ranker, k, select(asked, index, ranker, k).hits)


def _hits(asked: Question, index: ReportIndex, ranker: Ranker, k: int, found: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """What was found, with the rows first that figures or meanings are read off."""
    first: list[MeasureRow] = []
    if asked.want is Want.MEANING:
        first = meaning.rows_told(asked, index)
    elif asked.want in FIGURES:
        first = figures.rows_told(asked, index, ranker)[:k]
    ids = {row.row_id for row in first}
    known = {hit.row.row_id: hit for hit in found if hit.row}
    lead = [known.get(row.row_id) or Hit(row, 1.0, 0.0, 1.0, 0.0) for row in first]
    return (*lead, *(hit for hit in found if hit.row is None or hit.row.row_id not in ids))[:k]


def ask(
    question: str,
    index: ReportIndex,
    my_district: str | None = None,
    before: ReadAs | None = None,
    ranker: Ranker | None = None,
    editor: "Editor | None" = None,
    drafts: Sequence[DraftRow] = (),
) -> Answer:
    """Answers a question with checked quotes, or says what the reports do not tell; raises RequestError.

    ``my_district`` is the asker's own: left out where others are asked for, drafted for where none is named.
    ``before`` is what the question before was read as: a question that leans on it keeps what it leaves out.
    ``ranker`` is the index's own where none is given; without an ``editor`` no language model takes part.
    ``drafts`` are the rows that the talk has drafted, which what is said may change.
    """
    said = understand(question, index)
    if plantalk.is_change(said, drafts):
        return plantalk.changed(said, drafts, index, replace(read_as(said), wants=Want.DRAFT.value))
    asked = _in_context(said, before, index)
    with_ranker = ranker or _tools(index)[0]
    if editor is None:
        return _answer(asked, index, my_district, with_ranker)
    return editor.helped(asked, lambda question: _answer(question, index, my_district, with_ranker, editor))


def _answer(
    asked: Question, index: ReportIndex, my_district: str | None, ranker: Ranker, editor: "Editor | None" = None
) -> Answer:
    if asked.want is Want.DRAFT and plantalk.is_plan(asked, index):
        return plantalk.plan_answer(asked, index, read_as(asked), my_district)
    if asked.want is Want.DRAFT:
        return drafting.answer(asked, index, read_as(asked), my_district, editor.drafted if editor else None)
    why = refusal.before_search(asked, index)
    if why is None and asked.want is Want.CELLS and tally.meant(asked):
        return _tallied(asked, index)
    if why is None and (asked.want is Want.OVERVIEW or _of_nothing(asked)):
        return Answer(asked.text, Status.AMBIGUOUS, refusal.overview(asked, index), (), (), read_as(asked))
    found = select(asked, index, ranker, HITS)
    if why is not None:
        return _refused(asked, why, found.hits)
    citer = Citer(index.reports)
    text, mode = None, Mode.QUOTE
    if asked.want is Want.MEANING:
        text, mode = meaning.compare(asked, index, citer), Mode.CATALOGUE
    elif asked.want in FIGURES or asked.want is Want.TOTAL:
        text, mode = figures.tell(asked, index, citer, ranker), Mode.FIGURES
        if text is None:
            return _refused(asked, refusal.no_score(asked, index), found.hits)
    if text is None:
        mode = Mode.QUOTE
        rows = [row for row in found.rows if not (asked.others and my_district == row.district)]
        if not rows:
            return _refused(asked, refusal.nothing_found(asked, index, found), found.hits)
        text = quote_rows(asked, rows, index, citer, found, my_district)
        if text is None:
            return _refused(asked, refusal.no_such_cell(asked, rows), found.hits)
    if not citer.citations:
        return _refused(asked, refusal.nothing_found(asked, index, found), found.hits)
    text = "\n".join([text, *handnotes.notes(citer.citations, index, asked.english)])
    hits = _hits(asked, index, ranker, HITS, found.hits)
    return Answer(asked.text, Status.ANSWERED, text, citer.citations, hits, read_as(asked), mode)


def _tallied(asked: Question, index: ReportIndex) -> Answer:
    """What stands most often in a cell of whole reports; their forms may lack it."""
    citer = Citer(index.reports)
    text = tally.tell(asked, index, citer)
    if text is None:
        return _refused(asked, refusal.no_such_cell(asked, figures.rows_in_scope(asked, index)), ())
    return Answer(asked.text, Status.ANSWERED, text, citer.citations, (), read_as(asked), Mode.FIGURES)


def _in_context(own: Question, before: ReadAs | None, index: ReportIndex) -> Question:
    """The question completed from the one before; a kept year gives way where the district has no such report."""
    asked = complete(own, before)
    reports = {(reading.district, reading.fiscal_year) for reading in index.reports.values()}
    fits = any((district, year) in reports for district in asked.districts for year in asked.years)
    if own.districts and asked.years and not own.years and not fits:
        return replace(asked, years=())
    return asked


def _of_nothing(asked: Question) -> bool:
    """Whether a cell is asked for and nothing says of what: "ใครรับผิดชอบของเขตดุสิต"; weaknesses of all are a topic."""
    about = asked.codes or asked.groups or asked.named_groups or asked.topic_words
    return asked.want is Want.CELLS and not about and "weakness" not in asked.cells


def _refused(asked: Question, why: str, hits: tuple[Hit, ...]) -> Answer:
    return Answer(asked.text, Status.NOT_FOUND, why, (), hits, read_as(asked))
