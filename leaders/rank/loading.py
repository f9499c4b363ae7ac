"""From stored edges to graphs: arrays of numbers, no text and no hashing on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.graph import Graph, build_graph
from leaders.model import STATE_KINDS, EdgeKind
from leaders.store import Store
from leaders.store.observations import see_edges

FOLLOWS, INTERACTIONS = 0, 1
WEIGHT_DECIMALS = 9


@dataclass(frozen=True, eq=False)
class Nodes:
    """Which account is which node of a graph.

    Nodes stand in the order of ``node_order_of``: by edges received, most first. Rows of one length
    stand together, which the processor foresees (PageRank: 0.7 x the time).

    account_no: int32, shape (n,), by node.
    key: uint64, shape (n,), by node.
    node_of: int32, by account number; -1 for an account that is none.
    """

    account_no: NDArray[np.int32]
    key: NDArray[np.uint64]
    node_of: NDArray[np.int32]


def load_graph(
    store: Store, as_of: datetime, weights: Mapping[EdgeKind, float] | None = None
) -> tuple[Graph, Nodes]:
    """All accounts and edges of a store as of a moment, follows and interactions together.

    weights: what an edge of each kind counts; kinds that are not named, and all when nothing is
    given, count 1.
    """
    see_edges(store, as_of)
    layers = dict.fromkeys(EdgeKind, FOLLOWS)
    put_kinds(store, layers, {kind: (weights or {}).get(kind, 1.0) for kind in EdgeKind})
    nodes = number_nodes(store)
    return read_layer(store, nodes, FOLLOWS), nodes


def put_kinds(
    store: Store, layers: Mapping[EdgeKind, int], weights: Mapping[EdgeKind, float]
) -> None:
    """Say in which layer an edge of each kind counts, and how much."""
    rows = [(str(kind), layer, float(weights[kind])) for kind, layer in layers.items()]
    schema = {"kind": pl.String, "layer": pl.UInt8, "weight": pl.Float64}
    store.execute("graph/kind_weights")
    store.append("kind_weight", pl.DataFrame(rows, schema=schema, orient="row"))


def layers_of_kinds() -> dict[EdgeKind, int]:
    """Follows and memberships are one layer, what people do with posts is the other."""
    return {kind: FOLLOWS if kind in STATE_KINDS else INTERACTIONS for kind in EdgeKind}


def number_nodes(store: Store, candidate_no: NDArray[np.integer] | None = None) -> Nodes:
    """The nodes of a niche's graph: its candidates and all who pay attention to them.

    All accounts of the store when no candidates are given. ``seen_edge`` is looked at.
    """
    accounts, order = store.arrays("graph/keys"), store.arrays("graph/order")["account_no"]
    extent = int(order.max()) + 1 if len(order) else 0
    if candidate_no is not None:
        is_node = np.zeros(extent, dtype=bool)
        is_node[candidate_no] = True
        is_candidate = is_node.copy()
        for pairs in store.stream("graph/pairs"):
            is_node[pairs["source_no"][is_candidate[pairs["target_no"]]]] = True
        order = order[is_node[order]]
    key = np.zeros(extent, dtype=np.uint64)
    key[accounts["account_no"]] = accounts["account_key"]
    node_of = np.full(extent, -1, dtype=np.int32)
    node_of[order] = np.arange(len(order), dtype=np.int32)
    return Nodes(order, key[order], node_of)


def read_layer(store: Store, nodes: Nodes, layer: int) -> Graph:
    """The edges of a layer that join two nodes; needs `put_kinds` and a ``seen_edge``."""
    edges = _read_edges(store, nodes.node_of, layer)
    edge_count = len(edges[0])
    graph = build_graph(*edges, node_count=len(nodes.account_no))
    if graph.weight is None or graph.edge_count == edge_count:
        return graph
    # Which of several posts came first must not change the last bits of a sum.
    return replace(graph, weight=np.round(graph.weight, WEIGHT_DECIMALS))


def _read_edges(
    store: Store, node_of: NDArray[np.int32], layer: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """(source, target, weight) of the edges between nodes.

    Room is made for all edges of the store; the system gives memory for what is filled alone.
    """
    room = int(store.value("graph/edge_count"))
    source, target = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int32)
    weight = np.empty(room)
    filled = 0
    for edges in store.stream("graph/edges", layer=layer):
        s, t = node_of[edges["source_no"]], node_of[edges["target_no"]]
        w = edges["weight"]
        kept = (s >= 0) & (t >= 0)
        if not kept.all():
            s, t, w = s[kept], t[kept], w[kept]
        end = filled + len(s)
        source[filled:end], target[filled:end], weight[filled:end] = s, t, w
        filled = end
    return source[:filled], target[:filled], weight[:filled]
