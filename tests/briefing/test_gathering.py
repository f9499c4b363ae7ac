"""All that is gathered beside the lists, compared with what each command tells of it."""

import json
from dataclasses import replace

import polars as pl
import pytest
from briefed_niche import (
    BUDGET,
    COSTS,
    PRICE,
    make_brief,
    make_planned,
    rank_later,
    read_all,
)
from digested_niche import HOSTILE, NOW, copy_digested
from imported_rows import store_rows
from planned_niche import MONDAY, TOLD, put_prices
from reviewed_niche import copy_ranked

from leaders import forgetting, pipeline
from leaders.audience.overlap_report import report_overlap
from leaders.briefing import details
from leaders.briefing.planned import tell_plan
from leaders.change import find_changes
from leaders.change.history import load_history
from leaders.explanation import explain
from leaders.identity import load_people_list
from leaders.niche import load_niche
from leaders.overview import show_status
from leaders.plan_report import put_beside
from leaders.settings import Workspace
from leaders.shortlist import load_shortlist
from leaders.store import Store
from leaders.store.suppression import suppress


@pytest.fixture(scope="module")
def planned(tmp_path_factory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("planned"))
    workspace.niches.mkdir(parents=True)
    return make_planned(workspace)


@pytest.fixture
def own_planned(workspace) -> Workspace:
    return make_planned(workspace)


@pytest.fixture(scope="module")
def digested(tmp_path_factory) -> Workspace:
    return copy_digested(tmp_path_factory.mktemp("digested"))


@pytest.fixture(params=["reviewed", "digested"], scope="module")
def explained(request, tmp_path_factory) -> Workspace:
    make = {"reviewed": copy_ranked, "digested": copy_digested}[request.param]
    return make(tmp_path_factory.mktemp(request.param))


def test_details_are_what_explaining_each_account_tells(explained) -> None:
    niche = load_niche(explained, "niche")
    briefed = make_brief(explained)
    listed = [it for table in briefed.tables.values() for it in table["account_id"]]
    assert sorted(briefed.beside.details) == sorted(listed)
    assert len(listed) >= 10
    for account_id in listed[::3]:
        told, detail = explain(explained, niche, account_id), briefed.beside.details[account_id]
        assert (detail.pinned_by, detail.base) == (told.membership.pinned_by, told.membership.base)
        families = told.membership.families if told.membership.is_judged else ()
        assert [(it.name, it.nats, it.words) for it in detail.families] == [
            (it.name, it.nats, it.words) for it in families
        ]
        assert (detail.role_evidence, detail.lacking) == (told.role.evidence, told.lacking)
        seen = (told.seen.declared_count, told.seen.fetched_count)
        assert (detail.declared_count, detail.fetched_count) == seen
        assert (detail.usual, detail.unmeasured) == (told.unusual.usual, told.unusual.unmeasured)
        assert [it.name for it in detail.flags] == [it.flag for it in told.unusual.raised]
        rows = load_history(explained, niche, account_id).rows
        assert [(it.as_of, it.rank, it.rank_low, it.rank_high) for it in detail.history] == (
            rows.select(pl.col("as_of").dt.strftime("%Y-%m-%d"), "rank", "rank_low", "rank_high")
            .rows()
        )  # fmt: skip


def test_flags_have_their_formula_and_what_else_may_be_behind_them(digested) -> None:
    with Store(digested) as store:
        before = store.query("ranking/latest", niche="niche")["ranking_no"][0]
        [number] = store.query(
            "briefing/judged", ranking_no=before, niche="niche", account_ids=["simulated:c5"]
        )["account_no"]
        store._connection.execute(
            "insert into finding (ranking_no, account_no, flag, family, value, peer_median, "
            "peers_count, seen_count, sentence) values "
            f"({before}, {number}, 'er_vs_tier', 'counts', .5, .1, 60, 12, 'it is so'), "
            f"({before}, {number}, 'of another version', 'counts', .5, .1, 60, 12, 'it is so')"
        )
    detail = make_brief(digested).beside.details["simulated:c5"]
    [flag] = detail.flags
    assert (flag.name, flag.sentence, flag.form) == ("er_vs_tier", "it is so", "share")
    assert "median" in flag.formula
    assert "viral" in flag.cautions
    assert flag.name not in detail.usual


