"""What audiences share: exact where they were read whole, bounds and estimates where not."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from leaders.audience.bounds import bound_exclusive, bound_shared, bound_union
from leaders.audience.members import Members
from leaders.audience.sampling import Estimate, estimate_independent, estimate_sampled
from leaders.graph import Shared, count_shared
from leaders.metrics.metric import divide

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
EXACT, DECLARED, ESTIMATE, BOUNDS = "exact", "declared", "estimate", "bounds"


@dataclass(frozen=True, eq=False)
class Range:
    """Numbers of people that may not be known exactly; arrays of one shape.

    value: NaN where only bounds are known. low, high: the same as the value where it is exact, the
    90 % interval of an estimate, else what cannot be passed; high is infinite where nobody knows
    how many people a list has.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray

    @property
    def basis(self) -> NDArray[np.str_]:
        """What each rests on: exact, estimate or bounds."""
        is_told, is_narrow = ~np.isnan(self.value), self.low == self.high
        return np.where(is_told, np.where(is_narrow, EXACT, ESTIMATE), BOUNDS)


@dataclass(frozen=True, eq=False)
class Overlap:
    """What c audiences share.

    accounts: as in Members, a row an audience. size: people in it, shape (c,); infinite where it
    was not read whole and nobody says how many there are. seen: what was seen, of a sample what is
    in it. shared: shape (c, c); exclusive: in this audience alone, shape (c,); alone: in exactly
    one, several: in two or more, and union: in at least one, shape (). refuted: of how many pairs
    an estimate was asked for that would be more people than there can be, or fewer.
    """

    accounts: pl.DataFrame
    size: FloatArray
    seen: Shared
    shared: Range
    exclusive: Range
    alone: Range
    several: Range
    union: Range
    refuted: int

    @property
    def total(self) -> float:
        """The sizes added up."""
        return float(self.size.sum())


def measure_overlap(
    members: Members,
    *,
    sampled_share: float = 1.0,
    universe: float = np.inf,
    assume_random: bool = False,
) -> Overlap:
    """What some audiences share; the rows stand as in ``members``.

    sampled_share: ``members`` holds the people whom `sample_people` kept with this share, of
    audiences whose ``seen_count`` counts all. universe: people on the platform, where known.
    assume_random: what was seen of audiences that were cut, but not with the newest first, is
    taken for parts drawn at random; an assumption that whoever asks has to answer for. Without it
    only coordinated samples of complete audiences are estimated.
    """
    seen = count_shared(members.offset, members.member)
    size, is_whole = _find_sizes(members.accounts), members.accounts["is_complete"].to_numpy()
    both, every = is_whole[:, None] & is_whole, np.asarray(is_whole.all())
    is_settled = {name: both if name == "shared" else every for name in _COUNTS}
    told = {
        name: _bounded(*ends, is_settled[name] & (sampled_share == 1))
        for name, ends in _bound_all(seen, size, universe).items()
    }
    refuted = 0
    if sampled_share < 1:
        for name, count in _COUNTS.items():
            estimate = estimate_sampled(count(seen), sampled_share)
            told[name] = _estimated(told[name], is_settled[name], estimate)
    elif assume_random:
        part = np.where(_can_be_random(members.accounts), divide(seen.sizes, size), 0.0)
        is_asked = (part[:, None] * part > 0) & (told["shared"].low < told["shared"].high)
        estimate = estimate_independent(seen.pairs, part[:, None], part)
        told["shared"] = _estimated(told["shared"], is_asked, estimate)
        refuted = int(np.triu(is_asked & np.isnan(told["shared"].value), 1).sum())
    _fill_diagonal(told["shared"], seen.sizes, size)
    return Overlap(members.accounts, size, seen, **told, refuted=refuted)


_COUNTS: dict[str, Callable[[Shared], ArrayLike]] = {
    "shared": lambda seen: seen.pairs,
    "exclusive": lambda seen: seen.exclusive,
    "alone": lambda seen: seen.people[:1].sum(),
    "several": lambda seen: seen.people[1:].sum(),
    "union": lambda seen: seen.union,
}
"""What is told of an overlap, and how much of it was seen."""


def _bound_all(
    seen: Shared, size: FloatArray, universe: float
) -> dict[str, tuple[ArrayLike, ArrayLike]]:
    """Least and most of all that is told."""
    known = seen.sizes
    shared = bound_shared(seen.pairs, known[:, None], known, size[:, None], size, universe)
    exclusive = bound_exclusive(seen.exclusive, seen.union, known, size)
    union = bound_union(seen.union, known, size, universe)
    alone = exclusive[0].sum(), min(exclusive[1].sum(), union[1])
    several = max(np.triu(shared[0], 1).max(initial=0), union[0] - alone[1]), union[1] - alone[0]
    return {
        "shared": shared, "exclusive": exclusive, "alone": alone, "several": several,
        "union": union,
    }  # fmt: skip


def _find_sizes(accounts: pl.DataFrame) -> FloatArray:
    """How many people each audience holds: those seen where it is complete, else as declared.

    A platform may declare fewer than were seen, who left meanwhile.
    """
    seen = accounts["seen_count"].to_numpy().astype(np.float64)
    declared = accounts["followers_count"].cast(pl.Float64).fill_null(np.inf).to_numpy()
    return np.where(accounts["is_complete"].to_numpy(), seen, np.maximum(declared, seen))


def _can_be_random(accounts: pl.DataFrame) -> BoolArray:
    """Complete, cut and not with the newest first, or imported: whoever asks knows the files.

    An audience that a crawl never read is seen through people whose own follows were read: the
    same people in every audience.
    """
    is_cut = pl.col("ended").eq_missing("cut") & ~pl.col("is_newest_first")
    is_imported = pl.col("account_id").str.starts_with("files:") & pl.col("ended").is_null()
    can = accounts.select(pl.col("is_complete") | is_cut | is_imported).to_series()
    return np.asarray(can.to_numpy(), dtype=bool)


def _bounded(low: ArrayLike, high: ArrayLike, is_exact: BoolArray) -> Range:
    """Bounds, and the number itself where it is exact. What only happens to be bound is not."""
    least, most = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    return Range(np.where(is_exact, least, np.nan), least, most)


def _fill_diagonal(shared: Range, seen: NDArray[np.int64], size: FloatArray) -> None:
    """An audience shares with itself all its people."""
    is_known = np.isfinite(size)
    np.fill_diagonal(shared.value, np.where(is_known, size, np.nan))
    np.fill_diagonal(shared.low, np.where(is_known, size, seen))
    np.fill_diagonal(shared.high, size)


def _estimated(known: Range, is_asked: BoolArray, estimate: Estimate) -> Range:
    """The estimate where it is asked for and nothing is exact, within what is known for certain.

    None where its whole interval lies beyond that: what it assumes is not so.
    """
    value, low, high = (np.clip(it, known.low, known.high) for it in estimate)
    takes = is_asked & np.isnan(known.value) & (low < high)
    ends = ((value, known.value), (low, known.low), (high, known.high))
    return Range(*(np.where(takes, one, other) for one, other in ends))
