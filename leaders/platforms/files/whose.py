"""Whose account a cell of a file means: an address, a handle or an id, to a native id.

On networks without an open interface the address is the id. Of the others only some addresses
hold it; a public name is known if the store has met it (``known``), and a guess is never made.
"""

import re
from collections.abc import Mapping
from functools import partial

import polars as pl

from leaders.model import IMPORT_ONLY, PlatformName, show_platform
from leaders.platforms.files.rows import TEXT_SHOWN, Batch, Reject
from leaders.platforms.telegram import addresses as telegram
from leaders.platforms.vk import addresses as vk
from leaders.platforms.youtube import addresses as youtube
from leaders.recognise import address_of, platform_of, read_native_id

_WALL = re.compile(r"(?:https?://)?(?:\w+\.)?vk\.(?:com|ru)/(?:.*\bw=)?wall(-?\d+)_(\d+)\b.*")
_TELEGRAM_POST = re.compile(r".*/([0-9]{1,10})/?(?:\?.*)?")
_WORDS = {
    "vkontakte": PlatformName.VK, "вк": PlatformName.VK, "вконтакте": PlatformName.VK,
    "tg": PlatformName.TELEGRAM, "телеграм": PlatformName.TELEGRAM,
    "телеграмм": PlatformName.TELEGRAM, "yt": PlatformName.YOUTUBE, "ютуб": PlatformName.YOUTUBE,
    "ig": PlatformName.INSTAGRAM, "инстаграм": PlatformName.INSTAGRAM,
    "инстаграмм": PlatformName.INSTAGRAM, "fb": PlatformName.FACEBOOK,
    "фейсбук": PlatformName.FACEBOOK, "тикток": PlatformName.TIKTOK, "дзен": PlatformName.DZEN,
    "яндексдзен": PlatformName.DZEN, "одноклассники": PlatformName.OK,
    "рутуб": PlatformName.RUTUBE, "макс": PlatformName.MAX,
}  # fmt: skip


def read_platform(word: str) -> PlatformName | None:
    """The network that a word in a column of networks means; None for others."""
    plain = re.sub(r"[\W_]+", "", word.lower())
    return PlatformName(plain) if plain in list(PlatformName) else _WORDS.get(plain)


def read_account(platform: str, text: str, known: Mapping[str, str]) -> str | None:
    """The native id of an account, or of whoever wrote the post that an address is of.

    ``known`` has the native ids of stored accounts by handle in small letters. None for what
    names nobody here, and for a public name that nobody is known by.
    """
    if platform in IMPORT_ONLY:
        return read_native_id(platform, text)
    if platform_of(text) not in (None, platform):
        return None
    name = _read_name(platform, text.strip())
    if name is None:
        return None
    if isinstance(name, int):
        return str(name)
    native_id = name.removeprefix(f"{platform}:")
    return native_id if native_id != name else known.get(name.removeprefix("@").lower())


def read_post(platform: str, text: str, known: Mapping[str, str]) -> str | None:
    """The native id of a post: of its address the path, or what the platform calls it."""
    plain = text.strip()
    if platform == PlatformName.VK:
        wall = _WALL.fullmatch(plain)
        return f"{wall[1]}_{wall[2]}" if wall else None
    if platform == PlatformName.TELEGRAM:
        channel, message = read_account(platform, plain, known), _TELEGRAM_POST.fullmatch(plain)
        return f"{channel}/{message[1]}" if channel and message else None
    if platform == PlatformName.YOUTUBE:
        video = re.search(r"(?:v=|youtu\.be/|shorts/)([A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])", plain)
        return video[1] if video else None
    path = re.sub(r"^(?:https?://)?[^/]+/|[?#].*$", "", plain).strip("/")
    return path or None


def name_rows(platform: str, shape: str, batch: Batch) -> Batch:
    """Clean rows of a network that is import-only, its accounts by their native ids.

    An account's address is known with its id. What names no account there is a reject.
    """
    ends = ("author",) if shape == "posts" else ("id", "source", "target")
    fields = [it for it in ends if it in batch.frame.columns]
    read = partial(read_native_id, platform)
    named = batch.frame.with_columns(
        pl.col(it).map_elements(read, return_dtype=pl.String).alias(f"{it}:named") for it in fields
    )
    is_named = pl.all_horizontal(pl.col(f"{it}:named").is_not_null() for it in fields)
    rejects = list(batch.rejects)
    for row in named.filter(~is_named).iter_rows(named=True):
        shown = next(row[it] for it in fields if row[f"{it}:named"] is None)
        reason = f"names no account of {show_platform(platform)}"
        rejects.append(Reject(row["line"], reason, shown[:TEXT_SHOWN]))
    kept = named.filter(is_named).with_columns(pl.col(f"{it}:named").alias(it) for it in fields)
    frame = kept.select(batch.frame.columns)
    if shape == "accounts":
        frame = frame.with_columns(
            pl.col("id").map_elements(partial(address_of, platform), return_dtype=pl.String)
            .alias("url"),
            pl.col("id").str.split("/").list.last().alias("handle"),
        )  # fmt: skip
    return Batch(frame, tuple(sorted(rejects, key=lambda it: it.line)))


def _read_name(platform: str, text: str) -> str | int | None:
    """A number, a permanent id with its platform, or a public name."""
    if platform == PlatformName.VK:
        wall = _WALL.fullmatch(text)
        return int(wall[1]) if wall else vk.read_named(text)
    if platform == PlatformName.TELEGRAM:
        return telegram.read_account(text) or text
    if platform == PlatformName.YOUTUBE:
        named = youtube.read_account(text)
        is_id = named is not None and youtube.is_channel(named.value)
        return f"{youtube.PREFIX}{named.value}" if named and is_id else named and named.value
    return text if text.startswith(f"{platform}:") else text.rsplit("/", 1)[-1]
