"""Real data sets through the product's own path, with the traps that they hold."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from leaders import pipeline
from leaders.audience.affinity import find_communities
from leaders.audience.sizing import size_target
from leaders.importing import import_path
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store.imports import ImportReport, ImportRequest

SEEN_AT = datetime(2026, 1, 1, tzinfo=UTC)


def bring_in(
    workspace: Workspace,
    path: Path,
    shape: str,
    mapping: Mapping[str, str] | None = None,
    **told: Any,
) -> ImportReport:
    request = ImportRequest(
        "niche", "set", "files", told.pop("kind", "follow"), dict(mapping or {}), SEEN_AT,
        is_seen_at_given=True, **told,
    )  # fmt: skip
    return import_path(workspace, path, shape, request, lambda sentence: None)[0]


def rank_by(workspace: Workspace, component: str) -> pl.DataFrame:
    """The ids and values of one component of everybody who was ranked."""
    niche = f'title = "x"\nplatforms = ["files"]\n[score.weights]\n{component} = 1.0\n'
    (workspace.niches / "niche.toml").write_text(niche)
    pipeline.rank(workspace, "niche")
    with duckdb.connect(str(workspace.database)) as connection:
        return connection.sql(
            "select account_id, value from component join account using (account_no)"
        ).pl()


def measure_auc(ranked: pl.DataFrame, chosen: set[str]) -> float:
    """The share of (chosen, other) pairs that are in the right order; ties count a half."""
    place = ranked["value"].rank("average")
    is_chosen = ranked["account_id"].is_in(sorted(chosen))
    count, others = is_chosen.sum(), ranked.height - is_chosen.sum()
    return float((place.filter(is_chosen).sum() - count * (count + 1) / 2) / (count * others))


@pytest.mark.parametrize(("component", "auc"), [("pagerank", 0.840), ("in_degree", 0.773)])
def test_congress_gives_the_published_figures(
    workspace: Workspace, real_data: Path, component: str, auc: float
) -> None:
    folder = real_data / "congress"
    accounts = bring_in(workspace, folder / "accounts.csv", "accounts")
    edges = bring_in(workspace, folder / "interactions.csv", "edges", kind="mention")
    assert (accounts.account_count, edges.edge_count) == (475, 13_289)
    told = pl.read_csv(folder / "accounts.csv")
    leaders = told.filter(pl.col("leadership_2022"))["username"]
    ranked = rank_by(workspace, component)
    assert ranked.height == 475
    assert measure_auc(ranked, {f"files:set/{name}" for name in leaders}) == pytest.approx(
        auc, abs=0.0005
    )


def test_a_partial_crawl_takes_away_only_what_it_read(
    workspace: Workspace, real_data: Path
) -> None:
    folder = real_data / "nostr"
    accounts = bring_in(workspace, folder / "accounts.parquet", "accounts")
    edges = bring_in(workspace, folder / "follows.parquet", "edges", is_complete=True)
    assert accounts.row_count == 23_502
    assert edges.edge_count == 123_299
    assert edges.visit_count == 1 + 271  # the file, and each list in it


def test_bytes_are_ids_too(workspace: Workspace, real_data: Path) -> None:
    bring_in(workspace, real_data / "nostr" / "accounts.parquet", "accounts", {"id": "pubkey"})
    with duckdb.connect(str(workspace.database)) as connection:
        lengths = connection.execute("select distinct length(account_id) from account").fetchall()
    assert lengths == [(len("files:set/") + 64,)]


def test_self_loops_are_dropped_and_counted(workspace: Workspace, real_data: Path) -> None:
    report = bring_in(workspace, real_data / "ontario" / "ontariopol_edgelist.csv", "edges")
    assert (report.loop_count, report.edge_count) == (107, 5_988)


def test_an_account_that_stands_twice_is_one_account(workspace: Workspace, real_data: Path) -> None:
    report = bring_in(workspace, real_data / "twitch/FR_target.csv", "accounts", {"id": "new_id"})
    assert report.row_count > report.account_count == 6_549


def test_the_wrong_id_column_is_told(workspace: Workspace, real_data: Path) -> None:
    folder = real_data / "twitch_chat"
    bring_in(
        workspace, folder / "streamers.csv", "accounts"
    )  # `id` is the stream's, not the account's
    report = bring_in(
        workspace, folder / "chatters.csv", "members",
        {"member": "chatter_login", "community": "user_id"},
    )  # fmt: skip
    assert report.warning is not None
    assert report.reject_count == 18  # logins of digits that a spreadsheet has made floats of


def test_target_audiences_of_streams_are_those_of_the_file(
    workspace: Workspace, real_data: Path
) -> None:
    folder = real_data / "twitch_chat"
    bring_in(workspace, folder / "streamers.csv", "accounts", {"id": "user_id"})
    bring_in(
        workspace, folder / "chatters.csv", "members",
        {"member": "chatter_login", "community": "user_id"},
    )  # fmt: skip
    (workspace.niches / "niche.toml").write_text(
        'title = "x"\nplatforms = ["files"]\n'
        '[audience]\ncommunities = ["boxbox", "scarra", "aceu"]\n'
    )
    niche = load_niche(workspace, "niche")
    seen = pl.read_csv(folder / "chatters.csv", infer_schema=False).filter(
        ~pl.col("chatter_login").str.contains(r"^[\d.]+E\+\d+$|^\d+\.\d+$")
    )
    names = pl.read_csv(folder / "streamers.csv", infer_schema=False)
    chats = {
        login: set(seen.filter(pl.col("user_id") == number)["chatter_login"])
        for login, number in names.select("user_login", "user_id").iter_rows()
    }
    wanted = chats["boxbox"] | chats["scarra"] | chats["aceu"]
    assert size_target(workspace, niche).people_count == len(wanted)
    told = find_communities(workspace, niche, top=100).table
    assert {row["handle"]: row["target_count"] for row in told.to_dicts()} == {
        login: len(people & wanted)
        for login, people in chats.items()
        if len(people) >= 100 and len(people & wanted) >= 10
    }
