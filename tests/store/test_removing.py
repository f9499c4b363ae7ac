"""Removing a niche: what only it needed goes, and others see what they saw."""

from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pytest
from test_edge_as_of import failed_checks, followers, following, hour

from leaders.errors import LeadersError
from leaders.importing import import_path
from leaders.model import Account, ContactStatus, Page
from leaders.outreach.contacts import mark
from leaders.pipeline import rank
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.imports import ImportRequest
from leaders.store.pages import OpenVisit, PageRead, write_pages
from leaders.store.removing import remove_niche
from leaders.store.staging import rebuild_edges

NOW = datetime(2026, 11, 29, tzinfo=UTC)
ONE, OTHER = "one", "other"


def read(store: Store | Workspace, sql: str, **params) -> list[tuple]:
    path = store.path if isinstance(store, Store) else store.database
    with duckdb.connect(str(path)) as connection:
        return connection.execute(sql, params).fetchall()


def write_for(store: Store, niche: str, seen) -> None:
    for visit in seen:
        opened = OpenVisit(f"x:{visit.subject}", visit.listing, hour(visit.at), visit.post)
        edges = tuple(
            replace(edge, source_id=f"x:{edge.source_id}", target_id=f"x:{edge.target_id}")
            for edge in visit.edges
        )
        page = Page(accounts=(Account(f"x:{visit.subject}", name=visit.subject),), edges=edges)
        reading = PageRead(opened, 0, page, hour(visit.until), visit.ended, None)
        write_pages(store, niche, "x", [reading])


def seed(store: Store, niche: str, *letters: str) -> None:
    for letter in letters:
        store.execute("collect/add_seed", niche=niche, account_id=f"x:{letter}", visit_no=0)


@pytest.fixture
def shared(workspace: Workspace):
    """Two niches: a is one's, b is the other's; m follows both."""
    with Store(workspace) as store:
        write_for(
            store, ONE,
            [followers(1, "a", "m", "p", "q"), following(3, "m", "a", "b"), following(5, "p", "a")],
        )  # fmt: skip
        write_for(store, OTHER, [followers(7, "b", "m", "r")])
        seed(store, ONE, "a")
        seed(store, OTHER, "b")
        with store.transaction():
            rebuild_edges(store)
        yield store


EDGES = """select s.account_id[3:], t.account_id[3:] from edge join account as s
    on s.account_no = source_no join account as t on t.account_no = target_no order by all"""
IDS = "select account_id[3:] from account order by all"


def test_only_what_it_alone_needed_goes(shared) -> None:
    tried = remove_niche(shared, ONE, is_tried=True)
    assert len(read(shared, IDS)) == 6
    assert remove_niche(shared, ONE) == tried
    assert tried["candidates"] == 1
    assert tried["visits"] == 2  # m's stays: it says that m follows b
    assert read(shared, IDS) == [("a",), ("b",), ("m",), ("r",)]
    assert read(shared, EDGES) == [("m", "a"), ("m", "b"), ("r", "b")]
    assert failed_checks(shared.path) == {}
    with pytest.raises(LeadersError, match="Nothing is stored of nowhere"):
        remove_niche(shared, "nowhere")


def test_the_last_niche_takes_everything_with_it(shared) -> None:
    remove_niche(shared, ONE)
    remove_niche(shared, OTHER)
    assert read(shared, "select count(*) from niche_account") == [(0,)]
    assert read(shared, "select count(*) from visit where niche = 'other'") == [(0,)]
    assert failed_checks(shared.path) == {}


def test_prices_and_contacts_stay_unless_told(shared) -> None:
    [(number,)] = read(shared, "select account_no from account where account_id = 'x:a'")
    mark(shared, "Shop", (number, "x:a"), ContactStatus.AGREED, NOW.date(), NOW)
    remove_niche(shared, ONE, is_tried=True)
    gone = remove_niche(shared, ONE)
    assert "contacts" not in gone
    assert read(shared, "select client from contact") == [("Shop",)]
    assert ("a",) in read(shared, IDS)


def test_the_contacts_of_its_client_go_when_told(shared) -> None:
    [(number,)] = read(shared, "select account_no from account where account_id = 'x:a'")
    for client in ("Shop", "Other shop"):
        mark(shared, client, (number, "x:a"), ContactStatus.AGREED, NOW.date(), NOW)
    assert remove_niche(shared, ONE, "Shop")["contacts"] == 1
    assert read(shared, "select client from contact") == [("Other shop",)]


FILE = "source,target\n" + "".join(
    f"f{fan},{star}\n" for fan in range(30) for star in ("s1", "s2", f"s{fan % 5 + 3}")
)


def import_for(workspace: Workspace, niche: str, dataset: str, text: str) -> None:
    (workspace.niches / f"{niche}.toml").write_text(
        f'title = "A"\nplatforms = ["files"]\nseeds = ["files:{dataset}/s1"]\n'
    )
    path = workspace.root / f"{dataset}.csv"
    path.write_text(text)
    request = ImportRequest(
        niche=niche, dataset=dataset, platform="files", kind="follow", mapping={}, seen_at=NOW,
        is_seen_at_given=True, is_undirected=False, is_complete=True, is_sample=False,
    )  # fmt: skip
    import_path(workspace, path, "edges", request, lambda text: None)


def test_a_removed_niche_leaves_no_file_and_another_ranks_as_before(workspace) -> None:
    import_for(workspace, ONE, "ones", FILE)
    import_for(workspace, OTHER, "others", FILE)
    for niche in (ONE, OTHER):
        rank(workspace, niche, NOW)
    ranked = """select account_id, list, rank, score from ranked_account
        join account using (account_no) join ranking using (ranking_no)
        where niche = 'other' order by all"""
    was = read(workspace, ranked)
    assert was
    with Store(workspace) as store:
        gone = remove_niche(store, ONE)
        store.rewrite()
    assert (gone["imports"], gone["rankings"]) == (1, 1)
    assert read(workspace, "select niche, dataset from file_import") == [("other", "others")]
    assert read(workspace, "from account where starts_with(account_id, 'files:ones/')") == []
    assert read(workspace, ranked) == was
    [(number,)] = read(workspace, "select ranking_no from ranking")
    rank(workspace, OTHER, NOW, seed=1)
    scores = """select account_id, list, rank, score from ranked_account
        join account using (account_no) where ranking_no <> ? order by all"""
    with duckdb.connect(str(workspace.database)) as connection:
        again = connection.execute(scores, [number]).fetchall()
    assert again == was
    import_for(workspace, ONE, "ones", FILE)  # and it can be taken in again
    assert read(workspace, "select count(*) from file_import") == [(2,)]


def test_every_table_with_a_ranking_is_cleared(workspace) -> None:
    import_for(workspace, ONE, "ones", FILE)
    rank(workspace, ONE, NOW)
    tables = read(
        workspace,
        "select table_name from duckdb_columns() join duckdb_tables() using (table_name) "
        "where column_name in ('ranking_no', 'niche', 'config_hash')",
    )
    with Store(workspace) as store:
        remove_niche(store, ONE)
    left = {name for (name,) in tables if read(workspace, f"select count(*) from {name}") != [(0,)]}
    assert left == set()
    assert read(workspace, "select count(*) from account") == [(0,)]
