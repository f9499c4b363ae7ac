"""How likely two accounts are one person where nothing proves it."""

import math

from known_people import BLUESKY, TELEGRAM, VK, account

from leaders.identity.guesses import Guess, Guesser
from leaders.identity.profiles import Directory, Profile
from leaders.identity.words import fold_word, split_name, squeeze_handle
from leaders.model import Account

FIRST = ("Мария", "Ivan", "Sanne", "Olga", "Peter", "Joost", "Lena", "Mark")
LAST = ("Кузнецова", "Petrov", "Mulder", "Smirnova", "Visser", "Bakker", "Orlova", "Jansen")


def crowd(platform: str, count: int = 40) -> list[Account]:
    """Accounts that share nothing but usual names."""
    return [
        Account(
            f"{platform}:c{number}", handle=f"{platform}_reader_{number}",
            name=f"{FIRST[number % 8]} {LAST[(number // 8 + number) % 8]}{number // 8}",
        )
        for number in range(count)
    ]  # fmt: skip


def make_profile(number: int, it: Account) -> Profile:
    contacts = [f"{c.kind}:{c.value}" for c in it.contacts or ()]
    return Profile(
        number, it.account_id, it.account_id.partition(":")[0], "person", it.handle, it.name,
        it.url, it.bio, it.links, it.verified_links, contacts, None, None,
    )  # fmt: skip


def guess(*accounts: Account) -> dict[tuple[str, str], Guess]:
    everybody = [*crowd("vk"), *crowd("telegram"), *accounts]
    directory = Directory([make_profile(number, it) for number, it in enumerate(everybody)])
    return {
        (everybody[it.one].account_id, everybody[it.other].account_id): it
        for it in Guesser(directory).guess()
        if it.one >= 80
    }


def test_words_compare_across_alphabets() -> None:
    for one, other in [
        ("Юлия", "Julia"), ("Наталья", "Natalia"), ("Чехов", "Chekhov"), ("Дмитрий", "Dmitry"),
        ("Алексей", "Alexey"), ("Щербаков", "Shcherbakov"), ("Ксения", "Xenia"), ("Ёлка", "elka"),
        ("Zoë", "zoe"),
    ]:  # fmt: skip
        assert fold_word(one) == fold_word(other)
    assert fold_word("Anna") != fold_word("Inna")
    assert split_name("Анна Петрова | вязание") == {"ana", "petrova", "viazanie"}
    assert squeeze_handle("Wool_Witch_official") == squeeze_handle("woolwitch@example.social")
    assert squeeze_handle("alice.example.org", is_domain=True) == fold_word("aliceexample")
    assert squeeze_handle("alice.bsky.social", is_domain=True) == "alice"
    assert squeeze_handle("id1234") == ""


def test_a_rare_name_in_two_alphabets_and_a_handle_are_likely_one_person() -> None:
    mine = account(TELEGRAM, name="Ярослава Чижикова", handle="chizh_knits")
    yours = account(VK, name="Yaroslava Chizhikova", handle="chizhknits")
    [found] = guess(mine, yours).values()
    assert found.probability > 0.95
    assert [it.words for it in found.reasons[:-1]] == [
        "the same name (nobody else has these 2 words, the most usual)",
        "the same handle",
    ]
    assert found.reasons[-1].nats < 0


def test_a_usual_name_alone_is_no_reason_to_ask() -> None:
    assert guess(account(TELEGRAM, name="Мария", handle="x1y"), account(VK, name="Maria")) == {}


def test_reasons_add_up_to_the_probability() -> None:
    mine = account(TELEGRAM, name="Ярослава Чижикова", handle="chizh_knits", bio="Люблю кауни")
    yours = account(VK, name="Yaroslava", handle="chizhknits", bio="Мастер, кауни")
    [found] = guess(mine, yours).values()
    odds = math.exp(sum(it.nats for it in found.reasons))
    assert math.isclose(found.probability, odds / (1 + odds), abs_tol=1e-5)


def test_of_several_that_are_alike_each_gets_its_part() -> None:
    mine = account(TELEGRAM, name="Ярослава Чижикова")
    one, other = (
        account(f"vk:{number}", name="Yaroslava Chizhikova", handle=f"some_{number}_thing")
        for number in (5, 6)
    )
    alone = guess(mine, one)[(TELEGRAM, "vk:5")].probability
    both = guess(mine, one, other)
    assert {it.probability for it in both.values()} == {both[(TELEGRAM, "vk:5")].probability}
    assert both[(TELEGRAM, "vk:5")].probability < min(0.5, alone)
    assert "others are as alike" in [it.words for it in both[(TELEGRAM, "vk:5")].reasons]


def test_a_link_that_nobody_returns_is_a_reason_and_no_proof() -> None:
    star = account(TELEGRAM, name="Wool Star")
    mine = account(VK, "https://t.me/annawool", handle="club12")
    [found] = guess(star, mine).values()
    assert 0.2 < found.probability < 0.65
    assert "vk:-12 names the other on its profile" in [it.words for it in found.reasons]
    fans = [account(f"vk:{n}", "https://t.me/annawool", name=f"Fan{n}") for n in range(100, 110)]
    assert guess(star, mine, *fans) == {}


def test_the_same_letters_count_once_in_name_and_handle() -> None:
    names = {"name": "Ярослава Чижикова"}
    same = guess(account(TELEGRAM, **names), account(VK, **names | {"handle": "zzz"}))
    told = guess(
        account(TELEGRAM, handle="yaroslava_chizhikova", **names),
        account(VK, handle="yaroslavachizhikova", **names),
    )
    handle = [it.nats for it in next(iter(told.values())).reasons if "handle" in it.words]
    assert 0 < handle[0] < 1.5
    assert same.keys() == told.keys()


def test_two_accounts_on_one_platform_are_not_guessed_by_their_name() -> None:
    name = {"name": "Ярослава Чижикова"}
    assert guess(account(VK, **name), account("vk:77", handle="other_one", **name)) == {}


def test_what_is_settled_is_not_asked_and_pairs_are_in_order() -> None:
    both = [account(BLUESKY, name="Ярослава Чижикова"), account(VK, name="Ярослава Чижикова")]
    directory = Directory([make_profile(number, it) for number, it in enumerate(both)])
    assert [it[:2] for it in Guesser(directory).guess()] == [(0, 1)]
    assert Guesser(directory).guess({(0, 1)}) == []
