"""A refresh: what matters most first, little where nothing moved, and hard to disturb."""

import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb
import pytest
from small_network import SmallNetwork
from test_completeness import FOLLOWS
from test_completeness import niche as small_niche

from leaders.collect import Crawl, CrawlInterrupted
from leaders.collect.refreshing import plan_refresh
from leaders.errors import PlatformUnreachable
from leaders.model import AccountKind, EdgeKind, Listing, Page, Post
from leaders.niche import Limits, Niche, ShortlistSize
from leaders.platforms.quota import DayLedger
from leaders.platforms.simulated import Network, SimulatedPlatform, live_on, simulate
from leaders.rank import rank_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import find_last_moment

LIMITS = Limits(accounts=14, audience=20, candidates=40, pages=5, posts=2)
OWN = ("followers", "following", "memberships", "members", "posts")


@cache
def before() -> Network:
    return simulate(seed=3, accounts=1000)


@cache
def after(days: int) -> Network:
    return live_on(before(), days)


def make_niche(size: int = 50, **limits: object) -> Niche:
    return Niche(
        name="niche", title="A", platforms=("simulated",),
        seeds=tuple(before().seeds("knitting")[:5]),
        limits=LIMITS.model_copy(update=limits), shortlist=ShortlistSize(size=size),
    )  # fmt: skip


def crawl(workspace, network: Network, *, niche=None, platform=None, refresh=True, rows=50):
    platform = platform or SimulatedPlatform(network, rows)
    return Crawl(workspace, niche or make_niche(), platform, is_refresh=refresh).run()


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(sql).fetchall()


def rank(workspace: Workspace, niche: Niche) -> None:
    with Store(workspace) as store:
        moment = find_last_moment(store)
        assert moment is not None
        rank_niche(store, niche, moment, 0, ())


def stored(workspace: Workspace) -> tuple[list[tuple], ...]:
    """All that two refreshes must agree on, by permanent ids."""
    edges = """select s.account_id, t.account_id, e.kind, post_id, happened_at, weight
        from {} as e join account as s on s.account_no = source_no
        join account as t on t.account_no = target_no left join post using (post_no) order by all"""
    visits = """select account_id, post_id, listing, declared_count, fetched_count, ended,
        started_at from visit left join account on account_no = subject_no
        left join post using (post_no) order by all"""
    refreshes = "select since, begun_at, ended_at is null from refresh order by all"
    asked = (edges.format("edge"), edges.format("edge_seen"), visits, refreshes)
    return tuple(read(workspace, sql) for sql in asked)


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Workspace:
    """What a crawl of the network as it was left behind, and a ranking of it."""
    workspace = Workspace(tmp_path_factory.mktemp("collected"))
    crawl(workspace, before(), refresh=False)
    rank(workspace, make_niche(size=6))
    return workspace


@pytest.fixture
def older(collected, workspace) -> Workspace:
    shutil.copyfile(collected.database, workspace.database)
    return workspace


def test_the_first_crawl_is_as_without(collected, workspace) -> None:
    crawl(workspace, before())
    assert stored(workspace)[:3] == stored(collected)[:3]
    assert crawl(workspace, before()).calls == 0


def test_a_refresh_finds_what_is_new_for_less(older) -> None:
    first = read(older, "select count(*) from page")[0][0]
    posts = "select count(*) from post join account on account_no = author_no"
    known = read(older, posts)
    report = crawl(older, after(10))
    assert report.stopped == "nothing is left to read within the limits"
    assert 0 < report.calls < first / 2
    assert 0 < report.again < sum(report.visits.values())
    assert f", {report.again} of them read again; " in report.describe()
    assert read(older, posts) > known
    fresh = "select max(happened_at) > timestamptz '2026-02-01' from edge where kind = 'like'"
    assert read(older, fresh) == [(True,)]
    assert crawl(older, after(10)).calls == 0


