"""What would change a rank: computed from what the ranking stored of the list.

In every aggregation but ``veto`` a score is a sum, and what a component gives depends on its value
alone, so the stored values and points of the list are a table to look up in. Who passes an account
in a component takes at least its points, and takes none from anybody who is not passed.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from leaders.rank.network import FloatArray
from leaders.rank.score import DECIMALS, FEWEST_FOR_PERCENTILES


@dataclass(frozen=True, slots=True)
class Step:
    """A value of one component that, all else equal, passes the account above.

    more_than: the value to exceed; None where not even the highest of the list is enough.
    percentile: where that is. rank: the place it would give, at worst. is_about: the others'
    percentiles move with it (fewer than 30 measured, or robust z), so the value is near, not exact.
    """

    component: str
    value: float
    more_than: float | None
    percentile: float | None
    rank: int | None
    is_about: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The score and the place if what is missing were the least or the most that it can be."""

    components: tuple[str, ...]
    score_low: float
    score_high: float
    rank_low: int
    rank_high: int


@dataclass(frozen=True, slots=True)
class Change:
    """steps: the easiest first, by the percentile to climb. missing: a span a component that was
    not measured, and behind them one for all of them together, where there are several.

    is_computed: False where the score is no sum of the points of single values (veto).
    """

    is_computed: bool
    steps: tuple[Step, ...] = ()
    missing: tuple[Span, ...] = ()


@dataclass(frozen=True, eq=False)
class _Measured:
    """A component of a list: what was measured in the order of value, and the account's own."""

    name: str
    value: FloatArray
    percentile: FloatArray
    points: FloatArray
    own_value: float | None
    own_percentile: float | None
    own_points: float


def find_change(
    places: pl.DataFrame,
    components: pl.DataFrame,
    account_no: int,
    above: pl.DataFrame,
    aggregation: str,
) -> Change:
    """What would change the rank of an account.

    places, components: of all accounts of its list. above: the account to pass; no row for none.
    """
    parts = [
        _measure(str(name), group, account_no)
        for (name,), group in components.group_by("component", maintain_order=True)
    ]
    parts = [part for part in parts if len(part.value)]
    is_sum = all(bool((np.diff(part.points) >= -(10.0**-DECIMALS)).all()) for part in parts)
    if aggregation == "veto" or not is_sum:
        return Change(is_computed=False)
    others = places.filter(pl.col("account_no") != account_no)["score"].to_numpy()
    score = places.row(by_predicate=pl.col("account_no") == account_no, named=True)["score"]
    steps = []
    if above.height:
        needed = above["score"][0] - score
        steps = [
            _find_step(part, needed, score, others, is_about=aggregation == "robust_z")
            for part in parts
            if part.own_value is not None
        ]
    missing = [part for part in parts if part.own_value is None]
    groups = [[part] for part in missing] + ([missing] if len(missing) > 1 else [])
    return Change(
        True,
        tuple(sorted(steps, key=_ease)),
        tuple(_find_span(group, score, others, aggregation) for group in groups),
    )


def _measure(name: str, group: pl.DataFrame, account_no: int) -> _Measured:
    own = group.row(by_predicate=pl.col("account_no") == account_no, named=True)
    known = group.drop_nulls("value").sort("value", "contribution")
    return _Measured(
        name, known["value"].to_numpy(), known["percentile"].to_numpy(),
        known["contribution"].to_numpy(), own["value"], own["percentile"], own["contribution"],
    )  # fmt: skip


def _find_step(
    part: _Measured, needed: float, score: float, others: FloatArray, *, is_about: bool
) -> Step:
    assert part.own_value is not None
    is_about = is_about or len(part.value) < FEWEST_FOR_PERCENTILES
    gained = part.points - part.own_points
    enough = np.flatnonzero((gained > needed) & (part.value >= part.own_value))
    if not len(enough):
        return Step(part.name, part.own_value, None, None, None, is_about)
    place = enough[0]
    return Step(
        part.name, part.own_value, float(part.value[place]), float(part.percentile[place]),
        _rank(score + float(gained[place]), others), is_about,
    )  # fmt: skip


def _ease(step: Step) -> tuple[bool, float, str]:
    return step.more_than is None, step.percentile or 0.0, step.component


def _find_span(parts: list[_Measured], score: float, others: FloatArray, aggregation: str) -> Span:
    """Missing counts as the middle: from nothing to twice that; fused ranks have other bounds."""
    rest = score - sum(part.own_points for part in parts)
    if aggregation == "rrf":
        low = rest + sum(float(part.points[0]) for part in parts)
        high = rest + sum(float(part.points[-1]) for part in parts)
    else:
        low, high = rest, 2 * score - rest
    low, high = round(low, DECIMALS), round(high, DECIMALS)
    return Span(
        tuple(part.name for part in parts), low, high, _rank(high, others), _rank(low, others)
    )


def _rank(score: float, others: FloatArray) -> int:
    return int((others > round(score, DECIMALS)).sum()) + 1
