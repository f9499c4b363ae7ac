"""Which method tells which listing, and what its answer becomes."""

from collections.abc import Callable
from datetime import datetime

from leaders.errors import LeadersError
from leaders.model import AccountKind, EdgeKind, Ended, Listing, Page
from leaders.platforms.parsing import dig
from leaders.platforms.vk.addresses import is_community, post_of, read_account, read_post
from leaders.platforms.vk.calls import Arguments, Calls
from leaders.platforms.vk.comments import Comments
from leaders.platforms.vk.members import Members
from leaders.platforms.vk.names import Names
from leaders.platforms.vk.packing import Packer
from leaders.platforms.vk.parse import (
    demand_count,
    demand_items,
    demand_owners,
    make_edges,
    parse_number,
    parse_wall,
)
from leaders.platforms.vk.places import Place, read_place
from leaders.platforms.vk.searches import SEARCHES, Search, Searches, read_search

OF_COMMUNITIES = (Listing.POSTS, Listing.FEATURED, Listing.MEMBERS)
OF_PEOPLE = (Listing.MEMBERSHIPS, Listing.FOLLOWING, Listing.POSTS, Listing.FOLLOWERS)
OF_POSTS = (Listing.LIKERS, Listing.REPOSTERS, Listing.REPLIERS)
NEWEST_FIRST = (Listing.POSTS, Listing.SEARCH_POSTS, Listing.SEARCH_WALL)
BY_NUMBER = (Listing.MEMBERS, Listing.REPLIERS)

ROWS = 1000
FRIENDS_A_PAGE = 5000
POSTS_A_PAGE = 100
FRIENDS = "friends"

_SOME_FOLLOWED = "VK does not tell strangers of everybody whom a person follows"
_SOME_COMMUNITIES = "VK does not tell strangers of all communities that a person is a member of"
_TORN = "so many went while it was read that some may have been missed"

Subject = int | tuple[int, int] | Search
"""An account's number, a post's wall and number, or what is searched for."""


