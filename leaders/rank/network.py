"""What the components of a score look at: a niche's graph in layers, as arrays."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.errors import LeadersError
from leaders.graph import Graph, merge_graphs
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

CAP = 3.0
"""Interactions of one actor with one target beyond this count for nothing (science: actor cap)."""


@dataclass(frozen=True, eq=False)
class NicheNetwork:
    """The candidates of a niche and all who pay attention to them.

    ``candidates`` has a row a candidate (account_no, account_id, kind, followers_count,
    coverage, response), sorted by account_id; ``node`` gives each row's node in the graphs.
    ``key`` is that of each node's account. ``follows`` are follows and memberships,
    ``counted`` the interactions of each pair, as counted.
    """

    candidates: pl.DataFrame
    node: NDArray[np.int64]
    key: NDArray[np.uint64]
    follows: Graph
    counted: Graph

    @cached_property
    def interactions(self) -> Graph:
        """Interactions, each pair's saturated: s = log2(1 + min(c, 3)), so 1 -> 1, 3 -> 2, flat."""
        if self.counted.weight is None:
            return self.counted
        return replace(self.counted, weight=np.log2(1 + np.minimum(self.counted.weight, CAP)))

    @cached_property
    def everything(self) -> Graph:
        """All layers, weights as counted."""
        return merge_graphs(self.follows, self.counted)

    def of_candidates(self, values: FloatArray) -> FloatArray:
        """The values of the candidates out of the values of all nodes."""
        picked: FloatArray = np.asarray(values, dtype=np.float64)[self.node]
        return picked


def load_network(store: Store, niche: Niche, as_of: datetime) -> NicheNetwork:
    """Read a niche's graph as of a moment.

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
    response = store.query("rank/post_response", as_of=as_of)
    candidates = candidates.join(response, on="account_no", how="left", maintain_order="left")
    account_no = candidates["account_no"].to_numpy()
    nodes = number_nodes(store, account_no)
    return NicheNetwork(
        candidates=candidates,
        node=nodes.node_of[account_no].astype(np.int64),
        key=nodes.key,
        follows=read_layer(store, nodes, FOLLOWS),
        counted=read_layer(store, nodes, INTERACTIONS),
    )
