"""What the components of a score look at: a niche's graph in layers, as arrays."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.errors import LeadersError
from leaders.graph import Graph, build_graph
from leaders.model import STATE_KINDS, EdgeKind
from leaders.niche import Niche
from leaders.store import Store
from leaders.store.observations import share_niche

FloatArray = NDArray[np.float64]

FOLLOWS, INTERACTIONS = 0, 1
CAP = 3.0
"""Interactions of one actor with one target beyond this count for nothing (science: actor cap)."""


@dataclass(frozen=True, eq=False)
class NicheNetwork:
    """The candidates of a niche and all who pay attention to them.

    ``candidates`` has a row a candidate (account_no, account_id, kind, followers_count,
    coverage, response), sorted by account_id; ``node`` gives each row's node in the graphs.
    """

    candidates: pl.DataFrame
    node: NDArray[np.int64]
    node_count: int
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    layer: NDArray[np.uint8]
    weight: FloatArray

    @cached_property
    def follows(self) -> Graph:
        """Follows and memberships."""
        return self._build(self.layer == FOLLOWS, self.weight)

    @cached_property
    def interactions(self) -> Graph:
        """Interactions, each pair's saturated: s = log2(1 + min(c, 3)), so 1 -> 1, 3 -> 2, flat."""
        return self._build(self.layer == INTERACTIONS, np.log2(1 + np.minimum(self.weight, CAP)))

    @cached_property
    def everything(self) -> Graph:
        """All layers, weights as counted."""
        return self._build(np.ones(len(self.layer), dtype=bool), self.weight)

    def of_candidates(self, values: FloatArray) -> FloatArray:
        """The values of the candidates out of the values of all nodes."""
        picked: FloatArray = np.asarray(values, dtype=np.float64)[self.node]
        return picked

    def _build(self, rows: NDArray[np.bool_], weight: FloatArray) -> Graph:
        return build_graph(
            self.source[rows], self.target[rows], weight[rows], node_count=self.node_count
        )


def load_network(store: Store, niche: Niche, as_of: datetime) -> NicheNetwork:
    """Read a niche's graph as of a moment.

    Raises ``LeadersError`` for a niche without candidates.
    """
    share_niche(store, niche.name, as_of)
    store.execute("graph/kind_weights")
    store.append("kind_weight", _kind_weights(niche))
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
    store.execute("graph/nodes")
    numbers = store.arrays("graph/node_order")["account_no"]
    node_of = np.zeros(numbers.max() + 1, dtype=np.int64)
    node_of[numbers] = np.arange(len(numbers))
    edges = store.arrays("graph/edges")
    return NicheNetwork(
        candidates=candidates,
        node=node_of[candidates["account_no"].to_numpy()],
        node_count=len(numbers),
        source=node_of[edges["source_no"]],
        target=node_of[edges["target_no"]],
        layer=edges["layer"],
        weight=edges["weight"],
    )


def _kind_weights(niche: Niche) -> pl.DataFrame:
    rows = [
        (str(kind), FOLLOWS if kind in STATE_KINDS else INTERACTIONS, niche.weight_of(kind))
        for kind in EdgeKind
    ]
    schema = {"kind": pl.String, "layer": pl.UInt8, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
