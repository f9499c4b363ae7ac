"""Writing a ranking down."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.rank.confidence import Confidence
from leaders.rank.membership import Membership
from leaders.rank.network import FloatArray
from leaders.rank.score import DECIMALS, Scores, tier_of
from leaders.store import Store


@dataclass(frozen=True, eq=False)
class RankedList:
    """One list of a ranking: ``rows`` are its accounts' rows among the candidates.

    stress: the places each takes when a seed or a layer is left out, shape (cases, accounts).
    """

    name: str
    rows: NDArray[np.int64]
    scores: Scores
    confidence: Confidence
    stress: NDArray[np.int64]


def write_list(
    store: Store, number: int, ranked: RankedList, candidates: pl.DataFrame, excluded: list[str]
) -> None:
    """Write the scored accounts of a list and their components.

    candidates: a row an account of the list: account_no, account_id, role, probability, coverage,
    followers_count.
    """
    scores, confidence = ranked.scores, ranked.confidence
    is_scored = scores.rank > 0
    constant = pl.lit(number, dtype=pl.Int32).alias("ranking_no")
    rows = candidates.select(
        constant,
        "account_no",
        pl.lit(ranked.name).alias("list"),
        pl.Series("rank", scores.rank),
        pl.Series("is_tied", scores.is_tied),
        pl.Series("score", scores.score),
        _whole("rank_low", confidence.low),
        _whole("rank_high", confidence.high),
        "coverage",
        tier_of(pl.col("followers_count")).alias("tier"),
        "followers_count",
        pl.col("account_id").is_in(sorted(excluded)).alias("is_excluded"),
        "role",
        "probability",
        _nullable("p_top", _last(confidence.p_top, len(candidates))),
        pl.Series("standing", confidence.standing).replace("", None),
        pl.Series("stress", _spans(ranked.stress, len(candidates)), dtype=pl.List(pl.Int32)),
    )
    store.append("ranked_account", rows.filter(pl.Series(is_scored)))
    accounts = candidates["account_no"]
    for component in scores.contribution:
        nothing: FloatArray = np.full(len(accounts), np.nan)
        frame = pl.DataFrame({"account_no": accounts}).select(
            constant,
            "account_no",
            pl.lit(component).alias("component"),
            _nullable("value", scores.value.get(component, nothing)),
            _nullable("percentile", np.round(scores.percentile.get(component, nothing), DECIMALS)),
            pl.Series("contribution", scores.contribution[component]),
        )
        store.append("component", frame.filter(pl.Series(is_scored)))


def write_membership(
    store: Store,
    number: int,
    accounts: pl.Series,
    judged: Membership,
    matched: list[str],
    roles: pl.DataFrame,
) -> None:
    """Write why each candidate is of the niche or not, and what it does there."""
    parts = judged.parts
    frame = pl.DataFrame({"account_no": accounts}).select(
        pl.lit(number, dtype=pl.Int32).alias("ranking_no"),
        "account_no",
        pl.Series("probability", np.round(judged.probability, DECIMALS)),
        pl.Series("zone", judged.zone.tolist()),
        pl.Series("is_pinned", judged.is_pinned),
        *(
            _nullable(name, np.round(parts[name], DECIMALS))
            for name in ("graph_lift", "neighbour_share", "words", "lists")
        ),
        pl.Series("neighbour_count", judged.neighbours),
        pl.Series("niche_neighbour_count", np.round(judged.niche_neighbours).astype(np.int64)),
        pl.Series("matched", matched).replace("", None),
        roles["role"],
        roles["role_evidence"],
    )
    store.append("membership", frame)


def _last(p_top: Mapping[int, FloatArray], count: int) -> FloatArray:
    values = list(p_top.values())
    return np.round(values[-1], DECIMALS) if values else np.full(count, np.nan)


def _spans(stress: NDArray[np.int64], count: int) -> list[list[int] | None]:
    """[best, worst] place of each account over all cases; None where nothing was left out."""
    if not len(stress):
        return [None] * count
    spans = zip(stress.min(0).tolist(), stress.max(0).tolist(), strict=True)
    return [[best, worst] for best, worst in spans]


def _whole(name: str, values: NDArray[np.int64]) -> pl.Series:
    """Places; zero is none."""
    return pl.Series(name, values).replace(0, None).cast(pl.Int32)


def _nullable(name: str, values: FloatArray) -> pl.Series:
    return pl.Series(name, values).fill_nan(None)
