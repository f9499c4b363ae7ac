"""The best plan itself, where the problem is small, by HiGHS.

The value of each group is submodular in what is bought, so that it is the lowest of the cuts of
Nemhauser and Wolsey (1981), one for every plan S:
``y <= f(S) + sum of f(c | S) x_c over c not in S - sum of f(c | all but c) (1 - x_c) over c in S``.
They are added where the best plan so far exceeds what it is really worth.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from leaders.audience.plan.exposed import Exposed
from leaders.audience.plan.offers import FloatArray, Offers

MOST_OFFERS, MOST_GROUPS = 60, 5_000
ROUNDS = 12
SECONDS = 30.0
"""For one round; beyond it the bound that HiGHS has reached is taken."""
GAP = 1e-9


def is_small(offers: Offers) -> bool:
    """Whether the best plan can be found in reasonable time."""
    return len(offers.cost) <= MOST_OFFERS and len(offers.people) <= MOST_GROUPS


def solve_exactly(offers: Offers, plan: list[int], value: float) -> tuple[list[int], float, float]:
    """(the best plan found, its value, what no plan exceeds), not worse than the one given."""
    cuts, highest = [_cut(offers, ()), _cut(offers, plan)], np.inf
    for _ in range(ROUNDS):
        found = _maximise(offers, cuts)
        if found is None:
            break
        bound, chosen = found
        highest = min(highest, bound)
        worth = Exposed(offers, chosen).value
        if worth > value:
            plan, value = chosen, worth
        if highest - value <= GAP * max(1.0, value):
            break
        cuts.append(_cut(offers, chosen))
    return plan, value, max(highest, value)


def _cut(offers: Offers, chosen: Sequence[int]) -> tuple[sparse.csr_array, FloatArray]:
    """(slope, constant) a group, shapes (s, k) and (s,), in people: y <= constant + slope @ x."""
    times, k = offers.frequency, len(offers.cost)
    is_in = np.zeros(k, dtype=bool)
    is_in[list(chosen)] = True
    group, offer = offers.audience.tocoo().coords
    exposed = Exposed(offers, chosen)
    value = offers.people * (1 - np.cumsum(exposed.chance, axis=0)).sum(axis=0) / times
    slope = _added(offers, exposed)[group]
    for one in chosen:
        others = Exposed(offers, [c for c in range(k) if c != one])
        here = offer == one
        slope[here] = _added(offers, others)[group[here]]
    slope *= offers.exposure[offer]
    matrix = sparse.csr_array((slope, (group, offer)), shape=offers.audience.shape)
    return matrix, value - matrix @ is_in.astype(np.float64)


def _added(offers: Offers, exposed: Exposed) -> FloatArray:
    """What a certain exposure more would add to the value of each group, shape (s,)."""
    added: FloatArray = offers.people * exposed.chance.sum(axis=0) / offers.frequency
    return added


def _maximise(
    offers: Offers, cuts: list[tuple[sparse.csr_array, FloatArray]]
) -> tuple[float, list[int]] | None:
    """(what no plan exceeds, by the cuts; the plan that reaches it); None where HiGHS fails."""
    k, s = len(offers.cost), len(offers.people)
    owners = int(offers.owner.max(initial=0)) + 1
    by_owner = sparse.csr_array((np.ones(k), (offers.owner, np.arange(k))), shape=(owners, k))
    money = sparse.hstack([sparse.csr_array(offers.cost[None]), sparse.csr_array((1, s))])
    turns = sparse.hstack([by_owner, sparse.csr_array((owners, s))])
    rows = [LinearConstraint(money, ub=offers.budget), LinearConstraint(turns, ub=offers.per_owner)]
    identity = sparse.eye_array(s)
    for slope, constant in cuts:
        rows.append(LinearConstraint(sparse.hstack([-slope, identity]), ub=constant))
    low = np.concatenate([offers.is_must.astype(np.float64), np.zeros(s)])
    high = np.concatenate([np.ones(k), offers.people])
    done = milp(
        -np.concatenate([np.zeros(k), np.ones(s)]),
        constraints=rows, bounds=Bounds(low, high),
        integrality=np.concatenate([np.ones(k), np.zeros(s)]),
        options={"time_limit": SECONDS, "mip_rel_gap": GAP},
    )  # fmt: skip
    if done.x is None or done.mip_dual_bound is None:
        return None
    return -float(done.mip_dual_bound), np.flatnonzero(done.x[:k] > 0.5).tolist()