def test_posts_are_the_newest_and_the_two_best_once_and_short(workspace) -> None:
    make_planned(workspace)
    rows = [
        (f"p{it}", "a", f"2026-01-0{it}", '"wool ' + "x " * 200 + f'{it}"', 1000 - 100 * it, it)
        for it in range(1, 5)
    ]
    head = "id,author,posted_at,text,views_count,likes_count"
    rows += [("only", "b", "2026-01-01", '"alone"', 3, 1)]
    store_rows(workspace, "posts", head, rows, TOLD)
    pipeline.rank(workspace, "niche")
    opened = make_brief(workspace).beside.details
    posts = opened["files:d/a"].posts
    assert [it.posted_on for it in posts] == ["2026-01-04", "2026-01-01", "2026-01-02"]
    assert [(it.view_count, it.reaction_count) for it in posts] == [(600, 4), (900, 1), (800, 2)]
    assert all(it.excerpt.startswith("wool x") and len(it.excerpt) <= 200 for it in posts)
    assert len(opened["files:d/b"].posts) == 1


def test_the_price_is_the_newest_that_was_told(planned, workspace) -> None:
    opened = make_brief(planned).beside.details
    told = {key: it.price.amount for key, it in opened.items() if it.price}
    assert told == {key: cost for key, cost in COSTS.items() if key in opened}
    price = opened["files:d/a"].price
    assert (price.currency, price.format) == ("EUR", "post")
    make_planned(workspace)
    later = TOLD.replace(month=6)
    put_prices(workspace, {"files:d/a": 7.0}, told_at=later)
    briefed = make_brief(workspace)
    price = briefed.beside.details["files:d/a"].price
    assert (price.amount, price.priced_on) == (7.0, "2026-06-20")
    assert briefed.identity["prices"] == later.isoformat()


def test_only_the_newest_rankings_are_told_and_of_one_moment_the_last(
    own_planned, monkeypatch
) -> None:
    assert details.MOST_STANDINGS == 12
    monkeypatch.setattr(details, "MOST_STANDINGS", 2)
    path = own_planned.niches / "niche.toml"
    text = path.read_text(encoding="utf-8")
    for day in (6, 7):
        pipeline.rank(own_planned, "niche", MONDAY.replace(day=day))
    path.write_text(text.replace("size = 4", "size = 3"), encoding="utf-8")
    pipeline.rank(own_planned, "niche", MONDAY.replace(day=7))
    briefed = make_brief(own_planned)
    history = briefed.beside.details["files:d/a"].history
    assert [it.as_of for it in history] == ["2026-01-06", "2026-01-07"]
    with Store(own_planned) as store:
        heads = store.query("change/heads", niche="niche")
        told = store.query("briefing/moments", niche="niche", as_of=briefed.as_of, most=9)
        past = store.query("briefing/moments", niche="niche", as_of=MONDAY, most=9)
    assert (heads.height, told.height, past.height) == (4, 3, 1)
    assert told["ranking_id"][-1] == briefed.identity["ranking"]


def test_changes_are_those_of_the_command(digested) -> None:
    changes = make_brief(digested).beside.changes
    found = find_changes(digested, load_niche(digested, "niche"))
    assert changes is not None
    assert [tuple(row) for row in changes.rows.select("account_id", "kind", "cause").rows()] == [
        (it.account.account_id, it.kind, str(it.cause)) for it in found.changes
    ]
    assert changes.rows.height
    assert changes.within_noise == sum(found.within_noise.values())
    assert changes.since == found.older["as_of"]
    places = changes.places
    assert places.height == 12
    assert places["rank_before"].null_count() == places["rank_after"].null_count() == 0


