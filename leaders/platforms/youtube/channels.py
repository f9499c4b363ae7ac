"""Looking up channels, and remembering what is asked again and again: every call is of a quota."""

from collections.abc import Iterable, Sequence

from leaders.errors import PlatformRefused
from leaders.model import Account
from leaders.platforms.memory import Memory
from leaders.platforms.parsing import dig
from leaders.platforms.youtube import parse
from leaders.platforms.youtube.addresses import PREFIX, Named, is_channel
from leaders.platforms.youtube.session import Session

CHANNELS_A_CALL = 50
NEW_HANDLES = 10
"""So many handles are looked up for one page of videos, a call each."""
REMEMBERED = 20_000
NOBODY = ""


class Channels:
    """Channels by id, by handle and by video."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._uploads = Memory[str](REMEMBERED)
        self._handles = Memory[str](REMEMBERED)
        self._owners = Memory[str](REMEMBERED)

    def read(self, channels: Sequence[str]) -> list[Account]:
        """Profiles in the order asked for; who is gone is left out."""
        found: dict[str, Account] = {}
        for start in range(0, len(channels), CHANNELS_A_CALL):
            asked = channels[start : start + CHANNELS_A_CALL]
            rows = self._list(
                Named("id", ",".join(asked)), "snippet,statistics,contentDetails", len(asked)
            )
            for account, row in ((parse.parse_channel(row), row) for row in rows):
                if account:
                    self._learn(account, row)
                    found[account.account_id] = account
        ids = dict.fromkeys(PREFIX + channel for channel in channels)
        return [found[account_id] for account_id in ids if account_id in found]

    def find(self, named: Named) -> str | None:
        """The id of a channel; None when nobody is called so."""
        ids = [dig(row, "id") for row in self._list(named, "id")]
        return next((it for it in ids if is_channel(it)), None)

    def find_uploads(self, channel: str) -> str:
        """The playlist of a channel's videos, empty where it has none.

        Raises ``PlatformRefused`` when there is no such channel.
        """
        known = self._uploads.find(channel)
        if known is not None:
            return known
        rows = self._list(Named("id", channel), "contentDetails")
        uploads = [parse.parse_uploads(row) for row in rows if dig(row, "id") == channel]
        if not uploads:
            raise PlatformRefused("YouTube knows no such channel.", 404, "channelNotFound")
        return self._uploads.keep(channel, uploads[0])

    def find_owner(self, video: str) -> str:
        """The channel that uploaded a video; raises ``PlatformRefused`` when that is deleted."""
        known = self._owners.find(video)
        if known is not None:
            return known
        rows = self._session.ask("videos", {"part": "snippet", "id": video})
        owner = parse.parse_owner(rows)
        if owner is None:
            raise PlatformRefused("YouTube knows no such video.", 404, "videoNotFound")
        return self._owners.keep(video, owner)

    def resolve(self, handles: Iterable[str]) -> dict[str, str]:
        """The channels behind handles, as far as they are known or among the first new ones."""
        found: dict[str, str] = {}
        left = NEW_HANDLES
        for handle in dict.fromkeys(handles):
            channel = self._handles.find(handle)
            if channel is None and left:
                left -= 1
                channel = self._handles.keep(handle, self._look_up(handle))
            if channel:
                found[handle] = channel
        return found

    def _look_up(self, handle: str) -> str:
        try:
            return self.find(Named("forHandle", f"@{handle}")) or NOBODY
        except PlatformRefused as refusal:
            if not 400 <= refusal.status < 500:
                raise
            return NOBODY  # what looks like a handle in a text may be none

    def _learn(self, account: Account, row: object) -> None:
        channel = account.account_id.removeprefix(PREFIX)
        self._uploads.keep(channel, parse.parse_uploads(row))
        if account.handle and str(dig(row, "snippet", "customUrl")).startswith("@"):
            self._handles.keep(account.handle, channel)

    def _list(self, named: Named, parts: str, rows: int = 1) -> list[object]:
        # Without a number YouTube may show five of them.
        return self._session.ask(
            "channels", {"part": parts, named.by: named.value, "maxResults": rows}
        )
