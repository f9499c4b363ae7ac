"""What a buyer of advertising wishes, and whether it can be had."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from leaders.errors import LeadersError
from leaders.model import show_platform
from leaders.wording import counted

CENTS = 2


@dataclass(frozen=True, slots=True)
class Wishes:
    """A budget in one currency, and the rules of a plan.

    rates: how many of the currency one of another is. must, never: ids, handles, names or
    addresses. frequency: how many times a person should see it; each exposure up to it counts
    alike. per_owner: at most so many placements of one owner; None: any number.
    """

    budget: float
    currency: str
    rates: dict[str, float] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    frequency: int = 1
    per_owner: int | None = None
    seed: int = 0


def refuse_clashes(
    wishes: Wishes, must: Sequence[str], never: Sequence[str], market: pl.DataFrame
) -> None:
    """LeadersError that says which wishes clash, all of them at once.

    must, never: the account_ids that are meant. market: every placement that could be bought:
    account_id, platform, status (of the market's rule), not_again (why it must not be offered, or
    null), is_gone, cost (null: nobody said), owner.
    """
    told = {row["account_id"]: row for row in market.iter_rows(named=True)}
    clashes = [
        *(f"--must and --never both name {it}" for it in must if it in never),
        *(clash for it in must if (clash := _clash(it, told.get(it)))),
    ]
    priced = [told[it] for it in must if it in told and told[it]["cost"] is not None]
    total = round(sum(row["cost"] for row in priced), CENTS)
    if total > wishes.budget:
        clashes.append(
            f"what must be bought costs {total:,.2f} {wishes.currency} together and the budget is "
            f"{wishes.budget:,.2f}"
        )
    clashes += _clash_owners(wishes, priced)
    if clashes:
        raise LeadersError(f"No plan can meet these wishes: {'; '.join(clashes)}. Give one up.")


def _clash(account_id: str, row: dict[str, object] | None) -> str | None:
    if row is None:
        return f"{account_id} must be bought and is no candidate that can be shown"
    if row["status"] == "banned":
        platform = show_platform(str(row["platform"]))
        return f"{account_id} must be bought and advertising on {platform} is banned"
    if row["not_again"]:
        return f"{account_id} must be bought and is {row['not_again']}"
    if row["is_gone"]:
        return f"{account_id} must be bought and is gone (deleted, suspended or private)"
    if row["cost"] is None:
        return f"{account_id} must be bought and nobody said what it costs (leaders prices)"
    return None


def _clash_owners(wishes: Wishes, must: Sequence[dict[str, object]]) -> list[str]:
    if wishes.per_owner is None:
        return []
    owners = [row["owner"] for row in must]
    return [
        f"{counted(owners.count(owner), 'placement')} of one owner must be bought "
        f"({', '.join(str(row['account_id']) for row in must if row['owner'] == owner)}) and "
        f"--per-owner allows {wishes.per_owner}"
        for owner in dict.fromkeys(owners)
        if owners.count(owner) > wishes.per_owner
    ]
