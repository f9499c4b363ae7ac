"""Which request tells which listing, where in it we are, and what its answer becomes."""

from collections.abc import Callable, Mapping
from typing import Any

from telethon.tl import functions, types

from leaders.errors import LeadersError, PlatformRefused
from leaders.model import Account, Ended, Listing, Page
from leaders.platforms.parsing import is_cursor, parse_count
from leaders.platforms.telegram import messages, parse
from leaders.platforms.telegram.addresses import PREFIX, read_channel, read_post
from leaders.platforms.telegram.connection import Connection
from leaders.platforms.telegram.names import Names
from leaders.platforms.telegram.refusals import NO_BROADCAST_READERS, is_gone
from leaders.platforms.telegram.searches import (
    LONGEST_WORDS,
    ROWS,
    SEARCHES,
    ask_messages,
    read_number,
    search,
)

MEMBERS_ROWS = 200
_WHOLE: Mapping[str, Any] = {
    "offset_date": None, "add_offset": 0, "max_id": 0, "min_id": 0, "hash": 0,
}  # fmt: skip


class Listings:
    """Reads accounts, profiles and listings over one connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._names = Names(connection)
        self._unmet: dict[str, None] = {}  # named by a number, which opens nothing
        self._of_channels: Mapping[Listing, Callable[[str, str | None], Page]] = {
            Listing.POSTS: self._read_posts,
            Listing.SIMILAR: self._read_similar,
            Listing.MEMBERS: self._read_members,
        }
        self._of_posts: Mapping[Listing, Callable[[str, int, str | None], Page]] = {
            Listing.REPLIERS: self._read_comments,
            Listing.LIKERS: self._read_likers,
        }

    def find_account(self, named: str) -> str | None:
        """The account id behind an account id or a name; None for who is no channel or group."""
        if read_channel(named) is None:
            account_id = self._names.find(named)
            is_channel = account_id is not None and read_channel(account_id) is not None
            return account_id if is_channel else None
        if self.connection.find_channel(named):
            return named
        self._unmet[named] = None
        return None

    def remarks(self) -> tuple[str, ...]:
        """What could not be read, and what would help."""
        said = [
            f"this Telegram login has never met {it}: name it by its @name" for it in self._unmet
        ]
        if self._names.is_flooded:
            said.append(
                "Telegram let no more names be looked up: mentions of names that were not met "
                "otherwise are missing"
            )
        return tuple(said)

    def read_profile(self, account_id: str) -> Account | None:
        """A profile; None for a channel that is gone."""
        known = self.connection.demand_channel(account_id)
        try:
            answer = self._ask_full(known.peer)
        except PlatformRefused as refusal:
            if is_gone(refusal):
                return None
            raise
        return parse.parse_account(answer, account_id)

    def read(self, subject: str, listing: Listing, cursor: str | None) -> Page:
        """One page; raises ``LeadersError`` when a subject has no such listing."""
        if listing in SEARCHES:
            return search(self.connection, subject, listing, cursor)
        post = read_post(subject)
        if post is not None and listing in self._of_posts:
            return self._of_posts[listing](f"{PREFIX}{post.channel}", post.message, cursor)
        if read_channel(subject) is not None and listing in self._of_channels:
            return self._of_channels[listing](subject, cursor)
        raise LeadersError(
            f"telegram: {subject[:LONGEST_WORDS]!r} has no {listing}; "
            "ask for another listing or correct the name."
        )

    def _read_posts(self, channel: str, cursor: str | None) -> Page:
        request = functions.messages.GetHistoryRequest(
            self.connection.demand_channel(channel).peer,
            offset_id=read_number(cursor),
            limit=ROWS,
            **_WHOLE,
        )
        answer = ask_messages(self.connection, request)
        is_last = isinstance(answer, types.messages.Messages)
        rows = answer.messages if is_last else messages.hold_back_album(answer.messages)
        history = messages.read_history(rows, channel)
        accounts = self._names.find_mentioned((name for name, _ in history.mentions), answer)
        offset = 0 if is_last else messages.find_offset(rows)
        return Page(
            posts=tuple(history.posts),
            edges=history.credit(accounts),
            cursor=str(offset) if offset else None,
        )

    def _read_comments(self, channel: str, message: int, cursor: str | None) -> Page:
        request = functions.messages.GetRepliesRequest(
            self.connection.demand_channel(channel).peer,
            message,
            offset_id=read_number(cursor),
            limit=ROWS,
            **_WHOLE,
        )
        answer = ask_messages(self.connection, request)
        is_last = isinstance(answer, types.messages.Messages)
        offset = 0 if is_last else messages.find_offset(answer.messages)
        return Page(
            edges=messages.read_comments(answer.messages, channel, f"{channel}/{message}"),
            cursor=str(offset) if offset else None,
            declared_count=parse_count(getattr(answer, "count", len(answer.messages))),
        )

    def _read_likers(self, group: str, message: int, cursor: str | None) -> Page:
        known = self.connection.demand_channel(group)
        if known.is_broadcast:
            return Page(ended=Ended.HIDDEN, why=NO_BROADCAST_READERS)
        request = functions.messages.GetMessageReactionsListRequest(
            known.peer, message, limit=ROWS, offset=cursor
        )
        answer = parse.demand(self.connection.ask(request), types.messages.MessageReactionsList)
        if answer.next_offset and not is_cursor(answer.next_offset):
            raise PlatformRefused("Telegram gave a cursor that leads nowhere; try later.", 200)
        return Page(
            edges=parse.parse_likers(answer.reactions, group, f"{group}/{message}"),
            cursor=answer.next_offset or None,
            declared_count=parse_count(answer.count),
        )

    def _read_similar(self, channel: str, _cursor: str | None) -> Page:
        request = functions.channels.GetChannelRecommendationsRequest(
            self.connection.demand_channel(channel).peer
        )
        kinds = (types.messages.Chats, types.messages.ChatsSlice)
        answer = parse.demand(self.connection.ask(request), *kinds)
        shown = len(answer.chats)
        count = parse_count(getattr(answer, "count", shown)) or shown
        is_cut = count > shown
        why = f"Telegram shows {shown} of {count} similar channels to accounts without Premium"
        return Page(
            edges=parse.parse_similar(answer.chats, channel),
            declared_count=count,
            ended=Ended.CUT if is_cut else Ended.COMPLETE,
            why=why if is_cut else None,
        )

    def _read_members(self, group: str, cursor: str | None) -> Page:
        known = self.connection.demand_channel(group)
        if known.is_broadcast:
            return Page(ended=Ended.HIDDEN, why=NO_BROADCAST_READERS)
        offset = read_number(cursor)
        request = functions.channels.GetParticipantsRequest(
            known.peer, types.ChannelParticipantsSearch(""), offset, MEMBERS_ROWS, hash=0
        )
        answer = parse.demand(self.connection.ask(request), types.channels.ChannelParticipants)
        members = parse.parse_members(answer.participants, group)
        shown = offset + len(answer.participants)
        declared = parse_count(answer.count)
        if answer.participants and (declared is None or shown < declared):
            return Page(edges=members, cursor=str(shown), declared_count=declared)
        why = self._find_why_members_miss(known.peer, shown, declared, is_one_page=offset == 0)
        ended = Ended.CUT if why else Ended.COMPLETE
        return Page(edges=members, declared_count=declared, ended=ended, why=why)

    def _find_why_members_miss(
        self, peer: Any, shown: int, declared: int | None, *, is_one_page: bool
    ) -> str | None:
        """Why a listing may lack members: whoever a whole one lacks is taken for gone."""
        if not is_one_page and declared is not None and shown >= declared:
            return "members come and go between its pages: some may be missing"
        if is_one_page:  # of those who are hidden, the listing itself says nothing
            full = self._ask_full(peer).full_chat
            declared = parse_count(getattr(full, "participants_count", None))
            if getattr(full, "participants_hidden", False):
                return "the group hides its members"
        if declared is None:
            return "Telegram does not say how many members there are"
        return f"Telegram shows {shown:,} of {declared:,} members" if shown < declared else None

    def _ask_full(self, peer: Any) -> Any:
        request = functions.channels.GetFullChannelRequest(peer)
        return parse.demand(self.connection.ask(request), types.messages.ChatFull)
