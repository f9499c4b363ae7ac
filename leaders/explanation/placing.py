"""An account's place in its list: what the score is made of, and what separates it from others."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from leaders.rank import COMPONENTS
from leaders.rank.score import DECIMALS, FEWEST_FOR_PERCENTILES
from leaders.rank.stress import depends_on_one_source


@dataclass(frozen=True, slots=True)
class Place:
    """Where an account stands; tied: how many others share the place; top: the k of ``p_top``.

    stress: the best and the worst place when a part of the seeds or a layer is left out.
    """

    list: str
    rank: int
    of: int
    tied: int
    score: float
    rank_low: int | None
    rank_high: int | None
    top: int
    p_top: float | None
    standing: str | None
    stress: tuple[int, int] | None
    depends_on_one_source: bool | None
    coverage: float | None
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A component of a score. value and percentile are None where it was not measured.

    best: the most points that an account of the list has by it. among: how many of the list were
    measured. basis: what percentiles are taken by: list, earlier ranking, or normal curve.
    """

    name: str
    meaning: str
    form: str
    value: float | None
    percentile: float | None
    contribution: float
    best: float
    among: int
    basis: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Another account of the list, and by how many points each component sets it above.

    differences are the other's less the account's own, the largest first; they add up to
    ``points``. overlaps: whether the rank intervals do; None where there are none.
    """

    account_id: str
    handle: str | None
    name: str | None
    rank: int
    score: float
    points: float
    differences: Mapping[str, float]
    overlaps: bool | None


def read_place(places: pl.DataFrame, account_no: int, top: int) -> Place | None:
    """The account's place among the rows of its list; None where it stands in none."""
    if places.is_empty():
        return None
    row = _row_of(places, account_no)
    span = None if row["stress"] is None else (row["stress"][0], row["stress"][1])
    return Place(
        list=row["list"], rank=row["rank"], of=places.height,
        tied=places.filter(pl.col("rank") == row["rank"]).height - 1,
        score=row["score"], rank_low=row["rank_low"], rank_high=row["rank_high"], top=top,
        p_top=row["p_top"], standing=row["standing"], stress=span,
        depends_on_one_source=_depends(row, span), coverage=row["coverage"],
        is_excluded=row["is_excluded"],
    )  # fmt: skip


def _depends(row: dict[str, Any], span: tuple[int, int] | None) -> bool | None:
    """Whether leaving one source out takes it far out of its interval, as the shortlist says."""
    if span is None or row["rank_low"] is None:
        return None
    return bool(depends_on_one_source(row["rank_low"], row["rank_high"], *span))


def list_parts(components: pl.DataFrame, account_no: int, *, is_pinned: bool) -> tuple[Part, ...]:
    """The components of an account's score, most points first.

    components: of all accounts of its list. Who nobody of the list could be measured by is left
    out. is_pinned: percentiles are among the accounts of an earlier ranking.
    """
    parts = []
    for (name,), group in components.group_by("component", maintain_order=True):
        row = _row_of(group, account_no)
        among = group["value"].count()
        if not (group["contribution"] != 0).any():
            continue
        basis = "earlier ranking" if is_pinned else "list"
        if among < FEWEST_FOR_PERCENTILES and not is_pinned:
            basis = "normal curve"
        known = COMPONENTS.get(str(name))
        parts.append(
            Part(
                str(name),
                known.meaning if known else f"what is {name}, taken off",
                known.form if known else "decimal",
                row["value"],
                row["percentile"],
                row["contribution"],
                max(group["contribution"].to_list()),
                among,
                basis,
            )
        )
    return tuple(sorted(parts, key=lambda part: (-part.contribution, part.name)))


def measure_gap(
    places: pl.DataFrame, components: pl.DataFrame, account_no: int, other: pl.DataFrame
) -> Gap | None:
    """What separates an account from another, the one row of ``other``; None without a row."""
    if other.is_empty():
        return None
    own, row = _row_of(places, account_no), other.row(0, named=True)
    points = {
        number: dict(
            components.filter(account_no=number).select("component", "contribution").iter_rows()
        )
        for number in (account_no, row["account_no"])
    }
    differences = {
        name: points[row["account_no"]][name] - value for name, value in points[account_no].items()
    }
    ordered = sorted(differences.items(), key=lambda it: (-abs(it[1]), it[0]))
    overlaps = None
    if own["rank_low"] is not None and row["rank_low"] is not None:
        overlaps = own["rank_low"] <= row["rank_high"] and row["rank_low"] <= own["rank_high"]
    return Gap(
        row["account_id"], row["handle"], row["name"], row["rank"], row["score"],
        round(row["score"] - own["score"], DECIMALS),
        {name: round(points, DECIMALS) for name, points in ordered if points}, overlaps,
    )  # fmt: skip


def _row_of(frame: pl.DataFrame, account_no: int) -> dict[str, Any]:
    return frame.row(by_predicate=pl.col("account_no") == account_no, named=True)
