"""A platform whose network is a function, and what is read from it to the end."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from fake_http import Answered, Asked, in_memory
from to_the_end import edges_of
from web_fakes import FakeClock

from leaders.model import Page
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


def follows_of(pages: list[Page]) -> list[tuple[str, str]]:
    """Follows as the society tells them, sorted; whoever stands there twice is there twice."""
    return sorted((it.source_id, it.target_id) for it in edges_of(pages))


def rows_of(pages: list[Page]) -> list[tuple]:
    """Attention as the society tells it, sorted."""
    edges = edges_of(pages)
    return sorted((it.source_id, it.target_id, str(it.kind), it.post_id) for it in edges)
