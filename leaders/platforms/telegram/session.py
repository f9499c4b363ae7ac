"""The file that holds the login, and the keys by which it may ask for the channels that it met."""

import os
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from telethon.sessions import SQLiteSession
from telethon.tl import types

from leaders.errors import LeadersError
from leaders.platforms.telegram.parse import find_name

_BROADCAST, _GROUP = "broadcast", "group"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)  # a link may lead to where others read
_OWNER = 0
"""As telethon does, the row with this id holds whose login it is."""


class KnownChannel(NamedTuple):
    """How to ask for a channel; in one that only broadcasts, nobody is shown the others."""

    peer: Any
    is_broadcast: bool


class ChannelSession(SQLiteSession):  # type: ignore[misc]
    """Keeps nothing of any person: telethon would write down whoever an answer names.

    The column for names says whether a channel broadcasts.
    """

    def _entity_to_row(self, e: Any) -> tuple[Any, ...] | None:
        if isinstance(e, types.InputPeerUser) and e.user_id == _OWNER:
            return (_OWNER, e.access_hash, None, None, None)
        row = super()._entity_to_row(e) if isinstance(e, types.Channel) else None
        if row is None:
            return None
        return (row[0], row[1], find_name(e), None, _BROADCAST if e.broadcast else _GROUP)

    def process_entities(self, tlo: Any) -> None:
        """Write at once: an open transaction would keep other processes from asking."""
        super().process_entities(tlo)
        self.save()

    def find_channel(self, marked: int) -> KnownChannel | None:
        """A channel by its marked number; None for one that this login has not met."""
        row = self._execute("select hash, name from entities where id = ?", marked)
        if row is None:
            return None
        peer = types.InputPeerChannel(-marked - 10**12, row[0])
        return KnownChannel(peer, row[1] == _BROADCAST)

    def find_by_name(self, name: str) -> int | None:
        """The marked number of the channel that had this name when it was met last."""
        newest = "select id from entities where username = ? order by date desc limit 1"
        row = self._execute(newest, name)
        return int(row[0]) if row else None

    def find_owner(self) -> int | None:
        """The number of the person whose login it is."""
        row = self._execute("select hash from entities where id = ?", _OWNER)
        return int(row[0]) if row else None

    def adopt(self, other: "ChannelSession") -> None:
        """Take over the channels that another login of the same person has met."""
        rows = other._cursor().execute("select * from entities").fetchall()
        self._cursor().executemany("insert or ignore into entities values (?,?,?,?,?,?)", rows)
        self.save()


def open_session(path: Path) -> ChannelSession:
    """Open or make the file, which only its owner may read: it is as good as a password.

    Raises ``LeadersError`` for a file that cannot be used.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        return ChannelSession(str(path))
    except OSError as error:
        why = error.strerror
    except sqlite3.Error as error:
        why = str(error)
    raise LeadersError(f"{path} cannot hold the Telegram login ({why}); correct TELEGRAM_SESSION.")
