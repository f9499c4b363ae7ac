"""Which posts carry which competitor's advertising, and how their views compare."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from leaders.audience.advertising import Brand, Evidence, find_carriers, judge
from leaders.audience.exposure import FEWEST_POSTS, SETTLED_HOURS
from leaders.platforms.post_links import link_post

EXCERPT = 160
NAMED = "named"
"""The verdict of a post that names a competitor and shows no sign of advertising."""
PASSED_ON = "passed on"
"""… and of what an account passed on of a competitor's own posts."""
ORDER = ("marked", "likely", NAMED, PASSED_ON)
SCHEMA: dict[str, Any] = {
    "competitor": pl.String, "account_no": pl.Int32, "account_id": pl.String, "post_id": pl.String,
    "link": pl.String, "posted_at": pl.Datetime("us", "UTC"), "verdict": pl.String,
    "excerpt": pl.String, "views": pl.Int64, "median_views": pl.Float64, "ratio": pl.Float64,
    "median_posts": pl.Int64, "evidence": pl.List(pl.Struct(
        {"kind": pl.String, "quote": pl.String, "language": pl.String}
    )),
}  # fmt: skip


def find_carried(
    posts: pl.DataFrame, brands: Sequence[Brand], owners: Collection[int],
    mentions: Mapping[int, Sequence[Evidence]], handles: Mapping[int, str | None],
) -> pl.DataFrame:  # fmt: skip
    """A row a post and competitor that it names, newest first; the columns of ``SCHEMA``.

    posts: rows of audience/own_posts. owners: the accounts of brands, whose own posts are
    none of it. mentions: evidence by post_no. handles: of the authors. verdict: marked, likely
    or named. ratio: views / median_views, of settled posts alone (48 hours old when they were
    counted); median_views: the account's own settled posts but those of this table, 5 at least.
    """
    place = {post_no: row for row, post_no in enumerate(posts["post_no"])}
    told = {place[post_no]: it for post_no, it in mentions.items() if post_no in place}
    found = find_carriers(posts["text"], posts["is_marked_ad"], brands, told)
    others = posts.filter(~pl.Series(range(posts.height)).is_in(list(found)))
    medians = {no: (median, n) for no, median, n in measure_medians(others).iter_rows()}
    rows = [
        row
        for number, evidence in found.items()
        if posts["account_no"][number] not in owners
        for row in _tell(posts.row(number, named=True), evidence, medians, handles)
    ]
    return sort_carried(pl.DataFrame(rows, schema=SCHEMA, orient="row"))


def sort_carried(rows: pl.DataFrame) -> pl.DataFrame:
    """Newest first, ties by account, post and competitor."""
    return rows.sort(
        "posted_at", "account_id", "post_id", "competitor",
        descending=[True, False, False, False], nulls_last=True,
    )  # fmt: skip


def measure_medians(posts: pl.DataFrame) -> pl.DataFrame:
    """account_no, median_views and how many settled posts it is of; without those of under 5."""
    return (
        posts.filter(_is_settled(), pl.col("views_count").is_not_null())
        .group_by("account_no")
        .agg(pl.col("views_count").median().alias("median_views"), pl.len().alias("n"))
        .filter(pl.col("n") >= FEWEST_POSTS)
        .sort("account_no")
    )


def _is_settled() -> pl.Expr:
    age = pl.col("views_seen_at") - pl.col("posted_at")
    return (age >= pl.duration(hours=SETTLED_HOURS)).fill_null(False)


