"""What the components of a score look at: a niche's graph in layers, as arrays."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.errors import LeadersError
from leaders.graph import Graph, induced_subgraph, merge_graphs
from leaders.model import EdgeKind
from leaders.niche import Niche
from leaders.rank.loading import (
    FOLLOWS,
    INTERACTIONS,
    layers_of_kinds,
    number_nodes,
    put_kinds,
    read_layer,
)
from leaders.store import Store
from leaders.store.observations import share_niche

FloatArray = NDArray[np.float64]

MASS_FOLLOWING = 1_500
"""Who follows more accounts than this says nothing by one follow more (HypeAuditor's bound)."""


@dataclass(frozen=True, eq=False)
class NicheNetwork:
    """The candidates of a niche and all who pay attention to them; n nodes, c candidates.

    candidates: a row a candidate (account_no, account_id, kind, followers_count, coverage,
        response, is_read), sorted by account_id.
    node: each candidate's node, shape (c,). key: of each node's account, shape (n,).
    account_no: of each node, shape (n,).
    follows: follows and memberships. counted: the interactions of each pair, as counted.
    following: how many accounts each node follows, as far as is known, shape (n,).
    probability: how likely each node is to be of the niche, shape (n,); 1 each until judged.
    is_judged: whether membership was judged, so that the probabilities say something.
    attended: the interactions of a pair as they count (see `load_attention`).
    given: all that each node gave before exchanges were discounted, shape (n,).
    posts: who engaged with which of a candidate's newest posts (see `PostActors`).
    """

    candidates: pl.DataFrame
    node: NDArray[np.int64]
    key: NDArray[np.uint64]
    follows: Graph
    counted: Graph
    account_no: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    following: FloatArray | None = None
    probability: FloatArray | None = None
    is_judged: bool = False
    attended: Graph | None = None
    given: FloatArray | None = None
    posts: "PostActors | None" = None

    @cached_property
    def everything(self) -> Graph:
        """All layers, weights as counted."""
        return merge_graphs(self.follows, self.counted)

    @property
    def attention(self) -> Graph:
        """The interactions of a pair as they count; as counted until they were weighed."""
        return self.counted if self.attended is None else self.attended

    @property
    def activity(self) -> FloatArray:
        """How much attention each node gives in all, at least one, shape (n,).

        What an exchange was discounted stays in it: else it would be handed to others.
        """
        given = self.attention.out_strength() if self.given is None else self.given
        activity: FloatArray = np.maximum(1.0, given)
        return activity

    @cached_property
    def is_read(self) -> NDArray[np.bool_]:
        """Whose interactions were looked for, shape (c,)."""
        if "is_read" not in self.candidates.columns:
            return np.ones(len(self.node), dtype=bool)
        return self.candidates["is_read"].fill_null(True).to_numpy()

    @cached_property
    def p(self) -> FloatArray:
        """How likely each node is to be of the niche, shape (n,)."""
        if self.probability is None:
            return np.ones(self.follows.node_count)
        return self.probability

    @cached_property
    def mean_p(self) -> float:
        """The mean of p over all nodes: what is expected of somebody unknown."""
        return float(self.p.mean()) if len(self.p) else 0.0

    @cached_property
    def follows_many(self) -> NDArray[np.bool_]:
        """Which nodes follow so many that one follow says nothing, shape (n,)."""
        if self.following is None:
            return np.zeros(self.follows.node_count, dtype=bool)
        return self.following > MASS_FOLLOWING

    def of_candidates(self, values: FloatArray) -> FloatArray:
        """The values of the candidates out of the values of all nodes."""
        picked: FloatArray = np.asarray(values, dtype=np.float64)[self.node]
        return picked

    def column(self, name: str) -> FloatArray:
        """A column of the candidates as numbers, NaN where nothing is known."""
        if name not in self.candidates.columns:
            return np.full(len(self.node), np.nan)
        values: FloatArray = self.candidates[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        return values

    def keep(self, is_kept: NDArray[np.bool_]) -> "NicheNetwork":
        """The same network with fewer candidates; nobody's attention is forgotten."""
        if is_kept.all():
            return self
        posts = None if self.posts is None else self.posts.of_rows(np.flatnonzero(is_kept))
        return replace(
            self,
            candidates=self.candidates.filter(pl.Series(is_kept)),
            node=self.node[is_kept],
            posts=posts,
        )


@dataclass(frozen=True, eq=False)
class PostActors:
    """Who engaged with the newest posts of the candidates.

    graph: actor -> post; the nodes are those of the network and behind them the posts.
    author: the candidate (row) of each post, ascending, shape (posts,).
    """

    graph: Graph
    author: NDArray[np.int64]

    @property
    def nodes(self) -> NDArray[np.int64]:
        """The node of every post."""
        count = self.graph.node_count
        return np.arange(count - len(self.author), count)

    def of_rows(self, rows: NDArray[np.int64]) -> "PostActors":
        """Those of fewer candidates, whose rows are renumbered 0, 1, ..."""
        place = np.full(int(self.author.max(initial=-1)) + 1, -1)
        known = rows[rows < len(place)]
        place[known] = np.searchsorted(rows, known)
        kept = np.flatnonzero(place[self.author] >= 0)
        n = self.graph.node_count - len(self.author)
        nodes = np.concatenate([np.arange(n), n + kept])
        return PostActors(induced_subgraph(self.graph, nodes), place[self.author[kept]])


def load_network(store: Store, niche: Niche, as_of: datetime) -> NicheNetwork:
    """Read a niche's graph as of a moment; nothing is judged yet.

    Raises ``LeadersError`` for a niche without candidates.
    """
    share_niche(store, niche.name, as_of)
    put_kinds(store, layers_of_kinds(), {kind: niche.weight_of(kind) for kind in EdgeKind})
    store.execute("graph/candidates", niche=niche.name, as_of=as_of, limit=niche.limits.candidates)
    candidates = store.query("rank/candidates", as_of=as_of)
    if candidates.is_empty():
        raise LeadersError(
            f"{niche.name} has no candidates as of {as_of:%Y-%m-%d %H:%M}; import its accounts "
            f"or edges (leaders import ... --niche {niche.name}) or collect it "
            f"(leaders run {niche.name})."
        )
    for name in ("rank/post_response", "rank/read_accounts"):
        known = store.query(name, as_of=as_of)
        candidates = candidates.join(known, on="account_no", how="left", maintain_order="left")
    account_no = candidates["account_no"].to_numpy()
    nodes = number_nodes(store, account_no)
    return NicheNetwork(
        candidates=candidates,
        node=nodes.node_of[account_no].astype(np.int64),
        key=nodes.key,
        follows=read_layer(store, nodes, FOLLOWS),
        counted=read_layer(store, nodes, INTERACTIONS),
        account_no=nodes.account_no,
        following=_count_following(store, nodes.node_of, len(nodes.account_no), as_of),
    )


def _count_following(
    store: Store, node_of: NDArray[np.int32], node_count: int, as_of: datetime
) -> FloatArray:
    """How many accounts each node follows: declared, or seen where more were seen."""
    counted = store.arrays("graph/following_counts", as_of=as_of)
    following = np.zeros(node_count)
    node = node_of[counted["account_no"]]
    kept = node >= 0
    most = np.maximum(counted["seen_count"], counted["following_count"])
    following[node[kept]] = most[kept]
    return following
