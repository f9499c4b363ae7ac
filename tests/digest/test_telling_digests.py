"""Never the same news twice, and all of it where a channel was away."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from digested_niche import FIRST, NOW, SECOND, copy_digested, refresh
from two_dates import x

from leaders import forgetting
from leaders.digest import Message, tell_channels
from leaders.digest.mail import PartlyRefused
from leaders.errors import LeadersError
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.removing import remove_niche

LATER = NOW + timedelta(days=30)


@dataclass
class Inbox:
    """A channel that keeps what it takes, and is away while ``why`` says so."""

    name: str = "webhook"
    why: LeadersError | None = None
    taken: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        if self.why is None or isinstance(self.why, PartlyRefused):
            self.taken.append(message)
        if self.why is not None:
            raise self.why

    @property
    def keys(self) -> list[str]:
        return [it.key for message in self.taken for it in message.digest.news]


@pytest.fixture
def digested(tmp_path: Path) -> Workspace:
    return copy_digested(tmp_path)


def tell(workspace: Workspace, *inboxes: Inbox, now=NOW) -> list[str]:
    told = tell_channels(workspace, load_niche(workspace, "niche"), inboxes, now)
    return [str(it) for it in told]


def count_kept(workspace: Workspace) -> int:
    with Store(workspace) as store:
        [(count,)] = store._connection.execute("select count(*) from news_told").fetchall()
    return int(count)


def test_the_second_time_there_is_nothing_new_and_it_comes_all_the_same(digested) -> None:
    inbox = Inbox()
    [first] = tell(digested, inbox)
    [second] = tell(digested, inbox)
    assert first == f"digest by webhook: sent, {len(inbox.keys)} new"
    assert second == "digest by webhook: sent, 0 new"
    assert len(inbox.keys) == len(set(inbox.keys)) > 1
    assert inbox.taken[1].digest.head == (
        "nothing new since the last digest; 3 lists could not be read to the end"
    )
    assert inbox.taken[0].delivery != inbox.taken[1].delivery


def test_a_channel_that_was_away_is_told_all_of_it_next_time(digested) -> None:
    here, away = Inbox("mail"), Inbox("telegram", LeadersError("It was away."))
    told = tell(digested, away, here)
    assert told[0] == "digest by telegram: It was away."
    assert len(here.keys) > 1
    away.why = None
    tell(digested, away, here)
    assert sorted(away.keys) == sorted(here.keys)
    assert len(here.taken) == 2
    assert here.taken[1].digest.news == ()


def test_who_was_away_over_a_refresh_is_told_from_its_last_digest_on(tmp_path) -> None:
    workspace = copy_digested(tmp_path, 1)
    here, away = Inbox("mail"), Inbox("telegram")
    tell(workspace, here, away)
    away.why = LeadersError("It was away.")
    refresh(workspace, SECOND, 1)
    tell(workspace, here, away)
    away.why = None
    refresh(workspace, SECOND + timedelta(days=30), 2)
    tell(workspace, here, away, now=LATER)
    assert here.taken[2].digest.since > FIRST
    assert away.taken[1].digest.since == here.taken[1].digest.since == FIRST
    placed = [it.key for it in away.taken[1].digest.placements]
    assert len(placed) == 2
    assert placed == [
        it.key for message in reversed(here.taken) for it in message.digest.placements
    ]
    assert len(here.keys) == len(set(here.keys))


def test_where_some_addresses_were_refused_it_is_told_once(digested) -> None:
    inbox = Inbox("mail", PartlyRefused("1 of 2 refused."))
    assert tell(digested, inbox) == ["digest by mail: 1 of 2 refused."]
    inbox.why = None
    assert tell(digested, inbox) == ["digest by mail: sent, 0 new"]


def test_what_was_told_of_a_forgotten_account_is_forgotten(digested) -> None:
    tell(digested, Inbox())
    before = count_kept(digested)
    forgetting.forget(digested, x("c9"))
    assert count_kept(digested) < before


def test_a_failed_channel_leaves_nothing_behind(digested) -> None:
    tell(digested, Inbox(why=LeadersError("It was away.")))
    assert count_kept(digested) == 0


def test_with_a_niche_goes_what_was_told_of_it(digested) -> None:
    tell(digested, Inbox())
    with Store(digested) as store:
        remove_niche(store, "niche")
    assert count_kept(digested) == 0
