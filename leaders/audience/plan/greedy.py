"""Good plans: filled greedily from several starts, then improved by exchange."""

from collections.abc import Iterable, Sequence

import numpy as np

from leaders.audience.plan.exposed import Exposed
from leaders.audience.plan.offers import FloatArray, Offers

TOLERANCE = 1e-9
"""A gain below this share of the value is none."""
MOST_ROUNDS = 40
MOSTLY = 0.5
"""An offer of which a fractional plan buys more is tried whole."""


def fill(
    offers: Offers, chosen: Sequence[int] = (), *, by_cost: bool = True, without: int = -1
) -> list[int]:
    """Buy, again and again, what adds most for its money (or most at all) and still fits."""
    plan = list(chosen)
    exposed = Exposed(offers, plan)
    while True:
        fits = offers.can_add(plan)
        if without >= 0:
            fits[without] = False
        gains = np.where(fits, exposed.gains(), 0.0)
        if not (gains > TOLERANCE * offers.people.sum()).any():
            return plan
        best = int(np.argmax(_per_money(gains, offers) if by_cost else gains))
        plan.append(best)
        exposed.add(best)


def fill_in_order(offers: Offers, order: Iterable[int], chosen: Sequence[int] = ()) -> list[int]:
    """Buy in a given order what still fits."""
    plan = list(chosen)
    for offer in order:
        if offers.can_add(plan)[offer]:
            plan.append(int(offer))
    return plan


def improve(offers: Offers, chosen: Sequence[int]) -> tuple[list[int], float]:
    """Give one up and fill again, while that adds; what is a must stays. (plan, value)."""
    plan, value = list(chosen), Exposed(offers, chosen).value
    for _ in range(MOST_ROUNDS):
        better = _exchange(offers, plan, value)
        if better is None:
            break
        plan, value = better
    return plan, value


def starts(offers: Offers) -> list[list[int]]:
    """Plans to begin with: greedy by money and by people, and from the best single offer."""
    must = np.flatnonzero(offers.is_must).tolist()
    by_people = np.argsort(-Exposed(offers, must).gains(), kind="stable")
    single = fill_in_order(offers, by_people[:1], must)
    return [fill(offers, must), fill(offers, must, by_cost=False), fill(offers, single)]


def plan_in_order_of_parts(offers: Offers, fractional: FloatArray) -> list[int]:
    """Buy all of which a fractional plan buys any, the largest parts first, then fill."""
    must = np.flatnonzero(offers.is_must).tolist()
    bought = [c for c in np.argsort(-fractional, kind="stable") if fractional[c] > 0]
    return fill(offers, fill_in_order(offers, bought, must))


def plan_of_parts(offers: Offers, fractional: FloatArray) -> list[int]:
    """Buy what a fractional plan buys mostly, the largest parts first, then fill."""
    must = np.flatnonzero(offers.is_must).tolist()
    mostly = [c for c in np.argsort(-fractional, kind="stable") if fractional[c] > MOSTLY]
    return fill(offers, fill_in_order(offers, mostly, must))


def order_to_buy(offers: Offers, chosen: Sequence[int]) -> list[int]:
    """A plan in the order in which each adds most for its money to those before it."""
    exposed, left, order = Exposed(offers), sorted(chosen), []
    while left:
        gains = _per_money(exposed.gains(), offers)
        best = max(left, key=lambda offer: gains[offer])
        exposed.add(best)
        order.append(best)
        left.remove(best)
    return order


def _exchange(offers: Offers, plan: Sequence[int], value: float) -> tuple[list[int], float] | None:
    """The first better plan without one of its offers; what alone gives least is tried first."""
    alone = _per_money(Exposed(offers).gains(), offers)
    for offer in sorted(plan, key=lambda one: (float(alone[one]), one)):
        if offers.is_must[offer]:
            continue
        rest = [one for one in plan if one != offer]
        for by_cost in (True, False):
            other = fill(offers, rest, by_cost=by_cost, without=offer)
            found = Exposed(offers, other).value
            if found > value * (1 + TOLERANCE):
                return other, found
    return None


def _per_money(gains: FloatArray, offers: Offers) -> FloatArray:
    """Gains for one unit of money; what costs nothing comes first, the largest gain before."""
    free = gains * 1e12
    return np.divide(gains, offers.cost, out=free, where=offers.cost > 0)
