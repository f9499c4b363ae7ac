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
class Said:
    """What accounts say, word by word: a field is a bio, a name, a post or its hashtags.

    number: what is said, as the vocabulary numbers it, by field. start: where each field begins
    in it, and its end. times: how often a word of the field counts. first: the first field of each
    account, and the number of fields.
    """

    number: NDArray[np.int32]
    start: NDArray[np.int64]
    times: NDArray[np.int64]
    first: NDArray[np.int64]

    def of_account(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """What one account says, and how often each counts."""
        fields = slice(self.first[row], self.first[row + 1])
        start = self.start[fields.start : fields.stop + 1]
        return self.number[start[0] : start[-1]], np.repeat(self.times[fields], np.diff(start))

    def count(self, column: NDArray[np.int64], size: int) -> Any:
        """A row an account: how often it says each column, by the column of each number.

        A field says a column once.
        """
        ones, start = np.ones(len(self.number)), self.start.copy()  # summing writes into it
        says = sparse.csr_array((ones, column[self.number], start), (len(self.times), size))
        says.sum_duplicates()
        says.data[:] = 1
        each = np.arange(len(self.times))
        fields = sparse.csr_array((self.times, each, self.first), (len(self.first) - 1, len(each)))
        return fields @ says


@dataclass(frozen=True, eq=False)
class TextScores:
    """The texts of many accounts, scored together. ``x`` is in the order in which they came."""

    x: FloatArray
    _said: Said
    _forms: Sequence[str]
    _columns: NDArray[np.int64]
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
        says = weighed != 0
        forms = self._shown(row, columns[says])
        matches = []
        for column, count, weight in zip(columns[says], counts[says], weighed[says], strict=True):
            form = min(forms[column].items(), key=lambda shown: (-shown[1], shown[0]))[0]
            each, share = (round(float(weight / by), DECIMALS) for by in (count, length))
            matches.append(Match(form, self._kind(column), each, share))
        matches.sort(key=lambda match: (match.kind == "learnt", -abs(match.share), match.form))
        return matches[:limit]

    def _kind(self, column: int) -> Kind:
        given = self._given[column]
        return "learnt" if np.isnan(given) else "word" if given > 0 else "negative word"

    def _shown(self, row: int, columns: NDArray[np.int64]) -> dict[int, Counter[str]]:
        """The forms of some of an account's columns, and how often each counts."""
        number, times = self._said.of_account(row)
        own = self._columns[int(self._is_dutch[row])][number]
        is_wanted = np.zeros(len(self._given), dtype=bool)
        is_wanted[columns] = True
        at = is_wanted[own]
        said = zip(own[at].tolist(), number[at].tolist(), times[at].tolist(), strict=True)
        shown: dict[int, Counter[str]] = {column: Counter() for column in columns.tolist()}
        for column, no, often in said:
            shown[column][self._forms[no]] += often
        return shown


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
    said = _read(texts, vocabulary)
    column, settled = vocabulary.columns(), vocabulary.settled()
    language, given = vocabulary.languages(), vocabulary.weights()

    counts = said.count(column, len(given))
    is_dutch = counts @ (language == NL) > counts @ (language == EN)
    # What may be of both languages is of the one that it stands in, and may be a column already.
    row = np.repeat(np.arange(len(texts)), np.diff(counts.indptr))
    own = settled[is_dutch[row].astype(int), counts.indices]
    counts = sparse.csr_array((counts.data, own, counts.indptr), counts.shape)
    counts.sum_duplicates()
    weighed = weigh(counts, np.asarray(is_seed, dtype=bool), language, given)
    with np.errstate(invalid="ignore"):  # 0 / 0 is NaN: not a word
        x: FloatArray = _row_sums(weighed) / np.sqrt(_row_sums(counts))
    # Rounded, because the order of words and accounts changes last bits.
    x = np.clip(x, LOWEST, HIGHEST, dtype=np.float64).round(DECIMALS)
    return TextScores(
        x, said, vocabulary.forms(), settled[:, column], is_dutch, given, counts, weighed
    )


def _read(texts: Sequence[AccountText], vocabulary: Vocabulary) -> Said:
    number, start, times, first = array("i"), array("q", [0]), array("q"), array("q", [0])
    for text in texts:
        for often, tokens in _fields(text):
            number.fromlist(vocabulary.read(tokens))
            start.append(len(number))
            times.append(often)
        first.append(len(times))
    return Said(
        np.array(number, dtype=np.int32), *(np.array(it, np.int64) for it in (start, times, first))
    )


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
