"""Small stores of who is in whose audience, put in row by row."""

from datetime import UTC, datetime, timedelta

import polars as pl

from leaders.store import Store

START = datetime(2026, 1, 1, tzinfo=UTC)
LATER = START + timedelta(days=365)


def put_accounts(store: Store, ids: list[str]) -> None:
    frame = pl.DataFrame({"account_no": range(len(ids)), "account_id": ids})
    store.append("account", frame.cast({"account_no": pl.Int32}))


def put_visit(store: Store, number: int, **told: object) -> None:
    day = START + timedelta(days=number)
    row = {
        "visit_no": number, "platform": "vk", "listing": "file", "fetched_count": 0,
        "started_at": day, "ended_at": day, "ended": "complete", **told,
    }  # fmt: skip
    store.append("visit", pl.DataFrame([row]))


def put_edges(store: Store, number: int, rows: list[tuple[int, int, str]]) -> None:
    schema = ["source_no", "target_no", "kind"]
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(visit_no=pl.lit(number))
    store.append("edge_seen", frame)
