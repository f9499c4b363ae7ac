"""Thinning out observations that are older than anybody looks back.

A look from a moment of the retention on sees what it saw before: the same edges, profiles, counts
and posts, but for events that were older than their window even then. The ledger of visits, what
was counted of followers, rankings, and whatever people said stay as they are.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.store import Store
from leaders.store.observations import find_last_moment
from leaders.store.staging import rebuild_edges

WINDOW = timedelta(days=180)
"""No look sees an event that is older than this (the window of engagement)."""

_STEPS = {
    "follows and memberships": ("states",),
    "reactions and mentions": ("events", "repeated_events"),
    "profiles": ("profiles",),
    "counts of posts": ("post_counts",),
    "places of members": ("places",),
    "found by searches": ("found",),
    "posts": ("posts",),
    "accounts": ("accounts",),
}


class _Tried(Exception):
    """Ends a transaction of which nothing is to stay."""


def find_limit(niches: Iterable[Niche], now: datetime) -> datetime:
    """Since when observations are kept: the longest retention that any niche asks for.

    Raises ``LeadersError`` where a niche keeps everything.
    """
    niches = list(niches)
    keeping = sorted(niche.name for niche in niches if niche.retention is None)
    if keeping or not niches:
        names = ", ".join(keeping) or "no niche"
        raise LeadersError(
            f"Nothing can be purged: {names} keeps everything; say how many days back each niche "
            "looks in its file: [retention] days = 365"
        )
    days = max(niche.retention.days for niche in niches if niche.retention)
    return now - timedelta(days=days)


def purge(
    store: Store, since: datetime, *, is_tried: bool = False
) -> tuple[datetime, dict[str, int]]:
    """Delete what no look from ``since`` on needs; returns the limit and how many rows of what.

    The limit is no later than the last visit, so that a look without a date stays possible, and
    no earlier than that of an earlier purge. is_tried: nothing is deleted. Else rewrite the store
    afterwards. Raises ``LeadersError`` in a store without data.
    """
    last = find_last_moment(store)
    if last is None:
        raise LeadersError("There is no data to purge.")
    limit = max(filter(None, (min(since, last), store.value("purge/kept_since"))))
    gone: dict[str, int] = {}
    try:
        with store.transaction():
            store.execute("purge/make_finished", since=limit)
            store.execute("purge/make_weighted")
            store.execute("purge/make_states")
            given = {"events": {"window_begins": limit - WINDOW}, "found": {"since": limit}}
            for what, steps in _STEPS.items():
                gone[what] = sum(
                    store.execute(f"purge/{step}", **given.get(step, {})) for step in steps
                )
            store.execute("purge/forget_limit")
            store.execute("purge/remember_limit", since=limit)
            rebuild_edges(store)
            if is_tried:
                raise _Tried
    except _Tried:
        pass
    return limit, gone
