"""How well rankings find what is known to be true.

    python -m bench quality

Every data set goes the product's own way (see ``bench.rankings``): each plain component and the
score of the default preset, one recipe for all. AUC and P@k: the chance that a true one is above
a false one, the share of true ones among the first k. NDCG@k: discounted value of the first k
against the best order. attackers@k: how many of the first k cheat. The real data sets need
LEADERS_TEST_DATA; without it only the simulated network is measured. Below, ours beside the
figures in the README of the data, and what the rest cost.
"""

import numpy as np
from numpy.typing import NDArray

from bench.datasets import EXPECTED, Dataset, Expected, find_data, real_datasets
from bench.measures import ndcg_at, precision_at
from bench.rankings import SCORE, Ranked, native_id, rank_dataset, rank_simulated
from bench.tables import publish, table
from leaders.platforms.simulated import Truth, simulate
from leaders.rank import COMPONENTS

TOP = 30

Figures = dict[tuple[str, str, str], float]
"""(data set, measure, component) -> figure."""


def run() -> None:
    """Measure all data sets and publish the tables."""
    figures: Figures = {}
    ranked: dict[str, Ranked] = {}
    datasets = real_datasets()
    for dataset in datasets:
        ranked[dataset.name] = rank_dataset(dataset)
        figures |= _measure(dataset, ranked[dataset.name])
    network = simulate()
    number = {account_id: place for place, account_id in enumerate(network.ids)}
    for niche in network.niches:
        ranked[niche] = rank_simulated(network, niche)
        rows = np.array([number[account_id] for account_id in ranked[niche].ids])
        figures |= _measure_simulated(niche, network.truth, rows, ranked[niche])
    source = "Real data sets and the simulated network (knitting, running, gardening)."
    if not datasets:
        source = "LEADERS_TEST_DATA names no real data sets: the simulated network alone."
    tables = [_quality_table(figures), _expected_table(figures), _cost_table(ranked)]
    publish("quality", "# Quality of rankings", source, *filter(None, tables))


def _measure(dataset: Dataset, ranked: Ranked) -> Figures:
    if dataset.truth is None:
        return {}
    known = dataset.truth(find_data())
    truth = np.array([known[native_id(account_id)] for account_id in ranked.ids])
    return {
        (dataset.name, measure, component): judge(score, truth)
        for measure, judge in dataset.measures.items()
        for component, score in ranked.scores.items()
    }


def _measure_simulated(
    niche: str, truth: Truth, rows: NDArray[np.int64], ranked: Ranked
) -> Figures:
    """The best order knows every leader of the niche, whether the crawl found them or not."""
    merit = np.where(truth.niche == niche, truth.merit, 0)
    everyone = merit[truth.kind != "community"]
    is_attacker = truth.attack[rows] != ""
    figures: Figures = {}
    for component, score in ranked.scores.items():
        found = ndcg_at(TOP, score, merit[rows], everyone)
        figures[niche, f"NDCG@{TOP}", component] = found
        figures[niche, f"attackers@{TOP}", component] = TOP * precision_at(TOP, score, is_attacker)
    return figures


def _quality_table(figures: Figures) -> str:
    columns = list(dict.fromkeys((data, measure) for data, measure, _ in figures))
    rows = [
        [component, *(_figure(figures, data, measure, component) for data, measure in columns)]
        for component in (*COMPONENTS, SCORE)
    ]
    return table(["", *(f"{data} {measure}" for data, measure in columns)], rows)


def _figure(figures: Figures, data: str, measure: str, component: str) -> str:
    figure = figures.get((data, measure, component))
    if figure is None:
        return "-"
    return f"{figure:.1f}" if measure.startswith("attackers") else f"{figure:.3f}"


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
