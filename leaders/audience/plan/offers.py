"""What a plan is chosen from: placements on offer, what they cost and who would see them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

CENT = 1e-6
"""Sums of money are compared with this much patience."""


@dataclass(frozen=True, eq=False)
class Offers:
    """k offers to s groups of people, each group in the same audiences (see `gather_groups`).

    audience: shape (s, k), 1 where the people of a group are in the audience of an offer.
    people: how many a group has, shape (s,).
    exposure: the chance that a member sees the placement, in (0, 1], shape (k,).
    cost: of one placement, not negative, shape (k,).
    budget: what may be spent, in the currency of the costs.
    is_must: which have to be in every plan, shape (k,).
    owner: whose offer it is, shape (k,); of one owner at most ``per_owner`` are bought.
    frequency: how many exposures count of a person, each alike: a person who is exposed N times
        counts ``min(N, frequency) / frequency``.
    """

    audience: sparse.csr_array
    people: FloatArray
    exposure: FloatArray
    cost: FloatArray
    budget: float
    is_must: BoolArray
    owner: IntArray
    per_owner: int
    frequency: int = 1

    @cached_property
    def by_offer(self) -> sparse.csr_array:
        """``audience`` turned over, shape (k, s): a row is the groups that an offer reaches."""
        return self.audience.T.tocsr()

    def groups(self, offer: int) -> NDArray[np.integer]:
        """The groups in the audience of an offer."""
        rows: NDArray[np.integer] = self.by_offer.indices[
            self.by_offer.indptr[offer] : self.by_offer.indptr[offer + 1]
        ]
        return rows

    def spent(self, chosen: Sequence[int]) -> float:
        """What these cost together."""
        return float(self.cost[list(chosen)].sum())

    def can_add(self, chosen: Sequence[int]) -> BoolArray:
        """Which offers fit into what a plan leaves of the budget and of their owners' turns."""
        left = self.budget - self.spent(chosen)
        taken = np.bincount(self.owner[list(chosen)], minlength=int(self.owner.max(initial=0)) + 1)
        fits = (self.cost <= left + CENT) & (taken[self.owner] < self.per_owner)
        fits[list(chosen)] = False
        return fits

    def keep(self, rows: ArrayLike) -> "Offers":
        """The same people with fewer offers."""
        kept = np.asarray(rows)
        return replace(
            self, audience=self.audience[:, kept], exposure=self.exposure[kept],
            cost=self.cost[kept], is_must=self.is_must[kept], owner=self.owner[kept],
        )  # fmt: skip


def gather_groups(incidence: sparse.csr_array) -> tuple[sparse.csr_array, FloatArray]:
    """Fold people who are in the same audiences into one group.

    incidence: shape (people, k). Returns (audience, shape (s, k); people a group, shape (s,)), the
    groups in the order of their first members; who is in no audience is left out. Groups are found
    by a hash of their audiences and compared in full: where a hash is shared another is tried.
    """
    rows = incidence.tocsr()
    rows.sort_indices()
    sizes = np.diff(rows.indptr)
    rows, sizes = rows[sizes > 0], sizes[sizes > 0]
    for seed in range(100):
        salts = np.random.default_rng(seed).integers(0, 2**64, rows.shape[1], dtype=np.uint64)
        sums = np.concatenate([[np.uint64(0)], np.cumsum(salts[rows.indices], dtype=np.uint64)])
        keys = sums[rows.indptr[1:]] - sums[rows.indptr[:-1]]
        _, first, group = np.unique(keys, return_index=True, return_inverse=True)
        alike = first[group]
        start = rows.indptr.astype(np.int64)
        same_size = sizes == sizes[alike]
        shift = np.repeat(start[alike] - start[:-1], sizes)
        if same_size.all() and np.array_equal(
            rows.indices, rows.indices[np.arange(len(rows.indices)) + shift]
        ):
            break
    order = np.argsort(first, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    people = np.bincount(place[group], minlength=len(order)).astype(np.float64)
    audience = rows[first[order]]
    audience.data = np.ones(len(audience.data))
    return audience, people
