"""How likely a member of an audience sees one placement, measured where it can be.

``exposure = median views of a placement / audience`` (Telegram's ERR24, reach rate elsewhere;
science, 5.2). First of posts that carry advertising, because people pass them over; else of all
recent posts; else what is usual on the platform, which is an assumption and named as one.
"""

from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.audience.advertising import CARRIES_ADVERTISING
from leaders.model import PlatformName
from leaders.store import Store

FEWEST_POSTS = 5
NEWEST_POSTS = 20
OLDEST_POST = 200
"""So many posts back advertising is looked for."""
SETTLED_HOURS = 48
"""Views of a post are counted when it is so old."""
LOWEST, HIGHEST = 0.001, 1.0

WITH_ADVERTISING, RECENT, ASSUMED = "posts with advertising", "recent posts", "assumed"
"""What an exposure was made from."""

USUAL: dict[str, float] = {
    PlatformName.TELEGRAM: 0.20,
    PlatformName.VK: 0.10,
    PlatformName.INSTAGRAM: 0.15,
    PlatformName.YOUTUBE: 0.15,
}
"""What is assumed of a platform where nothing was measured (science, 5.2)."""
USUAL_ELSEWHERE = 0.10


def load_exposure(store: Store, accounts: NDArray[np.integer], as_of: datetime) -> pl.DataFrame:
    """The exposure of some accounts (their numbers) as of a moment.

    A row an account, sorted by account_id: account_no, exposure (0.001 to 1), source (``posts
    with advertising``, ``recent posts``, ``assumed``), posts_count (on how many posts views_median
    was measured), views_median (null under 5 posts). A median is taken of the newest 20 posts that
    were 48 hours old when they were seen. Where the audience is not declared, views are measured
    and the exposure is assumed.
    """
    store.execute("audience/make_asked")
    asked = pl.DataFrame({"account_no": np.unique(accounts).astype(np.int32)})
    store.append("asked_audience", asked)
    told = store.query("audience/accounts", as_of=as_of)
    posts = store.query("audience/post_views", as_of=as_of, hours=SETTLED_HOURS, most=OLDEST_POST)
    with_ads = _measure(posts.filter(pl.col("text").str.contains(CARRIES_ADVERTISING)))
    recent = _measure(posts)
    measured = (
        told.join(with_ads, on="account_no", how="left", maintain_order="left")
        .join(recent, on="account_no", how="left", suffix="_recent", maintain_order="left")
        .with_columns(is_ad=pl.col("views_median").is_not_null())
        .with_columns(
            pl.coalesce("views_median", "views_median_recent"),
            pl.when("is_ad").then("posts_count").otherwise("posts_count_recent").fill_null(0)
            .alias("posts_count"),
        )
    )  # fmt: skip
    share = pl.col("views_median") / pl.when(pl.col("followers_count") > 0).then("followers_count")
    platform = pl.col("account_id").str.split_exact(":", 1).struct.field("field_0")
    usual = platform.replace_strict(USUAL, default=USUAL_ELSEWHERE, return_dtype=pl.Float64)
    kind = pl.when("is_ad").then(pl.lit(WITH_ADVERTISING)).otherwise(pl.lit(RECENT))
    return measured.select(
        "account_no",
        pl.coalesce(share.clip(LOWEST, HIGHEST), usual).alias("exposure"),
        pl.when(share.is_null()).then(pl.lit(ASSUMED)).otherwise(kind).alias("source"),
        pl.col("posts_count").cast(pl.Int64),
        "views_median",
    )


def _measure(posts: pl.DataFrame) -> pl.DataFrame:
    """account_no, posts_count, views_median of each account's newest 20; null of under 5."""
    newest = posts.filter(pl.col("place").rank("ordinal").over("account_no") <= NEWEST_POSTS)
    is_enough = pl.len() >= FEWEST_POSTS
    return newest.group_by("account_no").agg(
        pl.len().alias("posts_count"),
        pl.when(is_enough).then(pl.col("views_count").median()).alias("views_median"),
    )
