"""Collecting from the real AppView: nothing is missed, nothing is lost, the leaders are found."""

import http.client
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from bluesky_truth import engagements, gone, true_follows
from counting_proxy import CountingProxy, counting
from network import Network

from leaders.collect import Crawl
from leaders.collect.reading import BATCH_PAGES
from leaders.errors import LeadersError
from leaders.model import Ended, Listing
from leaders.niche import load_niche
from leaders.platforms.bluesky import BlueskyPlatform, Settings, listings
from leaders.settings import Workspace

pytestmark = pytest.mark.servers
KILLS = 30
FAST = 500.0
UNBOUND = """
[limits]
accounts = 1000
audience = 1000
audience_pages = 1000
candidates = 10000
depth = 5
pages = 1000
posts = 200
search = 10
"""


@pytest.fixture
def platform(bluesky: Network) -> Iterator[BlueskyPlatform]:
    with closing(BlueskyPlatform(ask_for(bluesky))) as platform:
        yield platform


def ask_for(network: Network) -> Settings:
    return Settings(appview=network.appview, rate=FAST)


def make_workspace(folder: Path, network: Network, more: str = "") -> Workspace:
    """A workspace with the niche of the topic, its three seeds and its words."""
    seeds = [network.account(did)["handle"] for did in network.truth["special"]["seeds"]]
    workspace = Workspace(folder)
    workspace.niches.mkdir(parents=True)
    (workspace.niches / "knitting.toml").write_text(
        f'title = "Knitting"\nplatforms = ["bluesky"]\nseeds = {seeds}\n{more}\n'
        '[words]\nen = ["knitting"]\nnl = ["breien"]\nru = ["#вязание"]\n',
        encoding="utf-8",
    )
    return workspace


def read(workspace: Workspace, sql: str) -> list[tuple]:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def edges_of(workspace: Workspace, table: str = "edge") -> list[tuple]:
    """Edges by permanent ids, sorted, without what a platform or the store calls them."""
    return read(
        workspace,
        f"""select substr(s.account_id, 9), substr(t.account_id, 9), e.kind, substr(post_id, 9)
        from {table} as e
        join account as s on s.account_no = source_no join account as t on t.account_no = target_no
        left join post using (post_no) order by all""",
    )


def visits_of(workspace: Workspace) -> list[tuple]:
    """The ledger without numbers and times."""
    return read(
        workspace,
        """select substr(account_id, 9), post_id, query, listing, declared_count, fetched_count,
            ended, why, page_count
        from visit left join account on account_no = subject_no left join post using (post_no)
        left join (select visit_no, count(*) as page_count from page group by visit_no) as pages
            using (visit_no)
        order by all""",
    )


# Listings


@pytest.mark.parametrize("rows", [10, 25, 50, 100])
def test_followers_and_following_of_everybody_are_the_true_ones(
    bluesky: Network, platform: BlueskyPlatform, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "ROWS", rows)
    living = [one["did"] for one in bluesky.truth["accounts"] if one["did"] not in gone(bluesky)]
    follows = true_follows(bluesky)
    asked = [(did, listing) for did in living for listing in (Listing.FOLLOWERS, Listing.FOLLOWING)]
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda one: read_twice(platform, *one), asked)
        for (did, listing), pairs in zip(asked, found, strict=True):
            end = 0 if listing is Listing.FOLLOWING else 1
            assert pairs == {pair for pair in follows if pair[end] == did}, (did, listing)


def read_twice(platform: BlueskyPlatform, did: str, listing: Listing) -> set[tuple[str, str]]:
    """As a crawl does: again with other borders, when there was more than one page."""
    pairs, pages = read_listing(platform, did, listing, None)
    if pages > 1:
        pairs |= read_listing(platform, did, listing, platform.second_reading)[0]
    return pairs


def read_listing(
    platform: BlueskyPlatform, did: str, listing: Listing, cursor: str | None
) -> tuple[set[tuple[str, str]], int]:
    pairs: set[tuple[str, str]] = set()
    for pages in range(1, 1000):
        page = platform.fetch(f"bluesky:{did}", listing, cursor)
        pairs |= {
            (e.source_id.removeprefix("bluesky:"), e.target_id.removeprefix("bluesky:"))
            for e in page.edges
        }
        cursor = page.cursor
        if cursor is None:
            assert page.ended is Ended.COMPLETE
            return pairs, pages
    raise AssertionError("a listing without an end")


