"""Who carried whom, of small stores: posts, mentions, views, shared audiences and who is free."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from stored_audiences import put_accounts, put_edges, put_visit

from leaders.audience.competitors import CompetitorReport, report_competitors
from leaders.audience.competitors.names import read_competitors
from leaders.errors import LeadersError
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.staging import rebuild_edges
from leaders.store.suppression import suppress

SEEN = datetime(2026, 1, 1, tzinfo=UTC)
IDS = ["vk:-1", "vk:-2", "vk:-3", "vk:-7", "vk:-9"]  # three who sell, a competitor, the client
SELLERS, SHOP, CLIENT = (0, 1, 2), 3, 4
PEOPLE = range(5, 65)
NICHE = """title = "Knitting"
platforms = ["vk"]
[client]
name = "Мотовило"
accounts = ["vk:-9"]
[competitors]
accounts = ["vk:-7"]
words = ["Петелька"]
"""


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    write_niche(workspace, NICHE)
    with Store(workspace) as store:
        put_accounts(store, [*IDS, *(f"vk:{number}" for number in PEOPLE)])
        put_visit(store, 0)
        for number in range(5):
            row = {"niche": "niche", "account_no": number, "why": "seed", "depth": 0}
            store.append("niche_account", pl.DataFrame([{**row, "since_visit": 0}]))
        put_profile(store, 0, "Анна")
        put_members(store, 1, 0, range(5, 45))
        put_members(store, 2, CLIENT, range(25, 65))
        put_members(store, 3, 1, range(60, 65), ended="cut")
        rebuild_edges(store)
    return workspace


def write_niche(workspace: Workspace, text: str) -> None:
    (workspace.niches / "niche.toml").write_text(text, encoding="utf-8")


def put_profile(store: Store, number: int, name: str, *, is_unlisted: bool = False) -> None:
    row = {"account_no": number, "visit_no": 0, "name": name, "is_unlisted": is_unlisted}
    store.append("profile", pl.DataFrame([row]))


def put_members(
    store: Store, visit: int, account: int, people: Sequence[int], ended: str = "complete"
) -> None:
    put_visit(store, visit, subject_no=account, listing="members", ended=ended)
    put_edges(store, visit, [(person, account, "member") for person in people])


def put_posts(
    store: Store, author: int, texts: Sequence[str | None], views: int = 100,
    is_marked: bool | None = None, age_days: int = 10,
) -> list[int]:  # fmt: skip
    """Posts of one author, a day apart, the first the newest; their numbers."""
    begin = 1000 * (author + 1) + 10 * age_days
    numbers = [begin + place for place in range(len(texts))]
    posted = [SEEN - timedelta(days=age_days + place) for place in range(len(texts))]
    ids = [f"vk:{IDS[author].removeprefix('vk:')}_{number}" for number in numbers]
    posts = {"post_no": numbers, "post_id": ids, "author_no": [author] * len(texts)}
    store.append("post", pl.DataFrame({**posts, "posted_at": posted}))
    counts = {
        "post_no": numbers, "visit_no": [0] * len(texts), "views_count": [views] * len(texts),
        "text": pl.Series(list(texts), dtype=pl.String),
        "is_marked_ad": pl.Series([is_marked] * len(texts), dtype=pl.Boolean),
    }  # fmt: skip
    store.append("post_count", pl.DataFrame(counts))
    return numbers


def look(workspace: Workspace, **asked: object) -> CompetitorReport:
    return report_competitors(workspace, load_niche(workspace, "niche"), **asked)


def told(report: CompetitorReport) -> list[tuple]:
    return report.carried.select("account_id", "competitor", "verdict").rows()


def test_who_carried_whom_when_and_how_it_went(stored: Workspace) -> None:
    with Store(stored) as store:
        put_posts(store, 0, ["Промокод ПЕТЛЯ15 в Петельке"], views=50)
        put_posts(store, 0, ["Связала шаль"] * 6, views=200, age_days=20)
    report = look(stored)
    [row] = report.carried.rows(named=True)
    assert (row["account_id"], row["name"], row["competitor"]) == ("vk:-1", "Анна", "Петелька")
    assert (row["verdict"], row["link"]) == ("likely", "https://vk.com/wall-1_1100")
    assert row["posted_at"] == SEEN - timedelta(days=10)
    assert (row["views"], row["median_views"], row["ratio"], row["median_posts"]) == (
        50, 200.0, 0.25, 6,
    )  # fmt: skip
    assert [(it["kind"], it["quote"]) for it in row["evidence"]] == [
        ("brand_word", "Петельке"), ("promo_code", "Промокод ПЕТЛЯ15"),
    ]  # fmt: skip


def test_marked_named_and_mentions_are_told_apart(stored: Workspace) -> None:
    with Store(stored) as store:
        put_posts(store, 0, ["Обожаю Петельку #реклама"], age_days=3)
        put_posts(store, 0, ["Кто был в Петельке?"], age_days=4)
        [mentioning] = put_posts(store, 1, ["Новая пряжа"], is_marked=True, age_days=5)
        [shops] = put_posts(store, SHOP, ["Мы — Петелька. Реклама. ООО «Петелька»"], age_days=6)
        edges = [(1, SHOP, "mention", mentioning), (2, SHOP, "repost", shops)]
        frame = pl.DataFrame(
            edges, schema=["source_no", "target_no", "kind", "post_no"], orient="row"
        )
        store.append("edge_seen", frame.with_columns(visit_no=pl.lit(0)))
    report = look(stored)
    assert sorted(told(report)) == [
        ("vk:-1", "Петелька", "marked"), ("vk:-1", "Петелька", "named"),
        ("vk:-2", "vk:-7", "marked"), ("vk:-3", "vk:-7", "passed on"),
    ]  # fmt: skip
    counts = report.by_competitor.select("competitor", "posts", "named", "passed_on", "carriers")
    assert counts.rows() == [("vk:-7", 1, 0, 1, 1), ("Петелька", 1, 1, 0, 1)]
    assert report.by_carrier["account_id"].to_list() == ["vk:-1", "vk:-2"]


def test_names_of_one_brand_go_together(stored: Workspace) -> None:
    brand = '[competitors.brands."Петелька"]\naccounts = ["vk:-7"]\nwords = ["Петелька"]\n'
    write_niche(stored, NICHE.partition("[competitors]")[0] + brand)
    with Store(stored) as store:
        put_posts(store, 0, ["Петелька #реклама"])
        put_posts(store, SHOP, ["Петелька #реклама"])
    report = look(stored)
    assert report.competitors == ["Петелька"]
    assert told(report) == [("vk:-1", "Петелька", "marked")]  # and not its own posts


def test_names_that_are_spelt_alike_are_of_one_brand(stored: Workspace) -> None:
    alike = (
        'accounts = ["https://t.me/Other_Shop"]\ndomains = ["www.othershop.example"]\n'
        'words = ["Other Shop", "Петелька"]\n'
    )
    write_niche(stored, NICHE.partition("[competitors]")[0] + "[competitors]\n" + alike)
    brands = read_competitors(load_niche(stored, "niche"))
    assert [(it.name, len(it.accounts), len(it.domains)) for it in brands] == [
        ("Other Shop", 1, 1), ("Петелька", 0, 0),
    ]  # fmt: skip


def test_overlap_with_the_clients_audience_is_exact_a_bound_or_unknown(stored: Workspace) -> None:
    with Store(stored) as store:
        for author in SELLERS:
            put_posts(store, author, ["Петелька #реклама"])
    rows = {row["account_id"]: row for row in look(stored).by_carrier.rows(named=True)}
    one, two, three = (rows[name] for name in IDS[:3])
    assert (one["basis"], one["shared"]) == ("exact", 20)
    assert (one["share_of_client"], one["share_of_own"]) == (0.5, 0.5)
    assert (two["basis"], two["shared"], two["share_of_client"]) == ("at least", None, None)
    assert (three["basis"], three["shared"]) == ("not readable", None)
    assert "never read" in three["why"]


def test_few_people_are_no_share(stored: Workspace) -> None:
    with Store(stored) as store:
        put_members(store, 9, 2, range(56, 65))
        rebuild_edges(store)
        put_posts(store, 2, ["Петелька #реклама"])
    [row] = look(stored).by_carrier.rows(named=True)
    assert (row["basis"], row["shared"], row["share_of_client"], row["share_of_own"]) == (
        "exact", None, None, None,
    )  # fmt: skip


def test_without_a_client_the_audience_of_the_niche_counts_and_else_it_is_said(
    stored: Workspace,
) -> None:
    with Store(stored) as store:
        put_posts(store, 0, ["Петелька #реклама"])
    plain = NICHE.partition("[client]")[0] + "[competitors]" + NICHE.partition("[competitors]")[2]
    write_niche(stored, plain)
    report = look(stored)
    assert report.by_carrier["basis"].to_list() == ["not readable"]
    assert any("[audience]" in note for note in report.notes)
    write_niche(stored, f'{plain}[audience]\ncommunities = ["vk:-9"]\n')
    assert look(stored).by_carrier["shared"].to_list() == [20]


def put_ranking(store: Store, ranks: Sequence[int]) -> None:
    ranking = {
        "ranking_no": 0, "ranking_id": "r", "niche": "niche", "as_of": SEEN, "identity": "{}",
        "account_count": len(ranks), "notes": "[]",
    }  # fmt: skip
    store.append("ranking", pl.DataFrame([ranking]))
    rows = [
        {"ranking_no": 0, "account_no": no, "list": "creators", "rank": rank, "is_excluded": False,
         "score": 1.0, "is_tied": False}
        for rank, no in enumerate(ranks, 1)
    ]  # fmt: skip
    store.append("ranked_account", pl.DataFrame(rows))


def test_who_is_free_comes_in_the_order_of_the_ranking(stored: Workspace) -> None:
    with Store(stored) as store:
        put_ranking(store, [1, 0, 2, SHOP, CLIENT])
        put_posts(store, 0, ["Петелька #реклама"])
        put_posts(store, 1, ["Кто был в Петельке?", "шаль"])
    report = look(stored)
    assert report.unused.select("rank", "account_id", "texts", "named").rows() == [
        (1, "vk:-2", 2, 1)
    ]  # the third was never read, the others are the shop and the client
    assert any("1 ranked account left out" in note for note in report.notes)


def test_an_unranked_niche_says_so(stored: Workspace) -> None:
    report = look(stored)
    assert report.unused.is_empty()
    assert any("leaders rank niche" in note for note in report.notes)
    assert any("no posts" in note for note in report.notes)


def test_what_could_not_be_seen_is_said(stored: Workspace) -> None:
    with Store(stored) as store:
        put_posts(store, 0, ["шаль", None, None])
    notes = " ".join(look(stored).notes)
    assert "3 posts of 1 account were read, posted 2025-12-20 to 2025-12-22" in notes
    assert "of 2 posts no words are kept" in notes


def test_since_and_one_competitor(stored: Workspace) -> None:
    with Store(stored) as store:
        put_posts(store, 0, ["Петелька #реклама"], age_days=5)
        put_posts(store, 1, ["Петелька #реклама"], age_days=50)
    assert len(told(look(stored))) == 2
    recent = look(stored, since_moment=SEEN - timedelta(days=9))
    assert told(recent) == [("vk:-1", "Петелька", "marked")]
    assert look(stored, competitor="vk:-7").carried.is_empty()
    with pytest.raises(LeadersError, match="Петелька"):
        look(stored, competitor="Nobody")


def test_the_past_sees_the_past(stored: Workspace) -> None:
    with Store(stored) as store:
        [number] = put_posts(store, 0, ["шаль"])
        put_visit(store, 50)
        late = {"post_no": number, "visit_no": 50, "text": "Петелька #реклама"}
        store.append("post_count", pl.DataFrame([late]))
    assert len(told(look(stored))) == 1
    assert told(look(stored, as_of=SEEN + timedelta(days=9))) == []


def test_young_posts_have_no_ratio(stored: Workspace) -> None:
    with Store(stored) as store:
        put_posts(store, 0, ["шаль"] * 6, age_days=20)
        put_posts(store, 0, ["Петелька #реклама"], age_days=1)
    [row] = look(stored).carried.rows(named=True)
    assert (row["median_views"], row["ratio"]) == (100.0, None)


def test_who_asked_not_to_be_shown_is_not(stored: Workspace) -> None:
    with Store(stored) as store:
        put_profile(store, 1, "Hidden", is_unlisted=True)
        put_ranking(store, [0, 1, 2])
        for author in SELLERS:
            put_posts(store, author, ["Петелька #реклама"])
        suppress(store, "vk:-3", SEEN)
    report = look(stored)
    assert told(report) == [("vk:-1", "Петелька", "marked")]
    assert report.unused.is_empty()


def test_a_carrier_of_the_client_too_is_told(stored: Workspace) -> None:
    with Store(stored) as store:
        put_posts(store, 0, ["Петелька #реклама"], age_days=3)
        put_posts(store, 0, ["Мотовило #реклама"], age_days=4)
        put_posts(store, 1, ["Петелька #реклама"])
    rows = look(stored).by_carrier.select("account_id", "posts", "is_client").rows()
    assert rows == [("vk:-1", 1, True), ("vk:-2", 1, False)]


def test_without_competitors_it_says_where_to_name_them(workspace: Workspace) -> None:
    write_niche(workspace, 'title = "Knitting"\nplatforms = ["vk"]\n')
    with pytest.raises(LeadersError, match=r"\[competitors\]"):
        look(workspace)


def test_two_looks_are_the_same(stored: Workspace, tmp_path: Path) -> None:
    with Store(stored) as store:
        for author in SELLERS:
            put_posts(store, author, ["Петелька #реклама", "промокод ПЕТЛЯ15 Петелька"])
    one, two = look(stored), look(stored)
    for name in ("carried", "by_competitor", "by_carrier", "unused"):
        assert getattr(one, name).equals(getattr(two, name))
