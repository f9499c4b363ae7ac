"""Logging in and out. A login is written beside its place and moved there once it is whole."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telethon import errors
from telethon.tl import functions

from leaders.errors import LeadersError
from leaders.platforms.telegram.client import MakeClient, make_client
from leaders.platforms.telegram.connection import tell_failure
from leaders.platforms.telegram.loop import LoopThread
from leaders.platforms.telegram.session import open_session
from leaders.platforms.telegram.settings import Settings
from leaders.wording import counted

TRIES = 3
TIMEOUT = 60.0

_FAILURES = (OSError, EOFError, BufferError, errors.SecurityError, errors.ServerError)
_FLOODS = (errors.FloodWaitError, errors.FloodPremiumWaitError)
_NO_NUMBER = "Telegram has no account with this number; write it with + and the country's code."
_NO_APPLICATION = "Telegram refuses the application; correct TELEGRAM_API_ID and TELEGRAM_API_HASH."
_SAID = {
    errors.PhoneNumberInvalidError: _NO_NUMBER,
    errors.PhoneNumberUnoccupiedError: _NO_NUMBER,
    errors.PhoneCodeExpiredError: "The code has expired; run the same command again.",
    errors.ApiIdInvalidError: _NO_APPLICATION,
    errors.ApiIdPublishedFloodError: _NO_APPLICATION,
}
"""What a person is told of Telegram's refusals."""


@dataclass(frozen=True, slots=True)
class Questions:
    """How a person is asked; ``password`` hides what is typed, ``say`` tells of a wrong answer."""

    phone: Callable[[], str]
    code: Callable[[], str]
    password: Callable[[], str]
    say: Callable[[str], None]


class Visit:
    """A client that is connected within the block, on the session file at ``path``."""

    def __init__(self, settings: Settings, path: Path, make_client: MakeClient) -> None:
        self._settings = settings
        self._path = path
        self._make_client = make_client
        self._loop = LoopThread(TIMEOUT)
        self.client: Any = None

    def __enter__(self) -> "Visit":
        try:
            self.client = self._loop.run(self._open)
            self.call(self.client.connect)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.close(self._disconnect)

    def call(self, ask: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """What a method of the client answers; what goes wrong with the network is told."""
        try:
            return self._loop.run(ask, *given, **named)
        except _FAILURES as failure:
            raise tell_failure(failure) from None
        except _FLOODS as flood:
            raise LeadersError(
                f"Telegram asks us to wait {counted(flood.seconds, 'second')} before the "
                "next login."
            ) from None

    async def _open(self) -> Any:
        return self._make_client(self._settings, open_session(self._path))

    async def _disconnect(self) -> None:
        if self.client is not None:
            await self.client.disconnect()


def log_in(settings: Settings, ask: Questions, make_client: MakeClient = make_client) -> bool:
    """Log in; returns whether that was needed. Raises ``LeadersError`` when it is refused.

    Whatever breaks it off leaves the old login as it was, and nothing of a new one.
    """
    try:
        if settings.session.is_file() and _is_logged_in(settings, make_client):
            return False
        _make_login(settings, ask, make_client)
    except errors.RPCError as refusal:
        plain = f"Telegram refused the login: {type(refusal).__name__}."
        raise LeadersError(_SAID.get(type(refusal), plain)) from None
    return True


def log_out(settings: Settings, make_client: MakeClient = make_client) -> bool:
    """End the login at Telegram and delete its file; returns whether there was one.

    Raises ``LeadersError`` when Telegram does not say that it has ended.
    """
    if not settings.session.is_file():
        return False
    try:
        with Visit(settings, settings.session, make_client) as visit:
            visit.call(visit.client, functions.auth.LogOutRequest())
    except (errors.UnauthorizedError, errors.AuthKeyNotFound):
        pass  # it has ended already
    except errors.RPCError as refusal:
        raise LeadersError(
            f"Telegram did not end the login ({type(refusal).__name__}); try again later, or end "
            "it in Telegram: Settings, Devices."
        ) from None
    _remove(settings.session)
    return True


def _make_login(settings: Settings, ask: Questions, make_client: MakeClient) -> None:
    place = settings.session
    new = place.with_name(f"{place.stem}.new{place.suffix}")
    _remove(new)  # of one that was killed
    try:
        with Visit(settings, new, make_client) as visit:
            _sign_in(visit, ask)
            if place.is_file():
                _keep_channels(visit, place)
        new.replace(place)
    finally:
        _remove(new)


def _is_logged_in(settings: Settings, make_client: MakeClient) -> bool:
    try:
        with Visit(settings, settings.session, make_client) as visit:
            return visit.call(visit.client.get_me) is not None
    except (errors.AuthKeyNotFound, errors.AuthKeyDuplicatedError):
        return False


def _sign_in(visit: Visit, ask: Questions) -> None:
    phone = ask.phone()
    visit.call(visit.client.send_code_request, phone)
    for _ in range(TRIES):
        try:
            visit.call(visit.client.sign_in, phone, ask.code().strip())
        except errors.PhoneCodeInvalidError:
            ask.say("That is not the code.")
        except errors.SessionPasswordNeededError:
            return _give_password(visit, ask)
        else:
            return None
    raise LeadersError("Three wrong codes; run the same command again to get a new one.")


def _give_password(visit: Visit, ask: Questions) -> None:
    for _ in range(TRIES):
        try:
            visit.call(visit.client.sign_in, password=ask.password())
        except errors.PasswordHashInvalidError:
            ask.say("That is not the password.")
        else:
            return
    raise LeadersError("Three wrong passwords; run the same command again.")


def _keep_channels(visit: Visit, place: Path) -> None:
    """A channel's key belongs to the person: another login of the same one may go on with it."""
    me = visit.call(visit.client.get_me)
    with suppress(LeadersError):  # an old file that cannot be read is replaced
        old = open_session(place)
        try:
            if me is not None and old.find_owner() == me.id:
                visit.client.session.adopt(old)
        finally:
            old.close()


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
