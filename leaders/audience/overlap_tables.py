"""An overlap as frames: what is printed, written to files and put on a sheet.

Nothing is told of fewer than ten people: their number is null and lies between 0 and 9, and no
share of them is given but its bounds.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from leaders.audience.overlap import DECLARED, EXACT, Overlap, Range
from leaders.metrics import OVERLAP
from leaders.metrics.metric import divide

FEWEST = 10
"""Fewer people than these are not told apart from none."""

PAIR_METRICS = ("overlap_min", "overlap_jaccard", "overlap_containment")
NATIVE = pl.col("account_id").str.replace("^[a-z]+:", "")
SHOWN = pl.coalesce("handle", "name", NATIVE).alias("name")
"""How an account is called where there is room for one name."""

FloatArray = NDArray[np.float64]
Columns = dict[str, pl.Series]


def tabulate_pairs(overlap: Overlap) -> pl.DataFrame:
    """A row for every two audiences, the first before the second as in ``overlap``.

    a_id, b_id, a_name, b_name; size_a, size_b: people, null where nobody knows; shared with
    shared_low, shared_high and basis (exact, estimate, bounds: see `Range`); then each metric of
    PAIR_METRICS with _low and _high, of which overlap_containment is the share of a that is in b,
    and overlap_containment_b the share of b that is in a. Columns that end in _seen are of the
    people seen alone, as if they were all.
    """
    first, second = np.triu_indices(len(overlap.size), 1)
    ids, names = overlap.accounts["account_id"], overlap.accounts.select(SHOWN)["name"]
    a, b = overlap.size[first], overlap.size[second]
    seen_a, seen_b = (overlap.seen.sizes[it].astype(np.float64) for it in (first, second))
    shared = _hide_few(_take(overlap.shared, first, second), np.minimum(a, b))
    shared_seen = _hide_few(_only(overlap.seen.pairs[first, second]), np.minimum(seen_a, seen_b))
    columns = {
        "a_id": ids.gather(first),
        "b_id": ids.gather(second),
        "a_name": names.gather(first),
        "b_name": names.gather(second),
        "size_a": _people(a),
        "size_b": _people(b),
        **_count_columns("shared", shared),
        "basis": pl.Series(overlap.shared.basis[first, second], dtype=pl.String),
        "seen_a": _people(seen_a),
        "seen_b": _people(seen_b),
        "shared_seen": _people(shared_seen.value),
    }
    for column, name, size, other in (
        ("overlap_min", "overlap_min", (a, seen_a), (b, seen_b)),
        ("overlap_jaccard", "overlap_jaccard", (a, seen_a), (b, seen_b)),
        ("overlap_containment", "overlap_containment", (a, seen_a), (a, seen_a)),
        ("overlap_containment_b", "overlap_containment", (b, seen_b), (b, seen_b)),
    ):
        told = _measure_pairs(name, shared, size[0], other[0])
        of_seen = _measure_pairs(name, shared_seen, size[1], other[1])
        columns |= _share_columns(column, told, of_seen)
    return pl.DataFrame(columns)


def tabulate_accounts(overlap: Overlap) -> pl.DataFrame:
    """A row an audience.

    account_id, name, kind; size: people in it, null where nobody knows; seen: of these how many
    are stored; exclusive: in no other audience of these, and the shares exclusive_ratio_trendhero
    and plan_share_trendhero, each with _low, _high and _seen (see `tabulate_pairs`); basis;
    is_complete, is_newest_first, ended and coverage as in Members.
    """
    size, union = overlap.size, _hide_few(overlap.union)
    seen, union_seen = _only(overlap.seen.sizes), _hide_few(_only(overlap.seen.union))
    exclusive = _hide_few(overlap.exclusive, size)
    alone_seen = _hide_few(_only(overlap.seen.exclusive), overlap.seen.sizes)
    told = overlap.accounts
    of_own = _measure("exclusive_ratio_trendhero", exclusive, _only(_known(size)))
    of_all = _measure("plan_share_trendhero", exclusive, union)
    of_own_seen = _measure("exclusive_ratio_trendhero", alone_seen, seen)
    of_all_seen = _measure("plan_share_trendhero", alone_seen, union_seen)
    columns = {
        "account_id": told["account_id"],
        "name": told.select(SHOWN)["name"],
        "kind": told["kind"],
        "size": _people(size),
        "seen": told["seen_count"],
        **_count_columns("exclusive", exclusive),
        "basis": pl.Series(overlap.exclusive.basis, dtype=pl.String),
        "exclusive_seen": _people(alone_seen.value),
        **_share_columns("exclusive_ratio_trendhero", of_own, of_own_seen),
        **_share_columns("plan_share_trendhero", of_all, of_all_seen),
    }
    return pl.DataFrame(columns).hstack(
        told.select("is_complete", "is_newest_first", "ended", "coverage")
    )


def tabulate_plan(overlap: Overlap) -> pl.DataFrame:
    """What all audiences are together: metric, value, low, high, basis, seen.

    total (the sizes added up; declared where lists were not read whole), then the metrics of the
    registry that are about a whole plan. seen: the same of the people seen, as if they were all.
    """
    size = overlap.total if np.isfinite(overlap.total) else np.nan
    people = overlap.seen.people
    whole = _measure_plan(_only(size), overlap.union, overlap.alone, overlap.several)
    seen = _measure_plan(
        *map(_only, (overlap.seen.total, overlap.seen.union, people[:1].sum(), people[1:].sum()))
    )
    summed = EXACT if overlap.accounts["is_complete"].all() else DECLARED
    bases = {"total": summed, "unique_exclusive": overlap.alone, "overlap_overall": overlap.several}
    rows = []
    for name, told in whole.items():
        rests_on = bases.get(name, overlap.union)
        basis = str(rests_on.basis) if isinstance(rests_on, Range) else rests_on
        ends = (told.value, told.low, told.high)
        rows.append((name, *map(_number, ends), basis, _number(seen[name].value)))
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    schema = {"metric": pl.String, **numbers, "basis": pl.String, "seen": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _measure_plan(total: Range, union: Range, alone: Range, several: Range) -> dict[str, Range]:
    union, several = _hide_few(union), _hide_few(several)
    return {
        "total": total,
        "unique_union": union,
        "unique_exclusive": _hide_few(alone),
        "overlap_overall": _ratio(several, union, most=1.0),
        "unique_share_primetag": _ratio(union, total, most=1.0),
        "expected_frequency_primetag": _ratio(total, union),
    }


def tabulate_frequency(overlap: Overlap) -> pl.DataFrame:
    """How many of the people seen are in exactly so many audiences: lists, people (null if few).

    Without the counts beyond which there is nobody.
    """
    people = overlap.seen.people
    last = int(np.flatnonzero(people).max(initial=-1)) + 1
    return pl.DataFrame(
        {
            "lists": np.arange(1, last + 1),
            "people": _people(np.where(people[:last] < FEWEST, np.nan, people[:last])),
        }
    )


def _only(values: ArrayLike) -> Range:
    """Numbers that are exact."""
    exact = np.asarray(values, dtype=np.float64)
    return Range(exact, exact, exact)


def _take(given: Range, *index: NDArray[np.int64]) -> Range:
    return Range(given.value[index], given.low[index], given.high[index])


def _hide_few(given: Range, most: ArrayLike = np.inf) -> Range:
    """Whole people; nothing of fewer than ten."""
    low, high = np.floor(given.low), np.ceil(given.high)
    value = np.where(given.value < FEWEST, np.nan, np.round(given.value))
    low = np.where(low < FEWEST, 0.0, low)
    return Range(value, low, np.where(high < FEWEST, np.minimum(FEWEST - 1, most), high))


def _measure_pairs(name: str, shared: Range, size_a: FloatArray, size_b: FloatArray) -> Range:
    """A metric of pairs; NaN where a size is not known that it needs."""
    a, b = _known(size_a), _known(size_b)
    ends = (shared.value, shared.low, shared.high)
    return Range(*(OVERLAP[name].measure(_known(end), a, b) for end in ends))


def _measure(name: str, part: Range, whole: Range) -> Range:
    """A metric of a part and its whole, both of which may be ranges."""
    measure = OVERLAP[name].measure
    return Range(
        measure(part.value, whole.value),
        measure(np.minimum(part.low, whole.high), whole.high),
        measure(np.minimum(part.high, whole.low), whole.low),
    )


def _ratio(part: Range, whole: Range, most: float = np.inf) -> Range:
    """The span of a quotient; NaN where an end cannot be told."""
    high = np.minimum(divide(_known(part.high), whole.low), most)
    return Range(divide(part.value, whole.value), divide(_known(part.low), whole.high), high)


def _known(values: FloatArray) -> FloatArray:
    """NaN where a number is infinite, that is where nobody knows it."""
    return np.where(np.isfinite(values), values, np.nan)


def _count_columns(name: str, told: Range) -> Columns:
    ends = zip(_ends(name), (told.value, told.low, told.high), strict=True)
    return {column: _people(values) for column, values in ends}


def _share_columns(name: str, told: Range, seen: Range) -> Columns:
    values = (told.value, told.low, told.high, seen.value)
    names = (*_ends(name), f"{name}_seen")
    return {
        column: pl.Series(value, nan_to_null=True)
        for column, value in zip(names, values, strict=True)
    }


def _ends(name: str) -> tuple[str, str, str]:
    return name, f"{name}_low", f"{name}_high"


def _people(values: FloatArray) -> pl.Series:
    return pl.Series(_known(values), nan_to_null=True).cast(pl.Int64)


def _number(value: FloatArray) -> float | None:
    return float(value) if np.isfinite(value) else None
