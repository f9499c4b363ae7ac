"""What an account's own words say about its belonging to a niche: ``x_T``, in nats.

Words of the niche count as the niche says; what else its seeds say more often than everybody
is learnt.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from leaders.niche import Terms
from leaders.rank.keywords import Keywords
from leaders.rank.log_odds import weigh
from leaders.rank.network import FloatArray
from leaders.rank.terms import handle_token, split_tokens
from leaders.rank.vocabulary import EN, NL, Vocabulary

IN_BIO, IN_NAME, IN_TAG, IN_POST = 3, 2, 2, 1
"""How often a word counts by where it stands; in a post, a hashtag counts as a hashtag."""
NEWEST_POSTS = 50
LOWEST, HIGHEST = -4.0, 5.0
DECIMALS = 9

Kind = Literal["word", "negative word", "learnt"]


@dataclass(frozen=True, slots=True)
class AccountText:
    """What an account says of itself. ``posts`` are its own, the newest first."""

    bio: str = ""
    name: str = ""
    handle: str = ""
    posts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Why an account's words speak for or against it.

    ``form`` is as the account wrote it, ``weight`` what it says each time, in nats, and ``share``
    what it adds to the account's ``x`` (before that is cut off at its bounds).
    """

    form: str
    kind: Kind
    weight: float
    share: float


@dataclass(frozen=True, eq=False)
class TextScores:
    """The texts of many accounts, scored together. ``x`` is in the order in which they came."""

    x: FloatArray
    _texts: Sequence[AccountText]
    _vocabulary: Vocabulary
    _settled: NDArray[np.int64]
    _is_dutch: NDArray[np.bool_]
    _given: FloatArray
    _counts: Any
    _weighed: Any

    def evidence(self, row: int, limit: int = 10) -> list[Match]:
        """Why an account has its ``x``: words of the niche first, then learnt, strongest first.

        A word is shown in the form that counts most, at most 40 characters, without control
        characters.
        """
        mine = slice(*self._counts.indptr[row : row + 2])
        columns, counts = self._counts.indices[mine], self._counts.data[mine]
        weighed, length = self._weighed.data[mine], np.sqrt(counts.sum())
        if not weighed.any():
            return []
        forms = self._forms(row)
        matches = []
        for column, count, weight in zip(columns, counts, weighed, strict=True):
            if weight:
                form = min(forms[column].items(), key=lambda shown: (-shown[1], shown[0]))[0]
                each, share = (round(float(weight / by), DECIMALS) for by in (count, length))
                matches.append(Match(form, self._kind(column), each, share))
        matches.sort(key=lambda match: (match.kind == "learnt", -abs(match.share), match.form))
        return matches[:limit]

    def _kind(self, column: int) -> Kind:
        given = self._given[column]
        return "learnt" if np.isnan(given) else "word" if given > 0 else "negative word"

    def _forms(self, row: int) -> dict[int, Counter[str]]:
        settled = self._settled[0 if self._is_dutch[row] else 1]
        forms: dict[int, Counter[str]] = {}
        for times, tokens in _fields(self._texts[row]):
            for column, form in self._vocabulary.forms(tokens):
                forms.setdefault(int(settled[column]), Counter())[form] += times
        return forms


def score_texts(
    texts: Sequence[AccountText],
    is_seed: NDArray[np.bool_],
    words: Terms,
    negative_words: Terms,
) -> TextScores:
    """``x = clip(sum_t n_t w_t / sqrt(sum_t n_t), -4, 5)`` in nats (science, 1.2).

    n_t counts a term by where it stands (bio 3, name or handle 2, and each post that says it 1,
    as a hashtag 2); w_t is 2 for a word of the niche, -3 for a negative one, half of it inside a
    compound, and for other words what ``weigh`` learns of the seeds. NaN for an account without
    a word. ``texts`` and ``is_seed`` have an item an account.
    """
    vocabulary = Vocabulary(Keywords(words, negative_words))
    row, column, count = _count(texts, vocabulary)
    settled = vocabulary.settled()
    language, given = vocabulary.languages(), vocabulary.weights()

    dutch, english = (
        np.bincount(row, count * (language[column] == spoken), len(texts)) for spoken in (NL, EN)
    )
    is_dutch = dutch > english  # what may be of both languages is of the one that it stands in
    column = np.where(is_dutch[row], settled[0, column], settled[1, column])
    counts = sparse.csr_array((count, (row, column)), (len(texts), len(given)))
    counts.sum_duplicates()  # an undecided term and a decided one may have become one column
    weighed = weigh(counts, np.asarray(is_seed, dtype=bool), language, given)
    with np.errstate(invalid="ignore"):  # 0 / 0 is NaN: not a word
        x: FloatArray = _row_sums(weighed) / np.sqrt(_row_sums(counts))
    # Rounded, because the order of words and accounts changes last bits.
    x = np.clip(x, LOWEST, HIGHEST, dtype=np.float64).round(DECIMALS)
    return TextScores(x, texts, vocabulary, settled, is_dutch, given, counts, weighed)


def _count(
    texts: Sequence[AccountText], vocabulary: Vocabulary
) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]:
    """Row, column and count of everything that is said."""
    column, count, sizes = array("q"), array("d"), []
    for text in texts:
        said: Counter[int] = Counter()
        for times, tokens in _fields(text):
            columns = vocabulary.columns(tokens)
            for _ in range(times):  # counting once is quick, and long texts count once
                said.update(columns)
        column.extend(said)
        count.extend(said.values())
        sizes.append(len(said))
    row = np.repeat(np.arange(len(texts)), sizes)
    return row, np.array(column, dtype=np.int64), np.array(count, dtype=np.float64)


def _fields(text: AccountText) -> Iterator[tuple[int, list[str]]]:
    """The tokens of every field, with how often each counts."""
    yield IN_BIO, split_tokens(text.bio)
    yield IN_NAME, [*split_tokens(text.name), handle_token(text.handle)]
    for post in text.posts[:NEWEST_POSTS]:
        tokens = split_tokens(post)
        yield IN_POST, tokens
        if "#" in post:
            yield IN_TAG - IN_POST, [token for token in tokens if token[0] == "#"]


def _row_sums(table: Any) -> FloatArray:
    sums: FloatArray = np.asarray(table.sum(axis=1), dtype=np.float64).reshape(-1)
    return sums
