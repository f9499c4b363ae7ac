"""As whom Bluesky is asked: a stranger asks the public AppView, an account asks its own server.

Passwords and tokens stay in this file; no error and no repr shows them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Protocol

from leaders.errors import LeadersError, PlatformRefused
from leaders.platforms.parsing import dig
from leaders.platforms.server_address import is_base_address, is_local, read_base_address
from leaders.platforms.web import Answer, Headers, Params, WebClient
from leaders.settings import read_rate, read_text

XRPC = "/xrpc/"
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,8192}")
_WORN_OUT = ("ExpiredToken", "InvalidToken")


class Client(Protocol):
    """What is asked of a connection; ``WebClient`` is one."""

    def get(self, path: str, params: Params, headers: Headers | None = None) -> Answer:
        """Ask with GET."""

    def post(self, path: str, json_body: object, headers: Headers | None = None) -> Answer:
        """Ask with POST; a body of None is not sent."""

    def waiting_until(self) -> datetime | None:
        """Until when the server has asked us to wait."""

    def stop(self) -> None:
        """Wake every call that waits."""

    def close(self) -> None:
        """Let the connections go."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where Bluesky is and as whom to ask it; ``rate`` in calls a second."""

    appview: str = "https://public.api.bsky.app"
    pds: str = "https://bsky.social"
    handle: str = ""
    password: str = field(default="", repr=False)
    rate: float = 9.0
    contact: str = ""

    @property
    def has_login(self) -> bool:
        """Whether calls are made as an account."""
        return bool(self.handle)


def read_settings() -> Settings:
    """The settings in the environment.

    Raises ``LeadersError`` for an address, rate or login that cannot work.
    """
    plain = Settings()
    handle, password = read_text("BLUESKY_HANDLE"), read_text("BLUESKY_APP_PASSWORD")
    if bool(handle) != bool(password):
        raise LeadersError(
            "Set both BLUESKY_HANDLE and BLUESKY_APP_PASSWORD to log in to Bluesky, or neither."
        )
    return Settings(
        appview=read_base_address("BLUESKY_APPVIEW", plain.appview),
        pds=read_base_address("BLUESKY_PDS", plain.pds),
        handle=handle.removeprefix("@"),
        password=password,
        rate=read_rate("BLUESKY_RATE", plain.rate),
        contact=read_text("LEADERS_CONTACT"),
    )


def open_client(base: str, settings: Settings) -> Client:
    """A connection to one server. Only one that a person configured may be private: an address
    out of a DID document would else lead tokens into somebody's network.
    """
    is_configured = base in (settings.appview, settings.pds)
    return WebClient(
        base,
        rate=settings.rate,
        contact=settings.contact or None,
        is_private_allowed=is_configured and is_local(base),
    )


OpenClient = Callable[[str, Settings], Client]


@dataclass(frozen=True, slots=True)
class _Session:
    access: str = field(repr=False)
    renewal: str = field(repr=False)
    client: Client


class Login:
    """A ``Client`` that asks as an account: it logs in at the first call, and again when it must.

    Safe to use from several threads: one logs in, the others wait for it.
    """

    def __init__(self, settings: Settings, open_client: OpenClient) -> None:
        self._settings = settings
        self._open_client = open_client
        self._front = open_client(settings.pds, settings)
        self._clients = {settings.pds: self._front}
        self._session: _Session | None = None
        self._refusal: str | None = None
        self._lock = Lock()

    def get(self, path: str, params: Params, headers: Headers | None = None) -> Answer:
        """As a client does; raises ``LeadersError`` when the login is refused."""
        session = self._session or self._renew(None)
        try:
            return self._get(session, path, params, headers)
        except PlatformRefused as refusal:
            if refusal.code not in _WORN_OUT:
                raise
        return self._get(self._renew(session), path, params, headers)

    def post(self, path: str, json_body: object, headers: Headers | None = None) -> Answer:
        """To the server where the login is made, without it."""
        return self._front.post(path, json_body, headers)

    def waiting_until(self) -> datetime | None:
        """Until when the busiest of the servers has asked us to wait."""
        moments = (client.waiting_until() for client in list(self._clients.values()))
        return max((moment for moment in moments if moment), default=None)

    def stop(self) -> None:
        """Wake every call that waits."""
        for client in list(self._clients.values()):
            client.stop()

    def close(self) -> None:
        """Let the connections to all servers go."""
        for client in list(self._clients.values()):
            client.close()

    def _get(self, session: _Session, path: str, params: Params, headers: Headers | None) -> Answer:
        return session.client.get(path, params, {**(headers or {}), **_bearer(session.access)})

    def _renew(self, worn_out: _Session | None) -> _Session:
        with self._lock:
            if self._session is not None and self._session is not worn_out:
                return self._session  # another thread was quicker
            if self._refusal:  # a second try with the same password only locks the account
                raise LeadersError(self._refusal)
            self._session = self._refresh(worn_out) or self._log_in()
            return self._session

    def _refresh(self, worn_out: _Session | None) -> _Session | None:
        if worn_out is None:
            return None
        path = f"{XRPC}com.atproto.server.refreshSession"
        try:
            answer = self._front.post(path, None, _bearer(worn_out.renewal))
        except PlatformRefused:
            return None  # it is worn out too: log in again
        return self._read_session(answer)

    def _log_in(self) -> _Session:
        path = f"{XRPC}com.atproto.server.createSession"
        login = {"identifier": self._settings.handle, "password": self._settings.password}
        try:
            session = self._read_session(self._front.post(path, login))
        except PlatformRefused as refusal:
            self._refusal = self._explain(refusal)
        else:
            if session:
                return session
            self._refusal = (
                f"{self._settings.pds} answered the login without a session; correct BLUESKY_PDS."
            )
        raise LeadersError(self._refusal)

    def _explain(self, refusal: PlatformRefused) -> str:
        """In our own words: what a server says of a login might repeat it."""
        who = self._settings.handle
        if refusal.code == "AuthFactorTokenRequired":
            return f"Bluesky asks {who} for a second factor; put an app password in its place."
        if refusal.code in ("AccountTakedown", "AccountDeactivated"):
            return f"The Bluesky account {who} is closed; name another in BLUESKY_HANDLE."
        if refusal.status in (400, 401):
            return (
                f"Bluesky refused the login of {who}; "
                "correct BLUESKY_HANDLE and BLUESKY_APP_PASSWORD."
            )
        return f"{self._settings.pds} offers no login ({refusal.status}); correct BLUESKY_PDS."

    def _read_session(self, answer: Answer) -> _Session | None:
        access, renewal = dig(answer.body, "accessJwt"), dig(answer.body, "refreshJwt")
        if not (_is_token(access) and _is_token(renewal)):
            return None
        base = self._settings.pds
        services = dig(answer.body, "didDoc", "service")
        for service in services if isinstance(services, list) else []:
            endpoint, name = dig(service, "serviceEndpoint"), dig(service, "id")
            is_pds = isinstance(name, str) and name.endswith("#atproto_pds")
            if (
                is_pds
                and isinstance(endpoint, str)
                and is_base_address(endpoint)
                and not is_local(endpoint)
            ):
                base = endpoint.rstrip("/")
                break
        if base not in self._clients:
            self._clients[base] = self._open_client(base, self._settings)
        return _Session(str(access), str(renewal), self._clients[base])


def _is_token(value: object) -> bool:
    return isinstance(value, str) and _TOKEN.fullmatch(value) is not None


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