def test_nothing_is_read_again_unless_it_is_asked_for_or_too_old(older) -> None:
    was = stored(older)[2]
    report = crawl(older, after(10), refresh=False)
    assert report.again == 0
    assert stored(older)[2] == was
    assert crawl(older, after(6)).again == 0
    assert crawl(older, after(6), niche=make_niche(refresh_days=5)).again > 0


def test_after_long_everything_is_as_it_is_now(older) -> None:
    """After four times the age a list is read again, whether or not its count has moved."""
    society = after(40)
    crawl(older, society)
    number = {account_id: place for place, account_id in enumerate(society.ids)}
    lists = read(
        older,
        """select account_id, arg_max(ended, (started_at, visit_no)) from visit
        join account on account_no = subject_no where listing = 'followers' group by all""",
    )
    whole = [account_id for account_id, ended in lists if ended == "complete"]
    assert len(whole) > 5
    gone = {society.ids[row] for row in society.truth.is_gone.nonzero()[0]}
    for account_id in whole:
        rows = (society.follows.target == number[account_id]) & society.follows.is_listed
        truth = {society.ids[row] for row in society.follows.source[rows].tolist()}
        seen = read(
            older,
            f"""select s.account_id from edge join account as s on s.account_no = source_no
            join account as t on t.account_no = target_no
            where t.account_id = '{account_id}' and edge.kind = 'follow'""",
        )
        assert {account for (account,) in seen} - gone == truth - gone


def test_who_is_in_doubt_comes_first_and_then_the_nearest_to_the_top(older) -> None:
    doubted = {row for (row,) in read(
        older,
        """select account_no from ranked_account where not is_excluded and (p_top between .1 and .9
        or standing = 'borderline' or list = 'in doubt' or abs(rank - 6) <= 5)""",
    )}  # fmt: skip
    newest = read(older, "select max(visit_no) from visit")[0][0]
    crawl(older, after(10), niche=make_niche(size=6))
    again = read(
        older,
        f"""select visit_no, subject_no from visit where visit_no > {newest} and post_no is null
        and listing in {OWN} and subject_no in
            (select subject_no from visit where visit_no <= {newest} and listing = 'posts')
        order by visit_no""",
    )
    is_doubted = [subject in doubted for _, subject in again]
    assert {True, False} == set(is_doubted)
    assert is_doubted == sorted(is_doubted, reverse=True)
    place = dict(read(older, "select account_no, min(rank) from ranked_account group by all"))
    stale = [place.get(subject, 10**6) for _, subject in again if subject not in doubted]
    assert stale == sorted(stale)


def test_a_limit_ends_a_refresh_and_the_next_begins_with_the_rest(older) -> None:
    limited = make_niche(calls=20)
    rounds = 1
    while crawl(older, after(10), niche=limited).calls == 20:
        assert read(older, "select count(*) from refresh where ended_at is null") == [(0,)]
        rounds += 1
    assert rounds > 2
    assert read(older, "select count(*) from visit where ended is null") == [(0,)]
    assert crawl(older, after(10)).calls == 0


