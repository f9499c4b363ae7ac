"""The three newest posts of an account and the three that were received best."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from leaders.facts.excerpt import cut_excerpt

SHOWN = 3
_REACTIONS = ("likes_count", "comments_count", "reposts_count", "quotes_count")

POST_SCHEMA = pl.Struct(
    {
        "posted_at": pl.Datetime("us", "UTC"),
        "excerpt": pl.String,
        "link": pl.String,
        "views_count": pl.Int64,
        "reactions_count": pl.Int64,
    }
)


def pick_posts(posts: pl.DataFrame) -> pl.DataFrame:
    """account_no, recent_posts and best_posts: lists of `POST_SCHEMA`.

    posts: a row a post: account_no, post_id, posted_at, views_count, counts of
    reactions, text, link.
    Posts of which neither a word nor an address is known are left out of both lists. The best are
    those with most views; where an account's views are not told, with most reactions. Ties are in
    the order of post ids.
    """
    told = [pl.col(name) for name in _REACTIONS]
    count = pl.sum_horizontal(told).cast(pl.Int64)
    known = posts.with_columns(
        reactions_count=pl.when(pl.any_horizontal(it.is_not_null() for it in told)).then(count)
    )
    has_views = pl.col("views_count").is_not_null().any().over("account_no")
    measure = pl.when(has_views).then(pl.col("views_count")).otherwise(pl.col("reactions_count"))
    known = known.with_columns(
        best=measure,
    ).filter(pl.col("text").fill_null("").ne("") | pl.col("link").is_not_null())
    recent = known.filter(pl.col("posted_at").is_not_null()).sort(
        "account_no", "posted_at", "post_id", descending=[False, True, False]
    )
    best = known.filter(pl.col("best") > 0).sort(
        "account_no", "best", "post_id", descending=[False, True, False]
    )
    picked = [_take(recent, "recent_posts"), _take(best, "best_posts")]
    return picked[0].join(picked[1], on="account_no", how="full", coalesce=True)


def _take(ordered: pl.DataFrame, name: str) -> pl.DataFrame:
    first = ordered.group_by("account_no", maintain_order=True).head(SHOWN)
    cut = first.with_columns(
        excerpt=pl.col("text").map_elements(cut_excerpt, return_dtype=pl.String)
    )
    fields = [pl.col(it).cast(dtype) for it, dtype in dict(POST_SCHEMA.to_schema()).items()]
    return cut.group_by("account_no", maintain_order=True).agg(pl.struct(fields).alias(name))


def describe_post(post: Mapping[str, Any]) -> str:
    """Day, excerpt, what it received and link, in one line."""
    day = f"{post['posted_at']:%Y-%m-%d}" if post["posted_at"] else "no date"
    views, reactions = post["views_count"], post["reactions_count"]
    received = [f"{views:,} views"] if views is not None else []
    received += [f"{reactions:,} reactions"] if reactions is not None else []
    parts = [post["excerpt"] or "", ", ".join(received), post["link"] or ""]
    return f"{day}: " + " | ".join(it for it in parts if it)
