"""The backend ``leaders`` of networkx: its functions on our graphs, by our kernels.

``nx.pagerank(graph)`` with a `leaders.graph.Graph` comes here by itself, and so does
``nx.pagerank(nx_graph, backend="leaders")``, once for a graph: networkx keeps what was converted.
Signatures, defaults, exceptions and results are networkx's. What is not computed here, networkx
computes on a copy of our graph (`leaders.graph.backend.lacking`).
"""

from collections.abc import Callable
from typing import Any

import networkx as nx

from leaders.errors import LeadersError
from leaders.graph.arrays import Graph
from leaders.graph.backend.communities import (
    leiden_communities,
    leiden_partitions,
    louvain_communities,
    louvain_partitions,
)
from leaders.graph.backend.degrees import (
    degree_centrality,
    in_degree_centrality,
    out_degree_centrality,
)
from leaders.graph.backend.flow import hits, katz_centrality, pagerank
from leaders.graph.backend.lacking import by_networkx, find_graphs, is_lacking
from leaders.graph.backend.paths import betweenness_centrality
from leaders.graph.backend.structure import (
    clustering,
    core_number,
    overall_reciprocity,
    reciprocity,
)
from leaders.graph.backend.voting import voterank
from leaders.graph.convert import from_networkx, to_networkx

FUNCTIONS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        betweenness_centrality,
        clustering,
        core_number,
        degree_centrality,
        hits,
        in_degree_centrality,
        katz_centrality,
        leiden_communities,
        leiden_partitions,
        louvain_communities,
        louvain_partitions,
        out_degree_centrality,
        overall_reciprocity,
        pagerank,
        reciprocity,
        voterank,
    )
}
"""What is computed on our arrays; `leaders.networkx_info` says the same without importing it."""

OTHER_DRAWS = {
    "test_louvain.py": {
        "test_karate_club_partition",
        "test_undirected_selfloops",
        "test_directed_partition",
        "test_none_weight_param",
        "test_multigraph",
    }
}
"""Tests of networkx that expect what its own Louvain draws with a seed; ours draws otherwise."""


def __getattr__(name: str) -> Callable[..., Any]:
    """Every other function of networkx that takes a graph, so that it takes ours too."""
    if is_lacking(name):
        return by_networkx(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def can_run(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | str:
    """Whether a call may come here; if not, why. ``args`` may still hold graphs of networkx."""
    graphs = find_graphs(args, kwargs)
    if graphs and all(isinstance(graph, Graph) for graph in graphs):
        return True
    if name not in FUNCTIONS:
        return f"leaders has no {name} of its own, and not all graphs are its own"
    if name == "betweenness_centrality" and (args[3:4] or (kwargs.get("weight"),))[0] is not None:
        return "leaders has no shortest paths by weight, and the graph is not its own"
    return True


def should_run(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool | str:
    """Whether converting a graph of networkx pays off."""
    if name.endswith("degree_centrality"):
        return "reading the edges takes longer than counting them"
    return True


def convert_from_nx(
    graph: nx.Graph,
    *,
    edge_attrs: dict[str, Any] | None = None,
    node_attrs: dict[str, Any] | None = None,
    preserve_edge_attrs: bool = False,
    preserve_node_attrs: bool = False,
    preserve_graph_attrs: bool = False,
    name: str | None = None,
    graph_name: str | None = None,
) -> Graph:
    """`from_networkx` as networkx asks for it.

    edge_attrs: the one attribute that is read as weight, with its default; None: no weights.
    NotImplementedError for what our arrays cannot hold, on which networkx then goes on by itself.
    """
    if preserve_edge_attrs or len(edge_attrs or {}) > 1:
        raise NotImplementedError("A leaders graph holds one number an edge.")
    if preserve_node_attrs or node_attrs:
        raise NotImplementedError("A leaders graph holds no attributes of nodes.")
    [(weight, default)] = edge_attrs.items() if edge_attrs else [(None, 1)]
    try:
        return from_networkx(graph, weight, default)
    except LeadersError as error:
        raise NotImplementedError(str(error)) from error


def convert_to_nx(result: Any, *, name: str | None = None) -> Any:
    """`to_networkx` of a graph; any other result is networkx's already."""
    return to_networkx(result) if isinstance(result, Graph) else result


def on_start_tests(items: list[Any]) -> None:
    """Mark what is not expected of us, when networkx's own tests run on this backend."""
    import pytest

    for item in items:
        if item.name in OTHER_DRAWS.get(item.path.name, ()):
            item.add_marker(pytest.mark.xfail(reason="another draw of Louvain's communities"))
