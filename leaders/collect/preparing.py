"""What visits are told before they are read: what is declared, what is known, whom to ask."""

from collections import defaultdict
from collections.abc import Container

from leaders.collect.budget import enough_posts
from leaders.collect.places import draw_people
from leaders.collect.planning import POINTING
from leaders.model import Listing
from leaders.niche import Limits, Niche
from leaders.platforms import Platform
from leaders.store import Store
from leaders.store.pages import OpenVisit


def prepare_visits(
    store: Store, niche: Niche, platform: Platform, visits: list[OpenVisit], lists: Container[str]
) -> None:
    """Say what the candidates' profiles declare of listings that do not say it themselves.

    Whoever is no candidate is asked whom it follows now, which is the first of its pages; a list
    that was found, and is not among those that the niche names (``lists``), is a search's answer,
    and read as far as one. Who is asked for places is drawn from the members that are stored by
    now.
    """
    draw_people(store, platform, visits)
    _recall_posts(store, niche.limits, visits)
    rows = store.query("collect/declared", niche=niche.name, platform=platform.name)
    candidates = set(rows["account_id"])
    declared = {
        (account_id, listing): count
        for account_id, followers, following in rows.iter_rows()
        for listing, count in (
            (Listing.FOLLOWERS, followers),
            (Listing.MEMBERS, followers),
            (Listing.FOLLOWING, following),
        )
    }
    for visit in visits:
        if visit.declared_count is None:
            visit.declared_count = declared.get((visit.subject_id, visit.listing))
        if visit.listing in POINTING and visit.subject_id not in candidates:
            visit.most_pages = niche.limits.audience_pages
        if visit.listing is Listing.LISTED and visit.query not in lists:
            visit.most_pages = max(1, niche.limits.search)


def _recall_posts(store: Store, limits: Limits, visits: list[OpenVisit]) -> None:
    """Give visits to posts those that were read before: newest first, they end there."""
    reading = [it for it in visits if it.listing is Listing.POSTS and it.is_newest_first]
    known: defaultdict[str, set[str]] = defaultdict(set)
    for account_id, post_id in store.query(
        "collect/known_posts", accounts=[visit.subject_id for visit in reading],
        enough=enough_posts(limits),
    ).iter_rows():  # fmt: skip
        known[account_id].add(post_id)
    for visit in reading:
        visit.known = frozenset(known[str(visit.subject_id)])
