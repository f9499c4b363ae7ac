"""Whether a post is advertising: known answers, what denies or only talks, and hostile texts."""

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leaders.audience.advertising import (
    LIKELY,
    MARKED,
    NONE,
    Brand,
    find_carriers,
    find_evidence,
    judge,
    judge_posts,
)
from leaders.audience.advertising.evidence import LONGEST, QUOTE, clean
from leaders.audience.advertising.words import SIGNS, WEIGHTS

BY_LAW = (
    "Мягкая пряжа. Реклама. ООО «Клубок», ИНН 7701234567, erid: 2VtzqwH7kLm",
    "Реклама. ИП Иванова А. А.", "РЕКЛАМА 16+", "Пряжа тут (реклама)", "Наш зал. На правах рекламы",
    "Смотрите: https://shop.example/?erid=LjN8KQzXy", "Скидки! #реклама", "Новое *реклама",
    "Сообщение рекламного характера от клуба", "Рекламодатель: ООО «Петля»",
    "Advertentie | nieuwe wol", "Dit is een betaalde samenwerking met Wolmaat", "Mooi! (adv)",
    "Nieuwe wol #advertentie", "#spon Nieuwe wol", "Gesponsord door Wolmaat",
    "Ad: a box of yarn", "In paid partnership with Mill", "Sponsored by Mill", "Yarn #ad",
    "#AD yarn",    "Lovely (ad)", "#sponsored",
    "Neue Wolle. Werbung", "Anzeige: neue Wolle", "Bezahlte Partnerschaft mit X", "#werbung Wolle",
)  # fmt: skip
BY_SIGNS = (
    "По промокоду KNIT15 скидка", "Промокод «ПЕТЛЯ» для своих", "кодовое слово: ВЕСНА10",
    "Назовите на кассе VESNA10", "Купон LETO7 на заказ", "партнёрский материал", "#партнерскийпост",
    "Спасибо магазину Клубок за пряжу", "При поддержке клуба", "В коллаборации с Петлёй",
    "Mijn kortingscode bij Wolmaat: SAMEN15", "Met code LENTE10 krijg je", "In samenwerking met W.",
    "Breien #samenwerking", "Vul LENTE10 in bij het afrekenen",
    "Use promo code SPRING15", "my discount code for you: HELLO", "Type HELLO10 at the checkout",
    "In collaboration with Mill", "Thanks to Mill for sending yarn", "Gifted by Mill",
    "#gifted yarn",    "https://shop.example/p?aff_id=9", "https://ad.admitad.com/g/x1",
    "https://a.example/?utm_source=x&ref=blog", "In Kooperation mit Wolle", "Rabattcode WOLLE5",
)  # fmt: skip
NO_AD = (
    "", "Связала шаль", "Не реклама, просто нравится", "Без рекламы: пряжа хороша", "#нереклама",
    "Это не реклама", "рекламация по браку", "Реклама в пабликах: сколько стоит", "erid",
    "Что такое erid и закон о рекламе: #реклама или штраф", "По рекламе пишите в сообщения",
    "Как маркировать посты: реклама, ООО «Ромашка»", "код домофона 1234", "QR-код на двери",
    "партнёр по бегу заболел", "Бесит реклама на каждом шагу", "Friderida", "#рекламация",
    "Geen reclame, gewoon blij", "Zelf gekocht, niet gesponsord", "#geenadvertentie",
    "reclamebureau", "De regels voor #advertentie zijn nieuw", "samenwerking in de club",
    "#advent #adventskalender",
    "Not an ad, I like it", "#notsponsored #notanad wool", "No ad, bought it myself", "#address",
    "How to use #ad properly", "I use an ad blocker", "that ad before every video", "adding a row",
    "dress code casual", "Error code E4042", "source code ADD12", "my partner hid it", "promotion",
    "https://shop.example/?utm_source=x", "20% off in the shop", "https://bit.ly/3abc",
    "ООО «Клубок»", "Keine Werbung, nur Wolle", "unbezahlte Werbung", "offer ended",
    "postcode 1234AB", "#adhd",
)  # fmt: skip
BRANDS = (
    Brand("Petelka", ("vk:-7", "https://t.me/petelka_shop"), ("https://www.petelka.example/",),
          ("Петелька", "Зелёная грядка", "Клубок")),
    Brand("Arket", ("@arket",), (), ("Arket",)),
)  # fmt: skip


def verdict(text: str | None, is_marked: bool | None = None) -> str:
    return judge(find_evidence(text, is_marked))


@pytest.mark.parametrize("text", BY_LAW)
def test_who_says_so_is_marked(text: str) -> None:
    assert verdict(text) == MARKED


@pytest.mark.parametrize("text", BY_SIGNS)
def test_who_shows_it_is_likely(text: str) -> None:
    assert verdict(text) == LIKELY


