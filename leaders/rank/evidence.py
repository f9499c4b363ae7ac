"""What the store says of the candidates, but for the graph: for membership and role."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.niche import Niche
from leaders.rank.membership import Evidence
from leaders.rank.network import FloatArray, NicheNetwork
from leaders.rank.role import assign_roles
from leaders.rank.text import AccountText, TextScores, score_texts
from leaders.store import Store

MOST_MATCHES = 5


@dataclass(frozen=True, eq=False)
class Told:
    """The evidence, what each candidate's text matched, and its role with the reasons."""

    evidence: Evidence
    matched: list[str]
    roles: pl.DataFrame


def load_evidence(
    store: Store, niche: Niche, network: NicheNetwork, as_of: datetime, before: str
) -> Told:
    """Read the evidence of every candidate of a network, in its order.

    before: the id of the ranking that decided who was of the niche until now; "none".
    """
    order = network.candidates.select("account_no")
    found = order.join(
        store.query("rank/evidence", niche=niche.name, as_of=as_of),
        on="account_no", how="left", maintain_order="left",
    )  # fmt: skip
    documents = order.join(
        store.query("rank/documents", as_of=as_of),
        on="account_no", how="left", maintain_order="left",
    )  # fmt: skip
    is_seed = found["is_seed"].to_numpy()
    scores = _score_words(store, niche, documents, is_seed, as_of)
    were_in = store.query("ranking/were_in", ranking_id=before)["account_no"].implode()
    evidence = Evidence(
        is_seed=is_seed,
        is_named=found["is_named"].to_numpy(),
        is_member=_numbers(found["is_member"].cast(pl.Int8)),
        share=_numbers(found["share"]),
        support=np.nan_to_num(_numbers(found["support"])),
        words=scores.x,
        lists=_numbers(found["lists_count"] + found["is_found"].cast(pl.Int64)),
        was_in=order["account_no"].is_in(were_in).to_numpy(),
    )
    matched = [
        ", ".join(match.form for match in scores.evidence(row, MOST_MATCHES))
        for row in range(len(found))
    ]
    return Told(evidence, matched, _assign(network, documents, found))


def _score_words(
    store: Store, niche: Niche, documents: pl.DataFrame, is_seed: NDArray[np.bool_], as_of: datetime
) -> TextScores:
    posts = store.query("rank/post_texts", as_of=as_of)
    of_account = dict(posts.group_by("account_no", maintain_order=True).agg("text").iter_rows())
    texts = [
        AccountText(
            bio=row["bio"] or "", name=row["name"] or "", handle=row["handle"] or "",
            posts=tuple(of_account.get(row["account_no"], ())),
        )
        for row in documents.iter_rows(named=True)
    ]  # fmt: skip
    return score_texts(texts, is_seed, niche.words, niche.negative_words)


def _assign(network: NicheNetwork, documents: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    told = network.candidates.select("account_no", "account_id", "kind", "followers_count").join(
        documents, on="account_no", how="left", maintain_order="left"
    )
    decided = network.candidates.select("account_id").with_columns(found["role"]).drop_nulls()
    return assign_roles(told, decided)


def _numbers(column: pl.Series) -> FloatArray:
    values: FloatArray = column.cast(pl.Float64).fill_null(np.nan).to_numpy()
    return values
