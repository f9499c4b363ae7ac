"""The graphs that are read: who points at whom, which niches there are, and what is true.

The real ones are found as in ``bench.datasets``; without them there are the simulated ones alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

import networkx as nx
import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.datasets import find_data
from leaders.platforms.simulated import simulate

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

BEST = 50
BEST_OF_SIMULATED = 30
"""A simulated niche has no more leaders worth the name."""
SEEDS = 5
COMMUNITIES = ("community 1", "community 2")
"""Niches where nobody names any: the largest communities of the graph."""
FEWEST_LISTS = 25
"""A niche in which hardly anybody's list is known is none to crawl."""


@dataclass(frozen=True, eq=False)
class Lists:
    """A list for every account, as compressed rows."""

    start: Numbers
    rows: Numbers

    @classmethod
    def of(cls, owner: Numbers, row: Numbers, count: int) -> "Lists":
        """The rows of each owner, in the order in which they are given."""
        order = np.argsort(owner, kind="stable")
        start = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=count))))
        return cls(start, row[order])

    def __getitem__(self, number: int) -> Numbers:
        return self.rows[self.start[number] : self.start[number + 1]]


@dataclass(eq=False)
class World:
    """A graph of accounts 0, 1, ...; undirected ones hold each tie in both directions.

    ``niches`` are the members by name; ``named`` are the accounts that a person would name for a
    niche, where somebody planted some.
    """

    name: str
    source: Numbers
    target: Numbers
    count: int
    is_directed: bool
    niches: dict[str, Flags] = field(default_factory=dict)
    named: dict[str, Numbers] = field(default_factory=dict)
    is_hidden: Flags | None = None
    is_limited: Flags | None = None
    is_gone: Flags | None = None

    def __post_init__(self) -> None:
        nobody = np.zeros(self.count, bool)
        self.is_hidden = nobody if self.is_hidden is None else self.is_hidden
        self.is_limited = nobody if self.is_limited is None else self.is_limited
        self.is_gone = nobody if self.is_gone is None else self.is_gone

    @cached_property
    def following(self) -> Lists:
        """Whom each account points at."""
        return Lists.of(self.source, self.target, self.count)

    @cached_property
    def followers(self) -> Lists:
        """Who points at each account."""
        if not self.is_directed:
            return self.following
        return Lists.of(self.target, self.source, self.count)

    def truth(self, niche: str | None) -> Numbers:
        """How many point at each account: of everybody, or of a niche's members alone."""
        counted = self.target if niche is None else self.target[self.niches[niche][self.source]]
        return np.bincount(counted, minlength=self.count)

    def best(self, niche: str | None) -> int:
        """How many of the best connected are to be found."""
        return BEST_OF_SIMULATED if niche in self.named else BEST

    def seeds(self, niche: str | None, run: int) -> Numbers:
        """Five accounts to start from, drawn anew for each run."""
        if niche in self.named:
            pool = self.named[niche]
        else:
            is_member = np.ones(self.count, bool) if niche is None else self.niches[niche]
            is_tied = np.diff(self.following.start) + np.diff(self.followers.start) > 0
            pool = np.flatnonzero(is_member & is_tied & ~self.is_gone)
        return np.random.default_rng(100 + run).choice(pool, SEEDS, replace=False)


def list_worlds() -> dict[str, tuple[str, ...]]:
    """The names of the worlds that there are, with their niches; the slowest first."""
    real = {
        "Facebook": ("company", "government", "politician", "tvshow"),
        "Nostr": COMMUNITIES,
        "Twitch ENGB": COMMUNITIES,
        **{f"Twitch {language}": () for language in ("DE", "ES", "FR", "PTBR")},
    }
    made = {"simulated 20,000": ("knitting",), "simulated 3,000": ("knitting",)}
    try:
        find_data()
    except FileNotFoundError:
        return made
    return real | made


def make_world(name: str, run: int) -> World:
    """Make a world by its name. The small simulated society is another one in each run."""
    if name == "simulated 3,000":
        return _simulated(name, 1 + run, 3_000)
    return _make_lasting(name)


@cache
def _make_lasting(name: str) -> World:
    makers: dict[str, Callable[[], World]] = {
        "Facebook": _facebook,
        "Nostr": _nostr,
        "simulated 20,000": partial(_simulated, "simulated 20,000", 1, 20_000),
    }
    return makers[name]() if name in makers else _twitch(name)


def world_of(
    name: str, source: Numbers, target: Numbers, count: int, *, is_directed: bool, **more: object
) -> World:
    """A world without loops and doubles, its rows in an order that tells nothing."""
    keep = source != target
    source, target = source[keep].astype(np.int64), target[keep].astype(np.int64)
    if not is_directed:
        source, target = np.concatenate((source, target)), np.concatenate((target, source))
    pairs = np.random.default_rng(7).permutation(np.unique(source * count + target))
    return World(name, pairs // count, pairs % count, count, is_directed, **more)


def _twitch(name: str) -> World:
    language = name.removeprefix("Twitch ")
    ties = pl.read_csv(find_data() / f"twitch/{language}_edges.csv").to_numpy()
    world = world_of(name, ties[:, 0], ties[:, 1], int(ties.max()) + 1, is_directed=False)
    if list_worlds()[name]:
        world.niches.update(_communities(world))
    return world


def _facebook() -> World:
    folder = find_data() / "facebook_pages"
    pages = pl.read_parquet(folder / "pages.parquet")
    pages = pages.with_columns(pl.col("id").cast(pl.Int64)).sort("id")
    ties = pl.read_parquet(folder / "likes.parquet").to_numpy().astype(np.int64)
    kind = pages["page_type"].to_numpy()
    world = world_of("Facebook", ties[:, 0], ties[:, 1], len(pages), is_directed=False)
    world.niches.update({str(name): kind == name for name in np.unique(kind)})
    return world


def _nostr() -> World:
    follows = pl.read_parquet(find_data() / "nostr/follows.parquet").select("src", "dst")
    source, target = follows["src"].to_numpy(), follows["dst"].to_numpy()
    ids = np.unique(np.concatenate((source, target)))
    source, target = np.searchsorted(ids, source), np.searchsorted(ids, target)
    world = world_of("Nostr", source, target, len(ids), is_directed=True)
    world.niches.update(_communities(world))
    return world


def _simulated(name: str, seed: int, accounts: int) -> World:
    network = simulate(seed, accounts=accounts)
    truth, number = network.truth, {handle: i for i, handle in enumerate(network.handles)}
    return world_of(
        name, network.follows.source, network.follows.target, accounts, is_directed=True,
        niches={niche: truth.niche == niche for niche in network.niches[:1]},
        named={
            niche: np.array([number[handle] for handle in network.seeds(niche)])
            for niche in network.niches[:1]
        },
        is_hidden=truth.is_hidden, is_limited=truth.is_limited, is_gone=truth.is_gone,
    )  # fmt: skip


def _communities(world: World) -> dict[str, Flags]:
    """The largest communities that Louvain's method finds."""
    graph = nx.Graph()
    graph.add_nodes_from(range(world.count))
    graph.add_edges_from(zip(world.source.tolist(), world.target.tolist(), strict=True))
    found = sorted(nx.community.louvain_communities(graph, seed=1), key=len, reverse=True)
    has_list = np.diff(world.following.start) > 0
    large = []
    for members in found:
        flags = np.zeros(world.count, bool)
        flags[list(members)] = True
        if (flags & has_list).sum() >= FEWEST_LISTS:
            large.append(flags)
    return dict(zip(COMMUNITIES, large, strict=False))
