"""A niche of several platforms: each is ranked by itself, and alone it would be ranked the same."""

from test_rank import EARLIER, SHOP, new_workspace, store_edges, store_rows

from leaders import pipeline
from leaders.export import EXPORTERS
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist


def name_platforms(workspace: Workspace, *names: str) -> None:
    (workspace.niches / "niche.toml").write_text(f'title = "Two"\nplatforms = {list(names)}\n')


def ranked(workspace: Workspace, columns: list[str]) -> dict[str, list[tuple]]:
    pipeline.rank(workspace, "niche")
    tables = load_shortlist(workspace, load_niche(workspace, "niche")).tables
    return {name: table.select(columns).rows() for name, table in tables.items()}


def test_each_platform_has_its_lists_ranked_from_one() -> None:
    columns = ["rank", "account_id", "score", "reach_percentile", "follow_pagerank_percentile"]
    crowd = [(f"p{number}", "star", "follow") for number in range(40)]
    with new_workspace() as workspace:
        store_edges(workspace, EARLIER)
        alone = ranked(workspace, columns)
        name_platforms(workspace, "vk", "files")
        store_rows(workspace, "edges", "source,target,kind", crowd, platform="vk")
        store_rows(workspace, "accounts", "id,name,bio", [("7", "Wool shop", SHOP)], platform="vk")
        store_edges(workspace, [("p1", "7", "follow")], platform="vk")
        both = ranked(workspace, columns)
        files = EXPORTERS["csv"](load_shortlist(workspace, load_niche(workspace, "niche")))
    assert list(both) == ["VK brands", "VK role unknown", "Files role unknown"]
    assert both["Files role unknown"] == alone["role unknown"]
    assert [row[:2] for row in both["VK role unknown"]] == [(1, "vk:star")]
    assert [row[:2] for row in both["VK brands"]] == [(1, "vk:7")]
    assert [file.name for file in files] == [
        "vk-brands.csv", "vk-role-unknown.csv", "files-role-unknown.csv",
    ]  # fmt: skip


def test_accounts_of_a_platform_that_the_niche_does_not_name_are_shown_all_the_same() -> None:
    with new_workspace() as workspace:
        name_platforms(workspace, "vk")
        store_edges(workspace, EARLIER)
        lists = ranked(workspace, ["rank", "account_id"])
    assert lists["Files role unknown"] == [(1, "files:d/b"), (2, "files:d/c")]
