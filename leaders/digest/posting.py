"""Posting to an address that may itself be a secret: neither an error nor a log shows it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from threading import get_ident
from urllib.parse import urlsplit

from leaders.errors import LeadersError
from leaders.platforms.web import Clock, WebClient

RATE = 1.0
PATIENCE = 60.0
"""Seconds that a host may ask us to wait."""
ATTEMPTS = 4
_LOGGERS = ("httpx", "httpcore.connection", "httpcore.http11", "httpcore.proxy")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often is tried. timeout: seconds that the host may be silent."""

    timeout: float = 15.0
    attempts: int = ATTEMPTS
    clock: Clock | None = None
    random: Random | None = None


def split_address(address: str, name: str) -> tuple[str, str]:
    """(scheme, host and port; path and query) of an address in the environment.

    Raises ``LeadersError`` for what is no http or https address; the address is not repeated.
    """
    try:
        parts = urlsplit(address)
        is_good = bool(parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    except ValueError:
        is_good = False
    if not is_good or not address.isascii() or not address.isprintable() or " " in address:
        raise LeadersError(f"{name} must be an address that begins with https://; correct it.")
    if "@" in parts.netloc:
        raise LeadersError(f"Take the name and password out of the address in {name}.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}", (parts.path or "/") + query


@contextmanager
def open_host(base: str, secrets: tuple[str, ...], patience: Patience) -> Iterator[WebClient]:
    """A client of a host, private ones too; while it is open this thread's requests are not logged.

    http is for private addresses alone: nothing is sent unencrypted over the internet.
    """
    client = WebClient(
        base, rate=RATE, is_private_allowed=True, timeout=patience.timeout, patience=PATIENCE,
        attempts=patience.attempts, secrets=secrets, clock=patience.clock, random=patience.random,
    )  # fmt: skip
    with _unlogged():
        try:
            yield client
        finally:
            client.close()


@contextmanager
def _unlogged() -> Iterator[None]:
    thread = get_ident()

    def is_of_others(record: logging.LogRecord) -> bool:
        return record.thread != thread

    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(is_of_others)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(is_of_others)
