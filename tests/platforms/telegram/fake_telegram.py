"""Telegram without a network: telethon's own client, with a sender that asks a society.

Whatever is asked goes through bytes and back, and so does whatever is answered: both are legal
in the layer that telethon speaks.
"""

import asyncio
import struct
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

from telegram_login import FakeLogin
from telegram_society import OWNER, START, Chat, Society
from telethon.crypto import AuthKey
from telethon.errors import rpc_message_to_error
from telethon.extensions import BinaryReader
from telethon.tl import TLObject, functions, types

from leaders.platforms.telegram.client import ReadingClient, make_client
from leaders.platforms.telegram.session import ChannelSession
from leaders.platforms.telegram.settings import Settings

API_HASH = "0123456789abcdef0123456789abcdef"
MOST_MEMBERS = 200
_WRAPPERS = (
    functions.InvokeWithLayerRequest,
    functions.InitConnectionRequest,
    functions.InvokeWithoutUpdatesRequest,
)


class Refused(Exception):
    """Telegram's own error."""

    def __init__(self, name: str, code: int = 400) -> None:
        super().__init__(name)
        self.name, self.code = name, code


def hash_of(number: int) -> int:
    return number * 7919 % 2**62


def through_bytes(thing: TLObject) -> Any:
    """A copy made of what would go over the wire."""
    written = bytes(thing)
    with BinaryReader(written) as reader:
        copy = reader.tgread_object()
        assert not reader.read(), "something is left over"
    assert bytes(copy) == written
    return copy


