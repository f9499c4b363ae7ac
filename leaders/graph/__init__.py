"""Graphs as arrays of numbers, and the measures of importance computed on them.

An edge runs ``source -> target``: the source spends attention, the target receives it. Edges are
kept by target, so a measure of attention received reads memory in order. Nodes are numbers
``0..n-1``; who they are is the caller's business. Everything is added up in a fixed order: the
same input gives the same bytes, whatever the number of threads.
"""

from leaders.graph.arrays import Graph, build_graph, merge_graphs
from leaders.graph.communities import leiden, louvain, modularity
from leaders.graph.convert import from_networkx, to_networkx
from leaders.graph.degree import in_degree
from leaders.graph.hashing import mix
from leaders.graph.intersections import Shared, count_shared
from leaders.graph.pagerank import pagerank, personalised_pagerank
from leaders.graph.paths import betweenness
from leaders.graph.resampling import Resamples, resample_pagerank, resample_sums
from leaders.graph.spectral import hits, katz
from leaders.graph.spreading import spread
from leaders.graph.structure import clustering, core_numbers, overall_reciprocity, reciprocity
from leaders.graph.subgraph import induced_subgraph, niche_subgraph
from leaders.graph.voting import voterank

__all__ = [
    "Graph",
    "Resamples",
    "Shared",
    "betweenness",
    "build_graph",
    "clustering",
    "core_numbers",
    "count_shared",
    "from_networkx",
    "hits",
    "in_degree",
    "induced_subgraph",
    "katz",
    "leiden",
    "louvain",
    "merge_graphs",
    "mix",
    "modularity",
    "niche_subgraph",
    "overall_reciprocity",
    "pagerank",
    "personalised_pagerank",
    "reciprocity",
    "resample_pagerank",
    "resample_sums",
    "spread",
    "to_networkx",
    "voterank",
]
