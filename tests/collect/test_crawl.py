"""The crawl of a simulated network: complete, honest about gaps, and hard to disturb."""

import os
import shutil
import signal
from dataclasses import dataclass, replace
from functools import cache

import duckdb
import pytest

from leaders.collect import CollectReport, Crawl
from leaders.collect.reading import CrawlInterrupted
from leaders.errors import LeadersError, PlatformUnreachable
from leaders.model import Account, EdgeKind, Ended, Listing, Page
from leaders.niche import Limits, Niche
from leaders.platforms.simulated import Network, SimulatedPlatform, simulate
from leaders.rank import rank_niche
from leaders.settings import Workspace, find_bundled
from leaders.store import Store
from leaders.store.observations import find_last_moment
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import suppress

LIMITS = Limits(accounts=14, audience=20, candidates=40, pages=3, posts=1)
STATES = {EdgeKind.FOLLOW, EdgeKind.MEMBER}

Edges = list[tuple]


@cache
def network() -> Network:
    return simulate(seed=3, accounts=1000)


def make_niche(limits: Limits = LIMITS, seeds: tuple[str, ...] = ()) -> Niche:
    own = tuple(network().seeds("knitting")[:5])
    return Niche(
        name="niche", title="A", platforms=("simulated",), seeds=seeds or own, limits=limits
    )


class Broken(SimulatedPlatform):
    """Breaks at one call of the platform's, as a network, a program or a person may."""

    def __init__(self, at: int, error: BaseException, pages: int = 50) -> None:
        super().__init__(network(), pages)
        self.left = at
        self.error = error
        self.pages = 0

    def _count(self) -> None:
        self.left -= 1
        if self.left == -1 and isinstance(self.error, KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)  # the main thread notices it while we go on
        elif self.left < 0:
            raise self.error

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        self._count()
        self.pages += 1
        return super().fetch(subject_id, listing, cursor)

    def fetch_profiles(self, account_ids) -> list[Account]:
        self._count()
        return super().fetch_profiles(account_ids)


def healthy() -> SimulatedPlatform:
    return SimulatedPlatform(network(), 50)


def crawl(
    workspace: Workspace, niche: Niche | None = None, platform: SimulatedPlatform | None = None
) -> CollectReport:
    return Crawl(workspace, niche or make_niche(), platform or healthy()).run()


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.execute(sql).fetchall()


def edges_of(workspace: Workspace, table: str = "edge") -> Edges:
    """The edges by permanent ids, sorted."""
    return read(
        workspace,
        f"""select s.account_id, t.account_id, e.kind, post_id, happened_at, weight
        from {table} as e
        join account as s on s.account_no = source_no join account as t on t.account_no = target_no
        left join post using (post_no) order by all""",
    )


def visits_of(workspace: Workspace) -> Edges:
    return read(
        workspace,
        """select account_id, post_id, listing, declared_count, fetched_count, ended, why
        from visit join account on account_no = subject_no left join post using (post_no)
        order by all""",
    )


def failed_checks(workspace: Workspace) -> dict[str, list[tuple]]:
    """The rows that the queries of sql/checks object to, by name."""
    files = sorted((find_bundled("sql") / "checks").glob("*.sql"))
    with duckdb.connect(str(workspace.database)) as connection:
        found = {file.stem: connection.execute(file.read_text()).fetchall() for file in files}
    return {name: rows for name, rows in found.items() if rows}


def store_of(workspace: Workspace) -> tuple[Edges, ...]:
    """All that two crawls must agree on."""
    candidates = """select account_id, why, depth from niche_account join account using (account_no)
        order by all"""
    return (
        edges_of(workspace), edges_of(workspace, "edge_seen"), visits_of(workspace),
        read(workspace, candidates), read(workspace, "select count(*), sum(row_count) from page"),
        read(workspace, "select post_id, likes_count from post_count join post using (post_no) "
             "order by all"),
    )  # fmt: skip


@dataclass(frozen=True)
class Crawled:
    """What a crawl that nothing disturbs leaves behind."""

    workspace: Workspace
    report: CollectReport
    stored: tuple[Edges, ...]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> Crawled:
    workspace = Workspace(tmp_path_factory.mktemp("undisturbed"))
    report = crawl(workspace)
    return Crawled(workspace, report, store_of(workspace))


# A whole crawl


