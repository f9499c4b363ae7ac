"""Rankings made the product's own way, from an empty workspace to the stored components.

A niche file, import (or a crawl of a simulated network), rank, and the component table. The first
ranking has the default preset, one recipe for all; of imported data a second, after an edit of the
niche file, has every component.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from bench.baselines import measure_plainly
from bench.datasets import DataFile, Dataset, find_data
from bench.measures import FloatArray
from leaders import pipeline
from leaders.collect import Crawl
from leaders.importing import import_path
from leaders.model import LISTS
from leaders.niche import load_niche
from leaders.platforms.simulated import Network, SimulatedPlatform
from leaders.rank import COMPONENTS
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.imports import ImportRequest

NICHE = "bench"
SCORE = "score"
SEEN_AT = datetime(2026, 1, 1, tzinfo=UTC)
EVERYONE = 10_000_000
NEUTRAL = 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """The longest list of a niche's ranking, and what plain metrics say of the same data.

    ``scores`` are percentiles by component, and ``score``, in the order of ``ids``; an account
    without a component is in its middle, as in the score. ``top`` are the first three. ``plain``
    is a row an account that anybody points at (see `bench.baselines`); ``judged`` a row a
    candidate: account_id, zone, role.
    """

    list_name: str
    ids: list[str]
    scores: dict[str, FloatArray]
    top: list[str]
    account_count: int
    edge_count: int
    input_seconds: float
    rank_seconds: float
    plain: pl.DataFrame
    judged: pl.DataFrame


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


def rank_simulated(network: Network, name: str, newest_shown: int) -> Ranked:
    """Crawl a niche of a simulated network with the product's own limits, and rank it."""
    seeds = ", ".join(f'"{seed}"' for seed in network.seeds(name))
    niche = f'title = "{name}"\nplatforms = ["simulated"]\nseeds = [{seeds}]\n'
    with _new_workspace(niche) as workspace:
        start = time.perf_counter()
        platform = SimulatedPlatform(network, newest_shown=newest_shown)
        Crawl(workspace, load_niche(workspace, NICHE), platform, lambda _: None).run()
        seconds = time.perf_counter() - start
        return _rank(workspace, niche, seconds, with_components=False)


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
    import_path(workspace, find_data() / file.path, file.shape, request, lambda said: None)


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
        _count_edges(workspace), input_seconds, seconds, measure_plainly(workspace),
        _read_judged(workspace, ranking_id),
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
            for name in LISTS
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


def _read_judged(workspace: Workspace, ranking_id: str) -> pl.DataFrame:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        return connection.sql(
            "select account_id, zone, membership.role from membership "
            "join ranking using (ranking_no) join account using (account_no) "
            "where ranking_id = $id order by account_id",
            params={"id": ranking_id},
        ).pl()


def _first(rows: pl.DataFrame) -> Iterator[dict[str, str]]:
    return rows.head(3).iter_rows(named=True)


def _count_edges(workspace: Workspace) -> int:
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        [(count,)] = connection.execute("select count(*) from edge").fetchall()
    return int(count)
