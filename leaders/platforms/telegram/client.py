"""telethon's client, held to what reading public channels needs."""

import logging
from collections.abc import Callable
from typing import Any

from telethon import TelegramClient

import leaders
from leaders.platforms.telegram.session import ChannelSession
from leaders.platforms.telegram.settings import Settings

CONNECT_SECONDS = 15

_log = logging.getLogger("leaders.telethon")
# What went wrong is told once, as our own error. telethon would write down whole answers, with the
# names of people, where it cannot read them.
_log.setLevel(logging.CRITICAL + 1)


class ReadingClient(TelegramClient):  # type: ignore[misc]
    """Does not read the person's own messages."""

    async def _on_login(self, user: Any) -> Any:
        # telethon would ask for all messages that the person got meanwhile.
        self._mb_entity_cache.set_self_user(user.id, user.bot, user.access_hash)
        self._authorized = True
        return user


MakeClient = Callable[[Settings, ChannelSession], Any]


def make_client(settings: Settings, session: ChannelSession) -> ReadingClient:
    """A client that is not connected yet; make it in the loop that runs it."""
    return ReadingClient(
        session,
        settings.api_id,
        settings.api_hash,
        timeout=CONNECT_SECONDS,
        request_retries=0,
        connection_retries=2,
        auto_reconnect=False,  # it would try hundreds of times a second; we do, and wait between
        flood_sleep_threshold=0,
        raise_last_call_error=True,
        receive_updates=False,
        device_model="leaders",
        app_version=leaders.__version__,
        base_logger=_log,
    )
