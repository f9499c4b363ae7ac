"""The contact sheet: written, filled in, given back, and never over what is newer than it."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from reviewed_niche import copy_ranked

from leaders import forgetting, pipeline
from leaders.errors import LeadersError
from leaders.model import ContactStatus
from leaders.niche import Niche, load_niche
from leaders.outreach import (
    Contact,
    import_contacts,
    load_contacts,
    mark,
    write_contact_sheet,
)
from leaders.outreach.sheet import COLUMNS
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_accounts

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
LATER = NOW + timedelta(days=1)
HEAD = "account,status,date,owner,note,price,currency"
IDS = [f"files:d/a{number:02}" for number in range(4)]

Cells = dict[str, Any]


@pytest.fixture
def ranked(tmp_path: Path) -> Workspace:
    return copy_ranked(tmp_path)


@pytest.fixture
def niche(ranked: Workspace) -> Niche:
    """With a list that is long enough for everybody."""
    read = load_niche(ranked, "niche")
    longer = read.shortlist.model_copy(update={"size": 30})
    return read.model_copy(update={"shortlist": longer})


def say(workspace: Workspace, account_id: str, status: str, now: datetime = NOW, **told) -> None:
    with Store(workspace) as store:
        account = find_accounts(store, account_id)[0]
        mark(store, "niche", account, ContactStatus(status), None, now, **told)


def known(workspace: Workspace) -> dict[str, tuple]:
    with Store(workspace) as store:
        rows = load_contacts(store, "niche").select("account_id", "status", "status_on", "note")
    return {row[0]: row[1:] for row in rows.rows()}


def change_csv(path: Path, changes: dict[str, Cells]) -> None:
    """Fill cells in, as a spreadsheet saves them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows({**row, **changes.get(row["account_id"], {})} for row in rows)


def change_xlsx(path: Path, changes: dict[str, Cells], title: str = "Contacts") -> None:
    book = load_workbook(path)
    sheet = book[title]
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for name, value in changes.get(row[names.index("account_id")].value, {}).items():
            row[names.index(name)].value = value
    book.save(path)


WAYS = {".csv": change_csv, ".xlsx": change_xlsx}


