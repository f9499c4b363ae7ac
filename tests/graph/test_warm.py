"""Nobody waits for a compiler: small graphs need none, and large ones find its work done."""

import subprocess
import sys

SMALL = """
import sys, numpy as np
from leaders import graph as g
random = np.random.default_rng(0)
graph = g.build_graph(*random.integers(0, 20_000, (2, 190_000)), node_count=20_000)
g.pagerank(graph), g.hits(graph, tolerance=1e-3), g.katz(graph), g.in_degree(graph)
resamples = g.Resamples(np.arange(20_000, dtype=np.uint64), 8)
g.resample_sums(graph, resamples, rows=[1, 2]), g.resample_pagerank(graph, resamples)
g.personalised_pagerank(graph, random.random((2, 20_000)))
print("numba" in sys.modules)
"""

LARGE = """
import importlib, pkgutil, numpy as np
from numba.core.dispatcher import Dispatcher
from leaders.graph import build_graph, kernels, spreading
from leaders.graph.kernels import warm
random = np.random.default_rng(0)
source, target = random.integers(0, 40, (2, 400))
graph = build_graph(source, target, random.random(400) + 1, node_count=40)
spreading.SMALL_EDGES = 0
for graph in (graph, graph.unweighted(), graph.undirected, graph.undirected.unweighted()):
    for measure in warm.measures_of(graph.node_count):
        measure(graph)
for found in pkgutil.iter_modules(kernels.__path__):
    module = importlib.import_module(f"leaders.graph.kernels.{found.name}")
    for name, kernel in vars(module).items():
        if isinstance(kernel, Dispatcher) and kernel.__module__ == module.__name__:
            print(found.name, name, sum(kernel.stats.cache_misses.values()), len(kernel.signatures))
"""


def run(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments], check=True, capture_output=True, text=True, timeout=300
    ).stdout


def test_a_small_graph_needs_no_compiler():
    assert run("-c", SMALL).strip() == "False"


def test_what_was_warmed_is_not_compiled_again():
    run("-m", "leaders.graph.kernels.warm")
    kernels = [line.split() for line in run("-c", LARGE).splitlines()]
    assert {"sweep", "peel", "add_dependencies"} <= {
        name for _, name, _, used in kernels if used != "0"
    }
    assert [row for row in kernels if row[2] != "0"] == []
