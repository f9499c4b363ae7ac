"""What lists that were seen in part must share at least and can share at most.

Nothing is assumed but the sizes: of a list that holds ``size`` people, ``seen`` are known and
``size - seen`` may be anybody whom the list is not known to hold. Every bound is sharp (some way
to fill the lists reaches it) unless its docstring says otherwise. Counts are of people; a size, and
the universe, is infinite where nobody knows it. Arguments broadcast.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


def bound_shared(
    shared_seen: ArrayLike,
    seen_a: ArrayLike,
    seen_b: ArrayLike,
    size_a: ArrayLike,
    size_b: ArrayLike,
    universe: float = np.inf,
) -> tuple[FloatArray, FloatArray]:
    """Least and most people that lists a and b can share (Frechet 1935, with what was seen).

    With nothing seen ``max(0, a + b - universe) <= shared <= min(a, b)``. Those seen in both are
    shared for certain. Whom b is not seen to hold may be among its unseen, and so with a: first
    the people seen in one list alone are taken to be unseen in the other, then both unseen are
    taken to be the same. A list that is complete has no unseen, and rules out all whom it lacks.
    """
    shared, a, b, most_a, most_b = (
        np.asarray(it, dtype=np.float64) for it in (shared_seen, seen_a, seen_b, size_a, size_b)
    )
    unseen_a, unseen_b = most_a - a, most_b - b
    of_a = np.minimum(a - shared, unseen_b)
    of_b = np.minimum(b - shared, unseen_a)
    # of_a and of_b are finite, as what was seen is: nothing here takes infinity from infinity.
    most = np.asarray(shared + of_a + of_b + np.minimum(unseen_a - of_b, unseen_b - of_a))
    forced = most_a + most_b - universe if np.isfinite(universe) else np.zeros(())
    return np.minimum(np.maximum(shared, forced), most), most


def bound_union(
    union_seen: float, seen: ArrayLike, size: ArrayLike, universe: float = np.inf
) -> tuple[float, float]:
    """Least and most people that are in at least one of some lists.

    At least those seen and the largest list whose size is known; at most those seen and all who
    are unseen, or the universe.
    """
    sizes = np.asarray(size, dtype=np.float64)
    known = sizes[np.isfinite(sizes)]
    unseen = float((sizes - np.asarray(seen, dtype=np.float64)).sum())
    return max(union_seen, float(known.max(initial=0))), min(union_seen + unseen, universe)


def bound_exclusive(
    alone_seen: ArrayLike, union_seen: float, seen: ArrayLike, size: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Least and most people that are in each list and in no other; the least is no sharp bound.

    alone_seen: who was seen in this list and in no other. All of them but the others' unseen stay
    alone, and so do all of this list whom the others have no room for.
    """
    alone, known, most = (np.asarray(it, dtype=np.float64) for it in (alone_seen, seen, size))
    unseen = most - known
    is_open = np.isinf(unseen)
    finite = np.where(is_open, 0.0, unseen)
    of_others = np.where(is_open.sum() - is_open > 0, np.inf, finite.sum() - finite)
    beyond = np.where(is_open, 0.0, np.maximum(most - union_seen, 0.0))
    return np.maximum(alone + beyond - of_others, 0.0), alone + unseen
