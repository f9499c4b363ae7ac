"""The overlap of the accounts that a person asks about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.audience.members import Members, load_members
from leaders.audience.overlap import Overlap, measure_overlap
from leaders.audience.overlap_tables import (
    FEWEST,
    SHOWN,
    tabulate_accounts,
    tabulate_frequency,
    tabulate_pairs,
    tabulate_plan,
)
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.naming import find_one, find_ranking
from leaders.store.observations import find_moment, see_edges
from leaders.store.suppression import find_suppressed
from leaders.wording import counted

Numbers = NDArray[np.int32]
MOST_NAMED = 5
ADVICE = "collect it (leaders run) or import who follows whom (leaders import) first"


@dataclass(frozen=True, eq=False)
class OverlapReport:
    """The overlap of some accounts of a niche as of a moment.

    chosen: which accounts they are, in words. cautions: which audiences were not read whole,
    and why not.
    """

    niche: str
    as_of: datetime
    chosen: str
    overlap: Overlap
    cautions: tuple[str, ...]

    def frames(self) -> dict[str, pl.DataFrame]:
        """The tables that are shown and exported, by name: plan, accounts, frequency, pairs."""
        return {
            "plan": tabulate_plan(self.overlap),
            "accounts": tabulate_accounts(self.overlap),
            "frequency": tabulate_frequency(self.overlap),
            "pairs": tabulate_pairs(self.overlap),
        }


def report_overlap(
    workspace: Workspace,
    niche: Niche,
    names: Sequence[str] = (),
    *,
    top: int = 10,
    as_of: datetime | None = None,
    assume_random: bool = False,
) -> OverlapReport:
    """What the audiences of some accounts share, in the order in which they are named.

    names: ids, handles, names or addresses of pages. Without any the first ``top`` accounts of the
    niche's last ranking of which an audience is seen, or of an unranked niche the candidates of
    whose audience most is seen. as_of: the last finished visit by default. assume_random: see
    `measure_overlap`. Raises ``LeadersError`` when a name is of nobody or of several, when there
    are not two accounts, and when they are not of one platform.
    """
    with Store(workspace, must_exist=True) as store:
        moment = find_moment(store, as_of)
        if moment is None:
            raise LeadersError(f"No audience is stored yet; {ADVICE}.")
        if names:
            numbers, chosen = _find_named(store, niche, names), "the accounts named"
        else:
            numbers, chosen = _choose_first(store, niche, top, moment)
        members = _arrange(load_members(store, numbers, moment), numbers)
    if not len(members.member):
        raise LeadersError(
            f"Nobody who follows one of these accounts was seen by {moment:%Y-%m-%d}; {ADVICE}."
        )
    overlap = measure_overlap(members, assume_random=assume_random)
    cautions = [*_tell_partial(members.accounts), *_tell_refuted(overlap)]
    return OverlapReport(niche.name, moment, chosen, overlap, tuple(cautions))


def _find_named(store: Store, niche: Niche, names: Sequence[str]) -> Numbers:
    ranking_no = find_ranking(store, niche.name)
    found: dict[int, str] = {}
    for name in names:
        number, account_id = find_one(store, ranking_no, niche.name, name)
        if number is None or find_suppressed(store, [account_id]):
            raise LeadersError(f"{name} asked not to be listed (leaders suppress); leave it out.")
        found[number] = account_id
    if len(found) < 2:
        raise LeadersError("One audience overlaps with nothing; name two accounts or more.")
    first, *others = found.values()
    for account_id in others:
        if find_realm(account_id) != find_realm(first):
            raise LeadersError(
                f"{first} and {account_id} have no people in common that are known to be the "
                "same; compare accounts of one platform, or of one data set."
            )
    return np.array(list(found), dtype=np.int32)


def _choose_first(store: Store, niche: Niche, top: int, moment: datetime) -> tuple[Numbers, str]:
    ranking_no = find_ranking(store, niche.name)
    see_edges(store, moment)
    if ranking_no is None:
        rows = store.query("audience/most_seen", niche=niche.name, as_of=moment, fewest=FEWEST)
        words = f"candidates of {niche.name} of whose audience most is seen (it is not ranked)"
    else:
        rows = store.query("audience/first_listed", ranking_no=ranking_no, fewest=FEWEST)
        words = f"first listed of the last ranking of {niche.name} with an audience that is seen"
    suppressed = find_suppressed(store, rows["account_id"])
    rows = rows.filter(~pl.col("account_id").is_in(sorted(suppressed)))
    realms = [find_realm(account_id) for account_id in rows["account_id"]]
    rows = rows.filter(pl.Series([realm == realms[0] for realm in realms], dtype=pl.Boolean))
    if rows.height < 2:
        raise LeadersError(
            f"The audiences of fewer than two accounts of {niche.name} are seen, {FEWEST} people "
            f"at least; {ADVICE}."
        )
    numbers = rows["account_no"].head(top).to_numpy()
    return numbers, f"the {len(numbers)} {words}"


def find_realm(account_id: str) -> str:
    """Within which people have one id: a platform, or of imported files a data set."""
    platform, _, rest = account_id.partition(":")
    return f"{platform}:{rest.partition('/')[0]}" if platform == "files" else platform


def _arrange(members: Members, numbers: Numbers) -> Members:
    """The same audiences in the order of these account numbers."""
    row_of = {number: row for row, number in enumerate(members.accounts["account_no"])}
    order = [row_of[number] for number in numbers.tolist()]
    rows = [members.row(row) for row in order]
    offset = np.cumsum([0, *(len(row) for row in rows)], dtype=np.int64)
    return Members(members.accounts[order], offset, np.concatenate(rows))


def _tell_partial(accounts: pl.DataFrame) -> Iterator[str]:
    """Why audiences were not read whole, a sentence a reason."""
    partial = accounts.with_columns(SHOWN).filter(~pl.col("is_complete"))
    reasons: dict[str, list[str]] = {}
    for account in partial.iter_rows(named=True):
        reasons.setdefault(_tell_reading(account), []).append(account["name"])
    for reason, names in reasons.items():
        more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
        yield f"{reason}: {', '.join(names[:MOST_NAMED])}{more}"


def _tell_refuted(overlap: Overlap) -> Iterator[str]:
    if overlap.refuted:
        pairs = counted(overlap.refuted, "pair")
        yield (
            f"of {pairs} no random parts were seen: more people, or fewer, would be shared than is "
            "possible; bounds alone"
        )


def _tell_reading(account: dict[str, Any]) -> str:
    if account["is_newest_first"]:
        return (
            "cut with the newest first, so that no overlap can be estimated and that of those seen "
            "says little"
        )
    return {
        "cut": "cut, and nobody knows who is missing",
        "hidden": "the audience is hidden",
        "gone": "the account is gone",
    }.get(account["ended"], "nothing says that everybody was seen")