def test_a_crawl_runs_to_its_end_and_a_second_one_makes_no_call(undisturbed) -> None:
    assert undisturbed.report.stopped == "nothing is left to read within the limits"
    assert undisturbed.report.calls > 50
    assert undisturbed.report.unknown_seeds == []
    workspace = undisturbed.workspace
    again = crawl(workspace)
    assert (again.calls, again.visits) == (0, {})
    assert store_of(workspace) == undisturbed.stored
    assert failed_checks(workspace) == {}
    assert read(workspace, "from visit where ended is null") == []


def test_the_limits_hold(undisturbed) -> None:
    workspace = undisturbed.workspace
    accounts = read(
        workspace,
        "select count(distinct subject_no) from visit where listing in ('followers', 'members')",
    )
    assert accounts == [(LIMITS.accounts,)]
    asked = read(
        workspace,
        "select count(distinct subject_no) from visit where listing = 'following' and subject_no "
        "not in (select subject_no from visit where listing in ('posts', 'followers'))",
    )
    assert asked == [(LIMITS.audience,)]
    assert read(workspace, "select count(*) from niche_account") <= [(LIMITS.candidates,)]
    assert read(workspace, "select max(pages) from (select count(*) as pages from page "
                "group by visit_no)") == [(LIMITS.pages,)]  # fmt: skip
    assert read(workspace, "select max(posts) from (select count(*) as posts from visit "
                "where listing = 'engagers' group by subject_no)") == [(LIMITS.posts,)]  # fmt: skip


def test_what_was_read_completely_is_the_truth(workspace) -> None:
    society = network()
    club = society.ids[(society.truth.kind == "community").nonzero()[0][0]]
    crawl(
        workspace,
        make_niche(
            Limits(accounts=25, audience=25, candidates=40, pages=50, audience_pages=50, posts=0),
            seeds=(*society.seeds("knitting")[:5], club),
        ),
    )
    stored = {edge[:3] for edge in edges_of(workspace)}
    number = {account_id: place for place, account_id in enumerate(society.ids)}
    complete = read(
        workspace,
        """select account_id, listing from visit join account on account_no = subject_no
        where ended = 'complete' and listing in ('followers', 'following', 'members', 'memberships')
        """,
    )
    assert {listing for _, listing in complete} == {
        "followers", "following", "members", "memberships",
    }  # fmt: skip
    for account_id, listing in complete:
        states = society.follows if "follow" in listing else society.memberships
        kind = "follow" if "follow" in listing else "member"
        end = 0 if listing in ("following", "memberships") else 1
        ends = (states.source, states.target)
        rows = (ends[end] == number[account_id]) & states.is_listed
        # Nobody follows a deleted account any more, as far as one can see.
        truth = {
            (society.ids[s], society.ids[t], kind)
            for s, t in zip(states.source[rows], states.target[rows], strict=True)
        }
        seen = {edge for edge in stored if edge[end] == account_id and edge[2] == kind}
        assert seen <= truth
        gone = {society.ids[number] for number in society.truth.is_gone.nonzero()[0]}
        assert {edge for edge in truth - seen if not gone & set(edge[:2])} == set()


def open_accounts(flag: str) -> list[str]:
    """Persons with this flag alone who have more followers than the platform shows of them."""
    truth = network().truth
    flags = {"is_hidden": truth.is_hidden, "is_limited": truth.is_limited, "is_gone": truth.is_gone}
    mask = flags.pop(flag) & (truth.kind != "community")
    for other in flags.values():
        mask &= ~other
    followed = [0] * len(network().ids)
    for target in network().follows.target.tolist():
        followed[target] += 1
    found = sorted(mask.nonzero()[0].tolist(), key=lambda number: -followed[number])
    return [network().ids[number] for number in found]


def test_hidden_cut_and_gone_are_in_the_ledger_with_their_reasons(workspace) -> None:
    hidden, limited, gone = (
        open_accounts(flag)[0] for flag in ("is_hidden", "is_limited", "is_gone")
    )
    limits = Limits(accounts=3, audience=0, candidates=5, pages=50, posts=1)
    crawl(workspace, make_niche(limits, seeds=(hidden, limited, gone)))
    ledger = {(visit[0], visit[2]): visit for visit in visits_of(workspace)}
    _, _, _, declared, fetched, ended, why = ledger[hidden, "followers"]
    assert (ended, why, fetched) == ("hidden", "the account hides its followers", 0)
    assert declared > 0
    _, _, _, declared, fetched, ended, why = ledger[limited, "followers"]
    assert (ended, why) == ("cut", "the platform shows the newest 200")
    assert fetched < declared
    assert ledger[gone, "profile"][5] == "gone"
    assert (gone, "followers") not in ledger
    assert failed_checks(workspace) == {}


