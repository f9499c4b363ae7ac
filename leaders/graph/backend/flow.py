"""networkx's PageRank, HITS and Katz: importance that flows along edges."""
# ruff: noqa: N803

from collections.abc import Hashable, Mapping

import networkx as nx
import numpy as np

from leaders.graph.arrays import Graph, NotConverged
from leaders.graph.backend.labels import by_label, by_number, weighed
from leaders.graph.backend.lacking import by_networkx
from leaders.graph.pagerank import pagerank as find_pagerank
from leaders.graph.spectral import add_walks
from leaders.graph.spectral import hits as find_hits
from leaders.graph.spreading import spread

ByNode = Mapping[Hashable, float]

HITS_CARE, HITS_LEAST = 1e-4, 1e-14
"""How much less than the error that is allowed may be left over, and how little can be asked."""

HITS_RESTART = 20
"""Products between two restarts of networkx's method (ARPACK), which counts those."""


def pagerank(
    G: Graph,
    alpha: float = 0.85,
    personalization: ByNode | None = None,
    max_iter: int = 100,
    tol: float = 1.0e-6,
    nstart: ByNode | None = None,
    weight: str | None = "weight",
    dangling: ByNode | None = None,
) -> dict[Hashable, float]:
    """`leaders.graph.pagerank` by the steps of the power method, to a total change of n tol.

    A damping of 1 or more and negative shares are left to networkx.
    """
    n = len(G)
    if n == 0:
        return {}
    start = np.full(n, 1 / n) if nstart is None else by_number(G, nstart)
    teleport, elsewhere = (
        None if shares is None else by_number(G, shares) for shares in (personalization, dangling)
    )
    if teleport is not None and teleport.sum() == 0:
        raise ZeroDivisionError
    given = [vector for vector in (start, teleport, elsewhere) if vector is not None]
    if any(vector.sum() == 0 for vector in given):  # shares of nothing: networkx never settles
        raise nx.PowerIterationFailedConvergence(max_iter)
    if not 0 <= alpha < 1 or not all(np.isfinite(v).all() and v.min() >= 0 for v in given):
        theirs: dict[Hashable, float] = by_networkx("pagerank")(
            G, alpha, personalization, max_iter, tol, nstart, weight, dangling
        )
        return theirs
    try:
        ranks = find_pagerank(
            weighed(G, weight), damping=alpha, teleport=teleport, dangling=elsewhere, start=start,
            tolerance=n * tol, max_iterations=max_iter, in_place=False,
        )  # fmt: skip
    except NotConverged as error:
        raise nx.PowerIterationFailedConvergence(max_iter) from error
    return by_label(G, ranks)


def hits(
    G: Graph,
    max_iter: int = 100,
    tol: float = 1.0e-8,
    nstart: ByNode | None = None,
    normalized: bool = True,
) -> tuple[dict[Hashable, float], dict[Hashable, float]]:
    """Hubs and authorities by `leaders.graph.hits`, whatever the start; of no sign but plus.

    Where several answers tie, networkx takes one by chance; `leaders.graph.hits` does not. What
    networkx cannot do (a single node, no edges, a start of another length) it refuses itself.
    """
    n = len(G)
    if n == 0:
        return {}, {}
    if max_iter <= 0:
        raise nx.PowerIterationFailedConvergence(max_iter)
    if n == 1 or not G.out_strength().any() or (nstart is not None and len(nstart) != n):
        theirs: tuple[dict[Hashable, float], dict[Hashable, float]] = by_networkx("hits")(
            G, max_iter, tol, nstart, normalized
        )
        return theirs
    try:
        hub, authority = find_hits(
            G, tolerance=max(tol * HITS_CARE, HITS_LEAST), max_iterations=max_iter * HITS_RESTART
        )
    except NotConverged as error:
        raise nx.PowerIterationFailedConvergence(max_iter) from error
    if not normalized:
        authority = authority / np.sqrt((authority * authority).sum())
        hub = spread(G.reversed, authority)
    return by_label(G, hub), by_label(G, authority)


def katz_centrality(
    G: Graph,
    alpha: float = 0.1,
    beta: float | ByNode = 1.0,
    max_iter: int = 1000,
    tol: float = 1.0e-6,
    nstart: ByNode | None = None,
    normalized: bool = True,
    weight: str | None = None,
) -> dict[Hashable, float]:
    """Katz centrality by the steps of the power method from zero, to a total change of n tol.

    `leaders.graph.katz` takes larger steps. A start that leaves nodes out is left to networkx.
    """
    n = len(G)
    if n == 0:
        return {}
    if nstart is not None and set(nstart) != set(G):
        theirs: dict[Hashable, float] = by_networkx("katz_centrality")(
            G, alpha, beta, max_iter, tol, nstart, normalized, weight
        )
        return theirs
    try:
        own = np.full(n, float(beta))  # type: ignore[arg-type]
    except (TypeError, ValueError, AttributeError) as error:
        if set(beta) != set(G):  # type: ignore[arg-type]
            raise nx.NetworkXError("beta dictionary must have a value for every node") from error
        own = by_number(G, beta)  # type: ignore[arg-type]
    start = np.zeros(n) if nstart is None else by_number(G, nstart)
    try:
        x = add_walks(weighed(G, weight), alpha, own, start, n * tol, max_iter, plain=True)
    except NotConverged as error:
        raise nx.PowerIterationFailedConvergence(max_iter) from error
    size = np.sqrt((x * x).sum()) if normalized else 1
    return by_label(G, x / (size or 1))
