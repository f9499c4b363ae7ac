"""What networkx sends to our backend, what it keeps, and what comes back."""

import inspect
import logging
import subprocess
import sys
import warnings
from importlib.metadata import entry_points

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from known_graphs import cycle, karate, star
from networkx_graphs import equal, equal_outcomes, graphs, outcome_of

from leaders import networkx_info
from leaders.graph import backend, build_graph, to_networkx
from leaders.graph.backend import lacking
from leaders.graph.convert import from_networkx


@pytest.fixture
def preferred():
    """A user who put leaders first for everything."""
    nx.config.warnings_to_ignore.add("cache")
    priority = {kind: ["leaders"] for kind in ("algos", "generators", "classes")}
    with nx.config(backend_priority=nx.config.backend_priority.__class__(**priority)):
        yield
    nx.config.warnings_to_ignore.discard("cache")


@pytest.fixture
def used(caplog):
    """The names of the functions that our backend was asked for so far."""
    caplog.set_level(logging.DEBUG, logger="networkx.utils.backends")
    return lambda: [
        record.args[1]
        for record in caplog.records
        if record.msg.startswith("Using backend") and record.args[0] == "leaders"
    ]


def test_networkx_knows_the_backend():
    [point] = entry_points(group="networkx.backends", name="leaders")
    assert point.load() is backend
    assert "leaders" in nx.config.backends
    assert "leaders" in nx.pagerank.backends
    assert "leaders : Importance" in nx.pagerank.__doc__


def test_what_networkx_is_told_is_what_there_is():
    [point] = entry_points(group="networkx.backend_info", name="leaders")
    info = point.load()()
    assert list(info["functions"]) == sorted(backend.FUNCTIONS)
    for name in networkx_info.FUNCTIONS:
        assert getattr(backend, name) is backend.FUNCTIONS[name]


@pytest.mark.parametrize("name", networkx_info.FUNCTIONS)
def test_signatures_are_those_of_networkx(name):
    theirs = inspect.signature(nx.utils.backends._registered_algorithms[name].orig_func)
    ours = inspect.signature(backend.FUNCTIONS[name])
    assert [(p.name, p.default, p.kind) for p in ours.parameters.values()] == [
        (p.name, p.default, p.kind) for p in theirs.parameters.values()
    ]


