"""Purging: whoever looks from the limit on sees what was seen before, and less is kept."""

import re
from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_edge_as_of import (
    FOLLOW,
    FOREVER,
    Seen,
    edges_as_of,
    engagers,
    failed_checks,
    followers,
    following,
    hour,
    members,
    read,
    stored,
    visits,
)

from leaders.errors import LeadersError
from leaders.model import Account, Edge, Ended, Listing, Page, Post
from leaders.niche import Niche, Retention
from leaders.store import Store, read_sql
from leaders.store.observations import find_moment
from leaders.store.pages import OpenVisit, PageRead, write_pages
from leaders.store.purging import WINDOW, find_limit, purge

VIEWS = {
    "edges": """select s.account_id, t.account_id, e.kind, post_id, weight, e.happened_at
        from edge_as_of($at) as e
        join account as s on s.account_no = source_no join account as t on t.account_no = target_no
        left join post using (post_no) order by all""",
    "profiles": """select account_id, told.* exclude (account_no) from profile_as_of($at) as told
        join account using (account_no) order by account_id""",
    "declared": """select account_id, counted.* exclude (account_no)
        from account_count_as_of($at) as counted join account using (account_no)
        order by account_id""",
    "kinds": """select account_id, told.kind from kind_as_of($at) as told
        join account using (account_no) where account_no in
        (select account_no from profile union select subject_no from visit) order by all""",
    "posts": """select post_id, posted_at from post_as_of($at)
        where post_no in (select post_no from post_count) order by all""",
    "counts": """select post_id, arg_max(likes_count, (ended_at, visit_no)),
        arg_max(views_count, (ended_at, visit_no)) from post_count join visit using (visit_no)
        join post on post.post_no = post_count.post_no where ended_at <= $at
        group by post_id order by all""",
    "texts": """select post_id, text from post_text_as_of($at) join post using (post_no)
        order by all""",
    "newest": """select account_id, listed.visit_no, listed.ended,
            (select count(*) from edge_seen where edge_seen.visit_no = listed.visit_no)
        from audience_listing_as_of($at) join account using (account_no) order by all""",
}  # fmt: skip


def views(store: Store, moments: list[int]) -> dict[tuple[str, int], list[tuple]]:
    with duckdb.connect(str(store.path)) as connection:
        return {
            (name, at): connection.execute(sql, {"at": hour(at)}).fetchall()
            for name, sql in VIEWS.items()
            for at in moments
        }


def rows_of(store: Store) -> int:
    tables = ("edge_seen", "profile", "post_count", "post", "account")
    return sum(read(store.path, f"select count(*) from {table}")[0][0] for table in tables)


@st.composite
def told(draw) -> PageRead:
    """A profile with its counts, or a page of posts, at some hour."""
    at, letter = draw(st.integers(0, 20)), draw(st.sampled_from("abcd"))
    text = st.none() | st.sampled_from(["one", "two"])
    number = st.none() | st.integers(0, 3)
    if draw(st.booleans()):
        account = Account(
            f"x:{letter}", handle=draw(text), name=draw(text), bio=draw(text),
            followers_count=draw(number), links=draw(st.none() | st.just(("https://a.example",))),
        )  # fmt: skip
        visit = OpenVisit(f"x:{letter}", Listing.PROFILE, hour(at))
        return PageRead(visit, 0, Page(accounts=(account,)), hour(at + 1), Ended.COMPLETE, None)
    posts = tuple(
        Post(
            f"x:{letter}{place}", f"x:{letter}", hour(0), likes_count=draw(number),
            views_count=draw(number), text=draw(text),
        )
        for place in draw(st.sets(st.integers(1, 2)))
    )  # fmt: skip
    visit = OpenVisit(f"x:{letter}", Listing.POSTS, hour(at))
    return PageRead(visit, 0, Page(posts=posts), hour(at + 1), Ended.CUT, None)


@settings(max_examples=20)
@given(
    st.lists(visits(), max_size=14), st.lists(told(), max_size=8), st.integers(0, 30),
    st.lists(st.integers(0, 30), min_size=1, max_size=3),
)  # fmt: skip
def test_every_look_from_the_limit_on_sees_the_same(seen, tellings, since, later) -> None:
    with stored(seen) as store:
        for telling in tellings:
            write_pages(store, "niche", "x", [telling])
        if find_moment(store, None) is None:
            return
        moments = [since, *(since + hours for hours in later), FOREVER]
        was = views(store, moments)
        rows = rows_of(store)
        limit, gone = purge(store, hour(since), is_tried=True)
        assert rows_of(store) == rows
        assert purge(store, hour(since)) == (limit, gone)
        assert limit <= hour(since)
        assert views(store, moments) == was
        assert failed_checks(store.path) == {}
        assert rows - rows_of(store) == sum(
            gone[what] for what in gone if what not in ("places of members", "found by searches")
        )
        assert sum(purge(store, hour(since))[1].values()) == 0  # and a second time nothing
        with pytest.raises(LeadersError, match="was purged; name a later moment"):
            find_moment(store, limit - timedelta(seconds=1))
        assert find_moment(store, limit) == limit


def weighted(at: int, weight: float | None, ended: Ended = Ended.CUT) -> Seen:
    return Seen(at, "a", Listing.FOLLOWING, (Edge("a", "b", FOLLOW, None, None, weight),), ended)


