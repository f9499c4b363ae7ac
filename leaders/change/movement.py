"""Whose attention moved beyond noise: the paired bootstrap, its false discoveries held.

``l_i = ln((x2 + 1) / (x1 + 1)) - median of the field``, ``z = l_i / sd_b(l_i)``, Benjamini and
Hochberg (1995) at q = .05 (science, 6). x is the attention that an account had at each date from
what was read at both; in a replicate every actor counts as often at the one date as at the other,
so that what is common to both dates cancels out. Ranks are no measure: of accounts that did not
change most move by three places.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import false_discovery_control

from leaders.graph import Graph, Resamples, build_graph, resample_sums, spread
from leaders.rank.attention import saturate
from leaders.rank.network import FloatArray
from leaders.store import Store

REPLICATES = 200
FALSE_DISCOVERIES = 0.05
FEWEST_ACTORS = 10
"""Of fewer people nothing is told."""
FEWEST_ACCOUNTS = 5
"""Of fewer accounts the median says nothing of the field."""
CERTAIN = 1e-9
"""A spread below this is rounding, not noise."""

MOVED = {
    "account_no": pl.Int32, "layer": pl.String, "actors": pl.Int64, "before": pl.Float64,
    "after": pl.Float64, "change": pl.Float64, "deviation": pl.Float64, "z": pl.Float64,
    "q": pl.Float64,
}  # fmt: skip
"""A row an account and layer: how many actors, their attention at both dates, l, sd_b(l), z, and q,
the false discovery rate at which it would be called a change."""


def judge_movement(
    store: Store,
    layers: dict[str, pl.DataFrame],
    platforms: dict[int, str],
    seed: int = 0,
    replicates: int = REPLICATES,
) -> pl.DataFrame:
    """Test every account in every layer in which it can be; columns as ``MOVED``.

    layers: as `leaders.change.readings.Readings` has them. platforms: by account number, as the
    field of an account is its platform's.
    """
    parts = [pl.DataFrame(schema=MOVED)]
    for name, pairs in layers.items():
        platform = pl.col("target_no").replace_strict(platforms, return_dtype=pl.String)
        fields = [
            _measure_layer(store, name, field, seed, replicates)
            for _, field in pairs.sort("target_no").group_by(platform, maintain_order=True)
            if field["is_after"].n_unique() == 2
        ]
        if fields:
            parts.append(hold_false_discoveries(pl.concat(fields)))
    return pl.concat(parts)


def hold_false_discoveries(tested: pl.DataFrame) -> pl.DataFrame:
    """With q of each test among those of one layer (Benjamini and Hochberg 1995).

    Layer by layer, because a layer in which nothing happens would hide what happens in another;
    at one q in each the rate over all is near q too (Efron 2008).
    """
    if tested.is_empty():
        return tested
    p = np.clip(2 * ndtr(-np.abs(tested["z"].to_numpy())), 0.0, 1.0)
    return tested.with_columns(pl.Series("q", np.round(false_discovery_control(p), 9)))


def _measure_layer(
    store: Store, name: str, pairs: pl.DataFrame, seed: int, replicates: int
) -> pl.DataFrame:
    people = pl.concat([pairs["source_no"], pairs["target_no"]]).unique().sort()
    keys = store.query("change/keys", accounts=people.to_list())
    node_of = np.full(int(people.max() or 0) + 1, -1, dtype=np.int64)  # type: ignore[arg-type]
    node_of[keys["account_no"].to_numpy()] = np.arange(keys.height)
    resamples = Resamples(keys["account_key"].to_numpy().astype(np.uint64), replicates, seed)
    actors = pairs.group_by("target_no").agg(pl.col("source_no").n_unique().alias("actors"))
    actors = actors.filter(pl.col("actors") >= FEWEST_ACTORS).sort("target_no")
    account_no = actors["target_no"].to_numpy()
    rows = node_of[account_no]
    before, after = (
        _to_graph(pairs.filter(pl.col("is_after") == side), node_of, keys.height)
        for side in (False, True)
    )
    x1, x2 = (spread(graph, np.ones(graph.node_count))[rows] for graph in (before, after))
    b1, b2 = (resample_sums(graph, resamples, rows=rows) for graph in (before, after))
    change, deviation, z = compare_paired(x1, x2, b1, b2)
    return pl.DataFrame(
        {
            "account_no": account_no, "layer": [name] * len(rows), "actors": actors["actors"],
            "before": np.round(x1, 9), "after": np.round(x2, 9), "change": change,
            "deviation": deviation, "z": z, "q": np.ones(len(rows)),
        },
        schema=MOVED,
    )  # fmt: skip


def compare_paired(
    before: FloatArray, after: FloatArray, redrawn_before: FloatArray, redrawn_after: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(l, sd_b(l), z) of accounts; shape (c,) each, zeros for fewer than five.

    before, after: shape (c,). redrawn_*: the same in replicates, shape (b, c), row for row of the
    same draws.
    """
    if len(before) < FEWEST_ACCOUNTS:
        nothing = np.zeros(len(before))
        return nothing, nothing, nothing
    change, redrawn = _log_ratio(before, after), _log_ratio(redrawn_before, redrawn_after)
    deviation: FloatArray = np.asarray(redrawn.std(axis=0, ddof=1), dtype=np.float64)
    # Of whom nothing at all differs the field alone has moved, and it has not.
    is_same = (before == after) & (redrawn_before == redrawn_after).all(axis=0)
    is_noisy = (deviation > CERTAIN) & ~is_same
    z: FloatArray = np.where(is_noisy, change / np.where(is_noisy, deviation, 1.0), 0.0)
    return np.round(change, 9), np.round(deviation, 9), np.round(z, 9)


def _log_ratio(before: FloatArray, after: FloatArray) -> FloatArray:
    ratio = np.log1p(after) - np.log1p(before)
    centred: FloatArray = ratio - np.median(ratio, axis=-1, keepdims=True)
    return centred


def _to_graph(pairs: pl.DataFrame, node_of: NDArray[np.int64], size: int) -> Graph:
    source, target = (node_of[pairs[name].to_numpy()] for name in ("source_no", "target_no"))
    return saturate(build_graph(source, target, pairs["spent"].to_numpy(), node_count=size))
