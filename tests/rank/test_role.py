"""Roles: a table of realistic accounts, known answers for the traps, hostile text."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.platforms.simulated import simulate
from leaders.rank.role import LONGEST_EVIDENCE, ROLE_COLUMNS, Role, assign_roles
from leaders.rank.role_reading import LONGEST_PHRASE, SHORTEST_STEM, person_nats
from leaders.rank.role_words import TITLES, VOICE, WORDS

ACCOUNTS = Path(__file__).with_name("role_accounts.csv")
"""Made-up accounts as they are met on real platforms."""


def judge(**account: object) -> tuple[str, str, float]:
    """Role, evidence and certainty of one account."""
    _, role, evidence, certainty = assign_roles(make_frame([account])).row(0)
    return role, evidence, certainty


def make_frame(accounts: list[dict[str, object]]) -> pl.DataFrame:
    rows = [{"account_id": f"vk:{no}", **account} for no, account in enumerate(accounts)]
    return pl.DataFrame(rows, infer_schema_length=None)


def test_roles_of_realistic_accounts() -> None:
    accounts = pl.read_csv(ACCOUNTS).with_columns(account_id=pl.col("name"))
    found = assign_roles(accounts)["role"]
    assert len(accounts) > 150
    assert (found == accounts["role"]).mean() >= 0.9
    assert (found == "unknown").mean() <= 0.15
    for role in ("creator", "brand", "media", "community"):
        assert (found.filter(accounts["role"] == role) == role).mean() >= 0.8, role


@pytest.mark.parametrize("with_kind", [True, False])
def test_roles_of_the_simulated_network(with_kind) -> None:
    network = simulate(seed=3)
    accounts = pl.DataFrame(
        {
            "account_id": network.ids,
            "handle": network.handles,
            "name": network.names,
            "kind": network.truth.kind.tolist() if with_kind else [None] * len(network.ids),
        }
    )
    truth = pl.Series(network.truth.role.tolist())
    planted = truth.is_in(["creator", "brand", "media", "community"])
    truth, found = truth.filter(planted), assign_roles(accounts)["role"].filter(planted)
    assert (found == truth).mean() >= 0.9
    assert (found == "unknown").mean() <= 0.1
    for role in ("brand", "media"):
        assert (found.filter(truth == role) == role).mean() >= 0.9


@pytest.mark.parametrize(
    ("role", "account"),
    [
        # A blogger's page is a community by kind and a creator by role.
        ("creator", {"name": "Блог Анны | вязание", "kind": "community"}),
        ("creator", {"name": "Ольга Лебедева", "bio": "Люблю новости", "kind": "person"}),
        ("creator", {"name": "Лена Ильина", "bio": "Основатель магазина @wol. Вяжу сама"}),
        ("creator", {"name": "Ben", "bio": "Editor at @wool_news. Views my own"}),
        ("brand", {"name": "Магазин журнала «Клуб»", "kind": "organisation"}),
        ("brand", {"name": "Клубок", "bio": "Пряжа в наличии, доставка", "kind": "community"}),
        ("media", {"name": "Журнал «Клуб вязания»", "kind": "community"}),
        ("media", {"name": "The Running Club Podcast", "kind": "person"}),
        ("community", {"name": "Friends of the Yarn Shop", "bio": "We meet on Mondays"}),
        ("community", {"name": "Типичный Томск", "kind": "community"}),
        ("unknown", {"name": "Клубника"}),
        ("unknown", {"name": "Bishop"}),
        ("unknown", {"name": "..."}),
        ("unknown", {}),
    ],
)
def test_traps(role, account) -> None:
    assert judge(**account)[0] == role


def test_evidence_in_words() -> None:
    role, evidence, certainty = judge(
        kind="organisation",
        name="Магазин пряжи",
        handle="anna_shop",
        links=["https://www.etsy.com/shop/anna"],
    )
    assert role == "brand"
    assert evidence == (
        "its name: «магазин»; its handle: «shop»; a shop's address: etsy.com; "
        "an organisation by kind"
    )
    assert certainty > 0.9


def test_evidence_against_a_role_is_not_shown_for_it() -> None:
    role, evidence, _ = judge(kind="person", name="Anna de Vries", bio="my garden")
    assert role == "creator"
    assert evidence == "named like a person; its bio: «my»; a person by kind"


def test_unknown_says_between_what_or_what_is_missing() -> None:
    role, evidence, certainty = judge(kind="community", name="Лавка", bio="встречи")
    assert (role, certainty < 0.5) == ("unknown", True)
    assert evidence == "between brand and community: its name: «лавка»"
    assert judge(name="мох")[:2] == ("unknown", "it says too little of itself")
    assert judge(name="мох", posts_count=0)[:2] == ("unknown", "no posts")


def test_who_writes_the_posts() -> None:
    page = {"kind": "community", "name": "Блог о беге"}
    assert judge(**page)[0] == "creator"
    role, evidence, _ = judge(kind="community", name="О беге", posts_by_itself_share=0.28)
    assert role == "community"
    assert evidence.startswith("others write 72 % of its posts")
    assert judge(**page, posts_by_itself_share=1.0) == judge(**page)


def test_joined_by_members_stands_in_for_an_unknown_kind() -> None:
    named = {"name": "Spinners", "bio": "members welcome"}
    assert judge(**named, member_share=1.0) == judge(**named, kind="community")
    assert judge(**named, member_share=1.0, kind="person") == judge(**named, kind="person")


def test_contacts_speak_by_role_and_mailbox_and_are_not_quoted() -> None:
    contacts = [{"kind": "email", "value": "orders@secret.example", "role": "Заказы и доставка"}]
    role, evidence, _ = judge(name="Осень", kind="organisation", contacts=contacts)
    assert role == "brand"
    assert "its contacts: «доставка», «orders», «заказы»" in evidence
    assert "secret" not in evidence
    phone = [{"kind": "phone", "value": "shop", "role": None}]
    assert judge(name="Осень", contacts=phone) == judge(name="Осень")


def test_prices_and_shops_addresses_are_of_brands() -> None:
    plain = judge(name="Moss", kind="organisation")[2]
    role, evidence, certainty = judge(name="Moss", kind="organisation", bio="Socks from £12")
    assert certainty > plain
    assert (role, "prices in its bio" in evidence) == ("brand", True)
    assert judge(name="Moss", kind="organisation", links=["moss.shop"])[0] == "brand"
    assert judge(links=["http://[bad", "", "::", "a.b@c:d"])[0] == "unknown"


def test_addresses_and_names_in_a_bio_are_of_others() -> None:
    assert judge(bio="@yarn_shop https://news.example/club shop@x.example") == judge(bio=None)


def test_hardly_followed_or_silent_people_are_less_surely_creators() -> None:
    person = {"kind": "person", "name": "Emily Walker"}
    sure = judge(**person)[2]
    assert judge(**person, followers_count=20, following_count=900)[2] < sure
    assert judge(**person, posts_count=0)[2] < sure
    assert judge(**person, followers_count=2000, following_count=90, posts_count=7)[2] == sure


@pytest.mark.parametrize("word", ["доставка", "my", "newsroom"])
def test_repeating_a_word_gains_nothing(word) -> None:
    assert judge(bio=word) == judge(bio=f"{word} " * 100)


def test_many_words_of_one_place_weigh_less_than_twice_the_first() -> None:
    stuffed = "магазин бутик шоурум ателье доставка опт розница"
    role, _, _ = judge(name="Блог Анны | дневник", bio=stuffed)
    assert role == "creator"


def test_roles_that_a_person_set_stand() -> None:
    accounts = make_frame([{"name": "Магазин"}, {"name": "Магазин"}])
    reviewed = pl.DataFrame({"account_id": ["vk:1", "vk:9"], "role": ["media", "brand"]})
    found = assign_roles(accounts, reviewed)
    assert found["role"].to_list() == ["brand", "media"]
    assert found.row(1)[2:] == ("set by a person", 1.0)
    assert found.equals(assign_roles(accounts, {"vk:1": "media"}))
    with pytest.raises(ValueError, match="witch"):
        assign_roles(accounts, {"vk:1": "witch"})


def test_columns_that_are_missing_are_null() -> None:
    alone = pl.DataFrame({"account_id": ["vk:1"]})
    assert assign_roles(alone).schema == pl.Schema(ROLE_COLUMNS)
    assert assign_roles(alone.clear()).schema == pl.Schema(ROLE_COLUMNS)
    nulls = alone.with_columns(pl.lit(None).alias(name) for name in ("name", "bio", "kind", "x"))
    assert assign_roles(nulls).equals(assign_roles(alone))


TEXTS = st.none() | st.text(max_size=60)
PROFILES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["person", "organisation", "community", None]),
        "name": TEXTS | st.sampled_from(["Магазин пряжи", "Anna Smith", "Блог Анны", "Run club"]),
        "handle": TEXTS,
        "bio": TEXTS | st.sampled_from(["<b>shop</b> =1+1", "мой\u202eмагазин\x00", "club " * 500]),
        "links": st.none() | st.lists(TEXTS, max_size=3),
    }
)


@given(st.lists(PROFILES, min_size=1, max_size=5))
def test_no_text_breaks_it_or_reaches_the_evidence_raw(profiles) -> None:
    for _, role, evidence, certainty in assign_roles(make_frame(profiles)).iter_rows():
        assert role in list(Role)
        assert 0 <= certainty <= 1
        assert (role == "unknown") == (certainty <= 0.5)
        assert 0 < len(evidence) <= LONGEST_EVIDENCE
        assert evidence.isprintable()
        assert not set(evidence) & set('<>&=@"`[]{}|\\')


@given(st.lists(PROFILES, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_an_account_is_judged_alone(profiles, random) -> None:
    accounts = make_frame(profiles)
    order = random.sample(range(len(accounts)), len(accounts))
    assert assign_roles(accounts)[order].equals(assign_roles(accounts[order]))


@given(st.sampled_from(["Доставка по России", "Onze winkel", "my yarn club"]), st.integers(1, 8))
def test_case_width_and_unseen_marks_change_nothing(bio, at) -> None:
    wide = "".join(chr(ord(it) + 0xFEE0) if "!" <= it <= "~" else it for it in bio)
    for disguise in (bio.upper(), bio[:at] + "\u200b" + bio[at:], wide):
        assert judge(bio=disguise) == judge(bio=bio)


@pytest.mark.parametrize(
    ("nats", "name"),
    [
        (2.5, "Anna Smith"),
        (2.5, "Femke van den Berg | wol"),
        (2.5, "Петрова Ольга"),
        (2.5, "вязание | Ольга Петрова"),
        (2.5, "Ахмед Шевченко"),
        (1.5, "Анна"),
        (1.2, "Кухня с Анной"),
        (1.2, "Anna's Garden Shop"),
        (0.7, "Siobhan O'Brien"),
        (0, "The Garden"),
        (0, "Running Club"),
        (0, "Salt & Pepper"),
        (0, "зимний сад"),
        (0, ""),
    ],
)
def test_persons_names(nats, name) -> None:
    assert person_nats(name) == nats


@pytest.mark.parametrize("tables", [(WORDS, TITLES), (WORDS, VOICE)])
def test_the_word_lists_say_each_thing_once_and_can_be_found(tables) -> None:
    entries = [(role, it) for table in tables for role, _, row in table for it in row.split()]
    assert sorted({it for it in entries if entries.count(it) > 1}) == []
    for _, entry in entries:
        stem = entry.strip("*")
        assert stem == stem.lower().replace("ё", "е")
        assert len(stem.split("_")) <= LONGEST_PHRASE
        assert all(word.isalnum() for word in stem.split("_"))
        assert stem == entry or (len(stem) >= SHORTEST_STEM and "_" not in stem)
