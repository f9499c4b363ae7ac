"""Where the members of communities say that they are: asked of a sample, kept as numbers alone.

A member's place is known within one call, and counted before anything is stored; what fewer than
ten people of the sample name is not told apart.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from leaders.model import Ended, Listing, Page, Place, PlaceSample
from leaders.platforms import Platform, TellsPlaces
from leaders.store import Store
from leaders.store.pages import OpenVisit
from leaders.store.suppression import find_suppressed

MOST_ASKED = 1000
"""So many members of a community are asked at most: if all say so, a half is known to 3 points."""
FEWEST = 10
"""A place that fewer people of the sample name is not stored: it would be about somebody."""
AGAIN_AFTER = timedelta(days=30)
FEW = ""
"""In place of what fewer than ``FEWEST`` name."""


def find_unasked(store: Store, platform: Platform, niche: str, first_visit: int) -> list[str]:
    """The communities of a niche whose members are to be asked now, by id."""
    if not isinstance(platform, TellsPlaces):
        return []
    unasked = store.query(
        "collect/unasked", niche=niche, platform=platform.name, ids=platform.ids,
        first_visit=first_visit, again=platform.now() - AGAIN_AFTER,
    )  # fmt: skip
    return unasked["account_id"].to_list()


def draw_people(store: Store, platform: Platform, visits: Sequence[OpenVisit]) -> None:
    """Give visits to places the people whom they ask: the same in every run, but suppressed ones.

    No more than one call tells of.
    """
    asking = [visit for visit in visits if visit.listing is Listing.PLACES]
    if not asking or not isinstance(platform, TellsPlaces):
        return
    rows = store.query(
        "collect/draw_people", communities=[visit.subject_id for visit in asking],
        most=min(MOST_ASKED, platform.places_a_call),
    )  # fmt: skip
    suppressed = find_suppressed(store, rows["account_id"])
    people: defaultdict[str, list[str]] = defaultdict(list)
    members: dict[str, int] = {}
    for community_id, account_id, members_count in rows.iter_rows():
        members[community_id] = members_count
        if account_id not in suppressed:
            people[community_id].append(account_id)
    for visit in asking:
        assert visit.subject_id is not None
        visit.people = tuple(people[visit.subject_id])
        visit.members_count = members.get(visit.subject_id, 0)


def fetch_sample(platform: Platform, people: Sequence[str], members_count: int) -> Page:
    """Where these of ``members_count`` members say that they are, as a page of numbers."""
    assert isinstance(platform, TellsPlaces)
    if not people:
        return Page(ended=Ended.CUT, why="none of its members is stored any more")
    places = platform.fetch_places(people)
    if not places and len(people) > 1:  # that all of many went at once is not believed
        why = "the platform answered without any of the members asked about"
        return Page(ended=Ended.FAILED, why=why)
    sample = PlaceSample(len(people), members_count, count_places(places))
    return Page(places=sample, declared_count=len(people))


def count_places(places: Iterable[Place]) -> tuple[tuple[Place, int], ...]:
    """How many people name each place, sorted; a place named here has ten people or more.

    Cities of fewer become ``FEW`` of their country. Where a country has fewer than ten of these,
    or fewer than ten who name no city, ``FEW`` takes the place of their country too: so no
    difference of two numbers tells of fewer either. Who names nothing is always in it.
    """
    counts = Counter(Place(it.country or None, it.city or None) for it in places)
    counts = _fold(counts, lambda place: Place(place.country, FEW) if place.city else place)
    counts = _fold(counts, lambda place: Place(FEW, place.city) if place.country else place)
    counts[Place()] += 0
    return tuple(sorted(counts.items(), key=_order))


def _fold(counts: Counter[Place], widen: Callable[[Place], Place]) -> Counter[Place]:
    folded: Counter[Place] = Counter()
    for place, count in counts.items():
        folded[place if count >= FEWEST else widen(place)] += count
    return folded


def _order(counted: tuple[Place, int]) -> tuple[bool, str, bool, str]:
    place, _ = counted
    return place.country is None, place.country or FEW, place.city is None, place.city or FEW
