"""A niche's plan on small stores, with answers by hand."""

import re
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from stored_audiences import START
from stored_market import NOW, TOLD, Channel, picked, plan, put_market, whys

from leaders.audience.market_rules import Rule
from leaders.audience.media_plan import MediaPlan, make_plan
from leaders.audience.plan_rows import hide_few
from leaders.audience.plan_words import summarise
from leaders.audience.wishes import Wishes
from leaders.errors import LeadersError
from leaders.forgetting import forget
from leaders.niche import load_niche
from leaders.settings import Workspace
from leaders.store import Store
from leaders.store.accounts import find_accounts

RU = '[client]\ncountry = "RU"\n'

# All are seen by half of their members: six posts, views of half of the people.
BIG = Channel("vk:-1", range(100), 100, views=50)
TWIN = Channel("vk:-2", range(80), 90, views=40)
OTHER = Channel("vk:-3", range(90, 150), 80, views=30)
SMALL = Channel("vk:-4", range(200, 220), 70, views=10)
UNPRICED = Channel("vk:-5", range(300, 340), views=20)
ALL = (BIG, TWIN, OTHER, SMALL, UNPRICED)


def sized(*channels: Channel) -> list[Channel]:
    """The same with as many declared followers as people, so that exposures are measured."""
    return [replace(it, followers=it.followers or len(list(it.people))) for it in channels]


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    return put_market(workspace, sized(*ALL))


def test_reach_step_by_step(stored: Workspace) -> None:
    made = plan(stored, 180)
    assert picked(made) == ["vk:-1", "vk:-3"]
    # 10 people are in both: 50 + (50 of others + 10 / 2 of them) / 2
    assert made.picks["adds"].to_list() == pytest.approx([50, 27.5])
    assert made.picks["reach"].to_list() == pytest.approx([50, 77.5])
    assert made.picks["spent"].to_list() == [100, 180]
    assert made.picks["cost_per_thousand_new"].to_list() == [2000, round(80_000 / 27.5, 2)]
    assert made.reach == pytest.approx({1: 77.5, 2: 2.5, 3: 0})
    assert (made.people, made.spent) == (170, 180)
    assert made.frequency == pytest.approx(80 / 77.5)
    assert made.certificate == pytest.approx(1, abs=1e-6)
    assert made.reach_at_most == pytest.approx(77.5)
    assert made.seen_share == 1
    assert made.picks["exposure_from"].unique().to_list() == ["recent posts"]


def test_why_not(stored: Workspace) -> None:
    made = plan(stored, 190, never=("vk:-4",))
    rejected = made.rejected.rows(named=True)
    assert [it["account_id"] for it in rejected] == ["vk:-2", "vk:-5", "vk:-4"]
    twin, unpriced, never = rejected
    assert (twin["alone"], twin["adds"], twin["covered"]) == pytest.approx((40, 20, 0.5))
    assert twin["why"] == "50 % of whom it reaches are reached already"
    dearest = 80 / 27.5
    assert unpriced["cost"] is None
    assert unpriced["worth_below"] == pytest.approx(20 * dearest, abs=0.01)
    assert unpriced["why"] == "nobody said what it costs"
    assert (never["adds"], never["why"]) == (10, "left out by --never")


@pytest.mark.parametrize(
    ("price", "why"),
    [
        (70, "dear: 7,000 per 1,000 new"),
        (29, "worth its price, but only 20.00 is left"),
        (201, "costs more than the whole budget"),
    ],
)
def test_why_it_is_not_bought(workspace: Workspace, price: int, why: str) -> None:
    put_market(workspace, sized(BIG, OTHER, replace(SMALL, price=price)))
    assert whys(plan(workspace, 200)) == {"vk:-4": why}


