"""With which tokens VK is asked: each has its own connection, and so its own three calls a second.

Tokens stay in this file and in forms; no error, no repr and no address shows them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from threading import Lock
from typing import Protocol

from leaders.errors import LeadersError
from leaders.platforms.server_address import is_local, read_base_address
from leaders.platforms.web import Answer, Params, WebClient
from leaders.settings import read_rate, read_text

KEY_PAGE = "https://id.vk.com/business/go"
_TOKEN = re.compile(r"[A-Za-z0-9._-]{16,2048}")


class TokenKind(Enum):
    """Whose token it is, by the variable that holds it: an application's, or a person's."""

    SERVICE = "VK_SERVICE_TOKENS"
    USER = "VK_USER_TOKENS"


_ALL = (TokenKind.SERVICE, TokenKind.USER)
METHODS: Mapping[str, tuple[TokenKind, ...]] = {
    "execute": _ALL,  # the schema names users alone, the manual services too: VK's answer decides
    "friends.get": _ALL,
    "groups.getById": _ALL,
    "groups.getMembers": _ALL,
    "groups.search": (TokenKind.USER,),
    "likes.getList": _ALL,
    "newsfeed.search": _ALL,
    "users.get": _ALL,
    "users.getFollowers": _ALL,
    "users.getSubscriptions": _ALL,
    "utils.resolveScreenName": _ALL,
    "wall.get": _ALL,
    "wall.getComments": _ALL,
    "wall.search": _ALL,
}
"""Which tokens may call which method."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where VK is and with which tokens to ask it; ``rate`` in calls a second a token."""

    base: str = "https://api.vk.com"
    service_tokens: tuple[str, ...] = field(default=(), repr=False)
    user_tokens: tuple[str, ...] = field(default=(), repr=False)
    rate: float = 3.0
    contact: str = ""


class Client(Protocol):
    """What is asked of a connection; ``WebClient`` is one."""

    def post_form(self, path: str, form: Params, *, is_repeatable: bool = True) -> Answer:
        """Ask by a form."""

    def freeze(self, seconds: float) -> None:
        """Let no request start for so long."""

    def waiting_until(self) -> datetime | None:
        """Until when the server has asked us to wait."""

    def stop(self) -> None:
        """Wake every call that waits."""

    def close(self) -> None:
        """Let the connections go."""


OpenClient = Callable[[Settings, str], Client]
"""Opens the connection of one token."""


def read_settings() -> Settings:
    """The settings in the environment.

    Raises ``LeadersError`` for a token, an address or a rate that cannot work.
    """
    plain = Settings()
    return Settings(
        base=read_base_address("VK_API", plain.base),
        service_tokens=_read_tokens(TokenKind.SERVICE),
        user_tokens=_read_tokens(TokenKind.USER),
        rate=read_rate("VK_RATE", plain.rate),
        contact=read_text("LEADERS_CONTACT"),
    )


def open_client(settings: Settings, token: str) -> Client:
    """A connection that is one token's alone, with its own limit of calls."""
    return WebClient(
        settings.base,
        rate=settings.rate,
        contact=settings.contact or None,
        is_private_allowed=is_local(settings.base),
        secrets=(token,),
    )


@dataclass(eq=False, slots=True)
class Token:
    """A token and what has become of it; ``name`` says which one without showing it."""

    name: str
    kind: TokenKind
    client: Client
    secret: str = field(repr=False)
    out: str = ""  # why it is used no more
    is_guarded: bool = False  # VK wants a person before it takes this token again
    barred: set[str] = field(default_factory=set)  # methods that are not for it
    spent: dict[str, date] = field(default_factory=dict)  # methods, and the day they are used up
    busy: int = 0
    turn: int = 0
    strikes: int = 0  # how often in a row it was too fast


class Pool:
    """Lends the tokens, the least busy first; safe to use from several threads."""

    def __init__(self, settings: Settings, open_client: OpenClient) -> None:
        self.tokens = [
            Token(f"token {number} of {kind.value}", kind, open_client(settings, secret), secret)
            for kind, secrets in (
                (TokenKind.SERVICE, settings.service_tokens),
                (TokenKind.USER, settings.user_tokens),
            )
            for number, secret in enumerate(secrets, start=1)
        ]
        self.secrets = tuple(token.secret for token in self.tokens)
        self._turns = 0
        self._lock = Lock()

    @property
    def has_user(self) -> bool:
        """Whether a person's token is among them, whatever became of it."""
        return any(token.kind is TokenKind.USER for token in self.tokens)

    def allowed(self, method: str) -> list[Token]:
        """The tokens of a kind that may call a method, whatever became of them."""
        return [token for token in self.tokens if token.kind in METHODS[method]]

    def can(self, method: str, today: date) -> bool:
        """Whether there is a token left for a method."""
        return any(_is_fit(token, method, today) for token in self.allowed(method))

    @contextmanager
    def lend(self, method: str, today: date) -> Iterator[Token | None]:
        """The token to ask with next; None when there is none left for this method."""
        with self._lock:
            fit = [token for token in self.allowed(method) if _is_fit(token, method, today)]
            token = min(fit, key=_order, default=None)
            if token:
                self._turns += 1
                token.busy, token.turn = token.busy + 1, self._turns
        try:
            yield token
        finally:
            if token:
                with self._lock:
                    token.busy -= 1

    def remarks(self) -> tuple[str, ...]:
        """Which tokens are used no more, and why."""
        return tuple(
            f"{token.name} is used no more: {token.out}" for token in self.tokens if token.out
        )

    def waiting_until(self) -> datetime | None:
        """Until when VK lets nobody ask; None as long as one token may."""
        moments = [token.client.waiting_until() for token in self.tokens if not token.out]
        known = [moment for moment in moments if moment]
        return min(known) if known and len(known) == len(moments) else None

    def stop(self) -> None:
        """Wake every call that waits."""
        for token in self.tokens:
            token.client.stop()

    def close(self) -> None:
        """Let the connections go."""
        for token in self.tokens:
            token.client.close()


def _is_fit(token: Token, method: str, today: date) -> bool:
    return not token.out and method not in token.barred and token.spent.get(method) != today


def _order(token: Token) -> tuple[bool, int, bool, int]:
    """A user's token is left for what only it can do."""
    is_frozen = token.client.waiting_until() is not None
    return is_frozen, token.busy, token.kind is TokenKind.USER, token.turn


def _read_tokens(kind: TokenKind) -> tuple[str, ...]:
    tokens = tuple(dict.fromkeys(filter(None, map(str.strip, read_text(kind.value).split(",")))))
    for number, token in enumerate(tokens, start=1):
        if not _TOKEN.fullmatch(token):
            raise LeadersError(
                f"Entry {number} of {kind.value} is no token; copy it again from {KEY_PAGE} and "
                "put commas between several."
            )
    return tokens
