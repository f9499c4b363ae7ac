"""The words that a niche names, found in what accounts write, in every form of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leaders.niche import Terms
from leaders.rank.terms import (
    STEMMED,
    Lemma,
    Term,
    dictionary_form,
    lemma_of,
    read_terms,
    stem_of,
)

FOR, AGAINST = 2.0, -3.0
"""What a word of the niche says, and one of what it is mistaken for, in nats (science, 1.2)."""
GAP = 2
"""Words that may stand between two words of a phrase."""
SHORTEST_IN_COMPOUND = 6
SHORTEST_REST = 3
"""Letters of the other part of a compound, with a Dutch linking s, e or en."""


@dataclass(frozen=True, slots=True)
class Keyword:
    """One entry of a niche's ``words``: a word, a phrase of several or a ``#hashtag``.

    ``parts`` are the lemmas that each of its words may have; ``whole`` the letters of a hashtag,
    its own or the one that a phrase makes.
    """

    text: str
    weight: float
    parts: tuple[frozenset[Lemma], ...]
    whole: str = ""
    stems: frozenset[str] = frozenset()
    """What a longer word begins or ends with that is made of this one."""
    is_dutch: bool = False


def read_keyword(text: str, language: str, weight: float) -> Keyword:
    """A niche's word, as its own language reads it and as a text reads the same letters.

    What holds no word (an emoji, a number) becomes a keyword without parts, which never matches.
    """
    terms = read_terms(text)
    if text.strip().startswith("#") and terms:
        return Keyword(text, weight, (), terms[0].whole)
    parts = tuple(frozenset({*term.lemmas, *_as_listed(term, language)}) for term in terms)
    stems: set[str] = set()
    if len(terms) == 1:
        stems = {terms[0].word, *(lemma for _, lemma in parts[0])}
        stems |= {dictionary_form(terms[0].word, spoken) for spoken, _ in parts[0] if spoken}
    long = frozenset(stem for stem in stems if len(stem) >= SHORTEST_IN_COMPOUND)
    whole = "".join(term.word for term in terms) if len(terms) > 1 else ""
    return Keyword(text, weight, parts, whole, long, is_dutch=language == "nl")


Part = tuple[int, int]
"""The number of a keyword that is a phrase, and the place of a word in it."""


class Hit(NamedTuple):
    """A keyword's number, and the share of its weight: a half inside a compound."""

    no: int
    share: float


class Keywords:
    """The words of a niche, ready to be looked for. A negative word goes before the same word."""

    def __init__(self, words: Terms, negative_words: Terms) -> None:
        told = ((words, FOR), (negative_words, AGAINST))
        self.all: tuple[Keyword, ...] = tuple(
            read_keyword(text, language, weight)
            for terms, weight in told
            for language, texts in sorted(terms.items())
            for text in sorted(set(texts))
        )
        numbered = list(enumerate(self.all))
        self._words = {
            lemma: no for no, word in numbered if len(word.parts) == 1 for lemma in word.parts[0]
        }
        self._tags = {word.whole: no for no, word in numbered if word.whole}
        self._compounds = sorted(  # the longest stem first: it says most
            ((stem, no) for no, word in numbered for stem in word.stems),
            key=lambda pair: (self.all[pair[1]].weight > 0, -len(pair[0]), pair),
        )
        self._stems = tuple(stem for stem, _ in self._compounds)
        self.phrases = [no for no, word in numbered if len(word.parts) > 1]
        self._phrase_parts: dict[Lemma, set[Part]] = {}
        for no in self.phrases:
            for place, part in enumerate(self.all[no].parts):
                for lemma in part:
                    self._phrase_parts.setdefault(lemma, set()).add((no, place))

    def match(self, term: Term) -> Hit | None:
        """The keyword that a term is a form of."""
        found = [self._words[lemma] for lemma in term.lemmas if lemma in self._words]
        if term.whole in self._tags:
            found.append(self._tags[term.whole])
        if found:
            return Hit(max(found), 1.0)  # negative words have the higher numbers
        return self._match_compound(term)

    def _match_compound(self, term: Term) -> Hit | None:
        """Dutch writes compounds as one word; hashtags and handles do so in every language."""
        is_dutch = "nl" in dict(term.lemmas)
        if not (term.is_glued or is_dutch):
            return None
        forms = {term.word, *(lemma for _, lemma in term.lemmas)}
        if not any(form.startswith(self._stems) or form.endswith(self._stems) for form in forms):
            return None
        for stem, no in self._compounds:
            if (term.is_glued or self.all[no].is_dutch) and _is_made_of(forms, stem):
                return Hit(no, 0.5)
        return None

    def phrase_parts(self, terms: Iterable[Term]) -> set[Part]:
        """Which words of which phrases the terms are forms of."""
        return {
            part
            for term in terms
            for lemma in term.lemmas
            if lemma in self._phrase_parts
            for part in self._phrase_parts[lemma]
        }

    def phrases_of(self, parts: set[Part]) -> list[int]:
        """The phrases all of whose words are there, in whatever order."""
        return [
            no
            for no in self.phrases
            if all((no, place) in parts for place in range(len(self.all[no].parts)))
        ]

    def find_phrase(self, no: int, terms: Sequence[Term]) -> list[tuple[int, int]]:
        """The first and the last place of a phrase, each time: its words in order, near each other.

        There is one for each place where it ends, with the nearest beginning.
        """
        first, *others = self.all[no].parts
        began = {place: place for place in _places(first, terms)}  # a word's place: the phrase's
        for part in others:
            reached = {
                place: [before for before in range(place - GAP - 1, place) if before in began]
                for place in _places(part, terms)
            }
            began = {place: began[near[-1]] for place, near in reached.items() if near}
        return [(start, end) for end, start in began.items()]


def _places(part: frozenset[Lemma], terms: Sequence[Term]) -> Iterable[int]:
    return [place for place, term in enumerate(terms) if not part.isdisjoint(term.lemmas)]


def _as_listed(term: Term, language: str) -> set[Lemma]:
    """What a Latin word is in the language that it is listed under.

    Its stem too: the dictionary takes "fietsen" for bicycles, and "fietst" for a form of the verb.
    """
    if language in STEMMED and term.lemmas[0][0] in STEMMED:
        forms = (lemma_of(term.word, language), stem_of(term.word, language))
        return {(language, form) for form in forms}
    return set()


def _is_made_of(forms: Iterable[str], stem: str) -> bool:
    """Whether a longer word begins or ends with a stem. What links them is part of the rest."""
    return any(
        form.startswith(stem) or form.endswith(stem)
        for form in forms
        if len(form) - len(stem) >= SHORTEST_REST
    )
