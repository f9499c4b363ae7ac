"""Who is behind a name: known from what was read before, or looked up, which Telegram rations."""

from collections.abc import Iterable, Mapping
from typing import Any

from telethon.tl import functions, types

from leaders.errors import PlatformRefused
from leaders.platforms.telegram.connection import FLOOD, Connection
from leaders.platforms.telegram.parse import demand, find_names, parse_peer
from leaders.platforms.telegram.refusals import is_gone

LOOKUPS_A_PAGE = 2


class Names:
    """Remembers what was looked up, also what is nobody's; safe to use from several threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found: dict[str, str | None] = {}
        self._is_flooded = False

    @property
    def is_flooded(self) -> bool:
        """Whether Telegram let no more names be looked up, so that mentions are missing."""
        return self._is_flooded

    def find(self, name: str) -> str | None:
        """The account id of the channel, group or person with this name; None for nobody."""
        known = self._find_known(name)
        return known if known or name in self._found else self._look_up(name)

    def find_mentioned(self, names: Iterable[str], answer: Any) -> Mapping[str, str]:
        """The accounts behind names in messages, as far as that costs little."""
        along = find_names(answer)
        found: dict[str, str | None] = {}
        left = LOOKUPS_A_PAGE
        for name in dict.fromkeys(names):
            found[name] = along.get(name) or self._find_known(name)
            if found[name] is None and name not in self._found and left and not self._is_flooded:
                left -= 1
                found[name] = self._try_to_look_up(name)
        return {name: account for name, account in found.items() if account}

    def _find_known(self, name: str) -> str | None:
        if name in self._found:
            return self._found[name]
        return self._connection.find_by_name(name)

    def _try_to_look_up(self, name: str) -> str | None:
        """Whatever Telegram has against it, the page that mentions the name is read."""
        try:
            return self._look_up(name, is_needed=False)
        except PlatformRefused as refusal:
            if refusal.code == FLOOD:
                self._is_flooded = True
            else:
                self._found[name] = None
            return None

    def _look_up(self, name: str, *, is_needed: bool = True) -> str | None:
        request = functions.contacts.ResolveUsernameRequest(name)
        try:
            answer = demand(
                self._connection.ask(request, is_needed=is_needed), types.contacts.ResolvedPeer
            )
        except PlatformRefused as refusal:
            if not is_gone(refusal):
                raise
            account = None
        else:
            is_bot = any(getattr(it, "bot", False) for it in answer.users)
            account = None if is_bot else parse_peer(answer.peer)
        self._found[name] = account
        return account
