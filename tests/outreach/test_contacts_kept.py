"""How far a client is with accounts: kept for all its niches, added to and never overwritten."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewed_niche import copy_ranked

from leaders import forgetting, pipeline
from leaders.errors import LeadersError, UsageMistake
from leaders.model import ContactStatus
from leaders.niche import Niche, load_niche
from leaders.outreach import (
    Contact,
    choose_client,
    client_of,
    find_clients,
    load_contact,
    load_contacts,
    mark,
    not_again,
)
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store
from leaders.store.accounts import find_accounts

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def ranked(tmp_path: Path) -> Workspace:
    return copy_ranked(tmp_path)


def account(store: Store, name: str) -> tuple[int, str]:
    return find_accounts(store, f"files:d/{name}")[0]


def say(store: Store, name: str, status: str, **told):
    told = {"client": "niche", "day": None, "now": NOW} | told
    client, day, now = told.pop("client"), told.pop("day"), told.pop("now")
    return mark(store, client, account(store, name), ContactStatus(status), day, now, **told)


def test_what_is_not_said_stays_and_what_is_empty_is_taken_away(ranked: Workspace) -> None:
    with Store(ranked) as store:
        say(store, "a00", "written", owner="Anna", note="asked", price=(120.0, "EUR"))
        before, after = say(store, "a00", "replied", now=NOW + timedelta(days=2))
        assert before == Contact(ContactStatus.WRITTEN, TODAY, "Anna", "asked", 120.0, "EUR")
        assert after == Contact(
            ContactStatus.REPLIED, date(2026, 2, 3), "Anna", "asked", 120.0, "EUR"
        )
        _, after = say(store, "a00", "replied", note="", now=NOW + timedelta(days=4))
        assert after.note is None
        assert after.status_on == date(2026, 2, 3)  # since when, and not when it was said again
        rows = load_contacts(store, "niche")
    assert rows.select("account_id", "status", "note").rows() == [("files:d/a00", "replied", None)]


def test_nothing_is_lost(ranked: Workspace) -> None:
    with Store(ranked) as store:
        for status in ("written", "replied", "replied", "refused"):
            say(store, "a00", status)
        number, _ = account(store, "a00")
        told = store.query("outreach/history", client="niche", account_no=number)
        assert told["status"].to_list() == ["written", "replied", "refused"]
        assert told["told_at"].is_sorted()
        assert told["told_at"].n_unique() == 3  # also within one moment of the clock
        then = load_contacts(store, "niche", told["told_at"][1])
        assert then["status"].to_list() == ["replied"]


@given(st.lists(st.tuples(st.sampled_from(list(ContactStatus)), st.integers(-5, 5)), max_size=6))
def test_the_last_word_counts_whatever_the_clock_says(said: list) -> None:
    with Store(_shared()) as store:
        client = f"client {len(store.query('outreach/clients'))}"
        for status, hours in said:
            now = NOW + timedelta(hours=hours)
            mark(store, client, account(store, "a00"), status, TODAY, now)
        found = load_contact(store, client, account(store, "a00")[0])
    assert (found.status if found else None) == (said[-1][0] if said else None)


def _shared(made: list[Workspace] = []) -> Workspace:  # noqa: B006 (made once for all examples)
    if not made:
        import tempfile

        made.append(copy_ranked(Path(tempfile.mkdtemp())))
    return made[0]


def write_niche(workspace: Workspace, name: str, client: str) -> Niche:
    text = (workspace.niches / "niche.toml").read_text(encoding="utf-8")
    told = f'{text}\n[client]\nname = "{client}"\n' if client else text
    (workspace.niches / f"{name}.toml").write_text(told, encoding="utf-8")
    return load_niche(workspace, name)


def test_a_contact_holds_in_all_niches_of_a_client_and_in_no_others(ranked: Workspace) -> None:
    one, two = write_niche(ranked, "one", "Acme  Wool"), write_niche(ranked, "two", " Acme Wool")
    other, own = write_niche(ranked, "other", "Another"), load_niche(ranked, "niche")
    assert [client_of(it) for it in (one, two, other, own)] == [
        "Acme Wool", "Acme Wool", "Another", "niche",
    ]  # fmt: skip
    with Store(ranked) as store:
        say(store, "a00", "never", client=client_of(one))
        say(store, "a01", "refused", client=client_of(two))
        say(store, "a02", "agreed", client=client_of(two))
        number = {name: account(store, name)[0] for name in ("a00", "a01")}
        told = {
            number["a00"]: "never on 2026-02-01 (leaders contacts, Acme Wool)",
            number["a01"]: "refused on 2026-02-01 (leaders contacts, Acme Wool)",
        }
        assert not_again(store, one) == not_again(store, two) == told
        assert not_again(store, other) == not_again(store, own) == {}


def test_it_survives_another_ranking_and_another_import(ranked: Workspace) -> None:
    with Store(ranked) as store:
        say(store, "a01", "agreed", owner="Anna")
    niche = load_niche(ranked, "niche")
    first = load_shortlist(ranked, niche)
    path = ranked.niches / "niche.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("size = 10", "size = 12"))
    pipeline.rank(ranked, "niche")
    again = load_shortlist(ranked, load_niche(ranked, "niche"))
    for shortlist in (first, again):
        rows = [row for it in shortlist.tables.values() for row in it.iter_rows(named=True)]
        told = {row["account_id"]: row["status"] for row in rows if row["status"]}
        assert told == {"files:d/a01": "agreed"}
        [owner] = [it["status_owner"] for it in rows if it["account_id"] == "files:d/a01"]
        assert owner == "Anna"
    assert again.identity["ranking"] != first.identity["ranking"]
    assert again.identity["contacts"] == first.identity["contacts"] == NOW.isoformat()


def test_only_those_whom_nobody_wrote_to(ranked: Workspace) -> None:
    niche = load_niche(ranked, "niche")
    before = load_shortlist(ranked, niche, 3)
    assert "contacts" not in before.identity
    first, second, third = before.tables["role unknown"]["account_id"]
    with Store(ranked) as store:
        say(store, first.partition("/")[2], "written")
        say(store, second.partition("/")[2], "new", note="has a cat")
    fresh = load_shortlist(ranked, niche, 3, fresh=True).tables["role unknown"]
    assert fresh["account_id"].to_list()[:2] == [second, third]
    assert fresh["rank"].to_list()[:2] == [2, 3]
    assert fresh.height == 3
    same = load_shortlist(ranked, niche, 3).tables["role unknown"]
    assert same["account_id"].to_list() == [first, second, third]


def test_who_is_suppressed_cannot_be_marked_and_is_forgotten(ranked: Workspace) -> None:
    with Store(ranked) as store:
        found = account(store, "a00")
        say(store, "a00", "agreed")
        say(store, "a01", "agreed")
    forgetting.forget(ranked, "files:d/a00", never_again_at=NOW)
    with Store(ranked) as store:
        assert load_contacts(store, "niche")["account_id"].to_list() == ["files:d/a01"]
        with pytest.raises(LeadersError, match="asked not to be listed"):
            mark(store, "niche", found, ContactStatus.WRITTEN, None, NOW)


def test_whose_contact_it_is(ranked: Workspace) -> None:
    clients = find_clients([write_niche(ranked, "one", "Acme"), write_niche(ranked, "two", "Acme")])
    assert choose_client(clients, None) == "Acme"
    assert choose_client(clients, " acme ") == "Acme"
    with pytest.raises(UsageMistake, match=r"names the client Acne .* did you mean Acme\?"):
        choose_client(clients, "Acne")
    with pytest.raises(UsageMistake, match="there are: Acme"):
        choose_client(clients, "Wool")
    both = clients | find_clients([write_niche(ranked, "three", "Zed")])
    with pytest.raises(UsageMistake, match="the clients are: Acme, Zed"):
        choose_client(both, None)


def test_a_contact_in_words() -> None:
    told = Contact(ContactStatus.REPLIED, TODAY, "Anna", "asks for more", 12_000.0, "RUB")
    assert str(told) == "replied on 2026-02-01, by Anna, 12,000.00 RUB: asks for more"
    assert str(Contact()) == "new"
