"""What was read at both dates, so that only like is compared with like.

A difference between two dates is one of the network only where the same was looked at. Follows
count by the listings that were read to their end at both dates; reactions by as many of an
account's newest posts of the one date as of the other; mentions likewise by the posts of those who
mention. All else is left out of the comparison: a list that is missing takes nothing from anybody.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from leaders.model import EdgeKind
from leaders.niche import Niche
from leaders.rank.loading import layers_of_kinds, put_kinds
from leaders.store import Store

MOST_POSTS = 20
SAME_COVERAGE = 0.2
"""Reactions that were read to shares further apart than this do not compare (science, 6)."""
POST_CAP = 3.0
"""No post counts more than so many median posts of its author, as in the score."""

FOLLOWS, REACTIONS, MENTIONS = "follows", "reactions", "mentions"
AUDIENCES = ("followers", "members")


@dataclass(frozen=True, eq=False)
class Readings:
    """What can be compared of some accounts between two moments.

    layers: by name the attention paid at both dates, a row a pair: is_after, source_no, target_no,
        spent. responses: a row an account and date: account_no, is_after, response (the median
        number of people who reacted to a post). posts_apart: whose reactions were read to shares
        too far apart. listings: how the accounts' listings were read at both dates.
    """

    layers: dict[str, pl.DataFrame]
    responses: pl.DataFrame
    posts_apart: frozenset[int]
    listings: pl.DataFrame


def read_both(
    store: Store, niche: Niche, accounts: pl.Series, earlier: datetime, later: datetime
) -> Readings:
    """Read what was seen of the accounts until an earlier moment and between it and a later one."""
    store.execute("change/compared")
    store.append("compared", pl.DataFrame({"account_no": accounts.cast(pl.Int32).unique().sort()}))
    store.execute("change/pair_listings", earlier=earlier, later=later)
    store.execute("change/pair_posts", earlier=earlier, later=later, most_posts=MOST_POSTS)
    put_kinds(store, layers_of_kinds(), {kind: niche.weight_of(kind) for kind in EdgeKind})
    posts = store.query("change/own_posts")
    reactions = store.query("change/reactions")
    apart = _find_apart(posts)
    kept = ~pl.col("target_no").is_in(sorted(apart))
    layers = {
        FOLLOWS: store.query("change/follows"),
        REACTIONS: cap_posts(reactions, posts).filter(kept),
        MENTIONS: store.query("change/mentions"),
    }
    return Readings(
        layers, _respond(reactions, posts, apart), apart, store.query("change/listings")
    )


def cap_posts(reactions: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Add up what each actor spent on each account, a post at most three median posts' worth.

    What was read of a post in part stands for the whole: it counts over the share that was read.
    """
    side = ["is_after", "target_no"]
    share = posts.rename({"account_no": "target_no"}).with_columns(pl.col("share").fill_null(1.0))
    told = reactions.join(share, on=[*side, "post_no"], how="left", maintain_order="left")
    told = told.with_columns(pl.col("spent") / pl.col("share").clip(0.05, 1.0))
    worth = told.group_by([*side, "post_no"], maintain_order=True).agg(pl.col("spent").sum())
    bound = POST_CAP * pl.max_horizontal(pl.lit(1.0), pl.col("spent").median().over(side))
    factor = worth.select(
        *side, "post_no", factor=pl.min_horizontal(pl.lit(1.0), bound / pl.col("spent"))
    )
    capped = told.join(factor, on=[*side, "post_no"], how="left", maintain_order="left")
    return capped.group_by(["is_after", "source_no", "target_no"], maintain_order=True).agg(
        (pl.col("spent") * pl.col("factor")).sum().round(9)
    )


def _find_apart(posts: pl.DataFrame) -> frozenset[int]:
    """Whose reactions were read to shares more than a fifth apart, or of one date unknown."""
    shares = posts.group_by("account_no", "is_after").agg(
        pl.col("share").mean(), is_known=pl.col("share").is_not_null().any()
    )
    by_date = shares.group_by("account_no").agg(
        apart=(pl.col("share").max() - pl.col("share").min()) > SAME_COVERAGE,
        is_half_known=pl.col("is_known").n_unique() > 1,
    )
    is_apart = pl.col("apart").fill_null(False) | pl.col("is_half_known")
    return frozenset(by_date.filter(is_apart)["account_no"].to_list())


def _respond(reactions: pl.DataFrame, posts: pl.DataFrame, apart: frozenset[int]) -> pl.DataFrame:
    """The median number of people who reacted to a post; a post that moved nobody counts zero."""
    people = reactions.group_by("is_after", "target_no", "post_no").agg(
        pl.col("source_no").n_unique().alias("people")
    )
    counted = posts.filter(~pl.col("account_no").is_in(sorted(apart))).join(
        people.rename({"target_no": "account_no"}), on=["is_after", "account_no", "post_no"],
        how="left", maintain_order="left",
    )  # fmt: skip
    return (
        counted.with_columns(pl.col("people").fill_null(0))
        .group_by("account_no", "is_after", maintain_order=True)
        .agg(response=pl.col("people").median())
        .sort("account_no", "is_after")
    )