@pytest.mark.parametrize("text", NO_AD)
def test_denials_talk_and_lookalikes_are_none(text: str) -> None:
    assert verdict(text) == NONE


def test_the_platforms_mark_is_enough_and_its_absence_says_nothing() -> None:
    assert verdict("Связала шаль", True) == MARKED
    assert verdict(None, True) == MARKED
    assert verdict("Связала шаль", False) == NONE
    assert verdict("Yarn #ad", False) == MARKED


def test_a_token_counts_in_a_post_that_talks_of_the_law() -> None:
    text = "Закон о рекламе: курс. Реклама. ООО «Школа», erid: 2VtzqwH7kLm"
    assert [(it.kind, it.quote) for it in find_evidence(text)] == [
        ("legal", "Реклама"),
        ("advertiser", "ООО «Школа», erid: 2VtzqwH7kLm"),
        ("erid", "erid: 2VtzqwH7kLm"),
    ]


def test_what_denies_is_no_licence_for_a_code() -> None:
    found = find_evidence("Не реклама, но промокод KNIT15 работает")
    assert [it.kind for it in found] == ["promo_code"]


def test_evidence_is_quoted_once_a_kind_and_language() -> None:
    text = "Ad: use code HELLO10, or discount code HELLO15. Промокод ПЕТЛЯ15 #реклама"
    assert [(it.kind, it.language, it.quote) for it in find_evidence(text)] == [
        ("legal", "en", "Ad"),
        ("promo_code", "en", "code HELLO10"),
        ("promo_code", "ru", "Промокод ПЕТЛЯ15"),
        ("hashtag", "ru", "#реклама"),
    ]


def test_a_kind_counts_once_and_brands_alone_are_no_advertising() -> None:
    short = "https://bit.ly/3abc https://clck.ru/3abc https://vk.cc/abc -10% off 20% off 30% off"
    assert verdict(short) == NONE
    named = find_evidence("Петелька, Arket, petelka.example, vk.com/arket", None, BRANDS)
    assert {it.brand for it in named} == {"Petelka", "Arket"}
    assert judge(named) == NONE
    with_code = find_evidence("Петелька, https://petelka.example/?utm_source=blog", None, BRANDS)
    assert judge(with_code) == LIKELY  # a brand's link of a campaign


def test_every_kind_has_a_weight_and_every_sign_a_kind() -> None:
    assert {sign.kind for sign in SIGNS} < set(WEIGHTS)
    assert all(0 < weight <= 1 for weight in WEIGHTS.values())


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Зашла в Петельку", ["Петельку"]), ("с петелькой", ["петелькой"]),
        ("петельками", ["петельками"]),
        ("у Клубка скидки", ["Клубка"]), ("клубок", ["клубок"]), ("клубника и клубы", []),
        ("из Зелёной грядки", ["Зелёной грядки"]), ("зелёная трава", []),
        ("ARKET, Arketа, arket's", ["ARKET"]), ("market arkets", ["arkets"]), ("arketype", []),
        ("https://shop.petelka.example/x", ["shop.petelka.example"]),
        ("petelka.example.org notpetelka.example", []),
        ("vk.com/petelka_shop", ["/petelka_shop"]), ("@arket", ["@arket", "arket"]),
        ("me@petelka_shop.nl", []),        ("t.me/petelka_shop2", []),
    ],
)  # fmt: skip
def test_brands_are_found_whole_and_inflected(text: str, quotes: list[str]) -> None:
    found = [it.quote for it in find_evidence(text, None, BRANDS) if it.brand]
    assert list(dict.fromkeys(found)) == quotes
    carriers = find_carriers(pl.Series([text]), pl.Series([None], dtype=pl.Boolean), BRANDS)
    assert bool(carriers) == bool(quotes)


WORDS = st.text(st.characters(exclude_categories=("C", "Z", "M")), min_size=1, max_size=12)


@given(WORDS, WORDS)
@example("ёлок", "ёлка")
@example("Й", "x")
def test_any_name_is_found_where_it_stands_alone(name: str, other: str) -> None:
    brand = Brand("it", (name,), (name,), (name,))
    texts = pl.Series([f"wool {name} wool", other], dtype=pl.String)
    found = find_carriers(texts, pl.Series([None, None], dtype=pl.Boolean), [brand])
    assert all(it.brand in ("", "it") for row in found.values() for it in row)
    assert 0 in found
    assert all(it.quote for row in found.values() for it in row)


def test_a_name_that_is_none_is_found_nowhere() -> None:
    brand = Brand("it", ("@", "https://", " "), ("https://", "www.", "/"), (" ",))
    assert find_evidence("Связала шаль @ https:// /", None, [brand]) == []


