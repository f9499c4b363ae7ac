"""Which two rankings are compared, and who stood where in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from leaders.change.causes import Place
from leaders.errors import LeadersError
from leaders.store import Store
from leaders.store.suppression import find_suppressed

Head = dict[str, Any]
"""A row of the query change/heads."""


@dataclass(frozen=True, eq=False)
class Stand:
    """A ranking as it can be shown today: without those who are suppressed or forbid it.

    accounts: rows of the query change/ranked, the best of each list first. unnamed: those that
    must not be named, by number.
    """

    head: Head
    accounts: pl.DataFrame
    zones: dict[int, str]
    unnamed: frozenset[int]

    @property
    def as_of(self) -> datetime:
        """From when it looks."""
        moment: datetime = self.head["as_of"]
        return moment

    def first(self, size: int) -> dict[int, Place]:
        """Who is listed, by number."""
        rows = self.accounts.filter("is_shown").group_by("list", maintain_order=True).head(size)
        return _places(rows)

    def places(self) -> dict[int, Place]:
        """Where everybody stands that has a score, by number."""
        return _places(self.accounts)


def choose_pair(heads: list[Head], since: datetime | None) -> tuple[Head, Head] | None:
    """(older, newer) of a niche's rankings, the one that was made last first; None with only one.

    newer: the ranking that was made last. older: of the latest moment until ``since``, else of the
    latest moment before the newer's; where all are of one moment, the one made before it.

    Raises ``LeadersError`` when nothing is as old as ``since``.
    """
    newer = max(heads, key=lambda head: head["ranking_no"])
    if since is not None:
        heads = [head for head in heads if head["as_of"] <= since]
        if not heads:
            raise LeadersError(
                f"{newer['niche']} has no ranking as of {since:%Y-%m-%d} or before; rank that "
                f"moment with: leaders rank {newer['niche']} --as-of {since:%Y-%m-%d}, and then "
                "again without --as-of"
            )
    earlier = [head for head in heads if head["as_of"] < newer["as_of"]]
    if earlier:
        return max(earlier, key=lambda head: (head["as_of"], head["ranking_no"])), newer
    others = [head for head in heads if head["as_of"] == newer["as_of"] and head is not newer]
    if others:
        return max(others, key=lambda head: head["ranking_no"]), newer
    return None


def choose_before(heads: list[Head], older: Head) -> Head | None:
    """The ranking before the older one, of an earlier moment; None where there is none."""
    earlier = [head for head in heads if head["as_of"] < older["as_of"]]
    return max(earlier, key=lambda head: (head["as_of"], head["ranking_no"]), default=None)


def load_stand(store: Store, head: Head) -> Stand:
    """Read a ranking as it may be shown."""
    accounts = store.query("change/ranked", ranking_no=head["ranking_no"])
    judged = store.query("change/judged", ranking_no=head["ranking_no"])
    suppressed = find_suppressed(store, accounts["account_id"])
    is_suppressed = pl.col("account_id").is_in(sorted(suppressed))
    is_hidden = ~pl.col("is_shown") & ~pl.col("is_excluded")
    unnamed = accounts.filter(is_suppressed | is_hidden)["account_no"].to_list()
    return Stand(
        head, accounts.filter(~is_suppressed & ~is_hidden),
        dict(judged.select("account_no", "zone").iter_rows()), frozenset(unnamed),
    )  # fmt: skip


def _places(rows: pl.DataFrame) -> dict[int, Place]:
    return {
        row["account_no"]: Place(
            row["list"], row["rank"], row["score"], row["rank_low"], row["rank_high"]
        )
        for row in rows.iter_rows(named=True)
    }  # fmt: skip
