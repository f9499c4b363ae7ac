"""Which audiences are compared with each other, and what every two of them share."""

from collections.abc import Sequence

import polars as pl

from leaders.audience.overlap_report import OverlapReport, find_realm, report_overlap
from leaders.audience.overlap_tables import FEWEST
from leaders.export import Shortlist
from leaders.export.briefing import Plan, SharedAudience
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.observations import see_edges

MOST_LISTED, MOST_BOUGHT = 12, 24
FIRST_LISTS = ("communities", "creators")
"""Which lists are looked at first, by the end of their names."""


def tell_shared(
    workspace: Workspace, niche: Niche, shortlist: Shortlist, plan: Plan | None, ranking_no: int
) -> SharedAudience | None:
    """The overlap of what is bought on one platform, else of the first that are listed there.

    Communities come first. None where the audiences of fewer than two are seen.
    Raises ``LeadersError`` as ``report_overlap`` does.
    """
    bought = [] if plan is None else plan.picks.drop_nulls("reach")["account_id"].to_list()
    chosen = _choose_realm(bought)[:MOST_BOUGHT]
    words = f"the {len(chosen)} that the plan buys, of those on one platform"
    if len(chosen) < 2:
        with Store(workspace, must_exist=True) as store:
            chosen = _choose_realm(_list_seen(store, shortlist, ranking_no))[:MOST_LISTED]
        words = f"the {len(chosen)} first listed on one platform with an audience that is seen"
    if len(chosen) < 2:
        return None
    report = report_overlap(workspace, niche, chosen, as_of=shortlist.as_of)
    return _arrange(report, _call(shortlist, plan), words)


def _list_seen(store: Store, shortlist: Shortlist, ranking_no: int) -> list[str]:
    """Who is listed with an audience of ten or more seen, communities first, in order of rank."""
    see_edges(store, shortlist.as_of)
    rows = store.query("audience/first_listed", ranking_no=ranking_no, fewest=FEWEST)
    seen = set(rows["account_id"])
    tables = sorted(shortlist.tables.items(), key=lambda it: _place(it[0]))
    return [it for _, table in tables for it in table["account_id"] if it in seen]


def _place(name: str) -> int:
    places = [place for place, end in enumerate(FIRST_LISTS) if name.endswith(end)]
    return places[0] if places else len(FIRST_LISTS)


def _choose_realm(account_ids: Sequence[str]) -> list[str]:
    """Those of the first platform (or data set) that has two or more; people differ elsewhere."""
    realms: dict[str, list[str]] = {}
    for account_id in account_ids:
        realms.setdefault(find_realm(account_id), []).append(account_id)
    return next((ids for ids in realms.values() if len(ids) > 1), [])


def _call(shortlist: Shortlist, plan: Plan | None) -> dict[str, str]:
    """What accounts are called, by id."""
    frames = [*shortlist.tables.values(), *([] if plan is None else [plan.picks])]
    return {
        account_id: name
        for frame in frames
        for account_id, name in frame.select("account_id", "name").drop_nulls().iter_rows()
    }


def _arrange(report: OverlapReport, called: dict[str, str], words: str) -> SharedAudience:
    frames = report.frames()
    accounts, pairs = frames["accounts"], frames["pairs"]
    ids = accounts["account_id"].to_list()
    share = {
        (a, b): value
        for a, b, value in pairs.select("a_id", "b_id", "overlap_min_seen").iter_rows()
    }
    seen = accounts.select(pl.when(pl.col("seen") >= FEWEST).then("seen")).to_series()
    return SharedAudience(
        account_ids=tuple(ids),
        names=tuple(
            called.get(it) or name for it, name in accounts.select("account_id", "name").iter_rows()
        ),
        seen=tuple(seen),
        shared=tuple(
            tuple(1.0 if a == b else share.get((a, b), share.get((b, a))) for b in ids) for a in ids
        ),
        chosen=words,
        cautions=report.cautions,
    )