def test_a_listing_longer_than_the_limit_of_pages_is_cut(workspace) -> None:
    report = crawl(
        workspace, make_niche(Limits(accounts=5, audience=5, candidates=5, pages=1, posts=1))
    )
    assert report.visits["cut"] > 0
    cut = [visit for visit in visits_of(workspace) if visit[5] == "cut"]
    assert {why for *_, why in cut} == {"limit of 1 page"}
    assert all(fetched < declared for *_, declared, fetched, _, _ in cut)


def test_nobody_of_the_audience_has_a_profile(undisturbed) -> None:
    workspace = undisturbed.workspace
    profiled = {account_id for (account_id,) in read(
        workspace, "select account_id from profile join account using (account_no)"
    )}  # fmt: skip
    seeds = set(read(workspace, "select account_id from niche_account join account "
                     "using (account_no) where why = 'seed'"))  # fmt: skip
    visited = {
        visit[0] for visit in visits_of(workspace) if visit[2] in ("following", "memberships")
    }
    pointed: dict[str, set[str]] = {}
    for source, target, kind, *_ in edges_of(workspace):
        if kind in STATES and source in visited:
            pointed.setdefault(target, set()).add(source)
    wanted = {account_id for account_id, sources in pointed.items() if len(sources) >= 2}
    assert profiled <= wanted | {account_id for (account_id,) in seeds}
    everybody = read(workspace, "select count(*) from account")[0][0]
    assert 0 < len(profiled) < everybody / 2


def test_seeds_that_do_not_exist_are_told(workspace) -> None:
    report = crawl(workspace, make_niche(seeds=(network().handles[0], "no-such-account")))
    assert report.unknown_seeds == ["no-such-account"]


def test_no_seed_that_exists_is_an_error(workspace) -> None:
    with pytest.raises(LeadersError, match="None of the 2 seeds of niche exists on simulated"):
        crawl(workspace, make_niche(seeds=("nobody-1", "nobody-2")))


# Disturbed crawls


UNBOUND = Limits(accounts=1000, audience=1000, candidates=1000, pages=50, posts=0, depth=1)


@pytest.mark.parametrize("calls", [40, 75])
def test_a_limit_of_calls_leaves_a_store_to_use(workspace, calls) -> None:
    limited = make_niche(LIMITS.model_copy(update={"calls": calls}))
    report = crawl(workspace, limited)
    assert report.calls == calls
    assert report.stopped == f"the limit of {calls} calls was reached"
    assert not report.is_complete
    assert failed_checks(workspace) == {}
    with Store(workspace) as store:
        ranked = rank_niche(store, limited, find_last_moment(store), 0, frozenset())
    assert ranked.account_count > 0


def test_many_short_crawls_end_as_one_long_one(workspace, tmp_path) -> None:
    long = Workspace(tmp_path / "long")
    crawl(long, make_niche(UNBOUND))
    short = make_niche(UNBOUND.model_copy(update={"calls": 250}))
    runs = 1
    while crawl(workspace, short).calls == 250:
        runs += 1
    assert runs > 5
    assert edges_of(workspace) == edges_of(long)
    assert visits_of(workspace) == visits_of(long)


@pytest.mark.parametrize(
    ("at", "error"),
    [
        (0, KeyboardInterrupt()),
        (45, PlatformUnreachable("the network failed")),
        (62, KeyboardInterrupt()),
        (80, MemoryError()),
    ],
)
def test_a_broken_crawl_is_finished_by_the_next(workspace, undisturbed, at, error) -> None:
    with pytest.raises(raised_by(error)):
        crawl(workspace, platform=Broken(at, error))
    assert failed_checks(workspace) == {}
    crawl(workspace)
    assert store_of(workspace) == undisturbed.stored
    assert failed_checks(workspace) == {}


def raised_by(error: BaseException) -> type[BaseException]:
    """A person's ctrl-C is told as a sentence."""
    return CrawlInterrupted if isinstance(error, KeyboardInterrupt) else type(error)


