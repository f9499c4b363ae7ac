"""What is current: the rule by cases, against a slow reference, and the checks after each."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaders.model import Account, Edge, EdgeKind, Ended, Listing, Page
from leaders.settings import Workspace, find_bundled
from leaders.store import Store
from leaders.store.pages import OpenVisit, PageRead, write_pages
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import delete_account

START = datetime(2026, 1, 1, tzinfo=UTC)
FOREVER = 10_000
FOLLOW, MEMBER, LIKE = EdgeKind.FOLLOW, EdgeKind.MEMBER, EdgeKind.LIKE
STATE_LISTINGS = {
    Listing.FOLLOWING: FOLLOW,
    Listing.FOLLOWERS: FOLLOW,
    Listing.MEMBERSHIPS: MEMBER,
    Listing.MEMBERS: MEMBER,
}
OF_SOURCE = (Listing.FOLLOWING, Listing.MEMBERSHIPS)
CHECKS = sorted((find_bundled("sql") / "checks").glob("*.sql"))


@dataclass(frozen=True)
class Seen:
    """A visit at an hour, one hour long unless told, and the edges that it saw."""

    at: int
    subject: str
    listing: Listing
    edges: tuple[Edge, ...] = ()
    ended: Ended | None = Ended.COMPLETE
    post: str | None = None
    hours: int = 1

    @property
    def until(self) -> int:
        return self.at + self.hours


def following(at: int, source: str, *targets: str, **said) -> Seen:
    return Seen(at, source, Listing.FOLLOWING, _states(FOLLOW, [source], targets), **said)


def followers(at: int, target: str, *sources: str, **said) -> Seen:
    return Seen(at, target, Listing.FOLLOWERS, _states(FOLLOW, sources, [target]), **said)


def memberships(at: int, source: str, *targets: str, **said) -> Seen:
    return Seen(at, source, Listing.MEMBERSHIPS, _states(MEMBER, [source], targets), **said)


def members(at: int, target: str, *sources: str, **said) -> Seen:
    return Seen(at, target, Listing.MEMBERS, _states(MEMBER, sources, [target]), **said)


def engagers(at: int, author: str, post: str, *sources: str, kind: EdgeKind = LIKE, **said) -> Seen:
    edges = tuple(Edge(source, author, kind, post, hour(at)) for source in sources)
    return Seen(at, author, Listing.ENGAGERS, edges, post=post, **said)


def profile(at: int, subject: str, ended: Ended = Ended.COMPLETE) -> Seen:
    return Seen(at, subject, Listing.PROFILE, ended=ended)


def _states(kind: EdgeKind, sources: Iterable[str], targets: Iterable[str]) -> tuple[Edge, ...]:
    return tuple(Edge(source, target, kind) for source in sources for target in targets)


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


@contextmanager
def stored(seen: Iterable[Seen]) -> Iterator[Store]:
    """A store in which these visits were written."""
    with tempfile.TemporaryDirectory() as folder, Store(Workspace(Path(folder))) as store:
        write_visits(store, seen)
        with store.transaction():
            rebuild_edges(store)
        yield store


def write_visits(store: Store, visits: Iterable[Seen]) -> None:
    reads = []
    for seen in visits:
        opened = OpenVisit(f"x:{seen.subject}", seen.listing, hour(seen.at), seen.post)
        edges = tuple(
            replace(edge, source_id=f"x:{edge.source_id}", target_id=f"x:{edge.target_id}")
            for edge in seen.edges
        )
        page = Page(accounts=(Account(f"x:{seen.subject}"),), edges=edges)
        reads.append(PageRead(opened, 0, page, hour(seen.until), seen.ended, None))
    write_pages(store, "niche", "x", reads)


def edges_as_of(store: Store, at: int) -> list[tuple]:
    """(source, target, kind, post) of the edges at an hour, sorted."""
    return read(
        store.path,
        """select s.account_id[3:], t.account_id[3:], e.kind, post_id from edge_as_of($at) as e
        join account as s on s.account_no = source_no join account as t on t.account_no = target_no
        left join post using (post_no) order by all""",
        at=hour(at),
    )


def read(path: Path, sql: str, **params) -> list[tuple]:
    with duckdb.connect(str(path)) as connection:
        return connection.execute(sql, params).fetchall()


def failed_checks(path: Path) -> dict[str, list[tuple]]:
    """The rows that the queries of sql/checks object to, by name."""
    with duckdb.connect(str(path)) as connection:
        found = {file.stem: connection.execute(file.read_text()).fetchall() for file in CHECKS}
    return {name: rows for name, rows in found.items() if rows}


def pairs(edges: Iterable[tuple]) -> str:
    return " ".join(f"{source}{target}" for source, target, *_ in edges)


CASES = {
    "seen once, current from the end of the visit": (
        [followers(1, "b", "a")],
        {1: "", 2: "ab", FOREVER: "ab"},
    ),
    "a complete listing without it takes it away": (
        [following(1, "a", "b", "c"), following(5, "a", "c")],
        {3: "ab ac", 6: "ac"},
    ),
    "an empty complete listing takes everything away": (
        [following(1, "a", "b"), following(5, "a")],
        {3: "ab", 6: ""},
    ),
    **{
        f"a listing that ended {ended} takes nothing away": (
            [following(1, "a", "b"), following(5, "a", "c", ended=ended)],
            {3: "ab", 6: "ab ac"},
        )
        for ended in (Ended.CUT, Ended.KNOWN, Ended.HIDDEN, Ended.FAILED)
    },
    "a listing that is still read takes nothing away and shows nothing": (
        [following(1, "a", "b"), following(5, "a", "c", ended=None)],
        {3: "ab", FOREVER: "ab"},
    ),
    "the followers of the target, read completely, take away too": (
        [following(1, "a", "b", "c"), followers(5, "b", "d")],
        {3: "ab ac", 6: "ac db"},
    ),
    "what the other listing saw later stays": (
        [following(1, "a", "b"), followers(5, "b", "a"), following(9, "a", "b")],
        {FOREVER: "ab"},
    ),
    "the older listing may come in later": (
        [following(5, "a", "c"), following(1, "a", "b")],
        {3: "ab", 6: "ac"},
    ),
    "a listing that was not read again is no unfollow": (
        [following(1, "a", "b"), following(5, "c", "d"), followers(9, "d", "c")],
        {FOREVER: "ab cd"},
    ),
    "the followers of others take nothing away": (
        [following(1, "a", "b"), followers(5, "a", "c")],
        {FOREVER: "ab ca"},
    ),
    "seen again later it is back": (
        [following(1, "a", "b"), following(5, "a"), followers(9, "b", "a", ended=Ended.CUT)],
        {3: "ab", 7: "", 10: "ab"},
    ),
    "what was seen while the complete listing was read stays": (
        [followers(3, "b", "a", ended=Ended.CUT), following(1, "a", hours=9)],
        {5: "ab", FOREVER: "ab"},
    ),
    "what was last seen before the complete listing began is gone": (
        [followers(1, "b", "a", ended=Ended.CUT), following(3, "a", hours=9)],
        {5: "ab", FOREVER: ""},
    ),
    "members leave by the community's listing": (
        [members(1, "g", "a", "b"), members(5, "g", "b")],
        {3: "ag bg", 6: "bg"},
    ),
    "members leave by their own listing": (
        [members(1, "g", "a", "b"), memberships(5, "a", "h")],
        {3: "ag bg", 6: "ah bg"},
    ),
    "a listing of follows takes no membership away": (
        [members(1, "g", "a"), following(5, "a"), followers(7, "g")],
        {FOREVER: "ag"},
    ),
    "a listing of memberships takes no follow away": (
        [following(1, "a", "b"), memberships(5, "a"), members(7, "b")],
        {FOREVER: "ab"},
    ),
    "events are never removed": (
        [engagers(1, "b", "p", "a"), engagers(5, "b", "p"), following(7, "a"), followers(8, "b")],
        {3: "ab", FOREVER: "ab"},
    ),
    "an event is counted once a post": (
        [engagers(1, "b", "p", "a"), engagers(5, "b", "p", "a"), engagers(6, "b", "q", "a")],
        {3: "ab", 6: "ab", FOREVER: "ab ab"},
    ),
    "an event of another kind is another event": (
        [engagers(1, "b", "p", "a"), engagers(5, "b", "p", "a", kind=EdgeKind.COMMENT)],
        {3: "ab", FOREVER: "ab ab"},
    ),
    "an account that is gone hides its edges, until a visit meets it again": (
        [
            following(1, "a", "b"),
            following(1, "b", "c"),
            engagers(2, "a", "p", "c"),
            profile(5, "a", Ended.GONE),
            profile(9, "a"),
        ],
        {4: "ab bc ca", 7: "bc", 10: "ab bc ca"},
    ),
    "an account that hides a listing is there": (
        [
            following(1, "a", "b"),
            profile(5, "a", Ended.GONE),
            followers(9, "a", ended=Ended.HIDDEN),
        ],
        {7: "", 10: "ab"},
    ),
    "a failed visit does not bring back who is gone": (
        [
            following(1, "a", "b"),
            profile(5, "a", Ended.GONE),
            following(9, "a", ended=Ended.FAILED),
        ],
        {7: "", FOREVER: ""},
    ),
    "a post that is gone does not hide its author": (
        [following(1, "a", "b"), engagers(5, "b", "p", ended=Ended.GONE)],
        {FOREVER: "ab"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_current(name) -> None:
    visits, expected = CASES[name]
    with stored(visits) as store:
        found = {at: edges_as_of(store, at) for at in expected}
        failed = failed_checks(store.path)
    assert {at: pairs(edges) for at, edges in found.items()} == expected
    assert failed == {}


def weighted(at: int, kind: EdgeKind, weight: float | None) -> Seen:
    edge = Edge("a", "b", kind, None, None, weight)
    return Seen(at, "a", Listing.FOLLOWING, (edge,), Ended.CUT)


@pytest.mark.parametrize("kind", [FOLLOW, EdgeKind.MENTION])
@pytest.mark.parametrize(
    ("weights", "newest"), [([5, 3], 3), ([3, 5], 5), ([5, None], 5), ([None, None], None)]
)
def test_the_newest_weight_counts(kind, weights, newest) -> None:
    seen = [weighted(2 * place, kind, weight) for place, weight in enumerate(weights)]
    with stored(seen) as store:
        assert read(store.path, "select weight from edge") == [(newest,)]


# Against a slow reference

LETTERS = "abcd"


@st.composite
def visits(draw) -> Seen:
    at, hours = draw(st.integers(0, 20)), draw(st.integers(1, 6))
    subject = draw(st.sampled_from(LETTERS))
    ended = draw(st.sampled_from([Ended.COMPLETE, Ended.COMPLETE, *Ended, None]))
    others = draw(st.sets(st.sampled_from([c for c in LETTERS if c != subject])))
    make = draw(st.sampled_from([following, followers, memberships, members, engagers]))
    if make is engagers:
        post = f"{subject}{draw(st.integers(1, 2))}"
        return engagers(at, subject, post, *sorted(others), ended=ended, hours=hours)
    if ended is Ended.GONE:
        others = set()
    return make(at, subject, *sorted(others), ended=ended, hours=hours)


def reference(seen: list[Seen], at: int) -> list[tuple]:
    """The rule, word for word."""
    finished = [visit for visit in seen if visit.ended and visit.until <= at]
    current = set()
    for visit in finished:
        for edge in visit.edges:
            if edge.kind is LIKE or not is_taken_away(edge, finished):
                current.add((edge.source_id, edge.target_id, str(edge.kind), edge.post_id))
    gone = {letter for letter in LETTERS if is_gone(letter, finished)}
    return sorted(
        (edge for edge in current if not gone & set(edge[:2])), key=lambda e: (*e[:3], e[3] or "~")
    )


def is_taken_away(edge: Edge, finished: list[Seen]) -> bool:
    last_seen = max(visit.until for visit in finished if edge in visit.edges)
    ends = {
        listing: edge.source_id if listing in OF_SOURCE else edge.target_id
        for listing, kind in STATE_LISTINGS.items()
        if kind is edge.kind
    }
    return any(
        visit.ended is Ended.COMPLETE and ends.get(visit.listing) == visit.subject
        and last_seen < visit.at
        for visit in finished
    )  # fmt: skip


def is_gone(letter: str, finished: list[Seen]) -> bool:
    told = [
        (visit.until, number, visit.ended)
        for number, visit in enumerate(finished)
        if visit.subject == letter and visit.post is None and visit.ended is not Ended.FAILED
    ]
    return bool(told) and max(told)[2] is Ended.GONE


@settings(max_examples=20)
@given(st.lists(visits(), max_size=12), st.integers(0, 30))
def test_the_view_is_the_rule(seen, at) -> None:
    with stored(seen) as store:
        assert edges_as_of(store, at) == reference(seen, at)
        assert edges_as_of(store, FOREVER) == reference(seen, FOREVER)
        assert failed_checks(store.path) == {}
        with store.transaction():
            delete_account(store, 0)
            rebuild_edges(store)
        assert failed_checks(store.path) == {}


def test_pages_clear_the_written_edges_so_that_nobody_reads_old_ones() -> None:
    with stored([following(1, "a", "b")]) as store:
        write_visits(store, [following(3, "a", "c")])
        assert read(store.path, "from edge") == []
        assert failed_checks(store.path) == {}


def test_a_page_written_twice_is_a_no_op() -> None:
    with stored([]) as store:
        page = Page(edges=(Edge("x:a", "x:b", FOLLOW),))
        opened = OpenVisit("x:a", Listing.FOLLOWING, hour(1))
        for _ in range(2):
            read_page = PageRead(opened, 0, page, hour(2), Ended.COMPLETE, None)
            write_pages(store, "niche", "x", [read_page])
        assert read(store.path, "select count(*) from edge_seen") == [(1,)]
        assert read(store.path, "select count(*) from visit") == [(1,)]


# The checks themselves


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        (
            "account_id_unique",
            "insert into account select 99, account_id, kind, account_key from account",
        ),
        (
            "account_no_unique",
            "insert into account select account_no, 'x:new', kind, account_key from account",
        ),
        ("account_has_key", "update account set account_key = 0"),
        ("post_unique", "insert into post select 99, post_id, null, null from post"),
        ("post_unique", "insert into post select post_no, 'x:new', null, null from post"),
        ("edge_has_ends", "insert into edge_seen values (0, 0, 77, 'follow', null, null, null)"),
        ("edge_has_ends", "insert into edge_seen values (0, 0, 1, 'like', 77, null, null)"),
        ("edge_is_current", "delete from edge where kind = 'follow'"),
        ("edge_is_current", "insert into edge select * from edge limit 1"),
        ("edge_is_current", "update edge set weight = 2"),
        ("contributions_add_up", "update component set contribution = 6"),
    ],
)
def test_a_check_finds_the_damage(check, damage) -> None:
    with stored([following(1, "a", "b"), engagers(2, "b", "p", "a")]) as store:
        rank = (
            "insert into ranked_account by name select 0 as ranking_no, 0 as account_no, "
            "'creators' as list, 1 as rank, false as is_tied, 9 as score, true as is_excluded"
        )
        read(store.path, rank)
        for name, points in (("reach", 5), ("katz", 4)):
            read(store.path, f"insert into component values (0, 0, '{name}', 1, 1, {points})")
        assert failed_checks(store.path) == {}
        read(store.path, damage)
        assert check in failed_checks(store.path)
