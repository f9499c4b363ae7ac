"""The people across platforms, each once, by whom of the niche a post of theirs meets."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from known_people import (
    MONDAY,
    TELEGRAM,
    VK,
    account,
    groups,
    make_workspace,
    read_links,
    store_accounts,
)
from typer.testing import CliRunner, Result

from leaders import cli, pipeline
from leaders.export import LEADING
from leaders.identity import (
    Answer,
    decide,
    is_across,
    load_people_list,
    put_people_beside,
)
from leaders.model import Edge, EdgeKind, Ended, Listing, Page, Post
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store
from leaders.store.pages import OpenVisit, PageRead, write_pages

BEN, CAT = "telegram:-1001000000002", "vk:-13"
TUBE = "youtube:UC" + "a" * 22
SEEN = MONDAY + timedelta(days=10)


def store_views(workspace: Workspace, account_id: str, views: int) -> None:
    """Six posts that were seen so often."""
    posts = [
        Post(f"{account_id}/{n}", account_id, MONDAY + timedelta(hours=n), views_count=views)
        for n in range(1, 7)
    ]
    visit = OpenVisit(account_id, Listing.POSTS, SEEN)
    read = PageRead(visit, 0, Page(posts=tuple(posts)), SEEN, Ended.COMPLETE, None)
    with Store(workspace) as store:
        write_pages(store, "niche", account_id.partition(":")[0], [read])


@pytest.fixture
def ranked(tmp_path, first_ranked) -> Workspace:
    """A copy of the ranked workspace."""
    shutil.copytree(first_ranked.root, tmp_path / "copy")
    return Workspace(tmp_path / "copy")


@pytest.fixture(scope="module")
def first_ranked(tmp_path_factory) -> Workspace:
    """Anna has a channel that 400 of 1,000 see and a group of 500; ben 900 members; cat nothing."""
    workspace = make_workspace(tmp_path_factory.mktemp("first"))
    edges = [
        Edge(f"telegram:{n}", target, EdgeKind.MEMBER) for target in (TELEGRAM, BEN) for n in (1, 2)
    ] + [Edge("vk:901", target, EdgeKind.MEMBER) for target in (VK, CAT)]
    store_accounts(
        workspace,
        account(TELEGRAM, "https://vk.com/club12", name="Anna's wool", followers_count=1000),
        account(VK, "https://t.me/annawool", name="Anna", followers_count=500),
        account(BEN, name="=Ben", handle="benyarn", followers_count=900),
        account(CAT, name="Cat", handle="catcraft", followers_count=100),
        account(TUBE, name="Tube", handle="tubewool"),
        edges=edges,
    )  # fmt: skip
    store_views(workspace, TELEGRAM, 400)
    with Store(workspace) as store:
        visit = OpenVisit(TUBE, Listing.FOLLOWERS, SEEN)
        page = Page(edges=(Edge("youtube:UC" + "b" * 22, TUBE, EdgeKind.FOLLOW),))
        write_pages(store, "niche", "youtube", [PageRead(visit, 0, page, SEEN, Ended.CUT, None)])
    pipeline.rank(workspace, "niche")
    return workspace


def people(workspace: Workspace) -> pl.DataFrame:
    return load_people_list(workspace, load_niche(workspace, "niche"))


def test_each_person_once_in_bounds_with_the_unknown_last(ranked) -> None:
    rows = people(ranked).select(
        "place", "name", "platforms", "people_at_least", "people_at_most", "basis",
        "accounts_count",
    ).rows()  # fmt: skip
    # Nobody was judged (all are seeds), so that reach is the declared audience.
    assert rows == [
        (1, "Anna's wool", "telegram, vk", 400.0, 450.0, "assumed", 2),
        (2, "=Ben", "telegram", 180.0, 180.0, "assumed", 1),
        (3, "Cat", "vk", 10.0, 10.0, "assumed", 1),
        (None, "Tube", "youtube", None, None, "not known", 1),
    ]
    assert people(ranked)["accounts"][0] == f"{TELEGRAM}; {VK}"
    assert is_across(people(ranked))


def test_a_declared_number_alone_is_no_expectation(ranked) -> None:
    loud = "mastodon:loud@example.social"
    store_accounts(ranked, account(loud, name="Loud", followers_count=1_000_000))
    pipeline.rank(ranked, "niche")
    last = people(ranked).filter(pl.col("accounts") == loud).row(0, named=True)
    assert (last["place"], last["basis"]) == (None, "not known")


def test_a_no_makes_two_people_of_one_after_ranking_again(ranked) -> None:
    decide(ranked, [Answer(TELEGRAM, VK, False)], "Anna", SEEN)
    with pytest.raises(Exception, match="data before its moment changed"):
        load_shortlist(ranked, load_niche(ranked, "niche"))
    pipeline.rank(ranked, "niche")
    assert people(ranked)["accounts_count"].to_list() == [1, 1, 1, 1, 1]


def test_an_account_of_which_nothing_is_known_leaves_no_upper_bound(ranked) -> None:
    decide(ranked, [Answer(TUBE, BEN, True)], "Anna", SEEN)
    ben = people(ranked).row(1, named=True)
    assert (ben["people_at_least"], ben["people_at_most"], ben["accounts_count"]) == (
        180.0,
        None,
        2,
    )


def test_the_shortlist_says_whose_account_it_is_and_the_workbook_has_the_people(ranked) -> None:
    niche = load_niche(ranked, "niche")
    shortlist = load_shortlist(ranked, niche)
    told = {
        row["account_id"]: row["person"]
        for table in shortlist.tables.values()
        for row in table.iter_rows(named=True)
    }
    assert told == {TELEGRAM: TELEGRAM, VK: TELEGRAM, BEN: None, CAT: None, TUBE: None}
    names = [column.name for column in LEADING]
    assert names.index("person") == names.index("contacts") - 1
    sheet = put_people_beside(ranked, niche, shortlist).sheets[-1]
    assert sheet.name == "people"
    assert sheet.rows.height == 4
    assert sheet.rows.equals(put_people_beside(ranked, niche, shortlist).sheets[-1].rows)


def run(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["--workspace", str(workspace.root), *arguments])


def test_people_are_shown_exported_and_told_as_json(ranked) -> None:
    shown = run(ranked, "show", "niche").stdout
    assert "Knitters: people across platforms" in shown
    assert "400 to 450" in shown
    assert "people across platforms" not in run(ranked, "show", "niche", "--fresh").stdout
    [file] = pipeline.export_niche(ranked, "niche", ["xlsx"])[:1]
    assert "People" in openpyxl.load_workbook(file).sheetnames
    told = json.loads(run(ranked, "links", "niche", "--json").stdout)
    assert [it["place"] for it in told["ranked_people"]] == [1, 2, 3, None]
    [anna] = told["people"]
    assert anna["accounts"] == [TELEGRAM, VK]
    assert anna["why"] == [
        f"{TELEGRAM} and {VK}: mutual links, each names the other on its own profile"
    ]


def test_one_platform_without_people_of_several_accounts_has_no_such_sheet(tmp_path) -> None:
    workspace = make_workspace(tmp_path)
    store_accounts(workspace, account(BEN, followers_count=5), account(TELEGRAM, followers_count=9))
    pipeline.rank(workspace, "niche")
    niche = load_niche(workspace, "niche")
    shortlist = load_shortlist(workspace, niche)
    assert put_people_beside(workspace, niche, shortlist) is shortlist


def verified(workspace: Workspace) -> list[tuple]:
    with Store(workspace) as store:
        return store._connection.execute(
            "select niche, kind, decided_at from identity_link where status = 'verified'"
        ).fetchall()


def test_ranking_stores_what_is_proved_as_of_its_moment(ranked) -> None:
    [(niche, kind, _)] = verified(ranked)
    assert (niche, kind) == ("niche", "mutual links")
    later = SEEN + timedelta(days=1)
    store_accounts(ranked, account(VK), at=later)
    assert groups(read_links(ranked, later)) == []
    pipeline.rank(ranked, "niche")
    assert verified(ranked) == []
    pipeline.rank(ranked, "niche", SEEN)
    assert len(verified(ranked)) == 1


def test_attention_between_accounts_of_one_person_is_none(tmp_path) -> None:
    """What one account spends on the other is not counted, and without links nothing changes."""
    fans = [Edge(f"vk:{n}", VK, EdgeKind.FOLLOW) for n in range(100, 106)]
    own = Edge(TELEGRAM, VK, EdgeKind.FOLLOW)
    reach: dict[bool, float] = {}
    for is_one in (False, True):
        workspace = make_workspace(Path(tmp_path / str(is_one)))
        links = ("https://vk.com/club12",) if is_one else ()
        store_accounts(
            workspace, account(TELEGRAM, *links, followers_count=10),
            account(VK, "https://t.me/annawool", followers_count=10), edges=[*fans, own],
        )  # fmt: skip
        (workspace.niches / "niche.toml").write_text(
            (workspace.niches / "niche.toml").read_text() + "[score.weights]\nin_degree = 1\n"
        )
        pipeline.rank(workspace, "niche")
        tables = load_shortlist(workspace, load_niche(workspace, "niche")).tables.values()
        [found] = [
            row["in_degree"] for table in tables for row in table.iter_rows(named=True)
            if row["account_id"] == VK
        ]  # fmt: skip
        reach[is_one] = found
    assert reach == {False: 7, True: 6}
