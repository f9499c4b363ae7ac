"""Bluesky: the public AppView's endpoints, or the same through an account's own server.

Follows, likes and reposts are public here and complete but for whoever is deactivated, taken down
or in a block with the subject; declared counts include those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from leaders.errors import PlatformRefused
from leaders.model import Account, AccountKind, Ended, Listing, Page
from leaders.platforms.bluesky import parse
from leaders.platforms.bluesky.addresses import (
    PREFIX,
    is_did,
    is_list,
    is_starter_pack,
    read_actor,
    read_list,
)
from leaders.platforms.bluesky.listings import (
    AGAIN,
    NEWEST_FIRST,
    OF_POSTS,
    ROWS,
    SEARCHES,
    Place,
    find_endpoint,
    find_next,
    read_page,
    read_place,
    read_subject,
)
from leaders.platforms.bluesky.refusals import is_closed, is_missing, read_refusal
from leaders.platforms.bluesky.session import (
    XRPC,
    Client,
    Login,
    OpenClient,
    Settings,
    open_client,
    read_settings,
)
from leaders.platforms.parsing import demand_rows, dig
from leaders.platforms.quota import DayLedger
from leaders.platforms.web import BodyCursor, Params, fetch_page

__all__ = ["BlueskyPlatform", "Settings"]


class BlueskyPlatform:
    """Implements ``leaders.platforms.Platform``; ``settings`` default to the environment's."""

    name = "bluesky"
    ids = f"^{PREFIX}did:[a-z]+:[A-Za-z0-9._:%-]+$"
    needs = "nothing; an app password to search posts"
    unseen = "accounts that are deactivated, taken down or in a block with the subject"
    lacks = None
    workers = 4
    profiles_a_call = 25
    rows_a_call = ROWS
    second_reading = AGAIN

    def __init__(
        self, settings: Settings | None = None, open_client: OpenClient = open_client
    ) -> None:
        self._settings = settings or read_settings()
        self._client: Client = (
            Login(self._settings, open_client)
            if self._settings.has_login
            else open_client(self._settings.appview, self._settings)
        )
        self.ledger = DayLedger(self.name, {})
        self._search_refusal = ""  # why, once a search of posts was refused

    @property
    def rate(self) -> float:
        """Calls a second; Bluesky allows 3000 in five minutes to an address."""
        return self._settings.rate

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.now(UTC)

    def find_account(self, text: str) -> str | None:
        """The id of a handle, DID, account id or profile address; None for other text."""
        actor = read_actor(text)
        if actor is None:
            return None
        did = self._look_up(actor) if is_did(actor) else self._resolve(actor)
        return PREFIX + did if did else None

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        """All accounts have the same."""
        return (Listing.POSTS, Listing.FOLLOWING, Listing.FOLLOWERS)

    def post_listings(self) -> tuple[Listing, ...]:
        """Each kind of reaction is told by itself."""
        return OF_POSTS

    def discoveries(self) -> tuple[Listing, ...]:
        """Searches and lists, without the search of posts once that was refused."""
        closed = {Listing.SEARCH_POSTS} if self._search_refusal else set()
        return tuple(it for it in (*SEARCHES, Listing.LISTS) if it not in closed)

    def list_address(self, text: str) -> str | None:
        """The permanent address of a list or starter pack; its page's address may hold a handle."""
        named = read_list(text)
        if named is None:
            return None
        did = named.actor if is_did(named.actor) else self._resolve(named.actor)
        return f"at://{did}/app.bsky.graph.{named.collection}/{named.record}" if did else None

    def is_newest_first(self, listing: Listing) -> bool | None:
        """By the moment that a row's record claims, or that it arrived if that is earlier."""
        return True if listing in NEWEST_FIRST else None

    def remarks(self) -> tuple[str, ...]:
        """That posts cannot be searched without a login, once that is known."""
        return (self._search_refusal,) if self._search_refusal else ()

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        """Profiles in the order asked for; who is gone is left out."""
        dids = [it.removeprefix(PREFIX) for it in account_ids if is_did(it.removeprefix(PREFIX))]
        found: dict[str, Account] = {}
        for start in range(0, len(dids), self.profiles_a_call):
            asked = dids[start : start + self.profiles_a_call]
            body = self._ask("app.bsky.actor.getProfiles", {"actors": asked})
            accounts = map(parse.parse_account, demand_rows(body, "Bluesky", "profiles"))
            found |= {account.account_id: account for account in accounts if account}
        return [found[PREFIX + did] for did in dict.fromkeys(dids) if PREFIX + did in found]

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a listing: one call, and a second before the first page of a starter pack."""
        subject = read_subject(subject_id, listing)
        place = read_place(cursor)
        if listing is Listing.SEARCH_POSTS and self._search_refusal:
            return Page(ended=Ended.HIDDEN, why=self._search_refusal)
        try:
            if listing is Listing.LISTED and is_starter_pack(subject) and not place.step:
                place = replace(place, step=self._open_pack(subject))
            return self._read(subject, listing, place)
        except PlatformRefused as refusal:
            page = read_refusal(refusal, listing, self._settings.has_login)
            if page is None:
                raise
            if listing is Listing.SEARCH_POSTS:
                self._search_refusal = page.why or ""
            return page

    def cost_of(self, listing: Listing) -> Mapping[str, int]:
        """There are no quotas of a day."""
        return {}

    def wait_until(self) -> datetime | None:
        """Until when Bluesky has asked us to wait."""
        return self._client.waiting_until()

    def stop(self) -> None:
        """Wake every call that waits for a limit."""
        self._client.stop()

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def _ask(self, method: str, params: Params) -> object:
        return self._client.get(XRPC + method, params).body

    def _read(self, subject: str, listing: Listing, place: Place) -> Page:
        endpoint = find_endpoint(listing, place)
        asked = place.step if is_list(place.step) else subject
        body, cursor = fetch_page(
            self._client,
            XRPC + endpoint.method,
            endpoint.ask(asked, place),
            BodyCursor(),
            place.cursor or None,
        )
        page = read_page(body, listing, subject, place)
        if page.ended is not Ended.COMPLETE:
            return page
        following = find_next(cursor, listing, place)
        return replace(page, cursor=following.write() if following else None)

    def _open_pack(self, uri: str) -> str:
        """The address of the list behind a starter pack."""
        body = self._ask("app.bsky.graph.getStarterPack", {"starterPack": uri})
        address = dig(body, "starterPack", "list", "uri")
        if not is_list(address) or is_starter_pack(address):
            raise PlatformRefused(f"The starter pack {uri} has no list; name another.", 200)
        return address

    def _look_up(self, did: str) -> str | None:
        """The same DID if such an account is or was there: one that is closed keeps its id."""
        try:
            self._ask("app.bsky.actor.getProfile", {"actor": did})
        except PlatformRefused as refusal:
            if is_missing(refusal):
                return None
            if not is_closed(refusal):
                raise
        return did

    def _resolve(self, handle: str) -> str | None:
        """The DID behind a handle; None when nobody has it."""
        try:
            body = self._ask("com.atproto.identity.resolveHandle", {"handle": handle})
        except PlatformRefused as refusal:
            if is_missing(refusal):
                return None
            raise
        did = dig(body, "did")
        return did if is_did(did) else None
