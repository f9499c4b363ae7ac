"""How YouTube is asked: with a key in a header, never in an address, and within the day's quota."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from leaders.errors import LeadersError, PlatformRefused, PlatformUnreachable
from leaders.platforms.parsing import demand_rows, dig, is_cursor
from leaders.platforms.quota import DayLedger
from leaders.platforms.server_address import is_local, read_base_address
from leaders.platforms.web import Answer, BodyCursor, Params, WebClient, fetch_page
from leaders.platforms.youtube.refusals import KEY_PAGE, is_of_key, is_spent, is_too_fast
from leaders.settings import read_rate, read_text

PATH = "/youtube/v3/"
SEARCH_BUCKET = "searches"
UNIT_BUCKET = "units"
"""Searches are counted by themselves; every other call is one of the units."""
ATTEMPTS = 5
FIRST_WAIT = 2.0
"""Seconds to stay away when YouTube says that we are too fast; each further wait is twice that."""

_KEY = re.compile(r"[!-~]{10,200}")
_PAGING = BodyCursor("nextPageToken", "pageToken")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where YouTube is, with which key to ask it, and what it allows: calls a second and a day."""

    key: str = field(default="", repr=False)
    base: str = "https://www.googleapis.com"
    rate: float = 8.0
    units: int = 10_000
    searches: int = 100
    contact: str = ""


OpenClient = Callable[[Settings], WebClient]


def read_settings() -> Settings:
    """The settings in the environment.

    Raises ``LeadersError`` for a key, an address, a rate or a quota that cannot work.
    """
    plain = Settings()
    key = read_text("YOUTUBE_API_KEY")
    if key and not _KEY.fullmatch(key):
        raise LeadersError(f"YOUTUBE_API_KEY is no API key; copy it again from {KEY_PAGE}.")
    return Settings(
        key=key,
        base=read_base_address("YOUTUBE_API", plain.base),
        rate=read_rate("YOUTUBE_RATE", plain.rate),
        units=_read_quota("YOUTUBE_UNITS", plain.units),
        searches=_read_quota("YOUTUBE_SEARCHES", plain.searches),
        contact=read_text("LEADERS_CONTACT"),
    )


def open_client(settings: Settings) -> WebClient:
    """A connection that sends the key with every call."""
    return WebClient(
        settings.base,
        rate=settings.rate,
        contact=settings.contact or None,
        headers={"X-Goog-Api-Key": settings.key} if settings.key else None,
        secrets=(settings.key,),
        is_private_allowed=is_local(settings.base),
    )


class Session:
    """Asks YouTube's methods and counts every call in the ledger before it is made."""

    def __init__(self, client: WebClient, ledger: DayLedger) -> None:
        self._client = client
        self._ledger = ledger

    def ask(self, method: str, params: Params) -> list[object]:
        """The rows that a method lists without pages."""
        return _read_rows(self.get(PATH + method, params).body)

    def ask_page(
        self, method: str, params: Params, token: str | None
    ) -> tuple[object, list[object], str | None]:
        """One page of what a method lists: its body, its rows and the token of the next page."""
        body, following = fetch_page(self, PATH + method, params, _PAGING, token)
        if following is not None and not is_token(following):
            raise PlatformRefused("YouTube gave a page token that leads nowhere; try later.", 200)
        return body, _read_rows(body), following

    def get(self, path: str, params: Params) -> Answer:
        """Ask with GET, again while YouTube says that we are too fast.

        Raises ``QuotaSpent``, ``PlatformRefused`` for what concerns this one call, and
        ``PlatformUnreachable`` for what would be so of every other.
        """
        bucket = SEARCH_BUCKET if path == f"{PATH}search" else UNIT_BUCKET
        for attempt in range(ATTEMPTS):
            self._ledger.spend(bucket)
            try:
                return self._client.get(path, params)
            except PlatformRefused as refusal:
                if is_spent(refusal):
                    raise self._ledger.exhaust(bucket) from None
                if is_of_key(refusal):
                    raise _blame_key(refusal) from None
                if not is_too_fast(refusal):
                    raise
            except PlatformUnreachable as error:
                # The day's searches end in a 429 that outlasts the client's patience for one.
                if bucket == SEARCH_BUCKET and error.status == 429:
                    raise self._ledger.exhaust(bucket) from None
                raise
            self._client.freeze(FIRST_WAIT * 2**attempt)
        raise PlatformUnreachable(
            "YouTube says again and again that we ask too fast; set YOUTUBE_RATE to fewer calls "
            "a second and run the same command again."
        )


def is_token(value: object) -> bool:
    """Whether a page token can be kept in a cursor together with others."""
    return is_cursor(value) and "|" not in str(value)


def _read_rows(body: object) -> list[object]:
    """The rows of an answer; where there are none, YouTube may leave out their list."""
    is_listing = str(dig(body, "kind")).endswith("ListResponse")
    is_empty = dig(body, "items") is None and not dig(body, "pageInfo", "totalResults")
    return [] if is_listing and is_empty else demand_rows(body, "YouTube", "items")


def _blame_key(refusal: PlatformRefused) -> PlatformUnreachable:
    return PlatformUnreachable(
        f"YouTube refuses the API key; correct YOUTUBE_API_KEY, or at {KEY_PAGE} what the key "
        f"may be used for: {refusal}"
    )


def _read_quota(variable: str, default: int) -> int:
    text = read_text(variable)
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text)):
        raise LeadersError(
            f"{variable} must be a whole number from 1, as Google grants a day, not {text!r}."
        )
    return int(text)
