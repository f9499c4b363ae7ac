"""networkx's PageRank, HITS and Katz: importance that flows along edges."""
# ruff: noqa: N803

import contextlib
from collections.abc import Hashable, Mapping

import networkx as nx
import numpy as np
from scipy.sparse import linalg

from leaders.errors import LeadersError
from leaders.graph.arrays import FloatArray, Graph, NotConverged
from leaders.graph.backend.labels import by_label, by_number, weighed
from leaders.graph.backend.lacking import by_networkx
from leaders.graph.pagerank import pagerank as find_pagerank
from leaders.graph.spectral import hits as find_hits
from leaders.graph.spreading import spread

ByNode = Mapping[Hashable, float]

HITS_CARE = 1e-4
"""A change this much smaller than the error that is allowed: powers may creep towards the end."""


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
    """Hubs and authorities: `leaders.graph.hits`, or networkx's own method where that is slow.

    Where several answers tie, networkx takes one by chance; `leaders.graph.hits` does not.
    """
    if len(G) == 0:
        return {}, {}
    if max_iter <= 0:
        raise nx.PowerIterationFailedConvergence(max_iter)
    authority = None
    if nstart is None and len(G) > 1 and G.out_strength().any():
        with contextlib.suppress(LeadersError):  # it did not settle
            _, authority = find_hits(G, tolerance=tol * HITS_CARE, max_iterations=max_iter)
    if authority is None:
        start = None if nstart is None else np.array(list(nstart.values()))
        authority = _find_authority(G, start, max_iter, tol)
    authority = authority / np.sqrt((authority * authority).sum())
    hub = spread(G.reversed, authority)
    if normalized:
        hub, authority = hub / hub.sum(), authority / authority.sum()
    return by_label(G, hub), by_label(G, authority)


def _find_authority(
    graph: Graph, start: FloatArray | None, max_iter: int, tol: float
) -> FloatArray:
    """The first right singular vector by the Lanczos method: few steps where powers need many."""
    n = graph.node_count
    adjacency = linalg.LinearOperator(
        (n, n),
        matvec=lambda x: spread(graph.reversed, np.ravel(x)),
        rmatvec=lambda x: spread(graph, np.ravel(x)),
        dtype=np.float64,
    )
    if start is None:
        start = np.ones(n)
    try:
        _, _, right = linalg.svds(adjacency, k=1, v0=start, maxiter=max_iter, tol=tol)
    except linalg.ArpackNoConvergence as error:
        raise nx.PowerIterationFailedConvergence(max_iter) from error
    vector: FloatArray = right.ravel() * np.sign(right.sum())  # networkx leaves it to chance
    return vector


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
    """``x = alpha B x + beta`` step by step from zero, until the total change is below n tol.

    `leaders.graph.katz` stops by another rule. A start that leaves nodes out is left to networkx.
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
    graph = weighed(G, weight)
    x = np.zeros(n) if nstart is None else by_number(G, nstart)
    with np.errstate(over="ignore", invalid="ignore"):  # a walk that grows without end
        for _ in range(max_iter):
            previous, x = x, alpha * spread(graph, x) + own
            if np.abs(x - previous).sum() < n * tol:
                size = np.sqrt((x * x).sum()) if normalized else 1
                return by_label(G, x / (size or 1))
    raise nx.PowerIterationFailedConvergence(max_iter)
