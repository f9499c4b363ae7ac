"""Placements with their results, and what could be expected of them before their day."""

import csv
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from planned_niche import TOLD, fill, put_prices

from leaders import forgetting
from leaders.audience.exposure import ASSUMED, RECENT
from leaders.errors import LeadersError
from leaders.model import ContactStatus
from leaders.niche import load_niche
from leaders.outreach import PlacementList, import_placements, load_placements, mark
from leaders.outreach.forecast import before
from leaders.outreach.placement_list import write_template
from leaders.outreach.placements import measure_accuracy
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_accounts

sys.path.insert(0, str(Path(__file__).parents[1] / "rank"))
from imported_rows import MONDAY, store_rows

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HEAD = "account,date,format,cost,currency,views,clicks,sales,revenue,post_url"
AFTER = "2026-01-21"
"""A day by which everything was known: the audience, the posts and the prices."""

Take = Callable[..., PlacementList]


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Communities of 5,000 declared members; ten posts of ``a`` with 900 to 1,100 views."""
    fill(workspace)
    posts = [(f"post{it}", "a", f"2025-12-{it + 10}", 910 + 20 * it) for it in range(10)]
    store_rows(workspace, "posts", "id,author,posted_at,views_count", posts)
    return workspace


@pytest.fixture
def take(filled: Workspace, tmp_path: Path) -> Take:
    def run(*lines: str, head: str = HEAD, at: datetime = NOW) -> PlacementList:
        path = tmp_path / "placed.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return import_placements(filled, load_niche(filled, "niche"), path, at)

    return run


def load(workspace: Workspace, client: str = "niche") -> list[dict]:
    with Store(workspace) as store:
        return load_placements(store, client).to_dicts()


def test_forecast_stands_beside_outcome(filled: Workspace, take: Take) -> None:
    read = take(
        f"files:d/a,{AFTER},post,120,EUR,2000,40,3,90.5,https://t.me/a/5",
        f"files:d/b,{AFTER},story,80,EUR,,,,,",
    )
    assert (read.mistakes, read.new_count, read.empty_count) == ((), 2, 0)
    one, two = load(filled)
    assert (one["account_id"], one["name"], one["placed_on"]) == (
        "files:d/a", "Alpha", date(2026, 1, 21),
    )  # fmt: skip
    assert (one["cpm"], one["cpc"], one["cpa"]) == (60, 3, 40)
    assert (one["expected_views"], one["expected_from"]) == (1000, RECENT)
    assert one["views_ratio"] == 2
    assert (one["expected_cost"], one["expected_currency"]) == (110, "EUR")  # 100 and 10 %
    assert one["cost_ratio"] == pytest.approx(120 / 110, abs=1e-4)
    assert (one["revenue"], one["post_url"]) == (90.5, "https://t.me/a/5")
    # nobody saw posts of b: a tenth of 5,000 is assumed; nobody said what a story costs
    assert (two["expected_views"], two["expected_from"]) == (500, ASSUMED)
    assert [two[it] for it in ("expected_cost", "cpm", "cpc", "cpa", "views_ratio")] == [None] * 5


def test_only_what_was_known_before_the_day_counts(filled: Workspace, take: Take) -> None:
    first = MONDAY.date()
    days = [first, first + timedelta(days=1), TOLD.date(), TOLD.date() + timedelta(days=1)]
    take(*(f"files:d/a,{day},post,,,100,,,," for day in days))
    told = [(it["expected_views"], it["expected_cost"]) for it in reversed(load(filled))]
    assert told == [(None, None), (1000, None), (1000, None), (1000, 110)]
    assert before(first) < MONDAY < before(days[1])


def test_a_forecast_stays_what_it_was(filled: Workspace, take: Take) -> None:
    take(f"files:d/a,{AFTER},post,,,,,,,")
    # somebody says later, and of an earlier day, what changes the forecast
    store_rows(filled, "accounts", "id,name,followers_count", [("a", "Alpha", 9)])
    posts = [(f"old{it}", "a", f"2025-12-{it + 20}", 9_000) for it in range(10)]
    store_rows(filled, "posts", "id,author,posted_at,views_count", posts)
    put_prices(filled, {"files:d/a": 7}, told_at=TOLD - timedelta(days=1))
    take(f"files:d/a,{AFTER},post,110,EUR,500,,,,", at=NOW + timedelta(days=1))
    [row] = load(filled)
    assert (row["views"], row["cost"]) == (500, 110)
    assert (row["expected_views"], row["expected_cost"]) == (1000, 110)


def test_the_same_again_changes_nothing_and_the_last_word_counts(
    filled: Workspace, take: Take
) -> None:
    lines = (f"files:d/a,{AFTER},post,120,EUR,2000,,,,", f"files:d/b,{AFTER},,5,EUR,,,,,")
    assert take(*lines).new_count == 2
    assert take(*reversed(lines)).new_count == 0
    yesterday = NOW - timedelta(days=1)  # a clock that was set back
    assert take("d/a,21.01.2026,POST,120,eur,2500,,,,", at=yesterday).new_count == 1
    assert [it["views"] for it in load(filled)] == [2500, None]


MISTAKES = [
    ("files:d/zz,2026-01-21,,5,EUR,,,,,", "account: 'files:d/zz' is not stored"),
    ("files:d/a,,,5,EUR,7,,,,", "date: is empty; say on which day"),
    ("files:d/a,2026-05-01,,5,EUR,,,,,", "date: '2026-05-01' is in the future"),
    ("files:d/a,2026-01-21,,5,,,,,,", "currency: is empty"),
    ("files:d/a,2026-01-21,,,,-7,,,,", "views: '-7' is no count"),
    ("files:d/a,2026-01-21,,,,,1.5,,,", "clicks: '1.5' is no count"),
    ("files:d/a,2026-01-21,,,,,,,-1,", "revenue: '-1' is below 0"),
    ("files:d/a,2026-01-21,,,,,,,,javascript:x", "post_url: 'javascript:x' is no address"),
]


@pytest.mark.parametrize(("line", "told"), MISTAKES)
def test_a_row_that_cannot_be_meant_is_named(
    filled: Workspace, take: Take, line: str, told: str
) -> None:
    read = take(line, f"files:d/b,{AFTER},,,,7,,,,", "files:d/c,,,100,EUR,,,,,")
    assert str(read.mistakes[0]).startswith(f"line 2, {told}")
    assert (read.new_count, read.empty_count) == (1, 1)
    assert [it["account_id"] for it in load(filled)] == ["files:d/b"]


def test_two_of_one_day_and_format_are_told_apart_or_left_out(take: Take) -> None:
    read = take(*(f"files:d/a,{AFTER},{it},,,7{n},,,," for n, it in enumerate(("a", "a", "a 2"))))
    assert [str(it) for it in read.mistakes] == [
        f"line {line}, format: files:d/a, {AFTER}, a says another thing in line {other}; keep "
        "one, or tell them apart as story and story 2"
        for line, other in ((2, 3), (3, 2))
    ]
    assert read.placements["format"].to_list() == ["a 2"]


def test_what_was_for_nothing_needs_no_currency(filled: Workspace, take: Take) -> None:
    assert take(f"files:d/a,{AFTER},post,0,,100,,,0,").mistakes == ()
    [row] = load(filled)
    assert (row["cost"], row["revenue"], row["currency"], row["cpm"]) == (0, 0, None, 0)


def test_a_table_in_russian(filled: Workspace, take: Take) -> None:
    head = "Канал;Дата;Формат;Стоимость;Валюта;Показы;Переходы;Продажи;Выручка;Ссылка"
    line = "files:d/a;21.01.2026;сторис;12 000,50;руб;10 500;1 050;12;30 000;https://t.me/a/5"
    assert take(line, head=head).mistakes == ()
    [row] = load(filled)
    assert (row["format"], row["cost"], row["currency"]) == ("сторис", 12000.5, "RUB")
    assert (row["views"], row["clicks"], row["sales"]) == (10500, 1050, 12)
    assert row["cost_ratio"] is None


def frame(*ratios: float | None) -> pl.DataFrame:
    return pl.DataFrame({"views_ratio": ratios}, schema={"views_ratio": pl.Float64})


def test_how_far_forecasts_were_off_is_told_with_of_how_many() -> None:
    told = measure_accuracy(frame(0.5, 1.0, 4.0, None))
    assert (told.count, told.median_ratio, told.off) == (3, 1.0, 2.0)
    exact = measure_accuracy(frame(1.0))
    assert (exact.count, exact.median_ratio, exact.off) == (1, 1.0, 1.0)
    none = measure_accuracy(frame(None, 0.0))
    assert (none.count, none.median_ratio, none.off) == (0, None, None)


def test_the_template_names_who_agreed_and_comes_back(filled: Workspace, tmp_path: Path) -> None:
    niche = load_niche(filled, "niche")
    with Store(filled) as store:
        for name, status in (("a", "agreed"), ("b", "refused"), ("c", "published")):
            account = find_accounts(store, f"files:d/{name}")[0]
            mark(store, "niche", account, ContactStatus(status), None, NOW, price=(70.0, "EUR"))
    path = tmp_path / "new" / "placements.csv"
    assert write_template(filled, niche, path) == 2
    read = import_placements(filled, niche, path, NOW)
    assert (read.new_count, read.empty_count, read.mistakes) == (0, 2, ())
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "date": AFTER, "views": "700"} for row in rows)
    assert import_placements(filled, niche, path, NOW).new_count == 2
    assert [(it["account_id"], it["cost"], it["cpm"]) for it in load(filled)] == [
        ("files:d/a", 70, 100), ("files:d/c", 70, 100),
    ]  # fmt: skip
    with pytest.raises(LeadersError, match="is there already"):
        write_template(filled, niche, path)
    with pytest.raises(LeadersError, match=r"written as .csv"):
        write_template(filled, niche, path.with_suffix(".xlsx"))


def test_what_was_placed_is_forgotten_with_the_account(filled: Workspace, take: Take) -> None:
    take(f"files:d/a,{AFTER},,,,7,,,,", f"files:d/b,{AFTER},,,,7,,,,")
    forgetting.forget(filled, "files:d/a")
    assert [it["account_id"] for it in load(filled)] == ["files:d/b"]
