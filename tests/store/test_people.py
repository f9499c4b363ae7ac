"""Who is one person in the store: folding, numbers, and the edges of people."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_people import MONDAY, TELEGRAM, VK, account, make_workspace, store_accounts

from leaders.identity import Answer, decide
from leaders.model import Edge, EdgeKind
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import see_edges
from leaders.store.people import CONFIRMED, REJECTED, VERIFIED, Pair, fold, load_people
from leaders.store.staging import rebuild_edges

IDS = st.integers(0, 7)
PAIRS = st.lists(
    st.tuples(IDS, IDS, st.sampled_from([VERIFIED, CONFIRMED, REJECTED])).filter(
        lambda it: it[0] < it[1]
    ),
    unique_by=lambda it: it[:2],
)


def pair(one: int, other: int, status: str) -> Pair:
    return Pair(one, other, f"x:{one}", f"x:{other}", status)


@given(PAIRS, st.randoms())
def test_no_person_holds_a_pair_that_is_two_and_order_changes_nothing(pairs, random) -> None:
    known = [pair(*it) for it in pairs]
    people, left_out = fold(known)
    for it in known:
        is_one = it.account_no in people and people[it.account_no] == people.get(it.other_no)
        if it.status == REJECTED:
            assert not is_one
        else:
            assert is_one == (it not in left_out)
    assert all(person == min(no for no in people if people[no] == person)
               for person in people.values())  # fmt: skip
    shuffled = [*known]
    random.shuffle(shuffled)
    assert fold(shuffled) == (people, left_out)


@given(PAIRS)
def test_without_a_no_all_that_is_joined_is_one_person(pairs) -> None:
    joins = [pair(*it) for it in pairs if it[2] != REJECTED]
    people, left_out = fold(joins)
    assert left_out == []
    assert set(people) == {no for it in joins for no in it[:2]}


def test_the_weakest_join_of_a_chain_to_two_people_is_left_out() -> None:
    chain = [pair(0, 1, CONFIRMED), pair(1, 2, VERIFIED), pair(0, 2, REJECTED)]
    assert fold(chain) == ({0: 0, 1: 0}, [chain[1]])


@pytest.fixture
def two(tmp_path) -> Workspace:
    """Anna has a channel and a group; ben, cat and dan pay attention."""
    workspace = make_workspace(tmp_path)
    cat, dan = "telegram:3", "telegram:4"
    edges = [
        Edge(TELEGRAM, VK, EdgeKind.FOLLOW),
        Edge(VK, TELEGRAM, EdgeKind.FOLLOW),
        Edge(TELEGRAM, cat, EdgeKind.FOLLOW),
        Edge(VK, cat, EdgeKind.FOLLOW),
        Edge(dan, cat, EdgeKind.FOLLOW),
        Edge(TELEGRAM, cat, EdgeKind.LIKE, "telegram:3/1", MONDAY),
        Edge(VK, cat, EdgeKind.LIKE, "telegram:3/1", MONDAY),
        Edge(VK, cat, EdgeKind.LIKE, "telegram:3/2", MONDAY),
        Edge(VK, dan, EdgeKind.FOLLOW),
    ]
    accounts = [account(it) for it in (TELEGRAM, VK, cat, dan)]
    store_accounts(workspace, *accounts, edges=edges)
    return workspace


def say(workspace: Workspace, one: str, other: str, is_same: bool, day: int = 0) -> None:
    decide(workspace, [Answer(one, other, is_same)], "Anna", MONDAY + timedelta(days=day))


def numbers_of(store: Store) -> dict[str, int]:
    rows = store._connection.execute("select account_id, account_no from account").fetchall()
    return dict(rows)


def edges_of(workspace: Workspace, people_of: str | None, *, is_past: bool) -> list[tuple]:
    with Store(workspace) as store:
        if not is_past:
            rebuild_edges(store)
        see_edges(store, MONDAY, people_of)
        names = dict(
            store._connection.execute("select account_no, account_id from account").fetchall()
        )
        rows = store._connection.execute(
            "select source_no, target_no, kind, post_no from seen_edge"
        ).fetchall()
    return sorted((names[s], names[t], kind, post) for s, t, kind, post in rows)


@pytest.mark.parametrize("is_past", [True, False])
def test_a_person_counts_once_and_not_for_itself(two, is_past) -> None:
    before = edges_of(two, "niche", is_past=is_past)
    assert before == edges_of(two, None, is_past=is_past)
    assert len(before) == 9
    say(two, TELEGRAM, VK, True)
    told = edges_of(two, "niche", is_past=is_past)
    cat = [(source, kind) for source, target, kind, _ in told if target == "telegram:3"]
    # Both of her accounts follow cat and like one post: one does, and the other likes another.
    assert cat == [
        (TELEGRAM, "follow"), (TELEGRAM, "like"), (TELEGRAM, "like"), ("telegram:4", "follow")
    ]  # fmt: skip
    assert [(s, t) for s, t, _, _ in told if t == "telegram:4"] == [(VK, "telegram:4")]
    assert not [it for it in told if {it[0], it[1]} == {TELEGRAM, VK}]
    assert edges_of(two, None, is_past=is_past) == before


def test_numbers_of_people(two) -> None:
    with Store(two) as store:
        numbers = np.arange(4, dtype=np.int32)
        assert load_people(store, numbers).tolist() == [0, 1, 2, 3]
    say(two, TELEGRAM, VK, True)
    with Store(two) as store:
        no = dict(
            store._connection.execute("select account_id, account_no from account").fetchall()
        )
        asked = np.array([no[VK], no["telegram:3"], no[TELEGRAM], 99], dtype=np.int64)
        first = min(no[VK], no[TELEGRAM])
        found = load_people(store, asked)
    assert found.dtype == np.int32
    assert found.tolist() == [first, no["telegram:3"], first, 99]
    say(two, VK, TELEGRAM, False, day=1)
    with Store(two) as store:
        assert load_people(store, asked).tolist() == asked.tolist()
