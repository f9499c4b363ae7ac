"""DuckDB stores of a made-up graph: filled through the product's own store, read by everyone."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl

from bench.engine.graphs import Edges
from leaders.settings import Workspace
from leaders.store import Store

FIRST, PAST, LAST = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3))
"""When the first visit ended, the past moment that is asked for, and when the last one ended."""
LATER_SHARE = 0.05
"""The share of the edges that only the last visit saw."""
KIND = "follow"

PLAIN_EDGES = "select source_no, target_no, weight from edge"
PLAIN_NODES = "select max(account_no) + 1 from account"


def fill_store(folder: Path, edges: Edges, *, with_seen: bool) -> None:
    """Write the accounts (numbers 0..n-1), two visits and the edges, in the product's own order.

    with_seen: the observations as well, which only a look into the past reads.
    """
    random = np.random.Generator(np.random.PCG64(0))
    with Store(Workspace(folder)) as store:
        numbers = pl.int_range(edges.node_count, dtype=pl.Int32, eager=True).alias("account_no")
        accounts = numbers.to_frame().with_columns(
            account_id=pl.format("bench:{}", "account_no"),
            kind=pl.lit("person"),
            account_key=random.integers(0, 2**63, edges.node_count).astype(np.uint64),
        )
        store.append("account", accounts)
        store.append("visit", _visits())
        for source, target, weight in edges.chunks():
            chunk = pl.DataFrame({"source_no": source, "target_no": target, "weight": weight})
            chunk = chunk.with_columns(kind=pl.lit(KIND))
            store.append("edge", chunk)
            if with_seen:
                visit = 1 + (random.random(len(source)) < LATER_SHARE)
                store.append(
                    "edge_seen", chunk.with_columns(visit_no=pl.Series(visit, dtype=pl.Int32))
                )
        _put_in_order(store)


def _put_in_order(store: Store) -> None:
    """What `rebuild_edges` does, with the edges that are there as those that are current."""
    store._connection.execute("create temp table current_edge as select * from edge")
    for step in ("clear", "clear_order", "order_nodes", "rebuild", "forget_current"):
        store.execute(f"edge/{step}")


def _visits() -> pl.DataFrame:
    """Two visits that saw a part of the world: neither takes an edge away."""
    return pl.DataFrame(
        {
            "visit_no": [1, 2],
            "platform": "files",
            "listing": "edges",
            "fetched_count": 0,
            "started_at": [FIRST, LAST],
            "ended_at": [FIRST, LAST],
            "ended": "cut",
        }
    )
