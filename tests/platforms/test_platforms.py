"""What every platform that can be collected from promises, before anything is asked of it."""

import os
import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from leaders.model import AccountKind, Listing, PlatformName
from leaders.platforms import PLATFORMS, Platform, TellsPlaces

OF_ACCOUNTS = {
    Listing.FOLLOWERS, Listing.FOLLOWING, Listing.MEMBERS, Listing.MEMBERSHIPS, Listing.POSTS,
    Listing.FEATURED, Listing.SIMILAR,
}  # fmt: skip
OF_POSTS = {
    Listing.ENGAGERS, Listing.LIKERS, Listing.REPOSTERS, Listing.QUOTERS, Listing.REPLIERS,
}  # fmt: skip
FINDING = {
    Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS, Listing.SEARCH_LISTS, Listing.LISTS,
    Listing.LISTED, Listing.SEARCH_WALL,
}  # fmt: skip
OURS = tuple(f"{name.upper()}_" for name in PLATFORMS)
"""How the variables of the platforms begin."""


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    for variable in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", "/nonexistent")  # nobody is logged in
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    with closing(PLATFORMS[request.param]()) as platform:
        assert platform.name == request.param
        yield platform


def test_its_name_is_known_and_begins_its_ids(platform: Platform) -> None:
    assert platform.name in list(PlatformName)
    assert platform.ids.startswith(f"^{platform.name}:")
    assert not re.search(platform.ids, "files:set/someone")


def test_its_listings_are_of_what_they_are_asked_for(platform: Platform) -> None:
    for kind in AccountKind:
        assert set(platform.listings(kind)) <= OF_ACCOUNTS
        assert platform.listings(kind)
    assert set(platform.post_listings()) <= OF_POSTS
    assert set(platform.discoveries()) <= FINDING
    for listing in Listing:
        assert platform.is_newest_first(listing) in (True, False, None)


def test_it_says_what_it_needs_and_what_is_missing(platform: Platform) -> None:
    assert platform.needs
    assert platform.unseen
    assert (platform.lacks is None) == (platform.needs.startswith("nothing"))
    if platform.lacks:
        assert platform.name in platform.lacks.lower()
        assert re.search(r"[A-Z_]{6,}|leaders login|pip install", platform.lacks)


def test_what_its_pages_cost_is_of_its_ledger(platform: Platform) -> None:
    buckets = {quota.bucket for quota in platform.ledger.quotas()}
    for listing in Listing:
        for bucket, units in platform.cost_of(listing).items():
            assert bucket in buckets
            assert units > 0


def test_its_numbers_are_such_that_a_crawl_can_go_on(platform: Platform) -> None:
    assert platform.workers >= 1
    assert platform.profiles_a_call >= 1
    assert platform.rows_a_call >= 1
    assert platform.rate is None or platform.rate > 0
    assert platform.now().tzinfo is not None


def test_nobody_is_asked_for_what_is_no_name(platform: Platform) -> None:
    assert platform.find_account("") is None
    assert platform.list_address("") is None
    assert platform.fetch_profiles([]) == []
    assert platform.wait_until() is None
    assert platform.remarks() == ()
    platform.stop()


def test_only_some_tell_where_members_are_and_of_many_at_once(platform: Platform) -> None:
    tells = isinstance(platform, TellsPlaces)
    assert tells == (platform.name in ("simulated", "vk"))
    assert Listing.PLACES not in platform.listings(AccountKind.COMMUNITY)  # no page is made of it
    if isinstance(platform, TellsPlaces):
        assert Listing.MEMBERS in platform.listings(AccountKind.COMMUNITY)
        assert platform.places_a_call >= 1
        assert platform.fetch_places([]) == []
