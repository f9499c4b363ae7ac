"""Which accounts are one person, as far as it is proved or a person said so.

Accounts that are joined to each other, directly or through others, are one person. A person's no
wins: where a chain of joins leads to a pair that somebody said are two, its weakest join is left
out, verified before confirmed.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leaders.store import Store

VERIFIED, CONFIRMED, REJECTED = "verified", "confirmed", "rejected"
_FIRST = {CONFIRMED: 0, VERIFIED: 1}


class Pair(NamedTuple):
    """Two accounts by number and by permanent id, and what is known of them."""

    account_no: int
    other_no: int
    account_id: str
    other_id: str
    status: str


def load_people(
    store: Store, accounts: NDArray[np.integer], niche: str | None = None
) -> NDArray[np.int32]:
    """For each account the number of its person, shape as ``accounts``.

    That is the smallest number of the person's accounts, and its own for an account alone. What is
    proved is as of the last ranking of the niche, or of each without one.
    """
    people, _ = fold(load_pairs(store, niche))
    folded = np.asarray(accounts).astype(np.int32)
    known = np.array(sorted(people), dtype=np.int32)
    if not len(known):
        return folded
    person = np.array([people[int(no)] for no in known], dtype=np.int32)
    place = np.minimum(np.searchsorted(known, folded), len(known) - 1)
    return np.where(known[place] == folded, person[place], folded).astype(np.int32)


def load_pairs(store: Store, niche: str | None = None) -> list[Pair]:
    """The pairs that people spoke of, and those proved for a niche (by default for any)."""
    return [Pair(*row) for row in store.query("people/pairs", niche=niche).iter_rows()]


def fold(pairs: Sequence[Pair]) -> tuple[dict[int, int], list[Pair]]:
    """(the person's number of each account that is joined to another, the joins left out).

    A join is left out that would bring a rejected pair together; confirmed joins come first, and
    ties go by permanent id, so that the order of the pairs changes nothing.
    """
    apart: dict[int, set[int]] = {}
    for it in pairs:
        if it.status == REJECTED:
            apart.setdefault(it.account_no, set()).add(it.other_no)
            apart.setdefault(it.other_no, set()).add(it.account_no)
    groups: dict[int, set[int]] = {}
    left_out = []
    joins = [it for it in pairs if it.status != REJECTED]
    for it in sorted(joins, key=lambda it: (_FIRST[it.status], *sorted(it[2:4]))):
        one = groups.setdefault(it.account_no, {it.account_no})
        other = groups.setdefault(it.other_no, {it.other_no})
        if one is other:
            continue
        if any(apart.get(no, set()) & other for no in one):
            left_out.append(it)
            continue
        one |= other
        groups |= dict.fromkeys(other, one)
    return {no: min(group) for no, group in groups.items() if len(group) > 1}, left_out


def know_people(store: Store, niche: str) -> bool:
    """Make ``same_person`` for the queries that follow; whether anybody has several accounts."""
    pairs = load_pairs(store, niche)
    people, _ = fold(pairs)
    ids = {no: name for it in pairs for no, name in ((it[0], it[2]), (it[1], it[3]))}
    store.execute("people/make_same_person")
    by_id = sorted(people, key=lambda no: ids[no])
    rows = [(no, people[no], place) for place, no in enumerate(by_id)]
    schema = {"account_no": pl.Int32, "person_no": pl.Int32, "place": pl.Int32}
    store.append("same_person", pl.DataFrame(rows, schema=schema, orient="row"))
    return bool(people)