def test_importing_networkx_imports_nothing_heavy_of_ours():
    code = (
        "import networkx, sys; assert 'leaders' in networkx.config.backends;"
        "print(*(m for m in sys.modules if m.split('.')[0] in ('leaders', 'numpy', 'scipy')))"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["leaders", "leaders.networkx_info"]


def test_our_graphs_come_by_themselves(used):
    assert nx.pagerank(cycle(3)) == pytest.approx({0: 1 / 3, 1: 1 / 3, 2: 1 / 3}, abs=1e-12)
    assert nx.in_degree_centrality(G=star(2)) == {0: 1, 1: 0, 2: 0}
    assert used() == ["pagerank", "in_degree_centrality"]


def test_graphs_of_networkx_come_when_asked_for(used):
    graph = nx.karate_club_graph()
    assert nx.pagerank(graph, backend="leaders") == pytest.approx(nx.pagerank(graph), abs=1e-9)
    assert used() == ["pagerank"]


@pytest.mark.usefixtures("preferred")
def test_graphs_of_networkx_come_when_we_are_preferred(used):
    nx.pagerank(nx.karate_club_graph())
    assert used() == ["pagerank"]


@pytest.mark.usefixtures("preferred")
def test_what_was_read_with_weights_serves_without(used):
    graph = nx.DiGraph([(0, 2, {"weight": 5}), (1, 2), (2, 0), (2, 1)])
    nx.pagerank(graph)
    unweighted = nx.katz_centrality(graph)
    assert used() == ["pagerank", "katz_centrality"]
    assert unweighted == nx.katz_centrality(graph, backend="networkx")
    assert unweighted != nx.katz_centrality(graph, weight="weight")


@pytest.mark.usefixtures("preferred")
def test_what_we_lack_stays_with_networkx(used):
    graph = nx.karate_club_graph()
    assert nx.eccentricity(graph)[0] == 3
    assert nx.path_graph(3).__class__ is nx.Graph
    assert nx.degree_centrality(graph)[0] == 16 / 33  # not worth the reading
    assert used() == []
    assert "leaders" not in graph.__networkx_cache__.get("backends", {})


@pytest.mark.usefixtures("preferred")
@pytest.mark.parametrize("weight", [-1, "heavy", np.nan])
def test_what_our_arrays_cannot_hold_stays_with_networkx(weight):
    graph = nx.DiGraph([(0, 1, {"weight": 3}), (1, 0, {"weight": weight}), (0, 2)])
    assert nx.katz_centrality(graph, weight=None)[2] > 0
    theirs = outcome_of(nx.pagerank, graph, backend="networkx")
    assert equal_outcomes(outcome_of(nx.pagerank, graph), theirs)


@pytest.mark.usefixtures("preferred")
def test_parallel_edges_stay_with_networkx():
    assert nx.pagerank(nx.MultiDiGraph([(0, 1), (0, 1), (0, 2)]))[1] > 0.4


def test_a_refusal_says_why():
    with pytest.raises(NotImplementedError) as refusal:
        nx.pagerank(nx.MultiGraph([(0, 1)]), backend="leaders")
    assert "Parallel edges must be merged" in str(refusal.value.__cause__)


def test_attributes_that_we_do_not_keep_are_refused():
    graph = nx.path_graph(2)
    for what in ({"preserve_edge_attrs": True}, {"edge_attrs": {"a": 1, "b": 1}}):
        with pytest.raises(NotImplementedError, match="one number an edge"):
            backend.convert_from_nx(graph, **what)
    for what in ({"preserve_node_attrs": True}, {"node_attrs": {"a": 1}}):
        with pytest.raises(NotImplementedError, match="attributes of nodes"):
            backend.convert_from_nx(graph, **what)


def test_results_that_are_no_graphs_are_left_alone():
    assert backend.convert_to_nx({1: 2}) == {1: 2}
    assert equal(backend.convert_to_nx(karate()), to_networkx(karate()))


def test_what_we_lack_runs_on_a_copy():
    graph = karate()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert nx.eccentricity(graph)[0] == 3
        assert nx.to_numpy_array(G=graph).sum() == 156
    assert equal(nx.compose_all([graph, graph]), to_networkx(graph))
    assert nx.is_isomorphic(graph, graph)
    with pytest.raises(nx.NetworkXError, match="not strongly connected"):
        nx.eccentricity(star(3))
    with pytest.raises(nx.NetworkXNotImplemented):
        nx.triangles(graph)  # it has directions


def test_a_copy_of_a_large_graph_is_worth_a_warning(monkeypatch):
    monkeypatch.setattr(lacking, "LARGE_EDGES", 155)
    with pytest.warns(UserWarning, match="no eccentricity .* copy of 156 edges") as caught:
        assert nx.eccentricity(karate())[0] == 3
    assert caught[0].filename == __file__


def test_a_large_graph_has_more_than_100_000_edges():
    source = np.arange(lacking.LARGE_EDGES + 1)
    graph = build_graph(source, source + 1, node_count=len(source) + 1)
    with pytest.warns(UserWarning, match="networkx does"):
        assert nx.is_directed_acyclic_graph(graph)


def test_our_graphs_are_not_changed():
    for change in (
        lambda graph: nx.set_node_attributes(graph, 1, "seen"),
        lambda graph: nx.relabel_nodes(graph, {0: 9}, copy=False),
    ):
        with pytest.raises(nx.NetworkXError, match="read-only"):
            change(star(2))
    assert set(nx.relabel_nodes(star(1), {0: 9})) == {9, 1}


def test_graphs_of_both_kinds_do_not_mix():
    with pytest.raises(TypeError, match="convert inputs"):
        nx.compose(star(2), nx.path_graph(2))


def test_names_that_networkx_does_not_have_are_no_attributes():
    for name in ("no_such_thing", "path_graph", "graph__new__"):
        assert not hasattr(backend, name)
    with pytest.raises(NotImplementedError, match="'path_graph' is not implemented by 'leaders'"):
        nx.path_graph(3, backend="leaders")


@given(graphs())
def test_a_graph_answers_what_networkx_asks_it(graph):
    made = from_networkx(graph)
    assert nx.number_of_nodes(made) == len(made) == len(graph)
    assert nx.number_of_edges(made) == nx.number_of_edges(graph)
    assert nx.density(made) == nx.density(graph)
    assert nx.is_directed(made) == nx.is_directed(graph)


def test_a_list_of_nodes_is_not_in_a_graph():
    assert [0] not in star(2)
    assert 0 in star(2)
