"""Telling the channels what they were not told yet, and keeping what each of them took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from leaders.digest.mail import PartlyRefused
from leaders.digest.making import make_digest
from leaders.digest.message import Channel, Message
from leaders.digest.news import Digest, make_key
from leaders.errors import LeadersError
from leaders.niche import Niche
from leaders.settings import Workspace
from leaders.store import Store

_SCHEMA: dict[str, Any] = {
    "niche": pl.String, "channel": pl.String, "news": pl.String, "account_no": pl.Int32,
    "as_of": pl.Datetime("us", "UTC"), "told_at": pl.Datetime("us", "UTC"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a channel's digest. news: how many it had; why it failed, None: it did not."""

    channel: str
    news: int
    why: str | None = None

    def __str__(self) -> str:
        """It in words."""
        if self.why is not None:
            return f"digest by {self.channel}: {self.why}"
        return f"digest by {self.channel}: sent, {self.news:,} new"


def tell_channels(
    workspace: Workspace,
    niche: Niche,
    channels: Sequence[Channel],
    now: datetime,
    report: str | None = None,
) -> list[Outcome]:
    """Send each channel what is new since the digest that it took last; also where nothing is.

    What it took is kept only then, so that a channel that failed is told all of it next time. The
    store is closed while a channel is spoken to. Raises ``LeadersError`` as ``make_digest`` does.
    """
    made: dict[datetime | None, Digest] = {}
    outcomes = []
    for channel in channels:
        told, last = _load_told(workspace, niche.name, channel.name)
        if last not in made:
            made[last] = make_digest(workspace, niche, now, last, report)
        digest = made[last].without(told)
        why = None
        try:
            channel.send(Message(digest, name_delivery(digest, channel.name, now), now))
        except PartlyRefused as error:
            why = str(error)
            _keep_told(workspace, digest, channel.name, now)
        except LeadersError as error:
            why = str(error)
        else:
            _keep_told(workspace, digest, channel.name, now)
        outcomes.append(Outcome(channel.name, len(digest.news), why))
    return outcomes


def name_delivery(digest: Digest, channel: str, now: datetime) -> str:
    """The name of one sending, the same however often it is tried."""
    keys = (it.key for it in digest.news)
    return make_key(digest.niche, channel, digest.as_of.isoformat(), now.isoformat(), *keys)[:32]


def _load_told(workspace: Workspace, niche: str, channel: str) -> tuple[set[str], datetime | None]:
    """The keys that a channel was told, and as of when it was told last."""
    with Store(workspace, must_exist=True) as store:
        rows = store.query("digest/told", niche=niche, channel=channel)
    return set(rows["news"].to_list()), max(rows["as_of"].to_list(), default=None)


def _keep_told(workspace: Workspace, digest: Digest, channel: str, now: datetime) -> None:
    """All that the digest holds, and the digest itself: also one without news was told."""
    itself = make_key("digest", digest.as_of.isoformat())
    kept = {itself: None, **{it.key: it.account_no for it in digest.news}}
    rows = [
        {
            "niche": digest.niche, "channel": channel, "news": key, "account_no": account_no,
            "as_of": digest.as_of, "told_at": now,
        }
        for key, account_no in kept.items()
    ]  # fmt: skip
    with Store(workspace) as store, store.transaction():
        store.append("news_told", pl.DataFrame(rows, schema=_SCHEMA))
