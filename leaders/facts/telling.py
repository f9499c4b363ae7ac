"""The facts on one account in sentences, each with its evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leaders.facts.columns import describe_hit, describe_language, describe_place, to_columns
from leaders.facts.contact import describe_contact
from leaders.facts.posts import describe_post
from leaders.store import Store


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an account. values: every fact, None where it is not known; sentences: the
    same for a person, and last what is not known.
    """

    values: Mapping[str, Any]
    sentences: tuple[str, ...]


def read_facts(store: Store, number: int, account_no: int, as_of: datetime) -> Facts | None:
    """The facts on an account of a ranking; None for one that was in none of its lists."""
    stored = store.query("fact/stored", ranking_no=number, account_no=account_no)
    if stored.is_empty():
        return None
    table = to_columns(stored, as_of).row(0, named=True)
    row = stored.row(0, named=True) | {
        name: table[name] for name in ("last_post", "created", "age_years")
    }
    del row["account_no"]
    return Facts(row, tuple(_tell(row)))


def _tell(row: Mapping[str, Any]) -> Iterator[str]:
    unknown = []
    for name, sentences in _SENTENCES.items():
        told = list(sentences(row))
        yield from told
        if not told:
            unknown.append(name)
    if unknown:
        yield f"not known: {', '.join(unknown)}"


def _tell_posting(row: Mapping[str, Any]) -> Iterator[str]:
    if row["last_post"]:
        often = row["posts_a_week"]
        yield f"last post: {row['last_post']}" + (f"; {often:.1f} a week" if often else "")


def _tell_views(row: Mapping[str, Any]) -> Iterator[str]:
    if row["median_views"] is not None:
        yield f"median views: {row['median_views']:,.0f}"


def _tell_engagement(row: Mapping[str, Any]) -> Iterator[str]:
    if row["engagement"] is not None:
        yield f"engagement: {row['engagement']:.2%} by {row['engagement_formula']}"


def _tell_advertising(row: Mapping[str, Any]) -> Iterator[str]:
    if row["ads_share"] is not None:
        count = row["ads_posts_count"]
        yield f"advertising: {row['ads_share']:.0%} of {count:,} posts whose words are known"


def _tell_age(row: Mapping[str, Any]) -> Iterator[str]:
    if row["created"]:
        age = "" if row["age_years"] is None else f", {row['age_years']:.1f} years"
        yield f"exists since: {row['created']}{age}"


def _tell_languages(row: Mapping[str, Any]) -> Iterator[str]:
    if row["languages"]:
        spoken = ", ".join(map(describe_language, row["languages"]))
        asked = {True: "; as asked for", False: "; not what is asked for"}
        yield f"languages: {spoken} of {row['texts_count']:,} texts{asked.get(row['speaks'], '')}"


def _tell_place(row: Mapping[str, Any]) -> Iterator[str]:
    if row["country"] or row["city"]:
        where = ", ".join(it for it in (row["city"], row["country"]) if it)
        asked = {True: "; where it is asked for", False: "; not where it is asked for"}
        yield f"place: {where}{asked.get(row['is_in_place'], '')}"
    elif row["places"]:
        yield "place: it says several, or nothing that decides"
    yield from (f"  {describe_place(it)}" for it in row["places"] or ())


def _tell_posts(row: Mapping[str, Any]) -> Iterator[str]:
    for name, key in (("newest", "recent_posts"), ("best", "best_posts")):
        yield from (f"{name}: {describe_post(it)}" for it in row[key] or ())


def _tell_brand_safety(row: Mapping[str, Any]) -> Iterator[str]:
    if row["brand_safety_count"] is not None:
        yield f"brand safety: its words are said {row['brand_safety_count']:,} times"
        yield from (f"  {describe_hit(it)}" for it in row["brand_safety"] or ())


def _tell_contact(row: Mapping[str, Any]) -> Iterator[str]:
    for it in row["contacts"] or ():
        yield f"business contact: {describe_contact(it)}"


_SENTENCES = {
    "last post": _tell_posting,
    "median views": _tell_views,
    "engagement": _tell_engagement,
    "share of advertising": _tell_advertising,
    "account age": _tell_age,
    "languages": _tell_languages,
    "place": _tell_place,
    "posts": _tell_posts,
    "brand safety": _tell_brand_safety,
    "business contact": _tell_contact,
}
"""By what they are on, in their order."""
