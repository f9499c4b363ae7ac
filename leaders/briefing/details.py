"""What each row of the lists opens into, read for all listed accounts at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from leaders.audience.prices import load_prices
from leaders.explanation.reasons import find_lacking, read_membership
from leaders.export import Shortlist
from leaders.export.briefing import Detail, Family, Flag, Post, Price, Standing
from leaders.facts.excerpt import cut_excerpt
from leaders.niche import Niche
from leaders.rank.authenticity import FLAGS
from leaders.store import Store

LONGEST_EXCERPT = 200
MOST_STANDINGS = 12
POSTS = 3

Told = dict[int, Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Details:
    """What the rows open into, by account_id.

    rankings: the ids of those whose standings are told, the earliest first. priced_at: when the
    newest of the prices was told, None where there is none.
    """

    of: Mapping[str, Detail]
    rankings: tuple[str, ...] = ()
    priced_at: datetime | None = None


def load_details(store: Store, niche: Niche, shortlist: Shortlist, ranking_no: int) -> Details:
    """Read all that is told of the listed accounts; a query a kind, however many they are.

    Prices are those that are told by now, all else is as of the ranking.
    """
    as_of = shortlist.as_of
    followers = {
        account_id: count
        for table in shortlist.tables.values()
        for account_id, count in table.select("account_id", "followers_count").iter_rows()
    }
    judged = store.query(
        "briefing/judged", ranking_no=ranking_no, niche=niche.name, account_ids=sorted(followers)
    )
    numbers = judged["account_no"].to_list()
    listings = store.query("briefing/listings", accounts=numbers, as_of=as_of)
    lists = listings.partition_by("account_no", as_dict=True)
    nothing = listings.clear()
    audiences, raised = _read_audiences(listings), _read_raised(store, ranking_no, numbers)
    risks = store.query("ranking/risks", ranking_no=ranking_no)
    measured = dict(risks.select("account_no", "measured_flags").iter_rows())
    rankings, standings = _read_standings(store, niche, as_of, numbers)
    posts = _read_posts(store, ranking_no, numbers)
    priced_at, prices = _read_prices(store, niche, judged["account_no"], as_of)
    found = {}
    for told in judged.iter_rows(named=True):
        number, account_id = told["account_no"], told["account_id"]
        names = {flag.name for flag in raised.get(number, ())}
        looked_at = set(measured.get(number) or ())
        audience = audiences.get(number, {})
        found[account_id] = Detail(
            **_tell_judged(told, followers[account_id], lists.get((number,), nothing)),
            listing=audience.get("listing"),
            declared_count=audience.get("declared_count"),
            fetched_count=audience.get("fetched_count"),
            ended=audience.get("ended"),
            flags=tuple(raised.get(number, ())),
            usual=tuple(name for name in FLAGS if name in looked_at - names),
            unmeasured=tuple(
                name
                for name, flag in FLAGS.items()
                if number in measured and name not in looked_at and not flag.not_computed
            ),
            history=standings[number],
            posts=posts.get(number, ()),
            price=prices.get(number),
        )
    return Details(found, rankings, priced_at if prices else None)


def _tell_judged(
    told: Mapping[str, Any], followers: int | None, listings: pl.DataFrame
) -> dict[str, Any]:
    """How it was judged and what was not seen of it; nothing where the ranking stored neither."""
    if told["probability"] is None:
        return {}
    membership = read_membership(told)
    profile = {"account_id": told["account_id"], "followers_count": followers}
    return {
        "pinned_by": membership.pinned_by,
        "base": membership.base,
        "families": tuple(Family(it.name, it.nats, it.words) for it in membership.families)
        if membership.is_judged
        else (),
        "role_evidence": told["role_evidence"],
        "lacking": find_lacking(told, profile, listings),
    }


def _read_audiences(listings: pl.DataFrame) -> Told:
    """By account how its followers or members were read, by the fuller of two listings."""
    rows = (
        listings.filter(pl.col("listing").is_in(["followers", "members"]))
        .sort("account_no", "fetched_count", "listing", descending=[False, True, False])
        .unique("account_no", keep="first", maintain_order=True)
    )
    return {row["account_no"]: row for row in rows.iter_rows(named=True)}


def _read_raised(store: Store, ranking_no: int, numbers: list[int]) -> dict[int, list[Flag]]:
    found = store.query("ranking/findings", ranking_no=ranking_no)
    raised: dict[int, list[Flag]] = {}
    for row in found.filter(pl.col("account_no").is_in(numbers)).iter_rows(named=True):
        if row["flag"] not in FLAGS:
            continue  # of another version of leaders
        known = FLAGS[row["flag"]]
        flag = Flag(
            row["flag"], row["sentence"], row["value"], row["peer_median"], known.form,
            row["peers_count"], row["seen_count"], known.measured_on, known.formula, known.cautions,
        )  # fmt: skip
        raised.setdefault(row["account_no"], []).append(flag)
    return raised


def _read_standings(
    store: Store, niche: Niche, as_of: datetime, numbers: list[int]
) -> tuple[tuple[str, ...], dict[int, tuple[Standing, ...]]]:
    """(the rankings, by account where it stood in each of them)."""
    moments = store.query(
        "briefing/moments", niche=niche.name, as_of=as_of, most=MOST_STANDINGS
    )  # fmt: skip
    stood = store.query(
        "briefing/standings", rankings=moments["ranking_no"].to_list(), accounts=numbers
    )
    places = {(row[0], row[1]): row[2:] for row in stood.iter_rows()}
    nowhere = (None, None, None)
    days = [(no, f"{moment:%Y-%m-%d}") for no, _, moment in moments.iter_rows()]
    histories = {
        number: tuple(Standing(day, *places.get((no, number), nowhere)) for no, day in days)
        for number in numbers
    }
    return tuple(moments["ranking_id"]), histories


def _read_posts(store: Store, ranking_no: int, numbers: list[int]) -> dict[int, tuple[Post, ...]]:
    """The newest first; a post that is among the best too is told once."""
    rows = store.query("briefing/posts", ranking_no=ranking_no, accounts=numbers)
    return {
        number: tuple(dict.fromkeys(_tell_post(post) for post in posts or ()))[:POSTS]
        for number, posts in rows.iter_rows()
    }


def _tell_post(post: Mapping[str, Any]) -> Post:
    day = post["posted_at"]
    return Post(
        cut_excerpt(post["excerpt"] or "", LONGEST_EXCERPT), f"{day:%Y-%m-%d}" if day else None,
        post["link"], post["views_count"], post["reactions_count"],
    )  # fmt: skip


def _read_prices(
    store: Store, niche: Niche, numbers: pl.Series, as_of: datetime
) -> tuple[datetime | None, dict[int, Price]]:
    """(when the niche's newest price was told, by account its newest price)."""
    told_at: datetime | None = store.value("price/last_told", niche=niche.name)
    if told_at is None:
        return None, {}
    prices = load_prices(store, numbers.to_numpy(), max(as_of, told_at)).sort(
        "account_no", "priced_on", "told_at", "format", descending=[False, True, True, False]
    )
    newest = prices.unique("account_no", keep="first", maintain_order=True)
    return told_at, {row["account_no"]: _tell_price(row) for row in newest.iter_rows(named=True)}


def _tell_price(row: Mapping[str, Any]) -> Price:
    priced_on: date = row["priced_on"]
    return Price(row["price"], row["currency"], row["format"], priced_on.isoformat())
