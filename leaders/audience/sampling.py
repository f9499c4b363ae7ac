"""Samples of people, and what they say of all.

People are sampled by a hash of their key, never account by account: whoever is kept is kept in
every audience (a coordinated sample), so that the sample of a union is the union of the samples,
and so with intersections. Two audiences that are sampled apart meet in the product of both shares:
their overlap looks smaller than it is, and the reach of both together larger.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtrin, gammaincinv

from leaders.audience.members import Members
from leaders.errors import LeadersError
from leaders.graph import mix

FloatArray = NDArray[np.float64]
TAIL = 0.05
"""Of a 90 % interval, on either side."""


class Estimate(NamedTuple):
    """What is likely, and its 90 % interval; arrays of one shape."""

    value: FloatArray
    low: FloatArray
    high: FloatArray


def sample_people(keys: ArrayLike, share: float, seed: int = 0) -> NDArray[np.bool_]:
    """Who is kept: those whose hash lies in the first ``share`` of all numbers; shape of keys.

    keys: uint64, what stays the same for a person in every store (``account.account_key``). A
    smaller share keeps a part of whom a larger one keeps. Raises ``LeadersError`` unless
    0 < share <= 1.
    """
    _refuse_share(share)
    salt = mix(np.array([seed % 2**64], dtype=np.uint64))
    hashed = mix(np.asarray(keys, dtype=np.uint64) ^ salt)
    if share == 1:
        return np.ones(hashed.shape, dtype=bool)
    return np.asarray(hashed < np.uint64(int(share * 2**64)))


def sample_members(
    members: Members, key_of: NDArray[np.uint64], share: float, seed: int = 0
) -> Members:
    """The same audiences, of each only the people who are kept; ``accounts`` tells of all still.

    key_of: by account number, as in `sample_people`.
    """
    is_kept = sample_people(key_of[members.member], share, seed)
    offset = np.concatenate([[0], np.cumsum(is_kept)])[members.offset]
    return Members(members.accounts, offset, members.member[is_kept])


def estimate_sampled(count: ArrayLike, share: float) -> Estimate:
    """How many people there are, when ``count`` of them are in a coordinated sample.

    ``count / share`` is unbiased (Horvitz and Thompson 1952): of an intersection, a union or any
    other set. The interval is all n for which so many, of a binomial(n, share), are not unlikely
    (Clopper and Pearson 1934). Raises ``LeadersError`` unless 0 < share <= 1.
    """
    _refuse_share(share)
    seen = np.asarray(count, dtype=np.float64)
    if share == 1:
        return Estimate(seen, seen.copy(), seen.copy())
    low = np.where(seen > 0, bdtrin(np.maximum(seen - 1, 0), 1 - TAIL, share), 0.0)
    return Estimate(seen / share, np.maximum(low, seen), bdtrin(seen, TAIL, share))


def estimate_independent(count: ArrayLike, share_a: ArrayLike, share_b: ArrayLike) -> Estimate:
    """How many people two lists share, of which random parts were seen, drawn independently.

    ``count / (share_a share_b)``, with the interval of a Poisson count (Garwood 1936). It assumes
    that each list's unseen people are as likely to be shared as its seen ones, and that who is
    seen in one is no likelier to be seen in the other. Lists that were cut with the newest members
    first are no such parts: of them no overlap can be estimated. NaN where a share is 0.
    """
    seen = np.asarray(count, dtype=np.float64)
    share = np.asarray(share_a, dtype=np.float64) * np.asarray(share_b, dtype=np.float64)
    low = np.where(seen > 0, gammaincinv(np.maximum(seen, 1), TAIL), 0.0)
    per_seen = np.where(share > 0, 1 / np.where(share > 0, share, 1.0), np.nan)
    return Estimate(seen * per_seen, low * per_seen, gammaincinv(seen + 1, 1 - TAIL) * per_seen)


def _refuse_share(share: float) -> None:
    if not 0 < share <= 1:
        raise LeadersError(f"A sample of {share} of all people is none; take 0 < share <= 1.")
