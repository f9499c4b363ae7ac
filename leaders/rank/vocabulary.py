"""The columns of a table of who says which word: words of the niche, and all other terms."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from leaders.rank.keywords import Hit, Keywords, Part
from leaders.rank.network import FloatArray
from leaders.rank.terms import LONGEST_FORM, Lemma, read_token

LANGUAGES = ("", "ru", "nl", "en")
KEYWORD, UNDECIDED = len(LANGUAGES), len(LANGUAGES) + 1
"""In the place of a language: a word of the niche, and a term of Dutch or English."""
NL, EN = LANGUAGES.index("nl"), LANGUAGES.index("en")

Column = Hit | tuple[Lemma, ...]
"""A keyword, or a term: its lemma, or one a language."""


class Vocabulary(dict[str, tuple[int, ...]]):
    """The numbers of what tokens say: shown forms, each of one column.

    Each token is looked up once, so that many long texts are read quickly.
    """

    def __init__(self, keywords: Keywords) -> None:
        self.keywords = keywords
        self._number: dict[Column, int] = {}
        self._form_number: dict[tuple[int, str], int] = {}
        self._parts: dict[str, set[Part]] = {}

    def __missing__(self, token: str) -> tuple[int, ...]:
        terms = read_token(token)
        self[token] = numbers = tuple(
            self._form_numbered(self.keywords.match(term) or term.lemmas, term.form)
            for term in terms
        )
        if parts := self.keywords.phrase_parts(terms):
            self._parts[token] = parts
        return numbers

    def read(self, tokens: Sequence[str]) -> list[int]:
        """The number of every word and phrase of a text.

        Words of a negative phrase are read as that phrase alone: "knitting factory" is no knitting.
        """
        said = list(chain.from_iterable(map(self.__getitem__, tokens)))
        if self._parts.keys().isdisjoint(tokens):
            return said
        parts = set().union(*(self._parts.get(token, ()) for token in tokens))
        if not (phrases := self.keywords.phrases_of(parts)):
            return said
        terms = list(chain.from_iterable(map(read_token, tokens)))
        found, hidden = [], set[int]()
        for no in phrases:
            for start, end in self.keywords.find_phrase(no, terms):
                form = " ".join(dict.fromkeys(term.form for term in terms[start : end + 1]))
                found.append(self._form_numbered(Hit(no, 1.0), form[:LONGEST_FORM]))
                if self.keywords.all[no].weight < 0:
                    hidden.update(range(start, end + 1))
        return found + [number for place, number in enumerate(said) if place not in hidden]

    def forms(self) -> list[str]:
        """What a person is shown, by number."""
        return [form for _, form in self._form_number]

    def columns(self) -> NDArray[np.int64]:
        """The column of each number."""
        return np.array([column for column, _ in self._form_number], dtype=np.int64)

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
        """Two rows of columns: what each column is in English, and what in Dutch.

        Columns may come into being here.
        """
        pairs = [self._settle(column) for column in list(self._number)]
        return np.array(pairs, dtype=np.int64).reshape(-1, 2).T

    def _settle(self, column: Column) -> tuple[int, int]:
        if isinstance(column, Hit) or len(column) == 1:
            return self._number[column], self._number[column]
        dutch, english = column
        in_dutch = self._numbered((dutch,))
        return self._numbered((english,)), in_dutch

    def _form_numbered(self, column: Column, form: str) -> int:
        key = (self._numbered(column), form)
        return self._form_number.setdefault(key, len(self._form_number))

    def _numbered(self, column: Column) -> int:
        return self._number.setdefault(column, len(self._number))


def _language_of(column: Column) -> int:
    if isinstance(column, Hit):
        return KEYWORD
    return UNDECIDED if len(column) > 1 else LANGUAGES.index(column[0][0])
