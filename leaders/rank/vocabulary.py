"""The columns of a table of who says which word: words of the niche, and all other terms."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from leaders.rank.keywords import Hit, Keywords
from leaders.rank.network import FloatArray
from leaders.rank.terms import LONGEST_FORM, Lemma, Term, read_token

LANGUAGES = ("", "ru", "nl", "en")
KEYWORD, UNDECIDED = len(LANGUAGES), len(LANGUAGES) + 1
"""In the place of a language: a word of the niche, and a term of Dutch or English."""
NL, EN = LANGUAGES.index("nl"), LANGUAGES.index("en")

Column = Hit | tuple[Lemma, ...]
"""A keyword, or a term: its lemma, or one a language."""


class Vocabulary(dict[str, tuple[int, ...]]):
    """The columns of tokens. Each is looked up once, so that many long texts are read quickly."""

    def __init__(self, keywords: Keywords) -> None:
        self.keywords = keywords
        self._number: dict[Column, int] = {}
        self._tokens_of_phrases: set[str] = set()

    def __missing__(self, token: str) -> tuple[int, ...]:
        terms = read_token(token)
        self[token] = columns = tuple(self._column_of(term) for term in terms)
        if any(self.keywords.is_of_phrase(term) for term in terms):
            self._tokens_of_phrases.add(token)
        return columns

    def columns(self, tokens: Sequence[str]) -> set[int]:
        """The columns of what a text says, each once."""
        columns = set[int]().union(*map(self.__getitem__, tokens))
        if self._tokens_of_phrases.isdisjoint(tokens):
            return columns
        return {column for column, _ in self.forms(tokens)}

    def forms(self, tokens: Iterable[str]) -> list[tuple[int, str]]:
        """The column of every word and phrase of a text, with the form that a person is shown.

        Words of a negative phrase are read as that phrase alone: "knitting factory" is no knitting.
        """
        tokens = list(tokens)
        columns = [self[token] for token in tokens]
        terms = list(chain.from_iterable(map(read_token, tokens)))
        if self._tokens_of_phrases.isdisjoint(tokens):
            return [
                (column, term.form)
                for column, term in zip(chain.from_iterable(columns), terms, strict=True)
            ]
        found, hidden = [], set[int]()
        for no in self.keywords.phrases:
            for start, end in self.keywords.find_phrase(no, terms):
                form = " ".join(dict.fromkeys(term.form for term in terms[start : end + 1]))
                found.append((self._numbered(Hit(no, 1.0)), form[:LONGEST_FORM]))
                if self.keywords.all[no].weight < 0:
                    hidden.update(range(start, end + 1))
        return found + [
            (self._column_of(term), term.form)
            for place, term in enumerate(terms)
            if place not in hidden
        ]

    def weights(self) -> FloatArray:
        """The weight of each column that is a keyword's; NaN where a weight must be learnt."""
        return np.array(
            [
                self.keywords.all[column.no].weight * column.share
                if isinstance(column, Hit)
                else np.nan
                for column in self._number
            ],
            dtype=np.float64,
        )

    def languages(self) -> NDArray[np.int64]:
        """The language of each column: its place in ``LANGUAGES``, or KEYWORD or UNDECIDED."""
        return np.array([_language_of(column) for column in self._number], dtype=np.int64)

    def settled(self) -> NDArray[np.int64]:
        """Two rows of columns: what each column is in Dutch, and what in English.

        Columns may come into being here.
        """
        pairs = [self._settle(column) for column in list(self._number)]
        return np.array(pairs, dtype=np.int64).reshape(-1, 2).T

    def _settle(self, column: Column) -> tuple[int, int]:
        if isinstance(column, Hit) or len(column) == 1:
            return self._number[column], self._number[column]
        dutch, english = column
        return self._numbered((dutch,)), self._numbered((english,))

    def _column_of(self, term: Term) -> int:
        return self._numbered(self.keywords.match(term) or term.lemmas)

    def _numbered(self, column: Column) -> int:
        return self._number.setdefault(column, len(self._number))


def _language_of(column: Column) -> int:
    if isinstance(column, Hit):
        return KEYWORD
    return UNDECIDED if len(column) > 1 else LANGUAGES.index(column[0][0])
