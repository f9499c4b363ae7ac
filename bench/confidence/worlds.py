"""Worlds of which everything is known, and the network of a niche as far as it is looked at.

An actor is seen with all that it did, or not at all. The product's own functions do the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.datasets import find_data
from bench.measures import FloatArray
from leaders.graph import build_graph
from leaders.platforms.simulated import Network, simulate
from leaders.rank.attention import discount_exchanges, saturate
from leaders.rank.network import NicheNetwork, PostActors

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

TWITCH = ("ENGB", "DE", "ES", "FR", "PTBR")
MOST_CANDIDATES = 2_000
NONE = np.empty(0, dtype=np.int64)
LIKELY, UNLIKELY = 0.95, 0.05
"""The probability to be of the niche that the simulation's truth stands for."""
NEWEST_POSTS = 20


@dataclass(frozen=True, eq=False)
class World:
    """Everything that happened: columns of edges, source -> target, newest first where known.

    post: of each interaction; author: of each post, the candidate's row, ascending.
    candidate: their nodes. probability: of each node, None where membership is not judged.
    is_declared: whether the platform tells how many followers there are.
    """

    name: str
    node_count: int
    candidate: IntArray
    follows: tuple[IntArray, IntArray] = (NONE, NONE)
    interactions: tuple[IntArray, IntArray] = (NONE, NONE)
    weight: FloatArray | None = None
    post: IntArray | None = None
    author: IntArray = field(default_factory=lambda: NONE)
    probability: FloatArray | None = None
    is_declared: bool = False

    @property
    def edge_count(self) -> int:
        """How many follows and interactions there are."""
        return len(self.follows[0]) + len(self.interactions[0])

    def see_actors(self, is_seen: BoolArray) -> NicheNetwork:
        """The network of what some of the actors did; is_seen: shape (n,)."""
        return self.see(is_seen[self.follows[0]], is_seen[self.interactions[0]])

    def see(
        self, follows: BoolArray, interactions: BoolArray, is_hidden: BoolArray | None = None
    ) -> NicheNetwork:
        """The network of the rows that are seen; is_hidden: whose lists nobody can read."""
        n, c = self.node_count, len(self.candidate)
        source, target = (ends[follows] for ends in self.follows)
        read = ~is_hidden[self.candidate] if is_hidden is not None else np.ones(c, dtype=bool)
        candidates = pl.DataFrame(
            {"account_id": [f"{row:06d}" for row in range(c)], "is_read": read}
        )
        if self.is_declared:
            declared = np.bincount(self.follows[1], minlength=n)[self.candidate]
            seen = np.bincount(target, minlength=n)[self.candidate]
            candidates = candidates.with_columns(
                followers_count=pl.Series(declared),
                coverage=pl.Series(seen / np.maximum(declared, 1)),
            )
        spent = None if self.weight is None else self.weight[interactions]
        actor, liked = (ends[interactions] for ends in self.interactions)
        counted = saturate(build_graph(actor, liked, spent, node_count=n))
        return NicheNetwork(
            candidates,
            self.candidate,
            np.arange(n, dtype=np.uint64) + np.uint64(1),
            build_graph(source, target, node_count=n),
            counted,
            probability=self.probability,
            is_judged=self.probability is not None,
            attended=discount_exchanges(counted, self.candidate),
            given=counted.out_strength(),
            posts=self._see_posts(actor, interactions),
        )

    def _see_posts(self, actor: IntArray, interactions: BoolArray) -> PostActors | None:
        if self.post is None:
            return None
        post, n = self.post[interactions], self.node_count
        kept = post >= 0
        graph = build_graph(actor[kept], n + post[kept], node_count=n + len(self.author))
        return PostActors(graph.unweighted(), self.author)


def simulated_world(seed: int, accounts: int = 8_000) -> World:
    """A niche of a simulated network, everything seen and declared; membership known."""
    return world_of(simulate(seed, accounts), seed)


def world_of(network: Network, seed: int) -> World:
    """The niche of a network whose turn it is with this seed."""
    truth, events = network.truth, network.interactions
    niche = network.niches[seed % len(network.niches)]
    states = (network.follows, network.memberships)
    follows = tuple(
        np.concatenate([getattr(s, end) for s in states]) for end in ("source", "target")
    )
    is_received = np.zeros(len(network.ids), dtype=bool)
    is_received[follows[1]] = is_received[events.target] = True
    candidate = np.flatnonzero((truth.niche == niche) & (truth.role != "audience") & is_received)
    posts = network.posts
    row_of = np.full(len(network.ids), -1)
    row_of[candidate] = np.arange(len(candidate))
    author, number = _newest_posts(row_of[posts.author])
    is_own = posts.author[events.post] == events.target
    return World(
        f"simulated, {len(network.ids):,} accounts",
        len(network.ids),
        candidate,
        (follows[0], follows[1]),
        (events.source, events.target),
        post=np.where(is_own, number[events.post], -1),
        author=author,
        probability=np.where(truth.niche == niche, LIKELY, UNLIKELY),
        is_declared=True,
    )


def real_worlds() -> Iterator[World]:
    """The real graphs that are complete; nothing is declared and membership is not judged."""
    data = find_data()
    twitch = data / "twitch"
    for language in TWITCH:
        ends = pl.read_csv(twitch / f"{language}_edges.csv").to_numpy()
        yield _undirected(f"Twitch {language}", ends)
    likes = pl.read_parquet(data / "facebook_pages/likes.parquet", columns=["id_1", "id_2"])
    yield _undirected("Facebook pages", likes.to_numpy())
    rows = pl.read_csv(data / "congress/interactions.csv")
    names = np.unique(rows.select("actor", "target").to_numpy())
    source, target = (np.searchsorted(names, rows[end].to_numpy()) for end in ("actor", "target"))
    weight = rows["n_interactions"].to_numpy().astype(np.float64)
    yield World(
        "US Congress", len(names), _most_pointed_at(target, len(names)),
        interactions=(source, target), weight=weight,
    )  # fmt: skip


def _undirected(name: str, ends: NDArray[np.integer]) -> World:
    """Both ends of a friendship attend to each other; nobody to itself."""
    numbers = np.unique(ends)
    one, other = np.searchsorted(numbers, ends[ends[:, 0] != ends[:, 1]]).T
    source, target = np.concatenate([one, other]), np.concatenate([other, one])
    return World(name, len(numbers), _most_pointed_at(target, len(numbers)), (source, target))


def _most_pointed_at(target: IntArray, node_count: int) -> IntArray:
    received = np.bincount(target, minlength=node_count)
    first = np.argsort(-received, kind="stable")[:MOST_CANDIDATES]
    return np.sort(first[received[first] > 0])


def _newest_posts(author: IntArray) -> tuple[IntArray, IntArray]:
    """(author of each newest post, ascending; the number of each post, -1 where it is none).

    author: the candidate's row of each post, newest first, -1 of others.
    """
    order = np.argsort(author, kind="stable")
    of = author[order]
    place = np.arange(len(of)) - np.searchsorted(of, of)
    chosen = order[(of >= 0) & (place < NEWEST_POSTS)]
    number = np.full(len(author), -1)
    number[chosen] = np.arange(len(chosen))
    return author[chosen], number