def test_the_most_popular_with_and_without_a_price(workspace: Workspace) -> None:
    sizes = range(20, 32)
    dear = [Channel(f"vk:-{n}", range(100 * n, 100 * n + n), 500) for n in sizes]
    silent = [Channel(f"vk:-{n + 40}", range(9000 + 50 * n, 9000 + 51 * n)) for n in sizes]
    put_market(workspace, sized(BIG, *dear, *silent))
    rejected = plan(workspace, 100).rejected
    assert rejected["account_id"].to_list() == [
        f"vk:-{n + more}" for n in reversed(range(22, 32)) for more in (0, 40)
    ]
    assert rejected["cost"].null_count() == 10


def test_musts_have_no_say_in_what_people_are_worth(workspace: Workspace) -> None:
    put_market(workspace, sized(BIG, OTHER, SMALL))
    made = plan(workspace, 180, must=("vk:-1", "vk:-3"))
    assert made.rejected.select("worth_below", "why").rows() == [
        (None, "worth its price, but only 0.00 is left")
    ]


def test_why_few_are_not_counted(workspace: Workspace) -> None:
    few = Channel("vk:-6", range(88, 100), 50, views=6)
    lost = Channel("vk:-7", range(400, 416), 120, views=8)
    put_market(workspace, sized(BIG, few, lost))
    made = plan(workspace, 130)
    assert whys(made) == {
        "vk:-7": "dear for what it adds",
        "vk:-6": "most of whom it reaches are reached already",
    }
    shown = hide_few(made.rejected)
    assert shown["adds"].to_list() == shown["worth_below"].to_list() == [None, None]
    assert shown["covered"].to_list() == [None, None]
    assert shown["target_count"].to_list() == [16, 12]


def test_an_owner_has_so_many_turns(workspace: Workspace) -> None:
    mine = [
        Channel(f"vk:-{n}", range(100 * n, 100 * n + 50), n, contacts=("a@x",)) for n in (1, 2, 3)
    ]
    put_market(workspace, [*mine, Channel("vk:-4", range(400, 450), 9)])
    assert picked(plan(workspace, 100)) == ["vk:-1", "vk:-2", "vk:-3", "vk:-4"]
    made = plan(workspace, 100, per_owner=2)
    assert picked(made) == ["vk:-1", "vk:-2", "vk:-4"]
    assert whys(made) == {"vk:-3": "its owner has 2 in the plan already"}
    with pytest.raises(LeadersError, match="3 placements of one owner must be bought"):
        plan(workspace, 100, per_owner=2, must=("vk:-1", "vk:-2", "vk:-3"))


def test_who_must_not_be_offered_again_is_not_bought_nor_a_must(stored: Workspace) -> None:
    niche = load_niche(stored, "niche")
    free = plan(stored, 180)
    assert "vk:-1" in picked(free)
    assert not any("refused" in note for note in free.notes)
    with Store(stored) as store:
        number, _ = find_accounts(store, "vk:-1")[0]
    why = {number: "refused on 2026-02-01 (leaders contacts, Acme)"}
    made = make_plan(stored, niche, Wishes(180, "RUB"), NOW, not_again=why)
    assert "vk:-1" not in picked(made)
    assert whys(made)["vk:-1"] == why[number]
    assert (
        "1 account is left out, refused or never wanted by the client (leaders contacts)"
        in made.notes
    )
    with pytest.raises(LeadersError, match="vk:-1 must be bought and is refused on 2026-02-01"):
        make_plan(stored, niche, Wishes(180, "RUB", must=("vk:-1",)), NOW, not_again=why)


@pytest.mark.parametrize(
    "section",
    [
        '[client]\naccounts = ["vk:-1"]',
        '[competitors]\naccounts = ["vk:-1"]',
        '[shortlist]\nexclude = ["vk:-1"]',
    ],
)
def test_whom_the_niche_file_leaves_out_is_not_bought_but_as_a_must(
    stored: Workspace, section: str
) -> None:
    with (stored.niches / "niche.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{section}\n")
    made = plan(stored, 180)
    assert "vk:-1" not in picked(made)
    assert whys(made)["vk:-1"] == "left out by the niche file (exclude, client, competitors)"
    assert "vk:-1" in picked(plan(stored, 180, must=("vk:-1",)))


