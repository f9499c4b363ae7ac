"""Chats as Telegram Desktop exports them (result.json): channels and groups become rows.

Personal chats, chats with bots and saved messages are passed over, and so are private channels
and groups unless the person says otherwise. No text is kept but what a public channel itself
wrote, and no name but that of a public chat. Reading needs no login.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

from leaders.errors import LeadersError
from leaders.model import Account, AccountKind
from leaders.platforms.parsing import parse_count, parse_name
from leaders.platforms.telegram_chats.chat import Chat, Tally
from leaders.platforms.telegram_chats.json_stream import JsonStream
from leaders.platforms.telegram_chats.parse import parse_peer
from leaders.wording import counted

__all__ = ["Chat", "ChatsFile"]

_PEERS = {
    "public_channel": "channel", "private_channel": "channel", "public_supergroup": "channel",
    "private_supergroup": "channel", "private_group": "chat",
}  # fmt: skip
_Head = dict[str, object]


class ChatsFile:
    """An export. Raises ``LeadersError`` when there is no such file."""

    def __init__(self, path: Path, *, with_private: bool = False) -> None:
        if not path.exists():
            raise LeadersError(f"There is no file {path}; check the path.")
        if path.is_dir():
            raise LeadersError(f"{path} is a folder; name the result.json in it.")
        if path.stat().st_size == 0:
            raise LeadersError(f"{path} is empty; export the chat again.")
        self.path = path
        self._tally = Tally()
        self._handles: Mapping[str, str] = {}
        self._with_private = with_private

    def left_out(self) -> dict[str, int]:
        """What was left out so far, by why."""
        return asdict(self._tally)

    def chats(self, handles: Mapping[str, str]) -> Iterator[Chat]:
        """The chats that are taken, in their order; read the pages of each before the next.

        ``handles`` are the ids of known accounts by their handle in small letters.
        Raises ``LeadersError`` where the file is no export, where it has no chat to take, and
        where it breaks off: drop then what was read, because nobody knows what is missing.
        """
        self._handles = handles
        has_some = False
        with self.path.open(encoding="utf-8-sig", errors="replace") as file:
            stream = JsonStream(file, self.path)
            for chat in self._read(stream):
                has_some = True
                yield chat
            if stream.peek():
                self._refuse()
        if not has_some:
            raise LeadersError(
                f"{self.path} has no public channel or group; passed over: "
                f"{counted(self._tally.personal_chat_count, 'personal chat')}, "
                + counted(
                    self._tally.private_chat_count,
                    "private channel or group",
                    "private channels and groups",
                )
                + " (--private takes those)."
            )

    def _read(self, stream: JsonStream) -> Iterator[Chat]:
        """One chat, or the lists of a whole export."""
        self._demand(stream, "{")
        head: _Head = {}
        is_export = False
        for key in stream.fields():
            is_export |= key in ("messages", "chats", "left_chats")
            if key in ("chats", "left_chats"):
                yield from self._read_list(stream)
            else:
                yield from self._read_part(stream, key, head)
        if not is_export:
            self._refuse()

    def _read_list(self, stream: JsonStream) -> Iterator[Chat]:
        self._demand(stream, "{")
        for key in stream.fields():
            if key != "list":
                stream.value()
                continue
            self._demand(stream, "[")
            for _ in stream.elements():
                self._demand(stream, "{")
                head: _Head = {}
                for part in stream.fields():
                    yield from self._read_part(stream, part, head)

    def _read_part(self, stream: JsonStream, key: str, head: _Head) -> Iterator[Chat]:
        """What stands at a key of a chat; Telegram writes the messages after what it is."""
        if key != "messages":
            value = stream.value()
            if key in ("name", "type", "id"):
                head[key] = value
            return
        self._demand(stream, "[")
        if "type" not in head:
            self._refuse()
        messages = (stream.value() for _ in stream.elements())
        account = self._parse_head(head)
        if account:
            is_channel = head["type"] in ("public_channel", "private_channel")
            yield Chat(account, messages, self._handles, self._tally, is_channel=is_channel)
        deque(messages, maxlen=0)

    def _parse_head(self, head: _Head) -> Account | None:
        """The account that a chat is; a private one without a name, and never to be listed."""
        kind = head["type"]
        if not isinstance(kind, str) or kind not in _PEERS:
            self._tally.personal_chat_count += 1
            return None
        is_private = kind.startswith("private")
        if is_private and not self._with_private:
            self._tally.private_chat_count += 1
            return None
        account_id = parse_peer(f"{_PEERS[kind]}{parse_count(head.get('id'))}")
        if account_id is None:
            self._tally.unreadable_count += 1
            return None
        name = None if is_private else parse_name(head.get("name"))
        return Account(account_id, AccountKind.COMMUNITY, name=name, is_unlisted=is_private)

    def _demand(self, stream: JsonStream, opening: str) -> None:
        found = stream.peek()
        if found and found != opening:  # where nothing is found, the stream says that it ends
            self._refuse()

    def _refuse(self) -> NoReturn:
        raise LeadersError(
            f"{self.path} is no export of Telegram Desktop; choose Export chat history there, "
            "machine-readable JSON as its format, and name the result.json that it writes."
        )
