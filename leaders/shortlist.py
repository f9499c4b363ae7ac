"""From a stored ranking to what is shown and exported."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from leaders.errors import LeadersError, RankingOutdated
from leaders.export import LEADING, Column, Shortlist
from leaders.facts.reading import FACT_COLUMNS, has_facts, join_facts, select_accounts
from leaders.identity import find_links
from leaders.metrics import Metric, Unit
from leaders.model import LISTS, ContactStatus
from leaders.niche import Niche
from leaders.outreach import client_of, contact_sheet, load_contacts
from leaders.rank import COMPONENTS, make_identity, name_list
from leaders.rank.measured_metrics import MEASURES
from leaders.rank.stress import depends_on_one_source
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import see_edges
from leaders.store.suppression import find_suppressed
from leaders.wording import counted

EVERYBODY = 1_000_000_000
WITHOUT_FACTS = (
    "the facts (last_post to business_contact) are not known: an older version of leaders made the "
    "ranking; rank again"
)


def load_shortlist(
    workspace: Workspace, niche: Niche, size: int | None = None, *, fresh: bool = False,
    where: str | None = None,
) -> Shortlist:  # fmt: skip
    """The first accounts of each list of a niche's last ranking, as many as the niche file says.

    How far the client is with each is of now and not of the ranking: ``contacts`` joins the
    identity. With ``fresh`` only those are listed whom nobody wrote to; with ``where`` only those
    that meet the condition (``read_condition``), which joins the identity too.
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
        told = _load_statuses(store, niche)
        firsts = find_links(store, niche, ranking["as_of"]).find_first()
        known_at = store.value("outreach/last_told", client=client_of(niche))
        shown = size or niche.shortlist.size
        read = EVERYBODY if where else shown
        tables = {
            name: _load_list(store, ranking, name, read, components, names, told, fresh, firsts)
            for name in _list_names(niche, counts["list"].to_list())
        }
        tables, beside = _join_beside(store, ranking["ranking_no"], tables)
        tables = join_facts(store, ranking["ranking_no"], ranking["as_of"], tables)
        columns = (
            *LEADING,
            *(column for name in names for column in _component_columns(name)),
            *beside,
            *FACT_COLUMNS,
        )
        is_listed = any(table.height for table in tables.values())
        is_old = is_listed and not has_facts(store, ranking["ranking_no"])
        notes = [WITHOUT_FACTS] * is_old
        if where:
            tables, selected = select_accounts(tables, where, columns, shown)
            notes = [*selected, *notes]
        edges = _load_edges(store, ranking, tables)
        sheet = contact_sheet(store, niche, ranking["ranking_no"])
    contacts = {} if known_at is None else {"contacts": known_at.isoformat()}
    asked = {"where": " ".join(where.split())} if where else {}
    return Shortlist(
        niche=niche.name,
        title=niche.title,
        identity={**identity, "ranking": ranking["ranking_id"], **contacts, **asked},
        notes=(*notes, *_count_notes(tables, counts), *json.loads(ranking["notes"])),
        columns=columns,
        tables={name: table.drop("account_no") for name, table in tables.items()},
        edges=edges,
        sheets=(sheet,),
    )


def find_meeting(
    workspace: Workspace, niche: Niche, size: int, where: str
) -> tuple[list[str], tuple[str, ...]]:
    """The ids of the first accounts of each list that meet a condition, and notes on the others.

    Raises as ``load_shortlist`` does, and ``UsageMistake`` for what is no condition.
    """
    shortlist = load_shortlist(workspace, niche, size, where=where)
    ids = [it for table in shortlist.tables.values() for it in table["account_id"]]
    return ids, shortlist.notes[: len(shortlist.tables)]


def _list_names(niche: Niche, ranked: list[str]) -> list[str]:
    """The lists of a ranking, in the order of the niche's platforms; then those of others.

    A list that nobody is on is left out, but for the first where there would be none.
    """
    own = [name_list(niche, platform, name) for platform in niche.platforms for name in LISTS]
    shown = [name for name in own if name in ranked] + sorted(set(ranked) - set(own))
    return shown or own[:1]


def _refuse_changed(store: Store, niche: Niche, as_of: datetime, identity: dict[str, str]) -> None:
    now = make_identity(store, niche, as_of, int(identity["seed"]))
    for key, what in (("config_hash", "niche file"), ("data_digest", "data before its moment")):
        if now[key] != identity[key]:
            raise RankingOutdated(
                f"The {what} changed since {niche.name} was ranked; run: leaders rank {niche.name}"
            )


def _load_statuses(store: Store, niche: Niche) -> pl.DataFrame:
    """How far the client is with accounts: account_no, status, status_on, status_owner."""
    return load_contacts(store, client_of(niche)).select(
        "account_no", "status", pl.col("status_on").cast(pl.String),
        pl.col("owner").alias("status_owner"),
    )  # fmt: skip


