"""Facts as columns of a table: numbers and days by themselves, lists in one line each."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import polars as pl

from leaders.export import Column
from leaders.facts.contact import describe_contact
from leaders.facts.posts import describe_post

DAYS_A_YEAR = 365.2425

FACT_COLUMNS: tuple[Column, ...] = (
    Column("last_post", "Day of its newest post that was read, UTC; empty where none was.", "text"),
    Column("posts_a_week", "How often it posts; see posts_a_week in the README.", "decimal"),
    Column("median_views", "Median views of its last 12 posts; empty where not told.", "decimal"),
    Column("engagement", "Engagement by the formula that the next column names.", "share"),
    Column("engagement_formula", "Its name in the README, and its version.", "text"),
    Column("ads_share", "Share of its newest 50 posts that carry advertising.", "share"),
    Column("ads_posts", "Of so many posts, whose words are known, that share is.", "count"),
    Column("created", "Day since when it exists, as its platform says.", "text"),
    Column("age_years", "Years from then until the ranking's moment.", "decimal"),
    Column("language", "The language that most of its posts and its bio are in.", "text"),
    Column("languages", "Languages of its posts and bio, with their shares.", "text"),
    Column("speaks", "True when a fifth is in a language that the niche file asks for.", "flag"),
    Column("country", "Code of the country that it says it is in.", "text"),
    Column("city", "The city that it says it is in.", "text"),
    Column("is_in_place", "True when it is where the niche file asks for ([where]).", "flag"),
    Column("place_evidence", "What says where it is, with the words.", "text"),
    Column("recent_posts", "Its three newest posts.", "text"),
    Column("best_posts", "Of its newest 50 posts the three with most views, or reactions.", "text"),
    Column("brand_safety_hits", "How often it says a word of [brand_safety].", "count"),
    Column("brand_safety", "The newest of these, with the quote.", "text"),
    Column("business_contact", "How to write to it about business, and where it says so.", "text"),
)
"""Empty means not known."""

LISTED = {"languages": ", "}
"""Columns that hold several values, and what stands between these: a condition asks for one."""

_BETWEEN = "; "


def to_columns(facts: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """The stored facts as account_no and `FACT_COLUMNS`."""
    age = (pl.lit(as_of) - pl.col("created_at")).dt.total_seconds() / 86_400 / DAYS_A_YEAR
    lists: dict[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
        "languages": ("languages", describe_language),
        "place_evidence": ("places", describe_place),
        "recent_posts": ("recent_posts", describe_post),
        "best_posts": ("best_posts", describe_post),
        "brand_safety": ("brand_safety", describe_hit),
        "business_contact": ("contacts", describe_contact),
    }
    told = {name: _join(facts[column], tell) for name, (column, tell) in lists.items()}
    told["languages"] = _join(facts["languages"], describe_language, LISTED["languages"])
    first = pl.col("languages").list.first().struct.field("language")
    return facts.with_columns(
        last_post=pl.col("last_post_at").dt.strftime("%Y-%m-%d"),
        ads_posts=pl.col("ads_posts_count"),
        created=pl.col("created_at").dt.strftime("%Y-%m-%d"),
        age_years=pl.when(age >= 0).then(age.round(2)),
        language=first,
        brand_safety_hits=pl.col("brand_safety_count"),
    ).with_columns(told[name].alias(name) for name in told).select(
        "account_no", *(column.name for column in FACT_COLUMNS)
    )  # fmt: skip


def _join(
    column: pl.Series, tell: Callable[[Mapping[str, Any]], str], between: str = _BETWEEN
) -> pl.Series:
    return pl.Series(
        [between.join(map(tell, items)) if items else None for items in column.to_list()],
        dtype=pl.String,
    )


def describe_language(language: Mapping[str, Any]) -> str:
    """As in "nl 82 %"."""
    return f"{language['language']} {language['share']:.0%}".replace("%", " %")


def describe_place(place: Mapping[str, Any]) -> str:
    """As in "flag: NL (the words)"."""
    where = ", ".join(it for it in (place["city"], place["country"]) if it)
    return f"{place['source']}: {where} ({place['quote']})"


def describe_hit(hit: Mapping[str, Any]) -> str:
    """The word, when and where it was said, and the quote."""
    when = f"{hit['posted_at']:%Y-%m-%d}" if hit["posted_at"] else "bio" if not hit["link"] else ""
    parts = [when, hit["quote"], hit["link"] or ""]
    return f"{hit['word']}: " + " | ".join(it for it in parts if it)
