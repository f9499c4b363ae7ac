"""The public page of a post, where its id says it."""

import re
from collections.abc import Callable
from urllib.parse import quote

Link = Callable[[str, str | None], str | None]
"""From what follows the platform in a post's id, and its author's handle."""

_BLUESKY = re.compile(r"at://(did:[a-z]+:[\w.:%-]+)/app\.bsky\.feed\.post/([\w.~:-]+)")
_MASTODON = re.compile(r"([\w.-]+(?::\d+)?)/(\d+)")
_VK = re.compile(r"-?\d+_\d+")
_TELEGRAM = re.compile(r"-?\d+/(\d+)")
_VIDEO = re.compile(r"[\w-]{11}")
_NAME = re.compile(r"\w{1,64}", re.ASCII)


def _of_bluesky(post: str, handle: str | None) -> str | None:
    found = _BLUESKY.fullmatch(post)
    return f"https://bsky.app/profile/{found[1]}/post/{found[2]}" if found else None


def _of_mastodon(post: str, handle: str | None) -> str | None:
    """Mastodon finds a post by its number, whatever name stands before it."""
    found, name = _MASTODON.fullmatch(post), (handle or "").lstrip("@").partition("@")[0]
    return f"https://{found[1]}/@{quote(name)}/{found[2]}" if found and name else None


def _of_vk(post: str, handle: str | None) -> str | None:
    return f"https://vk.com/wall{post}" if _VK.fullmatch(post) else None


def _of_telegram(post: str, handle: str | None) -> str | None:
    found = _TELEGRAM.fullmatch(post)
    return f"https://t.me/{handle}/{found[1]}" if found and _NAME.fullmatch(handle or "") else None


def _of_youtube(post: str, handle: str | None) -> str | None:
    return f"https://www.youtube.com/watch?v={post}" if _VIDEO.fullmatch(post) else None


POST_LINKS: dict[str, Link] = {
    "bluesky": _of_bluesky,
    "mastodon": _of_mastodon,
    "vk": _of_vk,
    "telegram": _of_telegram,
    "youtube": _of_youtube,
}


def link_post(post_id: str, handle: str | None) -> str | None:
    """The address of a post by its id and its author's handle; None where nobody can tell."""
    platform, _, post = post_id.partition(":")
    return POST_LINKS[platform](post, handle) if platform in POST_LINKS else None
