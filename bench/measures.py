"""How well scores find a truth.

Tied scores get what a random order of them would get on average (but for average precision).

Scores and truths are arrays in one order, an entry an account; scores hold no NaN.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

FloatArray = NDArray[np.float64]


def auc(score: FloatArray, is_true: NDArray[np.bool_]) -> float:
    """The chance that a true one scores above a false one, a tie counting half (Mann-Whitney)."""
    true, false = int(is_true.sum()), int((~is_true).sum())
    place = rankdata(score)
    return float((place[is_true].sum() - true * (true + 1) / 2) / (true * false))


def precision_at(k: int, score: FloatArray, is_true: NDArray[np.bool_]) -> float:
    """The share of true ones among the first k."""
    return float(_mean_over_ties(score, _first(k, len(score))) @ is_true / k)


def average_precision(score: FloatArray, is_true: NDArray[np.bool_]) -> float:
    """The mean precision at each true one, the highest score first; ties in the order given."""
    hits = is_true[np.argsort(-score, kind="stable")]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean())


def ndcg_at(k: int, score: FloatArray, gain: FloatArray, best: FloatArray | None = None) -> float:
    """Discounted gain of the first k against the best order there is; linear gain, log2 discount.

    ``best`` are the gains of all who exist, where a ranking could not know everyone.
    """
    discount = _first(k, len(score)) / np.log2(np.arange(len(score)) + 2)
    ideal = np.sort(gain if best is None else best)[::-1][:k]
    ideal_sum = ideal @ (1 / np.log2(np.arange(len(ideal)) + 2))
    return float(_mean_over_ties(score, discount) @ gain / ideal_sum)


def _first(k: int, count: int) -> FloatArray:
    return (np.arange(count) < k).astype(float)


def _mean_over_ties(score: FloatArray, place_value: FloatArray) -> FloatArray:
    """What each account's place is worth, the highest score taking the first place."""
    _, group = np.unique(-score, return_inverse=True)
    in_order = np.sort(group)
    mean = np.bincount(in_order, place_value) / np.bincount(in_order)
    worth: FloatArray = mean[group]
    return worth
