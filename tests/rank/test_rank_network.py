"""A niche's network: what it takes as known, and what is read of the store."""

import numpy as np
import polars as pl
import pytest
from imported_rows import MONDAY, new_workspace, store_edges, store_rows
from networks import make_graph, make_network

from leaders.errors import LeadersError
from leaders.niche import load_niche
from leaders.rank.network import MASS_FOLLOWING, NicheNetwork, PostActors, load_network
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_accounts
from leaders.store.observations import see_edges


def load(workspace: Workspace) -> NicheNetwork:
    with Store(workspace) as store:
        see_edges(store, MONDAY)
        return load_network(store, load_niche(workspace, "niche"), MONDAY)


def test_everybody_counts_whole_until_judged() -> None:
    network = make_network(3, [(1, 0)])
    assert network.p.tolist() == [1, 1, 1]
    assert network.mean_p == 1
    assert not network.is_judged


def test_activity_is_all_that_was_given_and_at_least_one() -> None:
    network = make_network(3, interactions=[(1, 0, 2), (1, 2, 3), (2, 0, 0.25)])
    assert network.activity.tolist() == [1, 5, 1]


def test_mass_followers_are_those_beyond_the_bound() -> None:
    network = make_network(3, following={1: MASS_FOLLOWING, 2: MASS_FOLLOWING + 1})
    assert network.follows_many.tolist() == [False, False, True]


def test_unknown_is_no_number() -> None:
    network = make_network(2, followers=[None, 7])
    np.testing.assert_array_equal(network.column("followers_count"), [np.nan, 7])
    assert np.isnan(network.column("no such column")).all()


def test_fewer_candidates_keep_everybodys_attention() -> None:
    network = make_network(4, [(3, 0), (3, 1), (2, 1)], followers=[1, 2, 3, 4])
    kept = network.keep(np.array([False, True, False, True]))
    assert kept.node.tolist() == [1, 3]
    assert kept.column("followers_count").tolist() == [2, 4]
    assert kept.follows is network.follows


def test_posts_follow_their_authors() -> None:
    # Two accounts, and posts 2 and 3 of account 0, 4 of account 1.
    posts = PostActors(make_graph([(1, 2), (1, 3), (0, 4)], 5), np.array([0, 0, 1]))
    assert posts.nodes.tolist() == [2, 3, 4]
    second = posts.of_rows(np.array([1]))
    assert second.author.tolist() == [0]
    assert second.nodes.tolist() == [2]
    assert second.graph.source.tolist() == [0]
    assert posts.of_rows(np.array([0, 1])).graph.edge_count == 3
    assert len(posts.of_rows(np.array([], dtype=np.int64)).author) == 0


def test_a_niche_is_read_with_candidates_in_the_order_of_their_ids() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, [("z", "b", "follow"), ("z", "a", "follow"), ("y", "b", "like")])
        network = load(workspace)
    assert network.candidates["account_id"].to_list() == ["files:d/a", "files:d/b"]
    assert network.account_no[network.node].tolist() == network.candidates["account_no"].to_list()
    assert np.diff(network.follows.offset)[network.node].tolist() == [1, 1]
    assert np.diff(network.counted.offset)[network.node].tolist() == [0, 1]
    assert network.is_read.tolist() == [True, True]


def test_how_many_somebody_follows_is_declared_or_seen_whatever_is_more() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, [("z", "b", "follow"), ("z", "a", "follow"), ("y", "b", "follow")])
        store_rows(workspace, "accounts", "id,following_count", [("z", 1), ("y", 9)])
        network = load(workspace)
    assert network.following is not None
    assert sorted(network.following[network.following > 0].tolist()) == [2, 9]


@pytest.mark.parametrize(
    ("listings", "coverage"),
    [
        ([("cut", 50, 200)], 0.25),
        ([("cut", 50, None)], None),
        ([("complete", 50, None)], 1.0),
        ([("cut", 300, 200)], 1.0),
        ([("complete", 50, 50), ("cut", 50, None)], None),  # the newest alone
        ([("cut", 50, 200), ("failed", 0, 200)], 0.25),
        ([], None),
    ],
)
def test_how_much_of_an_audience_was_read(
    listings: list[tuple[str, int, int | None]], coverage: float | None
) -> None:
    with new_workspace() as workspace:
        store_edges(workspace, [("z", "a", "follow")])
        with Store(workspace) as store:
            account = find_accounts(store, "files:d/a")[0][0]
            for number, (ended, fetched, declared) in enumerate(listings, start=100):
                row = {
                    "visit_no": number, "platform": "files", "subject_no": account,
                    "listing": "followers", "fetched_count": fetched, "declared_count": declared,
                    "started_at": MONDAY, "ended_at": MONDAY, "ended": ended,
                }  # fmt: skip
                types = {"declared_count": pl.Int64}
                store.append("visit", pl.DataFrame([row], schema_overrides=types))
        network = load(workspace)
    assert network.candidates["coverage"].to_list() == [coverage]


def test_a_niche_without_candidates_is_an_error() -> None:
    with new_workspace() as workspace, pytest.raises(LeadersError, match="has no candidates"):
        load(workspace)


def test_columns_that_a_file_does_not_give_do_not_make_a_candidate_unread() -> None:
    network = make_network(2, is_read=pl.Series([None, False]).to_list())
    assert network.is_read.tolist() == [True, False]