def test_must_and_never(stored: Workspace) -> None:
    made = plan(stored, 180, must=("vk:-4", "-4"), never=("vk:-1",))
    assert picked(made) == ["vk:-2", "vk:-4"]
    assert made.picks.filter("is_must")["account_id"].to_list() == ["vk:-4"]
    assert made.certificate == pytest.approx(1, abs=1e-6)
    with pytest.raises(LeadersError, match=r"nobody said what it costs .*; what must be"):
        plan(stored, 180, must=("vk:-5", "vk:-1", "vk:-2"))
    with pytest.raises(LeadersError, match="No account vk:-77 is stored"):
        plan(stored, 180, never=("vk:-77",))


def test_with_a_frequency_the_same_people_again(workspace: Workspace) -> None:
    put_market(workspace, sized(BIG, TWIN, OTHER))
    assert picked(plan(workspace, 190)) == ["vk:-1", "vk:-3"]
    made = plan(workspace, 190, frequency=2)
    assert set(picked(made)) == {"vk:-1", "vk:-2"}
    assert made.reach == pytest.approx({1: 70, 2: 20, 3: 0})
    # The twin adds 20 people and 20 second exposures: 20 of what the plan counts, for 90.
    (other,) = made.rejected.rows(named=True)
    assert other["adds"] == pytest.approx(27.5)
    assert other["worth_below"] == pytest.approx(90 / 20 * 15, abs=0.01)
    assert other["why"] == "dear for what it adds"
    assert "for the people seen, each counted up to 2 times" in " ".join(summarise(made))


AUDIENCE = '[audience]\ncommunities = ["vk:-3"]\n'


def test_only_people_of_the_target_count(workspace: Workspace) -> None:
    put_market(workspace, sized(*ALL), AUDIENCE + 'without = ["vk:-77"]\n')
    made = plan(workspace, 180)
    assert made.target == "the target audience of niche"
    assert made.people == 60
    assert made.picks.select("account_id", "target_count").rows() == [("vk:-3", 60), ("vk:-1", 10)]
    assert made.reach[1] == pytest.approx(32.5)
    assert made.notes[0] == "plain: nobody is stored by the name vk:-77, so it is left out"
    assert set(whys(made)) == set()  # the others reach nobody of it


def test_nobody_of_the_target_is_reached(workspace: Workspace) -> None:
    put_market(workspace, sized(BIG, UNPRICED), '[audience]\ncommunities = ["vk:-5"]\n')
    made = plan(workspace, 500)
    assert picked(made) == []
    assert list(summarise(made))[1] == (
        "of those that fit into the budget none is known to reach anybody (the target audience of "
        "niche)"
    )


def test_audiences_that_were_not_read_whole(workspace: Workspace) -> None:
    half = Channel("vk:-1", range(100), 10, followers=200, ended="cut", views=100)
    put_market(workspace, [half, *sized(OTHER)])
    made = plan(workspace, 180)
    assert made.reach[1] == pytest.approx(77.5)
    assert made.seen_share == pytest.approx(160 / 260)
    assert made.reach_at_most == pytest.approx(77.5 + 50)
    said = list(summarise(made))
    assert said[2].startswith("at most 128 people, if all members who were not seen")
    assert "the audience of 1 of 2 placements was not read whole: reach is" in " ".join(made.notes)


def test_where_little_was_seen_no_bound_is_told(workspace: Workspace) -> None:
    put_market(
        workspace, [Channel("vk:-1", range(100), 10, followers=100_000, ended="cut", views=50_000)]
    )
    made = plan(workspace, 10)
    assert made.reach_at_most == pytest.approx(50_000)
    assert list(summarise(made))[2] == (
        "0.1 % of the members that these accounts declare were seen; whom the plan reaches among "
        "the others is not known"
    )


