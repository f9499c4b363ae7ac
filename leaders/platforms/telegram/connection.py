"""One login's connection to Telegram: calls from any thread, and what their failures mean."""

import asyncio
import sqlite3
import struct
from collections.abc import Callable, Coroutine
from datetime import datetime
from threading import Lock
from typing import Any, NoReturn, TypeVar

from telethon import errors

from leaders.errors import PlatformRefused, PlatformUnreachable, ServerUnreachable
from leaders.platforms.telegram.addresses import PREFIX, read_channel
from leaders.platforms.telegram.client import MakeClient, make_client
from leaders.platforms.telegram.loop import LoopThread
from leaders.platforms.telegram.session import ChannelSession, KnownChannel, open_session
from leaders.platforms.telegram.settings import Settings
from leaders.platforms.web.throttle import Clock, SystemClock, Throttle

PATIENCE = 1200.0
"""Seconds: a longer wait ends the crawl."""
TIMEOUT = 60.0
"""Seconds that a call may take, with connecting."""
ATTEMPTS = 5
FLOOD = "FLOOD_WAIT"
Result = TypeVar("Result")

_FLOODS = (errors.FloodWaitError, errors.FloodPremiumWaitError)
_PASSING = (
    OSError,  # with ConnectionError and TimeoutError
    EOFError,
    BufferError,
    sqlite3.OperationalError,  # another process writes the file
    errors.SecurityError,
    errors.ServerError,
    errors.TimedOutError,
    errors.RpcCallFailError,
    errors.RpcMcgetFailError,
    errors.InterdcCallErrorError,
    errors.InterdcCallRichErrorError,
)
_UNREADABLE = (errors.TypeNotFoundError, struct.error, ValueError, RuntimeError)
_LOGGED_OUT = (errors.UnauthorizedError, errors.AuthKeyDuplicatedError, errors.AuthKeyNotFound)
_NAMES: dict[type, str] = {kind: name for name, kind in errors.rpc_errors_dict.items()}
"""telethon keeps Telegram's own word for an error only as the key to the error's class."""


