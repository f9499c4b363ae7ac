"""The made-up society some time later: who goes on as before, and who was given a rise."""

from dataclasses import replace

import numpy as np
import pytest

from leaders.model import Listing
from leaders.platforms.simulated import Attacks, Network, SimulatedPlatform, live_on, simulate
from leaders.platforms.simulated.posts import DAY


@pytest.fixture(scope="module")
def network() -> Network:
    return simulate(3, 3000, Attacks.none())


def events_a_post(network: Network, author: np.ndarray, *, since: float) -> float:
    """How many react to a post of these authors on average, of posts since a moment."""
    posts, events = network.posts, network.interactions
    is_own = events.source != posts.author[events.post]
    counted = np.bincount(events.post[is_own], minlength=len(posts.author))
    wanted = np.isin(posts.author, author) & (posts.posted_at >= since)
    return float(counted[wanted].mean())


def test_no_days_change_nothing_that_is_seen(network) -> None:
    still = live_on(network, 0)
    assert still.present == network.present
    for name in ("follows", "posts", "interactions"):
        for one, other in zip(
            vars(getattr(network, name)).values(), vars(getattr(still, name)).values(), strict=True
        ):
            np.testing.assert_array_equal(one, other)


def test_everybody_goes_on_as_before_and_risers_get_twice_as_much(network) -> None:
    authors = np.unique(network.posts.author)
    busy = authors[np.argsort(-np.bincount(network.interactions.target, minlength=3000)[authors])]
    risers, others = busy[:40:2], busy[1:40:2]
    later = live_on(network, 90, 5, risers.tolist(), 2.0)
    now = network.present.timestamp()
    for who, factor in ((risers, 2.0), (others, 1.0)):
        before = events_a_post(network, who, since=0)
        after = events_a_post(later, who, since=now)
        assert after / before == pytest.approx(factor, rel=0.15)
    written = len(later.posts.author) - len(network.posts.author)
    assert written == pytest.approx(len(network.posts.author) / 2, rel=0.1)
    assert later.posts.posted_at.max() <= now + 90 * DAY
    assert (np.diff(later.posts.posted_at) <= 0).all()
    assert (np.diff(later.interactions.happened_at) <= 0).all()


def test_the_same_arguments_give_the_same_network(network) -> None:
    one, other = (live_on(network, 30, 7, [5], 2.0) for _ in range(2))
    np.testing.assert_array_equal(one.interactions.source, other.interactions.source)
    np.testing.assert_array_equal(one.follows.target, other.follows.target)
    another = live_on(network, 30, 8, [5], 2.0)
    assert len(another.interactions.source) != len(one.interactions.source)


def test_a_platform_shows_the_later_network(network) -> None:
    later = live_on(network, 30)
    platform = SimulatedPlatform(later)
    assert platform.now() == later.present > network.present
    author = network.ids[int(later.posts.author[0])]
    page = platform.fetch(author, Listing.POSTS)
    assert page.posts[0].posted_at > network.present
    assert page.posts[0].text
    assert SimulatedPlatform(replace(network, present=later.present)).now() == later.present


def test_posts_keep_their_ids_and_who_reacted(network) -> None:
    once = live_on(network, 60, 1)
    twice = live_on(once, 60, 2)
    author = network.ids[int(np.bincount(network.interactions.target).argmax())]

    def read(made: Network) -> dict[str, tuple]:
        platform = SimulatedPlatform(made, page_rows=10_000)
        return {
            post.post_id: (
                post.author_id, post.posted_at, post.text,
                sorted(e.source_id for e in platform.fetch(post.post_id, Listing.ENGAGERS).edges),
            )
            for post in platform.fetch(author, Listing.POSTS).posts
        }  # fmt: skip

    first, second, third = map(read, (network, once, twice))
    assert len(first) < len(second) < len(third)
    assert {name: second[name] for name in first} == first
    assert {name: third[name] for name in second} == second


def test_senseless_wishes_are_refused(network) -> None:
    with pytest.raises(ValueError, match="0 to 180 days"):
        live_on(network, 181)
    with pytest.raises(ValueError, match="factor of one to two"):
        live_on(network, 1, factor=0.5)
