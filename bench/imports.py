"""What taking files in costs, and ranking them: wall and CPU seconds, memory and disk.

    python -m bench imports

Made-up follows of 0.1, 1 and 10 million rows (18-digit ids, a few accounts followed by very many,
weights) and two real data sets are imported by ``leaders import`` and ranked by ``leaders rank``,
each in a fresh process and a fresh workspace. Targets: ten million edges in under 2 minutes and
under 2 GB.
"""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.datasets import DataFile, Dataset, find_data, real_datasets
from bench.processes import Cost, describe_machine, run_leaders
from bench.tables import publish, table

SIZES = (100_000, 1_000_000, 10_000_000)
REAL = ("nostr", "congress")
SECONDS_ALLOWED = 120
GB_ALLOWED = 2.0
CHUNK_ROWS = 1_000_000
FIRST_ID = 100_000_000_000_000_000
NICHE = "bench"

HEADER = (
    "data", "rows", "import s", "CPU s", "peak GB", "us/row", "store MB", "bytes/row",
    "rank s", "CPU s", "peak GB",
)  # fmt: skip


def run() -> None:
    """Import and rank each data set and publish the table."""
    rows, machine = [], describe_machine()
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        for size in SIZES:
            file = DataFile(f"follows-{size}.csv", "edges")
            write_follows(Path(folder) / file.path, size)
            cells, cost = _measure(f"{size / 1e6:g} M follows", Path(folder), (file,))
            rows.append(cells)
            (Path(folder) / file.path).unlink()
    rows += [_measure(d.name, find_data(), d.files)[0] for d in _real()]
    publish(
        "imports", "# What importing and ranking cost", machine, table(HEADER, rows), _judge(cost)
    )


def write_follows(path: Path, size: int) -> None:
    """Write a CSV of made-up follows; the same bytes for the same size."""
    random = np.random.Generator(np.random.PCG64(size))
    with path.open("wb") as file:
        for start in range(0, size, CHUNK_ROWS):
            count = min(CHUNK_ROWS, size - start)
            frame = pl.DataFrame(
                {
                    "source": FIRST_ID + 7919 * random.integers(0, max(size // 5, 10), count),
                    "target": FIRST_ID + 7919 * _heavy_tailed(random, count, max(size // 20, 10)),
                    "weight": random.geometric(0.5, count),
                }
            )
            frame.write_csv(file, include_header=start == 0)


def _heavy_tailed(random: np.random.Generator, count: int, accounts: int) -> NDArray[np.int64]:
    """Numbers below ``accounts``; number r comes with a probability of about 1 / (r + 1)."""
    drawn: NDArray[np.float64] = np.exp(random.random(count) * np.log(accounts + 1))
    return drawn.astype(np.int64) - 1


def _real() -> list[Dataset]:
    return [dataset for dataset in real_datasets() if dataset.name in REAL]


def _measure(name: str, folder: Path, files: tuple[DataFile, ...]) -> tuple[list[str], Cost]:
    """The row of the table for one data set, and what its import cost."""
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as workspace:
        root = Path(workspace)
        niches = root / "data" / "niches"
        niches.mkdir(parents=True)
        (niches / f"{NICHE}.toml").write_text('title = "Bench"\nplatforms = ["files"]\n')
        costs = [run_leaders(root, *_arguments(folder / file.path, file)) for file in files]
        imported = Cost(
            sum(cost.wall for cost in costs),
            sum(cost.cpu for cost in costs),
            max(cost.peak_bytes for cost in costs),
        )
        ranked = run_leaders(root, "rank", NICHE)
        store_bytes = (root / "data" / "leaders.duckdb").stat().st_size
    rows = sum(_count_rows(folder / file.path) for file in files)
    cells = [
        name, f"{rows:,}", *_cells(imported), f"{1e6 * imported.wall / rows:.1f}",
        f"{store_bytes / 1e6:.1f}", f"{store_bytes / rows:.0f}", *_cells(ranked),
    ]  # fmt: skip
    return cells, imported


def _arguments(path: Path, file: DataFile) -> list[str]:
    columns = [f"--map={field}={column}" for field, column in file.mapping.items()]
    directions = ["--undirected"] if file.is_undirected else []
    told = ["--niche", NICHE, "--dataset", NICHE, "--as", file.shape, "--kind", file.kind]
    return ["import", str(path), *told, *columns, *directions]


def _cells(cost: Cost) -> list[str]:
    return [f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{cost.peak_gb:.2f}"]


def _count_rows(path: Path) -> int:
    if path.suffix == ".parquet":
        return int(pl.scan_parquet(path).select(pl.len()).collect().item())
    with path.open("rb") as file:
        return sum(1 for _ in file) - 1


def _judge(cost: Cost) -> str:
    is_met = cost.wall < SECONDS_ALLOWED and cost.peak_gb < GB_ALLOWED
    return (
        f"Ten million edges are imported in {cost.wall:.0f} s (allowed {SECONDS_ALLOWED}) with "
        f"{cost.peak_gb:.2f} GB (allowed {GB_ALLOWED:g}): {'met' if is_met else 'MISSED'}."
    )