class Breaking(SimulatedPlatform):
    """The network some days later, until a call at which something ends it."""

    def __init__(self, at: int, error: BaseException) -> None:
        super().__init__(after(10), 50)
        self.left, self.error = at, error

    def _count(self) -> None:
        self.left -= 1
        if self.left == -1 and isinstance(self.error, KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        elif self.left < 0:
            raise self.error

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        self._count()
        return super().fetch(subject_id, listing, cursor)

    def fetch_profiles(self, account_ids):
        self._count()
        return super().fetch_profiles(account_ids)


@pytest.fixture(scope="module")
def refreshed(collected, tmp_path_factory) -> tuple[list[tuple], ...]:
    workspace = Workspace(tmp_path_factory.mktemp("refreshed"))
    workspace.database.parent.mkdir(parents=True)
    shutil.copyfile(collected.database, workspace.database)
    crawl(workspace, after(10))
    return stored(workspace)


@pytest.mark.parametrize(
    ("at", "error", "raised"),
    [
        (0, PlatformUnreachable("the network failed"), PlatformUnreachable),
        (12, KeyboardInterrupt(), CrawlInterrupted),
        (25, MemoryError(), MemoryError),
        (40, PlatformUnreachable("the network failed"), PlatformUnreachable),
    ],
)
@pytest.mark.parametrize("is_asked", [True, False])
def test_a_broken_refresh_is_gone_on_with(older, refreshed, at, error, raised, is_asked) -> None:
    with pytest.raises(raised):
        crawl(older, after(10), platform=Breaking(at, error))
    assert read(older, "select count(*) from refresh where ended_at is null") == [(1,)]
    crawl(older, after(10), refresh=is_asked)
    assert stored(older) == refreshed


DYING = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_refreshing import SimulatedPlatform, Workspace, after, crawl

class Dying(SimulatedPlatform):
    left = 30

    def fetch(self, *asked):
        self.left -= 1
        if self.left < 0:
            os._exit(9)
        return super().fetch(*asked)

crawl(Workspace(Path(sys.argv[2])), after(10), platform=Dying(after(10), 50))
"""


def test_a_refresh_whose_process_was_killed_is_gone_on_with(older, refreshed) -> None:
    folder = str(Path(__file__).parent)
    killed = subprocess.run([sys.executable, "-c", DYING, folder, str(older.root)], check=False)
    assert killed.returncode == 9
    assert read(older, "select count(*) from refresh where ended_at is null") == [(1,)]
    crawl(older, after(10))
    assert stored(older) == refreshed


def test_a_refresh_that_was_broken_off_long_ago_is_begun_anew(older) -> None:
    with pytest.raises(PlatformUnreachable):
        crawl(older, after(10), platform=Breaking(12, PlatformUnreachable("the network failed")))
    crawl(older, after(30))
    begun = read(older, "select begun_at - since, ended_at is null from refresh order by begun_at")
    assert begun == [(timedelta(days=7), False)] * 2
    assert read(older, "select count(*) from visit where ended is null") == [(0,)]


def test_posts_are_read_as_far_as_they_are_known(workspace) -> None:
    crawl(workspace, before(), rows=3)
    pages = "select count(*) from page join visit using (visit_no) where listing = 'posts'"
    [(first,)] = read(workspace, pages)
    crawl(workspace, after(10), rows=3)
    [(both,)] = read(workspace, pages)
    assert both - first < first / 2
    ended = "select ended, why from visit where listing = 'posts' and started_at > '2026-02-05'"
    assert ("known", "older posts were read before") in read(workspace, ended)
    society = live_on(after(10), 10)
    crawl(workspace, society, rows=3)
    posts = society.posts
    for author, shown in read(
        workspace, "select account_id, list(post_id order by posted_at desc, post_id) from post "
        "join account on account_no = author_no where author_no in "
        "(select subject_no from visit where listing = 'posts') group by all",
    ):  # fmt: skip
        own = posts.posted_at[posts.author == society.ids.index(author)]
        assert len(shown) >= min(20, len(own))
        newest = sorted(own.tolist(), reverse=True)[: len(shown)]
        times = read(
            workspace, "select epoch(posted_at)::bigint from post where list_contains("
            f"{shown!r}, post_id) order by posted_at desc",
        )  # fmt: skip
        assert [moment for (moment,) in times] == newest  # without a hole


def test_a_wider_limit_of_posts_is_read_beyond_the_known_ones(workspace) -> None:
    crawl(workspace, before(), rows=3)
    crawl(workspace, after(10), rows=3, niche=make_niche(posts=40))
    shown = read(
        workspace, "select account_id, count(*) from post join account on account_no = author_no "
        "where author_no in (select subject_no from visit where listing = 'posts') group by all",
    )  # fmt: skip
    author = after(10).posts.author
    own = [int((author == after(10).ids.index(account_id)).sum()) for account_id, _ in shown]
    assert [count for _, count in shown] == [min(count, 40) for count in own]
    assert max(own) > 21


class Later(SmallNetwork):
    """The small network some days later."""

    days = 10

    def now(self) -> datetime:
        return super().now() + timedelta(days=self.days)


class MuchLater(Later):
    days = 40


def a_post(name: str, likes: int, comments: int = 0) -> Post:
    return Post(
        f"small:{name}", f"small:{name.partition('/')[0]}",
        datetime.fromisoformat("2026-10-30T00:00:00Z"), likes_count=likes, comments_count=comments,
    )  # fmt: skip


NOVEMBER = datetime(2026, 11, 11, 9, tzinfo=UTC)
ROWS = {
    ("ann/1", Listing.LIKERS): ["bob"],
    ("ann/1", Listing.REPLIERS): ["bob"],
    ("ann/2", Listing.LIKERS): ["bob"],
}
POSTS = {"ann": [a_post("ann/1", 1, 1), a_post("ann/2", 1)]}


def crawl_small(workspace: Workspace, network: SmallNetwork) -> list[tuple[str, Listing]]:
    Crawl(workspace, small_niche(posts=2), network, is_refresh=True).run()
    return [(subject, listing) for subject, listing, _ in network.asked]


def test_reactions_are_read_again_where_their_count_has_moved(workspace) -> None:
    crawl_small(workspace, SmallNetwork(FOLLOWS, rows=ROWS, posts=POSTS))
    now = {"ann": [a_post("ann/1", 2, 1), a_post("ann/2", 1)]}
    rows = ROWS | {("ann/1", Listing.LIKERS): ["bob", "cat"]}
    asked = crawl_small(workspace, Later(FOLLOWS, rows=rows, posts=now))
    of_posts = {it for it in asked if "/" in it[0]}
    assert of_posts == {("ann/1", Listing.LIKERS)}
    assert read(workspace, "select count(*) from edge where kind = 'like'") == [(3,)]


def test_a_list_whose_count_has_not_moved_is_left_until_it_is_old(workspace) -> None:
    crawl_small(workspace, SmallNetwork(FOLLOWS))
    grown = FOLLOWS | {("new", "ann"), ("newer", "ann")}
    asked = crawl_small(workspace, Later(grown))
    again = [subject for subject, listing in asked if listing is Listing.FOLLOWERS]
    assert set(again) == {"ann"}
    assert ("ann", Listing.POSTS) in asked
    asked = crawl_small(workspace, MuchLater(grown))
    again = {subject for subject, listing in asked if listing is Listing.FOLLOWERS}
    assert {"ann", "bob"} <= again


def test_who_is_gone_is_asked_for_by_profile_alone(workspace) -> None:
    crawl_small(workspace, SmallNetwork(FOLLOWS))
    network = Later({pair for pair in FOLLOWS if "bob" not in pair})
    asked = crawl_small(workspace, network)
    assert "bob" not in {subject for subject, listing in asked if listing is not Listing.LISTS}
    gone = "select count(*) from visit where ended = 'gone' and listing = 'profile'"
    assert read(workspace, gone) == [(1,)]
    crawl_small(workspace, MuchLater(FOLLOWS))  # and who is back is found
    back = "select ended from visit join account on account_no = subject_no where listing = " \
        "'profile' and account_id = 'small:bob' order by visit_no"  # fmt: skip
    assert read(workspace, back) == [("complete",), ("gone",), ("complete",)]


def test_searches_are_made_again(workspace) -> None:
    words = {"words": {"en": ("yarn",)}}
    niche = small_niche().model_copy(update=words)
    network = SmallNetwork(FOLLOWS)
    Crawl(workspace, niche, network, is_refresh=True).run()
    later = Later(FOLLOWS, rows={("yarn", Listing.SEARCH_ACCOUNTS): ["eve"]})
    Crawl(workspace, niche, later, is_refresh=True).run()
    assert ("yarn", Listing.SEARCH_ACCOUNTS, None) in later.asked
    again = Later(FOLLOWS)
    Crawl(workspace, niche, again, is_refresh=True).run()
    assert again.asked == []


@pytest.mark.parametrize(
    "kinds",
    [(Listing.PROFILE,), (Listing.POSTS,), (Listing.PROFILE, Listing.POSTS, Listing.FOLLOWERS)],
)
@pytest.mark.parametrize("left", [0, 1, 3])
def test_what_a_day_does_not_allow_of_a_refresh_is_read_on_the_next(workspace, kinds, left) -> None:
    crawl_small(workspace, SmallNetwork(FOLLOWS, rows=ROWS, posts=POSTS))
    buckets = dict.fromkeys(kinds, "calls")
    ledger = DayLedger("small", {"calls": left or 1}, now=lambda: NOVEMBER)
    if not left:
        ledger.spend("calls")
    short = Later(FOLLOWS, rows=ROWS, posts=POSTS, ledger=ledger, buckets=buckets)
    report = Crawl(workspace, small_niche(posts=2), short, is_refresh=True).run()
    assert "calls" in report.stopped or report.is_complete
    crawl_small(workspace, Later(FOLLOWS, rows=ROWS, posts=POSTS))
    crawl_small(workspace, Later(FOLLOWS, rows=ROWS, posts=POSTS))
    again = """select count(*) from visit where started_at > '2026-11-05' and post_no is null
        and listing in ('posts', 'profile') and account_id in ('small:ann', 'small:bob')"""
    told = again.replace("visit where", "visit join account on account_no = subject_no where")
    assert read(workspace, told) == [(4,)]
    assert read(workspace, "select count(*) from visit where ended is null") == [(0,)]


def test_the_plan_is_what_is_read_at_most(older) -> None:
    platform = SimulatedPlatform(after(10), 50)
    with Store(older) as store:
        pages = dict(store.query("collect/mean_pages", platform="simulated").iter_rows())
        plan = plan_refresh(store, make_niche(size=6), platform, pages)
        early = plan_refresh(store, make_niche(), SimulatedPlatform(before()), pages)
    assert early.calls == 0
    assert [part.reason for part in plan.parts] == ["profiles", "in doubt", "stale"]
    assert all(part.accounts for part in plan.parts)
    newest = read(older, "select max(visit_no) from visit")[0][0]
    crawl(older, after(10), niche=make_niche(size=6))
    [(again,)] = read(
        older,
        f"""select count(*) from visit where visit_no > {newest} and post_no is null
        and listing in {OWN} and (subject_no, listing) in
            (select (subject_no, listing) from visit where visit_no <= {newest})""",
    )
    planned = sum(part.listings for part in plan.parts if part.reason != "profiles")
    assert 0 < again <= planned


def test_two_niches_do_not_read_the_same_again(older) -> None:
    other = replace_name(make_niche(), "other")
    crawl(older, before(), niche=other)
    crawl(older, after(10))
    assert crawl(older, after(10), niche=other).again == 0


def replace_name(niche: Niche, name: str) -> Niche:
    return niche.model_copy(update={"name": name})


def test_a_community_is_read_again_too(older) -> None:
    kinds = after(10).truth.kind
    club = after(10).ids[(kinds == AccountKind.COMMUNITY).nonzero()[0][0]]
    niche = make_niche().model_copy(update={"seeds": (*make_niche().seeds, club)})
    crawl(older, before(), niche=niche)
    crawl(older, after(10), niche=niche)
    members = read(
        older,
        f"""select count(*) from visit join account on account_no = subject_no
        where account_id = '{club}' and listing = 'posts'""",
    )
    assert members == [(2,)]
    assert EdgeKind.MEMBER in {kind for (kind,) in read(older, "select distinct kind from edge")}
