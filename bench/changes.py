"""Whether what is told to have changed did change, on networks whose truth is known.

    python -m bench changes [--quick]

Frozen: a network that stands still is collected twice, the second time in another order and with
another budget. Nothing may be laid to the network; what differs is what we looked at. Rising: some
accounts' posts move twice as many people as before, and everybody else goes on as before. How many
of them are found, and how many of those that are found are none. Missing: after the first collection
a part of the lists cannot be read; nobody may seem to lose anybody. Settings: the same data ranked
by other weights.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench.tables import publish, table
from leaders import pipeline
from leaders.change import Cause, Changes, compare, find_changes
from leaders.change.movement import FALSE_DISCOVERIES
from leaders.collect import Crawl
from leaders.collect.budget import Budget
from leaders.collect.reading import Reader
from leaders.collect.report import CollectReport
from leaders.model import Ended, Listing, Page
from leaders.niche import load_niche
from leaders.platforms.simulated import Attacks, Network, SimulatedPlatform, live_on, simulate
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.pages import OpenVisit

NICHE = "bench"
ACCOUNTS = 3_000
SEEDS = range(1, 11)
QUICK_SEEDS = range(1, 3)
DAYS = (30, 60, 90)
RISERS = 8
FACTOR = 2.0
LIMITS = {"audience": 60, "accounts": 80, "candidates": 250, "posts": 8}
BUDGETS: dict[str, dict[str, int]] = {
    "another order": {},
    "less": {"audience": 30, "accounts": 40, "posts": 4},
    "more": {"audience": 120, "accounts": 140, "posts": 12},
    "cut short": {"calls": 150},
}
READ_AGAIN = {"another order": 1.0, "less": 0.5, "more": 1.0, "cut short": 0.3}
"""What share of the lists is read again, by budget."""


def run(*, is_quick: bool = False) -> None:
    """Measure everything and publish the tables; print alone with ``is_quick``."""
    seeds = QUICK_SEEDS if is_quick else SEEDS
    parts = [
        "# What is told to have changed, on simulated networks",
        f"{len(seeds)} networks of {ACCOUNTS:,} accounts each, nobody cheats; attention that moved "
        f"is told at a false discovery rate of {FALSE_DISCOVERIES:g}.",
        "## A frozen network, collected twice\n\n" + _table_frozen(seeds),
        f"## {RISERS} accounts a network whose posts move {FACTOR:g} times as many people\n\n"
        + _table_rising(seeds, DAYS[-1:] if is_quick else DAYS),
        "## Lists that cannot be read again, and other settings\n\n" + _table_others(seeds),
    ]
    if is_quick:
        print("\n\n".join(parts))
    else:
        publish("changes", *parts)


def _table_frozen(seeds: Sequence[int]) -> str:
    rows = []
    for name, limits in BUDGETS.items():
        causes: Counter[str] = Counter()
        tested = compared = 0
        for seed in seeds:
            found = _collect_twice(seed, limits, READ_AGAIN[name])
            causes.update(str(change.cause) for change in found.changes)
            causes["noise"] += sum(found.within_noise.values())
            tested, compared = tested + found.tested, compared + found.compared
        rows.append(
            [name, f"{causes[Cause.NETWORK]}", f"{causes[Cause.COLLECTION]}",
             f"{causes[Cause.SETTINGS]}", f"{causes['noise']}", f"{tested / compared:.0%}"]
        )  # fmt: skip
        print(name, dict(causes), flush=True)
    header = ["second collection", "network", "we looked elsewhere", "settings", "within noise",
              "could be tested"]  # fmt: skip
    return table(header, rows)


def _collect_twice(seed: int, limits: dict[str, int], share: float) -> Changes:
    network = simulate(seed, ACCOUNTS, Attacks.none())
    with _workspace(network, _niche_of(network, seed)) as workspace:
        _crawl(workspace, network)
        pipeline.rank(workspace, NICHE)
        later = replace(network, present=network.present + timedelta(days=1))
        _write_niche(workspace, later, _niche_of(network, seed), limits)
        _read_again(workspace, SimulatedPlatform(later), seed, share)
        _crawl(workspace, later)
        # The settings that were ranked by are the first ones: the budget is no setting of a rank.
        pipeline.rank(workspace, NICHE)
        return find_changes(workspace, load_niche(workspace, NICHE))


def _table_rising(seeds: Sequence[int], days: Sequence[int]) -> str:
    rows = []
    for length in days:
        tallies = [_plant_risers(seed, length) for seed in seeds]
        planted, testable, found, told, tested = np.array(tallies).sum(axis=0)
        false = (told - found) / max(1, told)
        rows.append(
            [f"{length} days", f"{planted}", f"{testable}", f"{found}", f"{found / planted:.0%}",
             f"{told - found}", f"{false:.3f}", f"{tested}"]
        )  # fmt: skip
        print(rows[-1], flush=True)
    header = ["between", "planted", "of them could be tested", "found", "of those planted",
              "told and not planted", "false discoveries", "accounts tested"]  # fmt: skip
    return table(header, rows)


def _plant_risers(seed: int, days: int) -> tuple[int, int, int, int, int]:
    """(planted, of them testable, found, told to have gained, tested) of one network."""
    network = simulate(seed, ACCOUNTS, Attacks.none())
    niche = _niche_of(network, seed)
    number = {account_id: place for place, account_id in enumerate(network.ids)}
    with _workspace(network, niche) as workspace:
        _crawl(workspace, network)
        pipeline.rank(workspace, NICHE)
        ranked = _read_ranked(workspace)
        chosen = np.random.default_rng(seed).permutation(len(ranked))[:RISERS]
        risers = {number[ranked[place]] for place in chosen.tolist()}
        later = live_on(network, days, seed, risers, FACTOR)
        _read_again(workspace, SimulatedPlatform(later), seed, 1.0)
        _crawl(workspace, later)
        pipeline.rank(workspace, NICHE)
        with Store(workspace) as store:
            heads = store.query("change/heads", niche=NICHE).to_dicts()
            compared = compare(store, load_niche(workspace, NICHE), heads[1], heads[0])
            ids = dict(compared.newer.accounts.select("account_no", "account_id").iter_rows())
            ids |= dict(compared.older.accounts.select("account_no", "account_id").iter_rows())
        tests = compared.tests.with_columns(is_told=compared.tests["q"] <= FALSE_DISCOVERIES)
        tested = {number[ids[it]] for it in tests["account_no"]}
        told = {number[ids[it]] for it in tests.filter("is_told")["account_no"]}
    return len(risers), len(risers & tested), len(risers & told), len(told), len(tested)


def _table_others(seeds: Sequence[int]) -> str:
    lost = gained = judged = 0
    by_network = by_settings = by_others = 0
    for seed in seeds:
        found = _miss_lists(seed)
        by_network += sum(change.cause is Cause.NETWORK for change in found.changes)
        audiences = [change.audience for change in found.changes]
        judged += sum(it.lost is not None for it in audiences)
        lost += sum(it.lost or 0 for it in audiences)
        gained += sum(it.gained or 0 for it in audiences)
        weighed = _change_weights(seed)
        by_settings += sum(change.cause is Cause.SETTINGS for change in weighed.changes)
        by_others += sum(change.cause is not Cause.SETTINGS for change in weighed.changes)
        assert any("score.weights" in it for it in weighed.settings), weighed.settings
    rows = [
        ["half of all lists failed or were cut", "laid to the network", f"{by_network}"],
        ["", "audiences of changed accounts read whole twice", f"{judged}"],
        ["", "followers lost, gained in them", f"{lost}, {gained}"],
        ["other weights, same data", "laid to the settings", f"{by_settings}"],
        ["", "laid to anything else", f"{by_others}"],
    ]
    return table(["what was done", "what is told", "count"], rows)


class _Broken(SimulatedPlatform):
    """A platform of which every second list cannot be read, or is cut after a page."""

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        page = super().fetch(subject_id, listing, cursor)
        match sum(map(ord, f"{subject_id}{listing}")) % 4:
            case 0:
                return Page(ended=Ended.FAILED, why="it did not answer", is_one_server=True)
            case 1:
                return replace(
                    page, edges=page.edges[:3], cursor=None, ended=Ended.CUT, why="a limit"
                )
        return page


def _miss_lists(seed: int) -> Changes:
    network = simulate(seed, ACCOUNTS, Attacks.none())
    with _workspace(network, _niche_of(network, seed)) as workspace:
        _crawl(workspace, network)
        pipeline.rank(workspace, NICHE)
        later = replace(network, present=network.present + timedelta(days=1))
        _read_again(workspace, _Broken(later), seed, 1.0)
        pipeline.rank(workspace, NICHE)
        return find_changes(workspace, load_niche(workspace, NICHE))


def _change_weights(seed: int) -> Changes:
    network = simulate(seed, ACCOUNTS, Attacks.none())
    with _workspace(network, _niche_of(network, seed)) as workspace:
        _crawl(workspace, network)
        pipeline.rank(workspace, NICHE)
        _write_niche(
            workspace, network, _niche_of(network, seed), {},
            "[score.weights]\nreach = 0.8\nfollow_pagerank = 0.2\n",
        )  # fmt: skip
        pipeline.rank(workspace, NICHE)
        return find_changes(workspace, load_niche(workspace, NICHE))


def _niche_of(network: Network, seed: int) -> str:
    return network.niches[seed % len(network.niches)]


@contextmanager
def _workspace(network: Network, niche: str) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        workspace = Workspace(Path(folder))
        workspace.niches.mkdir(parents=True)
        _write_niche(workspace, network, niche, {})
        yield workspace


def _write_niche(
    workspace: Workspace, network: Network, niche: str, limits: dict[str, int], rest: str = ""
) -> None:
    seeds = ", ".join(f'"{seed}"' for seed in network.seeds(niche))
    told = "\n".join(f"{key} = {value}" for key, value in {**LIMITS, **limits}.items())
    text = f'title = "{niche}"\nplatforms = ["simulated"]\nseeds = [{seeds}]\n[limits]\n{told}\n'
    (workspace.niches / f"{NICHE}.toml").write_text(text + rest, encoding="utf-8")


def _crawl(workspace: Workspace, network: Network) -> None:
    platform = SimulatedPlatform(network)
    Crawl(workspace, load_niche(workspace, NICHE), platform, lambda _: None).run()


def _read_again(workspace: Workspace, platform: SimulatedPlatform, seed: int, share: float) -> None:
    """Read a share of the lists that were read before, in another order."""
    niche = load_niche(workspace, NICHE)
    done = _read_listings(workspace)
    order = np.random.default_rng(seed).permutation(len(done))[: round(share * len(done))]
    visits = [
        OpenVisit(
            done[place]["account_id"], Listing(done[place]["listing"]), platform.now(),
            done[place]["post_id"], None, True,
        )
        for place in order.tolist()
    ]  # fmt: skip
    limits = niche.limits.model_copy(update={"calls": None})
    report = CollectReport(platform.name)
    with Reader(workspace, niche, platform, Budget(limits), report, lambda _: None) as reader:
        reader.read(visits)
        with reader.open() as store:
            from leaders.store.staging import rebuild_edges

            rebuild_edges(store)


def _read_listings(workspace: Workspace) -> list[dict[str, Any]]:
    with Store(workspace) as store:
        rows = store._connection.sql(
            "select distinct account_id, listing, post_id from visit "
            "join account on account_no = subject_no left join post using (post_no) "
            "where ended is not null order by all"
        )
        return rows.pl().to_dicts()


def _read_ranked(workspace: Workspace) -> list[str]:
    """The accounts of the ranking that has just been made."""
    with Store(workspace) as store:
        heads = store.query("change/heads", niche=NICHE).to_dicts()
        accounts = store.query("change/ranked", ranking_no=heads[0]["ranking_no"])
    return sorted(accounts.filter(accounts["list"] == "creators")["account_id"].to_list())
