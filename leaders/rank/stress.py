"""What no resample can cover: a list without one of the seeds, or without one of the layers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leaders.rank.components import COMPONENTS
from leaders.rank.draws import Everyone
from leaders.rank.membership import Evidence, Membership, judge_membership
from leaders.rank.network import FloatArray, NicheNetwork
from leaders.rank.score import competition_rank

FOLDS = 5
LAYERS = {
    "interactions": ("engaged_audience", "interaction_pagerank", "consistency", "affinity"),
    "follows": ("reach", "follow_pagerank"),
}
MOST_INTERVALS = 2.0
"""Who moves by more than so many intervals depends on one source."""
FEWEST_PLACES = 2
"""A shift of fewer is no sign: next to an interval of no width, one place is nothing."""

Values = Mapping[str, FloatArray]


def stress_values(
    network: NicheNetwork,
    kept: NDArray[np.int64],
    evidence: Evidence,
    values: Values,
    judge: Callable[[NicheNetwork, Evidence], Membership] = judge_membership,
) -> Iterator[tuple[str, Values]]:
    """The components without a fifth of the seeds, in turn, then without each layer.

    network: with all candidates; kept: the rows of those that are ranked, in whose order the
    values are; evidence: of all candidates; judge: the niche's own way. Yields (what was left out,
    values).
    """
    seeds = np.flatnonzero(evidence.is_seed)
    folds = min(FOLDS, len(seeds)) if len(seeds) > 1 else 0
    for fold in range(folds):
        is_seed = evidence.is_seed.copy()
        is_seed[seeds[fold::folds]] = False
        judged = judge(network, replace(evidence, is_seed=is_seed))
        others = np.zeros(len(network.node), dtype=bool)
        others[kept] = True
        seen = replace(network, probability=judged.p).keep(others)
        yield (
            "seeds",
            {name: COMPONENTS[name].measure(seen, Everyone())[0] for name in values},
        )
    for layer, names in LAYERS.items():
        rest = {
            name: np.full_like(value, np.nan) if name in names else value
            for name, value in values.items()
        }
        if any(not np.isnan(value).all() for value in rest.values()) and any(
            not np.isnan(values[name]).all() for name in names if name in values
        ):
            yield layer, rest


def rank_among(is_ranked: NDArray[np.bool_], score: FloatArray) -> NDArray[np.int64]:
    """Places among those that the list ranks, whoever else would have a score now; 0 is none.

    Who has no score without the source stands last: all of its place depends on it.
    """
    return competition_rank(np.where(is_ranked, np.nan_to_num(score, nan=-np.inf), np.nan))[0]


def depends_on_one_source(low: Any, high: Any, best: Any, worst: Any) -> Any:
    """Whether leaving one source out takes an account far out of its rank interval.

    low, high: the interval; best, worst: the places without a source. Numbers or Polars columns.
    """
    most = MOST_INTERVALS * (high - low)
    falls = (worst - low > most) & (worst - high >= FEWEST_PLACES)
    climbs = (high - best > most) & (low - best >= FEWEST_PLACES)
    return falls | climbs
