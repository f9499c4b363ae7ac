"""What changed since an earlier ranking, as tables."""

from dataclasses import dataclass

import polars as pl

from leaders.audience.coverage import tell_count
from leaders.change import find_changes
from leaders.change import told as changes
from leaders.change.pairing import Stand, load_stand
from leaders.export.briefing import Changes
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store

ROWS = {
    "account_id": pl.String, "name": pl.String, "list": pl.String, "kind": pl.String,
    "rank_before": pl.Int64, "rank_after": pl.Int64, "cause": pl.String, "why": pl.String,
    "gained_count": pl.Int64, "lost_count": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Changed:
    """What changed, and the id of the ranking that it changed since."""

    told: Changes
    older: str


def tell_changes(workspace: Workspace, niche: Niche) -> Changed | None:
    """What changed between the last two rankings; None where there is only one.

    Followers that came or went are not told where they are fewer than ten. Raises ``LeadersError``
    where the rankings cannot be compared.
    """
    with Store(workspace, must_exist=True) as store:
        heads = {it["ranking_id"]: it for it in store.query(
            "change/heads", niche=niche.name
        ).iter_rows(named=True)}  # fmt: skip
    if len(heads) < 2:
        return None
    found = find_changes(workspace, niche)
    with Store(workspace, must_exist=True) as store:
        before, after = (
            load_stand(store, heads[it["ranking"]]) for it in (found.older, found.newer)
        )
    told = Changes(
        since=found.older["as_of"],
        rows=pl.DataFrame([_tell(it) for it in found.changes], schema=ROWS, orient="row"),
        places=_list_places(before, after, niche.shortlist.size),
        within_noise=sum(found.within_noise.values()),
        settings=found.settings,
        notes=found.notes,
    )
    return Changed(told, found.older["ranking"])


def _tell(change: changes.Change) -> tuple[object, ...]:
    account, before, after = change.account, change.before, change.after
    came_and_went = (change.audience.gained, change.audience.lost)
    return (
        account.account_id, account.name or account.handle, change.list, change.kind,
        before and before.rank, after and after.rank, str(change.cause), change.why,
        *(None if it is None else tell_count(it) for it in came_and_went),
    )  # fmt: skip


def _list_places(before: Stand, after: Stand, size: int) -> pl.DataFrame:
    """Everybody who was among the first of a list in either ranking, and where in both.

    Places in two lists do not compare: who went from one to another has a row in each.
    """
    keys = ["list", "account_id"]
    was, became = (
        stand.accounts.filter("is_shown").select(
            *keys, pl.coalesce("name", "handle").alias("name"), pl.col("rank").cast(pl.Int64),
            is_first=pl.int_range(pl.len()).over("list") < size,
        )
        for stand in (before, after)
    )  # fmt: skip
    both = was.join(became, on=keys, how="full", coalesce=True, suffix="_after")
    is_listed = pl.any_horizontal("is_first", "is_first_after").fill_null(value=False)
    return (
        both.filter(is_listed)
        .with_columns(name=pl.coalesce("name_after", "name"))
        .rename({"rank": "rank_before"})
        .sort("list", "rank_after", "rank_before", "account_id", nulls_last=True)
        .select("account_id", "name", "list", "rank_before", "rank_after")
    )
