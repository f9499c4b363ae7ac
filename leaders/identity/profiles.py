"""What the candidates of a niche say of who they are elsewhere."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from leaders.identity.addresses import (
    PAGE,
    find_addresses,
    host_of,
    is_shared_site,
    own_keys,
    read_key,
)
from leaders.niche import Niche
from leaders.store import Store
from leaders.store.suppression import find_suppressed

FEWEST_NEIGHBOURS = 20
"""Accounts that must be stored of a server before its word is taken for more than its owner's."""
MOST_ON_A_PLATFORM = 2
"""A person has so many accounts on one platform at most: who names or proves more is a directory,
a company or a place where many meet."""


@dataclass(frozen=True)
class Profile:
    """An account with its profile; ``neighbour_count`` is of its server, None without servers."""

    account_no: int
    account_id: str
    platform: str
    kind: str
    handle: str | None
    name: str | None
    url: str | None
    bio: str | None
    links: Sequence[str] | None
    verified_links: Sequence[str] | None
    contacts: Sequence[str] | None
    followers_count: int | None
    neighbour_count: int | None

    @cached_property
    def pages(self) -> frozenset[str]:
        """The keys of its own pages on its platform."""
        return frozenset(own_keys(self.account_id, self.handle, self.url))

    @cached_property
    def named(self) -> frozenset[str]:
        """The keys of the addresses that it gives, also in its words, but for its own pages."""
        given = (*(self.links or ()), *(self.verified_links or ()), *find_addresses(self.bio or ""))
        keys = {key for it in given if (key := read_key(it)) and not is_shared_site(key)}
        return frozenset(keys - self.pages)

    @cached_property
    def checked(self) -> frozenset[str]:
        """Those of which it was checked that they are its own, by somebody to be believed.

        A server says itself what it has checked, and anybody can run one that lies: it is believed
        where many have accounts, and on pages of its own domain.
        """
        keys = {key for it in self.verified_links or () if (key := read_key(it))} & self.named
        if self.neighbour_count is None or self.neighbour_count >= FEWEST_NEIGHBOURS:
            return frozenset(keys)
        server = self.account_id.rpartition("@")[2]
        return frozenset(
            key for key in keys
            if key.startswith(PAGE)
            and (host_of(key) == server or host_of(key).endswith(f".{server}"))
        )  # fmt: skip


class Directory:
    """Whose pages are which, among some profiles."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = profiles
        self._owner: dict[str, int | None] = {}
        for row, profile in enumerate(profiles):
            for key in profile.pages:
                # A handle may have gone from one to another since: then nobody knows whose it is.
                self._owner[key] = None if key in self._owner else row
        self.provers = self._find_provers()
        for key, rows in self.provers.items():
            if key not in self._owner:
                self._owner[key] = rows[0] if len(rows) == 1 else None
        self.named = [self._find_named(row) for row in range(len(profiles))]
        self._spread = [Counter(profiles[it].platform for it in named) for named in self.named]

    def owner(self, key: str) -> int | None:
        """The row of whose page or proved address it is; None for nobody's or several's."""
        return self._owner.get(key)

    def is_selective(self, row: int, platform: str) -> bool:
        """Whether a profile names few enough accounts of a platform for one person's."""
        return self._spread[row][platform] <= MOST_ON_A_PLATFORM

    def _find_provers(self) -> dict[str, list[int]]:
        """Who proved which address; without those that more prove than one person has accounts."""
        proved: dict[str, list[int]] = {}
        for row, profile in enumerate(self.profiles):
            for key in sorted(profile.checked):
                if key.startswith(PAGE):
                    proved.setdefault(key, []).append(row)
        return {
            key: rows
            for key, rows in proved.items()
            if max(Counter(self.profiles[it].platform for it in rows).values())
            <= MOST_ON_A_PLATFORM
        }

    def _find_named(self, row: int) -> frozenset[int]:
        owners = (self._owner.get(key) for key in self.profiles[row].named)
        return frozenset(it for it in owners if it is not None and it != row)


def load_profiles(store: Store, niche: Niche, as_of: datetime) -> list[Profile]:
    """The candidates of a niche at a moment, by permanent id, without whom nobody may list."""
    rows = store.query("identity/profiles", niche=niche.name, as_of=as_of)
    suppressed = find_suppressed(store, rows["account_id"])
    return [
        Profile(**row) for row in rows.iter_rows(named=True) if row["account_id"] not in suppressed
    ]
