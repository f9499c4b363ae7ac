"""Taking a niche out of the store, with what only it needed.

What another niche needs stays: its candidates, whoever an edge joins to one of them, and the visits
that tell of those. Prices and what was agreed with accounts are nobody's niche and stay too.
"""

from leaders.errors import LeadersError
from leaders.store import Store
from leaders.store.staging import rebuild_edges

_OF_NICHE = ("since_visit", "niche_account", "review", "refresh", "identity_link", "news_told")
_OF_RANKINGS = (
    "ranked_account", "component", "membership", "finding", "risk", "measure", "fact", "ranking",
)  # fmt: skip
_OF_VISITS = (
    "edge_seen", "profile", "account_count", "post_count", "page", "found", "found_list",
    "audience_place", "file_import", "visit",
)  # fmt: skip
_OF_CLIENT = ("contact", "placement")
_BY_NICHE = {*_OF_NICHE, *_OF_RANKINGS} - {"since_visit"}
_TOLD = {
    "niche_account": "candidates", "ranking": "rankings", "visit": "visits",
    "edge_seen": "observations of edges", "account": "accounts", "review": "decisions",
    "contact": "contacts", "placement": "placements", "file_import": "imports",
}  # fmt: skip


class _Tried(Exception):
    """Ends a transaction of which nothing is to stay."""


def remove_niche(
    store: Store, niche: str, client: str | None = None, *, is_tried: bool = False
) -> dict[str, int]:
    """Delete a niche; returns how many rows of what. Rewrite the store afterwards.

    client: whose contacts and placements go as well. is_tried: nothing is deleted. Raises
    ``LeadersError`` where nothing is known of the niche.
    """
    if not store.value("remove/is_known", niche=niche):
        raise LeadersError(f"Nothing is stored of {niche}.")
    gone: dict[str, int] = {}
    try:
        with store.transaction():
            store.execute("remove/make_needed", niche=niche)
            store.execute("remove/make_visits", niche=niche)
            for part in (*_OF_NICHE, *_OF_RANKINGS, *_OF_VISITS):
                given = {"niche": niche} if part in _BY_NICHE else {}
                gone[part] = store.execute(f"remove/{part}", **given)
            store.execute("remove/ranking_settings")
            for part in _OF_CLIENT if client else ():
                gone[part] = store.execute(f"remove/{part}", client=client)
            store.execute("purge/posts")
            gone["account"] = store.execute("purge/accounts")
            rebuild_edges(store)
            if is_tried:
                raise _Tried
    except _Tried:
        pass
    return {_TOLD[part]: count for part, count in gone.items() if part in _TOLD}
