"""Taking a file into the store: one transaction, and a second time changes nothing."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from leaders.store import Store
from leaders.store.staging import (
    append_staged,
    begin_staging,
    number_staged,
    rebuild_edges,
    stage,
)

HASH_CHUNK_BYTES = 1 << 22


class Plan(Protocol):
    """A file that is understood: batches of clean rows, see ``platforms.files.FilePlan``."""

    @property
    def path(self) -> Path:
        """Where the file lies."""

    @property
    def shape(self) -> str:
        """What a row is: accounts, edges, members or posts."""

    def batches(self) -> Iterator[Any]:
        """Batches with a ``frame`` of fields and a tuple of ``rejects``."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What the person says of a file. ``kind`` is for edges whose file names none."""

    niche: str
    dataset: str
    platform: str
    kind: str
    mapping: dict[str, str]
    seen_at: datetime
    is_seen_at_given: bool
    is_undirected: bool = False
    is_complete: bool = False
    is_sample: bool = False

    @property
    def prefix(self) -> str:
        """What makes a native id of this file permanent; two data sets of files never meet."""
        return f"files:{self.dataset}/" if self.platform == "files" else f"{self.platform}:"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file's rows."""

    path: str
    shape: str
    row_count: int = 0
    reject_count: int = 0
    account_count: int = 0
    edge_count: int = 0
    loop_count: int = 0
    duplicate_count: int = 0
    suppressed_count: int = 0
    visit_count: int = 0
    is_repeated: bool = False
    warning: str | None = None


def import_file(
    store: Store,
    plan: Plan,
    request: ImportRequest,
    take_rejects: Callable[[Any], None],
    progress: Callable[[int], None] = lambda rows: None,
) -> ImportReport:
    """Take all good rows in, or nothing; ``take_rejects`` gets the others as they are met."""
    digest = _digest(plan, request)
    known = store.value("import/find", digest=digest)
    if known is not None:
        return ImportReport(**{**json.loads(known), "path": str(plan.path), "is_repeated": True})
    # Staged outside the transaction, in temporary tables: within it DuckDB keeps them twice.
    visit_no = int(store.value("visit/next_number"))
    begin_staging(store)
    row_count = reject_count = 0
    for batch in plan.batches():
        stage(store, *_shape_rows(plan.shape, batch.frame, request, visit_no))
        row_count += batch.frame.height
        reject_count += len(batch.rejects)
        take_rejects(batch.rejects)
        progress(row_count)
    with store.transaction():
        number_staged(store, request.prefix, is_undirected=request.is_undirected)
        matched = store.query("import/matched", prefix=request.prefix).row(0, named=True)
        is_complete = request.is_complete and not reject_count
        counted = _append(store, plan.shape, replace(request, is_complete=is_complete), visit_no)
        report = ImportReport(
            **counted,
            path=str(plan.path),
            shape=plan.shape,
            row_count=row_count,
            reject_count=reject_count,
            account_count=matched["staged_count"],
            warning=_warn(plan.shape, matched, is_spoilt=request.is_complete and reject_count > 0),
        )
        stored = json.dumps(asdict(report), sort_keys=True)
        store.execute(
            "import/record", digest=digest, dataset=request.dataset, niche=request.niche,
            visit_no=visit_no, report=stored,
        )  # fmt: skip
    return report


def _append(store: Store, shape: str, request: ImportRequest, visit_no: int) -> dict[str, Any]:
    is_edges = shape in ("edges", "members")
    counts = store.query("import/counts").row(0, named=True) if is_edges else {}
    store.execute(
        "import/visit", visit_no=visit_no, platform=request.platform,
        fetched_count=counts.get("edge_count", 0), seen_at=request.seen_at,
        ended="cut" if is_edges and not request.is_complete else "complete",
        why=_why(request),
    )  # fmt: skip
    visit_count = 1
    append_staged(store, request.prefix, with_edges=not request.is_complete, always=True)
    if request.is_complete and is_edges:
        visit_count += store.execute(
            "import/complete_visits", visit_no=visit_no, platform=request.platform,
            seen_at=request.seen_at, why=_why(request),
        )  # fmt: skip
        store.execute("import/append_complete_edges", visit_no=visit_no)
    store.execute("import/name_candidates", niche=request.niche, visit_no=visit_no)
    store.execute("import/point_candidates", niche=request.niche, visit_no=visit_no)
    if not is_edges:
        return {"visit_count": visit_count}
    rebuild_edges(store)
    directions = 2 if request.is_undirected else 1
    kept = counts["row_count"] - counts["loop_count"] - counts["suppressed_count"]
    return {
        "visit_count": visit_count,
        "edge_count": counts["edge_count"],
        "loop_count": counts["loop_count"],
        "suppressed_count": counts["suppressed_count"],
        "duplicate_count": kept - counts["edge_count"] // directions,
    }


def _why(request: ImportRequest) -> str:
    told = (
        "complete"
        if request.is_complete
        else "sample"
        if request.is_sample
        else "not said to be complete"
    )
    return f"file of {request.dataset}, {told}"


def _shape_rows(
    shape: str, frame: pl.DataFrame, request: ImportRequest, visit_no: int
) -> tuple[str, pl.DataFrame]:
    rows = frame.drop("line").with_columns(pl.lit(visit_no, dtype=pl.Int32).alias("visit_no"))
    if shape == "members":
        return "edges", rows.with_columns(pl.lit("member").alias("kind"))
    if shape == "edges":
        default = pl.lit(request.kind)
        kind = pl.col("kind").fill_null(default) if "kind" in rows.columns else default
        return "edges", rows.with_columns(kind.alias("kind"))
    if shape == "accounts":
        return shape, _with_place(rows)
    return shape, rows


def _with_place(rows: pl.DataFrame) -> pl.DataFrame:
    """Country and city as one place, where the file has one of them."""
    told = [it for it in ("country", "city") if it in rows.columns]
    if not told:
        return rows
    fields = [
        (pl.col(it) if it in told else pl.lit(None, dtype=pl.String)).alias(it)
        for it in ("country", "city")
    ]
    is_told = pl.any_horizontal(pl.col(it).is_not_null() for it in told)
    return rows.with_columns(place=pl.when(is_told).then(pl.struct(fields))).drop(told)


_WARN_REJECTED = (
    "rows were rejected, so the file was not taken for a whole listing and takes nothing away; "
    "mend them and import it again"
)


def _warn(shape: str, matched: dict[str, Any], *, is_spoilt: bool) -> str | None:
    """Files of one data set whose ids never meet are the commonest mistake: say so."""
    if is_spoilt and shape in ("edges", "members"):
        return _WARN_REJECTED
    if not matched["staged_count"]:
        return None
    if shape == "accounts" and matched["has_edges"] and not matched["targeted_count"]:
        return "no account of this file is in the data set's edges; is the id column right?"
    if shape in ("edges", "members") and matched["has_profiles"] and not matched["profiled_count"]:
        return (
            "no end of these edges is an account that the data set has; are the id columns right?"
        )
    return None


def _digest(plan: Plan, request: ImportRequest) -> str:
    """Of the bytes and of all that changes what they mean; not of a moment that nobody gave."""
    told = asdict(request) | {"shape": plan.shape, "seen_at": request.seen_at.isoformat()}
    if not request.is_seen_at_given:
        del told["seen_at"]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    with plan.path.open("rb") as file:
        while chunk := file.read(HASH_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
