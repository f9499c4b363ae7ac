"""Attention passed along every edge once, and who counts how often."""

import numpy as np

from leaders.graph.kernels import compiled


@compiled
def gather(offset, source, weight, held, out):  # type: ignore[no-untyped-def]
    """``out_i = sum of w(j -> i) held_j over j``; weight None: 1 each."""
    one = np.uint64(1)
    for i in range(np.uint64(len(out))):
        received = 0.0
        for e in range(offset[i], offset[i + one]):
            if weight is None:
                received += held[source[e]]
            else:
                received += weight[e] * held[source[e]]
        out[i] = received


@compiled
def sweep(offset, source, weight, base, share, x, given, given_next):  # type: ignore[no-untyped-def]
    """One step of PageRank: ``x_i = base_i + sum of w(j -> i) given_j over j``.

    ``given_j = x_j share_j`` is what j passes on for each unit of weight. Where ``given_next`` is
    ``given`` itself, a new value is used as soon as it is there (Gauss and Seidel); else it waits
    for the next step (the power method). Returns (sum of absolute changes, what nodes hold that
    pass nothing on, sum of x).
    """
    one = np.uint64(1)
    change = stuck = total = 0.0
    for i in range(np.uint64(len(x))):
        new = base[i]
        for e in range(offset[i], offset[i + one]):
            if weight is None:
                new += given[source[e]]
            else:
                new += weight[e] * given[source[e]]
        change += abs(new - x[i])
        total += new
        if share[i] == 0:
            stuck += new
        x[i] = new
        given_next[i] = new * share[i]
    return change, stuck, total


@compiled
def gather_counted(offset, source, weight, rows, value, counts, out):  # type: ignore[no-untyped-def]
    """``out[r, c] = sum of w(j -> rows_r) value_j counts[j, c] over j``; out of shape (rows, k)."""
    one = np.uint64(1)
    k = np.uint64(counts.shape[1])
    for r in range(np.uint64(len(rows))):
        for c in range(k):
            out[r, c] = 0.0
        for e in range(offset[rows[r]], offset[rows[r] + one]):
            j = source[e]
            spent = value[j] if weight is None else weight[e] * value[j]
            for c in range(k):
                out[r, c] += spent * counts[j, c]


@compiled
def draw_counts(key, salt, count_of, counts):  # type: ignore[no-untyped-def]
    """``counts[i, 4 b + l]``: the count for the l-th 16 bits of the hash of ``key_i ^ salt_b``.

    The hash is `hashing.mix`; keys and salts are hashed already. counts of shape (n, 4 salts).
    """
    lanes, bits, mask = np.uint64(4), np.uint64(16), np.uint64(2**16 - 1)
    for i in range(np.uint64(len(key))):
        for b in range(np.uint64(len(salt))):
            drawn = (key[i] ^ salt[b]) + np.uint64(0x9E3779B97F4A7C15)
            drawn ^= drawn >> np.uint64(30)
            drawn *= np.uint64(0xBF58476D1CE4E5B9)
            drawn ^= drawn >> np.uint64(27)
            drawn *= np.uint64(0x94D049BB133111EB)
            drawn ^= drawn >> np.uint64(31)
            for lane in range(lanes):
                counts[i, b * lanes + lane] = count_of[(drawn >> (bits * lane)) & mask]
