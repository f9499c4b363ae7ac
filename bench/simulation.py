"""Quality on simulated networks, where the truth is known: clean, and under every attack at once.

Ten networks of 8,000 accounts each way: 3 pods of ten, 12 clients with 500 bought followers, 8
giveaways, 15 mass commenters and 4 mass followers a niche; one account in six shows its newest 200
followers alone. The clean ones have the same accounts, and nobody cheats. Everything is crawled
and ranked as the product does, with the limits of a niche file that says nothing of limits.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import polars as pl

from bench.baselines import BASELINES
from bench.measures import FloatArray, ndcg_at, precision_at
from bench.rankings import SCORE, Ranked, rank_simulated
from bench.tables import table
from leaders.platforms.simulated import Attacks, Network, simulate
from leaders.rank import PRESETS

SEEDS = range(1, 11)
ACCOUNTS = 8_000
NEWEST_SHOWN = 200
TOP = 30
WORLDS = {"attacked": Attacks.strong(), "clean": replace(Attacks.strong(), do_act=False)}
ROWS = (*(f"{name} of all" for name in BASELINES), *BASELINES, *PRESETS["collab"], SCORE)

Figures = dict[tuple[str, str], list[float]]
"""(column, row) -> a figure a seed."""


def measure_simulations(seeds: Iterable[int] = SEEDS) -> str:
    """The tables, in Markdown."""
    figures: Figures = {}
    for seed in seeds:
        for world, attacks in WORLDS.items():
            network = simulate(seed, ACCOUNTS, attacks)
            niche = network.niches[seed % len(network.niches)]
            ranked = rank_simulated(network, niche, NEWEST_SHOWN)
            _measure(figures, world, network, niche, ranked)
            print(f"{world} {seed}: {figures[f'{world} NDCG@{TOP}', SCORE][-1]:.3f}", flush=True)
    return "\n\n".join([_quality_table(figures), _judgement_table(figures), _verdict(figures)])


def _measure(figures: Figures, world: str, network: Network, niche: str, ranked: Ranked) -> None:
    truth = network.truth
    number = {account_id: place for place, account_id in enumerate(network.ids)}
    merit = np.where((truth.niche == niche) & (truth.kind != "community"), truth.merit, 0.0)

    def judge(row: str, ids: list[str], score: FloatArray) -> None:
        rows = np.array([number[account_id] for account_id in ids])
        found = ndcg_at(TOP, score, merit[rows], merit)
        cheats = TOP * precision_at(TOP, score, truth.attack[rows] != "")
        figures.setdefault((f"{world} NDCG@{TOP}", row), []).append(found)
        figures.setdefault((f"{world} attackers", row), []).append(cheats)

    people = ranked.plain.filter(pl.col("kind") != "community")
    listed = pl.DataFrame({"account_id": ranked.ids}).join(
        people, on="account_id", how="left", maintain_order="left"
    )
    for name in BASELINES:
        judge(f"{name} of all", people["account_id"].to_list(), people[name].to_numpy())
        judge(name, ranked.ids, listed[name].fill_null(0).to_numpy())
    for name, score in ranked.scores.items():
        judge(name, ranked.ids, score)
    _measure_judgement(figures, world, network, niche, ranked.judged)


def _measure_judgement(
    figures: Figures, world: str, network: Network, niche: str, judged: pl.DataFrame
) -> None:
    number = {account_id: place for place, account_id in enumerate(network.ids)}
    rows = np.array([number[account_id] for account_id in judged["account_id"]])
    is_in = judged["zone"].to_numpy() == "in"
    is_niche = network.truth.niche[rows] == niche
    role, told = network.truth.role[rows], judged["role"].to_numpy()
    has_role = is_in & np.isin(role, ["creator", "brand", "media", "community"])
    leaders = np.flatnonzero((network.truth.niche == niche) & (network.truth.merit > 0))
    values = {
        "of those in, of the niche": is_niche[is_in].mean(),
        "leaders that are in": np.isin(leaders, rows[is_in]).mean(),
        "in doubt, of all judged": (judged["zone"].to_numpy() == "review").mean(),
        "roles right": (role == told)[has_role].mean(),
        "roles unknown": (told == "unknown")[has_role].mean(),
    }
    for row, value in values.items():
        figures.setdefault((world, row), []).append(float(value))


def _quality_table(figures: Figures) -> str:
    columns = [f"{world} {what}" for world in WORLDS for what in (f"NDCG@{TOP}", "attackers")]
    rows = [
        [row, *(_spread(figures[column, row]) for column in columns)]
        for row in ROWS
        if (columns[0], row) in figures
    ]
    return table(["mean ± standard deviation", *columns], rows)


def _judgement_table(figures: Figures) -> str:
    names = [row for column, row in figures if column == "clean"]
    rows = [[name, *(f"{np.mean(figures[w, name]):.3f}" for w in WORLDS)] for name in names]
    return table(["membership and roles", *WORLDS], rows)


def _verdict(figures: Figures) -> str:
    column = f"attacked NDCG@{TOP}"
    mean: Callable[[str], float] = lambda row: float(np.mean(figures[column, row]))  # noqa: E731
    plain = [row for row in ROWS if row.removesuffix(" of all") in BASELINES]
    best = max(plain, key=mean)
    cheats = np.mean(figures["attacked attackers", SCORE])
    return (
        f"Under attack the score is {mean(SCORE) - mean(best):+.3f} from the best plain metric "
        f"({best}), target +.05; {cheats:.1f} attackers in the first {TOP}, target 2."
    )


def _spread(values: list[float]) -> str:
    deviation = np.std(values, ddof=1) if len(values) > 1 else 0.0
    return f"{np.mean(values):.3f} ± {deviation:.3f}"
