"""What a crawl finds for its calls: our order beside others, on graphs whose truth is known.

    python -m bench budget

A call gives up to 100 rows of one account's list, or 25 profiles. From five random seeds, the
share of the truly best connected that is found after 250, 500, 1000 and 2000 calls: of the whole
graph (the most followers), and of a niche (the most followers who are in it). Our order is the
product's own crawl, into a store, judged by what the store holds. The constants of our order and
of the estimates were chosen on runs 0 to 4; the runs of the tables are others. How many:
LEADERS_BENCH_SEEDS (10). The real graphs need LEADERS_TEST_DATA.
"""

import multiprocessing
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from bench.budget.crawl import crawl_in_steps
from bench.budget.estimates import (
    Floats,
    Revealed,
    estimate_niche,
    estimate_whole,
    share_found,
)
from bench.budget.peers import (
    Order,
    best_first,
    breadth_first,
    explore_and_verify,
    random_frontier,
    run_order,
)
from bench.budget.worlds import list_worlds, make_world
from bench.processes import describe_machine
from bench.tables import publish, table

BUDGETS = (250, 500, 1000, 2000)
FIRST_RUN = 5
VERIFIED, PROFILED, OURS = "explore+verify", "the same with profiles", "ours"
PEERS = ("breadth-first", "best-first", "random", VERIFIED)

Case = tuple[str, str | None]
"""A world and a niche of it, or None for the whole graph."""
Shares = dict[tuple[str, str], Floats]
"""(order, by whose estimate) -> the share found at each budget."""


def run() -> None:
    """Run all orders on all graphs and publish the tables."""
    start = time.perf_counter()
    machine = describe_machine()
    count = int(os.environ.get("LEADERS_BENCH_SEEDS", "10"))
    runs = range(FIRST_RUN, FIRST_RUN + count)
    cases = [(world, niche) for world, niches in list_worlds().items() for niche in (None, *niches)]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), spawn) as pool:
        found = dict(zip(cases, pool.map(partial(measure, runs=runs), cases), strict=True))
    tables = []
    for title, chosen in (
        ("## The whole graph's truth", [case for case in cases if case[1] is None]),
        ("## The niche's own truth", [case for case in cases if case[1] is not None]),
    ):
        tables += [
            title,
            "Each by its own estimate: followers known so far; the last row's scaled.",
            _table(chosen, found, PEERS, "own"),
            "All by one estimate; below, how far ours is from explore+verify at worst.",
            _table(chosen, found, (*PEERS, PROFILED, OURS), "same"),
            _differences(chosen, found),
        ]
    publish(
        "budget",
        f"# Found after {', '.join(map(str, BUDGETS))} calls: means of {count} runs",
        f"{machine} Took {(time.perf_counter() - start) / 60:.0f} minutes.",
        *tables,
    )


def measure(case: Case, runs: Sequence[int]) -> Shares:
    """The mean shares that every order finds in a world."""
    each = [_measure_run(case, run) for run in runs]
    shares = {key: np.mean([found[key] for found in each], axis=0) for key in each[0]}
    print(case, {order: shares[order, "same"].round(2).tolist() for order in (VERIFIED, OURS)})
    return shares


def _measure_run(case: Case, run: int) -> Shares:
    name, niche = case
    world = make_world(name, run)
    seeds, truth, best = world.seeds(niche, run), world.truth(niche), world.best(niche)
    verify = partial(explore_and_verify, best=best)
    orders: dict[str, Order] = {
        "breadth-first": breadth_first,
        "best-first": best_first,
        "random": random_frontier,
        VERIFIED: verify,
        PROFILED: partial(verify, with_profiles=True),
    }
    revealed: dict[str, list[Revealed]] = {
        label: [ledger.revealed() for ledger in run_order(order, world, seeds, BUDGETS, run)]
        for label, order in orders.items()
    }
    revealed[OURS] = crawl_in_steps(world, seeds, BUDGETS, run)
    estimate = estimate_niche if niche else estimate_whole
    shares: Shares = {}
    for label, steps in revealed.items():
        own = estimate_whole if label in (VERIFIED, PROFILED) else Revealed.known_followers
        for judge, by in ((own, "own"), (estimate, "same")):
            found = [share_found(judge(step), truth, best) for step in steps]
            shares[label, by] = np.array(found)
    return shares


def _table(cases: Sequence[Case], found: dict[Case, Shares], orders: Sequence[str], by: str) -> str:
    rows = [
        [_name(case), *(" ".join(f"{s:.2f}" for s in found[case][order, by]) for order in orders)]
        for case in cases
    ]
    return table(["", *orders], rows)


def _differences(cases: Sequence[Case], found: dict[Case, Shares]) -> str:
    rows = []
    for case in cases:
        ours = found[case][OURS, "same"]
        others = [(VERIFIED, "same"), (PROFILED, "same"), (VERIFIED, "own")]
        rows.append(
            [_name(case), *(f"{(ours - found[case][other]).min():+.2f}" for other in others)]
        )
    return table(["ours less", VERIFIED, PROFILED, "explore+verify by its own estimate"], rows)


def _name(case: Case) -> str:
    return " ".join(filter(None, case))
