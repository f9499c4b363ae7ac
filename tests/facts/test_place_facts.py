"""Where an account is: names in three languages and their cases, and which evidence decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.facts.gazetteer import find_city, find_country, find_named
from leaders.facts.place import MEMBERS, SOME, Located, is_in_place, locate
from leaders.model import Place


def located(bio: str = "", name: str = "", kind: str = "person", place=None, members=()) -> Located:
    return locate({"bio": bio, "name": name, "kind": kind, "place": place}, members)


@pytest.mark.parametrize(
    ("bio", "country", "city"),
    [
        ("Breien in Amsterdam", "NL", "Amsterdam"),
        ("Hoi uit Den Haag", "NL", "The Hague"),
        ("Живу в Москве, вяжу", "RU", "Moscow"),
        ("мастер из Казани", "RU", "Kazan"),
        ("Питер • вязание", "RU", "Saint Petersburg"),
        ("Мы в Нижнем Новгороде", "RU", "Nizhniy Novgorod"),
        ("Ростов-на-Дону, пряжа", "RU", "Rostov-on-Don"),
        ("New York based", "US", "New York City"),
        ("St. Petersburg, Russia", "RU", "Saint Petersburg"),
        ("Доставка по Беларуси", "BY", None),
        ("Knitting from the UK", "GB", None),
        ("Wolwinkel in Nederland", "NL", None),
        ("Paris, France", "FR", "Paris"),
        ("Knits in Paris", "FR", "Paris"),
        ("Вяжу 🇳🇱", "NL", None),
    ],
)
def test_a_place_is_found_by_its_names_in_their_cases(bio, country, city) -> None:
    found = located(bio)
    assert (found.country, found.city) == (country, city)
    assert all(evidence.quote in bio for evidence in found.evidence)
    assert found.evidence


@pytest.mark.parametrize(
    "bio",
    [
        "Paris Hilton fan", "Reading and knitting", "Владимир, вяжу", "Того же дня", "Nice wool",
        "amsterdam style", "Привет, я вяжу и говорю по-русски", "Ik brei graag truien", "",
        "Киров Иван", "Jordan Smith",
    ],
)  # fmt: skip
def test_names_of_people_common_words_and_a_language_are_no_place(bio) -> None:
    assert located(bio) == Located(None, None, ())


def test_who_names_several_places_is_in_none_and_the_evidence_says_why() -> None:
    found = located("Berlin – Moscow")
    assert (found.country, found.city) == (None, None)
    assert [it.city for it in found.evidence] == ["Berlin", "Moscow"]
    flags = located("🇺🇦 🇷🇺")
    assert flags.country is None
    assert [it.country for it in flags.evidence] == ["UA", "RU"]


def test_a_field_goes_before_words_and_words_before_flags() -> None:
    field = {"country": "Россия", "city": "Люберцы"}
    found = located("In Amsterdam 🇩🇪", place=field)
    assert (found.country, found.city) == ("RU", "Lyubertsy")
    assert [it.source for it in found.evidence] == ["profile field", "city in its words", "flag"]
    words = located("In Amsterdam 🇩🇪")
    assert (words.country, words.city) == ("NL", "Amsterdam")


def test_a_city_that_nobody_knows_stays_as_it_is_spelt() -> None:
    found = located(place={"country": "NL", "city": "Nergenshuizen"})
    assert (found.country, found.city) == ("NL", "Nergenshuizen")
    alone = located(place={"country": None, "city": "Амстердам"})
    assert (alone.country, alone.city) == ("NL", "Amsterdam")


def member(country, city, share, low, high, said=200) -> dict:
    return {
        "country": country, "city": city, "share": share, "low": low, "high": high,
        "said_count": said, "undeclared_share": 0.25,
    }  # fmt: skip


def test_members_decide_for_communities_alone_and_when_most_are_surely_there() -> None:
    rows = [member("Россия", None, 0.9, 0.86, 0.93), member("Россия", "Томск", 0.4, 0.35, 0.45)]
    found = located("Клуб", kind="community", members=rows)
    assert (found.country, found.city) == ("RU", None)
    assert [it.source for it in found.evidence] == [MEMBERS, SOME]
    assert found.evidence[1].quote == ("Томск: 40% (35% to 45%) of 200 who say it; 25% say nothing")
    assert located("Клуб", kind="person", members=rows).country is None


@pytest.mark.parametrize(
    ("country", "city", "bio", "answer"),
    [
        ("NL", None, "In Amsterdam", True), ("RU", None, "In Amsterdam", False),
        ("NL", None, "Hello", None), (None, None, "In Amsterdam", None),
        ("NL", "Амстердам", "In Amsterdam", True), ("NL", "Utrecht", "In Amsterdam", False),
        ("NL", "Utrecht", "In Nederland", None), ("NL", "Utrecht", "В Москве", False),
        (None, "Utrecht", "Germany 🇩🇪", False),
    ],
)  # fmt: skip
def test_a_place_is_compared_with_what_a_niche_asks_for(country, city, bio, answer) -> None:
    assert is_in_place(located(bio), country, city) is answer


def test_countries_and_cities_have_one_name() -> None:
    assert [find_country(it) for it in ("NL", "Нидерланды", "Nederland", "Holland", "xx")] == [
        "NL", "NL", "NL", "NL", None,
    ]  # fmt: skip
    assert find_city("Londen") == Place("GB", "London")
    assert find_city("London", "CA") == Place("CA", "London")
    assert find_city("Nowhereville") is None


@given(st.text(max_size=200))
def test_whatever_is_written_names_lie_in_it_in_their_order(text) -> None:
    named = find_named(text)
    ends = [0, *(edge for it in named for edge in (it.start, it.end))]
    assert ends == sorted(ends)
    assert all(text[it.start].isupper() and it.end <= len(text) for it in named)
