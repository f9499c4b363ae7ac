"""Whether what is told to have changed did change, on networks whose truth is known.

    python -m bench changes [--quick]

Frozen: a network that stands still is collected twice, the second time in another order and with
another budget. Nothing may be laid to the network; what differs is what we looked at. Rising: some
accounts' posts move twice as many people as before, and everybody else goes on as before. How many
of them are found, and how many of those that are told are none. Missing: after the first collection
a part of the lists cannot be read; nobody may seem to lose anybody. Settings: the same data ranked
by other weights.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.tables import publish, table
from leaders import pipeline
from leaders.change import Cause, Changes, compare, find_changes
from leaders.change.audiences import count_audiences
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
from leaders.store.staging import rebuild_edges

NICHE = "bench"
ACCOUNTS = 8_000
SEEDS = range(1, 5)
QUICK_SEEDS = range(1, 2)
DAYS = (30, 60, 90)
RISERS = 8
FACTOR = 2.0
LISTED = 50
LIMITS = {"audience": 60, "accounts": 80, "candidates": 250, "posts": 10}
BUDGETS: dict[str, dict[str, int]] = {
    "another order": {},
    "half of it": {"audience": 30, "accounts": 40, "posts": 5},
    "twice as much": {"audience": 120, "accounts": 140, "posts": 15},
    "150 calls": {"calls": 150},
}
READ_AGAIN = {"another order": 1.0, "half of it": 0.5, "twice as much": 1.0, "150 calls": 0.3}
"""What share of the lists is read again, by budget."""
AT_ONCE = 4
"""So many networks are measured side by side, each in a process."""
SIZES = (30, 100)
"""Accounts are told apart by how many people reacted to them at the two dates."""

Look = Callable[[Workspace, Network], Any]


@dataclass
class Tally:
    """What was found on all networks."""

    frozen: dict[str, Counter[str]] = field(default_factory=dict)
    rising: dict[int, Counter[str]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Take in what was found on another network."""
        for name, counted in other.frozen.items():
            self.frozen.setdefault(name, Counter()).update(counted)
        for length, counted in other.rising.items():
            self.rising.setdefault(length, Counter()).update(counted)
        self.others.update(other.others)


def run(*, is_quick: bool = False) -> None:
    """Measure everything and publish the tables; print alone with ``is_quick``."""
    seeds, days = (QUICK_SEEDS, DAYS[-1:]) if is_quick else (SEEDS, DAYS)
    tally = Tally()
    with ProcessPoolExecutor(min(AT_ONCE, len(seeds))) as pool:
        for one in pool.map(partial(_measure, days=days), seeds):
            tally.add(one)
    parts = [
        "# What is told to have changed, on simulated networks",
        f"{len(seeds)} networks of {ACCOUNTS:,} accounts, nobody cheats. Attention that moved is "
        f"told at a false discovery rate of {FALSE_DISCOVERIES:g}.",
        "## A network that stands still, collected twice\n\n" + _table_frozen(tally),
        f"## {RISERS} of the first {LISTED} of each network, whose posts move {FACTOR:g} times as "
        "many people\n\n" + _table_rising(tally),
        "## Lists that cannot be read again; other settings\n\n" + _table_others(tally),
    ]
    if is_quick:
        print("\n\n".join(parts))
    else:
        publish("changes", *parts)


