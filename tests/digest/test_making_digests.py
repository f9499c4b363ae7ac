"""What a digest says of a store, in which order, and whom it never names."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from digested_niche import FIRST, HOSTILE, NOW, SECOND, copy_digested, refresh
from two_dates import x

from leaders import forgetting, pipeline
from leaders.audience.prices import keep_prices
from leaders.digest import Digest, make_digest, to_html, to_json, to_markdown, to_telegram, to_text
from leaders.errors import LeadersError
from leaders.model import ContactStatus
from leaders.niche import load_niche
from leaders.outreach import mark
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_accounts

WRITERS = (to_text, to_markdown, to_html, to_telegram, lambda it: to_json(it).decode())


@pytest.fixture
def digested(tmp_path: Path) -> Workspace:
    return copy_digested(tmp_path)


def make(workspace: Workspace, **said: object) -> Digest:
    return make_digest(workspace, load_niche(workspace, "niche"), NOW, **said)


def tell(workspace: Workspace, name: str, status: ContactStatus, days: int) -> None:
    with Store(workspace) as store:
        [account] = find_accounts(store, x(name))
        mark(store, "niche", account, status, (NOW - timedelta(days=days)).date(), NOW)


def test_a_niche_without_a_ranking_is_one_sentence(workspace: Workspace) -> None:
    Store(workspace).close()
    with pytest.raises(LeadersError, match="leaders rank niche"):
        make(workspace)


def test_the_first_ranking_has_a_digest(tmp_path: Path) -> None:
    told = make(copy_digested(tmp_path, 1))
    assert (told.since, told.news) == (None, ())
    assert told.head == "the first ranking: changes are told from the next one on"


def test_other_settings_are_said_to_be_what_moved_accounts(tmp_path: Path) -> None:
    workspace = copy_digested(tmp_path, 1)
    path = workspace.niches / "niche.toml"
    text = path.read_text(encoding="utf-8").replace("reach = 0.5", "reach = 0.1")
    path.write_text(text.replace("engaged_audience = 0.5", "follow_pagerank = 0.9"), "utf-8")
    pipeline.rank(workspace, "niche")
    told = make(workspace)
    assert told.since == told.as_of == FIRST
    assert all("the settings changed" in it.what for it in told.movements)
    assert "score.weights" in " ".join(told.notes)


def test_who_rose_and_who_advertised(digested: Workspace) -> None:
    told = make(digested)
    assert (told.since, told.as_of) == (FIRST, SECOND + timedelta(seconds=1))
    assert told.contacts == ()
    assert [(it.account_id, it.who) for it in told.placements] == [(x("c3"), "Name c3")]
    assert "advertised Rivalwool on 2026-02-03 (marked" in told.placements[0].what
    [risen] = [it for it in told.movements if it.account_id == x("c9")]
    assert "gained attention, reactions x 2." in risen.what
    assert risen.who.startswith("<b>=1+1 ")
    assert "\x1b" not in risen.who
    assert told.head.endswith("; 3 lists could not be read to the end")
    assert told.head.startswith("1 new placement of competitors, ")
    assert [(it.platform, it.ended, it.lists) for it in told.unread] == [("simulated", "failed", 3)]
    assert make(digested) == told


def test_contacts_come_first_and_once(digested: Workspace) -> None:
    before = make(digested)
    tell(digested, "c9", ContactStatus.AGREED, 3)
    tell(digested, "c3", ContactStatus.WRITTEN, 3)
    tell(digested, "c5", ContactStatus.REFUSED, 3)
    told = make(digested)
    assert {it.account_id for it in told.contacts} == {x("c3"), x("c9")}
    assert told.placements == ()
    assert not {it.account_id for it in told.movements} & {x("c3"), x("c9")}
    assert {it.key for it in told.news} == {it.key for it in before.news}
    assert told.head.startswith("news of 2 contacts")
    assert any(it.what.startswith("(agreed) ") for it in told.contacts)
    places = [to_text(told).index(it) for it in ("Your contacts", "Movements", "To do")
              if it in to_text(told)]  # fmt: skip
    assert places == sorted(places)


def test_nothing_changed_is_said_with_what_was_not_read(digested: Workspace) -> None:
    told = replace(make(digested), contacts=(), placements=(), movements=())
    assert told.head == "nothing changed; 3 lists could not be read to the end"
    for write in WRITERS:
        assert told.head in write(told)


def test_at_most_five_things_to_do_the_most_urgent_first(digested: Workspace) -> None:
    for place, name in enumerate(("c9", "c1", "c2", "c4")):
        tell(digested, name, ContactStatus.REPLIED, 9 - place)
    tell(digested, "c5", ContactStatus.WRITTEN, 14)
    tell(digested, "c6", ContactStatus.WRITTEN, 13)
    tell(digested, "c7", ContactStatus.AGREED, 40)
    told = make(digested).todo
    assert len(told) == 5
    assert told[0].endswith(", who replied 9 days ago")
    assert told[1] == "answer Name c1, who replied 8 days ago"
    assert told[2] == "answer 2 others who replied (leaders contacts niche)"
    assert told[3].startswith("write again to 1 account without an answer for 14 days")
    assert told[4].startswith("ask 1 account that agreed 30 days ago or more")


def test_old_prices_and_failed_lists_are_things_to_do(digested: Workspace) -> None:
    with Store(digested) as store:
        [(number, _)] = find_accounts(store, x("c1"))
        said = {"account_no": number, "format": "post", "price": 5.0, "currency": "EUR"}
        days = [NOW.date() - timedelta(days=it) for it in (61,)]
        rows = [{**said, "priced_on": it, "fees_percent": 0.0, "fees_amount": 0.0} for it in days]
        frame = pl.DataFrame(rows).with_columns(pl.col("account_no").cast(pl.Int32))
        keep_prices(store, frame, "list.csv", NOW)
    assert make(digested).todo == (
        "read 3 lists that failed or broke off: leaders collect niche goes on there",
        "1 price is older than 60 days: ask again (leaders prices niche)",
    )


@pytest.mark.parametrize("how", ["suppressed", "forgotten", "unlisted"])
def test_who_must_not_be_named_is_in_no_format(digested: Workspace, how: str) -> None:
    for name in ("c9", "c3"):
        tell(digested, name, ContactStatus.REPLIED, 3)
    if how == "unlisted":
        with Store(digested) as store:
            store._connection.execute(
                "update profile set is_unlisted = true where handle in ('c9', 'c3')"
            )
    else:
        for name in ("c9", "c3"):
            never_again = NOW if how == "suppressed" else None
            forgetting.forget(digested, x(name), never_again_at=never_again)
    told = make(digested)
    for write in WRITERS:
        text = write(told)
        for named in (x("c9"), x("c3"), "=1+1", "Name c3"):
            assert named not in text


def test_a_digest_since_an_earlier_one_spans_all_that_came_after(digested: Workspace) -> None:
    third = SECOND + timedelta(days=30)
    last = make(digested)
    refresh(digested, third, 2)
    assert make(digested).since == last.as_of
    spanning = make(digested, since=FIRST)
    assert spanning.since == FIRST
    assert len(spanning.placements) == 2
    assert make(digested, since=third + timedelta(days=9)).since == last.as_of
    assert make(digested, since=FIRST - timedelta(days=9)).since == last.as_of


def test_no_audience_is_named(digested: Workspace) -> None:
    told = make(digested)
    for write in WRITERS:
        assert "fan" not in write(told)
        assert HOSTILE not in write(told)
