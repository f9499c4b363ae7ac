"""Mastodon: many servers that know each other, each asked for the accounts that are at home there.

Only its home knows all followers of an account and all reactions to its posts. Whoever hides the
list of follows, and whatever is not public, is not seen.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from leaders.errors import PlatformRefused, ServerUnreachable
from leaders.model import Account, AccountKind, Ended, Listing, Page
from leaders.platforms.mastodon import searches
from leaders.platforms.mastodon.addresses import IDS, read_account, read_list, read_name
from leaders.platforms.mastodon.homes import Homes
from leaders.platforms.mastodon.instance import Closed
from leaders.platforms.mastodon.instances import Instances
from leaders.platforms.mastodon.listings import NEWEST_FIRST, OF_ACCOUNTS, OF_POSTS, ROWS, SEARCHES
from leaders.platforms.mastodon.reading import Pages, read_subject
from leaders.platforms.mastodon.refusals import Remarks, explain, is_missing, read_missing
from leaders.platforms.mastodon.session import OpenClient, Settings, open_client, read_settings
from leaders.platforms.quota import DayLedger

__all__ = ["MastodonPlatform", "Settings"]


class MastodonPlatform:
    """Implements ``leaders.platforms.Platform``; ``settings`` default to the environment's.

    To meet an instance takes two calls more before the first, and the first listing of an account
    or a post one to look it up, if that was not done before in this process.
    """

    name = "mastodon"
    ids = IDS
    needs = "nothing; tokens of instances to search posts and to read your own lists"
    unseen = "what is not public, and reactions from servers that an author's home never heard of"
    lacks = None
    workers = 24  # one that waits for a slow server holds nobody else up
    profiles_a_call = 1
    rows_a_call = ROWS
    second_reading = None

    def __init__(
        self, settings: Settings | None = None, open_client: OpenClient = open_client
    ) -> None:
        self._settings = settings or read_settings()
        self._instances = Instances(self._settings, open_client)
        self._homes = Homes(self._instances)
        self._pages = Pages(self._instances, self._homes, self._settings.tokens)
        self._remarks = Remarks()
        self.ledger = DayLedger(self.name, {})

    @property
    def rate(self) -> float:
        """Calls a second to one instance; Mastodon allows 300 in five minutes to an address."""
        return self._settings.rate

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.now(UTC)

    def find_account(self, text: str) -> str | None:
        """The id of ``@user@domain``, an account id or the address of a page.

        None for other text, and where its server is not to be read, which ``remarks`` tells.
        """
        name = read_name(text)
        if name is None:
            return None
        try:
            return self._homes.find_id(name)
        except PlatformRefused as refusal:
            if is_missing(refusal):
                return None
            trouble = self._blame(refusal, name.host)
            if isinstance(trouble, Closed):
                return None
            raise trouble from None

    def listings(self, kind: AccountKind) -> tuple[Listing, ...]:
        """All accounts have the same, groups too."""
        return OF_ACCOUNTS

    def post_listings(self) -> tuple[Listing, ...]:
        """Each kind of reaction is told by itself."""
        return OF_POSTS

    def discoveries(self) -> tuple[Listing, ...]:
        """Searches; with a token the lists of its owner, which nobody else is shown."""
        return (*SEARCHES, Listing.LISTS) if self._settings.tokens else SEARCHES

    def list_address(self, text: str) -> str | None:
        """The address of a list on an instance that there is a token for."""
        named = read_list(text)
        is_ours = named is not None and named[0] in self._settings.tokens
        return f"https://{named[0]}/lists/{named[1]}" if named and is_ours else None

    def is_newest_first(self, listing: Listing) -> bool | None:
        """By the numbers of follows, likes and posts; None where nobody knows."""
        return True if listing in NEWEST_FIRST else None

    def remarks(self) -> tuple[str, ...]:
        """Which instances could not be read, and why."""
        return self._remarks.read()

    def fetch_profiles(self, account_ids: Sequence[str]) -> list[Account]:
        """Profiles as their homes tell them; who is gone or suspended is left out."""
        found = []
        for account_id in dict.fromkeys(account_ids):
            named = read_account(account_id)
            if named is None:
                continue
            try:
                instance = self._instances.find_home(*named)
                local = self._homes.look_up(instance, named[0])
            except PlatformRefused as refusal:
                if is_missing(refusal):
                    continue
                raise self._blame(refusal, named[1]) from None
            if local.account.account_id == account_id and not local.is_suspended:
                found.append(local.account)
        return found

    def fetch(self, subject_id: str, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a listing; of a search one page of every instance that is searched."""
        if listing in SEARCHES:
            return self._search(subject_id, listing, cursor)
        subject = read_subject(subject_id, listing)
        host = subject[1] if listing in (*OF_ACCOUNTS, Listing.LISTS) else subject[0]
        try:
            return self._pages.read(subject, listing, cursor)
        except PlatformRefused as refusal:
            if is_missing(refusal):
                return read_missing(listing, host)
            trouble = self._blame(refusal, host)
            if isinstance(trouble, Closed):
                return Page(ended=Ended.HIDDEN, why=str(trouble))
            raise trouble from None

    def cost_of(self, listing: Listing) -> Mapping[str, int]:
        """There are no quotas of a day."""
        return {}

    def wait_until(self) -> datetime | None:
        """Until when one of the instances that we wait for has asked us to."""
        return self._instances.waiting_until()

    def stop(self) -> None:
        """Wake every call that waits for a limit."""
        self._instances.stop()

    def close(self) -> None:
        """Let the connections go."""
        self._instances.close()

    def _search(self, text: str, listing: Listing, cursor: str | None) -> Page:
        words = searches.read_words(text)
        servers, tokens = self._settings.servers, self._settings.tokens
        places = (
            searches.begin(listing, servers, tokens)
            if cursor is None
            else searches.read_places(cursor, listing)
        )
        return searches.search(words, places, tokens, self._instances.open, self._note_closed)

    def _note_closed(self, refusal: PlatformRefused, host: str) -> bool:
        """Whether a search is refused for good; a person is told of it at the end."""
        if is_missing(refusal):
            self._remarks.note(host, "it has no such search")
            return True
        return isinstance(self._blame(refusal, host), Closed)

    def _blame(self, refusal: PlatformRefused, domain: str) -> ServerUnreachable:
        """What a refusal says of one server; what is closed, a person is told of at the end."""
        trouble = explain(refusal, self._instances.host_of(domain))
        if isinstance(trouble, Closed):
            self._remarks.note(trouble.host, trouble.why)
        return trouble