def test_who_came_and_who_left_the_first_has_a_place_where_it_stood(own_planned) -> None:
    rank_later(own_planned)
    briefed = make_brief(own_planned)
    places = {row["account_id"]: row for row in briefed.beside.changes.places.to_dicts()}
    assert places["files:d/f"]["rank_before"] is None
    assert places["files:d/f"]["rank_after"] == 1
    assert (places["files:d/b"]["rank_before"], places["files:d/b"]["rank_after"]) == (1, 3)
    assert "files:d/e" not in places  # it was never among the first four
    kinds = dict(briefed.beside.changes.rows.select("account_id", "kind").rows())
    assert kinds["files:d/f"] == "entered"
    assert briefed.identity["since"] != briefed.identity["ranking"]


def test_of_one_ranking_there_are_no_changes_and_no_note_on_them(planned) -> None:
    briefed = make_brief(planned)
    assert briefed.beside.changes is None
    assert not [note for note in briefed.notes if note.startswith("no ")]
    assert {"since", "history"} & set(briefed.identity) == set()


def test_the_plan_is_made_once_and_is_that_of_its_sheet(planned, monkeypatch) -> None:
    from leaders import plan_report

    made = []
    make = plan_report.make_plan
    monkeypatch.setattr(plan_report, "make_plan", lambda *a: made.append(make(*a)) or made[-1])
    briefed = make_brief(planned)
    [one] = made
    plan, [sheet] = briefed.beside.plan, [it for it in briefed.sheets if it.name == "plan"]
    assert (plan.budget, plan.currency, plan.spent) == (BUDGET, "EUR", one.spent)
    people = plan.picks.drop_nulls("reach")
    assert people["account_id"].to_list() == sheet.rows["account_id"].to_list()
    assert people["cost"].to_list() == sheet.rows["cost"].to_list()
    assert plan.spent == pytest.approx(plan.picks["cost"].sum())
    assert plan.reach == pytest.approx(one.reach[1], abs=0.01)
    assert json.dumps([plan.certificate, plan.spent, plan.reach, plan.people])
    assert any(note.startswith("plan: ") for note in briefed.notes)
    assert "files:d/c" not in plan.picks["account_id"].to_list()  # refused


def test_what_is_bought_for_its_views_comes_last_and_reaches_nobody_known(planned) -> None:
    niche = load_niche(planned, "niche")
    made = put_beside(planned, niche, load_shortlist(planned, niche)).made
    bought = made.views.with_columns(is_bought=pl.lit(value=True))
    plan = tell_plan(replace(made, views=bought))
    assert plan.picks["account_id"].to_list() == [
        *made.picks["account_id"], "telegram:views",
    ]  # fmt: skip
    assert plan.picks.row(-1, named=True)["reach"] is None
    assert tell_plan(made).picks.height == made.picks.height
    few = tell_plan(replace(made, reach={1: 9.0, 2: 0.0, 3: 0.0}))
    assert few.reach is few.reach_at_most is None


def test_no_count_under_ten_people_is_told_of_a_plan(workspace) -> None:
    make_planned(workspace)
    put_prices(workspace, {"files:d/d": 1.0})
    plan = make_brief(workspace).beside.plan
    few = plan.picks.filter(account_id="files:d/d")
    assert few.height <= 1
    counts = plan.picks.select("adds", "reach").unpivot()["value"].drop_nulls()
    assert len(counts)
    assert (counts >= 9.5).all()


def test_shared_audiences_are_what_the_overlap_tells(planned) -> None:
    briefed = make_brief(planned)
    shared = briefed.beside.shared
    assert shared.account_ids == ("files:d/b", "files:d/a")  # what the plan buys there
    assert shared.seen == (400, 400)
    assert shared.shared == ((1.0, 0.25), (0.25, 1.0))
    assert shared.names[1] == "Alpha"
    assert "plan" in shared.chosen


