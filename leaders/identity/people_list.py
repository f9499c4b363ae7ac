"""The people of a niche across platforms, each once, by whom of the niche a post of theirs meets.

Percentiles of different platforms do not compare; people do. Of an account

    niche people a post = reach x exposure

``reach``: declared audience times the niche's share of the followers seen, as the ranking measured
it. ``exposure``: the share of an audience that sees one post, measured as median views over the
audience where the platform tells views, else what is usual there, which is said. Where neither
views nor followers were seen there is a declared number alone, and no expectation. A person with
several accounts meets at least as many as the largest of them does, if all the others' people are
among those, and at most the sum, if nobody follows two: whom accounts of different platforms share
cannot be seen.
"""

from dataclasses import replace

import polars as pl

from leaders.audience.exposure import ASSUMED, load_exposure
from leaders.errors import LeadersError
from leaders.export import Column, Sheet, Shortlist
from leaders.identity.linking import Links, find_links
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.suppression import find_suppressed

DECIMALS = 1
MEASURED, PARTLY, UNKNOWN = "views", "assumed", "not known"

COLUMNS = (
    Column("place", "By people_at_least; empty where nothing is known.", "count"),
    Column("name", "What the account that meets most calls itself.", "text"),
    Column("platforms", "Where the person is ranked.", "text"),
    Column(
        "people_at_least",
        "People of the niche whom a usual recent post is expected to meet: of the account that "
        "meets most (reach x share of an audience that sees a post).",
        "decimal",
    ),
    Column(
        "people_at_most",
        "The sum over the accounts: as many if nobody follows two of them; empty where one of the "
        "accounts is not known.",
        "decimal",
    ),
    Column(
        "basis",
        "views: measured by views; assumed: the usual of a platform for at least one account; not "
        "known: neither views nor followers were seen, or no audience is declared.",
        "text",
    ),
    Column("accounts_count", "Accounts of the person that are ranked.", "count"),
    Column("accounts", "Their permanent ids, the one that meets most first.", "text"),
    Column("person", "The first of the person's accounts.", "text"),
)


def list_people(store: Store, niche: Niche, links: Links, ranking_no: int) -> pl.DataFrame:
    """A row a person of a ranking, as `COLUMNS`: first those known, then the others by audience.

    links: as of the ranking's moment. Whoever is only in doubt of the niche is left out.
    """
    rows = store.query("identity/ranked", ranking_no=ranking_no, as_of=links.as_of)
    suppressed = find_suppressed(store, rows["account_id"])
    rows = rows.filter(~pl.col("account_id").is_in(sorted(suppressed)))
    exposure = load_exposure(store, rows["account_no"].to_numpy(), links.as_of)
    firsts = links.find_first()
    person = pl.col("account_no").replace_strict(firsts, default=None, return_dtype=pl.String)
    is_seen = pl.col("is_followed") | (pl.col("source") != ASSUMED)
    expected = pl.when(is_seen).then(pl.col("reach") * pl.col("exposure"))
    each = (
        rows.join(exposure, on="account_no", how="left", maintain_order="left")
        .with_columns(
            person=person.fill_null(pl.col("account_id")),
            expected=pl.when(expected.is_finite()).then(expected.round(DECIMALS)),
            called=pl.coalesce("name", "handle", "account_id"),
        )
        .sort(
            "expected", "followers_count", "account_id", descending=[True, True, False],
            nulls_last=True,
        )
    )  # fmt: skip
    is_assumed = (pl.col("source") == ASSUMED) & pl.col("expected").is_not_null()
    people = each.group_by("person", maintain_order=True).agg(
        pl.col("called").first().alias("name"),
        pl.col("platform").unique(maintain_order=True).str.join(", ").alias("platforms"),
        pl.col("expected").max().alias("people_at_least"),
        pl.when(pl.col("expected").null_count() == 0)
        .then(pl.col("expected").sum().round(DECIMALS))
        .alias("people_at_most"),
        pl.when(pl.col("expected").count() == 0).then(pl.lit(UNKNOWN))
        .when(is_assumed.any()).then(pl.lit(PARTLY)).otherwise(pl.lit(MEASURED)).alias("basis"),
        pl.len().alias("accounts_count"),
        pl.col("account_id").str.join("; ").alias("accounts"),
        pl.col("followers_count").max().alias("audience"),
    )  # fmt: skip
    ordered = people.sort(
        "people_at_least", "people_at_most", "audience", "person",
        descending=[True, True, True, False], nulls_last=True,
    )  # fmt: skip
    return ordered.with_columns(_place(ordered["people_at_least"])).select(
        *(column.name for column in COLUMNS)
    )


def _place(expected: pl.Series) -> pl.Series:
    """Competition places, null where nothing is known."""
    return expected.rank("min", descending=True).cast(pl.Int64).alias("place")


def load_people_list(workspace: Workspace, niche: Niche) -> pl.DataFrame:
    """The people of a niche's last ranking; raises ``LeadersError`` without one."""
    with Store(workspace, must_exist=True) as store:
        head = store.query("ranking/latest", niche=niche.name)
        if head.is_empty():
            raise LeadersError(
                f"{niche.name} has no ranking yet; make one with: leaders rank {niche.name}"
            )
        number, as_of = head.select("ranking_no", "as_of").row(0)
        return list_people(store, niche, find_links(store, niche, as_of), number)


def is_across(people: pl.DataFrame) -> bool:
    """Whether the list says more than the lists of each platform do."""
    names = people["platforms"].str.split(", ").explode(empty_as_null=True)
    return names.n_unique() > 1 or bool((people["accounts_count"] > 1).any())


def put_people_beside(workspace: Workspace, niche: Niche, shortlist: Shortlist) -> Shortlist:
    """The shortlist with its people on a sheet, as many as the niche file lists of those known.

    And as many of those of whom nothing is known. As it is where all are on one platform with one
    account each: there the list itself says who comes first.
    """
    people = load_people_list(workspace, niche)
    if not is_across(people):
        return shortlist
    return replace(shortlist, sheets=(*shortlist.sheets, people_sheet(people, niche)))


def people_sheet(people: pl.DataFrame, niche: Niche) -> Sheet:
    """The first people as a sheet."""
    is_known = people["place"].is_not_null()
    size = niche.shortlist.size
    shown = pl.concat([people.filter(is_known).head(size), people.filter(~is_known).head(size)])
    about = (
        "Each person once, across platforms, by people of the niche whom a post of theirs is "
        "expected to meet; no place in a list of one platform compares with one of another."
    )
    return Sheet("people", about, COLUMNS, shown, frozen=2)