def test_what_a_text_does_not_hold_can_be_told_beside_it() -> None:
    texts, marks = pl.Series(["Yarn #ad", None, "Yarn"]), pl.Series([None, True, None])
    mentioned = find_evidence("@arket", None, BRANDS)
    found = find_carriers(texts, marks.cast(pl.Boolean), BRANDS, {0: mentioned, 1: mentioned})
    assert {row: judge(it) for row, it in found.items()} == {0: MARKED, 1: MARKED}
    assert find_carriers(texts, marks.cast(pl.Boolean), ()) == {}


def test_hidden_and_wide_characters_hide_nothing() -> None:
    assert verdict("рек\u200bла\u00adма: (рек\u200bлама)") == MARKED
    assert verdict("Yarn ＃ａｄ") == MARKED
    assert judge_posts(pl.Series(["Yarn ＃ａｄ", "#ре\u200bклама"])).to_list() == [MARKED] * 2


def test_a_frame_of_posts_is_judged_at_once() -> None:
    texts = pl.Series(["Yarn #ad", "Use code HELLO10", "Yarn", None, None, "Yarn"])
    marks = pl.Series([None, False, None, None, True, True])
    assert judge_posts(texts, marks).to_list() == [MARKED, LIKELY, NONE, None, MARKED, MARKED]
    assert judge_posts(texts).to_list() == [MARKED, LIKELY, NONE, None, None, NONE]
    empty = judge_posts(pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.Boolean))
    assert (empty.dtype, empty.len()) == (pl.String, 0)
    assert judge_posts(pl.Series([None], dtype=pl.String)).to_list() == [None]


PIECES = (*BY_LAW, *BY_SIGNS, *NO_AD, "не ", "no ", "#", "\n", " ", "Ad", "(ad", "\u00a0", "İ", "ß")


@settings(max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=5).map("".join))
@example("при\u00a0поддержке клуба")
def test_the_quick_look_at_all_texts_overlooks_nothing(text: str) -> None:
    assert judge_posts(pl.Series([text], dtype=pl.String)).to_list() == [verdict(text)]


LINKS = (
    "?aff=1", "&affid=1", "?aff_id=1", "?affiliate=1", "?affiliateid=1", "?partner_id=1", "?awc=1",
    "?irclickid=1", "?subid1=1", "awin1.com/x", "amzn.to/x", "?ref=1", "?refid=1", "&referral=1",
    "&partner=1", "?clickid=1", "?click_id=1", "?tag=1", "vk.cc/x1", "t.ly/x1", "lnk.to/x1",
)  # fmt: skip
WORDS_OF_SIGNS = (
    "Переходите по ссылке", "ссылка в шапке", "скидки 10 %", "ИНН 7701234567", "ПАО «Банк»",
    "совместно с", "прислала мне марка", "магазин подарил", "спонсор выпуска", "#коллаборация",
    "toegestuurd van", "stuurde mij", "gaf me", "mede mogelijk gemaakt door", "merkambassadeur",
    "partnered with", "teamed up with", "brought to you by", "kindly gifted", "brand ambassador",
    "is sponsoring this", "#millambassador", "#prsample", "in Partnerschaft mit", "10 % Rabatt",
    "korting van", "bestel nu", "link in bio", "swipe up", "shop now", "20% off", "promoted: x",
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(st.sampled_from((*PIECES, *LINKS, *WORDS_OF_SIGNS)), max_size=3).map(" ".join))
def test_no_sign_is_without_one_of_its_keys(text: str) -> None:
    plain = clean(text)
    for sign in SIGNS:
        if sign.pattern.search(plain):
            assert any(key in plain.lower() for key in sign.keys), (sign.kind, sign.language)


@pytest.mark.parametrize("text", [*LINKS, *WORDS_OF_SIGNS])
def test_every_way_to_write_it_is_a_sign(text: str) -> None:
    assert find_evidence(f"x {text} y" if text[0] not in "p" else text)


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.randoms())
def test_the_order_of_posts_changes_no_verdict(texts: list[str], random: object) -> None:
    turned = list(reversed(texts))
    told = judge_posts(pl.Series(texts, dtype=pl.String)).to_list()
    assert judge_posts(pl.Series(turned, dtype=pl.String)).to_list() == told[::-1]


@pytest.mark.parametrize(
    "unit",
    ["?a=", "&ref", "ооо «", "CODE1 ", "https://", "код ", "реклама", "a.a.", "thanks to ", "#a_",
     "бренд ", "на кассе ", "((((", "erid ", "не ", "\u200b", "ИНН 1"],
)  # fmt: skip
def test_texts_made_to_be_slow_end(unit: str) -> None:
    """A pattern that goes back and forth would run for days on these."""
    text = unit * 100_000
    assert len(text) > LONGEST
    evidence = find_evidence(text, None, BRANDS)
    assert all(len(it.quote) <= QUOTE for it in evidence)
    assert judge_posts(pl.Series([text])).to_list() == [verdict(text)]
