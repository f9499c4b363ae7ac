"""Price lists: cells as people write them, whole lists with mistakes, and the table to fill in."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from reviewed_niche import NAMES, copy_ranked

from leaders import forgetting
from leaders.errors import LeadersError
from leaders.model import Account, Contact, ContactKind, ContactStatus, Ended, Listing, Page
from leaders.niche import Niche, load_niche
from leaders.outreach import mark
from leaders.price_list import PriceList, import_prices, read_price_list, write_template
from leaders.price_list.reading import read_fees
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_accounts
from leaders.store.pages import OpenVisit, PageRead, write_pages

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)
HEAD = "account_id,format,price,currency,date,fees"


@pytest.mark.parametrize(
    ("text", "fees"),
    [("", (0, 0)), ("10%", (10, 0)), ("10 %", (10, 0)), ("7,5 %", (7.5, 0)), ("500", (0, 500))],
)
def test_fees_are_a_share_or_an_amount(text: str, fees: tuple) -> None:
    assert read_fees(text) == fees


@pytest.mark.parametrize(
    ("text", "told"),
    [("-1", "below 0"), ("-1 %", "below 0"), ("101 %", "more than the price"), ("some", "no num")],
)
def test_fees_that_cannot_be_meant(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_fees(text)


@pytest.fixture
def ranked(tmp_path: Path) -> Workspace:
    return copy_ranked(tmp_path)


@pytest.fixture
def niche(ranked: Workspace) -> Niche:
    return load_niche(ranked, "niche")


Take = Callable[..., PriceList]


@pytest.fixture
def take(ranked: Workspace, niche: Niche, tmp_path: Path) -> Take:
    """Import some lines of a price list."""

    def run(*lines: str, head: str = HEAD, at: datetime = NOW) -> PriceList:
        path = tmp_path / "list.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return import_prices(ranked, niche, path, at)

    return run


def said(read: PriceList) -> list[tuple]:
    return read.prices.drop("account_no").rows()


def told(read: PriceList) -> list[str]:
    return [str(it) for it in read.mistakes]


def test_good_rows_are_kept_and_every_bad_one_is_named(take: Take) -> None:
    read = take(
        "files:d/a00,post,1000,RUB,2026-10-05,10 %",
        "files:d/a01,post,-5,RUB,2026-10-05,",
        "files:d/nobody,post,5,RUB,2026-10-05,",
        "files:d/a02,post,5,RUX,2026-12-05,-1",
        "files:d/a03,,,,,",
        "files:d/a04,story,'7,,,",
        "files:d/a05,story,7.5,EUR,2026-10-04,3",
        "one,field",
    )
    assert said(read) == [
        ("files:d/a00", "post", 1000, "RUB", date(2026, 10, 5), 10, 0),
        ("files:d/a05", "story", 7.5, "EUR", date(2026, 10, 4), 0, 3),
    ]
    assert (read.new_count, read.empty_count, read.strangers) == (2, 1, 0)
    assert told(read) == [
        "line 3, price: '-5' is below 0; write what a placement costs",
        "line 4, account_id: 'files:d/nobody' is not stored on files; write the account_id that "
        "--template gives, or collect the account first",
        "line 5, currency: 'RUX' is no currency; did you mean RUB?",
        "line 5, date: '2026-12-05' is in the future; write year-month-day, such as 2026-10-05",
        "line 5, fees: '-1' is below 0; write what comes on top of the price",
        "line 7, currency: is empty; write a code of three letters such as RUB",
        "line 7, date: is empty; say on which day this was the price, write year-month-day, "
        "such as 2026-10-05",
        "line 9: 2 fields where the header has 6; mend the line",
    ]


def test_two_prices_of_one_day_are_both_mistakes(take: Take) -> None:
    read = take(
        "files:d/a00,post,1000,RUB,2026-10-05,",
        "files:d/a01,post,5,RUB,2026-10-05,",
        "D/A00,POST,1100,RUB,05.10.2026,",
        "files:d/a00,post,900,RUB,2026-10-04,",
        "files:d/a00,story,900,RUB,2026-10-05,",
        "d/a01,post,5.00,rub,2026-10-05,0",
    )
    assert [row[:3] for row in said(read)] == [
        ("files:d/a00", "post", 900), ("files:d/a00", "story", 900), ("files:d/a01", "post", 5),
    ]  # fmt: skip
    assert told(read) == [
        f"line {line}, price: files:d/a00, post, 2026-10-05 has another price in line {other}; "
        "keep one of them"
        for line, other in ((2, 4), (4, 2))
    ]


def test_taking_a_list_in_again_changes_nothing(take: Take) -> None:
    lines = ("files:d/a00,post,1000,RUB,2026-10-05,10 %", "files:d/a01,post,5,EUR,2026-10-05,2")
    assert take(*lines).new_count == 2
    assert take(*lines).new_count == 0
    assert take(*reversed(lines)).new_count == 0
    assert take("files:d/a01,post,6,EUR,2026-10-05,2").new_count == 1


def test_the_first_day_on_earth_is_no_future(take: Take) -> None:
    evening = datetime(2026, 10, 5, 11, tzinfo=UTC)
    line = "files:d/a00,post,5,RUB,2026-10-06,"
    assert take(line, at=evening).new_count == 1
    assert told(take(line, at=evening.replace(hour=9)))[0].startswith("line 2, date: ")


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1251", ";"), ("utf-16", "\t"), ("utf-8", "|")],
)
def test_lists_of_any_spreadsheet(
    ranked: Workspace, niche: Niche, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = [
        ["Имя", "Канал", "Цена", "Валюта", "Дата", "Комиссия", "Формат"],
        ["Ёлка; вязание, шали", "files:d/a00", "12 500,50", "руб", "05.10.2026", "10 %", "сторис"],
    ]
    path = tmp_path / "Прайс.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    read = import_prices(ranked, niche, path, NOW)
    assert told(read) == []
    assert said(read) == [
        ("files:d/a00", "сторис", 12500.5, "RUB", date(2026, 10, 5), 10, 0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("account_id,price,currency", "no column date"),
        ("name,sum", "no column account and no column price"),
        ("account_id,price,price,currency,date", "has the column 'price' twice"),
    ],
)
def test_a_list_without_its_columns(take: Take, head: str, wanted: str) -> None:
    with pytest.raises(LeadersError, match=wanted):
        take("x,y", head=head)


def test_what_only_begins_like_a_workbook_is_none(
    ranked: Workspace, niche: Niche, tmp_path: Path
) -> None:
    path = tmp_path / "prices.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(LeadersError, match=r"save it as .xlsx without a password, or as CSV"):
        import_prices(ranked, niche, path, NOW)


def see(workspace: Workspace, *accounts: Account) -> None:
    page = Page(accounts=accounts)
    visits = [OpenVisit(it.account_id, Listing.PROFILE, NOW) for it in accounts]
    with Store(workspace) as store:
        reads = [PageRead(it, 0, page, NOW, Ended.COMPLETE, None) for it in visits]
        write_pages(store, "niche", "vk", reads)


@pytest.fixture
def on_vk(workspace: Workspace) -> Workspace:
    niche = 'title = "A niche"\nplatforms = ["vk", "telegram"]\n'
    (workspace.niches / "niche.toml").write_text(niche)
    see(
        workspace,
        Account("vk:-1", handle="wool", url="https://vk.com/wool"),
        Account("telegram:2", handle="Wool", url="https://t.me/wool"),
        Account("telegram:3", handle="yarn", url="https://t.me/yarn"),
        Account("youtube:UC4", handle="yarn", url="https://www.youtube.com/@yarn"),
    )
    return workspace


@pytest.mark.parametrize(
    ("cell", "account_id"),
    [
        ("vk:-1", "vk:-1"), ("-1", "vk:-1"), ("vk:wool", "vk:-1"), ("https://vk.com/wool", "vk:-1"),
        ("http://www.vk.com/Wool/?from=x", "vk:-1"), ("vk.com/wool", "vk:-1"),
        ("@yarn", "telegram:3"), ("YARN", "telegram:3"), ("telegram:@WOOL", "telegram:2"),
        ("https://t.me/wool", "telegram:2"),
    ],
)  # fmt: skip
def test_an_account_is_known_by_id_handle_and_link(
    on_vk: Workspace, tmp_path: Path, cell: str, account_id: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD}\n{cell},post,5,RUB,2026-10-05,\n")
    with Store(on_vk) as store:
        read = read_price_list(store, load_niche(on_vk, "niche"), path, NOW)
    assert told(read) == []
    assert read.prices["account_id"].to_list() == [account_id]
    assert read.strangers == 1


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("wool", "may be any of telegram:2, vk:-1; write the id"),
        ("youtube:UC4", "is not stored on vk, telegram"),
        ("vk:yarn", "is not stored on"),
        ("", "is empty; write its id, handle or link"),
    ],
)
def test_an_account_that_cannot_be_told(
    on_vk: Workspace, tmp_path: Path, cell: str, wanted: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD}\n{cell},post,5,RUB,2026-10-05,\n")
    with Store(on_vk) as store:
        read = read_price_list(store, load_niche(on_vk, "niche"), path, NOW)
    assert read.prices.is_empty()
    assert wanted in told(read)[0]


def read_rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(path: Path, **cells: str) -> None:
    """Fill every row in, as a spreadsheet saves it."""
    rows = [{**row, **cells} for row in read_rows(path)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def test_the_table_to_fill_in_comes_back(ranked: Workspace, niche: Niche, tmp_path: Path) -> None:
    path = tmp_path / "new" / "prices.csv"
    table = write_template(ranked, niche, 5, path, NOW)
    rows = read_rows(path)
    assert list(rows[0]) == [
        "account_id", "name", "link", "contact", "format", "price", "currency", "date", "fees",
        "last_price",
    ]  # fmt: skip
    assert [row["account_id"] for row in rows] == table["account_id"].to_list()
    count = len({row["account_id"] for row in rows})
    assert len(rows) == count == 6  # five of one list, one of another
    assert all(row[cell] == "" for row in rows for cell in ("price", "currency", "date", "fees"))
    empty = import_prices(ranked, niche, path, NOW)
    assert (empty.new_count, empty.empty_count, empty.mistakes) == (0, count, ())
    fill(path, price="1 000,50", currency="RUB", date="05.10.2026")
    read = import_prices(ranked, niche, path, NOW)
    assert told(read) == []
    assert read.new_count == count
    again = write_template(ranked, niche, 5, tmp_path / "again.tsv", NOW)
    assert set(again["last_price"]) == {"post: 1000.5 RUB on 2026-10-05"}


def test_nothing_in_the_table_runs(ranked: Workspace, niche: Niche, tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    write_template(ranked, niche, 100, path, NOW)
    names = {row["account_id"]: row["name"] for row in read_rows(path)}
    assert names["files:d/a04"] == "'" + NAMES["a04"]
    assert names["files:d/a05"] == "Anna;' =1+1"
    assert all(cell[:1] not in "=+-@" for row in read_rows(path) for cell in row.values() if cell)


def test_who_is_excluded_or_suppressed_or_refused_is_not_asked(
    ranked: Workspace, niche: Niche, tmp_path: Path
) -> None:
    forgetting.forget(ranked, "files:d/a03", never_again_at=NOW)
    with Store(ranked) as store:
        refused = find_accounts(store, "files:d/a01")[0]
        mark(store, "niche", refused, ContactStatus.REFUSED, None, NOW)
    path = tmp_path / "prices.csv"
    write_template(ranked, niche, 100, path, NOW)
    ids = {row["account_id"] for row in read_rows(path)}
    assert "files:d/a00" in ids
    assert not ids & {"files:d/a01", "files:d/a03", "files:d/a19"}


def test_a_table_that_is_there_is_not_overwritten(
    ranked: Workspace, niche: Niche, tmp_path: Path
) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("answers")
    with pytest.raises(LeadersError, match=r"may hold prices; take them in with: leaders prices"):
        write_template(ranked, niche, 5, path, NOW)
    assert path.read_text() == "answers"


def test_a_workbook_is_not_written(ranked: Workspace, niche: Niche, tmp_path: Path) -> None:
    with pytest.raises(LeadersError, match=r"written as \.csv or \.tsv"):
        write_template(ranked, niche, 5, tmp_path / "prices.xlsx", NOW)


def test_without_a_ranking_nobody_is_known_to_ask(on_vk: Workspace, tmp_path: Path) -> None:
    with pytest.raises(LeadersError, match="has no ranking yet; make one with: leaders rank niche"):
        write_template(on_vk, load_niche(on_vk, "niche"), 5, tmp_path / "prices.csv", NOW)


def test_contacts_are_those_that_an_account_publishes(
    ranked: Workspace, niche: Niche, tmp_path: Path
) -> None:
    contacts = (Contact(ContactKind.EMAIL, "=ann@example.org", "advertising"),)
    see(ranked, Account("files:d/a00", name="Ann", contacts=contacts))
    path = tmp_path / "prices.csv"
    write_template(ranked, niche, 100, path, NOW)
    told = {row["account_id"]: row["contact"] for row in read_rows(path)}
    assert told["files:d/a00"] == "'=ann@example.org (advertising)"
    assert told["files:d/a01"] == ""


def test_prices_are_forgotten_with_their_account(take: Take, ranked: Workspace) -> None:
    take("files:d/a00,secret format,1000,RUB,2026-10-05,", "files:d/a01,post,5,RUB,2026-10-05,")
    assert b"secret format" in ranked.database.read_bytes()
    forgetting.forget(ranked, "files:d/a00")
    assert b"secret format" not in ranked.database.read_bytes()
    with Store(ranked) as store:
        assert store.query("price/known").height == 1
    read = take("files:d/a00,post,5,RUB,2026-10-05,")
    assert "is not stored" in told(read)[0]


def test_an_id_that_a_spreadsheet_would_run_comes_back(
    ranked: Workspace, niche: Niche, tmp_path: Path
) -> None:
    odd = "files:d/x;=1+1"
    see(ranked, Account(odd, name="Odd"))
    with Store(ranked) as store:
        store.execute("collect/add_seed", niche="niche", account_id=odd, visit_no=0)
    path = tmp_path / "list.csv"
    path.write_text(f"{HEAD}\nfiles:d/x;'=1+1,post,5,RUB,2026-10-05,\n")
    read = import_prices(ranked, niche, path, NOW)
    assert told(read) == []
    assert read.prices["account_id"].to_list() == [odd]


def test_a_list_may_be_a_workbook(ranked: Workspace, niche: Niche, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Канал", "Цена", "Валюта", "Дата", "Комиссия", "Формат"])
    book.active.append(["files:d/a00", 12500.5, "руб", datetime(2026, 10, 5), 0.1, "post 1/24"])
    book.active.append(["files:d/a01", 7, "EUR", "05.10.2026", 3, datetime(2024, 1, 24)])
    book.active["E2"].number_format = "0%"
    path = tmp_path / "Прайс.xlsx"
    book.save(path)
    read = import_prices(ranked, niche, path, NOW)
    assert said(read) == [
        ("files:d/a00", "post 1/24", 12500.5, "RUB", date(2026, 10, 5), 10, 0)
    ]  # fmt: skip
    assert told(read) == [
        "line 3, Формат: '2024-01-24' looks like a date that a spreadsheet made of it; write "
        "post 1/24"
    ]
