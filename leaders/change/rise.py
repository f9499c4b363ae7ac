"""Who rises, of three rankings in a row."""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from leaders.change.causes import Place
from leaders.change.comparing import Compared, compare, name_all
from leaders.change.pairing import Head, choose_before
from leaders.change.readings import REACTIONS
from leaders.change.rising import Grown, Rise, find_rises
from leaders.change.told import Named, Rising
from leaders.niche import Niche
from leaders.store import Store

WEEK = timedelta(weeks=1)


def find_rising(
    store: Store, niche: Niche, compared: Compared, heads: list[Head]
) -> tuple[Rising, ...] | None:
    """Of three rankings; None where there is none before the older one."""
    before = choose_before(heads, compared.older.head)
    if before is None or compared.older.as_of >= compared.newer.as_of:
        return None
    earlier = compare(store, niche, before, compared.older.head)
    newer = compared.newer
    upper = _upper_halves(newer.accounts.filter("is_shown"))
    spiked = store.query("ranking/findings", ranking_no=newer.head["ranking_no"])
    spiked = spiked.filter(pl.col("flag") == "growth_spike")
    kept = upper - set(spiked["account_no"].to_list())
    rises = find_rises([_grow(compared), _grow(earlier)], kept)
    names, places = name_all(newer), newer.places()
    return tuple(_rising(rise, names, places) for rise in rises)


def _rising(rise: Rise, names: Mapping[int, Named], places: Mapping[int, Place]) -> Rising:
    place = places[rise.account_no]
    return Rising(names[rise.account_no], place.list, place.rank, rise.growth, rise.z)


def _upper_halves(accounts: pl.DataFrame) -> set[int]:
    """Who stands in the upper half of its tier, within its list."""
    middle = pl.col("score").median().over("list", "tier")
    return set(accounts.filter(pl.col("score") >= middle)["account_no"].to_list())


def _grow(compared: Compared) -> Grown:
    """The measures of growth of those that both rankings hold."""
    sides = [
        it.accounts.select("account_no", pl.col("followers_count").alias(name))
        for it, name in ((compared.older, "followers_before"), (compared.newer, "followers_after"))
    ]
    rows = sides[0].unique("account_no").join(sides[1].unique("account_no"), on="account_no")
    reactions = compared.tests.filter(pl.col("layer") == REACTIONS).select(
        "account_no",
        attention_before="before",
        attention_after="after",
        attention_noise="deviation",
    )
    responses = compared.readings.responses.with_columns(pl.col("account_no").cast(pl.Int32))
    parts = [
        responses.filter(pl.col("is_after") == side).select(
            "account_no", pl.col("response").alias(f"response_{name}")
        )
        for side, name in ((False, "before"), (True, "after"))
    ]
    for frame in (reactions, *parts):
        rows = rows.join(frame, on="account_no", how="left")
    rows = rows.with_columns(
        size=pl.col("followers_before").cast(pl.Float64).log1p(),
        followers_noise=pl.lit(None, dtype=pl.Float64),
        response_noise=pl.lit(None, dtype=pl.Float64),
    )
    weeks = (compared.newer.as_of - compared.older.as_of) / WEEK
    return Grown(rows.sort("account_no"), weeks)
