"""Who has seen a plan how often."""

from collections.abc import Iterable

import numpy as np

from leaders.audience.plan.offers import FloatArray, Offers


class Exposed:
    """How often the people of each group have been exposed to the offers added so far.

    Exposures are independent, so that their number N is Poisson-binomial. ``chance[j]`` is
    P(N = j) of every group, j below ``depth``; shape (depth, s).
    """

    def __init__(self, offers: Offers, chosen: Iterable[int] = (), depth: int = 0) -> None:
        self.offers = offers
        self.chance = np.zeros((depth or offers.frequency, len(offers.people)))
        self.chance[0] = 1.0
        for offer in chosen:
            self.add(offer)

    def add(self, offer: int) -> None:
        """Place one offer more. O(people groups in its audience)."""
        groups, q = self.offers.groups(offer), self.offers.exposure[offer]
        before = self.chance[:, groups]
        after = before * (1 - q)
        after[1:] += before[:-1] * q
        self.chance[:, groups] = after

    def at_least(self, times: int) -> float:
        """How many people are expected to be exposed so often, at most ``depth`` times."""
        return float(self.offers.people @ (1 - self.chance[:times].sum(axis=0)))

    @property
    def value(self) -> float:
        """The expected ``min(N, frequency) / frequency`` over all people: what a plan is for."""
        most = self.offers.frequency
        return sum(self.at_least(times) for times in range(1, most + 1)) / most

    def gains(self) -> FloatArray:
        """What each offer would add to the value; shape (k,)."""
        open_to_more = self.chance[: self.offers.frequency].sum(axis=0) / self.offers.frequency
        gains: FloatArray = self.offers.exposure * (
            self.offers.by_offer @ (self.offers.people * open_to_more)
        )
        return gains
