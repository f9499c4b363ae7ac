"""A look into the past ranks exactly as it would have then, whatever was learnt since."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from leaders import pipeline
from leaders.collect import Crawl
from leaders.model import Account, AccountKind, Edge, EdgeKind, Listing, Page
from leaders.niche import load_niche
from leaders.platforms.simulated import Network, SimulatedPlatform, live_on, simulate
from leaders.settings import Workspace
from leaders.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "change"))
from two_dates import FIRST, SECOND, followers, likes, people, posts, profile, see_all, visit, x

TABLES = ("ranked_account", "component", "membership", "finding", "risk", "measure")
SMALL = {"audience": 12, "accounts": 12, "candidates": 60, "posts": 3}
LARGE = {"audience": 30, "accounts": 30, "candidates": 90, "posts": 6}


@contextmanager
def new_workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        workspace.niches.mkdir(parents=True)
        yield workspace


def write_niche(workspace: Workspace, network: Network, limits: dict[str, int]) -> None:
    seeds = ", ".join(f'"{it}"' for it in network.seeds("knitting"))
    told = "\n".join(f"{key} = {value}" for key, value in limits.items())
    head = f'title = "A niche"\nplatforms = ["simulated"]\nseeds = [{seeds}]\n'
    (workspace.niches / "niche.toml").write_text(f"{head}[limits]\n{told}\n", encoding="utf-8")


def crawl(workspace: Workspace, network: Network) -> None:
    Crawl(workspace, load_niche(workspace, "niche"), SimulatedPlatform(network)).run()


def read(workspace: Workspace, ranking_id: str) -> dict[str, list[tuple]]:
    """All that a ranking stored, by permanent ids."""
    told = {}
    with Store(workspace) as store:
        number = store.query("ranking/head", ranking_id=ranking_id)["ranking_no"][0]
        for table in TABLES:
            rows = store._connection.execute(
                f"select account_id, {table}.* exclude (account_no, ranking_no) from {table} "
                "join account using (account_no) where ranking_no = $number order by all",
                {"number": number},
            ).fetchall()
            told[table] = [tuple(map(str, row)) for row in rows]
    return told


def rank(workspace: Workspace, as_of: datetime | None = None) -> tuple[str, dict, datetime]:
    report = pipeline.rank(workspace, "niche", as_of)
    assert not report.is_known
    return report.ranking_id, read(workspace, report.ranking_id), report.as_of


def test_a_second_crawl_of_a_network_that_went_on_leaves_the_first_ranking_as_it_was() -> None:
    network = simulate(accounts=1000)
    with new_workspace() as workspace:
        write_niche(workspace, network, SMALL)
        crawl(workspace, network)
        ranking_id, then, moment = rank(workspace)
    with new_workspace() as workspace:
        write_niche(workspace, network, SMALL)
        crawl(workspace, network)
        write_niche(workspace, network, LARGE)
        crawl(workspace, live_on(network, 30))
        write_niche(workspace, network, SMALL)
        again, back, _ = rank(workspace, moment)
        _, now, later = rank(workspace)
    assert later > moment
    assert again == ranking_id
    assert back == then
    assert now != then


def look(*, is_later: bool) -> list:
    """Twelve accounts with posts and fans; later more is learnt of what was there already."""
    reads = []
    for number in range(12):
        name, fans = f"c{number}", 12 + number
        old = [f"{name}p{place}" for place in range(8)]
        if is_later:
            # Older posts than those that were known, and who wrote what had only been liked.
            more = posts(name, [f"{name}q{place}" for place in range(30)], FIRST)
            stray = posts(name, [f"{name}stray"], FIRST)
            page = Page(posts=(*more.posts, *stray.posts))
            reads.append(visit(SECOND, name, Listing.POSTS, page))
            group = Account(x(f"group{number}"), AccountKind.COMMUNITY, handle=f"group{number}")
            reads.append(visit(SECOND, f"group{number}", Listing.PROFILE, Page(accounts=(group,))))
            continue
        reads += [
            visit(FIRST, name, Listing.PROFILE, profile(name, 100 + number)),
            visit(FIRST, name, Listing.FOLLOWERS, followers(name, people(fans))),
            visit(FIRST, name, Listing.POSTS, posts(name, old, FIRST)),
            visit(FIRST, f"group{number}", Listing.FOLLOWERS,
                  followers(f"group{number}", people(fans))),
        ]  # fmt: skip
        for place, post in enumerate([*old, f"{name}stray"]):
            who = people(fans - place)
            reads.append(
                visit(FIRST, name, Listing.ENGAGERS, likes(name, post, who, FIRST), post=post)
            )
        edges = tuple(
            Edge(x(f"group{number}"), x(name), EdgeKind.FOLLOW) for _ in range(1)
        )  # fmt: skip
        reads.append(visit(FIRST, f"group{number}", Listing.FOLLOWING, Page(edges=edges)))
    return reads


def name_all(workspace: Workspace) -> None:
    (workspace.niches / "niche.toml").write_text('title = "A"\nplatforms = ["simulated"]\n')
    with Store(workspace) as store, store.transaction():
        for number in range(12):
            for name in (f"c{number}", f"group{number}"):
                store.execute("collect/add_seed", niche="niche", account_id=x(name), visit_no=-1)


def test_what_was_learnt_later_of_posts_and_kinds_is_not_known_before() -> None:
    told = []
    for is_later in (False, True):
        with new_workspace() as workspace:
            see_all(workspace, look(is_later=False))
            if is_later:
                see_all(workspace, look(is_later=True))
            name_all(workspace)
            told.append(rank(workspace, FIRST + timedelta(hours=1))[:2])
    assert told[0][1]["measure"]
    assert told[1] == told[0]
