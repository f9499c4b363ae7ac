"""Two rankings side by side, with what both dates saw."""

from dataclasses import dataclass

import polars as pl

from leaders.change.causes import Movement
from leaders.change.movement import FALSE_DISCOVERIES, judge_movement
from leaders.change.pairing import Head, Stand, load_stand
from leaders.change.readings import Readings, read_both
from leaders.change.told import Named
from leaders.niche import Niche
from leaders.store import Store


@dataclass(frozen=True, eq=False)
class Compared:
    """Two rankings and what both dates saw."""

    older: Stand
    newer: Stand
    readings: Readings
    tests: pl.DataFrame


def compare(store: Store, niche: Niche, older: Head, newer: Head) -> Compared:
    """Read two rankings and test whose attention moved."""
    before, after = load_stand(store, older), load_stand(store, newer)
    accounts = pl.concat([it.accounts.select("account_no", "account_id") for it in (before, after)])
    accounts = accounts.unique().sort("account_id")
    readings = read_both(store, niche, accounts["account_no"], before.as_of, after.as_of)
    platforms = {n: account_id.partition(":")[0] for n, account_id in accounts.iter_rows()}
    return Compared(before, after, readings, judge_movement(store, readings.layers, platforms))


def choose_tests(tests: pl.DataFrame) -> dict[int, Movement]:
    """By account the layer that moved most."""
    strongest = tests.sort(
        "account_no", pl.col("z").abs(), "layer", descending=[False, True, False]
    )
    return {
        row["account_no"]: Movement(
            row["layer"], row["actors"], row["change"], row["z"], row["q"],
            row["q"] <= FALSE_DISCOVERIES and row["z"] != 0,
        )
        for row in strongest.unique("account_no", keep="first", maintain_order=True).iter_rows(
            named=True
        )
    }  # fmt: skip


def name_all(*stands: Stand) -> dict[int, Named]:
    """By number who each account is."""
    return {
        row["account_no"]: Named(row["account_id"], row["handle"], row["name"])
        for stand in stands
        for row in stand.accounts.iter_rows(named=True)
    }
