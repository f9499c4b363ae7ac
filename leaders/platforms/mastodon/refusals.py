"""What it means that an instance refuses a call, and what a person is told of it at the end."""

from threading import Lock

from leaders.errors import PlatformRefused, ServerUnreachable
from leaders.model import Ended, Listing, Page
from leaders.platforms.mastodon.instance import LOGIN, Closed

NO_QUOTES = "it does not tell who quotes a post"
_NAMED = 5


class Remarks:
    """Which instances could not be read and why; safe to use from several threads."""

    def __init__(self) -> None:
        self._hosts: dict[str, dict[str, None]] = {}
        self._lock = Lock()

    def note(self, host: str, why: str) -> None:
        """One instance and a reason that others may have too."""
        with self._lock:
            self._hosts.setdefault(why, {})[host] = None

    def read(self) -> tuple[str, ...]:
        """One sentence for each reason."""
        with self._lock:
            return tuple(_say(why, list(hosts)) for why, hosts in self._hosts.items())


def _say(why: str, hosts: list[str]) -> str:
    more = f" and {len(hosts) - _NAMED:,} more" if len(hosts) > _NAMED else ""
    return f"{', '.join(hosts[:_NAMED])}{more}: {why}"


def is_missing(refusal: PlatformRefused) -> bool:
    """Whether there is no such account, post or list, or no more."""
    return refusal.status in (404, 410)


def explain(refusal: PlatformRefused, host: str) -> ServerUnreachable:
    """What it says of this one server alone: ``Closed``, to us or to everybody, or its trouble.

    Older servers say 422 where a login is wanted.
    """
    if isinstance(refusal, ServerUnreachable):
        return refusal
    if refusal.status in (401, 403) or "authenticated" in str(refusal):
        return Closed(host, LOGIN)
    return ServerUnreachable(str(refusal), refusal.status)


def read_missing(listing: Listing, host: str) -> Page:
    """The page of a listing that is not there. Quotes are not told by all versions."""
    if listing is Listing.QUOTERS:
        return Page(ended=Ended.HIDDEN, why=f"{host}: {NO_QUOTES}")
    return Page(ended=Ended.GONE, why=f"{host} knows it no more")
