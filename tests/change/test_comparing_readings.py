"""What was read at both dates: what is compared, what is left out, and who came and went."""

from datetime import timedelta

import polars as pl
import pytest
from two_dates import FIRST, SECOND, followers, following, likes, people, posts, see, x

from leaders.change.audiences import count_audiences
from leaders.change.readings import FOLLOWS, MENTIONS, REACTIONS, Readings, read_both
from leaders.model import Edge, EdgeKind, Ended, Listing, Page
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store

LATER = SECOND + timedelta(days=1)


def read(workspace: Workspace) -> tuple[Readings, dict[str, int], dict]:
    with Store(workspace) as store:
        rows = store.query("graph/keys")
        names = dict(
            store._connection.execute("select account_id, account_no from account").fetchall()
        )
        numbers = {name.removeprefix("simulated:"): number for name, number in names.items()}
        accounts = pl.Series(sorted(numbers.values()))
        readings = read_both(store, load_niche(workspace, "niche"), accounts, FIRST, LATER)
        told = count_audiences(store, readings.listings, sorted(numbers.values()))
        assert len(rows) == len(numbers)
    return readings, numbers, {name: told[number] for name, number in numbers.items()}


def count(frame: pl.DataFrame, target: int) -> tuple[int, int]:
    """How many actors a target has at each date."""
    rows = frame.filter(target_no=target)
    return rows.filter(~pl.col("is_after")).height, rows.filter("is_after").height


def test_gained_lost_and_kept_are_exact_on_two_complete_listings(workspace) -> None:
    see(workspace, FIRST, "ann", Listing.FOLLOWERS, followers("ann", people(10)))
    see(workspace, SECOND, "ann", Listing.FOLLOWERS, followers("ann", people(10, 3)))
    readings, numbers, told = read(workspace)
    assert (told["ann"].gained, told["ann"].lost, told["ann"].kept) == (3, 3, 7)
    assert count(readings.layers[FOLLOWS], numbers["ann"]) == (10, 10)


@pytest.mark.parametrize(
    ("ended", "why"),
    [(Ended.CUT, "was cut now"), (Ended.KNOWN, "was read as far as it was known now"),
     (Ended.HIDDEN, "was hidden now"), (Ended.FAILED, "was not read again")],
)  # fmt: skip
def test_a_missing_list_is_no_unfollowing(workspace, ended, why) -> None:
    see(workspace, FIRST, "ann", Listing.FOLLOWERS, followers("ann", people(20)))
    see(workspace, SECOND, "ann", Listing.FOLLOWERS, followers("ann", people(2)), ended)
    readings, numbers, told = read(workspace)
    assert told["ann"].lost is None
    assert why in told["ann"].why
    assert count(readings.layers[FOLLOWS], numbers["ann"]) == (0, 0)


def test_a_list_read_for_the_first_time_is_no_gain(workspace) -> None:
    see(workspace, SECOND, "ann", Listing.FOLLOWERS, followers("ann", people(20)))
    readings, numbers, told = read(workspace)
    assert "was not read before" in told["ann"].why
    assert count(readings.layers[FOLLOWS], numbers["ann"]) == (0, 0)
    assert "was not read" in told["fan1"].why


def test_an_actor_asked_twice_counts_and_one_asked_once_does_not(workspace) -> None:
    see(workspace, FIRST, "fan1", Listing.FOLLOWING, following("fan1", ["ann", "ben"]))
    see(workspace, FIRST, "fan2", Listing.FOLLOWING, following("fan2", ["ann"]))
    see(workspace, SECOND, "fan1", Listing.FOLLOWING, following("fan1", ["ann"]))
    see(workspace, SECOND, "fan3", Listing.FOLLOWING, following("fan3", ["ann", "ben"]))
    readings, numbers, _ = read(workspace)
    assert count(readings.layers[FOLLOWS], numbers["ann"]) == (1, 1)
    assert count(readings.layers[FOLLOWS], numbers["ben"]) == (1, 0)


