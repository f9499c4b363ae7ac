"""What no plan can exceed: the certificate's other half.

Group by group the value of a plan is bounded by concave functions of x, how much of each offer is
bought, 0 to 1: with ``z = -sum of x ln(1 - q)`` nobody is exposed more often than a Poisson(z)
number of times (a Bernoulli(q) is dominated by a Poisson(-ln(1 - q))), and no expectation of a
concave g exceeds ``g(sum of x q)`` (Jensen). Any tangents of these, a group each, add up to a line
in x, whose best value within the budget is an upper bound for every plan. The method of Frank and
Wolfe (1956) walks to the x whose tangents bound best. Where one exposure counts, the Poisson bound
is exact wherever x is whole.
"""

import numpy as np
from scipy.special import expit

from leaders.audience.plan.offers import CENT, FloatArray, Offers

CERTAIN = 40.0
"""-ln(1 - q) of an exposure that is certain: 1 - exp(-40) is 1 to the last bit."""
Schedule = tuple[tuple[float, int, int], ...]
"""Softness, steps, and how many steps count as taken: later ones are smaller. Tangents are blended
where the functions have corners, coarsely first, so that x can move."""
FROM_AFAR: Schedule = ((0.3, 20, 0), (0.1, 20, 10), (0.03, 20, 20))
NEARBY: Schedule = ((0.1, 8, 6), (0.03, 12, 14))
"""From the end of a problem that differs in one offer."""
HALVINGS = 60


def bound_value(
    offers: Offers, start: FloatArray, schedule: Schedule = FROM_AFAR
) -> tuple[float, FloatArray]:
    """(what no plan's value exceeds, a plan that buys in part); start: shape (k,), in [0, 1].

    Every tangent bounds, so stopping early only makes it looser. O(steps x audience entries).
    """
    tangents = Tangents(offers)
    x, lowest = start.astype(np.float64), np.inf
    for softness, steps, taken in schedule:
        for step in range(taken, taken + steps):
            constant, slope = tangents.at(x, softness)
            most, corner = best_within_budget(offers, slope)
            lowest = min(lowest, constant + most)
            x = x + 2 / (step + 3) * (corner - x)
    return lowest, x


class Tangents:
    """Lines above the value of every plan."""

    def __init__(self, offers: Offers) -> None:
        self.offers = offers
        with np.errstate(divide="ignore"):
            self.intensity = np.minimum(-np.log1p(-offers.exposure), CERTAIN)
        strongest = offers.audience.multiply(offers.exposure[None]).tocsr().max(axis=1)
        self.bend = np.maximum(strongest.toarray().ravel() ** 2, 1e-12)
        self.most = np.minimum(offers.audience @ offers.exposure, offers.frequency)

    def at(self, x: FloatArray, softness: float) -> tuple[float, FloatArray]:
        """(constant, slope of shape (k,)) of the line that touches at x.

        Whichever of the two bounds is lower is taken; near their crossing a mean of both tangents,
        which bounds too.
        """
        offers, times = self.offers, self.offers.frequency
        z = offers.audience @ (self.intensity * x)
        expected = offers.audience @ (offers.exposure * x)
        term = below = total_below = np.exp(-z)  # P(Poisson(z) = j), P(<= j), and the sum of those
        for j in range(1, times):
            term = term * z / j
            below = below + term
            total_below = total_below + below
        poisson = 1 - total_below / times
        poisson_slope = below / times  # for the derivative of P(Poisson(z) > j) is P(= j)
        jensen = np.minimum(expected, times) / times
        jensen_slope = expit((times - expected) / softness) / times
        share = expit((poisson - jensen) / (softness * self.bend))  # of Jensen's tangent
        constant = offers.people @ (
            (1 - share) * (poisson - poisson_slope * z)
            + share * (1 / times - jensen_slope) * self.most
        )
        slope = self.intensity * (offers.by_offer @ (offers.people * (1 - share) * poisson_slope))
        slope += offers.exposure * (offers.by_offer @ (offers.people * share * jensen_slope))
        return float(constant), slope


def best_within_budget(offers: Offers, slope: FloatArray) -> tuple[float, FloatArray]:
    """(an upper bound of ``slope @ x``, the x) over what can be bought in part.

    By the price of money nu: ``nu B + sum over owners of their best (slope - nu cost)`` bounds for
    every nu >= 0. Musts are bought whole; what alone exceeds the budget cannot be bought at all.
    """
    must = offers.is_must
    budget = offers.budget - offers.cost[must].sum()
    turns = np.full(int(offers.owner.max(initial=0)) + 1, offers.per_owner)
    np.subtract.at(turns, offers.owner[must], 1)
    free = np.flatnonzero(~must & (offers.cost <= budget + CENT) & (turns[offers.owner] > 0))
    gain, cost, owner = slope[free], offers.cost[free], offers.owner[free]
    limit = turns[owner]

    def respond(price: float) -> tuple[float, FloatArray]:
        reduced = gain - price * cost
        order = np.lexsort((-reduced, owner))
        place = np.arange(len(order)) - np.searchsorted(owner[order], owner[order])
        bought = np.zeros(len(free))
        bought[order] = (place < limit[order]) & (reduced[order] > 0)
        return price * budget + float(reduced @ bought), bought

    low, high = 0.0, float((gain / np.maximum(cost, CENT)).max(initial=0.0)) + CENT
    most, ample = respond(low)
    frugal = ample
    if ample @ cost > budget + CENT:
        frugal = np.zeros(len(free))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            bound, bought = respond(middle)
            most = min(most, bound)
            if bought @ cost > budget:
                low, ample = middle, bought
            else:
                high, frugal = middle, bought
    x = must.astype(np.float64)
    over = (ample - frugal) @ cost
    part = np.clip((budget - frugal @ cost) / over, 0.0, 1.0) if over > CENT else 0.0
    x[free] = frugal + part * (ample - frugal)
    return most + float(slope[must].sum()), x