def _measure(seed: int, days: Sequence[int]) -> Tally:
    """All cases on one network; the first collection is the same for all."""
    tally = Tally()
    network = simulate(seed, ACCOUNTS, Attacks.none())
    niche = network.niches[seed % len(network.niches)]
    still = replace(network, present=network.present + timedelta(days=1))
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        first = Workspace(Path(folder))
        first.niches.mkdir(parents=True)
        _write_niche(first, network, niche, {})
        _crawl(first, network)
        pipeline.rank(first, NICHE)
        for name, limits in BUDGETS.items():
            with _copy(first) as workspace:
                _write_niche(workspace, network, niche, limits)
                found = _refresh(workspace, still, seed, READ_AGAIN[name])
                _count_causes(tally.frozen.setdefault(name, Counter()), found)
                print(seed, name, dict(tally.frozen[name]), flush=True)
        for length in days:
            with _copy(first) as workspace:
                counted = tally.rising.setdefault(length, Counter())
                _plant_risers(counted, workspace, network, seed, length)
                print(seed, length, dict(counted), flush=True)
        with _copy(first) as workspace:
            _read_again(workspace, _Broken(still), seed, 1.0)
            pipeline.rank(workspace, NICHE)
            _count_losses(tally.others, workspace)
            print(seed, dict(tally.others), flush=True)
        with _copy(first) as workspace:
            weights = "[score.weights]\nreach = 0.8\nfollow_pagerank = 0.2\n"
            _write_niche(workspace, network, niche, {}, weights)
            pipeline.rank(workspace, NICHE)
            found = find_changes(workspace, load_niche(workspace, NICHE))
            assert any("score.weights" in it for it in found.settings), found.settings
            for change in found.changes:
                tally.others["settings" if change.cause is Cause.SETTINGS else "not settings"] += 1
    return tally


def _refresh(workspace: Workspace, network: Network, seed: int, share: float) -> Changes:
    """Read a share of the lists again, go on crawling, rank, compare."""
    _read_again(workspace, SimulatedPlatform(network), seed, share)
    _crawl(workspace, network)
    pipeline.rank(workspace, NICHE)
    return find_changes(workspace, load_niche(workspace, NICHE))


def _count_causes(counted: Counter[str], found: Changes) -> None:
    counted.update(str(change.cause) for change in found.changes)
    counted["noise"] += sum(found.within_noise.values())
    counted["tested"] += found.tested
    counted["compared"] += found.compared
    counted["lost"] += sum(change.audience.lost or 0 for change in found.changes)


def _count_losses(counted: Counter[str], workspace: Workspace) -> None:
    niche = load_niche(workspace, NICHE)
    found = find_changes(workspace, niche)
    counted["missing, network"] += sum(it.cause is Cause.NETWORK for it in found.changes)
    with Store(workspace) as store:
        newer, older = store.query("change/heads", niche=NICHE).to_dicts()
        compared = compare(store, niche, older, newer)
        numbers = compared.older.accounts["account_no"].to_list()
        audiences = count_audiences(store, compared.readings.listings, numbers)
    for it in audiences.values():
        counted["audiences"] += it.lost is not None
        counted["not told"] += it.lost is None
        counted["lost"] += (it.lost or 0) + (it.gained or 0)


def _plant_risers(
    counted: Counter[str], workspace: Workspace, network: Network, seed: int, days: int
) -> None:
    number = {account_id: place for place, account_id in enumerate(network.ids)}
    listed = _read_listed(workspace)
    chosen = np.random.default_rng(seed).permutation(len(listed))[:RISERS].tolist()
    risers = {number[listed[place]] for place in chosen}
    _refresh(workspace, live_on(network, days, seed, risers, FACTOR), seed, 1.0)
    with Store(workspace) as store:
        newer, older = store.query("change/heads", niche=NICHE).to_dicts()
        compared = compare(store, load_niche(workspace, NICHE), older, newer)
    accounts = pl.concat(
        [it.accounts.select("account_no", "account_id") for it in (compared.older, compared.newer)]
    ).unique()
    people: dict[int, int] = {}
    told: set[int] = set()
    for row in compared.tests.join(accounts, on="account_no").iter_rows(named=True):
        account = number[row["account_id"]]
        if row["layer"] == "reactions":
            people[account] = row["actors"]
        people.setdefault(account, 0)
        if row["q"] <= FALSE_DISCOVERIES:
            told.add(account)
    for riser in risers:
        size = _size_of(people.get(riser, 0))
        counted[f"planted {size}"] += 1
        counted[f"found {size}"] += riser in told
    counted["planted"] += len(risers)
    counted["found"] += len(risers & told)
    counted["false"] += len(told - risers)
    counted["tested"] += len(people)