def test_without_a_plan_the_first_listed_are_compared_and_few_are_not_told(workspace) -> None:
    make_planned(workspace, SETTINGS_ALONE)
    shared = make_brief(workspace).beside.shared
    assert set(shared.account_ids) == {f"files:d/{it}" for it in "abce"}  # d has five members
    at = {name: row for row, name in enumerate(shared.account_ids)}
    report = report_overlap(workspace, load_niche(workspace, "niche"), shared.account_ids)
    pairs = report.frames()["pairs"]
    for row in pairs.iter_rows(named=True):
        told = shared.shared[at[row["a_id"]]][at[row["b_id"]]]
        assert told == row["overlap_min_seen"]
        assert told == shared.shared[at[row["b_id"]]][at[row["a_id"]]]
    assert shared.shared[at["files:d/a"]][at["files:d/c"]] is None  # nobody in both
    assert 0 < sum(value is None for row in shared.shared for value in row) < 12


SETTINGS_ALONE = """[shortlist]
size = 9
[score.weights]
reach = 1
"""


def test_coverage_is_that_of_the_ranking_s_moment(digested, tmp_path) -> None:
    told = show_status(digested, "niche", with_whole=True)["totals"]
    coverage = make_brief(digested).beside.coverage
    assert coverage.to_dicts() == [
        {
            "platform": it["platform"], "listing": it["listing"], "ended": it["ended"],
            "listings_count": it["listing_count"], "declared_count": it["declared_count"],
            "fetched_count": it["fetched_count"],
        }
        for it in told
    ]  # fmt: skip
    earlier = copy_digested(tmp_path)
    pipeline.rank(earlier, "niche", MONDAY.replace(day=6))
    assert make_brief(earlier).beside.coverage["listings_count"].sum() < (
        coverage["listings_count"].sum()
    )


def test_people_of_several_platforms_are_on_a_sheet_and_beside(planned) -> None:
    briefed = make_brief(planned)
    people = load_people_list(planned, load_niche(planned, "niche"))
    assert briefed.beside.people is not None
    told = briefed.beside.people.rows["person"].to_list()
    assert told == people["person"].to_list()[: len(told)]
    assert len(told) == 4  # as many as the niche file lists
    assert [it.name for it in briefed.sheets] == ["contacts", "people", "plan", "overlap"]


def test_competitors_are_told_where_the_file_names_some(digested, planned) -> None:
    brands, carriers, unused = make_brief(digested).beside.competitors
    assert [it.name for it in (brands, carriers, unused)] == [
        "by competitor", "by carrier", "unused",
    ]  # fmt: skip
    assert brands.rows["competitor"].to_list() == ["Rivalwool"]
    [row] = carriers.rows.to_dicts()
    assert (row["account_id"], row["competitors"], row["posts"]) == (
        "simulated:c3", "Rivalwool", 1,
    )  # fmt: skip
    assert row["first_on"] == "2026-02-03"
    assert "simulated:c3" not in unused.rows["account_id"].to_list()
    assert "promo code" not in read_all(make_brief(digested).beside.competitors)
    assert make_brief(planned).beside.competitors == ()


@pytest.mark.parametrize("how", ["suppressed", "unlisted", "only on the list"])
@pytest.mark.parametrize("many", ["two rankings", "a plan"])
def test_who_must_not_be_named_is_in_no_part(how, many, tmp_path, workspace) -> None:
    hidden = {"files:d/b": "=cmd()|"}
    if many == "two rankings":
        workspace = copy_digested(tmp_path)
        hidden = {"simulated:c9": HOSTILE[:6], "simulated:c3": "Name c3"}
    else:
        make_planned(workspace)
        rank_later(workspace)
    before = read_all(make_brief(workspace))
    for account_id, name in hidden.items():
        assert repr(account_id) in before
        assert name in before
        hide(workspace, account_id, how)
    if how != "unlisted":
        pipeline.rank(workspace, "niche")
    text = read_all(make_brief(workspace))
    for account_id, name in hidden.items():
        assert repr(account_id) not in text
        assert account_id not in text
        assert name not in text
    assert "simulated:c1" in text or "files:d/a" in text


