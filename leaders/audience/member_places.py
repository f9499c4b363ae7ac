"""Where a community's members say that they are, by a sample of them: shares with intervals.

Shares are of those who say it. That those who say nothing live as the others do is a guess, so the
bounds without it stand beside: if all of them were there, and if none was.
"""

from datetime import datetime

import polars as pl

from leaders.metrics import wilson_bounds
from leaders.store import Store

FEWEST = 10
"""A place that fewer of a sample named was never stored: collecting leaves ``FEW`` of it."""
FEW = ""
MOST_FOLDED = 2 * (FEWEST - 1)
"""Of a country so many at most were stored without it: in cities of few, and without a city."""

_SAMPLE = ("account_no", "account_id", "asked_at", "asked_count", "members_count",
           "followers_count")  # fmt: skip
_NUMBERS = ("here_count", "says_country_count", "says_city_count")


def load_place_samples(store: Store, accounts: pl.Series, as_of: datetime) -> pl.DataFrame:
    """The newest sample of each community that was asked by a moment, sorted by account_id.

    accounts: account numbers. Columns: account_no, account_id, asked_at; asked_count of the
    members_count members known were asked, of followers_count that the community declares (null
    where unknown); here_count of those asked are still there, says_country_count and
    says_city_count of them name one.
    """
    rows = _load(store, accounts, as_of)
    return rows.select(*_SAMPLE, *_NUMBERS).unique(maintain_order=True)


def load_audience_places(store: Store, accounts: pl.Series, as_of: datetime) -> pl.DataFrame:
    """Countries and cities that ten or more of a community's sample named, as of a moment.

    A row a country (city is null) or city, sorted by account_id, countries first, the most named
    first. Besides the columns of ``load_place_samples``: country and city as the platform spells
    them, people_count of the said_count who say a country (or city), share of the two with low and
    high, undeclared_share of those here who do not say it, and least and most: the share of all
    here if none or all of those who say nothing were there. Low to high is a 90 % Wilson interval
    for the members known; the sample is drawn without replacement, so its size is divided by the
    part that was not asked (finite population correction: ``n / (1 - asked / members)``). Up to
    18 people of a country were stored without it (see ``collect.places``): high and most count
    them in. Members beyond those known are in no interval.
    """
    rows = _load(store, accounts, as_of)
    named = pl.col("country").is_not_null() & (pl.col("country") != FEW)
    countries = (
        rows.with_columns(
            folded_count=pl.col("people_count").filter(pl.col("country") == FEW).sum()
            .over("account_no").clip(upper_bound=MOST_FOLDED)
        )
        .filter(named)
        .group_by(*_SAMPLE, *_NUMBERS, "country", "folded_count")
        .agg(pl.col("people_count").sum())
        .with_columns(said_count="says_country_count", city=pl.lit(None, dtype=pl.String))
    )  # fmt: skip
    cities = rows.filter(pl.col("city").is_not_null(), pl.col("city") != FEW).with_columns(
        said_count="says_city_count", folded_count=pl.lit(0, dtype=pl.Int64)
    )
    columns = (*_SAMPLE, *_NUMBERS, "country", "city", "people_count", "said_count", "folded_count")
    places = pl.concat([countries.select(columns), cities.select(columns)])
    order = ("account_id", pl.col("city").is_not_null(), "people_count", "country", "city")
    places = places.filter(pl.col("people_count") >= FEWEST).sort(
        *order, descending=[False, False, True, False, False], nulls_last=True
    )
    return _measure(places).drop("folded_count")


def _load(store: Store, accounts: pl.Series, as_of: datetime) -> pl.DataFrame:
    rows = store.query(
        "audience/member_places", accounts=sorted(set(accounts.to_list())), as_of=as_of
    ).with_columns(pl.col("people_count").cast(pl.Int64))
    people = pl.col("people_count")
    return rows.with_columns(
        here_count=people.sum().over("account_no"),
        says_country_count=people.filter(pl.col("country").is_not_null()).sum().over("account_no"),
        says_city_count=people.filter(pl.col("city").is_not_null()).sum().over("account_no"),
    )


def _measure(places: pl.DataFrame) -> pl.DataFrame:
    people, said, here, folded = (
        places[name].to_numpy().astype(float)
        for name in ("people_count", "said_count", "here_count", "folded_count")
    )
    unasked = 1 - places["asked_count"].to_numpy() / places["members_count"].to_numpy()
    most_people = (people + folded).clip(max=said)
    is_sampled = unasked > 0
    scale = 1 / unasked.clip(min=1e-12)
    low, _ = wilson_bounds(people * scale, said * scale)
    _, high = wilson_bounds(most_people * scale, said * scale)
    share = people / said
    columns = {
        "share": share,
        "low": low * is_sampled + share * ~is_sampled,
        "high": high * is_sampled + most_people / said * ~is_sampled,
        "undeclared_share": 1 - said / here,
        "least": people / here,
        "most": (most_people + here - said) / here,
    }
    return places.with_columns(pl.Series(name, value) for name, value in columns.items())
