"""How many people each two of some lists share: all pairs at once, exactly.

Lists are rows of a sparse matrix: ``member[offset[a]:offset[a + 1]]`` are the people of list a,
numbers in ascending order, each once. What is asked is ``A A'``; instead of multiplying, each
person's lists are put together and every pair of them counted.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from leaders.errors import LeadersError
from leaders.graph import spreading

MOST_LISTS = 5_000
"""The matrix of so many takes 300 MB while it is made."""
BLOCK_PEOPLE = 2**14
"""So many people are counted together: what is known of them stays in the cache."""

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Shared:
    """What c lists share.

    pairs: int64, shape (c, c), symmetric: people in both; on the diagonal the sizes.
    exclusive: int64, shape (c,): people in this list and no other.
    people: int64, shape (c,): people in exactly 1, 2, ... c lists.
    """

    pairs: Counts
    exclusive: Counts
    people: Counts

    @property
    def sizes(self) -> Counts:
        """How many people each list has, shape (c,)."""
        return np.diagonal(self.pairs)

    @property
    def total(self) -> int:
        """The sizes added up: people, each as often as they are listed."""
        return int(self.sizes.sum())

    @property
    def union(self) -> int:
        """How many people are in at least one list."""
        return int(self.people.sum())


def count_shared(offset: NDArray[np.int64], member: NDArray[np.int32]) -> Shared:
    """What every two of c lists share. O(members + the sum of squares of lists a person).

    offset: int64, shape (c + 1,); member: int32, not negative, ascending in each list. Raises
    ``LeadersError`` when a list is in disorder, or when there are more than `MOST_LISTS`.
    """
    lists = len(offset) - 1
    if lists > MOST_LISTS:
        raise LeadersError(
            f"The overlap of {lists:,} audiences at once would not fit into memory; choose at "
            f"most {MOST_LISTS:,} of them."
        )
    _refuse_disorder(offset, member)
    if len(member) <= spreading.SMALL_EDGES:
        return _multiply(offset, member)
    return _count(offset, member)


def _refuse_disorder(offset: NDArray[np.int64], member: NDArray[np.int32]) -> None:
    """A kernel trusts its input: what is wrong there would write where it must not."""
    is_whole = offset[0] == 0 and offset[-1] == len(member) and (np.diff(offset) >= 0).all()
    follows = np.empty(len(member) + 1, dtype=bool)
    np.greater(member[1:], member[:-1], out=follows[1:-1])
    follows[offset if is_whole else 0] = True
    if not is_whole or not follows[:-1].all() or member.min(initial=0) < 0:
        raise LeadersError("Lists of people must be account numbers in ascending order, each once.")


def _multiply(offset: NDArray[np.int64], member: NDArray[np.int32]) -> Shared:
    """By scipy: no slower on small lists, and nothing waits for a compiler."""
    lists = len(offset) - 1
    found, person, times = np.unique(member, return_inverse=True, return_counts=True)
    ones = np.ones(len(member), dtype=np.int64)
    rows = sparse.csr_array((ones, person, offset), shape=(lists, len(found)))
    list_of = np.repeat(np.arange(lists), np.diff(offset))
    return Shared(
        pairs=(rows @ rows.T).toarray(),
        exclusive=np.bincount(list_of[times[person] == 1], minlength=lists),
        people=np.bincount(times, minlength=lists + 1)[1:],
    )


def _count(offset: NDArray[np.int64], member: NDArray[np.int32]) -> Shared:
    from leaders.graph.kernels import unsigned
    from leaders.graph.kernels.intersections import count_pairs

    lists = len(offset) - 1
    upper = np.zeros((lists, lists), dtype=np.int32)  # nobody is counted twice: int32 holds it
    exclusive, people = np.zeros((2, lists), dtype=np.int64)
    extent, block = np.uint64(member.max(initial=-1) + 1), np.uint64(BLOCK_PEOPLE)
    rows = unsigned(np.ascontiguousarray(offset)), unsigned(np.ascontiguousarray(member))
    count_pairs(*rows, extent, block, upper, exclusive, people)
    pairs = upper.astype(np.int64)
    pairs += np.triu(upper, 1).T
    return Shared(pairs, exclusive, people)
