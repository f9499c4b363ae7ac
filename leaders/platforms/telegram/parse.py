"""From Telegram's answers to rows, but for messages: pure functions that believe nothing.

telethon has read the bytes, so every field has its type; what it holds may be nonsense.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from telethon.tl import types

from leaders.errors import PlatformRefused
from leaders.model import Account, AccountKind, Contact, ContactKind, Edge, EdgeKind
from leaders.platforms.parsing import parse_count, parse_name, parse_seconds, parse_text
from leaders.platforms.published import LONGEST_TEXT, find_emails, find_links
from leaders.platforms.telegram.addresses import (
    PREFIX,
    is_name,
    mark_channel,
    name_person,
    read_channel,
)

OURS = re.compile(r"(.*\.)?(t\.me|telegram\.(me|dog|org))")


def demand(answer: Any, *kinds: type) -> Any:
    """The answer, if it is of one of the kinds; raises ``PlatformRefused`` for any other."""
    if not isinstance(answer, kinds):
        raise PlatformRefused(
            f"Telegram answered with {type(answer).__name__}, which makes no sense here; "
            "try again later.",
            200,
        )
    return answer


def find_name(entity: Any) -> str | None:
    """The name by which a channel or person can be found now, in lower case."""
    names = [getattr(entity, "username", None)]
    names += [it.username for it in getattr(entity, "usernames", None) or () if it.active]
    return next((name.lower() for name in names if is_name(name)), None)


def parse_peer(peer: Any) -> str | None:
    """The account id of a channel or a person; small groups are none of the public."""
    if isinstance(peer, types.PeerUser):
        return name_person(peer.user_id)
    marked = mark_channel(peer.channel_id) if isinstance(peer, types.PeerChannel) else None
    return f"{PREFIX}{marked}" if marked else None


def parse_moment(date: Any) -> datetime | None:
    """A moment that is no nonsense, in UTC."""
    return parse_seconds(int(date.timestamp())) if isinstance(date, datetime) else None


def name_public(chat: Any) -> str | None:
    """The account id of a channel or group that everybody can find; None for any other chat."""
    is_public = isinstance(chat, types.Channel) and find_name(chat) is not None
    marked = mark_channel(chat.id) if is_public else None
    return f"{PREFIX}{marked}" if marked else None


def find_public(chats: Iterable[Any]) -> tuple[str, ...]:
    """The channels and groups among chats that everybody can find, each once."""
    return tuple(dict.fromkeys(found for chat in chats if (found := name_public(chat))))


def find_names(answer: Any) -> dict[str, str]:
    """The account ids behind the names of whom an answer brings along; bots are nobody."""
    found = {find_name(chat): name_public(chat) for chat in answer.chats}
    people = [it for it in answer.users if isinstance(it, types.User) and not it.bot]
    found |= {find_name(user): name_person(user.id) for user in people}
    return {name: account for name, account in found.items() if name and account}


def parse_account(answer: Any, account_id: str) -> Account | None:
    """The profile of a channel or group; one that nobody can find is known and never listed.

    None for one that is closed to us. Raises ``PlatformRefused`` for the profile of another.
    """
    marked, full = read_channel(account_id), answer.full_chat
    channel: Any = next((it for it in answer.chats if mark_channel(it.id) == marked), None)
    if isinstance(channel, types.ChannelForbidden):
        return None
    demand(channel, types.Channel)
    demand(full, types.ChannelFull)
    name = find_name(channel)
    about = full.about[:LONGEST_TEXT] if name else ""
    return Account(
        account_id=account_id,
        kind=AccountKind.COMMUNITY,
        handle=name,
        name=parse_name(channel.title) if name else None,
        url=f"https://t.me/{name}" if name else None,
        followers_count=parse_count(full.participants_count),
        is_unlisted=name is None,
        contacts=tuple(Contact(ContactKind.EMAIL, it) for it in find_emails(about)),
        links=find_links(about, OURS),
        bio=parse_text(about),
    )


def parse_members(participants: Iterable[Any], group: str) -> tuple[Edge, ...]:
    """Who is a member of a group.

    Raises ``PlatformRefused`` for one that cannot be read: left out, it would look as if gone.
    """
    members: dict[str, None] = {}
    for it in participants:
        is_banned = isinstance(it, types.ChannelParticipantBanned)
        if isinstance(it, types.ChannelParticipantLeft) or (is_banned and it.left):
            continue
        member = parse_peer(it.peer) if is_banned else name_person(getattr(it, "user_id", None))
        if member is None:
            raise PlatformRefused("Telegram gave members that cannot be read; try later.", 200)
        members[member] = None
    return tuple(Edge(it, group, EdgeKind.MEMBER) for it in members)


def parse_likers(reactions: Iterable[Any], group: str, post_id: str) -> tuple[Edge, ...]:
    """Who reacted to a post, a row a reaction: somebody may give three."""
    return tuple(
        Edge(liker, group, EdgeKind.LIKE, post_id, parse_moment(it.date))
        for it in reactions
        if (liker := parse_peer(it.peer_id)) and liker != group
    )


def parse_similar(chats: Iterable[Any], channel: str) -> tuple[Edge, ...]:
    """The channels that Telegram calls similar to one."""
    found = find_public(chats)
    return tuple(Edge(channel, it, EdgeKind.SIMILAR) for it in found if it != channel)
