"""What a crawl will take: more of anything asked for takes more, and a budget buys a part."""

import pytest
from small_network import SmallNetwork
from test_completeness import FOLLOWS, niche

from leaders.collect import Crawl
from leaders.collect.forecast import make_forecast
from leaders.model import Listing

USUAL = {"accounts": 100, "audience": 50, "posts": 3, "pages": 20}


def forecast(read: dict[str, float] | None = None, **limits: int):
    return make_forecast(niche(**{**USUAL, **limits}), SmallNetwork(FOLLOWS), read or {})


@pytest.mark.parametrize("limit", ["accounts", "audience", "posts"])
def test_more_takes_more(limit: str) -> None:
    few, many = forecast(), forecast(**{limit: 2 * USUAL[limit]})
    assert few.usual < many.usual
    assert few.usual <= few.most < many.most


def test_the_parts_by_hand() -> None:
    parts = {part.purpose: part.usual for part in forecast().parts}
    assert parts == {
        "seeds": 3,  # two to find, one call for both profiles
        "searches and lists": 2,  # the lists that the seeds made
        "profiles": 200,  # four a candidate, two a call
        "the audience": 50,  # one page each
        "candidates": 1300,  # posts 1, following 4, followers 8
        "reactions to posts": 360,  # three posts, two listings, .6 of them not empty
    }


def test_pages_that_were_read_before_are_believed() -> None:
    read = {Listing.FOLLOWERS: 2.0, Listing.FOLLOWING: 1.0, Listing.POSTS: 1.0}
    assert forecast(read).usual == forecast().usual - 100 * (6 + 3)


def test_a_limit_of_pages_bounds_it() -> None:
    assert forecast(pages=1).usual < forecast().usual
    by_purpose = {part.purpose: part for part in forecast(pages=1).parts}
    for purpose in ("the audience", "candidates"):  # nothing is longer than a page, or read twice
        assert by_purpose[purpose].usual == by_purpose[purpose].most


def test_a_budget_buys_a_part_half_of_it_for_asking() -> None:
    made = forecast()
    assert made.buys(made.usual) == (50, 100)
    asked, read = made.buys(305)
    assert (asked, read) == (50, 3)
    assert made.buys(205 + 40) == (20, 1)
    assert made.buys(10) == (0, 0)


def test_time_follows_from_the_rate() -> None:
    assert forecast().minutes(600) == 1.0  # ten calls a second


def test_a_real_crawl_stays_within_the_most(workspace) -> None:
    limits = {"accounts": 9, "audience": 9, "posts": 0, "pages": 20}
    report = Crawl(workspace, niche(**limits), SmallNetwork(FOLLOWS)).run()
    assert report.calls <= forecast(**limits).most