def test_of_an_unknown_size_there_is_no_bound(workspace: Workspace) -> None:
    put_market(workspace, [Channel("vk:-1", range(100), 10, ended="cut")])
    made = plan(workspace, 10)
    assert made.reach_at_most is None
    assert made.seen_share is None
    assert "nothing bounds whom they add" in list(summarise(made))[2]


def test_who_left_a_complete_list_is_not_unseen(workspace: Workspace) -> None:
    """Declared counts include the deactivated: of a list that was read whole nobody is missing."""
    put_market(workspace, [Channel("vk:-1", range(100), 10, followers=120, views=60)])
    assert plan(workspace, 10).reach_at_most == pytest.approx(50)


TELEGRAM = (
    Channel("telegram:1", price=50, followers=1000, views=200, ended="hidden"),
    Channel("telegram:2", price=60, followers=1000, views=300, ended="hidden"),
    Channel("telegram:3", price=10, followers=1000, ended="hidden"),
)


def test_where_no_platform_shows_members(workspace: Workspace) -> None:
    put_market(workspace, TELEGRAM)
    made = plan(workspace, 115)
    assert made.certificate is None
    assert made.picks.is_empty()
    assert made.views.select("account_id", "cpm", "is_bought").rows() == [
        ("telegram:2", 200, True), ("telegram:1", 250, True), ("telegram:3", None, False),
    ]  # fmt: skip
    assert (made.spent, made.reach[1], made.people) == (110, 0, 0)
    assert list(summarise(made))[1].startswith("nobody sees who the members of these audiences")
    assert made.notes[-1] == (
        "of 3 placements no member is seen: 2 bought by the cost of views with the money that is "
        "left, seen by 300 to 500 people (a view each); no unique reach and no certificate is "
        "claimed for that part"
    )


def test_neither_members_nor_views(workspace: Workspace) -> None:
    put_market(workspace, TELEGRAM[2:])
    assert list(summarise(plan(workspace, 115)))[1] == (
        "of those that fit into the budget neither members nor views are known"
    )


def test_members_first_and_views_with_what_is_left(workspace: Workspace) -> None:
    put_market(workspace, [*sized(BIG), *TELEGRAM])
    made = plan(workspace, 165)
    assert picked(made) == ["vk:-1"]
    assert made.views.filter("is_bought")["account_id"].to_list() == ["telegram:2"]
    assert (made.spent, made.reach[1]) == (160, 50)
    assert made.certificate == pytest.approx(1, abs=1e-6)
    assert "account_no" not in made.views.columns


def test_a_must_whose_members_nobody_sees_takes_its_money_first(workspace: Workspace) -> None:
    put_market(workspace, [*sized(BIG, SMALL), *TELEGRAM])
    made = plan(workspace, 130, must=("telegram:3", "telegram:1"))
    assert picked(made) == ["vk:-4"]
    bought = made.views.filter("is_bought")["account_id"].to_list()
    assert sorted(bought) == ["telegram:1", "telegram:3"]
    assert made.spent == 130
    assert made.points["spent"].max() <= 260


def test_an_owner_has_its_turns_on_all_platforms_together(workspace: Workspace) -> None:
    mine = {"price": 10, "contacts": ("a@x",), "followers": 100}
    channels = [
        Channel("vk:-1", range(100), **mine), Channel("telegram:1", views=50, **mine),
        Channel("telegram:2", price=20, views=50),
    ]  # fmt: skip
    put_market(workspace, channels)
    assert "no contact" not in " ".join(plan(workspace, 100).notes)
    made = plan(workspace, 100, per_owner=1)
    assert "whose 1 placement of 2 are is not known" in " ".join(made.notes)
    assert picked(made) == ["vk:-1"]
    assert made.views.filter("is_bought")["account_id"].to_list() == ["telegram:2"]
    made = plan(workspace, 100, per_owner=1, must=("telegram:1",))
    assert picked(made) == []
    assert whys(made) == {"vk:-1": "its owner has 1 in the plan already"}
    assert "none whose members are seen fits" in list(summarise(made))[1]


