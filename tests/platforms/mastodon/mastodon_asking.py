"""A platform whose network is a function, and what is read from it to the end."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from fake_http import Answered, Asked, in_memory
from web_fakes import FakeClock

from leaders.errors import PlatformUnreachable, ServerUnreachable
from leaders.model import Edge, Listing, Page
from leaders.platforms.mastodon import MastodonPlatform, Settings
from leaders.platforms.mastodon.session import open_client
from leaders.platforms.web import WebClient

Answering = Callable[[str, Asked], Answered]
SERVERS = ("alpha.example",)


def opener(
    answer: Answering, clock: FakeClock, opened: list[str] | None = None
) -> Callable[[str, Settings], WebClient]:
    """Opens clients as ever; only the network and the clock are made up."""

    def connect(base: str, **options: Any) -> WebClient:
        host = base.removeprefix("https://")
        if opened is not None:
            opened.append(host)
        transport = in_memory(lambda asked: answer(host, asked))
        return WebClient(base, transport=transport, clock=clock, random=Random(1), **options)

    return partial(open_client, connect=connect)


def platform_on(
    answer: Answering, clock: FakeClock | None = None, **settings: Any
) -> MastodonPlatform:
    chosen = Settings(**{"servers": SERVERS, "rate": 1000.0, **settings})
    return MastodonPlatform(chosen, opener(answer, clock or FakeClock()))


def read_all(platform: MastodonPlatform, subject: str, listing: Listing) -> list[Page]:
    """All pages; where somebody was unreachable, the same cursor is asked again."""
    pages: list[Page] = []
    cursor = None
    for _ in range(2000):
        try:
            page = platform.fetch(subject, listing, cursor)
        except PlatformUnreachable:
            continue
        except ServerUnreachable as error:
            if error.status < 500:  # it is refused each time
                raise
            continue
        pages.append(page)
        cursor = page.cursor
        if cursor is None:
            return pages
    raise AssertionError("the listing does not end")


def edges_of(pages: list[Page]) -> list[Edge]:
    return [edge for page in pages for edge in page.edges]


def follows_of(pages: list[Page]) -> list[tuple[str, str]]:
    """Follows as the society tells them, sorted; whoever stands there twice is there twice."""
    return sorted((it.source_id, it.target_id) for it in edges_of(pages))


def rows_of(pages: list[Page]) -> list[tuple]:
    """Attention as the society tells it, sorted."""
    edges = edges_of(pages)
    return sorted((it.source_id, it.target_id, str(it.kind), it.post_id) for it in edges)
