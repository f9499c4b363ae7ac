"""Whom to ask about first, and what to show of them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from scipy.special import entr

from leaders.errors import LeadersError
from leaders.export.text import WEB_ADDRESS
from leaders.niche import Niche
from leaders.rank import name_list
from leaders.rank.calibration import FAMILIES, FEWEST_ANSWERS, TOP_SHARE
from leaders.rank.lists import list_of
from leaders.rank.membership import IN, usual_prior
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.suppression import find_suppressed
from leaders.wording import counted

DECIMALS = 9
UNRANKED = 2.0
"""Behind every place in a list, which is a share of it."""


@dataclass(frozen=True, eq=False)
class Review:
    """The candidates of a niche's last ranking, and how far people have got with them.

    candidates: a row an account of `review/candidates`, and ``worth`` and ``is_top``; without a
    probability where nobody was judged.
    prior: of the ranking, by the default weights; None where nobody was judged.
    answered: how many were answered with yes or no. usable: of those, how many with the evidence
    they were asked on, in the top fifth and in the rest.
    """

    niche: str
    ranking_id: str
    candidates: pl.DataFrame
    prior: float | None
    answered: int
    usable: tuple[int, int]

    @property
    def is_judged(self) -> bool:
        """Whether the ranking judged who belongs to the niche; without seeds it does not."""
        return self.prior is not None

    @property
    def missing(self) -> int:
        """How many answers are missing until membership is calibrated on them."""
        return max(0, FEWEST_ANSWERS - sum(self.usable))

    def queue(self, size: int) -> pl.DataFrame:
        """The first accounts to ask about: who is neither pinned, nor decided, nor excluded.

        In order of `worth`; until 30 are answered the top fifth and the rest take turns, so that
        half of the answers come from each, as a calibration needs (science, 1.2).
        """
        is_open = ~pl.col("is_pinned") & pl.col("is_member").is_null() & ~pl.col("is_excluded")
        rows = self.candidates.filter(is_open).sort("worth", "account_id", descending=[True, False])
        return rows[self._take_turns(rows["is_top"].to_list())].head(size)

    def _take_turns(self, is_top: list[bool]) -> list[int]:
        waiting = [
            [i for i, it in enumerate(is_top) if it],
            [i for i, it in enumerate(is_top) if not it],
        ]
        given = list(self.usable)
        first: list[int] = []
        while sum(given) < FEWEST_ANSWERS and all(waiting):
            side = int(given[1] < given[0])
            first.append(waiting[side].pop(0))
            given[side] += 1
        return first + sorted(waiting[0] + waiting[1])


def load_review(workspace: Workspace, niche: Niche) -> Review:
    """What can be asked of a niche's last ranking.

    Raises ``LeadersError`` when the niche has not been ranked.
    """
    with Store(workspace, must_exist=True) as store:
        head = store.query("ranking/latest", niche=niche.name)
        if head.is_empty():
            raise LeadersError(
                f"{niche.name} has no ranking yet; make one with: leaders rank {niche.name}"
            )
        ranking = head.row(0, named=True)
        candidates = store.query(
            "review/candidates", niche=niche.name, ranking_no=ranking["ranking_no"],
            as_of=ranking["as_of"],
        )  # fmt: skip
        if candidates.is_empty():
            raise LeadersError(
                f"The last ranking of {niche.name} does not say who belongs to it; "
                f"run: leaders rank {niche.name}"
            )
        suppressed = find_suppressed(store, candidates["account_id"])
        answers = store.query("review/answers", niche=niche.name)
    candidates = candidates.filter(~pl.col("account_id").is_in(sorted(suppressed)))
    prior = _find_prior(candidates)
    valued = _value(niche, candidates)
    if prior is None:
        valued = valued.with_columns(probability=pl.lit(None, dtype=pl.Float64))
    top = int(answers["is_top"].sum())
    return Review(
        niche=niche.name,
        ranking_id=ranking["ranking_id"],
        candidates=valued,
        prior=prior,
        answered=candidates["is_member"].count(),
        usable=(top, answers.height - top),
    )


def _find_prior(candidates: pl.DataFrame) -> float | None:
    parts = {name: candidates[name].fill_null(np.nan).to_numpy() for name in FAMILIES}
    if all(np.isnan(part).all() for part in parts.values()):
        return None
    return usual_prior(parts, candidates["is_pinned"].to_numpy())


def _value(niche: Niche, candidates: pl.DataFrame) -> pl.DataFrame:
    """With ``worth = H(p) P(among the first k | of the niche)``, H in bits (science, 1.2), and
    whether the account is in the top fifth by its place in its list.

    The probability to be among the first is the ranking's. Of an account without one nothing is
    measured: it is as likely to be there as any other of the list where it would stand, k in n.
    """
    p = candidates["probability"].to_numpy()
    doubt = (entr(p) + entr(1 - p)) / math.log(2)
    sizes = dict(candidates.drop_nulls("list").group_by("list").len().iter_rows())
    chances = [
        p_top if p_top is not None
        else min(1.0, niche.shortlist.size / (sizes.get(_list_if_in(niche, platform, role), 0) + 1))
        for platform, role, p_top in candidates.select("platform", "role", "p_top").iter_rows()
    ]  # fmt: skip
    is_address = pl.col("url").str.contains(WEB_ADDRESS)
    place = (pl.col("rank") / pl.col("rank").count().over("list")).fill_null(UNRANKED)
    order = pl.struct(pl.col("is_pinned"), place.alias("place"), "account_id").rank("ordinal")
    return candidates.with_columns(
        pl.when(is_address).then(pl.col("url")).alias("url"),
        pl.Series("worth", np.round(doubt * np.array(chances), DECIMALS)),
        (~pl.col("is_pinned") & (order <= TOP_SHARE * (~pl.col("is_pinned")).sum())).alias(
            "is_top"
        ),
    )


def _list_if_in(niche: Niche, platform: str, role: str) -> str:
    return name_list(niche, platform, list_of(role, IN, niche.score.preset))


def put_in_words(account: Mapping[str, Any]) -> str:
    """The evidence that an account is of the niche, or not, for a person; empty without any.

    Neighbours are counted, never named.
    """
    clauses = []
    if account["matched"]:
        clauses.append(f"matched: {account['matched']}")
    elif account["words"] is not None and account["words"] < 0:
        clauses.append("its words are rather those of others")
    if account["neighbour_count"]:
        neighbours = counted(account["neighbour_count"], "neighbour")
        is_judged = account["probability"] is not None
        inside = f"{account['niche_neighbour_count']:,} of {neighbours} in the niche"
        clauses.append(inside if is_judged else neighbours)
    if account["lists"] is not None:
        clauses.append(f"lists and searches that name it: {round(math.expm1(account['lists'])):,}")
    if account["graph_lift"] is not None:
        clauses.append(f"attention of the niche: {math.exp(account['graph_lift']):.2g} x the usual")
    return "; ".join(clauses)
