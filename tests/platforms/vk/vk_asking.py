"""A platform whose network is a function, and what is read from it to the end."""

from functools import partial
from random import Random
from typing import Any
from unittest.mock import patch

from fake_http import Answering, in_memory
from fake_vk import SERVICE, USER
from web_fakes import START, FakeClock

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
