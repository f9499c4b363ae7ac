"""Which platform a pasted address, handle or id is of, by its look alone."""

import re
from urllib.parse import urlsplit

from leaders.model import PlatformName

HOSTS: dict[str, PlatformName] = {
    "bsky.app": PlatformName.BLUESKY,
    "vk.com": PlatformName.VK,
    "vk.ru": PlatformName.VK,
    "youtube.com": PlatformName.YOUTUBE,
    "youtu.be": PlatformName.YOUTUBE,
    "t.me": PlatformName.TELEGRAM,
    "telegram.me": PlatformName.TELEGRAM,
    "instagram.com": PlatformName.INSTAGRAM,
    "facebook.com": PlatformName.FACEBOOK,
    "linkedin.com": PlatformName.LINKEDIN,
}
"""The sites of the platforms that have one."""

_FOREIGN = re.compile(
    r"(?:.+\.)?(?:tiktok\.com|medium\.com|threads\.(?:net|com)|substack\.com|twitter\.com|x\.com"
    r"|vkvideo\.ru|rumble\.com|odysee\.com|flickr\.com|npmjs\.com)"
)
"""Sites whose pages look as those of Mastodon and that are no platform of ours."""

_FEDIVERSE_NAME = re.compile(r"@?[\w.-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_FEDIVERSE_PAGE = re.compile(r"/(@|users/)[\w.-]+(@[\w.-]+)?/?", re.ASCII)


def platform_of(text: str) -> PlatformName | None:
    """The platform that a text names; None for a bare handle, which may be of any."""
    plain = text.strip()
    prefix = plain.partition(":")[0]
    if prefix in list(PlatformName):
        return PlatformName(prefix)
    if prefix in ("at", "did") or plain.lower().endswith(".bsky.social"):
        return PlatformName.BLUESKY
    if _FEDIVERSE_NAME.fullmatch(plain):
        return PlatformName.MASTODON
    return _platform_of_page(plain)


def is_page(text: str) -> bool:
    """Whether a text is the address of a page, which only its platform can turn into an id."""
    return _platform_of_page(text.strip()) is not None


def is_foreign(host: str) -> bool:
    """Whether a host is known to be no server of Mastodon's network."""
    return _site_of(host) is not None or _FOREIGN.fullmatch(host) is not None


def _platform_of_page(address: str) -> PlatformName | None:
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if site := _site_of(host):
        return site if parts.path.strip("/") else None
    is_fediverse = _FEDIVERSE_PAGE.fullmatch(parts.path) and not is_foreign(host)
    return PlatformName.MASTODON if is_fediverse else None


def _site_of(host: str) -> PlatformName | None:
    return HOSTS.get(".".join(host.split(".")[-2:]))
