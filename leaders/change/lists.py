"""How much a list changed as a whole, and how much of that chance would do.

churn = 1 - |A and B| / k. RBO with p = .95 (Webber, Moffat and Zobel 2010): 85 % of its weight is
in the first 20. Weighted tau of those on both lists (Vigna 2015), a pair counting more the higher
it stands. Expected churn is that of two draws of the earlier list, each with other actors seen: an
account that is among the first k with probability p is in both with p squared, so that it is
``1 - sum of p^2 / k``, and needs no draws to be kept.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import weightedtau

from leaders.rank.confidence import rank_biased_overlap

PERSISTENCE = 0.95
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class ListChange:
    """One list at two dates; ``size`` is the k of churn, None is what cannot be said.

    excess_churn: what of the churn is beyond that of chance.
    """

    list: str
    size: int
    kept: int
    churn: float
    expected_churn: float | None
    excess_churn: float | None
    rbo: float
    weighted_tau: float | None


def compare_list(name: str, before: pl.DataFrame, after: pl.DataFrame, size: int) -> ListChange:
    """Compare a list at two dates.

    before, after: account_no, rank and p_top of all accounts of the list, the best first.
    """
    first, last = (frame.filter(pl.col("rank") <= size) for frame in (before, after))
    k = max(1, min(size, max(first.height, last.height)))
    kept = len(set(first["account_no"]) & set(last["account_no"]))
    churn = churn_at(first["account_no"].to_list(), last["account_no"].to_list(), k)
    expected = None
    p_top = before["p_top"].drop_nulls()
    if len(p_top) and before.height > size:
        expected = round(float(np.clip(1 - float((p_top**2).sum()) / k, 0.0, 1.0)), DECIMALS)
    elif len(p_top):
        expected = 0.0
    excess = None if expected is None else round(churn - expected, DECIMALS)
    overlap = rank_biased_overlap(
        before["account_no"].to_numpy().astype(np.int64),
        after["account_no"].to_numpy().astype(np.int64),
        p=PERSISTENCE,
    ) if before.height and after.height else 0.0  # fmt: skip
    tau = weighted_tau(before, after)
    return ListChange(name, k, kept, churn, expected, excess, round(overlap, DECIMALS), tau)


def churn_at(first: list[int], last: list[int], k: int) -> float:
    """``1 - |A and B| / k``."""
    return round(1 - len(set(first) & set(last)) / k, DECIMALS)


def weighted_tau(before: pl.DataFrame, after: pl.DataFrame) -> float | None:
    """Weighted tau of the ranks of those on both lists; None of fewer than two."""
    both = before.join(after, on="account_no", how="inner", suffix="_after").sort("account_no")
    if both.height < 2:
        return None
    tau = weightedtau(-both["rank"].to_numpy(), -both["rank_after"].to_numpy()).statistic
    return None if np.isnan(tau) else round(float(tau), DECIMALS)
