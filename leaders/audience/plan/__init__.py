"""The best set of placements for a budget, and how far from the best possible it can be."""

from dataclasses import dataclass

import numpy as np

from leaders.audience.plan.bound import bound_value
from leaders.audience.plan.branch import tighten
from leaders.audience.plan.exact import is_small, solve_exactly
from leaders.audience.plan.exposed import Exposed
from leaders.audience.plan.greedy import (
    improve,
    order_to_buy,
    plan_in_order_of_parts,
    plan_of_parts,
    starts,
)
from leaders.audience.plan.offers import Offers, gather_groups

__all__ = ["Exposed", "Offers", "Solution", "gather_groups", "solve"]

IMPROVED = 2
"""So many of the best starts are improved by exchange."""
ROUNDINGS = (plan_in_order_of_parts, plan_of_parts)
"""Ways from a plan that buys in part to one that buys whole."""
ENOUGH = 1e-9
"""So near to the bound a plan is the best."""


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan and what no plan can exceed.

    chosen: offers in the order to buy them: each adds most for its money to those before.
    value: expected people, each counted as `Offers` says. bound: of every plan's value.
    """

    chosen: tuple[int, ...]
    value: float
    bound: float

    @property
    def certificate(self) -> float:
        """At least this share of the best possible plan, 0..1; 1 where nothing can be bought."""
        return min(1.0, self.value / self.bound) if self.bound > 0 else 1.0


def solve(offers: Offers) -> Solution:
    """The best plan found and its certificate.

    Never worse than greedy by gain for money, greedy by gain, and the best single offer. Expects
    musts that fit into the budget and their owners' turns.
    """
    must = np.flatnonzero(offers.is_must)
    if not (len(offers.cost) and len(offers.people)):
        return Solution(tuple(must.tolist()), 0.0, 0.0)
    first = starts(offers)
    x = np.zeros(len(offers.cost))
    x[first[0]] = 1.0
    bound, fractional = bound_value(offers, x)
    chosen, best = _improve_best(offers, [*first, *(it(offers, fractional) for it in ROUNDINGS)])
    if is_small(offers) and best < bound * (1 - ENOUGH):
        chosen, best, limit = solve_exactly(offers, chosen, best)
        bound = min(bound, limit)
    elif best < bound * (1 - ENOUGH):
        bound, parts = tighten(offers, bound, fractional, best)
        found, value = _improve_best(offers, [plan_of_parts(offers, part) for part in parts])
        if value > best:
            chosen, best = found, value
    return Solution(tuple(order_to_buy(offers, chosen)), best, max(bound, best))


def _improve_best(offers: Offers, plans: list[list[int]]) -> tuple[list[int], float]:
    """The best of some plans, after the most valuable were improved by exchange. (plan, value)."""
    different = {tuple(sorted(plan)): plan for plan in plans}
    valued = sorted(
        ((Exposed(offers, plan).value, key) for key, plan in different.items()),
        key=lambda it: (-it[0], it[1]),
    )
    improved = [improve(offers, different[key]) for _, key in valued[:IMPROVED]]
    return max(improved, key=lambda it: it[1])
