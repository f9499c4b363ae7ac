"""An election in which the elected take votes from those near them."""

from heapq import heapify, heapreplace

import numpy as np

from leaders.graph.kernels import compiled


@compiled
def elect(offset, voter, ballot_offset, candidate, loop_votes, elected):  # type: ignore[no-untyped-def]
    """Fill in the elected, in order; returns how many there are.

    voter: who votes for each node; candidate: for whom each votes. A node joined to itself has
    loop_votes for itself. Votes only fall: what the heap holds is never too low, and the first
    whose votes are what the heap says is the first of all.
    """
    one = np.uint64(1)
    n = np.uint64(len(offset) - 1)
    votes = np.zeros(n, dtype=np.int64)
    whole = 0
    for v in range(n):
        for e in range(offset[v], offset[v + one]):
            votes[v] += loop_votes if voter[e] == v else 1
        whole += votes[v]
    votes *= whole
    ability = np.full(n, whole)
    share = np.int64(n)  # whole / (mean degree)
    heap = [(-votes[v], v) for v in range(n)]
    heapify(heap)
    count = np.uint64(0)
    while count < np.uint64(len(elected)):
        held, winner = heap[0]
        if held >= 0:
            break
        if votes[winner] != -held:
            heapreplace(heap, (-votes[winner], winner))
            continue
        elected[count] = winner
        count += one
        weaken(winner, whole, ballot_offset, candidate, loop_votes, ability, votes)
        for e in range(offset[winner], offset[winner + one]):
            voting = np.uint64(voter[e])
            weaken(voting, share, ballot_offset, candidate, loop_votes, ability, votes)
        votes[winner] = 0
    return count


@compiled
def weaken(voter, loss, offset, candidate, loop_votes, ability, votes):  # type: ignore[no-untyped-def]
    """Take ability away from a voter, and so votes from those voted for."""
    lost = min(ability[voter], loss)
    if lost == 0:
        return
    ability[voter] -= lost
    for e in range(offset[voter], offset[voter + np.uint64(1)]):
        c = candidate[e]
        votes[c] -= lost * loop_votes if c == voter else lost