class FakeTelegram:
    """Answers as Telegram does; ``asked`` keeps the requests that came to it."""

    def __init__(
        self, society: Society, *, rows: int = 100, reachable: int = 10_000, lookups: int = 10_000
    ) -> None:
        self.society = society
        self.login = FakeLogin(Refused)
        self.login.is_in = True
        self.rows = rows  # how many a page holds, at most as many as were asked for
        self.reachable = reachable
        self.lookups = lookups
        self.asked: list[Any] = []
        self.faults: Callable[[Any], None] = lambda request: None
        self.connections = 0
        self._lock = Lock()

    def counted(self, kind: type) -> int:
        return sum(isinstance(it, kind) for it in self.asked)

    def answer(self, request: Any) -> Any:
        is_quiet = isinstance(request, functions.InvokeWithoutUpdatesRequest)
        while isinstance(request, _WRAPPERS):
            request = request.query
            is_quiet = is_quiet or isinstance(request, functions.InvokeWithoutUpdatesRequest)
        assert is_quiet, "Telegram would send updates"
        if isinstance(request, functions.help.GetConfigRequest):
            return types.NearestDc("NL", 2, 2)  # nobody looks at the configuration
        with self._lock:
            self.asked.append(request)
        self.faults(request)
        answered = self.login.answer(request)
        return self._answer_reading(request) if answered is None else answered

    def _answer_reading(self, request: Any) -> Any:
        answers = {
            functions.channels.GetFullChannelRequest: self._full,
            functions.contacts.ResolveUsernameRequest: self._resolve,
            functions.contacts.SearchRequest: self._search,
            functions.messages.SearchGlobalRequest: self._search_global,
            functions.channels.SearchPostsRequest: self._search_posts,
            functions.messages.GetHistoryRequest: self._history,
            functions.messages.GetRepliesRequest: self._replies,
            functions.messages.GetMessageReactionsListRequest: self._reactions,
            functions.channels.GetChannelRecommendationsRequest: self._similar,
            functions.channels.GetParticipantsRequest: self._members,
        }
        return answers[type(request)](request)

    def _open(self, peer: Any) -> Chat:
        chat = self.society.chats.get(peer.channel_id)
        if chat is None or peer.access_hash != hash_of(chat.number):
            raise Refused("CHANNEL_INVALID")
        if chat.is_private and not chat.is_joined:
            raise Refused("CHANNEL_PRIVATE", 406)
        return chat

    def _full(self, request: Any) -> Any:
        chat = self._open(request.channel)
        full = types.ChannelFull(
            chat.number, chat.about, 0, 0, 0, types.PhotoEmpty(0), types.PeerNotifySettings(), [],
            1, participants_count=len(chat.members), linked_chat_id=chat.discussion,
        )  # fmt: skip
        return types.messages.ChatFull(full, [self._chat(chat.number)], [])

    def _resolve(self, request: Any) -> Any:
        if not 4 <= len(request.username) <= 32:
            raise Refused("USERNAME_INVALID")
        self.lookups -= 1
        if self.lookups < 0:
            raise Refused("FLOOD_WAIT_40000", 420)
        found = self.society.find(request.username)
        if found is None:
            raise Refused("USERNAME_NOT_OCCUPIED")
        if isinstance(found, int):
            return types.contacts.ResolvedPeer(types.PeerUser(found), [], [self._user(found)])
        peer = types.PeerChannel(found.number)
        return types.contacts.ResolvedPeer(peer, [self._chat(found.number)], [])

    def _search(self, request: Any) -> Any:
        if len(request.q) < 3:
            raise Refused("QUERY_TOO_SHORT")
        _check(0 < request.limit <= 100)
        chats = [it for it in self.society.chats.values() if request.q in it.title.lower()]
        own = [types.PeerChannel(it.number) for it in chats if it.is_joined]
        others = [types.PeerChannel(it.number) for it in chats if not it.is_joined]
        person = next(iter(self.society.people))
        return types.contacts.Found(
            own, [*others, types.PeerUser(person)], [self._chat(it.number) for it in chats],
            [self._user(person)],
        )  # fmt: skip

    def _search_global(self, request: Any) -> Any:
        _check(request.broadcasts_only and not request.groups_only and request.q)
        chats = [it for it in self.society.chats.values() if it.is_broadcast and it.is_joined]
        return self._found(request, request.q, chats)

    def _search_posts(self, request: Any) -> Any:
        _check(request.hashtag and request.query is None and request.allow_paid_stars is None)
        return self._found(request, request.hashtag, self.society.channels)

    def _found(self, request: Any, words: str, chats: list[Chat]) -> Any:
        """By time, newest first; a page begins behind the last message of the one before."""
        _check(0 < request.limit <= 100)
        rows = [
            message
            for chat in chats
            for message in chat.messages.values()
            if words in (getattr(message, "message", "") or "").lower()
        ]
        rows.sort(key=_place, reverse=True)
        if request.offset_id:
            peer = self._open(request.offset_peer).number
            place = (request.offset_rate, peer, request.offset_id)
            _check(
                any(
                    (int(it.date.timestamp()), it.peer_id.channel_id, it.id) == place for it in rows
                )
            )
            rows = [
                it
                for it in rows
                if (int(it.date.timestamp()), it.peer_id.channel_id, it.id) < place
            ]
        shown = rows[: min(request.limit, self.rows)]
        along = [self._chat(it) for it in {it.peer_id.channel_id for it in shown}]
        if len(shown) == len(rows):
            return types.messages.Messages(shown, [], along, [])
        rate = int(shown[-1].date.timestamp())
        return types.messages.MessagesSlice(len(rows), shown, [], along, [], next_rate=rate)

    def _history(self, request: Any) -> Any:
        chat = self._open(request.peer)
        _check(0 < request.limit <= 100 and request.add_offset == request.hash == 0)
        return self._page(chat.messages.values(), request)

    def _replies(self, request: Any) -> Any:
        chat = self._open(request.peer)
        _check(0 < request.limit <= 100)
        if request.msg_id not in chat.comments:
            raise Refused("MSG_ID_INVALID")
        return self._page(chat.comments[request.msg_id], request)

    def _page(self, messages: Any, request: Any) -> Any:
        every = sorted(messages, key=lambda it: it.id, reverse=True)
        rows = [it for it in every if not request.offset_id or it.id < request.offset_id]
        shown = rows[: min(request.limit, self.rows)]
        peers = [getattr(it, "from_id", None) for it in shown]
        headers = [getattr(it, "fwd_from", None) for it in shown]
        peers += [it.from_id for it in headers if it]
        chats = {it.channel_id for it in peers if isinstance(it, types.PeerChannel)}
        people = {it.user_id for it in peers if isinstance(it, types.PeerUser)}
        return types.messages.ChannelMessages(
            1, len(every), shown, [], [self._chat(it) for it in sorted(chats)],
            [self._user(it) for it in sorted(people)],
        )  # fmt: skip

    def _reactions(self, request: Any) -> Any:
        chat = self._open(request.peer)
        _check(0 < request.limit <= 100)
        if chat.is_broadcast:
            raise Refused("BROADCAST_FORBIDDEN", 403)
        rows = chat.reactions.get(request.id)
        if rows is None:
            raise Refused("MSG_ID_INVALID")
        start = int(request.offset.removeprefix("after-") if request.offset else 0)
        end = start + min(request.limit, self.rows)
        return types.messages.MessageReactionsList(
            len(rows),
            [
                types.MessagePeerReaction(types.PeerUser(it), START, types.ReactionEmoji(emoji))
                for it, emoji in rows[start:end]
            ],
            [],
            [self._user(it) for it, _ in rows[start:end]],
            f"after-{end}" if end < len(rows) else None,
        )

    def _similar(self, request: Any) -> Any:
        chat = self._open(request.channel)
        if not chat.is_broadcast:
            raise Refused("CHANNEL_INVALID")
        shown = [self._chat(it) for it in chat.similar[:10]]
        if len(shown) == len(chat.similar):
            return types.messages.Chats(shown)
        return types.messages.ChatsSlice(len(chat.similar), shown)

    def _members(self, request: Any) -> Any:
        chat = self._open(request.channel)
        _check(0 < request.limit <= MOST_MEMBERS and request.filter.q == "")
        if chat.is_broadcast:
            raise Refused("CHAT_ADMIN_REQUIRED")
        end = min(request.offset + min(request.limit, self.rows), self.reachable)
        shown = chat.members[request.offset : end]
        return types.channels.ChannelParticipants(
            len(chat.members),
            [types.ChannelParticipant(it, START) for it in shown],
            [],
            [self._user(it) for it in shown],
        )

    def _chat(self, number: int) -> Any:
        chat = self.society.chats.get(number)
        if chat is None:  # the group where comments lie
            return types.ChannelForbidden(number, 1, "Обсуждение")
        return types.Channel(
            chat.number, chat.title, types.ChatPhotoEmpty(), START, broadcast=chat.is_broadcast,
            megagroup=not chat.is_broadcast, access_hash=hash_of(chat.number),
            username=chat.username, left=not chat.is_joined,
        )  # fmt: skip

    def _user(self, number: int) -> Any:
        return types.User(
            number, access_hash=hash_of(number), first_name="Секретное", last_name="Имя",
            username=self.society.people[number], phone="79990000000",
            bot=number in self.society.bots,
            bot_info_version=1 if number in self.society.bots else None,
        )  # fmt: skip


