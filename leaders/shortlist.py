"""From a stored ranking to what is shown and exported."""

import json
from datetime import datetime
from typing import Any

import polars as pl

from leaders.errors import LeadersError
from leaders.export import LEADING, Column, Shortlist
from leaders.model import LISTS
from leaders.niche import Niche
from leaders.rank import COMPONENTS, make_identity, name_list
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import see_edges
from leaders.store.suppression import find_suppressed


def load_shortlist(workspace: Workspace, niche: Niche, size: int | None = None) -> Shortlist:
    """The first accounts of each list of a niche's last ranking, as many as the niche file says.

    Raises ``LeadersError`` when the niche has not been ranked, or not since its file or the data
    that the ranking saw have changed: one identity means the same bytes.
    """
    with Store(workspace, must_exist=True) as store:
        head = store.query("ranking/latest", niche=niche.name)
        if head.is_empty():
            raise LeadersError(
                f"{niche.name} has no ranking yet; make one with: leaders rank {niche.name}"
            )
        ranking = head.row(0, named=True)
        identity = json.loads(ranking["identity"])
        _refuse_changed(store, niche, ranking["as_of"], identity)
        components = store.query("ranking/components", ranking_no=ranking["ranking_no"])
        names = [name for name in COMPONENTS if name in components["component"].unique()]
        counts = store.query("ranking/counts", ranking_no=ranking["ranking_no"])
        tables = {
            name: _load_list(store, ranking, name, size or niche.shortlist.size, components, names)
            for name in _list_names(niche, counts["list"].to_list())
        }
        edges = _load_edges(store, ranking, tables)
    return Shortlist(
        niche=niche.name,
        title=niche.title,
        identity={**identity, "ranking": ranking["ranking_id"]},
        notes=(*_count_notes(tables, counts), *json.loads(ranking["notes"])),
        columns=(*LEADING, *(column for name in names for column in _component_columns(name))),
        tables={name: table.drop("account_no") for name, table in tables.items()},
        edges=edges,
    )


def _list_names(niche: Niche, ranked: list[str]) -> list[str]:
    """The lists of a ranking, in the order of the niche's platforms; then those of others."""
    own = [name_list(niche, platform, name) for platform in niche.platforms for name in LISTS]
    is_alone = len(niche.platforms) == 1
    shown = [name for name in own if is_alone or name in ranked]
    return shown + sorted(set(ranked) - set(own))


def _refuse_changed(store: Store, niche: Niche, as_of: datetime, identity: dict[str, str]) -> None:
    now = make_identity(store, niche, as_of, int(identity["seed"]))
    for key, what in (("config_hash", "niche file"), ("data_digest", "data before its moment")):
        if now[key] != identity[key]:
            raise LeadersError(
                f"The {what} changed since {niche.name} was ranked; run: leaders rank {niche.name}"
            )


def _load_list(
    store: Store,
    ranking: dict[str, Any],
    name: str,
    size: int,
    components: pl.DataFrame,
    names: list[str],
) -> pl.DataFrame:
    rows = store.query(
        "ranking/accounts", ranking_no=ranking["ranking_no"], as_of=ranking["as_of"], list=name,
        limit=size,
    )  # fmt: skip
    suppressed = find_suppressed(store, rows["account_id"])
    rows = rows.filter(~pl.col("account_id").is_in(sorted(suppressed)))
    for component in names:
        measured = components.filter(pl.col("component") == component).select(
            "account_no",
            pl.col("value").alias(component),
            pl.col("percentile").alias(f"{component}_percentile"),
            pl.col("contribution").alias(f"{component}_contribution"),
        )
        rows = rows.join(measured, on="account_no", how="left", maintain_order="left")
    return rows


def _component_columns(name: str) -> tuple[Column, ...]:
    component = COMPONENTS[name]
    return (
        Column(name, component.meaning, component.form),
        Column(f"{name}_percentile", f"share of the ranked accounts below it by {name}", "share"),
        Column(f"{name}_contribution", f"points of the score that {name} gives", "score"),
    )


def _load_edges(
    store: Store, ranking: dict[str, Any], tables: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    see_edges(store, ranking["as_of"])
    store.execute("ranking/listed")
    store.append("listed", pl.concat([table.select("account_no") for table in tables.values()]))
    return store.query("ranking/edges")


def _count_notes(tables: dict[str, pl.DataFrame], counts: pl.DataFrame) -> list[str]:
    notes = []
    for name, account_count, excluded_count in counts.iter_rows():
        sentence = (
            f"{name}: {tables[name].height:,} of {account_count:,} ranked accounts are listed"
        )
        if excluded_count:
            sentence += f", {excluded_count:,} are excluded by the niche file"
        notes.append(sentence)
    return notes
