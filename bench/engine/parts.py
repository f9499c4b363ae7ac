"""The parts of the bench, one a row of the issue's targets."""

from collections.abc import Callable

import numpy as np

from bench.engine.graphs import Edges
from bench.engine.growth import run_growth
from bench.engine.lab import ALL_THREADS, OURS, Entrant, Lab, Table, count_edges, told_edges
from bench.engine.measure import Measured, run_child
from bench.engine.report import (
    Section,
    Target,
    compute_table,
    failure_rows,
    fastest,
    ratio_to,
)
from bench.engine.whole import measure_end_to_end, measure_memory
from bench.tables import table

ALLOWED = 0.005
RESAMPLE_PEAK_MB = 500


def measure_pagerank(lab: Lab) -> Section:
    """The kernel alone, beside the gather floor."""
    edges = lab.edges(10e6)
    found = lab.compute(edges, _everyone("pagerank", "scipy", "igraph", "networkit", "rustworkx"))
    numbered = lab.edges(10e6, by_received=True)
    again = lab.compute(numbered, _everyone("pagerank", "scipy", "igraph"))
    lines, targets = [], []
    for name, path in (("as drawn", edges), ("numbered as the product does", numbered)):
        report = Measured("floor", 1, [run_child("floor", edges=path, repeats=lab.repeats)])
        # A step is what twenty more steps cost.
        step = (report.cost("many").cpu - report.cost("few").cpu) / 20
        bare, weighted = (report.cost(phase).cpu / 20 for phase in ("bare", "weighted"))
        lines.append(
            [name, *(f"{1e3 * s:.1f}" for s in (bare, weighted, step)),
             f"{step / bare:.2f}", f"{step / weighted:.2f}"]
        )  # fmt: skip
        targets.append(Target(f"a PageRank step, 10 M, {name}", "≤ 2 × the gather floor",
                              step / bare, 2.0, " × (rows without weights)"))  # fmt: skip
    targets.append(Target("PageRank alone, 10 M", "≤ 0.75 × the fastest peer",
                          ratio_to(found.ours, fastest(found.rivals(), "compute"), "compute"),
                          0.75, " ×"))  # fmt: skip
    header = ("nodes", "floor ms", "floor with weights ms", "a step ms", "step / floor",
              "step / floor with weights")  # fmt: skip
    return Section(
        "PageRank alone",
        (
            f"{told_edges(lab, 10e6)} edges, to an L1 change of 1e-8:", compute_table(found),
            "Nodes numbered by edges received, most first, as the product's loader does:",
            compute_table(again),
            "The floor streams the compressed rows and gathers float64 by the same indices:",
            table(header, lines),
        ),
        tuple(targets),
    )  # fmt: skip


def measure_hits(lab: Lab) -> Section:
    """HITS."""
    svds = Entrant("scipy svds", "scipy", "hits_svds")
    entrants = [*_everyone("hits", "scipy"), svds, *_everyone("hits", "igraph", "rustworkx")[1:]]
    return _against_the_fastest(lab, "HITS", lab.compute(lab.edges(10e6), entrants))


def measure_cores(lab: Lab) -> Section:
    """Core numbers under both conventions."""
    edges = lab.edges(10e6)
    once = _everyone("cores_once", "igraph", "networkit", "rustworkx")
    twice = _everyone("cores_twice", "igraph", "networkit")
    found = [lab.compute(edges, who, is_weighted=False) for who in (once, twice)]
    sections = [
        _against_the_fastest(lab, f"Core numbers, a mutual pair {name}", table)
        for name, table in zip(("once", "twice"), found, strict=True)
    ]
    return Section(
        "Core numbers",
        tuple(part for s in sections for part in (f"{s.title}:", *s.parts)),
        tuple(target for s in sections for target in s.targets),
    )


def measure_katz(lab: Lab) -> Section:
    """Katz centrality with one alpha."""
    slow = Entrant("rustworkx", "rustworkx", "katz", repeats=1)
    edges = lab.edges(10e6, with_alpha=True)
    found = lab.compute(edges, [*_everyone("katz", "scipy"), slow])
    section = _against_the_fastest(lab, "Katz", found)
    note = "networkit's Katz ignores weights, igraph has none."
    return Section(section.title, (*section.parts, note), section.targets)


def measure_betweenness(lab: Lab) -> Section:
    """256 pivots."""
    entrants = [
        Entrant(OURS, OURS, "betweenness", ALL_THREADS),
        Entrant("igraph", "igraph", "betweenness"),
        *(Entrant(f"networkit, {threads} thr.", "networkit", "betweenness",
                  threads, repeats=1) for threads in (1, ALL_THREADS)),
    ]  # fmt: skip
    found = lab.compute(lab.edges(1e6), entrants, is_weighted=False)
    ratio = ratio_to(found.ours, fastest(found.rivals(only="igraph"), "compute"), "compute")
    note = "networkit picks pivots of its own and weighs them in another way."
    return Section(
        "Betweenness from 256 pivots",
        (f"{told_edges(lab, 1e6)} edges:", compute_table(found), note),
        (Target("betweenness, 1 M", "≤ 0.5 × igraph", ratio, 0.5, " ×"),),
    )