def react(workspace, at, author: str, names: list[str], fans: int, written=None) -> None:
    see(workspace, at, author, Listing.POSTS, posts(author, names, written or at))
    for name in names:
        page = likes(author, name, people(fans), at)
        see(workspace, at, author, Listing.ENGAGERS, page, post=name)


def test_as_many_newest_posts_of_the_one_date_as_of_the_other(workspace) -> None:
    react(workspace, FIRST, "ann", ["p1", "p2"], 4)
    react(workspace, SECOND, "ann", ["q1", "q2", "q3"], 6)
    readings, numbers, _ = read(workspace)
    response = readings.responses.filter(account_no=numbers["ann"])
    assert response["response"].to_list() == [4, 6]
    assert readings.layers[REACTIONS].filter("is_after")["spent"].to_list() == [2] * 6


def test_an_old_post_that_was_read_later_alone_is_no_change(workspace) -> None:
    react(workspace, FIRST, "ann", ["p1", "p2"], 4)
    old = FIRST - timedelta(days=2)
    react(workspace, SECOND, "ann", ["old1", "old2", "old3"], 40, written=old)
    readings, numbers, _ = read(workspace)
    response = readings.responses.filter(account_no=numbers["ann"])
    assert response["response"].to_list() == [4, 4]


def test_posts_that_nobody_asked_for_again_are_not_compared(workspace) -> None:
    react(workspace, FIRST, "ann", ["p1", "p2"], 4)
    react(workspace, SECOND, "ben", ["q1", "q2"], 4)
    readings, _, _ = read(workspace)
    assert readings.layers[REACTIONS].is_empty()
    assert readings.responses.is_empty()


def test_reactions_read_to_another_share_are_not_compared(workspace) -> None:
    react(workspace, FIRST, "ann", ["p1"], 10)
    see(workspace, SECOND, "ann", Listing.POSTS, posts("ann", ["q1"], SECOND))
    page = likes("ann", "q1", people(4), SECOND)
    cut = Page(edges=page.edges, declared_count=10)
    see(workspace, SECOND, "ann", Listing.ENGAGERS, cut, Ended.CUT, post="q1")
    readings, numbers, _ = read(workspace)
    assert readings.posts_apart == {numbers["ann"]}
    assert readings.layers[REACTIONS].is_empty()


def test_one_viral_post_counts_as_three(workspace) -> None:
    names = ["p1", "p2", "p3"]
    react(workspace, FIRST, "ann", names, 4)
    see(workspace, SECOND, "ann", Listing.POSTS, posts("ann", ["q1", "q2", "q3"], SECOND))
    for name, fans in (("q1", 4), ("q2", 4), ("q3", 400)):
        page = likes("ann", name, people(fans), SECOND)
        see(workspace, SECOND, "ann", Listing.ENGAGERS, page, post=name)
    readings, _, _ = read(workspace)
    spent = readings.layers[REACTIONS].group_by("is_after").agg(pl.col("spent").sum())
    told = dict(spent.iter_rows())
    assert told[False] == pytest.approx(3 * 4)
    assert told[True] == pytest.approx(5 * 4)


def test_mentions_count_by_the_posts_of_those_who_mention(workspace) -> None:
    def mention(at, post: str, targets: list[str]) -> None:
        page = posts("ben", [post], at)
        edges = tuple(Edge(x("ben"), x(it), EdgeKind.MENTION, x(post), at) for it in targets)
        see(workspace, at, "ben", Listing.POSTS, Page(posts=page.posts, edges=edges))

    mention(FIRST, "p1", ["ann", "cat"])
    mention(SECOND, "q1", ["ann"])
    readings, numbers, _ = read(workspace)
    assert count(readings.layers[MENTIONS], numbers["ann"]) == (1, 1)
    assert count(readings.layers[MENTIONS], numbers["cat"]) == (1, 0)
