"""Where a community's members say that they are, told of the community and of nobody in it."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from leaders.audience.coverage import tell_count
from leaders.audience.member_places import load_audience_places, load_place_samples
from leaders.store import Store

DIGITS = 4


@dataclass(frozen=True, slots=True)
class MembersPlace:
    """A country (city is None) or city: the share of those who say one, with its 90 % interval.

    least, most: the share of all of the sample if none or all of the others were there.
    """

    country: str | None
    city: str | None
    people_count: int
    share: float
    low: float
    high: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class MembersPlaces:
    """What a sample says: ``asked_count`` of ``members_count`` members known, of whom
    ``here_count`` are still there.

    followers_count: members that the community declares. no_country_share, no_city_share: of those
    here who do not say theirs. Counts and shares of fewer than ten people are None.
    """

    asked_at: datetime
    asked_count: int
    members_count: int
    followers_count: int | None
    here_count: int | None
    says_country_count: int | None
    says_city_count: int | None
    no_country_share: float | None
    no_city_share: float | None
    countries: tuple[MembersPlace, ...]
    cities: tuple[MembersPlace, ...]


def read_members_places(store: Store, account_no: int, as_of: datetime) -> MembersPlaces | None:
    """Of one account as of a moment; None where nobody was asked."""
    accounts = pl.Series([account_no])
    samples = load_place_samples(store, accounts, as_of)
    if samples.is_empty():
        return None
    told = samples.row(0, named=True)
    places = [
        MembersPlace(
            row["country"], row["city"], row["people_count"],
            *(round(row[key], DIGITS) for key in ("share", "low", "high", "least", "most")),
        )
        for row in load_audience_places(store, accounts, as_of).iter_rows(named=True)
    ]  # fmt: skip
    here, country, city = told["here_count"], told["says_country_count"], told["says_city_count"]
    return MembersPlaces(
        asked_at=told["asked_at"],
        asked_count=told["asked_count"],
        members_count=told["members_count"],
        followers_count=told["followers_count"],
        here_count=tell_count(here),
        says_country_count=tell_count(country),
        says_city_count=tell_count(city),
        no_country_share=_silent_share(here, country),
        no_city_share=_silent_share(here, city),
        countries=tuple(it for it in places if it.city is None),
        cities=tuple(it for it in places if it.city is not None),
    )


def _silent_share(here: int, saying: int) -> float | None:
    silent = here - saying
    return None if tell_count(silent) is None else round(silent / here, DIGITS)
