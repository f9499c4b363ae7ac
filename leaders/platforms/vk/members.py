"""The members of a community: thousands a call, and none of them lost or doubled.

VK sorts members by id. A page begins a little before the last member known, and takes whoever has
a higher id. If it does not begin with somebody known, so many have left meanwhile that some may
have slipped through: then we go back, further each time, until a page does. So whoever is a member
all the while is read once, also when a crawl goes on days later.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from math import ceil

from leaders.errors import PlatformRefused
from leaders.model import Edge, EdgeKind, Ended, Page
from leaders.platforms.vk.addresses import account_of
from leaders.platforms.vk.calls import Arguments, Calls
from leaders.platforms.vk.packing import Packer, Result
from leaders.platforms.vk.parse import demand_count, demand_owners
from leaders.platforms.vk.places import Place, read_place
from leaders.platforms.vk.refusals import Failure

METHOD = "groups.getMembers"
ROWS = 1000
STEP = ROWS - 20
"""Pages overlap by more than others: going back costs more than a few rows."""
AHEAD = "ahead"
"""Nobody new where we went back to: VK hides the next ones, and we walk on over them."""
TORN = "VK shows too few of its members to tell whether some were missed"


class Members:
    """Reads members, by packs of calls where that goes."""

    def __init__(self, calls: Calls, packer: Packer) -> None:
        self._calls = calls
        self._packer = packer

    def read(self, community: int, cursor: str | None) -> Page:
        """One page: one call; where a pack or a part of it fails, one more for each part."""
        place: Place | None = read_place(cursor)
        assert place is not None
        count, _ = _read_others(place)
        members: list[int] = []
        is_torn = False
        for offset, result in self._ask(community, place, count):
            if place is None or place.offset != offset:
                break  # that was the end, or a gap to go back for
            if isinstance(result, Failure) and result.is_lasting:
                raise result.as_refusal(METHOD)
            is_answer = isinstance(result, Mapping)
            answer = result if is_answer else self._ask_one(community, offset)
            count = demand_count(answer, METHOD)
            fresh, place, is_torn = follow(place, _read_ids(answer), count)
            members += fresh
        target = account_of(community)
        return Page(
            edges=tuple(Edge(account_of(it), target, EdgeKind.MEMBER) for it in members),
            declared_count=count,
            cursor=place.write() if place else None,
            ended=Ended.CUT if is_torn and place is None else Ended.COMPLETE,
            why=TORN if is_torn and place is None else None,
        )

    def _ask_one(self, community: int, offset: int) -> object:
        return self._calls.ask(METHOD, _arguments(community, offset))

    def _ask(self, community: int, place: Place, count: int) -> list[tuple[int, Result]]:
        """Offsets from a place on with what a pack tells of each: nothing of the first alone."""
        left = ceil((count - place.offset) / STEP)
        offsets = [place.offset + STEP * it for it in range(min(left, self._packer.size))]
        calls = [_arguments(community, offset) for offset in offsets]
        results = self._packer.ask(METHOD, calls) if len(calls) > 1 else None
        return list(zip(offsets, results, strict=True)) if results else [(place.offset, None)]


def follow(place: Place, ids: list[int], count: int) -> tuple[list[int], Place | None, bool]:
    """Who of a page is new, where to go on (None at the end of ``count`` members), and whether
    somebody may have been missed by now.
    """
    _, back = _read_others(place)
    is_joined = place.offset == 0 or (bool(ids) and ids[0] <= place.last)
    if not is_joined and place.step != AHEAD:
        others = (count, 2 * (back or ROWS))
        return (
            [],
            replace(place, offset=max(0, place.offset - (back or ROWS)), others=others),
            False,
        )
    is_torn = place.is_torn or not is_joined
    fresh = [it for it in ids if it > place.last]
    if place.offset + ROWS >= count:
        return fresh, None, is_torn
    offset = place.offset + STEP
    if fresh:
        return fresh, Place(offset, fresh[-1], "", (count, 0), is_torn), is_torn
    step = AHEAD if back else ""
    return [], Place(offset, place.last, step, (count, back), is_torn), is_torn


def _read_others(place: Place) -> tuple[int, int]:
    """How many members there were, and how many rows to go back next."""
    count, back, *_ = (*place.others, 0, 0)
    return count, back


def _arguments(community: int, offset: int) -> Arguments:
    return {"group_id": abs(community), "sort": "id_asc", "offset": offset, "count": ROWS}


def _read_ids(answer: object) -> list[int]:
    ids = demand_owners(answer, METHOD)
    if any(one >= other for one, other in pairwise([0, *ids])):
        raise PlatformRefused(
            "VK gave members out of order, so that nobody knows whom it left out; try again later.",
            200,
        )
    return ids