@pytest.mark.parametrize(
    ("seen", "rows"),
    [
        ([followers(at, "b", "a", "c") for at in (1, 3, 5, 7)], 2),
        ([followers(at, "b", "a", ended=Ended.CUT) for at in (1, 3, 5, 7)], 1),
        ([followers(1, "b", "a"), following(3, "a", "b"), followers(5, "b", "a")], 2),
        ([following(1, "a", "b"), following(3, "a")], 0),
        ([weighted(1, 5), weighted(3, 3), weighted(5, None)], 2),
        ([members(1, "g", "a"), members(3, "g")], 1),  # who has had members is a community
        ([engagers(1, "b", "p", "a"), engagers(3, "b", "p", "a")], 1),
    ],
)
def test_as_little_is_kept_as_will_do(seen, rows) -> None:
    with stored([*seen, following(30, "z", "y")]) as store:
        purge(store, hour(20))
        assert read(store.path, "select count(*) from edge_seen") == [(rows + 1,)]


def test_the_newest_reading_stays_whole() -> None:
    """What changed between two readings is told from their own rows."""
    seen = [followers(1, "b", "a", "c"), following(4, "a", "b"), followers(30, "b", "a")]
    with stored(seen) as store:
        purge(store, hour(20))
        assert read(store.path, "select count(*) from edge_seen") == [(4,)]
        purge(store, hour(31))
        assert read(store.path, "select count(*) from edge_seen") == [(2,)]


def test_a_row_that_a_reading_showed_twice_stays() -> None:
    """Rows move on while a listing is read: what ends a page may begin the next one, too."""
    with stored([following(1, "a", "b"), following(40, "z", "y")]) as store:
        visit = OpenVisit("x:c", Listing.FOLLOWERS, hour(1))
        page = Page(edges=(Edge("x:d", "x:c", FOLLOW),), cursor="on")
        last = replace(page, cursor=None)
        write_pages(store, "niche", "x", [PageRead(visit, 0, page, hour(2), None, None)])
        write_pages(store, "niche", "x", [PageRead(visit, 1, last, hour(3), Ended.CUT, None)])
        again = replace(visit, visit_no=None, started_at=hour(5), page_count=0)
        nobody = PageRead(again, 0, Page(), hour(6), Ended.CUT, None)
        write_pages(store, "niche", "x", [nobody])
        was = edges_as_of(store, FOREVER)
        purge(store, hour(20))
        assert edges_as_of(store, FOREVER) == was != []
        number = "select count(*) from edge_seen where visit_no = 2"
        assert read(store.path, number) == [(1,)]


def test_events_go_when_no_window_reaches_them() -> None:
    days = int(WINDOW.total_seconds() // 3600)
    seen = [
        engagers(1, "b", "p", "a"),
        engagers(400, "b", "q", "a"),
        following(1, "c", "d"),
        following(days + 300, "c", "d"),
    ]
    with stored(seen) as store:
        purge(store, hour(days + 300))
        left = "select post_id from edge_seen join post using (post_no)"
        assert read(store.path, left) == [("q",)]
        found = [(edge[2], edge[3]) for edge in edges_as_of(store, FOREVER)]
        assert found == [("like", "q"), ("follow", None)]


def test_who_is_named_nowhere_any_more_goes() -> None:
    with stored([following(1, "a", "b", "c"), following(5, "a", "c")]) as store:
        ids = "select account_id from account order by all"
        assert len(read(store.path, ids)) == 3
        purge(store, hour(6))
        assert read(store.path, ids) == [("x:a",), ("x:c",)]


def test_every_table_that_names_an_account_is_asked_before_it_goes() -> None:
    with stored([following(1, "a", "b")]) as store:
        names = read(
            store.path,
            "select distinct table_name from duckdb_columns() join duckdb_tables() "
            "using (table_name) where column_name in ('account_no', 'subject_no', 'source_no', "
            "'target_no', 'author_no', 'other_no') and not duckdb_tables.temporary",
        )
    told = read_sql("purge/accounts")
    written_anew = {"edge", "node_order"}
    missing = {name for (name,) in names if not re.search(rf"from {name}\b", told)}
    assert missing == written_anew


@pytest.mark.parametrize("at", [3, 40])
def test_a_look_without_a_date_stays_possible(at) -> None:
    with stored([following(1, "a", "b")]) as store:
        limit, _ = purge(store, hour(at))
        assert limit == hour(2)
        assert find_moment(store, None) == hour(2)


def test_the_limit_never_goes_back() -> None:
    with stored([following(1, "a", "b"), following(30, "a", "b")]) as store:
        assert purge(store, hour(20))[0] == hour(20)
        assert purge(store, hour(10))[0] == hour(20)
        assert purge(store, hour(25))[0] == hour(25)


def niche(name: str, days: int | None) -> Niche:
    retention = None if days is None else Retention(days=days)
    return Niche(name=name, title="A", platforms=("files",), retention=retention)


def test_the_longest_retention_counts_and_without_one_all_is_kept() -> None:
    assert find_limit([niche("a", 30), niche("b", 90)], hour(0)) == hour(0) - timedelta(days=90)
    with pytest.raises(LeadersError, match="b, c keeps everything; say how many days"):
        find_limit([niche("c", None), niche("b", None), niche("a", 3)], hour(0))
    with pytest.raises(LeadersError, match="no niche keeps everything"):
        find_limit([], hour(0))


def test_a_store_without_data_has_nothing_to_purge(workspace) -> None:
    with Store(workspace) as store, pytest.raises(LeadersError, match="no data to purge"):
        purge(store, hour(1))
