"""Addresses of servers that a person configured: https, or http on this machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from leaders.errors import LeadersError
from leaders.settings import read_text


def read_base_address(variable: str, default: str) -> str:
    """The address of a server in the environment, without a slash at its end.

    Raises ``LeadersError`` for one that is neither https nor of this machine.
    """
    base = (read_text(variable) or default).rstrip("/")
    is_plain_local = (
        base.startswith("http://") and is_base_address("https" + base[4:]) and is_local(base)
    )
    if not (is_base_address(base) or is_plain_local):
        raise LeadersError(f"{variable} must be an https address such as {default}.")
    return base


def is_base_address(address: str) -> bool:
    """Whether this is the https address of a server: no path, no login, no port nonsense."""
    try:
        parts = urlsplit(address)
        is_server = parts.scheme == "https" and bool(parts.hostname) and (parts.port or 443) > 0
    except ValueError:
        return False
    is_bare = not (parts.username or parts.password or parts.query or parts.fragment)
    return is_server and is_bare and parts.path in ("", "/") and address.isprintable()


def is_local(base: str) -> bool:
    """Whether an address names this machine or a private network by itself, without a look-up."""
    host = urlsplit(base).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost"
