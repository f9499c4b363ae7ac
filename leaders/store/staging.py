"""From rows with native ids to numbered observations: what importing and collecting share.

Rows are staged in temporary tables, get their account and post numbers, and are appended. Call
these within one transaction of the store.
"""

import polars as pl

from leaders.store import Store
from leaders.store.suppression import find_suppressed

_TABLES = {
    "accounts": "staged_account",
    "edges": "staged_edge",
    "posts": "staged_post",
    "visits": "staged_visit",
    "found": "staged_found",
}


def begin_staging(store: Store) -> None:
    """Empty staging tables."""
    for table in (*_TABLES, "pages"):
        store.execute(f"staging/{table}")


def stage(store: Store, shape: str, frame: pl.DataFrame) -> None:
    """Add rows of a shape of ours; their ids are native where a prefix follows."""
    store.append(_TABLES[shape], frame)


def number_staged(store: Store, prefix: str, *, is_undirected: bool = False) -> None:
    """Give staged accounts and posts their numbers, and bring edges to numbers.

    ``prefix`` makes native ids permanent. Suppressed accounts get no number, and with that the
    rows that name them fall away.
    """
    store.execute("staging/ids", prefix=prefix)
    _drop_suppressed(store)
    store.execute("staging/number_accounts")
    store.execute("staging/numbers")
    store.execute("staging/number_posts", prefix=prefix)
    store.execute("staging/numbered_edges", prefix=prefix)
    store.execute("staging/edges")  # the text of the edges has served
    store.execute("staging/distinct_edges", undirected=is_undirected)
    store.execute("staging/kinds")
    store.execute("staging/communities")


def append_staged(
    store: Store, prefix: str, *, with_edges: bool = True, always: bool = False
) -> None:
    """Append what the staged visits saw; ``always`` also what says nothing new."""
    store.execute("staging/profiles", always=always)
    store.execute("staging/account_counts", always=always)
    store.execute("staging/post_authors", prefix=prefix)
    store.execute("staging/post_counts", prefix=prefix, always=always)
    if with_edges:
        store.execute("staging/append_edges")


def rebuild_edges(store: Store) -> None:
    """Write the current edges down anew, and the order in which accounts are nodes."""
    store.execute("edge/clear")
    store.execute("edge/clear_order")
    store.execute("edge/find_current")
    store.execute("edge/order_nodes")
    store.execute("edge/rebuild")
    store.execute("edge/forget_current")


def _drop_suppressed(store: Store) -> None:
    if not store.value("suppression/count"):
        return
    ids = store.query("staging/list_ids")["account_id"].to_list()
    store.execute("staging/suppressed")
    found = sorted(find_suppressed(store, ids))
    store.append(
        "staged_suppressed", pl.DataFrame({"account_id": found}, schema={"account_id": pl.String})
    )
    store.execute("staging/drop_suppressed")
