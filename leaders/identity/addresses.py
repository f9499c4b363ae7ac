"""Whose page an address is, by the readers that pasted addresses go through.

A *key* names a page however it was written: ``telegram:wool`` for an account's page by its handle
or native id, ``page:example.org/about`` for any other.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote, urlsplit

from leaders.model import PlatformName
from leaders.platforms.bluesky.addresses import read_actor
from leaders.platforms.mastodon.addresses import read_name
from leaders.platforms.telegram.addresses import PREFIX as TELEGRAM
from leaders.platforms.telegram.addresses import read_account as read_telegram
from leaders.platforms.vk.addresses import read_address as read_vk
from leaders.platforms.youtube.addresses import read_account as read_youtube
from leaders.recognise import HOSTS, platform_of

PAGE = "page:"
LONGEST = 500
_ADDRESS = re.compile(
    r"(?<![\w@.-])(?:https?://[^\s<>\"'()\[\]{}|]{4,300}"
    rf"|(?:www\.)?(?:{'|'.join(map(re.escape, HOSTS))})/[\w@./%-]{{2,100}})",
    re.IGNORECASE,
)
_BEFORE_NAMES = frozenset({"in", "company", "school", "channel", "u", "profile", "id"})
_NO_NAMES = frozenset({"share", "sharer.php", "home", "login", "explore", "watch", "profile.php"})


def read_key(address: str) -> str | None:
    """The key of a web address; None for what is none.

    Of an account's page only: a post of hers is a page like any other.
    """
    if len(address) > LONGEST:
        return None
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return None
    platform = platform_of(address)
    name = _READERS.get(platform, _read_imported)(address) if platform else None
    if name:
        return f"{platform}:{name.lower()}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{PAGE}{host}{parts.path.rstrip('/')}{query}"


def find_addresses(text: str) -> list[str]:
    """The addresses in a text; of the networks' own sites also those without https://."""
    found = (it.rstrip(".,;:!?…*_~") for it in _ADDRESS.findall(text))
    return [it if "://" in it else f"https://{it}" for it in found]


def own_keys(account_id: str, handle: str | None, url: str | None) -> set[str]:
    """The keys of an account's own pages."""
    platform = account_id.partition(":")[0]
    keys = {account_id.lower()} | ({f"{platform}:{handle.lower()}"} if handle else set())
    key = read_key(url) if url else None
    return keys | ({key} if key else set())


def host_of(key: str) -> str:
    """The host of the key of a page that is no account's."""
    return key.removeprefix(PAGE).partition("/")[0].partition("?")[0]


def _read_vk(address: str) -> str | None:
    named = read_vk(address)
    return None if named is None else str(named)


def _read_youtube(address: str) -> str | None:
    named = read_youtube(address)
    return named.value.removeprefix("@") if named and named.by != "forUsername" else None


def _read_telegram(address: str) -> str | None:
    named = read_telegram(address)
    return named and named.removeprefix(TELEGRAM)


def _read_mastodon(address: str) -> str | None:
    named = read_name(address)
    is_post = urlsplit(address).path.strip("/").removeprefix("users/").count("/")
    return f"{named.user}@{named.host}" if named and not is_post else None


def _read_imported(address: str) -> str | None:
    """The one word behind the host, as the networks that are imported alone call their accounts."""
    parts = [it for it in unquote(urlsplit(address).path).split("/") if it]
    if len(parts) == 2 and parts[0] in _BEFORE_NAMES:
        parts = parts[1:]
    name = parts[0].removeprefix("@") if len(parts) == 1 else ""
    return name if name and name.lower() not in _NO_NAMES else None


_READERS: Mapping[str, Callable[[str], str | None]] = {
    PlatformName.BLUESKY: read_actor,
    PlatformName.MASTODON: _read_mastodon,
    PlatformName.TELEGRAM: _read_telegram,
    PlatformName.VK: _read_vk,
    PlatformName.YOUTUBE: _read_youtube,
}


def is_shared_site(key: str) -> bool:
    """Whether the key is the front page of a network: everybody's, so nobody's."""
    host = host_of(key)
    return key.startswith(PAGE) and ".".join(host.split(".")[-2:]) in HOSTS
