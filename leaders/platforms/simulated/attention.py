"""Who follows whom and who is a member where: the states, as columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leaders.platforms.simulated.accounts import BUYING_CHANCE, OUTSIDE, POD_SIZE, Population
from leaders.platforms.simulated.draws import Draws, Floats, Integers

HOME_SHARE = 0.85  # of the follows that stay in one's own niche
UNLISTED_SHARE = 0.005  # of rows that a platform counts but does not show
MASS_FOLLOWS = 2000

Pairs = tuple[Integers, Integers]


@dataclass(frozen=True, eq=False)
class States:
    """Follows or memberships as account numbers, newest first.

    ``is_listed`` is False where a listing counts the row and does not show it, as platforms do
    with those who blocked somebody or are being removed.
    """

    source: Integers
    target: Integers
    is_listed: NDArray[np.bool_]


def draw_targets(
    draws: Draws, population: Population, source: Integers, pull: Floats, home_share: float
) -> Integers:
    """A target for each source: mostly of its own group, in proportion to ``pull``."""
    is_home = draws.unit(len(source)) < home_share
    target = draws.weighted(pull, len(source))
    for group in range(OUTSIDE + 1):
        rows = np.flatnonzero(is_home & (population.group[source] == group))
        in_group = np.where(population.group == group, pull, 0.0)
        target[rows] = draws.weighted(in_group, len(rows))
    return target


def draw_follows(
    seed: int, population: Population, unlisted_share: float = UNLISTED_SHARE
) -> States:
    """Everybody's follows, the celebrities' crowds and the planted ones."""
    draws = Draws(seed, 2)
    parts = [
        _follow_by_interest(draws, population),
        _follow_celebrities(draws, population),
        _follow_masses(draws, population),
        _follow_in_pods(population),
        _follow_for_money(draws, population),
    ]
    source, target = _distinct(parts, len(population.group))
    age = draws.unit(len(source))
    # Followers are bought late: a listing cut to the newest shows little else.
    age[population.truth.role[source] == "bot"] *= 0.1
    return _newest_first(draws, source, target, age, unlisted_share)


def draw_memberships(
    seed: int, population: Population, unlisted_share: float = UNLISTED_SHARE
) -> States:
    """Persons join a few communities each, mostly of their own niche."""
    draws = Draws(seed, 3)
    truth = population.truth
    persons = np.flatnonzero((truth.kind == "person") & (truth.role != "bot"))
    joined = draws.heavy_tailed(len(persons), 0.8, 1.2, 12.0).astype(np.int64)
    source = np.repeat(persons, joined)
    pull = np.where(truth.role == "community", population.follow_pull, 0.0)
    target = draw_targets(draws, population, source, pull, HOME_SHARE)
    source, target = _distinct([(source, target)], len(population.group))
    return _newest_first(draws, source, target, draws.unit(len(source)), unlisted_share)


def _follow_by_interest(draws: Draws, population: Population) -> Pairs:
    truth = population.truth
    sources = np.flatnonzero(~np.isin(truth.role, ["community", "bot"]))
    most = min(500.0, len(truth.role) / 8)
    count = draws.heavy_tailed(len(sources), 8.0, 1.5, most).astype(np.int64)
    source = np.repeat(sources, count)
    is_joined = truth.role == "community"
    by_fame = np.where(is_joined, 0.0, population.follow_pull)
    target = draw_targets(draws, population, source, by_fame, HOME_SHARE)
    # Creators know their trade: they follow whom they rate, not who is famous.
    by_merit = np.where(is_joined | (truth.role == "celebrity"), 0.0, population.engage_pull)
    is_peer = truth.role[source] == "creator"
    target[is_peer] = draw_targets(draws, population, source[is_peer], by_merit, HOME_SHARE)
    return source, target


def _follow_celebrities(draws: Draws, population: Population) -> Pairs:
    role = population.truth.role
    celebrities = np.flatnonzero(role == "celebrity")
    everybody = np.flatnonzero(~np.isin(role, ["community", "bot"]))
    return draws.pairs(everybody, celebrities, np.linspace(0.85, 0.5, len(celebrities)))


def _follow_masses(draws: Draws, population: Population) -> Pairs:
    truth = population.truth
    anybody = np.flatnonzero(~np.isin(truth.role, ["community", "bot"]))
    chance = min(0.7, MASS_FOLLOWS / len(anybody))
    return draws.pairs(np.flatnonzero(truth.attack == "mass"), anybody, chance)


def pods(population: Population) -> list[Integers]:
    """The members of each pod, none of whom is in two."""
    is_pod = population.truth.attack == "pod"
    members = [np.flatnonzero(is_pod & (population.group == group)) for group in range(OUTSIDE)]
    return [
        some[start : start + POD_SIZE]
        for some in members
        for start in range(0, max(1, len(some)), POD_SIZE)
    ]


def _follow_in_pods(population: Population) -> Pairs:
    members = pods(population)
    source = np.concatenate([np.repeat(pod, len(pod)) for pod in members])
    return source, np.concatenate([np.tile(pod, len(pod)) for pod in members])


def _follow_for_money(draws: Draws, population: Population) -> Pairs:
    truth = population.truth
    bots = np.flatnonzero(truth.role == "bot")
    return draws.pairs(bots, np.flatnonzero(truth.attack == "bought"), BUYING_CHANCE)


def _distinct(parts: list[Pairs], accounts: int) -> Pairs:
    """Each pair once, none with itself."""
    source = np.concatenate([part[0] for part in parts])
    target = np.concatenate([part[1] for part in parts])
    parts.clear()  # at a hundred thousand accounts the parts are as large as all else
    key = np.unique((source * accounts + target)[source != target])
    del source, target
    return (key // accounts).astype(np.int32), (key % accounts).astype(np.int32)


def _newest_first(
    draws: Draws, source: Integers, target: Integers, age: Floats, unlisted_share: float
) -> States:
    order = np.argsort(age, kind="stable")
    is_listed = draws.unit(len(source)) >= unlisted_share
    return States(source[order], target[order], is_listed)