def _size_of(people: int) -> str:
    if people < SIZES[0]:
        return f"under {SIZES[0]}"
    return f"{SIZES[0]} to {SIZES[1] - 1}" if people < SIZES[1] else f"{SIZES[1]} or more"


def _table_frozen(tally: Tally) -> str:
    rows = [
        [name, *(f"{it[key]}" for key in ("network", "collection", "settings", "noise", "lost")),
         f"{it['tested'] / it['compared']:.0%}"]
        for name, it in tally.frozen.items()
    ]  # fmt: skip
    header = ["second time", "the network changed", "we looked elsewhere", "settings",
              "within noise", "followers lost", "accounts tested"]  # fmt: skip
    return table(header, rows)


def _table_rising(tally: Tally) -> str:
    sizes = [_size_of(people) for people in (0, *SIZES)]
    together: Counter[str] = Counter()
    for counted in tally.rising.values():
        together.update(counted)
    cases = {f"{days} days": counted for days, counted in tally.rising.items()}
    rows = []
    for name, it in {**cases, "together": together}.items():
        told = it["found"] + it["false"]
        rows.append(
            [name, f"{it['planted']}", f"{it['found'] / it['planted']:.0%}",
             *(f"{it[f'found {size}']} of {it[f'planted {size}']}" for size in sizes),
             f"{it['false']}", f"{it['false'] / max(1, told):.3f}", f"{it['tested']}"]
        )  # fmt: skip
    header = ["after", "planted", "found", *(f"{size} people" for size in sizes),
              "told, not planted", "false discoveries", "accounts tested"]  # fmt: skip
    return table(header, rows)


def _table_others(tally: Tally) -> str:
    it = tally.others
    rows = [
        [
            "half of the lists failed or were cut",
            "laid to the network",
            f"{it['missing, network']}",
        ],
        ["", "audiences compared", f"{it['audiences']}"],
        ["", "followers that came or went in them", f"{it['lost']}"],
        ["", "audiences said not to compare", f"{it['not told']}"],
        ["other weights, same data", "laid to the settings", f"{it['settings']}"],
        ["", "laid to anything else", f"{it['not settings']}"],
    ]
    return table(["what was done", "what is told", "count"], rows)


class _Broken(SimulatedPlatform):
    """A platform of which every fourth list cannot be read, and every fourth is cut short."""

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """A page, an empty hand or a few rows."""
        page = super().fetch(subject_id, listing, cursor)
        match sum(map(ord, f"{subject_id}{listing}")) % 4:
            case 0:
                return Page(ended=Ended.FAILED, why="it did not answer", is_one_server=True)
            case 1:
                return replace(
                    page, edges=page.edges[:3], cursor=None, ended=Ended.CUT, why="a limit"
                )
        return page


@contextmanager
def _copy(first: Workspace) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        yield Workspace(Path(shutil.copytree(first.root, Path(folder) / "copy")))


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
            done[place]["post_id"], None, is_newest_first=True,
        )
        for place in order.tolist()
    ]  # fmt: skip
    budget = Budget(niche.limits.model_copy(update={"calls": None}))
    report = CollectReport(platform.name)
    with Reader(workspace, niche, platform, budget, report, lambda _: None) as reader:
        reader.read(visits)
        with reader.open() as store:
            rebuild_edges(store)


def _read_listings(workspace: Workspace) -> list[dict[str, Any]]:
    with Store(workspace) as store:
        rows = store._connection.sql(
            "select distinct account_id, listing, post_id from visit "
            "join account on account_no = subject_no left join post using (post_no) "
            "where ended is not null order by all"
        )
        found: list[dict[str, Any]] = rows.pl().to_dicts()
    return found


def _read_listed(workspace: Workspace) -> list[str]:
    """The first creators of the ranking that has just been made, by id."""
    with Store(workspace) as store:
        head = store.query("change/heads", niche=NICHE).row(0, named=True)
        accounts = store.query("change/ranked", ranking_no=head["ranking_no"])
    listed = accounts.filter(pl.col("list") == "creators", pl.col("rank") <= LISTED)
    return sorted(listed["account_id"].to_list())
