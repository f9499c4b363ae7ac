"""Which platform a pasted address, handle or id is of, by its look alone.

Where no interface can be asked, the look also tells whose page it is: see ``read_native_id``.
"""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from leaders.model import IMPORT_ONLY, PlatformName

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
    "tiktok.com": PlatformName.TIKTOK,
    "dzen.ru": PlatformName.DZEN,
    "ok.ru": PlatformName.OK,
    "odnoklassniki.ru": PlatformName.OK,
    "rutube.ru": PlatformName.RUTUBE,
    "max.ru": PlatformName.MAX,
}
"""The sites of the platforms that have one."""

_FOREIGN = re.compile(
    r"(?:.+\.)?(?:medium\.com|threads\.(?:net|com)|substack\.com|twitter\.com|x\.com"
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


_NAME = r"[\w.-]{1,100}"
_PAGES = {
    PlatformName.INSTAGRAM: rf"(?:stories/|_u/)?({_NAME})(?:/.*)?",
    PlatformName.FACEBOOK: rf"(groups/{_NAME}|{_NAME})(?:/.*)?",
    PlatformName.LINKEDIN: r"((?:in|company|school|showcase)/[^/\s]{1,200})(?:/.*)?",
    PlatformName.TIKTOK: rf"@({_NAME})(?:/.*)?",
    PlatformName.DZEN: rf"(id/{_NAME}|{_NAME})(?:/.*)?",
    PlatformName.OK: rf"((?:profile|group)/[0-9]{{1,20}}|{_NAME})(?:/.*)?",
    PlatformName.RUTUBE: rf"((?:channel/[0-9]{{1,20}}|u/{_NAME}))(?:/.*)?",
    PlatformName.MAX: rf"({_NAME})(?:/.*)?",
}
"""The path of an account's page, or of a post whose address names its author: its native id."""

_NO_ACCOUNTS = {
    PlatformName.INSTAGRAM: {"p", "reel", "reels", "tv", "explore", "accounts", "s", "stories"},
    PlatformName.FACEBOOK: {
        "watch", "events", "share", "sharer", "story.php", "permalink.php", "photo.php", "photo",
        "login", "help", "hashtag", "reel", "marketplace", "gaming", "people", "pages", "groups",
        "profile.php", "public",
    },
    PlatformName.LINKEDIN: set(),
    PlatformName.TIKTOK: set(),
    PlatformName.DZEN: {"a", "b", "video", "news", "articles", "topic", "search", "shorts", "id"},
    PlatformName.OK: {"video", "live", "dk", "music", "games", "search", "profile", "group"},
    PlatformName.RUTUBE: set(),
    PlatformName.MAX: {"join", "apps", "download", "legal", "c"},
}  # fmt: skip
"""First words of a path that name no account."""

_FACEBOOK_NUMBER = re.compile(r"(?:pages|people)/[^/]+/([0-9]{1,20})(?:/.*)?")

_BARE_IDS = {PlatformName.LINKEDIN: "in/", PlatformName.RUTUBE: "u/"}
"""What a bare handle is short for, where the platform has several kinds of page."""

_BARE_NUMBERS = {PlatformName.OK: "profile/", PlatformName.RUTUBE: "channel/"}

_SITES = {
    PlatformName.INSTAGRAM: "https://www.instagram.com/",
    PlatformName.FACEBOOK: "https://www.facebook.com/",
    PlatformName.LINKEDIN: "https://www.linkedin.com/",
    PlatformName.TIKTOK: "https://www.tiktok.com/@",
    PlatformName.DZEN: "https://dzen.ru/",
    PlatformName.OK: "https://ok.ru/",
    PlatformName.RUTUBE: "https://rutube.ru/",
    PlatformName.MAX: "https://max.ru/",
}


def read_native_id(platform: str, text: str) -> str | None:
    """The native id that an address, a handle or an id means on a network that is import-only.

    It is the path of the account's page, in small letters, so that the same account of two lists
    is one: ``ann`` of instagram.com/Ann/, ``in/ann`` of linkedin.com/in/ann. None for the address
    of something else, and for text that names nobody.
    """
    name = PlatformName(platform)
    plain = text.strip().removeprefix(f"{platform}:")
    parts = _split_address(plain)
    if parts is not None and (site := _site_of(_host_of(parts))) is not None:
        return _read_path(name, parts) if site == name else None
    if "://" in plain:
        return None
    handle = plain.removeprefix("@").strip("/")
    if "/" in handle:
        found = re.fullmatch(_PAGES[name], handle)
        return found[1].lower() if found and found[1] == handle else None
    if not re.fullmatch(_NAME, handle):
        return None
    bare = _BARE_NUMBERS if handle.isdigit() and name in _BARE_NUMBERS else _BARE_IDS
    return f"{bare.get(name, '')}{handle}".lower()


def address_of(platform: str, native_id: str) -> str:
    """The address of an account's page on a network that is import-only."""
    return _SITES[PlatformName(platform)] + native_id


def name_permanently(text: str) -> str:
    """The permanent id that an address of an import-only network means; other text as it is."""
    platform = platform_of(text)
    native_id = read_native_id(platform, text) if platform in IMPORT_ONLY else None
    return f"{platform}:{native_id}" if native_id else text


def _read_path(platform: PlatformName, parts: SplitResult) -> str | None:
    path = unquote(parts.path).strip("/")
    if platform == PlatformName.FACEBOOK:
        numbered = _FACEBOOK_NUMBER.fullmatch(path)
        asked = re.search(r"(?:^|&)id=([0-9]{1,20})(?:&|$)", parts.query)
        if numbered or (path == "profile.php" and asked):
            return (numbered or asked)[1]  # type: ignore[index]
    found = re.fullmatch(_PAGES[platform], path)
    return found[1].lower() if found and found[1].lower() not in _NO_ACCOUNTS[platform] else None


def _split_address(text: str) -> SplitResult | None:
    try:
        return urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return None


def _host_of(parts: SplitResult) -> str:
    try:
        return (parts.hostname or "").lower()
    except ValueError:
        return ""


def _platform_of_page(address: str) -> PlatformName | None:
    parts = _split_address(address)
    if parts is None:
        return None
    host = _host_of(parts)
    if site := _site_of(host):
        return site if parts.path.strip("/") else None
    is_fediverse = _FEDIVERSE_PAGE.fullmatch(parts.path) and not is_foreign(host)
    return PlatformName.MASTODON if is_fediverse else None


def _site_of(host: str) -> PlatformName | None:
    return HOSTS.get(".".join(host.split(".")[-2:]))