@pytest.mark.parametrize("budget", [0, 69.99])
def test_a_budget_that_buys_nothing(stored: Workspace, budget: float) -> None:
    made = plan(stored, budget)
    assert picked(made) == []
    assert (made.spent, made.reach, made.frequency) == (0, {1: 0, 2: 0, 3: 0}, 0)
    assert list(summarise(made)) == [
        f"niche: nothing is bought for {budget:,.2f} RUB, as of {made.as_of:%Y-%m-%d %H:%M} UTC, "
        "prices told by 2026-10-05",
        "the cheapest placement on offer costs 70.00 RUB",
    ]
    assert whys(made)["vk:-1"] == "costs more than the whole budget"
    assert made.rejected["worth_below"].to_list() == [None] * 5


def test_what_costs_nothing_is_bought_without_money(workspace: Workspace) -> None:
    put_market(workspace, [Channel("vk:-1", range(100), 0)])
    assert picked(plan(workspace, 0)) == ["vk:-1"]


def test_a_single_candidate(workspace: Workspace) -> None:
    put_market(workspace, [Channel("vk:-1", range(100), 10)])
    made = plan(workspace, 10)
    assert picked(made) == ["vk:-1"]
    assert made.reach[1] == pytest.approx(10)  # a tenth is assumed on VK
    assert made.rejected.is_empty()
    assert (made.certificate, made.survivors) == (1, 0)  # 10 is nothing to spare for a dearer one
    assert made.points.rows() == [(0, 0), (10, pytest.approx(10))]
    assert made.notes[1].startswith(
        "that a member sees a placement is assumed for 1 of 1 placement (VK 10 %): the views"
    )


def test_without_prices_it_says_how_to_ask(workspace: Workspace) -> None:
    put_market(workspace, [UNPRICED])
    with pytest.raises(LeadersError, match=r"Nobody said what .* --template"):
        plan(workspace, 10)


def test_nothing_is_left_to_buy(workspace: Workspace) -> None:
    insta = Channel("instagram:1", range(50), 5)
    gone = Channel("vk:-2", range(50), 5, ended="gone")
    put_market(workspace, [Channel("vk:-1", range(50), 5), insta, gone], RU)
    with pytest.raises(LeadersError, match="Nothing is left to buy: whatever has a price is named"):
        plan(workspace, 10, never=("vk:-1",))
    with pytest.raises(LeadersError, match="vk:-2 must be bought and is gone"):
        plan(workspace, 10, must=("vk:-2",))


def test_a_rate_is_asked_for(workspace: Workspace) -> None:
    put_market(workspace, [Channel("vk:-1", range(50), [("post", 5, "EUR", 0, 0)])])
    with pytest.raises(LeadersError, match="--rate EUR="):
        plan(workspace, 1000)
    assert plan(workspace, 1000, rates={"EUR": 100.0}).picks["cost"].to_list() == [500]


def test_what_is_banned_is_left_out_and_said(workspace: Workspace) -> None:
    channels = [
        Channel("vk:-1", range(50), 100), Channel("telegram:1", range(50, 90), 100),
        Channel("instagram:1", range(200, 290), 1),
    ]  # fmt: skip
    put_market(workspace, channels, RU)
    made = plan(workspace, 206)
    assert picked(made) == ["telegram:1", "vk:-1"]
    assert whys(made) == {"instagram:1": "advertising on Instagram is banned"}
    assert made.picks["levy"].to_list() == [3, 3]
    assert made.picks["status"].to_list() == ["disputed", "allowed"]
    assert made.notes[:4] == (
        "Instagram: 1 placement left out, advertising there is banned for an advertiser in RU",
        "Telegram: 1 placement flagged, advertising there is disputed for an advertiser in RU",
        "6.00 of the cost is a levy of RU; ask whether prices hold it already",
        "2 placements may have to be in a registry of RU: look",
    )
    assert made.notes[4].startswith("how advertising on Telegram, VK has to be marked: erid: ")
    assert made.notes[5] == (
        "Telegram, VK: rules are older than 180 days for an advertiser in RU; look them up"
    )
    assert [rule.platform for rule in made.rules] == ["instagram", "telegram", "vk"]
    assert all(isinstance(rule, Rule) and rule.source for rule in made.rules)


