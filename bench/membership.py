"""Membership from the graph alone: Facebook pages of four types, some of one type as seeds.

AP: average precision of the probability over all pages but the seeds. Ours beside what a plain
tool has: PageRank from the seeds, and how many of a page's neighbours are seeds.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.datasets import find_data
from bench.measures import FloatArray, average_precision
from bench.tables import table
from leaders.graph import Graph, build_graph, pagerank, spread
from leaders.rank.membership import Evidence, judge_membership
from leaders.rank.network import NicheNetwork

SEED_COUNTS = (10, 30)
REPEATS = 3


def measure_membership() -> str:
    """The table, in Markdown."""
    folder = find_data() / "facebook_pages"
    pages = pl.read_parquet(folder / "pages.parquet").sort("id")
    likes = pl.read_parquet(folder / "likes.parquet")
    place = {int(number): row for row, number in enumerate(pages["id"])}
    source, target = ([place[int(v)] for v in likes[name]] for name in ("id_1", "id_2"))
    graph = build_graph(
        np.concatenate([source, target]), np.concatenate([target, source]), node_count=len(pages)
    )
    kinds = pages["page_type"].to_numpy()
    rows = []
    for seed_count in SEED_COUNTS:
        found = {
            kind: np.mean([_measure(graph, kinds == kind, seed_count, repeat)
                           for repeat in range(REPEATS)], axis=0)
            for kind in sorted(set(kinds.tolist()))
        }  # fmt: skip
        found["mean of the types"] = np.mean(list(found.values()), axis=0)
        rows += [
            [str(seed_count), kind, *(f"{value:.3f}" for value in values)]
            for kind, values in found.items()
        ]
    header = ["seeds", "type", "AP ours", "AP PageRank from seeds", "AP seed neighbours",
              "share of the type", "of the accepted, right", "of the type, accepted"]  # fmt: skip
    return table(header, rows)


def _measure(graph: Graph, is_type: NDArray[np.bool_], count: int, repeat: int) -> FloatArray:
    rng = np.random.default_rng([count, repeat])
    seeds = rng.choice(np.flatnonzero(is_type), count, replace=False)
    n = graph.node_count
    is_seed = np.zeros(n, dtype=bool)
    is_seed[seeds] = True
    unknown = np.full(n, np.nan)
    evidence = Evidence(
        is_seed=is_seed, is_named=np.zeros(n, dtype=bool), is_member=unknown, share=unknown,
        support=np.zeros(n), words=unknown, lists=unknown, was_in=np.zeros(n, dtype=bool),
    )  # fmt: skip
    network = NicheNetwork(
        pl.DataFrame({"account_id": [f"{row:06d}" for row in range(n)]}), np.arange(n),
        np.arange(n, dtype=np.uint64), graph, build_graph([], [], node_count=n),
    )  # fmt: skip
    probability = judge_membership(network, evidence).probability
    walked = pagerank(graph, damping=0.85, teleport=is_seed.astype(float))
    neighbours = spread(graph, is_seed.astype(float))
    rest, truth = ~is_seed, is_type[~is_seed]
    accepted = probability[rest] >= 0.7
    return np.array(
        [
            *(average_precision(s[rest], truth) for s in (probability, walked, neighbours)),
            truth.mean(),
            truth[accepted].mean() if accepted.any() else np.nan,
            accepted[truth].mean(),
        ]
    )
