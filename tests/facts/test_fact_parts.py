"""Excerpts, business contacts, brand safety, the best posts, and the formula of engagement."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaders.facts.brand_safety import find_hits
from leaders.facts.contact import describe_contact, find_contacts
from leaders.facts.excerpt import LONGEST, cut_around, cut_excerpt
from leaders.facts.posts import pick_posts
from leaders.facts.reception import RATES, read_reception
from leaders.rank.keywords import Keywords
from leaders.rank.terms import LONGEST_TEXT, split_tokens
from leaders.rank.vocabulary import Vocabulary

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=500)


@given(TEXTS)
def test_an_excerpt_is_the_beginning_and_not_too_long(text) -> None:
    cut = cut_excerpt(text)
    assert len(cut) <= LONGEST
    assert cut == text if len(text) <= LONGEST else text.startswith(cut[:-1])


def test_an_excerpt_ends_between_words() -> None:
    assert cut_excerpt("wool " * 50) == "wool " * 31 + "wool…"
    assert cut_excerpt("x" * 200) == "x" * 159 + "…"


@given(TEXTS, st.data())
def test_what_is_cut_around_a_word_has_the_word(text, data) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    cut = cut_around(text, start, end)
    assert len(cut) <= LONGEST
    assert text[start:end].strip() in cut


def contacts_of(bio: str, kind: str = "person", contacts=None) -> list[str]:
    account = {"bio": bio, "kind": kind, "contacts": contacts}
    return [describe_contact(it) for it in find_contacts(account)]


@pytest.mark.parametrize(
    ("bio", "found"),
    [
        ("По рекламе: @anna_manager", ["@anna_manager (bio)"]),
        ("По рекламе @anna_manager, мой второй канал @other_channel", ["@anna_manager (bio)"]),
        ("Zakelijk: hoi@annabreit.nl", ["hoi@annabreit.nl (bio)"]),
        ("for business Hello@Anna.example", ["hello@anna.example (bio)"]),
        ("@anna_pr — реклама", ["@anna_pr (bio)"]),
        ("ads t.me/mgr_anna", ["t.me/mgr_anna (bio)"]),
        ("mail me hoi@annabreit.nl just for fun", []),
        ("Вяжу с @my_friend", []),
        ("Реклама: +7 900 123-45-67", []),  # a person's telephone is not read
        ("Реклама в моей жизни. " + "Вяжу и пряду, люблю овец. " * 4 + "@friend_of_mine", []),
    ],
)
def test_a_contact_in_a_bio_is_one_where_words_beside_it_say_so(bio, found) -> None:
    assert contacts_of(bio) == found


def test_what_a_community_publishes_is_a_contact_with_what_it_is_for() -> None:
    told = [{"kind": "email", "value": "ads@club.example", "role": "Реклама"}]
    assert contacts_of("Клуб", "community", told) == ["ads@club.example (contacts field, Реклама)"]
    assert contacts_of("", "person", told) == []
    assert contacts_of("Реклама +7 900 123-45-67", "community") == ["+7 900 123-45-67 (bio)"]
    in_bio = "Пишите ads@club.example"
    assert contacts_of(in_bio, "community", told) == []


def texts(*rows: tuple[int, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(no, text, NOON, f"https://a.example/{n}") for n, (no, text) in enumerate(rows)],
        schema={
            "account_no": pl.Int32, "text": pl.String, "posted_at": pl.Datetime("us", "UTC"),
            "link": pl.String,
        },
        orient="row",
    )  # fmt: skip


def test_words_of_brand_safety_are_found_in_their_forms_with_the_quote() -> None:
    rows = texts((1, "Играю в казино каждый день"), (1, "Просто вяжу"), (2, "Ставки на спорт тут"),
                 (3, "All quiet, casinos closed"), (4, "wool"))  # fmt: skip
    words = {"ru": ("казино", "ставка на спорт"), "en": ("casino",)}
    found = {row["account_no"]: row for row in find_hits(rows, words).to_dicts()}
    assert {no: row["brand_safety_count"] for no, row in found.items()} == {1: 1, 2: 1, 3: 1, 4: 0}
    [hit] = found[1]["brand_safety"]
    assert (hit["word"], hit["quote"]) == ("казино", "Играю в казино каждый день")
    assert (hit["posted_at"], hit["link"]) == (NOON, "https://a.example/0")
    assert found[3]["brand_safety"][0]["word"] == "casinos"
    assert found[4]["brand_safety"] == []


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("casino", ["casino"]),
        ("Wool,casino; wool", ["casino"]),
        ("Делаю ставку\nтут на спорт, ради казино", ["казино", "ставку тут на спорт"]),
        ("на спорт ставка", []),
        ("спорт", []),
        ("#ставканаспорт", ["#ставканаспорт"]),
        ("see https://casino.example and @casino", []),
        ("см.\u00a0казино\u3000тут", ["казино"]),
        ("ка\u200bзино", ["казино"]),
        ("w " * 4_998 + "casino casino", []),
        ("w " * 4_997 + "casino casino", ["casino"]),
    ],
)
def test_words_are_found_wherever_they_stand(text, forms) -> None:
    """Nothing is lost between the quick look at pieces of texts and the reading of whole ones."""
    words = {"ru": ("казино", "ставка на спорт"), "en": ("casino",)}
    vocabulary = Vocabulary(Keywords(words, {}))
    said = vocabulary.read(split_tokens(text))
    columns, weights = vocabulary.columns(), vocabulary.weights()
    assert {vocabulary.forms()[it] for it in said if weights[columns[it]] > 0} == set(forms)
    [found] = find_hits(texts((1, text)), words).to_dicts()
    assert [it["word"] for it in found["brand_safety"]] == forms


@given(st.lists(st.one_of(TEXTS, st.sampled_from([" ", "\u00a0", "@", "#", "www.", "'"]))))
def test_no_word_reaches_over_a_space(pieces) -> None:
    text = "".join(pieces)[:LONGEST_TEXT]
    assert split_tokens(text) == [it for piece in text.split(" ") for it in split_tokens(piece)]


def test_without_words_nobody_has_hits_not_even_none() -> None:
    assert find_hits(texts((1, "casino")), {}).is_empty()
    assert find_hits(texts((1, "casino")), {"en": ()}).is_empty()


def posts(*rows: tuple) -> pl.DataFrame:
    columns = ("views_count", "likes_count", "comments_count", "reposts_count", "quotes_count")
    return pl.DataFrame(
        [(1, name, NOON - timedelta(days=days), views, likes, *[None] * 3, f"Text {name}", None)
         for name, days, views, likes in rows],
        schema={
            "account_no": pl.Int32, "post_id": pl.String, "posted_at": pl.Datetime("us", "UTC"),
            **dict.fromkeys(columns, pl.Int64), "text": pl.String, "link": pl.String,
        },
        orient="row",
    )  # fmt: skip


def picked(frame: pl.DataFrame, which: str) -> list[str]:
    return [it["excerpt"].removeprefix("Text ") for it in pick_posts(frame)[which][0]]


def test_the_newest_and_the_best_posts_are_in_one_order() -> None:
    seen = posts(("b", 1, 50, 1), ("a", 1, 50, 9), ("c", 3, 70, 0), ("d", 9, None, 99))
    assert picked(seen, "recent_posts") == ["a", "b", "c"]
    assert picked(seen, "best_posts") == ["c", "a", "b"]
    assert picked(seen.reverse(), "best_posts") == ["c", "a", "b"]


def test_where_views_are_not_told_reactions_decide_and_nothing_is_no_best() -> None:
    seen = posts(("a", 1, None, 3), ("b", 2, None, 8), ("c", 3, None, 0), ("d", 4, None, None))
    assert picked(seen, "best_posts") == ["b", "a"]


def test_engagement_has_one_formula_a_platform() -> None:
    accounts = pl.DataFrame(
        {"account_no": pl.Series([1, 2, 3], dtype=pl.Int32), "account_id": ["vk:1", "vk:2", "x:3"]}
    )
    values = [(1, RATES[0], 0.5), (1, RATES[1], 0.4), (2, RATES[1], 0.3), (3, RATES[2], 0.2),
              (2, RATES[0], None)]  # fmt: skip
    metrics = pl.DataFrame(
        values, schema={"account_no": pl.Int32, "metric": pl.String, "value": pl.Float64},
        orient="row",
    )  # fmt: skip
    found = read_reception(metrics, accounts)
    assert found.select("engagement", "engagement_formula").rows() == [
        (0.4, RATES[1]), (0.3, RATES[1]), (0.2, RATES[2]),
    ]  # fmt: skip
    assert found["median_views"].to_list() == [None] * 3