def test_a_platform_without_a_rule_is_told(workspace: Workspace) -> None:
    put_market(workspace, [Channel("bluesky:did:1", range(50), 5)], RU)
    assert plan(workspace, 9).notes[0] == (
        "Bluesky: no market rule is known for an advertiser in RU; look them up"
    )


def test_an_old_price_is_flagged(workspace: Workspace) -> None:
    old = Channel("vk:-1", range(50), 5, priced_on=date(2026, 8, 5))
    put_market(workspace, [old, Channel("vk:-2", range(100, 150), 5)])
    made = plan(workspace, 10)
    assert sorted(made.picks.select("account_id", "is_old").rows()) == [
        ("vk:-1", True), ("vk:-2", False),
    ]  # fmt: skip
    assert "1 price is older than 60 days: ask again" in made.notes


def test_views_beyond_the_audience_are_told(workspace: Workspace) -> None:
    put_market(workspace, [Channel("vk:-1", range(50), 5, followers=50, views=90)])
    made = plan(workspace, 10)
    assert made.reach[1] == 50
    assert "as many views as members or more" in " ".join(made.notes)


def test_the_same_question_has_the_same_answer(stored: Workspace) -> None:
    assert vars_in_text(plan(stored, 200, seed=3)) == vars_in_text(plan(stored, 200, seed=3))


def vars_in_text(made: MediaPlan) -> str:
    return str(
        {k: v.to_dicts() if isinstance(v, pl.DataFrame) else v for k, v in vars(made).items()}
    )


def test_a_forgotten_account_is_nowhere(stored: Workspace) -> None:
    assert "vk:-1" in vars_in_text(plan(stored, 180))
    forget(stored, "vk:-1")
    made = plan(stored, 180)
    assert "vk:-1" not in vars_in_text(made)
    assert set(picked(made)) == {"vk:-2", "vk:-3"}
    forget(stored, "vk:-2", never_again_at=TOLD)
    with pytest.raises(LeadersError, match="vk:-2 asked not to be listed"):
        plan(stored, 180, must=("vk:-2",))
    assert "vk:-2" not in vars_in_text(plan(stored, 180))


def test_no_member_is_named(stored: Workspace) -> None:
    text = vars_in_text(plan(stored, 180))
    assert not re.search(r"vk:\d", text)


def test_the_budget_curve_climbs(stored: Workspace) -> None:
    points = plan(stored, 180).points
    assert points["spent"].is_sorted()
    assert points["reach"].is_sorted()
    assert points["reach"].n_unique() == points.height
    assert (180, pytest.approx(77.5)) in points.rows()


def test_a_look_into_the_past_sees_the_audiences_of_then(stored: Workspace) -> None:
    niche = load_niche(stored, "niche")
    made = make_plan(stored, niche, Wishes(300, "RUB"), NOW, START + timedelta(days=1))
    assert picked(made) == ["vk:-1"]  # the others were read on later days
    assert made.people == 100
    with pytest.raises(LeadersError, match="Nobody said what advertising costs"):
        make_plan(stored, niche, Wishes(300, "RUB"), TOLD - timedelta(days=1))


def test_nothing_is_stored_yet(workspace: Workspace) -> None:
    with Store(workspace):
        pass
    with pytest.raises(LeadersError, match="No audience is stored yet; import files or collect"):
        plan(workspace, 10)
