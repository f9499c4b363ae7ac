"""How an account stood in a niche, ranking by ranking."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.naming import find_one, find_ranking
from leaders.store.suppression import find_suppressed

COLUMNS = ("as_of", "ranking", "list", "rank", "of", "score", "rank_low", "rank_high", "p_top",
           "coverage", "followers_count", "state")  # fmt: skip


@dataclass(frozen=True, eq=False)
class History:
    """One account in all rankings of a niche, the earliest first; columns as ``COLUMNS``.

    state: ranked, or where it was not: what it was judged to be, or not known.
    """

    account_id: str
    handle: str | None
    name: str | None
    rows: pl.DataFrame


def load_history(workspace: Workspace, niche: Niche, text: str) -> History:
    """The history of the account that ``text`` means; of one moment the ranking made last.

    Raises ``LeadersError`` when the niche has no ranking, when nobody or several are meant, and
    for an account that asked not to be listed.
    """
    with Store(workspace, must_exist=True) as store:
        number = find_ranking(store, niche.name)
        if number is None:
            raise LeadersError(
                f"{niche.name} has no ranking yet; make one with: leaders rank {niche.name}"
            )
        account_no, account_id = find_one(store, number, niche.name, text)
        if account_no is None or find_suppressed(store, [account_id]):
            raise LeadersError(
                f"{account_id} asked not to be listed (leaders suppress): nothing is shown of it."
            )
        rows = store.query("change/history", niche=niche.name, account_no=account_no)
        profile: dict[str, Any] = store.query(
            "explain/profile", account_no=account_no, as_of=rows["as_of"].max()
        ).row(0, named=True)
    if profile["is_unlisted"]:
        raise LeadersError(
            f"{account_id} forbids being shown to strangers: nothing is shown of it."
        )
    state = (
        pl.when(pl.col("rank").is_not_null())
        .then(pl.lit("ranked"))
        .when(pl.col("zone").is_null())
        .then(pl.lit("not known"))
        .when(pl.col("zone") == "in")
        .then(pl.lit("too little known"))
        .otherwise(pl.col("zone"))
    )
    is_ranked = pl.col("rank").is_not_null()
    told = rows.with_columns(
        state.alias("state"),
        pl.when(is_ranked).then(pl.col("accounts_count")).alias("of"),
        pl.col("ranking_id").alias("ranking"),
    ).select(COLUMNS)
    return History(account_id, profile["handle"], profile["name"], told)
