"""Which share of an account's posts carries advertising, of the posts whose words are known."""

import polars as pl

from leaders.audience.advertising import NONE, judge_posts


def measure_advertising(posts: pl.DataFrame) -> pl.DataFrame:
    """account_no, ads_share and ads_posts_count: the share of so many posts that could be judged.

    posts: a row a post: account_no, text, and is_marked_ad (null where the platform has no mark).
    What is marked and what is likely both count.
    """
    verdict = judge_posts(posts["text"], posts["is_marked_ad"])
    judged = posts.select("account_no").with_columns(verdict=verdict).drop_nulls("verdict")
    return judged.group_by("account_no", maintain_order=True).agg(
        (pl.col("verdict") != NONE).mean().round(4).alias("ads_share"),
        pl.len().cast(pl.Int64).alias("ads_posts_count"),
    )