@pytest.mark.parametrize("error", [PlatformUnreachable("the network failed"), KeyboardInterrupt()])
def test_pages_in_hand_are_kept(workspace, error) -> None:
    platform = Broken(31, error)
    with pytest.raises(raised_by(error)):
        crawl(workspace, platform=platform)
    assert read(workspace, "select count(*) from page where visit_no in "
                "(select visit_no from visit where listing <> 'profile')"
                ) == [(platform.pages,)]  # fmt: skip
    assert edges_of(workspace)


def test_ctrl_c_says_what_is_stored(workspace) -> None:
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(
        CrawlInterrupted,
        match=r"Stopped after \d+ calls. What was read is stored, [\d,]+ listings are begun or "
        "planned$",
    ):
        crawl(workspace, platform=Broken(31, KeyboardInterrupt()))
    assert signal.getsignal(signal.SIGINT) is handler


def test_after_a_crash_a_ranking_does_not_read_old_edges(workspace) -> None:
    with pytest.raises(MemoryError):
        crawl(workspace, platform=Broken(80, MemoryError()))
    with Store(workspace) as store:
        moment = find_last_moment(store)
        crashed = rank_niche(store, make_niche(), moment, 0, frozenset())
        scores = read(workspace, "select account_no, score from ranked_account order by all")
        with store.transaction():
            rebuild_edges(store)
        settled = rank_niche(store, make_niche(), moment, 1, frozenset())
    assert crashed.ranking_id != settled.ranking_id
    again = read(workspace, "select account_no, score from ranked_account where ranking_no = 1 "
                 "order by all")  # fmt: skip
    assert again == scores


class Repeating(SimulatedPlatform):
    """Gives the followers' second page for ever."""

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        page = super().fetch(subject_id, listing, cursor)
        if listing is Listing.FOLLOWERS and cursor is not None:
            return replace(page, cursor=cursor)
        return page


def test_a_repeated_cursor_ends_the_visit_as_failed(workspace) -> None:
    limits = Limits(accounts=5, audience=0, candidates=5, pages=50, posts=1)
    report = crawl(workspace, make_niche(limits), Repeating(network(), 10))
    failed = [visit for visit in visits_of(workspace) if visit[5] == Ended.FAILED]
    assert len(failed) == report.visits["failed"] > 0
    assert {(visit[2], visit[6]) for visit in failed} == {
        ("followers", "the platform repeated a cursor")
    }
    assert all(visit[4] == 20 for visit in failed)


# Who must not be collected


def test_a_suppressed_seed_is_not_asked_for(workspace) -> None:
    seed, other = network().ids[5], network().ids[6]
    with Store(workspace) as store, store.transaction():
        suppress(store, seed, healthy().now())
    niche = make_niche(
        Limits(accounts=2, audience=0, candidates=2, pages=2, posts=1), seeds=(seed, other)
    )
    first = crawl(workspace, niche)
    assert first.calls > 0
    assert crawl(workspace, niche).calls == 1  # to learn whose the name is
    assert read(workspace, f"from account where account_id = '{seed}'") == []
    assert read(workspace, f"from account where account_id = '{other}'") != []


def test_another_niche_does_not_finish_our_visits(workspace) -> None:
    with pytest.raises(CrawlInterrupted):
        crawl(workspace, platform=Broken(20, KeyboardInterrupt()))
    planned = read(workspace, "select count(*) from visit where ended is null")
    stranger = make_niche(
        Limits(accounts=1, audience=0, candidates=1, pages=1, posts=0), (network().ids[9],)
    )
    crawl(workspace, stranger.model_copy(update={"name": "other"}))
    assert read(workspace, "select count(*) from visit where ended is null") == planned != [(0,)]


def test_what_one_niche_has_read_serves_another_and_is_not_read_again(
    workspace, undisturbed
) -> None:
    workspace.database.parent.mkdir(exist_ok=True)
    shutil.copyfile(undisturbed.workspace.database, workspace.database)
    again = crawl(workspace, make_niche().model_copy(update={"name": "other"}))
    assert again.calls < undisturbed.report.calls / 2
    assert (
        read(
            workspace,
            "select listing, subject_no, count(*) from visit where post_no is null and ended <> "
            "'failed' group by all having count(*) > 1",
        )
        == []
    )
