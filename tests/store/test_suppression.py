"""The suppress list: its key, what it keeps out, and what it does when the key is lost."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from leaders import pipeline
from leaders.errors import LeadersError
from leaders.importing import import_path
from leaders.model import Account, Edge, EdgeKind, Ended, Listing, Page
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store
from leaders.store.imports import ImportReport, ImportRequest
from leaders.store.pages import OpenVisit, PageRead, write_pages
from leaders.store.suppression import find_suppressed, suppress

NOW = datetime(2026, 1, 5, tzinfo=UTC)
EDGES = [("a", "b"), ("c", "b"), ("b", "c"), ("a", "quux"), ("c", "quux"), ("quux", "c")]


def store_edges(workspace: Workspace, rows: list[tuple[str, str]]) -> ImportReport:
    path = workspace.root / "edges.csv"
    path.write_text("source,target\n" + "".join(f"{s},{t}\n" for s, t in rows), encoding="utf-8")
    request = ImportRequest("niche", "d", "files", "follow", {}, NOW, is_seen_at_given=True)
    return import_path(workspace, path, "edges", request, lambda sentence: None)[0]


def suppress_account(workspace: Workspace, account_id: str) -> None:
    """On the list alone: what is stored stays, as if a backup had been put back."""
    with Store(workspace) as store, store.transaction():
        suppress(store, account_id, NOW)


def listed(workspace: Workspace) -> list[str]:
    shortlist = load_shortlist(workspace, load_niche(workspace, "niche"))
    return [i for table in shortlist.tables.values() for i in table["account_id"]]


def read(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(path)) as connection:
        return connection.execute(sql).fetchall()


def test_only_the_owner_reads_the_key_and_the_store_does_not_hold_it(workspace) -> None:
    suppress_account(workspace, "files:d/quux")
    key = workspace.suppression_key
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(key.read_text())) == 32
    assert key.read_bytes() not in workspace.database.read_bytes()
    assert [path.name for path in key.parent.glob("*.part")] == []


def test_the_list_tells_nobody_and_finds_exactly_who_is_on_it(workspace) -> None:
    suppress_account(workspace, "files:d/quux")
    suppress_account(workspace, "files:d/quux")
    with Store(workspace) as store:
        found = find_suppressed(store, ["files:d/quux", "files:d/quu", "files:e/quux"])
        assert found == {"files:d/quux"}
    assert read(workspace.database, "select count(*) from suppressed") == [(1,)]
    assert b"quux" not in workspace.database.read_bytes()


def test_two_workspaces_give_an_account_two_hashes(workspace, tmp_path) -> None:
    other = Workspace(tmp_path / "other")
    for each in (workspace, other):
        suppress_account(each, "files:d/quux")
    hashes = {read(each.database, "from suppressed")[0][0] for each in (workspace, other)}
    assert len(hashes) == 2


def test_an_import_leaves_out_who_is_suppressed(workspace) -> None:
    suppress_account(workspace, "files:d/quux")
    report = store_edges(workspace, EDGES)
    assert (report.edge_count, report.suppressed_count, report.account_count) == (3, 3, 3)
    assert b"quux" not in workspace.database.read_bytes()


def test_pages_leave_out_who_is_suppressed(workspace) -> None:
    suppress_account(workspace, "x:quux")
    follow = Edge("x:quux", "x:a", EdgeKind.FOLLOW)
    of_others = OpenVisit("x:a", Listing.FOLLOWERS, NOW)
    of_quux = OpenVisit("x:quux", Listing.PROFILE, NOW)
    profile = Page(accounts=(Account("x:quux", handle="quux"),))
    with Store(workspace) as store:
        for visit, page in [(of_quux, profile), (of_others, Page(edges=(follow,)))]:
            write_pages(store, "niche", "x", [PageRead(visit, 0, page, NOW, Ended.COMPLETE, None)])
    assert read(workspace.database, "select account_id from account") == [("x:a",)]
    assert read(workspace.database, "select count(*) from edge_seen") == [(0,)]
    visits = read(workspace.database, "select visit_no, listing from visit")
    pages = read(workspace.database, "select visit_no from page")
    assert (visits, pages) == ([(0, "followers")], [(0,)])


def test_a_ranking_leaves_out_who_is_suppressed(workspace) -> None:
    store_edges(workspace, EDGES)
    suppress_account(workspace, "files:d/quux")
    pipeline.rank(workspace, "niche")
    assert read(workspace.database, "select count(*) from ranked_account") == [(2,)]
    assert listed(workspace) == ["files:d/c", "files:d/b"]


def test_a_ranking_from_before_a_suppression_is_not_exported(workspace) -> None:
    store_edges(workspace, EDGES)
    pipeline.rank(workspace, "niche")
    assert "files:d/quux" in listed(workspace)
    suppress_account(workspace, "files:d/quux")
    with pytest.raises(LeadersError, match="data before its moment changed"):
        listed(workspace)
    pipeline.rank(workspace, "niche")
    assert listed(workspace) == ["files:d/c", "files:d/b"]
    paths = pipeline.export_niche(workspace, "niche", ("csv", "json", "gexf"))
    assert [path.name for path in paths if b"quux" in path.read_bytes()] == []


def test_without_its_key_the_list_stops_everything_that_needs_it(workspace) -> None:
    store_edges(workspace, EDGES)
    suppress_account(workspace, "files:d/other")
    pipeline.rank(workspace, "niche")
    workspace.suppression_key.unlink()
    needing = [
        lambda: store_edges(workspace, [("x", "y")]),
        lambda: pipeline.rank(workspace, "niche", seed=1),
        lambda: listed(workspace),
        lambda: suppress_account(workspace, "files:d/quux"),
    ]
    for need in needing:
        with pytest.raises(LeadersError, match=r"suppression\.key; put the key back"):
            need()
    assert not workspace.suppression_key.exists()
    assert read(workspace.database, "select count(*) from edge_seen") == [(len(EDGES),)]


@pytest.mark.parametrize("content", ["", "no key", "00ff", "é"])
def test_a_damaged_key_is_no_key(workspace, content) -> None:
    suppress_account(workspace, "files:d/quux")
    workspace.suppression_key.write_text(content, encoding="utf-8")
    with Store(workspace) as store, pytest.raises(LeadersError, match="is no key of a suppress"):
        find_suppressed(store, ["files:d/quux"])


def test_without_a_list_no_key_is_asked_for(workspace) -> None:
    with Store(workspace) as store:
        assert find_suppressed(store, ["files:d/quux"]) == set()
    assert not workspace.suppression_key.exists()


def test_who_is_suppressed_is_no_gap_in_a_new_ranking(workspace) -> None:
    suppress_account(workspace, "files:d/quux")
    store_edges(workspace, EDGES)
    pipeline.rank(workspace, "niche")
    people = load_shortlist(workspace, load_niche(workspace, "niche")).tables["role unknown"]
    assert people.select(pl.col("rank").sort()).to_series().to_list() == [1, 2]
