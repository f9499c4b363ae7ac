"""The parts that begin with a DuckDB file and end with a ranked table."""

from bench.engine.lab import ALL_THREADS, OURS, Entrant, Lab, Table, count_edges, told_edges
from bench.engine.report import (
    Section,
    Target,
    agreement_cells,
    failure_rows,
    fastest,
    ratio_to,
)
from bench.engine.stores import PAST
from bench.tables import table

PHASES = ("read", "build", "read and build", "compute", "rank")
"""What counts from the file to the ranked table; the start of Python and its imports do not."""
BYTES_AN_EDGE = 45


def measure_end_to_end(lab: Lab) -> Section:
    """DuckDB file to ranked table, weighted PageRank."""
    small, large = lab.store(1e6, with_seen=True), lab.store(10e6, with_seen=True)
    ours, scipy, *graph_peers = (
        Entrant(name, engine, "pagerank", threads)
        for name, engine, threads in (
            (OURS, OURS, 1), ("scipy", "scipy", 1), ("igraph", "igraph", 1),
            ("networkit, 1 thread", "networkit", 1), ("rustworkx", "rustworkx", 1),
            ("networkit, all threads", "networkit", ALL_THREADS),
        )
    )  # fmt: skip
    networkx = Entrant("networkx", "networkx", "pagerank", repeats=1)
    at_1m = lab.end_to_end(small, [ours, scipy, *graph_peers, networkx])
    at_10m = lab.end_to_end(large, [ours, scipy, *graph_peers])
    past = lab.end_to_end(large, [ours], as_of=PAST.isoformat())
    graphs = [p for p in at_10m.rivals() if p.name != "scipy"]
    work = "file to ranked table"
    targets = (
        Target(f"{work}, 10 M", "≤ 0.25 × the fastest of igraph, networkit, rustworkx",
               ratio_to(at_10m.ours, fastest(graphs, *PHASES), *PHASES), 0.25, " ×"),
        Target(f"{work}, 10 M", "≤ 0.5 × scipy",
               ratio_to(at_10m.ours, fastest(at_10m.rivals(only="scipy"), *PHASES), *PHASES),
               0.5, " ×"),
        Target(f"{work}, 1 M", "≤ 0.05 × networkx",
               ratio_to(at_1m.ours, fastest(at_1m.rivals(only="networkx"), *PHASES), *PHASES),
               0.05, " ×"),
    )  # fmt: skip
    return Section(
        "From a DuckDB file to a ranked table, weighted PageRank",
        (
            "CPU seconds, every run a process of its own. DuckDB reads with all processors; "
            "*threads* are those of the engine. All but ours read with "
            "`select source_no, target_no, weight from edge`.",
            f"{told_edges(lab, 1e6)} edges:", _end_to_end_table(at_1m),
            f"{told_edges(lab, 10e6)} edges:", _end_to_end_table(at_10m),
            "A look into the past, which reads all observations:", _end_to_end_table(past),
        ),
        targets,
    )  # fmt: skip


def measure_memory(lab: Lab) -> Section:
    """The largest graph end to end."""
    store, count = lab.store(60e6), count_edges(lab.edges(60e6))
    found = lab.end_to_end(store, [Entrant(OURS, OURS, "pagerank", repeats=min(3, lab.repeats))])
    each = found.ours.peak_bytes / count
    return Section(
        "The largest graph",
        (f"{count:,} edges, the whole process counted:", _end_to_end_table(found)),
        (Target("60 M edges end to end", "≤ 45 bytes an edge at peak", each, BYTES_AN_EDGE,
                " bytes"),),
    )  # fmt: skip


def _end_to_end_table(found: Table) -> str:
    header = ("engine", "version", "threads", "start", "read", "build", "compute", "rank",
              "total CPU s", "total wall s", "whole process CPU s", "peak GB", "runs",
              "CPU, ours / theirs",
              "largest difference", "same of first 100")  # fmt: skip
    ours = found.ours.cost(*PHASES).cpu
    rows = []
    for m in (found.ours, *found.peers):
        spent = {name: f"{m.cost(name).cpu:.2f}" for name in m.phases}
        if "read and build" in spent:
            spent |= {"read": spent["read and build"], "build": "with it"}
        total = m.cost(*PHASES)
        compared = ["", "", ""]
        if m is not found.ours:
            compared = [f"{ours / total.cpu:.3f}", *agreement_cells(found, m.name)]
        rows.append(
            [m.name, m.version, str(m.threads),
             *(spent[name] for name in ("start", "read", "build", "compute", "rank")),
             f"{total.cpu:.2f}", f"{total.wall:.2f}", f"{m.process_cpu:.2f}",
             f"{m.peak_bytes / 1e9:.2f}", str(m.runs),
             *compared]
        )  # fmt: skip
    return table(header, rows + failure_rows(found, len(header)))
