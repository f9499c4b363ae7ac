"""What is unusual about the accounts of a ranking: flags, computed beside the score.

Peers are the accounts of one list, so that shops are not compared with bloggers; rings and shared
audiences are looked for among all listed accounts of a platform, whatever their lists.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.graph import Graph
from leaders.rank.authenticity import (
    FINDING_SCHEMA,
    FLAGS,
    Measured,
    comment_like_ratio,
    empty_audience,
    er_vs_tier,
    growth_spike,
    list_findings,
    lockstep,
    one_post_wonder,
    ring,
    risk_levels,
)
from leaders.rank.network import FloatArray, NicheNetwork
from leaders.rank.observed import Layers, Observed, count_interactions, observe
from leaders.rank.recording import RankedList
from leaders.store import Store
from leaders.wording import counted

Rows = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Found:
    """What is unusual about the listed accounts.

    findings: a row for each account and flag that was measured of it, as ``FINDING_SCHEMA``, and
        seen_count: how many posts, people or days it was measured on.
    accounts: a row a listed account: account_no, level, families_count, measured_flags.
    """

    findings: pl.DataFrame
    accounts: pl.DataFrame


Seen = tuple[Measured, FloatArray]
"""A flag, and on how many posts, people or days each value was measured."""

OF_LISTS: dict[str, Callable[[Observed], Seen]] = {
    "er_vs_tier": lambda it: (
        er_vs_tier(it.followers, it.posts["response"]),
        it.posts["posts_count"],
    ),
    "growth_spike": lambda it: (
        growth_spike(it.history, it.account_no.astype(np.int64), it.mentions),
        it.days,
    ),
    "comment_like_ratio": lambda it: (
        comment_like_ratio(it.posts["likes_count"], it.posts["comments_count"], it.followers),
        it.posts["posts_count"],
    ),
    "empty_audience": lambda it: (empty_audience(*it.audience), it.audience[0]),
    "one_post_wonder": lambda it: (
        one_post_wonder(*(it.engagers[name] for name in ("all", "once", "posts", "top", "median"))),
        it.engagers["all"],
    ),
}
"""Flags that compare an account with its list."""

OF_PLATFORMS: dict[str, Callable[[Layers, Rows], Seen]] = {
    "ring": lambda it, node: (ring(it.interactions, node), _received(it.interactions, node)),
    "lockstep": lambda it, node: (lockstep(it.follows, node), _received(it.follows, node)),
}
"""Flags of the graph, which compare it with all listed accounts of its platform."""


def find_unusual(
    store: Store,
    network: NicheNetwork,
    ranked: Sequence[RankedList],
    posts: pl.DataFrame,
    as_of: datetime,
) -> Found:
    """Measure every flag of the listed accounts.

    posts: of the candidates, as the query rank/post_counts has them. The score does not know of
    what is found here.
    """
    observed = observe(store, network, posts, as_of)
    layers = Layers(count_interactions(store, network), network.follows)
    account_no = observed.account_no
    platforms = network.candidates["account_id"].str.split(":").list.first().to_numpy()
    listed = np.sort(np.concatenate([one.rows for one in ranked]))
    parts = []
    for one in ranked:
        seen = observed.of(one.rows)
        parts.append(_list({n: flag(seen) for n, flag in OF_LISTS.items()}, seen.account_no))
    for platform in sorted(set(platforms[listed].tolist())):
        rows = listed[platforms[listed] == platform]
        found = {name: flag(layers, network.node[rows]) for name, flag in OF_PLATFORMS.items()}
        parts.append(_list(found, account_no[rows]))
    order = pl.col("flag").cast(pl.Enum(list(FLAGS)))
    findings = pl.concat(parts).sort("account_no", order)
    return Found(findings, _judge(findings, account_no[listed]))


def tell_findings(found: Found) -> Iterator[str]:
    """What a ranking says of its flags."""
    unusual = int((found.accounts["families_count"] > 0).sum())
    if unusual:
        yield (
            f"{counted(unusual, 'account is', 'accounts are')} unusual in some way (flags): "
            "a reason to look, no verdict and no part of the score"
        )
    measured = set(found.findings["flag"])
    silent = [it for it in (*OF_LISTS, *OF_PLATFORMS) if it not in measured]
    if silent:
        yield f"flags that could not be measured of anybody: {', '.join(silent)}"


def write_findings(store: Store, number: int, found: Found) -> None:
    """Write down the flags that were raised, and how unusual each listed account is."""
    ranking_no = pl.lit(number, dtype=pl.Int32).alias("ranking_no")
    raised = found.findings.filter("is_unusual").drop("is_unusual")
    renamed = raised.rename({"median": "peer_median", "bound": "threshold"})
    store.append("finding", renamed.with_columns(ranking_no))
    store.append("risk", found.accounts.with_columns(ranking_no))


def _list(found: dict[str, Seen], account_no: NDArray[np.int32]) -> pl.DataFrame:
    findings = list_findings({n: it for n, (it, _) in found.items()}, account_no.astype(np.int64))
    counts = {name: np.nan_to_num(count).astype(np.int64) for name, (_, count) in found.items()}
    seen = pl.DataFrame({"account_no": account_no, **counts}).unpivot(
        index="account_no", variable_name="flag", value_name="seen_count"
    )
    keys = ["account_no", "flag"]
    joined = findings.join(seen, on=keys, how="left", maintain_order="left")
    return joined.select(*FINDING_SCHEMA.names(), pl.col("seen_count").cast(pl.Int64))


def _judge(findings: pl.DataFrame, account_no: NDArray[np.int32]) -> pl.DataFrame:
    flags = findings.group_by("account_no", maintain_order=True).agg(
        pl.col("flag").alias("measured_flags")
    )
    levels = risk_levels(findings, account_no.astype(np.int64)).rename({"risk": "level"})
    joined = levels.join(flags, on="account_no", how="left", maintain_order="left")
    nothing = pl.lit([], dtype=pl.List(pl.String))
    return joined.select(
        "account_no", "level", "families_count", pl.col("measured_flags").fill_null(nothing)
    )


def _received(graph: Graph, node: Rows) -> FloatArray:
    """From how many each node receives."""
    received: FloatArray = np.diff(graph.offset)[node].astype(np.float64)
    return received
