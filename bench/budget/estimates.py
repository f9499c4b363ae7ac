"""What an order has revealed, and whom one would name by it: the same for every order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from bench.budget.worlds import Flags, Numbers

Floats = NDArray[np.float64]

STEPS = 3
STAYING = 0.85
"""A short walk from the seeds says how near to them an account is."""


@dataclass(frozen=True, eq=False)
class Revealed:
    """The rows that were read, once each, whose lists they come from, and the counts known.

    ``follower_counts`` are -1 where neither a profile nor a list read to its end told it.
    """

    seeds: Numbers
    source: Numbers
    target: Numbers
    is_asked: Flags
    follower_counts: Numbers

    @property
    def count(self) -> int:
        """How many accounts there are, known or not."""
        return len(self.is_asked)

    def known_followers(self) -> Numbers:
        """How many are known to point at each account."""
        return np.bincount(self.target, minlength=self.count)

    def support(self) -> Numbers:
        """How many of the accounts asked point at each account."""
        return np.bincount(self.target[self.is_asked[self.source]], minlength=self.count)


def estimate_whole(revealed: Revealed) -> Floats:
    """Followers: the count where it is known, else the support scaled by those that are known."""
    support, counts = revealed.support(), revealed.follower_counts
    is_known = (counts >= 0) & (support > 0)
    scale = counts[is_known].sum() / support[is_known].sum() if is_known.any() else 1.0
    return np.where(counts >= 0, counts, scale * support)


def estimate_niche(revealed: Revealed) -> Floats:
    """Followers in the niche: all, times how near to the seeds those asked are who point there."""
    count, followers = revealed.count, estimate_whole(revealed)
    ones = np.ones(len(revealed.source))
    pointing = csr_array((ones, (revealed.target, revealed.source)), shape=(count, count))
    near = _nearness(pointing, revealed.seeds)
    is_near = revealed.is_asked & (near > 0)
    usual = np.median(near[is_near]) if is_near.any() else 1.0
    asked = pointing @ revealed.is_asked.astype(float)
    weighed = pointing @ (near**2 / (near**2 + usual**2) * revealed.is_asked)
    return followers * weighed / np.maximum(asked, 1)


def share_found(estimate: Floats, truth: Numbers, best: int) -> float:
    """Of the true best, how many are among the first by the estimate."""
    first = np.argsort(-estimate, kind="stable")[:best]
    first = first[estimate[first] > 0]
    least = max(np.sort(truth)[-best], 1)
    return float((truth[first] >= least).sum() / best)


def _nearness(pointing: csr_array, seeds: Numbers) -> Floats:
    """Where a walk from the seeds is after a few steps, over how many ties lead there."""
    ties = pointing + pointing.T
    ties.data[:] = 1
    degree = np.maximum(np.asarray(ties.sum(axis=1)).ravel(), 1)
    start = np.zeros(len(degree))
    start[seeds] = 1 / len(seeds)
    place = start
    for _ in range(STEPS):
        place = (1 - STAYING) * start + STAYING * (ties @ (place / degree))
    return place / degree
