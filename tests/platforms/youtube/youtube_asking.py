"""A platform whose network is a function, and what is read from it to the end."""

from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import Any
from unittest.mock import patch

from fake_http import Answering, in_memory
from fake_youtube import KEY
from web_fakes import FakeClock

from leaders.model import Edge
from leaders.platforms.web import WebClient
from leaders.platforms.youtube import Settings, YoutubePlatform, session

NOON = datetime(2026, 11, 20, 20, tzinfo=UTC)  # in California


class PlatformAtNoon(YoutubePlatform):
    """Lives on a day that does not end while a test runs."""

    moment = NOON

    def now(self) -> datetime:
        return self.moment


def platform_on(answer: Answering, attempts: int = 6, **settings: Any) -> PlatformAtNoon:
    """A platform that asks as it always does; only the network and the clock are made up."""
    client = partial(
        WebClient,
        transport=in_memory(answer),
        clock=FakeClock(),
        random=Random(1),
        attempts=attempts,
    )
    with patch.object(session, "WebClient", client):
        return PlatformAtNoon(Settings(**{"key": KEY, "rate": 1000.0, **settings}))


def rows_of(edges: list[Edge]) -> list[tuple[str, str, str, str | None]]:
    """Edges as the society tells them, sorted."""
    return sorted((it.source_id, it.target_id, str(it.kind), it.post_id) for it in edges)
