"""What optimising a plan gains, and how good the certificates are.

    python -m bench plan [--quick]

Made-up markets of 400 communities and 300,000 people: topics, sizes of a heavy tail, a third of the
communities in networks of sisters whose members overlap, prices by members times noise. Beside the
product stand the ways in which planners buy: the largest first, the cheapest per thousand (CPM)
first, and plain greedy by new people for the money. Exposure is 1, or the platforms' defaults.
"""

import time
from collections.abc import Callable

import numpy as np
from scipy import sparse

from bench.processes import describe_machine
from bench.tables import publish, table
from leaders.audience.plan import Exposed, Offers, gather_groups, solve
from leaders.audience.plan.greedy import fill, fill_in_order

COMMUNITIES, PEOPLE, TOPICS = 400, 300_000, 12
QUICK_PEOPLE = 10_000
SEEDS = 10
SHARE_OF_ALL = 0.1
"""The budget, of what all communities cost together."""
DEFAULTS = (0.10, 0.15, 0.20)
GAP, SECONDS = 0.05, 60.0

WAYS: dict[str, Callable[[Offers], list[int]]] = {
    "largest first": lambda offers: fill_in_order(offers, np.argsort(-_sizes(offers))),
    "cheapest CPM first": lambda offers: fill_in_order(
        offers, np.argsort(offers.cost / np.maximum(_sizes(offers) * offers.exposure, 1e-9))
    ),
    "greedy by money": fill,
}


def run(*, is_quick: bool = False) -> None:
    """Plan every market and tell certificates, times and what other ways reach."""
    seeds, people = (3, QUICK_PEOPLE) if is_quick else (SEEDS, PEOPLE)
    parts = [describe_machine()]
    for name in ("exposure 1", "default exposures", "nearly equal CPM, default exposures"):
        rows = [_measure(seed, people, name) for seed in range(seeds)]
        parts += [f"## {name}", _tell(rows)]
    title = "# Plans for advertising in 400 communities"
    if is_quick:
        print("\n\n".join([title, *parts]), flush=True)
    else:
        publish("plan", title, *parts)


def make_market(seed: int, people: int, name: str) -> Offers:
    """The offers of one made-up market."""
    rng = np.random.default_rng(seed)
    pull, topic = rng.pareto(1.3, COMMUNITIES) + 0.05, rng.integers(0, TOPICS, COMMUNITIES)
    sisters = _make_sisters(rng, topic)
    interest = rng.integers(0, TOPICS, people)
    joined = np.minimum(rng.geometric(1 / 6, people), 60)
    person, community = [], []
    for one in range(TOPICS):
        chance = pull * np.where(topic == one, 8.0, 1.0)
        who = np.flatnonzero(interest == one)
        person.append(np.repeat(who, joined[who]))
        community.append(rng.choice(COMMUNITIES, joined[who].sum(), p=chance / chance.sum()))
    for group in sisters:
        theirs = np.concatenate(
            [p[np.isin(c, group)] for p, c in zip(person[:TOPICS], community[:TOPICS], strict=True)]
        )
        for sister in group:
            kept = theirs[rng.random(len(theirs)) < 0.5]
            person.append(kept)
            community.append(np.full(len(kept), sister))
    where = (np.concatenate(person), np.concatenate(community))
    member = sparse.csr_array((np.ones(len(where[0])), where), shape=(people, COMMUNITIES))
    audience, counts = gather_groups(member)
    size = np.asarray(member.astype(bool).sum(axis=0), dtype=float)
    noise = 0.05 if name.startswith("nearly equal") else 0.5
    cost = np.round(0.05 * size * rng.lognormal(0, noise, COMMUNITIES) + 50)
    exposure = np.ones(COMMUNITIES) if name == "exposure 1" else rng.choice(DEFAULTS, COMMUNITIES)
    nobody = np.zeros(COMMUNITIES, dtype=bool)
    return Offers(
        audience, counts, exposure, cost, SHARE_OF_ALL * cost.sum(), nobody,
        np.arange(COMMUNITIES), 1,
    )  # fmt: skip


def _make_sisters(rng: np.random.Generator, topic: np.ndarray) -> list[np.ndarray]:
    """Networks of two to five communities of one topic, of the first third of all."""
    groups, first = [], 0
    while first < COMMUNITIES // 3:
        group = np.arange(first, first + rng.integers(2, 6))
        topic[group] = topic[first]
        groups.append(group)
        first = int(group[-1]) + 1
    return groups


def _sizes(offers: Offers) -> np.ndarray:
    return np.asarray(offers.by_offer @ offers.people)


def _measure(seed: int, people: int, name: str) -> list[float]:
    offers = make_market(seed, people, name)
    start = time.perf_counter()
    plan = solve(offers)
    seconds = time.perf_counter() - start
    others = [Exposed(offers, way(offers)).value / plan.value for way in WAYS.values()]
    print(f"{name}, seed {seed}: {plan.certificate:.4f}, {seconds:.1f} s", flush=True)
    return [seed, len(offers.people), len(plan.chosen), plan.certificate, seconds, *others]


def _tell(rows: list[list[float]]) -> str:
    met = sum(row[3] >= 1 - GAP and row[4] <= SECONDS for row in rows)
    header = ["seed", "groups of people", "bought", "certificate", "s", *WAYS]
    cells = [
        [str(int(r[0])), f"{int(r[1]):,}", str(int(r[2])), f"{r[3]:.4f}", f"{r[4]:.1f}",
         *(f"{share:.3f}" for share in r[5:])]
        for r in rows
    ]  # fmt: skip
    medians = np.median(np.array(rows), axis=0)
    cells.append(
        ["median", "", "", f"{medians[3]:.4f}", f"{medians[4]:.1f}",
         *(f"{share:.3f}" for share in medians[5:])]
    )  # fmt: skip
    verdict = f"Gap ≤ {GAP:.0%} in ≤ {SECONDS:.0f} s: {met} of {len(rows)} seeds."
    return f"{table(header, cells)}\n\n{verdict} To the right: what other ways reach of ours."