class Connection:
    """Asks as one login, at most ``settings.rate`` times a second; safe to use from many threads.

    Whatever asks raises ``PlatformUnreachable`` when Telegram cannot be reached, asks for a
    longer wait than our patience or has closed the login, and ``PlatformRefused`` with Telegram's
    own word as its code when it refuses the request.
    """

    def __init__(
        self, settings: Settings, clock: Clock | None = None, make_client: MakeClient = make_client
    ) -> None:
        self._settings = settings
        self._make_client = make_client
        self._throttle = Throttle("Telegram", settings.rate, PATIENCE, clock or SystemClock())
        self._loop: LoopThread | None = None
        self._client: Any = None
        self._connecting = asyncio.Lock()
        self._lock = Lock()
        self._is_closed = False

    def ask(self, request: Any, *, is_needed: bool = True) -> Any:
        """What Telegram answers. What is not needed is not waited for: ``FLOOD`` is a refusal."""
        for attempt in range(1, ATTEMPTS + 1):
            self._throttle.take_start()
            try:
                return self._run(self._send, request)
            except _FLOODS as flood:
                if not is_needed:
                    raise PlatformRefused("Telegram asks us to wait", 420, FLOOD) from None
                self._throttle.freeze(flood.seconds)
            except _PASSING as failure:
                if attempt == ATTEMPTS:
                    raise tell_failure(failure) from None
                self._throttle.sleep(2.0**attempt)
            except _LOGGED_OUT as end:
                raise _tell_logged_out(end) from None
            except errors.RPCError as refusal:
                _refuse(refusal)
            except _UNREADABLE:
                raise PlatformRefused(
                    "telethon cannot read what Telegram answered; update telethon.", 200
                ) from None
        raise PlatformUnreachable("Telegram asks us to wait again and again; try again later.")

    def find_channel(self, account_id: str) -> KnownChannel | None:
        """A channel that this login has met, without a call."""
        marked = read_channel(account_id)
        return self._look_up(lambda it: it.find_channel(marked)) if marked else None

    def demand_channel(self, account_id: str) -> KnownChannel:
        """As ``find_channel``; raises ``ServerUnreachable`` for one that it has not met."""
        known = self.find_channel(account_id)
        if known is None:
            # It says nothing of other channels, as if one server of many were away.
            raise ServerUnreachable(
                f"This Telegram login has never met {account_id}, and a number alone opens "
                "nothing: name it as a seed by its @name, or wait until a search finds it.",
                404,
                "NEVER_MET",
            )
        return known

    def find_by_name(self, name: str) -> str | None:
        """The account id of a channel that this login has met by a name, without a call."""
        marked = self._look_up(lambda it: it.find_by_name(name))
        return f"{PREFIX}{marked}" if marked else None

    def waiting_until(self) -> datetime | None:
        """Until when Telegram has asked us to wait."""
        return self._throttle.frozen_until()

    def stop(self) -> None:
        """Wake every call that waits, for its turn or for an answer."""
        self._throttle.stop()
        with self._lock:
            if self._loop:
                self._loop.stop()

    def close(self) -> None:
        """Disconnect; nothing can be asked afterwards."""
        self.stop()
        with self._lock:
            self._is_closed = True
            loop, self._loop = self._loop, None
        if loop is not None:
            loop.close(self._disconnect)

    def _run(self, work: Callable[..., Coroutine[Any, Any, Result]], *given: Any) -> Result:
        with self._lock:
            if self._is_closed:
                raise PlatformUnreachable("stopped")
            self._loop = self._loop or LoopThread(TIMEOUT)
            loop = self._loop
        return loop.run(work, *given)

    async def _open(self) -> Any:
        if self._client is None:
            self._client = self._make_client(self._settings, open_session(self._settings.session))
        return self._client

    async def _send(self, request: Any) -> Any:
        client = await self._open()
        async with self._connecting:
            if not client.is_connected():
                await client.connect()
        return await client(request)

    def _look_up(self, find: Callable[[ChannelSession], Result]) -> Result:
        async def look_up() -> Result:
            return find((await self._open()).session)

        try:
            return self._run(look_up)
        except _PASSING as failure:
            raise tell_failure(failure) from None

    async def _disconnect(self) -> None:
        if self._client is not None:
            await self._client.disconnect()


def tell_failure(failure: BaseException) -> PlatformUnreachable:
    """The network, the session file or Telegram failed: in our own words."""
    if isinstance(failure, sqlite3.Error):
        return PlatformUnreachable("Another process holds the Telegram login; try again later.")
    if isinstance(failure, errors.RPCError):
        return PlatformUnreachable(f"Telegram has trouble ({_name(failure)}); try again later.")
    return PlatformUnreachable(
        f"Telegram cannot be reached ({type(failure).__name__}); "
        "look at the network and run the same command again."
    )


def _tell_logged_out(end: Exception) -> PlatformUnreachable:
    why = _name(end) if isinstance(end, errors.RPCError) else "AUTH_KEY_NOT_FOUND"
    return PlatformUnreachable(
        f"Telegram has closed this login ({why}); log in again: leaders login telegram"
    )


def _refuse(refusal: Any) -> NoReturn:
    name = _name(refusal)
    if name == "FROZEN_METHOD_INVALID":
        raise PlatformUnreachable(
            "Telegram has frozen the account that we log in as; open it in Telegram to see why."
        ) from None
    if name in ("API_ID_INVALID", "API_ID_PUBLISHED_FLOOD"):
        raise PlatformUnreachable(
            f"Telegram refuses the application ({name}); correct TELEGRAM_API_ID and "
            "TELEGRAM_API_HASH."
        ) from None
    raise PlatformRefused(f"Telegram refuses it: {name}", refusal.code or 400, name) from None


def _name(error: Any) -> str:
    """Telegram's own word; it may repeat what was sent only where telethon does not know it."""
    known = _NAMES.get(type(error))
    if known:
        return known
    word = str(error.message or "")
    return word if word.replace("_", "").isalnum() and word.isascii() else type(error).__name__