def measure_communities(lab: Lab) -> Section:
    """Modularity and time on a graph with hidden communities."""
    edges = lab.edges(1e6, "planted")
    entrants = [
        Entrant(OURS, OURS, "leiden"),
        Entrant("leaders louvain", OURS, "louvain"),
        *(Entrant(f"networkit {name}, {threads} thread{'s'[: threads - 1]}", "networkit", measure,
                  threads)
          for name, measure in (("PLM", "louvain"), ("PLM refined", "louvain_refined"),
                                ("ParallelLeiden", "leiden"))
          for threads in (1, ALL_THREADS)),
        Entrant("igraph leiden", "igraph", "leiden"),
        Entrant("igraph leiden to the end", "igraph", "leiden_to_the_end"),
        Entrant("igraph multilevel", "igraph", "louvain"),
    ]  # fmt: skip
    found = lab.compute(edges, entrants, is_undirected=True, is_compared=False)
    quality = {m.name: _modularity(m, Edges(edges)) for m in (found.ours, *found.peers)}
    peers = [peer for peer in found.peers if not peer.name.startswith(OURS)]
    best = max(peers, key=lambda peer: quality[peer.name], default=None)
    lines = [
        [m.name, m.version, str(m.threads), f"{quality[m.name][0]:.4f}", f"{quality[m.name][1]:,}",
         f"{m.cost('build').cpu:.2f}", f"{m.cost('compute').cpu:.3f}",
         f"{m.cost('compute').wall:.3f}", f"{m.peak_bytes / 1e9:.2f}", str(m.runs)]
        for m in (found.ours, *found.peers)
    ]  # fmt: skip
    header = ("engine", "version", "threads", "modularity", "communities", "build CPU s",
              "compute CPU s", "wall s", "peak GB", "runs")  # fmt: skip
    near = [p for p in peers if best and quality[p.name][0] > quality[best.name][0] - ALLOWED]
    quickest = fastest(near, "compute")
    also = "" if quickest is None else f" ({quickest.name})"
    behind = None if best is None else quality[best.name][0] - quality[OURS][0]
    named = "" if best is None else f" ({best.name})"
    return Section(
        "Communities",
        (
            f"{told_edges(lab, 1e6, 'planted')} edges without directions, weighted, of which 30 % "
            "ignore the hidden communities; one modularity for all:",
            table(header, lines + failure_rows(found, len(header))),
        ),
        (
            Target("communities, 1 M", "modularity within .005 of the best peer's", behind,
                   ALLOWED, f" behind{named}"),
            Target("communities, 1 M", "≤ 1.2 × its time",
                   ratio_to(found.ours, best, "compute"), 1.2, f" ×{named}"),
            Target("communities, 1 M", "beyond the issue: ≤ 1.2 × the fastest within .005",
                   ratio_to(found.ours, quickest, "compute"), 1.2, f" ×{also}"),
        ),
    )  # fmt: skip


def measure_resamples(lab: Lab) -> Section:
    """200 resamples of additive metrics."""
    edges = lab.edges(
        5e6, "audience", actor_count=round(500_000 * lab.scale),
        candidate_count=round(5_000 * lab.scale),
    )  # fmt: skip
    entrants = [Entrant(OURS, OURS, "sums"), Entrant("numpy and scipy", "scipy", "sums")]
    found = lab.resample(edges, entrants)
    cost = found.ours.cost("compute")
    peak = found.ours.peak_bytes / 1e6
    gap = np.abs(found.ours.values() / found.peers[0].values() - 1).mean() if found.peers else None
    told = "" if gap is None else f" The means of the two differ by {gap:.1%} on average."
    return Section(
        "200 resamples",
        (
            f"{count_edges(edges):,} edges of {round(500_000 * lab.scale):,} actors into "
            f"{round(5_000 * lab.scale):,} candidates, compressed rows in memory.{told}",
            compute_table(found),
        ),
        (
            Target("200 resamples, 5 M edges", "≤ 2 s", cost.cpu, 2.0, " s of CPU"),
            Target("200 resamples, 5 M edges", "≤ 500 MB", peak, RESAMPLE_PEAK_MB, " MB"),
        ),
    )


PARTS: dict[str, Callable[[Lab], Section]] = {
    "end-to-end": measure_end_to_end,
    "pagerank": measure_pagerank,
    "hits": measure_hits,
    "cores": measure_cores,
    "katz": measure_katz,
    "betweenness": measure_betweenness,
    "communities": measure_communities,
    "resamples": measure_resamples,
    "memory": measure_memory,
    "growth": run_growth,
}


def _everyone(measure: str, *engines: str) -> list[Entrant]:
    """Ours and these engines; networkit with one thread and with all."""
    entrants = [Entrant(OURS, OURS, measure)]
    for engine in engines:
        if engine == "networkit":
            entrants.append(Entrant("networkit, 1 thread", engine, measure))
            entrants.append(Entrant("networkit, all threads", engine, measure, ALL_THREADS))
        else:
            entrants.append(Entrant(engine, engine, measure))
    return entrants


def _against_the_fastest(lab: Lab, name: str, found: Table) -> Section:
    ratio = ratio_to(found.ours, fastest(found.rivals(), "compute"), "compute")
    target = Target(f"{name}, 10 M", "≤ the fastest peer", ratio, 1.0, " ×")
    return Section(name, (f"{told_edges(lab, 10e6)} edges:", compute_table(found)), (target,))


def _modularity(measured: Measured, edges: Edges) -> tuple[float, int]:
    """(modularity, how many communities) of what was found, by its formula."""
    label = np.unique(measured.values(), return_inverse=True)[1]
    source, target, weight = edges.source, edges.target, edges.weight
    inside = weight[label[source] == label[target]].sum() / weight.sum()
    n = edges.node_count
    degree = np.bincount(source, weight, n) + np.bincount(target, weight, n)
    share = np.bincount(label, degree) / degree.sum()
    return float(inside - (share * share).sum()), len(share)
