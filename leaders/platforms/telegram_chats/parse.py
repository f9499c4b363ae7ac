"""Values out of the messages of an export: pure functions that believe nothing."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from leaders.platforms.parsing import (
    dig,
    dig_rows,
    parse_count,
    parse_moment,
    parse_post_text,
    parse_seconds,
)
from leaders.platforms.telegram.addresses import PREFIX, mark_channel, name_person, read_account

_PEER = re.compile(r"(user|channel|chat)([1-9][0-9]{0,15})")
_LARGEST_SMALL_GROUP = 999_999_999_999
_LARGEST_OFFSET = timedelta(hours=15)
_DAY = timedelta(days=1)


def parse_peer(value: object) -> str | None:
    """The permanent id of whom an export calls user1, channel1 or (a basic group) chat1."""
    found = _PEER.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    number = int(found[2])
    if found[1] == "user":
        return name_person(number)
    if found[1] == "channel":
        marked = mark_channel(number)
    else:
        marked = -number if number <= _LARGEST_SMALL_GROUP else None
    return f"{PREFIX}{marked}" if marked else None


def parse_unix(value: object) -> datetime | None:
    """A moment in seconds since 1970, written as text."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,12}", value):
        return None
    return parse_seconds(int(value))


def is_forward(message: object) -> bool:
    """Whether a message passes on what another wrote."""
    return any(dig(message, key) is not None for key in ("forwarded_from", "forwarded_from_id"))


def is_channel_post(message: object) -> bool:
    """Whether a group's message is what Telegram puts there for a post of the group's channel."""
    author, origin = dig(message, "from_id"), dig(message, "forwarded_from_id")
    if not isinstance(author, str) or not author.startswith("channel"):
        return False
    if origin is None:  # an older export has the name alone
        name = dig(message, "forwarded_from")
        return isinstance(name, str) and name == dig(message, "from")
    return author == origin


def parse_origin(message: object) -> str | None:
    """The channel that a message is passed on from; None where it is of a person, or unknown."""
    origin = dig(message, "forwarded_from_id")
    is_channel = isinstance(origin, str) and origin.startswith("channel")
    return parse_peer(origin) if is_channel else None


def sum_reactions(message: object) -> int | None:
    """How many reacted; not the paid reactions, of which stars are counted and not people."""
    counts = (
        parse_count(dig(reaction, "count"))
        for reaction in dig_rows(message, "reactions")
        if dig(reaction, "type") != "paid"
    )
    known = [count for count in counts if count is not None]
    return parse_count(sum(known)) if known else None


def parse_reactions(
    message: object, posted_at: datetime | None
) -> Iterator[tuple[str, datetime | None]]:
    """Who reacted last, and when."""
    for reaction in dig_rows(message, "reactions"):
        for recent in dig_rows(reaction, "recent"):
            reactor = parse_peer(dig(recent, "from_id"))
            if reactor:
                yield reactor, _parse_reacted(recent, message, posted_at)


def _parse_reacted(recent: object, message: object, posted_at: datetime | None) -> datetime | None:
    """When somebody reacted: told in the exporter's own time, as the message's date also is."""
    local, posted_local = (_parse_local(dig(it, "date")) for it in (recent, message))
    if not local or not posted_local or not posted_at:
        return None
    later = local - posted_local
    is_sane = abs(posted_local - posted_at) <= _LARGEST_OFFSET and -_DAY < later < 36_500 * _DAY
    return posted_at + later if is_sane else None


def _parse_local(value: object) -> datetime | None:
    return parse_moment(f"{value}+00:00") if isinstance(value, str) else None


def text_entities(message: object) -> list[object]:
    """The parts of a message's text; older exports have them in the text alone."""
    return dig_rows(message, "text_entities") or dig_rows(message, "text")


def parse_words(message: object) -> str | None:
    """What a message says, without whom it mentions; None for one that passes on another's words.

    A text is one string, or a list of strings and of parts with a kind.
    """
    text = dig(message, "text")
    if is_forward(message) or not isinstance(text, str | list):
        return None
    parts = [text] if isinstance(text, str) else text
    told = [it for it in parts if dig(it, "type") not in ("mention", "mention_name")]
    words = (it if isinstance(it, str) else dig(it, "text") for it in told)
    return parse_post_text("".join(it for it in words if isinstance(it, str)))


def parse_mentioned_user(entity: object) -> str | None:
    """Who is mentioned by a name that stands for an id."""
    if dig(entity, "type") != "mention_name":
        return None
    return parse_peer(f"user{parse_count(dig(entity, 'user_id'))}")


def parse_handle(entity: object) -> str | None:
    """The handle, in small letters, of an @name or of a link to a chat or a message of it."""
    kind = dig(entity, "type")
    text = dig(entity, "href" if kind == "text_link" else "text")
    if kind not in ("mention", "link", "text_link") or not isinstance(text, str):
        return None
    named = read_account(text)
    return None if named is None or named.startswith(PREFIX) else named
