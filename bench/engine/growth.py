"""How the cost grows from ten thousand edges to sixty million, as a table and a figure."""

from pathlib import Path

from bench.engine.lab import Lab, count_edges
from bench.engine.measure import Measured, Unmeasured, run_child
from bench.engine.report import Section
from bench.engine.stores import LAST
from bench.tables import RESULTS, table

SIZES = (10e3, 100e3, 1e6, 10e6, 60e6)
NAMES = {
    "load": "load from DuckDB",
    "pagerank": "PageRank",
    "hits": "HITS",
    "cores_once": "core numbers",
    "scipy": "PageRank by scipy",
}
FIGURE = "engine-growth.svg"


def run_growth(lab: Lab) -> Section:
    """CPU seconds for a million edges by size; the figure lies beside the table."""
    counts: list[int] = []
    costs: dict[str, list[float]] = {name: [] for name in NAMES}
    for size in SIZES:
        path, store = lab.edges(size), lab.store(size)
        report = run_child("growth", store=store, as_of=LAST.isoformat(), repeats=lab.repeats)
        ours = Measured("leaders", 1, [report])
        scipy = _measure_scipy(path, lab)
        count = count_edges(path)
        counts.append(count)
        for name, spent in costs.items():
            cost = scipy if name == "scipy" else ours.cost(name).cpu
            spent.append(1e6 * cost / count)
    if lab.scale == 1:
        _draw(counts, costs)
    rows = [
        [f"{count:,}", *(f"{spent[i]:.4f}" for spent in costs.values())]
        for i, count in enumerate(counts)
    ]
    return Section(
        "How cost grows",
        (
            "CPU seconds for a million edges. Small graphs pay what every call costs (opening "
            "the store, starting a kernel); up to some size they are left to scipy.",
            table(("edges", *NAMES.values()), rows),
            f"![CPU seconds for a million edges by number of edges]({FIGURE})",
        ),
    )


def _measure_scipy(path: Path, lab: Lab) -> float:
    try:
        report = run_child(
            "compute", engine="scipy", measure="pagerank", edges=path, repeats=lab.repeats,
            result=lab.folder / "growth.npy", is_weighted=True, is_undirected=False,
        )  # fmt: skip
    except Unmeasured:
        return float("nan")
    return Measured("scipy", 1, [report]).cost("compute").cpu


def _draw(counts: list[int], costs: dict[str, list[float]]) -> None:
    """Draw the figure; equal numbers give equal bytes. Without matplotlib there is none."""
    try:
        import matplotlib as mpl
    except ModuleNotFoundError:
        return
    mpl.use("svg")
    mpl.rcParams |= {"svg.hashsalt": "leaders", "svg.fonttype": "none", "font.size": 10}
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7.2, 4.4), layout="constrained")
    for name, spent in costs.items():
        style = {"linestyle": "--", "color": "grey"} if name == "scipy" else {}
        axes.plot(counts, spent, marker="o", markersize=4, label=NAMES[name], **style)
    axes.set(xscale="log", yscale="log", xlabel="edges", ylabel="CPU seconds for a million edges")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    RESULTS.mkdir(exist_ok=True)
    figure.savefig(RESULTS / FIGURE, metadata={"Date": None})
    pyplot.close(figure)
