"""Which words the seeds of a niche say more often than everybody: weights that are learnt."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import pdtr, pdtrc

from leaders.rank.network import FloatArray

PRIOR = 4
LEAST, MOST = -2.0, 3.0
FAINT = 0.7
"""A weight nearer to zero than this is none."""
FEWEST_SEEDS = 2
"""What one seed alone says is its own matter."""
CHANCE = 0.05
"""A term is learnt if chance would give it to as many seeds (or as few) less often than this.

On synthetic texts this halves what random seeds make of everybody, and orders no worse.
"""


def weigh(
    counts: Any, is_seed: NDArray[np.bool_], language: NDArray[np.int64], given: FloatArray
) -> Any:
    """n_t w_t of every account and term: ``counts`` (CSR, a row an account) times weights.

    ``given`` has the weight of each column, NaN where it is to be learnt:
    ``w = clip(ln((c + 4 q) / (n + 4) / q), -2, 3)``, the log-odds with a Dirichlet prior of
    Monroe, Colaresi & Quinn 2008 ("Fightin' Words"; science, 1.2), where the seeds say the term
    c times among n words, and q is its share of everybody's words. It is zero if it is nearer to
    zero than 0.7, if fewer than two seeds say the term, or if as many of those who say it would
    be seeds by chance (Poisson, p > 0.05). n and q are of the words of the column's own
    ``language``: that its seeds write Dutch must not make Dutch a sign of a niche.

    A seed is weighed by what the others say, as if it were not there: nobody is judged by its
    own words.
    """
    is_learnt = np.isnan(given)
    size = int(language.max(initial=0)) + 1
    by_language = sparse.csr_array(
        (is_learnt.astype(float), (np.arange(len(language)), language)), (len(language), size)
    )
    of_seeds = counts[np.flatnonzero(is_seed)]
    said, said_by_seeds = _total(counts), _total(of_seeds)
    words, words_of_seeds = said @ by_language, said_by_seeds @ by_language
    saying, seeds_saying = _total(counts > 0), _total(of_seeds > 0)
    weight = _log_odds(
        said_by_seeds, words_of_seeds[language], said, words[language], seeds_saying, saying
    )
    weight = np.where(is_learnt, weight, given)

    weighed = counts.copy()
    weighed.data = counts.data * weight[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    own = np.flatnonzero(is_seed[row] & is_learnt[counts.indices])  # what seeds say
    term, count = counts.indices[own], counts.data[own]
    length = (counts @ by_language).toarray()[row[own], language[term]]
    weighed.data[own] = count * _log_odds(
        said_by_seeds[term] - count,
        words_of_seeds[language[term]] - length,
        said[term] - count,
        words[language[term]] - length,
        seeds_saying[term] - 1,
        saying[term] - 1,
    )
    return weighed


def _log_odds(
    c: FloatArray,
    n: FloatArray,
    all_c: FloatArray,
    all_n: FloatArray,
    seeds_saying: FloatArray,
    saying: FloatArray,
) -> FloatArray:
    known = (all_c > 0) & (all_n > 0)
    q = np.divide(all_c, all_n, out=np.ones_like(c), where=known)
    weight: FloatArray = np.clip(np.log((c + PRIOR * q) / (n + PRIOR) / q), LEAST, MOST)
    expected = saying * np.divide(n, all_n, out=np.zeros_like(c), where=known)
    by_chance = np.where(
        weight > 0, pdtrc(seeds_saying - 1, expected), pdtr(seeds_saying, expected)
    )
    weight[(np.abs(weight) < FAINT) | (seeds_saying < FEWEST_SEEDS) | (by_chance > CHANCE)] = 0
    return weight


def _total(counts: Any) -> FloatArray:
    total: FloatArray = np.asarray(counts.sum(axis=0), dtype=np.float64).reshape(-1)
    return total
