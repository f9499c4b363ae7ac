"""What a person wants to know of an account before writing to it: computed once, with a ranking.

Facts are no part of a score. What is not known is null, and is told as unknown.
"""

from datetime import datetime

import polars as pl

from leaders.audience.member_places import load_audience_places
from leaders.facts.advertising_share import measure_advertising
from leaders.facts.brand_safety import find_hits
from leaders.facts.contact import CONTACT_SCHEMA, find_contacts
from leaders.facts.languages import SPEAKS_FROM, count_languages
from leaders.facts.place import is_in_place, locate
from leaders.facts.posts import pick_posts
from leaders.facts.reception import read_reception
from leaders.niche import Niche
from leaders.platforms.post_links import link_post
from leaders.store import Store

__all__ = ["find_facts", "keep_facts"]

_PLACE_SCHEMA = pl.Struct(
    {"source": pl.String, "country": pl.String, "city": pl.String, "quote": pl.String}
)


def keep_facts(store: Store, niche: Niche, number: int, as_of: datetime) -> None:
    """Find the facts on all accounts of a ranking's lists and write them, in its transaction."""
    accounts = store.query("fact/accounts", ranking_no=number, as_of=as_of)
    posts = store.query("fact/posts", ranking_no=number, as_of=as_of)
    metrics = store.query("ranking/metrics", ranking_no=number)
    members = load_audience_places(store, accounts["account_no"], as_of)
    found = find_facts(niche, accounts, posts, metrics, members)
    store.append("fact", found.select(pl.lit(number, dtype=pl.Int32).alias("ranking_no"), pl.all()))


def find_facts(
    niche: Niche,
    accounts: pl.DataFrame,
    posts: pl.DataFrame,
    metrics: pl.DataFrame,
    members: pl.DataFrame,
) -> pl.DataFrame:
    """The facts on accounts, a row each in their order, as the table ``fact`` has them.

    accounts, posts and metrics as ``sql/queries/fact`` and ``ranking/metrics`` give them, members
    as ``load_audience_places``. Of accounts that forbid being shown to strangers nothing is told
    that they wrote.
    """
    accounts = accounts.with_columns(
        pl.when(~pl.col("is_unlisted")).then(pl.col(name)).alias(name)
        for name in ("handle", "name", "bio", "contacts", "place")
    )
    hidden = accounts.filter("is_unlisted")["account_no"]
    shown = posts.filter(~pl.col("account_no").is_in(hidden.implode()))
    shown = _link_all(shown, dict(accounts.select("account_no", "handle").iter_rows()))
    own = _own_texts(accounts, shown)
    last = posts.group_by("account_no").agg(pl.col("posted_at").max().alias("last_post_at"))
    parts = [
        last,
        read_reception(metrics, accounts),
        measure_advertising(shown),
        count_languages(own),
        pick_posts(shown),
        find_hits(own, niche.brand_safety),
        _locate_all(niche, accounts, members),
    ]
    facts = accounts.select("account_no", "created_at")
    for part in parts:
        facts = facts.join(part, on="account_no", how="left", maintain_order="left")
    return facts.with_columns(_speaks(niche).alias("speaks"))


def _link_all(posts: pl.DataFrame, handles: dict[int, str | None]) -> pl.DataFrame:
    links = [
        link_post(post_id, handles.get(no))
        for no, post_id in posts.select("account_no", "post_id").iter_rows()
    ]
    return posts.with_columns(
        pl.col("posted_at").cast(pl.Datetime("us", "UTC")), link=pl.Series(links, dtype=pl.String)
    )


def _own_texts(accounts: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Bios and posts in one table: each account's bio, then its posts, the newest first."""
    bios = accounts.select("account_no", pl.col("bio").alias("text"))
    written = posts.select("account_no", "text", "posted_at", "link")
    texts = pl.concat([bios, written], how="diagonal")
    return texts.filter(pl.col("text").fill_null("") != "")


def _locate_all(niche: Niche, accounts: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Place, whether it is where the niche asks for, and business contacts of each account."""
    told = members.group_by("account_no", maintain_order=True)
    of_members = {account_no: rows.to_dicts() for (account_no,), rows in told}
    found = []
    for row in accounts.iter_rows(named=True):
        place = locate(row, of_members.get(row["account_no"], ()))
        found.append(
            {
                "account_no": row["account_no"],
                "country": place.country,
                "city": place.city,
                "is_in_place": is_in_place(place, niche.where.country, niche.where.city),
                "places": [
                    {"source": it.source, "country": it.country, "city": it.city, "quote": it.quote}
                    for it in place.evidence
                ],
                "contacts": find_contacts(row),
            }
        )
    return pl.DataFrame(
        found,
        schema={
            "account_no": pl.Int32,
            "country": pl.String,
            "city": pl.String,
            "is_in_place": pl.Boolean,
            "places": pl.List(_PLACE_SCHEMA),
            "contacts": pl.List(CONTACT_SCHEMA),
        },
    )


def _speaks(niche: Niche) -> pl.Expr:
    """Whether it writes in one of the languages that the niche asks for, often enough."""
    if not niche.where.languages:
        return pl.lit(None, dtype=pl.Boolean)
    spoken = pl.element().struct.field("language").is_in(niche.where.languages)
    often = pl.element().struct.field("share") >= SPEAKS_FROM
    return pl.col("languages").list.eval(spoken & often).list.any()
