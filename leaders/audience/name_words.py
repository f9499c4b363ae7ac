"""Words that recur in the names of the best communities: what to search for next."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

FEWEST_NAMES = 3
SURE = 1.645
MOST_WORDS = 10
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class NameWord:
    """A word, in how many names of the best and of the others it stands, and its log-odds."""

    word: str
    best_count: int
    other_count: int
    log_odds: float


def find_name_words(best_names: Sequence[str], other_names: Sequence[str]) -> list[NameWord]:
    """What the names of the best have more often than the others', surest first.

    Log-odds with half a name added to every count (Haldane, Anscombe), a word once a name; told
    are words of three names or more whose log-odds are above 0 by 1.645 standard errors. Names are
    split where letters end, and words are neither stemmed nor weighed by language.
    """
    best, others = _count(best_names), _count(other_names)
    found = []
    for word, among_best in best.items():
        counts = (
            among_best,
            len(best_names) - among_best,
            others[word],
            len(other_names) - others[word],
        )
        a, b, c, d = (count + 0.5 for count in counts)
        odds, error = log(a * d / (b * c)), sqrt(1 / a + 1 / b + 1 / c + 1 / d)
        if among_best >= FEWEST_NAMES and other_names and odds > SURE * error:
            found.append((round(odds / error, 9), NameWord(word, among_best, others[word], odds)))
    found.sort(key=lambda it: (-it[0], it[1].word))
    return [it for _, it in found[:MOST_WORDS]]


def _count(names: Iterable[str]) -> Counter[str]:
    return Counter(word for name in names for word in set(_WORD.findall(name.casefold())))
