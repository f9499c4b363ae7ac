"""What a digest holds, in plain values."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from leaders.wording import counted

LONGEST_NAME = 40
UNREAD = {
    "failed": "failed",
    "hidden": "hidden by their owners",
    "unfinished": "not finished",
    "cut": "cut by the niche's limits",
}
"""How a list ended that was not read to its end, in words."""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened to an account.

    key: SHA-256 of what happened to whom and when; the same news has the same key, however it is
    worded. account_no: None where the account is stored no more. url: where to look, if anywhere.
    """

    key: str
    account_id: str
    account_no: int | None
    who: str
    what: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """How many lists of a platform were not read to their end, and why (``UNREAD``)."""

    platform: str
    ended: str
    lists: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new in a niche from one ranking to another.

    since: from when the earlier ranking looks; None: there is none to compare with. contacts: what
    happened to whom the client wrote to or booked; placements: of competitors, with others;
    movements: of others. rankings: how many the niche has. todo: at most five things to do. notes:
    what a reader must know. report: an address of the report. known: how many news are left out
    because they were told before.
    """

    niche: str
    title: str
    as_of: datetime
    since: datetime | None
    rankings: int = 1
    contacts: tuple[News, ...] = ()
    placements: tuple[News, ...] = ()
    movements: tuple[News, ...] = ()
    unread: tuple[Unread, ...] = ()
    todo: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    report: str | None = None
    known: int = 0

    @property
    def news(self) -> tuple[News, ...]:
        """All of it, in the order in which it is told."""
        return (*self.contacts, *self.placements, *self.movements)

    @property
    def head(self) -> str:
        """The digest in one sentence."""
        return "; ".join(filter(None, (self._count_news(), self._count_unread())))

    def _count_news(self) -> str:
        if self.since is None:
            if self.rankings > 1:
                return "nothing to compare with"
            return "the first ranking: changes are told from the next one on"
        counts = (
            (self.placements, "new placement of competitors", "new placements of competitors"),
            (self.movements, "change beyond noise", "changes beyond noise"),
        )
        told = [counted(len(news), one, many) for news, one, many in counts if news]
        if contacts := len({it.account_id for it in self.contacts}):
            told.insert(0, f"news of {counted(contacts, 'contact')}")
        nothing = "nothing new since the last digest" if self.known else "nothing changed"
        return ", ".join(told) or nothing

    def _count_unread(self) -> str:
        lists = sum(it.lists for it in self.unread)
        return f"{counted(lists, 'list')} could not be read to the end" if lists else ""

    def without(self, told: Collection[str]) -> "Digest":
        """The digest without the news of these keys."""
        kept = [
            tuple(it for it in news if it.key not in told)
            for news in (self.contacts, self.placements, self.movements)
        ]
        known = len(self.news) - sum(map(len, kept))
        contacts, placements, movements = kept
        return replace(
            self, contacts=contacts, placements=placements, movements=movements, known=known
        )


def make_key(*parts: object) -> str:
    """The key of what happened; no part is mistaken for another."""
    return sha256("\0".join(map(str, parts)).encode("utf-8", "backslashreplace")).hexdigest()


def plain(text: str, longest: int | None = None) -> str:
    """Text of strangers on one line, without what moves a cursor or turns writing round."""
    line = " ".join("".join(it if it.isprintable() else " " for it in text).split())
    return line if longest is None or len(line) <= longest else line[: longest - 1] + "…"


def call(account_id: str, *names: str | None) -> str:
    """How an account is called: by the first name that it has, else by its id."""
    known = filter(None, (*names, account_id.partition(":")[2], account_id))
    told = (plain(it, LONGEST_NAME) for it in known)
    # A permanent id may hold but marks that cannot be shown.
    return next((it for it in told if it), "an account")
