"""What the flags look at, out of the store: counts, posts, engagers, audiences, histories."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.graph import Graph
from leaders.model import EdgeKind
from leaders.rank.loading import INTERACTIONS, Nodes, layers_of_kinds, put_kinds, read_layer
from leaders.rank.network import MASS_FOLLOWING, FloatArray, NicheNetwork, PostActors
from leaders.store import Store

NEWEST_POSTS = 20
FEWEST_POSTS = 5
LONG_HISTORY = 30
"""Fewer days of counts are no series: nobody's mentions need to be counted by day."""
RESPONSES = ("likes_count", "comments_count", "reposts_count")


@dataclass(frozen=True, eq=False)
class Observed:
    """What the flags of a list look at; arrays of shape (accounts,), NaN where not known.

    posts: a row an account: response (median likes + comments + reposts of its newest 20 posts),
        likes_count, comments_count (their sums), posts_count.
    engagers: a row an account: all, once, posts, top and median, as `one_post_wonder` has them.
    audience: (of how many followers it is known how many they follow, how many are mass
        followers), shape (2, accounts).
    history: account_no, on, followers_count. mentions: account_no, on, count; None if unknown.
    """

    account_no: NDArray[np.int32]
    followers: FloatArray
    posts: dict[str, FloatArray]
    engagers: dict[str, FloatArray]
    audience: FloatArray
    history: pl.DataFrame
    days: FloatArray
    mentions: pl.DataFrame | None

    def of(self, rows: NDArray[np.int64]) -> "Observed":
        """Of some of the accounts."""
        return Observed(
            self.account_no[rows],
            self.followers[rows],
            {name: values[rows] for name, values in self.posts.items()},
            {name: values[rows] for name, values in self.engagers.items()},
            self.audience[:, rows],
            self.history,
            self.days[rows],
            self.mentions,
        )


@dataclass(frozen=True, eq=False)
class Layers:
    """The graphs that they look at: interactions counted one by one, and who follows whom."""

    interactions: Graph
    follows: Graph


def observe(store: Store, network: NicheNetwork, posts: pl.DataFrame, as_of: datetime) -> Observed:
    """All that the flags of lists look at, of every candidate."""
    account_no = network.candidates["account_no"]
    history = store.query("rank/follower_history", as_of=as_of)
    days = _in_order(history.group_by("account_no").agg(pl.len().alias("days")), account_no)["days"]
    mentions = None
    if len(days) and np.nanmax(days, initial=0) >= LONG_HISTORY:
        counted = store.query("rank/daily_mentions", as_of=as_of)
        mentions = None if counted.is_empty() else counted
    return Observed(
        account_no=account_no.to_numpy(),
        followers=network.column("followers_count"),
        posts=_in_order(sum_posts(posts, network.candidates), account_no),
        engagers=count_engagers(network.posts, len(network.node)),
        audience=_count_audience(store, network, as_of),
        history=history,
        days=days,
        mentions=mentions,
    )


def sum_posts(posts: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """Of each account's newest 20 posts: response, likes_count, comments_count, posts_count.

    What a platform never tells counts for nothing in the response; a post that lacks what others
    have is left out. Sums of likes and comments are over the same posts. Null with fewer than 5.
    """
    platform = candidates.select("account_no", pl.col("account_id").str.split(":").list.first())
    newest = posts.filter(pl.col("place") <= NEWEST_POSTS).join(platform, on="account_no")
    told = [
        pl.when(pl.col(name).is_null().all().over("account_id")).then(0).otherwise(pl.col(name))
        for name in RESPONSES
    ]
    is_told = pl.any_horizontal(pl.col(RESPONSES).is_not_null())
    has_both = pl.col("likes_count").is_not_null() & pl.col("comments_count").is_not_null()
    counted = newest.with_columns(
        response=pl.when(is_told).then(pl.sum_horizontal(told, ignore_nulls=False)),
        has_both=has_both,
    )
    enough = pl.col("response").is_not_null().sum() >= FEWEST_POSTS
    both = pl.col("has_both").sum() >= FEWEST_POSTS
    return counted.group_by("account_no").agg(
        pl.when(enough).then(pl.col("response").median()),
        *(
            pl.when(both).then(pl.col(name).filter("has_both").sum())
            for name in ("likes_count", "comments_count")
        ),
        pl.len().alias("posts_count"),
    )


def count_engagers(actors: PostActors | None, count: int) -> dict[str, FloatArray]:
    """Of each candidate: its engagers, those of one post alone, its posts, the top, the median.

    Each is counted once a post, whatever it did there.
    """
    columns = ("all", "once", "posts", "top", "median")
    table = np.full((len(columns), count), np.nan)
    if actors is not None and len(actors.author):
        rows = actors.graph.pattern()[actors.nodes].astype(np.int32)
        engaged = np.diff(rows.indptr)
        first, place = np.unique(actors.author, return_inverse=True)
        entry = np.repeat(place, engaged)
        key, posts = np.unique(
            entry * np.int64(rows.shape[1]) + rows.indices, return_counts=True
        )  # an author and an engager, and on how many of its posts
        author = key // rows.shape[1]
        moved = pl.DataFrame({"row": place, "count": engaged}).filter(pl.col("count") > 0)
        by_post = moved.group_by("row").agg(
            pl.len().alias("posts"), pl.col("count").max().alias("top"),
            pl.col("count").median().alias("median"),
        )  # fmt: skip
        table[0, first] = np.bincount(author, minlength=len(first))
        table[1, first] = np.bincount(author[posts == 1], minlength=len(first))
        at = first[by_post["row"].to_numpy()]
        table[2:, at] = by_post.select("posts", "top", "median").to_numpy().T
    return dict(zip(columns, table, strict=True))


def count_interactions(store: Store, network: NicheNetwork) -> Graph:
    """How often each node engaged with each other one: every kind counts one."""
    put_kinds(store, layers_of_kinds(), dict.fromkeys(EdgeKind, 1.0))
    node_of = np.full(int(store.value("graph/last_account")) + 1, -1, dtype=np.int32)
    node_of[network.account_no] = np.arange(len(network.account_no), dtype=np.int32)
    return read_layer(store, Nodes(network.account_no, network.key, node_of), INTERACTIONS)


def _count_audience(store: Store, network: NicheNetwork, as_of: datetime) -> FloatArray:
    """(followers of whom it is known how many they follow, mass followers), shape (2, c)."""
    declared = store.arrays("rank/declared_following", as_of=as_of)
    following = np.full(int(max(declared["account_no"].max(initial=-1),
                                network.account_no.max(initial=-1))) + 1, -1)  # fmt: skip
    following[declared["account_no"]] = declared["following_count"]
    of_node = following[network.account_no]
    held = np.stack([of_node >= 0, of_node > MASS_FOLLOWING], axis=1).astype(np.float64)
    return np.ascontiguousarray((network.follows.pattern()[network.node] @ held).T)


def _in_order(frame: pl.DataFrame, account_no: pl.Series) -> dict[str, FloatArray]:
    """The columns of a frame in the order of accounts, NaN where there is nothing."""
    joined = account_no.to_frame().join(
        frame.with_columns(pl.col("account_no").cast(pl.Int32)),
        on="account_no", how="left", maintain_order="left",
    )  # fmt: skip
    return {
        name: joined[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in joined.columns
        if name != "account_no"
    }
