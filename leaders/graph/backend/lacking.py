"""Functions that only networkx has: they run on a copy of our graph."""

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import networkx as nx
from networkx.utils.backends import _registered_algorithms

from leaders.graph.arrays import Graph
from leaders.graph.convert import to_networkx

LARGE_EDGES = 100_000
"""From so many edges on a copy is worth a warning: it takes seconds and 300 bytes an edge."""


def is_lacking(name: str) -> bool:
    """Whether networkx itself computes this function of one or more graphs."""
    function = _registered_algorithms.get(name)
    return function is not None and bool(function.graphs) and "networkx" in function.backends


def by_networkx(name: str) -> Callable[..., Any]:
    """Networkx's own function, for our graphs.

    One that would change its graph raises NetworkXError: ours are read-only.
    """
    function = _registered_algorithms[name]

    def run(*args: Any, **kwargs: Any) -> Any:
        if function.__wrapped__._will_call_mutate_input(args, kwargs):
            raise nx.NetworkXError(
                f"{name} would change the graph, and a leaders graph is read-only; "
                "change the one that leaders.graph.to_networkx makes of it."
            )
        size = sum(graph.edge_count for graph in find_graphs(args, kwargs))
        if size > LARGE_EDGES:
            warnings.warn(
                f"leaders computes no {name} as it is asked for here: networkx does, on a copy of "
                f"{size} edges, which takes long and some {size * 300 >> 20} MB.",
                UserWarning,
                stacklevel=5,  # between us and the caller lies networkx's dispatching
            )
        return function.orig_func(*map(_copy, args), **{k: _copy(v) for k, v in kwargs.items()})

    return run


def find_graphs(args: Iterable[Any], kwargs: dict[str, Any]) -> list[Any]:
    """All graphs among the arguments, whoever made them."""
    return [each for each in _flat([*args, *kwargs.values()]) if _is_graph(each)]


def _flat(arguments: Iterable[Any]) -> Iterator[Any]:
    for argument in arguments:
        if isinstance(argument, list | tuple):
            yield from argument
        else:
            yield argument


def _is_graph(argument: Any) -> bool:
    return hasattr(argument, "__networkx_backend__")


def _copy(argument: Any) -> Any:
    """An argument with every graph of ours replaced."""
    if isinstance(argument, Graph):
        return to_networkx(argument)
    if isinstance(argument, list | tuple) and any(isinstance(each, Graph) for each in argument):
        return [_copy(each) for each in argument]
    return argument
