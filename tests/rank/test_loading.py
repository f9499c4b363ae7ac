"""Stored edges as graphs: what is read, in which order, and from which moment."""

from datetime import datetime, timedelta

import duckdb
import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from imported_rows import MONDAY, Row, new_workspace, store_edges, store_rows

from leaders.graph import Graph
from leaders.model import EdgeKind
from leaders.rank.loading import (
    FOLLOWS,
    INTERACTIONS,
    Nodes,
    layers_of_kinds,
    load_graph,
    number_nodes,
    put_kinds,
    read_layer,
)
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import see_edges

NAMES = ["ann", "bob", "eva", "jan", "kim", "lev", "mia"]
ROWS = [
    ("ann", "eva", "follow"), ("bob", "eva", "follow"), ("jan", "eva", "follow"),
    ("eva", "bob", "follow"), ("ann", "bob", "like"), ("ann", "eva", "like"),
]  # fmt: skip


def read(workspace: Workspace, at: datetime = MONDAY, **said) -> tuple[Graph, Nodes]:
    with Store(workspace) as store:
        return load_graph(store, at, **said)


def names_of(workspace: Workspace, nodes: Nodes) -> list[str]:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        ids = dict(connection.execute("select account_no, account_id from account").fetchall())
    return [ids[number].rpartition("/")[2] for number in nodes.account_no.tolist()]


def edges_of(graph: Graph, names: list[str]) -> set[tuple[str, str, float]]:
    target = np.repeat(np.arange(graph.node_count), np.diff(graph.offset)).tolist()
    columns = (graph.source.tolist(), target, graph.incoming().data.tolist())
    return {(names[s], names[t], w) for s, t, w in zip(*columns, strict=True)}


def test_edges_are_read_with_the_weight_of_their_kind() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, ROWS)
        graph, nodes = read(workspace, weights={EdgeKind.LIKE: 0.25})
        names = names_of(workspace, nodes)
    assert edges_of(graph, names) == {
        ("ann", "eva", 1.25), ("bob", "eva", 1), ("jan", "eva", 1), ("eva", "bob", 1),
        ("ann", "bob", 0.25),
    }  # fmt: skip


def test_counted_weights_are_multiplied_and_added_up() -> None:
    with new_workspace() as workspace:
        rows = [("ann", "eva", "like", 3), ("ann", "eva", "mention", 0.5)]
        store_rows(workspace, "edges", "source,target,kind,weight", rows)
        graph, nodes = read(workspace, weights={EdgeKind.LIKE: 0.1, EdgeKind.MENTION: 2})
        assert edges_of(graph, names_of(workspace, nodes)) == {("ann", "eva", 1.3)}


def test_a_kind_of_weight_zero_is_not_read() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, ROWS)
        graph, nodes = read(workspace, weights={EdgeKind.FOLLOW: 0})
        assert edges_of(graph, names_of(workspace, nodes)) == {("ann", "eva", 1), ("ann", "bob", 1)}
        assert graph.node_count == 4


def test_who_receives_most_edges_is_the_first_node() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, ROWS)
        _, nodes = read(workspace)
        names = names_of(workspace, nodes)
    assert names[:2] == ["eva", "bob"]
    assert nodes.key.dtype == np.uint64
    assert nodes.key[2] < nodes.key[3]  # nobody points at ann and jan
    assert nodes.node_of[nodes.account_no].tolist() == [0, 1, 2, 3]


@st.composite
def row_lists(draw) -> list[Row]:
    name, kind = st.sampled_from(NAMES), st.sampled_from(["follow", "like", "mention"])
    pairs = st.tuples(name, name, kind).filter(lambda row: row[0] != row[1])
    return draw(st.lists(pairs, min_size=2, max_size=25, unique=True))


@settings(max_examples=10)
@given(row_lists(), st.randoms(use_true_random=False), st.integers(1, 24))
def test_the_order_of_collecting_changes_no_byte(rows, random, cut) -> None:
    shuffled = random.sample(rows, len(rows))
    found = []
    for parts in ([rows], [shuffled[:cut], shuffled[cut:]]):
        with new_workspace() as workspace:
            for part in filter(None, parts):
                store_edges(workspace, part)
            graph, nodes = read(workspace, weights={EdgeKind.LIKE: 0.1, EdgeKind.MENTION: 0.7})
            arrays = (graph.offset, graph.source, graph.incoming().data, nodes.key)
            found.append([array.tobytes() for array in arrays] + names_of(workspace, nodes))
    assert found[0] == found[1]


def test_the_past_is_read_as_it_was() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, ROWS[:2])
        store_edges(workspace, ROWS[2:], MONDAY + timedelta(days=7))
        now, _ = read(workspace, MONDAY + timedelta(days=8))
        then, nodes = read(workspace, MONDAY + timedelta(days=1))
        names = names_of(workspace, nodes)
    assert now.edge_count == 5
    assert edges_of(then, names) == {("ann", "eva", 1), ("bob", "eva", 1)}


def test_a_niche_is_its_candidates_and_who_points_at_them() -> None:
    rows = [*ROWS, ("kim", "lev", "follow"), ("ann", "kim", "follow"), ("lev", "jan", "like")]
    with new_workspace() as workspace:
        store_edges(workspace, rows)
        with Store(workspace) as store:
            see_edges(store, MONDAY)
            put_kinds(store, layers_of_kinds(), dict.fromkeys(EdgeKind, 1.0))
            candidates = [
                number
                for (number,) in store._connection.execute(
                    "select account_no from account where account_id like '%/jan'"
                ).fetchall()
            ]
            nodes = number_nodes(store, np.array(candidates))
            likes = read_layer(store, nodes, INTERACTIONS)
        assert names_of(workspace, nodes) == ["jan", "lev"]
        assert edges_of(likes, ["jan", "lev"]) == {("lev", "jan", 1)}


def test_an_empty_store_is_an_empty_graph() -> None:
    with new_workspace() as workspace:
        graph, nodes = read(workspace)
    assert (graph.node_count, graph.edge_count, len(nodes.account_no)) == (0, 0, 0)


def test_edges_come_in_the_order_in_which_they_are_written_down() -> None:
    """So many that DuckDB would read them with several threads."""
    count = 500_000
    with new_workspace() as workspace, Store(workspace) as store:
        store.append(
            "edge",
            pl.DataFrame({
                "source_no": np.arange(count, dtype=np.int32), "target_no": 0, "kind": "follow",
            }),
        )  # fmt: skip
        put_kinds(store, layers_of_kinds(), dict.fromkeys(EdgeKind, 1.0))
        store.execute("graph/see_current")
        for _ in range(3):
            batches = [batch["source_no"] for batch in store.stream("graph/edges", layer=FOLLOWS)]
            assert len(batches) > 3
            assert np.array_equal(np.concatenate(batches), np.arange(count))


def test_an_account_that_came_without_an_edge_is_a_node() -> None:
    with new_workspace() as workspace:
        store_edges(workspace, ROWS)
        store_rows(workspace, "accounts", "id,handle", [("new", "new")])
        graph, nodes = read(workspace)
        names = names_of(workspace, nodes)
    assert sorted(names) == ["ann", "bob", "eva", "jan", "new"]
    assert names[:2] == ["eva", "bob"]
    assert graph.edge_count == 5