@pytest.mark.parametrize("words", ["вязание", "breien", "knitting", "#вязание"])
def test_search_finds_the_topic(bluesky: Network, platform: BlueskyPlatform, words: str) -> None:
    topic = {one["did"] for one in bluesky.truth["accounts"] if one["topic"] == "knitting"}
    by_post = platform.fetch(words, Listing.SEARCH_POSTS).found
    by_bio = platform.fetch(words.removeprefix("#"), Listing.SEARCH_ACCOUNTS).found
    for found in (by_post, by_bio):
        dids = {account_id.removeprefix("bluesky:") for account_id in found}
        assert len(dids) > 20
        assert dids <= topic


# A whole crawl


@pytest.fixture(scope="module")
def undisturbed(bluesky: Network, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """What a crawl with limits that do not bind leaves behind."""
    workspace = make_workspace(tmp_path_factory.mktemp("undisturbed") / "w", bluesky, UNBOUND)
    niche = load_niche(workspace, "knitting")
    report = Crawl(workspace, niche, BlueskyPlatform(ask_for(bluesky))).run()
    assert set(report.gaps) <= {"cut"}  # posts are never read to the end, nor the deepest thread
    return workspace


def test_a_crawl_misses_no_follow_of_whom_it_read(bluesky: Network, undisturbed: Workspace) -> None:
    whole = read(
        undisturbed,
        "select distinct substr(account_id, 9), listing from visit join account on "
        "account_no = subject_no where listing in ('followers', 'following') "
        "and ended = 'complete'",
    )
    assert len(whole) > 200
    stored = {(s, t) for s, t, kind, _ in edges_of(undisturbed) if kind == "follow"}
    for did, listing in whole:
        end = 0 if listing == "following" else 1
        true = {pair for pair in true_follows(bluesky) if pair[end] == did}
        assert {pair for pair in stored if pair[end] == did} == true, (did, listing)


def test_a_crawl_misses_no_engagement_with_the_posts_it_read(
    bluesky: Network, undisturbed: Workspace
) -> None:
    of_posts = read(
        undisturbed,
        "select listing, substr(post_id, 9) from visit join post using (post_no) "
        "where listing in ('likers', 'reposters', 'quoters', 'repliers') and ended = 'complete'",
    )
    kinds = {"likers": "like", "reposters": "repost", "quoters": "quote", "repliers": "reply"}
    stored = {(s, t, kind, post) for s, t, kind, post in edges_of(undisturbed)}
    true = engagements(bluesky)
    assert len(of_posts) > 300
    for listing, uri in of_posts:
        kind = kinds[listing]
        wanted = {(s, t, kind, post) for s, t, post in true[kind] if post == uri}
        assert wanted <= stored, (listing, uri)
        assert {edge for edge in stored if edge[2:] == (kind, uri)} == wanted, (listing, uri)


def test_whoever_forbids_it_was_not_visited(bluesky: Network, undisturbed: Workspace) -> None:
    visited = read(
        undisturbed,
        "select distinct substr(account_id, 9) from visit join account on account_no = subject_no "
        "where listing <> 'profile' and post_no is null",
    )
    hidden = set(bluesky.truth["special"]["hidden"])
    asked_whom_they_follow = read(
        undisturbed,
        "select distinct substr(account_id, 9) from visit join account on account_no = subject_no "
        "where listing in ('posts', 'followers')",
    )
    assert visited
    assert not hidden & {did for (did,) in asked_whom_they_follow}


# Kill it anywhere


@pytest.fixture
def proxy(bluesky: Network) -> Iterator[CountingProxy]:
    with counting(bluesky.appview) as proxy:
        yield proxy


def start(workspace: Workspace, proxy: CountingProxy) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "BLUESKY_APPVIEW": proxy.url, "BLUESKY_RATE": str(FAST)}
    environment.pop("BLUESKY_HANDLE", None)
    command = [sys.executable, "-m", "leaders", "--workspace", str(workspace.root)]
    return subprocess.Popen(
        [*command, "collect", "knitting"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def test_kill_9_anywhere_loses_and_doubles_nothing(
    bluesky: Network, undisturbed: Workspace, proxy: CountingProxy, tmp_path: Path
) -> None:
    chance = random.Random(30)
    kills = 0
    while kills < KILLS:  # a crawl that ends before it is killed as often is followed by another
        workspace = make_workspace(tmp_path / f"after-{kills}", bluesky, UNBOUND)
        proxy.forget()
        killed = kill_again_and_again(workspace, proxy, chance, KILLS - kills)
        kills += killed
        with start(workspace, proxy) as last:
            said, _ = last.communicate(timeout=600)
        assert last.returncode == 0, said.decode()
        assert edges_of(workspace) == edges_of(undisturbed)
        assert visits_of(workspace) == visits_of(undisturbed)
        # A row that stood on two pages is dropped as a double only where both came in one batch.
        assert set(edges_of(workspace, "edge_seen")) == set(edges_of(undisturbed, "edge_seen"))
        again = [n - 1 for path, n in proxy.asked.items() if is_page(path)]
        assert sum(again) <= killed * (BATCH_PAGES + BlueskyPlatform.workers)


def kill_again_and_again(
    workspace: Workspace, proxy: CountingProxy, chance: random.Random, most: int
) -> int:
    """Start a crawl and kill it at a random moment, until it ends by itself; returns how often."""
    for killed in range(most):
        proxy.expect()
        with start(workspace, proxy) as crawl:
            assert proxy.wait_for_a_request(60) or crawl.poll() is not None
            time.sleep(chance.uniform(0, 2))
            if crawl.poll() is not None:
                return killed
            crawl.kill()
    return most


def is_page(path: str) -> bool:
    """Whether it asks for a page of a listing: whose a handle is may be asked every time."""
    return "getProfile?" not in path and "resolveHandle" not in path


# The whole job


def test_from_three_seeds_to_the_leaders_of_the_topic(bluesky: Network, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", bluesky, "\n[limits]\naccounts = 60\nposts = 5\n")
    environment = {**os.environ, "BLUESKY_APPVIEW": bluesky.appview, "BLUESKY_RATE": str(FAST)}
    leaders = [sys.executable, "-m", "leaders", "--workspace", str(workspace.root)]
    done = subprocess.run(
        [*leaders, "run", "knitting", "--direct"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    top = read(
        workspace,
        "select substr(account_id, 9) from ranked_account join account using (account_no) "
        "where list = 'creators' and rank > 0 order by rank, account_id limit 12",
    )
    special = bluesky.truth["special"]
    dids = [did for (did,) in top]
    assert set(dids[:6]) <= set(special["leaders"][:8])
    assert len(set(dids) & set(special["leaders"])) >= 10
    assert not set(dids) & {*special["celebrities"], special["hub"], special["hidden_leader"]}
    shortlist = (workspace.exports / "knitting" / "shortlist.json").read_text(encoding="utf-8")
    for hidden in special["hidden"]:
        assert hidden not in shortlist


# Rate limits


def test_a_real_429_is_waited_out(bluesky_pds: Network) -> None:
    account = bluesky_pds.truth["accounts"][0]
    settings = Settings(
        appview=bluesky_pds.appview, pds=bluesky_pds.pds, handle=account["handle"],
        password=account["password"], rate=FAST,
    )  # fmt: skip
    with closing(BlueskyPlatform(settings)) as platform, ThreadPoolExecutor(1) as pool:
        assert platform.find_account(account["handle"]) == f"bluesky:{account['did']}"
        use_up(bluesky_pds.pds)
        waits = []
        profile = pool.submit(platform.fetch_profiles, [f"bluesky:{account['did']}"])
        while not profile.done():
            waits.append(platform.wait_until())
            time.sleep(0.05)
        [found] = profile.result()
    assert found.handle == account["handle"]
    assert any(waits)


def use_up(server: str) -> None:
    """Ask until the server refuses, as somebody else at the same address may."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=60)
    for _ in range(10_000):
        connection.request("GET", "/xrpc/com.atproto.server.describeServer")
        answer = connection.getresponse()
        answer.read()
        if answer.status == 429:
            connection.close()
            return
    raise AssertionError("the server set no limit")


def test_a_wrong_password_is_one_sentence(bluesky_pds: Network) -> None:
    settings = Settings(
        pds=bluesky_pds.pds, handle="nobody.test", password="no-such-password", rate=FAST
    )
    with closing(BlueskyPlatform(settings)) as platform, pytest.raises(LeadersError) as refused:
        platform.find_account("nobody.test")
    assert "no-such-password" not in str(refused.value)
