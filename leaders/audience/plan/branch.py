"""Branch and bound: where one dear offer is bought in part, plans with it and plans without it."""

from collections.abc import Iterator
from dataclasses import replace
from heapq import heappop, heappush

import numpy as np

from leaders.audience.plan.bound import NEARBY, bound_value
from leaders.audience.plan.offers import CENT, FloatArray, Offers

NODES = 12
"""Problems that are bounded; each costs as much as the first one."""
PART = 0.02
"""Bought in a smaller part, or in so much of the whole, an offer is as good as decided."""
GAP = 5e-3
"""Of the value: a plan so near to the bound needs no better one."""


def tighten(
    offers: Offers, bound: float, fractional: FloatArray, value: float
) -> tuple[float, list[FloatArray]]:
    """(a lower bound, the plans in part on which it rests); value: of the best plan known.

    Best first: the problem with the highest bound is split by the offer whose part costs most, into
    the plans that buy it and the plans that do not. The highest bound of what is open holds.
    """
    open_problems = [(-bound, 0, offers, fractional)]
    settled, count, plans = value, 1, [fractional]
    while open_problems and count < NODES:
        highest, _, problem, x = heappop(open_problems)
        split = _dearest_part(problem, x)
        if -highest <= value * (1 + GAP) or split is None:
            settled = max(settled, -highest)
            break
        for child in _split(problem, split):
            start = np.where(child.is_must, 1.0, np.where(np.isinf(child.cost), 0.0, x))
            limit, part = bound_value(child, start, NEARBY)
            heappush(open_problems, (-min(limit, -highest), count, child, part))
            plans.append(part)
            count += 1
    return max(settled, *(-it[0] for it in open_problems), 0.0), plans


def _dearest_part(offers: Offers, x: FloatArray) -> int | None:
    """The offer whose decision moves most money; None where all are decided."""
    undecided = (x > PART) & (x < 1 - PART) & np.isfinite(offers.cost)
    if not undecided.any():
        return None
    money = np.where(
        undecided, np.where(np.isfinite(offers.cost), offers.cost, 0) * x * (1 - x), -1
    )
    return int(np.argmax(money))


def _split(offers: Offers, offer: int) -> Iterator[Offers]:
    """With it, if musts allow that, and without it."""
    is_must = offers.is_must.copy()
    is_must[offer] = True
    turns = np.bincount(offers.owner[is_must])
    if offers.cost[is_must].sum() <= offers.budget + CENT and turns.max() <= offers.per_owner:
        yield replace(offers, is_must=is_must)
    cost = offers.cost.copy()
    cost[offer] = np.inf
    yield replace(offers, cost=cost)