def _load_list(
    store: Store,
    ranking: dict[str, Any],
    name: str,
    size: int,
    components: pl.DataFrame,
    names: list[str],
    told: pl.DataFrame,
    fresh: bool,
    firsts: Mapping[int, str],
) -> pl.DataFrame:
    rows = store.query(
        "ranking/accounts", ranking_no=ranking["ranking_no"], as_of=ranking["as_of"], list=name,
        limit=size + told.height * fresh,
    )  # fmt: skip
    suppressed = find_suppressed(store, rows["account_id"])
    rows = rows.filter(~pl.col("account_id").is_in(sorted(suppressed)))
    rows = rows.join(told, on="account_no", how="left", maintain_order="left")
    if fresh:
        is_fresh = pl.col("status").fill_null(ContactStatus.NEW.value) == ContactStatus.NEW
        rows = rows.filter(is_fresh).head(size)
    span = (pl.col(name) for name in ("rank_low", "rank_high", "stress_best", "stress_worst"))
    rows = rows.with_columns(depends_on_one_source(*span).alias("depends_on_one_source"))
    for component in names:
        measured = components.filter(pl.col("component") == component).select(
            "account_no",
            pl.col("value").alias(component),
            pl.col("percentile").alias(f"{component}_percentile"),
            pl.col("contribution").alias(f"{component}_contribution"),
        )
        rows = rows.join(measured, on="account_no", how="left", maintain_order="left")
    person = pl.col("account_no").replace_strict(firsts, default=None, return_dtype=pl.String)
    rows = rows.with_columns(person.alias("person"))
    leading = [column.name for column in LEADING]
    return rows.select("account_no", *leading, pl.exclude("account_no", *leading))


def _component_columns(name: str) -> tuple[Column, ...]:
    component = COMPONENTS[name]
    return (
        Column(name, component.meaning, component.form),
        Column(f"{name}_percentile", f"share of the ranked accounts below it by {name}", "share"),
        Column(f"{name}_contribution", f"points of the score that {name} gives", "score"),
    )


FLAGGED = (
    Column(
        "risk",
        "By how many independent kinds of flags are raised: none, note, review, high; empty where "
        "nothing could be measured. No part of the score.",
        "text",
    ),
    Column("flags", "What is unusual about it: a reason to look, no verdict.", "text"),
)


def _join_beside(
    store: Store, number: int, tables: dict[str, pl.DataFrame]
) -> tuple[dict[str, pl.DataFrame], tuple[Column, ...]]:
    """The tables with what stands beside the score, and its columns: flags, metrics of posts.

    Flags are left out where nothing could be measured of anybody, metrics that nobody has too.
    """
    beside = store.query("ranking/risks", ranking_no=number).select(
        "account_no", pl.col("level").alias("risk")
    )
    said = store.query("ranking/findings", ranking_no=number)
    flags = said.group_by("account_no", maintain_order=True).agg(
        pl.col("sentence").str.join("; ").alias("flags")
    )
    metrics = store.query("ranking/metrics", ranking_no=number).drop_nulls("value")
    beside = beside.join(flags, on="account_no", how="left")
    names = [name for name in MEASURES if name in metrics["metric"].unique()]
    if names:
        wide = metrics.pivot("metric", index="account_no", values="value")
        beside = beside.join(wide, on="account_no", how="left")
    columns: tuple[Column, ...] = FLAGGED if beside["risk"].count() else ()
    columns += tuple(_metric_column(name, MEASURES[name]) for name in names)
    shown = beside.select("account_no", *(column.name for column in columns))
    return {
        name: table.join(shown, on="account_no", how="left", maintain_order="left")
        for name, table in tables.items()
    }, columns


def _metric_column(name: str, metric: Metric) -> Column:
    form = "share" if metric.unit is Unit.SHARE else "decimal"
    return Column(name, f"{metric.formula} ({metric.source}); empty where not told.", form)


def _load_edges(
    store: Store, ranking: dict[str, Any], tables: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    see_edges(store, ranking["as_of"])
    store.execute("ranking/listed")
    store.append("listed", pl.concat([table.select("account_no") for table in tables.values()]))
    return store.query("ranking/edges")


def _count_notes(tables: dict[str, pl.DataFrame], counts: pl.DataFrame) -> list[str]:
    of_list = {name: (accounts, excluded) for name, accounts, excluded in counts.iter_rows()}
    notes = []
    for name, table in tables.items():
        account_count, excluded_count = of_list.get(name, (0, 0))
        ranked = counted(account_count, "ranked account")
        sentence = f"{name}: {table.height:,} of {ranked} listed"
        if excluded_count:
            sentence += f", {excluded_count:,} excluded by the niche file"
        notes.append(sentence)
        if dependent := int(table["depends_on_one_source"].sum()):
            depend = counted(dependent, "of these depends", "of these depend")
            notes.append(
                f"{name}: {depend} on one source (marked *): without a fifth of the seeds, the "
                "follows or the interactions the rank is far out of its interval"
            )
    return notes