def hide(workspace: Workspace, account_id: str, how: str) -> None:
    if how == "suppressed":
        forgetting.forget(workspace, account_id, never_again_at=NOW)
        return
    with Store(workspace) as store:
        if how == "only on the list":
            suppress(store, account_id, NOW)
            return
        store._connection.execute(
            "insert into profile (account_no, visit_no, is_unlisted) select account_no, "
            "(select max(visit_no) from visit where ended is not null), true from account "
            "where account_id = ?", [account_id],
        )  # fmt: skip


def test_nobody_of_an_audience_is_named(digested, planned) -> None:
    assert "simulated:fan" not in read_all(make_brief(digested))
    assert "files:d/p" not in read_all(make_brief(planned))


def test_what_fails_becomes_a_note(planned, monkeypatch) -> None:
    from leaders import briefing
    from leaders.errors import LeadersError

    def fail(*_: object, **__: object) -> None:
        raise LeadersError("it is broken; mend it.")

    for name in ("tell_changes", "put_people_beside", "put_beside", "tell_shared", "tell_rivals"):
        monkeypatch.setattr(briefing, name, fail)
    briefed = make_brief(planned)
    failed = [note for note in briefed.notes if note.endswith("it is broken; mend it.")]
    assert [note.partition(":")[0] for note in failed] == [
        "no changes", "no people", "no plan", "no shared audience", "no competitors",
    ]  # fmt: skip
    beside = briefed.beside
    assert beside.changes is beside.plan is beside.shared is beside.people is None
    assert beside.summary
    assert beside.details


def test_the_same_store_gives_the_same_briefing(planned) -> None:
    assert read_all(make_brief(planned)) == read_all(make_brief(planned))


def test_what_makes_other_bytes_joins_the_identity(planned) -> None:
    plain = make_brief(planned).identity
    assert "language" not in plain
    assert make_brief(planned, language="ru").identity == {**plain, "language": "ru"}
    client = make_brief(planned, for_client=True).identity
    assert client["edition"] == "client"
    assert "prices" not in client
    assert plain["prices"] == TOLD.isoformat()
    path = planned.niches / "niche.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Agency & Sons", "Sons & Agency"), encoding="utf-8")
    other = make_brief(planned)
    path.write_text(text, encoding="utf-8")
    assert other.beside.edition.agency == "Sons & Agency"
    assert other.identity.pop("looks") != plain["looks"]
    assert other.identity == {key: value for key, value in plain.items() if key != "looks"}


def test_as_many_queries_for_many_accounts_as_for_few(tmp_path, monkeypatch) -> None:
    workspace = copy_ranked(tmp_path)
    path = workspace.niches / "niche.toml"
    text = path.read_text(encoding="utf-8")
    asked: list[str] = []
    query = Store.query
    monkeypatch.setattr(Store, "query", lambda self, name, **said: (
        asked.append(name), query(self, name, **said)
    )[1])  # fmt: skip
    counts = {}
    for size in (2, 18):
        path.write_text(text.replace("size = 10", f"size = {size}"), encoding="utf-8")
        pipeline.rank(workspace, "niche")
        niche = load_niche(workspace, "niche")
        shortlist = load_shortlist(workspace, niche)
        asked.clear()
        with Store(workspace) as store:
            number = store.query("ranking/latest", niche="niche")["ranking_no"][0]
            details.load_details(store, niche, shortlist, number)
        counts[shortlist.rows] = len(asked)
    few, many = counts
    assert many > 4 * few
    assert counts[few] == counts[many] < 12


def test_a_plan_is_beside_without_the_rest_too(planned) -> None:
    niche = load_niche(planned, "niche")
    told = put_beside(planned, niche, load_shortlist(planned, niche))
    assert told.made is not None
    assert f"{PRICE:,.2f}" not in " ".join(told.shortlist.notes)
    assert [it.name for it in told.shortlist.sheets] == ["contacts", "plan", "overlap"]
