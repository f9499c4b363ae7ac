"""The plan against every plan there is, and its bound against the best of them."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from leaders.audience.plan import Exposed, Offers, gather_groups, solve
from leaders.audience.plan.bound import bound_value
from leaders.audience.plan.branch import tighten
from leaders.audience.plan.exact import solve_exactly
from leaders.audience.plan.greedy import fill


def make_offers(
    member: np.ndarray,
    exposure: np.ndarray,
    cost: np.ndarray,
    budget: float,
    *,
    must: tuple[int, ...] = (),
    owner: np.ndarray | None = None,
    per_owner: int = 1,
    frequency: int = 1,
) -> Offers:
    """Offers from a table (people x offers) of who is in whose audience."""
    audience, people = gather_groups(sparse.csr_array(np.asarray(member, dtype=float)))
    k = len(cost)
    return Offers(
        audience, people, np.asarray(exposure, dtype=float), np.asarray(cost, dtype=float), budget,
        np.isin(np.arange(k), must), np.arange(k) if owner is None else np.asarray(owner),
        per_owner, frequency,
    )  # fmt: skip


@st.composite
def problems(draw: st.DrawFn, most: int = 12) -> Offers:
    """Up to ``most`` offers to 40 people: certain, equal or unequal exposures, owners, a must."""
    k = draw(st.integers(1, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    member = rng.random((40, k)) < rng.uniform(0.05, 0.6, k)
    exposure = draw(st.sampled_from([np.ones(k), np.full(k, 0.15), rng.uniform(0.02, 1.0, k)]))
    cost = np.round(rng.lognormal(0, 0.8, k) * 10) * draw(st.sampled_from([1, 0.01]))
    cost[rng.random(k) < 0.1] = 0
    budget = round(cost.sum() * draw(st.floats(0.05, 0.9)), 2)
    must = tuple(np.flatnonzero(cost <= budget)[:1]) if draw(st.booleans()) else ()
    return make_offers(
        member, exposure, cost, budget, must=must,
        owner=draw(st.sampled_from([np.arange(k), rng.integers(0, max(1, k // 2), k)])),
        per_owner=draw(st.integers(1, 2)), frequency=draw(st.integers(1, 3)),
    )  # fmt: skip


def best_of_all(offers: Offers) -> float:
    """The value of the best of all plans that keep the rules."""
    k, best = len(offers.cost), 0.0
    must = set(np.flatnonzero(offers.is_must).tolist())
    for size in range(k + 1):
        for plan in combinations(range(k), size):
            if keeps_rules(offers, plan) and must <= set(plan):
                best = max(best, Exposed(offers, plan).value)
    return best


def keeps_rules(offers: Offers, plan: tuple[int, ...]) -> bool:
    turns = np.bincount(offers.owner[list(plan)], minlength=1)
    return offers.spent(plan) <= offers.budget + 1e-6 and turns.max() <= offers.per_owner


@settings(max_examples=60, deadline=None)
@given(offers=problems())
def test_it_is_the_best_of_all_plans_and_keeps_the_rules(offers: Offers) -> None:
    found = solve(offers)
    assert found.value == pytest.approx(best_of_all(offers), rel=1e-6, abs=1e-9)
    assert found.value == pytest.approx(Exposed(offers, found.chosen).value)
    assert found.certificate > 1 - 1e-6
    assert keeps_rules(offers, found.chosen)
    assert set(np.flatnonzero(offers.is_must)) <= set(found.chosen)


@settings(max_examples=60, deadline=None)
@given(offers=problems(9), seed=st.integers(0, 2**32 - 1))
def test_no_plan_exceeds_the_bound_wherever_it_starts(offers: Offers, seed: int) -> None:
    start = np.random.default_rng(seed).random(len(offers.cost))
    assert bound_value(offers, start)[0] >= best_of_all(offers) * (1 - 1e-12)


@settings(max_examples=40, deadline=None)
@given(offers=problems(9))
def test_branches_bound_what_their_root_bounds(offers: Offers) -> None:
    bound, part = bound_value(offers, offers.is_must.astype(float))
    tighter, _ = tighten(offers, bound, part, 0.0)
    assert best_of_all(offers) * (1 - 1e-12) <= tighter <= bound


@settings(max_examples=40, deadline=None)
@given(offers=problems(9))
def test_the_exact_solver_starts_from_nothing(offers: Offers) -> None:
    must = np.flatnonzero(offers.is_must).tolist()
    plan, value, bound = solve_exactly(offers, must, Exposed(offers, must).value)
    best = best_of_all(offers)
    assert bound >= best * (1 - 1e-7)
    assert value <= best * (1 + 1e-9) + 1e-12
    assert value == pytest.approx(Exposed(offers, plan).value)


def test_the_trap_of_greedy_by_money() -> None:
    """Budget 10: A costs 1 and has 2 people, B costs 10 and has 19 (Khuller, Moss, Naor 1999)."""
    member = np.zeros((21, 2))
    member[:2, 0] = member[2:, 1] = 1
    offers = make_offers(member, [1, 1], [1, 10], 10)
    assert fill(offers) == [0]
    found = solve(offers)
    assert found.chosen == (1,)
    assert (found.value, found.bound) == (19, pytest.approx(19))


def test_twins_are_not_bought_twice() -> None:
    """Two channels with the same people, and one with a few others."""
    member = np.zeros((110, 3))
    member[:100, 0] = member[:100, 1] = member[100:, 2] = 1
    offers = make_offers(member, [1, 1, 1], [5, 5, 5], 10)
    assert set(solve(offers).chosen) in ({0, 2}, {1, 2})
    assert solve(offers).value == 110


def test_what_is_bought_first_gives_most_for_its_money() -> None:
    member = np.zeros((60, 3))
    member[:10, 0] = member[10:50, 1] = member[50:, 2] = 1
    assert solve(make_offers(member, [1, 1, 1], [1, 10, 5], 100)).chosen == (0, 1, 2)


def test_exposures_add_up_as_chances_do() -> None:
    """One person in two audiences at 40 %: 64 % see it at least once, 16 % twice."""
    offers = make_offers(np.ones((1, 2)), [0.4, 0.4], [1, 1], 2)
    exposed = Exposed(offers, (0, 1), depth=3)
    assert exposed.at_least(1) == pytest.approx(0.64)
    assert exposed.at_least(2) == pytest.approx(0.16)
    assert exposed.at_least(3) == pytest.approx(0)


def test_with_a_frequency_the_second_exposure_counts_like_the_first() -> None:
    member = np.zeros((10, 3))
    member[:6, :2] = member[6:, 2] = 1
    once = make_offers(member, [1, 1, 1], [1, 1, 1], 2)
    assert set(solve(once).chosen) in ({0, 2}, {1, 2})
    twice = make_offers(member, [1, 1, 1], [1, 1, 1], 2, frequency=2)
    assert set(solve(twice).chosen) == {0, 1}
    assert solve(twice).value == 6


def test_of_one_owner_no_more_are_bought_than_allowed() -> None:
    member = np.eye(3).repeat([5, 4, 3], axis=0)
    offers = make_offers(member, [1, 1, 1], [1, 1, 1], 2, owner=[0, 0, 1])
    assert set(solve(offers).chosen) == {0, 2}


def test_nothing_affordable_is_an_empty_plan() -> None:
    found = solve(make_offers(np.ones((3, 2)), [1, 1], [5, 6], 4))
    assert (found.chosen, found.value) == ((), 0)


def test_without_offers_or_people() -> None:
    for shape in ((0, 0), (3, 0), (0, 2)):
        offers = make_offers(np.zeros(shape), np.ones(shape[1]), np.ones(shape[1]), 4)
        assert solve(offers).value == 0


@given(
    rows=st.lists(st.sets(st.integers(0, 5)), max_size=30),
)
def test_groups_are_the_people_in_the_same_audiences(rows: list[set[int]]) -> None:
    member = np.array([[c in row for c in range(6)] for row in rows], dtype=float).reshape(-1, 6)
    audience, people = gather_groups(sparse.csr_array(member))
    told = {
        tuple(np.flatnonzero(row)): count
        for row, count in zip(audience.toarray(), people, strict=True)
    }
    counted: dict[tuple[int, ...], int] = {}
    for row in rows:
        if row:
            counted[tuple(sorted(row))] = counted.get(tuple(sorted(row)), 0) + 1
    assert told == counted


def test_many_offers_are_certified_by_the_bound_alone() -> None:
    """Too many for the exact solver: overlapping audiences, a tenth of the money of all."""
    rng = np.random.default_rng(4)
    member = rng.random((20_000, 80)) < rng.uniform(0.002, 0.08, 80)
    cost = np.round(member.sum(axis=0) * rng.uniform(0.5, 1.5, 80))
    offers = make_offers(member, np.full(80, 0.3), cost, cost.sum() / 10)
    found = solve(offers)
    assert 0.98 < found.certificate < 1
    assert found.value >= Exposed(offers, fill(offers)).value
    assert found == solve(offers)
