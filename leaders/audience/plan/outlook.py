"""What else there is to know of a plan: other budgets, other prices, what was left out."""

from dataclasses import dataclass, replace

import numpy as np

from leaders.audience.plan.exposed import Exposed
from leaders.audience.plan.greedy import fill
from leaders.audience.plan.offers import CENT, FloatArray, Offers

SCENARIOS = 40
PRICE_ERROR, EXPOSURE_ERROR = 0.2, 0.3
BUDGETS = tuple(step / 5 for step in range(1, 11))
"""Of the budget: a fifth of it, two fifths, ... twice of it."""


@dataclass(frozen=True, slots=True)
class Bought:
    """One placement in its turn: what it adds to those before it, and all up to it, in people."""

    offer: int
    adds: float
    reach: float
    spent: float


def walk(offers: Offers, chosen: tuple[int, ...]) -> list[Bought]:
    """A plan step by step; reach counts people who see it at least once."""
    exposed, spent, before, steps = Exposed(offers), 0.0, 0.0, []
    for offer in chosen:
        exposed.add(offer)
        spent += float(offers.cost[offer])
        reach = exposed.at_least(1)
        steps.append(Bought(offer, reach - before, reach, spent))
        before = reach
    return steps


def survival(offers: Offers, chosen: tuple[int, ...], seed: int = 0) -> FloatArray:
    """In what share of scenarios each offer of a plan is bought again; shape (len(chosen),).

    In each of 40 scenarios every price is off by up to 20 % and every exposure by up to 30 %, each
    by itself, and the plan is filled anew, greedily by money.
    """
    rng = np.random.default_rng(seed)
    must = np.flatnonzero(offers.is_must).tolist()
    kept = np.zeros(len(offers.cost))
    for _ in range(SCENARIOS):
        price = rng.uniform(1 - PRICE_ERROR, 1 + PRICE_ERROR, len(kept))
        exposure = rng.uniform(1 - EXPOSURE_ERROR, 1 + EXPOSURE_ERROR, len(kept))
        other = replace(
            offers, cost=offers.cost * price, exposure=np.minimum(offers.exposure * exposure, 1.0)
        )
        kept[fill(other, must)] += 1
    shares: FloatArray = kept[list(chosen)] / SCENARIOS
    return shares


def curve(offers: Offers, chosen: tuple[int, ...]) -> list[tuple[float, float]]:
    """(spent, people reached at least once) at ten budgets, in ascending order of money.

    Filled greedily by money, but for the budget itself, of which the plan is known. A budget that
    does not pay the musts has no point, nor has one that reaches no more than less money does.
    """
    must = np.flatnonzero(offers.is_must).tolist()
    points: list[tuple[float, float]] = []
    for share in BUDGETS:
        other = replace(offers, budget=share * offers.budget)
        if other.spent(must) > other.budget + CENT:
            continue
        plan = list(chosen) if share == 1 else fill(other, must)
        points.append((offers.spent(plan), Exposed(offers, plan).at_least(1)))
    points.sort(key=lambda it: (it[0], -it[1]))
    most = np.maximum.accumulate([-1.0, *(reach for _, reach in points)])
    return [it for it, before in zip(points, most, strict=False) if it[1] > before]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What one that was not bought would add to the plan, in people.

    alone: whom it would reach without the plan. worth: the most that it may cost to be as good for
    its money as the dearest in the plan, by what the plan is for; 0 where it adds nothing.
    """

    offer: int
    alone: float
    adds: float
    worth: float


def left_out(offers: Offers, chosen: tuple[int, ...]) -> list[LeftOut]:
    """Everything that was not bought, those first that alone reach most."""
    exposed = Exposed(offers, chosen)
    reached = offers.people * (1 - exposed.chance[0])
    alone = offers.exposure * (offers.by_offer @ offers.people)
    adds = offers.exposure * (offers.by_offer @ (offers.people - reached))
    worth = exposed.gains() * price_of_a_person(offers, chosen)
    rest = [offer for offer in range(len(offers.cost)) if offer not in chosen]
    rest.sort(key=lambda offer: (-alone[offer], offer))
    return [LeftOut(o, float(alone[o]), float(adds[o]), float(worth[o])) for o in rest]


def price_of_a_person(offers: Offers, chosen: tuple[int, ...]) -> float:
    """What a person more cost at most in the plan, musts aside; 0 for an empty plan.

    A person counts as in the plan's value: with a frequency of 2 each exposure is half of one.
    """
    exposed, before, paid = Exposed(offers), 0.0, [0.0]
    for offer in chosen:
        exposed.add(offer)
        value = exposed.value
        if value > before and not offers.is_must[offer]:
            paid.append(float(offers.cost[offer]) / (value - before))
        before = value
    return max(paid)
