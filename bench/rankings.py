"""Rankings made the product's own way, from an empty workspace to the stored components.

A niche file, import (or a crawl of the simulated network), rank, and the component table. The
first ranking has the default preset, one recipe for all; the second, after an edit of the niche
file, has every component.
"""

import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from bench.datasets import DataFile, Dataset, find_data
from bench.measures import FloatArray
from leaders import pipeline
from leaders.platforms.simulated import Network
from leaders.rank import COMPONENTS
from leaders.settings import Workspace, find_bundled
from leaders.store import Store
from leaders.store.imports import ImportRequest

NICHE = "bench"
SCORE = "score"
SEEN_AT = datetime(2026, 1, 1, tzinfo=UTC)
EVERYONE = 10_000_000
NEUTRAL = 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """The longer list of a niche's rankings.

    ``scores`` are percentiles by component, and ``score``, in the order of ``ids``; an account
    without a component is in its middle, as in the score. ``top`` are the first three.
    """

    list_name: str
    ids: list[str]
    scores: dict[str, FloatArray]
    top: list[str]
    account_count: int
    edge_count: int
    input_seconds: float
    rank_seconds: float


@dataclass(frozen=True, slots=True)
class _Stored:
    """The longer list of one stored ranking."""

    list_name: str
    ids: list[str]
    scores: dict[str, FloatArray]
    top: list[str]
    account_count: int


def rank_dataset(dataset: Dataset) -> Ranked:
    """Import the files of a data set and rank them; components only where there is a truth."""
    niche = 'title = "Bench"\nplatforms = ["files"]\n'
    with _new_workspace(niche) as workspace:
        start = time.perf_counter()
        for file in dataset.files:
            _import(workspace, file)
        seconds = time.perf_counter() - start
        return _rank(workspace, niche, seconds, with_components=dataset.truth is not None)


def rank_simulated(network: Network, name: str) -> Ranked:
    """Crawl a niche of the (default) simulated network with the limits of the demo; rank it."""
    demo = tomllib.loads((find_bundled("niches") / "demo.toml").read_text(encoding="utf-8"))
    limits = "".join(f"{key} = {value}\n" for key, value in demo["limits"].items())
    seeds = ", ".join(f'"{seed}"' for seed in network.seeds(name))
    niche = f'title = "{name}"\nplatforms = ["simulated"]\nseeds = [{seeds}]\n[limits]\n{limits}'
    with _new_workspace(niche) as workspace:
        start = time.perf_counter()
        pipeline.collect_niche(workspace, NICHE)
        seconds = time.perf_counter() - start
        return _rank(workspace, niche, seconds, with_components=True)


def native_id(account_id: str) -> str:
    """The id of an account in its file."""
    return account_id.removeprefix(f"files:{NICHE}/")


@contextmanager
def _new_workspace(niche: str) -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory(prefix="leaders-bench-") as folder:
        workspace = Workspace(Path(folder))
        workspace.niches.mkdir(parents=True)
        _write_niche(workspace, niche)
        yield workspace


def _write_niche(workspace: Workspace, text: str) -> None:
    (workspace.niches / f"{NICHE}.toml").write_text(text, encoding="utf-8")


def _import(workspace: Workspace, file: DataFile) -> None:
    request = ImportRequest(
        niche=NICHE,
        dataset=NICHE,
        platform="files",
        kind=file.kind,
        mapping=dict(file.mapping),
        seen_at=SEEN_AT,
        is_seen_at_given=True,
        is_undirected=file.is_undirected,
    )
    pipeline.import_path(workspace, find_data() / file.path, file.shape, request, lambda said: None)


def _rank(
    workspace: Workspace, niche: str, input_seconds: float, *, with_components: bool
) -> Ranked:
    start = time.perf_counter()
    ranking_id = pipeline.rank(workspace, NICHE).ranking_id
    seconds = time.perf_counter() - start
    stored = _read_ranking(workspace, ranking_id)
    scores = stored.scores
    if with_components:
        weights = "".join(f"{name} = 1\n" for name in COMPONENTS)
        _write_niche(workspace, f"{niche}\n[score.weights]\n{weights}")
        again = _read_ranking(workspace, pipeline.rank(workspace, NICHE).ranking_id)
        if again.ids != stored.ids:
            raise AssertionError("two rankings of the same data rank different accounts")
        scores = {**again.scores, SCORE: scores[SCORE]}
    return Ranked(
        stored.list_name, stored.ids, scores, stored.top, stored.account_count,
        _count_edges(workspace), input_seconds, seconds,
    )  # fmt: skip


def _read_ranking(workspace: Workspace, ranking_id: str) -> _Stored:
    with Store(workspace) as store:
        head = store.query("ranking/head", ranking_id=ranking_id).row(0, named=True)
        number = head["ranking_no"]
        lists = {
            name: store.query(
                "ranking/accounts", ranking_no=number, list=name, as_of=head["as_of"],
                limit=EVERYONE,
            )
            for name in ("people", "communities")
        }  # fmt: skip
        components = store.query("ranking/components", ranking_no=number)
    list_name = max(lists, key=lambda name: lists[name].height)
    top = [r["name"] or r["handle"] or native_id(r["account_id"]) for r in _first(lists[list_name])]
    wide = components.pivot("component", index="account_no", values="percentile")
    rows = lists[list_name].join(wide, on="account_no", how="left").sort("account_id")
    measured = [name for name in wide.columns[1:] if rows[name].null_count() < rows.height]
    scores = {name: rows[name].fill_null(NEUTRAL).to_numpy() for name in measured}
    scores[SCORE] = rows["score"].to_numpy()
    ids = rows["account_id"].to_list()
    return _Stored(list_name, ids, scores, top, head["account_count"])


def _first(rows: pl.DataFrame) -> Iterator[dict[str, str]]:
    return rows.head(3).iter_rows(named=True)


def _count_edges(workspace: Workspace) -> int:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        [(count,)] = connection.execute("select count(*) from edge").fetchall()
    return int(count)
