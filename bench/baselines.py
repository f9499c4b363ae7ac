"""What a plain tool says of the same stored graph: no niche, no roles, no caps, no corrections."""

import duckdb
import igraph
import numpy as np
import polars as pl

from bench.measures import FloatArray
from leaders.settings import Workspace

BASELINES = ("in_degree", "pagerank", "betweenness", "harmonic")


def measure_plainly(workspace: Workspace) -> pl.DataFrame:
    """Every account that anybody points at, with the four metrics of `BASELINES` by igraph.

    All layers together, each pair once, weighted by what was counted for PageRank alone.
    """
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        edges = connection.sql(
            "select source_no, target_no, sum(weight) as weight from edge "
            "where source_no <> target_no group by all order by all"
        ).pl()
        accounts = connection.sql(
            "select account_no, account_id, kind from account order by 1"
        ).pl()
    return accounts.join(_measure(edges), on="account_no", how="inner")


def _measure(edges: pl.DataFrame) -> pl.DataFrame:
    numbers = np.unique(np.concatenate([edges["source_no"], edges["target_no"]]))
    ends = np.searchsorted(numbers, edges.select("source_no", "target_no").to_numpy())
    graph = igraph.Graph(n=len(numbers), edges=ends, directed=True)
    values: dict[str, FloatArray] = {
        "in_degree": np.array(graph.indegree(), dtype=float),
        "pagerank": np.array(graph.pagerank(weights=edges["weight"].to_list())),
        "betweenness": np.array(graph.betweenness()),
        "harmonic": np.array(graph.harmonic_centrality(mode="in")),
    }
    frame = pl.DataFrame({"account_no": numbers.astype(np.int32), **values})
    return frame.filter(pl.col("in_degree") > 0)
