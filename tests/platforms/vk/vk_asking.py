"""A platform whose network is a function, and what is read from it to the end."""

from functools import partial
from random import Random
from typing import Any
from unittest.mock import patch

from fake_http import Answering, in_memory
from fake_vk import SERVICE, USER
from web_fakes import START, FakeClock

from leaders.errors import PlatformUnreachable
from leaders.model import Edge, Listing, Page
from leaders.platforms.vk import Settings, VkPlatform, tokens
from leaders.platforms.web import WebClient

BOTH = {"service_tokens": (SERVICE,), "user_tokens": (USER,)}
ONLY_SERVICE = {"service_tokens": (SERVICE,)}
ONLY_USER = {"user_tokens": (USER,)}


class PlatformAtNoon(VkPlatform):
    """Lives on a day that does not end while a test runs."""

    moment = START

    def now(self) -> Any:
        return self.moment


def platform_on(
    answer: Answering, attempts: int = 6, clock: FakeClock | None = None, **settings: Any
) -> PlatformAtNoon:
    """A platform that asks as it always does; only the network and the clock are made up."""
    client = partial(
        WebClient,
        transport=in_memory(answer),
        clock=clock or FakeClock(),
        random=Random(1),
        attempts=attempts,
    )
    with patch.object(tokens, "WebClient", client):
        return PlatformAtNoon(Settings(**{"rate": 1000.0, **BOTH, **settings}))


def read_all(platform: VkPlatform, subject: str, listing: Listing) -> list[Page]:
    """All pages; where the platform was unreachable, the same cursor is asked again."""
    pages: list[Page] = []
    cursor = None
    for _ in range(3000):
        try:
            page = platform.fetch(subject, listing, cursor)
        except PlatformUnreachable:
            continue
        assert page.cursor is None or page.cursor not in {cursor, *(it.cursor for it in pages)}
        pages.append(page)
        cursor = page.cursor
        if cursor is None:
            return pages
    raise AssertionError("the listing does not end")


def edges_of(pages: list[Page]) -> list[Edge]:
    return [edge for page in pages for edge in page.edges]
