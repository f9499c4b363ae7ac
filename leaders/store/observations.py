"""Looking at the edges as of a moment."""

from datetime import datetime

from leaders.errors import LeadersError
from leaders.store import Store
from leaders.store.people import know_people


def find_last_moment(store: Store) -> datetime | None:
    """When the last visit finished; None in a store without any."""
    moment: datetime | None = store.value("graph/last_moment")
    return moment


def find_moment(store: Store, as_of: datetime | None) -> datetime | None:
    """The moment to look from: ``as_of``, else when the last visit finished; None without any.

    Raises ``LeadersError`` for a moment of which observations were purged.
    """
    kept_since: datetime | None = store.value("purge/kept_since")
    if as_of and kept_since and as_of < kept_since:
        raise LeadersError(
            f"What was seen before {kept_since:%Y-%m-%d %H:%M} UTC was purged; name a later "
            "moment, or restore a backup from before."
        )
    return as_of or find_last_moment(store)


def see_edges(store: Store, as_of: datetime, people_of: str | None = None) -> None:
    """Let ``seen_edge`` be the edges as of a moment for the queries that follow.

    And ``seen_order`` the order of accounts as nodes. Nothing finished later: what is written
    down is read, which is a plain scan. Else, and where a crawl was broken off before it wrote
    them down, the edges are put together from the observations, which costs seconds a ten million.
    people_of: a niche; who is known to have several accounts there counts once, and not for itself.
    """
    is_folded = people_of is not None and know_people(store, people_of)
    last = find_last_moment(store)
    is_past = last is not None and as_of < last
    if is_past or not store.value("graph/is_written"):
        store.execute("graph/see_past", as_of=as_of)
        store.execute("people/see_past" if is_folded else "graph/use_past")
        is_ordered = False
    else:
        store.execute("people/see_current" if is_folded else "graph/see_current")
        is_ordered = store.value("graph/is_ordered")
    if is_ordered:
        store.execute("graph/use_order")
    else:
        store.execute("graph/order_nodes")
        store.execute("graph/use_made_order")


def share_niche(store: Store, niche: str, as_of: datetime) -> None:
    """Let ``seen_edge`` be the edges and ``niche_share`` whom the niche points at."""
    see_edges(store, as_of, niche)
    store.execute("graph/shares", niche=niche, as_of=as_of)
