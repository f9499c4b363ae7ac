"""GEXF and GraphML."""

from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from leaders.errors import LeadersError
from leaders.platforms.files import FilePlan, network, open_file

WRITERS = {"gexf": nx.write_gexf, "graphml": nx.write_graphml}
ENDINGS = pytest.mark.parametrize("ending", sorted(WRITERS))


def write(tmp_path: Path, graph: Any, ending: str) -> Path:
    path = tmp_path / f"graph.{ending}"
    WRITERS[ending](graph, path)
    return path


def rows_of(plan: FilePlan) -> list[Any]:
    return [row for batch in plan.batches() for row in batch.frame.iter_rows()]


def sample(graph: Any) -> Any:
    graph.add_node("115292150460684697", label="Анна", followers=12)
    graph.add_node("b", label="Bob", followers=3)
    graph.add_edge("115292150460684697", "b", weight=2.5)
    return graph


@ENDINGS
def test_edges_with_their_direction_and_weight(tmp_path: Path, ending: str) -> None:
    plan = open_file(write(tmp_path, sample(nx.DiGraph()), ending), "edges", {})
    assert not plan.is_undirected
    assert rows_of(plan) == [(1, "115292150460684697", "b", 2.5)]


@ENDINGS
def test_edges_without_direction(tmp_path: Path, ending: str) -> None:
    plan = open_file(write(tmp_path, sample(nx.Graph()), ending), "edges", {})
    assert plan.is_undirected
    assert len(rows_of(plan)) == 1


@ENDINGS
@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph])
def test_nodes_with_their_attributes(tmp_path: Path, ending: str, kind: Any) -> None:
    plan = open_file(write(tmp_path, sample(kind()), ending), "accounts", {})
    assert not plan.is_undirected
    assert rows_of(plan) == [(1, "115292150460684697", "Анна", 12), (2, "b", "Bob", 3)]


@ENDINGS
def test_parallel_edges_are_rows_each(tmp_path: Path, ending: str) -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "a")])
    rows = rows_of(open_file(write(tmp_path, graph, ending), "edges", {}))
    assert sorted(row[1:3] for row in rows) == [("a", "b"), ("a", "b"), ("b", "a")]


def test_the_id_of_a_node_is_what_edges_call_it(tmp_path: Path) -> None:
    # igraph writes an attribute that is called id, too.
    path = tmp_path / "graph.graphml"
    path.write_text(
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
        '<key id="v" for="node" attr.name="id" attr.type="string"/>'
        '<graph edgedefault="directed"><node id="n0"><data key="v">other</data></node>'
        '<node id="n1"/><edge source="n0" target="n1"/></graph></graphml>'
    )
    assert rows_of(open_file(path, "accounts", {})) == [(1, "n0"), (2, "n1")]


@ENDINGS
def test_an_attribute_can_be_mapped(tmp_path: Path, ending: str) -> None:
    graph = nx.DiGraph()
    graph.add_edge("a", "b", strength=3)
    plan = open_file(write(tmp_path, graph, ending), "edges", {"weight": "strength"})
    assert rows_of(plan) == [(1, 3.0, "a", "b")]


@ENDINGS
def test_many_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setattr(network, "BATCH_ROWS", 2)
    path = write(tmp_path, nx.path_graph(6, nx.DiGraph), ending)
    rows = rows_of(open_file(path, "edges", {}))
    assert [row[:3] for row in rows] == [(n + 1, str(n), str(n + 1)) for n in range(5)]


@ENDINGS
@pytest.mark.parametrize("text", ["from,to\na,b\n", "<x/>", "<gexf><graph>", "<graphml/>"])
def test_another_file_is_refused(tmp_path: Path, ending: str, text: str) -> None:
    path = tmp_path / f"graph.{ending}"
    path.write_text(text)
    with pytest.raises(LeadersError):
        open_file(path, "edges", {})