class Listings:
    """Reads one page of any listing."""

    def __init__(self, calls: Calls, names: Names, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._names = names
        self._searches = Searches(calls, now)
        self._members = Members(calls, Packer(calls))
        self._comments = Comments(calls)

    def read(self, subject: Subject, listing: Listing, cursor: str | None) -> Page:
        """One page of a listing; raises as ``Calls.ask`` does."""
        if isinstance(subject, Search):
            return self._searches.read(subject, listing, cursor)
        if isinstance(subject, tuple):
            if listing is Listing.REPLIERS:
                return self._comments.read(*subject, cursor)
            return self._read_reactions(subject, listing, read_place(cursor))
        if listing is Listing.MEMBERS:
            return self._members.read(subject, cursor)
        if listing is Listing.FEATURED:
            return self._names.read_featured(subject)
        readers = {
            Listing.POSTS: self._read_posts,
            Listing.FOLLOWERS: self._read_followers,
            Listing.FOLLOWING: self._read_following,
            Listing.MEMBERSHIPS: self._read_memberships,
        }
        return readers[listing](subject, read_place(cursor))

    def _read_posts(self, owner: int, place: Place) -> Page:
        answer = self._calls.ask(
            "wall.get",
            {"owner_id": owner, "filter": "owner", "offset": place.start, "count": POSTS_A_PAGE},
        )
        rows = demand_items(answer, "wall.get")
        count = demand_count(answer, "wall.get")
        keys = [parse_number(row) or 0 for row in rows]
        fresh = rows[place.find_fresh(keys) :]
        if place.offset:  # a pinned post came first, out of its order
            fresh = [row for row in fresh if dig(row, "is_pinned") != 1]
        posts, edges = parse_wall(fresh, owner)
        following = place.follow(keys, POSTS_A_PAGE, count)
        return Page(
            posts=posts,
            edges=edges,
            declared_count=count,
            cursor=following.write() if following else None,
        )

    def _read_reactions(self, post: tuple[int, int], listing: Listing, place: Place) -> Page:
        owner, number = post
        is_like = listing is Listing.LIKERS
        arguments: Arguments = {
            "type": "post", "owner_id": owner, "item_id": number,
            "filter": "likes" if is_like else "copies",
        }  # fmt: skip
        owners, count, following = self._read_owners("likes.getList", arguments, place)
        kind = EdgeKind.LIKE if is_like else EdgeKind.REPOST
        return Page(
            edges=make_edges(kind, owners[place.find_fresh(owners) :], [owner], post_of(*post)),
            declared_count=count,
            cursor=following.write() if following else None,
        )

    def _read_followers(self, person: int, place: Place) -> Page:
        """Followers, and then friends: VK counts a friend among neither's followers, though each
        sees what the other writes.
        """
        method = "friends.get" if place.step == FRIENDS else "users.getFollowers"
        owners, count, following = self._read_owners(method, {"user_id": person}, place)
        is_torn = place.tears(owners)
        if following is None and place.step != FRIENDS:
            following = Place(step=FRIENDS, others=(count,), is_torn=is_torn)
        is_cut = following is None and is_torn
        return Page(
            edges=make_edges(EdgeKind.FOLLOW, owners[place.find_fresh(owners) :], [person]),
            declared_count=count + sum(place.others),
            cursor=following.write() if following else None,
            ended=Ended.CUT if is_cut else Ended.COMPLETE,
            why=_TORN if is_cut else None,
        )

    def _read_following(self, person: int, place: Place) -> Page:
        """The people to whom a person subscribes, and then its friends.

        It is never complete: taken as such, it would take away what the followers of others tell.
        """
        if place.step == FRIENDS:
            owners, count, following = self._read_owners("friends.get", {"user_id": person}, place)
        else:
            owners, count = self._read_subscriptions(person, "users")
            following = Place(step=FRIENDS, others=(count,))
        return Page(
            edges=make_edges(EdgeKind.FOLLOW, [person], owners[place.find_fresh(owners) :]),
            declared_count=count + sum(place.others),
            cursor=following.write() if following else None,
            ended=Ended.COMPLETE if following else Ended.CUT,
            why=None if following else _SOME_FOLLOWED,
        )

    def _read_memberships(self, person: int, place: Place) -> Page:
        """Never complete, for the same reason: what a community's members tell stays."""
        numbers, count = self._read_subscriptions(person, "groups")
        return Page(
            edges=make_edges(EdgeKind.MEMBER, [person], [-abs(it) for it in numbers]),
            declared_count=count,
            ended=Ended.CUT,
            why=_SOME_COMMUNITIES,
        )

    def _read_subscriptions(self, person: int, which: str) -> tuple[list[int], int]:
        """VK tells people and communities in one answer, without pages."""
        method = "users.getSubscriptions"
        answer = self._calls.ask(method, {"user_id": person, "extended": 0, "count": 200})
        return demand_owners(answer, method, which), demand_count(answer, method, which)

    def _read_owners(
        self, method: str, arguments: Arguments, place: Place
    ) -> tuple[list[int], int, Place | None]:
        """A page of ids, how many there are, and where to go on."""
        rows = FRIENDS_A_PAGE if method == "friends.get" else ROWS
        answer = self._calls.ask(method, {**arguments, "offset": place.start, "count": rows})
        owners = demand_owners(answer, method)
        count = demand_count(answer, method)
        return owners, count, place.follow(owners, rows, count)


def listings_of(kind: AccountKind) -> tuple[Listing, ...]:
    """What accounts of a kind have here."""
    return OF_COMMUNITIES if kind is AccountKind.COMMUNITY else OF_PEOPLE


def read_subject(subject_id: str, listing: Listing) -> Subject:
    """What VK calls a subject.

    Raises ``LeadersError`` when the listing is not one of such a subject.
    """
    subject: Subject | None = None
    if listing in SEARCHES:
        subject = read_search(subject_id, listing)
    elif listing in OF_POSTS:
        subject = read_post(subject_id)
    else:
        owner = read_account(subject_id)
        if owner is not None and listing in (OF_COMMUNITIES if is_community(owner) else OF_PEOPLE):
            subject = owner
    if subject is None:
        raise LeadersError(
            f"vk: {subject_id[:300]!r} has no {listing}; "
            "ask for another listing or correct the name."
        )
    return subject
