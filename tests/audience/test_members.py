"""Who is in which audience: small stores with known answers, and any set of rows."""

from datetime import datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored_audiences import LATER, START, put_accounts, put_edges, put_visit

from leaders.audience.members import Members, load_members
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.staging import rebuild_edges


def load(workspace: Workspace, accounts: list[int], as_of: datetime = LATER) -> Members:
    with Store(workspace) as store:
        return load_members(store, np.array(accounts, dtype=np.int32), as_of)


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    """Three communities c, b, a (numbers 0, 1, 2) and people 3 to 6."""
    with Store(workspace) as store:
        put_accounts(store, ["vk:c", "vk:b", "vk:a", "vk:p3", "vk:p4", "vk:p5", "vk:p6"])
        put_visit(
            store, 0, subject_no=1, listing="members", ended="cut", declared_count=10,
            fetched_count=2, is_newest_first=True,
        )  # fmt: skip
        put_edges(store, 0, [(4, 1, "member"), (3, 1, "member"), (3, 1, "follow"), (6, 1, "like")])
        put_visit(store, 1, subject_no=2, listing="followers", fetched_count=2)
        put_edges(store, 1, [(6, 2, "follow"), (4, 2, "follow")])
        rebuild_edges(store)
    return workspace


def test_members_and_followers_each_once(stored: Workspace) -> None:
    members = load(stored, [1, 0, 2])
    assert members.accounts["account_id"].to_list() == ["vk:a", "vk:b", "vk:c"]
    assert [row.tolist() for row in members.rows()] == [[4, 6], [3, 4], []]
    assert members.people().tolist() == [3, 4, 6]
    assert members.seen_in(np.array([4, 99])).tolist() == [1, 1, 0]


def test_what_is_known_of_the_listings(stored: Workspace) -> None:
    told = load(stored, [0, 1, 2]).accounts
    assert told["kind"].to_list() == ["person"] * 3
    assert told["seen_count"].to_list() == [2, 2, 0]
    assert told["ended"].to_list() == ["complete", "cut", None]
    assert told["is_complete"].to_list() == [True, False, False]
    assert told["is_newest_first"].to_list() == [False, True, False]
    assert told["followers_count"].to_list() == [None, 10, None]
    assert told["coverage"].to_list() == [1.0, 0.2, None]


def test_an_audience_from_a_file_is_covered_as_far_as_it_is_declared(stored: Workspace) -> None:
    with Store(stored) as store:
        put_visit(store, 2, ended="cut")
        put_edges(store, 2, [(3, 0, "member")])
        store.append(
            "account_count",
            pl.DataFrame({"account_no": [0], "visit_no": [2], "followers_count": [4]}),
        )
        rebuild_edges(store)
    told = load(stored, [0]).accounts
    assert told.select("coverage", "is_complete", "ended").row(0) == (0.25, False, None)


def test_a_look_into_the_past_sees_what_was_seen_by_then(stored: Workspace) -> None:
    members = load(stored, [1, 2], as_of=START)
    assert [row.tolist() for row in members.rows()] == [[], [3, 4]]
    assert members.accounts["ended"].to_list() == [None, "cut"]


def test_accounts_that_are_not_stored_and_nobody(stored: Workspace) -> None:
    assert load(stored, [99, 2]).accounts["account_id"].to_list() == ["vk:a"]
    nobody = load(stored, [])
    assert nobody.accounts.height == 0
    assert nobody.offset.tolist() == [0]
    matrix, people = nobody.incidence()
    assert (matrix.shape, people.tolist()) == ((0, 0), [])


def make_members(audiences: list[set[int]]) -> Members:
    rows = [np.array(sorted(audience), dtype=np.int32) for audience in audiences]
    accounts = pl.DataFrame({"account_id": [f"vk:c{i}" for i in range(len(rows))]})
    offset = np.cumsum([0, *map(len, rows)])
    return Members(accounts, offset, np.concatenate([*rows, np.empty(0, dtype=np.int32)]))


@given(st.lists(st.sets(st.integers(0, 30)), max_size=6), st.none() | st.sets(st.integers(0, 40)))
def test_incidence_is_who_is_where(audiences: list[set[int]], asked: set[int] | None) -> None:
    members = make_members(audiences)
    given_people = None if asked is None else np.array(sorted(asked, reverse=True), dtype=np.int32)
    matrix, people = members.incidence(given_people)
    everybody = set().union(*audiences) if asked is None else asked
    assert people.tolist() == sorted(everybody)
    assert matrix.shape == (len(people), len(audiences))
    for number, audience in enumerate(audiences):
        column = matrix.toarray()[:, number]
        assert set(people[column > 0].tolist()) == audience & everybody
        assert set(column.tolist()) <= {0, 1}


@given(st.lists(st.sets(st.integers(0, 30)), max_size=6), st.sets(st.integers(0, 40)))
def test_seen_in_counts_intersections(audiences: list[set[int]], asked: set[int]) -> None:
    counted = make_members(audiences).seen_in(np.array(sorted(asked), dtype=np.int32))
    assert counted.tolist() == [len(audience & asked) for audience in audiences]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.integers(3, 9), st.integers(0, 2), st.sampled_from(["member", "follow", "like"])
        )
    )
)
def test_loading_equals_sets_of_the_rows(
    workspace: Workspace, rows: list[tuple[int, int, str]]
) -> None:
    workspace.database.unlink(missing_ok=True)
    with Store(workspace) as store:
        put_accounts(store, [f"vk:{9 - number}" for number in range(10)])
        put_visit(store, 0, ended="cut")
        if rows:
            put_edges(store, 0, rows)
        rebuild_edges(store)
    members = load(workspace, [0, 1, 2])
    for number, row in zip(members.accounts["account_no"], members.rows(), strict=True):
        wanted = {who for who, target, kind in rows if target == number and kind != "like"}
        assert row.tolist() == sorted(wanted)
