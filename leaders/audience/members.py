"""Who is in the audience of which accounts: arrays of numbers, no name of anybody."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from leaders.store import Store
from leaders.store.observations import see_edges

Numbers = NDArray[np.int32]
MEMBER_BITS = 32


@dataclass(frozen=True, eq=False)
class Members:
    """Who is in the audience of some accounts; a row an account, sorted by account_id.

    accounts: account_no, account_id, kind (a person where nobody said), handle, name, url,
        is_unlisted (it forbids being shown to strangers), followers_count (declared; null
        unknown), seen_count, ended (how the newest finished reading of its audience ended: see
        ``leaders.model.Ended``; null never read), is_complete (it ended complete, or known),
        is_newest_first (it was cut and the platform lists newest first), coverage (of that
        reading; else seen of declared; null unknown).
    offset: int64, shape (c + 1,). member: int32 account numbers, ascending in each row.
    """

    accounts: pl.DataFrame
    offset: NDArray[np.int64]
    member: Numbers

    def row(self, number: int) -> Numbers:
        """The account numbers of the audience of one account, ascending."""
        return self.member[self.offset[number] : self.offset[number + 1]]

    def rows(self) -> Iterator[Numbers]:
        """The audiences, one after another."""
        return (self.row(number) for number in range(self.accounts.height))

    def people(self) -> Numbers:
        """Everybody who is in at least one audience, ascending."""
        is_there = np.zeros(self._extent(), dtype=bool)
        is_there[self.member] = True
        return np.flatnonzero(is_there).astype(np.int32)

    def seen_in(self, people: NDArray[np.integer]) -> NDArray[np.int64]:
        """How many of some people (account numbers) are in each audience, shape (c,)."""
        is_asked = np.zeros(self._extent(), dtype=bool)
        is_asked[people[people < len(is_asked)]] = True
        summed = np.concatenate([[0], np.cumsum(is_asked[self.member])])
        return np.asarray(np.diff(summed[self.offset]), dtype=np.int64)

    def as_people(self, people: NDArray[np.int32]) -> "Members":
        """The same audiences with each person once, by the number of the person.

        people: of each of `people`, the number of its person (see ``load_people``).
        """
        own = self.people()
        if np.array_equal(own, people):
            return self
        person = np.arange(self._extent(), dtype=np.int32)
        person[own] = people
        row = np.repeat(np.arange(len(self.offset) - 1, dtype=np.int64), np.diff(self.offset))
        keys = np.unique(row << MEMBER_BITS | person[self.member])
        starts = np.arange(len(self.offset), dtype=np.int64) << MEMBER_BITS
        offset = np.searchsorted(keys, starts)
        told = self.accounts.with_columns(seen_count=pl.Series(np.diff(offset), dtype=pl.Int64))
        return replace(
            self, accounts=told, offset=offset,
            member=(keys & (1 << MEMBER_BITS) - 1).astype(np.int32),
        )  # fmt: skip

    def incidence(
        self, people: NDArray[np.integer] | None = None
    ) -> "tuple[sparse.csr_array, Numbers]":
        """Who is where: int32 ones, shape (people, c), and the people that its rows are.

        people: account numbers; only these count. By default everybody in at least one audience.
        The rows ascend by account number either way.
        """
        rows = self.people() if people is None else np.unique(people).astype(np.int32)
        place = np.full(max(self._extent(), int(rows.max(initial=-1)) + 1), -1, dtype=np.int32)
        place[rows] = np.arange(len(rows), dtype=np.int32)
        at, offset = place[self.member], self.offset
        if people is not None:
            is_asked = at >= 0
            offset = np.concatenate([[0], np.cumsum(is_asked)])[offset]
            at = at[is_asked]
        by_account = sparse.csc_array(
            (np.ones(len(at), dtype=np.int32), at, offset), shape=(len(rows), self.accounts.height)
        )
        return by_account.tocsr(), rows

    def _extent(self) -> int:
        return int(self.member.max(initial=-1)) + 1


def load_members(store: Store, accounts: NDArray[np.integer], as_of: datetime) -> Members:
    """The audiences of some accounts (their numbers) as of a moment.

    Those whose edges of kinds follow and member point at them, each person once an account.
    Numbers that no account has are left out.
    """
    see_edges(store, as_of)
    ask(store, accounts)
    told = store.query("audience/accounts", as_of=as_of)
    account_no = told["account_no"].to_numpy()
    row_of = np.full(int(account_no.max(initial=-1)) + 1, -1, dtype=np.int64)
    row_of[account_no] = np.arange(len(account_no))
    # One number an edge, row before person: sorting it sorts the audiences, and tells the doubles.
    keys = np.concatenate(
        [
            row_of[part["target_no"]] << MEMBER_BITS | part["source_no"]
            for part in store.stream("audience/members")
        ]
    )
    keys.sort()
    keys = keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys
    starts = np.arange(len(account_no) + 1, dtype=np.int64) << MEMBER_BITS
    offset = np.searchsorted(keys, starts)
    member = (keys & (1 << MEMBER_BITS) - 1).astype(np.int32)
    return Members(_describe(told, np.diff(offset)), offset, member)


def ask(store: Store, accounts: NDArray[np.integer]) -> None:
    """Let the queries that follow be about the audiences of these accounts."""
    store.execute("audience/make_asked")
    numbers = np.unique(accounts).astype(np.int32)
    store.append("asked_audience", pl.DataFrame({"account_no": numbers}))


def _describe(told: pl.DataFrame, seen_count: NDArray[np.int64]) -> pl.DataFrame:
    seen_of_declared = pl.min_horizontal(1.0, pl.col("seen_count") / pl.col("followers_count"))
    return told.with_columns(
        pl.Series("seen_count", seen_count, dtype=pl.Int64),
        is_complete=pl.col("ended").is_in(["complete", "known"]).fill_null(False),
    ).with_columns(
        coverage=pl.coalesce(
            "coverage", pl.when(pl.col("followers_count") > 0).then(seen_of_declared)
        )
    )
