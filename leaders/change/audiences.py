"""How many followers came, went and stayed: exact, or not told."""

from dataclasses import dataclass

import polars as pl

from leaders.change.readings import AUDIENCES
from leaders.store import Store


@dataclass(frozen=True, slots=True)
class AudienceChange:
    """Of one account, between two readings of its followers or members to the end.

    why: why it cannot be told; then the counts are None.
    """

    gained: int | None = None
    lost: int | None = None
    kept: int | None = None
    why: str | None = None


def count_audiences(
    store: Store, listings: pl.DataFrame, accounts: list[int]
) -> dict[int, AudienceChange]:
    """What became of each account's audience.

    listings: as `leaders.change.readings.Readings` has them; needs what `read_both` looked up.
    """
    counted = {
        row["account_no"]: AudienceChange(
            row["gained_count"], row["lost_count"], row["kept_count"]
        )
        for row in store.query("change/audiences").iter_rows(named=True)
    }  # fmt: skip
    read = {
        row["account_no"]: row
        for row in listings.filter(pl.col("listing").is_in(AUDIENCES)).iter_rows(named=True)
    }
    return {
        number: counted.get(number) or AudienceChange(why=_tell_why(read.get(number)))
        for number in accounts
    }


def _tell_why(row: dict[str, object] | None) -> str:
    """Why two readings do not compare."""
    before, after = (None, None) if row is None else (row["ended_before"], row["ended_after"])
    if before is None and after is None:
        return "the list of followers was not read"
    if before is None:
        return "the list of followers was not read before"
    if after is None:
        return "the list of followers was not read again"
    words = {
        "cut": "was cut", "known": "was read as far as it was known", "hidden": "was hidden",
        "gone": "was gone with the account",
    }  # fmt: skip
    told = [
        f"{words.get(str(ended), str(ended))} {when}"
        for ended, when in ((before, "before"), (after, "now"))
        if ended != "complete"
    ]
    return f"the list of followers {' and '.join(told)}"
