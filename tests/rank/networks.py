"""Networks and evidence made by hand, with numbers for accounts."""

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from leaders.graph import Graph, build_graph
from leaders.rank.membership import Evidence
from leaders.rank.network import NicheNetwork


def make_graph(edges: Iterable[Sequence[float]], node_count: int) -> Graph:
    """A graph of (source, target) or (source, target, weight)."""
    rows = [(*edge, 1.0)[:3] for edge in edges]
    source, target, weight = np.array(rows, dtype=float).reshape(-1, 3).T
    return build_graph(source.astype(int), target.astype(int), weight, node_count=node_count)


def make_network(
    node_count: int,
    follows: Iterable[Sequence[float]] = (),
    interactions: Iterable[Sequence[float]] = (),
    candidates: Sequence[int] | None = None,
    following: dict[int, int] | None = None,
    **columns: list,
) -> NicheNetwork:
    """A network of nodes 0..n-1, all of them candidates unless said; accounts are numbered so."""
    rows = list(range(node_count)) if candidates is None else list(candidates)
    follows_count = np.zeros(node_count)
    for node, count in (following or {}).items():
        follows_count[node] = count
    frame = pl.DataFrame(
        {
            "account_no": pl.Series(rows, dtype=pl.Int32),
            "account_id": [f"files:d/{row:04d}" for row in rows],
            "kind": ["person"] * len(rows),
            "followers_count": pl.Series(
                columns.pop("followers", [None] * len(rows)), dtype=pl.Int64
            ),
            "coverage": pl.Series(columns.pop("coverage", [None] * len(rows)), dtype=pl.Float64),
            "response": pl.Series(columns.pop("response", [None] * len(rows)), dtype=pl.Float64),
        }
    ).with_columns(**{name: pl.Series(values) for name, values in columns.items()})
    return NicheNetwork(
        candidates=frame,
        node=np.array(rows, dtype=np.int64),
        key=np.arange(node_count, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15),
        follows=make_graph(follows, node_count),
        counted=make_graph(interactions, node_count),
        account_no=np.arange(node_count, dtype=np.int32),
        following=follows_count,
    )


def make_evidence(count: int, seeds: Sequence[int] = (), **said) -> Evidence:
    """Nothing is known but the seeds and what is said: {row: value} of each field."""

    def fill(name: str, default: float, dtype: type) -> np.ndarray:
        values = np.full(count, default, dtype=dtype)
        for row, value in said.get(name, {}).items():
            values[row] = value
        return values

    return Evidence(
        is_seed=np.isin(np.arange(count), list(seeds)),
        is_named=fill("is_named", False, bool),
        is_member=fill("is_member", np.nan, float),
        share=fill("share", np.nan, float),
        support=fill("support", 0, float),
        words=fill("words", np.nan, float),
        lists=fill("lists", 0, float),
        was_in=fill("was_in", False, bool),
    )
