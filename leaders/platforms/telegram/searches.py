"""Searches by words: for channels and groups, and for the channels of posts."""

import re
from typing import Any

from telethon.tl import functions, types

from leaders.errors import LeadersError
from leaders.model import Listing, Page
from leaders.platforms.parsing import parse_count, parse_name
from leaders.platforms.telegram import parse
from leaders.platforms.telegram.addresses import PREFIX, name_post, read_channel
from leaders.platforms.telegram.connection import Connection

SEARCHES = (Listing.SEARCH_ACCOUNTS, Listing.SEARCH_POSTS)
ROWS = 100
LONGEST_WORDS = 200

_PLACE = re.compile(r"([0-9]{1,10})/(-1[0-9]{12})/([0-9]{1,10})")
_MESSAGES = (
    types.messages.Messages,
    types.messages.MessagesSlice,
    types.messages.ChannelMessages,
)


def search(connection: Connection, text: str, listing: Listing, cursor: str | None) -> Page:
    """One page of a search; raises ``LeadersError`` for what are no words."""
    words = parse_name(text[:LONGEST_WORDS])
    if words is None:
        raise LeadersError("telegram: a search needs words; correct the words of the niche.")
    if listing is Listing.SEARCH_ACCOUNTS:
        return _search_accounts(connection, words)
    return _search_posts(connection, words, cursor)


def ask_messages(connection: Connection, request: Any) -> Any:
    """An answer that holds messages; raises ``PlatformRefused`` for any other."""
    return parse.demand(connection.ask(request), *_MESSAGES)


def read_number(cursor: str | None) -> int:
    """The number in a stored cursor, 0 where there is none; raises ``LeadersError``."""
    if cursor is None:
        return 0
    if not re.fullmatch(r"[0-9]{1,10}", cursor) or int(cursor) >= 2**31:
        raise LeadersError(f"telegram: the stored cursor {cursor[:40]!r} cannot be read.")
    return int(cursor)


def _search_accounts(connection: Connection, words: str) -> Page:
    request = functions.contacts.SearchRequest(words.removeprefix("#"), ROWS)
    answer = parse.demand(connection.ask(request), types.contacts.Found)
    public = set(parse.find_public(answer.chats))
    found = [parse.parse_peer(it) for it in (*answer.my_results, *answer.results)]
    return Page(found=tuple(dict.fromkeys(it for it in found if it in public and it)))


def _search_posts(connection: Connection, words: str, cursor: str | None) -> Page:
    """A word with # in all channels, which is free; others where the login is a member."""
    place = _read_place(connection, cursor)
    if re.fullmatch(r"#\w+", words):
        request = functions.channels.SearchPostsRequest(**place, limit=ROWS, hashtag=words[1:])
    else:
        request = functions.messages.SearchGlobalRequest(
            words, types.InputMessagesFilterEmpty(), min_date=None, max_date=None, **place,
            limit=ROWS, broadcasts_only=True,
        )  # fmt: skip
    answer = ask_messages(connection, request)
    public = set(parse.find_public(answer.chats))
    authors = [parse.parse_peer(getattr(it, "peer_id", None)) for it in answer.messages]
    found = tuple(dict.fromkeys(it for it in authors if it in public and it))
    is_last = isinstance(answer, types.messages.Messages)
    return Page(found=found, cursor=None if is_last else _write_place(answer))


def _read_place(connection: Connection, cursor: str | None) -> dict[str, Any]:
    if cursor is None:
        return {"offset_rate": 0, "offset_peer": types.InputPeerEmpty(), "offset_id": 0}
    place = _PLACE.fullmatch(cursor)
    if place is None:
        raise LeadersError(f"telegram: the stored cursor {cursor[:40]!r} cannot be read.")
    return {
        "offset_rate": read_number(place[1]),
        "offset_peer": connection.demand_channel(f"{PREFIX}{place[2]}").peer,
        "offset_id": read_number(place[3]),
    }


def _write_place(answer: Any) -> str | None:
    """Behind the last message that has a place; None where there is none: the end."""
    for last in reversed(answer.messages):
        channel = parse.parse_peer(getattr(last, "peer_id", None))
        moment = parse.parse_moment(getattr(last, "date", None))
        if channel and moment and read_channel(channel) and name_post(channel, last.id):
            rate = parse_count(getattr(answer, "next_rate", None)) or int(moment.timestamp())
            return f"{rate}/{channel.removeprefix(PREFIX)}/{last.id}"
    return None
