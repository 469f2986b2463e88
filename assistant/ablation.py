"""What each part of the ranking is worth: the same questions with parts left out, from bare words to the whole."""

from assistant.ask import ranked, understand
from assistant.comparison import Contender, Paper, Rank
from assistant.evaluate import SEARCH_DEPTH, names_of
from assistant.question import ASKING, Question
from assistant.ranking import Ranker
from assistant.selection import select
from assistant.wants import Want
from assistant.weights import Switches
from corpus.thai import normalise, words

# From left to right one part more. The first three take the question as it was typed: nothing in it is understood.
TYPED = (("words only", True, False), ("vectors only", False, True), ("fused", True, True))
BUILT_UP = (
    ("fused + structure", Switches(weighed=False, crosswalk=False, thesaurus=False)),
    ("+ crosswalk", Switches(weighed=False, thesaurus=False)),
    ("+ thesaurus", Switches(weighed=False)),
    ("+ weighing", Switches()),
)
# The weighed ranking with one part taken out: what nothing else makes up for.
TAKEN_OUT = (
    ("weighed without words", Switches(words=False)),
    ("weighed without vectors", Switches(vectors=False)),
    ("weighed without structure", Switches(structure=False)),
    ("weighed without crosswalk", Switches(crosswalk=False)),
    ("weighed without thesaurus", Switches(thesaurus=False)),
    # What is left for questions in words that the thesaurus does not know, and what the vectors do for them.
    ("the same without vectors", Switches(thesaurus=False, vectors=False)),
)


def contenders() -> tuple[Contender, ...]:
    """The ablations in the order of the table; "the whole" is what ships, rows that figures are read off first."""
    typed = [Contender(name, Typed(by_words, by_vectors)) for name, by_words, by_vectors in TYPED]
    built = [Contender(name, Selected(switches)) for name, switches in BUILT_UP]
    taken = [Contender(name, Selected(switches)) for name, switches in TAKEN_OUT]
    return (*typed, *built, Contender("the whole", shipped), *taken)


class Typed:
    """The question as typed, ranked by the lists of the index alone."""

    def __init__(self, by_words: bool, by_vectors: bool) -> None:
        self._by_words, self._by_vectors = by_words, by_vectors

    def __call__(self, paper: Paper) -> Rank:
        """Ready for the reports of one store."""

        def rank(question: str) -> list[str]:
            found = paper.index.search(normalise(question), SEARCH_DEPTH, None, self._by_words, self._by_vectors)
            return names_of(found, paper.keys)

        return rank


class Selected:
    """The question read, its rows selected and ranked with some parts switched off."""

    def __init__(self, switches: Switches) -> None:
        self._switches = switches

    def __call__(self, paper: Paper) -> Rank:
        """Ready for the reports of one store."""
        ranker = Ranker(paper.index, switches=self._switches)

        def rank(question: str) -> list[str]:
            asked = understand(question, paper.index)
            if not self._switches.structure:
                asked = unstructured(asked)
            return names_of(select(asked, paper.index, ranker, SEARCH_DEPTH).hits, paper.keys)

        return rank


def unstructured(asked: Question) -> Question:
    """The question with its codes, years and districts left among its words, where no filter makes use of them."""
    said = tuple(word for word in words(asked.text) if len(word) > 1 and word not in ASKING)
    return Question(
        text=asked.text,
        english=asked.english,
        want=Want.MEASURES,
        topic=asked.text,
        topic_words=tuple(dict.fromkeys(said)),
    )


def shipped(paper: Paper) -> Rank:
    """The ranking that ships, as `search` gives it."""
    ranker = Ranker(paper.index)

    def rank(question: str) -> list[str]:
        return names_of(ranked(understand(question, paper.index), paper.index, ranker, SEARCH_DEPTH), paper.keys)

    return rank