def _place(message: Any) -> tuple[int, int, int]:
    return int(message.date.timestamp()), message.peer_id.channel_id, message.id


def _check(is_legal: object) -> None:
    if not is_legal:
        raise Refused("INPUT_REQUEST_INVALID")


class FakeSender:
    """Stands where telethon would encrypt and send."""

    def __init__(self, server: FakeTelegram) -> None:
        self.server = server
        self.auth_key = AuthKey(b"k" * 256)
        self._is_connected = self._is_connecting = False

    async def connect(self, connection: Any) -> bool:
        self.server.faults(connection)
        await asyncio.sleep(0)  # others come between
        assert not self._is_connecting
        self._is_connecting = True
        await asyncio.sleep(0)
        self._is_connecting = False
        is_new, self._is_connected = not self._is_connected, True
        self.server.connections += is_new
        return is_new

    async def disconnect(self) -> None:
        self._is_connected = False

    def is_connected(self) -> bool:
        return self._is_connected

    @property
    def disconnected(self) -> Any:
        return asyncio.get_running_loop().create_future()

    def _transport_connected(self) -> bool:
        return self._is_connected

    def send(self, request: Any, ordered: bool = False) -> Any:
        if not self._is_connected:
            raise ConnectionError("Cannot send requests while disconnected")
        future = asyncio.get_running_loop().create_future()
        asked = through_bytes(request)
        try:
            answer = self.server.answer(asked)
        except Refused as refused:
            error = types.RpcError(refused.code, refused.name)
            future.set_exception(rpc_message_to_error(error, request))
        except TimeoutError:
            pass  # nobody ever answers
        except Exception as error:
            self._is_connected = not isinstance(error, ConnectionError)
            future.set_exception(error)
        else:
            future.set_result(_read_back(request, answer))
        return future


def _read_back(request: Any, answer: Any) -> Any:
    while isinstance(request, _WRAPPERS):
        request = request.query
    if isinstance(answer, list):
        written = struct.pack("<Ii", 0x1CB5C415, len(answer)) + b"".join(map(bytes, answer))
        with BinaryReader(written) as reader:
            return request.read_result(reader)
    with BinaryReader(bytes(through_bytes(answer))) as reader:
        return request.read_result(reader)


def clients_of(server: FakeTelegram) -> Callable[[Settings, ChannelSession], ReadingClient]:
    """What makes clients for a ``Connection``: telethon's own but for the sender."""

    def make(settings: Settings, session: ChannelSession) -> ReadingClient:
        client = make_client(settings, session)
        client._sender = FakeSender(server)
        return client

    return make


def settings_for(folder: Path, *, is_logged_in: bool = True) -> Settings:
    """Settings with a login, as ``leaders login telegram`` leaves it."""
    session = folder / "config" / "telegram.session"
    if is_logged_in:
        from leaders.platforms.telegram.session import open_session

        open_session(session).close()
    return Settings(12345, API_HASH, session, rate=1000.0)


__all__ = ["OWNER", "FakeTelegram", "Refused", "clients_of", "hash_of", "settings_for"]
