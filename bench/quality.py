"""How well rankings find what is known to be true.

    python -m bench quality [real|membership|simulation|advertising|identity]

Every data set goes the product's own way (see ``bench.rankings``), ranked by the score of the
default preset, one recipe for all, beside each component and beside plain metrics of a peer
(igraph). AUC and P@k: the chance that a true one is above a false one, the share of true ones among
the first k. NDCG@k: discounted value of the first k against the best order. The real data sets need
LEADERS_TEST_DATA; without it only the simulated networks are measured. Below, ours beside the
figures in the README of the data, and what the rest cost.
"""

import numpy as np
import polars as pl

from bench.advertising import measure_advertising
from bench.baselines import BASELINES
from bench.datasets import EXPECTED, Dataset, Expected, find_data, real_datasets
from bench.identity import measure_identity
from bench.membership import measure_membership
from bench.rankings import SCORE, Ranked, native_id, rank_dataset
from bench.simulation import measure_simulations
from bench.tables import publish, table
from leaders.rank import COMPONENTS

Figures = dict[tuple[str, str, str], float]
"""(data set, measure, component) -> figure."""


PARTS = ("real", "membership", "simulation", "advertising", "identity")


def run() -> None:
    """Measure everything and publish the tables."""
    run_parts([])


def run_parts(names: list[str]) -> int:
    """The named parts, all of them without a name; returns the exit code."""
    if unknown := [name for name in names if name not in PARTS]:
        print(f"quality has no part {unknown[0]!r}; it has {', '.join(PARTS)}.")
        return 2
    datasets = real_datasets()
    for name in names or PARTS:
        if name == "simulation":
            publish("quality-simulation", "# Quality on simulated networks", measure_simulations())
        elif name == "advertising":
            publish("quality-advertising", "# Advertising found", measure_advertising())
        elif name == "identity":
            publish("quality-identity", "# Who is one person: guesses", *measure_identity())
        elif not datasets:
            print(f"{name}: LEADERS_TEST_DATA names no real data sets; left out.")
        elif name == "real":
            publish("quality", "# Quality of rankings on real data", *_measure_real(datasets))
        else:
            publish(
                "quality-membership", "# Membership on Facebook pages, by the graph alone",
                measure_membership(),
            )  # fmt: skip
    return 0


def _measure_real(datasets: list[Dataset]) -> list[str]:
    figures: Figures = {}
    ranked: dict[str, Ranked] = {}
    for dataset in datasets:
        ranked[dataset.name] = rank_dataset(dataset)
        figures |= _measure(dataset, ranked[dataset.name])
    tables = [
        _quality_table(figures), _verdict_table(figures), _expected_table(figures),
        _cost_table(ranked),
    ]  # fmt: skip
    return list(filter(None, tables))


def _measure(dataset: Dataset, ranked: Ranked) -> Figures:
    if dataset.truth is None:
        return {}
    known = dataset.truth(find_data())
    truth = np.array([known.get(native_id(account_id), 0.0) for account_id in ranked.ids])
    plain = pl.DataFrame({"account_id": ranked.ids}).join(
        ranked.plain, on="account_id", how="left", maintain_order="left"
    )
    peers = {f"{name} (igraph)": plain[name].fill_null(0).to_numpy() for name in BASELINES}
    return {
        (dataset.name, measure, component): judge(score, truth)
        for measure, judge in dataset.measures.items()
        for component, score in {**peers, **ranked.scores}.items()
    }


def _verdict_table(figures: Figures) -> str:
    """The score against the best of the plain metrics."""
    rows = []
    for data, measure in dict.fromkeys((data, measure) for data, measure, _ in figures):
        plain = {name: figures[data, measure, f"{name} (igraph)"] for name in BASELINES}
        best = max(plain, key=lambda name: plain[name])
        score = figures[data, measure, SCORE]
        rows.append([f"{data} {measure}", f"{score:.3f}", f"{plain[best]:.3f}", best,
                     f"{score - plain[best]:+.3f}"])  # fmt: skip
    return table(["", "score", "best plain metric", "which", "difference"], rows)


def _quality_table(figures: Figures) -> str:
    columns = list(dict.fromkeys((data, measure) for data, measure, _ in figures))
    rows = [
        [component, *(_figure(figures, data, measure, component) for data, measure in columns)]
        for component in (*(f"{name} (igraph)" for name in BASELINES), *COMPONENTS, SCORE)
    ]
    return table(["", *(f"{data} {measure}" for data, measure in columns)], rows)


def _figure(figures: Figures, data: str, measure: str, component: str) -> str:
    figure = figures.get((data, measure, component))
    if figure is None:
        return "-"
    return f"{figure:.3f}"


def _expected_table(figures: Figures) -> str:
    """Ours beside the figures of the data's README; empty where none was measured."""
    rows = [
        _compare(expected, ours)
        for expected in EXPECTED
        if (ours := figures.get((expected.dataset, expected.measure, expected.component)))
    ]
    header = ["plain figure", "expected", "ours", "", "how theirs was measured"]
    return table(header, rows) if rows else ""


def _compare(expected: Expected, ours: float) -> list[str]:
    """Two decimals are to agree."""
    is_same = f"{ours:.2f}" == f"{expected.figure:.2f}"
    name = f"{expected.dataset} {expected.measure} {expected.component}"
    mark = "" if is_same else "DIFFERS"
    return [name, f"{expected.figure:.3f}", f"{ours:.3f}", mark, expected.measured]


def _cost_table(ranked: dict[str, Ranked]) -> str:
    rows = [
        [
            name,
            f"{r.account_count:,}",
            f"{r.edge_count:,}",
            f"{r.input_seconds:.2f}",
            f"{r.rank_seconds:.2f}",
            f"{r.list_name}: {', '.join(r.top)}",
        ]
        for name, r in ranked.items()
    ]
    header = ["", "ranked", "edges", "import or crawl s", "rank s", "first by the score"]
    return table(header, rows)
