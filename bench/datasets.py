"""The real data sets: which files, what their columns mean, and what is known to be true.

They are found through the variable LEADERS_TEST_DATA, a folder with ``data/`` in it, and are
described in its README.md. Each is one entry of `real_datasets`.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.measures import FloatArray, auc, ndcg_at, precision_at

Measure = Callable[[FloatArray, FloatArray], float]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file below ``data/`` and how it is imported."""

    path: str
    shape: str
    mapping: Mapping[str, str] = field(default_factory=dict)
    kind: str = "follow"
    is_undirected: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """Files that make one niche. Without a truth its ranking can only be looked at.

    ``truth`` reads native id -> value; ``measures`` take scores and true values.
    """

    name: str
    files: tuple[DataFile, ...]
    truth: Callable[[Path], dict[str, float]] | None = None
    measures: Mapping[str, Measure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """A figure of the data's README.md and how it was measured."""

    dataset: str
    measure: str
    component: str
    figure: float
    measured: str = ""


def find_data() -> Path:
    """The folder with the real data sets; raises FileNotFoundError where there is none."""
    folder = os.environ.get("LEADERS_TEST_DATA")
    if not folder or not (Path(folder) / "data").is_dir():
        raise FileNotFoundError("LEADERS_TEST_DATA names no folder with data/ in it")
    return Path(folder) / "data"


def real_datasets() -> list[Dataset]:
    """The data sets that are there: all, or none without LEADERS_TEST_DATA."""
    try:
        folder = find_data()
    except FileNotFoundError:
        return []
    return [d for d in DATASETS if all((folder / file.path).exists() for file in d.files)]


def _is_true(truth: FloatArray) -> NDArray[np.bool_]:
    return truth > 0


def _auc(score: FloatArray, truth: FloatArray) -> float:
    return auc(score, _is_true(truth))


def _precision(k: int, score: FloatArray, truth: FloatArray) -> float:
    return precision_at(k, score, _is_true(truth))


def _read_truth(path: str, key: str, value: str, folder: Path) -> dict[str, float]:
    """The truth of a CSV; an account that stands there twice must say the same twice."""
    pairs = pl.read_csv(folder / path, infer_schema=False).select(key, value).unique()
    if pairs[key].is_duplicated().any():
        raise ValueError(f"{path} says two things of one {key}")
    flags = {"true": 1.0, "false": 0.0}
    return {i: flags[v.lower()] if v.lower() in flags else float(v) for i, v in pairs.iter_rows()}


def _twitch(language: str) -> Dataset:
    accounts = f"twitch/{language}_target.csv"
    return Dataset(
        language,
        (
            DataFile(f"twitch/{language}_edges.csv", "edges", is_undirected=True),
            DataFile(accounts, "accounts", {"id": "new_id"}),  # its column id is another one
        ),
        partial(_read_truth, accounts, "new_id", "partner"),
        {"AUC": _auc, "P@50": partial(_precision, 50)},
    )


def _read_party_leaders(folder: Path) -> dict[str, float]:
    """Who led a party into the election of 2022, of those who are in the data."""
    leading = {"fordnation", "AndreaHorwath", "MikeSchreiner"}
    rows = pl.read_csv(folder / "ontario/ontariopol_vertices.csv", infer_schema=False)
    pairs = rows.select("id", pl.col("screen_name").is_in(leading)).iter_rows()
    return {number: float(is_leader) for number, is_leader in pairs}


DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "congress",
        (
            DataFile("congress/interactions.csv", "edges", kind="mention"),
            DataFile("congress/accounts.csv", "accounts", {"id": "username"}),
        ),
        partial(_read_truth, "congress/accounts.csv", "username", "leadership_2022"),
        {"AUC": _auc, "P@20": partial(_precision, 20)},
    ),
    *map(_twitch, ("ENGB", "DE", "ES", "FR", "PTBR")),
    Dataset(
        "overlap",
        # Of the 1,496 channels the 550 that share viewers with none are not ranked.
        (
            DataFile(
                "twitch_overlap/overlap.parquet",
                "edges",
                {"weight": "shared_viewers"},
                is_undirected=True,
            ),
        ),
        partial(_read_truth, "twitch_overlap/channels.csv", "channel", "count"),
        {"NDCG@100": partial(ndcg_at, 100)},
    ),
    Dataset(
        "nostr",
        (
            DataFile("nostr/follows.parquet", "edges"),
            DataFile("nostr/accounts.parquet", "accounts", {"id": "account_id"}),
        ),
    ),
    Dataset(
        "facebook_pages",
        (
            DataFile("facebook_pages/likes.parquet", "edges", is_undirected=True),
            DataFile("facebook_pages/pages.parquet", "accounts", {"id": "id"}),
        ),
    ),
    Dataset(
        "ontario",
        (
            DataFile("ontario/ontariopol_edgelist.csv", "edges", kind="mention"),
            DataFile("ontario/ontariopol_vertices.csv", "accounts"),
        ),
        _read_party_leaders,
        {"AUC": _auc},
    ),
    Dataset(
        "twitch_chat",
        (
            DataFile(
                "twitch_chat/chatters.csv",
                "members",
                {"member": "chatter_login", "community": "user_id"},
            ),
            DataFile("twitch_chat/streamers.csv", "accounts", {"id": "user_id"}),
        ),
    ),
)

EXPECTED: tuple[Expected, ...] = (
    Expected("congress", "AUC", "in_degree", 0.773, "each source counted once"),
    Expected("congress", "AUC", "pagerank", 0.840, "weighted"),
    Expected("congress", "AUC", "betweenness", 0.780, "exact, from all accounts"),
    Expected("ENGB", "AUC", "in_degree", 0.829),
    Expected("ENGB", "AUC", "pagerank", 0.846),
    Expected("ENGB", "P@50", "in_degree", 0.92),
    Expected("ENGB", "P@50", "pagerank", 0.98),
    Expected("DE", "AUC", "in_degree", 0.922),
    Expected("DE", "AUC", "pagerank", 0.930),
    Expected("FR", "AUC", "in_degree", 0.912),
    Expected("FR", "AUC", "pagerank", 0.917),
    Expected("ES", "AUC", "in_degree", 0.886),
    Expected("ES", "AUC", "pagerank", 0.892),
    Expected("PTBR", "AUC", "in_degree", 0.877),
    Expected("PTBR", "AUC", "pagerank", 0.884),
    Expected("overlap", "NDCG@100", "in_degree", 0.541, "degree; ties in the order of names"),
    Expected("overlap", "NDCG@100", "weighted_in_degree", 0.720, "weighted degree"),
    Expected("overlap", "NDCG@100", "pagerank", 0.703, "weighted"),
)
"""What plain components reach, by the data's README.md; reproduced to two decimals."""
