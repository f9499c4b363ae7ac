"""Whom we may talk to: the platform's own address, and a private one only where that is meant.

What a name leads to is known only once the connection stands, so it is checked then, before a
byte of the request is sent.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx

from leaders.errors import LeadersError, PlatformUnreachable


def read_base(base: str, is_private_allowed: bool) -> httpx.URL:
    """The address of a platform; raises ``LeadersError`` for one that may not be asked."""
    try:
        url = httpx.URL(base)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise LeadersError("A platform's address must begin with https:// and a host; correct it.")
    if url.userinfo:
        raise LeadersError(f"Take the name and password out of the address of {url.host}.")
    if url.scheme == "http" and not is_private_allowed:
        raise LeadersError(f"{url.host} must be asked with https://; http:// is for this machine.")
    if not is_private_allowed and _is_private(url.host):
        raise LeadersError(f"{url.host} is a private address; name the platform's public one.")
    return url


class AddressGuard:
    """Hears of every connection that httpcore makes, and refuses those to the wrong side.

    Nothing is sent unencrypted over the internet, even where private addresses are allowed.
    """

    def __init__(self, base: httpx.URL, is_private_allowed: bool) -> None:
        self._host = base.host
        self._is_private_allowed = is_private_allowed
        self._is_public_allowed = base.scheme == "https"

    def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Raises ``PlatformUnreachable``, which httpcore and httpx hand on as it is."""
        if event != "connection.connect_tcp.complete":
            return
        stream = info["return_value"]
        address = str(stream.get_extra_info("server_addr")[0])
        if _is_private(address):
            if not self._is_private_allowed:
                stream.close()
                raise PlatformUnreachable(
                    f"{self._host} leads to the private address {address}, so nothing was sent; "
                    "look for a portal or a VPN in the way and run the same command again."
                )
        elif not self._is_public_allowed:
            stream.close()
            raise PlatformUnreachable(
                f"{self._host} leads to the public address {address}, which must be asked with "
                "https://; correct the platform's address."
            )


def find_proxy(base: httpx.URL) -> str | None:
    """The proxy that the environment names for a platform; local servers are asked directly."""
    if base.scheme == "http" or _is_private(base.host) or proxy_bypass(base.host):
        return None
    proxies = getproxies()
    proxy = proxies.get(base.scheme) or proxies.get("all")
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def open_transport(proxy: str | None, connections: int) -> httpx.HTTPTransport:
    """The network itself; raises ``LeadersError`` for a proxy that httpx cannot use."""
    limits = httpx.Limits(
        max_connections=connections, max_keepalive_connections=connections, keepalive_expiry=60
    )
    try:
        return httpx.HTTPTransport(proxy=proxy, limits=limits)
    except (ValueError, ImportError, httpx.InvalidURL):  # their words hold the proxy's password
        raise LeadersError(
            "The environment names a proxy that cannot be used; name one that begins with http://."
        ) from None


def _is_private(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False  # a name: checked when it is connected to
    return not address.is_global
