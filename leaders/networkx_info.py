"""What networkx is told about our backend when it is itself imported.

So this imports nothing: `leaders.graph.backend` comes with the first call that needs it.
"""

FUNCTIONS = (
    "betweenness_centrality",
    "clustering",
    "core_number",
    "degree_centrality",
    "hits",
    "in_degree_centrality",
    "katz_centrality",
    "leiden_communities",
    "leiden_partitions",
    "louvain_communities",
    "louvain_partitions",
    "out_degree_centrality",
    "overall_reciprocity",
    "pagerank",
    "reciprocity",
    "voterank",
)
"""What `leaders.graph.backend` computes on its own arrays."""


def get_info() -> dict[str, object]:
    """The entry point ``networkx.backend_info``."""
    return {
        "backend_name": "leaders",
        "project": "leaders",
        "package": "leaders",
        "short_summary": "Importance, communities and structure on compressed arrays.",
        "functions": {name: {} for name in FUNCTIONS},
    }
