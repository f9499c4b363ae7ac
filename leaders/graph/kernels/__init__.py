"""Loops that are compiled, because numpy and scipy have no word for them.

numba is imported with the first of these modules and no earlier: it costs as long as a whole
ranking of a small niche. Compiled code is cached beside the source, or in the user's cache folder
where that cannot be written; `leaders.graph.kernels.warm` fills the cache at install.

Every kernel runs on one thread and lets go of Python's lock. Arrays are indexed by unsigned
numbers (`unsigned`), which spares each access a test for negative ones.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray


def compiled(function: Callable[..., Any]) -> Any:
    """Compile at the first call, keep the result on disk. Plain IEEE arithmetic, no fast-math."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


def unsigned(array: NDArray[np.signedinteger[Any]]) -> NDArray[np.unsignedinteger[Any]]:
    """The same numbers, none of them negative, as unsigned ones; no copy."""
    view: NDArray[np.unsignedinteger[Any]] = array.view(array.dtype.str.replace("i", "u"))
    return view
