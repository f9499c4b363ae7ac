"""Which instances are searched, with which tokens, and how one of them is connected to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from leaders.errors import LeadersError
from leaders.platforms.mastodon.addresses import read_host
from leaders.platforms.web import WebClient
from leaders.settings import read_rate, read_text

MOST_SERVERS = 10
TIMEOUT = 10.0
ATTEMPTS = 3
WINDOW = 330.0
"""Seconds that an instance which a person named may let us wait: limits are for five minutes."""
GLANCE = 30.0
"""Seconds that any other may; a longer wait is left to a later run, so that nobody is held up."""
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,512}=*")


@dataclass(frozen=True, slots=True)
class Settings:
    """``servers`` are searched; ``tokens`` go each to its own host; ``rate`` in calls a second
    to one instance.
    """

    servers: tuple[str, ...] = ("mastodon.social",)
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)
    rate: float = 0.9
    contact: str = ""

    @property
    def named(self) -> frozenset[str]:
        """The hosts that a person named."""
        return frozenset(self.servers) | frozenset(self.tokens)


OpenClient = Callable[[str, Settings], WebClient]


def read_settings() -> Settings:
    """The settings in the environment.

    Raises ``LeadersError`` for a name, token or rate that cannot work; no token is shown.
    """
    plain = Settings()
    servers = tuple(dict.fromkeys(map(_read_server, _split("MASTODON_SERVERS"))))
    if len(servers) > MOST_SERVERS:
        raise LeadersError(f"MASTODON_SERVERS names too many; name at most {MOST_SERVERS}.")
    return Settings(
        servers=servers or plain.servers,
        tokens=dict(map(_read_token, _split("MASTODON_TOKENS"))),
        rate=read_rate("MASTODON_RATE", plain.rate),
        contact=read_text("LEADERS_CONTACT"),
    )


def open_client(
    host: str, settings: Settings, connect: Callable[..., WebClient] = WebClient
) -> WebClient:
    """A connection to one instance over https; names that lead to private addresses are refused."""
    token = settings.tokens.get(host, "")
    return connect(
        f"https://{host}",
        rate=settings.rate,
        contact=settings.contact or None,
        headers={"Authorization": f"Bearer {token}"} if token else None,
        secrets=(token,),
        timeout=TIMEOUT,
        attempts=ATTEMPTS,
        patience=WINDOW if host in settings.named else GLANCE,
    )


def _split(variable: str) -> list[str]:
    return [part for it in read_text(variable).split(",") if (part := it.strip())]


def _read_server(text: str) -> str:
    host = read_host(text)
    if host is None:
        raise LeadersError(
            f"MASTODON_SERVERS must be names such as mastodon.social with commas, not {text!r}."
        )
    return host


def _read_token(text: str) -> tuple[str, str]:
    name, _, token = text.partition("=")
    host = read_host(name.strip())
    if host is None or not _TOKEN.fullmatch(token.strip()):
        raise LeadersError(
            "MASTODON_TOKENS must be such as mastodon.social=token, with commas between."
        )
    return host, token.strip()
