"""The ledger of the budget benchmark counts calls, and every order is judged by what it read."""

import numpy as np
import pytest

from bench.budget.crawl import GraphPlatform, crawl_in_steps
from bench.budget.estimates import Revealed, estimate_niche, estimate_whole, share_found
from bench.budget.peers import (
    Ledger,
    Spent,
    best_first,
    breadth_first,
    explore_and_verify,
    random_frontier,
    run_order,
)
from bench.budget.worlds import World, world_of
from leaders.model import Listing


def make_world(*, is_directed: bool, count: int = 300) -> World:
    draws = np.random.default_rng(1)
    source = draws.integers(0, count, 12 * count)
    target = (count * draws.random(12 * count) ** 3).astype(int)
    return world_of("small", source, target, count, is_directed=is_directed)


def make_revealed(asked: list[int], counts: list[int]) -> Revealed:
    is_asked = np.zeros(len(counts), bool)
    is_asked[asked] = True
    source, target = np.array([0, 0, 1, 1, 2]), np.array([3, 4, 3, 4, 4])
    return Revealed(np.array([0]), source, target, is_asked, np.array(counts))


def test_support_is_scaled_by_the_counts_that_are_known() -> None:
    revealed = make_revealed([0, 1], [-1, -1, -1, 20, -1])
    assert revealed.support().tolist() == [0, 0, 0, 2, 2]
    assert estimate_whole(revealed).tolist() == [0, 0, 0, 20, 20]


def test_whom_those_near_the_seeds_point_at_is_more_of_the_niche() -> None:
    source, target = np.array([0, 1, 0, 2, 2, 5]), np.array([1, 3, 3, 4, 5, 4])
    is_asked = np.array([True, True, True, False, False, True])
    revealed = Revealed(np.array([0]), source, target, is_asked, np.full(6, 10))
    estimate = estimate_niche(revealed)
    assert estimate[3] > estimate[4]


def test_found_are_the_true_ones_among_the_first() -> None:
    truth = np.array([9, 8, 7, 1])
    assert share_found(np.array([4.0, 0, 3, 2]), truth, 2) == 0.5
    assert share_found(np.array([4.0, 3, 2, 1]), truth, 2) == 1
    assert share_found(np.zeros(4), truth, 2) == 0


def test_a_ledger_counts_a_call_for_a_hundred_rows_and_for_25_profiles() -> None:
    world = world_of("star", np.zeros(250, int), np.arange(1, 251), 251, is_directed=True)
    ledger = Ledger(world, np.array([0]), 6, 0)
    ledger.read(0, "following")
    assert ledger.calls == 3
    assert ledger.support.sum() == 250
    ledger.read_profiles(np.arange(26))
    assert ledger.calls == 5
    ledger.read(1, "followers", 1)
    assert ledger.counts[1] == 1
    with pytest.raises(Spent):
        ledger.read(2, "followers")


@pytest.mark.parametrize("is_directed", [True, False])
def test_every_order_keeps_within_its_calls_and_reveals_what_is_there(is_directed: bool) -> None:
    world = make_world(is_directed=is_directed)
    there = set(zip(world.source.tolist(), world.target.tolist(), strict=True))
    seeds = world.seeds(None, 0)
    for order in (
        breadth_first,
        best_first,
        random_frontier,
        lambda ledger: explore_and_verify(ledger, 10),
        lambda ledger: explore_and_verify(ledger, 10, with_profiles=True),
    ):
        ledgers = run_order(order, world, seeds, (20, 40), 0)
        assert 0 < ledgers[0].calls <= 20
        assert ledgers[0].calls <= ledgers[1].calls <= 40
        revealed = ledgers[-1].revealed()
        found = set(zip(revealed.source.tolist(), revealed.target.tolist(), strict=True))
        assert found
        assert found <= there


@pytest.mark.parametrize("is_directed", [True, False])
def test_the_products_crawl_is_read_from_its_store(is_directed: bool) -> None:
    world = make_world(is_directed=is_directed)
    there = set(zip(world.source.tolist(), world.target.tolist(), strict=True))
    few, more = crawl_in_steps(world, world.seeds(None, 0), (20, 60), 0)
    assert 0 < few.is_asked.sum() < more.is_asked.sum() <= 60
    for revealed in (few, more):
        found = set(zip(revealed.source.tolist(), revealed.target.tolist(), strict=True))
        assert found <= there
        counted = np.flatnonzero(revealed.follower_counts >= 0)
        assert len(counted)
        assert (revealed.follower_counts[counted] == world.truth(None)[counted]).all()


def test_an_undirected_tie_is_told_in_both_directions() -> None:
    world = world_of("line", np.array([0, 1]), np.array([1, 2]), 3, is_directed=False)
    platform = GraphPlatform(world, 0)
    page = platform.fetch(platform.account_ids[1], Listing.FOLLOWING)
    pairs = {(platform.number(e.source_id), platform.number(e.target_id)) for e in page.edges}
    assert pairs == {(1, 0), (0, 1), (1, 2), (2, 1)}
