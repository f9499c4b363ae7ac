"""The network arranged for reading: each account's and each post's rows side by side."""

import unicodedata
from collections.abc import Callable
from functools import cached_property

import numpy as np

from leaders.model import Listing
from leaders.platforms.simulated.draws import Integers
from leaders.platforms.simulated.network import Network


class Shelf:
    """Rows of a table by a key of theirs, in the table's own order (newest first)."""

    def __init__(self, keys: Integers, size: int, rows: Integers | None = None) -> None:
        rows = np.arange(len(keys), dtype=np.int32) if rows is None else rows.astype(np.int32)
        self._rows = rows[np.argsort(keys[rows], kind="stable")]
        self._starts = np.append(0, np.cumsum(np.bincount(keys[rows], minlength=size)))

    def rows(self, key: int) -> Integers:
        """The rows with this key, as indices of the table."""
        return self._rows[self._starts[key] : self._starts[key + 1]]


class Shelves:
    """All that a page is made from; each shelf is put up at its first use."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._accounts = len(network.ids)
        self._posts = len(network.posts.author)

    @cached_property
    def account_no(self) -> dict[str, int]:
        """Account numbers by account id."""
        return {account_id: number for number, account_id in enumerate(self._network.ids)}

    @cached_property
    def account_ids(self) -> dict[str, str]:
        """Account ids by all that finds them: handle, native id, account id, as ``plain``."""
        network = self._network
        found = {plain(handle): i for handle, i in zip(network.handles, network.ids, strict=True)}
        for account_id in network.ids:
            found[account_id] = found[account_id.partition(":")[2]] = account_id
        return found

    def shelf(self, listing: Listing) -> Shelf:
        """The shelf that a listing is read from."""
        match listing:
            case Listing.FOLLOWERS:
                return self.followers
            case Listing.FOLLOWING:
                return self.following
            case Listing.MEMBERS:
                return self.members
            case Listing.MEMBERSHIPS:
                return self.memberships
            case Listing.POSTS:
                return self.posts
            case Listing.ENGAGERS:
                return self.engagers
        raise ValueError(f"no page is made of {listing}")

    @cached_property
    def followers(self) -> Shelf:
        """Follows by whom they reach."""
        return Shelf(self._network.follows.target, self._accounts)

    @cached_property
    def following(self) -> Shelf:
        """Follows by whose they are."""
        return Shelf(self._network.follows.source, self._accounts)

    @cached_property
    def members(self) -> Shelf:
        """Memberships by community."""
        return Shelf(self._network.memberships.target, self._accounts)

    @cached_property
    def memberships(self) -> Shelf:
        """Memberships by member."""
        return Shelf(self._network.memberships.source, self._accounts)

    @cached_property
    def posts(self) -> Shelf:
        """Posts by author."""
        return Shelf(self._network.posts.author, self._accounts)

    @cached_property
    def engagers(self) -> Shelf:
        """Interactions of others by post."""
        return self._interactions(np.not_equal)

    @cached_property
    def mentions(self) -> Shelf:
        """Mentions that an author made, by post."""
        return self._interactions(np.equal)

    def _interactions(self, compare: Callable[..., Integers]) -> Shelf:
        events = self._network.interactions
        author = self._network.posts.author[events.post]
        return Shelf(events.post, self._posts, np.flatnonzero(compare(events.source, author)))


def plain(text: str) -> str:
    """One form of a handle or id for all its spellings: composed, lower case, no @."""
    return unicodedata.normalize("NFKC", text).strip().removeprefix("@").casefold()
