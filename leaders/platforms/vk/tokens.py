"""With which tokens VK is asked: each has its own connection, and so its own three calls a second.

Tokens stay in this file and in forms; no error, no repr and no address shows them.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from threading import Lock

from leaders.errors import LeadersError
from leaders.platforms.server_address import is_local, read_base_address
from leaders.platforms.web import WebClient
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


def read_settings() -> Settings:
    """The settings in the environment.

    Raises ``LeadersError`` for a token, an address or a rate that cannot work.
    """
    plain = Settings()
    service_tokens, user_tokens = map(_read_tokens, TokenKind)
    if set(service_tokens) & set(user_tokens):  # it would be asked with twice as fast
        raise LeadersError(
            "The same token stands in VK_SERVICE_TOKENS and VK_USER_TOKENS; leave it where it is "
            "from, an application or a person."
        )
    return Settings(
        base=read_base_address("VK_API", plain.base),
        service_tokens=service_tokens,
        user_tokens=user_tokens,
        rate=read_rate("VK_RATE", plain.rate),
        contact=read_text("LEADERS_CONTACT"),
    )


def open_client(settings: Settings) -> WebClient:
    """A connection for one token alone, with its own limit of calls."""
    return WebClient(
        settings.base,
        rate=settings.rate,
        contact=settings.contact or None,
        is_private_allowed=is_local(settings.base),
        secrets=(*settings.service_tokens, *settings.user_tokens),
    )


@dataclass(eq=False, slots=True)
class Token:
    """A token and what has become of it; ``name`` says which one without showing it."""

    name: str
    kind: TokenKind
    client: WebClient
    secret: str = field(repr=False)
    out: str = ""  # why it is used no more
    barred: set[str] = field(default_factory=set)  # methods that are not for it
    spent: dict[str, date] = field(default_factory=dict)  # methods, and the day they are used up
    busy: int = 0
    turn: int = 0
    strikes: int = 0  # how often it was too fast; what goes well takes one away


class Pool:
    """Lends the tokens, the least busy first; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.tokens = [
            Token(f"token {number} of {kind.value}", kind, open_client(settings), secret)
            for kind, secrets in (
                (TokenKind.SERVICE, settings.service_tokens),
                (TokenKind.USER, settings.user_tokens),
            )
            for number, secret in enumerate(secrets, start=1)
        ]
        # Longest first: one may begin as another does.
        self.secrets = sorted((token.secret for token in self.tokens), key=len, reverse=True)
        self._turns = 0
        self._lock = Lock()

    @property
    def has_user(self) -> bool:
        """Whether a person's token is left among them."""
        return any(token.kind is TokenKind.USER and not token.out for token in self.tokens)

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
            f"{token.out}: it is used no more; get another at {KEY_PAGE}"
            for token in self.tokens
            if token.out
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