def _tell(
    post: Mapping[str, Any], evidence: Sequence[Evidence],
    medians: Mapping[int, tuple[float, int]], handles: Mapping[int, str | None],
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    account_no = post["account_no"]
    signs = [it for it in evidence if not it.brand]
    median, count = medians.get(account_no, (None, 0))
    ratio = post["views_count"] / median if median and _settles(post) else None
    for brand in sorted({it.brand for it in evidence if it.brand}):
        own = [it for it in evidence if it.brand == brand] + signs
        verdict = judge(own)
        yield (
            brand, account_no, post["account_id"], post["post_id"],
            link_post(post["post_id"], handles.get(account_no)), post["posted_at"],
            NAMED if verdict == "none" else verdict, excerpt(post["text"]), post["views_count"],
            median, None if ratio is None else round(ratio, 4), count,
            [{"kind": it.kind, "quote": it.quote, "language": it.language} for it in own],
        )  # fmt: skip


def _settles(post: Mapping[str, Any]) -> bool:
    posted_at, seen_at = post["posted_at"], post["views_seen_at"]
    if posted_at is None or seen_at is None or post["views_count"] is None:
        return False
    hours: float = (seen_at - posted_at).total_seconds() / 3600
    return hours >= SETTLED_HOURS


def find_passed_on(
    pointed: pl.DataFrame, ids: Mapping[int, str], owner_of: Mapping[int, str]
) -> pl.DataFrame:
    """What candidates passed on of competitors' own posts: the columns of ``SCHEMA``, without text.

    pointed: rows of audience/pointed_at. owner_of: the competitor of an account number.
    """
    rows = [
        {
            "competitor": owner_of[target_no], "account_no": account_no,
            "account_id": ids[account_no], "posted_at": happened_at, "verdict": PASSED_ON,
            "median_posts": 0, "evidence": [{"kind": kind, "quote": "", "language": ""}],
        }
        for account_no, target_no, kind, _, happened_at in pointed.iter_rows()
        if kind != "mention" and account_no in ids and account_no not in owner_of
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA)


def mention_evidence(
    pointed: pl.DataFrame, owner_of: Mapping[int, str], named: Mapping[int, str]
) -> dict[int, list[Evidence]]:
    """By post_no, which competitors' accounts a post mentions; ``named``: how each is called."""
    found: dict[int, list[Evidence]] = {}
    for _, target_no, kind, post_no, _ in pointed.iter_rows():
        if kind == "mention" and post_no is not None:
            told = Evidence("brand_account", f"@{named[target_no]}", brand=owner_of[target_no])
            found.setdefault(post_no, []).append(told)
    return found


def excerpt(text: str | None) -> str | None:
    """The beginning of a post."""
    if text is None or len(text) <= EXCERPT:
        return text
    return text[: EXCERPT - 1].rpartition(" ")[0] + "…" if " " in text[:EXCERPT] else text[:EXCERPT]


def since(rows: pl.DataFrame, moment: datetime | None) -> pl.DataFrame:
    """Those posted at a moment or later; undated ones count only where no moment is asked for."""
    return rows if moment is None else rows.filter((pl.col("posted_at") >= moment).fill_null(False))


def total(carried: pl.DataFrame, by: Iterable[str]) -> pl.DataFrame:
    """Counts of each verdict, the first and last day of those that advertise, and the median of
    their ratio of views, with of how many; most advertising first.
    """
    keys, most = list(by), ("posts", NAMED, "passed_on")
    is_ad = pl.col("verdict").is_in(["marked", "likely"])
    counts = [
        (pl.col("verdict") == verdict).sum().cast(pl.Int64).alias(verdict.replace(" ", "_"))
        for verdict in ORDER
    ]
    return (
        carried.group_by(keys)
        .agg(
            is_ad.sum().cast(pl.Int64).alias("posts"),
            *counts,
            pl.col("account_id").filter(is_ad).n_unique().cast(pl.Int64).alias("carriers"),
            pl.col("competitor").filter(is_ad).unique().sort().alias("competitors"),
            pl.col("posted_at").filter(is_ad).min().alias("first_at"),
            pl.col("posted_at").filter(is_ad).max().alias("last_at"),
            pl.col("ratio").filter(is_ad).median().round(4).alias("median_ratio"),
            pl.col("ratio").filter(is_ad).count().cast(pl.Int64).alias("ratio_posts"),
        )
        .sort(*most, *keys, descending=[True] * len(most) + [False] * len(keys))
    )