@pytest.fixture(params=sorted(WAYS))
def sheet(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"sheet{request.param}"


def test_a_sheet_that_nobody_touched_changes_nothing(
    ranked: Workspace, niche: Niche, sheet: Path
) -> None:
    say(ranked, IDS[0], "refused", note="=no; -way", owner="@Anna", price=(1234.5, "EUR"))
    say(ranked, "files:d/b07", "written", now=NOW + timedelta(microseconds=123_456))
    written = write_contact_sheet(ranked, niche, sheet)
    assert written.rows.columns == [column.name for column in COLUMNS]
    ids = written.rows["account_id"].to_list()
    assert len(ids) == len(set(ids)) == 20  # nineteen of the lists, and one who is known
    assert set(written.rows["known_at"]) == {"as of 2026-02-01T12:00:00.123456+00:00"}
    for at in (LATER, NOW - timedelta(hours=9)):
        read = import_contacts(ranked, niche, sheet, at)
        assert (read.changed, read.conflicts, read.mistakes) == ((), (), ())
        assert (read.same_count, read.empty_count) == (20, 0)


def test_what_was_filled_in_is_kept_at_once(ranked: Workspace, niche: Niche, sheet: Path) -> None:
    say(ranked, IDS[0], "written", note="first", owner="Anna", price=(10.0, "EUR"))
    write_contact_sheet(ranked, niche, sheet)
    WAYS[sheet.suffix](sheet, {
        IDS[0]: {"status": "ответили", "note": "", "price": "1 500,50", "currency": "руб"},
        IDS[1]: {"status": "NEVER", "date": "31.01.2026", "note": "'=1+1"},
        IDS[2]: {"note": "look at it"},
    })  # fmt: skip
    read = import_contacts(ranked, niche, sheet, LATER)
    assert (read.conflicts, read.mistakes) == ((), ())
    assert dict(read.changed) == {
        IDS[0]: Contact(ContactStatus.REPLIED, LATER.date(), "Anna", None, 1500.5, "RUB"),
        IDS[1]: Contact(ContactStatus.NEVER, date(2026, 1, 31), None, "=1+1"),
        IDS[2]: Contact(ContactStatus.NEW, LATER.date(), None, "look at it"),
    }
    assert set(known(ranked)) == set(IDS[:3])
    again = import_contacts(ranked, niche, sheet, LATER + timedelta(days=1))
    assert (again.changed, again.conflicts) == ((), ())


def test_the_day_of_another_status_is_todays_where_nobody_wrote_one(
    ranked: Workspace, niche: Niche, sheet: Path
) -> None:
    for account_id in IDS:
        say(ranked, account_id, "written")
    write_contact_sheet(ranked, niche, sheet)
    changes = {
        IDS[0]: {"status": "replied", "date": ""},
        IDS[1]: {"status": "replied"},
        IDS[2]: {"status": "replied", "date": "2026-01-30"},
        IDS[3]: {"date": "", "note": "x"},
    }
    WAYS[sheet.suffix](sheet, changes)
    import_contacts(ranked, niche, sheet, LATER)
    assert known(ranked) == {
        IDS[0]: ("replied", LATER.date(), None),
        IDS[1]: ("replied", LATER.date(), None),
        IDS[2]: ("replied", date(2026, 1, 30), None),
        IDS[3]: ("written", TODAY, "x"),
    }


def test_a_sheet_that_is_older_overwrites_nothing(
    ranked: Workspace, niche: Niche, sheet: Path
) -> None:
    for account_id in IDS:
        say(ranked, account_id, "written")
    write_contact_sheet(ranked, niche, sheet)
    WAYS[sheet.suffix](sheet, {it: {"status": "replied"} for it in (IDS[0], IDS[1], IDS[3])})
    since = NOW + timedelta(hours=1)
    say(ranked, IDS[0], "refused", now=since)  # changed here and in the sheet: a conflict
    say(ranked, IDS[2], "refused", now=since)  # changed here alone: stays
    say(ranked, IDS[3], "replied", now=since)  # the same in both: nothing to do
    read = import_contacts(ranked, niche, sheet, LATER)
    assert [account_id for account_id, _ in read.changed] == [IDS[1]]
    [conflict] = read.conflicts
    assert str(conflict).endswith(
        f"{IDS[0]}: says replied on 2026-02-02; since 2026-02-01 13:00 UTC the store says "
        "refused on 2026-02-01"
    )
    assert [known(ranked)[it][0] for it in IDS] == ["refused", "replied", "refused", "replied"]
    once_more = import_contacts(ranked, niche, sheet, LATER + timedelta(days=1))
    assert (once_more.changed, len(once_more.conflicts)) == ((), 1)


def test_a_list_that_tells_no_moment_adds_and_never_overwrites(
    ranked: Workspace, niche: Niche, tmp_path: Path
) -> None:
    say(ranked, IDS[0], "agreed")
    path = tmp_path / "own.csv"
    path.write_text(f"id,статус\n{IDS[0]},nooit\nD/A01,отказ\n{IDS[2]},\n", encoding="utf-8")
    read = import_contacts(ranked, niche, path, LATER)
    assert dict(read.changed) == {IDS[1]: Contact(ContactStatus.REFUSED, LATER.date())}
    assert [it.account_id for it in read.conflicts] == [IDS[0]]
    assert read.empty_count == 1


MISTAKES = [
    ("files:d/a00,replied?,,,,,", "line 2, status: is 'replied?'; write one of new, written"),
    ("files:d/a00,,,Anna,,,", "line 2, status: is empty; write one of new"),
    ("files:d/a00,written,2026-12-31,,,,", "line 2, date: '2026-12-31' is in the future"),
    ("files:d/a00,written,,,,-5,EUR", "line 2, price: '-5' is below 0"),
    ("files:d/a00,written,,,,5,", "line 2, currency: is empty; write a code"),
    (
        "files:d/zz,written,,,,,",
        "line 2, account: 'files:d/zz' is not stored; write the account_id",
    ),
    (f"files:d/a00,written,,,{'x' * 1001},,", "line 2, note: has 1,001 characters; write at most"),
]


@pytest.mark.parametrize(("line", "told"), MISTAKES)
def test_a_row_that_cannot_be_meant_is_named_and_left_out(
    ranked: Workspace, niche: Niche, tmp_path: Path, line: str, told: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD}\n{line}\nfiles:d/a01,written,,,,,\n", encoding="utf-8")
    read = import_contacts(ranked, niche, path, NOW)
    assert [str(it)[: len(told)] for it in read.mistakes] == [told]
    assert set(known(ranked)) == {"files:d/a01"}


def test_rows_that_disagree_are_both_left_out(
    ranked: Workspace, niche: Niche, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD}\n{IDS[0]},written,,,,,\nd/a00,replied,,,,,\n{IDS[1]},agreed,,,,,\n")
    read = import_contacts(ranked, niche, path, NOW)
    assert [str(it) for it in read.mistakes] == [
        f"line {line}, account: {IDS[0]} says another thing in line {other}; keep one of them"
        for line, other in ((2, 3), (3, 2))
    ]
    assert set(known(ranked)) == {IDS[1]}


def test_a_moment_that_somebody_changed_is_a_mistake(
    ranked: Workspace, niche: Niche, sheet: Path
) -> None:
    write_contact_sheet(ranked, niche, sheet)
    WAYS[sheet.suffix](sheet, {IDS[0]: {"known_at": "yesterday", "status": "written"}})
    read = import_contacts(ranked, niche, sheet, NOW)
    assert "known_at: 'yesterday' is not what was written there" in str(read.mistakes[0])
    assert known(ranked) == {}


def test_who_asked_not_to_be_listed_is_not_taken_in(
    ranked: Workspace, niche: Niche, sheet: Path
) -> None:
    write_contact_sheet(ranked, niche, sheet)
    WAYS[sheet.suffix](sheet, {IDS[0]: {"status": "agreed"}})
    forgetting.forget(ranked, IDS[0], never_again_at=NOW)
    read = import_contacts(ranked, niche, sheet, NOW)
    assert "is not stored" in str(read.mistakes[0])
    assert known(ranked) == {}
    again = write_contact_sheet(ranked, niche, sheet.with_name(f"again{sheet.suffix}"))
    assert IDS[0] not in again.rows["account_id"].to_list()


def test_the_workbook_of_the_ranking_comes_back(ranked: Workspace, niche: Niche) -> None:
    say(ranked, IDS[0], "refused")
    files = pipeline.export_niche(ranked, "niche", ("xlsx",))
    book = next(it for it in files if it.suffix == ".xlsx")
    before = book.read_bytes()
    pipeline.export_niche(ranked, "niche", ("xlsx",))
    assert book.read_bytes() == before  # the moment in it is of the data, and not the clock's
    contacts = load_workbook(book)["Contacts"]
    names = [cell.value for cell in contacts[1]]
    [rule] = contacts.data_validations.dataValidation
    assert rule.formula1 == f'"{",".join(ContactStatus)}"'
    assert str(rule.sqref).startswith("E2:E")
    assert contacts.column_dimensions["K"].hidden
    assert names.index("known_at") == 10
    change_xlsx(book, {IDS[1]: {"status": "agreed"}})
    read = import_contacts(ranked, niche, book, LATER)
    assert dict(read.changed) == {IDS[1]: Contact(ContactStatus.AGREED, LATER.date())}
    assert read.mistakes == ()
    pipeline.export_niche(ranked, "niche", ("xlsx",))
    assert book.read_bytes() != before


def test_a_sheet_that_is_there_is_not_overwritten(
    ranked: Workspace, niche: Niche, sheet: Path
) -> None:
    write_contact_sheet(ranked, niche, sheet)
    with pytest.raises(LeadersError, match="is there already and may be filled in"):
        write_contact_sheet(ranked, niche, sheet)
    with pytest.raises(LeadersError, match=r"written as .xlsx or .csv"):
        write_contact_sheet(ranked, niche, sheet.with_suffix(".ods"))


def test_a_niche_without_a_ranking_has_no_sheet(workspace: Workspace, sheet: Path) -> None:
    with Store(workspace):
        pass
    with pytest.raises(LeadersError, match="has no ranking yet"):
        write_contact_sheet(workspace, load_niche(workspace, "niche"), sheet)


statuses = st.sampled_from(["new", "written", "replied", "refused"])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return copy_ranked(tmp_path_factory.mktemp("shared"))


@settings(max_examples=15)
@given(base=statuses, stored=statuses, said=statuses, number=st.integers(0, 10**9))
def test_what_a_sheet_changes_is_what_was_changed_in_it_alone(
    shared: Workspace, base: str, stored: str, said: str, number: int
) -> None:
    path = shared.root / f"sheet-{number}.csv"
    path.unlink(missing_ok=True)
    niche = load_niche(shared, "niche")
    say(shared, IDS[0], base, note=str(number))
    write_contact_sheet(shared, niche, path)
    change_csv(path, {IDS[0]: {"status": said}})
    say(shared, IDS[0], stored, now=LATER)
    read = import_contacts(shared, niche, path, LATER + timedelta(days=1))
    is_conflict = said not in (base, stored) and stored != base
    assert bool(read.conflicts) == is_conflict
    assert known(shared)[IDS[0]][0] == (said if stored == base else stored)
